//! What is kept is not run again.

use super::super::commands::folder;
use super::study_of;
use headroom_core::experiment::{Job, Running, RunsFolder, Shard, Study};
use headroom_core::ledger::Folded;
use kit::make::small_market;
use serde_json::json;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const AXIS: &str = "/mechanism/operating_threshold=[0.6,0.8]";

fn market(replications: u32, axis: &str) -> Study {
    let mut market = small_market();
    market["replications"] = json!(replications);
    study_of(&market, &[], &[axis])
}

/// How many replications there were to do, how many were done, and what all of them showed.
fn done(study: &Study, folder: &Path) -> (u64, u64, Vec<Folded>) {
    let job = Job::new(study, Some(RunsFolder::new(folder)), Shard::WHOLE).expect("a folder");
    let told = AtomicU64::new(0);
    let note = |n: u64| _ = told.fetch_add(n, Ordering::Relaxed);
    let outcome = job.run(Running::default(), &AtomicBool::new(false), note).expect("threads");
    assert_eq!(outcome.missing, 0);
    (job.to_do(), told.into_inner(), outcome.outcomes.all().expect("kept"))
}

#[test]
fn only_what_is_missing_is_run() {
    let folder = folder();
    let (first, second) = (market(20, AXIS), market(25, AXIS));
    let (to_do, told, all) = done(&first, folder.path());
    assert_eq!((to_do, told), (40, 40));
    let (to_do, told, again) = done(&first, folder.path());
    assert_eq!((to_do, told), (0, 0), "a finished study runs nothing");
    assert!(all == again);
    let (to_do, told, more) = done(&second, folder.path());
    assert_eq!((to_do, told), (10, 10), "five more of each of two variants");
    let (to_do, _, fewer) = done(&first, folder.path());
    assert_eq!(to_do, 0, "fewer are there already");
    assert!(all == fewer);
    let (to_do, _, _) =
        done(&market(20, "/mechanism/operating_threshold=[0.6,0.7,0.8]"), folder.path());
    assert_eq!(to_do, 20, "one more value of the axis");
    let elsewhere = super::super::commands::folder();
    assert!(more == done(&second, elsewhere.path()).2, "parts make the same whole");
}

/// A block that ends where the study did is followed by one that begins there.
#[test]
fn replications_may_be_added_one_by_one() {
    let [bit_by_bit, at_once] = [folder(), folder()];
    for n in [1, 2, 9, 10, 11, 12] {
        done(&market(n, AXIS), bit_by_bit.path());
    }
    let study = market(12, AXIS);
    let (to_do, _, all) = done(&study, bit_by_bit.path());
    assert_eq!(to_do, 0);
    assert!(all == done(&study, at_once.path()).2);
}

#[test]
fn what_nobody_wants_any_more_leaves_nothing() {
    let folder = folder();
    let study = market(20, AXIS);
    let job =
        Job::new(&study, Some(RunsFolder::new(folder.path())), Shard::WHOLE).expect("a folder");
    let outcome = job.run(Running::default(), &AtomicBool::new(true), |_| ()).expect("threads");
    assert_eq!(outcome.missing, 40);
    assert_eq!(super::super::commands::files_in(folder.path()), [] as [String; 0]);
}

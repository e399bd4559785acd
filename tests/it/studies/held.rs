//! A study holds a few of its variants at once, however many there are.

use super::study_of;
use headroom::evidence::findings::Findings;
use headroom::evidence::study_json::study_report;
use headroom::evidence::tables::study_tables;
use headroom::report::study_charts;
use headroom_core::experiment::{Outcomes, Running, run_study};
use headroom_core::ledger::Folded;
use kit::make::small_market;
use std::sync::{Arc, Mutex, Weak};

/// What was read of the runs of a study.
#[derive(Default)]
struct Readings {
    /// What was handed out.
    out: Vec<Weak<Folded>>,
    /// Most that were held at once.
    most: usize,
    /// How many were read in all.
    read: usize,
}

/// Shows a study along an axis of so many values: what was read for that.
fn shown(values: usize) -> Readings {
    let axis = format!("/mechanism/operating_threshold=0.5..=0.9/{values}");
    let study = study_of(&small_market(), &[], &[&axis]);
    let all = run_study(&study, Running::default(), |_| ()).expect("done");
    let readings: Arc<Mutex<Readings>> = Arc::default();
    let noted = Arc::clone(&readings);
    let outcomes = Outcomes::read(all.len(), move |run| {
        let one = Arc::new(all[run].clone());
        let mut noted = noted.lock().expect("no thread panicked");
        noted.out.retain(|held| held.strong_count() > 0);
        noted.out.push(Arc::downgrade(&one));
        noted.most = noted.most.max(noted.out.len());
        noted.read += 1;
        Ok(one)
    });
    let findings = Findings::new(&study, outcomes);
    study_tables(&findings);
    study_charts(&findings);
    serde_json::to_value(study_report(&findings)).expect("JSON");
    drop(findings);
    Arc::into_inner(readings).expect("all is shown").into_inner().expect("no thread panicked")
}

#[test]
fn what_is_held_of_a_study_does_not_grow_with_its_variants() {
    let [few, many] = [10, 40].map(shown);
    assert!(few.most <= 6, "{} runs were held at once", few.most);
    assert_eq!(few.most, many.most);
    // None of them is read again and again instead.
    assert!(many.read <= 8 * 40, "{} runs were read for 40 variants", many.read);
}

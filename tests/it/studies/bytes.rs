//! The same bytes, however a sweep is carried out: on any number of threads, half-hour by half-hour, at once or bit by bit.

use super::super::commands::folder;
use super::{bytes, fine, outside_runs, same};
use std::collections::BTreeMap;
use std::path::Path;

/// Four thresholds in each of two readings. 25 replications are three blocks, the last a short one.
const GRID: [&str; 6] = [
    "--vary",
    "/mechanism/operating_threshold=0.5..=0.8:0.1",
    "--with",
    "/mechanism/throttle_to=user_maximum",
    "--replications",
    "25",
];

fn sweep(folder: &Path, more: &[&str]) {
    fine(folder, "sweep", &[&GRID[..], more].concat());
}

/// The whole sweep, done at once on one thread.
fn undisturbed(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    sweep(folder, &["--out", "undisturbed", "--threads", "1"]);
    let files = bytes(&folder.join("undisturbed"));
    let runs = files.keys().filter(|f| f.starts_with("runs/")).count();
    // And of what that shows while each variant is active.
    let kept = (8 + 1 + 8) * 3;
    assert_eq!(runs, kept, "a file for each variant and block of replications, and today's");
    for file in [
        "study.json",
        "tables/variants.csv",
        "tables/differences.parquet",
        "tables/counterparts.csv",
    ] {
        assert!(files.contains_key(file), "{file}");
    }
    files
}

#[test]
fn a_sweep_is_the_same_on_any_number_of_threads_and_with_every_half_hour_opened() {
    let folder = folder();
    let once = undisturbed(folder.path());
    let ways = [&["--threads", "2"][..], &["--threads", "4"], &["--step-all", "--threads", "3"]];
    for (way, out) in ways.iter().zip(["two", "four", "opened"]) {
        sweep(folder.path(), &[way, &["--out", out][..]].concat());
        same(&once, &bytes(&folder.path().join(out)), out);
    }
    // Once more in the same folder: nothing is run, and what is written is the same.
    sweep(folder.path(), &["--out", "undisturbed"]);
    same(&once, &bytes(&folder.path().join("undisturbed")), "a second time");
}

#[test]
fn a_sweep_that_grew_is_the_same_as_one_that_was_asked_for_at_once() {
    let folder = folder();
    let once = outside_runs(undisturbed(folder.path()));
    let grown = || outside_runs(bytes(&folder.path().join("grown")));
    let grow = |grid: &[&str]| {
        fine(folder.path(), "sweep", &[grid, &["--out", "grown"]].concat());
    };
    // Other tables first, of which nothing may stay.
    fine(folder.path(), "run", &["--replications", "3", "--out", "grown"]);
    assert!(grown().contains_key("charts/what-happened.svg"));
    let first = &["--vary", "/mechanism/operating_threshold=[0.6,0.8]"][..];
    grow(&[first, &["--replications", "10"]].concat());
    assert!(!grown().contains_key("charts/what-happened.svg"), "a chart of another study");
    grow(&[first, &["--replications", "25"]].concat());
    grow(&[&GRID[..4], &["--replications", "12"]].concat());
    grow(&GRID);
    same(&once, &grown(), "grown");
    // And back again.
    grow(&[first, &["--replications", "10"]].concat());
    let less = [first, &["--replications", "10", "--out", "less"]].concat();
    fine(folder.path(), "sweep", &less);
    same(&outside_runs(bytes(&folder.path().join("less"))), &grown(), "less again");
}

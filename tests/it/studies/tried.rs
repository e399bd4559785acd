//! A study over assumptions that goes on from what combinations showed elsewhere, without their runs (C6).

use super::super::commands::{Ran, files_in, folder};
use super::uncertainty::{RANGES, run, tables};
use super::{fine, study};
use serde_json::{Value, json};
use std::path::Path;

/// Systems of which runs are kept in `out`.
fn run_in(folder: &Path, out: &str) -> usize {
    files_in(&folder.join(out).join("runs")).len()
}

fn tables_alone(folder: &Path, out: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut all = tables(folder, out);
    all.retain(|name, _| name.starts_with("tables/"));
    all
}

#[test]
fn c6_what_was_tried_elsewhere_is_not_run_again_and_says_the_same() {
    let folder = folder();
    let at = folder.path();
    run(at, &["--draws", "8", "--out", "once"]);
    run(at, &["--draws", "4", "--out", "first", "--tried", "tried.jsonl"]);
    run(at, &["--draws", "8", "--out", "second", "--tried", "tried.jsonl"]);
    run(at, &["--draws", "8", "--out", "third", "--tried", "tried.jsonl"]);
    // Of the scenario as it stands and each draw: its own, today's, and the pair of both.
    assert_eq!(
        ["once", "first", "second", "third"].map(|out| run_in(at, out)),
        [27, 15, 15, 3],
        "systems that were run"
    );
    let once = tables_alone(at, "once");
    for out in ["second", "third"] {
        super::same(&once, &tables_alone(at, out), out);
    }
    let lines = std::fs::read_to_string(at.join("tried.jsonl")).expect("written").lines().count();
    assert_eq!(lines, 9, "what it is of, and eight combinations");
}

#[test]
fn c6_a_file_of_blank_lines_is_begun_and_one_without_a_last_line_end_is_gone_on_with() {
    let folder = folder();
    let at = folder.path();
    let tried = at.join("tried.jsonl");
    std::fs::write(&tried, "\n\n").expect("a file");
    run(at, &["--draws", "2", "--out", "first", "--tried", "tried.jsonl"]);
    let text = std::fs::read_to_string(&tried).expect("written");
    std::fs::write(&tried, text.trim_end()).expect("a file");
    run(at, &["--draws", "4", "--out", "second", "--tried", "tried.jsonl"]);
    run(at, &["--draws", "4", "--out", "third", "--tried", "tried.jsonl"]);
    assert_eq!(run_in(at, "third"), 3, "nothing but the scenario as it stands");
}

#[test]
fn c6_a_fact_of_another_figure_is_another_study_s_and_one_less_sure_is_judged_anew() {
    let folder = folder();
    let at = folder.path();
    let asked = |figure: &str, tolerance: f64, out: &str| {
        let fact = json!({
            "id": "f", "says": "So many.", "source": "a test", "date": "that day", "cause": "known",
            "why": "it is so", "figure": figure, "value": 1e12, "tolerance": tolerance,
        });
        let facts = json!({ "facts": [fact] }).to_string();
        std::fs::write(at.join("facts.json"), facts).expect("facts");
        let more = ["--facts", "facts.json", "--draws", "2", "--replications", "2"];
        let files = ["--tried", "tried.jsonl", "--out", out, "--format", "json"];
        study(at, "uncertainty", &[&RANGES[..], &more, &files].concat())
    };
    let too_far = |ran: &Ran| {
        let found: Value = serde_json::from_str(&ran.out).expect("JSON");
        found["uncertainty"]["facts"][0]["too_far"].as_u64()
    };
    assert_eq!(too_far(&asked("rejected", 1.0, "first")), Some(2));
    assert_eq!(too_far(&asked("rejected", 1e13, "second")), Some(0));
    assert_eq!(run_in(at, "second"), 3, "nothing but the scenario as it stands");
    let other = asked("outage_s", 1.0, "third");
    assert_eq!(other.code, Some(2));
    assert!(other.err.contains("with other facts\n  found:    f: rejected"), "{}", other.err);
}

#[test]
fn c6_what_is_compared_is_run_and_the_record_changes_nothing_of_it() {
    let folder = folder();
    let at = folder.path();
    let with = ["--draws", "4", "--with", "none: /mechanism/enabled=false"];
    run(at, &[&with[..], &["--out", "once"]].concat());
    for out in ["first", "second"] {
        run(at, &[&with[..], &["--out", out, "--tried", "tried.jsonl"]].concat());
        super::same(&tables_alone(at, "once"), &tables_alone(at, out), out);
    }
}

#[test]
fn c6_a_record_of_another_study_is_refused_and_left_and_one_of_another_scenario_is_added_to() {
    let folder = folder();
    let at = folder.path();
    run(at, &["--draws", "2", "--out", "first", "--tried", "tried.jsonl"]);
    let before = std::fs::read_to_string(at.join("tried.jsonl")).expect("written");
    let other = ["--tried", "tried.jsonl", "--draws", "2", "--replications", "3"];
    let refused = study(at, "uncertainty", &[&RANGES[..], &other].concat());
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(
        refused.err.contains(
            "--tried tried.jsonl: line 1: a file of another study, with other replications\n  found:    2\n  expected: 3"
        ),
        "{}",
        refused.err
    );
    assert_eq!(std::fs::read_to_string(at.join("tried.jsonl")).expect("left"), before);
    run(at, &["--draws", "2", "--seed", "7", "--out", "second", "--tried", "tried.jsonl"]);
    let after = std::fs::read_to_string(at.join("tried.jsonl")).expect("written");
    assert!(before.lines().all(|line| after.contains(line)), "nothing is lost");
    assert_eq!((before.lines().count(), after.lines().count()), (3, 5));
}

#[test]
fn c6_two_studies_add_to_one_record_at_the_same_time_and_no_line_is_lost() {
    let folder = folder();
    let at = folder.path();
    let seeds = ["11", "12", "13", "14"];
    let asked = |seed| ["--draws", "3", "--seed", seed, "--out", seed, "--tried", "tried.jsonl"];
    // What runs there is ready, so that they write at once.
    for seed in seeds {
        run(at, &asked(seed)[..6]);
    }
    std::thread::scope(|scope| {
        for seed in seeds {
            scope.spawn(move || run(at, &asked(seed)));
        }
    });
    let text = std::fs::read_to_string(at.join("tried.jsonl")).expect("written");
    assert_eq!(text.lines().count(), 1 + 3 * seeds.len(), "{text}");
}

#[test]
fn c6_a_record_that_is_damaged_or_would_be_replaced_is_refused_before_anything_runs() {
    let folder = folder();
    let at = folder.path();
    let asked = |tried, out| ["--draws", "2", "--out", out, "--tried", tried];
    let first = fine(at, "uncertainty", &[&RANGES[..], &asked("tried.jsonl", "a")].concat());
    assert!(
        first.err.contains("0 of 2 combinations stand in tried.jsonl; 2 are run"),
        "{}",
        first.err
    );
    let text = std::fs::read_to_string(at.join("tried.jsonl")).expect("written");
    std::fs::write(at.join("cut.jsonl"), &text[..text.len() - 9]).expect("a copy");
    std::fs::write(at.join("binary.jsonl"), [0xff, 0xfe, 0]).expect("a file");
    for (tried, why) in [
        ("cut.jsonl", "line 3: cut, changed, or of another file"),
        ("binary.jsonl", "not text"),
        ("b/tables/tried.jsonl", "lies in the study's own folder"),
    ] {
        let refused = study(at, "uncertainty", &[&RANGES[..], &asked(tried, "b")].concat());
        assert_eq!(refused.code, Some(2), "{tried}: {}", refused.err);
        assert!(refused.err.contains(why), "{tried}: {}", refused.err);
        assert!(!at.join("b/runs").exists(), "{tried}");
    }
}

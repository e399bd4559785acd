//! What a person is told about a wrong scenario file.
//!
//! `tests/faults` holds a file for each kind of mistake, named after it. All messages are in one
//! snapshot, in the words their reader sees; what is too odd to keep as a file is made here, what is
//! too large in `tests/proofs/large_files.rs`. A file counts as wrong where `headroom check` would stop: form, meaning, and what can only be
//! known when allocations and traffic are worked out (M1).

mod reading;

use headroom_core::scenario::{Change, Faults, Scenario};
use kit::TOP;
use kit::wrong::{check, faults_of, minimal_with};
use std::fmt::Write as _;

/// A file of `tests/faults`.
fn bad(file: &str) -> String {
    format!("{TOP}tests/faults/{file}")
}

/// File names in `tests/faults`, in order.
fn files() -> Vec<String> {
    let folder = std::fs::read_dir(bad("")).expect("a folder");
    let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".json")).collect();
    names.sort();
    names
}

/// Mistakes made with `--set` on `minimal`, as they are typed.
const CHANGES: &[&[&str]] = &[
    &["/mechanism/treshold=0.9"],
    &["/mechanism/operating_threshold=high"],
    &["/mechanism/operating_threshold=0,9"],
    &["/mechanism/hold=5.5"],
    &["/mechanism/window=60"],
    &["/mechanism/prioritised/add=7.4"],
    &["/mechanism/prioritised/add=[\"7.5\"]"],
    &["/mechanism/prioritised/add=[\"7.4\""],
    &["/gateway/max_capacity=NaN"],
    &["/gateway/max_capacity=1e999"],
    &["/events/runaway-adaptor/lasts=20 min"],
    &["/events/5/lasts=20 min"],
    &["/events/-={\"id\":\"cut\",\"at\":\"10:00\",\"lasts\":\"10 min\"}"],
    &["/users/supplier-b/category=supplier"],
    &["/traffic/streams/reads/amount=0.5"],
    &["/traffic/streams/reads/amount/per_meter/0=1"],
    &["gateway/max_capacity=20"],
    &["=5"],
    &["/=5"],
    &["/users=[]"],
    &["/seed=-1", "/replications=0", "/duration=soon"],
    &["/no/such/key=1", "/events/none=1", "seed=1"],
];

#[test]
fn every_mistake_is_told_by_file_place_what_was_found_and_what_was_expected() {
    let mut told = String::new();
    let mut tell = |heading: &str, outcome: Result<Scenario, Faults>| {
        let Err(faults) = outcome else { panic!("{heading} was taken for a scenario") };
        assert!(!faults.0.is_empty(), "{heading}");
        for fault in &faults.0 {
            assert!(!fault.file.is_empty(), "{heading}: no file in {fault:?}");
            assert!(
                fault.path.is_empty() || fault.path.starts_with('/') || fault.file == "--set",
                "{heading}: {fault:?}"
            );
            assert!(!fault.found.is_empty() && !fault.expected.is_empty(), "{heading}: {fault:?}");
        }
        let _ = write!(told, "## {heading}\n{faults}\n\n");
    };
    for file in files() {
        tell(&file, check(&bad(&file), &[]));
    }
    for set in CHANGES {
        let changes: Vec<Change> = set.iter().map(|change| change.parse().unwrap()).collect();
        tell(&format!("minimal --set {}", set.join(" --set ")), check("minimal", &changes));
    }
    // As they were given, and no other way.
    let told = told.replace(TOP, "");
    let lies = std::fs::canonicalize(TOP).expect("a folder");
    assert!(
        !told.contains(lies.to_str().expect("UTF-8")),
        "a message must not depend on where the project lies"
    );
    assert!(
        !told.contains(|c: char| c.is_control() && c != '\n'),
        "a message must not hold control characters"
    );
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("faults", told));
}

#[test]
fn there_are_at_least_45_kinds_of_mistake() {
    assert!(files().len() >= 45, "{}", files().len());
}

#[test]
fn all_faults_of_a_file_are_told_at_once() {
    let faults = check(&bad("several-at-once.json"), &[]).expect_err("faults");
    let paths: Vec<&str> = faults.0.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "/name",
            "/events/runaway-adapter/lasts",
            "/events/runaway-adapter/at",
            "/events/runaway-adapter/denial_of_service/srvs/0",
            "/mechanism/prioritised/list",
        ]
    );
}

#[test]
fn a_holiday_twice_is_told_and_ten_thousand_are_enough() {
    let faults =
        faults_of(&minimal_with(r#""holidays": ["2022-12-26", "2022-12-27", "2022-12-26"]"#));
    assert!(faults.to_string().contains("/holidays/2"), "{faults}");
    let many = vec![r#""2022-12-26""#; 10_001].join(",");
    let faults = faults_of(&minimal_with(&format!(r#""holidays": [{many}]"#)));
    assert!(faults.0.iter().any(|f| f.path == "/holidays"), "{faults}");
}

#[test]
fn a_thousand_faults_are_counted_and_the_first_fifty_shown() {
    let one =
        |i: u32| format!(r#"{{ "id": "e{i}", "at": "10:00", "lasts": "1 s", "outage": {{}} }}"#);
    let events: Vec<String> = (0..1000).map(one).collect();
    let faults = faults_of(&minimal_with(&format!(r#""events": [{}]"#, events.join(","))));
    let told = faults.to_string();
    assert!(
        told.ends_with("1000 faults, the first 50 shown"),
        "{}",
        told.lines().last().unwrap_or_default()
    );
    assert_eq!(told.matches("error: ").count(), 50);
}

#[test]
fn an_id_given_twice_hides_no_fault_of_form_of_another_event() {
    let events = r#""events": [
        { "id": "e", "at": "10:00", "lasts": "1 s", "outage": {} },
        { "id": "e", "at": "10:01", "lasts": "1 s", "outage": {} },
        { "id": "f", "at": "10:02", "lasts": "1 s", "outage": { "capacity": 80 } }
    ]"#;
    let faults = faults_of(&minimal_with(events)).to_string();
    assert!(faults.contains("an id given twice"), "{faults}");
    assert!(faults.contains("/events/f/outage/capacity"), "{faults}");
    assert!(faults.contains("for 80 % write 0.8"), "{faults}");
}

#[test]
fn a_mistyped_id_of_an_event_or_an_assertion_is_told_as_that() {
    let hints = |faults: Faults| -> Vec<String> {
        faults.0.into_iter().map(|f| f.hint.expect("a hint")).collect()
    };
    let event = r#""runaway-adaptor" is new: did you mean `runaway-adapter`?"#;
    let assertion = r#""trigers" is new: did you mean `triggers`?"#;
    let faults = check(&bad("id-of-an-event-mistyped.json"), &[]).expect_err("faults");
    // It has neither a time nor a kind.
    assert_eq!(hints(faults), [event, event, assertion]);
    let deeper =
        r#""events": [{ "id": "runaway-adaptor", "denial_of_service": { "rate": "9/s" } }]"#;
    // Neither Users nor SRVs.
    assert_eq!(hints(faults_of(&minimal_with(deeper))), [event, event]);
}

#[test]
fn what_only_follows_from_another_fault_is_none() {
    let faults = check(&bad("fault-after-a-fault.json"), &[]).expect_err("faults");
    let paths: Vec<&str> = faults.0.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(paths, ["/resolution", "/traffic/streams/reads/amount"]);
    let one = |file: &str| check(&bad(&format!("{file}.json")), &[]).expect_err("faults").0.len();
    for file in ["start-in-the-clock-change", "duration-nothing", "shares-do-not-sum-to-1"] {
        assert_eq!(one(file), 1, "{file}");
    }
}

#[test]
fn a_fault_is_told_of_the_file_or_change_that_says_it() {
    let file = |given: &str, changes: &[&str]| {
        let changes: Vec<Change> = changes.iter().map(|c| c.parse().unwrap()).collect();
        let faults = check(given, &changes).expect_err("faults");
        let files: Vec<String> = faults.0.into_iter().map(|f| f.file).collect();
        files
    };
    assert_eq!(file("minimal", &["/users/supplier-b/category=x"]), ["--set"]);
    assert_eq!(file("minimal", &["/users/1/category=x"]), ["--set"], "by position");
    let new = r#"/events/-={"id":"cut","at":"10:00","lasts":"10 s","outage":{"capacity":2}}"#;
    assert_eq!(file("minimal", &[new]), ["--set"], "a new entry");
    assert_eq!(
        file(&bad("out-of-range.json"), &["/mechanism/hol=1"])
            .iter()
            .filter(|f| *f == "--set")
            .count(),
        1
    );
    // Missing in the base: the base is where it must be mended, save where this file says the object too.
    let base = bad("key-missing.json");
    let top = bad("key-missing-in-its-base.json");
    assert_eq!(file(&top, &[])[..3], [top.clone(), base.clone(), base]);
    // The file that was not there is named, and so is the one that wants it.
    let missing = check(&bad("extends-missing-file.json"), &[]).expect_err("faults").to_string();
    assert!(
        missing.contains("extends-missing-file.json") && missing.contains("no-such-file.json"),
        "{missing}"
    );
}

#[test]
fn what_is_missing_in_a_list_that_replaced_another_is_told_of_the_file_that_replaced_it() {
    let faults = check(&bad("id-missing.json"), &[]).expect_err("faults");
    let files: Vec<&str> = faults.0.iter().map(|f| f.file.as_str()).collect();
    assert_eq!(files, [bad("id-missing.json"), bad("id-missing.json")]);
}

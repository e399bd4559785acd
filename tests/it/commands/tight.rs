//! `headroom tight`: the largest capacity that triggers.

use super::{folder, headroom};
use serde_json::Value;
use std::fs;

/// How many of `minimal`'s five replications trigger at `capacity`.
fn triggered(folder: &std::path::Path, capacity: u64) -> u64 {
    let set = format!("/gateway/max_capacity={capacity}/s");
    let ran = headroom(folder, &["run", "minimal", "--format", "json", "--set", &set]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let runs = answer["per_replication"].as_array().unwrap();
    runs.iter().filter(|run| run["activations"].as_u64().unwrap() > 0).count() as u64
}

#[test]
fn the_capacity_found_triggers_in_every_replication_and_the_next_does_not() {
    let folder = folder();
    let ran = headroom(folder.path(), &["tight", "minimal", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    let capacity = found["max_capacity"].as_u64().unwrap();
    assert_eq!(triggered(folder.path(), capacity), 5);
    assert_eq!(found["not_all_from"].as_u64(), Some(capacity + 1));
    let next = found["of_them_trigger"].as_u64().unwrap();
    assert!(next < 5, "{found}");
    assert_eq!(triggered(folder.path(), capacity + 1), next);
    // C2: what it does against today at both, as a run beside today has it.
    for (at, said) in found["against_today"].as_array().unwrap().iter().enumerate() {
        let capacity = capacity + at as u64;
        assert_eq!(said["max_capacity"].as_u64(), Some(capacity));
        let set = format!("/gateway/max_capacity={capacity}/s");
        let ran = headroom(folder.path(), &["run", "minimal", "--format", "json", "--set", &set]);
        let run: Value = serde_json::from_str(&ran.out).unwrap();
        // Nobody is displaced, and nobody polls: not above is within.
        let more = &run["today"]["refused.not_above"];
        let clear = |end: &str, sign: f64| more[end].as_f64().unwrap() * sign > 0.0;
        let told = said["differs_clearly"].get("refused.within");
        assert_eq!(told.is_some(), clear("ci_low", 1.0) || clear("ci_high", -1.0), "{said} {more}");
    }
}

#[test]
fn what_is_written_is_that_scenario_and_is_found_where_it_lies() {
    let folder = folder();
    let here = folder.path();
    fs::create_dir(here.join("mine")).unwrap();
    let copy = r#"{ "name": "copy", "why": "?", "extends": "minimal" }"#;
    fs::write(here.join("mine/copy.json"), copy).unwrap();
    let write = |to: &str| {
        headroom(
            here,
            &["tight", "mine/copy.json", "--replications", "2", "--seed", "7", "--write", to],
        )
    };
    let elsewhere = write("copy-tight.json");
    assert_eq!(elsewhere.code, Some(2));
    assert!(elsewhere.err.contains("hint: write it into the same folder"), "{}", elsewhere.err);
    let ran = write("mine/copy-tight.json");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let text = fs::read_to_string(here.join("mine/copy-tight.json")).unwrap();
    let written: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&written["seed"], &written["replications"]), (&7.into(), &2.into()));
    assert_eq!(headroom(here, &["check", "mine/copy-tight.json"]).code, Some(0));
    let again = write("mine/copy-tight.json");
    assert!(again.code == Some(2) && again.err.contains("exists"), "{}", again.err);
}

#[test]
fn what_cannot_be_found_or_written_is_said() {
    let folder = folder();
    let off = ["tight", "minimal", "--set", "/mechanism/enabled=false"];
    let ran = headroom(folder.path(), &off);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("the mechanism is switched off"), "{}", ran.err);
    let silent = ["/events=[]", "/traffic/streams=[]", "/mechanism/allocation/weights=meters"];
    let silent = silent.iter().flat_map(|change| ["--set", change]);
    let silent: Vec<&str> = ["tight", "minimal"].into_iter().chain(silent).collect();
    let ran = headroom(folder.path(), &silent);
    assert!(ran.out.starts_with("At no maximum capacity"), "{} {}", ran.out, ran.err);
    let both = ["tight", "minimal", "--set", "/events=[]", "--write", "x.json"];
    let ran = headroom(folder.path(), &both);
    assert!(ran.code == Some(2) && ran.err.contains("cannot be used with"), "{}", ran.err);
}

//! Runs that end before something is over: what they do not show is not said.

use super::{folder, headroom};
use serde_json::Value;

/// The answer to `minimal` with `event`, in words and as JSON.
fn answered(event: &str) -> (String, Value) {
    let folder = folder();
    let file = format!(
        r#"{{ "name": "short", "extends": "minimal", "duration": "1 h", "events": [{event}] }}"#
    );
    std::fs::write(folder.path().join("short.json"), file).expect("a file");
    let run = ["run", "short.json", "--format", "json", "--quiet"];
    let found: Value =
        serde_json::from_str(&headroom(folder.path(), &run).out).expect("it answers in JSON");
    (found["answer"].as_str().expect("words").to_owned(), found)
}

#[test]
fn m4_what_only_the_last_window_reaches_triggers_at_no_other_capacity() {
    let (said, found) = answered(r#"{ "id": "runaway-adapter", "at": "09:59", "lasts": "1 min" }"#);
    assert!(said.contains("the run ended with it, before the mechanism could act"), "{said}");
    assert!(!said.contains("would have triggered"), "{said}");
    assert!(found["capacity_that_would_trigger_per_s"].is_null());
}

#[test]
fn c1_what_still_waits_at_the_end_is_not_said_to_be_answered() {
    let (said, _) = answered(r#"{ "id": "runaway-adapter", "at": "09:59", "lasts": "1 min" }"#);
    assert!(said.starts_with("No request not above by own sending was given up ("), "{said}");
    let (said, _) = answered(r#"{ "id": "runaway-adapter", "remove": true }"#);
    assert!(said.starts_with("Every request not above by own sending was answered"), "{said}");
}

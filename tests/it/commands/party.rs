//! `new --for`: what a party would change runs as it is written, and `check` says what that is.

use super::{folder, headroom};
use headroom_core::scenario::{load, party_words};
use std::fs;

#[test]
fn what_a_party_would_change_runs_and_every_place_says_why() {
    let folder = folder();
    for party in party_words() {
        let name = format!("for-{}", party.replace(' ', "-"));
        let made = headroom(folder.path(), &["new", &name, "--for", &party.to_uppercase()]);
        assert_eq!(made.code, Some(0), "{party}: {}", made.err);
        let file = folder.path().join(format!("{name}.json"));
        let text = fs::read_to_string(&file).expect("a scenario");
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["name"], name.as_str());
        for list in ["users", "retries", "events"] {
            for item in value[list].as_array().into_iter().flatten() {
                assert!(item.to_string().contains("\"why\""), "{party}: {item}");
            }
        }
        load(file.to_str().expect("a path"), &[]).expect("a scenario that is right");
        let tested = headroom(folder.path(), &["test", &format!("{name}.json"), "--quiet"]);
        assert_eq!(tested.code, Some(0), "{party}: {}{}", tested.out, tested.err);
    }
    let checked = headroom(folder.path(), &["check", "for-supplier.json"]);
    assert!(checked.out.contains("differ from clashing-batches:"), "{}", checked.out);
    assert!(checked.out.contains("  /replications: 2 (there 20)"));
    let ran = headroom(folder.path(), &["run", "for-supplier.json", "--quiet", "--alone"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let unknown = headroom(folder.path(), &["new", "x", "--for", "bank"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.err.contains("expected: one of electricity network operator"),
        "{}",
        unknown.err
    );
}

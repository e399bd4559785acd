//! Nothing without effect in silence: what is changed and not used, points that are the same, what is not simulated, and
//! what is no number.

use super::{folder, headroom};
use std::fs;

#[test]
fn a_capacity_that_the_threshold_overrides_is_refused_where_it_is_varied() {
    let folder = folder();
    let swept = [
        "sweep",
        "alert-storm",
        "--vary",
        "/gateway/max_capacity=[1000,9000]",
        "--replications",
        "1",
    ];
    let ran = headroom(folder.path(), &swept);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("threshold_over_ordinary takes its place"), "{}", ran.err);
    let searched = headroom(folder.path(), &["tight", "alert-storm", "--replications", "1"]);
    assert_eq!(searched.code, Some(2));
    assert!(
        searched.err.contains("follows from /gateway/threshold_over_ordinary"),
        "{}",
        searched.err
    );
    let own = r#"{ "name": "own", "extends": "minimal", "gateway": { "max_capacity": "9/s", "threshold_over_ordinary": 2 } }"#;
    fs::write(folder.path().join("own.json"), own).expect("written");
    let ran = headroom(folder.path(), &["run", "own.json", "--replications", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("caution: /gateway/max_capacity is not used"), "{}", ran.err);
}

#[test]
fn points_that_are_the_same_in_other_units_are_refused_and_settings_said_to_stand_already() {
    let folder = folder();
    for values in [r#"["60 s","1 min"]"#, r#"["1 min","30 s"]"#] {
        let vary = format!("/mechanism/window={values}");
        let ran = headroom(folder.path(), &["sweep", "minimal", "--vary", &vary]);
        assert_eq!(ran.code, Some(2), "{values}");
        assert!(ran.err.contains("a grid must rise"), "{}", ran.err);
    }
    let twice = ["compare", "minimal", "--with", "a: /seed=2", "--with", "a: /seed=3"];
    assert_eq!(headroom(folder.path(), &twice).code, Some(2));
    let same = ["compare", "minimal", "--with", "/mechanism/enabled=true", "--replications", "1"];
    let ran = headroom(folder.path(), &same);
    assert!(
        ran.out.contains("does not exercise it") || ran.out.contains("stands already"),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_asserted_of_what_is_not_simulated_is_undecided() {
    let folder = folder();
    let own = r#"{ "name": "own", "extends": "minimal", "assertions": [
        { "id": "triggers", "remove": true }, { "id": "prioritised", "remove": true },
        { "id": "flood-throttled", "remove": true }, { "id": "bystanders", "remove": true },
        { "id": "lost", "none": "messages_lost" }, { "id": "false", "none": "false_warnings" } ] }"#;
    fs::write(folder.path().join("own.json"), own).expect("written");
    let ran = headroom(folder.path(), &["test", "own.json", "--replications", "2"]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.out, ran.err);
    assert!(ran.out.ends_with("0 hold, 0 fail, 2 undecided\n"), "{}", ran.out);
}

#[test]
fn t1_the_two_hours_of_one_name_are_told_apart() {
    let folder = folder();
    let own = r#"{ "name": "own", "extends": "minimal", "start": "2022-10-29T18:00", "duration": "12 h", "assertions": [],
        "events": [{ "id": "runaway-adapter", "at": "2022-10-30T01:10", "lasts": "90 min" }] }"#;
    fs::write(folder.path().join("own.json"), own).expect("written");
    let said = |at: &str| {
        let asked = ["explain", "own.json", "--user", "supplier-b", "--at", at];
        let ran = headroom(folder.path(), &asked);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out
    };
    let [summer, winter] = ["2022-10-30T01:30:00+01:00", "2022-10-30T01:30:00+00:00"].map(said);
    assert!(summer.contains("01:30 BST on Sun 30 Oct 2022"), "{summer}");
    assert!(winter.contains("01:30 GMT on Sun 30 Oct 2022"), "{winter}");
    let checked = headroom(folder.path(), &["check", "own.json"]);
    assert!(checked.out.contains("from 01:10 BST on"), "{}", checked.out);
}

#[test]
fn nothing_is_said_of_shares_of_nothing() {
    let folder = folder();
    let own = r#"{ "name": "own", "extends": "minimal", "gateway": { "max_capacity": 0 }, "mechanism": { "enabled": false },
        "traffic": { "streams": [] }, "assertions": [] }"#;
    fs::write(folder.path().join("own.json"), own).expect("written");
    for command in [
        &["check", "own.json"][..],
        &["run", "own.json", "--out", "d"],
        &["run", "own.json", "--format", "json"],
    ] {
        let ran = headroom(folder.path(), command);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        for text in [&ran.out, &ran.err] {
            let words = || text.split(|c: char| !c.is_ascii_alphabetic());
            assert!(
                !words().any(|w| w == "NaN" || w == "inf" || w == "Infinity"),
                "{command:?}: {text}"
            );
        }
    }
    for file in super::files_in(&folder.path().join("d")) {
        let path = folder.path().join("d").join(&file);
        let text = String::from_utf8_lossy(&fs::read(path).expect("read")).into_owned();
        if file.ends_with(".csv") || file.ends_with(".svg") {
            assert!(!text.contains("NaN") && !text.contains(",inf"), "{file}");
        }
    }
}

#[test]
fn names_from_a_file_are_no_formulas_and_steer_nothing() {
    let folder = folder();
    let own = r#"{ "name": "own", "extends": "minimal", "gateway": { "assumed": true, "why": "=cmd|'/c calc'!A1" },
        "mechanism": { "assumed": true, "why": "a\n\u202eb\u001b[31m" }, "srvs": [{ "id": "7.4", "name": "=2+5" }] }"#;
    fs::write(folder.path().join("own.json"), own).expect("written");
    let ran = headroom(folder.path(), &["run", "own.json", "--replications", "1", "--out", "d"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let table = |name: &str| {
        fs::read_to_string(folder.path().join("d/tables").join(name)).expect("a table")
    };
    let assumptions = table("assumptions.csv");
    assert!(
        assumptions.contains("'=cmd|'/c calc'!A1")
            && assumptions.contains(r"a\n\u{202e}b\u{1b}[31m"),
        "{assumptions}"
    );
    assert!(table("srvs.csv").contains("'=2+5"));
    let bad = "{ \"name\": \"x\", \"extends\": \"minimal\", \"\u{202e}seed\u{200b}\": 2 }";
    fs::write(folder.path().join("bad.json"), bad).expect("written");
    let ran = headroom(folder.path(), &["check", "bad.json"]);
    assert!(
        ran.err.contains(r"/\u{202e}seed\u{200b}") && !ran.err.contains('\u{202e}'),
        "{}",
        ran.err
    );
    let ran = headroom(folder.path(), &["check", "\u{202e}none\u{1b}[31m.json"]);
    assert!(!ran.err.contains(['\u{202e}', '\u{1b}']), "{}", ran.err);
}

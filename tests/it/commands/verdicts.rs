//! `test`: the exit code is the verdict, and what CI reads can be read.

use super::{Ran, bad, files_in, folder, headroom, short};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Half an hour of `minimal` with `assertions`.
fn test(folder: &Path, assertions: &[&str], more: &[&str]) -> Ran {
    let set = format!("/assertions=[{}]", assertions.join(","));
    let short = ["--set", "/start=2022-07-06T10:00", "--set", "/duration=30 min", "--set", &set];
    headroom(folder, &[&["test", "minimal"][..], &short, more].concat())
}

const HOLDS: &str = r#"{ "id": "on", "none": "outage_s" }"#;
const FAILS: &str = r#"{ "id": "free", "none": "throttled", "why": "wished for" }"#;
/// One replication has no interval.
const UNDECIDED: &str = r#"{ "id": "mean", "mean": "attempts", "at_most": 40000 }"#;

#[test]
fn the_exit_code_is_the_verdict_and_a_failure_counts_more_than_a_doubt() {
    let folder = folder();
    for (assertions, code, last) in [
        (&[HOLDS][..], 0, "assertions: 1 hold, 0 fail, 0 undecided"),
        (&[HOLDS, FAILS], 1, "assertions: 1 hold, 1 fail, 0 undecided"),
        (&[HOLDS, UNDECIDED], 3, "assertions: 1 hold, 0 fail, 1 undecided"),
        (&[FAILS, HOLDS, UNDECIDED], 1, "assertions: 1 hold, 1 fail, 1 undecided"),
    ] {
        let ran = test(folder.path(), assertions, &["--replications", "1"]);
        assert_eq!(ran.code, Some(code), "{assertions:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.out.lines().last(), Some(last), "{}", ran.out);
    }
    assert_eq!(files_in(folder.path()), [] as [&str; 0], "a test writes nothing");
}

#[test]
fn c2_what_is_asserted_against_today_is_judged_with_it_beside_on_the_same_traffic() {
    // The flood of `minimal` leaves requests within unanswered today; the mechanism spares them, and throttles.
    let more = |id: &str, figure: &str, bound: &str| {
        format!(r#"{{ "id": "{id}", "mean": "{figure}", "more_than": "today", {bound} }}"#)
    };
    let spares = more("spares", "never_answered.within", r#""at_most": -1"#);
    let throttles = more("throttles", "throttled", r#""at_most": 0"#);
    let folder = folder();
    let ran = test(folder.path(), &[&spares, &throttles], &[]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("  holds      spares: against today's system on the same traffic"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("  fails      throttles: against today's system"), "{}", ran.out);
    let set = format!("/assertions=[{spares}]");
    let alone = ["run", "minimal", "--alone", "--replications", "2", "--format", "json", "--set"];
    let ran = headroom(folder.path(), &[&alone[..], &[&set]].concat());
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    let verdict = &said["assertions"][0];
    assert_eq!(verdict["verdict"], "undecided", "{verdict}");
    assert_eq!(verdict["found"], "today's system does not stand beside it");
}

#[test]
fn verdicts_are_sentences_and_talk_is_on_stderr() {
    let folder = folder();
    let ran = test(folder.path(), &[HOLDS, FAILS], &[]);
    assert!(ran.out.starts_with("minimal: seed 1, replications 5\n"), "{}", ran.out);
    assert!(ran.out.contains("  holds      on: the DSP is never without service\n"), "{}", ran.out);
    assert!(ran.out.contains("  fails      free: no attempt is throttled\n"), "{}", ran.out);
    assert!(
        ran.out.contains("not so in 5 of 5 replications, first in replication 1: "),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("asserted because: wished for"), "{}", ran.out);
    assert!(ran.err.contains("caution: minimal: "), "{}", ran.err);
    let quiet = test(folder.path(), &[HOLDS, FAILS], &["--quiet", "--threads", "1"]);
    assert_eq!((quiet.out, quiet.err.as_str()), (ran.out, ""));
}

#[test]
fn every_fault_of_every_scenario_is_shown_before_anything_runs() {
    let folder = folder();
    bad(folder.path());
    fs::write(folder.path().join("worse.json"), "{").unwrap();
    let none =
        r#"{ "name": "none", "extends": "minimal", "replications": 1000000, "assertions": [] }"#;
    fs::write(folder.path().join("none.json"), none).unwrap();
    let ran = headroom(
        folder.path(),
        &["test", "bad.json", "minimal", "none.json", "worse.json", "no-such"],
    );
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    for said in [
        "error: bad.json: /sead",
        "error: none.json: /assertions",
        "at least one assertion to test",
        "error: worse.json",
        "error: no-such",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert!(!ran.err.contains("replications done"), "{}", ran.err);
}

#[test]
fn bounds_are_changed_by_id_and_a_run_says_verdicts_with_exit_code_0() {
    let folder = folder();
    let shipped = headroom(folder.path(), &["test", "minimal", "-q"]);
    assert_eq!(shipped.code, Some(0), "{}", shipped.out);
    let set = ["--set", "/assertions/flood-throttled/at_least=0.9"];
    let ran = headroom(folder.path(), &[&["test", "minimal", "-q"][..], &set].concat());
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(
        ran.out.contains("  fails      flood-throttled: on average at least 90 % of"),
        "{}",
        ran.out
    );
    let ran =
        headroom(folder.path(), &[&["run", "minimal", "--format", "json"][..], &set].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let verdicts: Vec<&str> = answer["assertions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["holds", "holds", "fails", "holds"]);
    let csv =
        fs::read_to_string(folder.path().join("reports/minimal/tables/assertions.csv")).unwrap();
    assert!(csv.starts_with("id,text,kind,verdict,value,ci_low,ci_high,n,more,found\n"), "{csv}");
    assert_eq!(csv.lines().count(), 5);
    // A scenario may assert nothing; its table has a head and no rows.
    let ran = headroom(folder.path(), &short(&["--set", "/assertions=[]"]));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let csv =
        fs::read_to_string(folder.path().join("reports/minimal/tables/assertions.csv")).unwrap();
    assert_eq!(csv.lines().count(), 1, "{csv}");
}

#[test]
fn json_has_the_names_that_stay() {
    let folder = folder();
    let ran = test(folder.path(), &[HOLDS, FAILS], &["--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).expect("JSON and nothing else on stdout");
    let scenario = &answer["scenarios"][0];
    assert_eq!((&scenario["scenario"], &scenario["verdict"]), (&"minimal".into(), &"fails".into()));
    assert_eq!((&scenario["seed"], &scenario["replications"]), (&1.into(), &5.into()));
    let names = [
        "id", "text", "kind", "verdict", "value", "ci_low", "ci_high", "n", "more", "found", "why",
    ];
    super::has(&scenario["assertions"], &names);
    assert_eq!(scenario["assertions"][1]["value"], 5.0);
}

/// Reads `xml` strictly: its elements in order, with their attributes, and that every one is closed.
/// Only what `junit` writes is known: no comments, CDATA or namespaces.
fn elements(xml: &str) -> Vec<String> {
    let body =
        xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("a declaration");
    assert!(
        body.chars().all(|c| c == '\n' || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))),
        "not allowed in XML 1.0"
    );
    let (mut seen, mut open) = (Vec::new(), Vec::new());
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag ends");
        for piece in [tag, text].iter().flat_map(|t| t.split('&').skip(1)) {
            let (entity, _) = piece.split_once(';').expect("an entity ends");
            assert!(
                ["amp", "lt", "gt", "quot", "apos", "#9", "#10", "#13"].contains(&entity),
                "&{entity};"
            );
        }
        assert!(!text.contains('>'));
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop().as_deref(), Some(name), "closed in order"),
            None => {
                assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
                open.push(tag.split(' ').next().unwrap().to_owned());
                seen.push(tag.to_owned());
            }
        }
    }
    assert!(open.is_empty() && !seen.is_empty());
    seen
}

#[test]
fn junit_has_a_suite_for_each_scenario_and_a_case_for_each_assertion() {
    let folder = folder();
    let set = format!("/assertions=[{HOLDS},{FAILS},{UNDECIDED}]");
    let args = [
        "test",
        "minimal",
        "ordinary-day",
        "--replications",
        "1",
        "--format",
        "junit",
        "--set",
        &set,
    ];
    let ran = headroom(folder.path(), &args);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let all = elements(&ran.out);
    let count = |start: &str| all.iter().filter(|e| e.starts_with(start)).count();
    assert_eq!([count("testsuite "), count("testcase "), count("system-out")], [2, 6, 3]);
    assert_eq!([count("failure type=\"fails\""), count("error type=\"undecided\"")], [1, 2]);
    assert_eq!(
        all[0],
        r#"testsuites name="headroom" tests="6" failures="1" errors="2" skipped="0""#
    );
    assert_eq!(all[1], r#"testsuite name="minimal" tests="3" failures="1" errors="1" skipped="0""#);
    assert_eq!(
        all[2],
        r#"testcase classname="minimal" name="on: the DSP is never without service""#
    );
}

#[test]
fn hostile_names_are_text_in_verdicts_too() {
    let folder = folder();
    let scenario = r#"{
        "name": "hostile", "extends": "minimal", "duration": "90 min", "replications": 1,
        "users": [{ "id": "<!--,\"]]>", "name": "</testcase>&amp;'\"<script>", "category": "small_supplier",
                    "roles": ["IS"], "portfolio": { "electricity_credit": 50000 } }],
        "assertions": [
            { "id": "\" onload=\"x", "some": "unavailable", "user": "<!--,\"]]>", "why": "\u001b[31m\u0000 \ufffe ]]> \u202e\n\ttab" },
            { "id": "&<>'", "none": "attempts", "why": "\u001b[31m\u0000 \uffff ]]> &#0; \u202e\n\ttab" }
        ]
    }"#;
    fs::write(folder.path().join("hostile.json"), scenario).unwrap();
    let junit = headroom(folder.path(), &["test", "hostile.json", "--format", "junit"]);
    assert_eq!(junit.code, Some(1), "{}", junit.err);
    assert!(elements(&junit.out).iter().all(|e| !e.starts_with("script")), "{}", junit.out);
    for format in ["table", "json"] {
        let ran = headroom(folder.path(), &["test", "hostile.json", "--format", format]);
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(ran.code == Some(1) && !ran.out.contains(steers), "{format}: {:?}", ran.out);
    }
}

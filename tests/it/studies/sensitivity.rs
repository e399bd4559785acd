//! Sensitivity is a comparison of each input's ends with the scenario as it stands, sorted: judged by
//! `compare`, which is asked the same.

use super::{fine, study};
use crate::commands::folder;
use headroom_core::scenario::{load, load_text};
use serde_json::{Value, json};

const THRESHOLD: &str = "threshold: /mechanism/operating_threshold=0.6..0.9";
const ATTEMPTS: &str = "attempts: /retries/default/attempts=2..6";

fn answer(command: &str, more: &[&str]) -> Value {
    let folder = folder();
    let ran = fine(folder.path(), command, &[more, &["--format", "json"]].concat());
    serde_json::from_str(&ran.out).expect("JSON")
}

#[test]
fn the_ends_of_an_input_are_what_compare_says_of_them() {
    let more = ["--range", THRESHOLD, "--range", ATTEMPTS, "--figures", "throttled"];
    let found = answer("sensitivity", &more);
    let with = ["0.6", "0.9"].map(|x| format!("/mechanism/operating_threshold={x}"));
    let compared = answer("compare", &["--with", &with[0], "--with", &with[1]]);
    let rows = found["sensitivity"].as_array().unwrap();
    let row = rows.iter().find(|r| r["figure"] == "throttled" && r["input"] == "threshold");
    let row = row.expect("the threshold moves what is throttled");
    for (end, v) in [("low", 1), ("high", 2)] {
        assert_eq!(row[end]["mean"], compared["variants"][v]["intervals"]["throttled"]);
        let label = &compared["variants"][v]["label"];
        let differences = compared["differences"].as_array().unwrap().iter();
        let mut of_all = differences.filter(|d| d.get("user").or(d.get("srv")).is_none());
        let paired = of_all.find(|d| d["variant"] == *label && d["figure"] == "throttled").unwrap();
        assert_eq!(row[end]["difference"]["mean"], paired["difference"]);
        assert_eq!(row[end]["difference"]["ci_low"], paired["ci_low"]);
    }
    assert_eq!(row["base"], compared["variants"][0]["intervals"]["throttled"]);
}

#[test]
fn each_figure_has_its_inputs_by_swing_the_greatest_first() {
    let found = answer("sensitivity", &["--range", THRESHOLD, "--range", ATTEMPTS]);
    let rows = found["sensitivity"].as_array().unwrap();
    for pair in rows.windows(2).filter(|p| p[0]["figure"] == p[1]["figure"]) {
        assert!(pair[0]["swing"].as_f64() >= pair[1]["swing"].as_f64(), "{pair:?}");
    }
    for row in rows {
        let mean = |end: &str| row[end]["mean"]["mean"].as_f64().or(row["base"]["mean"].as_f64());
        let all = [mean("low"), mean("high"), row["base"]["mean"].as_f64()].map(Option::unwrap);
        let (least, most) = (
            all.iter().copied().fold(f64::MAX, f64::min),
            all.iter().copied().fold(f64::MIN, f64::max),
        );
        assert_eq!(row["swing"].as_f64().unwrap(), most - least);
    }
}

#[test]
fn figures_are_those_asked_for_and_files_are_left() {
    let folder = folder();
    let more = [
        "--range",
        THRESHOLD,
        "--figures",
        "never_answered,throttled_share of 4.6.1,throttled of supplier-b",
    ];
    fine(folder.path(), "sensitivity", &more);
    let read =
        |f: &str| std::fs::read_to_string(folder.path().join("reports/minimal").join(f)).expect(f);
    let rows = read("tables/sensitivity.csv");
    assert_eq!(rows.lines().count(), 4, "{rows}");
    assert!(
        rows.contains("\nthrottled_share,\"\",4.6.1,\"\",threshold,")
            && rows.contains("\nthrottled,supplier-b,"),
        "{rows}"
    );
    assert!(read("charts/tornado.svg").contains("threshold"));
}

#[test]
fn what_cannot_be_moved_is_refused_before_anything_runs() {
    for (range, says) in [
        ("/mechanism/windo=30 s..60 s", "did you mean"),
        ("/mechanism/operating_threshold=0.6..seven", "--range: /mechanism/operating_threshold"),
        ("/mechanism/operating_threshold=0.6..0.6", "two values"),
        ("/mechanism/operating_threshold=0.6", "expected [NAME:]"),
    ] {
        let folder = folder();
        let ran = study(folder.path(), "sensitivity", &["--range", range]);
        assert_eq!(ran.code, Some(2), "{range}: {}", ran.out);
        assert!(ran.err.contains(says), "{range}: {}", ran.err);
    }
    let folder = folder();
    let ran = study(folder.path(), "sensitivity", &[]);
    assert!(ran.code == Some(2) && ran.err.contains("--range"), "{}", ran.err);
    let twice = study(folder.path(), "sensitivity", &["--range", THRESHOLD, "--range", THRESHOLD]);
    assert!(twice.code == Some(2) && twice.err.contains("each name once"), "{}", twice.err);
    // Of one place two ranges under two names: drawn jointly, one would undo the other.
    let other = "other: /mechanism/operating_threshold=0.5..0.8";
    for command in ["sensitivity", "uncertainty"] {
        let both = study(folder.path(), command, &["--range", THRESHOLD, "--range", other]);
        let said = both.err.contains("a place that no other range moves");
        assert!(both.code == Some(2) && said, "{}", both.err);
    }
    assert!(twice.err.contains("a name of its own: --range 'threshold again: "), "{}", twice.err);
    // What moves the places of several cannot stand in the place of one of them.
    let ranges = r#"/ranges=[{"id":"a","pointer":"/mechanism/hold","low":2,"high":9},{"id":"b","pointer":"/mechanism/release","low":0.7,"high":0.8}]"#;
    let all = r#"c: /mechanism={"hold":3}..{"hold":5}"#;
    let ran = study(folder.path(), "sensitivity", &["--set", ranges, "--range", all]);
    let said = "which ‘a’ moves at /mechanism/hold and ‘b’ moves at /mechanism/release";
    assert!(ran.code == Some(2) && ran.err.contains(said), "{}", ran.err);
    assert!(
        ran.err.contains("--set '/ranges=[]'") && !ran.err.contains("in its place"),
        "{}",
        ran.err
    );
}

fn with_range(
    range: Value,
) -> Result<headroom_core::scenario::Scenario, headroom_core::scenario::Faults> {
    let file = json!({ "extends": "minimal", "name": "ranged", "ranges": [range] });
    load_text("ranged.json", &file.to_string(), &[])
}

#[test]
fn ranges_decide_no_result_and_are_read_at_both_ends() {
    let range = |pointer: &str, low: Value, high: Value| json!({ "id": "x", "pointer": pointer, "low": low, "high": high });
    let ranged =
        with_range(range("/mechanism/window", json!("30 s"), json!("2 min"))).expect("a scenario");
    assert_eq!(ranged.inputs, load("minimal", &[]).expect("minimal").inputs);
    assert_eq!(ranged.ranges.len(), 1);
    for (pointer, low, high, path) in [
        ("/mechanism/windo", json!(1), json!(2), "/mechanism/windo"),
        ("/events/nobody/lasts", json!("1 min"), json!("2 min"), "/events/nobody"),
        ("/mechanism/window", json!("7 s"), json!("2 min"), "/mechanism/window"),
        ("/mechanism/window", json!("30 s"), json!("30 s"), "/ranges/x/high"),
        ("/mechanism/why", json!("a"), json!("b"), "/ranges/x"),
        ("/replications", json!(1), json!(2), "/ranges/x/pointer"),
        ("window", json!(1), json!(2), "/ranges/x/pointer"),
    ] {
        let faults = with_range(range(pointer, low, high)).expect_err("faults");
        assert!(faults.0.iter().any(|f| f.path == path), "{pointer}: {faults}");
    }
}

#[test]
fn c5_a_setting_is_compared_at_each_end_as_compare_would_and_not_over_what_it_moves_itself() {
    let queue = "a queue: /mechanism/buffer/enabled=true; /retries/default/attempts=3";
    let ranges = ["--range", THRESHOLD, "--range", ATTEMPTS, "--figures", "throttled"];
    let found = answer("sensitivity", &[&ranges[..], &["--with", queue]].concat());
    let rows = found["contrasts"].as_array().expect("rows");
    let of = |input: &str, value: &str| {
        rows.iter().find(|r| r["input"] == input && r["value"] == value).cloned()
    };
    assert_eq!(of("attempts", "2"), None, "the setting moves it itself");
    for threshold in ["0.6", "0.9"] {
        let row = of("threshold", threshold).expect("an end");
        let set = format!("/mechanism/operating_threshold={threshold}");
        let compared = answer("compare", &["--set", &set, "--with", queue]);
        let differences = compared["differences"].as_array().unwrap().iter();
        let mut of_all = differences.filter(|d| d.get("user").or(d.get("srv")).is_none());
        let other = of_all.find(|d| d["figure"] == "throttled").expect("it is compared");
        let [here, there] = [&row["more"]["mean"], &other["difference"]].map(Value::as_f64);
        assert_eq!(here, there, "{row} {other}");
        assert_ne!(here, Some(0.0));
    }
    let stands = of("", "").expect("as it stands");
    assert_eq!(stands["against"], "a queue");
    let said = found["answer"].to_string();
    assert!(said.contains("with ‘a queue’") && said.contains("of 2 ends"), "{said}");
    assert!(said.contains("(not ‘attempts’, which the setting itself moves)"), "{said}");
}

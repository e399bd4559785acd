//! A study over assumptions, asked as a person asks it (C6): the same bytes whatever the threads and shards, 4 draws and then 8 are 8 at
//! once, what the checks refuse is said, and facts rule draws out.

use super::super::commands::{files_in, folder, headroom};
use super::{bytes, fine, same, study};
use serde_json::{Value, json};
use std::path::Path;

pub(super) const RANGES: [&str; 6] = [
    "--range",
    "threshold: /mechanism/operating_threshold=0.5..0.9",
    "--range",
    "capacity: /gateway/max_capacity=8/s..20/s",
    "--range",
    "attempts: /retries/default/attempts=2..6",
];

pub(super) fn run(folder: &Path, more: &[&str]) -> String {
    fine(folder, "uncertainty", &[&RANGES[..], &["--replications", "2"], more].concat()).out
}

fn answer(folder: &Path, more: &[&str]) -> Value {
    serde_json::from_str(&run(folder, &[more, &["--format", "json"]].concat())).expect("JSON")
}

/// The tables of the study in `out`, and its kept runs.
pub(super) fn tables(folder: &Path, out: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut all = bytes(&folder.join(out));
    all.retain(|name, _| name.starts_with("tables/") || name.starts_with("runs/"));
    all
}

#[test]
fn c6_four_draws_and_then_eight_are_eight_at_once_and_nothing_is_run_twice() {
    let folder = folder();
    run(folder.path(), &["--draws", "4", "--out", "grown"]);
    let before = bytes(&folder.path().join("grown/runs"));
    let kept = |out: &str| files_in(&folder.path().join(out).join("runs")).len();
    let four = kept("grown");
    run(folder.path(), &["--draws", "8", "--out", "grown"]);
    run(folder.path(), &["--draws", "8", "--out", "once"]);
    let after = bytes(&folder.path().join("grown/runs"));
    assert!(before.iter().all(|(name, bytes)| after[name] == *bytes), "kept as they were");
    // The scenario as it stands, and four draws, then eight.
    assert!(four < kept("grown"), "{four}");
    same(&tables(folder.path(), "grown"), &tables(folder.path(), "once"), "4 → 8");
}

#[test]
fn c6_threads_and_shards_move_no_byte() {
    let folder = folder();
    let asked = ["--draws", "6", "--total", "capacity"];
    let with = |more: &[&str]| run(folder.path(), &[&asked[..], more].concat());
    with(&["--out", "one", "--threads", "1"]);
    with(&["--out", "two", "--threads", "2"]);
    for shard in ["2/3", "1/3", "3/3"] {
        with(&["--out", "three", "--shard", shard]);
    }
    with(&["--out", "three"]);
    let read = |out: &str| {
        let mut all = tables(folder.path(), out);
        all.retain(|name, _| name.starts_with("tables/"));
        all
    };
    same(&read("one"), &read("two"), "threads");
    same(&read("one"), &read("three"), "shards");
}

#[test]
fn c6_statements_are_counted_over_draws_and_shares_need_enough_of_them() {
    let folder = folder();
    let found = answer(folder.path(), &["--draws", "8", "--that", "requests>=0"]);
    let of = &found["uncertainty"];
    assert_eq!((of["draws"].as_u64(), of["run"].as_u64()), (Some(8), Some(8)));
    let always = &of["statements"][0];
    assert_eq!(always["that"], "requests ≥ 0");
    assert_eq!([&always["holds"], &always["combinations"], &always["decided_so"]], [8, 8, 8]);
    // Of what none of a few replications has nothing is decided.
    let none = answer(
        folder.path(),
        &["--draws", "4", "--out", "never", "--that", "abandoned<=0", "--set", "/events=[]"],
    );
    let never = &none["uncertainty"]["statements"][0];
    assert_eq!([&never["holds"], &never["decided_so"], &never["undecided"]], [4, 0, 4], "{never}");
    assert!(found["answer"][0].as_str().unwrap().contains("not estimated from 8 draws"), "{found}");
    // Of each figure: lowest and highest are those of draws that are told.
    for row in of["figures"].as_array().unwrap() {
        assert!(row["lowest"].as_f64() <= row["mean"]["mean"].as_f64(), "{row}");
        assert!(row["mean"]["mean"].as_f64() <= row["highest"].as_f64(), "{row}");
        assert!(
            row["today"].is_number() || row["figure"] == "added_delay_s_p95.displaced",
            "{row}"
        );
    }
    assert_eq!(found["variants"].as_array().unwrap().len(), 1, "the scenario as it stands");
}

#[test]
fn c6_beside_a_draw_stands_today_alone_and_what_the_scenario_names_beside_it_as_it_stands() {
    let folder = folder();
    let named = json!({
        "name": "named", "extends": "minimal", "counterparts": [{ "id": "held", "with": {
            "/gateway/anomaly": [{ "id": "all", "number": 400, "period": "1 h" }] } }],
        "ranges": [{ "id": "capacity", "pointer": "/gateway/max_capacity", "low": "8/s", "high": "20/s" }]
    });
    std::fs::write(folder.path().join("named.json"), named.to_string()).unwrap();
    let more = ["--draws", "2", "--replications", "1", "--out", "named", "--format", "json"];
    let ran = headroom(folder.path(), &[&["uncertainty", "named.json"][..], &more].concat());
    let found: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(found["variants"][0]["counterparts"]["held"].is_object(), "{found}");
    // The scenario, today's and what it names, its pairs with both; two draws, today's and a pair each.
    assert_eq!(files_in(&folder.path().join("named/runs")).len(), 5 + 2 * 3);
}

#[test]
fn c6_what_is_asked_is_said_in_words_and_totals_of_few_draws_are_not_estimated() {
    let folder = folder();
    let more = [
        "--that",
        "never_answered.within - today<=5",
        "--figures",
        "attempts,throttled of supplier-a",
    ];
    let asked = ["--draws", "4", "--total", "capacity", "--hold", "attempts", "--out", "said"];
    let said = run(folder.path(), &[&more[..], &asked].concat());
    let bound = "requests never answered (within) at most 5 more than today (decided so";
    assert!(said.contains(bound), "{said}");
    assert!(!said.contains("never_answered"), "{said}");
    assert!(said.contains("attempts throttled by the mechanism of supplier-a "), "{said}");
    assert!(said.contains("Not drawn: ‘attempts’; it is left as it stands."), "{said}");
    assert!(said.contains("of 2 assumptions tried (‘attempts’ as it stands)"), "{said}");
    assert!(said.contains("Total shares are not estimated from 4 draws"), "{said}");
    let found = answer(folder.path(), &[&more[..], &asked].concat());
    let totals = found["uncertainty"]["totals"].as_array().unwrap();
    assert!(!totals.is_empty() && totals.iter().all(|t| t["total"].is_null()), "{totals:?}");
    // Of one replication of each combination nobody knows what chance does; and one is one.
    let ranged = ["--range", "capacity: /gateway/max_capacity=8/s..20/s", "--replications", "1"];
    let more = ["uncertainty", "minimal", "--draws", "3", "--out", "once", "--quiet"];
    let said = headroom(folder.path(), &[&more[..], &ranged].concat()).out;
    assert!(said.contains("3 combinations of 1 assumption tried"), "{said}");
    assert!(said.contains("chance included") && !said.contains("apart from chance"), "{said}");
}

#[test]
fn c6_a_draw_that_the_checks_refuse_is_said_and_never_skipped_silently() {
    let folder = folder();
    // Of windows of 10 s to 2 min those of 70, 80 and 110 s divide no half-hour.
    let window = ["--range", "window: /mechanism/window=10 s..2 min", "--draws", "12"];
    let found = answer(folder.path(), &window);
    let of = &found["uncertainty"];
    let refused = of["refused"].as_array().unwrap();
    assert!(!refused.is_empty() && refused.len() < 12, "{refused:?}");
    assert_eq!(of["run"].as_u64().unwrap() as usize + refused.len(), 12);
    assert!(refused[0]["why"].as_str().unwrap().contains("/mechanism/window"), "{refused:?}");
    let said = found["answer"].as_array().unwrap().iter();
    assert!(
        said.filter_map(Value::as_str).any(|s| s.contains("were refused by the scenario's checks"))
    );
}

#[test]
fn c6_facts_rule_out_draws_of_today_that_are_far_from_them_and_say_what_none_can_meet() {
    let folder = folder();
    let fact = |id: &str, value: f64, cause: &str| {
        json!({
            "id": id, "says": "So many.", "source": "a test", "date": "that day", "cause": cause, "why": "it is so",
            "figure": "rejected", "value": value, "tolerance": 1.0,
        })
    };
    let facts = json!({ "facts": [
        fact("none", 0.0, "known"), fact("never", 1e12, "known"), fact("unknown", 1e12, "unknown"),
        fact("set", 1e12, "calibrates"),
        { "id": "elsewhere", "says": "So.", "source": "a test", "date": "1999", "days": ["1999-01-01", "1999-01-02"],
          "cause": "known", "why": "it is so", "figure": "rejected", "value": 1e12, "tolerance": 1.0 },
    ] });
    std::fs::write(folder.path().join("facts.json"), facts.to_string()).unwrap();
    let found = answer(folder.path(), &["--draws", "8", "--facts", "facts.json"]);
    let of = &found["uncertainty"];
    let row = |id: &str| of["facts"].as_array().unwrap().iter().find(|f| f["fact"] == id).unwrap();
    // Today's system rejects more where its capacity is smaller, and never so many.
    assert_eq!(
        (&row("never")["rules_out"], &row("never")["met_by_none"]),
        (&json!(8), &json!(true))
    );
    assert!(row("none")["rules_out"].as_u64().unwrap() <= 8);
    for (id, held) in [("unknown", true), ("set", true), ("elsewhere", false)] {
        assert_eq!((&row(id)["rules_out"], &row(id)["held"]), (&json!(0), &json!(held)), "{id}");
    }
    assert_eq!(of["left"], 0);
    let said = found["answer"].as_array().unwrap().iter().filter_map(Value::as_str);
    assert!(said.clone().any(|s| s.starts_with("No combination meets never")), "{found}");
    let bad =
        study(folder.path(), "uncertainty", &["--facts", "nowhere.json", RANGES[0], RANGES[1]]);
    assert_eq!(bad.code, Some(2));
    assert!(bad.err.contains("nowhere.json"), "{}", bad.err);
    // Alone, there is no system of today to hold anything against.
    for more in [["--facts", "facts.json"], ["--that", "throttled - today<=1"]] {
        let alone = [&more[..], &["--alone"], &RANGES[..2]].concat();
        let refused = study(folder.path(), "uncertainty", &alone);
        assert!(refused.code == Some(2) && refused.err.contains("--alone"), "{}", refused.err);
    }
}

#[test]
fn c6_where_nothing_happens_nobody_is_worse_off_and_a_fact_that_nothing_tests_rules_nothing_out() {
    let folder = folder();
    let ample = ["--range", "capacity: /gateway/max_capacity=100000/s..200000/s"];
    let more = ["--draws", "3", "--replications", "2", "--out", "ample"];
    let asked = [&["uncertainty", "minimal"][..], &more, &ample].concat();
    let said = headroom(folder.path(), &[&asked[..], &["--quiet"]].concat()).out;
    assert!(said.contains("No published fact could be held against these combinations"), "{said}");
    assert!(!said.contains("rule out"), "{said}");
    let found: Value = serde_json::from_str(
        &headroom(folder.path(), &[&asked[..], &["--format", "json"]].concat()).out,
    )
    .expect("JSON");
    let first =
        std::fs::read_to_string(folder.path().join("ample/tables/first_screen.csv")).unwrap();
    let verdict = "Users within are no worse off than today: in every combination tried";
    assert!(first.contains(verdict) && !first.contains("in no combination tried"), "{first}");
    // Durations are no less than nothing, and an interval of them neither.
    for row in found["uncertainty"]["figures"].as_array().unwrap() {
        let low = row["mean"]["ci_low"].as_f64();
        assert!(low.is_none_or(|low| low >= 0.0), "{row}");
    }
}

#[test]
fn c6_a_setting_is_held_against_the_scenario_in_every_draw_on_the_same_traffic() {
    let folder = folder();
    let off = ["--with", "off: /mechanism/enabled=false"];
    let own = ["--with", "threshold: /mechanism/operating_threshold=0.7"];
    let asked = ["--draws", "6", "--figures", "throttled,attempts", "--out", "held"];
    let found = answer(folder.path(), &[&off[..], &own, &asked].concat());
    let rows = found["uncertainty"]["contrasts"].as_array().expect("rows").clone();
    assert_eq!(rows.len(), 4, "two settings, two figures");
    // Without the mechanism nobody is throttled: never more of it, and less wherever it acts.
    let throttled = &rows[0];
    assert_eq!(
        (throttled["with"].as_str(), throttled["figure"].as_str()),
        (Some("off"), Some("throttled"))
    );
    assert_eq!(throttled["more"], 0);
    assert!(throttled["less"].as_u64() > Some(0), "{throttled}");
    assert_eq!(throttled["apart"], "");
    // What it has less is all that there is, draw by draw.
    let ranges = found["uncertainty"]["figures"].as_array().expect("rows");
    let range = ranges.iter().find(|row| row["figure"] == "throttled").expect("asked for");
    let less = |key: &str| throttled[key].as_f64().map(|x| -x);
    let ends = ["highest", "lowest"].map(|key| range[key].as_f64());
    assert_eq!(["lowest", "highest"].map(less), ends, "{throttled} {range}");
    // What the setting moves is not drawn beside it: a lower threshold than the one that stands throttles no less.
    let own = &rows[2];
    assert_eq!(own["apart"], "threshold");
    assert!(own["more"].as_u64() > Some(0) && own["less"] == 0, "{own}");
    let clearly =
        |row: &Value, way: &str| row[format!("clearly_{way}")].as_u64() <= row[way].as_u64();
    assert!(rows.iter().all(|row| clearly(row, "more") && clearly(row, "less")), "{rows:?}");
}

#[test]
fn c6_combinations_that_the_checks_refuse_with_a_setting_are_counted_and_named() {
    let folder = folder();
    // A warning that comes 13 minutes ahead is no whole number of windows of 40 s or 2 min; one of 70 s fits no half-hour anyway.
    let with = r#"ahead: /mechanism/early_warning/enabled=true; /mechanism/early_warning/warn_for="13 min""#;
    let range = "window: /mechanism/window=10 s..2 min";
    let asked = ["--range", range, "--with", with, "--draws", "12", "--figures", "throttled"];
    let found = answer(folder.path(), &asked);
    let of = &found["uncertainty"];
    let row = &of["contrasts"][0];
    let told: u64 = ["more", "less", "same"].iter().filter_map(|way| row[way].as_u64()).sum();
    let rows = of["refused"].as_array().expect("rows");
    let refused = rows.iter().filter(|row| row["with"] == "ahead").count() as u64;
    assert!(refused > 0 && told + rows.len() as u64 == 12, "{of}");
    let mut said = found["answer"].as_array().unwrap().iter().filter_map(Value::as_str);
    let words = format!("With ‘ahead’ {refused} of {} combinations are refused", of["run"]);
    assert!(said.any(|s| s.starts_with(&words)), "{found}");
}

#[test]
fn c6_a_setting_that_compares_nothing_is_refused() {
    let folder = folder();
    for (with, words) in [
        ("other draws: /seed=7", "--with: /seed"),
        ("nothing: /mechanism/throttle_to=until_total", "which is how it stands already"),
        ("as it stands: /mechanism/enabled=false", "\"as it stands\" twice"),
        (
            "all: /mechanism/operating_threshold=0.6; /gateway/max_capacity=\"9/s\"; /retries/default/attempts=3",
            "which sets every input that is drawn",
        ),
    ] {
        let asked = [&["uncertainty", "minimal"], &RANGES[..], &["--draws", "4", "--with", with]];
        let refused = headroom(folder.path(), &asked.concat());
        assert!(refused.code == Some(2) && refused.err.contains(words), "{with}: {}", refused.err);
    }
    let seed = headroom(folder.path(), &["uncertainty", "minimal", "--range", "a: /seed=1..9"]);
    assert!(seed.err.contains("--range: /seed"), "{}", seed.err);
    let off =
        ["--with", "off: /mechanism/enabled=false", "--with", "none: /mechanism/enabled=false"];
    let twice = headroom(folder.path(), &[&["uncertainty", "minimal"], &RANGES[..], &off].concat());
    assert!(twice.err.contains("the same as \"off\""), "{}", twice.err);
    // All that is wrong with several is told at once.
    let two = [
        "--with",
        "nothing: /mechanism/throttle_to=until_total",
        "--with",
        "nowhere: /mechanism/holds=1",
    ];
    let two = headroom(folder.path(), &[&["uncertainty", "minimal"], &RANGES[..], &two].concat());
    for words in ["which is how it stands already", "/mechanism/holds"] {
        assert!(two.err.contains(words), "{}", two.err);
    }
}

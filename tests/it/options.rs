//! Options side by side and the Prioritised list an SRV at a time: what a file may say, what an option costs, and
//! that nothing is lost between everybody and the categories.

use crate::commands::{folder, headroom};
use headroom_core::scenario::{Draft, Options, options_names};
use std::path::Path;

const HALF_HOUR: [&str; 4] = ["--set", "/start=2022-07-06T10:00", "--set", "/duration=30 min"];

fn write(folder: &Path, text: &str) {
    std::fs::write(folder.join("options.json"), text).expect("a file");
}

fn compare(folder: &Path, more: &[&str]) -> crate::commands::Ran {
    headroom(folder, &[&["compare", "minimal"], &HALF_HOUR[..], more].concat())
}

const THREE: &str = r#"{
  "unit_costs": { "capacity_gbp_per_request_per_s": 1000, "why": "made up" },
  "options": [
    { "id": "today", "with": { "/mechanism/enabled": false }, "cost": { "low_gbp": 0 } },
    { "id": "on", "name": "switched on", "with": {}, "cost": { "low_gbp": 10, "high_gbp": 20 } },
    { "id": "more", "with": { "/mechanism/enabled": false, "/gateway/max_capacity": "40/s" } },
    { "id": "less", "with": { "/gateway/max_capacity": "9/s" } }
  ]
}"#;

#[test]
fn an_option_costs_what_is_given_or_its_added_capacity_or_nobody_knows() {
    let folder = folder();
    write(folder.path(), THREE);
    let ran = compare(folder.path(), &["--options", "options.json", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let cost = |i: usize| {
        (report["options"][i]["low_gbp"].as_f64(), report["options"][i]["high_gbp"].as_f64())
    };
    assert_eq!(cost(0), (Some(0.0), Some(0.0)));
    assert_eq!(cost(1), (Some(10.0), Some(20.0)));
    // 30/s more than the 10/s of the first option.
    assert_eq!(cost(2), (Some(30_000.0), Some(30_000.0)));
    assert_eq!(cost(3), (None, None));
    let more = &report["options"][2];
    let spared = -more["difference"]["mean"].as_f64().unwrap();
    assert!(spared > 0.0, "40/s are more than the flood's 20/s: {more}");
    // Nothing is ever down here: there is no outage hour to set a cost against.
    assert!(more["low_break_even_gbp"].is_null(), "{more}");
    let said = report["answer"].to_string();
    assert!(said.contains("no outage hour to set the cost against"), "{said}");
}

#[test]
fn c2_a_cost_breaks_even_at_cost_by_outage_hours_avoided_against_today() {
    let folder = folder();
    write(folder.path(), THREE);
    let collapse = "/gateway/collapse={\"after\":\"1 min\",\"lasts\":\"10 min\"}";
    let more = ["--set", collapse, "--options", "options.json", "--format", "json"];
    let ran = compare(folder.path(), &more);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let outage = |i: usize| report["variants"][i]["totals"]["outage_s"].as_f64().unwrap();
    let n = report["replications"].as_f64().unwrap();
    let more = &report["options"][2];
    let hours = more["outage_hours_avoided"].as_f64().expect("today collapses, 40/s do not");
    assert!((hours - (outage(0) - outage(2)) / n / 3_600.0).abs() < 1e-9, "{hours}");
    assert!((more["low_break_even_gbp"].as_f64().unwrap() - 30_000.0 / hours).abs() < 1e-6);
    // Ranked by harm: nobody before it has more.
    let mut all: Vec<(u64, f64)> = report["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| {
            (o["rank"].as_u64().unwrap(), o["never_answered_not_above"]["mean"].as_f64().unwrap())
        })
        .collect();
    all.sort_by_key(|(rank, _)| *rank);
    assert!(all.windows(2).all(|two| two[0].0 + 1 == two[1].0 && two[0].1 <= two[1].1), "{all:?}");
}

#[test]
fn c2_where_no_option_is_todays_system_it_is_put_at_the_end() {
    let folder = folder();
    write(
        folder.path(),
        r#"{ "options": [{ "id": "on", "with": {} }, { "id": "more", "with": { "/gateway/max_capacity": "40/s" } }] }"#,
    );
    let ran = compare(folder.path(), &["--options", "options.json", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let ids: Vec<&str> = (0..3).map(|i| report["options"][i]["option"].as_str().unwrap()).collect();
    assert_eq!(ids, ["on", "more", "today"]);
    assert!(report["options"][3].is_null());
}

#[test]
fn what_falls_on_the_categories_is_what_falls_on_everybody() {
    let folder = folder();
    write(folder.path(), THREE);
    let ran = compare(folder.path(), &["--options", "options.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let table = |name: &str| {
        let path = folder.path().join("reports/minimal/tables").join(name);
        let text = std::fs::read_to_string(path).expect(name);
        let mut lines =
            text.lines().map(|l| l.split(',').map(str::to_owned).collect::<Vec<String>>());
        let head = lines.next().expect("a head");
        let place = move |n: &str| head.iter().position(|h| h == n).expect("a column");
        (lines.collect::<Vec<Vec<String>>>(), place)
    };
    let (categories, at) = table("categories.csv");
    let (options, of) = table("options.csv");
    for option in ["today", "on", "more", "less"] {
        let rows = categories.iter().filter(|r| r[at("option")] == option);
        let sum: f64 =
            rows.map(|r| r[at("never_answered_not_above")].parse::<f64>().unwrap()).sum();
        let all = options
            .iter()
            .find(|r| r[of("option")] == option && r[of("figure")] == "never_answered.not_above");
        let all: f64 = all.unwrap()[of("mean")].parse().unwrap();
        assert!((sum - all).abs() < 1e-6, "{option}: {sum} of {all}");
    }
    let chart = std::fs::read_to_string(folder.path().join("reports/minimal/charts/options.svg"))
        .expect("a chart");
    assert!(chart.contains("switched on") && chart.contains("no cost given"), "{chart}");
}

#[test]
fn all_faults_of_a_file_of_options_are_shown_at_once() {
    for (text, says) in [
        ("\u{feff}{}", vec!["byte order mark"]),
        (r#"{ "options": [], "options": [] }"#, vec!["given twice"]),
        (r#"{ "options": [{ "id": "a", "with": {} }] }"#, vec!["2 to 100 items"]),
        (
            r#"{ "options": [{ "id": "a", "wiht": {} }, { "id": "b", "with": {}, "cost": { "low_gbp": -1 } }], "unit": 1 }"#,
            vec!["did you mean `with`", "/options/b/cost/low_gbp", "/unit"],
        ),
        (
            r#"{ "options": [{ "id": "a", "with": {} }, { "id": "a", "with": {}, "cost": { "low_gbp": 2, "high_gbp": 1 } }, { "id": "=1", "with": {} }] }"#,
            vec!["an id given twice", "high_gbp", "=1"],
        ),
        (
            r#"{ "options": [{ "id": "a", "with": { "/mechanism/treshold": 1 } }, { "id": "b", "with": { "/seed": "x" } }] }"#,
            vec!["/options/a: /mechanism/treshold", "/options/b: /seed"],
        ),
    ] {
        let folder = folder();
        write(folder.path(), text);
        let ran = compare(folder.path(), &["--options", "options.json"]);
        assert_eq!(ran.code, Some(2), "{text}: {}", ran.out);
        for says in says {
            assert!(ran.err.contains(says), "{text}: {says}: {}", ran.err);
        }
    }
    let ran = compare(folder().path(), &["--options", "gbb"]);
    assert!(ran.code == Some(2) && ran.err.contains("did you mean `gb`"), "{}", ran.err);
}

#[test]
fn shipped_options_can_be_read_with_the_scenarios_they_are_for() {
    let fits = [
        ("gb", "denial-of-service"),
        ("gb", "beast-from-the-east"),
        ("alert-storm", "alert-storm"),
    ];
    for (options, scenario) in fits {
        let draft = Draft::read(scenario).unwrap_or_else(|f| panic!("{f}"));
        let read = Options::read(options).unwrap_or_else(|f| panic!("{f}"));
        read.check(&draft, &[]).unwrap_or_else(|f| panic!("{options} with {scenario}: {f}"));
    }
    assert!(options_names().all(|name| fits.iter().any(|fit| fit.0 == name)));
}

#[test]
fn each_srv_of_the_traffic_is_put_on_the_list_or_taken_off() {
    let folder = folder();
    let settings = |change: &str| {
        let ran = compare(folder.path(), &["--each-srv", change, "--format", "json"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        let names = report["settings"].as_array().unwrap().iter();
        names
            .map(|n| n.as_str().unwrap().split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect::<Vec<String>>()
    };
    // `minimal` has four SRVs, of which 2.2 is on its list.
    assert_eq!(settings("drop"), ["as it", "dropped: 2.2"]);
    assert_eq!(settings("add"), ["as it", "added: 1.1.1", "added: 4.6.1", "added: 7.4"]);
    assert_eq!(settings("both").len(), 5);
    assert!(folder.path().join("reports/minimal/charts/priority-list.svg").exists());
}

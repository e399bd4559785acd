//! Sizing is a sweep whose bounds are judged as assertions are: what always holds, what never does, and what one
//! replication cannot say are known without running anything.

use super::{fine, study};
use crate::commands::{folder, headroom};
use serde_json::Value;

const GRID: [&str; 2] = ["--thresholds", "0.6..=0.9:0.1"];

fn sized(more: &[&str]) -> (Option<i32>, Value) {
    let folder = folder();
    let ran = study(folder.path(), "size", &[&GRID[..], more, &["--format", "json"]].concat());
    (ran.code, serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err)))
}

#[test]
fn what_always_holds_keeps_every_threshold_and_what_never_does_none() {
    // A share of replications is at most 1, and requests are begun in every one.
    let (code, all) = sized(&["--keep", "triggered<=1"]);
    assert_eq!((code, &all["sizing"]["verdict"]), (Some(0), &"holds".into()));
    assert_eq!(all["sizing"]["capacities"][0]["kept"], serde_json::json!([[0.6, 0.9]]));
    let (code, none) = sized(&["--keep", "requests<=0", "--keep", "triggered<=1"]);
    assert_eq!((code, &none["sizing"]["verdict"]), (Some(1), &"fails".into()));
    let said = none["answer"][0].as_str().unwrap();
    assert!(
        said.contains("Service Requests at most 0 holds nowhere")
            && said.contains("replications that trigger at most 100.0 % holds from 60 % to 90 %"),
        "{said}"
    );
    let (code, one) = sized(&["--keep", "requests<=1e9", "--replications", "1"]);
    assert_eq!((code, &one["sizing"]["verdict"]), (Some(3), &"undecided".into()));
}

#[test]
fn the_range_is_that_of_the_thresholds_at_which_every_bound_holds() {
    let (_, free) = sized(&["--keep", "throttled>=0"]);
    let all = free["sizing"]["capacities"][0]["thresholds"].as_array().unwrap();
    let mean = |t: &Value| t["bounds"][0]["mean"].as_f64().unwrap();
    let (first, last) = (mean(&all[0]), mean(&all[3]));
    assert!(first != last, "the threshold decides what is throttled");
    // A bound between the second and the third splits the grid there, if means run one way.
    let bound = format!(
        "throttled{}{}",
        if first > last { "<=" } else { ">=" },
        f64::midpoint(mean(&all[1]), mean(&all[2]))
    );
    let (_, split) = sized(&["--keep", &bound]);
    for t in split["sizing"]["capacities"][0]["thresholds"].as_array().unwrap() {
        let b = &t["bounds"][0];
        let (limit, low, high) = (
            b["limit"].as_f64().unwrap(),
            b["ci_low"].as_f64().unwrap(),
            b["ci_high"].as_f64().unwrap(),
        );
        let keeps = if first > last { high <= limit } else { low >= limit };
        let breaks = if first > last { low > limit } else { high < limit };
        let want = if keeps {
            "holds"
        } else if breaks {
            "fails"
        } else {
            "undecided"
        };
        assert_eq!(t["verdict"], want, "{t}");
    }
}

#[test]
fn a_table_and_a_chart_are_left_and_capacities_are_an_axis() {
    let folder = folder();
    let more = ["--keep", "throttled_share of 4.6.1<=99%", "--capacities", "8/s..=10/s:2/s"];
    fine(folder.path(), "size", &[&GRID[..], &more].concat());
    let read =
        |f: &str| std::fs::read_to_string(folder.path().join("reports/minimal").join(f)).expect(f);
    assert_eq!(read("tables/sizing.csv").lines().count(), 1 + 8);
    let chart = read("charts/sizing.svg");
    assert!(chart.contains("share of attempts throttled of 4.6.1 at most 99.0 %"));
    // What is said above it is of every capacity.
    for said in ["C = 8/s", "C = 10/s"] {
        assert!(chart.contains(said), "{said}");
    }
}

#[test]
fn c3_thresholds_that_standard_business_alone_activates_are_named() {
    let said = |thresholds: &str| {
        let folder = folder();
        let ran = headroom(folder.path(), &["size", "minimal", "--thresholds", thresholds]);
        ran.out.contains("standard business alone activates the mechanism")
    };
    assert!(said("0.1..=0.2:0.1") && !said("0.6..=0.9:0.1"));
}

#[test]
fn what_cannot_be_kept_is_refused_before_anything_runs() {
    for (more, says) in [
        (vec!["--keep", "never_answered"], "expected FIGURE<=X"),
        (vec!["--keep", "throttled_share<=5"], "for 5 % write 0.05"),
        (vec!["--keep", "throttled_share of nobody<=5%"], "--keep"),
        (vec!["--keep", "activations of 7.4<=5"], "of a srv, one of"),
        (vec!["--keep", "never_answered<=5", "--thresholds", "0.9..=0.6:0.1"], "a grid must rise"),
        (vec!["--keep", "never_answered<=5", "--set", "/mechanism/enabled=false"], "switched off"),
        (vec!["--alone"], "--alone leaves today's system out"),
        (vec!["--alone", "--keep", "throttled - today<=0"], "--alone leaves today's system out"),
        (vec!["--keep", "throttled_share - today<=5"], "expected: -1 to 1"),
    ] {
        let folder = folder();
        let ran = study(folder.path(), "size", &more);
        assert_eq!(ran.code, Some(2), "{more:?}: {}", ran.out);
        assert!(ran.err.contains(says), "{more:?}: {}", ran.err);
    }
}

#[test]
fn c2_a_bound_against_today_is_judged_on_the_paired_difference() {
    let (_, said) = sized(&["--keep", "rejected.not_above - today<=0"]);
    let thresholds = said["sizing"]["capacities"][0]["thresholds"].as_array().unwrap();
    for (t, variant) in thresholds.iter().zip(said["variants"].as_array().unwrap()) {
        let (bound, today) = (&t["bounds"][0], &variant["today"]["rejected.not_above"]);
        for (ours, theirs) in [("mean", "difference"), ("ci_low", "ci_low"), ("ci_high", "ci_high")]
        {
            assert_eq!(bound[ours], today[theirs], "{ours} {bound} {today}");
        }
        let holds = bound["ci_high"].as_f64().unwrap() <= 0.0;
        assert_eq!(t["verdict"] == "holds", holds, "{t}");
        assert_eq!(bound["more_than"], "today");
    }
}

#[test]
fn c2_where_nothing_triggers_nothing_differs_from_today_and_that_is_no_answer() {
    // With a capacity of a thousand a second no threshold tried is ever reached.
    let (code, said) = sized(&["--set", "/gateway/max_capacity=1000/s"]);
    assert_eq!((code, &said["sizing"]["verdict"]), (Some(1), &"fails".into()));
    for t in said["sizing"]["capacities"][0]["thresholds"].as_array().unwrap() {
        assert_eq!(
            (&t["against_today"], &t["verdict"]),
            (&"never_triggers".into(), &"fails".into())
        );
    }
    let text = said["answer"].to_string();
    assert!(
        text.contains("no threshold tried clearly prevents harm that there is today"),
        "{text}"
    );
    assert!(
        text.contains("the mechanism triggers in no replication: nothing differs from today"),
        "{text}"
    );
    assert_eq!(said["sizing"]["capacities"][0]["alike"], serde_json::json!([[0.6, 0.9]]));
    // Somebody who asks for what does nothing is told so, and gets what was asked for.
    let asked = ["--set", "/gateway/max_capacity=1000/s", "--keep", "refused.within - today<=0"];
    let (code, said) = sized(&asked);
    assert_eq!(code, Some(0));
    assert!(said["answer"].to_string().contains("nothing differs from today"));
}

#[test]
fn c5_what_was_more_than_none_once_is_on_average_more_than_none_and_no_interval_is_below_it() {
    let (code, one) = sized(&["--keep", "requests<=0", "--replications", "1"]);
    assert_eq!((code, &one["sizing"]["verdict"]), (Some(1), &"fails".into()));
    let (_, few) = sized(&["--keep", "throttled of supplier-b<=1", "--keep", "rejected<=1"]);
    for t in few["sizing"]["capacities"][0]["thresholds"].as_array().unwrap() {
        for bound in t["bounds"].as_array().unwrap() {
            assert!(bound["ci_low"].as_f64().unwrap() >= 0.0, "{bound}");
        }
    }
}

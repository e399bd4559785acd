//! Which variants share their traffic, and that a variant of a sweep is the run it stands for.

use super::super::commands::folder;
use super::{bytes, change, fine, study_of};
use kit::make::small_market;
use serde_json::{Value, json};
use std::sync::Arc;

#[test]
fn settings_of_the_mechanism_the_gateway_and_retries_share_their_traffic_and_no_others_do() {
    let again = json!({ "id": "again", "attempts": 2, "first": "1 min", "factor": 1, "jitter": 0 });
    for (shares, pointer, value) in [
        (true, "/mechanism/operating_threshold", json!(0.5)),
        (true, "/mechanism/enabled", json!(false)),
        (true, "/mechanism/window", json!("2 min")),
        (true, "/gateway/max_capacity", json!("3/s")),
        (true, "/gateway/backlog_limit", json!(0)),
        (true, "/retries", json!([again])),
        (true, "/retries", json!([])),
        (false, "/traffic/streams/reads/amount/per_meter", json!(4.6)),
        (false, "/traffic/day_cv", json!(0.1)),
        (false, "/traffic/streams/reads/id", json!("renamed")),
        (false, "/events/flood/lasts", json!("6 min")),
        (false, "/events", json!([])),
        (false, "/users/beta/portfolio/electricity_credit", json!(2001)),
        (false, "/seed", json!(2)),
        (false, "/start", json!("2022-07-07T10:00")),
        (false, "/duration", json!("90 min")),
        (false, "/resolution", json!("30 s")),
    ] {
        let study = study_of(&small_market(), &[vec![change(pointer, value.clone())]], &[]);
        let [one, other] = &study.variants[..] else { panic!("two variants") };
        let shared = Arc::ptr_eq(&one.plan.traffic, &other.plan.traffic);
        assert_eq!(shared, shares, "{pointer} = {value}");
        // The same cohorts are drawn otherwise from another seed.
        let equal = one.plan.traffic == other.plan.traffic;
        assert_eq!(equal, shares || pointer == "/seed", "{pointer} = {value}");
    }
}

#[test]
fn every_variant_of_a_sweep_is_a_run_with_the_same_set() {
    let folder = folder();
    let out = |name: &str| folder.path().join(name);
    // What the yardstick (C2) is made of is the sweep's, so none of it is varied here.
    let axes = [
        r#"/mechanism/throttle_to=["allocation","until_total"]"#,
        r#"/gateway/backlog_limit=["30 s","60 s"]"#,
    ];
    let with = "off: /mechanism/enabled=false; /retries=[]";
    let mut more = vec!["--replications", "3", "--format", "json", "--out", "sweep"];
    more.extend(["--vary", axes[0], "--vary", axes[1], "--with", with]);
    let sweep: Value = serde_json::from_str(&fine(folder.path(), "sweep", &more).out).unwrap();
    let variants = sweep["variants"].as_array().unwrap();
    assert_eq!(variants.len(), 8);
    let kept = bytes(&out("sweep"));
    for (i, variant) in variants.iter().enumerate() {
        let changes = variant["variant"].as_object().unwrap();
        let sets: Vec<String> = changes.iter().map(|(p, v)| format!("{p}={v}")).collect();
        let name = format!("run-{i}");
        let mut more = vec!["--alone", "--replications", "3", "--format", "json", "--out", &name];
        more.extend(sets.iter().flat_map(|s| ["--set", s]));
        let run: Value = serde_json::from_str(&fine(folder.path(), "run", &more).out).unwrap();
        let figures = ["totals", "intervals", "triggered", "fairness", "operating_threshold_per_s"];
        for figure in figures {
            assert!(!run[figure].is_null());
            assert_eq!(run[figure], variant[figure], "{sets:?}: {figure}");
        }
        // What is kept of its replications is the same file under the same name.
        let runs = bytes(&out(&name)).into_iter().filter(|(f, _)| f.starts_with("runs/"));
        let runs: Vec<_> = runs.collect();
        assert_eq!(runs.len(), 1);
        for (file, bytes) in runs {
            assert!(file.contains(&variant["inputs"].as_str().unwrap()[..32]));
            assert!(kept[&file] == bytes, "{sets:?}: {file}");
        }
    }
}

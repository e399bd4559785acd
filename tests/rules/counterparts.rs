//! What stands beside a scenario on the same traffic (C2): today's system, once per distinct result, and what the
//! scenario names; and that it decides nothing of the scenario itself.

use headroom_core::domain::Standing;
use headroom_core::engine::{Beside, Plan, run, run_beside};
use headroom_core::experiment::{Asked, Setting, Study};
use headroom_core::ledger::{FollowedDelay, Ledger};
use headroom_core::scenario::{Counterpart, Draft, HowOften, load_text};
use kit::make::small;
use kit::wrong::{faults_of, minimal_with};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A study of `minimal` with `more` keys along `axes`, with what stands beside it.
fn study(more: &str, axes: &[&str]) -> Study {
    let draft = Draft::of_text("made.json", &minimal_with(more)).expect("it can be read");
    let axes = axes.iter().map(|a| a.parse().expect("an axis")).collect();
    let settings = vec![Setting::as_it_stands()];
    let asked = Asked { settings, axes, beside: true, ..Asked::default() };
    Study::new(&draft, asked).unwrap_or_else(|faults| panic!("{faults}"))
}

/// No key of its own that says anything.
const NOTHING: &str = r#""why": "As it stands.""#;

/// Names and places of what stands beside `variant`.
fn beside(study: &Study, variant: usize) -> Vec<(&str, usize)> {
    study.beside(variant).iter().map(|b| (b.id.as_str(), b.plan)).collect()
}

/// Everything new, at work.
const ALL_NEW: &str = r#""mechanism": { "signal": "distinct", "retry_after": true,
    "early_warning": { "enabled": true, "warn_for": "10 min", "defer_by": "5 min" }, "buffer": { "enabled": true } }"#;

#[test]
fn c2_today_is_the_mechanism_off_without_warning_buffer_and_signal_on_the_same_traffic() {
    let study = study(ALL_NEW, &[]);
    let here = &study.variants[0].plan;
    let mechanism = &here.scenario.mechanism;
    assert!(
        mechanism.buffer.is_some() && mechanism.early_warning.is_some(),
        "or nothing is tested"
    );
    assert_eq!(beside(&study, 0), [("today", 1)]);
    let today = study.plan(1);
    assert!(today.scenario.is_today() && !here.scenario.is_today());
    assert!(Arc::ptr_eq(&today.traffic, &here.traffic), "the same traffic");
    assert_eq!(today.scenario.gateway, here.scenario.gateway);
    assert_eq!(today.scenario.mechanism.operating_threshold, mechanism.operating_threshold);
    assert_eq!((study.variants.len(), study.plans()), (1, 2), "it is no point of the study");
}

#[test]
fn c2_a_scenario_that_is_today_s_system_has_none() {
    let study = study(r#""mechanism": { "enabled": false }"#, &[]);
    assert_eq!(beside(&study, 0), []);
    assert_eq!(study.plans(), 1);
}

#[test]
fn c2_variants_that_differ_by_the_mechanism_share_one_today_and_those_of_the_gateway_have_their_own()
 {
    let threshold = "/mechanism/operating_threshold=[0.5,0.6,0.7]";
    let reading = "/mechanism/throttle_to=[\"allocation\",\"until_total\"]";
    let capacity = "/gateway/max_capacity=[\"9/s\",\"10/s\"]";
    let one = study(NOTHING, &[threshold, reading]);
    assert_eq!(one.counterparts.len(), 1);
    assert!((0..6).all(|v| beside(&one, v) == [("today", 6)]));
    let two = study(NOTHING, &[threshold, capacity]);
    assert_eq!(two.counterparts.len(), 2);
    for v in 0..6 {
        let [(_, place)] = beside(&two, v)[..] else { panic!("today's system alone") };
        let (here, today) = (two.plan(v), two.plan(place));
        assert_eq!(here.scenario.gateway, today.scenario.gateway);
    }
}

/// There the capacity follows from the threshold, and is what today's system has too.
#[test]
fn c2_where_the_capacity_follows_from_the_threshold_each_threshold_has_its_own_today() {
    let tight = r#""gateway": { "threshold_over_ordinary": 1.1 }"#;
    let study = study(tight, &["/mechanism/operating_threshold=[0.5,0.8]"]);
    assert_eq!(study.counterparts.len(), 2);
    for v in 0..2 {
        let [(_, place)] = beside(&study, v)[..] else { panic!("today's system alone") };
        let capacity = |p: usize| study.plan(p).scenario.gateway.max_capacity;
        assert_eq!(capacity(v), capacity(place));
    }
}

/// Cells of five minutes do not go with a window of one, which is that of the scenario as it stands.
#[test]
fn c2_where_the_mechanism_as_it_stands_does_not_go_with_a_point_its_own_does() {
    let draft = Draft::of_text("made.json", &minimal_with(NOTHING)).expect("it can be read");
    let coarse = "coarse: /resolution=5 min; /mechanism/window=5 min";
    let settings = vec![Setting::as_it_stands(), coarse.parse().expect("a setting")];
    let asked = Asked { settings, beside: true, ..Asked::default() };
    let study = Study::new(&draft, asked).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((beside(&study, 0), beside(&study, 1)), (vec![("today", 2)], vec![("today", 3)]));
    let window = |p: usize| study.plan(p).scenario.calendar.window();
    assert!(window(3) == window(1) && window(3) != window(2));
}

#[test]
fn c2_a_point_of_the_study_that_is_today_s_system_is_not_run_twice() {
    let study = study(NOTHING, &["/mechanism/enabled=[false,true]"]);
    assert_eq!(beside(&study, 0), []);
    assert_eq!(beside(&study, 1), [("today", 0)]);
    assert_eq!(study.plans(), 2);
}

const NAMED: &str = r#""counterparts": [{ "id": "anomaly", "why": "It is live.",
    "with": { "/gateway/anomaly": [{ "id": "all", "number": 10 }] } }]"#;

#[test]
fn c2_a_scenario_may_name_more_each_made_of_today_s_system() {
    let with = study(NAMED, &["/mechanism/operating_threshold=[0.5,0.8]"]);
    assert!((0..2).all(|v| beside(&with, v) == [("today", 2), ("anomaly", 3)]));
    let anomaly = &with.plan(3).scenario;
    assert!(anomaly.is_today() && anomaly.gateway != with.plan(2).scenario.gateway);
    // One that is today's system has them too.
    let off = study(&format!(r#"{NAMED}, "mechanism": {{ "enabled": false }}"#), &[]);
    assert_eq!(beside(&off, 0), [("anomaly", 1)]);
}

#[test]
fn c2_what_stands_beside_a_scenario_decides_none_of_its_results() {
    let read = |more: &str| load_text("made.json", &minimal_with(more), &[]).expect("a scenario");
    let (with, without) = (read(NAMED), read(r#""counterparts": []"#));
    assert_eq!(with.inputs, without.inputs);
    let alone = {
        let draft = Draft::of_text("made.json", &minimal_with(NAMED)).expect("it can be read");
        let settings = vec![Setting::as_it_stands()];
        Study::new(&draft, Asked { settings, ..Asked::default() }).expect("a study")
    };
    assert_eq!((alone.plans(), alone.beside(0)), (1, &[][..]), "unless it is asked for");
}

/// Today's system is written once: what it changes are settings of the mechanism.
#[test]
fn c2_today_changes_nothing_but_the_mechanism() {
    let pointers: BTreeSet<String> = Counterpart::todays().into_iter().map(|c| c.pointer).collect();
    assert!(pointers.iter().all(|p| p.starts_with("/mechanism/")));
    assert_eq!(pointers.len(), 5);
}

#[test]
fn a_counterpart_that_cannot_be_is_a_fault_with_its_place() {
    let of = |counterpart: Value| {
        faults_of(&minimal_with(&format!(r#""counterparts": [{counterpart}]"#))).to_string()
    };
    let with = |pointer: &str, value: Value| json!({ "id": "x", "with": { pointer: value } });
    let faulty = [
        (json!({ "id": "today", "with": { "/gateway/caps": [] } }), "/counterparts/today"),
        (json!({ "id": "x", "with": {} }), "/counterparts/x/with"),
        (with("/seed", json!(2)), "/counterparts/x/with/~1seed"),
        (with("/gateway/anomaly", json!([{ "id": "a" }])), "/gateway/anomaly/a"),
        (with("/gateway/nothing", json!(1)), "/gateway/nothing"),
    ];
    for (counterpart, place) in faulty {
        let told = of(counterpart);
        assert!(told.contains(place), "{told}");
    }
}

#[test]
fn c2_a_counterpart_neither_acts_nor_changes_the_traffic() {
    let refused = |with: &str| {
        let more = format!(r#""counterparts": [{{ "id": "x", "with": {{ {with} }} }}]"#);
        let draft = Draft::of_text("made.json", &minimal_with(&more)).expect("it can be read");
        let settings = vec![Setting::as_it_stands()];
        let asked = Asked { settings, beside: true, ..Asked::default() };
        Study::new(&draft, asked).expect_err("it is refused").to_string()
    };
    for (with, found) in [
        (r#""/mechanism/enabled": true"#, "a mechanism that acts"),
        (r#""/events": []"#, "other traffic"),
        (r#""/resolution": "5 s""#, "other traffic"),
    ] {
        let said = refused(with);
        assert!(said.contains("/counterparts/x/with") && said.contains(found), "{with}: {said}");
    }
}

#[test]
fn c2_figures_that_are_no_more_name_those_in_their_place() {
    for (gone, now) in
        [("unserved", "never_answered"), ("refused_within_allocation", "refused.within")]
    {
        let more = format!(r#""assertions": [{{ "id": "old", "mean": "{gone}", "at_most": 1 }}]"#);
        let said = load_text("made.json", &minimal_with(&more), &[]).expect_err("a fault");
        assert!(said.to_string().contains(&format!("did you mean `{now}`")), "{said}");
    }
}

/// Where everything is prioritised the mechanism acts and throttles nothing: today's system does the same beside it, in the
/// same windows.
#[test]
fn f6_of_a_counterpart_is_its_scenario_s_where_that_throttles_nothing() {
    for detect in ["window_end", "immediate"] {
        let all = json!(["2.2", "4.6.1", "7.4", "6.15", "1.1"]);
        let storm = json!({ "id": "storm", "at": "10:05", "lasts": "45 min", "storm": {
            "parties": [{ "id": "delta", "customers": 2_000, "meters": 240 }],
            "curve": [{ "at": "10:05", "off": 0 }, { "at": "10:15", "off": 1 }, { "at": "10:45", "off": 0.1 }],
            "poll": { "srv": "7.4", "every": "5 min", "spread": "2 min" } } });
        let read = |enabled: bool| {
            small(&[
                ("/mechanism/prioritised/add", all.clone()),
                ("/mechanism/detect", json!(detect)),
                ("/mechanism/enabled", json!(enabled)),
                ("/events/-", storm.clone()),
            ])
        };
        let scenario = Plan::new(&read(true)).expect("a plan");
        let today = Plan::sharing(Arc::new(read(false)), &[scenario.clone()]).expect("a plan");
        for replication in 0..5 {
            let here = run(&scenario, replication, false);
            assert!(!here.acted.is_never() && here.totals().throttled == 0, "or nothing is tested");
            let beside = Beside { plan: &today, scenario: &scenario, acted: &here.acted };
            let there = [false, true].map(|step_all| {
                run_beside(&[beside], replication, step_all, |_| true).expect("it ends").remove(0)
            });
            assert_eq!(there[0], there[1], "with every half-hour opened");
            assert_eq!(there[0].pairs, here.pairs);
            assert_eq!(there[0].supply, here.supply);
            assert_eq!(there[0].fairness.admitted, here.fairness.admitted);
            assert!(there[0].fairness.admitted.iter().any(|n| *n > 0));
            // It is what it is alone, but for these.
            let mut alone = run(&today, replication, false);
            assert!(alone.fairness.entitled.iter().all(|n| *n == 0));
            (alone.fairness.admitted, alone.fairness.entitled) =
                (there[0].fairness.admitted.clone(), there[0].fairness.entitled.clone());
            alone.supply = there[0].supply.clone();
            // Of what is followed too it is told what was first due while the scenario was active, of the same requests.
            let all =
                |l: &Ledger| l.added.followed().iter().map(FollowedDelay::all).collect::<Vec<_>>();
            assert_eq!((all(&alone), alone.added.sums()), (all(&there[0]), there[0].added.sums()));
            assert_eq!(there[0].added, here.added);
            alone.added = there[0].added.clone();
            assert_eq!(alone, there[0]);
        }
    }
}

#[test]
fn c4_each_event_runs_by_itself_at_least_twice_a_year_with_today_s_system_beside() {
    let asked = Asked {
        settings: vec![Setting::as_it_stands()],
        beside: true,
        by_itself: true,
        ..Asked::default()
    };
    let draft = Draft::read("national-year").expect("shipped");
    let study = Study::new(&draft, asked.clone()).unwrap_or_else(|faults| panic!("{faults}"));
    let occurring = &study.base.occurring;
    assert_eq!(study.by_itself.len(), occurring.len());
    for it in &study.by_itself {
        let alone = study.plan(it.plan);
        let [event] = alone.scenario.occurring.as_slice() else { panic!("one event") };
        let whole = &occurring[it.occurring];
        assert_eq!((&event.id, &event.values), (&whole.id, &whole.values));
        match (&event.how, &whole.how) {
            (HowOften::PerYear(here), HowOften::PerYear(there)) => {
                assert_eq!(*here, there.max(2.0));
            }
            (here, there) => assert_eq!(here, there),
        }
        let today = study.plan(it.today.expect("today's beside it"));
        assert!(today.scenario.is_today() && !alone.scenario.is_today());
        assert!(Arc::ptr_eq(&today.traffic, &alone.traffic), "the same traffic");
    }
    let alone = Study::new(&draft, Asked { beside: false, ..asked }).expect("no faults");
    assert!(alone.by_itself.iter().all(|it| it.today.is_none()));
}

#[test]
fn c2_what_is_set_of_the_mechanism_chooses_no_victims_of_its_own() {
    let draft = Draft::of_text("made.json", &minimal_with(NOTHING)).expect("it can be read");
    let of = |set: &[&str]| {
        let set = set.iter().map(|change| change.parse().expect("a change")).collect();
        let asked = Asked::of(set, &[]);
        let study = Study::new(&draft, asked).unwrap_or_else(|faults| panic!("{faults}"));
        let plan = &study.variants[0].plan;
        let ledger = run(plan, 0, false);
        ledger.harm_totals().requests
    };
    let as_it_stands = of(&[]);
    assert!(as_it_stands[Standing::Above] > 0 && as_it_stands[Standing::Within] > 0);
    assert_eq!(of(&["/mechanism/operating_threshold=0.1"]), as_it_stands);
    assert_ne!(of(&["/gateway/max_capacity=1000"]), as_it_stands, "the capacity is the world's");
}

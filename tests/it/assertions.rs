//! Each kind of assertion, holding, failing and undecided, in a bare market worked out by hand.
//!
//! A batch of 480 in the first window makes the mechanism active with no event in force (F4). Where
//! chance is needed a stream brings Poisson numbers; intervals are then compared with Student's by the
//! printed quantiles, and the replications still missing with what those say.

use headroom::evidence::Evidence;
use headroom::evidence::assertions::{ClaimKind, Outcome, Verdict, verdicts};
use headroom_core::domain::{Figure, Whose};
use headroom_core::engine::Plan;
use headroom_core::experiment::{Running, replicate};
use kit::bare::{bare, batch};
use kit::make::{Changes, scenario};
use serde_json::{Value, json};

/// The evidence of `n` replications of a market of two Users with `streams` and `assertions`.
fn evidence(streams: &[Value], assertions: &Value, n: u32, more: Changes) -> Evidence {
    let mut changes = vec![
        ("/traffic/streams", json!(streams)),
        ("/assertions", assertions.clone()),
        ("/replications", json!(n)),
    ];
    changes.extend_from_slice(more);
    let scenario = scenario(&bare(&[("alpha", 1), ("beta", 3)]), &changes);
    let plan = Plan::new(&scenario).unwrap_or_else(|fault| panic!("{fault:?}"));
    let folded = replicate(&plan, Running::default(), || ()).expect("threads to be had");
    Evidence::new(&plan, folded)
}

/// The verdict on one assertion.
fn verdict(streams: &[Value], assertion: Value, n: u32) -> Verdict {
    let mut assertion = assertion;
    assertion["id"] = json!("one");
    let mut all = verdicts(&evidence(streams, &json!([assertion]), n, &[]));
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn outcome(streams: &[Value], assertion: Value, n: u32) -> Outcome {
    verdict(streams, assertion, n).verdict
}

/// Beta's 480 at 10:00, which trigger, and alpha's 200 at 10:01, of which 80 are above its 120.
fn storm() -> [Value; 2] {
    [batch("beta", 480, "10:00"), batch("alpha", 200, "10:01")]
}

/// Poisson numbers, some 300 in the half-hour, far below Θ.
fn chance() -> [Value; 1] {
    [json!({ "id": "chance", "users": { "ids": ["alpha"] }, "srv": "4.6.1",
        "amount": { "per_user": 300 }, "batch": { "start": "10:00", "spread": "30 min" } })]
}

#[test]
fn a_property_holds_without_and_a_finding_with_a_violation() {
    for (streams, violations) in [(&storm()[..], 2.0), (&[], 0.0)] {
        let f4 = |more: Value| {
            let mut assertion = json!({ "property": "F4" });
            assertion.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            verdict(streams, assertion, 2)
        };
        let (none, found) = match violations > 0.0 {
            true => (Outcome::Fails, Outcome::Holds),
            false => (Outcome::Holds, Outcome::Fails),
        };
        assert_eq!((f4(json!({})).verdict, f4(json!({})).value), (none, Some(violations)));
        assert_eq!(f4(json!({ "expect": "no_violations" })).verdict, none);
        assert_eq!(f4(json!({ "expect": "violations" })).verdict, found);
    }
    let f4 = verdict(&storm(), json!({ "property": "F4" }), 2);
    assert_eq!(f4.text, "standard business operation never activates the mechanism (F4)");
    assert_eq!((f4.kind, f4.n, f4.ci_low, f4.more), (ClaimKind::Property, 2, None, None));
    assert!(
        f4.found.starts_with(
            "2 violations in 2 replications, first in replication 1, 2022-07-06T10:01"
        ),
        "{}",
        f4.found
    );
    let f4 = verdict(&storm(), json!({ "property": "F4", "expect": "violations" }), 1);
    assert_eq!(f4.text, "standard business operation activates the mechanism (F4)");
}

#[test]
fn none_and_some_look_at_every_replication() {
    assert_eq!(outcome(&storm(), json!({ "none": "triggered" }), 2), Outcome::Fails);
    assert_eq!(outcome(&storm(), json!({ "some": "triggered" }), 2), Outcome::Holds);
    assert_eq!(outcome(&[], json!({ "none": "triggered" }), 2), Outcome::Holds);
    assert_eq!(outcome(&[], json!({ "some": "triggered" }), 2), Outcome::Fails);
    // One replication is enough: nothing is estimated.
    assert_eq!(outcome(&[], json!({ "none": "throttled" }), 1), Outcome::Holds);
    // A stream of one a half-hour has none in some replications, and some in others.
    let mut rare = chance();
    rare[0]["amount"]["per_user"] = json!(1);
    let (none, some) = [json!({ "none": "attempts" }), json!({ "some": "attempts" })]
        .map(|a| verdict(&rare, a, 20))
        .into();
    assert_eq!((none.verdict, some.verdict), (Outcome::Fails, Outcome::Fails));
    assert_eq!(none.value.unwrap() + some.value.unwrap(), 20.0, "each breaks one or the other");
    assert!(
        none.found.starts_with(&format!(
            "not so in {} of 20 replications, first in replication ",
            none.value.unwrap()
        )),
        "{}",
        none.found
    );
}

#[test]
fn a_figure_may_be_of_one_user_or_srv() {
    let until = ("/mechanism/throttle_to", json!("allocation"));
    let assertions = json!([
        { "id": "alpha", "mean": "throttled", "user": "alpha", "at_least": 80, "at_most": 80, "why": "80 too many" },
        { "id": "beta", "none": "throttled", "user": "beta" },
        { "id": "reads", "mean": "throttled_share", "srv": "4.6.1", "at_most": 0.12 },
        { "id": "top-ups", "none": "throttled_share", "srv": "2.2" }
    ]);
    let all = verdicts(&evidence(&storm(), &assertions, 2, &[until]));
    let said: Vec<(&str, Outcome)> = all.iter().map(|v| (v.text.as_str(), v.verdict)).collect();
    assert_eq!(
        said,
        [
            ("alpha: on average exactly 80 attempts are throttled", Outcome::Holds),
            ("beta: no attempt is throttled", Outcome::Holds),
            ("SRV 4.6.1: on average at most 12 % of attempts are throttled", Outcome::Holds),
            ("SRV 2.2: no attempt is throttled", Outcome::Holds),
        ]
    );
    assert_eq!((all[0].why.as_str(), all[0].value), ("80 too many", Some(80.0)));
    // 80 of 680.
    assert!((all[2].value.unwrap() - 80.0 / 680.0).abs() < 1e-12);
}

#[test]
fn c5_an_estimate_holds_or_fails_with_its_whole_interval_and_is_undecided_across_a_bound() {
    let seen = evidence(&chance(), &json!([]), 5, &[]);
    let values: Vec<f64> =
        seen.measures().values(Figure::Attempts, Whose::All).into_iter().flatten().collect();
    let mean = values.iter().sum::<f64>() / 5.0;
    let spread = (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 4.0).sqrt();
    // t(4; 0.975) = 2.776445.
    let half = 2.776_445 * spread / 5.0_f64.sqrt();
    assert!(half > 1.0, "{values:?}");
    let judged =
        |key: &str, bound: f64| verdict(&chance(), json!({ "mean": "attempts", key: bound }), 5);
    for (key, by, expected) in [
        ("at_most", 1.01, Outcome::Holds),
        ("at_most", 0.99, Outcome::Undecided),
        ("at_most", -0.99, Outcome::Undecided),
        ("at_most", -1.01, Outcome::Fails),
        ("at_least", -1.01, Outcome::Holds),
        ("at_least", -0.99, Outcome::Undecided),
        ("at_least", 1.01, Outcome::Fails),
    ] {
        let v = judged(key, mean + by * half);
        assert_eq!((v.verdict, v.kind, v.n), (expected, ClaimKind::Estimate, 5), "{key} {by}");
        assert!((v.ci_high.unwrap() - mean - half).abs() < 1e-4 && v.value == Some(mean));
        assert_eq!(v.more.is_some(), expected == Outcome::Undecided);
    }
    let both =
        json!({ "mean": "attempts", "at_least": mean - 1.01 * half, "at_most": mean + 0.5 * half });
    assert_eq!(outcome(&chance(), both, 5), Outcome::Undecided);
}

#[test]
fn c5_what_all_replications_have_alike_is_said_to_leave_unseen_what_some_would() {
    // Of none of 3, up to 1 − 0.025^(1/3) = 70.8 % may have some.
    let none = verdict(&chance(), json!({ "mean": "throttled", "at_most": 0 }), 3);
    assert_eq!(none.verdict, Outcome::Holds);
    assert!(
        none.found.contains("what fewer than 70.8 % of such replications do"),
        "{}",
        none.found
    );
    let one = verdict(&chance(), json!({ "mean": "throttled", "at_most": 0 }), 1);
    let varied = verdict(&chance(), json!({ "mean": "attempts", "at_least": 0 }), 3);
    assert!(
        ![one, varied].iter().any(|v| v.found.contains("unseen") || v.found.contains("been seen"))
    );
}

#[test]
fn c5_an_undecided_estimate_says_how_many_more_replications_would_settle_it() {
    let seen = evidence(&chance(), &json!([]), 5, &[]);
    let interval = seen.estimate(Figure::Attempts, Whose::All).unwrap();
    let half = interval.ci_high.unwrap() - interval.mean;
    let judged =
        |bound: f64| verdict(&chance(), json!({ "mean": "attempts", "at_most": bound }), 5);
    // Half of the half width 2.776/√5 = 1.2416: t(11)/√12 = 0.6354 is more, t(12)/√13 = 0.6043 is not.
    let v = judged(interval.mean + half / 2.0);
    assert_eq!((v.verdict, v.more), (Outcome::Undecided, Some(8)));
    assert!(v.found.ends_with("; about 8 replications more would settle it"), "{}", v.found);
    assert_eq!(judged(interval.mean - half / 2.0).more, Some(8), "to fail it as well");
    // On the bound no number would do.
    let v = judged(interval.mean);
    assert_eq!((v.verdict, v.more), (Outcome::Undecided, None));
    assert!(v.found.contains("a million replications would not settle it"), "{}", v.found);
}

#[test]
fn c5_a_share_of_replications_is_judged_on_its_exact_interval() {
    let judged =
        |n, key: &str, bound: f64| verdict(&[], json!({ "mean": "triggered", key: bound }), n);
    // None of five: at most 1 − 0.025^(1/5) = 52.18 %.
    let v = judged(5, "at_most", 0.53);
    assert_eq!((v.verdict, v.ci_low), (Outcome::Holds, Some(0.0)));
    assert!((v.ci_high.unwrap() - 0.521_824).abs() < 1e-5);
    assert_eq!(judged(5, "at_least", 0.53).verdict, Outcome::Fails);
    // 1 − 0.025^(1/n) is 20.6 % for 16 and 19.5 % for 17.
    let v = judged(5, "at_most", 0.2);
    assert_eq!((v.verdict, v.more), (Outcome::Undecided, Some(12)));
    assert_eq!(judged(5, "at_most", 0.0).more, None);
    let v = judged(1, "at_most", 0.2);
    assert_eq!((v.verdict, v.more), (Outcome::Undecided, Some(16)));
    assert_eq!(v.text, "the mechanism triggers in at most 20 % of replications");
}

#[test]
fn c5_equal_values_are_judged_as_they_are_and_one_replication_is_not_enough() {
    for (key, bound, expected) in [
        ("at_most", 680, Outcome::Holds),
        ("at_least", 680, Outcome::Holds),
        ("at_most", 679, Outcome::Fails),
        ("at_least", 681, Outcome::Fails),
    ] {
        let assertion = || json!({ "mean": "attempts", key: bound });
        assert_eq!(outcome(&storm(), assertion(), 3), expected, "{key} {bound}");
        let one = verdict(&storm(), assertion(), 1);
        assert_eq!((one.verdict, one.more, one.ci_low), (Outcome::Undecided, Some(1), None));
        assert!(one.found.contains("at least 1 more is needed"), "{}", one.found);
    }
}

#[test]
fn what_no_replication_has_is_undecided() {
    let v = verdict(&[], json!({ "mean": "wait_s_p95", "at_most": 30 }), 3);
    assert_eq!((v.verdict, v.value, v.n, v.more), (Outcome::Undecided, None, 0, None));
    assert_eq!(v.found, "no replication has this figure");
}

#[test]
fn every_figure_has_a_sentence_that_says_its_bound() {
    let assertions: Vec<Value> = Figure::ALL
        .into_iter()
        .map(|f| json!({ "id": f.word(), "mean": f.word(), "at_least": 0.07, "at_most": 0.5 }))
        .collect();
    let all = verdicts(&evidence(&[], &json!(assertions), 2, &[]));
    let mut texts: Vec<&str> = all.iter().map(|v| v.text.as_str()).collect();
    for text in &texts {
        let bound = text.contains("at least 0.07 and at most 0.5")
            || text.contains("at least 7 % and at most 50 %");
        assert!(bound && !text.contains("  "), "{text}");
    }
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), Figure::ALL.len());
    let none = Figure::ALL.into_iter().filter(|f| f.can_be_none());
    let none: Vec<Value> = none.map(|f| json!({ "id": f.word(), "none": f.word() })).collect();
    // Without traffic nothing happens at all; of what is not simulated nothing is known.
    for v in verdicts(&evidence(&[], &json!(none), 2, &[])) {
        let known = evidence(&[], &json!([]), 2, &[]);
        let figure = Figure::ALL.into_iter().find(|f| f.word() == v.id).expect("a figure");
        let warned = matches!(figure, Figure::Warnings | Figure::FalseWarnings);
        let has =
            known.measures().values(figure, Whose::All).iter().any(Option::is_some) && !warned;
        let expected = if has { Outcome::Holds } else { Outcome::Undecided };
        assert_eq!(v.verdict, expected, "{}", v.id);
    }
}

#[test]
fn variants_override_and_remove_assertions_by_id() {
    let scenario = |name: &str| headroom_core::scenario::load(name, &[]).unwrap();
    let ids = |name| scenario(name).assertions.into_iter().map(|a| a.id).collect::<Vec<_>>();
    assert!(ids("ordinary-day").contains(&"quiet".to_owned()));
    assert!(!ids("denial-of-service").contains(&"quiet".to_owned()));
    assert!(ids("denial-of-service").contains(&"ordinary-business".to_owned()));
    let of =
        |name| scenario(name).assertions.into_iter().find(|a| a.id == "flood-throttled").unwrap();
    assert_ne!(of("denial-of-service").claim, of("denial-of-service-not-reacting").claim);
}

//! C2: whose a request is, in scenarios small enough to work out by hand.
//!
//! Alpha and beta are allocated 120 a window, gamma 240; over the five windows of `hold` and with 5 % more, 630 and 1 260.

use super::{outage, three};
use headroom_core::domain::Standing;
use headroom_core::engine::{Plan, run};
use headroom_core::experiment::{Asked, Setting, Study};
use headroom_core::ledger::{ByStanding, Harm};
use headroom_core::scenario::{Change, Draft};
use kit::bare::{Ran, THREE, bare, batch, batch_of, ran, scheduled};
use serde_json::{Value, json};

/// A kind of number of a User, by standing: within, displaced, polls, above.
fn of(run: &Ran, user: &str, what: fn(&Harm) -> ByStanding) -> [u64; 4] {
    let user = run.scenario.users.iter().position(|u| u.id == user).expect("a User");
    let own = run.plan.traffic.pairs.iter().zip(&run.ledger.harm).filter(|(p, _)| p.0 == user);
    let sum = own.fold(ByStanding::default(), |sum, (_, harm)| sum + what(harm));
    Standing::ALL.map(|standing| sum[standing])
}

fn requests(run: &Ran, user: &str) -> [u64; 4] {
    of(run, user, |h| h.requests)
}

#[test]
fn c2_a_user_is_above_in_a_window_that_with_those_of_hold_before_it_passes_its_yardstick() {
    // 630 in five windows are within, one more is above: in the window of the last, and while the others are looked back at.
    let streams = |last: u64| {
        [batch("alpha", 500, "10:05"), batch("alpha", last, "10:09"), batch("alpha", 10, "10:10")]
    };
    assert_eq!(requests(&three(&streams(130), &[]), "alpha"), [640, 0, 0, 0]);
    assert_eq!(requests(&three(&streams(131), &[]), "alpha"), [510, 0, 0, 131]);
    // With a `hold` of one window 500 are above, whatever was before.
    let short = [("/mechanism/hold", json!(1))];
    assert_eq!(requests(&three(&streams(120), &short), "alpha"), [130, 0, 0, 500]);
    // Windows before the run's start are empty, and the time is always that of `hold` windows.
    assert_eq!(requests(&three(&[batch("alpha", 630, "10:00")], &[]), "alpha"), [630, 0, 0, 0]);
    assert_eq!(requests(&three(&[batch("alpha", 631, "10:00")], &[]), "alpha"), [0, 0, 0, 631]);
}

#[test]
fn c2_two_requests_are_never_above_however_small_the_allocation() {
    let small = bare(&[("alpha", 1), ("gamma", 100_000)]);
    let sent = |n: u64| {
        let run = ran(&small, &[("/traffic/streams", json!([batch("alpha", n, "10:05")]))]);
        requests(&run, "alpha")
    };
    assert_eq!([sent(2), sent(3)], [[2, 0, 0, 0], [0, 0, 0, 3]]);
}

#[test]
fn c2_critical_requests_are_asked_for_twice_and_what_the_dsp_starts_never() {
    let critical = [("/srvs/4.6.1/critical", json!(true))];
    assert_eq!(
        requests(&three(&[batch("alpha", 315, "10:05")], &critical), "alpha"),
        [315, 0, 0, 0]
    );
    assert_eq!(
        requests(&three(&[batch("alpha", 316, "10:05")], &critical), "alpha"),
        [0, 0, 0, 316]
    );
    let mut inside = scheduled("alpha", 5_000, "10:05");
    inside["id"] = json!("inside");
    let streams = [inside.clone(), batch("alpha", 630, "10:05")];
    assert_eq!(requests(&three(&streams, &[]), "alpha"), [5_630, 0, 0, 0]);
    // It has the standing of its User all the same.
    let streams = [inside, batch("alpha", 631, "10:05")];
    assert_eq!(requests(&three(&streams, &[]), "alpha"), [0, 0, 0, 5_631]);
}

#[test]
fn c2_what_is_first_due_without_service_is_displaced_and_left_out_of_the_demand() {
    let streams = [batch("alpha", 631, "10:05:10"), batch("alpha", 630, "10:05:30")];
    let closed = outage("10:05:10", "10 s", 0.0);
    let run = three(&streams, &[("/events", json!([closed]))]);
    assert_eq!(requests(&run, "alpha"), [630, 631, 0, 0]);
    assert_eq!(of(&run, "alpha", |h| h.unavailable), [0, 631, 0, 0]);
    // A part of the capacity is service.
    let run = three(&streams, &[("/events", json!([outage("10:05:10", "10 s", 0.5)]))]);
    assert_eq!(requests(&run, "alpha"), [0, 0, 0, 1_261]);
    // A collapse's outage belongs to the setting.
    let collapse = [
        ("/gateway/collapse", json!({ "after": "10 s", "lasts": "5 min" })),
        ("/gateway/backlog_limit", json!(0)),
    ];
    let run = three(&[batch("gamma", 900, "10:05"), batch("alpha", 100, "10:06")], &collapse);
    assert_eq!((requests(&run, "alpha"), run.user("alpha").unavailable), ([100, 0, 0, 0], 100));
}

#[test]
fn c2_harm_has_the_standing_that_its_request_got_when_it_was_first_due() {
    // Gamma floods; its retries an hour of nothing later are refused again, and are above all the same.
    let retries = json!([{ "id": "r", "attempts": 3, "first": "8 min" }]);
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/retries", retries),
        ("/gateway/backlog_limit", json!(0)),
        ("/mechanism/enabled", json!(false)),
    ];
    let streams =
        [batch("gamma", 2_000, "10:01"), batch("alpha", 150, "10:09"), batch("beta", 90, "10:17")];
    let run = three(&streams, &changes);
    // A cell takes 100, so at 10:01, 10:09 and 10:17.
    assert_eq!(of(&run, "gamma", |h| h.rejected)[0..3], [0, 0, 0]);
    assert_eq!(of(&run, "gamma", Harm::never_answered), [0, 0, 0, run.user("gamma").abandoned]);
    let alpha = run.user("alpha");
    assert_eq!(of(&run, "alpha", Harm::refused), [alpha.rejected, 0, 0, 0]);
    assert!(alpha.rejected > 0 && run.user("beta").rejected > 0);
}

#[test]
fn c2_what_a_warning_put_off_and_later_steps_keep_the_standing_of_what_they_follow_from() {
    let process = json!({ "id": "p", "users": { "ids": ["alpha"] }, "amount": { "per_user": 700 }, "exact": true,
        "batch": { "start": "10:05" }, "steps": [{ "id": "one", "srv": "2.2" }, { "id": "two", "srv": "7.4", "delay": "10 min" }] });
    let run = three(&[], &[("/traffic/processes", json!([process]))]);
    assert_eq!(requests(&run, "alpha"), [0, 0, 0, 700 + run.pair("alpha", "7.4").requests]);
    assert!(run.pair("alpha", "7.4").requests > 0);
}

/// The study of gamma's flood along `axes`.
fn flood(settings: Vec<Setting>, axes: &[&str]) -> Study {
    flood_with(Vec::new(), settings, axes)
}

/// The same with these changes set.
fn flood_with(set: Vec<Change>, settings: Vec<Setting>, axes: &[&str]) -> Study {
    let mut file = bare(&THREE);
    file["traffic"]["streams"] = json!([
        batch("gamma", 480, "10:00"),
        batch("gamma", 1_500, "10:05"),
        batch("beta", 100, "10:05"),
        batch_of("7.4", "alpha", 200, "10:10")
    ]);
    file["retries"] = json!([{ "id": "r", "attempts": 3, "first": "30 s" }]);
    let draft = Draft::of_text("flood.json", &file.to_string()).expect("it can be read");
    let axes = axes.iter().map(|a| a.parse().expect("an axis")).collect();
    let asked = Asked { set, settings, axes, beside: true, ..Asked::default() };
    Study::new(&draft, asked).unwrap_or_else(|faults| panic!("{faults}"))
}

fn standings(plan: &Plan) -> Vec<[u64; 4]> {
    let ledger = run(plan, 0, false);
    ledger.harm.iter().map(|h| Standing::ALL.map(|s| h.requests[s])).collect()
}

#[test]
fn c2_standing_is_the_same_at_every_point_of_a_sweep_and_today() {
    let stands = Setting::as_it_stands;
    let study = flood(
        vec![stands()],
        &["/mechanism/operating_threshold=[0.01,0.2,0.8]", "/mechanism/hold=[1,5]"],
    );
    assert_eq!(study.variants.len(), 6);
    let all: Vec<_> = (0..study.plans()).map(|p| standings(study.plan(p))).collect();
    assert!(all.iter().all(|s| *s == all[0]), "{all:?}");
    assert!(all[0].iter().any(|s| s[3] == 1_500), "gamma's are above: {all:?}");
    // Judged by its own, the least threshold would make offenders of everybody.
    let own = Plan::new(&study.variants[0].plan.scenario).unwrap();
    assert!(standings(&own) != all[0]);
    // What is measured otherwise is kept under another name; as it stands under its own.
    let scenarios: Vec<&str> =
        study.variants.iter().map(|v| v.plan.scenario.inputs.as_str()).collect();
    let kept: Vec<&str> = study.variants.iter().map(|v| v.plan.inputs.as_str()).collect();
    assert_eq!(scenarios.iter().zip(&kept).filter(|(a, b)| a == b).count(), 1);
}

#[test]
fn c2_standing_is_the_same_with_cells_of_another_length_whichever_command_sets_them() {
    // Cells of 30 s go into the window of 60 s as it stands, of 5 min they do not: then window and hold are those set.
    for (cell, window) in [("30 s", "30 s"), ("5 min", "10 min")] {
        let parts = [
            format!("/resolution=\"{cell}\""),
            format!("/mechanism/window=\"{window}\""),
            "/mechanism/hold=1".to_owned(),
            "/mechanism/operating_threshold=0.05".to_owned(),
        ];
        let other: Setting = parts.join("; ").parse().unwrap();
        let beside = flood(vec![Setting::as_it_stands(), other.clone()], &[]);
        let study = flood_with(other.changes, vec![Setting::as_it_stands()], &[]);
        let set = standings(study.plan(0));
        assert_eq!(standings(beside.plan(1)), set, "cells of {cell}");
        for (study, variant) in [(&beside, 1), (&study, 0)] {
            assert_eq!(standings(study.plan(study.beside(variant)[0].plan)), set, "today, {cell}");
        }
        let own = Plan::new(&study.variants[0].plan.scenario).unwrap();
        assert!(standings(&own) != set, "its own threshold makes offenders");
    }
}

#[test]
fn c2_a_capacity_that_is_set_is_what_stands_and_one_of_a_variant_is_not() {
    let small: Setting = "/gateway/max_capacity=\"1/s\"".parse().unwrap();
    let compared = flood(vec![Setting::as_it_stands(), small.clone()], &[]);
    let [stands, variant] = [0, 1].map(|v| standings(compared.plan(v)));
    assert_eq!(stands, variant);
    let set = flood_with(small.changes, vec![Setting::as_it_stands()], &[]);
    assert!(standings(set.plan(0)) != stands);
}

#[test]
fn c2_the_yardstick_is_the_first_settings() {
    let strict: Setting = "/mechanism/operating_threshold=0.05".parse().unwrap();
    let orders =
        [vec![Setting::as_it_stands(), strict.clone()], vec![strict, Setting::as_it_stands()]];
    let seen = orders.map(|settings| {
        let study = flood(settings, &[]);
        [0, 1].map(|v| standings(study.plan(v)))
    });
    assert_eq!((&seen[0][0], &seen[1][0]), (&seen[0][1], &seen[1][1]), "alike in a study");
    assert!(seen[0][0] != seen[1][0], "and by another yardstick in another");
}

#[test]
fn c2_half_hours_taken_whole_are_looked_back_at() {
    // In the quiet half-hour before it alpha sent nearly all that it may: whether that was opened does not matter.
    let late = |n: u64| {
        let changes: Vec<(&str, Value)> = vec![
            ("/duration", json!("2 h")),
            ("/mechanism/enabled", json!(false)),
            ("/gateway/backlog_limit", json!(0)),
            ("/traffic/streams", json!([batch("alpha", 80, "10:58"), batch("alpha", n, "11:01")])),
        ];
        let late = ran(&bare(&THREE), &changes);
        assert_eq!(late.ledger.harm, run(&late.plan, 0, true).harm);
        of(&late, "alpha", Harm::refused)
    };
    assert_eq!(late(550), [450, 0, 0, 0]);
    assert_eq!(late(551), [0, 0, 0, 451]);
}

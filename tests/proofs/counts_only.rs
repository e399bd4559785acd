//! Runs that keep counts only: the same in distribution as whole ones, equal where nothing is random, and the
//! same bytes with every half-hour opened.

use super::identity::differences::same;
use headroom_core::engine::{Plan, run, run_variants};
use headroom_core::ledger::Ledger;
use headroom_core::scenario::{Change, Scenario, load};
use kit::make::{Changes, flood, small};
use kit::moments::{Moments, apart};
use kit::random_market::{exact_changes, random_changes};
use kit::random_scenario::{random_scenario, read, show_where_it_fails};
use serde_json::{Value, json};
use std::sync::Arc;

const RUNS: u32 = 200;

fn plan(scenario: &Scenario) -> Plan {
    Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// Three hours and a half with maintenance from 10:08 to 12:20: nearly everything is sent in vain, top-ups and
/// some reads are sent again, and what waits in the DSP is more than it can take at once.
fn restart(changes: Changes) -> Scenario {
    let deferred =
        json!([{ "id": "some", "streams": ["checks"], "share": 0.7, "spread": "5 min" }]);
    let resend = json!([
        { "id": "top-ups", "srvs": ["2.2"], "share": 1, "spread": "6 min" },
        { "id": "reads", "users": { "ids": ["beta"] }, "srvs": ["4.6.1"], "share": 0.3, "spread": "9 min" }
    ]);
    let works = json!({ "id": "works", "at": "10:08", "until": "2022-07-06T12:20",
        "maintenance": { "resend": resend, "deferred": deferred } });
    let mut all = vec![
        ("/duration", json!("3 h 30 min")),
        ("/events/-", works),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.2)),
        ("/srvs/2.2/critical", json!(true)),
    ];
    all.extend_from_slice(changes);
    small(&all)
}

/// Restarts with one thing or another that has to be told apart.
fn restarts() -> Vec<Scenario> {
    let process = json!({ "id": "install", "users": { "roles": ["IS"] }, "amount": { "per_user": 900 }, "profile": "day",
        "retrigger": 0.5, "retrigger_after": "7 min",
        "steps": [{ "id": "one", "srv": "7.4" }, { "id": "two", "srv": "2.2", "delay": "2 min" }] });
    let mut once = process.clone();
    once["retrigger"] = json!(0);
    let out = json!({ "id": "out", "at": "11:40", "lasts": "90 min", "outage": {} });
    vec![
        restart(&[]),
        restart(&[("/events/-", out), ("/mechanism/threshold_follows_capacity", json!(true))]),
        restart(&[
            ("/traffic/processes", json!([process])),
            ("/mechanism/throttle_to", json!("share_unused")),
        ]),
        restart(&[
            ("/traffic/processes", json!([once])),
            ("/response_classes/on_demand/target", json!("1 h")),
        ]),
        restart(&[("/retries/usual/give_up_at_deadline", json!(true))]),
        // Many short delays: what is sent in vain goes on for far longer than any of them.
        restart(&[
            ("/retries/usual/attempts", json!(30)),
            ("/retries/usual/factor", json!(1)),
            ("/events/works/maintenance/resend", json!([])),
        ]),
    ]
}

/// Five hours in which anomaly detection stops pairs for good: of Users that send on, of what is critical, scheduled or a
/// process's, before a second flood triggers the mechanism.
fn stopped() -> Vec<Scenario> {
    let market = |changes: Changes| {
        // What was left unused in the window before is shared between them.
        let [alpha, gamma] = ["alpha", "gamma"].map(|user| {
            let mut second = flood(&format!("{user}-too"), user, "2.2/s");
            second["at"] = json!("13:00");
            second["denial_of_service"]["srvs"] = json!(["1.1"]);
            second
        });
        let rule = |id: &str, srv: &str, number: u32| json!({ "id": id, "srvs": [srv], "number": number, "period": "6 h" });
        let rules = [rule("reads", "4.6.1", 1_500), rule("checks", "7.4", 700)];
        let mut all = vec![
            ("/duration", json!("5 h")),
            ("/gateway/anomaly", json!(rules)),
            ("/events/-", alpha),
            ("/events/-", gamma),
            ("/mechanism/hold", json!(12)),
            ("/mechanism/throttle_to", json!("share_unused")),
            ("/mechanism/detect", json!("immediate")),
        ];
        all.extend_from_slice(changes);
        small(&all)
    };
    let process = json!({ "id": "install", "users": { "roles": ["IS"] }, "amount": { "per_user": 900 }, "profile": "day",
        "retrigger": 0.5, "retrigger_after": "7 min",
        "steps": [{ "id": "one", "srv": "1.1" }, { "id": "two", "srv": "7.4", "delay": "2 min" }] });
    let works =
        json!({ "id": "works", "at": "11:10", "until": "2022-07-06T11:40", "maintenance": {} });
    vec![
        market(&[]),
        market(&[
            ("/srvs/4.6.1/critical", json!(true)),
            ("/traffic/streams/reads/dcc_scheduled_share", json!(0.25)),
            ("/mechanism/prioritised_use_allocation", json!(true)),
            ("/events/-", works),
        ]),
        market(&[
            ("/traffic/processes", json!([process])),
            ("/gateway/caps", json!([{ "id": "all", "rate": "9/s" }])),
        ]),
    ]
}

/// Anomaly detection stops `beta`'s reads within minutes, and nothing else happens: the busiest window comes after.
fn stopped_in_peace() -> Scenario {
    let rule = json!({ "id": "reads", "users": { "ids": ["beta"] }, "srvs": ["4.6.1"], "number": 30, "period": "6 h" });
    small(&[
        ("/start", json!("2022-07-06T09:30")),
        ("/duration", json!("3 h")),
        ("/gateway/anomaly", json!([rule])),
        ("/srvs/4.6.1/critical", json!(true)),
        ("/events", json!([])),
        ("/gateway/max_capacity", json!("8/s")),
    ])
}

/// What a ledger of counts says, by name.
fn measures(scenario: &Scenario, plan: &Plan, ledger: &Ledger) -> Vec<(String, f64)> {
    let mut all = Vec::new();
    let mut add = |name: String, numbers: Value| {
        for (i, n) in numbers.as_array().expect("a list").iter().enumerate() {
            all.push((format!("{name} {i}"), n.as_f64().expect("a number")));
        }
    };
    for (u, user) in scenario.users.iter().enumerate() {
        let own = plan.traffic.pairs.iter().zip(&ledger.pairs).filter(|(p, _)| p.0 == u);
        let sum =
            own.fold(Default::default(), |sum: headroom_core::ledger::Counts, (_, c)| sum + *c);
        add(format!("counts of {}", user.id), json!(sum));
    }
    for ((_, srv), counts) in plan.traffic.pairs.iter().zip(&ledger.pairs) {
        let late = [counts.late, counts.abandoned, counts.unavailable];
        add(format!("late, abandoned, unavailable {}", scenario.srvs[*srv].id), json!(late));
    }
    add("open".to_owned(), json!(ledger.open_totals()));
    add(
        "processes".to_owned(),
        json!(ledger.processes.iter().flat_map(numbers).collect::<Vec<_>>()),
    );
    add("steps".to_owned(), json!(ledger.steps.iter().flat_map(numbers).collect::<Vec<_>>()));
    add("supply".to_owned(), json!(ledger.supply.iter().flat_map(numbers).collect::<Vec<_>>()));
    let months = ledger.months.iter().flat_map(|m| &m.users);
    let used: Vec<_> = months.map(|u| [u.used, u.busiest, u.above, u.excess]).collect();
    add("used, busiest, above, in breach".to_owned(), json!(used.concat()));
    add("windows throttled".to_owned(), json!(ledger.windows_throttled));
    let f = &ledger.fairness;
    add("entitled".to_owned(), json!([f.admitted.clone(), f.entitled.clone()].concat()));
    add("violations".to_owned(), json!([f.f1, f.f2, f.f3, f.f4, f.f5].map(|v| v.count)));
    let activations = ledger.activations.len();
    let cells = [ledger.outage_cells, ledger.active_cells, ledger.peak_load.0, activations as u64];
    add("outage, active, peak, activations".to_owned(), json!(cells));
    all
}

/// The whole numbers of what is written as a flat list of them.
fn numbers(of: &impl serde::Serialize) -> Vec<Value> {
    let written = serde_json::to_value(of).expect("JSON");
    written
        .as_array()
        .map(|list| list.iter().filter(|n| n.is_number()).cloned().collect())
        .unwrap_or_default()
}

/// Asserts that both kinds of run agree about `scenario` in means and variances.
fn agree(scenario: &Scenario) {
    let whole = plan(scenario);
    let counts = whole.clone().counts_only();
    let of = |plan: &Plan, from: u32| -> Vec<Vec<(String, f64)>> {
        (from..from + RUNS).map(|r| measures(scenario, plan, &run(plan, r, false))).collect()
    };
    let (whole, counts) = (of(&whole, 0), of(&counts, RUNS));
    let moments = |runs: &[Vec<(String, f64)>], m: usize| {
        Moments::of(&runs.iter().map(|run| run[m].1).collect::<Vec<_>>())
    };
    for m in 0..whole[0].len() {
        let (a, b) = (moments(&whole, m), moments(&counts, m));
        let (mean, variance) = apart(&a, &b);
        assert!(
            mean.abs() < 4.0 && variance.abs() < 4.0,
            "{}: whole {} ± {}, counts {} ± {}: z {mean:.1} and {variance:.1}\n{}",
            whole[0][m].0,
            a.mean,
            a.variance.sqrt(),
            b.mean,
            b.variance.sqrt(),
            scenario.resolved
        );
    }
}

#[test]
fn counts_of_random_markets_are_those_of_whole_runs_in_mean_and_variance() {
    (0..4).for_each(|seed| agree(&small(&random_changes(seed))));
}

#[test]
fn counts_of_restarts_are_those_of_whole_runs_in_mean_and_variance() {
    let restarts = restarts();
    restarts.iter().for_each(agree);
    let met = run(&plan(&restarts[0]).counts_only(), 0, false);
    let sum = met.totals();
    assert!(sum.unavailable > 1_000 && sum.rejected > 100 && sum.late > 100, "{sum:?}");
}

#[test]
fn g2_counts_of_what_anomaly_detection_stops_are_those_of_whole_runs_in_mean_and_variance() {
    let stopped = stopped();
    stopped.iter().for_each(agree);
    for scenario in &stopped {
        let met = run(&plan(scenario).counts_only(), 0, false);
        let sum = met.totals();
        // Far more is stopped than of the first flood, and the second triggers the mechanism.
        assert!(sum.quarantined > 5_000 && sum.throttled > 100, "{sum:?}");
        assert!(met.activations.iter().any(|a| a.from >= 1_080), "{:?}", met.activations);
    }
    let peace = stopped_in_peace();
    agree(&peace);
    let met = run(&plan(&peace).counts_only(), 0, false);
    // Its cell, of ten seconds, is after 10:00.
    assert!(met.activations.is_empty() && met.peak_load.1 >= 180, "{:?}", met.peak_load);
    assert!(met.totals().quarantined > 1_000, "{:?}", met.totals());
}

/// Service comes back within a window. What a flood has still to come when that begins keeps it from having kept within,
/// though all of it surely ends before the service is back; what is left of the capacity then rejects first submissions of
/// all.
#[test]
fn c3_a_flood_without_service_taints_the_window_in_which_it_is_back() {
    let [mut burst, out, few] = [
        flood("burst", "beta", "8/s"),
        json!({ "id": "out", "at": "10:10", "lasts": "350 s", "outage": {} }),
        json!({ "id": "few", "at": "10:15:50", "lasts": "10 s", "outage": { "capacity": 0.1 } }),
    ];
    burst["lasts"] = json!("40 s");
    let rule = json!([{ "id": "late", "attempts": 2, "first": "5 min", "factor": 1, "jitter": 0 }]);
    let scenario = small(&[
        ("/duration", json!("30 min")),
        ("/gateway/backlog_limit", json!("1 s")),
        ("/retries", rule),
        ("/events", json!([burst, out, few])),
    ]);
    agree(&scenario);
    let f = run(&plan(&scenario).counts_only(), 0, false).fairness;
    assert!(f.f3.count > 0 && f.f5.count > 0, "{f:?}");
}

#[test]
fn counts_are_those_of_whole_runs_where_nothing_is_random() {
    let mut compared = 0;
    for seed in 0..300 {
        let scenario = small(&exact_changes(seed));
        let whole = plan(&scenario);
        let counts = whole.clone().counts_only();
        let kept = |plan: &Plan, r: u32| {
            let mut ledger = Ledger { replication: 0, ..run(plan, r, false) };
            (ledger.users, ledger.timeline, ledger.northbound) = Default::default();
            (ledger.waits, ledger.added, ledger.until_accepted) = Default::default();
            // Of a course it is not told whose the requests are that begin (C2).
            ledger.harm.iter_mut().for_each(|h| h.requests = Default::default());
            ledger
        };
        let first = kept(&whole, 0);
        let certain = |runs: u32| (1..runs).all(|r| kept(&whole, r) == first);
        if !certain(6) {
            continue;
        }
        let found = kept(&counts, 0);
        // Six may agree by chance; two hundred do not.
        if found != first && !certain(200) {
            continue;
        }
        same(&first, &found, &scenario.resolved.to_string());
        compared += 1;
    }
    assert!(compared >= 150, "only {compared}");
}

#[test]
fn counts_are_the_same_with_every_half_hour_opened() {
    for seed in 0..150 {
        let file = random_scenario(seed);
        show_where_it_fails(&file, || leaping_and_stepping(&read(&file, &[])));
    }
    restarts().iter().chain(&stopped()).for_each(leaping_and_stepping);
    leaping_and_stepping(&stopped_in_peace());
    for (name, duration) in [("restart-at-0200", "10 h"), ("beast-from-the-east", "4 h")] {
        let changes = [("/duration", json!(duration)), ("/northbound/enabled", json!(false))];
        let change = |(pointer, value): &(&str, Value)| Change {
            pointer: (*pointer).to_owned(),
            value: value.clone(),
        };
        let changes: Vec<Change> = changes.iter().map(change).collect();
        leaping_and_stepping(&load(name, &changes).unwrap_or_else(|faults| panic!("{faults}")));
    }
}

/// Two variants, so that they share their traffic.
fn leaping_and_stepping(scenario: &Scenario) {
    let mut other = scenario.clone();
    other.mechanism.hold += 1;
    let one = plan(scenario).counts_only();
    let other = Plan::sharing(Arc::new(other), &[one.clone()]).expect("a plan").counts_only();
    let [leaping, stepping] = [false, true].map(|step_all| {
        run_variants(&[&one, &other], 1, step_all, |_| true).expect("not interrupted")
    });
    for (leaping, stepping) in leaping.iter().zip(&stepping) {
        same(leaping, stepping, "counts only, leaping and stepping");
        assert!(leaping.timeline.is_empty() && leaping.users.is_empty(), "rows that are not kept");
        assert!(leaping.waits.count() == 0 && leaping.northbound.is_empty(), "waits or messages");
    }
}

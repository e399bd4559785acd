//! T8: a course whose days are drawn from a log: its counts have the law of the days that are drawn, and nothing that is opened or
//! left out makes a difference.

use headroom_core::engine::{Plan, run};
use headroom_core::experiment::{Running, replicate};
use headroom_core::ledger::{Folded, Ledger};
use headroom_core::scenario::Scenario;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use kit::judge::log_days::Days;
use kit::make::{Changes, scenario};
use kit::recorded::log;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The course begins on a Friday, and has a clock change.
const FIRST: Date = date(2022, 10, 28);
const LENGTH: i64 = 33;
/// The log, a Monday.
const LOG: Date = date(2022, 6, 6);

/// Requests of a half-hour of the log: days differ much, and a fortnight has one evening above what the DSP can do.
fn requests(day: i64, half_hour: i64) -> i64 {
    let evening = if day == 9 && half_hour == 38 { 60_000 } else { 0 };
    60 + 40 * ((day * day) % 11) + 3 * half_hour + evening
}

fn fortnight(days: i64) -> Value {
    let mut lines = vec!["time,user,srv,mode,count".to_owned()];
    for day in 0..days {
        for half_hour in 0..48 {
            let date = LOG + day.days();
            let at = format!("{date}T{:02}:{:02}:00+01:00", half_hour / 2, half_hour % 2 * 30);
            let n = requests(day, half_hour);
            lines.push(format!("{at},supplier-b,4.6.1,on_demand,{n}"));
            lines.push(format!("{at},supplier-b,4.6.1,dcc_scheduled,{}", n / 7));
            lines.push(format!("{at},supplier-a,1.1.1,on_demand,{}", n / 3));
        }
    }
    json!({ "from": log(&lines), "bin": "30 min", "second_submissions": false })
}

fn course(recording: Value, changes: Changes) -> Scenario {
    let file = json!({
        "name": "year", "extends": "minimal", "start": FIRST.to_string() + "T00:00",
        "duration": format!("{LENGTH} days"), "replications": 6, "plan": {}, "assertions": [],
        "events": [
            { "id": "runaway-adapter", "remove": true },
            { "id": "works", "occurs": { "per_year": 40 }, "lasts": "20 min", "outage": { "capacity": 0 } }
        ],
        "traffic": { "recording": recording, "signing_delay": "20 min", "day_cv": 0.1, "day_cv_common": 0.05 }
    });
    scenario(&file, changes)
}

fn plan(scenario: &Scenario) -> Plan {
    Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"))
}

#[test]
fn t8_a_course_of_a_log_opened_whole_or_in_part_on_one_thread_or_more_is_the_same() {
    let mut further = fortnight(14);
    further["users"] = json!({ "ids": ["supplier-b"] });
    let growth = json!({ "requests_per_meter": [
        { "month": "2022-10", "times": 1 }, { "month": "2022-11", "times": 1.3 }] });
    let caps = json!([{ "id": "all", "rate": "8/s" }]);
    let cases: [(&str, Scenario); 4] = [
        ("all", course(fortnight(14), &[])),
        ("beside modelled Users", course(further, &[])),
        ("growing", course(fortnight(14), &[("/plan", growth)])),
        ("capped", course(fortnight(14), &[("/gateway/caps", caps)])),
    ];
    for (name, scenario) in cases {
        let plan = plan(&scenario);
        let mut throttled = 0;
        for replication in 0..2 {
            let (leap, all) = (run(&plan, replication, false), run(&plan, replication, true));
            assert!(leap == all, "{name}, replication {replication}");
            let opened: u64 = leap.episodes.iter().map(|e| e.to - e.from).sum();
            assert!(opened < LENGTH as u64 * 8_640 / 2, "{name}: most half-hours are dull");
            throttled += leap.totals().throttled + leap.totals().capped;
        }
        assert!(throttled > 0, "{name}: the evening is drawn and acts");
    }
    let plan = plan(&course(fortnight(14), &[]));
    let folded = |threads| -> Folded {
        replicate(&plan, Running { threads, ..Running::default() }, || ()).expect("threads")
    };
    assert!(folded(1) == folded(3), "on any number of threads");
}

/// A User's requests of an SRV in a replication.
fn sent(plan: &Plan, ledger: &Ledger) -> BTreeMap<String, u64> {
    let name = |(u, s): &(usize, usize)| {
        format!("{} {}", plan.scenario.users[*u].id, plan.scenario.srvs[*s].id)
    };
    let pairs = plan.traffic.pairs.iter().zip(&ledger.pairs);
    pairs.map(|(pair, counts)| (name(pair), counts.requests)).collect()
}

/// Mean and variance of a course's requests, of which a day of the log has so many: every block begins on any day that it may,
/// independently of the others.
fn law(block_days: i64, of_day: impl Fn(i64) -> i64, twice: impl Fn(i64) -> i64) -> (f64, f64) {
    let days = Days { log: (0..14).map(|d| LOG + d.days()).collect(), holidays: Vec::new() };
    let (mut mean, mut variance) = (0.0, 0.0);
    for first in (0..LENGTH).step_by(block_days as usize) {
        let begins = FIRST + first.days();
        let in_block = |start: &Date| -> f64 {
            let each = (first..(first + block_days).min(LENGTH)).map(|d| {
                let day = FIRST + d.days();
                let stands = i64::from((days.stands(begins, *start, day) - LOG).get_days());
                let again = if day == date(2022, 10, 30) { twice(stands) } else { 0 };
                of_day(stands) + again
            });
            each.sum::<i64>() as f64
        };
        let all: Vec<f64> = days.may_stand(begins).iter().map(in_block).collect();
        let of_block = all.iter().sum::<f64>() / all.len() as f64;
        mean += of_block;
        variance +=
            all.iter().map(|x| (x - of_block) * (x - of_block)).sum::<f64>() / all.len() as f64;
    }
    (mean, variance)
}

#[test]
fn t8_a_year_of_a_log_has_the_mean_and_variance_of_the_days_that_are_drawn() {
    const RUNS: u32 = 300;
    for block_days in [1, 7] {
        let blocks = ("/traffic/recording/block_days", json!(block_days));
        let quiet = ("/events/works/occurs/per_year", json!(0));
        let ample = ("/gateway/max_capacity", json!("200/s"));
        let plan = plan(&course(fortnight(14), &[blocks, quiet, ample]));
        let all: Vec<f64> = (0..RUNS)
            .map(|r| sent(&plan, &run(&plan, r, false))["supplier-a 1.1.1"] as f64)
            .collect();
        let day = |d: i64| (0..48).map(|h| requests(d, h) / 3).sum();
        let twice = |d: i64| (2..4).map(|h| requests(d, h) / 3).sum();
        let (mean, variance) = law(block_days, day, twice);
        let n = f64::from(RUNS);
        let found = all.iter().sum::<f64>() / n;
        let squares = || all.iter().map(|x| (x - found) * (x - found));
        let [second, fourth] =
            [squares().sum::<f64>() / n, squares().map(|x| x * x).sum::<f64>() / n];
        let z = (found - mean) / (variance / n).sqrt();
        assert!(z.abs() < 4.0, "blocks of {block_days}: {found} against {mean}, z {z}");
        let error = ((fourth - second * second) / n).sqrt();
        let z = (second - variance) / error;
        assert!(
            z.abs() < 4.0,
            "blocks of {block_days}: variance {} against {variance}, z {z}",
            second
        );
    }
}

#[test]
fn t8_requests_of_a_grown_log_are_superposed_in_stretches_and_out_of_them() {
    let times = 1.75;
    let growth =
        json!({ "meters": [{ "id": "all", "points": [{ "month": "2022-01", "times": times }] }] });
    let evens = |plan: Value| self::plan(&course(fortnight(14), &[("/plan", plan)]));
    let (as_it_was, grown) = (evens(json!({})), evens(growth));
    for replication in 0..4 {
        let [was, is] = [&as_it_was, &grown].map(|p| sent(p, &run(p, replication, false)));
        for (pair, n) in &was {
            let (n, is) = (*n as f64, is[pair] as f64);
            let error = (n * 0.75 * 0.25).sqrt();
            assert!((is - times * n).abs() < 4.5 * error, "{pair}: {is} of {n}");
        }
    }
}

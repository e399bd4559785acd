//! Courses: what occurs does so as often, when and as large as it says, whatever else is in the file; and a course is
//! what the plain engine makes of the same days.

use headroom_core::engine::{Plan, run};
use headroom_core::experiment::{Running, replicate};
use headroom_core::ledger::{Folded, Ledger, UseInMonth};
use headroom_core::random::Keys;
use headroom_core::scenario::Scenario;
use headroom_core::traffic::Traffic;
use kit::make::scenario;
use serde_json::{Value, json};

/// Three Users send some two requests a second to a DSP that can do ten; the days begin at midnight, in July.
fn market(days: u32, events: Value) -> Value {
    let clear: Vec<Value> = vec![json!({ "id": "runaway-adapter", "remove": true })];
    let events: Vec<Value> =
        clear.into_iter().chain(events.as_array().expect("a list").iter().cloned()).collect();
    json!({
        "name": "course", "extends": "minimal", "start": "2022-07-01T00:00",
        "duration": format!("{days} days"), "replications": 1, "events": events, "assertions": []
    })
}

fn flood(when: Value) -> Value {
    let mut event = json!({
        "id": "flood", "lasts": "10 min",
        "denial_of_service": { "users": { "ids": ["supplier-b"] }, "srvs": ["4.6.1"], "rate": "20/s" }
    });
    event.as_object_mut().expect("an object").extend(when.as_object().expect("an object").clone());
    event
}

fn never() -> Value {
    json!({ "id": "never", "occurs": { "per_year": 0 }, "lasts": "10 min", "outage": { "capacity": 0 } })
}

fn plan(scenario: &Scenario) -> Plan {
    Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn ledgers(file: &Value, replications: u32) -> Vec<Ledger> {
    let plan = plan(&scenario(file, &[]));
    (0..replications).map(|r| run(&plan, r, false)).collect()
}

/// Mean, and variance of the mean.
fn mean(ledgers: &[Ledger], of: impl Fn(&Ledger) -> f64) -> (f64, f64) {
    let n = ledgers.len() as f64;
    let mean = ledgers.iter().map(&of).sum::<f64>() / n;
    let variance = ledgers.iter().map(|l| (of(l) - mean) * (of(l) - mean)).sum::<f64>() / (n - 1.0);
    (mean, variance / n)
}

/// C2: what all Users used in all months.
fn in_months(ledger: &Ledger, of: fn(&UseInMonth) -> u64) -> f64 {
    ledger.months.iter().flat_map(|m| &m.users).map(of).sum::<u64>() as f64
}

/// Days since the course began at which something of number `event` did, whatever came of it.
fn begins(ledger: &Ledger, event: usize) -> Vec<u64> {
    let all = ledger.episodes.iter().flat_map(|e| &e.events);
    all.filter(|e| e.0 == event).map(|e| e.1).collect()
}

#[test]
fn a_course_is_what_the_plain_engine_makes_of_the_same_days() {
    let events = json!([
        flood(json!({ "at": "2022-07-02T10:00" })),
        { "id": "outage", "at": "2022-07-04T23:40", "lasts": "45 min", "outage": { "capacity": 0 } }
    ]);
    let mut course = events.clone();
    course.as_array_mut().expect("a list").push(never());
    let plain = ledgers(&market(6, events), 80);
    let course = ledgers(&market(6, course), 80);
    let figures: [(&str, fn(&Ledger) -> f64); 13] = [
        ("requests", |l| l.totals().requests as f64),
        ("attempts", |l| l.totals().attempts as f64),
        ("served", |l| l.totals().served as f64),
        ("throttled", |l| l.totals().throttled as f64),
        ("rejected", |l| l.totals().rejected as f64),
        ("unavailable", |l| l.totals().unavailable as f64),
        ("abandoned", |l| l.totals().abandoned as f64),
        ("never answered", |l| l.harm_totals().never_answered().sum() as f64),
        ("activations", |l| l.activations.len() as f64),
        ("active", |l| l.active_cells as f64),
        ("peak", |l| l.peak_load.0 as f64),
        ("use", |l| in_months(l, |u| u.used + u.expected)),
        ("breach", |l| in_months(l, |u| u.excess)),
    ];
    for (name, of) in figures {
        let ((a, va), (b, vb)) = (mean(&plain, of), mean(&course, of));
        assert!(a > 0.0, "{name} is nothing to compare");
        let error = (va + vb).sqrt();
        assert!(
            (a - b).abs() <= 4.0 * error + 1e-9,
            "{name}: {a} plain, {b} as a course, ± {error}"
        );
    }
    let places = |l: &Ledger| l.activations.iter().map(|a| a.from / 8_640).collect::<Vec<_>>();
    assert_eq!(places(&plain[0])[0], 1, "the flood is on the second day");
    assert_eq!(places(&course[0])[0], 1, "and in the course too");
    // The outage goes over midnight, and its episode too; the flood has its own.
    assert_eq!(course[0].episodes.len(), 2);
    let over = &course[0].episodes[1];
    assert!((3 * 8_640..4 * 8_640).contains(&over.from), "{over:?}");
    assert!(over.to > 4 * 8_640 && over.to - over.from < 8_640, "{over:?}");
}

/// T5: what a half-hour of a run holds: every cohort's count, and in which cells it falls.
fn fresh(scenario: &Scenario, keys: &Keys, block: usize) -> (Vec<u64>, Vec<String>) {
    let traffic = Traffic::new(scenario);
    let (from, to) = traffic.days().find(|(_, to)| block < *to).expect("a block of the run");
    let counts = traffic.count_day(keys, from, to).block(block).to_vec();
    let placed = traffic.place(keys, block, &counts);
    let cells = 0..scenario.calendar.cells_per_block();
    (counts, cells.map(|c| format!("{:?}", placed.cell(c))).collect())
}

#[test]
fn t5_a_half_hour_has_the_same_requests_whichever_episode_opens_it() {
    let mut file = market(6, json!([never(), flood(json!({ "at": "2022-07-02T10:00" }))]));
    file["traffic"] = json!({
        "day_cv": 0.3, "day_cv_common": 0.2, "day_correlation": 0.6, "slot_cv": 0.1, "slot_cv_common": 0.1
    });
    let course = scenario(&file, &[]);
    let episode = |from: usize, to: usize| {
        let mut episode = course.episode(from, to, &[]);
        episode.peaks = Some(vec![1.0; course.users.len()]);
        episode
    };
    // One within a day, one that begins the day before, one that goes on for two, one of the first day on.
    let keys = Keys::new(5, 3);
    let shapes = [(60, 80), (40, 72), (65, 170), (0, 288)];
    for half_hour in [66, 68, 70, 71] {
        let of = |&(from, to): &(usize, usize)| {
            fresh(&episode(from, to), &keys.of_episode(from as u64), half_hour - from)
        };
        let all: Vec<_> = shapes.iter().map(of).collect();
        assert!(all[0].0.iter().sum::<u64>() > 1_000, "{:?}", all[0].0);
        assert!(all.iter().all(|one| *one == all[0]), "half-hour {half_hour}");
    }
    // A run of its own that begins at another time has the same too, but for where day factors begin.
    let plain = |start: &str, block: usize| {
        let clear = json!([{ "id": "runaway-adapter", "remove": true }]);
        let day = json!({ "name": "day", "extends": "minimal", "start": start, "duration": "6 h", "events": clear, "assertions": [] });
        fresh(&scenario(&day, &[]), &keys, block)
    };
    assert_eq!(plain("2022-07-06T09:00", 4), plain("2022-07-06T10:30", 1));
}

#[test]
fn the_dull_days_are_dull_and_every_half_hour_opened_makes_no_difference() {
    // A day in ten is loud by its factors alone, and a flood comes every third.
    let mut file = market(
        24,
        json!([flood(
            json!({ "occurs": { "per_year": 100, "time": { "from": "22:00", "to": "23:50" } } })
        )]),
    );
    file["traffic"] = json!({
        "day_cv_common": 0.2, "day_correlation": 0.5, "slot_cv": 0.1, "slot_cv_common": 0.05,
        "streams": [{ "id": "reads", "amount": { "per_meter": 10 } }]
    });
    file["gateway"] = json!({ "max_capacity": "60/s" });
    let plan = plan(&scenario(&file, &[]));
    let (mut episodes, mut loud) = (0, 0);
    for replication in 0..3 {
        let (leap, all) = (run(&plan, replication, false), run(&plan, replication, true));
        assert!(leap == all, "replication {replication}");
        episodes += leap.episodes.len();
        loud += leap.episodes.iter().filter(|e| e.events.is_empty() && e.activations > 0).count();
        assert!(
            leap.episodes.iter().map(|e| e.to - e.from).sum::<u64>() < 24 * 8_640,
            "some days are dull"
        );
    }
    assert!(episodes > 8 && loud > 0, "{episodes} episodes, {loud} of ordinary traffic");
}

#[test]
fn g2_caps_and_anomaly_detection_act_in_a_course_as_they_do_in_the_plain_engine() {
    // The flood is 12,000 attempts and more, at a third above the cap.
    let file = |events: Value| {
        let mut file = market(6, events);
        file["gateway"] = json!({
            "caps": [{ "id": "all", "rate": "15/s" }],
            "anomaly": [{ "id": "all", "times_busiest_day": 1.5, "at_least": 5_000 }]
        });
        file
    };
    let mut floods = json!([flood(json!({ "at": "2022-07-02T10:00" }))]);
    let plain = ledgers(&file(floods.clone()), 40);
    floods.as_array_mut().expect("a list").push(never());
    let course = ledgers(&file(floods.clone()), 40);
    let figures: [(&str, fn(&Ledger) -> f64); 4] = [
        ("requests", |l| l.totals().requests as f64),
        ("quarantined", |l| l.totals().quarantined as f64),
        ("capped", |l| l.totals().capped as f64),
        ("abandoned", |l| l.totals().abandoned as f64),
    ];
    for (name, of) in figures {
        let ((a, va), (b, vb)) = (mean(&plain, of), mean(&course, of));
        assert!(a > 0.0, "{name} is nothing to compare");
        assert!(
            (a - b).abs() <= 4.0 * (va + vb).sqrt() + 1e-9,
            "{name}: {a} plain, {b} in a course"
        );
    }
    let plan = plan(&scenario(&file(floods), &[]));
    assert!(run(&plan, 0, false) == run(&plan, 0, true));
    let days: Vec<(u64, u64)> =
        course[0].episodes.iter().map(|e| (e.from / 8_640, e.to / 8_640)).collect();
    assert_eq!(days, [(1, 2)], "the rest of that day, and no other");
}

#[test]
fn what_occurs_at_a_rate_has_a_poisson_number_in_its_season_at_any_time_of_day() {
    let event = json!({
        "id": "outage", "occurs": { "per_year": 20, "months": [7], "time": { "from": "06:00", "to": "18:00" },
          "values": [{ "at": "/lasts", "uniform": ["1 min", "3 min"] }] },
        "outage": { "capacity": 0 }
    });
    // Forty days: 20 a year, all in the 31 days of July.
    let courses = ledgers(&market(40, json!([event])), 60);
    let of = |l: &Ledger| begins(l, 0).len() as f64;
    let (found, variance_of_mean) = mean(&courses, of);
    assert!((found - 20.0).abs() < 4.0 * (20.0_f64 / 60.0).sqrt(), "{found} a year");
    // The variance of a Poisson number is its mean, known to within √(2/n) of itself.
    let variance = variance_of_mean * 60.0;
    assert!(
        (variance / 20.0 - 1.0).abs() < 4.0 * (2.0_f64 / 60.0).sqrt() + 0.05,
        "variance {variance}"
    );
    let cells: Vec<u64> = courses.iter().flat_map(|l| begins(l, 0)).collect();
    assert!(cells.iter().all(|c| c / 8_640 < 31), "all in July");
    let hours: Vec<f64> = cells.iter().map(|c| (c % 8_640) as f64 / 360.0).collect();
    assert!(hours.iter().all(|h| (6.0..18.0).contains(h)));
    let n = hours.len() as f64;
    let mid = hours.iter().sum::<f64>() / n;
    assert!(
        (mid - 12.0).abs() < 4.0 * 12.0 / (12.0 * n).sqrt(),
        "the mean of a uniform time is 12:00, not {mid}"
    );
    let all = courses.iter().flat_map(|l| &l.episodes).flat_map(|e| &e.events);
    let lasts: Vec<u64> = all.map(|e| e.2 - e.1).collect();
    assert!(lasts.iter().all(|l| (6..=18).contains(l)));
    let mean_length = lasts.iter().sum::<u64>() as f64 / n;
    assert!((mean_length - 12.0).abs() < 4.0 * 12.0 / (12.0 * n).sqrt(), "{mean_length} cells");
}

#[test]
fn what_is_given_by_date_comes_on_it_and_through_the_clock_changes() {
    let outage = |id: &str, occurs: Value| json!({ "id": id, "occurs": occurs, "lasts": "10 min", "outage": { "capacity": 0 } });
    let mut file = market(
        365,
        json!([
            outage("monthly", json!({ "each_month": 7, "time": "20:00" })),
            outage("dated", json!({ "each_year": ["03-26", "10-30", "12-25"], "time": "01:30" }))
        ]),
    );
    file["traffic"] = json!({ "day_cv": 0, "day_cv_common": 0 });
    let scenario = scenario(&file, &[]);
    let ledger = run(&plan(&scenario), 0, false);
    let said = |event| -> Vec<String> {
        begins(&ledger, event).iter().map(|c| scenario.calendar.local(*c)).collect()
    };
    let monthly = said(0);
    assert_eq!(monthly.len(), 12);
    assert!(monthly.iter().all(|m| m[8..].starts_with("07T20:00")), "{monthly:?}");
    // 01:30 does not exist when the clocks go forward and comes twice when they go back: the next, and the first.
    assert_eq!(
        said(1),
        ["2022-10-30T01:30:00+01:00", "2022-12-25T01:30:00+00:00", "2023-03-26T02:00:00+01:00"],
    );
}

#[test]
fn t5_another_event_another_rate_and_a_longer_course_leave_the_draws_as_they_are() {
    let with = |days, rate: f64, more: bool| {
        let mut events = vec![flood(json!({ "occurs": { "per_year": rate } }))];
        if more {
            events.insert(0, json!({
                "id": "outage", "occurs": { "per_year": 40 }, "lasts": "10 min", "outage": { "capacity": 0 }
            }));
        }
        let ledger = ledgers(&market(days, json!(events)), 1).remove(0);
        begins(&ledger, usize::from(more))
    };
    let base = with(40, 60.0, false);
    assert!(base.len() > 2, "{base:?}");
    assert_eq!(base, with(40, 60.0, true), "another event");
    let longer = with(50, 60.0, false);
    assert_eq!(base, longer[..base.len()], "a longer course");
    let more = with(40, 120.0, false);
    assert!(base.iter().all(|b| more.contains(b)), "a higher rate keeps them: {base:?}, {more:?}");
}

#[test]
fn courses_are_the_same_on_any_number_of_threads_and_add_up() {
    let mut file = market(30, json!([flood(json!({ "occurs": { "per_year": 60 } }))]));
    file["replications"] = json!(5);
    let plan = plan(&scenario(&file, &[]));
    let folded = |threads| -> Folded {
        replicate(&plan, Running { threads, ..Running::default() }, || ()).expect("threads")
    };
    let one = folded(1);
    assert_eq!(one, folded(3));
    for run in &one.runs {
        let sum = |of: fn(&headroom_core::ledger::Episode) -> u64| {
            run.episodes.iter().map(of).sum::<u64>()
        };
        assert_eq!(sum(|e| e.counts.throttled), run.counts.throttled);
        assert_eq!(sum(|e| e.activations), run.activations.len() as u64);
        assert_eq!(sum(|e| e.active_cells), run.active_cells);
        let users: u64 = run.episodes.iter().flat_map(|e| &e.users).map(|u| u.2.sum()).sum();
        assert_eq!(users, run.harm.never_answered().sum());
    }
    // Two months, 48 half-hours, every day of five courses.
    assert_eq!(one.half_hours.len(), 48);
    assert!(one.half_hours.iter().all(|h| h.days == 30 * 5 && h.sum <= h.largest * h.days));
}

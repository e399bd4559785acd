//! T1.

use super::outage;
use kit::bare::{Ran, bare, batch, ran, sent};
use serde_json::{Value, json};

/// Attempts in each half-hour that has any.
fn half_hours(run: &Ran) -> Vec<(usize, u64)> {
    (0..).zip(run.ledger.users.iter().map(|row| row.attempts)).filter(|(_, n)| *n > 0).collect()
}

/// A whole day of `alpha`, on whose date the clocks change.
fn day(date: &str, duration: &str, streams: &[Value]) -> Ran {
    let changes = [
        ("/start", json!(format!("{date}T00:00"))),
        ("/duration", json!(duration)),
        ("/gateway/max_capacity", json!("1000/s")),
    ];
    sent(&bare(&[("alpha", 1)]), streams, &changes)
}

#[test]
fn t1_a_day_of_23_hours_leaves_out_the_batch_in_the_hour_that_is_missing() {
    let mut utc = batch("alpha", 7, "01:30");
    utc["batch"]["clock"] = json!("utc");
    utc["id"] = json!("utc");
    let streams = [
        batch("alpha", 10, "00:30"),
        batch("alpha", 20, "01:00"),
        batch("alpha", 30, "01:30"),
        batch("alpha", 40, "02:00"),
        utc,
    ];
    let run = day("2022-03-27", "23 h", &streams);
    // 02:00 is the first instant after 00:59:59; 01:30 UTC is 02:30.
    assert_eq!(half_hours(&run), [(1, 10), (2, 40), (3, 7)]);
    assert_eq!(run.scenario.calendar.blocks().len(), 46);
    assert_eq!(run.scenario.calendar.utc(360), "2022-03-27T01:00:00Z");
    assert_eq!(run.scenario.calendar.local(360), "2022-03-27T02:00:00+01:00");
}

#[test]
fn t1_a_day_of_25_hours_has_the_batch_in_its_double_hour_once_the_first_time() {
    let mut utc = batch("alpha", 7, "01:30");
    utc["batch"]["clock"] = json!("utc");
    utc["id"] = json!("utc");
    let streams = [
        batch("alpha", 10, "00:30"),
        batch("alpha", 20, "01:00"),
        batch("alpha", 30, "01:30"),
        batch("alpha", 40, "02:00"),
        utc,
    ];
    let run = day("2022-10-30", "25 h", &streams);
    // The day begins at 23:00 UTC: 01:30 comes in the fourth half-hour and again in the sixth.
    assert_eq!(half_hours(&run), [(1, 10), (2, 20), (3, 30), (5, 7), (6, 40)]);
    assert_eq!(run.scenario.calendar.blocks().len(), 50);
    assert_eq!(run.scenario.calendar.utc(540), "2022-10-30T00:30:00Z");
    assert_eq!(run.scenario.calendar.local(540), "2022-10-30T01:30:00+01:00");
    assert_eq!(run.scenario.calendar.local(900), "2022-10-30T01:30:00+00:00");
}

#[test]
fn t1_a_profile_sends_nothing_in_a_missing_half_hour_and_twice_in_a_double_one() {
    // A quarter of 1000 at 01:00, a quarter at 01:30, half at 10:00; exact, so that sums are certain.
    let mut shares = vec![0.0; 48];
    (shares[2], shares[3], shares[20]) = (0.25, 0.25, 0.5);
    for (date, duration, clock, expected) in [
        ("2022-03-27", "23 h", "local", 500),
        ("2022-10-30", "25 h", "local", 1_500),
        ("2022-07-06", "24 h", "local", 1_000),
        ("2022-03-27", "23 h", "utc", 1_000),
        ("2022-10-30", "25 h", "utc", 1_000),
    ] {
        let changes = [
            ("/start", json!(format!("{date}T00:00"))),
            ("/duration", json!(duration)),
            (
                "/traffic/profiles",
                json!([{ "id": "night", "clock": clock, "weekday": { "shares": shares } }]),
            ),
            (
                "/traffic/streams",
                json!([{ "id": "reads", "srv": "7.4", "amount": { "per_user": 1000 }, "exact": true, "profile": "night" }]),
            ),
        ];
        let run = ran(&bare(&[("alpha", 1)]), &changes);
        assert_eq!(run.all().requests, expected, "{date}, {clock}");
        if (date, clock) == ("2022-10-30", "local") {
            let busy: Vec<usize> =
                half_hours(&run).into_iter().map(|(half_hour, _)| half_hour).collect();
            assert_eq!(
                busy,
                [2, 3, 4, 5, 22],
                "01:00 and 01:30 in summer time, and again in winter time"
            );
        }
    }
}

#[test]
fn t1_an_event_on_the_day_of_25_hours_is_at_the_first_of_two_times() {
    let changes = [
        ("/start", json!("2022-10-30T00:00")),
        ("/duration", json!("25 h")),
        ("/events", json!([outage("01:30", "30 min", 0.0)])),
    ];
    let run = sent(&bare(&[("alpha", 1)]), &[], &changes);
    assert_eq!((run.scenario.events[0].from, run.scenario.events[0].to), (540, 720));
    assert_eq!(run.ledger.outage_cells, 180);
}

#[test]
fn t1_a_target_of_any_length_is_rounded_up_to_cells() {
    // The retry comes 30 s after the first attempt: past a target of 20 s, and inside one of 21 s,
    // which is three cells.
    for (target, abandoned) in [("20 s", 5), ("21 s", 0), ("30 s", 0)] {
        let changes = [
            ("/response_classes/on_demand/target", json!(target)),
            (
                "/retries",
                json!([{ "id": "one", "attempts": 2, "first": "30 s", "give_up_at_deadline": true }]),
            ),
            ("/events", json!([outage("10:05", "10 s", 0.0)])),
        ];
        let run = sent(&bare(&[("alpha", 1)]), &[batch("alpha", 5, "10:05")], &changes);
        assert_eq!(run.all().abandoned, abandoned, "{target}");
    }
}

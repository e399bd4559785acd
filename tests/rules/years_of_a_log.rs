//! T8: the days of a course drawn from those of a log. Each half-hour of the log here has a number of its own, so that it is known
//! again wherever it stands.

use headroom_core::random::Keys;
use headroom_core::scenario::Scenario;
use headroom_core::traffic::DrawnDays;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use kit::judge::log_days::Days;
use kit::make::{Changes, scenario};
use kit::recorded::log;
use kit::wrong::check_text;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const FIRST: Date = date(2022, 10, 3);
const HOLIDAYS: [Date; 2] = [date(2022, 10, 12), date(2023, 3, 29)];

/// Four weeks and a half from Monday 3 October with the end of summer time, a Thursday without a row, and half a day at either end.
fn five_weeks() -> String {
    let mut lines = vec!["date,settlement_period,user,srv,count".to_owned()];
    for day in -1..32_i64 {
        let date = FIRST + day.days();
        let periods = match day {
            -1 => 25..=48,
            31 => 1..=24,
            27 => 1..=50,
            17 => continue,
            _ => 1..=48,
        };
        for period in periods {
            let n = if day < 0 { 5 } else { 48 * day + period };
            lines.push(format!("{date},{period},supplier-b,4.6.1,{n}"));
        }
    }
    log(&lines)
}

fn year(changes: Changes) -> Scenario {
    let file = json!({
        "name": "year", "extends": "minimal", "start": "2023-03-13T00:00", "duration": "30 days",
        "holidays": HOLIDAYS.map(|d| d.to_string()),
        "events": [{ "id": "runaway-adapter", "remove": true }], "assertions": [], "plan": {},
        "traffic": { "recording": { "from": five_weeks(), "users": { "ids": ["supplier-b"] } } }
    });
    scenario(&file, changes)
}

/// What the log has that can be drawn.
fn days() -> Days {
    let whole = (0..31).filter(|day| ![17, 27].contains(day));
    Days { log: whole.map(|day| FIRST + day.days()).collect(), holidays: HOLIDAYS.to_vec() }
}

/// For each half-hour of the course, how many were sent.
fn sent(year: &Scenario, replication: u32, from: usize, to: usize) -> Vec<u64> {
    let keys = Keys::new(year.seed, replication);
    let recorded = year.recorded.as_ref().expect("recorded traffic");
    let drawn = DrawnDays::new(year, &keys).expect("days of a log");
    let all = drawn.sent(recorded, &keys, from, to);
    assert_eq!(all.sent.len(), 1, "of one User, SRV and mode");
    let mut counts = vec![0; to - from];
    all.sent[0].bins.counts.iter().for_each(|(bin, n)| counts[*bin as usize] += u64::from(*n));
    counts
}

/// The log's day and half-hour of such a number.
fn known_again(n: u64) -> (Date, usize) {
    (FIRST + ((n as i64 - 1) / 48).days(), (n as usize - 1) % 48)
}

#[test]
fn t8_days_of_a_course_are_those_of_the_log_in_blocks_by_kind_of_day_and_by_the_clock() {
    let days = days();
    for block_days in [1, 3, 7, 29] {
        let year = year(&[("/traffic/recording/block_days", json!(block_days))]);
        let blocks = year.calendar.blocks();
        let (mut begun, mut may) = (BTreeSet::new(), BTreeSet::new());
        for replication in 0..60 {
            let all = sent(&year, replication, 0, blocks.len());
            let mut starts = Vec::new();
            for (block, n) in blocks.iter().zip(&all) {
                let after = i64::from(block.local.date - blocks[0].local.date);
                let day = date(2023, 3, 13) + after.days();
                let first = date(2023, 3, 13) + (after / block_days * block_days).days();
                let (stands, half_hour) = known_again(*n);
                assert_eq!(half_hour, block.local.half_hour, "{day}");
                starts.extend((day == first).then_some((first, stands)));
                let start = starts.last().expect("a block has begun").1;
                assert_eq!(stands, days.stands(first, start, day), "{day}, from {start}");
            }
            for (first, start) in starts {
                begun.insert((days.kind(first), start));
                may.extend(days.may_stand(first).into_iter().map(|d| (days.kind(first), d)));
            }
        }
        // Blocks begin on every day that may stand for their first, and on no other.
        assert_eq!(begun, may, "{block_days}");
    }
    // The clocks go forward on Sunday 26 March: an hour of it is not there.
    let year = year(&[]);
    let sunday = date(2023, 3, 26) - date(2023, 3, 13);
    let from = 48 * sunday.get_days() as usize;
    let clock: Vec<usize> =
        sent(&year, 0, from, from + 47).iter().map(|n| known_again(*n).1).collect();
    let there: Vec<usize> = (0..48).filter(|h| ![2, 3].contains(h)).chain([0]).collect();
    assert_eq!(clock, there);
}

#[test]
fn t8_an_hour_that_comes_twice_is_sent_twice() {
    let year = year(&[("/start", json!("2022-10-29T00:00")), ("/duration", json!("3 days"))]);
    let clock: Vec<usize> = sent(&year, 0, 48, 98).iter().map(|n| known_again(*n).1).collect();
    let twice: Vec<usize> = (0..4).chain([2, 3]).chain(4..48).collect();
    assert_eq!(clock, twice);
}

#[test]
fn t5_a_half_hour_of_a_course_has_the_same_recorded_requests_whichever_part_of_it_is_opened() {
    let growth = json!({ "meters": [{ "id": "all", "points": [
        { "month": "2023-03", "times": 0.7 }, { "month": "2023-04", "times": 1.6 }] }] });
    let plain = sent(&year(&[]), 4, 0, 1_438);
    let year = year(&[("/plan", growth)]);
    let whole = sent(&year, 4, 0, 1_438);
    for (from, to) in [(0, 1), (13, 700), (640, 1_000), (1_437, 1_438)] {
        assert_eq!(sent(&year, 4, from, to), whole[from..to]);
    }
    // M2: each request thinned or superposed, by the month's own multiplier; the first of April is half-hour 910.
    for (part, times) in [(0..910, 0.7), (910..1_438, 1.6)] {
        let n: u64 = plain[part.clone()].iter().sum();
        let grown: u64 = whole[part.clone()].iter().sum();
        let error = (n as f64 * 0.24).sqrt();
        assert!((grown as f64 - times * n as f64).abs() < 4.0 * error, "{part:?}: {grown} of {n}");
        let most = plain[part.clone()].iter().zip(&whole[part]).all(|(n, grown)| *grown <= 2 * n);
        assert!(most && grown != n);
    }
}

#[test]
fn t8_it_is_said_how_many_days_stand_for_a_course_and_what_is_not_drawn() {
    let recorded = year(&[]).recorded.expect("recorded traffic");
    let said = recorded.remarks.join("; ");
    for part in [
        "29 days of the log (21 weekdays, 4 Saturdays, 4 Sundays or holidays) stand for the 30 of the course, drawn in blocks of 7",
        "what is rarer than one day in 29 is not in it",
        "requests lie on days that are not drawn: cut off at the log's ends, or with 46 or 50 half-hours",
    ] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn t8_a_log_with_too_few_days_of_a_kind_is_a_fault_and_so_are_blocks_longer_than_it() {
    let wrong = |recording: Value, more: Value| {
        let mut file = json!({
            "name": "year", "extends": "minimal", "start": "2023-03-13T00:00", "duration": "30 days",
            "events": [{ "id": "runaway-adapter", "remove": true }], "assertions": [], "plan": {},
            "traffic": { "recording": recording }
        });
        file.as_object_mut().expect("an object").extend(more.as_object().expect("one").clone());
        check_text(&file.to_string()).err().map(|faults| faults.to_string()).unwrap_or_default()
    };
    let week = |days: i64| {
        let mut lines = vec!["date,settlement_period,user,srv,count".to_owned()];
        let rows = (0..days).flat_map(|d| (1..=48).map(move |p| (FIRST + d.days(), p)));
        lines.extend(rows.map(|(date, p)| format!("{date},{p},supplier-b,4.6.1,3")));
        log(&lines)
    };
    let said = wrong(json!({ "from": week(9) }), json!({}));
    assert!(
        said.contains("9 days of the log (7 weekdays, 1 Saturday, 1 Sunday or holiday)"),
        "{said}"
    );
    // Two weekdays are enough for a course of weekdays.
    assert_eq!(
        wrong(json!({ "from": week(2), "block_days": 2 }), json!({ "duration": "5 days" })),
        ""
    );
    let said = wrong(json!({ "from": week(14), "block_days": 15 }), json!({}));
    assert!(said.contains("on 15 whole days at least (block_days)"), "{said}");
    let said = wrong(json!({ "from": week(14), "block_days": 0 }), json!({}));
    assert!(said.contains("a whole number from 1 to 366"), "{said}");
    let plain = json!({ "start": "2022-10-03T00:00", "plan": null, "duration": "1 day" });
    let said = wrong(json!({ "from": week(14), "block_days": 7 }), plain);
    assert!(said.contains("in a run that is no course"), "{said}");
}

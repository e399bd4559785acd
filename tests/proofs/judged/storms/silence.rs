//! G9: losses presumed from silence, what tells of them in the very cell in which it ends, and silences of meters with
//! supply.

use super::{Changes, Value, at, bins, case, json, polls, storm};

#[test]
fn g9_an_answer_in_the_cell_in_which_silence_ends_tells_of_the_loss() {
    // Back in cell 2; the silence of the round in cell 0 ends in cell 6, in which the next round asks.
    let of = |changes: Changes| {
        let ran = polls(2, &[("every", json!("60 s"))], changes);
        let supply = &ran.seen.supply[0];
        [&supply.from_loss, &supply.presumed, &supply.from_restoration].map(bins)
    };
    assert_eq!(of(&[]), [vec![(6, 10)], vec![], vec![(4, 10)]], "it answers at once");
    let later = of(&[("/response_classes/on_demand/response_time", json!("10 s"))]);
    assert_eq!(later, [vec![(6, 10)], vec![(6, 10)], vec![(5, 10)]], "a cell too late");
}

#[test]
fn g9_a_loss_presumed_is_known_also_where_the_next_comes_before_anybody_asks() {
    // Off in cells 0 and 1, and again from cell 8; asked in cells 0 and 12, silence ends six cells later.
    let curve: Vec<Value> = [(0, 1), (1, 1), (2, 0), (7, 0), (8, 1)]
        .map(|(cell, off)| json!({ "at": at(10 * cell), "off": off }))
        .into();
    let more = json!({ "curve": curve,
        "poll": { "every": "2 min", "spread": "10 s", "neighbours": 0, "stop_when_known": true },
        "alerts": { "after": "50 min", "outage_lost": 1, "restore_lost": 1 } });
    let ran = case(&[], &[("/events", storm(30, 10, 30, more))]);
    let supply = &ran.seen.supply[0];
    assert_eq!((supply.lost, supply.restored), (20, 20));
    assert_eq!(
        [&supply.from_loss, &supply.presumed].map(bins),
        [(); 2].map(|()| vec![(6, 10), (10, 10)])
    );
}

/// As good as every poll to a meter with supply: the next share is 1, which is none that a storm may have.
const ALL_SILENT: f64 = 0.999_999_999;

#[test]
fn g9_a_silent_neighbour_is_presumed_off_wrongly_with_each_poll() {
    // Ten customers are off, and two neighbours each are asked, in cells 0, 12 and 24.
    let silent = [("/events/storm/storm/silent_with_supply", json!(ALL_SILENT))];
    let ran = polls(30, &[], &silent);
    let supply = &ran.seen.supply[0];
    assert_eq!((supply.presumed_wrongly, ran.all().no_response, ran.all().served), (60, 90, 0));
    assert_eq!([&supply.from_loss, &supply.presumed].map(bins), [vec![(6, 10)], vec![(6, 10)]]);
    assert_eq!(polls(30, &[], &[]).seen.supply[0].presumed_wrongly, 0, "all of them answer");
}

#[test]
fn g9_a_silent_meter_that_is_back_tells_of_no_restoration() {
    // Back in cell 14; the round in cell 24 asks them, and their neighbours in all three.
    let silent = [("/events/storm/storm/silent_with_supply", json!(ALL_SILENT))];
    let ran = polls(14, &[("neighbours", json!(1))], &silent);
    let supply = &ran.seen.supply[0];
    assert_eq!((supply.restored, supply.polls, supply.presumed_wrongly), (10, 30, 30 + 10));
    assert_eq!([&supply.from_loss, &supply.from_restoration].map(bins), [vec![(6, 10)], vec![]]);
}

#[test]
fn g9_a_silent_meter_that_is_back_tells_of_no_loss_before() {
    // Off in cells 1 to 9, and asked in cells 12 and 24.
    let curve: Vec<Value> = [(0, 0), (1, 1), (9, 1), (10, 0)]
        .map(|(cell, off)| json!({ "at": at(10 * cell), "off": off }))
        .into();
    let of = |silent: f64| {
        let more = json!({ "curve": curve, "silent_with_supply": silent,
            "poll": { "every": "2 min", "spread": "10 s", "neighbours": 0, "stop_when_known": true },
            "alerts": { "after": "50 min", "outage_lost": 1, "restore_lost": 1 } });
        let ran = case(&[], &[("/events", storm(30, 10, 30, more))]);
        let supply = &ran.seen.supply[0];
        (supply.polls, supply.presumed_wrongly, bins(&supply.from_loss), bins(&supply.presumed))
    };
    assert_eq!(of(0.0), (10, 0, vec![(11, 10)], vec![]));
    assert_eq!(of(ALL_SILENT), (20, 20, vec![], vec![]));
}

#[test]
fn g9_a_silence_that_ends_after_the_run_presumes_nothing() {
    // Rounds in cells 0 and 174; the time-out of the second would end in cell 180, the first after the run's last.
    let more = json!({ "silent_with_supply": ALL_SILENT,
        "poll": { "every": "29 min", "spread": "10 s", "neighbours": 1, "stop_when_known": true } });
    let ran = case(&[], &[("/events", storm(180, 10, 180, more))]);
    let supply = &ran.seen.supply[0];
    assert_eq!((supply.neighbour_polls, supply.presumed_wrongly), (20, 10));
    assert_eq!((ran.all().no_response, ran.open().unanswered), (20, 20));
}

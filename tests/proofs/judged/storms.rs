//! G9.

mod silence;

use super::{Case, at, case, outage, sends, tries};
use headroom_core::ledger::{Supply, Waits};
use kit::make::Changes;
use serde_json::{Value, json};

/// delta's meters are off in the cells before `until`, in a storm of `cells`.
fn storm(cells: u64, meters: u64, until: u64, more: Value) -> Value {
    let mut storm = json!({ "parties": [{ "id": "delta", "customers": 1_000, "meters": meters }],
        "curve": [{ "at": "10:00", "off": 1 }] });
    if until < cells {
        let curve = storm["curve"].as_array_mut().expect("a list");
        curve.push(json!({ "at": at(10 * (until - 1)), "off": 1 }));
        curve.push(json!({ "at": at(10 * until), "off": 0 }));
    }
    let more = more.as_object().expect("an object").clone();
    storm.as_object_mut().expect("an object").extend(more);
    json!([{ "id": "storm", "at": "10:00", "lasts": format!("{} s", 10 * cells), "storm": storm }])
}

#[test]
fn g9_a_dark_device_is_asked_again_after_the_time_out() {
    // Dark in cells 0, 7 and 14; the time-out is six cells, and retries come in the cell after it.
    let dark = |cells| {
        let changes =
            [("/events", storm(cells, 100, cells, json!({}))), ("/retries", json!([tries(3)]))];
        case(&[sends("alpha", 50, 0)], &changes).all()
    };
    let c = dark(60);
    assert_eq!((c.attempts, c.tried_again, c.no_response, c.served), (150, 100, 50, 0));
    let c = dark(10);
    assert_eq!((c.attempts, c.tried_again, c.no_response, c.served), (150, 100, 0, 50));
    let c = dark(7);
    assert_eq!((c.attempts, c.tried_again, c.no_response, c.served), (100, 50, 0, 50));
}

#[test]
fn g9_silence_ends_what_asks_for_the_supply_whoever_sent_it() {
    let dark = |told: bool| {
        let changes = [
            ("/events", storm(60, 100, 60, json!({}))),
            ("/retries", json!([tries(3)])),
            ("/srvs/4.6.1/supply_status", json!(told)),
        ];
        case(&[sends("alpha", 50, 0)], &changes).all()
    };
    let c = dark(true);
    assert_eq!((c.attempts, c.tried_again, c.no_response), (50, 0, 50));
    let c = dark(false);
    assert_eq!((c.attempts, c.tried_again, c.no_response), (150, 100, 50));
}

#[test]
fn g9_only_a_storms_own_polls_inform_its_party() {
    // Nobody polls: delta's own 7.4 meets darkness at once, and delta is none the wiser.
    let asks = json!({ "id": "asks", "at": "10:00", "lasts": "10 s",
        "campaign": { "users": { "ids": ["delta"] }, "srv": "7.4", "number": 10 } });
    let more = json!({ "alerts": { "after": "50 s", "outage_lost": 1, "restore_lost": 1 } });
    let changes = [
        ("/events", storm(30, 100, 30, more)),
        ("/events/-", asks),
        ("/retries", json!([tries(3)])),
        ("/srvs/7.4/supply_status", json!(true)),
    ];
    let ran = case(&[], &changes);
    assert_eq!((ran.all().attempts, ran.all().no_response), (10, 10));
    assert_eq!(bins(&ran.seen.supply[0].from_loss), []);
    // A storm's poll is told by silence whatever its SRV says of itself.
    for told in [false, true] {
        let changes = [("/retries", json!([tries(3)])), ("/srvs/7.4/supply_status", json!(told))];
        let ran = polls(30, &[], &changes);
        assert_eq!((ran.all().no_response, ran.all().tried_again), (30, 0));
        assert_eq!(bins(&ran.seen.supply[0].from_loss), [(6, 10)]);
    }
}

#[test]
fn g9_answers_and_time_outs_after_the_end_are_not_heard() {
    let changes = [("/response_classes/on_demand/response_time", json!("11 s"))];
    let ran = case(&[sends("alpha", 50, 177), sends("beta", 50, 178)], &changes);
    assert_eq!((ran.user("alpha").served, ran.user("beta").served), (50, 0));
    assert_eq!(ran.open().unanswered, 50);
    let changes = [("/events", storm(180, 100, 180, json!({})))];
    let ran = case(&[sends("alpha", 50, 173), sends("beta", 50, 174)], &changes);
    assert_eq!((ran.all().no_response, ran.open().unanswered), (50, 50));
}

#[test]
fn g9_what_the_dsp_answers_itself_is_never_dark() {
    let changes =
        [("/events", storm(60, 100, 60, json!({}))), ("/srvs/4.6.1/device", json!(false))];
    assert_eq!(case(&[sends("alpha", 50, 0)], &changes).all().served, 50);
}

/// Ten customers off supply before cell `until`; delta asks every twelve cells, for thirty.
fn polls(until: u64, more: &[(&str, Value)], changes: Changes) -> Case {
    let mut poll =
        json!({ "every": "2 min", "spread": "10 s", "neighbours": 2, "stop_when_known": true });
    let mut alerts = json!({ "after": "50 s", "outage_lost": 1, "restore_lost": 1 });
    for (key, value) in more {
        let of = if *key == "after" || key.ends_with("lost") { &mut alerts } else { &mut poll };
        of[*key] = value.clone();
    }
    let event = storm(30, 10, until, json!({ "poll": poll, "alerts": alerts }));
    case(&[], &[&[("/events", event)], changes].concat())
}

fn bins(waits: &Waits) -> Vec<(u64, u64)> {
    waits.bins().collect()
}

#[test]
fn g9_rounds_ask_whoever_is_off_and_their_neighbours() {
    // Rounds in cells 0, 12 and 24; no response is known six cells later, and supply is back in 30.
    let ran = polls(30, &[], &[]);
    let [supply] = &ran.seen.supply[..] else { panic!("one party") };
    assert_eq!((supply.lost, supply.restored), (10, 10));
    assert_eq!((supply.polls, supply.neighbour_polls, supply.alerts), (30, 60, 0));
    assert_eq!(bins(&supply.from_loss), [(6, 10)]);
    assert_eq!(bins(&supply.presumed), [(6, 10)], "silence is all there is");
    assert_eq!(bins(&supply.from_restoration), []);
    assert_eq!((ran.all().no_response, ran.all().served), (30, 60));
}

#[test]
fn g9_an_answer_tells_that_supply_is_back() {
    let ran = polls(14, &[], &[]);
    let [supply] = &ran.seen.supply[..] else { panic!("one party") };
    // Back in cell 14, asked in cell 24.
    assert_eq!((supply.polls, bins(&supply.from_restoration)), (30, vec![(10, 10)]));
    assert_eq!((ran.all().no_response, ran.all().served), (20, 70));
}

#[test]
fn g9_who_is_known_to_be_back_is_asked_only_by_those_who_do_not_stop() {
    let alerts = [("restore_lost", json!(0)), ("outage_lost", json!(0))];
    let ran = polls(14, &alerts, &[]);
    let [supply] = &ran.seen.supply[..] else { panic!("one party") };
    // Loss is reported after five cells, before the first poll times out.
    assert_eq!((supply.polls, supply.neighbour_polls, supply.alerts), (20, 40, 20));
    assert_eq!(bins(&supply.from_loss), [(5, 10)]);
    assert_eq!(bins(&supply.presumed), [], "the alert told of it");
    assert_eq!(bins(&supply.from_restoration), [(0, 10)]);
    let ran = polls(14, &[&alerts[..], &[("stop_when_known", json!(false))]].concat(), &[]);
    assert_eq!((ran.seen.supply[0].polls, ran.all().served), (30, 70));
}

#[test]
fn g9_a_newer_poll_takes_the_place_of_one_that_waits_for_a_retry() {
    // No service before cell 14. The first round is tried in cells 0 and 10 and would be in 20; the
    // second in 12 and, admitted, in 22, so that the third has nobody to ask.
    let policy = json!([{ "id": "all", "attempts": 9, "first": "100 s" }]);
    let changes = [("/events/-", outage(0, 14)), ("/retries", policy)];
    let ran = polls(30, &[("neighbours", json!(0))], &changes);
    let [supply] = &ran.seen.supply[..] else { panic!("one party") };
    assert_eq!((supply.polls, bins(&supply.from_loss)), (20, vec![(28, 10)]));
    let c = ran.all();
    assert_eq!((c.attempts, c.unavailable, c.superseded, c.no_response), (40, 30, 10, 10));
    // It is no harm: who was to be asked is asked anew.
    assert_eq!(
        (c.abandoned, ran.seen.harm.iter().map(|h| h.never_answered().sum()).sum::<u64>()),
        (0, 0)
    );
}

#[test]
fn g9_a_poll_ends_superseded_however_long_after_the_storm_its_retry_comes() {
    // No service before cell 14: the first two rounds would be tried again in the next half-hour.
    let policy = json!([{ "id": "all", "attempts": 2, "first": "30 min" }]);
    let changes = [("/events/-", outage(0, 14)), ("/retries", policy), ("/duration", json!("1 h"))];
    let c = polls(30, &[("neighbours", json!(0))], &changes).all();
    assert_eq!((c.attempts, c.unavailable, c.abandoned, c.no_response), (30, 20, 0, 10));
    assert_eq!(c.superseded, 20);
}

/// Ten customers each of delta and of epsilon are off supply for thirty cells, and both ask as `poll` says but for
/// epsilon's `own` words; in the cells before `out` there is no service.
fn two_parties(poll: Value, own: Value, out: u64) -> Case {
    let mut more = json!({ "alerts": { "outage_lost": 1, "restore_lost": 1 } });
    if !poll.is_null() {
        more["poll"] = poll;
    }
    let mut events = storm(30, 10, 30, more);
    let epsilon = json!({ "id": "epsilon", "customers": 10, "meters": 10, "poll": own });
    events[0]["storm"]["parties"].as_array_mut().expect("a list").push(epsilon);
    if out > 0 {
        events.as_array_mut().expect("a list").push(outage(0, out));
    }
    let user = json!({ "id": "epsilon", "category": "electricity_network_party", "roles": ["ED"],
        "portfolio": { "electricity_credit": 600 } });
    let policy = json!([{ "id": "all", "attempts": 2, "first": "100 s" }]);
    case(&[], &[("/users/-", user), ("/events", events), ("/retries", policy)])
}

/// Polls of delta and of epsilon, of customers and of neighbours.
fn asked(ran: &Case) -> [(u64, u64); 2] {
    [0, 1].map(|party| (ran.seen.supply[party].polls, ran.seen.supply[party].neighbour_polls))
}

fn every_two_minutes() -> Value {
    json!({ "every": "2 min", "spread": "10 s", "neighbours": 0 })
}

#[test]
fn g9_each_word_of_a_party_stands_before_the_storms() {
    // delta asks in cells 0, 12 and 24. An answer, or its time-out, is there six cells after a poll.
    let as_the_storm = two_parties(every_two_minutes(), json!({}), 0);
    assert_eq!(asked(&as_the_storm), [(30, 0), (30, 0)]);
    let quicker = two_parties(every_two_minutes(), json!({ "every": "1 min" }), 0);
    assert_eq!(asked(&quicker), [(30, 0), (50, 0)], "in cells 0, 6, 12, 18 and 24");
    let wider = two_parties(every_two_minutes(), json!({ "neighbours": 3 }), 0);
    assert_eq!(asked(&wider), [(30, 0), (30, 90)]);
}

#[test]
fn g9_a_party_whose_poll_is_null_does_not_ask() {
    let ran = two_parties(every_two_minutes(), Value::Null, 0);
    assert_eq!(asked(&ran), [(30, 0), (0, 0)]);
    let known = [0, 1].map(|party| bins(&ran.seen.supply[party].from_loss));
    assert_eq!(known, [vec![(6, 10)], vec![]]);
    assert_eq!((ran.user("delta").requests, ran.user("epsilon").requests), (30, 0));
}

#[test]
fn g9_a_party_may_ask_where_its_storm_does_not_say_how() {
    // Every 15 minutes by default: once.
    let ran = two_parties(Value::Null, json!({ "neighbours": 2, "spread": "10 s" }), 0);
    assert_eq!(asked(&ran), [(0, 0), (10, 20)]);
}

#[test]
fn g9_only_a_partys_own_newer_round_supersedes_its_polls() {
    // No service before cell 14. delta's polls of cell 0 are out of attempts in cell 10, before its next round; those of
    // cell 12 are admitted in cell 22. epsilon's of cells 0, 6 and 12 would come again ten cells later, after its next.
    let ran = two_parties(every_two_minutes(), json!({ "every": "1 min" }), 14);
    let (delta, epsilon) = (ran.user("delta"), ran.user("epsilon"));
    assert_eq!((delta.requests, delta.abandoned, delta.superseded), (20, 10, 0));
    assert_eq!((epsilon.requests, epsilon.abandoned, epsilon.superseded), (50, 0, 30));
    assert_eq!((delta.no_response, epsilon.no_response), (10, 20));
}

/// What delta knows, whose ten customers are off in `cells` and whom all alerts reach, where the load of the first window
/// reaches Θ in cell 4.
fn with_mechanism(cells: std::ops::Range<u64>, changes: Changes) -> Supply {
    let event = json!([{ "id": "storm", "at": at(10 * cells.start),
        "lasts": format!("{} s", 10 * (cells.end - cells.start)), "storm": {
            "parties": [{ "id": "delta", "customers": 1_000, "meters": 10 }],
            "curve": [{ "at": at(10 * cells.start), "off": 1 }],
            "alerts": { "after": "50 s", "outage_lost": 0, "restore_lost": 0 } } }]);
    // Whose devices have no power would be drawn.
    let (hold, device) = (("/mechanism/hold", json!(1)), ("/srvs/4.6.1/device", json!(false)));
    let mut ran =
        case(&[sends("alpha", 500, 4)], &[&[("/events", event), hold, device], changes].concat());
    ran.seen.supply.remove(0)
}

#[test]
fn g9_losses_and_restorations_while_active_are_those_in_cells_that_begin_active() {
    // Active in the window from cell 6 to before 12, and no longer.
    let of = |cells, changes: Changes| {
        let active = with_mechanism(cells, changes).while_active;
        (active.lost, active.restored, bins(&active.from_loss), bins(&active.from_restoration))
    };
    assert_eq!(of(5..6, &[]), (0, 10, vec![], vec![(0, 10)]), "back in the first cell");
    assert_eq!(of(6..12, &[]), (10, 0, vec![(5, 10)], vec![]), "lost in the first");
    assert_eq!(of(11..30, &[]), (10, 0, vec![(5, 10)], vec![]), "known when it is over");
    assert_eq!(of(12..30, &[]), (0, 0, vec![], vec![]));
    // With `immediate` it becomes active in cell 4, after supply is lost in that.
    let immediate = [("/mechanism/detect", json!("immediate"))];
    assert_eq!(of(4..5, &immediate), (0, 10, vec![], vec![(0, 10)]));
    // Switched off it never is.
    let off = [("/mechanism/enabled", json!(false))];
    assert_eq!(of(6..8, &off), (0, 0, vec![], vec![]));
}

#[test]
fn g9_what_is_told_in_the_very_cell_of_the_time_out_is_told() {
    let alerts = |after| [("outage_lost", json!(0)), ("after", json!(after))];
    let presumed = |after| bins(&polls(30, &alerts(after), &[]).seen.supply[0].presumed);
    assert_eq!((presumed("60 s"), presumed("70 s")), (vec![], vec![(6, 10)]));
    // Back in cell 6, when nobody has answered for six cells.
    let back = |until| {
        let ran = polls(until, &[("restore_lost", json!(0)), ("after", json!("100 s"))], &[]);
        bins(&ran.seen.supply[0].presumed)
    };
    assert_eq!((back(6), back(7)), (vec![], vec![(6, 10)]));
}

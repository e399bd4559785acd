//! N2 to N6 and G7.

mod alerts;
mod load;
mod release;

use super::super::against_judge::exact::engine;
use super::{Case, bare_with_delta, sends, tries};
use headroom_core::ledger::{Messages, Waits};
use headroom_core::scenario::{Outbound, Scenario};
use headroom_core::traffic::{Message, Traffic};
use kit::judge::{flows, judge};
use kit::make::northbound::{adapter, on, per_s, restricted};
use kit::make::{Changes, scenario};
use serde_json::{Value, json};

/// The market of these cases with the northbound side on and changed by `set`.
fn north(streams: &[Value], changes: Changes, set: impl Fn(&mut Scenario)) -> Scenario {
    let mut all = vec![("/traffic/streams", json!(streams))];
    all.extend_from_slice(changes);
    let mut scenario = scenario(&bare_with_delta(), &all);
    on(&mut scenario);
    set(&mut scenario);
    scenario
}

/// The same run, where nothing is random.
fn certain(streams: &[Value], changes: Changes, set: impl Fn(&mut Scenario)) -> Case {
    let scenario = north(streams, changes, set);
    let seen = judge(&scenario, 0);
    assert!((1..5).all(|seed| judge(&scenario, seed) == seen), "something is random");
    assert_eq!(engine(&scenario), seen);
    Case { scenario, seen }
}

impl Case {
    /// Messages of all flows that fit.
    fn messages(&self, fits: impl Fn(&str, Message) -> bool) -> Messages {
        let flows = flows(&self.scenario, &Traffic::new(&self.scenario));
        let here = flows.iter().zip(&self.seen.messages);
        let here = here.filter(|(f, _)| fits(&self.scenario.users[f.user].id, f.what));
        here.fold(Messages::default(), |sum, (_, m)| sum + *m)
    }

    /// Delays of a User's messages of a class, in cells.
    fn delays(&self, user: usize, class: usize) -> Vec<(u64, u64)> {
        in_cells(&self.seen.delays[user].by_class[class])
    }
}

fn in_cells(waits: &Waits) -> Vec<(u64, u64)> {
    waits.bins().collect()
}

#[test]
fn n4_each_answer_makes_one_response() {
    // Two submissions of a critical request, and copies of what waits: one answer each.
    let critical = [("/srvs/4.6.1/critical", json!(true))];
    let ran = certain(&[sends("alpha", 50, 0)], &critical, |_| {});
    assert_eq!((ran.all().submissions, ran.messages(|_, _| true).generated), (100, 50));
    let mut policy = tries(5);
    policy["response_timeout"] = json!("15 s");
    let ran = certain(&[sends("alpha", 300, 0)], &[("/retries", json!([policy]))], |_| {});
    assert_eq!((ran.all().processed, ran.messages(|_, _| true).generated), (400, 300));
    assert_eq!(ran.delays(0, 0), [(0, 300)]);
}

#[test]
fn n4_no_response_is_said_so_each_time() {
    let dark = json!([{ "id": "storm", "at": "10:00", "lasts": "10 min", "storm": {
        "parties": [{ "id": "delta", "customers": 1_000, "meters": 100 }],
        "curve": [{ "at": "10:00", "off": 1 }] } }]);
    let changes = [("/events", dark), ("/retries", json!([tries(3)]))];
    let ran = certain(&[sends("alpha", 50, 0)], &changes, |_| {});
    assert_eq!((ran.all().tried_again, ran.all().no_response), (100, 50));
    assert_eq!(ran.messages(|_, _| true).generated, 150);
}

#[test]
fn n4_what_is_held_until_due_is_answered_once() {
    let mut future = sends("alpha", 60, 3);
    future["srv"] = json!("6.15");
    future["mode"] = json!("future_dated");
    future["due"] = json!({ "at": "10:20" });
    let ran = certain(&[future], &[], |_| {});
    assert_eq!((ran.all().processed, ran.messages(|_, _| true).generated), (120, 60));
    let windows = ran.seen.northbound.iter().filter(|row| row.responses > 0);
    assert_eq!(windows.map(|row| (row.cell, row.responses)).collect::<Vec<_>>(), [(120, 60)]);
}

#[test]
fn n4_what_the_path_cannot_carry_waits() {
    // 50 answered in cell 12; the path is down from 10 to 20 and carries 10 a cell.
    let ran = certain(&[sends("alpha", 50, 12)], &[], |s| {
        s.northbound.outbound = Outbound::Rate(per_s(1.0));
        s.events.push(restricted("down", 10, 20, 0.0));
    });
    assert_eq!(ran.delays(0, 0), [(8, 10), (9, 10), (10, 10), (11, 10), (12, 10)]);
    let delays = &ran.seen.delays[0];
    assert_eq!((delays.most_queued, delays.longest_behind), (50, 4));
    let rows = &ran.seen.northbound;
    assert_eq!((rows[2].queued, rows[3].sent, rows[3].queued), (50, 40, 10));
}

#[test]
fn n4_a_restricted_path_carries_its_share() {
    // Twice C is 200 a cell, a quarter of that 50.
    let ran = certain(&[sends("alpha", 100, 12)], &[], |s| {
        s.northbound.outbound =
            Outbound::TimesCapacity(headroom_core::domain::Share::from_f64(2.0));
        s.events.push(restricted("half", 10, 20, 0.5));
        s.events.push(restricted("quarter", 12, 15, 0.25));
    });
    assert_eq!(ran.delays(0, 0), [(0, 50), (1, 50)]);
}

#[test]
fn n4_fractions_of_a_message_are_carried_while_something_waits() {
    // 2.5 a cell: 2, 3, 2, 3; and 2 again when new ones come.
    let ran = certain(&[sends("alpha", 10, 0), sends("beta", 3, 9)], &[], |s| {
        s.northbound.outbound = Outbound::Rate(per_s(0.25));
    });
    assert_eq!(ran.delays(0, 0), [(0, 2), (1, 3), (2, 2), (3, 3)]);
    assert_eq!(ran.delays(1, 0), [(0, 2), (1, 1)]);
}

#[test]
fn n6_what_an_adapter_cannot_hold_is_lost() {
    // 10 a cell, and 20 may wait.
    let ran = certain(&[sends("alpha", 100, 0), sends("beta", 100, 1)], &[], |s| {
        s.northbound.adapters[0] = adapter(1.0, 20);
    });
    let alpha = ran.messages(|user, _| user == "alpha");
    assert_eq!((alpha.generated, alpha.delivered, alpha.lost, alpha.open()), (100, 30, 70, 0));
    assert_eq!(ran.delays(0, 0), [(0, 10), (1, 10), (2, 10)]);
    let delays = &ran.seen.delays[0];
    assert_eq!((delays.most_at_adapter, delays.longest_behind, delays.most_queued), (20, 2, 0));
    assert_eq!(ran.delays(1, 0), [(0, 100)]);
}

#[test]
fn n6_what_waits_at_the_end_is_open() {
    let ran = certain(&[sends("alpha", 100, 179)], &[], |s| {
        s.northbound.outbound = Outbound::Rate(per_s(6.0));
        s.northbound.adapters[0] = adapter(1.0, 60);
    });
    let m = ran.messages(|_, _| true);
    assert_eq!((m.delivered, m.lost, m.queued, m.at_adapter), (10, 0, 40, 50));
}

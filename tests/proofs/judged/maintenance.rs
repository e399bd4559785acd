//! What happens round maintenance (section 3), here in the cells from 10 to before 20.

use super::super::against_judge::exact::engine;
use super::{Case, bare_with_delta, outage, sends, tries};
use headroom_core::domain::{Share, Span};
use headroom_core::scenario::{EventKind, Later, Maintenance, Rule, Rules, ScheduledRelease};
use kit::judge::judge;
use kit::make::northbound::{event, maintenance, share};
use kit::make::{Changes, scenario};
use serde_json::{Value, json};

fn maintained(streams: &[Value], changes: Changes, what: Maintenance) -> Case {
    let mut all = vec![("/traffic/streams", json!(streams))];
    all.extend_from_slice(changes);
    let mut scenario = scenario(&bare_with_delta(), &all);
    scenario.events.insert(0, event("maintenance", 10, 20, EventKind::Maintenance(what)));
    let seen = judge(&scenario, 0);
    assert!((1..5).all(|seed| judge(&scenario, seed) == seen), "something is random");
    assert_eq!(engine(&scenario), seen);
    Case { scenario, seen }
}

/// `number` that the DCC schedules in `cell`.
fn scheduled(number: u64, cell: u64) -> Value {
    let mut stream = sends("alpha", number, cell);
    stream["mode"] = json!("dcc_scheduled");
    stream
}

/// How many waited so many whole cells, by the cells.
fn waited(ran: &Case) -> Vec<(u64, u64)> {
    let mut waits: Vec<(u64, u64)> = Vec::new();
    for (bin, n) in &ran.seen.waits {
        match waits.last_mut() {
            Some(last) if last.0 == bin / 10 => last.1 += n,
            _ => waits.push((bin / 10, *n)),
        }
    }
    waits
}

/// The DSP takes 100 a cell, and no more.
const NO_BACKLOG: (&str, &str) = ("/gateway/backlog_limit", "0 s");

fn released(how: ScheduledRelease, streams: &[Value]) -> Case {
    maintained(streams, &[(NO_BACKLOG.0, json!(NO_BACKLOG.1))], maintenance(how))
}

#[test]
fn maintenance_is_time_without_service() {
    let at_once = maintenance(ScheduledRelease::AtOnce);
    let ran = maintained(&[sends("beta", 30, 9), sends("beta", 30, 19)], &[], at_once);
    assert_eq!((ran.seen.outage_cells, ran.all().unavailable, ran.all().served), (10, 30, 30));
}

#[test]
fn what_the_dcc_schedules_runs_at_once() {
    let ran = released(ScheduledRelease::AtOnce, &[scheduled(250, 12)]);
    assert_eq!(waited(&ran), [(8, 100), (9, 100), (10, 50)]);
}

#[test]
fn what_the_dcc_schedules_runs_at_a_share_of_c() {
    // A third and a bit: 33.5 a cell.
    let how = ScheduledRelease::ShareOfCapacity(share(0.335));
    let ran = released(how, &[scheduled(100, 12), scheduled(34, 14)]);
    // Those of cell 12 first: 33, 34 and 33; then those of cell 14.
    assert_eq!(waited(&ran), [(8, 33), (9, 68), (10, 33)]);
}

#[test]
fn what_falls_due_later_starts_when_due_and_what_is_released_before_it() {
    // Cell 20: 60 are released, and 50 fall due; cell 21: the last of these, then of the released.
    let how = ScheduledRelease::ShareOfCapacity(share(0.6));
    let ran = released(how, &[scheduled(120, 19), scheduled(50, 20), scheduled(35, 21)]);
    // Of those of cell 19 60 wait one cell and 60 two; of those of cell 20 40 none and 10 one; and of the
    // last 30 none and 5 one.
    assert_eq!(waited(&ran), [(0, 70), (1, 75), (2, 60)]);
}

#[test]
fn what_the_dcc_schedules_runs_over_a_time() {
    let how = ScheduledRelease::Over(Span::from_s(8));
    assert_eq!(waited(&released(how, &[scheduled(70, 12)])), [(8, 70)]);
    let how = ScheduledRelease::ShareOfCapacity(Share::ZERO);
    assert_eq!(released(how, &[scheduled(70, 12)]).open().deferred, 70);
}

/// Everybody's 4.6.1 is sent again in one cell.
fn resend(share: f64) -> Maintenance {
    let rule = Rule {
        id: "all".to_owned(),
        users: vec![true; 4],
        of: vec![false, false, true, false, false],
        says: Later { share: Share::from_f64(share), spread: Span::from_s(10) },
    };
    Maintenance { resend: Rules::new(vec![rule]), ..maintenance(ScheduledRelease::AtOnce) }
}

fn resent(number: u32, more: Changes) -> Case {
    let mut other = sends("beta", 20, 12);
    other["srv"] = json!("7.4");
    let changes = [&[("/retries", json!([tries(number)]))], more].concat();
    maintained(&[sends("alpha", 50, 10), other], &changes, resend(1.0))
}

#[test]
fn what_would_be_given_up_is_sent_again_afterwards() {
    // Cells 10 and 11, and 20.
    let ran = resent(2, &[]);
    let c = ran.user("alpha");
    assert_eq!((c.attempts, c.unavailable, c.abandoned, c.served), (150, 100, 0, 50));
    assert_eq!(waited(&ran), [(10, 50)]);
    assert_eq!(ran.user("beta").abandoned, 20, "7.4 is not sent again");
}

#[test]
fn what_is_sent_again_has_made_two_attempts() {
    let out = [("/events", json!([outage(20, 21)]))];
    let c = resent(2, &out).user("alpha");
    assert_eq!((c.attempts, c.unavailable, c.abandoned), (150, 150, 50));
    // Cells 10 to 12, 20 and 21.
    let c = resent(3, &out).user("alpha");
    assert_eq!((c.attempts, c.unavailable, c.abandoned, c.served), (250, 200, 0, 50));
}

#[test]
fn what_is_past_its_deadline_by_then_is_given_up() {
    let mut policy = tries(2);
    policy["give_up_at_deadline"] = json!(true);
    let c = resent(2, &[("/retries", json!([policy]))]).user("alpha");
    assert_eq!((c.attempts, c.abandoned), (100, 50));
}

#[test]
fn what_nobody_sends_again_is_given_up() {
    let changes = [("/retries", json!([tries(2)]))];
    let c = maintained(&[sends("alpha", 50, 10)], &changes, resend(0.0)).all();
    assert_eq!((c.attempts, c.abandoned), (100, 50));
}

/// 60 that would be sent in cell 12, of which a share is sent in cell 20 instead.
fn put_off(share: f64) -> Case {
    let rule = Rule {
        id: "all".to_owned(),
        users: vec![true; 4],
        of: vec![true, true],
        says: Later { share: Share::from_f64(share), spread: Span::from_s(10) },
    };
    let deferred = Rules::new(vec![rule]);
    let what = Maintenance { deferred, ..maintenance(ScheduledRelease::AtOnce) };
    maintained(&[sends("alpha", 60, 12), scheduled(30, 13)], &[], what)
}

#[test]
fn what_users_put_off_is_fresh_afterwards() {
    for (share, unavailable) in [(1.0, 0), (0.4, 36), (0.0, 60)] {
        let ran = put_off(share);
        let c = ran.all();
        assert_eq!((c.requests, c.unavailable, c.abandoned), (90, unavailable, unavailable));
        // It does not wait; what the DCC schedules does.
        let waits = [(0, 60 - unavailable), (7, 30)];
        let some = waits.into_iter().filter(|(_, n)| *n > 0).collect::<Vec<_>>();
        assert_eq!(waited(&ran), some);
    }
}

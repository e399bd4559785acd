//! M8 and M9.

use super::{Case, case, outage, sends, tries};
use kit::make::Changes;
use serde_json::json;

/// alpha and beta use 90 and 54 of 120 in the first window, and send 40 each in cells 8 and 12. Warned is
/// who used more than `warn_at`, where load was above `warn_load`.
fn warned(warn_at: f64, warn_load: f64, defer_by: &str) -> Case {
    let warning = json!({ "enabled": true, "warn_at": warn_at, "warn_load": warn_load,
        "warn_for": "60 s", "defer_by": defer_by, "heed": [{ "id": "all", "share": 1 }] });
    let streams = [("alpha", 90), ("beta", 54)]
        .map(|(user, first)| [sends(user, first, 0), sends(user, 40, 8), sends(user, 40, 12)]);
    case(&streams.concat(), &[("/mechanism/early_warning", warning)])
}

#[test]
fn m8_a_warned_user_puts_off_what_it_would_send_while_it_holds() {
    // 90 of 120, in a window of 144 of 480. What alpha sends in cell 12 is not put off any more.
    let ran = warned(0.7, 0.29, "29 min");
    assert_eq!((ran.all().requests, ran.all().submissions), (304, 304));
    assert_eq!((ran.user("alpha").attempts, ran.user("beta").attempts), (130, 134));
    assert_eq!(ran.open().pending, 40);
    let ran = warned(0.7, 0.29, "5 min");
    assert_eq!((ran.open().pending, ran.all().served), (0, 304));
    assert!(ran.seen.waits.keys().all(|bin| *bin < 10), "a wait begins when it is sent");
}

#[test]
fn m8_a_warning_takes_more_than_the_shares() {
    assert_eq!(warned(0.75, 0.29, "29 min").open().pending, 0);
    assert_eq!(warned(0.7, 0.3, "29 min").open().pending, 0);
    assert_eq!(warned(0.44, 0.29, "29 min").open().pending, 80);
}

#[test]
fn m8_what_is_put_off_and_then_held_until_due_is_started_when_due() {
    // It comes at 10:30:20, in a half-hour that is quiet unless it falls due in it.
    let warning = json!({ "enabled": true, "warn_at": 0.7, "warn_load": 0.29, "warn_for": "60 s",
        "defer_by": "29 min", "heed": [{ "id": "all", "share": 1 }] });
    for due in ["10:45", "11:05"] {
        let mut held = sends("alpha", 40, 8);
        held["srv"] = json!("6.15");
        held["mode"] = json!("future_dated");
        held["due"] = json!({ "at": due });
        let changes =
            [("/mechanism/early_warning", warning.clone()), ("/duration", json!("90 min"))];
        let ran = case(&[sends("alpha", 90, 0), sends("beta", 54, 0), held], &changes);
        let c = ran.user("alpha");
        assert_eq!((c.requests, c.submissions, c.earlier_submissions), (130, 170, 40), "{due}");
        assert_eq!((c.served, ran.open().held), (130, 0), "{due}");
    }
}

/// Active from cell 6 to 36 at least; alpha, entitled to 120 a window, sends 300 in cell 6.
fn buffered(bound: &str, changes: Changes) -> Case {
    let all = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/buffer", json!({ "enabled": true, "bound": bound })),
    ];
    let streams = [sends("gamma", 480, 0), sends("alpha", 300, 6)];
    case(&streams, &[&all, changes].concat())
}

/// How many waited so many whole cells.
fn waited(ran: &Case, cells: std::ops::Range<u64>) -> Vec<u64> {
    let of = |cell: u64| ran.seen.waits.range(10 * cell..10 * cell + 10).map(|(_, n)| n).sum();
    cells.map(of).collect()
}

#[test]
fn m9_what_is_over_the_limit_waits_and_a_window_serves_an_allocation() {
    // 120 pass, and are all that may; of 180 in the buffer 120 are taken in cell 12, and 60 in cell 18.
    let ran = buffered("2 min", &[]);
    let c = ran.user("alpha");
    assert_eq!((c.attempts, c.admitted, c.throttled), (300, 300, 0));
    assert_eq!((c.to_buffer, c.from_buffer, c.served), (180, 180, 300));
    // They waited for the next window, or for the one after it.
    assert_eq!(waited(&ran, 6..16), [120, 0, 0, 0, 0, 0, 60, 0, 0, 0]);
    // Taking is use, and no load.
    assert_eq!(ran.seen.peak_load, (480, 0));
}

#[test]
fn m9_what_the_buffer_cannot_hold_is_throttled() {
    let c = buffered("60 s", &[]).user("alpha");
    assert_eq!((c.to_buffer, c.from_buffer, c.throttled, c.abandoned), (120, 120, 60, 60));
}

#[test]
fn m9_what_is_past_its_deadline_leaves() {
    // The target is three cells: what entered in cell 6 leaves when cell 10 begins.
    let mut policy = tries(3);
    policy["give_up_at_deadline"] = json!(true);
    let c = buffered("2 min", &[("/retries", json!([policy]))]).user("alpha");
    assert_eq!((c.to_buffer, c.from_buffer, c.left_buffer, c.abandoned), (180, 0, 180, 180));
}

#[test]
fn m9_new_attempts_join_a_buffer_that_is_not_empty() {
    // 40 of 4.6.1 queue behind the 180, and 10 of 2.2, prioritised, pass. An outage keeps the buffer as it is until cell
    // 14; then 120 leave it, and in cell 18 the others, the oldest first.
    let mut prioritised = sends("alpha", 10, 7);
    prioritised["srv"] = json!("2.2");
    let changes = [
        ("/traffic/streams/-", sends("alpha", 40, 7)),
        ("/traffic/streams/-", {
            prioritised["id"] = json!("top-ups");
            prioritised
        }),
        ("/mechanism/prioritised/add", json!(["2.2"])),
        ("/events", json!([outage(12, 14)])),
    ];
    let ran = buffered("2 min", &changes);
    let c = ran.user("alpha");
    assert_eq!((c.to_buffer, c.from_buffer, c.throttled), (220, 220, 0));
    assert_eq!(waited(&ran, 6..16), [0, 0, 120, 0, 0, 40, 60, 0, 0, 0]);
}

#[test]
fn m9_switched_off_there_are_no_buffers() {
    let c = buffered("2 min", &[("/mechanism/enabled", json!(false))]).user("alpha");
    assert_eq!((c.to_buffer, c.served), (0, 300));
}

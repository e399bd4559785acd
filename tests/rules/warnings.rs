//! M8: what a warning was good for.

use headroom_core::ledger::{Warning, Warnings};
use kit::bare::{bare, batch, sent};
use serde_json::{Value, json};

/// Warned above 80 % of 120 requests in a window whose load is above half of 480; it holds for two windows.
fn warned(streams: &[Value]) -> Vec<Warning> {
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/gateway/backlog_limit", json!("10 min")),
        (
            "/mechanism/early_warning",
            json!({ "enabled": true, "warn_at": 0.8, "warn_load": 0.5, "warn_for": "2 min" }),
        ),
    ];
    let users = [("alpha", 1), ("beta", 1), ("gamma", 2)];
    sent(&bare(&users), streams, &changes).ledger.warnings
}

#[test]
fn m8_a_warning_leads_to_the_window_of_the_first_503() {
    // Alpha and gamma are warned at 10:01. Active from 10:02 on, alpha is throttled in that window.
    let streams = [
        batch("alpha", 100, "10:00"),
        batch("gamma", 200, "10:00"),
        batch("gamma", 480, "10:01"),
        batch("alpha", 130, "10:02"),
        batch("gamma", 200, "10:02"),
    ];
    let all = warned(&streams);
    let alpha: Vec<&Warning> = all.iter().filter(|w| w.user == 0).collect();
    assert_eq!((alpha[0].from, alpha[0].refused), (6, Some(12)));
    // Use above 80 % of the allocation at 10:02 as well: the same warning, until 10:05.
    assert_eq!((alpha.len(), alpha[0].until), (1, 30));
    assert_eq!(Warnings::of(&[*alpha[0]]), Warnings { all: 1, unfounded: 0, lead: 6 });
}

#[test]
fn m8_a_warning_without_a_503_while_it_holds_is_false() {
    let all = warned(&[batch("alpha", 100, "10:00"), batch("gamma", 180, "10:00")]);
    assert_eq!(all, [Warning { user: 0, from: 6, until: 18, refused: None }]);
    assert_eq!(Warnings::of(&all), Warnings { all: 1, unfounded: 1, lead: 0 });
    // The load is below half: nobody is warned. Nor is one at 80 % exactly.
    assert_eq!(warned(&[batch("alpha", 120, "10:00")]), []);
    assert_eq!(warned(&[batch("alpha", 96, "10:00"), batch("gamma", 180, "10:00")]), []);
}

#[test]
fn m8_a_warning_that_comes_with_the_503_has_no_lead() {
    let streams = [batch("gamma", 480, "10:00"), batch("alpha", 300, "10:01")];
    let alpha: Vec<Warning> = warned(&streams).into_iter().filter(|w| w.user == 0).collect();
    assert_eq!(alpha, [Warning { user: 0, from: 12, until: 24, refused: Some(12) }]);
}

//! M9: the Alternative Solution's buffers.

use super::{active, no_backlog};
use kit::bare::{Ran, bare, batch, scheduled, sent};
use serde_json::{Value, json};

const BUFFER: &str = "/mechanism/buffer";

/// Buffers of five minutes of an allocation: alpha's holds 600 and lets out 120 a window of six cells; active from the
/// seventh cell on, the DSP taking whatever comes.
fn buffered(reading: &str, streams: &[Value], changes: kit::make::Changes) -> Ran {
    let mut all = vec![
        (BUFFER, json!({ "enabled": true, "bound": "5 min" })),
        ("/mechanism/throttle_to", json!(reading)),
        ("/gateway/backlog_limit", json!("10 min")),
    ];
    all.extend_from_slice(changes);
    active(streams, &all)
}

/// What is in buffers at the end of the windows from 10:01 on.
fn waiting<const N: usize>(run: &Ran) -> [u64; N] {
    std::array::from_fn(|w| run.row(6 * (w as u64 + 1)).buffered)
}

#[test]
fn m9_what_leaves_under_allocation_is_at_most_that() {
    let run = buffered("allocation", &[batch("alpha", 300, "10:01")], &[]);
    assert_eq!(waiting(&run), [180, 60, 0]);
    let counts = run.user("alpha");
    assert_eq!((counts.attempts, counts.to_buffer, counts.from_buffer), (300, 180, 180));
    assert_eq!((counts.throttled, counts.served), (0, 300), "its User is told, and need not retry");
}

#[test]
fn m9_what_leaves_counts_as_use() {
    // 60 leave at 10:03; of 100 that come then 60 pass.
    let streams = [batch("alpha", 300, "10:01"), batch("alpha", 100, "10:03:10")];
    assert_eq!(waiting(&buffered("allocation", &streams, &[])), [180, 60, 40, 0]);
}

#[test]
fn m9_what_leaves_is_not_load_again() {
    // 370 at 10:02 join the buffer, which then lets 120 out: 490 would be more than the 480 at 10:00.
    let streams = [batch("alpha", 400, "10:01"), batch("alpha", 370, "10:02")];
    let run = buffered("allocation", &streams, &[("/mechanism/buffer/bound", json!("1 h"))]);
    assert_eq!(waiting(&run), [280, 530, 410, 290]);
    assert_eq!(run.ledger.peak_load, (480, 0));
}

#[test]
fn m9_under_until_total_buffers_empty_into_what_the_cells_own_attempts_leave() {
    let streams = [batch("alpha", 480, "10:01"), batch("alpha", 200, "10:01:10")];
    assert_eq!(waiting(&buffered("until_total", &streams, &[])), [200, 0]);
    // Beta's 470 are judged first and leave 10 of the total: alpha has its allocation of 120, and no more.
    let more = [&streams[..], &[batch("beta", 470, "10:02")]].concat();
    let run = buffered("until_total", &more, &[]);
    assert_eq!((waiting(&run), run.user("beta").to_buffer), ([200, 80, 0], 0));
}

#[test]
fn m9_under_share_unused_a_users_part_of_what_others_left_leaves_too() {
    // A quarter of beta's 120, then of beta's 120 and gamma's 240.
    let run = buffered("share_unused", &[batch("alpha", 400, "10:01")], &[]);
    assert_eq!(waiting(&run), [400 - 150, 400 - 150 - 210, 0]);
}

#[test]
fn m9_under_user_maximum_a_threshold_leaves() {
    let run = buffered("user_maximum", &[batch("alpha", 1_000, "10:01")], &[]);
    assert_eq!(waiting(&run), [520, 40, 0]);
}

#[test]
fn m9_paced_by_cells_a_part_of_the_allocation_leaves_in_each() {
    // 20 a cell from 10:01 on: gamma's 480 of 10:00 wait less than 40 s each.
    let cell = [("/mechanism/pace", json!("cell"))];
    let run = buffered("allocation", &[batch("alpha", 300, "10:01")], &cell);
    let late: Vec<(u64, u64)> = run.waits().into_iter().filter(|(bin, _)| *bin >= 40).collect();
    assert_eq!(late, (4..15).map(|cells| (10 * cells, 20)).collect::<Vec<_>>());
}

#[test]
fn m9_when_no_longer_active_a_window_lets_out_a_quota() {
    // Until the total is reached 480 leave at 10:02, and 200 more join the 100 that are left; not active from 10:03 on.
    let streams = [
        batch("alpha", 480, "10:01"),
        batch("alpha", 580, "10:01:10"),
        batch("alpha", 200, "10:02:10"),
    ];
    let run = buffered("until_total", &streams, &[("/mechanism/hold", json!(1))]);
    assert_eq!(run.activations(), [(6, 18)]);
    assert_eq!(waiting(&run), [580, 300, 180, 60, 0]);
}

/// Alpha has a tenth of a request a window, and sends three at 10:01.
fn tenth(hold: u64) -> Ran {
    let changes = [
        (BUFFER, json!({ "enabled": true, "bound": "1 h" })),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/hold", json!(hold)),
    ];
    let streams = [batch("beta", 480, "10:00"), batch("alpha", 3, "10:01")];
    sent(&bare(&[("alpha", 1), ("beta", 4799)]), &streams, &changes)
}

#[test]
fn m9_when_no_longer_active_one_request_a_window_leaves_at_least() {
    let run = tenth(1);
    assert_eq!((run.activations(), waiting(&run)), (vec![(6, 12)], [3, 2, 1, 0]));
}

#[test]
fn m9_while_active_small_users_wait_for_the_carry_of_m1_and_no_other() {
    // Its five tenths of 10:05 tie with beta's and come first in the file; then ten windows pass.
    let run = tenth(30);
    let waits = [1, 4, 5, 14, 15].map(|window| run.row(6 * window).buffered);
    assert_eq!(waits, [3, 3, 2, 2, 1]);
}

#[test]
fn m9_buffers_have_the_room_that_the_dsps_own_leave_and_come_before_what_passes_the_gate() {
    // A cell takes 100: 50 of what is scheduled, 50 of what waits, and none of gamma's; the next one the other 50.
    let streams = [
        batch("alpha", 100, "10:01"),
        batch("alpha", 120, "10:01:10"),
        scheduled("beta", 50, "10:02"),
        batch("gamma", 60, "10:02"),
        batch("gamma", 50, "10:02:10"),
    ];
    let run = buffered("allocation", &streams, &[no_backlog()]);
    assert_eq!((run.row(6).rejected, run.row(12).rejected), (0, 60));
    assert_eq!((waiting(&run), run.row(12).admitted_other), ([100, 0], 150));
}

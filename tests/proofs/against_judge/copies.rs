//! U2 where nothing is random, and what the end finds in backlog and buffers is exact.

use super::exact::{batch, equal};
use serde_json::json;

/// C is 40 requests a cell; the last cell is 359, and begins at 10:59:50.
fn resubmits(timeout: &str) -> (&'static str, serde_json::Value) {
    let policy =
        json!({ "id": "usual", "attempts": 4, "first": "30 s", "response_timeout": timeout });
    ("/retries", json!([policy]))
}

#[test]
fn u2_copies_in_the_backlog_are_exact() {
    let changes = [
        resubmits("20 s"),
        ("/gateway/backlog_limit", json!("5 min")),
        ("/mechanism/enabled", json!(false)),
    ];
    let streams = json!([
        batch("early", "gamma", "4.6.1", 400, "10:20"),
        batch("late", "alpha", "4.6.1", 400, "10:59:20")
    ]);
    let seen =
        equal(streams, &changes, &["duplicates", "open: copies in the backlog", "open: backlog"]);
    let open = seen.open.iter().map(|o| (o.backlog, o.backlog_copies)).max();
    assert_eq!(open, Some((240, 320)));
}

#[test]
fn u2_copies_in_buffers_are_exact() {
    // alpha makes the mechanism active from 10:58 on, uses up its allocation, and in cell 350 resubmits 660 of 900, which
    // all join the buffer; of these the DSP has processed 400 by the end, so that as many copies leave it, and 73 that
    // its allocation let through at 10:58 come to it.
    let changes = [
        resubmits("60 s"),
        ("/gateway/backlog_limit", json!("10 min")),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/buffer", json!({ "enabled": true, "bound": "30 min" })),
    ];
    let streams = json!([
        batch("before", "alpha", "4.6.1", 900, "10:57:20"),
        batch("after", "alpha", "4.6.1", 300, "10:58:00")
    ]);
    let happens = ["to buffer", "from buffer", "left buffer", "open: buffered copies"];
    let seen = equal(streams, &changes, &happens);
    assert_eq!(seen.open.iter().map(|o| o.buffered_copies).max(), Some(260 + 73));
}

#[test]
fn t2_what_the_dsp_holds_is_exact_while_its_first_submission_waits() {
    let mut future = batch("future", "gamma", "6.15", 300, "10:59:10");
    future["mode"] = json!("future_dated");
    future["due"] = json!({ "at": "12:00" });
    let changes = [("/gateway/backlog_limit", json!("5 min"))];
    let seen = equal(json!([future]), &changes, &["open: earlier in the backlog", "open: held"]);
    let open = seen.open.iter().map(|o| (o.held, o.backlog_earlier)).max();
    assert_eq!(open, Some((300, 100)));
}

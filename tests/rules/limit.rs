//! M5 and M6.

use super::{active, three};
use kit::bare::{bare, batch, batch_of, sent};
use serde_json::{Value, json};

/// What is throttled of alpha's 300 at 10:01 and 300 more ten seconds later; its allocation is 120.
fn throttled(changes: kit::make::Changes) -> [u64; 2] {
    let mut all = vec![("/gateway/backlog_limit", json!("10 min"))];
    all.extend_from_slice(changes);
    let once = active(&[batch("alpha", 300, "10:01")], &all);
    let twice = active(&[batch("alpha", 300, "10:01"), batch("alpha", 300, "10:01:10")], &all);
    let first = once.user("alpha").throttled;
    [first, twice.user("alpha").throttled - first]
}

#[test]
fn m5_allocation_throttles_a_user_that_has_used_its_allocation() {
    assert_eq!(throttled(&[("/mechanism/throttle_to", json!("allocation"))]), [180, 300]);
}

#[test]
fn m5_until_total_throttles_nobody_before_the_windows_total_is_reached() {
    assert_eq!(throttled(&[("/mechanism/throttle_to", json!("until_total"))]), [0, 120]);
    assert_eq!(throttled(&[]), [0, 120], "the default");
}

#[test]
fn m5_until_total_lets_users_within_their_allocation_pass_beyond_the_total() {
    let run = active(
        &[
            batch("alpha", 480, "10:01"),
            batch("beta", 130, "10:01:10"),
            batch("gamma", 240, "10:01:20"),
        ],
        &[],
    );
    assert_eq!(["alpha", "beta", "gamma"].map(|user| run.user(user).throttled), [0, 10, 0]);
}

#[test]
fn m5_share_unused_adds_a_users_part_of_what_the_others_left() {
    // In the first window, not active, gamma used all of its 240 and beta nothing of 120: alpha's
    // quarter of that is 30. In the next beta has used 100, and gamma nothing: a quarter of 260.
    let share = [("/mechanism/throttle_to", json!("share_unused"))];
    assert_eq!(throttled(&share), [150, 300]);
    let streams = [batch("beta", 100, "10:01"), batch("alpha", 300, "10:02")];
    assert_eq!(active(&streams, &share).user("alpha").throttled, 300 - 120 - 65);
    // What it left itself does not come back to it.
    let streams = [
        batch("beta", 120, "10:01"),
        batch("gamma", 240, "10:01:10"),
        batch("alpha", 300, "10:02"),
    ];
    assert_eq!(active(&streams, &share).user("alpha").throttled, 180);
}

#[test]
fn m5_user_maximum_throttles_only_a_user_above_the_threshold_by_itself() {
    let literal = [("/mechanism/throttle_to", json!("user_maximum"))];
    assert_eq!(throttled(&literal), [0, 120]);
    let run = active(
        &[
            batch("alpha", 400, "10:01"),
            batch("beta", 400, "10:01:10"),
            batch("gamma", 400, "10:01:20"),
        ],
        &literal,
    );
    assert_eq!(
        (run.all().throttled, run.row(6).rejected),
        (0, 300),
        "1200 in 30 s, of which the DSP can take 900"
    );
}

#[test]
fn m5_use_counts_from_the_windows_start_active_by_then_or_not() {
    // Beta makes it active in the third cell; alpha has used 100 of its 120 before.
    let streams = [
        batch("alpha", 100, "10:05"),
        batch("beta", 380, "10:05:20"),
        batch("alpha", 100, "10:05:40"),
    ];
    let changes = [
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/throttle_to", json!("allocation")),
    ];
    let run = three(&streams, &changes);
    assert_eq!(run.user("alpha").throttled, 80);
    assert_eq!(
        run.user("beta").throttled,
        1,
        "the attempt that reached the threshold, being over its 120"
    );
}

#[test]
fn m5_paced_by_cells_use_is_held_against_the_exact_part_of_the_limit() {
    // By the i-th cell of six 20 i of 120.
    let streams: Vec<Value> = [(0, 30), (1, 5), (2, 50), (5, 100)]
        .map(|(i, n)| batch("alpha", n, &format!("10:01:{i}0")))
        .to_vec();
    let cell =
        [("/mechanism/throttle_to", json!("allocation")), ("/mechanism/pace", json!("cell"))];
    let run = active(&streams, &cell);
    // 20 of 30, all 5, 35 of 50 (up to 60), 60 of 100 (up to 120).
    assert_eq!(run.user("alpha").throttled, 10 + 15 + 40);
    // 10 a window are 1.67 by the first cell: the second finds one used and passes, the third does not.
    let ten = [("alpha", 1), ("beta", 47)];
    let streams =
        [batch("beta", 480, "10:00"), batch("alpha", 5, "10:01"), batch("alpha", 5, "10:01:20")];
    let run = sent(&bare(&ten), &streams, &cell);
    assert_eq!(run.user("alpha").admitted, 2 + 3, "and three more by the third, 5 in all");
}

#[test]
fn m5_paced_by_cells_the_total_is_too() {
    // By the first cell 80 of 480 may pass in all: of alpha's 300 those, as its own 20 are fewer.
    let changes = [("/mechanism/pace", json!("cell"))];
    let run = active(&[batch("alpha", 300, "10:01"), batch("alpha", 300, "10:01:20")], &changes);
    // 160 more by the third.
    assert_eq!(run.user("alpha").throttled, 220 + 140);
}

#[test]
fn m5_prioritised_requests_use_the_allocation() {
    let streams = [batch_of("2.2", "alpha", 100, "10:01"), batch("alpha", 100, "10:01:10")];
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/prioritised/add", json!(["2.2"])),
    ];
    assert_eq!(active(&streams, &changes).user("alpha").throttled, 80);
}

#[test]
fn m5_prioritised_use_allocation_false_leaves_the_room_to_others() {
    let streams = [
        batch_of("2.2", "alpha", 100, "10:01"),
        batch("alpha", 100, "10:01:10"),
        batch("alpha", 100, "10:01:20"),
    ];
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/prioritised/add", json!(["2.2"])),
        ("/mechanism/prioritised_use_allocation", json!(false)),
    ];
    assert_eq!(
        active(&streams, &changes).user("alpha").throttled,
        80,
        "of 200 that are not prioritised"
    );
}

#[test]
fn m6_prioritised_requests_are_never_throttled_and_are_load() {
    let streams = [
        batch("alpha", 120, "10:01"),
        batch_of("2.2", "alpha", 400, "10:01:10"),
        batch("alpha", 50, "10:01:20"),
    ];
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/prioritised/add", json!(["2.2"])),
    ];
    let run = active(&streams, &changes);
    assert_eq!((run.pair("alpha", "2.2").throttled, run.pair("alpha", "4.6.1").throttled), (0, 50));
    assert_eq!(run.ledger.peak_load, (570, 6));
    // They make the mechanism active by themselves.
    let alone = three(&[batch_of("2.2", "alpha", 480, "10:03")], &changes);
    assert_eq!(alone.activations()[0].0, 24);
}

#[test]
fn m6_the_list_in_force_is_the_named_one_with_what_is_added_and_removed() {
    let lists =
        json!([{ "id": "draft", "srvs": ["2.2", "7.4"] }, { "id": "other", "srvs": ["1.1"] }]);
    let in_force = |list: Value, add: Value, remove: Value| {
        let mut prioritised = json!({ "lists": lists, "add": add, "remove": remove });
        if !list.is_null() {
            prioritised["list"] = list;
        }
        let run = three(&[], &[("/mechanism/prioritised", prioritised)]);
        let srvs = run.scenario.srvs.iter().zip(&run.scenario.mechanism.prioritised);
        srvs.filter(|(_, listed)| **listed).map(|(srv, _)| srv.id.clone()).collect::<Vec<_>>()
    };
    let none = || json!([]);
    assert_eq!(in_force(Value::Null, none(), none()), Vec::<String>::new());
    assert_eq!(in_force(json!("draft"), none(), none()), ["2.2", "7.4"]);
    assert_eq!(in_force(json!("other"), none(), none()), ["1.1"]);
    assert_eq!(in_force(json!("draft"), json!(["4.6.1"]), none()), ["2.2", "7.4", "4.6.1"]);
    assert_eq!(in_force(json!("draft"), json!(["4.6.1"]), json!(["2.2", "4.6.1"])), ["7.4"]);
    assert_eq!(in_force(Value::Null, json!(["1.1"]), none()), ["1.1"]);
}

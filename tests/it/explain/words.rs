//! The sentences name the limit that held, and what was none.

use super::by_hand::{active, strict_with_retries};
use super::said;
use kit::bare::{Ran, bare, batch, batch_of, sent};
use kit::make::Changes;
use serde_json::{Value, json};

fn sentences(ran: &Ran, user: &str, cell: u64) -> String {
    said(ran, user, cell).sentences.join("\n")
}

#[track_caller]
fn says(text: &str, all: &[&str]) {
    for part in all {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

/// Alpha, whose allocation is 120, sends 300 twice in the window at 10:01.
fn twice_300(changes: Changes) -> Ran {
    active(&[batch("alpha", 300, "10:01"), batch("alpha", 300, "10:01:10")], changes)
}

#[test]
fn m5_each_reading_names_its_limit() {
    let reading = |word: &str| twice_300(&[("/mechanism/throttle_to", json!(word))]);
    let text = sentences(&reading("allocation"), "alpha", 6);
    says(
        &text,
        &[
            "alpha was throttled in the window from 10:01 on Wed 6 Jul 2022: 480 attempts, 80.0 % of 600 (480 of 4.6.1).",
            "Its limit (M5, allocation) was its allocation, 120 requests (M1); it used 120.",
            "The mechanism was active from 10:01 on Wed 6 Jul 2022, since the load of the window before, 480, had reached Θ × window, 480 (M4); no event was in force then.",
        ],
    );
    let text = sentences(&reading("until_total"), "alpha", 6);
    says(
        &text,
        &[
            "120 attempts, 20.0 % of 600",
            "Its limit (M5, until_total) was its allocation, 120 requests (M1), and that only once all Users together had used Θ × window, 480; it used 480",
        ],
    );
    // Gamma used all of its 240 in the window before and beta none of its 120: a quarter of that.
    let text = sentences(&reading("share_unused"), "alpha", 6);
    says(
        &text,
        &[
            "Its limit (M5, share_unused) was 150: its allocation, 120 requests (M1), and 30 of what the others had left unused in the window before",
        ],
    );
    let text = sentences(&reading("user_maximum"), "alpha", 6);
    says(
        &text,
        &[
            "Its limit (M5, user_maximum) was Θ × window for a User alone, 480, which is more than its allocation, 120 requests (M1); it used 480.",
        ],
    );
    let cell =
        [("/mechanism/throttle_to", json!("allocation")), ("/mechanism/pace", json!("cell"))];
    let text = sentences(&twice_300(&cell), "alpha", 6);
    says(
        &text,
        &[
            "Its limit (M5, allocation) was its allocation, 120 requests (M1), cell by cell: up to the i-th of 6 no more than that part of it; it used 40.",
        ],
    );
}

#[test]
fn what_retries_came_to_is_said() {
    let streams = [batch("alpha", 300, "10:01"), batch("alpha", 300, "10:01:10")];
    let ran = active(&streams, &strict_with_retries());
    let text = sentences(&ran, "alpha", 6);
    says(
        &text,
        &[
            "Of the requests it first sent in the window 480 were not over with their first attempt: 240 served later (admitted 90 s after they were first sent on average, 2 min at most), 240 given up.",
        ],
    );
    let text = sentences(&ran, "alpha", 12);
    says(
        &text,
        &[
            "360 attempts, 75.0 % of 480 (360 of 4.6.1); 480 of its attempts, up to the 2nd, were retries (U1).",
        ],
    );
}

#[test]
fn who_was_not_throttled_is_told_why() {
    let strict = [("/mechanism/throttle_to", json!("allocation"))];
    let streams = [batch("alpha", 300, "10:01"), batch("beta", 30, "10:01")];
    let ran = active(&streams, &strict);
    let not = |user: &str, cell: u64, parts: &[&str]| {
        let text = sentences(&ran, user, cell);
        says(&text, &["was not throttled in the window from"]);
        says(&text, parts);
    };
    not(
        "beta",
        6,
        &[
            "it was within its limit: it used 30 of 120 (M5, allocation). Of other Users 180 attempts were.",
            "In this replication it never was throttled.",
        ],
    );
    not("gamma", 6, &["it sent nothing."]);
    not(
        "gamma",
        0,
        &[
            "the mechanism was not active (M4), and it made 480 attempts. The load was 480, 100.0 % of Θ × window: from the next window on it was active.",
        ],
    );
    not(
        "alpha",
        120,
        &[
            "the mechanism was not active (M4), and it made 0 attempts. The load was 0, 0.0 % of Θ × window.",
            "In this replication it was throttled in 1 window: first from 10:01 on Wed 6 Jul 2022, most (180)",
        ],
    );
    let default = active(&[batch("alpha", 300, "10:01")], &[]);
    says(
        &sentences(&default, "alpha", 6),
        &[
            "it used 300 of its allocation, 120 requests (M1), but all Users together only 300 of Θ × window, 480, so that nobody was (M5, until_total). Nobody was.",
        ],
    );
}

#[test]
fn who_was_not_throttled_because_of_what_it_sent_or_what_is_off_is_told_so() {
    let top_ups = [batch_of("2.2", "alpha", 300, "10:01")];
    let listed = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/prioritised/add", json!(["2.2"])),
    ];
    says(
        &sentences(&active(&top_ups, &listed), "alpha", 6),
        &["all it sent were Prioritised Service Requests (300 attempts), which never are (M6)"],
    );
    let off = [("/mechanism/enabled", json!(false))];
    let text = sentences(&active(&[batch("alpha", 300, "10:01")], &off), "alpha", 6);
    says(&text, &["the mechanism is switched off (M10). It made 300 attempts."]);
    assert!(!text.contains("In this replication"), "{text}");
    let outage =
        json!({ "id": "down", "at": "10:02", "lasts": "2 min", "outage": { "capacity": 0 } });
    let text = sentences(
        &active(&[batch("alpha", 300, "10:02")], &[("/events", json!([outage]))]),
        "alpha",
        12,
    );
    says(
        &text,
        &[
            "there was no service (G1). It made 300 attempts.",
            "Not by the mechanism, of its attempts: 300 met no service (G1).",
        ],
    );
}

#[test]
fn what_today_rejects_is_not_said_to_be_the_mechanism() {
    // 300 a cell where the DSP can take 100 and keeps no backlog.
    let changes = [("/gateway/backlog_limit", json!(0)), ("/mechanism/enabled", json!(false))];
    let streams: Vec<Value> = vec![batch("alpha", 300, "10:01")];
    let ran = sent(&bare(&[("alpha", 1), ("beta", 1)]), &streams, &changes);
    says(
        &sentences(&ran, "alpha", 6),
        &[
            "Not by the mechanism, of its attempts: 200 rejected for want of room in the DSP, whoever sent them (G4).",
        ],
    );
}

#[test]
fn events_in_force_are_named_as_the_cause() {
    let flood = json!({ "id": "flood", "at": "10:10", "lasts": "5 min",
        "denial_of_service": { "users": { "ids": ["alpha"] }, "srvs": ["4.6.1"], "rate": "20/s", "reacts": false } });
    let changes = [("/events", json!([flood])), ("/mechanism/throttle_to", json!("allocation"))];
    let ran = sent(&bare(&[("alpha", 1), ("beta", 1)]), &[], &changes);
    says(
        &sentences(&ran, "alpha", 72),
        &["The mechanism was active from 10:11 on Wed 6 Jul 2022", "in force then: flood."],
    );
    // After the flood it is still on.
    says(
        &sentences(&ran, "alpha", 90),
        &[
            "it sent nothing",
            "Here the load was 0; it ends after 5 windows below 90 % of Θ × window.",
        ],
    );
}

#[test]
fn the_table_has_the_windows_around_and_marks_the_one_asked_for() {
    let found = said(&twice_300(&[]), "alpha", 7);
    let times: Vec<&str> = found.table.rows.iter().map(|r| r[0].as_str()).collect();
    assert_eq!(times, ["  10:00", "→ 10:01", "  10:02"], "cell 7 is of the window at 10:01");
    assert_eq!(found.json["asked"], 1);
    assert_eq!(found.json["windows"][1]["throttled"], 120);
    let first = said(&twice_300(&[]), "alpha", 0);
    assert_eq!((first.table.rows.len(), first.json["asked"].clone()), (2, json!(0)));
    assert!(first.table.rows.iter().all(|r| r.len() == first.table.head.len()));
}

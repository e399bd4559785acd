//! G4 and G8: what the DSP starts itself, beside what Users send.

use super::{active, no_backlog, outage, three};
use kit::bare::{Ran, at, batch, scheduled};
use serde_json::{Value, json};

/// Today's system, a window being a cell. C is 100 requests of it.
fn run(share: f64, streams: &[Value], changes: kit::make::Changes) -> Ran {
    let mut all = vec![
        ("/mechanism/enabled", json!(false)),
        ("/mechanism/window", json!("10 s")),
        ("/gateway/scheduled_share", json!(share)),
        no_backlog(),
    ];
    all.extend_from_slice(changes);
    three(streams, &all)
}

/// `number` that beta sends in each of `cells`.
fn beta(number: u64, cells: impl IntoIterator<Item = u64>) -> Vec<Value> {
    cells.into_iter().map(|cell| batch("beta", number, &at(10 * cell))).collect()
}

/// How many the DSP started itself in each of `cells`, and took of what Users sent.
fn taken(run: &Ran, cells: std::ops::Range<u64>) -> (Vec<u64>, Vec<u64>) {
    cells.map(|cell| run.row(cell)).map(|row| (row.started, row.admitted_other)).unzip()
}

#[test]
fn g4_what_the_dsp_starts_has_its_share_of_a_cell_first_and_users_the_rest() {
    let streams = [vec![scheduled("alpha", 130, "10:05")], beta(80, 30..33)].concat();
    let default = [("/gateway/scheduled_share", Value::Null)];
    for run in [run(0.5, &streams, &[]), run(0.9, &streams, &default)] {
        assert_eq!(taken(&run, 30..34), (vec![50, 50, 30, 0], vec![50, 50, 70, 0]));
        assert_eq!(run.user("beta").rejected, 30 + 30 + 10);
        assert_eq!((run.user("alpha").rejected, run.user("alpha").served), (0, 130), "it waits");
    }
}

#[test]
fn g4_the_fraction_of_the_share_is_carried_while_work_waits_and_no_longer() {
    // 33.5 a cell. Of the second batch the first cell takes 33 again: the first left nothing behind.
    let streams = [
        vec![scheduled("alpha", 100, "10:05"), scheduled("gamma", 40, "10:05:30")],
        beta(100, 30..36),
    ];
    let run = run(0.335, &streams.concat(), &[]);
    assert_eq!(taken(&run, 30..36).0, [33, 34, 33, 33, 7, 0]);
}

#[test]
fn g4_the_fraction_is_carried_through_cells_without_service() {
    let streams = [vec![scheduled("alpha", 100, "10:05")], beta(100, 30..36)].concat();
    let out = [("/events", json!([outage("10:05:10", "20 s", 0.0)]))];
    assert_eq!(taken(&run(0.335, &streams, &out), 30..36).0, [33, 0, 0, 34, 33, 0]);
}

#[test]
fn g4_the_share_is_one_of_what_is_left_of_capacity() {
    // Half of C: 50 a cell, of which 16.75 are theirs.
    let streams = [vec![scheduled("alpha", 60, "10:05")], beta(100, 30..34)].concat();
    let half = [("/events", json!([outage("10:05", "40 s", 0.5)]))];
    let run = run(0.335, &streams, &half);
    assert_eq!(taken(&run, 30..34), (vec![16, 17, 17, 10], vec![34, 33, 33, 40]));
}

#[test]
fn g4_more_goes_in_where_the_dsp_would_else_be_idle_oldest_first() {
    // Cell 30: 20 of alpha's, 70 of beta's, and 10 more of alpha's; cell 31: all of what waits but 10 of gamma's.
    let streams = [
        scheduled("alpha", 60, "10:05"),
        batch("beta", 70, "10:05"),
        scheduled("gamma", 80, "10:05:10"),
    ];
    let out = [("/events", json!([outage("10:05:20", "1 h", 0.0)]))];
    let run = run(0.2, &streams, &out);
    assert_eq!(taken(&run, 30..32), (vec![30, 100], vec![70, 0]));
    assert_eq!((run.user("alpha").admitted, run.user("gamma").admitted), (60, 70));
}

#[test]
fn g4_with_a_backlog_the_dsp_is_not_idle() {
    // Beta leaves 70 behind; 50 join, and B = 20; then 50 and, of the 80 that the DSP can do besides those 20, 20 more.
    let streams = [batch("beta", 170, "10:05"), scheduled("alpha", 120, "10:05:10")];
    let run = run(0.5, &streams, &[("/gateway/backlog_limit", json!("60 s"))]);
    assert_eq!(taken(&run, 30..34).0, [0, 50, 70, 0]);
    assert_eq!([30, 31, 32].map(|cell| run.row(cell).backlog), [70, 20, 0]);
}

#[test]
fn g4_after_a_restart_users_get_in_unless_the_share_is_all() {
    let deferred = [vec![scheduled("alpha", 250, "10:05")], beta(60, 40..44)].concat();
    let out = [("/events", json!([outage("10:05", "100 s", 0.0)]))];
    let restart = |share: f64| taken(&run(share, &deferred, &out), 40..46);
    assert_eq!(restart(0.5), (vec![50, 50, 50, 50, 50, 0], vec![50, 50, 50, 50, 0, 0]));
    assert_eq!(restart(1.0), (vec![100, 100, 50, 0, 0, 0], vec![0, 0, 50, 60, 0, 0]));
    assert_eq!(restart(0.0), (vec![40, 40, 40, 40, 90, 0], vec![60, 60, 60, 60, 0, 0]));
}

/// `immediate`, by allocations of 120, 120 and 240 in windows of six cells; Θ is 480.
fn immediate(share: f64, limit: &str, streams: &[Value]) -> Ran {
    let changes = [
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/gateway/scheduled_share", json!(share)),
        ("/gateway/backlog_limit", json!(limit)),
    ];
    three(streams, &changes)
}

#[test]
fn g4_the_share_loads_before_the_cells_attempts_and_more_after_them() {
    // 430 and the 50 of the share reach 480 before alpha's first attempt.
    let streams = [
        batch("gamma", 430, "10:05"),
        scheduled("beta", 50, "10:05:10"),
        batch("alpha", 130, "10:05:10"),
    ];
    let run = immediate(0.5, "5 min", &streams);
    assert_eq!((run.activations()[0].0, run.user("alpha").throttled), (31, 10));
    // 400 in four cells, 20 of alpha's, and 80 more that would else be idle: active from the next cell on.
    let four = (30..34).map(|cell| batch("gamma", 100, &at(10 * cell)));
    let then = [
        scheduled("beta", 80, "10:05:40"),
        batch("alpha", 20, "10:05:40"),
        batch("alpha", 105, "10:05:50"),
    ];
    let run = immediate(0.0, "60 s", &four.chain(then).collect::<Vec<_>>());
    assert_eq!((run.activations()[0].0, run.user("alpha").throttled), (35, 5));
    assert_eq!(run.row(30).active_cells, 1);
}

#[test]
fn g4_what_is_started_last_in_a_window_makes_the_mechanism_active_from_the_next() {
    let five = (30..35).map(|cell| batch("gamma", 90, &at(10 * cell)));
    let last = [scheduled("beta", 40, "10:05:50")];
    let run = immediate(0.0, "60 s", &five.chain(last).collect::<Vec<_>>());
    assert_eq!((run.activations()[0].0, run.row(30).active_cells), (36, 0));
}

/// An outage of a minute follows three overloaded cells.
fn collapse() -> (&'static str, Value) {
    ("/gateway/collapse", json!({ "after": "30 s", "lasts": "1 min" }))
}

#[test]
fn g8_what_waits_for_its_share_alone_is_no_overload() {
    // 100 go in in each cell. Where 700 could, the DSP is not full; where 100 can, it is.
    let streams = [scheduled("alpha", 1_000, "10:05")];
    let idle = run(0.5, &streams, &[collapse(), ("/gateway/backlog_limit", json!("60 s"))]);
    assert_eq!((idle.ledger.outage_cells, idle.row(39).started), (0, 100));
    let full = run(0.5, &streams, &[collapse()]);
    assert_eq!((full.row(32).started, full.row(33).started), (100, 0));
    assert_eq!(full.ledger.outage_cells, 18, "after 300, 600 and 900");
}

#[test]
fn g8_a_full_dsp_while_buffers_wait_is_overloaded() {
    // Alpha's 120 are used up in the cell before; 40 wait while the others' 100 a cell just fit.
    for (last, outage_cells) in [(20, 6), (19, 0)] {
        let mut streams = vec![batch("alpha", 100, "10:01"), batch("alpha", 60, "10:01:10")];
        streams.extend((7..10).map(|cell| batch("gamma", 80, &at(10 * cell))));
        streams.extend([batch("beta", 20, "10:01:20"), batch("beta", last, "10:01:30")]);
        let changes = [
            ("/mechanism/throttle_to", json!("allocation")),
            ("/mechanism/buffer", json!({ "enabled": true, "bound": "5 min" })),
            collapse(),
            no_backlog(),
        ];
        let run = active(&streams, &changes);
        assert_eq!((run.row(6).rejected, run.row(6).to_buffer), (0, 40));
        assert_eq!(run.ledger.outage_cells, outage_cells);
    }
}

#[test]
fn g8_a_cell_without_service_begins_the_count_anew() {
    let streams = beta(150, [30, 31, 33, 34]);
    let out = ("/events", json!([outage("10:05:20", "10 s", 0.0)]));
    assert_eq!(run(0.5, &streams, &[collapse(), out]).ledger.outage_cells, 1);
    assert_eq!(run(0.5, &beta(150, 30..33), &[collapse()]).ledger.outage_cells, 6);
}

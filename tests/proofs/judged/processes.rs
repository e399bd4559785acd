//! T7, G2 and G8.

use super::{Case, at, case, outage, sends, tries};
use kit::make::Changes;
use serde_json::json;

/// alpha begins 30 runs in `cell`: 4.6.1, answered after two cells, and 15 s later 2.2.
fn runs(cell: u64, changes: Changes) -> Case {
    let process = json!({ "id": "p", "users": { "ids": ["alpha"] }, "amount": { "per_user": 30 }, "exact": true,
        "batch": { "start": at(10 * cell) }, "retrigger": 1, "retrigger_after": "15 s",
        "steps": [{ "id": "a", "srv": "4.6.1" }, { "id": "b", "srv": "2.2", "delay": "15 s", "deadline": "20 s" }] });
    let all = [
        ("/traffic/processes", json!([process])),
        ("/response_classes/on_demand/response_time", json!("20 s")),
    ];
    case(&[], &[&all, changes].concat())
}

#[test]
fn t7_a_step_begins_in_the_cell_after_the_answer_plus_its_delay() {
    let ran = runs(0, &[]);
    let p = ran.seen.processes[0];
    assert_eq!((p.begun, p.first_time, p.late, p.aborted), (30, 30, 0, 0));
    // Answered two cells after, so the second step begins in the fifth; the last cell is 179.
    let ran = runs(174, &[]);
    assert_eq!((ran.seen.steps[1].begun, ran.open().unanswered), (30, 30));
    let ran = runs(175, &[]);
    assert_eq!((ran.seen.steps[1].begun, ran.all().requests, ran.all().served), (0, 30, 30));
    assert_eq!(ran.seen.processes[0].open(), 30);
}

#[test]
fn t7_a_run_with_a_buffered_step_is_completed_late() {
    // 500 requests in the first window make the mechanism active in the next, in which alpha has used its
    // 120 before the first steps come: they wait in its buffer for the window after.
    let sent = [sends("beta", 500, 0), sends("alpha", 120, 6)];
    let process = json!({ "id": "p", "users": { "ids": ["alpha"] }, "amount": { "per_user": 30 }, "exact": true,
        "batch": { "start": at(80) }, "steps": [{ "id": "only", "srv": "2.2" }] });
    let changes = [
        ("/traffic/processes", json!([process])),
        ("/gateway/backlog_limit", json!(10_000)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/buffer", json!({ "enabled": true, "bound": "30 min" })),
    ];
    let ran = case(&sent, &changes);
    let p = ran.seen.processes[0];
    assert_eq!((p.begun, p.first_time, p.late, p.aborted), (30, 0, 30, 0));
    let c = ran.all();
    assert_eq!((ran.seen.steps[0].refused, c.to_buffer, c.tried_again), (0, 30, 0));
    assert_eq!((c.throttled, c.rejected), (0, 0));
}

#[test]
fn t7_an_aborted_run_is_begun_again() {
    let ran = runs(0, &[("/events", json!([outage(5, 6)]))]);
    let p = ran.seen.processes[0];
    assert_eq!((p.begun, p.first_time, p.late, p.aborted, p.retriggered), (60, 30, 0, 30, 30));
    let [a, b] = ran.seen.steps[..] else { panic!("two steps") };
    assert_eq!((a.begun, a.served, a.first_time), (60, 60, 60));
    assert_eq!((b.begun, b.served, b.aborted, b.refused), (60, 30, 30, 30));
    assert_eq!((ran.all().requests, ran.all().abandoned), (120, 30));
    // Two cells later is after the end: it is counted, and nothing begins.
    let ran = runs(173, &[("/events", json!([outage(178, 180)]))]);
    let p = ran.seen.processes[0];
    assert_eq!((p.begun, p.aborted, p.retriggered, p.open()), (30, 30, 30, 0));
}

#[test]
fn t7_the_deadline_of_a_step_runs_from_its_first_cell() {
    let tries = ("/retries", json!([tries(9)]));
    // Cells 5 to 7 are in time.
    let ran = runs(0, &[("/events", json!([outage(5, 7)])), tries.clone()]);
    let p = ran.seen.processes[0];
    assert_eq!((p.begun, p.first_time, p.late, p.aborted), (30, 0, 30, 0));
    assert_eq!((ran.seen.steps[1].refused, ran.seen.steps[1].first_time), (60, 0));
    let ran = runs(0, &[("/events", json!([outage(5, 8)])), tries]);
    assert_eq!((ran.seen.processes[0].aborted, ran.seen.steps[1].refused), (30, 90));
}

#[test]
fn g2_what_exceeds_the_threshold_in_a_period_is_quarantined() {
    let rule = json!({ "id": "r", "number": 40, "period": "60 s" });
    let streams = [sends("alpha", 100, 0), sends("alpha", 30, 5), sends("alpha", 30, 6)];
    let ran = case(&streams, &[("/gateway/anomaly", json!([rule]))]);
    let c = ran.all();
    assert_eq!((c.quarantined, c.admitted, c.served, c.abandoned), (90, 70, 70, 0));
    // It is no load.
    assert_eq!(ran.seen.peak_load, (40, 0));
}

#[test]
fn g2_a_multiple_of_the_busiest_day_is_in_proportion_to_the_period() {
    // 4 800 a day, twice because critical; × 0.5 × 10 min is 33.3.
    let rule = json!({ "id": "r", "times_busiest_day": 0.5, "period": "10 min" });
    let changes = [("/gateway/anomaly", json!([rule])), ("/srvs/4.6.1/critical", json!(true))];
    let c = case(&[sends("alpha", 4_800, 0)], &changes).all();
    assert_eq!((c.quarantined, c.earlier_submissions, c.served), (4_767 + 33, 33, 0));
}

#[test]
fn g2_a_cap_saves_nothing_up() {
    // 2.5 a cell: 2 and 3 in turn.
    let cap = json!([{ "id": "c", "rate": "0.25/s" }]);
    let streams = [sends("alpha", 10, 1), sends("alpha", 10, 4)];
    let ran = case(&streams, &[("/gateway/caps", cap)]);
    let c = ran.all();
    assert_eq!((c.capped, c.admitted, c.abandoned), (15, 5, 15));
    assert_eq!(ran.seen.peak_load, (5, 0));
}

#[test]
fn g8_three_cells_in_which_not_everything_fits_end_in_an_outage() {
    let changes = [
        ("/gateway/backlog_limit", json!(0)),
        ("/gateway/collapse", json!({ "after": "30 s", "lasts": "20 s" })),
    ];
    let streams = |cells: [u64; 6]| cells.map(|cell| sends("alpha", 150, cell));
    let ran = case(&streams([0, 1, 2, 3, 4, 5]), &changes);
    assert_eq!((ran.seen.outage_cells, ran.all().unavailable, ran.all().rejected), (2, 300, 200));
    // A cell in which everything fits breaks the run.
    let ran = case(&streams([0, 1, 3, 4, 6, 7]), &changes);
    assert_eq!((ran.seen.outage_cells, ran.all().rejected), (0, 300));
}

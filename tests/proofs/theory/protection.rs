//! What the strict reading (`allocation`) protects, with prioritised traffic beside it (M5, M6, G4).
//!
//! Every cell is a window, and every User sends exactly the same number in each, so that nothing is
//! random but who stands where in the order of a cell.

use super::Figures;
use headroom_core::ledger::Row;
use kit::bare::{Ran, at, bare, batch, batch_of, sent};
use kit::make::Changes;
use serde_json::{Value, json};

/// What is sent in each cell: `alpha`, allocated 500, sends `prioritised` and `other` requests;
/// `beta`, allocated 400, sends so many others; the DSP starts so many itself; and `gamma`, allocated
/// nothing, sends what it takes for the mechanism to stay active.
#[derive(Clone, Copy)]
struct Sent {
    prioritised: u64,
    other: u64,
    beta: u64,
    scheduled: u64,
    trigger: u64,
}

/// The cells of a run in which the mechanism is active, all but the first. Θ × window is 900.
fn windows(each: Sent, cells: u64, capacity: u64, changes: Changes) -> Vec<Row> {
    let mut streams: Vec<Value> = Vec::new();
    for i in 0..cells {
        let at = at(10 * i);
        let mut scheduled = batch_of("4.6.1", "gamma", each.scheduled, &at);
        scheduled["id"] = json!(format!("scheduled {at}"));
        scheduled["mode"] = json!("dcc_scheduled");
        streams.extend([
            batch_of("2.2", "alpha", each.prioritised, &at),
            batch("alpha", each.other, &at),
            batch("beta", each.beta, &at),
            batch("gamma", each.trigger, &at),
            scheduled,
        ]);
    }
    let mut all = vec![
        ("/mechanism/window", json!("10 s")),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/release", json!(0)),
        ("/mechanism/prioritised/add", json!(["2.2"])),
        ("/gateway/max_capacity", json!(capacity as f64 / 10.0)),
        ("/mechanism/operating_threshold", json!(900.0 / capacity as f64)),
        ("/gateway/backlog_limit", json!(0)),
    ];
    all.extend_from_slice(changes);
    let run: Ran = sent(&bare(&[("alpha", 500), ("beta", 400), ("gamma", 0)]), &streams, &all);
    let rows: Vec<Row> = (1..cells).map(|cell| run.row(cell)).collect();
    assert!(rows.iter().all(|row| row.active_cells == row.cells), "always active");
    rows
}

/// Where prioritised requests do not use the allocation the DSP holds exactly if P + S + Σ min(o, a)
/// is at most C; if not, what is above is rejected.
#[test]
fn with_prioritised_traffic_beside_the_allocations_the_dsp_holds_if_the_sum_fits() {
    let mut figures = Figures::default();
    for (prioritised, scheduled, other, beta) in [
        (300, 100, 700, 100),
        (301, 100, 700, 100),
        (300, 101, 700, 100),
        (300, 100, 499, 101),
        (300, 100, 499, 102),
        (100, 0, 5_000, 5_000),
        (100, 1, 5_000, 5_000),
        (0, 100, 5_000, 5_000),
        (900, 0, 60, 40),
        (1_000, 0, 1, 0),
        (700, 0, 5_000, 5_000),
    ] {
        let each = Sent { prioritised, other, beta, scheduled, trigger: 0 };
        let rows =
            windows(each, 12, 1_000, &[("/mechanism/prioritised_use_allocation", json!(false))]);
        let sum = prioritised + scheduled + other.min(500) + beta.min(400);
        let what = format!(
            "rejected in 11 cells with P {prioritised}, S {scheduled}, o {other} and {beta}"
        );
        let (above, fits) = (other.saturating_sub(500) + beta.saturating_sub(400), sum.min(1_000));
        assert!(rows.iter().all(|row| row.throttled == above && row.started == scheduled));
        let rejected: u64 = rows.iter().map(|row| row.rejected).sum();
        figures.equal(what, rejected, 11 * (sum - fits));
    }
    figures.judge();
}

/// Prioritised traffic alone above C: no reading helps, and once the backlog is full P − C is rejected
/// a second.
#[test]
fn prioritised_traffic_alone_above_capacity_is_rejected() {
    let mut figures = Figures::default();
    let each = Sent { prioritised: 1_200, other: 0, beta: 0, scheduled: 0, trigger: 0 };
    for uses in [true, false] {
        let changes = [
            ("/mechanism/prioritised_use_allocation", json!(uses)),
            ("/gateway/backlog_limit", json!(1_000)),
        ];
        let rows = windows(each, 30, 1_000, &changes);
        // 200 a cell fill the backlog's 1000 in five cells, the first before the mechanism is active.
        for (i, row) in rows.iter().enumerate() {
            assert_eq!((row.throttled, row.rejected), (0, if i < 4 { 0 } else { 200 }));
        }
        let rejected: u64 = rows.iter().map(|row| row.rejected).sum();
        figures.equal(format!("rejected in 30 cells, use {uses}"), rejected, 30 * 200 - 1_000);
    }
    figures.judge();
}

/// Where prioritised requests use the allocation, a User of p + o > a passes a in the cell's order and
/// of the rest what is prioritised: a + p·(1 − a/(p + o)) on average.
#[test]
fn prioritised_traffic_that_uses_the_allocation_passes_beyond_it() {
    let mut figures = Figures::default();
    for (p, o, known) in [
        (300, 700, Some(650.0)),
        (900, 100, None),
        (100, 900, None),
        (40, 480, None),
        (1, 999, None),
    ] {
        let each = Sent { prioritised: p, other: o, beta: 0, scheduled: 0, trigger: 900 };
        let rows = windows(each, 180, 100_000, &[("/mechanism/operating_threshold", json!(0.009))]);
        let (p, o, a) = (p as f64, o as f64, 500.0);
        let n = p + o;
        let theory = a + p * (1.0 - a / n);
        assert!(known.is_none_or(|known| known == theory));
        // Hypergeometric: n − a places, p of n prioritised.
        let variance = (n - a) * p / n * (o / n) * a / (n - 1.0);
        let passed: u64 =
            rows.iter().map(|row| row.admitted_prioritised + row.admitted_other).sum();
        let windows = rows.len() as f64;
        figures.near(
            format!("through a window, p {p}, o {o}, a 500"),
            passed as f64 / windows,
            theory,
            libm::sqrt(variance / windows),
        );
        assert!(rows.iter().all(|row| row.admitted_prioritised == p as u64 && row.rejected == 0));
    }
    for (p, o) in [(300, 200), (300, 100), (1_000, 0)] {
        let each = Sent {
            prioritised: p,
            other: o,
            beta: 500 - 100 * u64::from(p < 1_000),
            scheduled: 0,
            trigger: 900,
        };
        let rows = windows(each, 20, 100_000, &[("/mechanism/operating_threshold", json!(0.009))]);
        let passed: u64 =
            rows.iter().map(|row| row.admitted_prioritised + row.admitted_other).sum();
        figures.equal(
            format!("through with p {p}, o {o}, which fit, and beta's 400"),
            passed,
            19 * (p + o + 400),
        );
    }
    figures.judge();
}

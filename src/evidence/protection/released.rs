//! Work of the DSP's own that no service held up, and when it is started instead (T2, G1, G4).
//!
//! Expected numbers, cell by cell: what comes waits while there is no service, and after maintenance runs as
//! `scheduled_release` has it. Of a cell the DSP starts at most `scheduled_share` of C, or more where Users leave it
//! idle. Left out: what the mechanism leaves idle, and what an outage takes of the capacity in part.

use super::asked::submissions;
use headroom_core::domain::{Mode, Share};
use headroom_core::scenario::{Event, EventKind, Scenario, ScheduledRelease};
use headroom_core::traffic::Traffic;

/// Work that runs so many requests a cell.
struct Paced {
    left: f64,
    a_cell: f64,
}

/// For each window, how many more requests the DSP is expected to start in it than come to it there; fewer where they
/// wait. Empty where there is service all the time.
pub fn released(scenario: &Scenario, traffic: &Traffic) -> Vec<f64> {
    let stops: Vec<&Event> = scenario.events.iter().filter(|e| without_service(e)).collect();
    if stops.is_empty() {
        return Vec::new();
    }
    let calendar = &scenario.calendar;
    let capacity = scenario.gateway.max_capacity.get() * calendar.cell().seconds();
    let least = scenario.gateway.scheduled_share.get() * capacity;
    let (due, asked) = by_cell(scenario, traffic);
    let mut more = vec![0.0; due.len().div_ceil(calendar.cells_per_window())];
    let (mut waiting, mut paced) = (0.0_f64, Vec::<Paced>::new());
    for (cell, (due, asked)) in due.iter().zip(&asked).enumerate() {
        for stop in stops.iter().filter(|e| e.to == cell as u64) {
            if let Some(a_cell) = pace(scenario, stop, waiting, capacity) {
                paced.push(Paced { left: std::mem::take(&mut waiting), a_cell });
            }
        }
        for paced in &mut paced {
            let n = paced.a_cell.min(paced.left);
            paced.left -= n;
            waiting += n;
        }
        waiting += due;
        let stopped = stops.iter().any(|e| (e.from..e.to).contains(&(cell as u64)));
        let room = if stopped { 0.0 } else { (capacity - asked).max(least) };
        let started = waiting.min(room);
        waiting -= started;
        more[cell / calendar.cells_per_window()] += started - due;
    }
    more
}

fn without_service(event: &Event) -> bool {
    match &event.kind {
        EventKind::Maintenance(_) => true,
        EventKind::Outage { capacity, .. } => *capacity == Share::ZERO,
        _ => false,
    }
}

/// How many a cell of what is `waiting` run after `stop`; none where the DSP takes them as fast as it can.
fn pace(scenario: &Scenario, stop: &Event, waiting: f64, capacity: f64) -> Option<f64> {
    let EventKind::Maintenance(maintenance) = &stop.kind else { return None };
    match maintenance.scheduled_release {
        ScheduledRelease::AtOnce => None,
        ScheduledRelease::Over(span) => {
            Some(waiting / span.cells_up(scenario.calendar.cell()).max(1) as f64)
        }
        ScheduledRelease::ShareOfCapacity(share) => Some(share.get() * capacity),
    }
}

/// What comes to the DSP to start itself, and what Users ask for, in each cell of the run.
fn by_cell(scenario: &Scenario, traffic: &Traffic) -> (Vec<f64>, Vec<f64>) {
    let per_block = scenario.calendar.cells_per_block();
    let mut due = vec![0.0; scenario.calendar.cells() as usize];
    let mut asked = due.clone();
    for block in 0..scenario.calendar.blocks().len() {
        for cohort in &traffic.cohorts {
            let own = cohort.mode == Mode::DccScheduled;
            let course = if own { &mut due } else { &mut asked };
            for piece in traffic.pieces(cohort, block) {
                let each = piece.mean * submissions(cohort) / (piece.to - piece.from) as f64;
                for cell in piece.from..piece.to {
                    course[block * per_block + cell as usize] += each;
                }
            }
        }
    }
    (due, asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::make::small;
    use serde_json::json;

    /// By window of a minute, in a market in which the DCC schedules half of the reads and which ten minutes of maintenance
    /// interrupt; and what is held up.
    fn by_window(release: &str) -> (Vec<f64>, f64) {
        let scenario = small(&[
            ("/traffic/streams/reads/dcc_scheduled_share", json!(0.5)),
            (
                "/events",
                json!([{ "id": "night", "at": "10:30", "lasts": "10 min",
                    "maintenance": { "scheduled_release": release } }]),
            ),
        ]);
        let traffic = Traffic::new(&scenario);
        let more = released(&scenario, &traffic);
        let own = traffic.cohorts.iter().filter(|c| c.mode == Mode::DccScheduled);
        let held = own.map(|c| traffic.mean_in(c, 180, 240)).sum();
        (more, held)
    }

    #[test]
    fn what_waits_for_service_is_started_after_it_as_the_scenario_says() {
        let (at_once, held) = by_window("at once");
        let sum = |of: &[f64]| of.iter().sum::<f64>();
        assert!(held > 100.0 && (sum(&at_once[30..40]) + held).abs() < 1e-6, "{at_once:?}");
        // Nothing is lost, and nothing moves before.
        assert!(sum(&at_once).abs() < 1e-6 && at_once[..30].iter().all(|n| n.abs() < 1e-9));
        let (over, _) = by_window("over 10 min");
        assert!(over[40..50].iter().all(|n| (n - held / 10.0).abs() < 1e-6), "{over:?}");
        assert!(at_once[40] > over[40], "{at_once:?}");
        // A tenth of 4 a second for as long as it lasts.
        let (paced, _) = by_window("at 0.1 C");
        assert!((paced[40] - 24.0).abs() < 1e-6, "{paced:?}");
    }

    #[test]
    fn with_service_all_the_time_nothing_is_released() {
        let scenario = small(&[]);
        assert_eq!(released(&scenario, &Traffic::new(&scenario)), [0.0; 0]);
    }
}

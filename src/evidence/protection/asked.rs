//! What a variant is expected to be asked for, window by window.

use headroom_core::domain::Mode;
use headroom_core::scenario::Scenario;
use headroom_core::traffic::{Cohort, Traffic};

/// What Users ask for in a window, requests a second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadAsked {
    /// Of each User, prioritised and other.
    pub users: Vec<(f64, f64)>,
    /// What the DSP starts itself.
    pub started: f64,
}

impl LoadAsked {
    /// What `traffic` is expected to ask for in `window`.
    pub fn new(scenario: &Scenario, traffic: &Traffic, window: u64) -> Self {
        let cells = scenario.calendar.cells_per_window() as u64;
        let seconds = scenario.calendar.window().seconds();
        let mut asked = Self { users: vec![(0.0, 0.0); scenario.users.len()], started: 0.0 };
        for cohort in &traffic.cohorts {
            let mean = traffic.mean_in(cohort, window * cells, (window + 1) * cells);
            let rate = mean * submissions(cohort) / seconds;
            let user = &mut asked.users[cohort.user];
            match cohort.mode {
                Mode::DccScheduled => asked.started += rate,
                _ if scenario.mechanism.prioritised[cohort.srv] => user.0 += rate,
                _ => user.1 += rate,
            }
        }
        asked
    }

    /// What is never throttled.
    pub fn free(&self) -> f64 {
        self.started + self.users.iter().map(|u| u.0).sum::<f64>()
    }

    /// The rest.
    pub fn other(&self) -> f64 {
        self.users.iter().map(|u| u.1).sum()
    }
}

/// Submissions of each of its requests (T6).
pub(super) fn submissions(cohort: &Cohort) -> f64 {
    if cohort.is_signed() && cohort.mode != Mode::DccScheduled { 2.0 } else { 1.0 }
}

/// The window that is expected to be asked for most, `released` (requests a window, or nothing) included; the first of equals.
pub fn busiest(scenario: &Scenario, traffic: &Traffic, released: &[f64]) -> u64 {
    let calendar = &scenario.calendar;
    let (per_window, per_block) = (calendar.cells_per_window(), calendar.cells_per_block());
    let per_block = (per_block / per_window) as u64;
    let mut best = (0.0, 0);
    for block in 0..calendar.blocks().len() {
        let mut windows = vec![0.0; per_block as usize];
        for cohort in &traffic.cohorts {
            for piece in traffic.pieces(cohort, block) {
                let each = piece.mean * submissions(cohort) / (piece.to - piece.from) as f64;
                for cell in piece.from..piece.to {
                    windows[cell as usize / per_window] += each;
                }
            }
        }
        for (w, load) in (block as u64 * per_block..).zip(windows) {
            let load = load + released.get(w as usize).unwrap_or(&0.0);
            if load > best.0 {
                best = (load, w);
            }
        }
    }
    best.1
}

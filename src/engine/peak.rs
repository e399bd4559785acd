//! The busiest window, exact although quiet blocks are not opened: they are, in falling order of a
//! bound on their largest window, until no other could exceed the peak found.

use super::drawn::Drawn;
use super::plan::Plan;
use super::starts::Due;
use crate::ledger::Ledger;

/// Quiet blocks of a day: the bound on each one's busiest window, the block, and what the DSP
/// started in it because it was due.
#[derive(Clone, Debug, Default)]
pub struct Quiet {
    blocks: Vec<(f64, usize, Vec<Due>)>,
}

impl Quiet {
    /// Notes a block taken whole.
    pub fn note(&mut self, block: usize, bound: f64, due: Vec<Due>) {
        self.blocks.push((bound, block, due));
    }

    /// Opens those that could hold the busiest window.
    pub fn find_peak(&mut self, plan: &Plan, drawn: &Drawn<'_>, ledger: &mut Ledger) {
        self.blocks.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (bound, block, due) in self.blocks.drain(..) {
            if bound < ledger.peak_load.0 as f64 {
                break;
            }
            for (cell, load) in window_loads(plan, drawn, block, &due) {
                ledger.note_load(load, cell);
            }
        }
        self.blocks.clear();
    }
}

/// First cell and load of each window of a quiet block.
fn window_loads(plan: &Plan, drawn: &Drawn<'_>, block: usize, due: &[Due]) -> Vec<(u64, u64)> {
    let calendar = &plan.scenario.calendar;
    let per_window = calendar.cells_per_window();
    let first = (block * calendar.cells_per_block()) as u64;
    let placed = drawn.placed(block);
    let fresh = |w: usize| placed.total(w * per_window..(w + 1) * per_window);
    let mut loads: Vec<u64> = (0..calendar.windows_per_block()).map(fresh).collect();
    for (cell, n) in due.iter().flat_map(|d| d.cells(&plan.traffic, drawn.keys())) {
        loads[(cell - first) as usize / per_window] += n;
    }
    (first..).step_by(per_window).zip(loads).collect()
}

//! The busiest window, exact although quiet blocks are not opened: they are, in falling order of a
//! bound on their largest window, until no other could exceed the peak found.

use super::taken::{Taken, seconds};
use crate::engine::book::DayBook;
use crate::engine::drawn::DrawnTraffic;
use crate::engine::plan::Plan;
use std::rc::Rc;

/// Quiet blocks of a day: the bound on each one's busiest window, the block, and what was due and followed
/// in it.
#[derive(Clone, Debug, Default)]
pub struct Unopened {
    blocks: Vec<(f64, usize, Rc<Taken>)>,
}

impl Unopened {
    /// Notes a block taken whole.
    pub fn note(&mut self, block: usize, bound: f64, taken: Rc<Taken>) {
        self.blocks.push((bound, block, taken));
    }

    /// Forgets those that surely do not hold it, since a busier one is known: in a year that is nearly all.
    pub fn forget(&mut self, book: &DayBook<'_>) {
        let known = book.ledger().peak_load.0 as f64;
        self.blocks.retain(|(bound, ..)| *bound >= known);
    }

    /// Opens those that could hold the busiest window.
    pub fn find_peak(&mut self, plan: &Plan, drawn: &DrawnTraffic<'_>, book: &mut DayBook<'_>) {
        self.blocks.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (bound, block, taken) in self.blocks.drain(..) {
            if bound < book.ledger().peak_load.0 as f64 {
                break;
            }
            for (cell, load) in window_loads(plan, drawn, block, &taken) {
                book.note_load(load, cell);
            }
        }
        self.blocks.clear();
    }
}

/// First cell and load of each window of a quiet block.
fn window_loads(
    plan: &Plan,
    drawn: &DrawnTraffic<'_>,
    block: usize,
    taken: &Taken,
) -> Vec<(u64, u64)> {
    let per_window = plan.clock.per_window as usize;
    let first = plan.clock.cells(block).0;
    let placed = drawn.placed(block);
    let fresh = |w: usize| placed.total(w * per_window..(w + 1) * per_window);
    let mut loads: Vec<u64> = (0..plan.clock.windows as usize).map(fresh).collect();
    let due = taken.due.iter().flat_map(|d| d.cells(&plan.traffic, drawn.keys()));
    let followed = taken.followed.iter().chain(&taken.repeated).map(|(cell, _, n)| (*cell, *n));
    for (cell, n) in due.chain(followed) {
        loads[(cell - first) as usize / per_window] += n;
    }
    for (_, cell, n) in seconds(&plan.traffic, &placed, taken) {
        loads[cell / per_window] += n;
    }
    if !taken.stopped.is_empty() {
        let stopped = |cell: usize| placed.fresh(cell).filter(|f| !taken.begins(f));
        for cell in 0..loads.len() * per_window {
            loads[cell / per_window] -= stopped(cell).map(|f| f.count).sum::<u64>();
        }
    }
    for (load, messages) in loads.iter_mut().zip(&taken.loads) {
        *load += messages;
    }
    (first..).step_by(per_window).zip(loads).collect()
}

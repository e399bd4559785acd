//! What a window leaves to the next, and what windows of half-hours taken whole showed.

use crate::engine::drawn::DrawnTraffic;
use crate::engine::leap::taken::{Taken, seconds};
use crate::engine::plan::Plan;
use crate::traffic::Placed;
use std::collections::VecDeque;
use std::rc::Rc;

/// What a window leaves to the next: use and quota of each User, for `share_unused`, and when each
/// was last above its allocation (C3).
#[derive(Clone, Debug)]
pub struct WindowsBefore {
    /// Use in the window before.
    pub used: Vec<u64>,
    /// Whole requests allocated in it.
    pub quota: Vec<u64>,
    /// For each User, the number of windows up to and with the last in which it was above its
    /// allocation; 0 where it never was.
    above: Vec<u64>,
    /// Blocks taken whole, of whose windows nothing is known yet.
    unseen: VecDeque<(usize, Rc<Taken>)>,
}

impl WindowsBefore {
    /// Nothing has happened: no use, and the quotas of an inactive window.
    pub fn new(quota: &[u64]) -> Self {
        Self {
            used: vec![0; quota.len()],
            quota: quota.to_vec(),
            above: vec![0; quota.len()],
            unseen: VecDeque::new(),
        }
    }

    /// Window `index` has ended, in which each User had a `quota`, made so many `first` attempts and `used` so much.
    pub fn take(&mut self, index: u64, quota: &[u64], first: &[u64], used: &[u64]) {
        self.used.copy_from_slice(used);
        self.quota.copy_from_slice(quota);
        self.note_above(index, first, quota);
    }

    /// Notes who was above its `quota` in window `index`, with `first` first attempts.
    fn note_above(&mut self, index: u64, first: &[u64], quota: &[u64]) {
        for ((above, first), quota) in self.above.iter_mut().zip(first).zip(quota) {
            if first > quota {
                *above = (*above).max(index + 1);
            }
        }
    }

    /// For each User, whether it was within its allocation in the `hold` windows before `index`.
    pub fn within(&self, index: u64, hold: u32) -> Vec<bool> {
        self.above.iter().map(|above| *above == 0 || index + 1 - above > u64::from(hold)).collect()
    }

    /// Knows of the half-hours taken whole that `ahead` knows of.
    pub fn take_over(&mut self, ahead: &Self) {
        self.unseen.clone_from(&ahead.unseen);
    }

    /// Half-hour `block` was taken whole. Earlier ones into which no activation will look back are forgotten.
    pub fn pass_whole(&mut self, plan: &Plan, block: usize, taken: &Rc<Taken>) {
        self.unseen.push_back((block, Rc::clone(taken)));
        let windows = plan.clock.windows as usize;
        let back = (plan.scenario.mechanism.hold as usize).max(1).div_ceil(windows);
        while self.unseen.front().is_some_and(|(b, _)| b + back < block) {
            self.unseen.pop_front();
        }
    }

    /// Works out what the windows before `here` saw, as far back as `hold` asks, where they lay in blocks that were taken
    /// whole; their quotas were `nominal`.
    pub fn know(&mut self, plan: &Plan, drawn: &DrawnTraffic<'_>, here: u64, nominal: &[u64]) {
        let windows = plan.clock.windows;
        let wanted = here.saturating_sub(u64::from(plan.scenario.mechanism.hold).max(1));
        while let Some((b, taken)) = self.unseen.pop_back() {
            if (b as u64 + 1) * windows <= wanted {
                break;
            }
            let placed = drawn.placed(b);
            let seconds: Vec<_> = seconds(&plan.traffic, &placed, &taken).collect();
            for w in 0..windows {
                let index = b as u64 * windows + w;
                if index < wanted {
                    continue;
                }
                let first = first_attempts(plan, &placed, (&taken, &seconds), index);
                self.note_above(index, &first, nominal);
                if index + 1 == here {
                    self.used = used(plan, &placed, &taken, first, index);
                    self.quota.copy_from_slice(nominal);
                }
            }
        }
        self.unseen.clear();
    }
}

/// First attempts of each User in window `index`, which lies in a quiet block that was `placed` and `taken` so, with these
/// `seconds` in it; prioritised ones as in M5.
fn first_attempts(
    plan: &Plan,
    placed: &Placed,
    (taken, seconds): (&Taken, &[(usize, usize, u64)]),
    index: u64,
) -> Vec<u64> {
    let per_window = plan.clock.per_window as usize;
    let mut first = vec![0; plan.scenario.users.len()];
    let mut add = |cohort: usize, n: u64| {
        first[plan.hot(cohort).user()] += if plan.counts_as_first(cohort) { n } else { 0 };
    };
    let w = (index % plan.clock.windows) as usize;
    let window = w * per_window..(w + 1) * per_window;
    for cell in window.clone() {
        let fresh = placed.fresh(cell).map(|f| (f.cohort as usize, f.count));
        fresh.filter(|(c, _)| plan.hot(*c).at_gateway).for_each(|(c, n)| add(c, n));
    }
    seconds.iter().filter(|(_, at, _)| window.contains(at)).for_each(|(c, _, n)| add(*c, *n));
    for &(cell, cohort, n) in taken.followed.iter().chain(&taken.stopped_later) {
        add(cohort as usize, if cell / plan.clock.per_window == index { n } else { 0 });
    }
    first
}

/// What each User used in it, of which its `first` attempts are known: no attempt that was stopped (G2), and what came again.
fn used(plan: &Plan, placed: &Placed, taken: &Taken, first: Vec<u64>, index: u64) -> Vec<u64> {
    let mut used = first;
    let per_window = plan.clock.per_window;
    let user = |c: u32| plan.hot(c as usize).user();
    let here = |(cell, ..): &&(u64, u32, u64)| cell / per_window == index;
    for (_, c, n) in taken.stopped_later.iter().filter(here) {
        used[user(*c)] -= if plan.counts_as_first(*c as usize) { *n } else { 0 };
    }
    if !taken.stopped.is_empty() {
        let from = index % plan.clock.windows * per_window;
        let window = (from..from + per_window).flat_map(|cell| placed.fresh(cell as usize));
        for f in window.filter(|f| !taken.begins(f) && plan.counts_as_first(f.cohort as usize)) {
            used[user(f.cohort)] -= f.count;
        }
    }
    for (_, c, n) in taken.repeated.iter().filter(here) {
        used[user(*c)] += if plan.counts_as_use(*c as usize) { *n } else { 0 };
    }
    used
}

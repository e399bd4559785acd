//! C2: the standing of fresh requests, worked out once for all variants of a traffic.
//!
//! Scope: each User's demand in the windows of a half-hour, whether it was above the yardstick in any, and which requests were
//! first due without service. All of it depends on keys and the yardstick only, so it does not matter who asks, or whether a
//! half-hour was opened. A User whose demand surely never is above it in a half-hour is not looked at closer. Left out: what follows
//! from a request, which keeps its standing; a storm's polls, which have their own. Source: `docs/rules.md`, C2. Checked by: the
//! judge, and by being the same in every variant.

use super::plan::{Hot, Plan, Yardstick};
use crate::domain::{Mode, Standing};
use crate::ledger::ByStanding;
use crate::random::Keys;
use crate::traffic::{Cohort, DayCounts, Traffic, Volume, surely};
use std::rc::Rc;
use std::sync::Arc;

/// The standing of what is first due in a half-hour.
#[derive(Clone, Debug)]
pub struct Standings {
    /// The half-hour, and its first cell.
    block: usize,
    from: u64,
    yardstick: Arc<Yardstick>,
    /// Whether some of its cells have no service.
    closes: bool,
    /// For each User the windows in which it is above; none where it is in none.
    above: Vec<Option<Vec<bool>>>,
}

impl Standings {
    /// The half-hours into which those of `block` look, itself the last.
    pub fn look_at(plan: &Plan, block: usize) -> std::ops::RangeInclusive<usize> {
        let windows = plan.clock.per_block / plan.yardstick.window;
        let back = (plan.yardstick.hold - 1).div_ceil(windows);
        block.saturating_sub(back as usize)..=block
    }

    /// Of half-hour `block` of `plan`, of whose half-hours to look at these are the counts.
    pub fn new(plan: &Plan, keys: &Keys, counts: &[(usize, Rc<DayCounts>)], block: usize) -> Self {
        let (from, to) = plan.clock.cells(block);
        let yardstick = Arc::clone(&plan.yardstick);
        let closes = yardstick.closes(from, to);
        let windows = (plan.clock.per_block / yardstick.window) as usize;
        let asked = Asked { plan, keys, windows, counts };
        let users = 0..plan.scenario.users.len();
        let above = users.map(|user| asked.above(user)).collect();
        Self { block, from, yardstick, closes, above }
    }

    /// The standing of a request of the cohort `hot` first due in `cell` of the half-hour.
    pub fn of(&self, hot: &Hot, cell: u64) -> Standing {
        if hot.polls {
            return Standing::Polls;
        }
        if hot.displaced || self.closes && self.yardstick.is_closed(cell) {
            return Standing::Displaced;
        }
        if self.is_above(hot.user(), cell) { Standing::Above } else { Standing::Within }
    }

    /// Whether `user` is above in the window of `cell`.
    pub fn is_above(&self, user: usize, cell: u64) -> bool {
        let window = ((cell - self.from) / self.yardstick.window) as usize;
        self.above[user].as_ref().is_some_and(|above| above[window])
    }

    /// The standings of the `n` requests of cohort `c` of `plan` that are first due in the half-hour.
    pub fn split(&self, plan: &Plan, keys: &Keys, c: usize, n: u64) -> ByStanding {
        let mut by = ByStanding::default();
        let hot = plan.hot(c);
        if hot.displaced || !self.closes && self.above[hot.user()].is_none() {
            by[self.of(hot, self.from)] = n;
            return by;
        }
        let mut cells = vec![0; plan.clock.per_block as usize];
        plan.traffic.place_one(keys, self.block, c, n, &mut cells);
        for (cell, n) in (self.from..).zip(cells).filter(|(_, n)| *n > 0) {
            by[self.of(hot, cell)] += n;
        }
        by
    }
}

/// What Users ask for in a half-hour and in those before it into which its first window looks back.
struct Asked<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    /// Windows of a half-hour.
    windows: usize,
    /// The half-hours, and the counts of their days.
    counts: &'a [(usize, Rc<DayCounts>)],
}

impl Asked<'_> {
    /// The windows of the half-hour in which `user` is above; none where it is in none.
    fn above(&self, user: usize) -> Option<Vec<bool>> {
        let (most, hold) = (self.plan.yardstick.most[user], self.plan.yardstick.hold as usize);
        if self.surely(user) <= most as f64 {
            return None;
        }
        let demand: Vec<u64> =
            self.counts.iter().flat_map(|(b, day)| self.demand(user, *b, day)).collect();
        let before = (self.counts.len() - 1) * self.windows;
        let sum = |w: usize| -> u64 {
            demand[(before + w + 1).saturating_sub(hold)..=before + w].iter().sum()
        };
        let above: Vec<bool> = (0..self.windows).map(|w| most < sum(w)).collect();
        above.contains(&true).then_some(above)
    }

    /// More than `user` surely does not ask for in `hold` windows together: by the shapes of the half-hours where it sends by
    /// profiles (Bernstein's bound, as for quiet half-hours), else all that it asks for in them.
    fn surely(&self, user: usize) -> f64 {
        let (traffic, yardstick) = (&self.plan.traffic, &self.plan.yardstick);
        let cells = (yardstick.hold * yardstick.window) as f64;
        let (mut spread, mut whole, mut all) = (0.0, 0.0, 0.0);
        for &c in &self.plan.cohorts.of_user[user] {
            let cohort = &traffic.cohorts[c];
            let times = times(traffic, cohort);
            let (mut densest, mut sum) = (0.0_f64, 0.0);
            for (block, day) in self.counts {
                let n = (day.block(*block)[c] * times) as f64;
                if n > 0.0 {
                    sum += n;
                    let share = traffic.densest(cohort, *block).unwrap_or(f64::INFINITY);
                    densest = densest.max(n * share);
                }
            }
            all += sum;
            match densest.is_finite() {
                true => spread += (densest * cells).min(sum),
                false => whole += sum,
            }
        }
        (surely(spread, 2.0) + whole).min(all)
    }

    /// The demand of `user` in each window of `block`.
    fn demand(&self, user: usize, block: usize, day: &DayCounts) -> Vec<u64> {
        let (traffic, yardstick) = (&self.plan.traffic, &self.plan.yardstick);
        let width = traffic.cells_per_block();
        let from = block as u64 * width;
        let mut demand = vec![0; self.windows];
        let mut cells = vec![0; width as usize];
        for &c in &self.plan.cohorts.of_user[user] {
            let (n, times) = (day.block(block)[c], times(traffic, &traffic.cohorts[c]));
            if n * times == 0 {
                continue;
            }
            traffic.place_one(self.keys, block, c, n, &mut cells);
            for (at, n) in cells.iter_mut().enumerate().filter(|(_, n)| **n > 0) {
                let n = std::mem::take(n);
                let displaced = yardstick.is_closed(from + at as u64);
                demand[at / yardstick.window as usize] += if displaced { 0 } else { n * times };
            }
        }
        demand
    }
}

/// How many submissions each fresh request of `cohort` is in its User's demand: none of what the DSP starts itself or of what
/// is displaced, two of a critical one.
fn times(traffic: &Traffic, cohort: &Cohort) -> u64 {
    let fresh = cohort.volume != Volume::Follows && cohort.mode != Mode::DccScheduled;
    let signs = cohort.then.is_some_and(|then| traffic.cohorts[then.cohort].second);
    if fresh && !cohort.displaced { 1 + u64::from(signs) } else { 0 }
}

//! C2: the standing of fresh requests, worked out once for all variants of a traffic.
//!
//! Scope: each User's demand in the windows of a half-hour, whether it was above the yardstick in any, and which requests were
//! first due without service. All of it depends on keys and the yardstick only, so it does not matter who asks, or whether a
//! half-hour was opened. A User whose demand surely never is above it in a half-hour is not looked at closer. Left out: what follows
//! from a request, which keeps its standing; a storm's polls, which have their own. Source: `docs/rules.md`, C2. Checked by: the
//! judge, and by being the same in every variant.

use super::plan::{Hot, Plan, Yardstick};
use crate::domain::Standing;
use crate::ledger::ByStanding;
use crate::random::Keys;
use crate::traffic::{DayCounts, surely};
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
    /// Cohorts of Users that are above in some, and the standings of all their requests.
    split: Vec<(usize, ByStanding)>,
}

/// Cohorts of a User, and how many requests each has in the cells of the half-hour.
type InCells = Vec<(usize, Vec<u64>)>;

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
        let densest = counts.iter().map(|(block, _)| plan.traffic.densest(*block)).collect();
        let asked = Asked { plan, keys, windows, counts, densest };
        let mut placed = Vec::new();
        let users = 0..plan.scenario.users.len();
        let above = users.map(|user| asked.above(user, &mut placed)).collect();
        let mut standings = Self { block, from, yardstick, closes, above, split: Vec::new() };
        placed.sort_unstable_by_key(|(c, _)| *c);
        let split = |(c, cells): (usize, Vec<u64>)| (c, standings.of_cells(plan.hot(c), cells));
        standings.split = placed.into_iter().map(split).collect();
        standings
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

    /// The standing of all requests of the cohort `hot` first due in the half-hour, if they surely have the same.
    pub fn throughout(&self, hot: &Hot) -> Option<Standing> {
        match hot {
            _ if !hot.displaced && (self.closes || self.above[hot.user()].is_some()) => None,
            _ if hot.polls => Some(Standing::Polls),
            _ if hot.displaced => Some(Standing::Displaced),
            _ => Some(Standing::Within),
        }
    }

    /// Whether `user` is above in the window of `cell`.
    pub fn is_above(&self, user: usize, cell: u64) -> bool {
        let window = ((cell - self.from) / self.yardstick.window) as usize;
        self.above[user].as_ref().is_some_and(|above| above[window])
    }

    /// The standings of the `n` requests of cohort `c` of `plan` that are first due in the half-hour.
    pub fn split(&self, plan: &Plan, keys: &Keys, c: usize, n: u64) -> ByStanding {
        let hot = plan.hot(c);
        if let Some(standing) = self.throughout(hot) {
            let mut by = ByStanding::default();
            by[standing] = n;
            return by;
        }
        if let Ok(known) = self.split.binary_search_by_key(&c, |(c, _)| *c) {
            return self.split[known].1;
        }
        let mut cells = vec![0; plan.clock.per_block as usize];
        plan.traffic.place_one(keys, self.block, c, n, &mut cells);
        self.of_cells(hot, cells)
    }

    /// The standings of requests of the cohort `hot`, so many in each of the half-hour's cells.
    fn of_cells(&self, hot: &Hot, cells: Vec<u64>) -> ByStanding {
        let mut by = ByStanding::default();
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
    /// Of each, by profile, the largest share that a cell is expected to hold.
    densest: Vec<Vec<f64>>,
}

impl Asked<'_> {
    /// The windows of the half-hour in which `user` is above; none where it is in none. What it was asked for in the cells of
    /// the half-hour is `placed` where it is.
    fn above(&self, user: usize, placed: &mut InCells) -> Option<Vec<bool>> {
        let (most, hold) = (self.plan.yardstick.most[user], self.plan.yardstick.hold as usize);
        if self.surely(user) <= most as f64 {
            return None;
        }
        let mut cells = Vec::new();
        let mut demand = Vec::new();
        for (block, day) in self.counts {
            cells = self.in_cells(user, *block, day);
            demand.extend(self.demand(*block, &cells));
        }
        let before = (self.counts.len() - 1) * self.windows;
        let (earlier, all) = demand.split_at(before);
        // Of a window and those before it, as many together as `hold`.
        let mut sum: u64 = earlier.iter().rev().take(hold - 1).sum();
        let above: Vec<bool> = (before..before + all.len())
            .map(|w| {
                sum += demand[w];
                let above = most < sum;
                sum -= (w + 1).checked_sub(hold).map_or(0, |first| demand[first]);
                above
            })
            .collect();
        above.contains(&true).then(|| {
            placed.append(&mut cells);
            above
        })
    }

    /// More than `user` surely does not ask for in `hold` windows together: by the shapes of the half-hours where it sends by
    /// profiles (Bernstein's bound, as for quiet half-hours), else all that it asks for in them.
    fn surely(&self, user: usize) -> f64 {
        let (traffic, yardstick) = (&self.plan.traffic, &self.plan.yardstick);
        let cells = (yardstick.hold * yardstick.window) as f64;
        let (mut spread, mut whole, mut all) = (0.0, 0.0, 0.0);
        for &c in &self.plan.cohorts.of_user[user] {
            let (mut densest, mut sum) = (0.0_f64, 0.0);
            for ((block, day), by_profile) in self.counts.iter().zip(&self.densest) {
                let n = self.asks(c, day.block(*block)) as f64;
                if n > 0.0 {
                    sum += n;
                    let profile = traffic.profile_alone(&traffic.cohorts[c], *block);
                    densest = densest.max(n * profile.map_or(f64::INFINITY, |p| by_profile[p]));
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

    /// Of a half-hour's `counts`, the submissions of cohort `c` that are in its User's demand.
    fn asks(&self, c: usize, counts: &[u64]) -> u64 {
        match counts[c] {
            0 => 0,
            n => n * u64::from(self.plan.hot(c).asks),
        }
    }

    /// What `user` asks for in the cells of `block`, by cohort.
    fn in_cells(&self, user: usize, block: usize, day: &DayCounts) -> InCells {
        let traffic = &self.plan.traffic;
        let counts = day.block(block);
        let cohorts = self.plan.cohorts.of_user[user].iter().copied();
        let cohorts = cohorts.filter(|c| self.asks(*c, counts) > 0);
        let place = |c: usize| {
            let mut cells = vec![0; traffic.cells_per_block() as usize];
            traffic.place_one(self.keys, block, c, counts[c], &mut cells);
            (c, cells)
        };
        cohorts.map(place).collect()
    }

    /// The demand in each window of `block`.
    fn demand(&self, block: usize, cells: &InCells) -> Vec<u64> {
        let (traffic, yardstick) = (&self.plan.traffic, &self.plan.yardstick);
        let from = block as u64 * traffic.cells_per_block();
        let mut demand = vec![0; self.windows];
        for (c, cells) in cells {
            let times = u64::from(self.plan.hot(*c).asks);
            for (at, n) in cells.iter().enumerate().filter(|(_, n)| **n > 0) {
                let displaced = yardstick.is_closed(from + at as u64);
                demand[at / yardstick.window as usize] += if displaced { 0 } else { n * times };
            }
        }
        demand
    }
}

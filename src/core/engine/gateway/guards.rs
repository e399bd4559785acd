//! G2: anomaly detection, and always-on rate caps, before the mechanism sees an attempt.

use super::arrivals::{Arrivals, Item, Sent};
use crate::domain::{NANO, Nano};
use crate::engine::attempt::Attempt;
use crate::engine::book::DayBook;
use crate::engine::here::Here;
use crate::engine::plan::Plan;
use crate::random::{Draws, Keys, Purpose, deal};

/// What has passed.
#[derive(Clone)]
pub struct Guards<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    /// Attempts of each pair that passed anomaly detection in its present period.
    passed: Vec<u64>,
    /// First cell of the civil day.
    day_begins: u64,
}

impl<'a> Guards<'a> {
    pub fn new(plan: &'a Plan, keys: &'a Keys) -> Self {
        let pairs = if plan.allowed.any { plan.traffic.pairs.len() } else { 0 };
        Self { plan, keys, passed: vec![0; pairs], day_begins: 0 }
    }

    /// A civil day begins with `cell`.
    pub fn begin_day(&mut self, cell: u64) {
        self.day_begins = cell;
    }

    /// Periods that begin in `cell`.
    pub fn begin_periods(&mut self, cell: u64) {
        // Of hundreds of pairs nearly all have the same one, and few cells are a period's first.
        if !self.plan.allowed.periods.iter().any(|period| cell.is_multiple_of(*period)) {
            return;
        }
        for (passed, rule) in self.passed.iter_mut().zip(&self.plan.allowed.anomaly) {
            if rule.is_some_and(|(_, period)| cell.is_multiple_of(period)) {
                *passed = 0;
            }
        }
    }

    /// Whether all attempts of `cohort` are quarantined until its pair's period ends.
    pub fn stops(&self, cohort: usize) -> bool {
        let hot = self.plan.hot(cohort);
        let passed = self.passed.get(hot.pair()).filter(|_| hot.at_gateway);
        passed.is_some_and(|passed| {
            self.plan.allowed.anomaly[hot.pair()].is_some_and(|(most, _)| *passed >= most)
        })
    }

    /// Whether nothing can be quarantined or capped in the cells `from..to`, in which a block has `counts` and `follow` comes
    /// besides: all but the second submissions of its [signed](crate::traffic::Cohort::is_signed) streams. Where only counts
    /// are kept, what is surely [stopped](Self::stops) is left aside; where all is, a half-hour that comes near a threshold is
    /// told window by window, as one that may reach it.
    pub fn are_quiet<'b>(
        &self,
        (from, to): (u64, u64),
        counts: &[u64],
        follow: impl Iterator<Item = &'b Attempt>,
    ) -> bool {
        let (plan, allowed) = (self.plan, &self.plan.allowed);
        if !allowed.any {
            return true;
        }
        let (mut by_pair, mut by_user) =
            (vec![0; allowed.anomaly.len()], vec![0; allowed.caps.len()]);
        let mut comes = |cohort: usize, n: u64| {
            by_pair[plan.hot(cohort).pair()] += n;
            by_user[plan.hot(cohort).user()] += n;
        };
        let mut near = 0;
        if plan.counts() {
            let passes = |c: &usize| plan.hot(*c).at_gateway && !self.stops(*c);
            for c in (0..counts.len()).filter(|c| counts[*c] > 0).filter(passes) {
                let signed = u64::from(plan.traffic.cohorts[c].is_signed());
                comes(c, (1 + signed) * counts[c]);
            }
            follow.filter(|a| passes(&a.of())).for_each(|a| comes(a.of(), a.count));
        } else {
            counts.iter().enumerate().for_each(|(c, n)| comes(c, 2 * n));
            near = follow.map(|a| a.count).sum();
        }
        let ends_inside = |period: u64| (to - 1) / period != from / period;
        let pair = |p: usize| {
            allowed.anomaly[p].is_none_or(|(most, period)| {
                !ends_inside(period) && self.passed[p] + by_pair[p] + near <= most
            })
        };
        let user = |u: usize| {
            allowed.caps[u].is_none_or(|cell| Nano::from(by_user[u] + near) * NANO + NANO <= cell)
        };
        (0..by_pair.len()).all(pair) && (0..by_user.len()).all(user)
    }

    /// Counts attempts of `cohort` that nothing could hold.
    pub fn pass(&mut self, cohort: usize, n: u64) {
        if let Some(passed) = self.passed.get_mut(self.plan.hot(cohort).pair()) {
            *passed += n;
        }
    }

    /// What arrives in `cell` beyond its User's thresholds goes no further; what was quarantined.
    pub fn guard(
        &mut self,
        cell: u64,
        arrivals: &mut Arrivals,
        here: &Here,
        book: &mut DayBook<'_>,
    ) -> Vec<Attempt> {
        let (plan, mut quarantined) = (self.plan, Vec::new());
        if !plan.allowed.any {
            return quarantined;
        }
        let i = cell - self.day_begins;
        for r in 0..arrivals.runs.len() {
            let exceeded = self.count_passed(arrivals, r, cell, here);
            let cap = plan.allowed.cap(arrivals.runs[r].user, i);
            if exceeded.is_empty() && cap.is_none_or(|cap| arrivals.runs[r].count <= cap) {
                continue;
            }
            arrivals.tell(r, here, plan, cell, book);
            let run = arrivals.runs[r];
            let items = arrivals.items_of(r);
            let mut draws = self.keys.draws(Purpose::Before, cell, run.user as u64);
            for (pair, most) in exceeded {
                quarantine(&mut draws, plan, items, pair, most);
            }
            cap.into_iter().for_each(|cap| hold_back(&mut draws, items, cap));
            for item in items.iter_mut() {
                (item.through, item.admitted) = (item.reached(), item.reached());
            }
            for item in items.iter().filter(|i| i.quarantined + i.capped > 0) {
                let a = item.attempt.times(item.quarantined);
                book.quarantine(cell, &a);
                book.cap(&item.attempt.times(item.capped));
                quarantined.push(a);
            }
            arrivals.runs[r] = recount(plan, items, run);
        }
        arrivals.count = arrivals.runs.iter().map(|r| r.count).sum();
        arrivals.through = arrivals.count;
        quarantined
    }

    /// Counts the attempts of run `r` by pair; the pairs that pass their threshold in `cell`, and how many of
    /// theirs may.
    fn count_passed(
        &mut self,
        arrivals: &Arrivals,
        r: usize,
        cell: u64,
        here: &Here,
    ) -> Vec<(usize, u64)> {
        let (plan, run) = (self.plan, &arrivals.runs[r]);
        let own = |cohort: u32, n: u64| (plan.hot(cohort as usize).pair(), n);
        let plain = run.plain.filter(|_| !run.told).map_or(&[][..], |p| here.of_user(cell, p));
        let items = arrivals.items(run).iter().map(|i| own(i.attempt.cohort, i.attempt.count));
        let all = items.chain(plain.iter().map(|f| own(f.cohort, f.count)));
        let mut exceeded: Vec<(usize, u64)> = Vec::new();
        for (at, (pair, n)) in all.clone().enumerate() {
            let Some((most, _)) = plan.allowed.anomaly[pair] else {
                continue;
            };
            let room = most.saturating_sub(self.passed[pair]);
            self.passed[pair] += n.min(room);
            if n > room && exceeded.iter().all(|of| of.0 != pair) {
                let before = all.clone().take(at).filter(|of| of.0 == pair);
                exceeded.push((pair, before.map(|of| of.1).sum::<u64>() + room));
            }
        }
        exceeded.sort_unstable();
        exceeded
    }
}

/// Of the attempts of `pair` only `most` pass.
fn quarantine(draws: &mut Draws, plan: &Plan, items: &mut [Item], pair: usize, most: u64) {
    let of_pair = |i: &Item| plan.hot(i.attempt.of()).pair() == pair;
    let counts: Vec<u64> =
        items.iter().map(|i| if of_pair(i) { i.attempt.count } else { 0 }).collect();
    let mut passing = Vec::new();
    deal(draws, &counts, most, &mut passing);
    for (item, n) in items.iter_mut().zip(&passing).filter(|(i, _)| of_pair(i)) {
        item.quarantined = item.attempt.count - n;
    }
}

/// Of what was not quarantined only `most` pass.
fn hold_back(draws: &mut Draws, items: &mut [Item], most: u64) {
    let counts: Vec<u64> = items.iter().map(Item::reached).collect();
    if counts.iter().sum::<u64>() <= most {
        return;
    }
    let mut passing = Vec::new();
    deal(draws, &counts, most, &mut passing);
    items.iter_mut().zip(&passing).for_each(|(item, n)| item.capped = item.reached() - n);
}

/// `run` with what of it reaches G3.
fn recount(plan: &Plan, items: &[Item], run: Sent) -> Sent {
    let other = |i: &&Item| !plan.hot(i.attempt.of()).prioritised;
    let count = items.iter().map(Item::reached).sum();
    let others = items.iter().filter(other).map(Item::reached).sum();
    Sent { count, others, through: count, ..run }
}

//! G3: who is throttled in a cell, and G4: who is rejected.
//!
//! The order of a cell's attempts is a uniformly random permutation (T4). Up to a place in it
//! everything passes: until the mechanism becomes active, and under `until_total` until the
//! window's total is reached. After that each User passes until it is over its limit, in its own
//! order, which is a uniformly random one too. So it takes one draw to say how many of each User
//! stand before the place, and one a User to say how many of its others stand after its limit.

use super::plan::Plan;
use super::retries::Attempt;
use super::window::Window;
use crate::random::{Draws, Keys, Purpose, deal};

/// Attempts of a kind, and what became of them.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// What arrived.
    pub attempt: Attempt,
    /// How many G3 let through.
    pub through: u64,
    /// How many were admitted.
    pub admitted: u64,
}

impl Item {
    /// Attempts of which nothing is refused yet.
    pub fn new(attempt: Attempt) -> Self {
        Self { attempt, through: attempt.count, admitted: attempt.count }
    }
}

/// What arrives at the gateway in a cell: a list of items, and the runs of it that belong together.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    /// In the order of cohorts, and so of Users.
    pub items: Vec<Item>,
    /// The items of each cohort.
    pub groups: Vec<Group>,
    /// The groups of each User.
    pub runs: Vec<Run>,
    /// All attempts.
    pub count: u64,
    /// All that G3 let through.
    pub through: u64,
}

/// The items of one cohort.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// Index of the cohort.
    pub cohort: usize,
    /// First item.
    pub from: usize,
    /// Item after the last.
    pub to: usize,
}

/// What one User sends.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Index of the User.
    pub user: usize,
    /// First item.
    pub from: usize,
    /// Item after the last.
    pub to: usize,
    /// Attempts.
    pub count: u64,
    /// Of them not prioritised.
    pub others: u64,
}

/// What a User's draws in a cell are for; each has a stream of its own.
pub enum Draw {
    /// How many of its attempts are throttled.
    Throttled = 0,
    /// Which are.
    Which = 1,
    /// Which are rejected.
    Rejected = 2,
    /// When they are retried.
    Retried = 3,
}

/// The stream of `user`'s draws in `cell`.
pub fn user_draws(keys: &Keys, cell: u64, user: usize, what: Draw) -> Draws {
    keys.draws(Purpose::User, cell * 4 + what as u64, user as u64)
}

impl Arrivals {
    /// Nothing.
    pub fn clear(&mut self) {
        self.items.clear();
        self.groups.clear();
        self.runs.clear();
        self.count = 0;
    }

    /// Adds the attempts of `cohort`, which follows those added before; the result is their number.
    pub fn push(
        &mut self,
        plan: &Plan,
        cohort: usize,
        attempts: impl Iterator<Item = Attempt>,
    ) -> u64 {
        let from = self.items.len();
        let mut count = 0;
        self.items.extend(attempts.inspect(|a| count += a.count).map(Item::new));
        let to = self.items.len();
        self.groups.push(Group { cohort, from, to });
        let user = plan.traffic.cohorts[cohort].user;
        let others = if plan.prioritised[cohort] { 0 } else { count };
        match self.runs.last_mut() {
            Some(run) if run.user == user => {
                run.to = to;
                run.count += count;
                run.others += others;
            }
            _ => self.runs.push(Run { user, from, to, count, others }),
        }
        self.count += count;
        self.through = self.count;
        count
    }

    /// G3: throttles what is over its User's limit, `free` attempts having passed before that
    /// counts. `place` is the cell's number in its window, from 1, and how many there are.
    pub fn throttle(
        &mut self,
        plan: &Plan,
        keys: &Keys,
        window: &Window,
        cell: u64,
        place: (u64, u64),
        free: u64,
    ) {
        let mechanism = &plan.scenario.mechanism;
        let mut order = keys.draws(Purpose::Order, cell, 0);
        let (mut left, mut free) = (self.count, free);
        let (mut other, mut taken) = (Vec::new(), Vec::new());
        for run in &self.runs {
            let (n, others) = (run.count, run.others);
            let before = if free == 0 { 0 } else { order.hypergeometric(left, n, free) };
            left -= n;
            free -= before;
            let own = || user_draws(keys, cell, run.user, Draw::Throttled);
            let room =
                |used: u64| window.limits.user(run.user, used, mechanism.pace, place.0, place.1);
            let used = window.used[run.user];
            let throttled = if mechanism.prioritised_use_allocation {
                let after = n - before - room(used + before).min(n - before);
                if after == 0 || others == 0 { 0 } else { own().hypergeometric(n, others, after) }
            } else {
                let others_before =
                    if before == 0 { 0 } else { own().hypergeometric(n, others, before) };
                (others - others_before).saturating_sub(room(used + others_before))
            };
            if throttled == 0 {
                continue;
            }
            let items = &mut self.items[run.from..run.to];
            let is_other = |i: &Item| !plan.prioritised[i.attempt.cohort as usize];
            other.clear();
            other.extend(items.iter().map(|i| if is_other(i) { i.attempt.count } else { 0 }));
            deal(&mut user_draws(keys, cell, run.user, Draw::Which), &other, throttled, &mut taken);
            for (item, n) in items.iter_mut().zip(&taken) {
                item.through -= n;
                item.admitted = item.through;
            }
            self.through -= throttled;
        }
    }

    /// G4: of what G3 let through, a uniformly random choice of `room` is admitted.
    pub fn admit(&mut self, keys: &Keys, cell: u64, room: u64) {
        if self.through <= room {
            return;
        }
        let mut order = keys.draws(Purpose::Order, cell, 1);
        let (mut left, mut room) = (self.through, room);
        let (mut counts, mut taken) = (Vec::new(), Vec::new());
        for run in &self.runs {
            let items = &mut self.items[run.from..run.to];
            counts.clear();
            counts.extend(items.iter().map(|i| i.through));
            let n: u64 = counts.iter().sum();
            let here = if room == 0 { 0 } else { order.hypergeometric(left, n, room) };
            left -= n;
            room -= here;
            if here < n {
                deal(
                    &mut user_draws(keys, cell, run.user, Draw::Rejected),
                    &counts,
                    here,
                    &mut taken,
                );
                items.iter_mut().zip(&taken).for_each(|(i, n)| i.admitted = *n);
            }
        }
    }
}

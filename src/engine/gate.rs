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

/// The items of one User: a run of the list.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Index of the User.
    pub user: usize,
    /// First item.
    pub from: usize,
    /// Item after the last.
    pub to: usize,
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

/// The runs of `items`, which are in the order of cohorts and so of Users.
pub fn runs(plan: &Plan, items: &[Item], into: &mut Vec<Run>) {
    into.clear();
    for (i, item) in items.iter().enumerate() {
        let user = plan.traffic.cohorts[item.attempt.cohort as usize].user;
        match into.last_mut() {
            Some(run) if run.user == user => run.to = i + 1,
            _ => into.push(Run { user, from: i, to: i + 1 }),
        }
    }
}

/// G3: throttles what is over its User's limit, `free` attempts having passed before that counts.
/// `place` is the cell's number in its window, from 1, and how many there are.
pub fn throttle(plan: &Plan, keys: &Keys, window: &Window, cell: u64, place: (u64, u64), free: u64, items: &mut [Item], runs: &[Run]) {
    let mechanism = &plan.scenario.mechanism;
    let sum = |run: &Run, items: &[Item]| items[run.from..run.to].iter().map(|i| i.attempt.count).sum::<u64>();
    let mut order = keys.draws(Purpose::Order, cell, 0);
    let mut left: u64 = runs.iter().map(|run| sum(run, items)).sum();
    let mut free = free;
    let mut taken = Vec::new();
    for run in runs {
        let n = sum(run, items);
        let before = if free == 0 { 0 } else { order.hypergeometric(left, n, free) };
        left -= n;
        free -= before;
        let prioritised = |i: &Item| plan.prioritised[i.attempt.cohort as usize];
        let other: Vec<u64> = items[run.from..run.to].iter().map(|i| if prioritised(i) { 0 } else { i.attempt.count }).collect();
        let others: u64 = other.iter().sum();
        let own = || user_draws(keys, cell, run.user, Draw::Throttled);
        let room = |used: u64| window.limits.user(run.user, used, mechanism.pace, place.0, place.1);
        let used = window.used[run.user];
        let throttled = if mechanism.prioritised_use_allocation {
            let after = n - before - room(used + before).min(n - before);
            if after == 0 || others == 0 { 0 } else { own().hypergeometric(n, others, after) }
        } else {
            let others_before = if before == 0 { 0 } else { own().hypergeometric(n, others, before) };
            (others - others_before).saturating_sub(room(used + others_before))
        };
        if throttled > 0 {
            deal(&mut user_draws(keys, cell, run.user, Draw::Which), &other, throttled, &mut taken);
            for (item, n) in items[run.from..run.to].iter_mut().zip(&taken) {
                item.through -= n;
            }
        }
    }
}

/// G4: of what G3 let through, a uniformly random choice of `room` is admitted.
pub fn admit(keys: &Keys, cell: u64, room: u64, items: &mut [Item], runs: &[Run]) {
    let sum = |run: &Run, items: &[Item]| items[run.from..run.to].iter().map(|i| i.through).sum::<u64>();
    let mut left: u64 = runs.iter().map(|run| sum(run, items)).sum();
    if left <= room {
        return items.iter_mut().for_each(|i| i.admitted = i.through);
    }
    let mut order = keys.draws(Purpose::Order, cell, 1);
    let mut room = room;
    let mut taken = Vec::new();
    for run in runs {
        let n = sum(run, items);
        let here = if room == 0 { 0 } else { order.hypergeometric(left, n, room) };
        left -= n;
        room -= here;
        let own = &mut items[run.from..run.to];
        if here == n {
            own.iter_mut().for_each(|i| i.admitted = i.through);
        } else {
            let counts: Vec<u64> = own.iter().map(|i| i.through).collect();
            deal(&mut user_draws(keys, cell, run.user, Draw::Rejected), &counts, here, &mut taken);
            own.iter_mut().zip(&taken).for_each(|(i, n)| i.admitted = *n);
        }
    }
}

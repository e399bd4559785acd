//! What arrives at the gateway in a cell, User by User.
//!
//! Most of it is plain fresh requests of Users of whom nothing is refused: these are never looked at one
//! by one. When its block began they were counted as admitted, processed and served, and only the
//! requests of a User of whom something is refused are told apart: then what was counted is taken
//! back, and they go their way like every retry does, as items.

use crate::engine::attempt::Attempt;
use crate::engine::book::DayBook;
use crate::engine::here::Here;
use crate::engine::plan::Plan;
use crate::engine::sums::CellSums;
use crate::random::{Draws, Keys, Purpose};
use crate::traffic::PlacedCell;

/// Attempts of a kind, and what became of them.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// What arrived.
    pub attempt: Attempt,
    /// How many were quarantined (G2).
    pub quarantined: u64,
    /// How many of the rest were capped (G2).
    pub capped: u64,
    /// How many went into their User's buffer (M9).
    pub buffered: u64,
    /// How many G3 let through.
    pub through: u64,
    /// How many were admitted.
    pub admitted: u64,
}

impl Item {
    /// Attempts of which nothing is refused yet.
    fn new(attempt: Attempt) -> Self {
        let count = attempt.count;
        Self { attempt, quarantined: 0, capped: 0, buffered: 0, through: count, admitted: count }
    }

    /// How many reached G3.
    pub fn reached(&self) -> u64 {
        self.attempt.count - self.quarantined - self.capped
    }

    /// How many are to be tried again, or given up: refused, or met no service.
    pub fn failed(&self) -> u64 {
        self.attempt.count - self.quarantined - self.buffered - self.admitted
    }

    /// How many were throttled.
    pub fn throttled(&self) -> u64 {
        self.reached() - self.buffered - self.through
    }
}

/// What one User sends.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// Index of the User.
    pub user: usize,
    /// Its place among the Users with plain requests; none where it has none.
    pub plain: Option<usize>,
    /// Its retries and other attempts that are not plain: first, and the one after the last.
    pub extras: (usize, usize),
    /// Its items, in the order of cohorts: the extras, or all where it is `told`.
    pub items: (usize, usize),
    /// Whether its plain requests are among the items.
    pub told: bool,
    /// Attempts that reach G3.
    pub count: u64,
    /// Of them not prioritised.
    pub others: u64,
    /// How many G3 let through.
    pub through: u64,
}

/// What arrives at the gateway in a cell.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    /// In the order of Users.
    pub runs: Vec<Sent>,
    /// The items of all runs; those of one follow one another.
    pub items: Vec<Item>,
    /// Attempts that are not plain, by cohort.
    pub extras: Vec<Attempt>,
    /// All attempts that reach G3.
    pub count: u64,
    /// All that G3 let through.
    pub through: u64,
    /// Whether the mechanism began the cell active.
    pub active: bool,
}

impl Arrivals {
    /// Puts the plain requests of `cell` and the extras together, User by User.
    pub fn gather(&mut self, plan: &Plan, cell: &PlacedCell, sums: &CellSums) {
        self.runs.clear();
        self.items.clear();
        let mut plain = cell.users.iter().zip(&sums.not_prioritised).enumerate().peekable();
        let mut extra = 0;
        let user_of = |a: &Attempt| plan.hot(a.of()).user();
        loop {
            let next = self.extras.get(extra).map(user_of);
            let user = match (plain.peek(), next) {
                (Some((_, (u, _))), Some(next)) => u.user.min(next),
                (Some((_, (u, _))), None) => u.user,
                (None, Some(next)) => next,
                (None, None) => break,
            };
            let from = extra;
            extra += self.extras[from..].iter().take_while(|a| user_of(a) == user).count();
            let at = self.items.len();
            self.items.extend(self.extras[from..extra].iter().copied().map(Item::new));
            let mut run = Sent {
                user,
                plain: None,
                extras: (from, extra),
                items: (at, self.items.len()),
                told: false,
                count: 0,
                others: 0,
                through: 0,
            };
            if let Some((place, (fresh, others))) = plain.next_if(|(_, (u, _))| u.user == user) {
                run.plain = Some(place);
                run.count = fresh.count;
                run.others = *others;
            }
            for a in &self.extras[from..extra] {
                run.count += a.count;
                run.others += if plan.hot(a.of()).prioritised { 0 } else { a.count };
            }
            run.through = run.count;
            self.runs.push(run);
        }
        self.count = self.runs.iter().map(|r| r.count).sum();
        self.through = self.count;
    }

    /// Tells the plain requests of run `r`, in cell `at`, apart: they become items, and are no
    /// longer counted as served.
    pub fn tell(&mut self, r: usize, here: &Here, plan: &Plan, at: u64, book: &mut DayBook<'_>) {
        let run = self.runs[r];
        if run.told {
            return;
        }
        let from = self.items.len();
        let fresh = run.plain.map_or(&[][..], |p| here.of_user(at, p));
        let mut extras = &self.extras[run.extras.0..run.extras.1];
        for f in fresh {
            let before = extras.iter().take_while(|a| a.cohort < f.cohort).count();
            self.items.extend(extras[..before].iter().copied().map(Item::new));
            extras = &extras[before..];
            book.tell_plain(f.cohort as usize, f.count);
            self.items.push(Item::new(here.first(plan, f, (at, self.active))));
        }
        self.items.extend(extras.iter().copied().map(Item::new));
        let run = &mut self.runs[r];
        run.items = (from, self.items.len());
        run.told = true;
    }

    /// Of item `i` of run `r`, `n` attempts are not made.
    pub fn reduce(&mut self, r: usize, i: usize, n: u64, prioritised: bool) {
        let (item, run) = (&mut self.items[i], &mut self.runs[r]);
        item.attempt.count -= n;
        (item.through, item.admitted) = (item.attempt.count, item.attempt.count);
        (run.count, run.through) = (run.count - n, run.through - n);
        run.others -= if prioritised { 0 } else { n };
        (self.count, self.through) = (self.count - n, self.through - n);
    }

    /// What `user` sent: attempts by their number, and how many that reached G3 were prioritised.
    pub fn of_user(&self, user: usize) -> Option<(Vec<(u16, u64)>, u64)> {
        let run = self.runs.iter().find(|r| r.user == user)?;
        let items = self.items(run).iter().map(|i| i.attempt);
        let all = if run.told { items.clone().map(|a| a.count).sum() } else { run.count };
        let mut attempts: Vec<(u16, u64)> =
            items.filter(|a| a.attempt > 1).map(|a| (a.attempt, a.count)).collect();
        let first = all - attempts.iter().map(|(_, n)| n).sum::<u64>();
        attempts.push((1, first));
        Some((attempts, run.count - run.others))
    }

    /// How many of the items were admitted.
    pub fn admitted(&self) -> u64 {
        self.runs.iter().flat_map(|run| self.items(run)).map(|i| i.admitted).sum()
    }

    /// The items of the `r`-th User.
    pub fn items_of(&mut self, r: usize) -> &mut [Item] {
        let (from, to) = self.runs[r].items;
        &mut self.items[from..to]
    }

    /// The items of `run`.
    pub fn items(&self, run: &Sent) -> &[Item] {
        &self.items[run.items.0..run.items.1]
    }
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

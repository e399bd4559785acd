//! The half-hour that is open: what was placed in it, cell by cell.

use super::attempt::{Attempt, Joined, StandsFor};
use super::plan::{Hot, Plan};
use super::standing::Standings;
use super::sums::CellSums;
use crate::domain::Standing;
use crate::traffic::{Fresh, Placed, PlacedCell, UserFresh};
use std::rc::Rc;

/// The half-hour that is open.
#[derive(Default)]
pub struct Here {
    placed: Rc<Placed>,
    sums: Rc<Vec<CellSums>>,
    /// None before the run's first half-hour.
    standings: Option<Rc<Standings>>,
    /// Its first cell.
    first: u64,
    /// Whether it matters of everything when it is processed: there is a storm, an answer may come after the run's end, or
    /// messages are followed on their way back.
    pub timely: bool,
}

/// Plain fresh requests of a cell that joined the backlog and were not told apart: counted as processed
/// already, which is taken back if they are not when their half-hour ends.
#[derive(Clone, Debug, Default)]
pub struct Plain {
    /// The cell.
    pub cell: u64,
    /// Users whose plain requests were told apart, and are not among these.
    pub told: Vec<usize>,
    /// How many.
    pub count: u64,
    /// Whether the mechanism began the cell active.
    pub active: bool,
}

impl Here {
    /// The half-hour that begins with cell `first`.
    pub fn new(
        placed: Rc<Placed>,
        sums: Rc<Vec<CellSums>>,
        standings: Rc<Standings>,
        first: u64,
        timely: bool,
    ) -> Self {
        Self { placed, sums, standings: Some(standings), first, timely }
    }

    /// The standing of a request of the cohort `hot` first due in `cell` (C2).
    pub fn standing(&self, hot: &Hot, cell: u64) -> Standing {
        self.standings.as_ref().map_or(Standing::Within, |s| s.of(hot, cell))
    }

    /// Requests of a cohort of `plan` first due in `cell`, which began `active` or not.
    pub fn first(&self, plan: &Plan, f: &Fresh, (cell, active): (u64, bool)) -> Attempt {
        let cohort = f.cohort as usize;
        let standing = self.standing(plan.hot(cohort), cell);
        let first = Attempt::first(cohort, cell, f.count).standing(standing);
        first.first_due(active && plan.follows(cohort))
    }

    /// Whether what `user` sends of plain requests in `cell` is above (C2).
    pub fn is_above(&self, user: usize, cell: u64) -> bool {
        self.standings.as_ref().is_some_and(|s| s.is_above(user, cell))
    }

    /// What was placed in `cell`.
    pub fn placed(&self, cell: u64) -> &PlacedCell {
        self.placed.cell((cell - self.first) as usize)
    }

    /// Sums over its plain requests.
    pub fn sums(&self, cell: u64) -> &CellSums {
        &self.sums[(cell - self.first) as usize]
    }

    /// The plain requests at place `place` among the Users of `cell`.
    pub fn of_user(&self, cell: u64, place: usize) -> &[Fresh] {
        let placed = self.placed(cell);
        &placed.plain[placed.users[place].from..placed.users[place].to]
    }

    /// The plain requests of `cell`, which began `active` or not, but for those of Users at the places `told`.
    pub fn plain(&self, (cell, active): (u64, bool), told: &[usize]) -> Plain {
        let users = &self.placed(cell).users;
        let of_told: u64 = told.iter().map(|place| users[*place].count).sum();
        Plain {
            cell,
            count: users.iter().map(|u| u.count).sum::<u64>() - of_told,
            told: told.iter().map(|place| users[*place].user).collect(),
            active,
        }
    }

    /// Of `plain`, those that are followed (C2), User by User.
    pub fn followed<'a>(
        &'a self,
        plan: &Plan,
        plain: &'a Plain,
    ) -> impl Iterator<Item = &'a Fresh> {
        let kept = !plan.counts() && plain.count > 0;
        let all = if kept { &self.sums(plain.cell).followed[..] } else { &[] };
        let user = |f: &Fresh| plan.hot(f.cohort as usize).user();
        all.iter().filter(move |f| !plain.told.contains(&user(f)))
    }

    /// Which of the half-hour's requests `plain` are.
    pub fn fresh<'a>(&'a self, plain: &'a Plain) -> impl Iterator<Item = &'a Fresh> {
        let placed = self.placed(plain.cell);
        let told = |user: &UserFresh| plain.told.contains(&user.user);
        placed.users.iter().filter(move |u| !told(u)).flat_map(|u| &placed.plain[u.from..u.to])
    }

    /// The same, as what joined the backlog.
    pub fn tell_apart(&self, plan: &Plan, plain: &Plain) -> Vec<Joined> {
        let joined = |f: &Fresh| {
            let what = self.first(plan, f, (plain.cell, plain.active));
            Joined { what, role: StandsFor::Request, live: false, part: 0, late: false }
        };
        self.fresh(plain).map(joined).collect()
    }
}

//! C2: which of what joins the backlog wait alike, and who is late of what does not wait at all.
//!
//! Only the age of a request and the wait after which it is late tell its wait from another's of its cell, so what joins is
//! sorted by those, and told by parts when it is processed (`layer.rs`).

use super::layer::{Part, Parts};
use crate::engine::attempt::{Joined, StandsFor};
use crate::engine::book::DayBook;
use crate::engine::here::{Here, Plain};
use crate::engine::plan::Plan;
use crate::random::{Draws, Keys, Purpose, deal};

/// Sorts what joins into parts.
pub struct WaitClasses<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    /// By age, then by kind of lateness: one more than the place of the part, 0 where there is none; used again in every
    /// cell, with the places that are not 0.
    place: Vec<u32>,
    used: Vec<usize>,
}

impl<'a> WaitClasses<'a> {
    pub fn new(plan: &'a Plan, keys: &'a Keys) -> Self {
        Self { plan, keys, place: Vec::new(), used: Vec::new() }
    }

    /// The wait of a last submission ends with it, and no other copy of its request tells it.
    fn tells(&self, j: &Joined) -> bool {
        j.role == StandsFor::Request && !self.plan.hot(j.what.of()).signs
    }

    /// What joins an idle DSP in `cell`, and is all processed in it, does not wait: only its age is told.
    pub fn tell_at_once(
        &self,
        cell: u64,
        joined: &mut [Joined],
        (plain, here): (&Plain, &Here),
        book: &mut DayBook<'_>,
    ) {
        let plan = self.plan;
        for j in joined.iter_mut().filter(|j| self.tells(j)) {
            let age = cell.saturating_sub(j.what.first_cell()) * 10;
            book.waited(age, j.what.count);
            j.late = age as i64 > plan.cold(j.what.of()).late_after;
        }
        book.waited(0, plain.count);
        // What is late without any wait.
        let always = plan.cohorts.late_after.partition_point(|after| *after < 0);
        if always > 0 && plain.count > 0 {
            let late = &self.plain_kinds(plain, here)[..always];
            let mut draws = self.keys.draws(Purpose::Backlog, cell, 0);
            self.late_plain(&mut draws, late, plain, here, book);
        }
    }

    /// Sorts what joins in `cell` into parts: each is told which is its.
    pub fn sort(
        &mut self,
        cell: u64,
        joined: &mut [Joined],
        (plain, here): (&Plain, &Here),
    ) -> Parts {
        self.used.drain(..).for_each(|at| self.place[at] = 0);
        let (plan, kinds) = (self.plan, &self.plan.cohorts.late_after);
        let most = kinds.last().copied().unwrap_or(0).max(0) as u64;
        let oldest = if plan.counts() { most / 10 + 1 } else { u64::MAX };
        let mut list: Vec<Part> = Vec::new();
        let mut others = Part { age: 0, late_after: None, left: 0, live: 0, owed: 0, late: 0 };
        for j in joined.iter_mut() {
            let count = j.what.count;
            let part = if self.tells(j) {
                let kind = plan.hot(j.what.of()).late_kind();
                // What is older than the oldest that may be in time is late like it.
                let age = cell.saturating_sub(j.what.first_cell()).min(oldest);
                let at = age as usize * kinds.len() + kind;
                if at >= self.place.len() {
                    self.place.resize(at + 1, 0);
                }
                if self.place[at] == 0 {
                    list.push(Part {
                        age: age * 10,
                        late_after: Some(kinds[kind]),
                        ..others.none()
                    });
                    self.place[at] = list.len() as u32;
                    self.used.push(at);
                }
                j.part = self.place[at] - 1;
                &mut list[j.part as usize]
            } else {
                j.part = u32::MAX;
                &mut others
            };
            part.left += count;
            part.live += if j.live { count } else { 0 };
        }
        let plain_from = list.len();
        if plain.count > 0 {
            let told = kinds.iter().zip(self.plain_kinds(plain, here));
            list.extend(told.map(|(after, left)| Part {
                late_after: Some(*after),
                left,
                ..others.none()
            }));
        }
        let last = list.len() as u32;
        joined.iter_mut().filter(|j| j.part == u32::MAX).for_each(|j| j.part = last);
        let edges = plan.counts().then(|| edges(&list));
        list.push(others);
        Parts { list, plain_from, edges }
    }

    /// How many of the plain requests are of each kind of lateness.
    fn plain_kinds(&self, plain: &Plain, here: &Here) -> Vec<u64> {
        let mut kinds = here.sums(plain.cell).kinds.clone();
        let cell = here.placed(plain.cell);
        for u in cell.users.iter().filter(|u| plain.told.contains(&u.user)) {
            for f in &cell.plain[u.from..u.to] {
                kinds[self.plan.hot(f.cohort as usize).late_kind()] -= f.count;
            }
        }
        kinds
    }

    /// Whose the late ones among the plain requests are: of each kind, `late` of `all`.
    pub fn late_plain(
        &self,
        draws: &mut Draws,
        late: &[u64],
        plain: &Plain,
        here: &Here,
        book: &mut DayBook<'_>,
    ) {
        let plan = self.plan;
        let mut taken = Vec::new();
        for kind in (0..late.len()).filter(|k| late[*k] > 0) {
            let members = || {
                let fresh = here.fresh(plain);
                fresh.filter(|f| plan.hot(f.cohort as usize).late_kind() == kind)
            };
            let counts: Vec<u64> = members().map(|f| f.count).collect();
            deal(draws, &counts, late[kind], &mut taken);
            for (f, n) in members().zip(&taken) {
                book.late(f.cohort as usize, *n);
            }
        }
    }
}

/// The bins of waits above which one part or another is late, in order.
fn edges(parts: &[Part]) -> Vec<u64> {
    let edge = |p: &Part| u64::try_from(p.late_after? - p.age as i64).ok();
    let mut edges: Vec<u64> = parts.iter().filter_map(edge).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

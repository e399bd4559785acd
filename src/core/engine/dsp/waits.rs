//! C2: which of what joins the backlog wait alike, and who is late of what does not wait at all.
//!
//! Only the age of a request, the wait after which it is late, and whose it is tell its wait from another's of its cell, so what
//! joins is sorted by those, and told by parts when it is processed (`layer.rs`).

use super::layer::{Part, Parts};
use crate::domain::Standing;
use crate::engine::attempt::{Attempt, Joined, StandsFor};
use crate::engine::book::DayBook;
use crate::engine::here::{Here, Plain};
use crate::engine::plan::Plan;
use crate::random::{Draws, Keys, Purpose, deal};
use crate::traffic::Fresh;

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
            let itself = plan.cold(j.what.of()).itself;
            book.waited(age, itself, j.what.past.standing(), j.what.count);
            j.late = age as i64 > plan.cold(j.what.of()).late_after;
        }
        let by = self.plain_parts(plain, here);
        for (part, &n) in by.iter().enumerate().filter(|(_, n)| **n > 0) {
            book.waited(0, 0, self.plain_standing(part), n);
        }
        // What is late without any wait.
        let always = plan.cohorts.late_after.partition_point(|after| *after < 0);
        if always > 0 && plain.count > 0 {
            let kinds = plan.cohorts.late_after.len();
            let late: Vec<u64> =
                (0..).zip(&by).map(|(p, n)| if p % kinds < always { *n } else { 0 }).collect();
            let mut draws = self.keys.draws(Purpose::Backlog, cell, 0);
            self.late_plain(&mut draws, &late, plain, here, book);
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
        let mut others = Part {
            age: 0,
            itself: 0,
            standing: Standing::Within,
            late_after: None,
            left: 0,
            live: 0,
            owed: 0,
            late: 0,
        };
        for j in joined.iter_mut() {
            let count = j.what.count;
            let part = if self.tells(j) {
                let kind = plan.hot(j.what.of()).late_kind();
                // What is older than the oldest that may be in time is late like it.
                let age = cell.saturating_sub(j.what.first_cell()).min(oldest);
                let (itself, standing) = match plan.counts() {
                    true => (0, Standing::Within),
                    false => (plan.cold(j.what.of()).itself, j.what.past.standing()),
                };
                let whose = 2 * standing.place() + usize::from(itself > 0);
                let at = (age as usize * kinds.len() + kind) * 8 + whose;
                if at >= self.place.len() {
                    self.place.resize(at + 1, 0);
                }
                if self.place[at] == 0 {
                    list.push(Part {
                        age: age * 10,
                        itself,
                        standing,
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
            let told = kinds.iter().cycle().zip(self.plain_parts(plain, here)).enumerate();
            list.extend(told.map(|(part, (after, left))| Part {
                standing: self.plain_standing(part),
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

    /// How many of the plain requests are of each part ([`plain_part`]).
    fn plain_parts(&self, plain: &Plain, here: &Here) -> Vec<u64> {
        let kinds = self.plan.cohorts.late_after.len();
        let mut parts = here.sums(plain.cell).kinds.clone();
        parts.resize(if self.plan.counts() { kinds } else { 2 * kinds }, 0);
        let cell = here.placed(plain.cell);
        for u in &cell.users {
            let told = plain.told.contains(&u.user);
            let above = parts.len() > kinds && here.is_above(u.user, plain.cell);
            if told || above {
                for f in &cell.plain[u.from..u.to] {
                    let kind = self.plan.hot(f.cohort as usize).late_kind();
                    parts[kind] -= f.count;
                    parts[kind + if above { kinds } else { 0 }] += if told { 0 } else { f.count };
                }
            }
        }
        parts
    }

    /// The standing of the plain requests of a part.
    fn plain_standing(&self, part: usize) -> Standing {
        let above = part >= self.plan.cohorts.late_after.len();
        if above { Standing::Above } else { Standing::Within }
    }

    /// Whose the late ones among the plain requests are: of each part, `late`.
    pub fn late_plain(
        &self,
        draws: &mut Draws,
        late: &[u64],
        plain: &Plain,
        here: &Here,
        book: &mut DayBook<'_>,
    ) {
        let mut taken = Vec::new();
        for part in (0..late.len()).filter(|p| late[*p] > 0) {
            let members = || here.fresh(plain).filter(|f| self.is_of(part, f, plain.cell, here));
            let counts: Vec<u64> = members().map(|f| f.count).collect();
            deal(draws, &counts, late[part], &mut taken);
            for (f, n) in members().zip(&taken) {
                book.late(f.cohort as usize, *n);
            }
        }
    }

    /// Whether plain requests of `cell` are of a part.
    fn is_of(&self, part: usize, f: &Fresh, cell: u64, here: &Here) -> bool {
        let hot = self.plan.hot(f.cohort as usize);
        let kinds = self.plan.cohorts.late_after.len();
        let above = !self.plan.counts() && here.is_above(hot.user(), cell);
        part == hot.late_kind() + if above { kinds } else { 0 }
    }
}

/// The part of plain requests like `a`, counted from the first of such: their kind of lateness, of those above, where that is
/// kept, after all others.
pub fn plain_part(plan: &Plan, a: &Attempt) -> usize {
    let kind = plan.hot(a.of()).late_kind();
    let above = !plan.counts() && a.past.standing() == Standing::Above;
    kind + if above { plan.cohorts.late_after.len() } else { 0 }
}

/// The bins of waits above which one part or another is late, in order.
fn edges(parts: &[Part]) -> Vec<u64> {
    let edge = |p: &Part| u64::try_from(p.late_after? - p.age as i64).ok();
    let mut edges: Vec<u64> = parts.iter().filter_map(edge).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

//! C2: which of what joins the backlog wait alike, and who is late of what does not wait at all.
//!
//! Only the age of a request, the wait after which it is late, and whose it is tell its wait from another's of its cell, and what
//! is followed is told apart by its cohort, so what joins is sorted by those, and told by parts when it is processed (`layer.rs`).

use super::layer::{Part, Parts};
use crate::domain::Standing;
use crate::engine::attempt::{Attempt, Joined, StandsFor};
use crate::engine::book::{DayBook, Whose};
use crate::engine::here::{Here, Plain};
use crate::engine::plan::Plan;
use crate::random::{Draws, Keys, Purpose, deal};
use crate::traffic::Fresh;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Sorts what joins into parts.
#[derive(Clone)]
pub struct WaitClasses<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    /// Nothing of it outlives a cell: those that step together have one.
    places: Rc<RefCell<Places>>,
}

/// Where in the list of a cell's parts those stand that are not followed.
#[derive(Default)]
struct Places {
    /// By age, then by kind of lateness: the place of the part, `u32::MAX` where there is none.
    place: Vec<u32>,
    /// Where there is one.
    used: Vec<usize>,
}

impl<'a> WaitClasses<'a> {
    pub fn new(plan: &'a Plan, keys: &'a Keys) -> Self {
        Self { plan, keys, places: Rc::default() }
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
            book.waited_in_cell(age, &Whose::of(plan, &j.what), j.what.count);
            j.late = age as i64 > plan.cold(j.what.of()).late_after;
        }
        let (by, followed) = self.plain_parts(plain, here);
        for (part, &n) in by.iter().enumerate().filter(|(_, n)| **n > 0) {
            book.waited_in_cell(0, &self.plain_whose(part, &followed), n);
        }
        // What is late without any wait.
        let always = plan.cohorts.late_after.partition_point(|after| *after < 0);
        if always > 0 && plain.count > 0 {
            let is_late = |p: usize| self.plain_kind(p, &followed) < always;
            let late: Vec<u64> =
                (0..).zip(&by).map(|(p, n)| if is_late(p) { *n } else { 0 }).collect();
            let mut draws = self.keys.draws(Purpose::Backlog, cell, 0);
            self.late_plain(&mut draws, &late, plain, here, book);
        }
    }

    /// Sorts what joins in `cell` into parts: each is told which is its.
    pub fn sort(&self, cell: u64, joined: &mut [Joined], (plain, here): (&Plain, &Here)) -> Parts {
        let mut places = self.places.borrow_mut();
        places.clear();
        let (plan, kinds) = (self.plan, &self.plan.cohorts.late_after);
        let most = kinds.last().copied().unwrap_or(0).max(0) as u64;
        let oldest = most / 10 + 1;
        let mut list: Vec<Part> = Vec::new();
        let mut apart = BTreeMap::new();
        let mut others = Part {
            age: 0,
            whose: Whose::default(),
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
                // Where no wait is told, what is older than the oldest that may be in time is late like it.
                let whose = match plan.counts() {
                    true => Whose::untold(),
                    false => Whose::of(plan, &j.what),
                };
                let age = cell.saturating_sub(j.what.first_cell());
                let age = if whose.weight == 0 { age.min(oldest) } else { age };
                let new = list.len() as u32;
                let place = match whose.followed.is_some() || whose.weight > 1 {
                    true => apart.entry((whose, age, kind)).or_insert(new),
                    false => places.of(age as usize * kinds.len() + kind, &whose, new),
                };
                if *place == new {
                    let late_after = Some(kinds[kind]);
                    list.push(Part { age: age * 10, whose, late_after, ..others.none() });
                }
                j.part = *place;
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
            let (counts, followed) = self.plain_parts(plain, here);
            list.extend(counts.into_iter().enumerate().map(|(part, left)| Part {
                whose: self.plain_whose(part, &followed),
                late_after: Some(kinds[self.plain_kind(part, &followed)]),
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

    /// How many of the plain requests are of each part ([`plain_part`]), and those that are followed.
    fn plain_parts(&self, plain: &Plain, here: &Here) -> (Vec<u64>, Vec<Attempt>) {
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
        let at = (plain.cell, plain.active);
        let followed: Vec<Attempt> =
            here.followed(self.plan, plain).map(|f| here.first(self.plan, f, at)).collect();
        for a in &followed {
            parts[plain_part(self.plan, &[], a)] -= a.count;
            parts.push(a.count);
        }
        (parts, followed)
    }

    /// Whose the plain requests of a part are, of which these are `followed`.
    fn plain_whose(&self, part: usize, followed: &[Attempt]) -> Whose {
        let kinds = self.plan.cohorts.late_after.len();
        match part.checked_sub(2 * kinds) {
            Some(place) => Whose::of(self.plan, &followed[place]),
            None if part >= kinds => Whose { standing: Standing::Above, ..Whose::default() },
            None => Whose::default(),
        }
    }

    /// Their kind of lateness.
    fn plain_kind(&self, part: usize, followed: &[Attempt]) -> usize {
        let kinds = self.plan.cohorts.late_after.len();
        let place = part.checked_sub(2 * kinds);
        place.map_or(part % kinds, |place| self.plan.hot(followed[place].of()).late_kind())
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
        let followed: Vec<u32> = here.followed(self.plan, plain).map(|f| f.cohort).collect();
        let at = (plain.cell, plain.active);
        let mut members: Vec<Vec<&Fresh>> = vec![Vec::new(); late.len()];
        for f in here.fresh(plain) {
            let part = plain_part(self.plan, &followed, &here.first(self.plan, f, at));
            if late[part] > 0 {
                members[part].push(f);
            }
        }
        for (members, &late) in members.iter().zip(late).filter(|(_, n)| **n > 0) {
            let counts: Vec<u64> = members.iter().map(|f| f.count).collect();
            deal(draws, &counts, late, &mut taken);
            for (f, n) in members.iter().zip(&taken) {
                book.late(f.cohort as usize, *n);
            }
        }
    }
}

impl Places {
    /// None.
    fn clear(&mut self) {
        self.used.drain(..).for_each(|at| self.place[at] = u32::MAX);
    }

    /// Where the part stands of what is `like` others by its age and kind of lateness, and of `whose`; where there is none
    /// yet, that is `new`.
    fn of(&mut self, like: usize, whose: &Whose, new: u32) -> &mut u32 {
        let told = whose.weight as usize;
        let of = 4 * whose.standing.place() + 2 * usize::from(whose.itself > 0) + told;
        let at = like * 16 + of;
        if at >= self.place.len() {
            self.place.resize(at + 1, u32::MAX);
        }
        if self.place[at] == u32::MAX {
            self.place[at] = new;
            self.used.push(at);
        }
        &mut self.place[at]
    }
}

/// The part of plain requests like `a`, counted from the first of such: their kind of lateness, of those above, where that is
/// kept, after all others; of a cohort that is among those `followed`, its place after both.
pub fn plain_part(plan: &Plan, followed: &[u32], a: &Attempt) -> usize {
    let kinds = plan.cohorts.late_after.len();
    if plan.hot(a.of()).followed
        && let Some(place) = followed.iter().position(|c| *c == a.cohort)
    {
        return 2 * kinds + place;
    }
    let above = !plan.counts() && a.past.standing() == Standing::Above;
    plan.hot(a.of()).late_kind() + if above { kinds } else { 0 }
}

/// The bins of waits above which one part or another is late, in order.
fn edges(parts: &[Part]) -> Vec<u64> {
    let edge = |p: &Part| u64::try_from(p.late_after? - p.age as i64).ok();
    let mut edges: Vec<u64> = parts.iter().filter_map(edge).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

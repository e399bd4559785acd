//! C2: how long what joins the backlog has waited, and who was late.
//!
//! In a cell only the age of a request and the wait after which it is late tell its wait from
//! another's, so a random order is dealt to those classes, and to cohorts only where some of a class
//! were late and others not.

use super::backlog::OpenWork;
use crate::domain::Nano;
use crate::engine::attempt::{Joined, StandsFor};
use crate::engine::book::DayBook;
use crate::engine::here::{Here, Plain};
use crate::engine::plan::{Detail, Plan};
use crate::random::{Draws, Keys, Purpose, deal};

/// Requests whose waits are told alike.
#[derive(Clone, Copy, Debug)]
struct WaitClass {
    /// Its place in the list of places.
    at: usize,
    /// Cells since their wait began.
    age: u64,
    /// Bin after which they are late.
    late_after: i64,
}

/// Which class each of what joined is in, and how many are in each; lists that every cell uses again.
pub struct WaitClasses<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    classes: Vec<WaitClass>,
    counts: Vec<u64>,
    of: Vec<u32>,
    /// By age, then by kind of lateness: one more than the place of the class, 0 where there is none.
    place: Vec<u32>,
}

/// A cell of so much capacity in which plain requests join the backlog; whether all that join are processed in it.
pub struct Joining<'c> {
    pub cell: u64,
    pub capacity: Nano,
    pub idle: bool,
    pub plain: &'c Plain,
    pub here: &'c Here,
}

/// The place of a class that is not looked up.
const NOWHERE: usize = usize::MAX;
/// The class of what is not the last submission of its request, or a further copy of it.
const EARLIER: u32 = u32::MAX;

impl<'a> WaitClasses<'a> {
    pub fn new(plan: &'a Plan, keys: &'a Keys) -> Self {
        let (classes, counts, of, place) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { plan, keys, classes, counts, of, place }
    }

    /// C2: the waits of last submissions among what joins in `cell`.
    pub fn tell(
        &mut self,
        joining: &Joining<'_>,
        backlog: &OpenWork,
        joined: &mut Vec<Joined>,
        book: &mut DayBook<'_>,
    ) {
        let &Joining { cell, capacity, idle, .. } = joining;
        if idle && self.plan.counts() {
            return self.late_at_once(joining, joined, book);
        }
        self.sort(cell, joined);
        self.add_plain(&self.plain_kinds(joining));
        let n: u64 = self.counts.iter().sum();
        // What messages leave of C (G7) may be nothing.
        let pace = capacity.max(self.plan.service.share(cell).of(self.plan.capacity) / 100);
        let runs = match self.plan.detail {
            _ if idle || n == 0 => vec![(n, 0)],
            Detail::Whole => backlog.waits(n, pace, |bin| bin),
            Detail::Counts => {
                let edges = self.edges();
                backlog.waits(n, pace, |bin| edges.partition_point(|e| *e < bin) as u64)
            }
        };
        let mut draws = self.keys.draws(Purpose::Backlog, cell, 0);
        let mut left = self.counts.clone();
        let mut late = vec![0; left.len()];
        let mut taken = Vec::new();
        for (places, bin) in runs {
            deal(&mut draws, &left, places, &mut taken);
            for (c, &n) in taken.iter().enumerate() {
                left[c] -= n;
                // The last class is of earlier submissions: the wait goes on.
                if let Some(class) = self.classes.get(c) {
                    let bin = bin + class.age * 10;
                    book.waited(bin, n);
                    late[c] += if bin as i64 > class.late_after { n } else { 0 };
                }
            }
        }
        if late.iter().any(|n| *n > 0) {
            let told = late.len() - 1 - self.plan.cohorts.late_after.len();
            self.late(&mut draws, &late[..told], joined, book);
            self.late_plain(&mut draws, &self.counts[told..], &late[told..], joining, book);
        }
    }

    /// Who of what joins an idle DSP in `cell` is late: nothing waits in it.
    fn late_at_once(&self, joining: &Joining<'_>, joined: &mut [Joined], book: &mut DayBook<'_>) {
        let (plan, cell) = (self.plan, joining.cell);
        for j in joined {
            let c = j.what.of();
            let age = cell.saturating_sub(j.what.first_cell()) as i64 * 10;
            let last = j.role == StandsFor::Request && !plan.hot(c).signs;
            if last && age > plan.cold(c).late_after {
                j.late = true;
                book.late(c, j.what.count);
            }
        }
        // What is late without any wait.
        let always = plan.cohorts.late_after.partition_point(|after| *after < 0);
        if always > 0 {
            let kinds = self.plain_kinds(joining);
            let mut late = kinds.clone();
            late[always..].fill(0);
            let mut draws = self.keys.draws(Purpose::Backlog, cell, 0);
            self.late_plain(&mut draws, &kinds, &late, joining, book);
        }
    }

    /// How many of the plain requests are of each kind of lateness.
    fn plain_kinds(&self, &Joining { plain, here, .. }: &Joining<'_>) -> Vec<u64> {
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
    fn late_plain(
        &self,
        draws: &mut Draws,
        all: &[u64],
        late: &[u64],
        &Joining { plain, here, .. }: &Joining<'_>,
        book: &mut DayBook<'_>,
    ) {
        let plan = self.plan;
        let mut taken = Vec::new();
        for kind in (0..plan.cohorts.late_after.len()).filter(|k| late[*k] > 0) {
            let members = || {
                let fresh = here.fresh(plain);
                fresh.filter(|f| plan.hot(f.cohort as usize).late_kind() == kind)
            };
            let counts: Vec<u64> = members().map(|f| f.count).collect();
            debug_assert_eq!(counts.iter().sum::<u64>(), all[kind]);
            deal(draws, &counts, late[kind], &mut taken);
            for (f, n) in members().zip(&taken) {
                book.late(f.cohort as usize, *n);
            }
        }
    }

    /// Adds the plain requests, a class for each kind of lateness, before the last count.
    fn add_plain(&mut self, kinds: &[u64]) {
        let earlier = self.counts.pop();
        for (late_after, n) in self.plan.cohorts.late_after.iter().zip(kinds) {
            self.classes.push(WaitClass { at: NOWHERE, age: 0, late_after: *late_after });
            self.counts.push(*n);
        }
        self.counts.extend(earlier);
    }

    /// The bins of waits above which one class or another is late, in order.
    fn edges(&self) -> Vec<u64> {
        let edge = |c: &WaitClass| u64::try_from(c.late_after - c.age as i64 * 10).ok();
        let mut edges: Vec<u64> = self.classes.iter().filter_map(edge).collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// Sorts what joined into classes; a last one of their counts is of earlier submissions.
    fn sort(&mut self, cell: u64, joined: &[Joined]) {
        for class in self.classes.drain(..) {
            if class.at != NOWHERE {
                self.place[class.at] = 0;
            }
        }
        self.counts.clear();
        self.of.clear();
        let plan = self.plan;
        let mut earlier = 0;
        let most = plan.cohorts.late_after.last().copied().unwrap_or(0).max(0) as u64;
        let oldest = if plan.counts() { most / 10 + 1 } else { u64::MAX };
        for j in joined {
            let (c, n) = (j.what.of(), j.what.count);
            if j.role != StandsFor::Request || plan.hot(c).signs {
                earlier += n;
                self.of.push(EARLIER);
                continue;
            }
            let kind = plan.hot(c).late_kind();
            // What is older than the oldest that may be in time is late like it.
            let age = cell.saturating_sub(j.what.first_cell()).min(oldest);
            let at = age as usize * plan.cohorts.late_after.len() + kind;
            if at >= self.place.len() {
                self.place.resize(at + 1, 0);
            }
            if self.place[at] == 0 {
                self.classes.push(WaitClass { at, age, late_after: plan.cohorts.late_after[kind] });
                self.counts.push(0);
                self.place[at] = self.classes.len() as u32;
            }
            self.of.push(self.place[at] - 1);
            self.counts[self.place[at] as usize - 1] += n;
        }
        self.counts.push(earlier);
    }

    /// Whose the `late` requests of each class are. What is late only in part falls into two.
    fn late(
        &self,
        draws: &mut Draws,
        late: &[u64],
        joined: &mut Vec<Joined>,
        book: &mut DayBook<'_>,
    ) {
        let mut note = |j: &mut Joined, n: u64| {
            book.late(j.what.of(), n);
            let rest = Joined { what: j.what.times(j.what.count - n), ..*j };
            *j = Joined { what: j.what.times(n), late: true, ..*j };
            rest
        };
        let whole = |c: usize| late[c] > 0 && late[c] == self.counts[c];
        for (j, &of) in joined.iter_mut().zip(&self.of) {
            if of != EARLIER && whole(of as usize) {
                note(j, j.what.count);
            }
        }
        let (mut taken, mut rest) = (Vec::new(), Vec::new());
        for (c, &n) in late.iter().enumerate().filter(|(c, n)| **n > 0 && !whole(*c)) {
            let mut members: Vec<&mut Joined> = joined
                .iter_mut()
                .zip(&self.of)
                .filter(|(_, of)| **of == c as u32)
                .map(|j| j.0)
                .collect();
            let counts: Vec<u64> = members.iter().map(|j| j.what.count).collect();
            deal(draws, &counts, n, &mut taken);
            for (j, &n) in members.iter_mut().zip(&taken).filter(|(_, n)| **n > 0) {
                rest.push(note(j, n));
            }
        }
        joined.extend(rest.into_iter().filter(|j| j.what.count > 0));
    }
}

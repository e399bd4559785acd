//! What follows from what was processed comes to the gateway: second submissions (T6), later steps of
//! processes and new runs of them (T7), and what a warning put off (M8).

use super::Users;
use crate::engine::attempt::Attempt;
use crate::engine::book::DayBook;

impl Users<'_> {
    /// What follows in `cell`, which began `active` or not, begins, and goes into `found`. Second submissions are of requests
    /// that were first due before (C2).
    pub fn begin_following(
        &mut self,
        (cell, active): (u64, bool),
        found: &mut Vec<Attempt>,
        book: &mut DayBook<'_>,
    ) {
        let from = found.len();
        self.follows.take(cell, found);
        for a in &mut found[from..] {
            if !self.plan.traffic.cohorts[a.of()].second {
                *a = a.first_due(active && self.plan.follows(a.of()));
            }
            book.follow(a);
        }
    }

    /// The attempts that follow in each cell of `block` if everything in it is served at once; nothing where
    /// none does. The second submissions of [signed](Cohort::is_signed) streams' fresh requests in it are not
    /// among them.
    pub fn walk(&self, block: usize, counts: &[u64]) -> Vec<Vec<Attempt>> {
        let (from, to) = self.plan.clock.cells(block);
        let steps: Vec<usize> =
            self.plan.first_steps.iter().copied().filter(|c| counts[*c] > 0).collect();
        if steps.is_empty() && !self.follows.any_in(from, to) {
            return Vec::new();
        }
        let width = (to - from) as usize;
        let mut coming: Vec<Vec<Attempt>> = vec![Vec::new(); width];
        let mut places = vec![0; width];
        for c in steps {
            self.plan.traffic.place_one(self.keys, block, c, counts[c], &mut places);
            for (cell, n) in (from..).zip(&mut places).filter(|(_, n)| **n > 0) {
                let next = self.next(cell, &Attempt::first(c, cell, std::mem::take(n)));
                let next = next.filter(|(at, _)| *at < to);
                next.into_iter().for_each(|(at, a)| coming[(at - from) as usize].push(a));
            }
        }
        for at in 0..width {
            let cell = from + at as u64;
            coming[at].extend_from_slice(self.follows.in_cell(cell));
            for i in 0..coming[at].len() {
                let next = self.next(cell, &coming[at][i]).filter(|(at, _)| *at < to);
                next.into_iter().for_each(|(at, a)| coming[(at - from) as usize].push(a));
            }
        }
        coming
    }

    /// What follows `a`, served in `cell`, and when.
    fn next(&self, cell: u64, a: &Attempt) -> Option<(u64, Attempt)> {
        let plan = self.plan;
        let then = plan.traffic.cohorts[a.of()].then?;
        if plan.hot(a.of()).signs {
            let second = Attempt { cohort: then.cohort as u32, attempt: 1, ..*a };
            return Some((cell + then.delay, second));
        }
        let at = cell + plan.cold(a.of()).response + then.delay;
        let next = Attempt::first(then.cohort, at, a.count);
        Some((at, Attempt { past: a.past.next_step(), ..next }))
    }

    /// What follows in `cell`.
    pub fn following(&self, cell: u64) -> &[Attempt] {
        self.follows.in_cell(cell)
    }

    /// The second submissions `a` follow in `cell`: their firsts were taken whole (T6).
    pub fn follow_later(&mut self, a: Attempt, cell: u64) {
        self.follows.put(a, cell);
    }
}

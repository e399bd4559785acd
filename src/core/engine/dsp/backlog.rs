//! G5 and G6: the DSP's backlog, first in first out.

use super::layer::{Dice, JoinedCell, Part, Parts, Portion, Work};
use crate::domain::{NANO, Nano};
use crate::engine::attempt::Joined;
use crate::engine::here::Plain;
use std::collections::VecDeque;

/// The DSP's backlog.
#[derive(Clone, Debug, Default)]
pub struct OpenWork {
    /// B, nano-requests.
    amount: Nano,
    /// What joined in each cell and is not wholly processed, oldest first.
    layers: VecDeque<JoinedCell>,
    /// Requests in `layers`.
    queued: u64,
    /// The wait in the backlog of the next request, whose work begins at the last cell's end or has begun.
    began: Option<u64>,
}

impl OpenWork {
    /// Whether the DSP is idle.
    pub fn is_empty(&self) -> bool {
        self.amount == 0
    }

    /// Whether `n` requests that join in a cell of `capacity` are all processed in it.
    pub fn takes_all(&self, n: u64, capacity: Nano) -> bool {
        self.is_empty() && Nano::from(n) * NANO <= capacity
    }

    /// B as whole requests not yet processed, a part counted as one.
    pub fn requests(&self) -> u64 {
        ((self.amount + NANO - 1) / NANO) as u64
    }

    /// K of G4: what the DSP can take in a cell of `capacity`, with a backlog of at most `limit`.
    pub fn room(&self, capacity: Nano, limit: Nano) -> u64 {
        ((capacity + limit - self.amount) / NANO).max(0) as u64
    }

    /// `joined` and `plain` join in the cell of `work`, in `parts`.
    pub fn join(&mut self, work: Work, joined: &[Joined], plain: Plain, parts: Parts) {
        let n = plain.count + joined.iter().map(|j| j.what.count).sum::<u64>();
        if n > 0 {
            let (live, inert) = joined.iter().partition(|j| j.live);
            let at = work.cell;
            let layer = JoinedCell { at, live, inert, plain, parts, joined: n, size: n };
            self.layers.push_back(layer);
            self.queued += n;
            self.amount += Nano::from(n) * NANO;
        }
    }

    /// The DSP works for a cell, and tells waits: what is processed goes to `done`, oldest first, but for what is inert
    /// and not yet said to be. The result are the plain requests of layers that are wholly processed, and how many of
    /// each part of them are late.
    pub fn work(
        &mut self,
        work: Work,
        dice: impl FnOnce() -> Dice,
        told: &mut impl FnMut(&Part, u64, u64),
        done: &mut Vec<Joined>,
    ) -> Vec<(Plain, Vec<u64>)> {
        // Of the oldest request a part may be done.
        let mut first = self.amount - Nano::from(self.queued) * NANO;
        self.amount = (self.amount - work.capacity).max(0);
        let mut gone = self.queued - self.requests().min(self.queued);
        let mut plain = Vec::new();
        if gone > 0 {
            let dice = &mut dice();
            while let Some(layer) = self.layers.front_mut().filter(|_| gone > 0) {
                let count = layer.size.min(gone);
                let portion = Portion { count, first, began: self.began.take() };
                layer.process(work, portion, dice, told, done);
                (self.queued, gone) = (self.queued - count, gone - count);
                first += Nano::from(count) * NANO;
                if layer.size == 0 {
                    let layer = self.layers.pop_front().expect("the oldest");
                    plain.push(layer.close(dice, done));
                }
            }
        }
        if let (None, Some(layer)) = (self.began, self.layers.front()) {
            self.began = Some(layer.wait(work, layer.joined - layer.size, first));
        }
        plain
    }

    /// The block has ended: `tell` says what the plain requests of a layer were, by cohort, and they are
    /// put among the inert; which of those are processed is said, and they go to `done`.
    pub fn settle(
        &mut self,
        dice: &mut Dice,
        mut tell: impl FnMut(&Plain) -> Vec<Joined>,
        done: &mut Vec<Joined>,
    ) {
        for layer in &mut self.layers {
            layer.settle(dice, &mut tell, done);
        }
    }

    /// From here on it matters of everything when it is processed.
    pub fn enliven(&mut self) {
        self.layers.iter_mut().for_each(JoinedCell::enliven);
    }

    /// The layer that joined in cell `at`, where some of it is left.
    pub fn layer(&mut self, at: u64) -> Option<&mut JoinedCell> {
        let place = self.layers.binary_search_by_key(&at, |layer| layer.at).ok()?;
        self.layers.get_mut(place)
    }

    /// What is in the backlog; for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = &Joined> {
        self.layers.iter().flat_map(|layer| layer.live.iter().chain(&layer.inert))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::attempt::{Attempt, StandsFor};
    use crate::engine::book::Whose;
    use crate::random::{Keys, Purpose};

    /// Waits that were told: bin and how many, in the order of the backlog.
    type Told = Vec<(u64, u64)>;

    fn dice() -> Dice {
        let draws = |purpose| Keys::new(1, 0).draws(purpose, 0, 0);
        Dice { chosen: draws(Purpose::Processed), order: draws(Purpose::Backlog) }
    }

    /// `count` requests join a backlog in a cell of `capacity`; how many have been processed by its end, and their waits.
    fn work(backlog: &mut OpenWork, live: bool, count: u64, work: Work) -> (u64, Told) {
        let what = Attempt::first(0, 0, count);
        let joined = [Joined { what, role: StandsFor::Request, live, part: 0, late: false }];
        let part = |after, left| Part {
            age: 0,
            whose: Whose::default(),
            late_after: after,
            left,
            live: if live { left } else { 0 },
            owed: 0,
            late: 0,
        };
        let list = vec![part(Some(i64::MAX), count), part(None, 0)];
        backlog.join(work, &joined, Plain::default(), Parts { list, plain_from: 1, edges: None });
        let (mut done, mut told) = (Vec::new(), Vec::new());
        backlog.work(work, dice, &mut |_, bin, n| told.push((bin, n)), &mut done);
        (done.iter().map(|j| j.what.count).sum(), told)
    }

    fn join(backlog: &mut OpenWork, live: bool, count: u64, capacity: Nano) -> u64 {
        let cell = backlog.layers.back().map_or(0, |layer| layer.at + 1);
        work(backlog, live, count, Work { cell, capacity }).0
    }

    #[test]
    fn g6_a_backlog_is_kept_as_an_exact_fraction_and_an_idle_dsp_saves_nothing_up() {
        let mut backlog = OpenWork::default();
        let third = NANO * 10 / 3;
        assert_eq!(join(&mut backlog, true, 4, third), 3);
        assert_eq!(backlog.amount, 4 * NANO - third, "the fourth is being worked on");
        assert_eq!((join(&mut backlog, true, 0, third), backlog.amount), (1, 0));
        assert_eq!(join(&mut backlog, true, 3, third), 3);
        assert!(backlog.is_empty());
    }

    #[test]
    fn g6_of_inert_requests_it_is_said_later_which_have_been_processed() {
        let mut backlog = OpenWork::default();
        assert_eq!(join(&mut backlog, false, 10, 4 * NANO), 0);
        let mut done = Vec::new();
        backlog.settle(&mut dice(), |_| Vec::new(), &mut done);
        assert_eq!(done.iter().map(|j| j.what.count).sum::<u64>(), 4);
        assert_eq!(backlog.all().map(|j| j.what.count).sum::<u64>(), 6);
        assert_eq!(join(&mut backlog, false, 0, 6 * NANO), 6);
    }

    /// What 20 requests wait for whom 5 stand in the backlog, in cells of so much capacity, in tenths of a cell.
    fn waits(capacities: &[(u64, u64)]) -> Told {
        let mut backlog = OpenWork::default();
        work(&mut backlog, true, 5, Work { cell: 0, capacity: 0 });
        let mut all = Vec::new();
        for (i, &(cell, capacity)) in capacities.iter().enumerate() {
            let count = if i == 0 { 20 } else { 0 };
            let capacity = Nano::from(capacity) * NANO;
            let (_, told) = work(&mut backlog, true, count, Work { cell, capacity });
            all.extend(told.into_iter().flat_map(|(bin, n)| vec![bin; n as usize]));
        }
        assert!(backlog.is_empty());
        // The first five were there before.
        all.split_off(5).into_iter().map(|bin| (bin, 1)).collect()
    }

    #[test]
    fn g6_waits_follow_the_closed_form_where_capacity_never_changes() {
        // C × cell = 10, B = 5, n = 20: the j-th waits (5 + j)/10 − j/20 cells, from 0.5 to 1.45.
        let expected: Told = (0..20).map(|j| (u64::div_ceil(100 + 10 * j, 20), 1)).collect();
        assert_eq!(waits(&[(1, 10), (2, 10), (3, 10)]), expected);
    }

    #[test]
    fn g6_a_wait_is_the_time_until_the_work_done_is_what_stood_before() {
        // At 0.4 of the capacity from the second cell on: number j has 5 + j before it, of which 10 are done in the first
        // cell and 4 in each of the others.
        let cells = [(1, 10), (2, 4), (3, 4), (4, 4), (5, 4)];
        let slow = |j: u64| if j <= 5 { 2 * (50 + 10 * j) } else { 200 + 5 * (10 * j - 50) };
        let expected: Told = (0..20).map(|j| (u64::div_ceil(slow(j) - 10 * j, 20), 1)).collect();
        assert_eq!(waits(&cells), expected);
        // Without service in the cells 2 to 8 the sixth, with whom the DSP would begin at once, begins at the end of the
        // first cell, and those behind it seven cells later.
        let out = |j: u64| 10 * (5 + j) * 2 + if j > 5 { 7 * 200 } else { 0 };
        let expected: Told = (0..20).map(|j| (u64::div_ceil(out(j) - 10 * j, 20), 1)).collect();
        assert_eq!(waits(&[(1, 10), (9, 10), (10, 10)]), expected);
    }

    #[test]
    fn g4_room_is_capacity_and_limit_less_the_backlog() {
        let backlog = OpenWork { amount: 25 * NANO + 1, ..OpenWork::default() };
        assert_eq!(backlog.room(10 * NANO, 20 * NANO), 4);
        assert_eq!(backlog.room(10 * NANO, 0), 0);
    }
}

//! G5 and G6: the DSP's backlog, first in first out, and how long what joins it waits.

use crate::domain::{NANO, Nano};
use crate::engine::attempt::Joined;
use crate::engine::here::Plain;
use crate::random::{Draws, deal};
use std::collections::VecDeque;

/// What joined in a cell and has not been processed.
#[derive(Clone, Debug)]
pub struct JoinedCell {
    /// The cell.
    pub at: u64,
    /// Those of which it matters when they are processed.
    pub live: Vec<Joined>,
    /// The others, of which `owed` have been processed already, it is not said which.
    pub inert: Vec<Joined>,
    /// Plain fresh requests, among whom the owed may be as well.
    pub plain: Plain,
    owed: u64,
    /// How many in all, without those owed.
    size: u64,
}

/// The DSP's backlog.
#[derive(Clone, Debug, Default)]
pub struct OpenWork {
    /// B, nano-requests.
    amount: Nano,
    /// What joined in each cell and is not wholly processed, oldest first.
    layers: VecDeque<JoinedCell>,
    /// Requests in `layers`.
    queued: u64,
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

    /// `joined` and `plain` join in cell `at` of `capacity`, and the DSP works for a cell: what
    /// is processed goes to `done`, oldest first, but for what is inert and not yet said to be.
    pub fn join(
        &mut self,
        at: u64,
        joined: &[Joined],
        plain: Plain,
        capacity: Nano,
        draws: impl FnOnce() -> Draws,
        done: &mut Vec<Joined>,
    ) {
        let n = plain.count + joined.iter().map(|j| j.what.count).sum::<u64>();
        self.amount = (self.amount + Nano::from(n) * NANO - capacity).max(0);
        if n > 0 {
            let (live, inert) = joined.iter().partition(|j| j.live);
            self.layers.push_back(JoinedCell { at, live, inert, plain, owed: 0, size: n });
            self.queued += n;
        }
        let mut gone = self.queued - self.requests().min(self.queued);
        while let Some(layer) = self.layers.front().filter(|layer| layer.size <= gone) {
            (self.queued, gone) = (self.queued - layer.size, gone - layer.size);
            done.extend(self.layers.pop_front().into_iter().flat_map(JoinedCell::all));
        }
        if let Some(layer) = self.layers.front_mut().filter(|_| gone > 0) {
            self.queued -= gone;
            layer.process(&mut draws(), gone, done);
        }
    }

    /// The block has ended: `tell` says what the plain requests of a layer were, by cohort, and they are
    /// put among the inert; which of those are processed is said, and they go to `done`.
    pub fn settle(
        &mut self,
        draws: &mut Draws,
        mut tell: impl FnMut(&Plain) -> Vec<Joined>,
        done: &mut Vec<Joined>,
    ) {
        for layer in &mut self.layers {
            layer.settle(draws, &mut tell, done);
        }
    }

    /// From here on it matters of everything when it is processed.
    pub fn enliven(&mut self) {
        for layer in &mut self.layers {
            layer.live.append(&mut layer.inert);
        }
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

    /// The waits in the backlog of `n` that join in a cell of `capacity`, in bins of a tenth of a
    /// cell: how many places in the order share a bin, and the bin. The j-th waits
    /// max(0, (B + j)/C − j·cell/n); bin 0 is no wait. Bins of which `alike` is the same stand for one another.
    pub fn waits(&self, n: u64, capacity: Nano, alike: impl Fn(u64) -> u64) -> Vec<(u64, u64)> {
        let size = Nano::from(n);
        // In tenths of a cell: 10 ((B + j)/(C·cell) − j/n), over a common denominator.
        let bin = |j: u64| {
            let j = Nano::from(j);
            let wait = 10 * ((self.amount + j * NANO) * size - j * capacity);
            let grain = capacity * size;
            ((wait + grain - 1).div_euclid(grain)).max(0) as u64
        };
        let mut runs = Vec::new();
        let mut from = 0;
        while from < n {
            let here = bin(from);
            let alike_here = alike(here);
            // The bins rise or fall along the order, so each is one run: find its end by halving.
            let (mut same, mut other) = (from, n);
            while other - same > 1 {
                let middle = same + (other - same) / 2;
                if alike(bin(middle)) == alike_here {
                    same = middle;
                } else {
                    other = middle;
                }
            }
            runs.push((other - from, here));
            from = other;
        }
        runs
    }
}

impl JoinedCell {
    /// Which of `gone` requests more that have been processed are live: they go to `done`; of the others it is
    /// not said yet.
    fn process(&mut self, draws: &mut Draws, gone: u64, done: &mut Vec<Joined>) {
        let live: u64 = self.live.iter().map(|j| j.what.count).sum();
        let here = if live == 0 { 0 } else { draws.hypergeometric(self.size, live, gone) };
        take(draws, &mut self.live, here, done);
        self.owed += gone - here;
        self.size -= gone;
    }

    /// Says which of the inert have been processed.
    pub fn settle(
        &mut self,
        draws: &mut Draws,
        mut tell: impl FnMut(&Plain) -> Vec<Joined>,
        done: &mut Vec<Joined>,
    ) {
        if self.plain.count > 0 {
            self.inert.extend(tell(&self.plain));
            self.inert.sort_by_key(|j| j.what.cohort);
            self.plain = Plain::default();
        }
        take(draws, &mut self.inert, self.owed, done);
        self.owed = 0;
    }

    /// Everything that is left in it, plain requests apart, which are counted as processed as it is.
    fn all(self) -> impl Iterator<Item = Joined> {
        self.live.into_iter().chain(self.inert)
    }
}

/// Moves a uniformly random choice of `n` of `from` to `done`.
fn take(draws: &mut Draws, from: &mut Vec<Joined>, n: u64, done: &mut Vec<Joined>) {
    if n == 0 {
        return;
    }
    let counts: Vec<u64> = from.iter().map(|j| j.what.count).collect();
    let mut taken = Vec::new();
    deal(draws, &counts, n, &mut taken);
    for (j, &n) in from.iter_mut().zip(&taken).filter(|(_, n)| **n > 0) {
        done.push(Joined { what: j.what.times(n), ..*j });
        j.what.count -= n;
    }
    from.retain(|j| j.what.count > 0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::attempt::{Attempt, StandsFor};
    use crate::random::{Keys, Purpose};

    /// `count` requests join a backlog; how many have been processed by the cell's end.
    fn join(backlog: &mut OpenWork, live: bool, count: u64, capacity: Nano) -> u64 {
        let what = Attempt::first(0, 0, count);
        let joined = [Joined { what, role: StandsFor::Request, live, late: false }];
        let mut done = Vec::new();
        let draws = || Keys::new(1, 0).draws(Purpose::Processed, 0, 0);
        backlog.join(0, &joined, Plain::default(), capacity, draws, &mut done);
        done.iter().map(|j| j.what.count).sum()
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
        let mut draws = Keys::new(1, 0).draws(Purpose::Settle, 0, 0);
        backlog.settle(&mut draws, |_| Vec::new(), &mut done);
        assert_eq!(done.iter().map(|j| j.what.count).sum::<u64>(), 4);
        assert_eq!(backlog.all().map(|j| j.what.count).sum::<u64>(), 6);
        assert_eq!(join(&mut backlog, false, 0, 6 * NANO), 6);
    }

    #[test]
    fn g6_waits_follow_the_closed_form() {
        // C × cell = 10, B = 5, n = 20: the j-th waits (5 + j)/10 − j/20 cells, from 0.5 to 1.45.
        let backlog = OpenWork { amount: 5 * NANO, ..OpenWork::default() };
        let runs = backlog.waits(20, 10 * NANO, |bin| bin);
        assert_eq!(runs.iter().map(|r| r.0).sum::<u64>(), 20);
        assert_eq!(runs[0], (1, 5));
        assert_eq!(runs[1], (2, 6));
        assert_eq!(runs.last(), Some(&(1, 15)));
        // A light cell drains the backlog: waits fall to zero and stay there.
        let runs = backlog.waits(2, 10 * NANO, |bin| bin);
        assert_eq!(runs, [(1, 5), (1, 1)]);
    }

    #[test]
    fn g4_room_is_capacity_and_limit_less_the_backlog() {
        let backlog = OpenWork { amount: 25 * NANO + 1, ..OpenWork::default() };
        assert_eq!(backlog.room(10 * NANO, 20 * NANO), 4);
        assert_eq!(backlog.room(10 * NANO, 0), 0);
    }
}

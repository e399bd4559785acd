//! N6: what a User's adapter takes, what waits at it, and what it loses.

use super::path::MadeTogether;
use crate::domain::Nano;
use crate::mechanism::Budget;
use crate::random::{Draws, deal};
use std::collections::VecDeque;

/// A User's adapter.
#[derive(Clone, Debug, Default)]
pub struct AdapterQueues {
    /// What waits: by place in the order of importance where it takes messages so, then by the cell in which it
    /// arrived.
    queues: Vec<VecDeque<(u64, Vec<MadeTogether>)>>,
    /// How much that is.
    pub waiting: u64,
    budget: Budget,
}

/// What becomes of messages.
#[derive(Clone, Debug, Default)]
pub struct Handled {
    /// Taken by the adapter.
    pub delivered: Vec<MadeTogether>,
    /// Lost.
    pub lost: Vec<MadeTogether>,
}

impl AdapterQueues {
    /// One that takes messages by one of `ranks` places, or by none.
    pub fn new(ranks: usize) -> Self {
        Self { queues: vec![VecDeque::new(); ranks.max(1)], ..Self::default() }
    }

    /// Whether nothing waits and what is `coming` is no more than the whole messages that it takes in a cell: then it has
    /// taken them.
    pub fn takes_all(&self, coming: u64, takes: u64) -> bool {
        // No fraction is carried from cells in which nothing waits.
        self.waiting == 0 && coming <= takes
    }

    /// `arrivals`, which are not taken all at once, come in `cell`, each of its place in the order of importance; the
    /// adapter takes `rate`, and keeps at most `bound`.
    pub fn step(
        &mut self,
        cell: u64,
        arrivals: &[(usize, MadeTogether)],
        (rate, bound): (Nano, u64),
        draws: impl FnOnce() -> Draws,
        fate: &mut Handled,
    ) {
        let coming: u64 = arrivals.iter().map(|(_, p)| p.count).sum();
        let room = self.budget.whole(rate);
        for &(rank, part) in arrivals {
            let queue = &mut self.queues[rank];
            match queue.back_mut().filter(|layer| layer.0 == cell) {
                Some(layer) => layer.1.push(part),
                None => queue.push_back((cell, vec![part])),
            }
        }
        let mut draws = draws();
        let all = self.waiting + coming;
        let taken = room.min(all);
        self.take(&mut draws, taken, &mut fate.delivered);
        let over = (all - taken).saturating_sub(bound);
        if over > 0 {
            self.lose(&mut draws, cell, over, &mut fate.lost);
        }
        self.waiting = all - taken - over;
        self.budget.spend(rate, self.waiting > 0);
    }

    /// Takes `n`: the most important first, of those the first to arrive, of those a uniformly random choice.
    fn take(&mut self, draws: &mut Draws, n: u64, into: &mut Vec<MadeTogether>) {
        let mut left = n;
        for queue in &mut self.queues {
            while let Some(layer) = queue.front_mut().filter(|_| left > 0) {
                left -= choose(draws, &mut layer.1, left, into);
                if layer.1.is_empty() {
                    queue.pop_front();
                }
            }
        }
    }

    /// Loses `n` of what arrived in `cell`, a uniformly random choice.
    fn lose(&mut self, draws: &mut Draws, cell: u64, n: u64, into: &mut Vec<MadeTogether>) {
        let here = |queue: &VecDeque<(u64, Vec<MadeTogether>)>| -> u64 {
            let layer = queue.back().filter(|layer| layer.0 == cell);
            layer.map_or(0, |layer| layer.1.iter().map(|p| p.count).sum())
        };
        let counts: Vec<u64> = self.queues.iter().map(here).collect();
        let mut taken = Vec::new();
        deal(draws, &counts, n, &mut taken);
        for (queue, &n) in self.queues.iter_mut().zip(&taken).filter(|(_, n)| **n > 0) {
            let layer = queue.back_mut().expect("it was counted");
            choose(draws, &mut layer.1, n, into);
            if layer.1.is_empty() {
                queue.pop_back();
            }
        }
    }
}

/// Moves at most `most` of `from`, a uniformly random choice; the result is how many.
fn choose(
    draws: &mut Draws,
    from: &mut Vec<MadeTogether>,
    most: u64,
    into: &mut Vec<MadeTogether>,
) -> u64 {
    let all = from.iter().map(|p| p.count).sum::<u64>();
    if all <= most {
        into.append(from);
        return all;
    }
    let counts: Vec<u64> = from.iter().map(|p| p.count).collect();
    let mut taken = Vec::new();
    deal(draws, &counts, most, &mut taken);
    for (part, &n) in from.iter_mut().zip(&taken).filter(|(_, n)| **n > 0) {
        into.push(MadeTogether { count: n, ..*part });
        part.count -= n;
    }
    from.retain(|p| p.count > 0);
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NANO;
    use crate::random::{Keys, Purpose};

    fn part(flow: u32, count: u64) -> MadeTogether {
        MadeTogether { flow, made: 0, count }
    }

    fn count(parts: &[MadeTogether]) -> u64 {
        parts.iter().map(|p| p.count).sum()
    }

    #[test]
    fn n6_what_is_beyond_the_bound_is_lost_and_nothing_else() {
        let draws = || Keys::new(1, 0).draws(Purpose::Adapter, 0, 0);
        let mut adapter = AdapterQueues::new(1);
        let mut seen = Vec::new();
        for arrivals in [3, 20, 0, 7] {
            let mut fate = Handled::default();
            let arrive = [(0, part(0, arrivals))];
            if adapter.takes_all(arrivals, 5) {
                fate.delivered.push(arrive[0].1);
            } else {
                let takes = (5 * NANO, 8);
                adapter.step(seen.len() as u64, &arrive, takes, draws, &mut fate);
            }
            seen.push((count(&fate.delivered), count(&fate.lost), adapter.waiting));
        }
        assert_eq!(seen, [(3, 0, 0), (5, 7, 8), (5, 0, 3), (5, 0, 5)]);
    }

    #[test]
    fn n6_by_class_the_important_overtake_what_came_before() {
        let draws = || Keys::new(1, 0).draws(Purpose::Adapter, 0, 0);
        let mut adapter = AdapterQueues::new(2);
        let mut fate = Handled::default();
        adapter.step(0, &[(1, part(9, 10))], (4 * NANO, 99), draws, &mut fate);
        let mut fate = Handled::default();
        adapter.step(1, &[(0, part(2, 3))], (4 * NANO, 99), draws, &mut fate);
        assert_eq!(fate.delivered, [part(2, 3), part(9, 1)]);
    }
}

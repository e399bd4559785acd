//! The polls of a round, and what is known of whose they are.
//!
//! The gateway never looks at a poll's device, so which meters the polls are that it processes is a
//! uniformly random choice among the meters whose polls it has not processed, whatever it did before.

use super::meter::{KeptMeter, Knowledge, Polled};
use super::silence::Silence;
use crate::random::{Draws, deal};
use std::collections::BTreeMap;

/// Settled meters with a poll of a round. Which of them has which poll is not known, only how many.
#[derive(Clone, Debug, Default)]
pub(super) struct SettledPolls {
    /// How many meters, by group.
    pub(super) members: Vec<u64>,
    /// Polls not processed.
    pub(super) open: u64,
    /// Polls processed: how many end in each cell.
    until: BTreeMap<u64, u64>,
    /// Polls that have ended.
    done: u64,
}

impl SettledPolls {
    /// `n` meters of the group `group` are asked.
    fn ask(&mut self, group: usize, n: u64) {
        self.members[group] += n;
        self.open += n;
    }

    /// A meter settles, and is asked.
    pub(super) fn ask_newest(&mut self) {
        self.ask(self.members.len() - 1, 1);
    }

    /// `n` of its polls are processed, and end in cell `at`.
    fn process(&mut self, n: u64, at: u64) {
        self.open -= n;
        if n > 0 {
            *self.until.entry(at).or_default() += n;
        }
    }

    /// What has ended at the start of `cell` is done.
    fn end(&mut self, cell: u64) {
        while let Some(first) = self.until.first_entry().filter(|first| *first.key() <= cell) {
            self.done += first.remove();
        }
    }

    /// Keeps the meters whose poll has been admitted and has not ended, `open` of them not processed.
    fn keep(&mut self, draws: &mut Draws, open: u64, cell: u64) {
        self.end(cell);
        (self.open, self.done) = (open, 0);
        let live = open + self.until.values().sum::<u64>();
        let mut kept = Vec::new();
        deal(draws, &self.members, live, &mut kept);
        self.members = kept;
    }

    /// A meter of the group `group` is to be kept by itself from `cell` on: how far its poll is.
    fn take(&mut self, draws: &mut Draws, group: usize, round: u32, cell: u64) -> Polled {
        self.end(cell);
        self.members[group] -= 1;
        let running: u64 = self.until.values().sum();
        let mut at = draws.below(self.open + running + self.done);
        if at < self.open {
            self.open -= 1;
            return Polled::Open(round);
        }
        at -= self.open;
        for (end, n) in &mut self.until {
            if at < *n {
                *n -= 1;
                return Polled::Until(*end);
            }
            at -= *n;
        }
        self.done -= 1;
        Polled::Done
    }
}

/// The polls of a round.
#[derive(Clone, Debug)]
pub(super) struct RoundPolls {
    /// The round, from 0.
    pub(super) round: u32,
    /// How many of them are in the DSP's backlog.
    pub(super) admitted: u64,
    /// Those of settled meters: off supply, and on.
    pub(super) settled: [SettledPolls; 2],
    /// Meters kept by themselves whose polls are not processed.
    pub(super) single: Vec<u32>,
}

impl RoundPolls {
    /// Polls not processed.
    pub(super) fn open(&self) -> u64 {
        self.settled[0].open + self.settled[1].open + self.single.len() as u64
    }

    /// `n` polls are processed. Those of meters that are off, and of others as many as `silence` keeps from answering, end
    /// in the cell `until.0`, and all others in `until.1`. The result is how many get no answer.
    pub(super) fn process(
        &mut self,
        draws: &mut Draws,
        (n, mut silence): (u64, Silence<'_>),
        until: (u64, u64),
        meters: &mut [KeptMeter],
        knowledge: &mut Knowledge,
    ) -> u64 {
        self.admitted -= n;
        let [off, on] = &mut self.settled;
        let mut taken = Vec::with_capacity(3);
        deal(draws, &[off.open, on.open, self.single.len() as u64], n, &mut taken);
        off.process(taken[0], until.0);
        let mut silent = silence.among(taken[1]);
        on.process(silent, until.0);
        on.process(taken[1] - silent, until.1);
        let mut dark = taken[0];
        for _ in 0..taken[2] {
            let at = draws.below(self.single.len() as u64) as usize;
            let meter = &mut meters[self.single.swap_remove(at) as usize];
            if meter.is_off() {
                meter.unanswered(until.0);
                dark += 1;
            } else if silence.among(1) == 1 {
                // It tells nothing of a loss that is over.
                meter.polled = Polled::Until(until.0);
                silent += 1;
            } else {
                meter.answers(until.1, knowledge);
            }
        }
        knowledge.presumes_wrongly(silent, until.0);
        dark + silent
    }

    /// The next round begins in `cell`: of each class only polls that have been admitted and have not ended
    /// stay, and the others are given up or over.
    pub(super) fn keep_admitted(&mut self, draws: &mut Draws, cell: u64, meters: &mut [KeptMeter]) {
        let [off, on] = &mut self.settled;
        let mut open = Vec::with_capacity(3);
        let counts = [off.open, on.open, self.single.len() as u64];
        deal(draws, &counts, self.admitted, &mut open);
        off.keep(draws, open[0], cell);
        on.keep(draws, open[1], cell);
        let stay = open[2] as usize;
        for i in 0..stay {
            let other = i + draws.below((self.single.len() - i) as u64) as usize;
            self.single.swap(i, other);
        }
        for given_up in self.single.drain(stay..) {
            meters[given_up as usize].polled = Polled::Done;
        }
    }

    /// Whether settled meters, or open polls, are left in it.
    pub(super) fn is_live(&self) -> bool {
        self.open() > 0 || self.settled.iter().any(|t| t.members.iter().any(|n| *n > 0))
    }
}

/// Settled meters whose polls are alike. A group is those that settled in some rounds; as soon as all of
/// them have a poll of the same round they join the newest.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// For each round, in which group those are that settled in it.
    of: Vec<usize>,
}

impl Groups {
    /// The group of those that settled in `round`.
    pub(super) fn of(&self, round: u32) -> usize {
        self.of[round as usize]
    }

    /// `round` begins: of each group all who are not in `older` any more are asked. The last group is that of
    /// those who settle now. `sizes` holds how many meters each group has.
    pub(super) fn ask(
        &mut self,
        round: u32,
        sizes: &[u64],
        older: &mut [&mut SettledPolls],
    ) -> SettledPolls {
        let out: Vec<u64> =
            (0..sizes.len()).map(|g| older.iter().map(|t| t.members[g]).sum()).collect();
        let newest = out.iter().filter(|n| **n > 0).count();
        let mut next = SettledPolls { members: vec![0; newest + 1], ..SettledPolls::default() };
        let mut kept = 0;
        let moved: Vec<usize> = out
            .iter()
            .map(|n| {
                kept += usize::from(*n > 0);
                if *n > 0 { kept - 1 } else { newest }
            })
            .collect();
        for ((size, out), to) in sizes.iter().zip(&out).zip(&moved) {
            next.ask(*to, size - out);
        }
        for tally in older {
            let mut members = vec![0; newest + 1];
            tally.members.iter().zip(&moved).for_each(|(n, to)| members[*to] += n);
            tally.members = members;
        }
        self.of.iter_mut().for_each(|group| *group = moved[*group]);
        self.of.resize(round as usize + 1, newest);
        next
    }
}

/// The pool of `round`, of which polls are open.
pub(super) fn pool(pools: &mut [RoundPolls], round: u32) -> &mut RoundPolls {
    let pool = pools.iter_mut().find(|pool| pool.round == round);
    pool.expect("a round is kept while polls of it are open")
}

/// Takes a settled meter of the group `group`, off (0) or on (1), out of the pools: how far its poll is.
pub(super) fn take(
    pools: &mut [RoundPolls],
    draws: &mut Draws,
    class: usize,
    group: usize,
    cell: u64,
) -> Polled {
    let sum: u64 = pools.iter().map(|p| p.settled[class].members[group]).sum();
    let mut at = draws.below(sum);
    for pool in pools {
        let tally = &mut pool.settled[class];
        if at < tally.members[group] {
            return tally.take(draws, group, pool.round, cell);
        }
        at -= tally.members[group];
    }
    unreachable!("a settled meter has been asked")
}

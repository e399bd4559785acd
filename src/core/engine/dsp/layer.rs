//! G6: what joined the backlog in one cell: which of it is processed, and how long that has waited.
//!
//! Of what joined in a cell a uniformly random choice leaves, so only how many of each part leave is drawn, a part being
//! requests whose waits are told alike (C2). Which requests they are is said at once where it matters, else later.

use crate::domain::{NANO, Nano};
use crate::engine::attempt::Joined;
use crate::engine::book::Whose;
use crate::engine::here::Plain;
use crate::random::{Draws, deal};

/// Requests of a layer whose waits are told alike: of one age, one kind of lateness and one standing; of
/// those followed, of one cohort and first cell.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Tenths of a cell from their first submission to the cell in which they joined.
    pub age: u64,
    /// Whose they are, and what they take by themselves (C2).
    pub whose: Whose,
    /// Bin after which they are late; none where their wait goes on, or another copy tells it.
    pub late_after: Option<i64>,
    /// How many are not processed,
    pub left: u64,
    /// and of how many of them it matters when they are.
    pub live: u64,
    /// How many were processed, it is not said which,
    pub owed: u64,
    /// and how many of those are late.
    pub late: u64,
}

impl Part {
    /// The same of no requests.
    pub fn none(self) -> Self {
        Self { left: 0, live: 0, owed: 0, late: 0, ..self }
    }
}

/// What joined in a cell and has not been processed.
#[derive(Clone, Debug)]
pub struct JoinedCell {
    /// The cell.
    pub at: u64,
    /// Those of which it matters when they are processed.
    pub live: Vec<Joined>,
    /// The others, of which some have been processed already, it is not said which.
    pub inert: Vec<Joined>,
    /// Plain fresh requests, among whom the owed may be as well.
    pub plain: Plain,
    /// By parts.
    pub parts: Parts,
    /// How many joined,
    pub joined: u64,
    /// and how many are not processed.
    pub size: u64,
}

/// The parts of a layer.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Of what joined; of plain requests, one for each kind of lateness and, of those above
    /// (C2), one more, then one for each that is followed, from `plain_from` on; the last of what tells no wait.
    pub list: Vec<Part>,
    /// The first of plain requests.
    pub plain_from: usize,
    /// Where only counts are kept, the bins after which a part or another is late, in order: waits between them are alike.
    pub edges: Option<Vec<u64>>,
}

/// A cell in which the DSP works, and what of it C leaves for requests, in nano-requests.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    pub cell: u64,
    pub capacity: Nano,
}

/// Requests next to each other in a layer that are processed in a cell.
#[derive(Clone, Copy, Debug)]
pub struct Portion {
    /// How many.
    pub count: u64,
    /// Work the DSP has to do from the cell's start until it begins with the first of them.
    pub first: Nano,
    /// The wait of the first, where that began in an earlier cell.
    pub began: Option<u64>,
}

/// Draws of a cell: who is processed, and in which order they stood.
pub struct Dice {
    pub chosen: Draws,
    pub order: Draws,
}

/// Of the requests of a part: how many there are to choose from, how many are chosen, and are late.
#[derive(Clone, Copy, Default)]
struct Choice {
    of: u64,
    take: u64,
    late: u64,
}

impl JoinedCell {
    /// A `portion` is processed in the cell of `work`. Waits are told here, a part's at once, and of what is live who it
    /// is: that goes to `done`.
    pub fn process(
        &mut self,
        work: Work,
        portion: Portion,
        dice: &mut Dice,
        told: &mut impl FnMut(&Part, u64, u64),
        done: &mut Vec<Joined>,
    ) {
        let left: Vec<u64> = self.parts.list.iter().map(|p| p.left).collect();
        let mut taken = Vec::new();
        deal(&mut dice.chosen, &left, portion.count, &mut taken);
        let late = self.tell(work, portion, &taken, dice, told);
        let mut choices = vec![Choice::default(); taken.len()];
        for (c, part) in self.parts.list.iter_mut().enumerate().filter(|(c, _)| taken[*c] > 0) {
            let take = hypergeometric(&mut dice.chosen, part.left, part.live, taken[c]);
            let late_live = hypergeometric(&mut dice.order, taken[c], take, late[c]);
            choices[c] = Choice { of: part.live, take, late: late_live };
            part.left -= taken[c];
            part.live -= take;
            part.owed += taken[c] - take;
            part.late += late[c] - late_live;
        }
        self.size -= portion.count;
        take(dice, &mut self.live, &mut choices, done);
    }

    /// The waits of the requests of a `portion`, of each part as many as `taken`; the result is how many are late.
    fn tell(
        &self,
        work: Work,
        portion: Portion,
        taken: &[u64],
        dice: &mut Dice,
        told: &mut impl FnMut(&Part, u64, u64),
    ) -> Vec<u64> {
        let mut rest = taken.to_vec();
        let mut late = vec![0; taken.len()];
        let mut here = Vec::new();
        for (places, bin) in self.waits(work, portion) {
            deal(&mut dice.order, &rest, places, &mut here);
            for (c, &n) in here.iter().enumerate().filter(|(_, n)| **n > 0) {
                rest[c] -= n;
                let part = &self.parts.list[c];
                if let Some(after) = part.late_after {
                    // Here it is known how long `n` requests have waited that are now processed.
                    told(part, bin, n);
                    late[c] += if (bin + part.age) as i64 > after { n } else { 0 };
                }
            }
        }
        late
    }

    /// The waits in the backlog of a `portion`, in bins of a tenth of a cell: how many places share a bin, and the bin;
    /// of runs that only keep counts, those alike.
    pub fn waits(&self, work: Work, portion: Portion) -> Vec<(u64, u64)> {
        let from = self.joined - self.size;
        let mut runs: Vec<(u64, u64)> = portion.began.map(|bin| (1, bin)).into_iter().collect();
        let begun = runs.len() as u64;
        let bin = |i: u64| self.wait(work, from + i, portion.first + Nano::from(i) * NANO);
        let alike = |bin: u64| match &self.parts.edges {
            None => bin,
            Some(edges) => edges.partition_point(|e| *e < bin) as u64,
        };
        let mut from = begun;
        while from < portion.count {
            let here = bin(from);
            let alike_here = alike(here);
            // The bins rise or fall along the order, so each is one run: find its end by halving.
            let (mut same, mut other) = (from, portion.count);
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

    /// The wait, in bins of a tenth of a cell, of the `place`-th that joined, with which the DSP begins when it has done
    /// the work `before` in the cell: from `place` / n of the cell in which it joined; bin 0 is no wait.
    pub fn wait(&self, Work { cell, capacity }: Work, place: u64, before: Nano) -> u64 {
        let (size, capacity) = (Nano::from(self.joined), capacity.max(1));
        let since = Nano::from(cell - self.at);
        // In tenths of a cell: 10 (since + before/(C·cell) − place/n), over a common denominator.
        let grain = capacity * size;
        let wait = 10 * (since * grain + before * size - Nano::from(place) * capacity);
        (wait + grain - 1).div_euclid(grain).max(0) as u64
    }

    /// Says which of the inert have been processed; `tell` says what the plain requests were.
    pub fn settle(
        &mut self,
        dice: &mut Dice,
        mut tell: impl FnMut(&Plain) -> Vec<Joined>,
        done: &mut Vec<Joined>,
    ) {
        if self.plain.count > 0 {
            let from = self.parts.plain_from as u32;
            self.inert
                .extend(tell(&self.plain).into_iter().map(|j| Joined { part: from + j.part, ..j }));
            self.inert.sort_by_key(|j| j.what.cohort);
            self.plain = Plain::default();
        }
        self.take_owed(dice, done);
    }

    fn take_owed(&mut self, dice: &mut Dice, done: &mut Vec<Joined>) {
        if self.parts.list.iter().all(|p| p.owed == 0) {
            return;
        }
        let owed = |p: &Part| Choice { of: p.left - p.live + p.owed, take: p.owed, late: p.late };
        let mut choices: Vec<Choice> = self.parts.list.iter().map(owed).collect();
        take(dice, &mut self.inert, &mut choices, done);
        self.parts.list.iter_mut().for_each(|p| (p.owed, p.late) = (0, 0));
    }

    /// It is wholly processed: who its inert requests were goes to `done`. The result are its plain requests, which
    /// count as processed as they are, and how many of each part of them are late.
    pub fn close(mut self, dice: &mut Dice, done: &mut Vec<Joined>) -> (Plain, Vec<u64>) {
        let plain = self.parts.plain_from..self.parts.list.len() - 1;
        let late: Vec<u64> = match self.plain.count {
            0 => Vec::new(),
            _ => self.parts.list[plain.clone()].iter().map(|p| p.late).collect(),
        };
        self.take_owed(dice, done);
        (self.plain, late)
    }

    /// From here on it matters of everything when it is processed.
    pub fn enliven(&mut self) {
        self.live.append(&mut self.inert);
        self.parts.list.iter_mut().for_each(|p| p.live = p.left);
    }

    /// The same of those inert ones that were made so. Nothing is owed.
    pub fn enliven_marked(&mut self) {
        for j in self.inert.extract_if(.., |j| j.live) {
            self.parts.list[j.part as usize].live += j.what.count;
            self.live.push(j);
        }
    }
}

fn hypergeometric(draws: &mut Draws, total: u64, good: u64, sample: u64) -> u64 {
    match (good, sample) {
        (0, _) | (_, 0) => 0,
        _ if good == total => sample,
        _ if sample == total => good,
        _ => draws.hypergeometric(total, good, sample),
    }
}

/// Moves of the requests of each part a uniformly random choice to `done`, of whom some are late.
fn take(dice: &mut Dice, from: &mut Vec<Joined>, choices: &mut [Choice], done: &mut Vec<Joined>) {
    if choices.iter().all(|c| c.take == 0) {
        return;
    }
    for j in from.iter_mut() {
        let choice = &mut choices[j.part as usize];
        if choice.take == 0 {
            continue;
        }
        let n = hypergeometric(&mut dice.chosen, choice.of, j.what.count, choice.take);
        let late = hypergeometric(&mut dice.order, choice.take, n, choice.late);
        choice.of -= j.what.count;
        choice.take -= n;
        choice.late -= late;
        j.what.count -= n;
        let split = [(late, true), (n - late, false)];
        for (n, late) in split.into_iter().filter(|s| s.0 > 0) {
            done.push(Joined { what: j.what.times(n), late, ..*j });
        }
    }
    from.retain(|j| j.what.count > 0);
}

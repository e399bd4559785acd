//! Which of several candidates leaves least, of those that keep what is asked: losers are dropped as soon as it is sure.
//!
//! Scope: looks at what candidates showed on the same replications, and a choice with what is guaranteed of it. Left out: what a
//! candidate is and how it is run. Source: C7. Checked by: the tests below, `tests/it/recommend.rs`.
//!
//! **The guarantee.** Half of the error goes to bounds: K candidates × B bounds, each interval at its part, so that with that
//! confidence no verdict on any bound is wrong. The other half goes to the comparisons of one candidate, whichever is truly the best of
//! those that keep the bounds, with the K − 1 others: as long as none of these is wrong it is not dropped, and what may be
//! better than the choice is bounded. Together: with confidence 1 − error the choice keeps all bounds, and no candidate
//! that does is better by more than what is said.

use super::sequence::always_valid;
use std::cmp::Ordering;

/// What a candidate showed, by replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// What is to be least.
    pub least: Vec<f64>,
    /// By bound, by how much it was broken: kept where the mean is not above 0.
    pub broken: Vec<Vec<f64>>,
    /// What it costs those who send more than is theirs: their requests never answered.
    pub cost: Vec<f64>,
}

/// What is known of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not yet whether it keeps every bound.
    Open,
    /// It keeps every bound.
    Keeps,
    /// It breaks a bound, by index.
    Breaks(usize),
    /// It leaves more than another, by index.
    Beaten(usize),
    /// It did in every replication what another did, by index, which runs for both.
    Same(usize),
}

/// A race.
#[derive(Clone, Debug)]
pub struct Race {
    /// By candidate.
    pub standings: Vec<Standing>,
    /// By candidate, what it showed as long as it was looked at.
    pub shown: Vec<Shown>,
    /// The level of an interval of a bound, and of one of a comparison.
    levels: (f64, f64),
    /// Whether an earlier race has shown of the first that it keeps every bound.
    first_keeps: bool,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Which candidate.
    pub best: usize,
    /// By how much another that may keep every bound may leave less, with the confidence of the race; none where that is
    /// not known at all.
    pub slack: Option<f64>,
    /// Those that have left as much as it in every replication.
    pub same: Vec<usize>,
    /// Those that are left besides, the least first.
    pub left: Vec<usize>,
    /// One that left as much in every replication and surely costs those above less; what stands is not left for it.
    pub cheaper: Option<usize>,
    /// One that left less, and of which is not known whether it keeps every bound: then nothing is decided.
    pub open: Option<usize>,
}

impl Race {
    /// Of so many candidates and bounds, in which what is said is wrong with at most the chance `error`.
    pub fn new(candidates: usize, bounds: usize, error: f64) -> Self {
        let pairs = candidates.saturating_sub(1).max(1);
        let verdicts = (candidates * bounds).max(1);
        // Where nothing is bounded all of it goes to comparisons.
        let half = if bounds == 0 { error } else { error / 2.0 };
        Self {
            standings: vec![Standing::Open; candidates],
            shown: vec![Shown::default(); candidates],
            levels: (half / verdicts as f64, half / pairs as f64),
            first_keeps: false,
        }
    }

    /// The same in which the first was found by an earlier race, which has shown with its own part of the error that it keeps every bound:
    /// that fewer replications here do not show it again is no reason to leave it.
    pub fn after_another(self) -> Self {
        Self { first_keeps: true, ..self }
    }

    /// The bound that a candidate breaks, itself or as what it did the same as.
    pub fn breaks(&self, candidate: usize) -> Option<usize> {
        match self.standings[candidate] {
            Standing::Breaks(bound) => Some(bound),
            Standing::Same(other) => self.breaks(other),
            _ => None,
        }
    }

    /// Those that are still in it.
    pub fn left(&self) -> Vec<usize> {
        let in_it = |s: &Standing| matches!(s, Standing::Open | Standing::Keeps);
        (0..self.standings.len()).filter(|c| in_it(&self.standings[*c])).collect()
    }

    /// Looks at what those that are left have shown in all replications so far, in the order of [`Race::left`].
    ///
    /// # Panics
    /// If those shown are not as many as are left.
    pub fn look(&mut self, shown: Vec<Shown>) {
        let left = self.left();
        assert_eq!(left.len(), shown.len(), "one for each that is left");
        for (c, shown) in left.iter().zip(shown) {
            self.shown[*c] = shown;
            self.standings[*c] = match self.verdict(*c) {
                Standing::Open if *c == 0 && self.first_keeps => Standing::Keeps,
                found => found,
            };
        }
        for (place, c) in left.iter().enumerate() {
            let same = left[..place].iter().find(|o| self.shown[**o] == self.shown[*c]);
            if let Some(other) = same {
                self.standings[*c] = Standing::Same(*other);
            }
        }
        let keeping = |s: &Self| -> Vec<usize> {
            let keeps = |c: &usize| s.standings[*c] == Standing::Keeps;
            s.left().into_iter().filter(keeps).collect()
        };
        let by = keeping(self);
        for c in self.left() {
            let beaten =
                by.iter().find(|by| **by != c && self.more(c, **by).is_some_and(|m| m.0 > 0.0));
            if let Some(by) = beaten {
                self.standings[c] = Standing::Beaten(*by);
            }
        }
    }

    /// Whether looking further can tell nothing more: no more than one is left.
    pub fn is_decided(&self) -> bool {
        match self.left()[..] {
            [] => true,
            [one] => self.standings[one] == Standing::Keeps,
            _ => false,
        }
    }

    /// The first candidate, where it keeps every bound and is not surely beaten; else the least of those that do, and of what leaves as
    /// much in every replication the one that surely costs those above less. None where no candidate is known to keep every bound.
    pub fn choice(&self) -> Option<Choice> {
        let mut left = self.left();
        left.sort_by(|a, b| self.order(*a, *b));
        let keeps: Vec<usize> =
            left.iter().copied().filter(|c| self.standings[*c] == Standing::Keeps).collect();
        let mut best = keeps.iter().copied().find(|c| *c == 0).or(keeps.first().copied())?;
        let same = |best: usize| {
            let as_much =
                move |c: &&usize| **c != best && self.shown[**c].least == self.shown[best].least;
            keeps.iter().filter(as_much)
        };
        // They are in the order of their costs. What stands is left for none that only costs those above less.
        let cheaper = same(best).copied().find(|c| self.costs_less(*c, best));
        let cheaper = match cheaper {
            Some(other) if best != 0 => {
                best = other;
                None
            }
            other => other,
        };
        let same: Vec<usize> = same(best).copied().collect();
        left.retain(|c| *c != best && !same.contains(c));
        let open =
            |c: &&usize| self.standings[**c] == Standing::Open && self.mean(**c) < self.mean(best);
        let open = left.iter().find(open).copied();
        let slack = left
            .iter()
            .try_fold(0.0_f64, |most, c| self.more(*c, best).map(|(low, _)| most.max(-low)));
        Some(Choice { best, slack, same, left, cheaper, open })
    }

    /// The least first, then what costs those above least, then the first.
    pub fn order(&self, a: usize, b: usize) -> Ordering {
        let by = |of: fn(&Self, usize) -> f64| of(self, a).total_cmp(&of(self, b));
        by(Self::mean).then(by(Self::cost)).then(a.cmp(&b))
    }

    /// Mean of what is to be least; not a number before anything was shown.
    pub fn mean(&self, candidate: usize) -> f64 {
        mean(&self.shown[candidate].least)
    }

    /// Mean of what it costs those above.
    pub fn cost(&self, candidate: usize) -> f64 {
        mean(&self.shown[candidate].cost)
    }

    /// The ends of what `candidate` leaves more than `other`.
    fn more(&self, candidate: usize, other: usize) -> Option<(f64, f64)> {
        self.differs(candidate, other, |shown| &shown.least)
    }

    /// Whether `candidate` surely costs those above less than `other`.
    fn costs_less(&self, candidate: usize, other: usize) -> bool {
        self.differs(candidate, other, |shown| &shown.cost).is_some_and(|(_, high)| high < 0.0)
    }

    fn differs(&self, a: usize, b: usize, of: fn(&Shown) -> &Vec<f64>) -> Option<(f64, f64)> {
        let pairs = of(&self.shown[a]).iter().zip(of(&self.shown[b]));
        always_valid(&pairs.map(|(a, b)| a - b).collect::<Vec<f64>>(), self.levels.1)
    }

    /// Whether it keeps every bound.
    fn verdict(&self, candidate: usize) -> Standing {
        let mut all = Standing::Keeps;
        for (b, broken) in self.shown[candidate].broken.iter().enumerate() {
            match always_valid(broken, self.levels.0) {
                Some((low, _)) if low > 0.0 => return Standing::Breaks(b),
                Some((_, high)) if high <= 0.0 => {}
                _ => all = Standing::Open,
            }
        }
        all
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests;

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
            self.standings[*c] = self.verdict(*c);
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
mod tests {
    use super::*;

    /// Values that go up and down by `by` about `mean`.
    fn about(mean: f64, by: f64, n: usize) -> Vec<f64> {
        (0..n).map(|i| if i % 2 == 0 { mean + by } else { mean - by }).collect()
    }

    fn unbounded(mean: f64, n: usize) -> Shown {
        Shown { least: about(mean, 0.0, n), ..Shown::default() }
    }

    #[test]
    fn c7_a_candidate_that_is_surely_worse_is_dropped_and_one_that_breaks_a_bound_cannot_win() {
        let mut race = Race::new(4, 1, 0.05);
        let shown = |least: f64, broken: Vec<f64>| Shown {
            least: about(least, 1.0, 40),
            broken: vec![broken],
            cost: Vec::new(),
        };
        race.look(vec![
            shown(10.0, about(-1.0, 0.5, 40)),
            // The least of all, and a bound is broken.
            shown(1.0, about(1.0, 0.5, 40)),
            // Less, and nobody knows whether it keeps the bound: not dropped, and not chosen.
            shown(9.0, about(0.0, 0.5, 40)),
            shown(30.0, about(-1.0, 0.5, 40)),
        ]);
        assert_eq!(
            race.standings,
            [Standing::Keeps, Standing::Breaks(0), Standing::Open, Standing::Beaten(0)]
        );
        let choice = race.choice().unwrap();
        assert_eq!((choice.best, &choice.left[..]), (0, &[2][..]));
        assert_eq!(choice.open, Some(2), "what leaves less may keep the bound: nothing is decided");
        // They go up and down together: what the other leaves less is 1 in every replication.
        assert_eq!(choice.slack, Some(1.0));
        assert!(!race.is_decided());
    }

    #[test]
    fn c7_of_those_that_leave_as_much_the_surely_cheaper_is_named_and_what_is_all_the_same_runs_once()
     {
        let mut race = Race::new(4, 0, 0.05);
        let shown = |least, cost| Shown { cost: vec![cost; 10], ..unbounded(least, 10) };
        race.look(vec![shown(5.0, 9.0), shown(5.0, 8.0), shown(6.0, 0.0), shown(5.0, 9.0)]);
        let choice = race.choice().unwrap();
        assert_eq!((choice.best, choice.cheaper, choice.same), (0, Some(1), vec![1]));
        assert_eq!((choice.left, choice.slack, choice.open), (vec![], Some(0.0), None));
        assert_eq!(race.standings[2..], [Standing::Beaten(0), Standing::Same(0)]);
    }

    #[test]
    fn c7_what_stands_is_left_only_for_what_is_surely_better() {
        let mut race = Race::new(2, 0, 0.05);
        let shown = |mean| Shown { least: about(mean, 1.0, 20), ..Shown::default() };
        // Half a deviation less in the mean, but up where the other is down.
        let mut other = shown(4.5);
        other.least.rotate_left(1);
        race.look(vec![shown(5.0), other]);
        let choice = race.choice().unwrap();
        assert_eq!((choice.best, &choice.left[..]), (0, &[1][..]));
        assert!(choice.slack.unwrap() > 0.5);
    }

    #[test]
    fn c7_nothing_is_chosen_where_no_candidate_is_known_to_keep_the_bounds() {
        let mut race = Race::new(2, 1, 0.05);
        let open = |mean| Shown {
            least: about(mean, 0.5, 10),
            broken: vec![about(0.0, 1.0, 10)],
            cost: Vec::new(),
        };
        race.look(vec![open(1.0), open(2.0)]);
        assert_eq!((race.choice(), race.left().len()), (None, 2));
    }
}

//! Comparisons over assumptions drawn jointly (C6): a setting held against the scenario in every draw, on the same traffic (C5).
//!
//! Scope: which variants are compared with which, and what is kept of it. An input that the setting itself moves stays as it stands in
//! both: it is the question and no assumption. Combinations that the scenario's checks refuse with the setting are left out, and
//! named. Left out: which settings are asked for (`cli/kind/contrasts.rs`). Checked by: the tests below, `tests/it/studies/uncertainty.rs`.

mod seen;

use super::super::difference::difference;
use super::super::findings::Findings;
use super::super::interval::Interval;
use super::super::told::Told;
use super::super::words::six_figures;
use super::Assumptions;
use headroom_core::domain::Figure;
use headroom_core::experiment::Setting;
use headroom_core::scenario::FigureOf;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(super) use seen::table;
pub use seen::{ComparedSeen, Refused};

/// A setting held against the scenario in every draw: what is asked, and which variants answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The question of the consultation that asks it, and the command that answers it; empty where a person does.
    pub question: [String; 2],
    /// The setting.
    pub setting: Setting,
    /// The figures that are compared, by name; those of the study where there are none.
    pub figures: Vec<FigureOf>,
    /// The inputs that the setting itself moves: they are left as they stand.
    pub apart: Vec<usize>,
    /// Of each draw the variant of the scenario, and that of the setting; none where the scenario's checks refuse either.
    pub pairs: Vec<Option<[usize; 2]>>,
    /// Draws by number that the scenario's checks refuse with it, and why.
    pub refused: Vec<(u32, String)>,
    /// Of each figure what the setting has more in each draw; none where it is not measured.
    pub seen: Vec<Vec<Option<Interval>>>,
}

/// In how many combinations a setting that a question is held against has more of a figure, and in how many less.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptCompared {
    /// The question.
    pub question: String,
    /// Its command.
    pub command: String,
    /// The setting or point of it, or `today`.
    pub against: String,
    /// Which figure.
    pub figure: Figure,
    /// Of which User, SRV or class; empty of everything.
    pub of: String,
    /// In so many the setting has more, less, and as much.
    pub counted: [usize; 3],
    /// In so many of the first two it clearly has.
    pub clearly: [usize; 2],
    /// The lowest and the highest of what it has more; none where no combination can tell.
    pub ends: Option<[f64; 2]>,
}

impl KeptCompared {
    /// What is kept of `c`, which a question asks of the study `f`; none where a person does.
    pub(super) fn of(f: &Findings, c: &ComparedSeen) -> Option<Self> {
        let [question, command] = c.question.clone();
        (!question.is_empty()).then(|| Self {
            question,
            command,
            against: c.setting.clone(),
            figure: c.told.figure,
            of: f.names(0, c.told.whose).concat(),
            counted: c.counted(),
            clearly: c.clearly(),
            ends: c.spread().map(|[least, _, most]| [least, most].map(six_figures)),
        })
    }
}

impl Comparison {
    /// What the scenario's checks refuse with it.
    pub(super) fn refused(&self) -> Refused {
        Refused { setting: self.setting.name.clone(), draws: self.refused.clone() }
    }

    /// The figures, by what `f` calls them; those of the study where it names none.
    fn told(&self, f: &Findings, of_study: &[Told]) -> Vec<Told> {
        let named = |m: &FigureOf| Some(Told::of(m, m.whose(&f.base).ok()?.0));
        match self.figures.is_empty() {
            true => of_study.to_vec(),
            false => self.figures.iter().filter_map(named).collect(),
        }
    }
}

impl Assumptions {
    /// What was seen of all comparisons of the study `f`.
    pub(super) fn compared(&self, f: &Findings) -> Vec<ComparedSeen> {
        let mut all = Vec::new();
        for comparison in &self.comparisons {
            let apart = comparison.apart.iter().map(|i| self.inputs[*i].id.clone());
            let apart: Vec<String> = apart.collect();
            for (told, seen) in comparison.told(f, &self.figures).into_iter().zip(&comparison.seen)
            {
                let mut more: Vec<Interval> = seen.iter().flatten().copied().collect();
                more.sort_by(|a, b| a.mean.total_cmp(&b.mean));
                all.push(ComparedSeen {
                    question: comparison.question.clone(),
                    setting: comparison.setting.name.clone(),
                    told,
                    apart: apart.clone(),
                    more,
                });
            }
        }
        all
    }

    /// Variants that are compared with one another, in groups of at most so many where a draw has no more.
    pub fn groups(&self, most: usize) -> Vec<Vec<usize>> {
        let draws = self.comparisons.iter().map(|c| c.pairs.len()).max().unwrap_or(0);
        let mut groups: Vec<BTreeSet<usize>> = Vec::new();
        for draw in 0..draws {
            let pairs = self.comparisons.iter().filter_map(|c| *c.pairs.get(draw)?);
            let own: BTreeSet<usize> = pairs.flatten().collect();
            match groups.last_mut() {
                Some(last) if last.union(&own).count() <= most => last.extend(own),
                _ if own.is_empty() => {}
                _ => groups.push(own),
            }
        }
        groups.into_iter().map(|group| group.into_iter().collect()).collect()
    }

    /// Takes what is asked of the variants `group`, which are those of `f` after its first.
    pub fn compare(&mut self, f: &Findings, group: &[usize]) {
        let place = |variant: usize| group.binary_search(&variant).ok().map(|at| at + 1);
        for comparison in &mut self.comparisons {
            let told = comparison.told(f, &self.figures);
            comparison.seen.resize(told.len(), vec![None; comparison.pairs.len()]);
            for (draw, pair) in comparison.pairs.iter().enumerate() {
                let Some([here, there]) = pair.and_then(|[a, b]| Some([place(a)?, place(b)?]))
                else {
                    continue;
                };
                for (told, seen) in told.iter().zip(&mut comparison.seen) {
                    let of = difference(&f.evidence, there, here, told.figure, told.whose);
                    seen[draw] = of.map(|of| of.more);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison(pairs: &[Option<[usize; 2]>]) -> Comparison {
        Comparison {
            question: Default::default(),
            setting: Setting::as_it_stands(),
            figures: Vec::new(),
            apart: Vec::new(),
            pairs: pairs.to_vec(),
            refused: Vec::new(),
            seen: Vec::new(),
        }
    }

    #[test]
    fn c6_variants_of_a_draw_stay_together_and_groups_are_no_larger_than_asked() {
        let comparisons = vec![
            comparison(&[Some([1, 4]), Some([2, 5]), None]),
            comparison(&[Some([1, 7]), None, Some([3, 6])]),
        ];
        let asked = Assumptions { comparisons, ..Assumptions::default() };
        assert_eq!(asked.groups(5), [vec![1, 2, 4, 5, 7], vec![3, 6]]);
        assert_eq!(asked.groups(1), [vec![1, 4, 7], vec![2, 5], vec![3, 6]]);
        assert!(Assumptions::default().groups(5).is_empty());
    }
}

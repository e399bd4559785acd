//! Comparisons over assumptions drawn jointly (C6): a setting held against the scenario in every draw, on the same traffic (C5).
//!
//! Scope: for each figure in how many combinations the setting has more and in how many less, by the mean of each, and how far
//! that goes. An input that the setting itself moves stays as it stands in both: it is the question and no assumption. Left out:
//! which settings are asked for (`cli/kind/contrasts.rs`). Checked by: the tests below, `tests/it/studies/uncertainty.rs`.

use super::super::contrast::{Way, way_said};
use super::super::difference::difference;
use super::super::findings::Findings;
use super::super::interval::Interval;
use super::super::table::SmallTable;
use super::super::told::Told;
use super::super::words::{listed, more_or_less, no_difference, setting_said, six_figures, upper};
use super::Assumptions;
use headroom_core::domain::Figure;
use headroom_core::experiment::Setting;
use headroom_core::scenario::FigureOf;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    /// Of each figure what the setting has more in each draw, on the mean; none where it is not measured.
    pub seen: Vec<Vec<Option<f64>>>,
}

/// In how many combinations a setting has more of a figure, and in how many less, on the mean.
#[derive(Clone, Debug)]
pub struct ComparedSeen {
    /// The question that asks it, and its command; empty where a person does.
    pub question: [String; 2],
    /// What the setting is called.
    pub setting: String,
    /// The figure.
    pub told: Told,
    /// Inputs that were not drawn, since the setting moves them.
    pub apart: Vec<String>,
    /// Of each combination that can tell what the setting has more, the least first.
    pub more: Vec<f64>,
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
    /// The least and the greatest of what it has more; none where no combination can tell.
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
            ends: c.spread().map(|[least, _, most]| [least, most].map(six_figures)),
        })
    }
}

impl Comparison {
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
                    seen[draw] = of.map(|of| of.more.mean);
                }
            }
        }
    }
}

impl ComparedSeen {
    /// All that `asked` compares of the study `f`.
    pub(super) fn all(f: &Findings, asked: &Assumptions) -> Vec<Self> {
        let mut all = Vec::new();
        for comparison in &asked.comparisons {
            let apart = comparison.apart.iter().map(|i| asked.inputs[*i].id.clone());
            let apart: Vec<String> = apart.collect();
            for (told, seen) in comparison.told(f, &asked.figures).into_iter().zip(&comparison.seen)
            {
                let mut more: Vec<f64> = seen.iter().flatten().copied().collect();
                more.sort_by(f64::total_cmp);
                all.push(Self {
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

    /// In how many combinations the setting has more, less, and as much as can be told.
    pub fn counted(&self) -> [usize; 3] {
        let mut counted = [0; 3];
        for mean in &self.more {
            let more = Interval { mean: *mean, ci_low: None, ci_high: None, n: 1 };
            let at = match *mean > 0.0 {
                _ if no_difference(self.told.figure, &more) => 2,
                more => usize::from(!more),
            };
            counted[at] += 1;
        }
        counted
    }

    /// The least, the middle and the greatest of what the setting has more; none where no combination can tell.
    pub fn spread(&self) -> Option<[f64; 3]> {
        let (first, last) = (self.more.first()?, self.more.last()?);
        Some([*first, self.more[(self.more.len() - 1) / 2], *last])
    }

    /// Read aloud.
    pub fn sentence(&self) -> String {
        let figure = self.told.figure;
        let [more, less, same] = self.counted();
        let Some([least, _, most]) = self.spread() else {
            return format!(
                "{} with ‘{}’: not measured.",
                upper(&self.told.name),
                setting_said(&self.setting)
            );
        };
        let apart: Vec<String> = self.apart.iter().map(|id| format!("‘{id}’")).collect();
        let apart = match apart.is_empty() {
            true => String::new(),
            false => format!(" ({} as it stands, which the setting moves)", listed(&apart)),
        };
        format!(
            "{} with ‘{}’: {} in {less} of {} combinations tried, {} in {more}, the same in {same}{apart}; from {} to {}.",
            upper(&self.told.name),
            setting_said(&self.setting),
            way_said(figure, Way::Less),
            self.more.len(),
            way_said(figure, Way::More),
            more_or_less(figure, least),
            more_or_less(figure, most)
        )
    }
}

/// The same as a small table.
pub(super) fn table(all: &[ComparedSeen]) -> SmallTable {
    let head = ["figure", "with", "more in", "less in", "the same in", "least", "middle", "most"];
    let row = |of: &ComparedSeen| {
        let counted = of.counted().map(|n| format!("{n} of {}", of.more.len()));
        let said = |x: f64| more_or_less(of.told.figure, x);
        let spread = of.spread().map_or([(); 3].map(|()| "–".to_owned()), |all| all.map(said));
        let named = [of.told.name.clone(), setting_said(&of.setting)];
        named.into_iter().chain(counted).chain(spread).collect()
    };
    SmallTable {
        head: head.map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
        words: 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::domain::Whose;

    fn comparison(pairs: &[Option<[usize; 2]>]) -> Comparison {
        Comparison {
            question: Default::default(),
            setting: Setting::as_it_stands(),
            figures: Vec::new(),
            apart: Vec::new(),
            pairs: pairs.to_vec(),
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

    #[test]
    fn c6_combinations_are_counted_by_the_way_in_which_the_mean_lies() {
        let of = |more: &[f64]| ComparedSeen {
            question: Default::default(),
            setting: "a queue".to_owned(),
            told: Told::new(Figure::NeverAnswered, Whose::All, ""),
            apart: Vec::new(),
            more: more.to_vec(),
        };
        let seen = of(&[-40.0, -2.0, 0.0, 0.0, 7.0]);
        assert_eq!(seen.counted(), [1, 2, 2]);
        assert_eq!(seen.spread(), Some([-40.0, 0.0, 7.0]));
        let said = seen.sentence();
        assert!(
            said.contains("fewer in 2 of 5 combinations tried, more in 1, the same in 2"),
            "{said}"
        );
        assert!(of(&[]).sentence().ends_with("not measured."));
    }
}

//! Which rules do least harm (C7): candidates on the same traffic, losers dropped as soon as it is sure.
//!
//! Scope: what a candidate is, what is asked of it and what it showed (here), the race (`race.rs`, `sequence.rs`), the frontier
//! (`frontier.rs`), the runner-up (`runner_up.rs`), what is sure of the choice (`sure.rs`), and the answer in words (`words.rs`) and as JSON (`json.rs`). Left out: which rules are tried and how they are run
//! (`cli/kind/recommend`). Source: C7. Checked by: `tests/it/recommend.rs`.

mod frontier;
mod json;
mod race;
mod regret;
mod runner_up;
mod sequence;
mod sure;
mod words;

pub use race::{Choice, Race, Shown, Standing};
pub use regret::{InDraw, Regret};
pub use runner_up::Slack;
pub use sequence::always_valid;

use super::measures::Measures;
use super::told::Told;
use headroom_core::domain::{Better, Figure, Whose};
use headroom_core::experiment::Setting;
use headroom_core::scenario::{Keep, Scenario};
use std::fmt;

/// What is asked of candidates.
#[derive(Clone, Debug)]
pub struct Objective {
    /// What is to be least, or most where more of it is better.
    pub least: Told,
    /// What must be kept.
    pub keeps: Vec<Keep>,
    /// Whose each of these is.
    pub whose: Vec<Whose>,
    /// The chance that what is said of a choice is wrong.
    pub error: f64,
}

/// A figure that a replication does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMeasured(String);

impl fmt::Display for NotMeasured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: not measured in every replication", self.0)
    }
}

impl Objective {
    /// What `candidate` showed, beside today's system on the same traffic.
    ///
    /// # Errors
    /// A figure that is not measured in every replication of either.
    pub fn shown(&self, candidate: &Measures, today: &Measures) -> Result<Shown, NotMeasured> {
        let all = |measures: &Measures, figure: Figure, whose| -> Option<Vec<f64>> {
            measures.values(figure, whose).into_iter().collect()
        };
        let sign = if self.least.figure.about().better == Better::Higher { -1.0 } else { 1.0 };
        let missing = |name: &dyn fmt::Display| NotMeasured(name.to_string());
        let least = all(candidate, self.least.figure, self.least.whose)
            .ok_or_else(|| missing(&self.least.name))?;
        let broken = self.keeps.iter().zip(&self.whose).map(|(keep, whose)| {
            let figure = keep.measure.figure;
            let here = all(candidate, figure, *whose).ok_or_else(|| missing(&keep.measure))?;
            let there = match keep.more_than_today {
                true => all(today, figure, *whose).ok_or_else(|| missing(&keep.measure))?,
                false => vec![0.0; here.len()],
            };
            let by = |(here, there): (&f64, &f64)| match keep.at_most {
                true => here - there - keep.bound,
                false => keep.bound - (here - there),
            };
            Ok(here.iter().zip(&there).map(by).collect())
        });
        let cost = all(candidate, Figure::NeverAnsweredAbove, Whose::All);
        Ok(Shown {
            least: least.into_iter().map(|x| sign * x).collect(),
            broken: broken.collect::<Result<_, NotMeasured>>()?,
            cost: cost.unwrap_or_default(),
        })
    }

    /// A mean of what is to be least, as the figure has it.
    pub fn as_figure(&self, mean: f64) -> f64 {
        if self.least.figure.about().better == Better::Higher { -mean } else { mean }
    }
}

/// A heat of the search: candidates that ran on the same traffic, which is no other's.
#[derive(Clone, Debug)]
pub struct Heat {
    /// The seed of its traffic.
    pub seed: u64,
    /// The candidates.
    pub candidates: Vec<Setting>,
    /// What each changes of the first, in a few words.
    pub labels: Vec<String>,
    /// What became of them.
    pub race: Race,
    /// What came of it; none where no candidate is known to keep every bound.
    pub choice: Option<Choice>,
}

/// A rule that could not be tried, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTried {
    /// The rule.
    pub name: String,
    /// Why not.
    pub why: String,
}

/// The whole search.
#[derive(Clone, Debug)]
pub struct Search {
    /// What was asked.
    pub objective: Objective,
    /// Whose own behaviour was searched; none where it was the mechanism's rules.
    pub of_user: Option<String>,
    /// Pointers of what was changed that is not this User's alone.
    pub shared: Vec<String>,
    /// What a replication is: one, a year or a course.
    pub each: &'static str,
    /// The grid first, then what was changed one rule at a time.
    pub heats: Vec<Heat>,
    /// Rules that the scenario does not allow.
    pub not_tried: Vec<NotTried>,
    /// Most replications that a candidate was to have.
    pub most: u32,
    /// Whether the last heat found nothing that is better than what it began with.
    pub settled: bool,
    /// The finalists over what is assumed; empty where nobody asked.
    pub regret: Regret,
}

impl Search {
    /// The last heat that chose anything, and its choice.
    pub fn last(&self) -> Option<(&Heat, &Choice)> {
        self.heats.iter().rev().find_map(|heat| Some((heat, heat.choice.as_ref()?)))
    }

    /// Whether a rule is known to keep every bound, and none that leaves less may do so too.
    pub fn is_decided(&self) -> bool {
        self.last().is_some_and(|(_, choice)| choice.open.is_none())
    }

    /// Whether of any candidate it is not known whether it keeps every bound.
    pub fn is_open(&self) -> bool {
        self.heats.iter().any(|heat| heat.race.standings.contains(&Standing::Open))
    }

    /// The rule that was found.
    pub fn winner(&self) -> Option<&Setting> {
        self.last().map(|(heat, choice)| &heat.candidates[choice.best])
    }

    /// Of those that leave as much as it the one that costs those above least; else the one that leaves least: still in the race, or else the
    /// last that was beaten.
    pub fn runner_up(&self) -> Option<&Setting> {
        let (heat, choice) = self.last()?;
        let beaten = || {
            let beaten = |c: &usize| matches!(heat.race.standings[*c], Standing::Beaten(_));
            let all = (0..heat.candidates.len()).filter(beaten);
            all.min_by(|a, b| heat.race.mean(*a).total_cmp(&heat.race.mean(*b)))
        };
        let keeps = |c: &&usize| heat.race.standings[**c] == Standing::Keeps;
        let costs = |a: &usize, b: &usize| heat.race.cost(*a).total_cmp(&heat.race.cost(*b));
        let tied = choice.same.iter().filter(keeps).copied().min_by(costs);
        let left = || choice.left.iter().find(keeps).copied();
        tied.or_else(left).or_else(beaten).map(|c| &heat.candidates[c])
    }

    /// Replications that were run of candidates, and how many a full grid of the same would have taken.
    pub fn cost(&self) -> (u64, u64) {
        let ran = |heat: &Heat| heat.race.shown.iter().map(|s| s.least.len() as u64).sum::<u64>();
        let all: usize = self.heats.iter().map(|heat| heat.candidates.len()).sum();
        (self.heats.iter().map(ran).sum(), all as u64 * u64::from(self.most))
    }
}

/// Whose each of `keeps` is in `scenario`.
///
/// # Errors
/// A name that is not there.
pub fn whose(
    keeps: &[Keep],
    scenario: &Scenario,
) -> Result<Vec<Whose>, headroom_core::scenario::Fault> {
    keeps.iter().map(|keep| Ok(keep.measure.whose(scenario)?.0)).collect()
}

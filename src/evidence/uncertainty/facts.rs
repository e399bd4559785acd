//! Published facts as observations of today's system: which draws they rule out (C6).
//!
//! Scope: a fact has a value, a tolerance and a date, and is judged on the run of today's system beside each draw: more than three standard
//! deviations of chance, observation and model away rule the draw out. What calibrates the model is no evidence, and what has an unknown
//! cause is told and rules out nothing; what is of another time or of what this scenario does not simulate is not held against it.
//! Left out: which facts there are (`data/observations/gb.json`, or `--facts`), and reading them (`facts/read.rs`). Checked by: `tests/it/uncertainty.rs`.

mod read;

use super::Assumptions;
use headroom_core::scenario::{FigureOf, Keep, Scenario};
use serde::Deserialize;

pub use read::observations;

/// What is known of why a fact is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It is known and simulated: the fact is evidence.
    Known,
    /// It is not: told, and no evidence.
    Unknown,
    /// The model was made to fit it: no evidence.
    Calibrates,
}

/// A published fact.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Its name.
    pub id: String,
    /// What was published, in words.
    pub says: String,
    /// Where.
    pub source: String,
    /// When, in words.
    pub date: String,
    /// The first and the last day of it; of no particular days where left out.
    #[serde(default)]
    pub days: Option<[String; 2]>,
    /// What is known of its cause.
    pub cause: Cause,
    /// Why it counts so, or does not.
    pub why: String,
    /// The scenarios whose replications it is a fact of; any where none is named.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// The figure of a replication that it says, such as `never_answered_share of 2.2`; none where no figure does.
    #[serde(default)]
    pub figure: Option<String>,
    /// Its value, in the figure's unit.
    #[serde(default)]
    pub value: f64,
    /// Its standard deviation as an observation: rounding, and what else its words leave open.
    #[serde(default)]
    pub tolerance: f64,
    /// The standard deviation by which a model that is right may differ from it.
    #[serde(default)]
    pub discrepancy: f64,
}

/// A fact further away than so many standard deviations rules a draw out.
const AWAY: f64 = 3.0;

/// What a fact says of the draws.
#[derive(Clone, Debug, PartialEq)]
pub enum Judged {
    /// It is not held against this scenario, and why.
    Not(String),
    /// By draw, how many standard deviations it is away; none where today's system has no such figure there.
    Away(Vec<Option<f64>>),
}

/// A fact, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct FactSeen {
    /// Which.
    pub fact: Observation,
    /// What it says of the draws.
    pub judged: Judged,
}

impl Observation {
    /// Today's figure that it says of a replication of `scenario`, as a bound that says nothing; or why it is not held against that.
    ///
    /// # Errors
    /// Why not.
    pub fn keep(&self, scenario: &Scenario) -> Result<Keep, String> {
        let Some(figure) = &self.figure else {
            return Err("no figure that is simulated says it".to_owned());
        };
        if !self.scenarios.is_empty() && !self.scenarios.contains(&scenario.name) {
            return Err(format!("it is a fact of {}", self.scenarios.join(" or ")));
        }
        if let Some([first, last]) = &self.days {
            let cells = scenario.calendar.cells();
            let [from, to] = [0, cells - 1].map(|c| scenario.calendar.date(c).to_string());
            if *last < from || *first > to {
                return Err(format!("it is of {}, and the scenario of {from} to {to}", self.date));
            }
        }
        let measure: FigureOf = figure.parse()?;
        measure
            .whose(scenario)
            .map_err(|fault| format!("found {}: {}", fault.found, fault.expected))?;
        Ok(Keep { measure, more_than_today: true, at_most: true, bound: 0.0 })
    }
}

impl FactSeen {
    /// Whether it rules out the draw at `place`.
    pub fn rules_out(&self, place: usize) -> bool {
        self.fact.cause == Cause::Known && self.away(place).is_some_and(|away| away > AWAY)
    }

    /// How far it is from what the draw at `place` shows.
    pub fn away(&self, place: usize) -> Option<f64> {
        match &self.judged {
            Judged::Away(all) => all[place],
            Judged::Not(_) => None,
        }
    }

    /// In how many draws today's system is too far from it; none where it is not held against this scenario.
    pub fn too_far(&self) -> Option<usize> {
        match &self.judged {
            Judged::Not(_) => None,
            Judged::Away(all) => Some(all.iter().flatten().filter(|away| **away > AWAY).count()),
        }
    }

    /// Whether every draw is too far from it: the model then misses something.
    pub fn met_by_none(&self) -> bool {
        match &self.judged {
            Judged::Not(_) => false,
            Judged::Away(all) => {
                all.iter().any(Option::is_some) && all.iter().flatten().all(|away| *away > AWAY)
            }
        }
    }
}

/// The facts of `asked`, judged on today's system beside the first `runs` draws.
pub(super) fn judged(base: &Scenario, asked: &Assumptions, runs: usize) -> Vec<FactSeen> {
    let judge = |(place, fact): (usize, &Observation)| {
        let judged = match fact.keep(base) {
            Err(why) => Judged::Not(why),
            Ok(_) => {
                let at = asked.asserted.iter().position(|p| *p == place);
                let away = |d: usize| away(fact, asked.seen[d].facts[at?].as_ref()?);
                Judged::Away((0..runs).map(away).collect())
            }
        };
        FactSeen { fact: fact.clone(), judged }
    };
    asked.facts.iter().enumerate().map(judge).collect()
}

/// How many standard deviations `fact` is from the mean of `values`.
pub fn away(fact: &Observation, values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    if values.is_empty() {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let chance = if n > 1.0 { squares / (n - 1.0) / n } else { 0.0 };
    let variance = chance + fact.tolerance * fact.tolerance + fact.discrepancy * fact.discrepancy;
    Some(libm::fabs(mean - fact.value) / libm::sqrt(variance))
}

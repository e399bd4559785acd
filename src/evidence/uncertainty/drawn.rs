//! What is kept of a draw that was run: of hundreds of national years the evidence itself would not be.

use super::super::Evidence;
use super::super::assertions::{Outcome, Verdict, verdicts};
use super::super::difference::same;
use super::super::findings::Findings;
use super::super::told::Told;
use super::Assumptions;
use headroom_core::domain::Whose;
use headroom_core::scenario::Claim;
use serde::{Deserialize, Deserializer, Serialize};

/// A draw, as it was seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// For each figure that is looked at, its value in the replications that have it.
    pub values: Vec<Vec<f64>>,
    /// The mean of each in today's system, as far as that is kept.
    pub today: Vec<Option<f64>>,
    /// The verdict on each statement, and the mean that it is of.
    pub verdicts: Vec<(Outcome, Option<f64>)>,
    /// For each fact that is asserted, the figure in the replications of today's system.
    pub facts: Vec<Option<Vec<f64>>>,
    /// Operating threshold ÷ busiest ordinary window; without end where there is none.
    #[serde(deserialize_with = "or_without_end")]
    pub over_ordinary: f64,
}

impl Drawn {
    /// Of variant `v` of `f`, whose first variant is the scenario as it stands.
    pub fn new(f: &Findings, asked: &Assumptions, v: usize) -> Self {
        let e = &f.evidence[v];
        let values = |told: &Told| match same(told.whose, &f.evidence[0], e) {
            Some(whose) => e.measures().values(told.figure, whose).into_iter().flatten().collect(),
            None => Vec::new(),
        };
        let today = |told: &Told| match told.whose {
            Whose::All => e.today()?.mean(told.figure),
            _ => None,
        };
        // That a few replications have none of it decides nothing of what is rare.
        let none = |v: &Verdict| v.value == Some(0.0) && v.ci_low == v.ci_high;
        let decided = |v: &Verdict| match none(v) && v.n < FEWEST_OF_NONE {
            true => Outcome::Undecided,
            false => v.verdict,
        };
        let judged = verdicts(e).into_iter().take(asked.statements.len());
        let facts = asked.statements.len()..asked.statements.len() + asked.asserted.len();
        Self {
            values: asked.figures.iter().map(values).collect(),
            today: asked.figures.iter().map(today).collect(),
            verdicts: judged.map(|v| (decided(&v), v.value)).collect(),
            facts: facts.map(|at| todays(e, at)).collect(),
            over_ordinary: e.plan.scenario.threshold().get() / e.ordinary.busiest_window_per_s,
        }
    }
}

/// JSON has no infinity: `null` stands for it.
fn or_without_end<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or(f64::INFINITY))
}

/// Replications of which none has any of it decide a statement from so many on: what more than three in ten do would have been seen.
const FEWEST_OF_NONE: usize = 10;

/// The figure of assertion `at` in each replication of today's system.
fn todays(e: &Evidence, at: usize) -> Option<Vec<f64>> {
    let (figure, whose) = match e.plan.scenario.assertions.get(at)?.claim {
        Claim::MoreThanToday(figure, whose, _) => (figure, whose),
        _ => return None,
    };
    let here: Vec<f64> = e.measures().values(figure, whose).into_iter().flatten().collect();
    if e.plan.scenario.is_today() {
        return Some(here);
    }
    let more = e.today()?.more(figure, whose)?;
    // Where one of both has none in some replication, which is which is not known.
    (here.len() == more.len()).then(|| here.iter().zip(more).map(|(x, more)| x - more).collect())
}

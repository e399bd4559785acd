//! What holds whatever is assumed (C6): all assumptions of a scenario drawn jointly, each draw with replications of its own and
//! today's system beside.
//!
//! Scope: of each headline the range that assumptions make, apart from chance (`spread.rs`); in how many combinations statements hold
//! (`statements.rs`); which way settings lie that are held against it (`compared.rs`); what knowing an input would change (`worth.rs`), its share (`shares.rs`, `totals.rs`); which draws published facts rule
//! out (`facts.rs`); and how that is said (`said.rs`). "In 82 of 100 combinations tried" says what was tried, never odds. Left out:
//! the draws (`core/experiment/draw.rs`). Checked by: `tests/it/uncertainty.rs`, `tests/it/studies/uncertainty.rs`.

mod compared;
mod drawn;
mod facts;
mod figure;
mod input;
mod kept;
mod said;
mod shares;
mod small;
mod spread;
mod statements;
mod totals;
mod tried;
mod worth;

pub use compared::{ComparedSeen, Comparison, KeptCompared, Refused};
pub use drawn::Drawn;
pub use facts::{Cause, FactSeen, Judged, Observation, observations};
pub use figure::{FigureSeen, NOT_APART};
pub use input::Input;
pub use kept::{KeptOver, KeptRange, kept_over_path};
pub use shares::{Along, FEWEST, Share, ranks, share_alone, shares};
pub use spread::{Reweighted, Spread, reweighted};
pub use statements::{Statement, StatementSeen, shipped_statements};
pub use totals::{Total, total};
pub use tried::Tried;
pub use worth::{narrowed, turned};

use super::findings::Findings;
use super::told::Told;
use headroom_core::experiment::Draw;
use headroom_core::scenario::InputRange;

/// What is asked of a study over assumptions.
#[derive(Clone, Debug, Default)]
pub struct Assumptions {
    /// The inputs, each with its range and law.
    pub inputs: Vec<InputRange>,
    /// Names of the inputs that are not drawn, but left as they stand.
    pub held: Vec<String>,
    /// How many draws were asked for.
    pub asked: u32,
    /// Those that were run, each a setting of the study after the first, which is the scenario as it stands: the draws by their
    /// number, then those in which an input is drawn anew.
    pub draws: Vec<Draw>,
    /// Those that the scenario's checks refuse, and why.
    pub refused: Vec<(Draw, String)>,
    /// What is to hold: the first assertions of the study.
    pub statements: Vec<Statement>,
    /// Published facts; those that this scenario can be held to are its further assertions, by place here.
    pub facts: Vec<Observation>,
    /// Places of the facts among those, in the order of the assertions.
    pub asserted: Vec<usize>,
    /// Inputs whose total shares are asked for.
    pub totals: Vec<usize>,
    /// The figures that are looked at.
    pub figures: Vec<Told>,
    /// What was seen of each of the draws that were run, in their order; nothing yet of those that are still to be run.
    pub seen: Vec<Drawn>,
    /// Places of the draws that are still to be run: of the others a record says what they showed.
    pub to_run: Vec<usize>,
    /// Settings that are held against the scenario in every draw.
    pub comparisons: Vec<Comparison>,
}

/// What was found over the assumptions.
#[derive(Clone, Debug)]
pub struct Uncertainty {
    /// What a replication is: one, a year or a course.
    pub each: &'static str,
    /// Replications of each draw.
    pub replications: usize,
    /// Draws asked for, and those of them that were run.
    pub draws: (u32, usize),
    /// The draws that the scenario's checks refuse, and why.
    pub refused: Vec<(Draw, String)>,
    /// The draws that were run, by number; drawn anew ones after them.
    pub all: Vec<Draw>,
    /// The inputs, and what follows from several.
    pub inputs: Vec<Input>,
    /// Names of those that were not drawn, but left as they stand.
    pub held: Vec<String>,
    /// The figures.
    pub figures: Vec<FigureSeen>,
    /// The statements.
    pub statements: Vec<StatementSeen>,
    /// Published facts.
    pub facts: Vec<FactSeen>,
    /// Settings held against the scenario, each figure by itself.
    pub compared: Vec<ComparedSeen>,
    /// Combinations that are refused with one of them.
    pub refused_with: Vec<Refused>,
    /// By draw, whether a fact rules it out.
    pub ruled_out: Vec<bool>,
}

impl Uncertainty {
    /// Of `f`, whose first variant is the scenario as it stands, and what was seen of the draws of `asked`.
    pub fn new(f: &Findings, asked: &Assumptions) -> Self {
        let runs = asked.draws.iter().filter(|d| d.anew.is_none()).count();
        let inputs = Input::all(asked, runs);
        let facts = facts::judged(&f.base, asked, runs);
        let ruled_out: Vec<bool> =
            (0..runs).map(|d| facts.iter().any(|fact| fact.rules_out(d))).collect();
        let figure = |at| FigureSeen::new(f, asked, &inputs, at, &ruled_out);
        let statements = asked.statements.iter().enumerate();
        Self {
            each: f.one(),
            replications: f.replications(),
            draws: (asked.asked, runs),
            refused: asked.refused.clone(),
            all: asked.draws.clone(),
            figures: (0..asked.figures.len()).filter_map(figure).collect(),
            statements: statements
                .map(|(s, statement)| {
                    StatementSeen::new(f, &asked.seen[..runs], &inputs, (s, statement))
                })
                .collect(),
            facts,
            compared: asked.compared(f),
            refused_with: asked.comparisons.iter().map(Comparison::refused).collect(),
            ruled_out,
            inputs,
            held: asked.held.clone(),
        }
    }

    /// Draws that no fact rules out.
    pub fn left(&self) -> usize {
        self.ruled_out.iter().filter(|out| !**out).count()
    }
}

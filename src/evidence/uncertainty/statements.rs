//! In how many combinations a statement holds, and how often knowing an input turns that (C6).
//!
//! Scope: a statement is a bound of a figure, or of how much more it is than today's on the same traffic; it holds in a draw by the
//! mean there, and is decided where the whole interval lies on one side (C5). Left out: reading it (`core/scenario/measure.rs`).

use super::super::assertions::{Outcome, verdicts};
use super::super::findings::Findings;
use super::super::sizing::bound_said;
use super::drawn::Drawn;
use super::figure::at;
use super::input::Input;
use super::shares::{Along, Share, shares};
use super::spread::{Reweighted, reweighted};
use super::worth::turned;
use headroom_core::random::name_key;
use headroom_core::scenario::Keep;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// In words, such as "Users within are better off than today"; those of the bound where nobody gave any.
    pub says: String,
    /// The bound.
    pub keep: Keep,
}

/// A statement over the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementSeen {
    /// Which.
    pub statement: Statement,
    /// As the scenario stands.
    pub stands: Outcome,
    /// By draw, whether it holds by the mean there; none where that has no such figure.
    pub holds: Vec<Option<bool>>,
    /// By draw, how it is judged on its interval.
    pub outcomes: Vec<Outcome>,
    /// Least and greatest share of the combinations in which it holds, where one input's law has other weights.
    pub reweighted: Option<[Reweighted; 2]>,
    /// By input, its share of whether it holds; none of too few draws, or where it holds in all or in none.
    pub shares: Option<Vec<Share>>,
    /// By input, in which part of the draws knowing it turns the verdict: nothing where its share is not clear.
    pub turns: Vec<f64>,
}

impl Statement {
    /// One to which nobody gave words.
    pub fn bare(keep: Keep) -> Self {
        Self { says: bound_said(&keep), keep }
    }

    /// What its draws are named by: its words, or as it was typed where nobody gave it any.
    fn key(&self) -> u64 {
        let typed = self.keep.to_string();
        let given = self.says != bound_said(&self.keep);
        name_key(&["statement", if given { &self.says } else { &typed }])
    }
}

impl StatementSeen {
    /// The `s`-th statement over the draws that were `seen`; the first assertions of `f` are the statements.
    pub(super) fn new(
        f: &Findings,
        seen: &[Drawn],
        inputs: &[Input],
        (s, statement): (usize, &Statement),
    ) -> Self {
        let laws = inputs.iter().filter(|i| !i.pointer.is_empty());
        let all: Vec<(Outcome, Option<f64>)> = seen.iter().map(|d| d.verdicts[s]).collect();
        let within = |x: f64| match statement.keep.at_most {
            true => x <= statement.keep.bound,
            false => x >= statement.keep.bound,
        };
        let holds: Vec<Option<bool>> = all.iter().map(|v| v.1.map(within)).collect();
        let some: Vec<(usize, f64)> = holds
            .iter()
            .enumerate()
            .filter_map(|(d, h)| Some((d, f64::from(u8::from((*h)?)))))
            .collect();
        let along: Vec<Along> = inputs.iter().map(|i| at(&i.along, &some)).collect();
        let y: Vec<f64> = some.iter().map(|h| h.1).collect();
        let whole: Vec<&Along> = laws.map(|i| &i.along).collect();
        let shares = shares(&along, &y, f.base.seed, statement.key());
        let turn = |i: usize| match &shares {
            Some(shares) if shares[i].clear() => turned(&along[i], &y),
            _ => 0.0,
        };
        Self {
            statement: statement.clone(),
            stands: verdicts(&f.evidence[0]).swap_remove(s).verdict,
            outcomes: all.iter().map(|v| v.0).collect(),
            reweighted: reweighted(&whole, &some),
            turns: (0..inputs.len()).map(turn).collect(),
            holds,
            shares,
        }
    }

    /// In how many combinations it holds by the mean, and of how many that could tell.
    pub fn counted(&self) -> (usize, usize) {
        let told = self.holds.iter().flatten();
        (told.clone().filter(|h| **h).count(), told.count())
    }

    /// Whether it says, where `better` holds nowhere, that nothing is worse anywhere: the same figure is no more than today's in all
    /// combinations. Where nothing happens, nobody can be better off, and that is no fault.
    pub fn no_worse_where_none(&self, better: &Self) -> bool {
        let [this, that] = [self, better].map(|s| &s.statement.keep);
        let compares = this.more_than_today && that.more_than_today && this.at_most && that.at_most;
        let (holds, told) = self.counted();
        compares
            && this.measure == that.measure
            && this.bound == 0.0
            && that.bound < 0.0
            && (better.counted().0, holds) == (0, told)
            && told > 0
    }

    /// In how many it is decided so by the interval.
    pub fn decided(&self, outcome: Outcome) -> usize {
        let told = self.outcomes.iter().zip(&self.holds).filter(|(_, h)| h.is_some());
        told.filter(|(o, _)| **o == outcome).count()
    }

    /// The input whose knowledge turns it most often, and in which part of the draws; none where none does.
    pub fn turned_most(&self) -> Option<(usize, f64)> {
        let all = self.turns.iter().copied().enumerate().filter(|(_, x)| *x > 0.0);
        all.reduce(|most, next| if next.1 > most.1 { next } else { most })
    }
}

/// A statement as the shipped file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    says: String,
    that: String,
}

/// The statements that come with the scenario `name`, or those of every scenario that has none of its own.
pub fn shipped_statements(name: &str) -> Vec<Statement> {
    let text = include_str!("../../../data/uncertainty/statements.json");
    let all: BTreeMap<String, Vec<Shipped>> = serde_json::from_str(text).expect("a file of ours");
    let own = all.get(name).or_else(|| all.get("every scenario"));
    let read = |s: &Shipped| Statement {
        says: s.says.clone(),
        keep: s.that.parse().expect("a bound of ours"),
    };
    own.into_iter().flatten().map(read).collect()
}

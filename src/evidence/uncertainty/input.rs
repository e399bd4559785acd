//! The inputs of a study over assumptions: those that are drawn, and the one that several of them make.

use super::super::sensitivity::end_said;
use super::Assumptions;
use super::shares::{Along, ranks};
use headroom_core::scenario::{InputRange, Law};

/// An input, and where each draw stands along it.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What people call it.
    pub id: String,
    /// Where it stands in the scenario; empty of what follows from others.
    pub pointer: String,
    /// Its law, by the name that stays; empty of what follows from others.
    pub law: &'static str,
    /// Its range, in words.
    pub range: String,
    /// Why it may lie there.
    pub why: String,
    /// Where each draw that was run stands along it.
    pub along: Along,
    /// Its value in each of them, in words.
    pub values: Vec<String>,
}

/// What decides how often it triggers, whichever of capacity, threshold and traffic makes it (C6).
const OVER_ORDINARY: &str = "operating threshold ÷ busiest ordinary window";

impl Input {
    /// Those of `asked`, of which the first `runs` draws were run, then what follows from them.
    pub(super) fn all(asked: &Assumptions, runs: usize) -> Vec<Self> {
        let draws = &asked.draws[..runs];
        let of = |(i, range): (usize, &InputRange)| {
            let values = || draws.iter().map(|d| &d.changes[i].value);
            let along = match range.choices() {
                None => Along::Places(draws.iter().map(|d| d.places[i]).collect()),
                Some(choices) => {
                    let which = |v| choices.iter().position(|c| *c == v).unwrap_or(0);
                    Along::Choices(values().map(which).collect())
                }
            };
            Self {
                id: range.id.clone(),
                pointer: range.pointer.clone(),
                law: range.law().word(),
                range: range_said(range),
                why: range.why.clone(),
                along,
                values: values().map(end_said).collect(),
            }
        };
        let mut all: Vec<Self> = asked.inputs.iter().enumerate().map(of).collect();
        all.extend(over_ordinary(asked, runs));
        all
    }
}

/// The threshold as a multiple of the busiest ordinary window, where draws differ by it.
fn over_ordinary(asked: &Assumptions, runs: usize) -> Option<Input> {
    let all: Vec<f64> = asked.seen[..runs].iter().map(|seen| seen.over_ordinary).collect();
    let least = all.iter().copied().fold(f64::INFINITY, f64::min);
    let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let differs = all.iter().all(|x| x.is_finite()) && most > least * 1.000_1;
    differs.then(|| Input {
        id: OVER_ORDINARY.to_owned(),
        pointer: String::new(),
        law: "",
        range: format!("{least:.2} to {most:.2}"),
        why: "It follows from the capacity, the threshold, the window and the traffic that are drawn."
            .to_owned(),
        along: Along::Places(ranks(&all)),
        values: all.iter().map(|x| format!("{x:.2}")).collect(),
    })
}

/// Its range as people say it.
fn range_said(range: &InputRange) -> String {
    match (range.choices(), range.law(), &range.mode) {
        (Some(choices), ..) => {
            choices.into_iter().map(end_said).collect::<Vec<String>>().join("; or ")
        }
        (None, Law::Triangular, Some(mode)) => format!(
            "{} to {}, most likely {}",
            end_said(&range.low),
            end_said(&range.high),
            end_said(mode)
        ),
        _ => format!("{} to {}", end_said(&range.low), end_said(&range.high)),
    }
}

//! The first screen: what a reader with thirty seconds sees. The question in words, the answer with its verdict, at most four
//! figures each beside today's, which chart decides it, and which assumption.
//!
//! Scope: what is said for each kind of study: of a single run by what it is about (`run.rs`), of years (`years.rs`), of settings
//! (`settings.rs`), of a grid (`grid.rs`, `line.rs`), of sizing, sensitivity, options and the list (`asked.rs`), and over assumptions (`uncertain.rs`). Left out: how it is
//! drawn (`report/page/first.rs`). Source: C2, C4, C5. Checked by: `tests/it/page/first.rs`.

mod asked;
mod days;
mod grid;
mod line;
mod run;
mod settings;
mod told;
mod uncertain;
mod verdict;
mod years;

pub use asked::{of_list, of_options, of_recommendation, of_sensitivity, of_sizing};
pub use run::of_run;
pub use uncertain::of_uncertainty;

use super::Evidence;
use super::beside::Beside;
use super::board::{Mark, of_the_mechanism};
use super::findings::Findings;
use super::interval::Interval;
use super::kept::Kept;
use super::words::{a_second, borne_as, ends, upper, value, within_reach};
use headroom_core::domain::{Figure, Whose};
use headroom_core::scenario::{Scenario, scenario_names};

/// Figures on it, at most.
pub const MOST: usize = 4;

/// What stands on it.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstScreen {
    /// Which kind: a short name that stays.
    pub kind: &'static str,
    /// What is asked.
    pub question: String,
    /// What is said to it, in a sentence.
    pub answer: String,
    /// In a few words, against today's system.
    pub verdict: String,
    /// At most [`MOST`] figures.
    pub figures: Vec<FirstFigure>,
    /// The chart that decides it: the first of these that the study has.
    pub charts: &'static [&'static str],
    /// The assumption that decides it.
    pub decides: String,
}

impl FirstScreen {
    /// Whether the answer is tables, which the page shows as the command prints them.
    pub fn is_of_tables(&self) -> bool {
        matches!(
            self.kind,
            "years"
                | "sizing"
                | "sensitivity"
                | "uncertainty"
                | "options"
                | "list"
                | "recommendation"
        )
    }
}

/// A figure on it.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstFigure {
    /// What people call it.
    pub name: String,
    /// Its mean with its unit.
    pub said: String,
    /// Its 95 % interval; empty from one replication, and where there is no width.
    pub interval: String,
    /// What it is in today's system, and in what else stands beside.
    pub beside: String,
    /// Against today's system; none where that does not stand beside.
    pub mark: Option<Mark>,
}

/// The first screen of what `compare`, `sweep` and `frequency` find.
pub fn of_study(f: &Findings) -> FirstScreen {
    match (f.of_courses(), f.axes.is_empty(), f.variants.len()) {
        (true, _, 1) => years::of_years(&f.evidence[0]),
        (_, true, 1) => of_run(&f.evidence[0]),
        (_, true, _) => settings::of_settings(f),
        _ => grid::of_grid(f),
    }
}

/// A figure of `e` under its own name; none where it is not measured.
fn told(e: &Evidence, figure: Figure, whose: Whose) -> Option<FirstFigure> {
    named(e, figure, whose, figure.called())
}

/// A figure of `e` as `name`.
fn named(
    e: &Evidence,
    figure: Figure,
    whose: Whose,
    name: impl Into<String>,
) -> Option<FirstFigure> {
    let here = within_reach(figure, e.estimate(figure, whose)?);
    let there = |b: &Beside| match (b.of(figure, whose), whose) {
        (Some(found), _) => Some(value(figure, borne_as(figure, found.mean, &found.more))),
        // What the mechanism alone can do is none of a system without it.
        (None, _) if of_the_mechanism(figure) => None,
        (None, Whose::All) => b.mean(figure).map(|mean| value(figure, mean)),
        // Of single Users and SRVs only what differs is kept, of figures that are compared.
        (None, _) => figure.about().compared.then(|| "the same".to_owned()),
    };
    let beside = e.beside.iter().filter_map(|b| Some(format!("{} {}", b.said_name(), there(b)?)));
    let compared = e.today().filter(|_| !of_the_mechanism(figure));
    let mark = compared.and_then(|b| b.of(figure, whose)).map(|f| Mark::of(figure, &f.more));
    Some(FirstFigure {
        name: upper(&name.into()),
        said: value(figure, borne_as(figure, here.mean, &here)),
        interval: said_ends(figure, &here),
        beside: beside.collect::<Vec<String>>().join("; "),
        mark,
    })
}

/// Both ends of an interval that has a width.
fn said_ends(figure: Figure, of: &Interval) -> String {
    match of.ci_low < of.ci_high {
        true => ends(figure, of).unwrap_or_default(),
        false => String::new(),
    }
}

/// Those that there are, at most [`MOST`].
fn first_of(all: impl IntoIterator<Item = Option<FirstFigure>>) -> Vec<FirstFigure> {
    all.into_iter().flatten().take(MOST).collect()
}

/// The input that decides a figure, by the sensitivity kept with the scenario; else that the capacity is assumed, and how it is
/// found out.
fn decides(scenario: &Scenario, figure: Figure, of: &str) -> String {
    let assumed = scenario.assumed.iter().any(|a| a.path == "/gateway");
    let capacity = match assumed {
        true => {
            let capacity = a_second(scenario.gateway.max_capacity.get());
            format!("The maximum capacity of {capacity} is an assumption; ")
        }
        false => String::new(),
    };
    let kept = Kept::of(scenario);
    let told = kept.as_ref().and_then(|kept| Some((kept, kept.figure(figure, of)?)));
    match (kept.as_ref().and_then(|kept| kept.decides(figure, of)), told) {
        (Some(said), _) => said,
        (None, Some((kept, told))) => upper(&format!(
            "{capacity}no input that was tried over its range clearly moves {}, each end {}",
            figure.called(),
            kept.tried_in(told)
        )),
        (None, None) if scenario.ranges.is_empty() => upper(&format!(
            "{capacity}what moves this most has not been computed: the scenario gives no input a range"
        )),
        (None, None) => upper(&format!(
            "{capacity}what moves this most has not been computed for the scenario as it is: headroom sensitivity {}{}",
            scenario.name,
            if scenario_names().any(|name| name == scenario.name) { "" } else { ".json" }
        )),
    }
}

//! The small table of the answer: what everybody asks first, and of storms, processes and the rest only what
//! there is.

use super::super::storms::polled;
use super::Evidence;
use crate::evidence::beside::Beside;
use crate::evidence::interval::Interval;
use crate::evidence::table::SmallTable;
use crate::evidence::words::{borne_as, cell, cells_with_ends, with_unit, within_reach};
use headroom_core::domain::{Figure, Whose};

/// The small table of a run: what becomes of whom first, today's system beside it.
pub fn answer_table(evidence: &Evidence) -> SmallTable {
    let mean = format!("mean of {}", evidence.replications());
    let mut head = vec!["in a replication".to_owned(), mean, "95 % interval".to_owned()];
    head.extend(evidence.beside.iter().map(|b| b.said_name().to_owned()));
    let rows = answer_rows(evidence)
        .into_iter()
        .map(|row| [vec![row.measure, row.mean, row.interval], row.beside].concat());
    SmallTable { head, rows: rows.collect(), words: 1 }
}

/// A row of the small table.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerRow {
    /// What was measured, with its unit.
    pub measure: String,
    /// Mean over replications.
    pub mean: String,
    /// 95 % interval; a dash from one replication.
    pub interval: String,
    /// The means of what stands beside it; a dash where it is not asked for there.
    pub beside: Vec<String>,
}

/// When a row is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WhenShown {
    /// Always.
    Always,
    /// Where any replication has more than none of it.
    IfAny,
    /// Where any replication has the figure.
    IfMeasured,
}

use WhenShown::{Always, IfAny, IfMeasured};

/// Of everything, in C2's order: who is left without an answer, who waits, what was refused to whom; a row without a
/// name is called as its figure is.
const ROWS: [(&str, Figure, WhenShown); 31] = [
    ("never answered, not above by own sending", Figure::NeverAnsweredNotAbove, Always),
    ("… of requests within", Figure::NeverAnsweredWithin, IfAny),
    ("… of displaced requests", Figure::NeverAnsweredDisplaced, IfAny),
    ("… of storms' polls", Figure::NeverAnsweredPolls, IfAny),
    ("never answered, above by own sending", Figure::NeverAnsweredAbove, IfAny),
    (
        "added delay that 95 % of processed ones within do not exceed",
        Figure::AddedDelaySP95Within,
        IfMeasured,
    ),
    ("… of processed displaced ones", Figure::AddedDelaySP95Displaced, IfMeasured),
    ("", Figure::OutageS, IfAny),
    ("attempts throttled, not above by own sending", Figure::ThrottledNotAbove, Always),
    ("attempts throttled, above by own sending", Figure::ThrottledAbove, IfAny),
    (
        "attempts rejected by today's protection, not above by own sending",
        Figure::RejectedNotAbove,
        Always,
    ),
    ("attempts rejected by today's protection, above by own sending", Figure::RejectedAbove, IfAny),
    ("", Figure::Capped, IfAny),
    ("", Figure::Unavailable, IfAny),
    ("", Figure::Quarantined, IfAny),
    ("", Figure::ToBuffer, IfAny),
    ("", Figure::Duplicates, IfAny),
    ("", Figure::TriedAgain, IfAny),
    ("", Figure::NoResponse, IfAny),
    ("", Figure::Superseded, IfAny),
    ("", Figure::UsersThrottled, Always),
    ("", Figure::Activations, Always),
    ("", Figure::ActiveS, Always),
    ("", Figure::Warnings, IfAny),
    ("", Figure::FalseWarnings, IfAny),
    ("", Figure::WarningLeadS, IfMeasured),
    ("", Figure::PeakLoadPerS, Always),
    ("Service Requests begun", Figure::Requests, Always),
    ("", Figure::Attempts, Always),
    ("", Figure::ProcessesFirstTime, IfMeasured),
    ("", Figure::ProcessesAbortedShare, IfAny),
];

/// Of storms.
const STORM_ROWS: [(&str, Figure, WhenShown); 6] = [
    ("", Figure::SupplyKnown5Min, IfMeasured),
    ("", Figure::SupplyKnown15Min, IfMeasured),
    ("", Figure::SupplyKnown60Min, IfMeasured),
    ("", Figure::RestorationKnown5Min, IfMeasured),
    ("", Figure::RestorationKnown15Min, IfMeasured),
    ("", Figure::RestorationKnown60Min, IfMeasured),
];

/// The small table.
pub fn answer_rows(evidence: &Evidence) -> Vec<AnswerRow> {
    let polls = polled(&evidence.plan).into_iter().map(|srv| {
        let name = format!("attempts of {} throttled", evidence.plan.scenario.srvs[srv].id);
        row(evidence, Figure::ThrottledShare, Whose::Srv(srv), &name)
    });
    let shown = |(name, figure, when): (&str, Figure, WhenShown)| {
        let values = evidence.measures().values(figure, Whose::All);
        let any_beside = || evidence.beside.iter().any(|b| b.mean(figure) > Some(0.0));
        let shown = match when {
            Always => true,
            IfAny => values.iter().flatten().any(|x| *x > 0.0) || any_beside(),
            IfMeasured => values.iter().any(Option::is_some),
        };
        let name = if name.is_empty() { figure.called() } else { name.to_owned() };
        shown.then(|| row(evidence, figure, Whose::All, &name))
    };
    let mut all: Vec<AnswerRow> = ROWS.into_iter().filter_map(shown).collect();
    all.extend(polls);
    all.extend(STORM_ROWS.into_iter().filter_map(shown));
    all
}

fn row(evidence: &Evidence, figure: Figure, whose: Whose, name: &str) -> AnswerRow {
    let nothing = Interval { mean: 0.0, ci_low: None, ci_high: None, n: 0 };
    let interval = evidence.estimate(figure, whose).unwrap_or(nothing);
    let interval = within_reach(figure, interval);
    let (mean, ends) = cells_with_ends(figure, &interval);
    let cell = |x: f64| cell(figure, borne_as(figure, x, &interval));
    let there = |b: &Beside| match whose {
        Whose::All => b.mean(figure).map(cell),
        _ => None,
    };
    AnswerRow {
        measure: with_unit(figure, name),
        mean,
        interval: ends.unwrap_or("–".to_owned()),
        beside: evidence.beside.iter().map(|b| there(b).unwrap_or("–".to_owned())).collect(),
    }
}

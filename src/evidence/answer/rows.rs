//! The small table of the answer: what everybody asks first, and of storms, processes and the rest only what
//! there is.

use super::super::storms::polled;
use super::Evidence;
use crate::evidence::interval::Interval;
use crate::evidence::table::SmallTable;
use crate::evidence::words::{cell, with_unit, within_reach};
use headroom_core::domain::{Figure, Whose};

/// The small table of a run.
pub fn answer_table(evidence: &Evidence) -> SmallTable {
    let mean = format!("mean of {}", evidence.measures.runs.len());
    let head = vec!["in a replication".to_owned(), mean, "95 % interval".to_owned()];
    let rows =
        answer_rows(evidence).into_iter().map(|row| vec![row.measure, row.mean, row.interval]);
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

/// Of everything.
const ROWS: [(Figure, WhenShown); 26] = [
    (Figure::Requests, Always),
    (Figure::Attempts, Always),
    (Figure::Throttled, Always),
    (Figure::Capped, IfAny),
    (Figure::Rejected, Always),
    (Figure::Unavailable, Always),
    (Figure::Quarantined, IfAny),
    (Figure::ToBuffer, IfAny),
    (Figure::RefusedWithin, Always),
    (Figure::Duplicates, IfAny),
    (Figure::TriedAgain, IfAny),
    (Figure::NoResponse, IfAny),
    (Figure::Abandoned, IfAny),
    (Figure::Superseded, IfAny),
    (Figure::NeverAnswered, Always),
    (Figure::NeverAnsweredWithin, IfAny),
    (Figure::NeverAnsweredDisplaced, IfAny),
    (Figure::NeverAnsweredPolls, IfAny),
    (Figure::NeverAnsweredAbove, IfAny),
    (Figure::Activations, Always),
    (Figure::ActiveS, Always),
    (Figure::UsersThrottled, Always),
    (Figure::PeakLoadPerS, Always),
    (Figure::WaitSP95, Always),
    (Figure::ProcessesFirstTime, IfMeasured),
    (Figure::ProcessesAbortedShare, IfAny),
];

/// Of storms.
const STORM_ROWS: [(Figure, WhenShown); 6] = [
    (Figure::SupplyKnown5Min, IfMeasured),
    (Figure::SupplyKnown15Min, IfMeasured),
    (Figure::SupplyKnown60Min, IfMeasured),
    (Figure::RestorationKnown5Min, IfMeasured),
    (Figure::RestorationKnown15Min, IfMeasured),
    (Figure::RestorationKnown60Min, IfMeasured),
];

/// The small table.
pub fn answer_rows(evidence: &Evidence) -> Vec<AnswerRow> {
    let polls = polled(&evidence.plan).into_iter().map(|srv| {
        let name = format!("attempts of {} throttled", evidence.plan.scenario.srvs[srv].id);
        row(evidence, Figure::ThrottledShare, Whose::Srv(srv), &name)
    });
    let mut above = String::new();
    let mut shown = |(figure, when): (Figure, WhenShown)| {
        let values = evidence.measures.values(figure, Whose::All);
        let shown = match when {
            Always => true,
            IfAny => values.iter().flatten().any(|x| *x > 0.0),
            IfMeasured => values.iter().any(Option::is_some),
        };
        let called = figure.called();
        let name = match called.strip_prefix(&above) {
            Some(rest) if !above.is_empty() && rest.starts_with(' ') => format!("…{rest}"),
            _ => {
                above.clone_from(&called);
                called
            }
        };
        shown.then(|| row(evidence, figure, Whose::All, &name))
    };
    let mut all: Vec<AnswerRow> = ROWS.into_iter().filter_map(&mut shown).collect();
    all.extend(polls);
    all.extend(STORM_ROWS.into_iter().filter_map(&mut shown));
    all
}

fn row(evidence: &Evidence, figure: Figure, whose: Whose, name: &str) -> AnswerRow {
    let nothing = Interval { mean: 0.0, ci_low: None, ci_high: None, n: 0 };
    let interval = evidence.measures.estimate(figure, whose).unwrap_or(nothing);
    let interval = within_reach(figure, interval);
    AnswerRow {
        measure: with_unit(figure, name),
        mean: cell(figure, interval.mean),
        interval: match (interval.ci_low, interval.ci_high) {
            (Some(low), Some(high)) => format!("{} to {}", cell(figure, low), cell(figure, high)),
            _ => "–".to_owned(),
        },
    }
}

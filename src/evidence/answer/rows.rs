//! The small table of the answer: what everybody asks first, and of storms, processes and the rest only what
//! there is.

use super::super::storms::polled;
use super::Evidence;
use crate::evidence::interval::Interval;
use crate::evidence::words::{decimals, thousands};
use headroom_core::domain::{Figure, Whose};

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

/// What is shown: the figure, what it is called, its size in the unit shown, how, and when.
type MeasureRow = (Figure, &'static str, f64, fn(f64) -> String, WhenShown);

/// Shares in per cent, and seconds in minutes.
const PERCENT: f64 = 100.0;
const MINUTES: f64 = 1.0 / 60.0;

/// Of everything.
const ROWS: [MeasureRow; 26] = [
    (Figure::Requests, "Service Requests", 1.0, thousands, Always),
    (Figure::Attempts, "attempts", 1.0, thousands, Always),
    (Figure::Throttled, "… throttled by the mechanism", 1.0, thousands, Always),
    (Figure::Capped, "… over their User's always-on cap", 1.0, thousands, IfAny),
    (Figure::Rejected, "… rejected by today's protection", 1.0, thousands, Always),
    (Figure::Unavailable, "… that met no service", 1.0, thousands, Always),
    (Figure::Quarantined, "… held by anomaly detection", 1.0, thousands, IfAny),
    (Figure::ToBuffer, "… put into their User's buffer", 1.0, thousands, IfAny),
    (Figure::RefusedWithin, "attempts refused of requests within", 1.0, thousands, Always),
    (Figure::Duplicates, "duplicates processed", 1.0, thousands, IfAny),
    (Figure::TriedAgain, "requests tried again for want of an answer", 1.0, thousands, IfAny),
    (
        Figure::NoResponse,
        "requests with no response from a device without power",
        1.0,
        thousands,
        IfAny,
    ),
    (Figure::Abandoned, "requests abandoned", 1.0, thousands, IfAny),
    (Figure::Superseded, "polls superseded by newer ones", 1.0, thousands, IfAny),
    (Figure::NeverAnswered, "requests never answered", 1.0, thousands, Always),
    (Figure::NeverAnsweredWithin, "… of requests within", 1.0, thousands, IfAny),
    (Figure::NeverAnsweredDisplaced, "… of displaced requests", 1.0, thousands, IfAny),
    (Figure::NeverAnsweredPolls, "… of storms' polls", 1.0, thousands, IfAny),
    (Figure::NeverAnsweredAbove, "… of requests above by own sending", 1.0, thousands, IfAny),
    (Figure::Activations, "activations", 1.0, decimals, Always),
    (Figure::ActiveS, "mechanism active, min", MINUTES, decimals, Always),
    (Figure::UsersThrottled, "Users throttled", 1.0, decimals, Always),
    (Figure::PeakLoadPerS, "busiest window, requests/s", 1.0, thousands, Always),
    (Figure::WaitSP95, "wait, 95 % of requests, s", 1.0, decimals, Always),
    (
        Figure::ProcessesFirstTime,
        "processes completed first time, %",
        PERCENT,
        decimals,
        IfMeasured,
    ),
    (Figure::ProcessesAbortedShare, "processes aborted, %", PERCENT, decimals, IfAny),
];

/// Of storms.
const STORM_ROWS: [MeasureRow; 6] = [
    (
        Figure::SupplyKnown5Min,
        "supply known within 5 min of its loss, %",
        PERCENT,
        decimals,
        IfMeasured,
    ),
    (Figure::SupplyKnown15Min, "… within 15 min, %", PERCENT, decimals, IfMeasured),
    (Figure::SupplyKnown60Min, "… within 60 min, %", PERCENT, decimals, IfMeasured),
    (
        Figure::RestorationKnown5Min,
        "supply known within 5 min of its return, %",
        PERCENT,
        decimals,
        IfMeasured,
    ),
    (Figure::RestorationKnown15Min, "… within 15 min, %", PERCENT, decimals, IfMeasured),
    (Figure::RestorationKnown60Min, "… within 60 min, %", PERCENT, decimals, IfMeasured),
];

/// The small table.
pub fn answer_rows(evidence: &Evidence) -> Vec<AnswerRow> {
    let polls = polled(&evidence.plan).into_iter().map(|srv| {
        let id = &evidence.plan.scenario.srvs[srv].id;
        row(
            evidence,
            Figure::ThrottledShare,
            Whose::Srv(srv),
            &format!("{id} throttled, % of its attempts"),
            PERCENT,
            decimals,
        )
    });
    let shown = |(figure, measure, times, show, when): MeasureRow| {
        let values = evidence.measures.values(figure, Whose::All);
        let shown = match when {
            Always => true,
            IfAny => values.iter().flatten().any(|x| *x > 0.0),
            IfMeasured => values.iter().any(Option::is_some),
        };
        shown.then(|| row(evidence, figure, Whose::All, measure, times, show))
    };
    let all = ROWS.into_iter().filter_map(shown).chain(polls);
    all.chain(STORM_ROWS.into_iter().filter_map(shown)).collect()
}

fn row(
    evidence: &Evidence,
    figure: Figure,
    whose: Whose,
    measure: &str,
    times: f64,
    show: fn(f64) -> String,
) -> AnswerRow {
    let nothing = Interval { mean: 0.0, ci_low: None, ci_high: None, n: 0 };
    let interval = evidence.measures.estimate(figure, whose).unwrap_or(nothing);
    let show = |x: f64| show(x * times);
    AnswerRow {
        measure: measure.to_owned(),
        mean: show(interval.mean),
        interval: match (interval.ci_low, interval.ci_high) {
            (Some(low), Some(high)) => {
                let high = figure.greatest().map_or(high, |most| high.min(most));
                format!("{} to {}", show(low.max(0.0)), show(high))
            }
            _ => "–".to_owned(),
        },
    }
}

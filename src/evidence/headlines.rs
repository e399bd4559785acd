//! The figures that people ask for first, of one variant, as they are said: what the tiles of the page show.

use super::interval::Interval;
use super::storms::polled;
use super::study_answer::{HEADLINES, OF_MESSAGES, OF_STORMS_AND_PROCESSES};
use super::words::{decimals, percent, said};
use super::{Evidence, Figure, Whose};

/// A figure, as it is said.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadlineRow {
    /// Which figure.
    pub figure: Figure,
    /// Of which SRV; empty where it is of everything.
    pub srv: String,
    /// What people call it.
    pub name: String,
    /// The mean of a replication and its interval.
    pub estimate: Interval,
    /// The mean with its unit.
    pub said: String,
    /// The 95 % interval; empty from one replication.
    pub interval: String,
}

/// How a number of it is said.
type Said = fn(f64) -> String;

/// A share in per cent, of which a little is not nothing.
pub(super) fn small(x: f64) -> String {
    if x > 0.0 && x < 0.000_5 { "less than 0.1 %".to_owned() } else { percent(x) }
}

/// Before those of every study.
const FIRST: [(Figure, &str, Said); 1] =
    [(Figure::Triggered, "replications that trigger", percent)];

/// After them.
const LAST: [(Figure, &str, Said); 6] = [
    (Figure::Activations, "activations", decimals),
    (Figure::LongestActivationS, "longest activation", |s| format!("{} min", decimals(s / 60.0))),
    (Figure::PeakLoadPerS, "load of the busiest window", |x| format!("{}/s", said(x))),
    (Figure::Requests, "Service Requests", said),
    (Figure::Attempts, "attempts", said),
    (Figure::Unavailable, "attempts that met no service", said),
];

/// The headlines of `e`, of storms, processes and messages only what there is.
pub fn headline_rows(e: &Evidence) -> Vec<HeadlineRow> {
    let of_all = HEADLINES.iter().chain(&OF_STORMS_AND_PROCESSES).chain(&OF_MESSAGES);
    let known = of_all.map(|h| (h.figure, h.name, h.said));
    let all = FIRST.into_iter().chain(known).chain(LAST);
    let mut rows: Vec<HeadlineRow> =
        all.filter_map(|(f, name, said)| row(e, f, Whose::All, name, said)).collect();
    if let (true, Some(first)) = (e.frequency.is_some(), rows.first_mut()) {
        first.name = format!("{}s in which it triggers", e.one());
    }
    for srv in polled(&e.plan) {
        let name = format!("attempts of {} throttled", e.plan.scenario.srvs[srv].id);
        rows.extend(row(e, Figure::Throttled, Whose::Srv(srv), &name, said));
        let name = format!("share of attempts of {} throttled", e.plan.scenario.srvs[srv].id);
        rows.extend(row(e, Figure::ThrottledShare, Whose::Srv(srv), &name, small));
    }
    rows
}

fn row(e: &Evidence, figure: Figure, whose: Whose, name: &str, said: Said) -> Option<HeadlineRow> {
    let estimate = within_reach(figure, e.measures.estimate(figure, whose)?);
    let ends = estimate.ci_low.zip(estimate.ci_high);
    Some(HeadlineRow {
        figure,
        srv: match whose {
            Whose::Srv(srv) => e.plan.scenario.srvs[srv].id.clone(),
            _ => String::new(),
        },
        name: name.to_owned(),
        estimate,
        said: said(estimate.mean),
        interval: ends.map_or(String::new(), |(a, b)| format!("{} to {}", said(a), said(b))),
    })
}

/// An interval without what the figure cannot be.
pub(super) fn within_reach(figure: Figure, of: Interval) -> Interval {
    let low = |x: f64| figure.least().map_or(x, |least| x.max(least));
    let high = |x: f64| figure.greatest().map_or(x, |most| x.min(most));
    Interval { ci_low: of.ci_low.map(low), ci_high: of.ci_high.map(high), ..of }
}

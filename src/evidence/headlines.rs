//! The figures that people ask for first: of a study of several variants, and of one variant as the tiles of the page
//! show them. What they are called and how they are said, the registry knows (`core/domain/figure.rs`).

use super::asked_first::{HEADLINES, WHERE_MEASURED, in_each};
use super::beside::Beside;
use super::findings::Findings;
use super::interval::Interval;
use super::storms::polled;
use super::words::{ends, value, within_reach};
use super::{Evidence, Figure, Whose};

/// Those that stand first of years (C4).
const OF_YEARS: [Figure; 2] = [Figure::ThrottledDays, Figure::MaintenanceDays];

/// Those of one variant that stand after them.
const LAST: [Figure; 6] = [
    Figure::Activations,
    Figure::LongestActivationS,
    Figure::PeakLoadPerS,
    Figure::Requests,
    Figure::Attempts,
    Figure::Unavailable,
];

/// The headlines of `f`.
pub(super) fn headlines(f: &Findings) -> impl Iterator<Item = Figure> {
    let measured = |h: &Figure| {
        let of = |e: &Evidence| e.estimate(*h, Whose::All);
        // Time without service is asked for where there is any.
        f.evidence.iter().filter_map(of).any(|i| *h != Figure::OutageS || i.mean > 0.0)
    };
    HEADLINES.into_iter().chain(WHERE_MEASURED.into_iter().filter(measured))
}

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
    /// What stands beside it: the same of today's system, and of others.
    pub beside: String,
}

/// The headlines of `e`, of storms, processes and messages only what there is.
pub fn headline_rows(e: &Evidence) -> Vec<HeadlineRow> {
    let of_years = OF_YEARS.into_iter().filter(|_| e.frequency.is_some());
    let all = of_years.chain(in_each()).chain(LAST);
    let first = match e.frequency {
        Some(_) => format!("{}s in which it triggers", e.one()),
        None => Figure::Triggered.called(),
    };
    // Of recorded days there are no others that the share of replications could be of.
    let triggered = (!e.plan.scenario.is_replay()).then_some(Figure::Triggered);
    let mut rows: Vec<HeadlineRow> =
        triggered.and_then(|figure| row(e, figure, Whose::All, first)).into_iter().collect();
    rows.extend(all.filter_map(|figure| row(e, figure, Whose::All, figure.called())));
    for srv in polled(&e.plan) {
        let id = &e.plan.scenario.srvs[srv].id;
        let names = [
            (Figure::Throttled, format!("attempts of {id} throttled")),
            (Figure::ThrottledShare, format!("share of attempts of {id} throttled")),
        ];
        rows.extend(names.into_iter().filter_map(|(f, name)| row(e, f, Whose::Srv(srv), name)));
    }
    rows
}

fn row(e: &Evidence, figure: Figure, whose: Whose, name: String) -> Option<HeadlineRow> {
    let estimate = within_reach(figure, e.estimate(figure, whose)?);
    Some(HeadlineRow {
        figure,
        srv: match whose {
            Whose::Srv(srv) => e.plan.scenario.srvs[srv].id.clone(),
            _ => String::new(),
        },
        name,
        estimate,
        said: value(figure, estimate.mean),
        interval: ends(figure, &estimate).unwrap_or_default(),
        beside: match whose {
            Whose::All => besides_said(e, figure),
            _ => String::new(),
        },
    })
}

/// A figure of everybody in what stands beside `e`: `today 12; with anomaly detection 7`; nothing where nothing does.
pub(super) fn besides_said(e: &Evidence, figure: Figure) -> String {
    let one = |b: &Beside| Some(format!("{} {}", b.said_name(), value(figure, b.mean(figure)?)));
    e.beside.iter().filter_map(one).collect::<Vec<String>>().join("; ")
}

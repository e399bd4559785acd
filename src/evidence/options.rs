//! Options side by side: what each leaves unanswered and to whom, against what it costs.
//!
//! Scope: for each option headline figures with their paired difference from the first option (C5), its rank by harm to
//! those not above by own sending, costs as far as anybody knows them, and the value of an outage hour at which they break
//! even against today's system; by party category who bears what. In words and small tables: `options/said.rs`. Left out:
//! what a cost buys besides. Checked by: `tests/it/options.rs`.

mod said;

use super::Evidence;
use super::difference::difference;
use super::findings::Findings;
use super::harm::not_above;
use super::interval::Interval;
use super::told::Told;
use super::words::is_clear;
use headroom_core::domain::{Category, Figure, Whose};
use headroom_core::scenario::Options;

/// An option and what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Priced {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Least and most, pounds; none where nobody says.
    pub gbp: Option<(f64, f64)>,
    /// Requests never answered, not above by own sending.
    pub never_answered: Interval,
    /// How many more than with the first option; none for that.
    pub more: Option<Interval>,
    /// Its place by those, from 1.
    pub rank: usize,
    /// How many more than with the best; none for that.
    pub behind: Option<Interval>,
    /// Seconds without service.
    pub outage_s: Interval,
    /// How many more than with today's system; none for that.
    pub more_outage_s: Option<Interval>,
    /// Attempts held by anomaly detection: of requests that no other copy answers, among the never answered.
    pub quarantined: f64,
}

/// A figure of an option.
#[derive(Clone, Debug)]
pub struct OptionFigure {
    /// Which option.
    pub option: usize,
    /// The figure.
    pub told: Told,
    /// Its mean.
    pub mean: Interval,
    /// How much more than with the first option; none for that.
    pub more: Option<Interval>,
}

/// What falls on the Users of a category, means of a replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burden {
    /// Which option.
    pub option: usize,
    /// Whose.
    pub category: Category,
    /// Requests begun, attempts throttled and rejected, requests never answered and not above by own sending, and all.
    pub counts: [f64; 5],
}

/// Options side by side.
#[derive(Clone, Debug)]
pub struct OptionsSeen {
    /// What a replication is: one, a year or a course.
    pub each: &'static str,
    /// The options, in file order.
    pub options: Vec<Priced>,
    /// Which of them is today's system; none where none is.
    pub today: Option<usize>,
    /// Figures, by option.
    pub figures: Vec<OptionFigure>,
    /// Burdens, by option.
    pub burdens: Vec<Burden>,
}

/// What options are ranked by: requests never answered that are not above by their User's own sending (C2).
pub const OBJECTIVE: Figure = Figure::NeverAnsweredNotAbove;
/// Figures of everybody.
const OF_ALL: [Figure; 17] = [
    OBJECTIVE,
    Figure::NeverAnsweredWithin,
    Figure::NeverAnsweredDisplaced,
    Figure::NeverAnsweredPolls,
    Figure::NeverAnsweredAbove,
    Figure::AddedDelaySP95Within,
    Figure::OutageS,
    Figure::RefusedWithin,
    Figure::ThrottledNotAbove,
    Figure::ThrottledAbove,
    Figure::RejectedNotAbove,
    Figure::RejectedAbove,
    Figure::Capped,
    Figure::Quarantined,
    Figure::Activations,
    Figure::ActiveS,
    Figure::UsersThrottled,
];
/// Figures of SRVs: supply status (7.4) and top-ups (2.2).
const OF_SRVS: [(Figure, &str); 3] =
    [(Figure::ThrottledShare, "7.4"), (OBJECTIVE, "7.4"), (OBJECTIVE, "2.2")];

impl OptionsSeen {
    /// Of `f`, whose settings are `options`.
    pub fn new(f: &Findings, options: &Options) -> Self {
        let asked = asked(f);
        let mut figures = Vec::new();
        for option in 0..f.variants.len() {
            for told in &asked {
                let Some(mean) = f.estimate(option, told.figure, told.whose) else { continue };
                let more = more(f, option, told.figure, told.whose);
                figures.push(OptionFigure { option, told: told.clone(), mean, more });
            }
        }
        let today = today(f, options);
        let ranks = ranks(f);
        let priced = |(v, option): (usize, &headroom_core::scenario::Choice)| Priced {
            id: option.id.clone(),
            name: option.name().to_owned(),
            gbp: gbp(f, v, options),
            never_answered: f.evidence[v]
                .measures()
                .mean(|r| not_above(r.counted.harm.never_answered()) as f64),
            more: more(f, v, OBJECTIVE, Whose::All),
            rank: 1 + ranks.iter().position(|r| *r == v).unwrap_or(v),
            behind: (v != ranks[0]).then(|| than(f, v, ranks[0], OBJECTIVE)).flatten(),
            outage_s: f.evidence[v].measures().mean(|r| r.outage_s),
            more_outage_s: today
                .filter(|today| *today != v)
                .and_then(|today| than(f, v, today, Figure::OutageS)),
            quarantined: f.evidence[v].measures().mean(|r| r.counted.quarantined as f64).mean,
        };
        Self {
            each: f.one(),
            options: options.options.iter().enumerate().map(priced).collect(),
            today,
            figures,
            burdens: f.evidence.iter().enumerate().flat_map(|(v, e)| burdens(v, e)).collect(),
        }
    }
}

impl Priced {
    /// Whether it cannot be told apart from the best.
    pub fn ties(&self) -> bool {
        self.behind.as_ref().is_some_and(|behind| !is_clear(OBJECTIVE, behind))
    }

    /// Hours without service that it avoids in a replication, against today's system; none where that is not clear.
    pub fn hours_avoided(&self) -> Option<f64> {
        let more = self.more_outage_s.as_ref().filter(|i| is_clear(Figure::OutageS, i))?;
        (more.mean < 0.0).then_some(-more.mean / 3_600.0)
    }

    /// What an outage hour must be worth for it to pay in one replication, pounds, at its least and at its most cost; none
    /// where it costs nothing anybody knows, or does not clearly avoid any.
    pub fn breaks_even_gbp(&self) -> Option<(f64, f64)> {
        let (low, high) = self.gbp.filter(|(_, high)| *high > 0.0)?;
        let hours = self.hours_avoided()?;
        Some((low / hours, high / hours))
    }
}

/// The option that is today's system: it changes the mechanism alone, and leaves nothing of it.
fn today(f: &Findings, options: &Options) -> Option<usize> {
    let all = options.options.iter().zip(&f.evidence);
    all.enumerate()
        .find(|(_, (o, e))| {
            o.with.keys().all(|k| k.starts_with("/mechanism/")) && e.plan.scenario.is_today()
        })
        .map(|(v, _)| v)
}

/// The variants, the fewest never answered and not above by own sending first; equal ones in file order.
fn ranks(f: &Findings) -> Vec<usize> {
    let mean = |v: usize| f.estimate(v, OBJECTIVE, Whose::All).map_or(f64::MAX, |i| i.mean);
    let mut all: Vec<usize> = (0..f.variants.len()).collect();
    all.sort_by(|a, b| mean(*a).total_cmp(&mean(*b)));
    all
}

/// What `option` has more than `other`, of everybody.
fn than(f: &Findings, option: usize, other: usize, figure: Figure) -> Option<Interval> {
    difference(&f.evidence, option, other, figure, Whose::All).map(|d| d.more)
}

/// What is looked at.
fn asked(f: &Findings) -> Vec<Told> {
    let of_all = OF_ALL.into_iter().map(|figure| Told::new(figure, Whose::All, ""));
    let srvs = &f.evidence[0].plan.scenario.srvs;
    let of_srv = |(figure, id): (Figure, &str)| {
        let place = srvs.iter().position(|s| s.id == id)?;
        Some(Told::new(figure, Whose::Srv(place), &format!("{} of {id}", figure.called())))
    };
    of_all.chain(OF_SRVS.into_iter().filter_map(of_srv)).collect()
}

fn more(f: &Findings, option: usize, figure: Figure, whose: Whose) -> Option<Interval> {
    (option > 0).then(|| difference(&f.evidence, option, 0, figure, whose))?.map(|d| d.more)
}

/// What the option costs: what is given, or what its capacity beyond the first option's does.
fn gbp(f: &Findings, v: usize, options: &Options) -> Option<(f64, f64)> {
    if let Some(cost) = &options.options[v].cost {
        return Some((cost.low_gbp, cost.high_gbp.unwrap_or(cost.low_gbp)));
    }
    let capacity = |v: usize| f.evidence[v].plan.scenario.gateway.max_capacity.get();
    let added = capacity(v) - capacity(0);
    let each = options.unit_costs.capacity_gbp_per_request_per_s?;
    (added > 0.0).then_some((added * each, added * each))
}

fn burdens(option: usize, e: &Evidence) -> Vec<Burden> {
    let n = e.replications() as f64;
    let of = |category: Category| {
        let measures = e.measures();
        let users = e.plan.scenario.users.iter().zip(&measures.users);
        let mut users =
            users.filter(|(u, _)| u.category == category).map(|(_, m)| m.counted).peekable();
        users.peek()?;
        let sum = |(mut all, c): ([u64; 5], super::counted::Counted)| {
            let never = c.harm.never_answered();
            let counts = [c.requests, c.throttled, c.rejected, not_above(never), never.sum()];
            all.iter_mut().zip(counts).for_each(|(sum, x)| *sum += x);
            all
        };
        let all = users.fold([0; 5], |all, c| sum((all, c)));
        Some(Burden { option, category, counts: all.map(|x| x as f64 / n) })
    };
    Category::ALL.into_iter().filter_map(of).collect()
}

//! Options side by side: what each leaves unanswered and to whom, against what it costs.
//!
//! Scope: for each option headline figures with their paired difference from the first option (C5), costs as far as
//! anybody knows them, and pounds for each request that is answered only because of it; by party category who
//! bears what. Left out: what a cost buys besides. Checked by: `tests/it/options.rs`.

use super::Evidence;
use super::difference::difference;
use super::findings::Findings;
use super::harm::not_above;
use super::interval::Interval;
use super::table::SmallTable;
use super::told::Told;
use super::words::{pounds, said, signed, signed_ends, thousands};
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
    /// Figures, by option.
    pub figures: Vec<OptionFigure>,
    /// Burdens, by option.
    pub burdens: Vec<Burden>,
}

/// What options are ranked by: requests never answered that are not above by their User's own sending (C2).
pub const OBJECTIVE: Figure = Figure::NeverAnsweredNotAbove;
/// Figures of everybody.
const OF_ALL: [Figure; 13] = [
    OBJECTIVE,
    Figure::NeverAnsweredWithin,
    Figure::NeverAnsweredDisplaced,
    Figure::NeverAnsweredPolls,
    Figure::NeverAnsweredAbove,
    Figure::RefusedWithin,
    Figure::Throttled,
    Figure::Rejected,
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
        let priced = |(v, option): (usize, &headroom_core::scenario::Choice)| Priced {
            id: option.id.clone(),
            name: option.name().to_owned(),
            gbp: gbp(f, v, options),
            never_answered: f.evidence[v]
                .measures
                .mean(|r| not_above(r.counted.harm.never_answered()) as f64),
            more: more(f, v, OBJECTIVE, Whose::All),
            quarantined: f.evidence[v].measures.mean(|r| r.counted.quarantined as f64).mean,
        };
        Self {
            each: f.one(),
            options: options.options.iter().enumerate().map(priced).collect(),
            figures,
            burdens: f.evidence.iter().enumerate().flat_map(|(v, e)| burdens(v, e)).collect(),
        }
    }

    /// Which leaves fewest never answered, and what a request costs that is answered because of an option.
    pub fn sentences(&self) -> Vec<String> {
        let (first, each) = (&self.options[0], self.each);
        let fewest = self
            .options
            .iter()
            .min_by(|a, b| a.never_answered.mean.total_cmp(&b.never_answered.mean));
        let mut all = Vec::new();
        if let Some(best) = fewest.filter(|best| best.id != first.id) {
            all.push(format!(
                "Fewest requests, not above by own sending, are never answered with ‘{}’: {} a {each}{}, {} with ‘{}’{}; {}.",
                best.name,
                said(best.never_answered.mean),
                best.held(),
                said(first.never_answered.mean),
                first.name,
                best.more.map_or(String::new(), |more| format!(" ({})", more_said(&more))),
                best.cost()
            ));
        } else {
            all.push(format!(
                "No option leaves fewer requests, not above by own sending, never answered than ‘{}’: {} a {each}.",
                first.name,
                said(first.never_answered.mean)
            ));
        }
        let mut bought: Vec<(f64, &Priced)> =
            self.options.iter().filter_map(|o| Some((o.gbp_per_request()?.0, o))).collect();
        bought.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, cheapest)) = bought.first() {
            all.push(format!(
                "Of those with a cost, ‘{}’ is the cheapest for each request it spares in a {each}: {}.",
                cheapest.name,
                cheapest.each()
            ));
        }
        let none: Vec<&str> =
            self.options.iter().filter(|o| o.gbp.is_none()).map(|o| o.name.as_str()).collect();
        if !none.is_empty() {
            all.push(format!("No cost is given for: {}.", none.join("; ")));
        }
        all
    }

    /// A row for each option.
    pub fn table(&self) -> SmallTable {
        let row = |o: &Priced| {
            vec![
                o.name.clone(),
                o.cost(),
                said(o.never_answered.mean) + &o.held(),
                o.more.map_or(String::new(), |m| signed(OBJECTIVE, m.mean)),
                o.more.map_or(String::new(), |m| more_said(&m)),
                o.each(),
            ]
        };
        let head = [
            "option",
            "cost",
            "never answered",
            "difference",
            "95 % interval",
            "£ for each spared",
        ];
        SmallTable {
            head: head.map(str::to_owned).to_vec(),
            rows: self.options.iter().map(row).collect(),
            words: 2,
        }
    }

    /// What falls on whom: requests never answered, not above by own sending, by category.
    pub fn by_category(&self) -> SmallTable {
        let mut head = vec!["never answered of".to_owned()];
        head.extend(Category::ALL.map(|c| c.word().replace('_', " ")));
        let row = |(n, o): (usize, &Priced)| {
            let cell = |c: Category| {
                let burden = self.burdens.iter().find(|b| b.option == n && b.category == c);
                burden.map_or("–".to_owned(), |b| said(b.counts[3]))
            };
            std::iter::once(o.name.clone()).chain(Category::ALL.map(cell)).collect()
        };
        SmallTable { head, rows: self.options.iter().enumerate().map(row).collect(), words: 1 }
    }
}

impl Priced {
    /// What anomaly detection holds besides, in words; nothing where it holds nothing.
    pub fn held(&self) -> String {
        match self.quarantined {
            0.0 => String::new(),
            n => format!(", and {} attempts quarantined", said(n)),
        }
    }

    /// What it costs, in words.
    pub fn cost(&self) -> String {
        match self.gbp {
            None => "no cost given".to_owned(),
            Some((low, high)) if low == high => format!("£{}", thousands(low)),
            Some((low, high)) => format!("£{} to £{}", thousands(low), thousands(high)),
        }
    }

    /// Pounds for each request that it spares in a replication, at the least and at the most cost; none where it
    /// costs nothing anybody knows, or does not clearly spare any.
    pub fn gbp_per_request(&self) -> Option<(f64, f64)> {
        let (low, high) = self.gbp?;
        let more = self.more?;
        let clear = more.ci_high.unwrap_or(more.mean) < 0.0;
        (clear && high > 0.0).then(|| (low / -more.mean, high / -more.mean))
    }

    fn each(&self) -> String {
        match self.gbp_per_request() {
            None => "–".to_owned(),
            Some((low, high)) if low == high => pounds(low),
            Some((low, high)) => format!("{} to {}", pounds(low), pounds(high)),
        }
    }
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

/// Both ends of how many more are never answered; the mean from one replication.
fn more_said(of: &Interval) -> String {
    signed_ends(OBJECTIVE, of).unwrap_or_else(|| signed(OBJECTIVE, of.mean))
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
    let n = e.measures.runs.len() as f64;
    let of = |category: Category| {
        let users = e.plan.scenario.users.iter().zip(&e.measures.users);
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

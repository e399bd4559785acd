//! What stands beside a variant on the same traffic (C2): today's system, and what the scenario names besides; and how
//! the figures that people ask for first differ from theirs, replication by replication (C5).
//!
//! Scope: the differences, in words, small tables and JSON. Left out: which systems these are
//! (`experiment/beside.rs`), and the table of files (`tables/beside.rs`). Checked by: `tests/it/studies/beside.rs`.

use super::Evidence;
use super::asked_first::{OF_ALL, OF_GROUPS, in_each};
use super::delayed::followed_p95;
use super::difference::{concerned_in_either, more, of_single, pairs, same};
use super::interval::Interval;
use super::storms::polled;
use super::supply::{SupplyRow, supply_rows};
use super::table::{SmallTable, Titled};
use super::words::{
    borne_as, cell, finer, no_difference, signed, signed_cells, signed_ends, value, with_unit,
};
use headroom_core::domain::{Category, Figure, Whose};
use headroom_core::ledger::Supply;
use headroom_core::scenario::{Claim, Counterpart};
use serde_json::{Map, Value, json};

/// A system that stands beside a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// [`Counterpart::TODAY`], or as the scenario names it.
    pub id: String,
    /// The figures that are asked for first; then what differs of single Users, SRVs and classes of messages.
    pub figures: Vec<BesideFigure>,
    /// The means of everybody.
    pub means: Vec<(Figure, f64)>,
    /// The added delay that 95 % of the requests of what is followed do not exceed, seconds, by SRV; later than any where
    /// more than one in twenty were never answered.
    pub followed: Vec<(String, Option<f64>)>,
    /// What network parties in storms know with it, "while active" being while the variant's mechanism is (C2).
    pub supply_rows: Vec<SupplyRow>,
    /// The same by network party in a storm, as counted.
    pub supply: Vec<Supply>,
    /// What the variant has more, replication by replication, of harm and of what is asserted to be more than today.
    pub paired: Vec<Paired>,
}

/// How much more of a figure a variant has, in each replication in which both have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    /// Which.
    pub figure: Figure,
    /// Whose, by its place in the variant's scenario.
    pub whose: Whose,
    /// The differences, in the order of replications.
    pub more: Vec<f64>,
}

/// Harm that is not above by own sending, part by part, and outages (C2): what a setting spares somebody, and whom it costs what.
pub const HARM: [Figure; 7] = [
    Figure::NeverAnsweredWithin,
    Figure::NeverAnsweredDisplaced,
    Figure::NeverAnsweredPolls,
    Figure::RefusedWithin,
    Figure::RefusedDisplaced,
    Figure::RefusedPolls,
    Figure::OutageS,
];

/// A figure of it.
#[derive(Clone, Debug, PartialEq)]
pub struct BesideFigure {
    /// Which.
    pub figure: Figure,
    /// Whose, by its place in the variant's scenario.
    pub whose: Whose,
    /// Its mean in the system that stands beside.
    pub mean: f64,
    /// Mean of what the variant has more, with its interval; the n of those replications in which both have it.
    pub more: Interval,
}

impl Evidence {
    /// Today's system beside it; none where there is none.
    pub fn today(&self) -> Option<&Beside> {
        self.beside.iter().find(|b| b.id == Counterpart::TODAY)
    }
}

/// The means of everybody.
fn means(there: &Evidence) -> Vec<(Figure, f64)> {
    let mean = |f: Figure| Some((f, there.estimate(f, Whose::All)?.mean));
    Figure::ALL.into_iter().filter_map(mean).collect()
}

/// The figures of `there`, and what `here` has more.
fn figures(here: &Evidence, there: &Evidence) -> Vec<BesideFigure> {
    let one = |figure: Figure, whose: Whose| {
        let mean = there.estimate(figure, same(whose, here, there)?)?.mean;
        let more = more((here, there), figure, whose)?;
        Some(BesideFigure { figure, whose, mean, more })
    };
    let mut asked: Vec<Figure> = in_each().collect();
    asked.extend(OF_ALL.into_iter().filter(|figure| !in_each().any(|f| f == *figure)));
    let mut all: Vec<BesideFigure> =
        asked.into_iter().filter_map(|figure| one(figure, Whose::All)).collect();
    let differs = |f: &BesideFigure| f.more.mean != 0.0 || f.more.ci_low != f.more.ci_high;
    for whose in concerned_in_either(here, there) {
        all.extend(of_single().filter_map(|f| one(f, whose)).filter(differs));
    }
    // What becomes of the SRVs with which network parties ask is asked first of a storm.
    let polled = polled(&here.plan).into_iter().map(Whose::Srv);
    all.extend(polled.filter_map(|whose| one(Figure::Refused, whose)));
    let groups = Category::ALL.map(Whose::Category).into_iter().chain([Whose::Others]);
    all.extend(groups.flat_map(|whose| OF_GROUPS.into_iter().filter_map(move |f| one(f, whose))));
    all
}

/// What `here` has more than `there` of harm, and of what it asserts to be so much more than today.
fn paired(here: &Evidence, there: &Evidence) -> Vec<Paired> {
    let asserted = here.plan.scenario.assertions.iter().filter_map(|a| match a.claim {
        Claim::MoreThanToday(figure, whose, _) => Some((figure, whose)),
        _ => None,
    });
    let of = |(figure, whose)| {
        let both = pairs(here, there, figure, whose)?;
        Some(Paired { figure, whose, more: both.into_iter().map(|(a, b)| a - b).collect() })
    };
    HARM.into_iter().map(|figure| (figure, Whose::All)).chain(asserted).filter_map(of).collect()
}

impl Beside {
    /// Of a system called `id`, which did what is seen `there`, beside the variant `here`.
    pub(super) fn new(id: &str, here: &Evidence, there: &Evidence) -> Self {
        let named = |row| SupplyRow { counterpart: id.to_owned(), ..row };
        Self {
            id: id.to_owned(),
            figures: figures(here, there),
            means: means(there),
            followed: followed_p95(there),
            supply_rows: supply_rows(there).into_iter().map(named).collect(),
            supply: there.folded().supply.clone(),
            paired: paired(here, there),
        }
    }

    /// What the variant has more of a figure, replication by replication.
    pub fn more(&self, figure: Figure, whose: Whose) -> Option<&[f64]> {
        let found = self.paired.iter().find(|p| (p.figure, p.whose) == (figure, whose))?;
        Some(&found.more)
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        if self.id == Counterpart::TODAY { "today's system" } else { &self.id }
    }

    /// The same after something else was named: `today`, `with anomaly detection`.
    pub fn said_name(&self) -> &str {
        self.id.strip_prefix("today ").unwrap_or(&self.id)
    }

    /// A mean of everybody; none where it is not measured there, or not asked for.
    pub fn mean(&self, figure: Figure) -> Option<f64> {
        let found = self.means.iter().find(|(f, _)| *f == figure).map(|(_, mean)| *mean);
        found.or_else(|| self.of_all(figure).map(|f| f.mean))
    }

    /// A figure of everybody that is asked for first.
    pub fn of_all(&self, figure: Figure) -> Option<&BesideFigure> {
        self.of(figure, Whose::All)
    }

    /// A figure of whom it is told: of single Users, SRVs and classes of messages only where it differs.
    pub fn of(&self, figure: Figure, whose: Whose) -> Option<&BesideFigure> {
        self.figures.iter().find(|f| f.figure == figure && f.whose == whose)
    }

    /// The figures of everybody by name.
    fn json(&self) -> Value {
        let all = self.figures.iter().filter(|f| f.whose == Whose::All);
        let one = |f: &BesideFigure| {
            let i = &f.more;
            let value = json!({
                "mean": f.mean, "difference": i.mean, "ci_low": i.ci_low, "ci_high": i.ci_high, "n": i.n,
            });
            (f.figure.word().to_owned(), value)
        };
        Value::Object(all.map(one).collect())
    }
}

/// What stands beside `e`, for JSON: `today`, and `counterparts` by name; neither where there is none.
pub(super) fn beside_json(e: &Evidence) -> Map<String, Value> {
    let (today, named): (Vec<&Beside>, Vec<&Beside>) =
        e.beside.iter().partition(|b| b.id == Counterpart::TODAY);
    let mut all: Map<String, Value> =
        today.iter().map(|b| ("today".to_owned(), b.json())).collect();
    let named: Map<String, Value> = named.iter().map(|b| (b.id.clone(), b.json())).collect();
    if !named.is_empty() {
        all.insert("counterparts".to_owned(), named.into());
    }
    all
}

/// A figure of everybody as it is said.
pub struct Said {
    /// What people call it.
    pub name: String,
    /// Its mean with its unit.
    pub mean: String,
    /// What the variant has more.
    pub more: String,
    /// The 95 % interval of that; empty from one replication.
    pub interval: String,
}

impl BesideFigure {
    /// How it is said; none of what is of one User, SRV or class.
    pub fn said(&self) -> Option<Said> {
        (self.whose == Whose::All).then(|| Said {
            name: self.figure.called(),
            mean: value(self.figure, self.mean),
            more: signed(self.figure, self.more.mean),
            interval: signed_ends(self.figure, &self.more).unwrap_or_default(),
        })
    }
}

/// A small table for each system that stands beside `e`, of the figures of which there is any.
pub fn beside_tables(e: &Evidence) -> Vec<Titled> {
    e.beside.iter().map(|beside| small(e, beside)).collect()
}

/// What differs; what does not is named below.
fn small(e: &Evidence, beside: &Beside) -> Titled {
    let asked_first = |f: &&BesideFigure| f.whose == Whose::All && in_each().any(|g| g == f.figure);
    let all = beside.figures.iter().filter(asked_first);
    let here = |f: &BesideFigure| e.estimate(f.figure, f.whose).map(|i| i.mean);
    let some = all.filter(|f| here(f).is_some_and(|x| x != 0.0 || f.mean != 0.0));
    let (same, differs): (Vec<&BesideFigure>, Vec<&BesideFigure>) =
        some.partition(|f| no_difference(f.figure, &f.more));
    let row = |f: &&BesideFigure| {
        let here = e.estimate(f.figure, f.whose)?;
        // The two cells tell apart what the difference does.
        let cell = |x: f64| cell(f.figure, borne_as(f.figure, x, finer(&here, &f.more)));
        let [more, ends] = signed_cells(f.figure, &f.more);
        let name = with_unit(f.figure, &f.figure.called());
        Some(vec![name, cell(here.mean), cell(f.mean), more, ends])
    };
    let title = format!("beside {}, on the same traffic", beside.name());
    let one = format!("in a {}", e.one());
    let head = [title.as_str(), one.as_str(), "there", "difference", "95 % interval"];
    let rows: Vec<Vec<String>> = differs.iter().filter_map(row).collect();
    let same: Vec<String> = same.iter().map(|f| f.figure.called()).collect();
    let note = match (rows.is_empty(), same.is_empty()) {
        (true, _) => "No difference to speak of.".to_owned(),
        (false, true) => String::new(),
        (false, false) => format!("No difference to speak of: {}.", same.join("; ")),
    };
    let table = SmallTable { head: head.map(str::to_owned).to_vec(), rows, words: 1 };
    Titled { note, ..table.into() }
}

//! What stands beside a variant on the same traffic (C2): today's system, and what the scenario names besides; and how
//! the figures that people ask for first differ from theirs, replication by replication (C5).
//!
//! Scope: the differences, their small table and their JSON. Left out: which systems these are
//! (`experiment/beside.rs`), and the table of files (`tables/beside.rs`). Checked by: `tests/it/studies/beside.rs`.

use super::Evidence;
use super::difference::{OF_ONE, concerned_in_either, more, same};
use super::interval::Interval;
use super::study_answer::{HEADLINES, Headline, OF_MESSAGES, OF_STORMS_AND_PROCESSES, signed};
use super::table::{NONE, SmallTable};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::Study;
use headroom_core::ledger::Folded;
use headroom_core::scenario::Counterpart;
use serde_json::{Map, Value, json};

/// A system that stands beside a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// [`Counterpart::TODAY`], or as the scenario names it.
    pub id: String,
    /// The figures that are asked for first; then what differs of single Users, SRVs and classes of messages.
    pub figures: Vec<BesideFigure>,
}

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
    /// The evidence of each variant of `study`, with what stands beside it; `folded` is what was seen of the variants,
    /// then of the counterparts.
    pub fn of_study(study: &Study, folded: Vec<Folded>) -> Vec<Self> {
        let plans = (0..study.plans()).map(|p| study.plan(p));
        let mut all: Vec<Self> = plans.zip(folded).map(|(p, f)| Self::new(p, f)).collect();
        let found = |v: usize| {
            let of = |b: &headroom_core::experiment::Beside| Beside {
                id: b.id.clone(),
                figures: figures(&all[v], &all[b.plan]),
            };
            study.beside(v).iter().map(of).collect()
        };
        let beside: Vec<Vec<Beside>> = (0..study.variants.len()).map(found).collect();
        all.truncate(study.variants.len());
        all.iter_mut().zip(beside).for_each(|(e, beside)| e.beside = beside);
        all
    }
}

/// All that is asked for first.
fn headlines() -> impl Iterator<Item = &'static Headline> {
    HEADLINES.iter().chain(&OF_STORMS_AND_PROCESSES).chain(&OF_MESSAGES)
}

/// The figures of `there`, and what `here` has more.
fn figures(here: &Evidence, there: &Evidence) -> Vec<BesideFigure> {
    let one = |figure: Figure, whose: Whose| {
        let mean = there.measures.estimate(figure, same(whose, here, there)?)?.mean;
        let more = more((here, there), figure, whose)?;
        Some(BesideFigure { figure, whose, mean, more })
    };
    let mut all: Vec<BesideFigure> =
        headlines().filter_map(|h| one(h.figure, Whose::All)).collect();
    let differs = |f: &BesideFigure| f.more.mean != 0.0 || f.more.ci_low != f.more.ci_high;
    for whose in concerned_in_either(here, there) {
        all.extend(OF_ONE.into_iter().filter_map(|f| one(f, whose)).filter(differs));
    }
    all
}

impl Beside {
    /// What people call it.
    pub fn name(&self) -> &str {
        if self.id == Counterpart::TODAY { "today's system" } else { &self.id }
    }

    /// A figure of everybody; none where not both have it.
    fn of_all(&self, figure: Figure) -> Option<&BesideFigure> {
        self.figures.iter().find(|f| (f.figure, f.whose) == (figure, Whose::All))
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

/// The small table: for each figure of which there is any, the variant and what stands beside it; none where it stands
/// alone.
pub fn beside_table(e: &Evidence) -> Option<SmallTable> {
    let any = |h: &&Headline| {
        let here = e.measures.estimate(h.figure, Whose::All).map(|i| i.mean);
        let there = e.beside.iter().filter_map(|b| Some(b.of_all(h.figure)?.mean));
        here.into_iter().chain(there).any(|mean| mean != 0.0)
    };
    let mut rows = Vec::new();
    for h in headlines().filter(any) {
        let here = e.measures.estimate(h.figure, Whose::All);
        let mean = here.map_or(NONE.to_owned(), |i| (h.said)(i.mean));
        let name = e.plan.scenario.name.clone();
        rows.push(vec![h.name.to_owned(), name, mean, String::new(), String::new()]);
        for beside in &e.beside {
            let [mean, more, ends] = said(h, beside.of_all(h.figure));
            rows.push(vec![String::new(), beside.name().to_owned(), mean, more, ends]);
        }
    }
    let one = format!("in a {}, on the same traffic", e.one());
    let head = [one.as_str(), "with", "mean", "scenario has more", "95 % interval"];
    let head = head.map(str::to_owned).to_vec();
    (!e.beside.is_empty()).then_some(SmallTable { head, rows, words: 2 })
}

/// A figure's mean, what the variant has more, and the ends of that.
fn said(h: &Headline, of: Option<&BesideFigure>) -> [String; 3] {
    let Some(of) = of else { return [NONE.to_owned(), String::new(), String::new()] };
    let more = |x: f64| signed(h.more, x);
    let ends = of.more.ci_low.zip(of.more.ci_high);
    let ends = ends.map_or(NONE.to_owned(), |(a, b)| format!("{} to {}", more(a), more(b)));
    [(h.said)(of.mean), more(of.more.mean), ends]
}

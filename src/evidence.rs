//! What the figures are: measures with their intervals, fairness, cautions, and the tables.
//!
//! Scope: from what was folded to numbers (`counted.rs`, `measures.rs`, `figures.rs`, `interval.rs`), those of
//! supply (`supply.rs`), processes (`processes.rs`) and messages to Users (`northbound.rs`) among them, what storms ask for (`storms.rs`), and theory has of
//! retries (`overload.rs`) and of where protection ends (`protection.rs`), what is asked of a storm first (`in_storm.rs`), and what a scenario asserts of them (`assertions.rs`), reasons not to trust them (`cautions.rs`), the answer
//! in sentences (`answer.rs`), that of each question of the consultation by its own study (`answers.rs`), what `--format json` prints (`json.rs`) and the tables (`tables.rs`); of
//! drawn courses how often it happens (`frequency.rs`); beside today's system and others what differs (`beside.rs`); of
//! a study of several variants (`findings.rs`) how they differ (`difference.rs`) and its answer
//! (`study_answer.rs`, `study_table.rs`, `study_json.rs`), what it hinges on (`sensitivity.rs`, kept with the scenario: `kept.rs`), what holds whatever is assumed (`uncertainty.rs`), what options cost and buy (`options.rs`), and which thresholds
//! keep what is asked (`sizing.rs`); why a User was throttled (`explain.rs`); what was fitted to a log (`fitted.rs`). Sums of fractions are added in the order of
//! replications, never by polars. Left out: drawing and printing. Source: `docs/rules.md`, C2, C3,
//! C5. Checked by: `tests/it/measures.rs`, `tests/it/studies/intervals.rs`, `tests/it/shown`.

pub mod added;
mod alike;
pub mod along;
pub mod answer;
pub mod answers;
mod asked_first;
pub mod assertions;
pub mod beside;
pub mod board;
pub mod cautions;
pub mod contrast;
pub mod counted;
pub mod days;
pub mod delayed;
pub mod difference;
pub mod each_srv;
pub mod exercised;
pub mod explain;
pub mod fairness;
mod figures;
pub mod files;
pub mod findings;
pub mod first;
pub mod fitted;
pub mod frequency;
pub mod groups;
pub mod harm;
pub mod headlines;
pub mod in_storm;
pub mod interval;
pub mod json;
pub mod kept;
mod making;
pub mod measures;
pub mod monthly;
pub mod names;
pub mod northbound;
pub mod observed;
pub mod options;
pub mod overload;
pub mod polls;
pub mod processes;
pub mod protection;
pub mod questions;
pub mod recommend;
pub mod sensitivity;
pub mod shelf;
pub mod sizing;
pub mod stands;
pub mod storms;
pub mod study_answer;
pub mod study_json;
pub mod study_table;
pub mod supply;
pub mod table;
pub mod tables;
mod throttled;
pub mod told;
pub mod triggering;
mod turning;
pub mod uncertainty;
pub mod until_accepted;
pub mod words;
pub mod workbook;

pub use headroom_core::domain::{Figure, Whose};
pub use headroom_core::experiment::{Setting, last, plain};

use asked_first::{OF_ALL, OF_GROUPS, in_each};
use beside::Beside;
use cautions::{Caution, cautions};
use fairness::{Property, properties};
use frequency::Frequency;
use headroom_core::domain::Category;
use headroom_core::engine::Plan;
use headroom_core::ledger::Folded;
use headroom_core::traffic::{Ordinary, Traffic};
use interval::Interval;
use measures::Measures;
use shelf::{Remembered, Shown, Source, Values};
use std::sync::Arc;
use storms::polled;

/// The evidence of a study of one scenario.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What was run.
    pub plan: Plan,
    /// The busiest window that ordinary traffic is expected to have.
    pub ordinary: Ordinary,
    /// Fairness (C3).
    pub fairness: Vec<Property>,
    /// Reasons not to trust a figure.
    pub cautions: Vec<Caution>,
    /// Load of its busiest window, in requests, and the window's first cell.
    pub peak_load: (u64, u64),
    /// How often it happens, where replications are drawn courses (C4).
    pub frequency: Option<Frequency>,
    /// What stands beside it on the same traffic (C2); nothing where it stands alone.
    pub beside: Vec<Beside>,
    /// Where what the replications showed is.
    source: Source,
    remembered: Arc<Remembered>,
    /// How many replications.
    replications: usize,
    /// Submissions due, mean of a replication.
    submissions: f64,
}

impl Evidence {
    /// What a replication is: one, a year or a course.
    pub fn one(&self) -> &'static str {
        self.frequency.as_ref().map_or("replication", |years| years.length.word())
    }

    /// Works the evidence out of at least one replication of `plan`, which stands alone.
    ///
    /// ```
    /// use headroom::evidence::{Evidence, Figure, Whose};
    /// use headroom_core::engine::Plan;
    /// use headroom_core::experiment::{Running, replicate};
    /// use headroom_core::scenario::load;
    ///
    /// let plan = Plan::new(&load("minimal", &["/replications=5".parse()?])?)?;
    /// let evidence = Evidence::new(&plan, replicate(&plan, Running::default(), || ())?);
    /// let throttled = evidence.estimate(Figure::Throttled, Whose::All).expect("a count");
    /// assert_eq!(throttled.n, 5);
    /// assert!(throttled.ci_low.expect("of five") < throttled.mean);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(plan: &Plan, folded: Folded) -> Self {
        Self::of(plan, Source::Held(Shown::new(plan, Arc::new(folded))))
    }

    fn of(plan: &Plan, source: Source) -> Self {
        let scenario = &plan.scenario;
        let Shown { folded, measures } = source.shown(plan);
        let ordinary = Ordinary::new(scenario, &Traffic::ordinary(scenario));
        let frequency = Frequency::new(plan, &folded);
        let mut cautions = cautions(plan, &ordinary, Some(&measures));
        cautions.extend(polls::far_above_ordinary(plan, &folded, &measures));
        cautions.extend(frequency.iter().flat_map(|f| frequency::cautions(plan, f)));
        Self {
            fairness: properties(plan, &folded),
            cautions,
            peak_load: folded.runs[0].peak_load,
            replications: folded.runs.len(),
            submissions: measures.mean(|r| r.counted.submissions as f64).mean,
            plan: plan.clone(),
            ordinary,
            frequency,
            beside: Vec::new(),
            source,
            remembered: Arc::default(),
        }
    }

    /// What its replications showed; read again where it is not held.
    pub fn folded(&self) -> Arc<Folded> {
        self.source.shown(&self.plan).folded
    }

    /// The figures of each replication, and of each User and SRV; made again where they are not held.
    pub fn measures(&self) -> Arc<Measures> {
        self.source.shown(&self.plan).measures
    }

    /// How many replications.
    pub fn replications(&self) -> usize {
        self.replications
    }

    /// The mean of a figure with its interval ([`Measures::estimate`]), remembered but for single Users.
    pub fn estimate(&self, figure: Figure, whose: Whose) -> Option<Interval> {
        let of = || self.measures().estimate(figure, whose);
        match whose {
            Whose::User(_) => of(),
            _ => self.remembered.estimate((figure, whose), of),
        }
    }

    /// Remembers the figures for which all variants are asked one after the other, while what they are made of is held.
    fn remember(&self) {
        Figure::ALL.into_iter().for_each(|figure| _ = self.estimate(figure, Whose::All));
        let groups = Category::ALL.map(Whose::Category).into_iter().chain([Whose::Others]);
        groups.for_each(|whose| OF_GROUPS.iter().for_each(|f| _ = self.estimate(*f, whose)));
        for class in 0..self.plan.scenario.northbound.message_classes().len() {
            let delays = [Figure::DelaySP95, Figure::DelaySMax];
            delays.iter().for_each(|f| _ = self.estimate(*f, Whose::Class(class)));
        }
        polled(&self.plan)
            .iter()
            .for_each(|srv| _ = self.estimate(Figure::ThrottledShare, Whose::Srv(*srv)));
        OF_ALL.into_iter().chain(in_each()).for_each(|f| _ = self.values(f, Whose::All));
    }

    /// Forgets figures of each replication but those of everybody that are asked for first.
    fn forget_values(&self) {
        let first = |figure| OF_ALL.into_iter().chain(in_each()).any(|f| f == figure);
        self.remembered.forget_values(|(figure, whose)| whose == Whose::All && first(figure));
    }

    /// A figure of each replication ([`Measures::values`]), remembered until all that differs is told.
    fn values(&self, figure: Figure, whose: Whose) -> Values {
        self.remembered.values((figure, whose), || self.measures().values(figure, whose))
    }

    /// What a replication is called: a year or a course where it is one.
    pub fn replication_word(&self) -> &'static str {
        self.frequency.as_ref().map_or("replication", |f| f.length.word())
    }

    /// Names of the events at the indices `causes`.
    pub fn causes(&self, causes: &[usize]) -> Vec<&str> {
        causes.iter().map(|c| self.plan.scenario.event_id(*c)).collect()
    }
}

//! What the figures are: measures with their intervals, fairness, cautions, and the tables.
//!
//! Scope: from what was folded to numbers (`counted.rs`, `measures.rs`, `figures.rs`, `interval.rs`), those of
//! supply (`supply.rs`), processes (`processes.rs`) and messages to Users (`northbound.rs`) among them, what storms ask for (`storms.rs`), and theory has of
//! retries (`overload.rs`) and of where protection ends (`protection.rs`), what is asked of a storm first (`in_storm.rs`), and what a scenario asserts of them (`assertions.rs`), reasons not to trust them (`cautions.rs`), the answer
//! in sentences (`answer.rs`), what `--format json` prints (`json.rs`) and the tables (`tables.rs`); of
//! drawn courses how often it happens (`frequency.rs`); of
//! a study of several variants (`findings.rs`) how they differ (`difference.rs`) and its answer
//! (`study_answer.rs`, `study_table.rs`, `study_json.rs`), what it hinges on (`sensitivity.rs`), what options cost and buy (`options.rs`), and which thresholds
//! keep what is asked (`sizing.rs`); why a User was throttled (`explain.rs`). Sums of fractions are added in the order of
//! replications, never by polars. Left out: drawing and printing. Source: `docs/rules.md`, C2, C3,
//! C5. Checked by: `tests/it/rules/measures.rs`, `tests/it/studies/intervals.rs`, `tests/it/shown`.

mod answer;
mod assertions;
mod cautions;
mod counted;
mod difference;
mod each_srv;
mod explain;
mod fairness;
mod figures;
mod files;
mod findings;
mod frequency;
mod headlines;
mod in_storm;
mod interval;
mod json;
mod measures;
mod monthly;
mod northbound;
mod options;
mod overload;
mod processes;
mod protection;
mod questions;
mod sensitivity;
mod sizing;
mod storms;
mod study_answer;
mod study_json;
mod study_table;
mod supply;
mod table;
mod tables;
mod throttled;
mod told;

pub use answer::{
    AnswerRow, answer_rows, class_table, said, sentence, sentences, thousands, time_said,
};
pub use assertions::{Kind, Outcome, Verdict, verdicts};
pub use cautions::{Caution, cautions};
pub use counted::Counted;
pub use difference::Difference;
pub use each_srv::{list_sentences, list_table};
pub use explain::{Case, Explanation, FirstTime, explain, explain_command};
pub use explain::{first_question, first_times};
pub use fairness::{Property, properties};
pub use files::{NoTable, csv, parquet, read};
pub use findings::{Findings, Found};
pub use frequency::{ACTIVATIONS, ACTIVE_H, FIGURES, LONGEST, REJECTED, THROTTLED, UNSERVED};
pub use frequency::{
    ByCause, ByMonth, ByWhom, CalendarCell, Convergence, Dispersion, Frequency, Horizon,
};
pub use frequency::{FrequencyReport, Titled, frequency_report, frequency_sentences};
pub use frequency::{
    HorizonMonth, LEAD, Length, Level, Method, NARROW, ORDINARY, PERIODS, PerYear,
};
pub use frequency::{Rate, Year, YearFigure, dispersion, level, poisson_interval, years_needed};
pub use frequency::{few, frequency_tables, month_of, once_in, per_year_table};
pub use frequency::{said_of, threshold_in, years_said};
pub use headlines::{HeadlineRow, headline_rows};
pub use in_storm::{Listing, StormAnswer, listings, storm_answers};
pub use interval::{Interval, mean_interval, proportion_interval};
pub use json::{Report, report};
pub use measures::{Measures, RunMeasures, UserMeasures};
pub use monthly::{MonthRow, capacity_in, meters_in, month_rows};
pub use northbound::{AdapterRow, AlertRow, MessageRow, NorthMeasures, adapter_rows, alert_rows};
pub use northbound::{
    class_rows, class_said, delivered_classes, northbound_rows, path_outages, release_table,
};
pub use options::{Burden, OptionFigure, OptionsSeen, Priced};
pub use overload::{NO_RETURN, attempts_by_theory, fresh_load, retry_attempts};
pub use processes::{ProcessRow, StepRow, process_rows, step_rows};
pub use protection::{Demand, Protection};
pub use questions::{Answered, Question, answered, study_answered};
pub use sensitivity::{End, Sensitivity, Swing};
pub use sizing::{AtThreshold, Sized, Sizing};
pub use storms::{customers, peak_polls_per_s, polled};
pub use study_answer::study_sentences;
pub use study_json::{StudyReport, study_report};
pub use study_table::study_table;
pub use supply::{Known, Since, SupplyMeasures, SupplyRow, WITHIN_MIN, supply_rows};
pub use table::{Cells, ColumnHead, SmallTable, Table, TableHead, Unit, markdown};
pub use tables::{described, options_tables, sensitivity_json, sensitivity_table, sizing_table};
pub use tables::{study_tables, tables};
pub use told::Told;

pub use headroom_core::domain::{Figure, Whose};
pub use headroom_core::experiment::{Setting, last, plain};

use headroom_core::engine::Plan;
use headroom_core::ledger::{Folded, Row};
use headroom_core::traffic::{Ordinary, Traffic};

/// The evidence of a study of one scenario.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What was run.
    pub plan: Plan,
    /// The busiest window that ordinary traffic is expected to have.
    pub ordinary: Ordinary,
    /// The figures.
    pub measures: Measures,
    /// Fairness (C3).
    pub fairness: Vec<Property>,
    /// Reasons not to trust a figure.
    pub cautions: Vec<Caution>,
    /// Load of its busiest window, in requests, and the window's first cell.
    pub peak_load: (u64, u64),
    /// How often it happens, where replications are drawn courses (C4).
    pub frequency: Option<Frequency>,
    /// What the replications showed.
    pub folded: Folded,
}

impl Evidence {
    /// What a replication is: one, a year or a course.
    pub fn one(&self) -> &'static str {
        self.frequency.as_ref().map_or("replication", |years| years.length.word())
    }

    /// Works the evidence out of at least one replication.
    pub fn new(plan: &Plan, folded: Folded) -> Self {
        let scenario = &plan.scenario;
        let ordinary = Ordinary::new(scenario, &Traffic::ordinary(scenario));
        let measures = Measures::new(plan, &folded);
        let frequency = Frequency::new(plan, &folded);
        let mut cautions = cautions(plan, &ordinary, Some(&measures));
        cautions.extend(frequency.iter().flat_map(|f| frequency::cautions(plan, f)));
        Self {
            fairness: properties(plan, &folded),
            cautions,
            peak_load: folded.runs[0].peak_load,
            plan: plan.clone(),
            ordinary,
            measures,
            frequency,
            folded,
        }
    }

    /// What a replication is called: a year or a course where it is one.
    pub fn replication_word(&self) -> &'static str {
        self.frequency.as_ref().map_or("replication", |f| f.length.word())
    }

    /// What happened in the first replication.
    pub fn timeline(&self) -> &[Row] {
        &self.folded.timeline
    }

    /// Names of the events at the indices `causes`.
    pub fn causes(&self, causes: &[usize]) -> Vec<&str> {
        causes.iter().map(|c| self.plan.scenario.event_id(*c)).collect()
    }
}

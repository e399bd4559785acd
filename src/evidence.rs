//! What the figures are: measures with their intervals, fairness, cautions, and the tables.
//!
//! Scope: from what was folded to numbers (`counted.rs`, `measures.rs`, `figures.rs`, `interval.rs`), those of
//! supply (`supply.rs`), processes (`processes.rs`) and messages to Users (`northbound.rs`) among them, what storms ask for (`storms.rs`) and theory has of
//! retries (`overload.rs`), and what a scenario asserts of them (`assertions.rs`), reasons not to trust them (`cautions.rs`), the answer
//! in sentences (`answer.rs`), what `--format json` prints (`json.rs`) and the tables (`tables.rs`); of
//! a study of several variants (`findings.rs`) how they differ (`difference.rs`) and its answer
//! (`study_answer.rs`, `study_table.rs`, `study_json.rs`). Sums of fractions are added in the order of
//! replications, never by polars. Left out: drawing and printing. Source: `docs/rules.md`, C2, C3,
//! C5. Checked by: `tests/it/rules/measures.rs`, `tests/it/studies/intervals.rs`, `tests/it/shown`.

mod answer;
mod assertions;
mod cautions;
mod counted;
mod difference;
mod fairness;
mod figures;
mod findings;
mod interval;
mod json;
mod measures;
mod northbound;
mod overload;
mod processes;
mod storms;
mod study_answer;
mod study_json;
mod study_table;
mod supply;
mod tables;

pub use answer::{
    AnswerRow, answer_rows, class_table, said, sentence, sentences, thousands, time_said,
};
pub use assertions::{Kind, Outcome, Verdict, verdicts};
pub use cautions::{Caution, cautions};
pub use counted::Counted;
pub use difference::Difference;
pub use fairness::{Property, properties};
pub use findings::{Findings, Found};
pub use interval::{Interval, mean_interval, proportion_interval};
pub use json::{Report, report};
pub use measures::{Measures, RunMeasures, UserMeasures};
pub use northbound::{AdapterRow, AlertRow, MessageRow, NorthMeasures, adapter_rows, alert_rows};
pub use northbound::{
    class_rows, class_said, delivered_classes, northbound_rows, path_outages, release_table,
};
pub use overload::{NO_RETURN, attempts_by_theory, fresh_load, retry_attempts};
pub use processes::{ProcessRow, StepRow, process_rows, step_rows};
pub use storms::{customers, peak_polls_per_s, polled};
pub use study_answer::study_sentences;
pub use study_json::{StudyReport, study_report};
pub use study_table::{StudyTable, study_table};
pub use supply::{Known, Since, SupplyMeasures, SupplyRow, WITHIN_MIN, supply_rows};
pub use tables::{Table, study_tables, tables};

pub use crate::domain::{Figure, Whose};
pub use crate::experiment::{Setting, last, plain};

use crate::engine::Plan;
use crate::ledger::{Folded, Row};
use crate::traffic::{Ordinary, Traffic};

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
    /// What the replications showed.
    pub folded: Folded,
}

impl Evidence {
    /// Works the evidence out of at least one replication.
    pub fn new(plan: &Plan, folded: Folded) -> Self {
        let scenario = &plan.scenario;
        let ordinary = Ordinary::new(scenario, &Traffic::ordinary(scenario));
        let measures = Measures::new(plan, &folded);
        Self {
            fairness: properties(plan, &folded),
            cautions: cautions(plan, &ordinary, Some(&measures)),
            peak_load: folded.runs[0].peak_load,
            plan: plan.clone(),
            ordinary,
            measures,
            folded,
        }
    }

    /// What happened in the first replication.
    pub fn timeline(&self) -> &[Row] {
        &self.folded.timeline
    }

    /// Names of the events at the indices `causes`.
    pub fn causes(&self, causes: &[usize]) -> Vec<&str> {
        causes.iter().map(|c| self.plan.scenario.events[*c].id.as_str()).collect()
    }
}

//! Why was this User throttled then, or not? The windows around a time, and what they say.
//!
//! Scope: one User in one replication of one scenario, watched (`ledger/watched.rs`). The answer in sentences
//! with the rules behind them (`why.rs`, `why_not.rs`,
//! `what_came.rs`), the table of windows, and JSON (`windows.rs`); what every study knows of it without watching
//! (`first_time.rs`), and the command that asks (`command.rs`). Left out: courses, whose
//! episodes are drawn. Source: `docs/rules.md`, G1–G4, M1, M4–M6, M9, M10, U1. Checked by: `tests/it/explain`,
//! by hand and against the User's counts.

mod command;
mod first_time;
mod said;
mod what_came;
mod why;
mod why_not;
mod windows;

pub use command::{explain_command, first_question};
pub use first_time::{FirstTime, first_times};

use super::table::SmallTable;
use headroom_core::domain::{NANO, Nano};
use headroom_core::engine::Plan;
use headroom_core::ledger::{ActivationRecord, Ledger, WatchRow};
use serde_json::Value;

/// What is asked: a User, a time, and a replication in which the User was watched.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// What was run.
    pub plan: &'a Plan,
    /// What the replication showed, with the rows of all windows.
    pub ledger: &'a Ledger,
    /// Index of the User that was watched.
    pub user: usize,
    /// A cell of the window asked for.
    pub cell: u64,
    /// How many windows before and after it are shown.
    pub around: usize,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// In sentences.
    pub sentences: Vec<String>,
    /// The windows around the one asked for, which is marked.
    pub table: SmallTable,
    /// All of it, with names that stay.
    pub json: Value,
}

/// Explains a case.
pub fn explain(case: &Case<'_>) -> Explanation {
    let mut sentences = why::sentences(case);
    sentences.extend(what_came::sentences(case));
    Explanation { table: windows::table(case), json: windows::json(case, &sentences), sentences }
}

impl<'a> Case<'a> {
    /// The place of the window asked for among all.
    fn asked(&self) -> usize {
        let per_window = self.plan.scenario.calendar.cells_per_window() as u64;
        (self.cell / per_window) as usize
    }

    /// The window asked for.
    fn row(&self) -> &'a WatchRow {
        &self.ledger.watched[self.asked()]
    }

    /// The windows that are shown.
    fn shown(&self) -> std::ops::Range<usize> {
        let all = self.ledger.watched.len();
        self.asked().saturating_sub(self.around)
            ..all.min(self.asked().saturating_add(self.around).saturating_add(1))
    }

    /// The activation in force in some part of the window asked for.
    fn activation(&self) -> Option<&'a ActivationRecord> {
        let from = self.row().cell;
        let to = from + self.plan.scenario.calendar.cells_per_window() as u64;
        self.ledger.activations.iter().find(|a| a.from < to && a.to > from)
    }

    fn name(&self) -> &'a str {
        &self.plan.scenario.users[self.user].name
    }

    /// When `cell` begins, for a sentence.
    fn said(&self, cell: u64) -> String {
        self.plan.scenario.calendar.said(cell)
    }
}

/// Nano-requests as requests.
fn requests(nano: Nano) -> f64 {
    nano as f64 / NANO as f64
}

/// Requests that need not be whole.
fn fraction(nano: Nano) -> String {
    super::words::fraction(requests(nano))
}

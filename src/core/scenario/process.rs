//! Processes, complete and checked (T7).

use super::{Amount, When};
use crate::domain::{Fuel, Share, Span};

/// An ordered list of steps, such as an installation; each is a request of its own.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its name.
    pub id: String,
    /// Its Users.
    pub users: Vec<usize>,
    /// How many runs a day.
    pub amount: Amount,
    /// Only meters of this fuel.
    pub fuel: Option<Fuel>,
    /// The day's number is exact (T3).
    pub exact: bool,
    /// When runs begin.
    pub when: When,
    /// Its steps, at least one.
    pub steps: Vec<ProcessStep>,
    /// Chance that a new run follows an aborted one.
    pub retrigger: Share,
    /// How long after it.
    pub retrigger_after: Span,
}

/// A step of a process.
#[derive(Clone, Debug)]
pub struct ProcessStep {
    /// Its name.
    pub id: String,
    /// Its SRV, sent on demand.
    pub srv: usize,
    /// Time from the cell after the one in which the step before was served; for the first step, from
    /// the run's beginning.
    pub delay: Span,
    /// Its request is given up when this has passed since its first submission; none: by the User's retry
    /// policy alone.
    pub deadline: Option<Span>,
}

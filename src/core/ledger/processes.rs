//! What became of processes (T7).

use serde::{Deserialize, Serialize};

/// Runs of a process of one User: begun = completed first time + completed late + aborted + open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 5]", into = "[u64; 5]")]
pub struct Runs {
    /// Runs begun, those that follow an aborted one among them.
    pub begun: u64,
    /// Completed, and no step of it was refused or tried again.
    pub first_time: u64,
    /// Completed, and some step was refused or tried again.
    pub late: u64,
    /// A step ended unserved.
    pub aborted: u64,
    /// Of the aborted, those after which a new run was begun or will be.
    pub retriggered: u64,
}

/// One step of a process, over its Users.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 5]", into = "[u64; 5]")]
pub struct Step {
    /// Requests begun.
    pub begun: u64,
    /// Served.
    pub served: u64,
    /// Of the served, those of which no attempt was refused and none was repeated.
    pub first_time: u64,
    /// Ended unserved, which aborted their runs.
    pub aborted: u64,
    /// Attempts refused: throttled, capped, rejected or unavailable.
    pub refused: u64,
}

impl Runs {
    /// Neither completed nor aborted.
    pub fn open(&self) -> u64 {
        self.begun - self.first_time - self.late - self.aborted
    }
}

super::numbers::whole_numbers!(Runs, 5, added: begun, first_time, late, aborted, retriggered);
super::numbers::whole_numbers!(Step, 5, added: begun, served, first_time, aborted, refused);

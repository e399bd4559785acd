//! Early warnings, and whether a 503 followed (M8).

use serde::{Deserialize, Serialize};

/// A User is warned, without a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Index of the User.
    pub user: usize,
    /// First cell.
    pub from: u64,
    /// Cell after the last.
    pub until: u64,
    /// First cell of the window of the User's first 503, throttled or rejected, while it holds; the warning's
    /// own first cell where the User had one in the window that drew it.
    pub refused: Option<u64>,
}

/// Warnings of a replication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 3]", into = "[u64; 3]")]
pub struct Warnings {
    /// How many.
    pub all: u64,
    /// After which no 503 came while they held.
    pub unfounded: u64,
    /// Cells from the others to the User's first 503, all together.
    pub lead: u64,
}

impl Warnings {
    /// Of `list`.
    pub fn of(list: &[Warning]) -> Self {
        let lead = |w: &Warning| w.refused.map_or(0, |at| at - w.from);
        Self {
            all: list.len() as u64,
            unfounded: list.iter().filter(|w| w.refused.is_none()).count() as u64,
            lead: list.iter().map(lead).sum(),
        }
    }
}

super::numbers::whole_numbers!(Warnings, 3: all, unfounded, lead);

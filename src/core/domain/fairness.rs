//! The fairness properties (C3), by number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A fairness property that has violations (C3).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Fairness {
    /// No User that has kept within its allocation is throttled.
    F1,
    /// No Prioritised Service Request is throttled.
    F2,
    /// No User that has kept within its allocation is rejected while another has not.
    F3,
    /// Standard business operation never activates the mechanism.
    F4,
    /// No first attempt of a User that has kept within its allocation is throttled or rejected.
    F5,
}

impl Fairness {
    /// Its number in the rules.
    pub fn word(self) -> &'static str {
        match self {
            Fairness::F1 => "F1",
            Fairness::F2 => "F2",
            Fairness::F3 => "F3",
            Fairness::F4 => "F4",
            Fairness::F5 => "F5",
        }
    }
}

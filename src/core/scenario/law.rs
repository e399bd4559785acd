//! How likely an input is where in its range (C6): the laws, by the names that stay. What they make of a range, `between.rs`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How likely an input is where in its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    /// Everywhere alike.
    Uniform,
    /// Between a value and its double alike, wherever: of what may be so many times larger or smaller.
    LogUniform,
    /// Most likely at `mode`, less and less towards both ends.
    Triangular,
    /// One of the values, each alike.
    Choose,
}

impl Law {
    /// The name that stays.
    pub fn word(self) -> &'static str {
        match self {
            Law::Uniform => "uniform",
            Law::LogUniform => "log_uniform",
            Law::Triangular => "triangular",
            Law::Choose => "choose",
        }
    }
}

//! The form of ranges.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// An input that is not known exactly, for `headroom sensitivity`: it decides no result of any other command.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RangeForm {
    /// Name in sentences, tables and charts.
    pub id: String,
    /// Where the input stands: a JSON pointer in which a token may be an id.
    pub pointer: String,
    /// The low end of the range, as the file would say it.
    pub low: Value,
    /// The high end.
    pub high: Value,
    /// Why the input may lie in this range.
    #[serde(default)]
    pub why: Option<String>,
}

//! Recorded traffic.

use super::{SelectForm, defaults};
use crate::domain::Span;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Recorded traffic in place of streams, or beside those of other Users (T8).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct RecordingForm {
    /// The log, a path beside this file: CSV, gzip'd CSV or Parquet.
    pub from: String,
    /// Further files of the same log.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub further: Vec<String>,
    /// BLAKE3 digest of the log, hexadecimal, of several files of their digests: filled in when it is read; where it is given, another log is refused.
    #[serde(default)]
    pub digest: Option<String>,
    /// Columns of other names: as the log calls them, and as they are called here.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// Users of other names: as the log calls them, and their ids; nothing leaves them out.
    #[serde(default)]
    pub user_names: BTreeMap<String, String>,
    /// SRVs of other names: as the log calls them, and their numbers; nothing leaves them out.
    #[serde(default)]
    pub srv_names: BTreeMap<String, String>,
    /// Time zone of times without an offset, such as `Europe/London`; it is never guessed.
    #[serde(default)]
    pub zone: Option<String>,
    /// Time over which what a row counts is spread: whole cells that divide a half-hour; found out where left out.
    #[serde(default)]
    pub bin: Option<Span>,
    /// Of a course: days of the log that are drawn together, so that weeks keep their shape; 7 where left out.
    #[serde(default)]
    #[schemars(range(min = 1, max = 366))]
    pub block_days: Option<u16>,
    /// Users of whose streams it takes the place; their rows alone are replayed.
    #[serde(default)]
    pub users: SelectForm,
    /// Whether signed second submissions are among its rows, as requests of their own; then they are not made again (T6).
    #[serde(default = "defaults::yes")]
    pub second_submissions: bool,
    /// Whether the steps of these Users' processes are in it; then no such runs begin (T7).
    #[serde(default = "defaults::yes")]
    pub process_steps: bool,
}

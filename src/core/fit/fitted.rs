//! What was found in a log.

use super::batches::Batch;
use super::days::Part;
use super::panel::KINDS;
use super::profiles::Profile;
use super::retries::Rule;
use super::value::Value;
use super::variation::Variation;
use super::weekdays::Weekdays;
use super::within::Uneven;
use crate::domain::{Mode, Span};
use crate::recording::Remarks;
use std::collections::BTreeMap;

/// A stream that was fitted.
#[derive(Clone, Debug)]
pub struct FittedStream {
    /// Its name.
    pub id: String,
    /// Index of the User.
    pub user: usize,
    /// The SRV.
    pub srv: String,
    /// How it reaches the DSP.
    pub mode: Mode,
    /// Requests a day, of level 1.
    pub a_day: f64,
    /// Index of the profile; none of a batch.
    pub profile: Option<usize>,
    /// Index of the batch.
    pub batch: Option<usize>,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// Names of Users, in order.
    pub users: Vec<String>,
    /// By User, requests a day on average.
    pub a_day: Vec<f64>,
    /// Streams.
    pub streams: Vec<FittedStream>,
    /// Their profiles.
    pub profiles: Vec<Profile>,
    /// Their batches.
    pub batches: Vec<Batch>,
    /// By how much it varies.
    pub variation: Variation,
    /// By User, how counts fall within half-hours; none of logs that do not tell.
    pub uneven: Vec<Option<Uneven>>,
    /// How weekdays differ; none of short logs.
    pub weekdays: Option<Weekdays>,
    /// Retry rules: of all Users together, then of those of whom enough was refused.
    pub rules: Vec<Rule>,
    /// All values with their errors.
    pub values: Vec<Value>,
    /// Where in them each pointer is.
    pub(super) places: BTreeMap<String, usize>,
    /// Seconds within which half of the answers came, and 95 of 100, by mode; where they are recorded.
    pub responses: [Option<(f64, f64, u64)>; 3],
    /// Days of each kind.
    pub days: [usize; KINDS],
    /// The first day and the last of the log, as days since 1970-01-01.
    pub dates: (i32, i32),
    /// Those of them that are left out, since the log has only a part of them.
    pub left_out: Vec<Part>,
    /// Half-hours that are missing, that are taken for empty, and that the log has a part of.
    pub half_hours: [u64; 3],
    /// Half-hours among the busiest twentieth, and those of them in which something was refused.
    pub busiest: (usize, usize),
    /// Half-hours of Users whose demand lies between ends.
    pub censored: usize,
    /// Whether answers are recorded.
    pub answered: bool,
    /// Rows that do not say how they were answered, where others do.
    pub silent: u64,
    /// That names of Users were mapped in vain.
    pub in_vain: Option<String>,
    /// What the log is like.
    pub remarks: Remarks,
    /// Dates that have a Sunday's profile.
    pub holidays: Vec<String>,
    /// Whether profiles are of UTC's half-hours.
    pub utc: bool,
    /// The first half-hour of the log, counted from 1970, and the one after the last.
    pub span: (i64, i64),
    /// The log's bin, and the cell.
    pub bins: [Span; 2],
}

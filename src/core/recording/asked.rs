//! Which logs are read and how, and what kinds of requests they hold.

use crate::domain::{Mode, Span};
use std::collections::BTreeMap;

/// Which logs, and how they are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Paths of the files: together they are the log.
    pub files: Vec<String>,
    /// Columns of other names: as the file calls them, and as they are called here.
    pub map: BTreeMap<String, String>,
    /// The zone of times without an offset.
    pub zone: Option<String>,
    /// The finest part of a half-hour that is told apart: a cell.
    pub grain: Span,
    /// The part of a half-hour over which a row's requests are spread; found out where none is given.
    pub bin: Option<Span>,
    /// What is said of it besides.
    pub said: Said,
    /// Whether answers are counted too (T9).
    pub answers: bool,
}

/// What is said of a log that is not in it (T9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Whose all its requests are, where no column says so.
    pub user: Option<String>,
    /// Which SRV they are of, where no column says so.
    pub srv: Option<String>,
    /// The instant from which times that are numbers count seconds; 1970 where none is said.
    pub begins: Option<String>,
    /// Its times are local ones of the zone, whatever offset they give.
    pub local: bool,
}

/// Requests of a kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// The User, as the log calls it.
    pub user: String,
    /// The SRV, as the log calls it.
    pub srv: String,
    /// How they reach the DSP.
    pub mode: Mode,
}

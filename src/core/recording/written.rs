//! A replication written as a log: counts by cell, User, SRV, mode, attempt, first cell and outcome.

/// The names of its columns, as of any log.
pub const COLUMNS: &str = "time,user,srv,mode,submission,attempt,first_time,status,count";

/// What became of an attempt at the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was admitted, or the DSP started it itself.
    Admitted,
    /// It was throttled (G3).
    Throttled,
    /// It went beyond its User's cap (G2).
    Capped,
    /// It was rejected for want of room (G4).
    Rejected,
    /// It met no service (G1).
    Unavailable,
    /// It went beyond its anomaly threshold (G2).
    Quarantined,
    /// It went into its User's buffer (M9).
    Buffered,
}

impl Outcome {
    /// As a log says it: the HTTP status of the answer, or a word where there is none.
    pub fn status(self) -> &'static str {
        match self {
            Self::Admitted => "200",
            Self::Throttled => "503",
            Self::Capped => "429",
            Self::Rejected => "503 full",
            Self::Unavailable => "unavailable",
            Self::Quarantined => "quarantined",
            Self::Buffered => "202",
        }
    }
}

/// Attempts of a cell that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Noted {
    /// The cell.
    pub cell: u64,
    /// Index of the cohort.
    pub cohort: u32,
    /// Which attempt, from 1.
    pub attempt: u16,
    /// The cell of the request's first submission.
    pub first: u32,
    /// What became of them.
    pub outcome: Outcome,
    /// How many.
    pub count: u64,
}

/// A row of the log.
pub fn row(times: [&str; 2], names: [&str; 3], second: bool, noted: &Noted) -> String {
    let [time, first] = times;
    let [user, srv, mode] = names.map(quoted);
    let (submission, status) = (1 + u8::from(second), noted.outcome.status());
    let (attempt, count) = (noted.attempt, noted.count);
    format!("{time},{user},{srv},{mode},{submission},{attempt},{first},{status},{count}\n")
}

/// A name as a field of CSV.
fn quoted(name: &str) -> String {
    match name.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", name.replace('"', "\"\"")),
        false => name.to_owned(),
    }
}

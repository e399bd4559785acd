//! A replication written as a log: counts by cell, User, SRV, mode, attempt, first cell and outcome.

use crate::domain::Mode;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{BufWriter, Result, Write};

/// The names of its columns, as of any log.
const COLUMNS: &str = "time,user,srv,mode,submission,attempt,first_time,status,count";

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

/// Attempts of a cell that are alike, in the order of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Noted {
    /// The cell.
    pub cell: u64,
    /// Index of the User.
    pub user: usize,
    /// Index of the SRV.
    pub srv: usize,
    /// How they reach the DSP.
    pub mode: Mode,
    /// Whether they are of signed second submissions (T6).
    pub second: bool,
    /// Which attempt, from 1.
    pub attempt: u16,
    /// The cell of the request's first submission.
    pub first: u32,
    /// What became of them.
    pub outcome: Outcome,
    /// How many.
    pub count: u64,
}

/// Writes a log, row by row.
pub struct LogWriter<W: Write> {
    into: Packed<W>,
    rows: u64,
}

/// As it is, or gzip'd.
enum Packed<W: Write> {
    Plain(BufWriter<W>),
    Gzip(Box<BufWriter<GzEncoder<W>>>),
}

impl<W: Write> LogWriter<W> {
    /// A log in `into`, `packed` by gzip or not, that has its header.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(into: W, packed: bool) -> Result<Self> {
        let into = match packed {
            true => {
                let packed = GzEncoder::new(into, Compression::default());
                Packed::Gzip(Box::new(BufWriter::new(packed)))
            }
            false => Packed::Plain(BufWriter::new(into)),
        };
        let mut log = Self { into, rows: 0 };
        log.line(COLUMNS)?;
        Ok(log)
    }

    /// Writes `noted`: when its attempts were made and their requests first submitted, by whom, and of which SRV.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&mut self, times: &[String; 2], names: [&str; 2], noted: &Noted) -> Result<()> {
        let ([time, first], [user, srv]) = (times, names.map(quoted));
        let (mode, submission) = (noted.mode.word(), 1 + u8::from(noted.second));
        let (attempt, status, count) = (noted.attempt, noted.outcome.status(), noted.count);
        self.rows += 1;
        self.line(&format!(
            "{time},{user},{srv},{mode},{submission},{attempt},{first},{status},{count}"
        ))
    }

    /// Writes what is left; how many rows there are.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> Result<u64> {
        match self.into {
            Packed::Plain(mut plain) => plain.flush()?,
            Packed::Gzip(gzip) => {
                gzip.into_inner()
                    .map_err(std::io::IntoInnerError::into_error)?
                    .finish()?
                    .flush()?;
            }
        }
        Ok(self.rows)
    }

    fn line(&mut self, line: &str) -> Result<()> {
        match &mut self.into {
            Packed::Plain(plain) => writeln!(plain, "{line}"),
            Packed::Gzip(gzip) => writeln!(gzip, "{line}"),
        }
    }
}

/// A name as a field of CSV.
fn quoted(name: &str) -> String {
    match name.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", name.replace('"', "\"\"")),
        false => name.to_owned(),
    }
}

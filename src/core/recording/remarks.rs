//! What is to be said of a log: counted, and listed, never dropped silently.

use super::holes::Stretch;
use super::seconds::Seconds;
use super::seen::REMEMBERED;
use std::collections::BTreeMap;

/// Stretches that are listed; there may be more.
const LISTED: usize = 5;

/// What was found in a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Rows, without headers.
    pub rows: u64,
    /// First submissions that are counted.
    pub first: u64,
    /// Further attempts of requests, which are not traffic of their own.
    pub further: u64,
    /// Signed second submissions of critical requests (T6).
    pub seconds: u64,
    /// Of which SRVs they are, and in which modes.
    pub seconds_of: Seconds,
    /// Rows of requests whose identity had come before, where nothing says which attempt a row is.
    pub known: u64,
    /// Those of them that are earlier than a row before them: the first attempt may stand after a later one.
    pub misplaced: u64,
    /// Rows exactly like an earlier one, where rows have no identity.
    pub alike: u64,
    /// Rows earlier than one before them.
    pub disorder: u64,
    /// Local times in an hour that comes twice.
    pub twice: u64,
    /// Half-hours in between of which it says nothing.
    pub holes: Vec<Stretch>,
    /// Offsets of its times, minutes ahead of UTC, and how many of each.
    pub offsets: BTreeMap<i32, u64>,
    /// How long its counts last, in a sentence.
    pub counts: Option<String>,
    /// Columns that nothing is read of.
    pub unread: Vec<String>,
    /// Other separators than commas.
    pub separator: Option<char>,
    /// Whether a time was a number.
    pub counted: bool,
    /// Whether a file is in UTF-16.
    pub utf_16: bool,
    /// Whether anything tells first submissions from retries.
    pub identity: bool,
    /// Whether a column tells signed second submissions from first ones.
    pub tells_seconds: bool,
    /// Its files, each with its digest.
    pub files: Vec<(String, String)>,
}

impl Remarks {
    /// What a reader of results has to know, a sentence each; `said` says when a half-hour, counted from 1970, begins.
    pub fn said(&self, said: impl Fn(i64) -> String) -> Vec<String> {
        let counts = [
            (
                self.further,
                "requests are further attempts: they are made again by the Users' rules, and not replayed",
            ),
            (
                self.known,
                "rows have a request_id that came before, of the same User, SRV and mode: further attempts or repeated rows, not replayed",
            ),
            (
                self.misplaced,
                "of these are earlier than a row before them, and of a request the row that stands first counts as its first attempt: sort the log by time",
            ),
            (
                self.seconds,
                "requests are signed second submissions: they are made again, and not replayed",
            ),
            (
                self.alike,
                "rows are exactly like an earlier one: each is counted, since nothing says which request a row is",
            ),
            (
                self.disorder,
                "rows are earlier than one before them: they are counted where they belong",
            ),
            (self.twice, "rows lie in an hour that comes twice: the first is taken"),
        ];
        let mut all: Vec<String> = counts
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{n} {what}"))
            .collect();
        all.extend(self.counts.clone());
        if self.known + self.alike > 0 && self.rows > REMEMBERED as u64 {
            all.push(format!("repeats are looked for among the last {REMEMBERED} rows"));
        }
        if !self.identity {
            all.push("nothing tells first submissions from retries (request_id or attempt): all rows are replayed as requests of their own".to_owned());
        }
        if !self.holes.is_empty() {
            let n: i64 = self.holes.iter().map(|(from, to)| to - from).sum();
            let listed = self
                .holes
                .iter()
                .take(LISTED)
                .map(|(from, to)| format!("{} to {}", told(*from, &said), told(*to, &said)));
            let more = if self.holes.len() > LISTED { ", …" } else { "" };
            all.push(format!(
                "{n} half-hours of its span are missing: {}{more}",
                listed.collect::<Vec<_>>().join(", ")
            ));
        }
        if self.offsets.len() > 1 {
            let each =
                self.offsets.iter().map(|(minutes, n)| format!("{} ({n} rows)", offset(*minutes)));
            all.push(format!(
                "times are given with offsets {}",
                each.collect::<Vec<_>>().join(", ")
            ));
        }
        if let Some(separator) = self.separator {
            all.push(format!("columns are separated by {separator:?}"));
        }
        if self.utf_16 {
            all.push("text is in UTF-16".to_owned());
        }
        if !self.unread.is_empty() {
            all.push(format!("columns that nothing is read of: {}", self.unread.join(", ")));
        }
        all
    }
}

/// `half_hour` as it is `said`; where the one an hour before or after it is said the same, since the clocks go back, by UTC as well.
fn told(half_hour: i64, said: &impl Fn(i64) -> String) -> String {
    let here = said(half_hour);
    if here != said(half_hour - 2) && here != said(half_hour + 2) {
        return here;
    }
    let minutes = 30 * half_hour.rem_euclid(48);
    format!("{here} ({:02}:{:02}Z)", minutes / 60, minutes % 60)
}

fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

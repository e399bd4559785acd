//! Recorded traffic as a scenario has it: exact counts by User, SRV, mode and bin of its cells (T8).

mod days;
mod expected;
mod sent;

pub use days::{DaysSent, LogDay, LogDays};
pub use expected::{each_day, expected_a_day};
pub use sent::{RecordedBins, RecordedSent};

use super::calendar::{Calendar, HALF_HOUR, half_hour_begins, london};
use crate::domain::{Mode, Span};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use std::sync::Arc;

/// What a kind of rows is in a scenario: User, SRV and mode; none where it is left out.
pub type Meant = Option<(usize, usize, Mode)>;

/// Recorded traffic of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// For each User, whether it takes the place of the streams.
    pub users: Vec<bool>,
    /// Whether signed second submissions are in it; then they are not made again (T6).
    pub second_submissions: bool,
    /// Whether the steps of processes are in it; then no runs of these Users begin (T7).
    pub process_steps: bool,
    /// What was sent, by User, SRV and mode; in a course the log laid over it once.
    pub sent: Vec<RecordedSent>,
    /// In a course, the log's days, from which the course's are drawn.
    pub days: Option<Arc<LogDays>>,
    /// How much of what it is, in a sentence.
    pub summary: String,
    /// What has to be known of it, in sentences.
    pub remarks: Vec<String>,
}

impl Recorded {
    /// The same with what was `sent` in the run, and no days to be drawn.
    pub fn with(&self, sent: Vec<RecordedSent>) -> Self {
        Self { sent, days: None, ..self.clone() }
    }

    /// What `user` sent of `srv` in `mode`.
    pub fn of(&self, user: usize, srv: usize, mode: Mode) -> Option<&RecordedSent> {
        let key = |s: &RecordedSent| (s.user, s.srv, s.mode);
        let place = self.sent.binary_search_by_key(&(user, srv, mode), key);
        place.ok().map(|place| &self.sent[place])
    }
}

impl super::Scenario {
    /// Whether recorded traffic takes the place of the streams of `user` (T8).
    pub fn is_recorded(&self, user: usize) -> bool {
        self.recorded.as_ref().is_some_and(|recorded| recorded.users[user])
    }

    /// Whether a run is what a log says and nothing else is sent: replications are then the same days again, and how many of them
    /// trigger says nothing of other days.
    pub fn is_replay(&self) -> bool {
        let all = self.recorded.as_ref().is_some_and(|recorded| recorded.users.iter().all(|u| *u));
        all && !self.is_course()
    }
}

/// When a half-hour, counted from 1970, begins, as a scenario says it: `2022-07-06T10:00`.
pub fn half_hour_said(half_hour: i64) -> String {
    half_hour_begins(half_hour).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// When the half-hours `from..to`, counted from 1970, begin, and how long they are, as a scenario says it: from midnight to
/// midnight in days, whatever clocks do in them.
pub fn span_said(from: i64, to: i64) -> (String, String) {
    let [first, end] = [from, to].map(half_hour_begins);
    let by_days = first.time() == Time::midnight() && end.time() == Time::midnight();
    let length = match by_days.then(|| first.date().until(end.date())) {
        Some(Ok(days)) => format!("{} days", days.get_days()),
        _ => Span::from_s((to - from) as u64 * 1_800).to_string(),
    };
    (half_hour_said(from), length)
}

/// A run over the half-hours `from..to`, counted from 1970: when it begins and how long it is, as a scenario says it. Of an hour that
/// comes twice a scenario means the first. And 24 hours from midnight are a civil day (T1): where one is not that long, half an hour
/// more makes them hours.
pub fn run_said(from: i64, to: i64) -> (String, String) {
    let begins = half_hour_begins(from);
    let from = london(begins).map_or(from, |at| at.as_second() / 1_800);
    let [midnight, civil] = [begins, half_hour_begins(to)].map(|at| at.time() == Time::midnight());
    let as_days = midnight && !civil && (to - from) % 48 == 0;
    span_said(from, to + i64::from(as_days))
}

/// A clock of `blocks` half-hours from half-hour `first`, counted from 1970, in cells of half-hours.
///
/// # Errors
/// A holiday that is no date.
pub fn calendar_of(first: i64, blocks: usize, holidays: &[String]) -> Result<Calendar, String> {
    let start = Timestamp::from_second(first.saturating_mul(1_800)).map_err(|e| e.to_string())?;
    let date = |text: &String| text.parse::<Date>().map_err(|_| format!("{text:?}"));
    let holidays = holidays.iter().map(date).collect::<Result<_, _>>()?;
    Ok(Calendar::new(start, blocks, HALF_HOUR, HALF_HOUR, holidays))
}

//! A cohort: the requests of one User, SRV, mode and stream, which are interchangeable.

use super::dark::Darkness;
use super::flow::{Flow, Source};
use super::piece::Piece;
use super::varying::Varying;
use crate::domain::Mode;
use crate::scenario::{Calendar, RecordedBins, RetryPolicy, Scenario};
use std::sync::Arc;

/// How much, and when.
#[derive(Clone, Debug, PartialEq)]
pub enum Volume {
    /// So many a day, by a profile.
    Profile {
        /// Index of the profile.
        profile: usize,
        /// Requests a day at level 1.
        a_day: f64,
    },
    /// Given runs of cells, in order; they may begin before the run or end after it.
    Pieces(Vec<Piece>),
    /// As it was recorded (T8).
    Recorded(Arc<RecordedBins>),
    /// None of its own: its requests follow from what happened (T6, T7, storm polls).
    Follows,
}

/// Whether a number is exact (T3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exact {
    /// Poisson.
    No,
    /// The day's number is the nearest whole number to its expectation.
    Day,
    /// This number over all its pieces.
    Whole(u64),
}

/// Interchangeable requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// Index of the User.
    pub user: usize,
    /// Index of the SRV.
    pub srv: usize,
    /// Index of the (User, SRV) pair in [`Traffic::pairs`].
    pub pair: usize,
    /// How the requests reach the DSP.
    pub mode: Mode,
    /// How refused ones are retried (U1), where an event says so and not the scenario's rules.
    pub policy: Option<RetryPolicy>,
    /// Index in [`Traffic::dues`] of when the DSP starts them, where it holds them until due.
    pub due: Option<usize>,
    /// Key of its draws: the same wherever it stands.
    pub key: u64,
    /// How much, and when.
    pub volume: Volume,
    /// Whether the number is exact.
    pub exact: Exact,
    /// Whether day-to-day factors apply (T3): to streams of ordinary traffic that are not exact.
    pub varies: bool,
    /// Multipliers from surges: cells and factor.
    pub surges: Vec<(u64, u64, f64)>,
    /// Expected requests that the DSP already holds when the run begins, and when they are due.
    pub held_before: Option<(f64, u64)>,
    /// What follows.
    pub then: Option<Then>,
    /// Whether it is the second submission of critical requests (T6).
    pub second: bool,
    /// Its place in a process (T7).
    pub step: Option<StepOf>,
    /// What it asks in a storm (G9).
    pub poll: Option<PollOf>,
    /// Whether a maintenance put its requests off (C2).
    pub displaced: bool,
    /// Index of its stream, where it is one's fresh traffic.
    pub stream: Option<usize>,
}

/// What follows when a submission has been processed, or a request served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Then {
    /// Index of the cohort that follows: second submissions, or the next step's requests.
    pub cohort: usize,
    /// Cells after which it arrives, at least one: after the processing of a first submission (T6), or after
    /// the answer to a step (T7).
    pub delay: u64,
}

/// A place in a process (T7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepOf {
    /// Index in [`Traffic::runs`].
    pub run: usize,
    /// Index in [`Traffic::steps`].
    pub step: usize,
    /// Cohort of the first step, with which a new run begins, and after how many cells it does.
    pub first: Then,
    /// Whether it is the first.
    pub is_first: bool,
    /// Cells from its first submission after which its request is given up.
    pub deadline: Option<u64>,
}

/// Whom a storm poll asks (G9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollOf {
    /// Index in [`Traffic::parties`].
    pub party: usize,
    /// Neighbours, who have power; else customers who have lost supply.
    pub neighbours: bool,
}

impl Cohort {
    /// Requests that nothing brings about yet.
    pub fn new(user: usize, srv: usize, mode: Mode, key: u64) -> Self {
        Self {
            user,
            srv,
            pair: 0,
            mode,
            policy: None,
            due: None,
            key,
            volume: Volume::Follows,
            exact: Exact::No,
            varies: false,
            surges: Vec::new(),
            held_before: None,
            then: None,
            second: false,
            step: None,
            poll: None,
            displaced: false,
            stream: None,
        }
    }

    /// Whether a request passes the gateway and is done: it is neither started nor held by the DSP. What a maintenance put off
    /// is looked at one by one (C3).
    pub fn is_plain(&self) -> bool {
        self.mode != Mode::DccScheduled
            && self.due.is_none()
            && self.then.is_none()
            && self.step.is_none()
            && self.volume != Volume::Follows
            && !self.displaced
    }

    /// Whether it is fresh critical requests outside any process, of which second submissions follow (T6)
    /// and nothing else does.
    pub fn is_signed(&self) -> bool {
        self.then.is_some() && self.step.is_none() && !self.second
    }

    /// How refused requests are retried (U1): as an event says, else by the rules of `scenario`.
    pub fn policy(&self, scenario: &Scenario) -> RetryPolicy {
        self.policy.unwrap_or_else(|| scenario.retry_policy(self.user, self.srv))
    }
}

/// The times at which the DSP starts what it held until due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueTimes {
    /// Cells, in order; may lie outside the run.
    pub cells: Vec<i64>,
    /// Cells over which requests are started evenly.
    pub spread: u64,
}

impl DueTimes {
    /// The due cell of a request first submitted in `cell`: the first after it, if the run knows one.
    pub fn after(&self, cell: u64) -> Option<u64> {
        let next = self.cells.partition_point(|due| *due <= cell as i64);
        self.cells.get(next).map(|due| *due as u64)
    }
}

/// All fresh traffic of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// The cohorts, by User in file order.
    pub cohorts: Vec<Cohort>,
    /// The (User, SRV) pairs that occur, in the order of the cohorts.
    pub pairs: Vec<(usize, usize)>,
    /// Due times that cohorts refer to.
    pub dues: Vec<DueTimes>,
    /// The processes of each User: process and User (T7).
    pub runs: Vec<(usize, usize)>,
    /// The steps of all processes: process, and step in it.
    pub steps: Vec<(usize, usize)>,
    /// The network parties in storms: event, and party in it (G9).
    pub parties: Vec<(usize, usize)>,
    /// Meters without power in them.
    pub dark: Darkness,
    /// Northbound flows, by User; none where that side is off (N1, N4).
    pub flows: Vec<Flow>,
    /// What sends alerts, by flow (N1).
    pub sources: Vec<Source>,
    /// For each profile and block, its share of the day times the day's level.
    pub(super) profile_shares: Vec<Vec<f64>>,
    /// For each profile, the sum of these.
    pub(super) profile_totals: Vec<f64>,
    /// For each profile and block, the shape inside the block: shares of equal parts. A year has few that differ.
    pub(super) profile_shapes: Vec<Vec<Arc<[f64]>>>,
    /// By how much days and half-hours are more or less than expected (T3).
    pub(super) varying: Varying,
    /// For each block, what names it among all half-hours (T5).
    pub(super) names: Vec<u64>,
    /// The civil days: date, first block, block after the last.
    pub(super) days: Vec<(i32, usize, usize)>,
    pub(super) cells_per_block: u64,
}

impl Traffic {
    /// Numbers the pairs among `others` too, which events that are yet to be drawn may bring.
    pub fn know_pairs(&mut self, others: &[(usize, usize)]) {
        let own = self.pairs.clone();
        self.pairs.extend_from_slice(others);
        self.pairs.sort_unstable();
        self.pairs.dedup();
        for cohort in &mut self.cohorts {
            let place = self.pairs.binary_search(&own[cohort.pair]);
            cohort.pair = place.expect("all of its own are among them");
        }
    }

    /// Cells in a half-hour block.
    pub fn cells_per_block(&self) -> u64 {
        self.cells_per_block
    }

    /// The civil days of the run: first block and block after the last of each.
    pub fn days(&self) -> impl ExactSizeIterator<Item = (usize, usize)> {
        self.days.iter().map(|(_, from, to)| (*from, *to))
    }
}

/// The civil days a calendar's blocks belong to.
pub(super) fn days(calendar: &Calendar) -> Vec<(i32, usize, usize)> {
    let mut days: Vec<(i32, usize, usize)> = Vec::new();
    for (b, block) in calendar.blocks().iter().enumerate() {
        match days.last_mut() {
            Some(day) if day.0 == block.local.date => day.2 = b + 1,
            _ => days.push((block.local.date, b, b + 1)),
        }
    }
    days
}

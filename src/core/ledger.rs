//! What was seen: counts by User and SRV, activations, waits, fairness, and the audit of
//! conservation (C1).
//!
//! Scope: one replication, and several folded into one. It does not grow with requests: its size is Users × SRVs, half-hours,
//! windows in which something could happen, and bins of waits. Left out: intervals over
//! replications, which are evidence's. Source: `docs/rules.md`, C1–C3. Checked by: the audit in
//! every run, and the judge in `tests/kit/judge.rs`.

mod acted;
mod added;
mod audit;
mod counts;
mod entitlement;
mod episode;
mod fairness;
mod folded;
mod followed;
mod harm;
mod months;
mod northbound;
mod numbers;
mod processes;
mod supply;
mod timeline;
mod until_accepted;
mod waits;
mod warnings;
mod watched;

pub use acted::Acted;
pub use added::{AddedDelay, AddedDelaySums};
pub use audit::audit;
pub use counts::{Counts, Open};
pub use entitlement::Entitlement;
pub use episode::{Episode, HalfHour};
pub use fairness::{FairnessCounts, Violations, Window};
pub use folded::{Folded, RunLine};
pub use followed::{FollowedDelay, LongDelays};
pub use harm::{ByStanding, Harm};
pub use months::{Breach, MonthOfUse, UseInMonth};
pub use northbound::{Delays, Messages, NorthRow};
pub use processes::{Runs, Step};
pub use supply::{Supply, WhileActive};
pub use timeline::{ActivationRecord, ResponseTimes, Row, UserRow};
pub use until_accepted::UntilAccepted;
pub use waits::Waits;
pub use warnings::{Warning, Warnings};
pub use watched::{Fate, Held, WatchRow};

/// What one replication showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// The replication, from 0.
    pub replication: u32,
    /// Counts of each (User, SRV) pair, in the order of the traffic's pairs.
    pub pairs: Vec<Counts>,
    /// What of each pair was open when the run ended.
    pub open: Vec<Open>,
    /// Harm to each pair's requests, by their standing (C2).
    pub harm: Vec<Harm>,
    /// How long each pair was refused until it was accepted (C2); empty where only counts are kept.
    pub until_accepted: Vec<UntilAccepted>,
    /// Waits of last submissions, in tenths of a cell (C2).
    pub waits: Waits,
    /// Added delay by standing, and of what is followed by pair, in tenths of a cell (C2).
    pub added: AddedDelay,
    /// Load of the busiest window (M4), in requests, and its first cell.
    pub peak_load: (u64, u64),
    /// Activations, in order.
    pub activations: Vec<ActivationRecord>,
    /// For each User, windows in which it was throttled.
    pub windows_throttled: Vec<u64>,
    /// Cells without service.
    pub outage_cells: u64,
    /// Cells in which the mechanism was active, wholly or in part.
    pub active_cells: u64,
    /// When it acted: of days.
    pub acted: Acted,
    /// What happened, by half-hour, and by window where something could happen.
    pub timeline: Vec<Row>,
    /// For each half-hour and User.
    pub users: Vec<UserRow>,
    /// What Users used of what is allocated to them, by month in order.
    pub months: Vec<MonthOfUse>,
    /// Runs of processes, by process and User in the order of the traffic's (T7).
    pub processes: Vec<Runs>,
    /// Steps of processes, in order (T7).
    pub steps: Vec<Step>,
    /// What network parties know in storms, by storm and party in file order (G9).
    pub supply: Vec<Supply>,
    /// Messages of each northbound flow, in the order of the traffic's; empty where that side is off.
    pub messages: Vec<Messages>,
    /// Delays of each User's messages; empty where that side is off.
    pub delays: Vec<Delays>,
    /// Northbound messages by window; empty where that side is off.
    pub northbound: Vec<NorthRow>,
    /// Fairness (C3).
    pub fairness: FairnessCounts,
    /// Episodes, of a course.
    pub episodes: Vec<Episode>,
    /// For each month and half-hour of the day, how busy ordinary traffic is, of a course.
    pub half_hours: Vec<HalfHour>,
    /// Early warnings, in order (M8).
    pub warnings: Vec<Warning>,
    /// The windows of the User that the plan watches; empty where it watches none.
    pub watched: Vec<WatchRow>,
}

impl Ledger {
    /// An empty ledger.
    pub fn new(replication: u32, pairs: usize, users: usize) -> Self {
        Self {
            replication,
            pairs: vec![Counts::default(); pairs],
            open: vec![Open::default(); pairs],
            harm: vec![Harm::default(); pairs],
            until_accepted: Vec::new(),
            waits: Waits::default(),
            added: AddedDelay::default(),
            peak_load: (0, 0),
            activations: Vec::new(),
            windows_throttled: vec![0; users],
            outage_cells: 0,
            active_cells: 0,
            acted: Acted::default(),
            timeline: Vec::new(),
            users: Vec::new(),
            months: Vec::new(),
            processes: Vec::new(),
            steps: Vec::new(),
            supply: Vec::new(),
            messages: Vec::new(),
            delays: Vec::new(),
            northbound: Vec::new(),
            fairness: FairnessCounts::new(users),
            episodes: Vec::new(),
            half_hours: Vec::new(),
            warnings: Vec::new(),
            watched: Vec::new(),
        }
    }

    /// Sum over all pairs.
    pub fn totals(&self) -> Counts {
        self.pairs.iter().fold(Counts::default(), |sum, c| sum + *c)
    }

    /// Sum of what was open over all pairs.
    pub fn open_totals(&self) -> Open {
        self.open.iter().fold(Open::default(), |sum, o| sum + *o)
    }

    /// Harm over all pairs.
    pub fn harm_totals(&self) -> Harm {
        self.harm.iter().fold(Harm::default(), |sum, h| sum + *h)
    }

    /// A window's load, for the peak.
    pub fn note_load(&mut self, load: u64, cell: u64) {
        if load > self.peak_load.0 || (load == self.peak_load.0 && cell < self.peak_load.1) {
            self.peak_load = (load, cell);
        }
    }
}

//! File → complete, checked, immutable [`Scenario`].
//!
//! Scope: reading (`json.rs`), `extends` (`chain.rs`), tables in place of lists (`tables.rs`), changes (`merge.rs`), the form (`form.rs`, as a schema in
//! `schema.rs` and walked by `walk.rs`), the words with units (`words.rs`), the meaning (`meaning.rs`), rules of which the last that matches holds (`rule.rs`), civil time (`calendar.rs`), the episodes of a course (`episode.rs`), inputs that may lie in a range (`range.rs`), where logs lie (`log_places.rs`), what its figures stand beside (`counterpart.rs`), figures as people
//! ask for them (`measure.rs`) and the scenarios and data that come with the program (`shipped.rs`). After reading nothing is optional. Left out: what the figures do. Source: `docs/scenarios.md`. Checked by: `tests/faults`, with a message for each kind of fault.

mod acting;
mod assertion;
mod between;
mod calendar;
mod cause;
mod chain;
mod control;
mod counterpart;
mod digest;
mod draw;
mod episode;
mod event;
mod fault;
mod files;
mod form;
mod growth;
mod json;
mod law;
mod load;
mod log;
mod log_places;
mod logs;
mod maintenance;
mod meaning;
mod measure;
mod merge;
mod moment;
mod month;
mod northbound;
mod occurs;
mod options;
mod overlay;
mod overridden;
mod process;
mod published;
mod range;
mod recorded;
mod retry;
mod rule;
mod schema;
mod shipped;
mod storm;
mod tables;
mod variation;
mod walk;
mod words;

pub use assertion::{Assertion, Bounds, Claim};
pub use calendar::{Block, Calendar, DayKind, DayPlace, civil_date};
pub use control::{
    AllocationRule, Anomaly, AnomalyThreshold, Buffer, Collapse, EarlyWarning, Gateway, Mechanism,
};
pub use counterpart::Counterpart;
pub use event::{Event, EventKind, FloodRate};
pub use fault::{Fault, Faults, inert, is_formula, is_plain, steers};
pub use files::read_file;
pub use growth::{Growth, Point};
pub use load::{Draft, kept_beside, load, load_text};
pub use log_places::{find_logs, log_changed};
pub use maintenance::{Later, Maintenance, ScheduledRelease};
pub use measure::{FigureOf, Keep};
pub use merge::Change;
pub use month::Month;
pub use northbound::{
    ALERT_CLASSES, Adapter, AdapterRate, Alert, Damping, LoadIncludes, Northbound, OTHER_RESPONSES,
    Outbound, Release, ReleasePolicy, ResponseClass,
};
pub use occurs::{Drawn, Ends, HowOften, Occurring, PlacedEvent, Range, TimeOfDay};
pub use options::{Choice, Cost, Options, UnitCosts};
pub use overlay::Overlaid;
pub use process::{Process, ProcessStep};
pub use published::published_schema;
pub use range::{InputRange, Law};
pub use recorded::{
    LogDays, Recorded, RecordedBins, RecordedSent, calendar_of, half_hour_said, run_said,
};
pub use retry::{Backoff, RetryPolicy, TimeOut};
pub use rule::{Rule, Rules};
pub use schema::json_schema;
pub use shipped::{
    data_names, data_text, find_kept, kept_path, options_names, party_template, party_words,
    scenario_names, template,
};
pub use storm::{Alerts, Off, Poll, Storm, StormParty, Surge};
pub use variation::{FactorLaw, Variation};
pub use words::{Amount, Backlog, in_one_unit};

use crate::domain::{Fuel, Mode, PerSecond, Share, Span, Srv, User};
use std::sync::Arc;

/// A complete and checked scenario. Indices (`user`, `srv`, `profile`) are positions in its lists.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Short name.
    pub name: String,
    /// The question, and who asked it.
    pub why: String,
    /// BLAKE3 digest, hexadecimal, of the resolved file.
    pub digest: String,
    /// BLAKE3 digest, hexadecimal, of what in it decides a result: two scenarios with the same one
    /// have the same replications.
    pub inputs: String,
    /// The text of the sensitivity kept with the file, unread: it may be one of another scenario (`range.rs`).
    pub kept: Option<Arc<str>>,
    /// The same digest of what is no setting of the mechanism, where it was asked for ([`Scenario::tell_apart`]).
    pub beside_mechanism: Option<Arc<str>>,
    /// The resolved file: bases and changes merged.
    pub resolved: serde_json::Value,
    /// Seed of every random draw.
    pub seed: u64,
    /// Replications to run.
    pub replications: u32,
    /// Cells, windows, blocks and their civil times (T1).
    pub calendar: Calendar,
    /// The Users, in file order.
    pub users: Vec<User>,
    /// The SRVs, in file order.
    pub srvs: Vec<Srv>,
    /// How ordinary traffic varies (T3).
    pub variation: Variation,
    /// Daily profiles.
    pub profiles: Vec<Profile>,
    /// Streams (T2), those of recorded traffic last.
    pub streams: Vec<Stream>,
    /// Recorded traffic, where there is some (T8).
    pub recorded: Option<Arc<Recorded>>,
    /// Processes (T7).
    pub processes: Vec<Process>,
    /// Time between the processing of a critical request's first submission and its second (T6).
    pub signing_delay: Span,
    /// A User's daily batches that would start together start this much after one another, a whole number of
    /// cells (U3).
    pub stagger: Span,
    /// Retry rules (U1), of SRVs.
    pub retries: Rules<RetryPolicy>,
    /// For each SRV, whether its requests are followed: their added delay is told by User (C2).
    pub followed: Vec<bool>,
    /// Events, in file order.
    pub events: Vec<Event>,
    /// Events that happen at random, in file order.
    pub occurring: Vec<Occurring>,
    /// How portfolios, requests and capacity change by month (M2).
    pub growth: Option<Growth>,
    /// Of an episode of a course, for each User the rate of its busiest ordinary half-hour in all of the course, requests
    /// a second (T3); none where it is that of the run.
    pub peaks: Option<Vec<f64>>,
    /// The DSP and its entrance.
    pub gateway: Gateway,
    /// The Traffic Management Mechanism.
    pub mechanism: Mechanism,
    /// The way back to Users (N1–N6).
    pub northbound: Northbound,
    /// What is asserted of the results, in file order.
    pub assertions: Vec<Assertion>,
    /// Inputs that a sensitivity study moves, in file order.
    pub ranges: Vec<InputRange>,
    /// Systems besides today's that its figures stand beside, in file order (C2).
    pub counterparts: Vec<Counterpart>,
    /// Whether a file gives a capacity that is not used, since `threshold_over_ordinary` takes its place.
    pub overridden: bool,
    /// Inputs marked `assumed`, with their reason.
    pub assumed: Vec<Assumed>,
    /// The form it was read from, from which episodes are.
    file: Arc<form::ScenarioForm>,
}

/// An input that is an assumption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// Where it stands in the resolved file.
    pub path: String,
    /// Why it was assumed so.
    pub why: String,
}

/// A daily profile: half-hour shares by kind of day.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub id: String,
    /// Whether its half-hours are UTC (else Europe/London).
    pub utc: bool,
    /// One for each [`DayKind`].
    pub days: [ProfileDay; 3],
}

/// One kind of day of a profile.
#[derive(Clone, Debug)]
pub struct ProfileDay {
    /// Multiplies the day's amount.
    pub level: f64,
    /// Share of the day in each of 48 half-hours.
    pub shares: Vec<f64>,
    /// Shares of equal parts inside each half-hour; even where one part.
    pub within: Vec<Arc<[f64]>>,
}

/// A stream of Service Requests (T2).
#[derive(Clone, Debug)]
pub struct Stream {
    /// Its name.
    pub id: String,
    /// Its Users.
    pub users: Vec<usize>,
    /// Its SRV.
    pub srv: usize,
    /// How it reaches the DSP.
    pub mode: Mode,
    /// Share that the DCC schedules instead.
    pub dcc_scheduled_share: Share,
    /// How much a day.
    pub amount: Amount,
    /// Only meters of this fuel.
    pub fuel: Option<Fuel>,
    /// The day's number is exact (T3).
    pub exact: bool,
    /// When.
    pub when: When,
    /// When a future-dated request held by the DSP is due.
    pub due: Option<Due>,
}

/// When a stream's day arrives.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// By a daily profile.
    Profile(usize),
    /// Together, each day.
    Batch {
        /// Milliseconds after midnight.
        start: Span,
        /// Whether that is UTC (else Europe/London).
        utc: bool,
        /// Time over which it is spread; at least a cell.
        spread: Span,
        /// Each User starts this much after the one before.
        stagger: Span,
    },
    /// As it was recorded (T8).
    Recorded,
}

/// A daily time at which the DSP starts what it held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Milliseconds after midnight.
    pub at: Span,
    /// Whether that is UTC (else Europe/London).
    pub utc: bool,
    /// Time over which it is started evenly; at least a cell.
    pub spread: Span,
}

impl Scenario {
    /// The operating threshold Θ = θ·C.
    pub fn threshold(&self) -> PerSecond {
        self.gateway.max_capacity.times(self.mechanism.operating_threshold)
    }

    /// Whether a replication is a drawn course, of a year or more: events occur in it, or things grow.
    pub fn is_course(&self) -> bool {
        !self.occurring.is_empty() || self.growth.is_some()
    }

    /// The name of an event by its number in a course: the fixed ones first, then those that occur.
    pub fn event_id(&self, number: usize) -> &str {
        match self.events.get(number) {
            Some(event) => &event.id,
            None => &self.occurring[number - self.events.len()].id,
        }
    }

    /// Whether that event is maintenance.
    pub fn is_maintenance(&self, number: usize) -> bool {
        match self.events.get(number) {
            Some(event) => matches!(event.kind, EventKind::Maintenance(_)),
            None => {
                self.occurring[number - self.events.len()].template.get("maintenance").is_some()
            }
        }
    }

    /// How long `user` waits for the answer to `srv` before it takes it for lost (G9): the time-out of its
    /// policy, else twice the target response time.
    pub fn response_timeout(&self, user: usize, srv: usize) -> Span {
        let policy = self.retry_policy(user, srv);
        policy.response_timeout.unwrap_or(TimeOut::Targets(2.0)).of(self.srvs[srv].target_on_demand)
    }

    /// The policy by which `user` retries `srv` (U1); where no rule matches, it does not.
    pub fn retry_policy(&self, user: usize, srv: usize) -> RetryPolicy {
        self.retries.of(user, srv).copied().unwrap_or(RetryPolicy::NEVER)
    }
}

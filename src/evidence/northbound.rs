//! What became of messages to Users (N1–N6, C2): counts and delays by class, by User and by alert code.
//!
//! Scope: the figures of a replication, rows (`northbound/rows.rs`), and how variants of a study delay
//! the classes (`northbound/release.rs`). A delay runs from the cell in which a message is generated to the one in
//! which its User's adapter takes it. Left out: conservation, which the engine checks. Checked by:
//! `tests/it/shown/northbound.rs`.

mod release;
mod rows;

pub(super) use release::release_sentences;
pub use release::{delivered_classes, release_table};
pub use rows::{AdapterRow, AlertRow, MessageRow, adapter_rows, alert_rows};
pub use rows::{class_rows, northbound_rows};

use super::words::class_called;
use headroom_core::domain::{Figure, MessageKind, Share, Whose};
use headroom_core::engine::Plan;
use headroom_core::ledger::{Messages, RunLine};
use headroom_core::scenario::{EventKind, Scenario};
use headroom_core::traffic::{Flow, Message};

/// What one replication showed of messages to Users.
#[derive(Clone, Debug, PartialEq)]
pub struct NorthMeasures {
    /// Of each class, the most important first.
    pub classes: Vec<Messages>,
    /// Of each User.
    pub users: Vec<Messages>,
    /// Of each class and then of all messages, the delay that half and that 95 % do not exceed, and the longest,
    /// seconds; none where nothing was delivered.
    pub delay_s: Vec<[Option<f64>; 3]>,
    /// The longest time in which something always waited for some User, the outbound path being up.
    pub longest_behind_s: f64,
}

impl NorthMeasures {
    /// Of `run`; none where the northbound side is off.
    pub(super) fn new(plan: &Plan, run: &RunLine) -> Option<Self> {
        let scenario = &plan.scenario;
        let cell = scenario.calendar.cell().seconds();
        let of = |fits: &dyn Fn(&Flow) -> bool| total(plan, &run.messages, fits);
        let classes = scenario.northbound.message_classes().len();
        let seconds = |bins: &[Option<u64>; 3]| bins.map(|bin| bin.map(|b| delay_s(b, cell)));
        scenario.northbound.enabled.then(|| Self {
            classes: (0..classes).map(|c| of(&|f| class(scenario, f) == c)).collect(),
            users: (0..scenario.users.len()).map(|u| of(&|f| f.user == u)).collect(),
            delay_s: run.delays.iter().map(seconds).collect(),
            longest_behind_s: run.longest_behind as f64 * cell,
        })
    }

    /// Counts of all, of a User or of a class.
    pub(super) fn messages(&self, whose: Whose) -> Option<Messages> {
        match whose {
            Whose::All => Some(sum(self.classes.iter().copied())),
            Whose::User(u) => self.users.get(u).copied(),
            Whose::Class(c) => self.classes.get(c).copied(),
            Whose::Srv(_) | Whose::Category(_) | Whose::Others => None,
        }
    }

    /// Delays of all or of a class: half, 95 %, and the longest.
    pub(super) fn delays(&self, whose: Whose) -> [Option<f64>; 3] {
        let place = match whose {
            Whose::All => self.classes.len(),
            Whose::Class(c) if c < self.classes.len() => c,
            _ => return [None; 3],
        };
        self.delay_s.get(place).copied().unwrap_or_default()
    }

    /// A figure of messages.
    pub(super) fn figure(&self, figure: Figure, whose: Whose) -> Option<f64> {
        let count = |of: fn(&Messages) -> u64| self.messages(whose).map(|m| of(&m) as f64);
        match figure {
            Figure::MessagesGenerated => count(|m| m.generated),
            Figure::MessagesHeldBack => count(|m| m.consolidated + m.discarded),
            Figure::SupplyAlertsHeldBack => count(|m| m.held_back),
            Figure::MessagesLost => count(|m| m.lost),
            Figure::MessagesOpenAtEnd => count(Messages::open),
            Figure::DelaySP95 => self.delays(whose)[1],
            Figure::DelaySMax => self.delays(whose)[2],
            Figure::LongestBehindS => (whose == Whose::All).then_some(self.longest_behind_s),
            _ => None,
        }
    }
}

/// A delay in seconds: bins are cells.
fn delay_s(bin: u64, cell_s: f64) -> f64 {
    bin as f64 * cell_s
}

fn sum(all: impl Iterator<Item = Messages>) -> Messages {
    all.fold(Messages::default(), |a, b| a + b)
}

/// The sum of `messages`, one for each flow, over the flows that fit.
fn total(plan: &Plan, messages: &[Messages], fits: impl Fn(&Flow) -> bool) -> Messages {
    let flows = plan.traffic.flows.iter().zip(messages);
    sum(flows.filter(|(f, _)| fits(f)).map(|(_, m)| *m))
}

/// The class of a flow: its place among all classes of messages.
fn class(scenario: &Scenario, flow: &Flow) -> usize {
    let responses = scenario.northbound.classes.len() + 1;
    match flow.what {
        Message::Response(class) => class,
        Message::Alert(_) => responses + usize::from(flow.kind == MessageKind::DccAlert),
    }
}

/// What people call a class of messages.
pub fn class_said(scenario: &Scenario, class: usize) -> String {
    class_called(scenario.northbound.message_classes()[class])
}

/// When the outbound path, or a part of it, goes and comes back, in the run: first cell and cell after the last.
pub fn path_outages(plan: &Plan) -> Vec<(u64, u64)> {
    let hit = |kind: &EventKind| match kind {
        EventKind::Maintenance(_) => true,
        EventKind::Outage { outbound, .. } => *outbound < Share::ONE,
        _ => false,
    };
    let events = plan.scenario.events.iter().filter(|e| hit(&e.kind));
    events.map(|e| (e.from, e.to)).collect()
}

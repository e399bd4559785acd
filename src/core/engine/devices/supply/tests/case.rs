//! A case to be counted, and to be simulated.

use super::gateway::ToyGateway;
use crate::domain::{Share, Span};
use crate::engine::devices::supply::party::PollingParty;
use crate::scenario::{Alerts, Event, EventKind, Off, Poll, Storm, StormParty};

/// A storm of one party, in cells, and a gateway.
#[derive(Clone, Debug)]
pub struct StormCase {
    pub from: u64,
    pub to: u64,
    pub end: u64,
    pub meters: usize,
    pub off: Vec<(u64, f64)>,
    pub every: u64,
    pub spread: u64,
    pub stop_when_known: bool,
    pub after: u64,
    pub outage_lost: f64,
    pub restore_lost: f64,
    pub response: u64,
    pub timeout: u64,
    pub silent: f64,
    pub gateway: ToyGateway,
}

impl StormCase {
    pub fn party(&self) -> StormParty {
        let off = self.off.iter().map(|&(cell, share)| Off { cell, share }).collect();
        StormParty {
            user: 0,
            customers: 0,
            meters: self.meters as u64,
            off,
            poll: Some(self.poll()),
        }
    }

    /// Whether the mechanism is active in `cell`.
    pub fn active(&self, cell: u64) -> bool {
        cell % 14 < 5
    }

    fn poll(&self) -> Poll {
        Poll {
            srv: 0,
            every: Span::from_s(self.every),
            spread: Span::from_s(self.spread),
            neighbours: 2,
            stop_when_known: self.stop_when_known,
        }
    }

    pub fn storm(&self) -> Storm {
        let alerts = Alerts {
            after: Span::from_s(self.after),
            outage_lost: Share::from_f64(self.outage_lost),
            restore_lost: Share::from_f64(self.restore_lost),
            outage_code: None,
            restore_code: None,
        };
        Storm {
            parties: vec![self.party()],
            alerts,
            silent_with_supply: Share::from_f64(self.silent),
            surges: Vec::new(),
        }
    }

    pub fn counting(&self) -> PollingParty {
        let storm = self.storm();
        let (id, kind) = (String::new(), EventKind::Storm(storm.clone()));
        let event = Event { id, from: self.from, to: self.to, kind };
        PollingParty::new(0, &event, &storm, &storm.parties[0], Span::from_s(1), self.end)
    }
}

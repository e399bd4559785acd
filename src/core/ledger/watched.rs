//! What a watched User met, window by window, and what became of its requests.
//!
//! Scope: one User of one replication, for `headroom explain`. Filled only where a plan watches a User; what
//! else the ledger holds is the same either way. Left out: why (evidence's). Source: `docs/rules.md`, G1–G4,
//! M1, M4, M5, M9, U1. Checked by: `tests/it/explain`, against the User's counts and by hand.

use super::Counts;
use crate::domain::Nano;

/// One monitoring window (M3) of a watched User.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchRow {
    /// First cell.
    pub cell: u64,
    /// L, in requests (M4).
    pub load: u64,
    /// Θ × window, nano-requests.
    pub threshold: Nano,
    /// Whether any of its cells had service (G1).
    pub service: bool,
    /// The cell from which the mechanism was active in it; none where it was not, or is switched off (M10).
    pub active_from: Option<u64>,
    /// a(u) × window as far as it holds in the window, nano-requests (M1).
    pub allocation: Nano,
    /// What was carried from the window before, of either sign, nano-requests; 0 while not active (M1).
    pub carried: Nano,
    /// The whole requests of the window (M1).
    pub quota: u64,
    /// The limit of the reading over the window, nano-requests; none while not active (M5).
    pub limit: Option<Nano>,
    /// The User's use up to the cell from which the mechanism was active (M5).
    pub used_before: u64,
    /// The User's use, less what G4 rejected of it (M5).
    pub used: u64,
    /// All Users' use (M5).
    pub total: u64,
    /// Attempts at the gateway by their number: the first of submissions, the second, and so on (U1).
    pub attempts: Vec<u64>,
    /// Of those that reached G3, the prioritised ones (M6).
    pub prioritised: u64,
    /// What of its attempts was not admitted at once, and what it gave up, over all its SRVs.
    pub held: Held,
    /// Attempts throttled, by the number of their (User, SRV) pair, where there are any (G3).
    pub throttled: Vec<(usize, u64)>,
    /// Attempts throttled of all Users.
    pub all_throttled: u64,
    /// Requests in the backlog at its end, a part counted as one (G6).
    pub backlog: u64,
    /// What became of the requests first submitted in it.
    pub fate: Fate,
}

/// What did not pass, in a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Answered 503 by the mechanism (G3).
    pub throttled: u64,
    /// Answered 503 by the always-on cap (G2).
    pub capped: u64,
    /// Answered 503 for want of room in the DSP (G4).
    pub rejected: u64,
    /// Met no service (G1).
    pub unavailable: u64,
    /// Held by anomaly detection (G2).
    pub quarantined: u64,
    /// Put into the User's buffer (M9).
    pub to_buffer: u64,
    /// Taken by the DSP from it.
    pub from_buffer: u64,
    /// Requests given up in the window, whenever they were first submitted (U1).
    pub abandoned: u64,
    /// Polls superseded by a newer round in the window, whenever they were first submitted (G9).
    pub superseded: u64,
}

/// Of the requests first submitted in a window, those that were not over with their first attempt: refused,
/// buffered, sent again at the response time-out (U2) or not answered (G9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// How many.
    pub again: u64,
    /// Of how many it is not known what became: they are not of the tagged sample (C2).
    pub lost: u64,
    /// Of the others answered later or, where the DSP holds them until due, accepted.
    pub served: u64,
    /// Admissions of their last submissions at a later attempt.
    pub admitted: u64,
    /// Cells from their first submission until then, over all these.
    pub cells: u64,
    /// The most cells it took.
    pub longest: u64,
    /// Of them given up.
    pub given_up: u64,
    /// Of them superseded by a newer round of polls.
    pub superseded: u64,
    /// Of them quarantined, or ended without an answer.
    pub ended: u64,
}

impl WatchRow {
    /// All attempts at the gateway.
    pub fn all_attempts(&self) -> u64 {
        self.attempts.iter().sum()
    }

    /// Attempts that were not the first of their submission.
    pub fn retries(&self) -> u64 {
        self.attempts.iter().skip(1).sum()
    }

    /// What G3 let through of the User's attempts.
    pub fn let_through(&self) -> u64 {
        let h = &self.held;
        let stopped = h.throttled + h.capped + h.unavailable + h.quarantined + h.to_buffer;
        self.all_attempts() - stopped
    }
}

impl Held {
    /// What `counts` has of it.
    pub fn of(counts: &Counts) -> Self {
        Self {
            throttled: counts.throttled,
            capped: counts.capped,
            rejected: counts.rejected,
            unavailable: counts.unavailable,
            quarantined: counts.quarantined,
            to_buffer: counts.to_buffer,
            from_buffer: counts.from_buffer,
            abandoned: counts.abandoned,
            superseded: counts.superseded,
        }
    }

    /// What was counted since `before`.
    pub fn since(&self, before: &Held) -> Self {
        Self {
            throttled: self.throttled - before.throttled,
            capped: self.capped - before.capped,
            rejected: self.rejected - before.rejected,
            unavailable: self.unavailable - before.unavailable,
            quarantined: self.quarantined - before.quarantined,
            to_buffer: self.to_buffer - before.to_buffer,
            from_buffer: self.from_buffer - before.from_buffer,
            abandoned: self.abandoned - before.abandoned,
            superseded: self.superseded - before.superseded,
        }
    }
}

impl Fate {
    /// Those of which it is known what became.
    pub fn followed(&self) -> u64 {
        self.again - self.lost
    }

    /// Those that were still on their way when the run ended.
    pub fn open(&self) -> u64 {
        self.followed() - self.served - self.given_up - self.superseded - self.ended
    }
}

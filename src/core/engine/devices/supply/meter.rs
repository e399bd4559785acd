//! A meter of which something is still to be learnt, and what has been learnt (G9).

use crate::ledger::Supply;

/// A cell that does not come.
pub(super) const NEVER: u64 = u64::MAX;

/// How far a meter's latest poll is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Polled {
    /// There is none, or it has ended.
    Done,
    /// A poll of this round has not been processed.
    Open(u32),
    /// It was processed, and ends in this cell with the answer or the time-out.
    Until(u64),
}

/// A meter that is kept by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeptMeter {
    /// Those of lower ranks are restored later.
    pub(super) rank: u32,
    /// Its poll.
    pub(super) polled: Polled,
    /// Cell of its loss; never once it is noted when that became known.
    lost: u64,
    /// Cell in which its loss becomes known, as far as that is settled.
    loss_known: u64,
    /// Cell of its restoration; never while it is off.
    restored: u64,
    /// Cell in which its restoration becomes known, as far as that is settled.
    restoration_known: u64,
}

impl KeptMeter {
    /// A meter that loses supply in cell `lost`, and of which an alert arrives in cell `alert`.
    pub(super) fn lost(rank: u32, polled: Polled, lost: u64, alert: u64) -> Self {
        let (restored, restoration_known) = (NEVER, NEVER);
        Self { rank, polled, lost, loss_known: alert, restored, restoration_known }
    }

    /// A meter that is off, as is known.
    pub(super) fn known_off(rank: u32, polled: Polled) -> Self {
        Self { loss_known: 0, ..Self::lost(rank, polled, NEVER, NEVER) }
    }

    /// It is restored in `cell`, and an alert tells so or does not.
    pub(super) fn restore(&mut self, cell: u64, alert: bool, knowledge: &mut Knowledge) {
        self.restored = cell;
        if alert {
            knowledge.supply.alerts += 1;
            self.loss_known = self.loss_known.min(cell);
            self.restoration_known = cell;
            knowledge.of_restoration(cell, cell);
        }
        // What was on its way stays; nothing else can tell of the loss earlier from here on.
        self.note_loss(knowledge);
    }

    /// Its poll finds it off: known in cell `at`, when the time-out ends.
    pub(super) fn unanswered(&mut self, at: u64) {
        self.polled = Polled::Until(at);
        self.loss_known = self.loss_known.min(at);
    }

    /// Its poll finds it on: known in cell `at`, when the answer comes.
    pub(super) fn answers(&mut self, at: u64, knowledge: &mut Knowledge) {
        self.polled = Polled::Until(at);
        if self.restoration_known == NEVER {
            self.restoration_known = at;
            knowledge.of_restoration(self.restored, at);
        }
        self.loss_known = self.loss_known.min(at);
        self.note_loss(knowledge);
    }

    /// Notes when its loss became known, if it does and that was not noted.
    pub(super) fn note_loss(&mut self, knowledge: &mut Knowledge) {
        if self.lost != NEVER && self.loss_known != NEVER {
            knowledge.of_loss(self.lost, self.loss_known);
            self.lost = NEVER;
        }
    }

    /// Whether it is off supply.
    pub(super) fn is_off(&self) -> bool {
        self.restored == NEVER
    }

    /// Whether it is known in `cell` that it is off, or that it is on.
    pub(super) fn is_known(&self, cell: u64) -> bool {
        cell >= if self.is_off() { self.loss_known } else { self.restoration_known }
    }
}

/// What the network party has learnt.
#[derive(Clone, Debug)]
pub(super) struct Knowledge {
    /// For the ledger.
    pub(super) supply: Supply,
    /// Cell after the run's last.
    pub(super) end: u64,
}

impl Knowledge {
    fn of_loss(&mut self, lost: u64, known: u64) {
        if known < self.end {
            self.supply.from_loss.add(known - lost, 1);
        }
    }

    fn of_restoration(&mut self, restored: u64, known: u64) {
        if known < self.end {
            self.supply.from_restoration.add(known - restored, 1);
        }
    }
}

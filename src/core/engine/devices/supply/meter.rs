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
    /// Whether silence makes it known, and nothing tells of it by then.
    presumed: bool,
    /// Whether the mechanism was active in the cells of its loss and of its restoration.
    while_active: [bool; 2],
    /// Cell of its restoration; never while it is off.
    restored: u64,
    /// Cell in which its restoration becomes known, as far as that is settled.
    restoration_known: u64,
}

impl KeptMeter {
    /// A meter that loses supply in cell `lost`, the mechanism `active` or not, and of which an alert arrives in cell
    /// `alert`.
    pub(super) fn lost(rank: u32, polled: Polled, lost: u64, alert: u64, active: bool) -> Self {
        Self {
            rank,
            polled,
            lost,
            loss_known: alert,
            presumed: false,
            while_active: [active, false],
            restored: NEVER,
            restoration_known: NEVER,
        }
    }

    /// A meter that is off, as is known.
    pub(super) fn known_off(rank: u32, polled: Polled) -> Self {
        Self { loss_known: 0, ..Self::lost(rank, polled, NEVER, NEVER, false) }
    }

    /// It is restored in `cell`, and an alert tells so or does not.
    pub(super) fn restore(&mut self, cell: u64, alert: bool, knowledge: &mut Knowledge) {
        self.restored = cell;
        self.while_active[1] = knowledge.active;
        if alert {
            knowledge.supply.alerts += 1;
            self.tell_loss(cell);
            self.restoration_known = cell;
            knowledge.of_restoration(cell, cell, knowledge.active);
        }
    }

    /// Its poll finds it off: known in cell `at`, when the time-out ends.
    pub(super) fn unanswered(&mut self, at: u64) {
        self.polled = Polled::Until(at);
        // What is told in the same cell is told.
        if at < self.loss_known {
            (self.loss_known, self.presumed) = (at, true);
        }
    }

    /// Its poll finds it on: known in cell `at`, when the answer comes.
    pub(super) fn answers(&mut self, at: u64, knowledge: &mut Knowledge) {
        self.polled = Polled::Until(at);
        if self.restoration_known == NEVER {
            self.restoration_known = at;
            knowledge.of_restoration(self.restored, at, self.while_active[1]);
        }
        self.tell_loss(at);
        self.note_loss(knowledge);
    }

    /// Its loss is told of in cell `at`.
    fn tell_loss(&mut self, at: u64) {
        if at <= self.loss_known {
            (self.loss_known, self.presumed) = (at, false);
        }
    }

    /// Notes when its loss became known, if it does and that was not noted.
    pub(super) fn note_loss(&mut self, knowledge: &mut Knowledge) {
        if self.lost != NEVER && self.loss_known != NEVER {
            let how = (self.presumed, self.while_active[0]);
            knowledge.of_loss(self.lost, self.loss_known, how);
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
    /// Whether the mechanism is active in the present cell.
    pub(super) active: bool,
}

impl Knowledge {
    /// A loss that is known, `presumed` from silence or not, and that happened while the mechanism was `active` or not.
    fn of_loss(&mut self, lost: u64, known: u64, (presumed, active): (bool, bool)) {
        if known >= self.end {
            return;
        }
        let cells = known - lost;
        self.supply.from_loss.add(cells, 1);
        self.supply.presumed.add(cells, u64::from(presumed));
        self.supply.while_active.from_loss.add(cells, u64::from(active));
    }

    fn of_restoration(&mut self, restored: u64, known: u64, active: bool) {
        if known < self.end {
            self.supply.from_restoration.add(known - restored, 1);
            let active = u64::from(active);
            self.supply.while_active.from_restoration.add(known - restored, active);
        }
    }

    /// `n` meters with supply do not answer, and are taken for off in cell `at`, when the time-out ends.
    pub(super) fn presumes_wrongly(&mut self, n: u64, at: u64) {
        if at < self.end {
            self.supply.presumed_wrongly += n;
        }
    }

    /// So many meters are lost and restored in the present cell.
    pub(super) fn changed(&mut self, lost: u64, restored: u64) {
        self.supply.lost += lost;
        self.supply.restored += restored;
        if self.active {
            self.supply.while_active.lost += lost;
            self.supply.while_active.restored += restored;
        }
    }
}

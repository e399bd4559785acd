//! A network party in a storm, cell by cell: whose meters lose supply, which come back, and what its polls
//! find.

use super::curve::Curve;
use super::meter::{KeptMeter, Knowledge, NEVER, Polled};
use super::pool::{Groups, RoundPolls, pool, take};
use super::round::{PollTimes, Rounds};
use super::silence::Silence;
use crate::domain::Span;
use crate::ledger::Supply;
use crate::random::{Draws, Keys, Purpose};
use crate::scenario::{Event, Storm, StormParty};
use crate::traffic::Piece;
use std::collections::BTreeMap;

/// What the draws of a party in a cell are for. Polls processed take the numbers from the last on.
#[derive(Clone, Copy)]
pub(super) enum DrawFor {
    /// Which alerts are lost.
    Alerts = 0,
    /// How far the polls of meters are that are settled no longer.
    Taken = 1,
    /// Whom a round leaves out.
    LeftOut = 2,
    /// When a round's polls begin.
    Begin = 3,
    /// Whose polls are processed.
    Processed = 4,
}

/// Where a meter is kept.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum KeptAt {
    /// It has not lost supply, or is known to be back and not asked any more.
    #[default]
    Nowhere,
    /// By itself, at this place of the list.
    Single(u32),
    /// It is settled: known to be off, or known to be back and asked all the same. Since this round.
    Settled(u32),
}

/// Alerts: cells after which one of loss comes, and the chances that one of loss or of restoration does not.
#[derive(Clone, Copy, Debug)]
struct AlertChances {
    after: u64,
    outage_lost: f64,
    restore_lost: f64,
}

/// A network party in a storm.
#[derive(Clone, Debug)]
pub(super) struct PollingParty {
    /// Its place among all parties.
    pub(super) index: u64,
    /// Its User.
    pub(super) user: usize,
    pub(super) curve: Curve,
    alerts: AlertChances,
    /// Share of the polls of meters with supply that get no answer.
    pub(super) silent: f64,
    pub(super) rounds: Option<Rounds>,
    /// Meters off supply in this cell.
    pub(super) off: u64,
    /// Where those of each rank are kept.
    pub(super) places: Vec<KeptAt>,
    /// Those that are kept by themselves.
    pub(super) meters: Vec<KeptMeter>,
    /// Those that are settled: off supply, and on.
    pub(super) groups: [Groups; 2],
    /// The rounds of which polls are open or settled meters the latest poll.
    pub(super) pools: Vec<RoundPolls>,
    /// Polls of the latest round that are still to begin.
    pub(super) coming: PollTimes,
    pub(super) knowledge: Knowledge,
    /// The last cell in which polls were processed, and how often they were.
    calls: (u64, u64),
    /// Alerts of loss and of restoration that arrive, by cell.
    pub(super) told: BTreeMap<u64, [u64; 2]>,
}

impl PollingParty {
    /// The party `index` of all: `party` in `storm`, in a run of `cell`s that ends before cell `end`.
    pub(super) fn new(
        index: usize,
        event: &Event,
        storm: &Storm,
        party: &StormParty,
        cell: Span,
        end: u64,
    ) -> Self {
        let alerts = AlertChances {
            after: storm.alerts.after.cells_up(cell).max(1),
            outage_lost: storm.alerts.outage_lost.get(),
            restore_lost: storm.alerts.restore_lost.get(),
        };
        Self {
            index: index as u64,
            user: party.user,
            curve: Curve::new(party, event.from, event.to),
            alerts,
            silent: storm.silent_with_supply.get(),
            rounds: party.poll.map(|poll| Rounds::new(poll, event, cell)),
            off: 0,
            places: Vec::new(),
            meters: Vec::new(),
            groups: Default::default(),
            pools: Vec::new(),
            coming: PollTimes::default(),
            knowledge: Knowledge { supply: Supply::default(), end, active: false },
            calls: (0, 0),
            told: BTreeMap::new(),
        }
    }

    pub(super) fn draws(&self, keys: &Keys, cell: u64, of: DrawFor, call: u64) -> Draws {
        keys.draws(Purpose::Storm, cell, (self.index << 32) + of as u64 + call)
    }

    /// Cell after the last in which anything happens of itself.
    pub(super) fn to(&self) -> u64 {
        self.rounds.map_or(0, |rounds| rounds.to()).max(self.curve.to + 1)
    }

    /// More than surely begins of its polls in the cells `from..to`, by pieces counted from `from`.
    pub(super) fn most_polls(&self, from: u64, to: u64) -> Vec<Piece> {
        let Some(rounds) = self.rounds else {
            return Vec::new();
        };
        // Each round asks whoever is kept, and who has lost supply since.
        let (mut pieces, mut asked, mut off) = (Vec::new(), self.kept(), self.off);
        for cell in from..to.min(self.to()) {
            let now = self.curve.off(cell);
            (asked, off) = (asked + now.saturating_sub(off), now);
            let at = cell - from;
            if rounds.begins(cell).is_some() {
                let mean = (asked * (1 + rounds.neighbours)) as f64;
                pieces.push(Piece { from: at, to: at + rounds.spread, mean }.before(to - from));
            } else if cell >= self.coming.from {
                let mean = self.coming.begin(cell).iter().sum::<u64>() as f64;
                pieces.push(Piece { from: at, to: at + 1, mean });
            }
        }
        pieces
    }

    /// Meters that may be asked: those kept by themselves, and those settled.
    fn kept(&self) -> u64 {
        let settled = self.pools.iter().flat_map(|pool| &pool.settled);
        self.meters.len() as u64 + settled.flat_map(|of| &of.members).sum::<u64>()
    }

    /// What happens at the start of `cell`, the mechanism `active` in it or not; the polls that begin in it: of customers,
    /// and of neighbours.
    pub(super) fn begin_cell(&mut self, keys: &Keys, cell: u64, active: bool) -> [u64; 2] {
        if cell < self.curve.from || cell >= self.to() {
            return [0; 2];
        }
        self.knowledge.active = active;
        self.step(keys, cell);
        let Some(rounds) = self.rounds else {
            return [0; 2];
        };
        if let Some(round) = rounds.begins(cell) {
            self.begin_round(keys, rounds, round, cell);
        }
        let begun = self.coming.begin(cell);
        self.knowledge.supply.polls += begun[0];
        self.knowledge.supply.neighbour_polls += begun[1];
        begun
    }

    /// Losses and restorations at the start of `cell`, and the alerts that tell of them.
    fn step(&mut self, keys: &Keys, cell: u64) {
        let off = self.curve.off(cell);
        if off == self.off {
            return;
        }
        let mut alerts = self.draws(keys, cell, DrawFor::Alerts, 0);
        let mut taken = self.draws(keys, cell, DrawFor::Taken, 0);
        // The meters still off when an alert of loss would come.
        let heard = cell + self.alerts.after;
        let lasting = if heard < self.knowledge.end && off > self.off {
            self.curve.fewest(cell + 1, heard)
        } else {
            0
        };
        let mut told = [0, 0];
        for rank in self.off..off {
            let arrives = rank < lasting && alerts.unit() >= self.alerts.outage_lost;
            told[0] += u64::from(arrives);
            let heard = if arrives { heard } else { NEVER };
            self.lose(rank as u32, cell, heard, &mut taken);
        }
        for rank in off..self.off {
            let arrives = alerts.unit() >= self.alerts.restore_lost;
            told[1] += u64::from(arrives);
            let at = self.single(rank as u32, cell, &mut taken);
            self.meters[at].restore(cell, arrives, &mut self.knowledge);
        }
        self.knowledge.supply.alerts += told[0];
        for (of, at) in [heard, cell].into_iter().enumerate().filter(|(of, _)| told[*of] > 0) {
            self.told.entry(at).or_default()[of] += told[of];
        }
        self.knowledge.changed(off.saturating_sub(self.off), self.off.saturating_sub(off));
        self.off = off;
    }

    /// The meter of this rank loses supply in `cell`; an alert comes in cell `alert`.
    fn lose(&mut self, rank: u32, cell: u64, alert: u64, taken: &mut Draws) {
        if rank as usize == self.places.len() {
            self.places.push(KeptAt::Nowhere);
        }
        if let KeptAt::Nowhere = self.places[rank as usize] {
            self.push(KeptMeter::lost(rank, Polled::Done, cell, alert, self.knowledge.active));
            return;
        }
        let at = self.single(rank, cell, taken);
        // A poll begun after the silence can have told of the earlier loss until now, not from here on.
        self.meters[at].note_loss(&mut self.knowledge);
        let (polled, active) = (self.meters[at].polled, self.knowledge.active);
        self.meters[at] = KeptMeter::lost(rank, polled, cell, alert, active);
    }

    /// Where the meter of this rank, which has a place, is kept by itself from now on.
    fn single(&mut self, rank: u32, cell: u64, taken: &mut Draws) -> usize {
        let since = match self.places[rank as usize] {
            KeptAt::Single(at) => return at as usize,
            KeptAt::Settled(since) => since,
            KeptAt::Nowhere => unreachable!("a meter that was off has a place"),
        };
        // It was on where it is not among those off so far.
        let class = usize::from(u64::from(rank) >= self.off);
        let group = self.groups[class].of(since);
        let polled = take(&mut self.pools, taken, class, group, cell);
        let at = self.push(KeptMeter::known_off(rank, polled));
        if let Polled::Open(round) = polled {
            pool(&mut self.pools, round).single.push(at as u32);
        }
        at
    }

    fn push(&mut self, meter: KeptMeter) -> usize {
        let at = self.meters.len();
        self.places[meter.rank as usize] = KeptAt::Single(at as u32);
        self.meters.push(meter);
        at
    }

    /// `n` polls first submitted in `first` are in the backlog.
    pub(super) fn admitted(&mut self, first: u64, n: u64) {
        let round = self.round(first);
        pool(&mut self.pools, round).admitted += n;
    }

    /// `n` of them have left it in `cell`; the result is how many get no answer, their meter being off or kept from it by
    /// `silence`. They end with the answer after `response` cells, or with the time-out after `timeout`.
    pub(super) fn processed(
        &mut self,
        keys: &Keys,
        first: u64,
        (n, silence): (u64, Silence<'_>),
        cell: u64,
        (response, timeout): (u64, u64),
    ) -> u64 {
        let call = if self.calls.0 == cell { self.calls.1 } else { 0 };
        self.calls = (cell, call + 1);
        let mut draws = self.draws(keys, cell, DrawFor::Processed, call);
        let until = (cell + timeout, cell + response);
        let round = self.round(first);
        let pool = pool(&mut self.pools, round);
        pool.process(&mut draws, (n, silence), until, &mut self.meters, &mut self.knowledge)
    }

    /// `n` polls of neighbours, who have supply, have left the backlog, and would time out in cell `at`; the result is how
    /// many get no answer.
    pub(super) fn neighbours_processed(
        &mut self,
        n: u64,
        mut silence: Silence<'_>,
        at: u64,
    ) -> u64 {
        let silent = silence.among(n);
        self.knowledge.presumes_wrongly(silent, at);
        silent
    }

    /// The round of polls first submitted in `first`.
    fn round(&self, first: u64) -> u32 {
        self.rounds.map_or(0, |rounds| rounds.last(first) as u32)
    }

    /// What it has learnt by the run's end.
    pub(super) fn finish(mut self) -> Supply {
        for meter in &mut self.meters {
            meter.note_loss(&mut self.knowledge);
        }
        self.knowledge.supply
    }
}

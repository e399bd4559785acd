//! What network parties know of their customers' supply in storms, and whom they ask (G9).
//!
//! The gateway never looks at a poll's device. So which meters the polls are that it processes is drawn only
//! then, uniformly among the meters of the round whose polls it has not processed. A meter known to be off
//! needs no more than to be counted: its polls find what is known. Only meters of which something is still to
//! be learnt are kept by themselves, and once it is learnt they settle among those that are counted, at the
//! beginning of a round, when their polls are alike.
//! Scope: the parties of a run (here), one of them cell by cell (`supply/party.rs`) with its curve
//! (`supply/curve.rs`), its rounds of polls (`supply/round.rs`, `supply/ask.rs`), the polls of a round (`supply/pool.rs`), who with supply
//! does not answer (`supply/silence.rs`) and a meter that is kept by itself (`supply/meter.rs`). Left out: what happens to polls at the gateway, which
//! is the cell loop's. Source: `docs/rules.md`, G9 and C2. Checked by: a simulation of each customer by
//! itself (`supply/tests.rs`).

mod ask;
mod curve;
mod meter;
mod party;
mod pool;
mod round;
mod silence;
#[cfg(test)]
mod tests;

use crate::engine::plan::Plan;
use crate::ledger;
use crate::random::Keys;
use crate::scenario::EventKind;
use crate::traffic::Piece;
use party::PollingParty;
pub use silence::Silence;

/// The network parties of a run's storms, in the order of the traffic's.
#[derive(Clone, Debug)]
pub struct Supplies {
    parties: Vec<PollingParty>,
    /// For each party, the cohorts of its polls: of customers, and of neighbours.
    cohorts: Vec<[u32; 2]>,
    /// For each User that is a network party, its enrolled electricity meters.
    network: Vec<Option<u64>>,
    /// Of each User, meters without power in the cell last begun, and of how many.
    dark: Vec<(u64, u64)>,
}

impl Supplies {
    /// The storms of `plan` before their beginning. Without storms nothing here takes time.
    pub fn new(plan: &Plan) -> Self {
        let scenario = &plan.scenario;
        let (cell, end) = (scenario.calendar.cell(), scenario.calendar.cells());
        let party = |(index, &(e, p)): (usize, &(usize, usize))| {
            let event = &scenario.events[e];
            let EventKind::Storm(storm) = &event.kind else {
                unreachable!("parties are those of storms");
            };
            PollingParty::new(index, event, storm, &storm.parties[p], cell, end)
        };
        let parties: Vec<PollingParty> =
            plan.traffic.parties.iter().enumerate().map(party).collect();
        let mut cohorts = vec![[0; 2]; parties.len()];
        for (c, cohort) in (0..).zip(&plan.traffic.cohorts) {
            if let Some(poll) = cohort.poll {
                cohorts[poll.party][usize::from(poll.neighbours)] = c;
            }
        }
        Self {
            network: plan.traffic.dark.network.clone(),
            parties,
            cohorts,
            dark: vec![(0, 1); scenario.users.len()],
        }
    }

    /// Whether the run has storms at all.
    pub fn any(&self) -> bool {
        !self.parties.is_empty()
    }

    /// Losses, restorations and alerts at the start of `cell`, the mechanism `active` in it or not, and a round's beginning.
    /// The polls that begin in it are added to `begun`: cohort, and how many. Every cell of what [`Supplies::touches`] is begun
    /// once, in order; others may be left out.
    pub fn begin_cell(
        &mut self,
        keys: &Keys,
        cell: u64,
        active: bool,
        begun: &mut Vec<(u32, u64)>,
    ) {
        for (party, cohorts) in self.parties.iter_mut().zip(&self.cohorts) {
            let polls = party.begin_cell(keys, cell, active);
            begun.extend(cohorts.iter().copied().zip(polls).filter(|(_, n)| *n > 0));
        }
        self.count_dark();
    }

    /// `n` polls of customers of `party`, first submitted in `first`, were admitted to the backlog.
    pub fn admitted(&mut self, party: usize, first: u64, n: u64) {
        self.parties[party].admitted(first, n);
    }

    /// Share of the polls of `party` to meters with supply that get no answer.
    pub fn silent(&self, party: usize) -> f64 {
        self.parties[party].silent
    }

    /// `n` such polls left the backlog in `cell`. The result is how many get no answer: their meter is without power, or
    /// `silence` keeps it from answering. The others are answered after `response` cells; these the User takes for lost
    /// after `timeout` cells.
    pub fn processed(
        &mut self,
        keys: &Keys,
        (party, first, n): (usize, u64, u64),
        silence: Silence<'_>,
        cell: u64,
        (response, timeout): (u64, u64),
    ) -> u64 {
        self.parties[party].processed(keys, first, (n, silence), cell, (response, timeout))
    }

    /// `n` polls of neighbours of `party` left the backlog, and would time out in cell `at`. The result is how many get no
    /// answer.
    pub fn neighbours_processed(
        &mut self,
        party: usize,
        n: u64,
        silence: Silence<'_>,
        at: u64,
    ) -> u64 {
        self.parties[party].neighbours_processed(n, silence, at)
    }

    /// Whether a poll of `party`, of customers or neighbours, first submitted in `first`, is superseded in
    /// `cell`: a later round has begun.
    pub fn is_superseded(&self, party: usize, first: u64, cell: u64) -> bool {
        self.parties[party].rounds.is_some_and(|r| r.last(first) < r.last(cell))
    }

    /// Meters without power in the cell last begun, and of how many, for what `user` asks but for storm polls: a
    /// network party's own, for any other User those of all network parties.
    pub fn without_power(&self, user: usize) -> (u64, u64) {
        self.dark[user]
    }

    /// Alerts of loss and of restoration that come in `cell`, by party.
    pub fn told(&mut self, cell: u64) -> Vec<(usize, [u64; 2])> {
        let parties = self.parties.iter_mut().enumerate();
        parties.filter_map(|(i, party)| Some((i, party.told.remove(&cell)?))).collect()
    }

    /// Whether any alert comes in the cells `from..to`.
    pub fn tells(&self, from: u64, to: u64) -> bool {
        self.parties.iter().any(|party| party.told.range(from..to).next().is_some())
    }

    fn count_dark(&mut self) {
        let off = |whose: &dyn Fn(&PollingParty) -> bool| -> u64 {
            self.parties.iter().filter(|party| whose(party)).map(|party| party.off).sum()
        };
        let all = (off(&|_| true), self.network.iter().flatten().sum());
        for (user, (dark, network)) in self.dark.iter_mut().zip(&self.network).enumerate() {
            let (off, meters) =
                network.map_or(all, |meters| (off(&|party| party.user == user), meters));
            // The customers of several storms may be more than a portfolio has.
            *dark = (off.min(meters), meters);
        }
    }

    /// More than surely begins of polls in the cells `from..to`, by pieces counted from `from`.
    pub fn most_polls(&self, from: u64, to: u64) -> Vec<Piece> {
        self.parties.iter().flat_map(|party| party.most_polls(from, to)).collect()
    }

    /// Whether a storm is on, ends, or has polls to begin, in the cells `from..to`.
    pub fn touches(&self, from: u64, to: u64) -> bool {
        self.parties.iter().any(|party| party.curve.from < to && from < party.to())
    }

    /// What each party has learnt when the run ends.
    pub fn finish(self) -> Vec<ledger::Supply> {
        self.parties.into_iter().map(PollingParty::finish).collect()
    }
}

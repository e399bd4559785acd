//! G9: storms, polls, and what network parties know of their customers' supply.

mod silence;

use super::World;
use super::request::{End, Id};
use headroom_core::domain::{Category, Fuel, Standing};
use headroom_core::scenario::{EventKind, Scenario, Storm};
use headroom_core::traffic::{PollOf, Traffic};
use rand::RngExt;

/// Whom a poll asks.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The network party in a storm.
    party: usize,
    /// Its customer; none: a neighbour, who has power.
    customer: Option<usize>,
}

/// A customer with an enrolled electricity meter.
#[derive(Clone, Debug, Default)]
struct Customer {
    off: bool,
    /// Each time that it lost supply.
    losses: Vec<Loss>,
    /// The latest poll that asks about it.
    poll: Option<Id>,
}

/// A loss of supply: when, and when it came back; and since when the party knows of each.
#[derive(Clone, Copy, Debug)]
struct Loss {
    at: u64,
    back: Option<u64>,
    known: Option<u64>,
    back_known: Option<u64>,
    /// Nothing but silence told of the loss when it became known.
    presumed: bool,
    /// The mechanism was active when it was lost, and when it came back.
    active: bool,
    back_active: bool,
}

/// How a party learns: of the loss by silence, or by being told of it; or that supply is back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Learnt {
    Silence,
    Told,
    ToldBack,
}

/// A network party in a storm.
#[derive(Clone, Debug)]
pub struct Party {
    event: usize,
    index: usize,
    customers: Vec<Customer>,
    /// How many of them are off.
    off: u64,
    /// All its polls so far.
    polls: Vec<Id>,
}

/// All network parties in storms; nobody has lost supply yet.
pub fn parties(scenario: &Scenario, traffic: &Traffic) -> Vec<Party> {
    let party = |&(event, index): &(usize, usize)| {
        let meters = storm(scenario, event).parties[index].meters as usize;
        let customers = vec![Customer::default(); meters];
        Party { event, index, customers, off: 0, polls: Vec::new() }
    };
    traffic.parties.iter().map(party).collect()
}

fn storm(scenario: &Scenario, event: usize) -> &Storm {
    match &scenario.events[event].kind {
        EventKind::Storm(storm) => storm,
        _ => unreachable!("parties are those of storms"),
    }
}

impl World<'_> {
    /// At the start of a cell: who loses supply and who has it back, what meters report by themselves, and
    /// whether a round of polls begins.
    pub fn go_through_storms(&mut self, cell: u64) {
        for party in 0..self.parties.len() {
            self.change_supply(party, cell);
            self.report_losses(party, cell);
            let Party { event, index, .. } = self.parties[party];
            let Some(poll) = storm(self.scenario, event).parties[index].poll else { continue };
            let event = &self.scenario.events[event];
            let every = poll.every.cells_up(self.scenario.calendar.cell());
            let on = event.from <= cell && cell < event.to;
            if on && (cell - event.from).is_multiple_of(every) {
                self.ask(party, cell);
            }
        }
    }

    /// The lowest ranks are off, as many as the curve says.
    fn change_supply(&mut self, party: usize, cell: u64) {
        let Party { event: e, index, .. } = self.parties[party];
        let event = &self.scenario.events[e];
        let on = event.from <= cell && cell < event.to;
        let off = if on { storm(self.scenario, e).parties[index].off_in(cell) } else { 0 };
        if off.min(self.parties[party].customers.len() as u64) == self.parties[party].off {
            return;
        }
        let active = self.began_active[cell as usize];
        for c in 0..self.parties[party].customers.len() {
            let customer = &mut self.parties[party].customers[c];
            let is_off = (c as u64) < off;
            if is_off && !customer.off {
                customer.off = true;
                customer.losses.push(Loss {
                    at: cell,
                    back: None,
                    known: None,
                    back_known: None,
                    presumed: false,
                    active,
                    back_active: false,
                });
                self.parties[party].off += 1;
                self.seen.supply[party].lost += 1;
            } else if !is_off && customer.off {
                customer.off = false;
                let loss = customer.losses.last_mut().expect("the one it has back from");
                (loss.back, loss.back_active) = (Some(cell), active);
                self.parties[party].off -= 1;
                self.seen.supply[party].restored += 1;
                let lost = storm(self.scenario, e).alerts.restore_lost.get();
                if self.rng.random::<f64>() >= lost {
                    self.seen.supply[party].alerts += 1;
                    self.know(party, c, self.last_loss(party, c), Learnt::ToldBack, cell);
                    let Storm { parties, alerts, .. } = storm(self.scenario, e);
                    self.send_storm_alert(parties[index].user, alerts.restore_code, cell);
                }
            }
        }
    }

    /// Alerts of loss: of meters that have been off so long.
    fn report_losses(&mut self, party: usize, cell: u64) {
        let Party { event, index, .. } = self.parties[party];
        let Storm { parties, alerts, .. } = storm(self.scenario, event);
        let after = alerts.after.cells_up(self.scenario.calendar.cell()).max(1);
        for c in 0..self.parties[party].customers.len() {
            let customer = &self.parties[party].customers[c];
            let lost = customer.losses.last().filter(|_| customer.off);
            let due = lost.is_some_and(|loss| loss.at + after == cell);
            if due && self.rng.random::<f64>() >= alerts.outage_lost.get() {
                self.seen.supply[party].alerts += 1;
                self.know(party, c, self.last_loss(party, c), Learnt::Told, cell);
                self.send_storm_alert(parties[index].user, alerts.outage_code, cell);
            }
        }
    }

    fn last_loss(&self, party: usize, customer: usize) -> usize {
        self.parties[party].customers[customer].losses.len() - 1
    }

    /// The party learns of one of a customer's losses, and perhaps that supply came back after it.
    fn know(&mut self, party: usize, customer: usize, loss: usize, how: Learnt, cell: u64) {
        let loss = &mut self.parties[party].customers[customer].losses[loss];
        if loss.known.is_none() {
            (loss.known, loss.presumed) = (Some(cell), true);
        }
        // Told in the very cell it is told.
        if loss.known == Some(cell) && how != Learnt::Silence {
            loss.presumed = false;
        }
        if how == Learnt::ToldBack && loss.back.is_some() && loss.back_known.is_none() {
            loss.back_known = Some(cell);
        }
    }

    /// What the parties have learnt, when all is over.
    pub fn count_knowledge(&mut self) {
        for (party, supply) in self.parties.iter().zip(&mut self.seen.supply) {
            for loss in party.customers.iter().flat_map(|c| &c.losses) {
                supply.while_active.lost += u64::from(loss.active);
                supply.while_active.restored += u64::from(loss.back_active);
                if let Some(known) = loss.known {
                    let cells = known - loss.at;
                    supply.from_loss.add(cells, 1);
                    supply.presumed.add(cells, u64::from(loss.presumed));
                    supply.while_active.from_loss.add(cells, u64::from(loss.active));
                }
                if let (Some(back), Some(known)) = (loss.back, loss.back_known) {
                    let (cells, active) = (known - back, u64::from(loss.back_active));
                    supply.from_restoration.add(cells, 1);
                    supply.while_active.from_restoration.add(cells, active);
                }
            }
        }
    }

    /// A round of polls; it takes the place of older ones that the DSP has not taken.
    fn ask(&mut self, party: usize, cell: u64) {
        for id in self.parties[party].polls.clone() {
            if !self.requests[id].over && !self.is_with_dsp(id) {
                self.requests[id].superseded = true;
            }
        }
        let Party { event, index, .. } = self.parties[party];
        let poll = storm(self.scenario, event).parties[index].poll.expect("it asks");
        let spread = poll.spread.cells_up(self.scenario.calendar.cell()).max(1);
        for c in 0..self.parties[party].customers.len() {
            let customer = &self.parties[party].customers[c];
            let Some(last) = customer.losses.last() else { continue };
            let known_to_be_back = !customer.off && last.back_known.is_some();
            if (poll.stop_when_known && known_to_be_back)
                || customer.poll.is_some_and(|id| self.is_with_dsp(id))
            {
                continue;
            }
            let at = cell + self.rng.random_range(0..spread);
            let id = self.poll(party, Some(c), at);
            self.parties[party].customers[c].poll = id;
            self.seen.supply[party].polls += u64::from(id.is_some());
            for _ in 0..poll.neighbours {
                let at = cell + self.rng.random_range(0..spread);
                let begun = self.poll(party, None, at).is_some();
                self.seen.supply[party].neighbour_polls += u64::from(begun);
            }
        }
    }

    /// One poll, if the simulated time is not over when it begins.
    fn poll(&mut self, party: usize, customer: Option<usize>, at: u64) -> Option<Id> {
        let whose = PollOf { party, neighbours: customer.is_none() };
        let mut cohorts = self.traffic.cohorts.iter();
        let cohort = cohorts.position(|c| !c.second && c.poll == Some(whose)).expect("polls");
        let id = self.begin(cohort, at, None, Standing::Polls)?;
        self.requests[id].asked = Some(Asked { party, customer });
        self.parties[party].polls.push(id);
        Some(id)
    }

    /// Admitted, and neither answered nor timed out.
    fn is_with_dsp(&self, id: Id) -> bool {
        self.waits_inside(id) || self.requests[id].unanswered
    }

    /// An attempt that would come in `cell`, and a newer poll has taken its place: that ends it.
    pub fn ends_superseded(&mut self, id: Id, cell: u64) -> bool {
        let superseded = self.requests[id].superseded;
        if superseded {
            self.end(id, cell, End::Superseded);
        }
        superseded
    }

    /// Whether whom a poll asks has no power.
    pub fn is_off(&self, asked: Asked) -> bool {
        asked.customer.is_some_and(|c| self.parties[asked.party].customers[c].off)
    }

    /// For a poll of a customer, which of its losses of supply is the latest.
    pub fn loss_of(&self, id: Id) -> Option<usize> {
        let Asked { party, customer } = self.requests[id].asked?;
        self.parties[party].customers[customer?].losses.len().checked_sub(1)
    }

    /// What an answer, or none, tells of the loss of supply that was its customer's latest when the DSP
    /// worked on the poll.
    pub fn learn(&mut self, id: Id, dark: bool, loss: Option<usize>, cell: u64) {
        if let (Some(Asked { party, customer: Some(c) }), Some(loss)) =
            (self.requests[id].asked, loss)
        {
            self.know(party, c, loss, if dark { Learnt::Silence } else { Learnt::ToldBack }, cell);
        }
    }

    /// The share of a User's devices without power in the present cell: of an electricity network party its
    /// own customers', of all others all network parties'.
    pub fn dark_share(&self, user: usize) -> f64 {
        let own = self.scenario.users[user].category == Category::ElectricityNetworkParty;
        let of = |party: &Party| storm(self.scenario, party.event).parties[party.index].user;
        let counted = self.parties.iter().filter(|party| !own || of(party) == user);
        let off: u64 = counted.map(|party| party.off).sum();
        let networks = [Category::ElectricityNetworkParty, Category::GasNetworkParty];
        let enrolled = self.scenario.users.iter().enumerate().filter(|(u, who)| match own {
            true => *u == user,
            false => networks.contains(&who.category),
        });
        let meters: u64 = enrolled.map(|(_, who)| who.portfolio.of(Some(Fuel::Electricity))).sum();
        if off == 0 { 0.0 } else { (off as f64 / meters as f64).min(1.0) }
    }
}

//! G9: meters with supply that do not answer a storm's poll.

use super::super::World;
use super::super::request::Id;
use super::storm;
use rand::RngExt;

impl World<'_> {
    /// Whether a request is a storm's poll to a meter with supply whose communications are out.
    pub fn is_silent(&mut self, id: Id) -> bool {
        let Some(asked) = self.requests[id].asked else { return false };
        let share = storm(self.scenario, self.parties[asked.party].event).silent_with_supply.get();
        share > 0.0 && self.rng.random::<f64>() < share
    }

    /// Such a poll has timed out: whom it asked is taken for off, and is not.
    pub fn presume_wrongly(&mut self, id: Id) {
        let asked = self.requests[id].asked.expect("a storm's poll");
        self.seen.supply[asked.party].presumed_wrongly += 1;
    }
}

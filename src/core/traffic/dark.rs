//! Meters without power in storms (G9). How many there are in which cell is given, so of a half-hour's requests those are
//! drawn first whose devices may have none (`place.rs`): the others need no place while nothing happens to them.

use crate::domain::{Category, Fuel};
use crate::scenario::{EventKind, Scenario, StormParty};

/// Meters without power in a scenario's storms.
#[derive(Clone, Debug, PartialEq)]
pub struct Darkness {
    /// Customers of network parties, and the cells of their storm: the first, and the one after the last.
    curves: Vec<(StormParty, u64, u64)>,
    /// For each SRV, whether a device answers it.
    devices: Vec<bool>,
    /// For each User that is a network party, its enrolled electricity meters.
    pub network: Vec<Option<u64>>,
    /// Whose meters they are of which requests are doubtful: of all network parties, or of one with customers in a storm; and
    /// how many meters.
    whose: Vec<(Option<usize>, u64)>,
    /// For each User, whose meters it asks, as a place in `whose`.
    of_user: Vec<Option<usize>>,
    /// For each of those and each half-hour, a bound on the share without power in any of its cells.
    most: Vec<Vec<f64>>,
}

impl Darkness {
    /// That of `scenario`.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let storms = scenario.events.iter().filter_map(|e| match &e.kind {
            EventKind::Storm(storm) => Some((e.from, e.to, storm)),
            _ => None,
        });
        // How they ask makes no difference to who is without power.
        let of_storm = |(from, to, storm): (u64, u64, &crate::scenario::Storm)| {
            let parties = storm.parties.iter();
            parties.map(|p| (StormParty { poll: None, ..p.clone() }, from, to)).collect::<Vec<_>>()
        };
        let curves: Vec<_> = storms.flat_map(of_storm).collect();
        let in_storm = |user: usize| curves.iter().any(|(party, ..)| party.user == user);
        let network = scenario.users.iter().enumerate().map(|(u, user)| {
            let is_network = user.category == Category::ElectricityNetworkParty || in_storm(u);
            is_network.then(|| user.portfolio.of(Some(Fuel::Electricity)))
        });
        let network: Vec<Option<u64>> = network.collect();
        let own = (0..network.len()).filter(|u| in_storm(*u));
        let own = own.map(|u| (Some(u), network[u].expect("it is one")));
        let all = (!curves.is_empty()).then(|| (None, network.iter().flatten().sum()));
        let whose: Vec<(Option<usize>, u64)> = all.into_iter().chain(own).collect();
        let of_user = (0..network.len()).map(|u| {
            let asked = network[u].map(|_| u);
            whose.iter().position(|w| w.0 == asked)
        });
        let mut dark = Self {
            of_user: of_user.collect(),
            devices: scenario.srvs.iter().map(|srv| srv.device).collect(),
            curves,
            network,
            whose,
            most: Vec::new(),
        };
        let (blocks, width) =
            (scenario.calendar.blocks().len(), scenario.calendar.cells_per_block() as u64);
        let of = |whose| (0..blocks as u64).map(move |b| (whose, b * width, (b + 1) * width));
        let most = (0..dark.whose.len())
            .map(|whose| of(whose).map(|(w, from, to)| dark.most_in(w, from, to)).collect());
        dark.most = most.collect();
        dark
    }

    /// The curves of the meters of `whose`.
    fn curves_of(&self, whose: usize) -> impl Iterator<Item = &(StormParty, u64, u64)> {
        let user = self.whose[whose].0;
        self.curves.iter().filter(move |(party, ..)| user.is_none_or(|u| party.user == u))
    }

    /// A bound on the share of them without power in any of the cells `from..to`.
    fn most_in(&self, whose: usize, from: u64, to: u64) -> f64 {
        // Between two points the curve only rises or only falls; at a point it may jump.
        let most_of = |curve: &(StormParty, u64, u64)| {
            let points = curve.0.off.iter().flat_map(|p| [p.cell.saturating_sub(1), p.cell]);
            let ends = [from.max(curve.1), to.min(curve.2).saturating_sub(1)];
            let cells = points.chain(ends).filter(|cell| (from..to).contains(cell));
            cells.map(|cell| off(curve, cell)).max().unwrap_or(0)
        };
        let most: u64 = self.curves_of(whose).map(most_of).sum();
        if most == 0 { 0.0 } else { (most as f64 / self.whose[whose].1 as f64).min(1.0) }
    }

    /// A bound on the share without power, in any cell of `block`, of the devices that a `user`'s requests of an `srv` go to.
    pub fn most(&self, (user, srv): (usize, usize), block: usize) -> f64 {
        self.whose((user, srv)).map_or(0.0, |whose| self.most[whose][block])
    }

    /// The same of all requests.
    pub fn most_of_any(&self, block: usize) -> f64 {
        self.most.iter().map(|most| most[block]).fold(0.0, f64::max)
    }

    /// Whose those are, where some of them may be without power: a place in [`Darkness::off`].
    pub fn whose(&self, (user, srv): (usize, usize)) -> Option<usize> {
        self.of_user[user].filter(|_| self.devices[srv])
    }

    /// How many meters are without power in each of the cells `from..to`, and how many there are: of each whose they are.
    pub fn off(&self, from: u64, to: u64) -> Vec<(Vec<u64>, u64)> {
        let of = |whose: usize| {
            let meters = self.whose[whose].1;
            let sum = |cell| self.curves_of(whose).map(|curve| off(curve, cell)).sum::<u64>();
            // The customers of several storms may be more than a portfolio has.
            ((from..to).map(|cell| sum(cell).min(meters)).collect(), meters)
        };
        (0..self.whose.len()).map(of).collect()
    }
}

/// Meters of a curve without power in `cell`.
fn off((party, from, to): &(StormParty, u64, u64), cell: u64) -> u64 {
    if (*from..*to).contains(&cell) { party.off_in(cell) } else { 0 }
}

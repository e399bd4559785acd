//! What network parties know of their customers' supply (G9, C2): shares known in time, and how long it
//! takes until it is known.
//!
//! All are of customers with an enrolled meter who lost supply, or whose supply came back. One of whom
//! nothing was ever known counts in every share, and in every rank as later than any.

mod rows;
mod under;

pub use rows::{SupplyRow, supply_rows, supply_rows_beside};
pub use under::{ActiveKnown, active_known, under_mechanism};

use headroom_core::domain::{Span, Whose};
use headroom_core::engine::Plan;
use headroom_core::ledger::{Supply, Waits};
use headroom_core::scenario::{EventKind, Storm};

/// Minutes within which it is asked whether supply was known.
pub const WITHIN_MIN: [u64; 3] = [5, 15, 60];
/// The ranks whose times are looked at.
const RANKS: [f64; 2] = [0.5, 0.95];

/// Since when it takes time until supply is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// Since it was lost.
    Loss,
    /// Since it came back.
    Restoration,
}

impl Since {
    /// Both.
    pub const ALL: [Since; 2] = [Since::Loss, Since::Restoration];

    /// The name that stays.
    pub fn word(self) -> &'static str {
        match self {
            Since::Loss => "loss",
            Since::Restoration => "restoration",
        }
    }

    /// How many of a party's customers, and the cells until it was known, of those of whom it was.
    fn of(self, supply: &Supply) -> (u64, &Waits) {
        match self {
            Since::Loss => (supply.lost, &supply.from_loss),
            Since::Restoration => (supply.restored, &supply.from_restoration),
        }
    }

    /// The same of those lost, or restored, while the mechanism was active.
    fn of_active(self, supply: &Supply) -> (u64, &Waits) {
        let active = &supply.while_active;
        match self {
            Since::Loss => (active.lost, &active.from_loss),
            Since::Restoration => (active.restored, &active.from_restoration),
        }
    }
}

/// What was known of how many customers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct KnownSupply {
    /// Customers with a meter.
    pub customers: u64,
    /// Of them, those of whom it was known within each of [`WITHIN_MIN`].
    pub within: [u64; 3],
    /// Of them, those of whom it was known before the end.
    pub ever: u64,
    /// Seconds after which it was known of half and of 95 % of all of them; none where it was of fewer.
    pub time_s: [Option<f64>; 2],
}

impl KnownSupply {
    /// Of `supply`, in cells of this length.
    pub fn new(supply: &Supply, since: Since, cell: Span) -> Self {
        Self::of(since.of(supply), cell)
    }

    /// Of those of `supply` who lost it, or got it back, while the mechanism was active.
    pub fn while_active(supply: &Supply, since: Since, cell: Span) -> Self {
        Self::of(since.of_active(supply), cell)
    }

    fn of((customers, times): (u64, &Waits), cell: Span) -> Self {
        let time = |share: f64| {
            let rank = (libm::ceil(customers as f64 * share) as u64).clamp(1, customers.max(1));
            let mut seen = 0;
            let at = times.bins().find(|(_, n)| {
                seen += n;
                seen >= rank
            });
            at.map(|(cells, _)| (cells * cell.ms()) as f64 / 1e3)
        };
        Self {
            customers,
            within: within(times, cell),
            ever: times.count(),
            time_s: RANKS.map(time),
        }
    }

    /// Share known within the `i`-th of [`WITHIN_MIN`]; none without customers.
    pub fn share(&self, i: usize) -> Option<f64> {
        (self.customers > 0).then(|| self.within[i] as f64 / self.customers as f64)
    }
}

/// How many `times` in cells of this length are within each of [`WITHIN_MIN`].
fn within(times: &Waits, cell: Span) -> [u64; 3] {
    WITHIN_MIN.map(|minutes| {
        let known = times.bins().filter(|(cells, _)| cells * cell.ms() <= minutes * 60_000);
        known.map(|(_, n)| n).sum::<u64>()
    })
}

/// Of those known within each of [`WITHIN_MIN`] those presumed from silence: of restorations none.
pub fn presumed(supply: &Supply, since: Since, cell: Span) -> [u64; 3] {
    match since {
        Since::Loss => within(&supply.presumed, cell),
        Since::Restoration => [0; 3],
    }
}

/// What everybody, or one User, knew since the loss and since the restoration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SupplyMeasures {
    /// All network parties together, or one User.
    pub whose: Whose,
    /// Since each of [`Since::ALL`].
    pub since: [KnownSupply; 2],
    /// Polls of meters with supply that got no answer.
    pub presumed_wrongly: u64,
}

/// A storm's network party, in the order of a ledger's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartyInStorm {
    /// The event, by its place in the scenario.
    pub event: usize,
    /// The User, by its place in the scenario.
    pub user: usize,
}

/// The storms of a scenario, with their events.
pub(super) fn storms(plan: &Plan) -> impl Iterator<Item = (usize, &Storm)> {
    plan.scenario.events.iter().enumerate().filter_map(|(e, event)| match &event.kind {
        EventKind::Storm(storm) => Some((e, storm)),
        _ => None,
    })
}

/// The network parties of all storms.
pub fn parties(plan: &Plan) -> Vec<PartyInStorm> {
    let of_storm = |(event, storm): (usize, &Storm)| {
        storm
            .parties
            .iter()
            .map(|p| PartyInStorm { event, user: p.user })
            .collect::<Vec<PartyInStorm>>()
    };
    storms(plan).flat_map(of_storm).collect()
}

/// All network parties together, then each, of what the ledger has of them; nothing without storms.
pub(super) fn known(
    parties: &[PartyInStorm],
    supply: &[Supply],
    cell: Span,
) -> Vec<SupplyMeasures> {
    if supply.is_empty() {
        return Vec::new();
    }
    let mut users: Vec<usize> = parties.iter().map(|p| p.user).collect();
    users.sort_unstable();
    users.dedup();
    let of = |whose: Whose| {
        let mut sum = Supply::default();
        let chosen = parties.iter().zip(supply);
        let chosen = chosen.filter(|(p, _)| whose == Whose::All || whose == Whose::User(p.user));
        chosen.for_each(|(_, s)| sum.add(s));
        SupplyMeasures {
            whose,
            since: Since::ALL.map(|since| KnownSupply::new(&sum, since, cell)),
            presumed_wrongly: sum.presumed_wrongly,
        }
    };
    std::iter::once(Whose::All).chain(users.into_iter().map(Whose::User)).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 customers: 40 known at once, 30 after 5 min, 10 after 15, 10 after an hour and a cell, 10 never.
    fn some() -> Supply {
        let mut supply = Supply { lost: 100, ..Supply::default() };
        for (cells, n) in [(0, 40), (30, 30), (90, 10), (361, 10)] {
            supply.from_loss.add(cells, n);
        }
        supply
    }

    #[test]
    fn g9_shares_are_of_all_who_lost_supply_and_a_limit_itself_is_in_time() {
        let known = KnownSupply::new(&some(), Since::Loss, Span::from_s(10));
        assert_eq!((known.customers, known.within, known.ever), (100, [70, 80, 80], 90));
        assert_eq!(known.share(1), Some(0.8));
        let none = KnownSupply::new(&some(), Since::Restoration, Span::from_s(10));
        assert_eq!((none.share(0), none.time_s), (None, [None, None]));
    }

    #[test]
    fn c2_known_while_active_is_of_those_lost_then_and_nothing_where_there_are_none() {
        let mut supply = some();
        let of = |supply: &Supply| KnownSupply::while_active(supply, Since::Loss, Span::from_s(10));
        assert_eq!((of(&supply).share(1), of(&supply).time_s), (None, [None, None]));
        supply.while_active.lost = 4;
        supply.while_active.from_loss.add(90, 3);
        assert_eq!((of(&supply).within, of(&supply).share(1)), ([0, 3, 3], Some(0.75)));
        assert_eq!(of(&supply).time_s, [Some(900.0), None]);
    }

    #[test]
    fn g9_who_never_knew_is_later_than_any() {
        let known = KnownSupply::new(&some(), Since::Loss, Span::from_s(10));
        // The 50th of 100 is among those known after 300 s; the 95th among those of whom it never was.
        assert_eq!(known.time_s, [Some(300.0), None]);
        let mut all = some();
        all.from_loss.add(400, 5);
        assert_eq!(KnownSupply::new(&all, Since::Loss, Span::from_s(10)).time_s[1], Some(4_000.0));
    }

    #[test]
    fn a_party_in_two_storms_is_one_user_and_all_are_together() {
        let parties = [(0, 3), (0, 1), (2, 3)].map(|(event, user)| PartyInStorm { event, user });
        let found = known(&parties, &[some(), Supply::default(), some()], Span::from_s(10));
        let whose: Vec<Whose> = found.iter().map(|m| m.whose).collect();
        assert_eq!(whose, [Whose::All, Whose::User(1), Whose::User(3)]);
        assert_eq!(found[0].since[0], found[2].since[0]);
        assert_eq!(found[0].since[0].customers, 200);
        assert!(known(&parties, &[], Span::from_s(10)).is_empty());
    }
}

//! A round of polls begins: whom a network party asks.

use super::meter::Polled;
use super::party::{DrawFor, KeptAt, PollingParty};
use super::pool::{RoundPolls, pool};
use super::round::Rounds;
use crate::random::{Keys, scatter};

impl PollingParty {
    /// `round` begins in `cell`: polls of earlier ones are given up unless they are in the backlog or
    /// awaiting the end, and everybody else of whom it matters is asked.
    pub(super) fn begin_round(&mut self, keys: &Keys, rounds: Rounds, round: u32, cell: u64) {
        let mut draws = self.draws(keys, cell, DrawFor::LeftOut, 0);
        let sizes = [0, 1].map(|class| sizes(&self.pools, class));
        for pool in &mut self.pools {
            pool.keep_admitted(&mut draws, cell, &mut self.meters);
        }
        self.pools.retain(RoundPolls::is_live);
        let settled = [0, 1].map(|class| {
            let older = self.pools.iter_mut().map(|p| &mut p.settled[class]);
            self.groups[class].ask(round, &sizes[class], &mut older.collect::<Vec<_>>())
        });
        self.pools.push(RoundPolls { round, admitted: 0, settled, single: Vec::new() });
        self.ask_single(round, cell, rounds.stop_when_known);
        let asked = pool(&mut self.pools, round).open();
        let mut draws = self.draws(keys, cell, DrawFor::Begin, 0);
        self.coming.from = cell;
        for (n, into) in [asked, asked * rounds.neighbours].into_iter().zip(&mut self.coming.cells)
        {
            into.clear();
            into.resize(rounds.spread as usize, 0);
            scatter(&mut draws, n, into);
        }
    }

    /// Asks the meters that are kept by themselves and have no poll that lives on. Those of which all is
    /// known are not kept so any longer: they are settled, or forgotten where they are not asked any more.
    fn ask_single(&mut self, round: u32, cell: u64, stop_when_known: bool) {
        let Self { meters, places, pools, knowledge, .. } = self;
        pools.iter_mut().for_each(|pool| pool.single.clear());
        let mut kept = 0;
        meters.retain_mut(|meter| {
            let place = &mut places[meter.rank as usize];
            if matches!(meter.polled, Polled::Until(end) if end <= cell) {
                meter.polled = Polled::Done;
            }
            if meter.polled == Polled::Done && meter.is_known(cell) {
                meter.note_loss(knowledge);
                if !meter.is_off() && stop_when_known {
                    *place = KeptAt::Nowhere;
                } else {
                    *place = KeptAt::Settled(round);
                    let newest = pools.last_mut().expect("the round's was pushed");
                    newest.settled[usize::from(!meter.is_off())].ask_newest();
                }
                return false;
            }
            if meter.polled == Polled::Done {
                meter.polled = Polled::Open(round);
            }
            if let Polled::Open(of) = meter.polled {
                pool(pools, of).single.push(kept);
            }
            *place = KeptAt::Single(kept);
            kept += 1;
            true
        });
    }
}

/// How many settled meters, off (0) or on (1), each group has.
fn sizes(pools: &[RoundPolls], class: usize) -> Vec<u64> {
    let members = |pool: &RoundPolls| pool.settled[class].members.clone();
    pools
        .iter()
        .map(members)
        .reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a + b).collect())
        .unwrap_or_default()
}

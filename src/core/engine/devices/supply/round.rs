//! Rounds of polls: when they begin, whom they ask, and when each is asked.

use super::meter::Polled;
use super::party::{Of, Party, Place};
use super::pool::{Pool, pool};
use crate::domain::Span;
use crate::random::{Keys, scatter};
use crate::scenario::{Event, Poll};

/// How a network party asks, in cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rounds {
    /// First cell of the first.
    from: u64,
    /// From one to the next.
    every: u64,
    /// How many there are.
    number: u64,
    /// Cells over which the polls of one begin.
    spread: u64,
    neighbours: u64,
    stop_when_known: bool,
}

impl Rounds {
    pub(super) fn new(poll: Poll, event: &Event, cell: Span) -> Self {
        let every = poll.every.cells_up(cell).max(1);
        Self {
            from: event.from,
            every,
            number: (event.to - event.from).div_ceil(every),
            spread: poll.spread.cells_up(cell).clamp(1, every),
            neighbours: u64::from(poll.neighbours),
            stop_when_known: poll.stop_when_known,
        }
    }

    /// The last round that has begun in `cell`, which is not before the first.
    pub(super) fn last(&self, cell: u64) -> u64 {
        ((cell - self.from) / self.every).min(self.number - 1)
    }

    /// The round that begins in `cell`.
    pub(super) fn begins(&self, cell: u64) -> Option<u32> {
        let cells = cell.checked_sub(self.from)?;
        let round = cells / self.every;
        (cells.is_multiple_of(self.every) && round < self.number).then_some(round as u32)
    }

    /// Cell after the last in which a poll begins.
    pub(super) fn to(&self) -> u64 {
        self.from + (self.number - 1) * self.every + self.spread
    }
}

/// When the polls of a round begin.
#[derive(Clone, Debug, Default)]
pub(super) struct Coming {
    /// Its first cell.
    from: u64,
    /// In each cell: those of customers, and of neighbours.
    cells: [Vec<u64>; 2],
}

impl Coming {
    /// How many begin in `cell`: of customers, and of neighbours.
    pub(super) fn begin(&self, cell: u64) -> [u64; 2] {
        let at = (cell - self.from) as usize;
        [0, 1].map(|who| self.cells[who].get(at).copied().unwrap_or(0))
    }
}

impl Party {
    /// `round` begins in `cell`: polls of earlier ones are given up unless they are in the backlog or
    /// awaiting the end, and everybody else of whom it matters is asked.
    pub(super) fn begin_round(&mut self, keys: &Keys, rounds: Rounds, round: u32, cell: u64) {
        let mut draws = self.draws(keys, cell, Of::LeftOut, 0);
        let sizes = [0, 1].map(|class| sizes(&self.pools, class));
        for pool in &mut self.pools {
            pool.keep_admitted(&mut draws, cell, &mut self.meters);
        }
        self.pools.retain(Pool::is_live);
        let settled = [0, 1].map(|class| {
            let older = self.pools.iter_mut().map(|p| &mut p.settled[class]);
            self.groups[class].ask(round, &sizes[class], &mut older.collect::<Vec<_>>())
        });
        self.pools.push(Pool { round, admitted: 0, settled, single: Vec::new() });
        self.ask_single(round, cell, rounds.stop_when_known);
        let asked = pool(&mut self.pools, round).open();
        let mut draws = self.draws(keys, cell, Of::Begin, 0);
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
                    *place = Place::Nowhere;
                } else {
                    *place = Place::Settled(round);
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
            *place = Place::Single(kept);
            kept += 1;
            true
        });
    }
}

/// How many settled meters, off (0) or on (1), each group has.
fn sizes(pools: &[Pool], class: usize) -> Vec<u64> {
    let members = |pool: &Pool| pool.settled[class].members.clone();
    pools
        .iter()
        .map(members)
        .reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a + b).collect())
        .unwrap_or_default()
}

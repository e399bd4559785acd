//! Rounds of polls: when they begin, and when each of their polls does.

use crate::domain::Span;
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
    pub(super) spread: u64,
    pub(super) neighbours: u64,
    pub(super) stop_when_known: bool,
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
pub(super) struct PollTimes {
    /// Its first cell.
    pub(super) from: u64,
    /// In each cell: those of customers, and of neighbours.
    pub(super) cells: [Vec<u64>; 2],
}

impl PollTimes {
    /// How many begin in `cell`: of customers, and of neighbours.
    pub(super) fn begin(&self, cell: u64) -> [u64; 2] {
        let at = (cell - self.from) as usize;
        [0, 1].map(|who| self.cells[who].get(at).copied().unwrap_or(0))
    }
}

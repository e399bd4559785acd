//! Which days of a log stand for the days of a course, and what is sent on them (T8).
//!
//! Blocks are drawn by the date of their first day, and what grows by the half-hour, so a half-hour has the same requests whichever
//! episode opens it (T5).

use super::recorded::superposed;
use crate::random::{Keys, Purpose, name_key};
use crate::scenario::{
    Growth, LogDays, Month, Recorded, RecordedBins, RecordedSent, Scenario, civil_date,
};
use std::sync::Arc;

/// The days of a course as a replication has drawn them from a log.
pub struct DrawnDays<'a> {
    scenario: &'a Scenario,
    log: &'a LogDays,
    /// For each half-hour of the course, which of those of the log's days stands for it.
    sources: Vec<u32>,
}

impl<'a> DrawnDays<'a> {
    /// Those of `scenario`, where it is a course whose days are drawn from a log.
    pub fn new(scenario: &'a Scenario, keys: &Keys) -> Option<Self> {
        let log = scenario.recorded.as_ref()?.days.as_deref()?;
        let drawn = log.drawn(|date, of| keys.draws(Purpose::LogDay, 0, date as u64).below(of));
        let sources = log.sources(&scenario.calendar, &drawn);
        Some(Self { scenario, log, sources })
    }

    /// Which half-hour of the log's days stands for `block`.
    pub fn source(&self, block: usize) -> usize {
        self.sources[block] as usize
    }

    /// The log's.
    pub fn log(&self) -> &'a LogDays {
        self.log
    }

    /// What was recorded as half-hours `from..to` of the course have it, with what has grown of it (M2).
    pub fn sent(&self, recorded: &Recorded, keys: &Keys, from: usize, to: usize) -> Recorded {
        let sources: Vec<_> = self.sources[from..to].iter().map(|s| Some(*s)).collect();
        let per_block = self.scenario.calendar.cells_per_block() as u64;
        let mut sent = self.log.log.laid(&sources, per_block);
        if let Some(growth) = &self.scenario.growth {
            sent.iter_mut().for_each(|sent| self.grow(growth, sent, keys, (from, per_block)));
        }
        recorded.with(sent)
    }

    fn grow(
        &self,
        growth: &Growth,
        sent: &mut RecordedSent,
        keys: &Keys,
        (from, per_block): (usize, u64),
    ) {
        let bins_per_block = per_block / sent.bins.cells;
        let key = key(self.scenario, sent);
        let blocks = self.scenario.calendar.blocks();
        let of_block = |(bin, _): &(u32, u32)| from + (u64::from(*bin) / bins_per_block) as usize;
        let mut counts = Vec::with_capacity(sent.bins.counts.len());
        for here in sent.bins.counts.chunk_by(|a, b| of_block(a) == of_block(b)) {
            let block = &blocks[of_block(&here[0])];
            let (year, month, _) = civil_date(block.local.date);
            let times = growth.sent_per_meter(sent.user, Month { year, month });
            let mut draws = keys.draws(Purpose::Grown, key, super::varying::name(block));
            let grown =
                here.iter().map(|(bin, n)| (*bin, superposed(&mut draws, u64::from(*n), times)));
            counts.extend(grown.filter(|(_, n)| *n > 0).map(|(bin, n)| (bin, n as u32)));
        }
        sent.bins = Arc::new(RecordedBins { cells: sent.bins.cells, counts });
    }
}

/// What names the draws of what was sent of a kind.
pub(super) fn key(scenario: &Scenario, sent: &RecordedSent) -> u64 {
    let (user, srv) = (&scenario.users[sent.user].id, &scenario.srvs[sent.srv].id);
    name_key(&["recorded", user, srv, sent.mode.word()])
}

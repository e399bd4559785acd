//! A log as scenarios have it: what was sent in a run, worked out once for all changes that leave it the same (T8).

use super::Calendar;
use super::recorded::{RecordedBins, RecordedSent};
use crate::domain::Mode;
use crate::recording::Recording;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// What a kind of rows is in a scenario: User, SRV and mode; none where it is left out.
pub type Meant = Option<(usize, usize, Mode)>;

/// A log that has been read.
#[derive(Debug)]
pub struct Log {
    /// Its counts.
    pub recording: Recording,
    /// Requests of each kind.
    pub totals: Vec<u64>,
    known: Mutex<Vec<(Key, Arc<Sent>)>>,
}

/// What decides what was sent in a run: what the kinds mean, the first half-hour and the one after the last.
type Key = (Vec<Meant>, i64, i64);

/// What was sent in a run.
#[derive(Debug)]
pub struct Sent {
    /// By User, SRV and mode.
    pub each: Vec<RecordedSent>,
    /// Requests of these kinds that lie outside the run.
    pub outside: u64,
    /// Half-hours of the run of which the log says nothing.
    pub missing: usize,
}

impl Log {
    /// Of what was read.
    pub fn new(recording: Recording) -> Self {
        Self { totals: totals(&recording), recording, known: Mutex::default() }
    }

    /// What was sent in the run of `calendar`, whose cells are those it was read in.
    pub fn sent(&self, meant: &[Meant], calendar: &Calendar) -> Arc<Sent> {
        let first = calendar.first_half_hour();
        let key = (meant.to_vec(), first, first + calendar.blocks().len() as i64);
        let mut known = self.known.lock().expect("no reader panics");
        if let Some((_, sent)) = known.iter().find(|(k, _)| *k == key) {
            return Arc::clone(sent);
        }
        let (each, outside) = sent(&self.recording, meant, calendar);
        let missing = missing(&self.recording, calendar);
        let sent = Arc::new(Sent { each, outside, missing });
        known.push((key, Arc::clone(&sent)));
        sent
    }
}

/// Requests of each kind.
fn totals(log: &Recording) -> Vec<u64> {
    let mut totals = vec![0; log.kinds.len()];
    for half_hour in log.half_hours() {
        log.of(half_hour).for_each(|(kind, _, n)| totals[kind] += n);
    }
    totals
}

/// What was sent in the run, and how many requests of what is meant lie outside it.
fn sent(log: &Recording, meant: &[Meant], calendar: &Calendar) -> (Vec<RecordedSent>, u64) {
    let first = calendar.first_half_hour();
    let last = first + calendar.blocks().len() as i64;
    let cells = log.bin.ms() / calendar.cell().ms();
    let bins = calendar.cells_per_block() as u64 / cells;
    let mut found: BTreeMap<(usize, usize, Mode), Vec<(u32, u32)>> = BTreeMap::new();
    let mut outside = 0;
    for half_hour in log.half_hours() {
        for (kind, bin, n) in log.of(half_hour) {
            let Some(key) = meant[kind] else {
                continue;
            };
            if !(first..last).contains(&half_hour) {
                outside += n;
                continue;
            }
            let bin = ((half_hour - first) as u64 * bins + bin) as u32;
            found.entry(key).or_default().push((bin, n as u32));
        }
    }
    let days = days_of_each_kind(calendar, log);
    let sent = |((user, srv, mode), mut counts): (_, Vec<(u32, u32)>)| {
        // Kinds of other names may be the same here.
        counts.sort_by_key(|(bin, _)| *bin);
        counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        let a_day = a_day(&counts, bins, calendar, days);
        let bins = Arc::new(RecordedBins { cells, counts });
        RecordedSent { user, srv, mode, bins, a_day }
    };
    (found.into_iter().map(sent).collect(), outside)
}

/// Days of each kind of which the log says something.
fn days_of_each_kind(calendar: &Calendar, log: &Recording) -> [f64; 3] {
    let first = calendar.first_half_hour();
    let blocks = calendar.blocks();
    let mut days = [0.0; 3];
    for half_hour in log.half_hours() {
        if let Some(block) = usize::try_from(half_hour - first).ok().and_then(|b| blocks.get(b)) {
            days[block.local.kind as usize] += 1.0 / 48.0;
        }
    }
    days
}

/// Requests a day by kind of day; of a kind that is not in the log as on all days together.
fn a_day(counts: &[(u32, u32)], bins: u64, calendar: &Calendar, days: [f64; 3]) -> [f64; 3] {
    let mut requests = [0.0; 3];
    for (bin, n) in counts {
        let block = (u64::from(*bin) / bins) as usize;
        requests[calendar.blocks()[block].local.kind as usize] += f64::from(*n);
    }
    let all = requests.iter().sum::<f64>() / days.iter().sum::<f64>();
    std::array::from_fn(|kind| if days[kind] > 0.0 { requests[kind] / days[kind] } else { all })
}

/// Half-hours of the run of which the log says nothing.
fn missing(log: &Recording, calendar: &Calendar) -> usize {
    let first = calendar.first_half_hour();
    let run = first..first + calendar.blocks().len() as i64;
    calendar.blocks().len() - log.half_hours().filter(|h| run.contains(h)).count()
}

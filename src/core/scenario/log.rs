//! A log as scenarios have it: what was sent in a run, worked out once for all changes that leave it the same (T8).

use super::Calendar;
use super::recorded::{
    DaysSent, LogDay, Meant, RecordedBins, RecordedSent, each_day, expected_a_day,
};
use crate::domain::Mode;
use crate::recording::Recording;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// A log that has been read.
#[derive(Debug)]
pub struct Log {
    /// Its counts.
    pub recording: Recording,
    /// Requests of each kind.
    pub totals: Vec<u64>,
    known: Mutex<Vec<(Key, Arc<Sent>)>>,
    known_days: Mutex<Vec<KnownDays>>,
}

/// What decides what was sent in a run: what the kinds mean, the first half-hour and the one after the last.
type Key = (Vec<Meant>, i64, i64);

/// What decides what was sent on the days that can be drawn, and that.
type KnownDays = (Vec<Meant>, Vec<LogDay>, Arc<DaysSent>);

/// What was sent in a run.
#[derive(Debug)]
pub struct Sent {
    /// By User, SRV and mode.
    pub each: Vec<RecordedSent>,
    /// Requests of these kinds that lie outside the run.
    pub outside: u64,
    /// Half-hours of the run of which the log says nothing.
    pub missing: usize,
    /// What has to be known of what is expected a day, in sentences.
    pub remarks: Vec<String>,
}

impl Log {
    /// Of what was read.
    pub fn new(recording: Recording) -> Self {
        let (known, known_days) = (Mutex::default(), Mutex::default());
        Self { totals: totals(&recording), recording, known, known_days }
    }

    /// What was sent in the run of `calendar`, whose cells are those it was read in.
    pub fn sent(&self, meant: &[Meant], calendar: &Calendar) -> Arc<Sent> {
        let first = calendar.first_half_hour();
        let key = (meant.to_vec(), first, first + calendar.blocks().len() as i64);
        let mut known = self.known.lock().expect("no reader panics");
        if let Some((_, sent)) = known.iter().find(|(k, _)| *k == key) {
            return Arc::clone(sent);
        }
        let (each, outside, remarks) = sent(&self.recording, meant, calendar);
        let missing = missing(&self.recording, calendar);
        let sent = Arc::new(Sent { each, outside, missing, remarks });
        known.push((key, Arc::clone(&sent)));
        sent
    }

    /// What was sent on the days that can be drawn for the course of `calendar`, whose cells are those it was read in.
    pub fn days(&self, meant: &[Meant], calendar: &Calendar) -> Arc<DaysSent> {
        let (first, end) = self.recording.span().unwrap_or_default();
        let clock = calendar.at(first, (end - first) as usize);
        let said: BTreeSet<i64> = self.recording.half_hours().map(|h| h - first).collect();
        let (days, place) = whole_days(&clock, &said);
        let mut known = self.known_days.lock().expect("no reader panics");
        if let Some((.., sent)) = known.iter().find(|(m, d, _)| *m == meant && *d == days) {
            return Arc::clone(sent);
        }
        let (found, outside) = gather(&self.recording, meant, calendar, |half_hour| {
            place.get((half_hour - first) as usize).copied().flatten()
        });
        let mut of_kind = [0.0; 3];
        days.iter().for_each(|day| of_kind[day.kind as usize] += 1.0);
        let kind = |half_hour: u64| days[half_hour as usize / 48].kind as usize;
        let bins = bins_per_block(&self.recording, calendar);
        let a_day = |_: &_, counts: &[(u32, u32)]| {
            let mut requests = [0.0; 3];
            counts.iter().for_each(|(b, n)| requests[kind(u64::from(*b) / bins)] += f64::from(*n));
            each_day(requests, of_kind)
        };
        let sent = each(found, calendar, &self.recording, a_day);
        let missing = (0..).zip(&place).filter(|(h, p)| p.is_some() && !said.contains(h)).count();
        let sent = Arc::new(DaysSent { days: days.clone(), sent, outside, missing });
        known.push((meant.to_vec(), days, Arc::clone(&sent)));
        sent
    }
}

/// The whole civil days of 48 half-hours of `clock` of which one at least is among those `said`, and for each half-hour its place
/// among theirs.
fn whole_days(clock: &Calendar, said: &BTreeSet<i64>) -> (Vec<LogDay>, Vec<Option<u64>>) {
    let (mut days, mut place, mut from) = (Vec::new(), Vec::new(), 0);
    for day in clock.blocks().chunk_by(|a, b| a.local.date == b.local.date) {
        let to = from + day.len() as i64;
        let whole = day[0].local.half_hour == 0 && day[day.len() - 1].local.half_hour == 47;
        let drawn = whole && day.len() == 48 && (from..to).any(|h| said.contains(&h));
        place.extend((0..day.len() as u64).map(|h| drawn.then_some(days.len() as u64 * 48 + h)));
        if drawn {
            days.push(LogDay { date: day[0].local.date, kind: day[0].local.kind });
        }
        from = to;
    }
    (days, place)
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
fn sent(
    log: &Recording,
    meant: &[Meant],
    calendar: &Calendar,
) -> (Vec<RecordedSent>, u64, Vec<String>) {
    let first = calendar.first_half_hour();
    let blocks = calendar.blocks();
    let (found, outside) = gather(log, meant, calendar, |half_hour| {
        u64::try_from(half_hour - first).ok().filter(|b| *b < blocks.len() as u64)
    });
    let expected = expected_a_day(calendar, log, meant);
    let a_day = |key: &_, _: &[_]| expected.a_day.get(key).copied().unwrap_or_default();
    (each(found, calendar, log, a_day), outside, expected.remarks)
}

/// Counts by bin.
type Found = BTreeMap<(usize, usize, Mode), Vec<(u32, u32)>>;

/// What was sent in the half-hours that have a `place`, and how many requests of what is meant lie in others.
fn gather(
    log: &Recording,
    meant: &[Meant],
    calendar: &Calendar,
    place: impl Fn(i64) -> Option<u64>,
) -> (Found, u64) {
    let bins = bins_per_block(log, calendar);
    let mut found = Found::new();
    let mut outside = 0;
    for half_hour in log.half_hours() {
        let place = place(half_hour);
        for (kind, bin, n) in log.of(half_hour) {
            let Some(key) = meant[kind] else {
                continue;
            };
            match place {
                Some(place) => {
                    let bin = (place * bins + bin) as u32;
                    found.entry(key).or_default().push((bin, n as u32));
                }
                None => outside += n,
            }
        }
    }
    (found, outside)
}

/// What was `found`, by User, SRV and mode, and how many of them there are `a_day`.
fn each(
    found: Found,
    calendar: &Calendar,
    log: &Recording,
    a_day: impl Fn(&(usize, usize, Mode), &[(u32, u32)]) -> [f64; 3],
) -> Vec<RecordedSent> {
    let bins = bins_per_block(log, calendar);
    let sent = |((user, srv, mode), mut counts): (_, Vec<(u32, u32)>)| {
        // Kinds of other names may be the same here.
        counts.sort_by_key(|(bin, _)| *bin);
        counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        let a_day = a_day(&(user, srv, mode), &counts);
        let cells = calendar.cells_per_block() as u64 / bins;
        RecordedSent { user, srv, mode, bins: Arc::new(RecordedBins { cells, counts }), a_day }
    };
    found.into_iter().map(sent).collect()
}

/// Bins of `log` in a half-hour.
fn bins_per_block(log: &Recording, calendar: &Calendar) -> u64 {
    calendar.cells_per_block() as u64 / (log.bin.ms() / calendar.cell().ms())
}

/// Half-hours of the run of which the log says nothing.
fn missing(log: &Recording, calendar: &Calendar) -> usize {
    let first = calendar.first_half_hour();
    let run = first..first + calendar.blocks().len() as i64;
    calendar.blocks().len() - log.half_hours().filter(|h| run.contains(h)).count()
}

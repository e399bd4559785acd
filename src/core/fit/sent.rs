//! What a log has: requests of each User, SRV and mode by day and half-hour, how they fall within half-hours, and what was refused.

use super::censored::Censored;
use super::days::Days;
use super::panel::{KINDS, Panel, SLOTS, Table};
use crate::domain::Mode;
use crate::recording::{Kind, Recording};
use std::collections::BTreeMap;

/// Most parts of a half-hour that are told apart.
const MOST_PARTS: u64 = 30;

/// Requests of a User, SRV and mode.
#[derive(Clone, Debug)]
pub struct Stream {
    /// Index of the User.
    pub user: usize,
    /// The SRV.
    pub srv: String,
    /// How they reach the DSP.
    pub mode: Mode,
    /// Requests in half-hours in which all that arrived is known to be asked for.
    pub counts: Table,
    /// By kind of day, half-hour and part of it, where nothing was refused.
    pub parts: Vec<f64>,
}

/// A half-hour of a stream in which requests were refused, and retries are not told apart.
#[derive(Clone, Copy, Debug)]
pub struct Refused {
    /// Index of the stream.
    pub stream: usize,
    /// Its place.
    pub at: usize,
    /// Accepted, and arrived.
    pub ends: (f64, f64),
}

/// What a log has.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Names of Users, in order.
    pub users: Vec<String>,
    /// By User, SRV and mode.
    pub streams: Vec<Stream>,
    /// Which stream a kind of the log is; none of what is left out.
    pub of_kind: Vec<Option<usize>>,
    /// By day and half-hour.
    pub panel: Panel,
    /// What is only known to lie between ends.
    pub censored: Censored,
    /// The same by stream.
    pub refused: Vec<Refused>,
    /// Half-hours of all Users: place → all that arrived, and whether any of it was refused.
    pub busy: Vec<(usize, f64, bool)>,
    /// Parts of a half-hour that are told apart.
    pub part_count: usize,
}

impl Sent {
    /// Of `log`, whose Users `names` calls otherwise (nothing: left out).
    pub fn new(log: &Recording, days: &Days, names: &BTreeMap<String, String>) -> Self {
        let (users, streams, of_kind) = streams(&log.kinds, names);
        let bins = 1_800_000 / log.bin.ms();
        let part_count =
            (1..=MOST_PARTS.min(bins)).rev().find(|p| bins.is_multiple_of(*p)).unwrap_or(1);
        let panel = Panel {
            dates: days.dates.clone(),
            kinds: days.kinds.clone(),
            exposure: days.exposure.clone(),
            counts: vec![vec![0.0; days.exposure.len()]; users.len()],
        };
        let mut sent = Self {
            users,
            streams,
            of_kind,
            panel,
            censored: Censored::new(),
            refused: Vec::new(),
            busy: Vec::new(),
            part_count: part_count as usize,
        };
        for stream in &mut sent.streams {
            stream.parts = vec![0.0; KINDS * SLOTS * sent.part_count];
        }
        let mut before: BTreeMap<usize, f64> = BTreeMap::new();
        for half_hour in log.half_hours() {
            before = match days.place(half_hour) {
                Some(at) => sent.count(log, half_hour, at, &before),
                None => BTreeMap::new(),
            };
        }
        sent
    }

    /// Counts the requests of `half_hour`, whose place is `at`. `before` is what was refused of each stream in the one before: it may come
    /// again in this one. The result is the same of this one.
    fn count(
        &mut self,
        log: &Recording,
        half_hour: i64,
        at: usize,
        before: &BTreeMap<usize, f64>,
    ) -> BTreeMap<usize, f64> {
        let bins = 1_800_000 / log.bin.ms();
        let mut arrived: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        for (kind, bin, n) in log.of(half_hour) {
            if let Some(stream) = self.of_kind[kind] {
                let part = (bin * self.part_count as u64 / bins) as usize;
                arrived.entry(stream).or_default().push((part, n as f64));
            }
        }
        let mut refused: BTreeMap<usize, f64> = BTreeMap::new();
        for (kind, [_, no, without]) in log.answers.iter().flat_map(|a| a.of(half_hour)) {
            if let Some(stream) = self.of_kind[kind].filter(|_| no + without > 0) {
                *refused.entry(stream).or_default() += (no + without) as f64;
            }
        }
        let told = log.remarks.identity;
        let kind = self.panel.kinds[at / SLOTS];
        let mut all = 0.0;
        let mut by_user: BTreeMap<usize, (f64, f64, bool)> = BTreeMap::new();
        for (stream, parts) in arrived {
            let n: f64 = parts.iter().map(|(_, n)| n).sum();
            all += n;
            let of = |all: &BTreeMap<usize, f64>| all.get(&stream).copied().unwrap_or(0.0);
            let low =
                (n - of(&refused) - if of(&refused) > 0.0 { 0.0 } else { of(before) }).max(0.0);
            let unsure = !told && low < n;
            let s = &mut self.streams[stream];
            let user = by_user.entry(s.user).or_default();
            user.0 += if unsure { low } else { n };
            user.1 += n;
            user.2 |= unsure;
            if unsure {
                self.refused.push(Refused { stream, at, ends: (low, n) });
                continue;
            }
            s.counts[kind][at % SLOTS] += n;
            let first = (kind * SLOTS + at % SLOTS) * self.part_count;
            parts.iter().for_each(|(part, n)| s.parts[first + part] += n);
        }
        for (user, (low, high, unsure)) in by_user {
            self.panel.counts[user][at] += high;
            if unsure {
                let ends = self.censored.entry((user, at)).or_insert((0.0, 0.0));
                *ends = (ends.0 + low, ends.1 + high);
            }
        }
        self.busy.push((at, all, !refused.is_empty()));
        refused
    }

    /// Of the busiest twentieth of half-hours, how many there are, and in how many something was refused.
    pub fn busiest(&self) -> (usize, usize) {
        let mut busy: Vec<&(usize, f64, bool)> = self.busy.iter().collect();
        busy.sort_by(|a, b| b.1.total_cmp(&a.1));
        let n = self.busy.len().div_ceil(20);
        (n, busy[..n].iter().filter(|b| b.2).count())
    }

    /// By stream, its counts with what is censored as it was drawn for its User.
    pub fn counts(&self) -> Vec<Table> {
        let mut counts: Vec<Table> = self.streams.iter().map(|s| s.counts).collect();
        for refused in &self.refused {
            let user = self.streams[refused.stream].user;
            let (low, high) = self.censored[&(user, refused.at)];
            let share = if high > low {
                (self.panel.counts[user][refused.at] - low) / (high - low)
            } else {
                1.0
            };
            let n = refused.ends.0 + share * (refused.ends.1 - refused.ends.0);
            let kind = self.panel.kinds[refused.at / SLOTS];
            counts[refused.stream][kind][refused.at % SLOTS] += n;
        }
        counts
    }
}

/// The Users and streams of these kinds, and which stream each kind is.
fn streams(
    kinds: &[Kind],
    names: &BTreeMap<String, String>,
) -> (Vec<String>, Vec<Stream>, Vec<Option<usize>>) {
    let called = |kind: &Kind| names.get(&kind.user).unwrap_or(&kind.user).clone();
    let kept = || kinds.iter().filter(|kind| !called(kind).is_empty());
    let mut users: Vec<String> = kept().map(called).collect();
    users.sort();
    users.dedup();
    let key = |kind: &Kind| {
        let user = users.binary_search(&called(kind)).expect("it is among them");
        (user, kind.srv.clone(), kind.mode)
    };
    let mut keys: Vec<(usize, String, Mode)> = kept().map(key).collect();
    keys.sort();
    keys.dedup();
    let of = |kind: &Kind| {
        (!called(kind).is_empty()).then(|| keys.binary_search(&key(kind)).expect("as above"))
    };
    let of_kind = kinds.iter().map(of).collect();
    let new = |(user, srv, mode): &(usize, String, Mode)| Stream {
        user: *user,
        srv: srv.clone(),
        mode: *mode,
        counts: [[0.0; SLOTS]; KINDS],
        parts: Vec::new(),
    };
    let streams = keys.iter().map(new).collect();
    (users, streams, of_kind)
}

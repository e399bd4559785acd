//! What a log lets expect of a day of each kind: what was sent on the days it covers, divided by how much it covers of them (T8).
//!
//! Where nobody sends a log has no row, so that half-hours without one count too. Days without any do not: nobody recorded then. Its first
//! and last day are whole days if nothing is sent on any day in what its span lacks of them: a log of a batch at 02:00 ends at 02:30. If
//! not they are parts, which count only where there is no whole day at all.

use super::super::calendar::{Calendar, DayPlace};
use super::Meant;
use crate::domain::Mode;
use crate::recording::Recording;
use std::collections::{BTreeMap, BTreeSet};

/// Half-hours of the longest day.
const LONGEST: i64 = 50;

/// Requests a day by kind of day, of each User, SRV and mode.
pub type ExpectedADay = BTreeMap<(usize, usize, Mode), [f64; 3]>;

/// What a log lets expect.
pub struct LogExpects {
    /// Of each User, SRV and mode.
    pub a_day: ExpectedADay,
    /// What has to be known of it, in sentences.
    pub remarks: Vec<String>,
}

/// What `log` lets expect by the days of `calendar`, whatever part of it is run; of a kind of day that it has not what there is on all days
/// together.
pub fn expected_a_day(calendar: &Calendar, log: &Recording, meant: &[Meant]) -> LogExpects {
    let (mut a_day, mut days) = (ExpectedADay::new(), [0.0; 3]);
    let (all, without) = days_of(calendar, log);
    let whole = all.iter().any(|day| day.whole);
    for day in all.into_iter().filter(|day| day.whole || !whole) {
        days[day.kind] += day.half_hours / 48.0;
        for half_hour in day.rows {
            let known = log.of(half_hour).filter_map(|(k, _, n)| Some((meant[k]?, n)));
            known.for_each(|(key, n)| a_day.entry(key).or_default()[day.kind] += n as f64);
        }
    }
    a_day.values_mut().for_each(|requests| *requests = each_day(*requests, days));
    let half_hours = 48.0 * days.iter().sum::<f64>();
    let remarks = [
        (!whole && half_hours > 0.0).then(|| format!("no day of it is whole: what its Users are expected to send a day is what they send in its {half_hours:.0} half-hours, as if all 48 of a day were like them")),
        (without > 0).then(|| format!("on {without} days of its span there is no row at all: they do not count in what its Users are expected to send a day (a row of count 0 says that nobody sent)")),
    ];
    LogExpects { a_day, remarks: remarks.into_iter().flatten().collect() }
}

/// `requests` a day by kind of day, sent on so many `days` of each; of a kind of which there is none as on all together.
pub fn each_day(requests: [f64; 3], days: [f64; 3]) -> [f64; 3] {
    let all = requests.iter().sum::<f64>() / days.iter().sum::<f64>();
    std::array::from_fn(|kind| if days[kind] > 0.0 { requests[kind] / days[kind] } else { all })
}

/// A day of which a log says something.
struct Day {
    kind: usize,
    /// Its half-hours that have a row, counted from 1970.
    rows: Vec<i64>,
    /// How many half-hours of it are known.
    half_hours: f64,
    /// Whether that is all.
    whole: bool,
}

/// The days of which `log` says something, and how many there are between them of which it says nothing.
fn days_of(calendar: &Calendar, log: &Recording) -> (Vec<Day>, usize) {
    let (from, to) = log.span().unwrap_or_default();
    let rows: BTreeSet<i64> = log.half_hours().collect();
    // Its first day and its last, whole.
    let clock = calendar.at(from - LONGEST, (to - from + 2 * LONGEST) as usize);
    let half_hours: Vec<(i64, DayPlace)> =
        (from - LONGEST..).zip(clock.blocks().iter().map(|block| block.local)).collect();
    let days = half_hours.chunk_by(|a, b| a.1.date == b.1.date);
    let of_log = |day: &&[(i64, DayPlace)]| day.iter().any(|(h, _)| (from..to).contains(h));
    let (days, without): (Vec<_>, Vec<_>) =
        days.filter(of_log).partition(|day| day.iter().any(|(h, _)| rows.contains(h)));
    let (mut inside, mut sent) = ([false; 48], [false; 48]);
    for (h, at) in days.iter().copied().flatten() {
        inside[at.half_hour] |= (from..to).contains(h);
        sent[at.half_hour] |= rows.contains(h);
    }
    let day = |day: &[(i64, DayPlace)]| {
        let lacks = day.iter().filter(|(h, _)| !(from..to).contains(h));
        let (n, quiet) = lacks.fold((0, true), |(n, quiet), (_, at)| {
            (n + 1, quiet && inside[at.half_hour] && !sent[at.half_hour])
        });
        Day {
            kind: day[0].1.kind as usize,
            rows: day.iter().map(|(h, _)| *h).filter(|h| rows.contains(h)).collect(),
            half_hours: (day.len() - if quiet { 0 } else { n }) as f64,
            whole: quiet,
        }
    };
    (days.into_iter().map(day).collect(), without.len())
}

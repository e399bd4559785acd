//! The days of a log: which half-hours of them it has, which of those without a row are holes, and which days are not there whole.
//!
//! A log of requests has no row where nobody sent one: such half-hours are taken for empty where that is no wonder, and for missing where
//! so many requests would be expected that some would have come.

use super::ends::{Extent, left_out};
use super::panel::{KINDS, SLOTS};
use crate::recording::Recording;
use crate::scenario::{DayPlace, calendar_of};
use std::collections::BTreeMap;

/// With more than these expected, ln 10⁴, half-hours without a row are missing.
const SURELY: f64 = 9.2;

/// Half-hours that a day has at most: it gains an hour.
const LONGEST: usize = 50;

/// A day at a log's ends of which its span has only a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its date, as days since 1970-01-01.
    pub date: i32,
    /// Half-hours of it that the span has.
    pub there: usize,
    /// Those that it lacks.
    pub lacking: usize,
}

/// The days of a log.
#[derive(Clone, Debug)]
pub struct Days {
    /// Of each the date, as days since 1970-01-01.
    pub dates: Vec<i32>,
    /// Of each its kind, from 0.
    pub kinds: Vec<usize>,
    /// By day and half-hour, how often it is known.
    pub exposure: Vec<f64>,
    /// Half-hours that are missing.
    pub missing: u64,
    /// Half-hours without a row that are taken for empty.
    pub empty: u64,
    /// Half-hours at the log's ends that it has only a part of.
    pub partial: u64,
    /// Days at the log's ends that are left out, since it has only a part of them.
    pub left_out: Vec<Part>,
    /// The first date of the log and the last, with those left out.
    pub ends: (i32, i32),
    first: i64,
    places: Vec<Option<usize>>,
}

impl Days {
    /// Of `log`, by London's clock or UTC; on these `holidays` a Sunday's.
    ///
    /// # Errors
    /// A log without rows, or a holiday that is no date, in words: what was found, what is expected.
    pub fn new(log: &Recording, utc: bool, holidays: &[String]) -> Result<Self, (String, String)> {
        let nothing = || ("no rows".to_owned(), "a row for each request".to_owned());
        let (first, end) = log.span().ok_or_else(nothing)?;
        let (n, around) = ((end - first) as usize, LONGEST as i64);
        let calendar = calendar_of(first - around, n + 2 * LONGEST, holidays).map_err(|found| {
            (format!("the holiday {found}"), "a date such as 2022-12-26".to_owned())
        })?;
        let mut days = Self {
            dates: Vec::new(),
            kinds: Vec::new(),
            exposure: Vec::new(),
            missing: 0,
            empty: 0,
            partial: 0,
            left_out: Vec::new(),
            ends: (0, 0),
            first,
            places: Vec::new(),
        };
        let blocks = calendar.blocks().iter();
        let all: Vec<DayPlace> = blocks.map(|b| if utc { b.utc } else { b.local }).collect();
        all[LONGEST..LONGEST + n].iter().for_each(|at| days.add(*at));
        days.ends = (days.dates[0], days.dates[days.dates.len() - 1]);
        let mut there: BTreeMap<i64, f64> =
            log.half_hours().map(|h| (h, log.of(h).map(|(_, _, n)| n as f64).sum())).collect();
        days.cut_ends(log, &mut there);
        days.leave_out(&all, &there);
        days.expose(&there);
        Ok(days)
    }

    fn add(&mut self, at: DayPlace) {
        if self.dates.last() != Some(&at.date) {
            self.dates.push(at.date);
            self.kinds.push(at.kind as usize);
            self.exposure.extend([0.0; SLOTS]);
        }
        self.places.push(Some((self.dates.len() - 1) * SLOTS + at.half_hour));
    }

    /// The place of `half_hour`, counted from 1970, where it is known.
    pub fn place(&self, half_hour: i64) -> Option<usize> {
        *self.places.get(usize::try_from(half_hour - self.first).ok()?)?
    }

    /// Leaves the first and the last half-hour out where the log begins or ends within it.
    fn cut_ends(&mut self, log: &Recording, there: &mut BTreeMap<i64, f64>) {
        let bins = 1_800_000 / log.bin.ms();
        let last = self.first + self.places.len() as i64 - 1;
        for (half_hour, begins) in [(self.first, true), (last, false)] {
            let seen = || log.of(half_hour).map(|(_, bin, _)| bin);
            let (Some(least), Some(most)) = (seen().min(), seen().max()) else {
                continue;
            };
            let missing = if begins { least } else { bins - 1 - most };
            if 10 * missing > bins && last > self.first {
                there.remove(&half_hour);
                self.places[(half_hour - self.first) as usize] = None;
                self.partial += 1;
            }
        }
    }

    /// Leaves the first day and the last out where the log's span has only a part of them. `all` are its half-hours, with as many around it as a day
    /// has at most.
    fn leave_out(&mut self, all: &[DayPlace], there: &BTreeMap<i64, f64>) {
        let extent = |kind: &usize| Extent { kind: *kind, inside: Vec::new(), outside: Vec::new() };
        let mut days: Vec<Extent> = self.kinds.iter().map(extent).collect();
        for (half_hour, at) in (self.first - LONGEST as i64..).zip(all) {
            let day = usize::try_from(at.date - self.dates[0]).ok();
            if let Some(day) = day.and_then(|day| days.get_mut(day)) {
                match self.place(half_hour) {
                    Some(_) => day.inside.push((at.half_hour, there.get(&half_hour).copied())),
                    None => day.outside.push(at.half_hour),
                }
            }
        }
        // The last first, so that the places of the others stay.
        for day in left_out(&days, SURELY).into_iter().rev() {
            let of = &days[day];
            let (date, [there, lacking]) =
                (self.dates.remove(day), [of.inside.len(), of.outside.len()]);
            self.kinds.remove(day);
            self.exposure.drain(day * SLOTS..(day + 1) * SLOTS);
            self.left_out.insert(0, Part { date, there, lacking });
            for at in &mut self.places {
                *at = at.filter(|at| at / SLOTS != day);
                *at = at.map(|at| if at / SLOTS > day { at - SLOTS } else { at });
            }
        }
    }

    /// Says which half-hours are known: those of which the log has rows, `there`, and those that are empty by no wonder.
    fn expose(&mut self, there: &BTreeMap<i64, f64>) {
        let (mut sums, mut seen) = ([[0.0; SLOTS]; KINDS], [[0.0_f64; SLOTS]; KINDS]);
        for (half_hour, n) in there {
            if let Some(at) = self.place(*half_hour) {
                let (kind, slot) = (self.kinds[at / SLOTS], at % SLOTS);
                sums[kind][slot] += n;
                seen[kind][slot] += 1.0;
            }
        }
        let expected = |kind: usize, slot: usize| sums[kind][slot] / seen[kind][slot].max(1.0);
        let known_kind = |kind: usize| seen[kind].iter().any(|n| *n > 0.0);
        let mut by_day: BTreeMap<usize, Vec<(usize, bool)>> = BTreeMap::new();
        for (i, at) in self.places.iter().enumerate() {
            if let Some(at) = at {
                let here = there.contains_key(&(self.first + i as i64));
                by_day.entry(at / SLOTS).or_default().push((*at, here));
            }
        }
        for (day, places) in by_day {
            let kind = self.kinds[day];
            let none = places.iter().all(|(_, here)| !here);
            for stretch in places.chunk_by(|a, b| a.1 == b.1) {
                let of = stretch.iter().map(|(at, _)| expected(kind, at % SLOTS)).sum::<f64>();
                // Of a day without any row it is not known that it was logged.
                let known = stretch[0].1 || (of < SURELY && known_kind(kind) && !none);
                let n = stretch.len() as u64;
                match (stretch[0].1, known) {
                    (true, _) => {}
                    (_, true) => self.empty += n,
                    (_, false) => self.missing += n,
                }
                for (at, _) in stretch.iter().filter(|_| known) {
                    self.exposure[*at] += 1.0;
                }
            }
        }
    }
}

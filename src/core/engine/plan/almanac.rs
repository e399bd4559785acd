//! The days of a course, and how busy ordinary traffic is in their half-hours.

use super::log_days::LogDayBusy;
use crate::scenario::{Calendar, DayKind, Month, Scenario, civil_date};
use crate::traffic::{Busy, Traffic, half_hours};
use std::sync::Arc;

/// A civil day, Europe/London.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day {
    /// Days since 1970-01-01.
    pub date: i32,
    pub month: Month,
    pub of_month: i8,
    /// First half-hour of the course, and the one after the last.
    pub from: usize,
    pub to: usize,
}

/// What of a day and the one before it decides its ordinary traffic: kind and half-hour by both clocks.
type Key = Vec<(DayKind, usize, DayKind, usize)>;

/// The days of a course's calendar, and what ordinary traffic is expected to send on each kind of day.
#[derive(Clone, Debug)]
pub struct Almanac {
    pub days: Vec<Day>,
    /// For each day, its kind.
    pub kinds: Vec<usize>,
    /// For each kind, and each User and what does not vary, the day's half-hours.
    pub busy: Vec<Vec<Vec<Busy>>>,
    /// For each day of a log that the course draws from, how busy it is.
    pub log_days: Vec<LogDayBusy>,
    /// For each User, the mean rate at the gateway of its busiest half-hour of all, requests a second.
    pub peaks: Vec<f64>,
}

impl Almanac {
    /// Works out how busy each kind of day is.
    pub fn new(scenario: &Scenario) -> Self {
        // What grows is reckoned day by day.
        let mut held = scenario.clone();
        held.growth = None;
        held.events.clear();
        // What is recorded is by the days of the log, what is modelled beside it by kinds of day.
        let (log_days, busiest) = LogDayBusy::of_days(&held);
        held.recorded = held.recorded.map(|recorded| Arc::new(recorded.with(Vec::new())));
        let days = days(&scenario.calendar);
        let mut known: Vec<Key> = Vec::new();
        let mut busy = Vec::new();
        let mut peaks = vec![0.0; scenario.users.len()];
        let kinds = (0..days.len()).map(|d| {
            let before = days[d.saturating_sub(1)].from;
            let key: Key = scenario.calendar.blocks()[before..days[d].to]
                .iter()
                .map(|b| (b.local.kind, b.local.half_hour, b.utc.kind, b.utc.half_hour))
                .collect();
            known.iter().position(|k| *k == key).unwrap_or_else(|| {
                let alone = held.episode(before, days[d].to, &[]);
                let ordinary = Traffic::ordinary(&alone);
                for (peak, today) in peaks.iter_mut().zip(ordinary.busiest_half_hours()) {
                    *peak = today.max(*peak);
                }
                let all = half_hours(&alone, &ordinary);
                let today = |user: &Vec<Busy>| user[days[d].from - before..].to_vec();
                busy.push(all.iter().map(today).collect());
                known.push(key);
                known.len() - 1
            })
        });
        let kinds = kinds.collect();
        peaks.iter_mut().zip(busiest).for_each(|(peak, recorded)| *peak += recorded);
        Self { days, kinds, busy, log_days, peaks }
    }
}

fn days(calendar: &Calendar) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for (b, block) in calendar.blocks().iter().enumerate() {
        match days.last_mut() {
            Some(day) if day.date == block.local.date => day.to = b + 1,
            _ => {
                let date = block.local.date;
                let (year, month, of_month) = civil_date(date);
                days.push(Day { date, month: Month { year, month }, of_month, from: b, to: b + 1 });
            }
        }
    }
    days
}

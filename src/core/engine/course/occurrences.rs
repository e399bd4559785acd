//! Which events of a course occur, when, and how large they are.
//!
//! Draws are named by event and date, so that another event, another mechanism or a longer course leaves them as they are
//! (T5); a day's number is by inversion of one draw, so that a higher rate keeps what a lower one has.

use super::days::Days;
use crate::engine::plan::Day;
use crate::random::{Draws, Keys, Purpose, name_key};
use crate::scenario::{HowOften, Occurring, PlacedEvent, Scenario, TimeOfDay};

/// An event of a course: its number (fixed ones first, then those that occur), its cells, and what was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    pub number: usize,
    pub from: u64,
    pub to: u64,
    pub placed: Option<PlacedEvent>,
}

/// Most occurrences of an event in a day: more are not drawn.
const MOST_A_DAY: u64 = 1_000;

/// All events of a course: the fixed ones, and those drawn, by time.
pub fn happenings(scenario: &Scenario, keys: &Keys, days: &Days) -> Vec<Happening> {
    let fixed = scenario.events.iter().enumerate().map(|(number, e)| Happening {
        number,
        from: e.from,
        to: e.to,
        placed: None,
    });
    let mut all: Vec<Happening> = fixed.collect();
    let mut drawn = Vec::new();
    for (i, event) in scenario.occurring.iter().enumerate() {
        let key = name_key(&["occurs", &event.id]);
        for day in days.all() {
            let mut draws = keys.draws(Purpose::Occurs, key, day.date as u64);
            for _ in 0..number(event, day, &mut draws) {
                let cell = begins(event.time, day, days, &mut draws);
                let mut below = |n: u64| draws.below(n);
                let values: Vec<_> =
                    event.values.iter().map(|v| v.from.value(&mut below, days.cell())).collect();
                let to = cell + event.lasts(&values).cells_up(days.cell());
                let placed = Some(PlacedEvent { occurring: i, cell, values });
                drawn.push(Happening { number: scenario.events.len() + i, from: cell, to, placed });
            }
        }
    }
    // Of those that begin together the one that stands first in the file.
    drawn.sort_by_key(|h| (h.from, h.number));
    all.append(&mut drawn);
    all
}

/// How often `event` occurs on `day`.
fn number(event: &Occurring, day: &Day, draws: &mut Draws) -> u64 {
    match &event.how {
        HowOften::EachMonth(of_month) => u64::from(day.of_month == *of_month),
        HowOften::EachYear(dates) => u64::from(dates.contains(&(day.month.month, day.of_month))),
        HowOften::PerYear(_) if !event.months[day.month.month as usize - 1] => 0,
        HowOften::PerYear(_) => inverse(event.per_day(), draws.unit()),
    }
}

/// The Poisson number of mean `mean` at which the distribution function passes `unit`.
fn inverse(mean: f64, unit: f64) -> u64 {
    let mut n = 0;
    let mut chance = libm::exp(-mean);
    let mut passed = chance;
    while unit >= passed && n < MOST_A_DAY {
        n += 1;
        chance *= mean / n as f64;
        passed += chance;
    }
    n
}

/// The cell in which an event of `day` begins.
fn begins(time: TimeOfDay, day: &Day, days: &Days, draws: &mut Draws) -> u64 {
    let cell = days.cell();
    let after = match time {
        TimeOfDay::At(at) => at.ms() / cell.ms(),
        TimeOfDay::Between(from, to) => {
            let (from, to) = (from.ms() / cell.ms(), to.ms() / cell.ms());
            from + draws.below((to - from).max(1))
        }
    };
    days.cell_at(day, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_by_inversion_and_a_higher_rate_keeps_what_a_lower_one_has() {
        // P(0) of mean 0.5 is 0.60653, P(0) + P(1) 0.90980, and P(2) more 0.98561.
        for (unit, number) in [(0.0, 0), (0.606, 0), (0.607, 1), (0.909, 1), (0.910, 2), (0.986, 3)]
        {
            assert_eq!(inverse(0.5, unit), number, "{unit}");
        }
        for i in 0..1_000 {
            let unit = f64::from(i) / 1_000.0;
            assert!(inverse(0.5, unit) <= inverse(1.0, unit));
        }
        assert_eq!(inverse(0.0, 0.999_999), 0);
    }
}

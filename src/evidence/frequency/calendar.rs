//! The headroom calendar: how busy ordinary traffic is, by month of the course and half-hour of the day.

use headroom_core::engine::Plan;
use headroom_core::ledger::{Folded, HalfHour};
use headroom_core::scenario::{Calendar, Month, civil_date};

/// Half-hours of a day.
const OF_A_DAY: usize = 48;

/// One half-hour of the day in one month, over all days and courses: the busiest window that ordinary traffic is
/// expected to have, given the days' factors (T3), as shares of the threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalendarCell {
    /// Which month.
    pub month: Month,
    /// 0 to 47, Europe/London.
    pub half_hour: usize,
    /// The mean over days.
    pub mean: f64,
    /// The largest of any day.
    pub largest: f64,
    /// Days.
    pub days: u64,
}

impl CalendarCell {
    /// When it begins, as `09:30`.
    pub fn time(&self) -> String {
        format!("{:02}:{:02}", self.half_hour / 2, self.half_hour % 2 * 30)
    }
}

/// The month in which `cell` lies.
pub fn month_of(calendar: &Calendar, cell: u64) -> Month {
    let block = (cell / calendar.cells_per_block() as u64) as usize;
    let last = calendar.blocks().len() - 1;
    let (year, month, _) = civil_date(calendar.blocks()[block.min(last)].local.date);
    Month { year, month }
}

/// Θ × window in `month`, requests: the capacity may change on the way (M2).
pub fn threshold_in(plan: &Plan, month: Month) -> f64 {
    let steps = plan.scenario.growth.iter().flat_map(|g| &g.capacity);
    let here = steps.filter(|(from, _)| *from <= month).max_by_key(|(from, _)| *from);
    let now = plan.scenario.gateway.max_capacity.get();
    let times = here.filter(|_| now > 0.0).map_or(1.0, |(_, capacity)| capacity.get() / now);
    plan.threshold_per_window() * times
}

/// In order. Empty where nothing is known of half-hours, or where there is no threshold.
pub fn calendar(plan: &Plan, folded: &Folded) -> Vec<CalendarCell> {
    let first = month_of(&plan.scenario.calendar, 0);
    let all = folded.half_hours.iter().enumerate().filter(|(_, half_hour)| half_hour.days > 0);
    let cell = |(i, of): (usize, &HalfHour)| {
        let month = first.after(i / OF_A_DAY);
        let threshold = threshold_in(plan, month);
        (threshold > 0.0).then(|| CalendarCell {
            month,
            half_hour: i % OF_A_DAY,
            mean: of.sum as f64 / of.days as f64 / threshold,
            largest: of.largest as f64 / threshold,
            days: of.days,
        })
    };
    all.filter_map(cell).collect()
}

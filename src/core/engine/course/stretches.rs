//! The stretches of half-hours in which something could happen.

use super::days::Stretch;
use super::drawn::DrawnCourse;
use super::guarded::{below_caps, watched_days, whole_periods};
use crate::domain::NANO;
use crate::engine::plan::{Day, Plan};
use crate::traffic::{Busy, surely};

/// Half-hours after an event or a busy half-hour in which it may still be felt; a stretch at whose end it is, is made longer.
pub const AFTER: usize = 12;

/// The half-hours of `course` in which something could happen in `plan`, as stretches in order: whatever is felt in one neither
/// began before it nor goes on after it, as far as can be said beforehand.
pub fn stretches(plan: &Plan, course: &DrawnCourse) -> Vec<Stretch> {
    let per_block = plan.clock.per_block;
    let blocks = plan.scenario.calendar.blocks().len();
    let events = course
        .happenings
        .iter()
        .map(|h| (h.from, h.to + plan.to_come.put_off))
        .map(|(from, to)| ((from / per_block) as usize, to.div_ceil(per_block) as usize));
    let loud = (0..blocks).filter(|b| !is_dull(plan, course, *b)).map(|b| (b, b + 1));
    let before = plan.longest_lead().div_ceil(per_block) as usize;
    let around = |(from, to): (usize, usize)| Stretch {
        from: from.saturating_sub(before),
        to: (to + AFTER).min(blocks),
    };
    let felt = events.chain(loud).map(around).map(|s| whole_periods(plan, course, s));
    let mut found: Vec<Stretch> = felt.chain(watched_days(plan, course)).collect();
    found.sort();
    let mut merged: Vec<Stretch> = Vec::new();
    for stretch in found {
        match merged.last_mut() {
            Some(last) if stretch.from <= last.to => last.to = last.to.max(stretch.to),
            _ => merged.push(stretch),
        }
    }
    if plan.scenario.growth.is_some() {
        return merged.into_iter().flat_map(|s| by_month(course, s)).collect();
    }
    merged
}

/// M2: a stretch longer than a month is cut at the first of each, where no event is in force: portfolios and allocations are
/// those of the month in which a stretch begins.
fn by_month(course: &DrawnCourse, stretch: Stretch) -> Vec<Stretch> {
    let mut cuts = vec![stretch.from];
    if stretch.to - stretch.from > 31 * 48 {
        let within = |d: &&Day| d.of_month == 1 && stretch.from < d.from && d.from < stretch.to;
        let free = |block: &usize| {
            let cell = course.days.cells(Stretch { from: *block, to: *block }).0;
            course.happenings.iter().all(|h| h.to <= cell || h.from >= cell)
        };
        cuts.extend(course.days.all().iter().filter(within).map(|d| d.from).filter(free));
    }
    cuts.push(stretch.to);
    cuts.windows(2).map(|w| Stretch { from: w[0], to: w[1] }).collect()
}

/// Whether ordinary traffic surely neither reaches the threshold nor a warning in a window of `block`, nor the capacity in a
/// cell, nor a cap.
fn is_dull(plan: &Plan, course: &DrawnCourse, block: usize) -> bool {
    if !below_caps(plan, course, block) {
        return false;
    }
    let month = course.days.all()[course.days.of_block(block)].month;
    let more = plan.scenario.growth.as_ref().map_or(1.0, |g| {
        g.capacity_in(month).map_or(1.0, |c| c.get() / plan.scenario.gateway.max_capacity.get())
    });
    let most = most(course.days.at_most(block));
    let fits = (most.cell + 1.0) * NANO as f64 <= plan.capacity as f64 * more;
    let below = (most.window + 1.0) * (NANO as f64) < plan.loudest() as f64 * more;
    fits && below
}

/// What a half-hour's busiest window and cell surely do not exceed; a critical request may be in a window twice, but not in a cell
/// (T6).
pub fn most(busy: Busy) -> Busy {
    Busy { window: surely(busy.window, 2.0), cell: surely(busy.cell, 1.0) }
}

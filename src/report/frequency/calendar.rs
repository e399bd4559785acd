//! Chart 11, the headroom calendar: how near ordinary traffic comes to the threshold, and when, also where nothing
//! triggers.

use super::super::picture::Picture;
use super::OfYears;
use crate::evidence::frequency::CalendarCell;
use crate::evidence::words::round_percent;
use crate::report::heat::{HeatColumn, HeatMap, HeatRow};

/// The chart; none where nothing is known of half-hours.
pub(super) fn calendar(of: &OfYears) -> Option<Picture> {
    let cells = &of.f.calendar;
    let mut months: Vec<_> = cells.iter().map(|c| c.month).collect();
    months.dedup();
    let mut times: Vec<usize> = cells.iter().map(|c| c.half_hour).collect();
    times.sort_unstable();
    times.dedup();
    let (busiest, peak) = extremes(cells)?;
    let largest = |fits: &dyn Fn(&CalendarCell) -> bool| {
        let all = cells.iter().filter(|c| fits(c)).map(|c| c.largest);
        libm::round(100.0 * all.fold(0.0, f64::max)) as u64
    };
    let one_year = months.iter().all(|m| m.year == months[0].year);
    let column = |month: &headroom_core::scenario::Month| HeatColumn {
        label: if one_year { short(month.month).to_owned() } else { month.to_string() },
        count: largest(&|c| c.month == *month),
    };
    let row = |half_hour: &usize| {
        let here = |month: &headroom_core::scenario::Month| {
            let cell = cells.iter().find(|c| c.month == *month && c.half_hour == *half_hour);
            cell.map(|c| c.mean)
        };
        HeatRow {
            label: format!("{:02}:{:02}", half_hour / 2, half_hour % 2 * 30),
            cells: months.iter().map(here).collect(),
            count: largest(&|c| c.half_hour == *half_hour),
        }
    };
    // Of several that round to the same none is the nearest.
    let alike = cells.iter().filter(|c| round_percent(c.mean) == round_percent(busiest.mean));
    let where_ = format!("{} in {}", busiest.time(), busiest.month.said());
    let means = format!(
        "{} of it on average, {} on its busiest day",
        round_percent(busiest.mean),
        round_percent(busiest.largest)
    );
    let title = match alike.count() {
        1 => format!("Ordinary traffic comes nearest to the threshold at {where_}: {means}"),
        n => format!(
            "Ordinary traffic comes nearest to the threshold in {n} half-hours, such as {where_}: {means}"
        ),
    };
    let note = format!(
        "A cell is the busiest window that ordinary traffic is expected to have in the half-hour, given each day's variation (T3), over all days; one that reaches the threshold has an edge. At the margins stands the largest of any day, {} of the threshold at most.",
        round_percent(peak)
    );
    let map = HeatMap {
        head: of.head(title, &note),
        measure: "busiest ordinary window ÷ threshold".to_owned(),
        full: "threshold".to_owned(),
        counted: "largest, %".to_owned(),
        beside: "largest, %".to_owned(),
        absent: "no such half-hour".to_owned(),
        across: "month; half-hours begin by Europe/London time".to_owned(),
        columns: months.iter().map(column).collect(),
        rows: times.iter().map(row).collect(),
        total: largest(&|_| true),
        empty: "there is no ordinary traffic".to_owned(),
    };
    Some(map.picture())
}

/// The cell busiest on average, and the largest of all.
fn extremes(cells: &[CalendarCell]) -> Option<(CalendarCell, f64)> {
    let busiest = cells.iter().copied().reduce(|a, b| if b.mean > a.mean { b } else { a })?;
    Some((busiest, cells.iter().map(|c| c.largest).fold(0.0, f64::max)))
}

fn short(month: i8) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES[month as usize - 1]
}

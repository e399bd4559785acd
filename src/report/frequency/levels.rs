//! Return levels: what a year, and its largest episode, exceeds once in so many years.

use super::super::picture::Picture;
use super::OfYears;
use crate::evidence::frequency::{ACTIVE_H, LONGEST, Level, NEVER_ANSWERED, THROTTLED, once_in};
use crate::evidence::words::fine;
use crate::report::lines::{Across, Lines, Panel, PlotPoint, Series};

/// The chart; none where years have no levels, or nothing ever happens.
pub(super) fn levels(of: &OfYears) -> Option<Picture> {
    let per_year = &of.f.per_year;
    let left = if per_year[NEVER_ANSWERED].most > 0.0 { NEVER_ANSWERED } else { THROTTLED };
    if per_year[ACTIVE_H].aggregate.is_empty()
        || per_year[ACTIVE_H].most.max(per_year[left].most) <= 0.0
    {
        return None;
    }
    let panel = |title: &str, largest: &str, aggregate: &[Level], occurrence: &[Level]| Panel {
        title: title.to_owned(),
        log: true,
        series: vec![series("in a whole year", aggregate), series(largest, occurrence)],
        ..Panel::default()
    };
    let largest = "the largest activation or episode of a year";
    let title = if left == NEVER_ANSWERED {
        "requests never answered (not above by own sending)"
    } else {
        "attempts throttled"
    };
    let lines = Lines {
        head: of.head(
            title_of(of, left),
            "Order statistics of the years alone: no shape of distribution is assumed, and where too few years bear an upper end there is no interval.",
        ),
        across: Across::Log { title: "exceeded once in so many years".to_owned() },
        marks: Vec::new(),
        panels: vec![
            panel(
                "mechanism active, h",
                largest,
                &per_year[ACTIVE_H].aggregate,
                &per_year[LONGEST].occurrence,
            ),
            panel(title, largest, &per_year[left].aggregate, &per_year[left].occurrence),
        ],
    };
    Some(lines.picture())
}

fn series(name: &str, levels: &[Level]) -> Series {
    let point = |l: &Level| PlotPoint {
        x: f64::from(l.period),
        y: l.value,
        // A band without an upper end would be none.
        low: l.low.filter(|_| l.high.is_some()),
        high: l.high,
    };
    let points = levels.iter().filter(|l| l.value.is_some()).map(point).collect();
    Series { name: name.to_owned(), points, ..Series::default() }
}

/// What is exceeded once in ten years, or in as many as are known.
fn title_of(of: &OfYears, left: usize) -> String {
    let per_year = &of.f.per_year;
    let known = |l: &&Level| l.value.is_some() && l.period <= 10;
    let Some(level) = per_year[ACTIVE_H].aggregate.iter().rfind(known) else {
        return "Too few years for what a year exceeds".to_owned();
    };
    let at = |levels: &[Level]| {
        let here = levels.iter().find(|l| l.period == level.period);
        fine(here.and_then(|l| l.value).unwrap_or(0.0))
    };
    let what = if left == NEVER_ANSWERED {
        "requests or more, not above by own sending, never answered"
    } else {
        "attempts or more throttled"
    };
    format!(
        "{} the mechanism is active {} h or more, and an episode leaves {} {what}",
        crate::evidence::words::upper(&once_in(level.period)),
        at(&per_year[ACTIVE_H].aggregate),
        at(&per_year[left].occurrence)
    )
}

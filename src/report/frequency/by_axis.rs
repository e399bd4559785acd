//! Charts 1 and 2 for courses: days of throttling and traffic-management time a year along the first axis of numbers.

use super::super::picture::Picture;
use crate::evidence::along::{AlongAxis, enabled};
use crate::evidence::findings::Findings;
use crate::evidence::frequency::{ACTIVE_H, DAYS, LONGEST};
use crate::evidence::interval::Interval;
use crate::evidence::words::{fine, years};
use crate::evidence::{Figure, Whose};
use crate::report::ChartHead;
use crate::report::course::{across, series_of};
use crate::report::lines::{Lines, Panel};
use crate::report::words::{ALIKE, assumed, sentences, subtitle};

/// The chart; none without an axis of numbers, where the mechanism is never on, or where replications are no courses.
pub fn by_axis(f: &Findings) -> Option<Picture> {
    let course = AlongAxis::of_numbers(f, enabled).filter(|c| !c.lines.is_empty())?;
    if !f.of_courses() {
        return None;
    }
    let rate = |i: usize| {
        move |v: usize| f.evidence[v].frequency.as_ref().map(|f| f.per_year[i].rate.interval)
    };
    let panel = |title: &str, i: usize| Panel {
        title: title.to_owned(),
        log: true,
        series: series_of(&course, rate(i)),
        ..Panel::default()
    };
    let off = f.evidence.iter().any(|e| !enabled(e));
    let lines = Lines {
        head: ChartHead {
            title: title(f, &course),
            subtitle: subtitle(f, &course.note),
            footnote: sentences(&[
                "Days are those on which somebody is throttled, maintenance nights apart. Intervals are of years.",
                if off { "Variants without the mechanism are left out." } else { "" },
                assumed(&f.base),
            ]),
        },
        across: across(f, &course),
        marks: Vec::new(),
        panels: vec![
            panel("days of throttling a year", DAYS),
            panel("traffic-management time, h a year", ACTIVE_H),
            panel("longest activation of a year, h", LONGEST),
        ],
    };
    Some(lines.picture())
}

/// How often at both ends of the first line.
fn title(f: &Findings, course: &AlongAxis) -> String {
    let often = |v: usize| {
        let Some(of) = &f.evidence[v].frequency else { return String::new() };
        let interval: Interval = of.per_year[DAYS].rate.interval;
        match interval.mean {
            0.0 => format!("on no day in {}", years(of.years_run())),
            mean => format!("on {} days a year", fine(mean)),
        }
    };
    let line = &course.lines[0];
    let with = if line.name.is_empty() { String::new() } else { format!("{}: ", line.name) };
    let (first, last) = (&line.stops[0], &line.stops[line.stops.len() - 1]);
    let start = format!("{with}somebody is throttled {} at {}", often(first.variant), first.said);
    let start = crate::evidence::words::upper(&start);
    if first == last {
        return start;
    }
    let found = format!("{start}, and {} at {}", often(last.variant), last.said);
    match f.told_apart(first.variant, last.variant, Figure::ThrottledDays, Whose::All) {
        true => found,
        false => format!("{found}: {ALIKE}"),
    }
}

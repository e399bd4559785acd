//! Charts 1 and 2 for courses: activations and traffic-management time a year along the first axis of numbers.

use super::super::picture::Picture;
use crate::evidence::along::{AlongAxis, enabled};
use crate::evidence::findings::Findings;
use crate::evidence::frequency::{ACTIVATIONS, ACTIVE_H, LONGEST};
use crate::evidence::interval::Interval;
use crate::evidence::words::{fine, years};
use crate::report::ChartHead;
use crate::report::course::{across, series_of};
use crate::report::lines::{Lines, Panel};
use crate::report::words::{assumed, sentences, subtitle};

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
                "Intervals of activations are Poisson's exact ones where years differ as by chance, else Student's, as those of hours are.",
                if off { "Variants without the mechanism are left out." } else { "" },
                assumed(&f.base),
            ]),
        },
        across: across(f, &course),
        marks: Vec::new(),
        panels: vec![
            Panel {
                period: Some("years between".to_owned()),
                ..panel("activations a year", ACTIVATIONS)
            },
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
        let interval: Interval = of.per_year[ACTIVATIONS].rate.interval;
        match interval.mean {
            0.0 => format!("not once in {}", years(of.years_run())),
            mean => format!("{} times a year", fine(mean)),
        }
    };
    let line = &course.lines[0];
    let with = if line.name.is_empty() { String::new() } else { format!("{}: ", line.name) };
    let (first, last) = (&line.stops[0], &line.stops[line.stops.len() - 1]);
    let start = format!("{with}the mechanism is active {} at {}", often(first.variant), first.said);
    let start = crate::evidence::words::upper(&start);
    if first == last {
        return start;
    }
    format!("{start}, and {} at {}", often(last.variant), last.said)
}

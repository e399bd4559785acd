//! How far the years have come: the running mean of the days a year on which somebody is throttled, and its interval.

use super::super::picture::Picture;
use super::OfYears;
use crate::evidence::frequency::NARROW;
use crate::evidence::words::{fine, whole_percent, years};
use crate::report::lines::{Across, Lines, Panel, PlotPoint, Series};

/// The chart; none of a single course.
pub(super) fn convergence(of: &OfYears) -> Option<Picture> {
    let c = &of.f.convergence;
    if c.running.len() < 2 {
        return None;
    }
    let points = c.running.iter().map(|(years, rate)| PlotPoint::new(*years, rate.interval));
    let last = c.running.last().map(|(_, rate)| *rate);
    let width = last.and_then(|rate| rate.half_width_share());
    let run = years(c.years);
    let title = match (width, c.missing) {
        (Some(width), Some(0)) => {
            format!(
                "{run} are enough: the days of throttling a year are known to ± {} %",
                fine(100.0 * width)
            )
        }
        (Some(width), Some(missing)) => format!(
            "After {run} the days of throttling a year are known to ± {} %; for ± {} % {} more are needed",
            fine(100.0 * width),
            whole_percent(NARROW),
            years(missing as f64)
        ),
        _ => format!("Nobody was throttled but after maintenance in {run}"),
    };
    let series = Series { points: points.collect(), ..Series::default() };
    // From few courses intervals reach far beyond all that matters.
    let tail = &c.running[c.running.len() / 10..];
    let ends = tail.iter().filter_map(|(_, rate)| rate.interval.ci_high);
    let top = ends.chain(c.running.iter().map(|(_, r)| r.interval.mean)).fold(0.0, f64::max);
    let lines = Lines {
        head: of.head(title, "The band is the 95 % interval of the mean of the years so far."),
        across: Across::Linear { title: "years run".to_owned(), top: None },
        marks: Vec::new(),
        panels: vec![Panel {
            title: "days of throttling a year, maintenance nights apart, mean so far".to_owned(),
            range: Some((0.0, 1.1 * top.max(1e-9))),
            series: vec![series],
            ..Panel::default()
        }],
    };
    Some(lines.picture())
}

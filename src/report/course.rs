//! The variants of a study along an axis (`evidence/along.rs`), as a chart of lines has them.

use super::frame::Estimate;
use super::lines::{Across, PlotPoint, Series};
use super::words::{not_below_none, unit_name};
use crate::evidence::along::{AlongAxis, AxisStop, SIZE, SettingLine, THRESHOLD, is_at};
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::words::{is_named, key_said, within_reach, word_said};
use crate::evidence::{Figure, Whose, last, plain};

/// One series for each line, of `figure`.
pub(super) fn series(course: &AlongAxis, f: &Findings, figure: Figure) -> Vec<Series> {
    let of = |v: usize| f.evidence[v].estimate(figure, Whose::All);
    series_of(course, |v| of(v).map(|i| within_reach(figure, i)))
}

/// One series for each line, of what `of` says of a variant.
pub(super) fn series_of(course: &AlongAxis, of: impl Fn(usize) -> Option<Interval>) -> Vec<Series> {
    let point = |stop: &AxisStop| {
        let of = of(stop.variant).map(not_below_none);
        PlotPoint::new(stop.x, of.map_or(Estimate::default(), Estimate::from))
    };
    let series = |line: &SettingLine| Series {
        name: line.name.clone(),
        points: line.stops.iter().map(point).collect(),
        ..Series::default()
    };
    course.lines.iter().map(series).collect()
}

/// The x axis.
pub(super) fn across(f: &Findings, course: &AlongAxis) -> Across {
    let Some(axis) = course.axis.map(|a| &f.axes[a]) else {
        let labels = (0..f.settings.len()).map(|s| f.setting(s)).collect();
        return Across::Texts { title: "setting".to_owned(), labels };
    };
    if axis.pointer == THRESHOLD {
        let title = "operating threshold Θ, requests/s".to_owned();
        let top = course.busiest.map(|b| ("Θ ÷ busiest ordinary window".to_owned(), b));
        return Across::Linear { title, top };
    }
    if is_at(&axis.pointer, SIZE) {
        let title = "customers off supply where the storm is worst".to_owned();
        return Across::Log { title };
    }
    let key = last(&axis.pointer);
    let name = key_said(key);
    // What people have no name for is found by its place.
    let place = if is_named(key) { String::new() } else { format!(" ({})", axis.pointer) };
    let Some((_, unit)) = axis.numbers() else {
        let labels = axis.values.iter().map(|v| word_said(key, &plain(v))).collect();
        return Across::Texts { title: name + &place, labels };
    };
    let unit = unit_name(&unit);
    let title = if unit.is_empty() { name } else { format!("{name}, {unit}") };
    Across::Linear { title: title + &place, top: None }
}

//! Sizing: what is asked to be kept, along the operating threshold, and where all of it holds.

use super::course::across;
use super::frame::{ChartHead, Estimate};
use super::lines::{Lines, Panel, PlotPoint, Series};
use super::picture::Picture;
use super::words::{assumed, sentences, subtitle};
use crate::evidence::along::{AlongAxis, enabled};
use crate::evidence::findings::Findings;
use crate::evidence::sizing::{Sized, Sizing, bound_said};
use headroom_core::scenario::Keep;

/// The chart of `s`, a panel for each bound; none where the mechanism is off everywhere.
pub fn sizing(f: &Findings, s: &Sizing) -> Option<Picture> {
    let course = AlongAxis::of_numbers(f, enabled).filter(|c| !c.lines.is_empty())?;
    let panel = |(k, keep): (usize, &Keep)| {
        let point = |sized: &Sized, i: usize| {
            let (t, v) = (&sized.thresholds[i], &sized.thresholds[i].verdicts[k]);
            PlotPoint::new(t.per_s, Estimate { value: v.value, low: v.ci_low, high: v.ci_high })
        };
        let points = |sized: &Sized| (0..sized.thresholds.len()).map(|i| point(sized, i)).collect();
        let series = course.lines.iter().zip(&s.at).map(|(line, sized)| Series {
            name: line.name.clone(),
            points: points(sized),
            ..Series::default()
        });
        Panel {
            title: keep.measure.figure.called(),
            references: vec![(keep.bound, bound_said(keep))],
            shaded: shaded(s),
            series: series.collect(),
            ..Panel::default()
        }
    };
    let shown = "Shaded: thresholds tried, one after another, at which every bound holds with its whole interval.";
    let lines = Lines {
        head: ChartHead {
            title: s.briefly(),
            subtitle: subtitle(f, &course.note),
            footnote: sentences(&[if shaded(s).is_empty() { "" } else { shown }, assumed(&f.base)]),
        },
        across: across(f, &course),
        marks: Vec::new(),
        panels: s.keeps.iter().enumerate().map(panel).collect(),
    };
    Some(lines.picture())
}

/// The ranges that keep everything, of a single capacity: a lone threshold half a step to either side.
fn shaded(s: &Sizing) -> Vec<(f64, f64)> {
    let [sized] = s.at.as_slice() else { return Vec::new() };
    let x = |i: usize| sized.thresholds[i].per_s;
    let last = sized.thresholds.len() - 1;
    let step = if last > 0 { (x(last) - x(0)) / last as f64 } else { 0.0 };
    let range = |(a, b): &(usize, usize)| match a == b {
        true => (x(*a) - 0.25 * step, x(*b) + 0.25 * step),
        false => (x(*a), x(*b)),
    };
    sized.runs.iter().map(range).collect()
}

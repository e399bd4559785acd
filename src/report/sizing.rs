//! Sizing: what is asked to be kept, along the operating threshold, and where all of it holds.

use super::course::across;
use super::frame::{ChartHead, Estimate};
use super::lines::{Lines, Panel, PlotPoint, Series};
use super::picture::Picture;
use super::words::{assumed, sentences, subtitle};
use crate::evidence::along::{AlongAxis, enabled};
use crate::evidence::findings::Findings;
use crate::evidence::sizing::{Sized, Sizing, bound_said};
use crate::evidence::words::in_unit_of;
use headroom_core::scenario::Keep;

/// The chart of `s`, a panel for each bound; none where the mechanism is off everywhere.
pub fn sizing(f: &Findings, s: &Sizing) -> Option<Picture> {
    let course = AlongAxis::of_numbers(f, enabled).filter(|c| !c.lines.is_empty())?;
    let panel = |(k, keep): (usize, &Keep)| {
        let figure = keep.measure.figure;
        // The unit of the axis is that of the bound.
        let (title, one) = in_unit_of(figure, &figure.called(), keep.bound);
        let point = |sized: &Sized, i: usize| {
            let (t, v) = (&sized.thresholds[i], &sized.thresholds[i].verdicts[k]);
            let [value, low, high] = [v.value, v.ci_low, v.ci_high].map(|x| x.map(|x| x / one));
            PlotPoint::new(t.per_s, Estimate { value, low, high })
        };
        let points = |sized: &Sized| (0..sized.thresholds.len()).map(|i| point(sized, i)).collect();
        let series = course.lines.iter().zip(&s.at).map(|(line, sized)| Series {
            name: line.name.clone(),
            points: points(sized),
            ..Series::default()
        });
        Panel {
            title,
            references: vec![(keep.bound / one, bound_said(keep))],
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

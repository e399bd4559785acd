//! Chart 1: trigger frequency. How often the mechanism triggers, along the first axis of numbers.

use super::course::{across, series};
use super::frame::ChartHead;
use super::lines::{Lines, Panel};
use super::picture::Picture;
use super::words::{assumed, sentences, subtitle};
use crate::evidence::Figure;
use crate::evidence::along::{AlongAxis, enabled};
use crate::evidence::findings::Findings;
use crate::evidence::triggering::where_it_triggers;

/// Chart 1 of `f`; none without an axis of numbers, or where the mechanism is never switched
/// on.
pub fn trigger_frequency(f: &Findings) -> Option<Picture> {
    let course = AlongAxis::of_numbers(f, enabled).filter(|c| !c.lines.is_empty())?;
    let off = f.evidence.iter().any(|e| !enabled(e));
    let off = if off { "Variants without the mechanism are left out." } else { "" };
    let lines = Lines {
        head: ChartHead {
            title: where_it_triggers(f, &course),
            subtitle: subtitle(f, &course.note),
            footnote: sentences(&[
                "Intervals of shares are exact, those of activations Student's.",
                off,
                assumed(&f.base),
            ]),
        },
        across: across(f, &course),
        marks: Vec::new(),
        panels: vec![
            Panel {
                title: "share of replications that trigger".to_owned(),
                range: Some((0.0, 1.0)),
                series: series(&course, f, Figure::Triggered),
                ..Panel::default()
            },
            Panel {
                title: "activations a replication".to_owned(),
                series: series(&course, f, Figure::Activations),
                ..Panel::default()
            },
        ],
    };
    Some(lines.picture())
}

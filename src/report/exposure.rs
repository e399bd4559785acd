//! Chart 5: 7.4 exposure. How soon it is known whose supply was lost, by the size of the storm.

use super::course::{across, series};
use super::frame::ChartHead;
use super::lines::{Lines, Panel};
use super::picture::Picture;
use super::words::{ALIKE, assumed, assumed_storm, sentences, subtitle};
use crate::evidence::along::{AlongAxis, AxisStop, SIZE, SettingLine, is_at};
use crate::evidence::findings::Findings;
use crate::evidence::words::{round_percent, said, with};
use crate::evidence::{Figure, Whose};

/// Storms, the customers who lost supply in them (F5.5, F5.9, F5.12), and of the Beast from the East what is
/// assumed for Great Britain (A11).
const STORMS: [(f64, &str); 4] = [
    (330_000.0, "Beast from the East"),
    (771_000.0, "Ciara"),
    (1_000_000.0, "Arwen"),
    (1_400_000.0, "Eunice"),
];

const PANELS: [Figure; 3] =
    [Figure::SupplyKnown5Min, Figure::SupplyKnown15Min, Figure::SupplyKnown60Min];

/// Chart 5 of `f`; none without an axis of a storm's size, or where nobody lost supply.
pub fn exposure(f: &Findings) -> Option<Picture> {
    let axis = f.axes.iter().position(|a| is_at(&a.pointer, SIZE))?;
    let course = AlongAxis::along(f, Some(axis), |e| {
        e.estimate(Figure::SupplyKnown15Min, Whose::All).is_some()
    });
    if course.lines.is_empty() {
        return None;
    }
    let x = || course.lines.iter().flat_map(|l| &l.stops).map(|s| s.x);
    let (low, high) = (x().fold(f64::INFINITY, f64::min), x().fold(0.0, f64::max));
    let shown: Vec<&(f64, &str)> =
        STORMS.iter().filter(|(x, _)| (low..=high).contains(x)).collect();
    let panel = |figure: Figure| Panel {
        title: format!("share of {}", figure.called()),
        range: Some((0.0, 1.0)),
        series: series(&course, f, figure),
        ..Panel::default()
    };
    let lines = Lines {
        head: ChartHead {
            title: title(f, &course),
            subtitle: subtitle(f, &course.note),
            footnote: footnote(f, &shown),
        },
        across: across(f, &course),
        marks: shown.iter().map(|(x, name)| (*x, (*name).to_owned())).collect(),
        panels: PANELS.into_iter().map(panel).collect(),
    };
    Some(lines.picture())
}

fn footnote(f: &Findings, shown: &[&(f64, &str)]) -> String {
    let beast = shown.iter().any(|(_, name)| name.starts_with("Beast"));
    let others = shown.iter().any(|(_, name)| !name.starts_with("Beast"));
    sentences(&[
        "Of customers with a meter: known by an alert, by an answered 7.4 or by one that was not answered (G9).",
        if others { "Named storms: all customers who lost supply." } else { "" },
        if beast { "The Beast from the East is assumed for Great Britain (A11)." } else { "" },
        assumed_storm(&f.base),
        assumed(&f.base),
    ])
}

/// What is known within 15 minutes in the largest storm of the series that know most and least; of a single
/// series in the smallest and the largest.
fn title(f: &Findings, course: &AlongAxis) -> String {
    let known = |s: &AxisStop| {
        let of = f.evidence[s.variant].estimate(Figure::SupplyKnown15Min, Whose::All);
        of.map_or(0.0, |i| i.mean)
    };
    let largest = |l: &SettingLine| l.stops.iter().max_by(|a, b| a.x.total_cmp(&b.x)).cloned();
    let mut all: Vec<(AxisStop, &str)> =
        course.lines.iter().filter_map(|l| Some((largest(l)?, l.name.as_str()))).collect();
    all.sort_by(|a, b| known(&a.0).total_cmp(&known(&b.0)));
    let (Some((worst, least)), Some((best, most))) = (all.first(), all.last()) else {
        return String::new();
    };
    let share = |s: &AxisStop| round_percent(known(s));
    let begin = |s: &AxisStop| {
        format!("With {} the loss is known within 15\u{a0}min for {}", s.said, share(s))
    };
    if all.len() > 1 && share(worst) == share(best) {
        return format!("{} in every series", begin(best));
    }
    if all.len() > 1 {
        let found = format!("{} {}, for {} {}", begin(best), with(most), share(worst), with(least));
        let figure = Figure::SupplyKnown15Min;
        return match f.told_apart(best.variant, worst.variant, figure, Whose::All) {
            true => found,
            false => format!("{found}: {ALIKE}"),
        };
    }
    let smallest = course.lines[0].stops.iter().min_by(|a, b| a.x.total_cmp(&b.x));
    match smallest.filter(|s| s.x < best.x) {
        Some(s) => format!("{}, with {} for {}", begin(s), said(best.x), share(best)),
        None => begin(best),
    }
}

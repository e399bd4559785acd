//! Chart 6: fairness. Jain's index and the worst-off User (F6) along an axis, or of each setting.

use super::course::{across, series};
use super::frame::ChartHead;
use super::lettering::decimal;
use super::lines::{Lines, Panel};
use super::picture::Picture;
use super::words::{assumed, sentences, subtitle};
use crate::evidence::along::{AlongAxis, AxisStop, SettingLine};
use crate::evidence::findings::Findings;
use crate::evidence::words::{round_percent, upper, with};
use crate::evidence::{Evidence, Figure, Whose};

/// Chart 6 of `f`; none of a single variant, or where F6 looks at no window at all.
pub fn fairness(f: &Findings) -> Option<Picture> {
    if f.variants.len() < 2 || f.evidence.iter().all(|e| worst_off(e).is_none()) {
        return None;
    }
    let mut course = AlongAxis::of_any(f, |_| true);
    let today = course.shown(f).any(|e| !e.plan.scenario.mechanism.enabled);
    // What has none anywhere is no series.
    let some = |s: &AxisStop| worst_off(&f.evidence[s.variant]).is_some();
    course.lines.retain(|line| line.stops.iter().any(some));
    let gaps = course.shown(f).any(|e| worst_off(e).is_none());
    let panel = |title: &str, figure| Panel {
        title: title.to_owned(),
        // A User may be admitted more than it is entitled to, and no end of it.
        range: (greatest(f, &course, figure) <= 1.0).then_some((0.0, 1.0)),
        references: (figure == Figure::WorstOffShare)
            .then(|| (1.0, "all it is entitled to".to_owned()))
            .into_iter()
            .collect(),
        series: series(&course, f, figure),
        ..Panel::default()
    };
    let lines = Lines {
        head: ChartHead {
            title: title(f, &course),
            subtitle: subtitle(f, &course.note),
            footnote: sentences(&[
                "F6: admitted ÷ min(first submissions, allocation) of each User, in windows in which the mechanism is active.",
                if today { "Where it is switched off there are none." } else { "" },
                if gaps { "A gap: there was no such window." } else { "" },
                assumed(&f.base),
            ]),
        },
        across: across(f, &course),
        marks: Vec::new(),
        panels: vec![
            panel(
                "Jain's index of what each User is admitted of its entitlement (1: all alike)",
                Figure::Jain,
            ),
            panel(
                "share of its entitlement that the worst-off User is admitted",
                Figure::WorstOffShare,
            ),
        ],
    };
    Some(lines.picture())
}

/// A share of an entitlement, which may be more than all of it.
fn share(x: f64) -> String {
    if x >= 1.0 { "all".to_owned() } else { round_percent(x) }
}

/// That a share is no less than the least of `all` is: rounded so that it stays true.
fn at_least(all: impl Iterator<Item = f64>) -> String {
    let least = all.fold(f64::INFINITY, f64::min);
    if least >= 1.0 { "all".to_owned() } else { round_percent(libm::floor(100.0 * least) / 100.0) }
}

/// The greatest mean of `figure`.
fn greatest(f: &Findings, course: &AlongAxis, figure: Figure) -> f64 {
    let points = series(course, f, figure).into_iter().flat_map(|s| s.points);
    points.filter_map(|p| p.y).fold(0.0, f64::max)
}

fn worst_off(e: &Evidence) -> Option<f64> {
    e.estimate(Figure::WorstOffShare, Whose::All).map(|i| i.mean)
}

/// A value, where it is, and of which variant.
type Worst = (f64, String, usize);

/// The least and the most of `figure` that each series, or each place of a single one, comes to at
/// worst, with what that is called.
fn worst(f: &Findings, course: &AlongAxis, figure: Figure) -> Vec<Worst> {
    let value = |s: &AxisStop| {
        let mean = f.evidence[s.variant].estimate(figure, Whose::All)?.mean;
        let place = if f.axes.is_empty() { s.said.clone() } else { format!("at {}", s.said) };
        Some((mean, place, s.variant))
    };
    let least = |line: &SettingLine| {
        let values = line.stops.iter().filter_map(value);
        let least = values.min_by(|a, b| a.0.total_cmp(&b.0));
        least.map(|(mean, _, variant)| (mean, with(&line.name), variant))
    };
    let mut all: Vec<Worst> = match course.lines.as_slice() {
        [one] => one.stops.iter().filter_map(value).collect(),
        several => several.iter().filter_map(least).collect(),
    };
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all
}

/// What the worst-off User is admitted, at best and at worst; where that is the same, Jain's index.
fn title(f: &Findings, course: &AlongAxis) -> String {
    let all = worst(f, course, Figure::WorstOffShare);
    let (Some(low), Some(high)) = (all.first(), all.last()) else { return String::new() };
    let several = course.lines.len() > 1;
    let at_least_said = if several { " at least" } else { "" };
    let least = if high.0 >= 1.0 { "" } else { at_least_said };
    let (worst_off, best) = (share(low.0), share(high.0));
    let figure = Figure::WorstOffShare;
    if worst_off != best && !f.told_apart(low.2, high.2, figure, Whose::All) {
        let kind = if several { "series".to_owned() } else { course.places().to_string() };
        return format!(
            "What the worst-off User is admitted of its entitlement, {worst_off} to {best}, differs between {kind} no more than by chance"
        );
    }
    if worst_off == best {
        let gaps = course.shown(f).any(|e| self::worst_off(e).is_none());
        let place = if gaps { "wherever there is any".to_owned() } else { course.everywhere() };
        let most = if several { at_least(all.iter().map(|w| w.0)) } else { best };
        let same =
            format!("The worst-off User is admitted{least} {most} of its entitlement {place}");
        let all = worst(f, course, Figure::Jain);
        let ends =
            all.first().zip(all.last()).map(|(a, b)| (decimal(a.0, 2), decimal(b.0, 2), a, b));
        return match ends {
            Some((low, high, a, b))
                if low != high && f.told_apart(a.2, b.2, Figure::Jain, Whose::All) =>
            {
                format!("{same}; Jain's index is{at_least_said} {high} {}, {low} {}", b.1, a.1)
            }
            _ => same,
        };
    }
    let alike = |said: &str| -> Vec<f64> {
        all.iter().map(|w| w.0).filter(|x| share(*x) == said).collect()
    };
    let (many, few) = (alike(&best).len(), alike(&worst_off).len());
    let whose = if many > 1 {
        let kind = if several { "series" } else { &course.places() };
        format!("In {many} of {} {kind}", all.len())
    } else {
        upper(&high.1)
    };
    let at_worst = if several { "at worst " } else { "" };
    let others = many > 1 && few > 1 && many + few == all.len();
    let others = if others { "in the others" } else { &low.1 };
    let most = if several { at_least(alike(&best).into_iter()) } else { best };
    format!(
        "{whose}, the worst-off User is admitted{least} {most} of its entitlement; {others}, {at_worst}{worst_off}",
    )
}

//! Chart 8: retry amplification. How many attempts a submission takes by fresh load, and what theory says.

use super::course::series;
use super::frame::ChartHead;
use super::lettering::{decimal, figure};
use super::lines::{Across, Lines, Panel, PlotPoint, Series, SeriesStyle};
use super::picture::Picture;
use super::words::{ALIKE, assumed, sentences, subtitle};
use crate::evidence::along::{AlongAxis, AxisStop, SettingLine, is_at};
use crate::evidence::findings::Findings;
use crate::evidence::overload::{NO_RETURN, attempts_by_theory, fresh_load, retry_attempts};
use crate::evidence::words::{upper, with};
use crate::evidence::{Evidence, Figure, Whose};

/// Axes along which fresh load, or capacity, changes; * is any event or entry.
const LOADS: [&str; 6] = [
    "/gateway/max_capacity",
    "/events/*/denial_of_service/rate",
    "/events/*/denial_of_service/times_peak",
    "/events/*/campaign/number",
    "/events/*/surge/factor",
    "/events/*/storm/surges/*/factor",
];

/// Points of a line of theory.
const POINTS: usize = 400;

/// Chart 8 of `f`; none without an axis of load or capacity, or where every submission takes one attempt.
pub fn retry_amplification(f: &Findings) -> Option<Picture> {
    let axis = f.axes.iter().position(|a| LOADS.iter().any(|load| is_at(&a.pointer, load)))?;
    let mut course = AlongAxis::along(f, Some(axis), |e| fresh_load(e).is_some());
    let stops = course.lines.iter_mut().flat_map(|l| &mut l.stops);
    stops.for_each(|s| s.x = fresh_load(&f.evidence[s.variant]).unwrap_or(s.x));
    let most = course.shown(f).map(attempts).fold(1.0, f64::max);
    if most <= 1.0 {
        return None;
    }
    let mut series = series(&course, f, Figure::Amplification);
    series.extend(theory(f, &course));
    let top = highest(&series).max(most);
    let lines = Lines {
        head: ChartHead {
            title: title(f, &course),
            subtitle: subtitle(f, &course.note),
            footnote: sentences(&[
                "Fresh load: submissions due ÷ (maximum capacity × duration), means over the whole run.",
                "Theory: an even load, each attempt refused by itself with the chance that is over capacity.",
                assumed(&f.base),
            ]),
        },
        across: Across::Linear { title: "fresh load ÷ maximum capacity".to_owned(), top: None },
        marks: vec![(NO_RETURN, "point of no return".to_owned())],
        panels: vec![Panel {
            title: Figure::Amplification.called(),
            // Within a decade a logarithmic axis has hardly a number on it.
            log: top > 10.0,
            // Never less than one.
            range: Some((1.0, 1.1 * top)),
            series,
            ..Panel::default()
        }],
    };
    Some(lines.picture())
}

/// Mean attempts for each submission due.
fn attempts(e: &Evidence) -> f64 {
    e.estimate(Figure::Amplification, Whose::All).map_or(1.0, |i| i.mean)
}

/// A dotted line for each number of attempts that policies allow, over the loads shown.
fn theory(f: &Findings, course: &AlongAxis) -> Vec<Series> {
    let of = |l: &SettingLine| l.stops.last().map(|s| retry_attempts(&f.evidence[s.variant].plan));
    let by_line: Vec<Option<u32>> = course.lines.iter().map(of).collect();
    let mut all: Vec<u32> = by_line.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let loads = || course.lines.iter().flat_map(|l| &l.stops).map(|s| s.x);
    let (low, high) = (loads().fold(f64::INFINITY, f64::min), loads().fold(0.0, f64::max));
    let line = |attempts: u32| {
        let point = |i: usize| {
            let x = low + (high - low) * i as f64 / (POINTS - 1) as f64;
            PlotPoint { x, y: Some(attempts_by_theory(x, attempts)), ..PlotPoint::default() }
        };
        let whose: Vec<usize> =
            (0..by_line.len()).filter(|l| by_line[*l] == Some(attempts)).collect();
        let times =
            if attempts == 1 { "1 attempt".to_owned() } else { format!("{attempts} attempts") };
        Series {
            name: format!("theory, at most {times}"),
            points: (0..POINTS).map(point).collect(),
            drawn: SeriesStyle::Theory(if let [one] = whose[..] { Some(one) } else { None }),
            ..Series::default()
        }
    };
    all.into_iter().map(line).collect()
}

/// Where a submission takes most attempts, and how many theory has there; of several series, also where the
/// greatest load takes least.
fn title(f: &Findings, course: &AlongAxis) -> String {
    let last = |l: &SettingLine| l.stops.iter().max_by(|a, b| a.x.total_cmp(&b.x)).cloned();
    let of = |s: &AxisStop| attempts(&f.evidence[s.variant]);
    let mut ends: Vec<(AxisStop, &str)> =
        course.lines.iter().filter_map(|l| Some((last(l)?, l.name.as_str()))).collect();
    ends.sort_by(|a, b| of(&a.0).total_cmp(&of(&b.0)));
    let (Some(least), Some(most)) = (ends.first(), ends.last()) else { return String::new() };
    let load = |s: &AxisStop| format!("{} × capacity", decimal(s.x, 2));
    let (many, few) = (figure(of(&most.0)), figure(of(&least.0)));
    if ends.len() == 1 {
        let allowed = retry_attempts(&f.evidence[most.0.variant].plan);
        let theory = figure(attempts_by_theory(most.0.x, allowed));
        let load = load(&most.0);
        return format!(
            "At a fresh load of {load} each submission takes {many} attempts; theory has {theory}"
        );
    }
    let elsewhere = match load(&least.0) {
        same if same == load(&most.0) => String::new(),
        other => format!(" at {other}"),
    };
    let apart = f.told_apart(most.0.variant, least.0.variant, Figure::Amplification, Whose::All);
    let alike = if apart { String::new() } else { format!(": {ALIKE}") };
    format!(
        "{}, a fresh load of {} takes {many} attempts for each submission; {}, {few}{elsewhere}{alike}",
        upper(&with(most.1)),
        load(&most.0),
        with(least.1)
    )
}

/// The greatest value, or upper end of an interval.
fn highest(series: &[Series]) -> f64 {
    let points = series.iter().flat_map(|s| &s.points).flat_map(|p| [p.y, p.high]);
    points.flatten().fold(1.0, f64::max)
}

//! Early warning (M8): how long before its first 503 a User is warned, against how often for nothing.

use super::course::{across, series, series_of};
use super::frame::ChartHead;
use super::lettering::figure;
use super::lines::{Lines, Panel};
use super::picture::Picture;
use super::words::{ALIKE, assumed, sentences, subtitle};
use crate::evidence::along::{AlongAxis, AxisStop, SettingLine, is_at};
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::words::{time_said, with};
use crate::evidence::{Evidence, Figure, Whose};

/// The axes it is drawn along, the first that there is.
const AXES: [&str; 2] = ["/mechanism/early_warning/warn_at", "/mechanism/early_warning/warn_load"];

/// Days of a month.
const MONTH: f64 = 365.25 / 12.0;

/// The chart of `f`; none without such an axis, or where nobody is warned.
pub fn early_warning(f: &Findings) -> Option<Picture> {
    let at = |pointer: &&str| f.axes.iter().position(|a| is_at(&a.pointer, pointer));
    let axis = AXES.iter().find_map(at)?;
    let course = AlongAxis::along(f, Some(axis), |e| mean(e, Figure::Warnings) > 0.0);
    if course.lines.is_empty() {
        return None;
    }
    let lines = Lines {
        head: ChartHead {
            title: title(f, &course),
            subtitle: subtitle(f, &course.note),
            footnote: sentences(&[
                "A warning is false if the User has no 503, throttled or rejected, while it holds. Who heeds a warning and so has none makes it false: heed nothing to compare.",
                "A month: the run's days, 30.4 of them.",
                assumed(&f.base),
            ]),
        },
        across: across(f, &course),
        marks: Vec::new(),
        panels: vec![
            Panel {
                title: "time from a warning to the User's first 503, s".to_owned(),
                series: series(&course, f, Figure::WarningLeadS),
                ..Panel::default()
            },
            Panel {
                title: "false warnings a month, of all Users".to_owned(),
                series: series_of(&course, |v| unfounded(&f.evidence[v])),
                ..Panel::default()
            },
        ],
    };
    Some(lines.picture())
}

fn mean(e: &Evidence, figure: Figure) -> f64 {
    e.estimate(figure, Whose::All).map_or(0.0, |i| i.mean)
}

/// False warnings in a month of such days.
fn unfounded(e: &Evidence) -> Option<Interval> {
    let calendar = &e.plan.scenario.calendar;
    let days = calendar.cells() as f64 * calendar.cell().seconds() / 86_400.0;
    let times = |x: f64| x * MONTH / days;
    let of = e.estimate(Figure::FalseWarnings, Whose::All)?;
    Some(Interval {
        mean: times(of.mean),
        ci_low: of.ci_low.map(times),
        ci_high: of.ci_high.map(times),
        n: of.n,
    })
}

/// What the least and the greatest place of the first series come to.
fn title(f: &Findings, course: &AlongAxis) -> String {
    let line: &SettingLine = &course.lines[0];
    let by_x = |a: &&AxisStop, b: &&AxisStop| a.x.total_cmp(&b.x);
    let ends = line.stops.iter().min_by(by_x).zip(line.stops.iter().max_by(by_x));
    let Some((low, high)) = ends else { return String::new() };
    let said = |s: &AxisStop| {
        let e = &f.evidence[s.variant];
        let lead = e.estimate(Figure::WarningLeadS, Whose::All);
        let lead = match lead {
            Some(lead) => format!("{} before their first 503", time_said(lead.mean)),
            None => "never before a 503".to_owned(),
        };
        let unfounded = unfounded(e).map_or(0.0, |i| i.mean);
        (lead, format!("{} false warnings a month", figure(libm::round(unfounded))))
    };
    let pointer = course.what.trim_start_matches("value of ");
    let among = match course.lines.len() {
        1 => String::new(),
        _ => format!(", {}", with(&line.name)),
    };
    let (lead, unfounded) = said(low);
    let first = format!("A {pointer} of {}{among} warns Users {lead}, with {unfounded}", low.said);
    if low.x == high.x {
        return first;
    }
    let (lead, unfounded) = said(high);
    let found = format!("{first}; one of {} warns them {lead}, with {unfounded}", high.said);
    let apart = |figure| f.told_apart(low.variant, high.variant, figure, Whose::All);
    match apart(Figure::FalseWarnings) || apart(Figure::WarningLeadS) {
        true => found,
        false => format!("{found}: {ALIKE}"),
    }
}

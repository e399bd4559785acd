//! Poll spread: how much of a storm's load is a choice of how network parties poll (G9).

use super::course::{across, series, series_of};
use super::frame::{ChartHead, Estimate};
use super::lines::{Lines, Panel, PlotPoint, Series};
use super::picture::Picture;
use super::words::{assumed, assumed_storm, sentences, subtitle};
use crate::evidence::along::{AlongAxis, AxisStop, SettingLine, enabled, is_at};
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::storms::{peak_polls_per_s, polled};
use crate::evidence::words::{rate, round_percent, upper, with};
use crate::evidence::{Evidence, Figure, Whose};

/// The axis it is drawn along; * is any event.
const SPREAD: &str = "/events/*/storm/poll/spread";

/// The chart of `f`; none without an axis of a poll's spread, or where nobody polls.
pub fn poll_spread(f: &Findings) -> Option<Picture> {
    let axis = f.axes.iter().position(|a| is_at(&a.pointer, SPREAD))?;
    let course = AlongAxis::along(f, Some(axis), |e| peak_polls_per_s(&e.plan).is_some());
    if course.lines.is_empty() {
        return None;
    }
    let of_srv = |v: usize| throttled(&f.evidence[v]);
    let peaks = |l: &SettingLine| Series {
        name: l.name.clone(),
        points: l.stops.iter().map(|s| PlotPoint::new(s.x, peak(f, s))).collect(),
        ..Series::default()
    };
    let lines = Lines {
        head: ChartHead {
            title: title(f, &course),
            subtitle: subtitle(f, &course.note),
            footnote: sentences(&[
                "Polls of the largest round: every meter off supply and its neighbours, each once, before anything is refused.",
                assumed_storm(&f.base),
                assumed(&f.base),
            ]),
        },
        across: across(f, &course),
        marks: Vec::new(),
        panels: vec![
            Panel {
                title: "polls a second of the largest round".to_owned(),
                references: threshold(f, &course)
                    .map(|x| (x, "operating threshold".to_owned()))
                    .into_iter()
                    .collect(),
                series: course.lines.iter().map(peaks).collect(),
                ..Panel::default()
            },
            Panel {
                title: format!("share of attempts of {} throttled", called(f)),
                range: Some((0.0, 1.0)),
                series: series_of(&course, of_srv),
                ..Panel::default()
            },
            Panel {
                title: format!("share of {}", Figure::SupplyKnown15Min.called()),
                range: Some((0.0, 1.0)),
                series: series(&course, f, Figure::SupplyKnown15Min),
                ..Panel::default()
            },
        ],
    };
    Some(lines.picture())
}

fn peak(f: &Findings, stop: &AxisStop) -> Estimate {
    let value = peak_polls_per_s(&f.evidence[stop.variant].plan);
    Estimate { value, ..Estimate::default() }
}

/// Share of the attempts of what storms poll with that was throttled.
fn throttled(e: &Evidence) -> Option<Interval> {
    let srv = *polled(&e.plan).first()?;
    e.estimate(Figure::ThrottledShare, Whose::Srv(srv))
}

/// What storms poll with.
fn called(f: &Findings) -> String {
    let id = |e: &Evidence| Some(e.plan.scenario.srvs[*polled(&e.plan).first()?].id.clone());
    f.evidence.iter().find_map(id).unwrap_or_default()
}

/// The operating threshold, where it is the same for all that is shown and the mechanism on for some.
fn threshold(f: &Findings, course: &AlongAxis) -> Option<f64> {
    let mut all = course.shown(f).filter(|e| enabled(e)).map(|e| e.plan.scenario.threshold().get());
    let first = all.next()?;
    all.all(|x| x == first).then_some(first)
}

/// What the widest and the narrowest spread of the first series come to.
fn title(f: &Findings, course: &AlongAxis) -> String {
    let line = &course.lines[0];
    let by_spread = |a: &&AxisStop, b: &&AxisStop| a.x.total_cmp(&b.x);
    let ends = line.stops.iter().min_by(by_spread).zip(line.stops.iter().max_by(by_spread));
    let Some((narrow, wide)) = ends else { return String::new() };
    let said = |s: &AxisStop| {
        let share = throttled(&f.evidence[s.variant]).map_or(0.0, |i| i.mean);
        let polls = peak_polls_per_s(&f.evidence[s.variant].plan).unwrap_or(0.0);
        (rate(polls), round_percent(share))
    };
    let (polls, share) = said(narrow);
    let begin = match course.lines.len() {
        1 => "Polls".to_owned(),
        _ => format!("{}, polls", upper(&with(&line.name))),
    };
    let first = format!(
        "{begin} spread over {} reach {polls} and {share} of attempts of {} are throttled",
        narrow.said,
        called(f)
    );
    if narrow.x == wide.x {
        return first;
    }
    let srv = polled(&f.evidence[narrow.variant].plan).first().map(|srv| Whose::Srv(*srv));
    let apart = |whose| f.told_apart(narrow.variant, wide.variant, Figure::ThrottledShare, whose);
    let (polls, share) = said(wide);
    let found = format!("{first}; over {}, {polls} and {share}", wide.said);
    if srv.is_some_and(apart) { found } else { format!("{found}: the shares cannot be told apart") }
}

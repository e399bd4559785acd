//! Where along an axis the mechanism triggers, in a sentence that the answer and the chart share.

use super::along::{AlongAxis, AxisStop, SettingLine};
use super::findings::Findings;
use super::words::decimal;
use headroom_core::domain::{Figure, Whose};

/// Where along a line it triggers: stops with each share of replications, from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Triggers {
    /// Stops at which every replication triggers.
    always: usize,
    /// Stops at which none does.
    never: usize,
    /// All stops.
    of: usize,
    /// The share never rises, or never falls.
    falls: bool,
    rises: bool,
}

impl Triggers {
    fn new(f: &Findings, line: &SettingLine) -> Self {
        let share = |s: &AxisStop| {
            f.evidence[s.variant].estimate(Figure::Triggered, Whose::All).map_or(0.0, |i| i.mean)
        };
        let shares: Vec<f64> = line.stops.iter().map(share).collect();
        Self {
            always: shares.iter().filter(|s| **s == 1.0).count(),
            never: shares.iter().filter(|s| **s == 0.0).count(),
            of: shares.len(),
            falls: shares.windows(2).all(|w| w[0] >= w[1]),
            rises: shares.windows(2).all(|w| w[0] <= w[1]),
        }
    }
}

/// Where on the lines of `course` every replication triggers, and where none does: a sentence without its end.
pub fn where_it_triggers(f: &Findings, course: &AlongAxis) -> String {
    let all: Vec<Triggers> = course.lines.iter().map(|l| Triggers::new(f, l)).collect();
    let total = |of: fn(&Triggers) -> usize| all.iter().map(of).sum::<usize>();
    let (always, never, of) = (total(|t| t.always), total(|t| t.never), total(|t| t.of));
    let one = f.replications() == 1;
    let every = if one { "" } else { " in every replication" };
    if never == of {
        return format!("The mechanism does not trigger{}", everywhere(course, "any"));
    }
    if always == of {
        return format!("The mechanism triggers{every}{}", everywhere(course, "every"));
    }
    let (yes, no) = places(course, &all);
    let none = if one { "not" } else { "in no replication" };
    match (yes, no) {
        (Some(yes), Some(no)) => format!("The mechanism triggers{every} {yes}; {none} {no}"),
        (Some(yes), None) => format!("The mechanism triggers{every} {yes}"),
        (None, Some(no)) if one => format!("The mechanism does not trigger {no}"),
        (None, Some(no)) => format!("The mechanism triggers {none} {no}"),
        (None, None) if always + never == 0 => {
            format!("The mechanism triggers in some replications{}", everywhere(course, "every"))
        }
        (None, None) if one => format!("The mechanism triggers in {always} of {of} variants"),
        (None, None) => format!(
            "The mechanism triggers in every replication of {always} of {of} variants, in some of {}, in none of {never}",
            of - always - never
        ),
    }
}

/// Where it always triggers and where it never does, if that can be said of all lines alike.
fn places(course: &AlongAxis, all: &[Triggers]) -> (Option<String>, Option<String>) {
    // The stop of each line at a place that `of` finds, and the next one, `after` it or before, up to which it may turn; none where a
    // line has no such place.
    let at = |of: &dyn Fn(&Triggers) -> Option<usize>, after: bool, times: &str| {
        let stop = |(l, t): (&SettingLine, &Triggers)| {
            let i = of(t)?;
            let next = if after { Some(i + 1) } else { i.checked_sub(1) };
            Some((l.stops.get(i)?.clone(), next.and_then(|i| l.stops.get(i).cloned())))
        };
        let stops: Option<Vec<Edge>> = course.lines.iter().zip(all).map(stop).collect();
        stops.map(|s| span(course, &s, times))
    };
    let whole = " the busiest ordinary window";
    let (falls, rises) = (all.iter().all(|t| t.falls), all.iter().all(|t| t.rises));
    let yes = match (falls, rises) {
        (true, _) => at(&|t| t.always.checked_sub(1), true, whole).map(|x| format!("up to {x}")),
        (_, true) => at(&|t| Some(t.of - t.always), false, whole).map(|x| format!("from {x} on")),
        _ => None,
    };
    // Said once.
    let times = if yes.is_some() { "" } else { whole };
    let no = match (falls, rises) {
        (true, _) => at(&|t| Some(t.of - t.never), false, times).map(|x| format!("from {x} on")),
        (_, true) => at(&|t| t.never.checked_sub(1), true, times).map(|x| format!("up to {x}")),
        _ => None,
    };
    (yes, no)
}

/// From where to where the lines go: at `any` place tried, or at every.
fn everywhere(course: &AlongAxis, any: &str) -> String {
    let stops = || course.lines.iter().flat_map(|line| &line.stops);
    let ends =
        stops().min_by(|a, b| a.x.total_cmp(&b.x)).zip(stops().max_by(|a, b| a.x.total_cmp(&b.x)));
    match ends {
        Some((a, b)) if a == b => format!(" at a {} of {}", course.what, a.said),
        Some((a, b)) => format!(" at {any} {} tried from {} to {}", course.what, a.said, b.said),
        None => String::new(),
    }
}

/// The last stop of a line at which something holds, and the next, at which it does not; none at the end of what was tried.
type Edge = (AxisStop, Option<AxisStop>);

/// Where `edges` stand: one place with its multiple `of` the busiest ordinary window, or between which points of the grid, since where
/// it turns between two of them nothing was tried.
fn span(course: &AlongAxis, edges: &[Edge], of: &str) -> String {
    let Some((low, _)) = edges.first() else { return String::new() };
    if edges.iter().any(|(stop, _)| stop.x != low.x) {
        let all = || edges.iter().flat_map(|(stop, next)| std::iter::once(stop).chain(next));
        let low = all().reduce(|a, b| if b.x < a.x { b } else { a }).unwrap_or(low);
        let high = all().reduce(|a, b| if b.x > a.x { b } else { a }).unwrap_or(low);
        let open = edges.iter().any(|(_, next)| next.is_none());
        let beyond = if open { ", or beyond them" } else { "" };
        return format!(
            "somewhere between the grid’s points {} and {}{beyond}, by series",
            low.said, high.said
        );
    }
    match course.busiest {
        Some(busiest) => format!("{} ({} ×{of})", low.said, decimal(low.x / busiest, 2)),
        None => low.said.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_series_turn_apart_the_points_of_the_grid_between_which_they_do_are_said() {
        let stop = |x: f64| AxisStop { x, said: format!("{x}/s"), variant: 0 };
        let course = AlongAxis {
            axis: Some(0),
            what: "threshold".to_owned(),
            busiest: None,
            lines: Vec::new(),
            note: String::new(),
        };
        let said = |edges: &[Edge]| span(&course, edges, "");
        let turns = |at: f64, next: f64| (stop(at), Some(stop(next)));
        assert_eq!(said(&[turns(5.0, 7.0), turns(5.0, 8.0)]), "5/s");
        assert_eq!(
            said(&[turns(5.0, 7.0), turns(6.0, 9.0)]),
            "somewhere between the grid’s points 5/s and 9/s, by series"
        );
        assert_eq!(
            said(&[turns(5.0, 7.0), (stop(8.0), None)]),
            "somewhere between the grid’s points 5/s and 8/s, or beyond them, by series"
        );
    }
}

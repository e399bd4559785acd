//! Chart 3 along an axis: who would be throttled at which value, such as at which threshold.

use super::course::across;
use super::frame::ChartHead;
use super::lettering::number;
use super::lines::Across;
use super::picture::Picture;
use super::throttled::{Tallies, ThrottledTally};
use super::words::{are, assumed, sentences, subtitle};
use crate::evidence::along::{AlongAxis, AxisStop, enabled};
use crate::evidence::findings::Findings;
use crate::evidence::plain;
use crate::evidence::words::names;

/// Most columns: more cannot be told apart.
const MOST_COLUMNS: usize = 40;

/// Users by values of the first axis, or by settings where there is no axis; none where
/// nobody is throttled.
pub fn who_by_axis(f: &Findings) -> Option<Picture> {
    let axis = (!f.axes.is_empty()).then_some(0);
    let course = AlongAxis::along(f, axis, enabled);
    let line = course.lines.first().filter(|_| f.variants.len() > 1)?;
    let stops = chosen(&line.stops);
    let across = across(f, &course);
    let label = |s: &AxisStop| match (axis, &across) {
        (None, _) => f.settings[f.variants[s.variant].setting].name.clone(),
        (Some(_), Across::Linear { .. }) if course.what == "threshold" => number(s.x),
        (Some(a), _) => plain(&f.axes[a].values[f.variants[s.variant].place[a]]),
    };
    let first = &f.evidence[stops[0].variant];
    let mut tallies = Tallies::new(first, stops.iter().map(|s| label(s)).collect());
    tallies.parts = false;
    for (column, stop) in stops.iter().enumerate() {
        for (user, of) in f.evidence[stop.variant].measures().users.iter().enumerate() {
            let c = &of.counted;
            // Variants may differ in their Users: those of the first are shown.
            if let Some((_, row)) = tallies.users.get_mut(user) {
                row[column] = ThrottledTally { attempts: c.attempts, throttled: c.throttled };
            }
        }
    }
    if tallies.concerned().is_empty() {
        return None;
    }
    let (mut map, left_out) = tallies.map();
    let thinned = if stops.len() < line.stops.len() {
        format!("{} of {} values shown", stops.len(), line.stops.len())
    } else {
        String::new()
    };
    let whose = if course.lines.len() > 1 { format!("only {}", line.name) } else { String::new() };
    let notes: Vec<&str> =
        [whose.as_str(), &course.note, &thinned].into_iter().filter(|n| !n.is_empty()).collect();
    let off = f.evidence.iter().any(|e| !enabled(e));
    let counts = format!("Counts are means of a {}.", tallies.word);
    map.head = ChartHead {
        title: title(&tallies, &stops, &course, !matches!(across, Across::Texts { .. })),
        subtitle: subtitle(f, &notes.join(", ")),
        footnote: sentences(&[
            &left_out,
            if off {
                "Variants without the mechanism throttle nobody and are left out."
            } else {
                ""
            },
            if tallies.replications > 1 { &counts } else { "" },
            assumed(&f.base),
        ]),
    };
    across.title().clone_into(&mut map.across);
    Some(map.picture())
}

/// All of `stops`, or so many evenly among them.
fn chosen(stops: &[AxisStop]) -> Vec<&AxisStop> {
    let (n, most) = (stops.len(), stops.len().min(MOST_COLUMNS));
    (0..most).map(|i| &stops[if most == n { i } else { i * (n - 1) / (most - 1) }]).collect()
}

/// Who is throttled everywhere, and who only somewhere; of stops in a `rising` order from where on.
fn title(tallies: &Tallies, stops: &[&AxisStop], course: &AlongAxis, rising: bool) -> String {
    let at = |u: usize| tallies.users[u].1.iter().map(|t| t.throttled > 0).collect::<Vec<bool>>();
    let concerned = tallies.concerned();
    let (always, rest): (Vec<usize>, Vec<usize>) =
        concerned.iter().partition(|u| at(**u).iter().all(|t| *t));
    let named = |of: &[usize]| {
        names(&of.iter().map(|u| tallies.users[*u].0.as_str()).collect::<Vec<&str>>())
    };
    let n = always.len();
    let everywhere = format!("{} {} throttled {}", named(&always), are(n), course.everywhere());
    if rest.is_empty() {
        return everywhere;
    }
    let patterns: Vec<Vec<bool>> = rest.iter().map(|u| at(*u)).collect();
    let falls = rising && patterns.iter().all(|p| p.is_sorted_by(|a, b| a >= b));
    let rises = rising && patterns.iter().all(|p| p.is_sorted());
    let last = patterns.iter().filter_map(|p| p.iter().rposition(|t| *t)).max();
    let first = patterns.iter().filter_map(|p| p.iter().position(|t| *t)).min();
    let only = match (falls, rises, first, last) {
        (true, _, _, Some(last)) => format!("up to {}", stops[last].said),
        (_, true, Some(first), _) => format!("from {} on", stops[first].said),
        _ => elsewhere(tallies, stops, &patterns, course),
    };
    if n == 0 {
        let whom = named(&rest);
        return format!("{whom} {} throttled {only}", are(rest.len()));
    }
    let whom = if rest.len() == 1 { named(&rest) } else { format!("{} others", rest.len()) };
    format!("{everywhere}; {whom} only {only}")
}

/// Where those are throttled whose `patterns` neither rise nor fall.
fn elsewhere(
    tallies: &Tallies,
    stops: &[&AxisStop],
    patterns: &[Vec<bool>],
    course: &AlongAxis,
) -> String {
    let nobody: Vec<usize> =
        (0..stops.len()).filter(|c| tallies.of_column(*c).throttled == 0).collect();
    let all_else = |p: &Vec<bool>| p.iter().filter(|t| !**t).count() == nobody.len();
    let some = format!("{} of {} {}", stops.len() - nobody.len(), stops.len(), course.places());
    let at = |stop: &AxisStop| match course.what.as_str() {
        "setting" => stop.said.clone(),
        _ => format!("at {}", stop.said),
    };
    match nobody.as_slice() {
        [one] if patterns.iter().all(all_else) => {
            format!("{} but nobody {}", course.everywhere(), at(stops[*one]))
        }
        [] => "somewhere".to_owned(),
        _ => format!("somewhere in {some}"),
    }
}

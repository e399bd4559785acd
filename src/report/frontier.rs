//! The frontier of a search for rules: what each candidate leaves, against what it costs those who send more than is theirs.
//!
//! Scope: a panel of the first heat, the grid, and one of the last; each on its own traffic. Left out: intervals, which stand in
//! `candidates.rs`. Source: C7. Checked by: `tests/it/recommend.rs`, and by looking.

use super::candidates::{group, of_heats};
use super::frame::ChartHead;
use super::lines::{Across, Lines, Panel, PlotPoint, Series, SeriesStyle};
use super::picture::Picture;
use super::words::{assumed, sentences};
use crate::evidence::Figure;
use crate::evidence::findings::Findings;
use crate::evidence::recommend::{Heat, Search};
use crate::evidence::words::{few, one_of, setting_said, unit, upper, value};

/// The chart of `search`, whose finalists `f` tells of; none where no two candidates differ in both.
pub fn frontier(f: &Findings, search: &Search) -> Option<Picture> {
    let least = &search.objective.least;
    let (first, last) = (search.heats.first()?, search.heats.len() - 1);
    if least.figure == Figure::NeverAnsweredAbove {
        return None;
    }
    let heats: Vec<(usize, &Heat)> = std::iter::once((0, first))
        .chain((last > 0).then(|| (last, &search.heats[last])))
        .filter(|(_, heat)| differ(heat))
        .collect();
    let shown = heats.last()?.1;
    let lines = Lines {
        head: ChartHead {
            title: title(search, shown),
            subtitle: of_heats(
                f,
                search,
                heats.iter().map(|(_, heat)| *heat),
                "means of the replications that each candidate had",
            ),
            footnote: sentences(&[
                "On the frontier is a rule of which no other that breaks no bound leaves less at no more cost; the line joins them, and nothing lies between two.",
                "Who was beaten or breaks a bound was dropped as soon as that was sure, and had fewer replications. Each heat has traffic of its own.",
                assumed(&f.base),
            ]),
        },
        across: Across::Linear {
            title: format!("what it costs: {}", Figure::NeverAnsweredAbove.called()),
            top: None,
        },
        marks: Vec::new(),
        panels: heats.iter().map(|(n, heat)| panel(search, *n, heat)).collect(),
    };
    Some(lines.picture())
}

/// Candidates that were run, of which the cost is known.
fn run(heat: &Heat) -> impl Iterator<Item = usize> {
    let known = |c: &usize| heat.race.mean(*c).is_finite() && heat.race.cost(*c).is_finite();
    (0..heat.candidates.len()).filter(known)
}

/// Whether any two of them differ in what they leave, and any two in what they cost.
fn differ(heat: &Heat) -> bool {
    let of = |value: fn(&Heat, usize) -> f64| {
        let all: Vec<f64> = run(heat).map(|c| value(heat, c)).collect();
        all.windows(2).any(|w| w[0] != w[1])
    };
    of(|heat, c| heat.race.mean(c)) && of(|heat, c| heat.race.cost(c))
}

/// How many rules are on the frontier of `heat`, and which are its ends.
fn title(search: &Search, heat: &Heat) -> String {
    let objective = &search.objective;
    let one = |c: usize| {
        let left = value(objective.least.figure, objective.as_figure(heat.race.mean(c)));
        let cost = few(heat.race.cost(c));
        format!(
            "‘{}’ ({left}, at a cost of {cost} above by own sending)",
            setting_said(&heat.labels[c])
        )
    };
    let of = &objective.least.name;
    match heat.frontier()[..] {
        [] => format!("{}: every rule tried breaks a bound", upper(of)),
        [only] => {
            format!("{}: none leaves less or costs those above less than {}", upper(of), one(only))
        }
        [best, .., cheapest] => format!(
            "{}: {} rules are on the frontier, from {} to {}",
            upper(of),
            heat.frontier().len(),
            one(best),
            one(cheapest)
        ),
    }
}

fn panel(search: &Search, n: usize, heat: &Heat) -> Panel {
    let least = &search.objective.least;
    let by = 1.0 / one_of(least.figure);
    let point = |c: &usize| PlotPoint {
        x: heat.race.cost(*c),
        y: Some(search.objective.as_figure(heat.race.mean(*c)) * by),
        ..PlotPoint::default()
    };
    let of = |name: &str, all: &[usize], drawn| Series {
        name: name.to_owned(),
        points: all.iter().map(point).collect(),
        said: all.iter().map(|c| format!("‘{}’", setting_said(&heat.labels[*c]))).collect(),
        drawn,
    };
    let names = [
        "found",
        "not told apart from it, or the same as another",
        "not known to keep every bound",
        "beaten by another that keeps them",
        "breaks a bound",
    ];
    // What was found last, so that none hides it.
    let groups = names.into_iter().enumerate().rev().map(|(g, name)| {
        let here: Vec<usize> = run(heat).filter(|c| group(heat, *c) == g).collect();
        of(name, &here, SeriesStyle::Points)
    });
    let line = of("frontier", &heat.frontier(), SeriesStyle::Theory(None));
    let of_heat = if n == 0 { "first heat" } else { "last heat" };
    let unit = match unit(least.figure) {
        "" => String::new(),
        unit => format!(", {unit}"),
    };
    Panel {
        title: format!("{}{unit}: {of_heat}", upper(&least.name)),
        series: groups.chain([line]).filter(|s| !s.points.is_empty()).collect(),
        ..Panel::default()
    }
}

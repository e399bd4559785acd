//! Candidates of a search for rules: the last heat, by what became of each.

use super::forest::{Forest, ForestMeasure, ForestRow};
use super::frame::{ChartHead, Estimate};
use super::picture::Picture;
use super::words::{assumed, sentences};
use crate::evidence::Figure;
use crate::evidence::findings::Findings;
use crate::evidence::interval::mean_interval;
use crate::evidence::recommend::{Heat, Search, Standing};
use crate::evidence::words::so_many;
use crate::evidence::words::{one_of, setting_said, unit, upper};

/// Candidates of a group that are drawn.
const MOST: usize = 12;

/// The chart of `search`, whose finalists `f` tells of.
pub fn candidates(f: &Findings, search: &Search) -> Picture {
    let heat = search.heats.last();
    let least = &search.objective.least;
    let measures = [least.figure, Figure::NeverAnsweredAbove].map(|figure| ForestMeasure {
        title: if figure == least.figure { upper(&least.name) } else { upper(&figure.called()) },
        unit: unit(figure).to_owned(),
        line: None,
        signed: false,
    });
    let forest = Forest {
        head: ChartHead {
            title: search.title(),
            subtitle: of_heats(
                f,
                search,
                heat.into_iter(),
                "candidates of the last heat, means of the replications that each had",
            ),
            footnote: sentences(&[
                "Who was beaten or breaks a bound was dropped as soon as that was sure, and had fewer replications.",
                assumed(&f.base),
            ]),
        },
        measures: measures.into(),
        rows: heat.map_or(Vec::new(), |heat| rows(search, heat)),
        ..Forest::default()
    };
    forest.picture()
}

/// Scenario, n and seeds of the traffic of `heats`, on which candidates ran: that of the search, not the fresh one of finalists.
pub(super) fn of_heats<'a>(
    f: &Findings,
    search: &Search,
    heats: impl Iterator<Item = &'a Heat>,
    note: &str,
) -> String {
    let one = |heat: &Heat| {
        let n = heat.race.shown.iter().map(|shown| shown.least.len()).filter(|n| *n > 0);
        let (few, most) = (n.clone().min().unwrap_or(0), n.max().unwrap_or(0));
        let n = if few == most {
            so_many(search.each, most)
        } else {
            format!("{few} to {}", so_many(search.each, most))
        };
        format!("{n} of each candidate, seed {}", heat.seed)
    };
    let all: Vec<String> = heats.map(one).collect();
    format!("{}, traffic of the search: {}; {note}", f.base.name, all.join(", then "))
}

/// What became of `candidate`: found; not told apart from that, or the same; open; beaten; it breaks a bound.
pub(super) fn group(heat: &Heat, candidate: usize) -> usize {
    let best = heat.choice.as_ref().map(|choice| choice.best);
    match heat.race.standings[candidate] {
        _ if best == Some(candidate) => 0,
        Standing::Keeps | Standing::Same(_) => 1,
        Standing::Open => 2,
        Standing::Beaten(_) => 3,
        Standing::Breaks(_) => 4,
    }
}

/// Groups of candidates, in each the best first.
fn rows(search: &Search, heat: &Heat) -> Vec<ForestRow> {
    let names = [
        "Found",
        "Not told apart from it, or the same",
        "Not known to keep every bound",
        "Beaten by another that keeps them",
        "Breaks a bound",
    ];
    let mut all = Vec::new();
    for (g, name) in names.into_iter().enumerate() {
        let mut here: Vec<usize> =
            (0..heat.candidates.len()).filter(|c| group(heat, *c) == g).collect();
        here.sort_by(|a, b| heat.race.order(*a, *b));
        let more = here.len().saturating_sub(MOST);
        if !here.is_empty() {
            let more =
                if more > 0 { format!(" ({more} more in the table)") } else { String::new() };
            all.push(ForestRow::Group(format!("{name}{more}")));
        }
        all.extend(here.into_iter().take(MOST).map(|c| item(search, heat, c)));
    }
    all
}

fn item(search: &Search, heat: &Heat, candidate: usize) -> ForestRow {
    let shown = &heat.race.shown[candidate];
    let figure = search.objective.least.figure;
    let values: Vec<f64> = shown.least.iter().map(|x| search.objective.as_figure(*x)).collect();
    let i = mean_interval(&values);
    let by = 1.0 / one_of(figure);
    let cost = Estimate { value: Some(heat.race.cost(candidate)), low: None, high: None };
    let least = Estimate {
        value: Some(i.mean * by),
        low: i.ci_low.map(|x| x * by),
        high: i.ci_high.map(|x| x * by),
    };
    ForestRow::Item { label: setting_said(&heat.labels[candidate]), cells: vec![least, cost] }
}

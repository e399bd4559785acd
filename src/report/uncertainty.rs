//! Charts of a study over assumptions (C6): the spread of each headline, what knowing an input would change, and in how many
//! combinations statements hold.

use super::Chart;
use super::forest::{Forest, ForestMeasure, ForestRow};
use super::frame::{ChartHead, Estimate};
use super::picture::Picture;
use super::words::{assumed, sentences, subtitle};
use crate::evidence::assertions::Outcome;
use crate::evidence::findings::Findings;
use crate::evidence::uncertainty::{FigureSeen, StatementSeen, Uncertainty};
use crate::evidence::words::{one_of, unit, upper};

/// Figures side by side, and inputs below one another, at most.
const FIGURES: usize = 5;
const INPUTS: usize = 15;

/// The charts, as far as there is something to show.
pub fn uncertainty(f: &Findings, u: &Uncertainty) -> Vec<Chart> {
    let all = [
        ("worth-of-knowing", knowing(f, u)),
        ("uncertainty", spread(f, u)),
        ("statements", statements(f, u)),
    ];
    all.into_iter().filter_map(|(name, chart)| Some((name, chart?))).collect()
}

fn head(f: &Findings, u: &Uncertainty, title: String, below: &str) -> ChartHead {
    let over = format!("over {}", u.tried());
    ChartHead {
        title,
        subtitle: subtitle(f, &over),
        footnote: sentences(&[below, assumed(&f.base)]),
    }
}

/// A row of each input that clearly changes anything, by how far knowing it narrows the range of figures.
fn knowing(f: &Findings, u: &Uncertainty) -> Option<Picture> {
    let figures: Vec<&FigureSeen> =
        u.figures.iter().filter(|f| !f.narrowing().is_empty()).take(FIGURES - 1).collect();
    let statement = u.turned_most().map(|(s, ..)| s);
    let narrows = |figure: &FigureSeen, i: usize| {
        figure.narrowing().into_iter().find(|n| n.0 == i).map(|n| n.1)
    };
    let most = |i: usize| {
        let narrows = figures.iter().filter_map(|f| narrows(f, i)).fold(0.0, f64::max);
        narrows.max(statement.map_or(0.0, |s| s.turns[i]))
    };
    let mut inputs: Vec<usize> = (0..u.inputs.len()).filter(|i| most(*i) > 0.0).collect();
    inputs.sort_by(|a, b| most(*b).total_cmp(&most(*a)));
    inputs.truncate(INPUTS);
    if inputs.is_empty() {
        return None;
    }
    let row = |i: &usize| {
        let share =
            |x: Option<f64>| Estimate { value: x.map(|x| x * 100.0), ..Estimate::default() };
        let cells = figures.iter().map(|f| share(narrows(f, *i)));
        let turns = statement.map(|s| share(Some(s.turns[*i]).filter(|x| *x > 0.0)));
        ForestRow::Item { label: u.inputs[*i].id.clone(), cells: cells.chain(turns).collect() }
    };
    let measure =
        |title: String| ForestMeasure { title, unit: "%".to_owned(), ..ForestMeasure::default() };
    let narrowing =
        figures.iter().map(|f| measure(format!("narrows the range of ‘{}’", f.told.name)));
    let turning = statement.map(|s| measure(format!("turns whether {}", s.statement.says)));
    let below = "Known to within a fifth of its range, or which of its values it is. Inputs that are not clearly more than chance (permutation, one in twenty for all inputs of a figure together) are left out.";
    let forest = Forest {
        head: head(f, u, u.knowing_said().trim_end_matches('.').to_owned(), below),
        measures: narrowing.chain(turning).collect(),
        rows: inputs.iter().map(row).collect(),
        ..Forest::default()
    };
    Some(forest.picture())
}

/// A column of each figure: as the scenario stands, over the combinations, and today.
fn spread(f: &Findings, u: &Uncertainty) -> Option<Picture> {
    let figures: Vec<&FigureSeen> = u.differing().take(FIGURES).collect();
    let first = *figures.first()?;
    let part = |figure: &FigureSeen, x: f64| Some(x / one_of(figure.told.figure));
    let range = |f: &FigureSeen, value: f64, [low, high]: [f64; 2]| Estimate {
        value: part(f, value),
        low: part(f, low),
        high: part(f, high),
    };
    let row = |label: &str, of: &dyn Fn(&FigureSeen) -> Estimate| ForestRow::Item {
        label: label.to_owned(),
        cells: figures.iter().map(|f| of(f)).collect(),
    };
    let apart = figures.iter().filter(|f| f.spread.apart).count();
    let nine_in_ten = match apart {
        0 => "nine in ten, chance included",
        all if all == figures.len() => "nine in ten, apart from chance",
        _ => "nine in ten",
    };
    let mut rows = vec![
        row("all, lowest to highest", &|f| {
            range(f, f.spread.mean.mean, [f.spread.lowest.1, f.spread.highest.1])
        }),
        row(nine_in_ten, &|f| {
            let apart = f.nine_in_ten(|x| f.told.said(x)).is_some();
            let ends = |mean| if apart { f.spread.range } else { [mean; 2] };
            range(f, f.spread.mean.mean, ends(f.spread.mean.mean))
        }),
        row("with other laws", &|f| {
            f.reweighted.map_or(Estimate::default(), |[low, high]| {
                range(f, f.spread.mean.mean, [low.mean, high.mean])
            })
        }),
        row("today, mean", &|f| Estimate {
            value: f.today.and_then(|x| part(f, x)),
            ..Estimate::default()
        }),
    ];
    if figures.iter().any(|f| f.left.is_some()) {
        rows.push(row("left by published facts", &|f| {
            f.left
                .as_ref()
                .map_or(Estimate::default(), |s| range(f, s.mean.mean, [s.lowest.1, s.highest.1]))
        }));
    }
    let measure = |f: &&FigureSeen| ForestMeasure {
        title: upper(&f.told.name),
        unit: unit(f.told.figure).to_owned(),
        line: f.stands.and_then(|i| part(f, i.mean)),
        signed: false,
    };
    let below =
        "A dot is the mean over the combinations tried; the whiskers are what the row says.";
    let forest = Forest {
        head: head(f, u, u.range_said(first).trim_end_matches('.').to_owned(), below),
        line: "as the scenario stands".to_owned(),
        whisker: "range over combinations".to_owned(),
        measures: figures.iter().map(measure).collect(),
        rows,
    };
    Some(forest.picture())
}

/// A row of each statement: in how many of a hundred combinations it holds, and how many are decided.
fn statements(f: &Findings, u: &Uncertainty) -> Option<Picture> {
    let told: Vec<&StatementSeen> = u.statements.iter().filter(|s| s.counted().1 > 0).collect();
    let first = u.asked_first().filter(|s| s.counted().1 > 0).or(told.first().copied())?;
    let row = |s: &&StatementSeen| {
        let (holds, n) = s.counted();
        let of = |k: usize| Some(k as f64 * 100.0 / n as f64);
        let end = |i: usize| s.reweighted.map(|both| both[i].mean * 100.0);
        let alone = |k: usize| Estimate { value: of(k), ..Estimate::default() };
        ForestRow::Item {
            label: s.statement.says.clone(),
            cells: vec![
                Estimate { value: of(holds), low: end(0), high: end(1) },
                alone(s.decided(Outcome::Holds)),
                alone(s.decided(Outcome::Fails)),
                alone(s.decided(Outcome::Undecided)),
            ],
        }
    };
    let measure = |title: &str| ForestMeasure {
        title: title.to_owned(),
        unit: "% of combinations".to_owned(),
        ..ForestMeasure::default()
    };
    let below = "By the mean of each combination; better and worse off is by requests never answered (C2); decided where the whole 95 % interval lies on one side.";
    let forest = Forest {
        head: head(f, u, u.holds_said(first).trim_end_matches('.').to_owned(), below),
        whisker: "with other laws".to_owned(),
        measures: ["holds", "decided so", "decided not so", "undecided"].map(measure).into(),
        rows: told.iter().map(row).collect(),
        ..Forest::default()
    };
    Some(forest.picture())
}

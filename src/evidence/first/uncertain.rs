//! The first screen of a study over assumptions.

use super::{FirstFigure, FirstScreen, MOST};
use crate::evidence::uncertainty::{FigureSeen, NOT_APART, StatementSeen, Uncertainty};
use crate::evidence::words::{from_to, so_many, upper};

/// Comparisons on the first screen, at most.
const COMPARED: usize = 3;

/// Of a study over assumptions: what knowing an input would change, the statement that is asked first, and the ranges of figures.
pub fn of_uncertainty(found: &Uncertainty) -> FirstScreen {
    let statement = found.asked_first();
    let said = statement.map(|s| found.holds_said(s));
    // What a person holds against the scenario is why they ask.
    let compared = found.compared_first().take(COMPARED);
    let answer: Vec<String> =
        std::iter::once(found.knowing_said()).chain(said).chain(compared).collect();
    FirstScreen {
        kind: "uncertainty",
        question: "What holds whatever is assumed, and what would knowing an input change?"
            .to_owned(),
        answer: answer.join(" "),
        verdict: statement.map_or(String::new(), verdict),
        figures: found.differing().take(MOST).map(|f| figure(found, f)).collect(),
        charts: &["worth-of-knowing", "uncertainty", "statements"],
        decides: format!(
            "Over {}, each with {} of its own: laws and reasons are the scenario's ranges, and say what was tried, never odds",
            found.tried(),
            so_many(found.each, found.replications)
        ),
    }
}

/// Whether a statement holds in all combinations, in none, or in some.
fn verdict(of: &StatementSeen) -> String {
    let says = &of.statement.says;
    match of.counted() {
        (_, 0) => format!("no combination tried can tell whether {says}"),
        (holds, told) if holds == told => format!("{says}: in every combination tried"),
        (0, _) => format!("{says}: in no combination tried"),
        (holds, told) => format!("{says}: in {holds} of {told} combinations tried"),
    }
}

fn figure(found: &Uncertainty, f: &FigureSeen) -> FirstFigure {
    let (told, spread) = (&f.told, &f.spread);
    let today = f.today.map(|x| format!("today {} on average", told.said(x)));
    let narrows = f.narrowing().first().map(|(input, by)| {
        format!("knowing ‘{}’ narrows it by {:.0} %", found.inputs[*input].id, by * 100.0)
    });
    let (said, of) = match f.nine_in_ten(|x| told.said(x)) {
        Some(ends) => (from_to(ends), "nine in ten combinations".to_owned()),
        None => (NOT_APART.to_owned(), format!("{} on average", told.said(spread.mean.mean))),
    };
    FirstFigure {
        name: upper(&told.name),
        said,
        interval: String::new(),
        beside: [
            Some(of),
            f.stands.map(|i| format!("{} as it stands", told.said(i.mean))),
            today,
            narrows,
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<String>>()
        .join("; "),
        mark: None,
    }
}

//! Sizing, sensitivity, options, recommendations and changes of the list: their own answers' first sentences.

use super::{FirstFigure, FirstScreen, MOST, decides, of_study, said_ends};
use crate::evidence::assertions::Outcome;
use crate::evidence::difference::difference;
use crate::evidence::findings::Findings;
use crate::evidence::options::{OBJECTIVE, OptionsSeen, Priced};
use crate::evidence::recommend::Search;
use crate::evidence::sensitivity::{Sensitivity, Swing, at_said, end_said};
use crate::evidence::sizing::{Sized, Sizing, bound_said};
use crate::evidence::words::{a_second, borne, differs, given_percent, listed, upper, value};
use headroom_core::domain::Figure;
use serde_json::Value;

fn first(sentences: Vec<String>) -> String {
    sentences.into_iter().next().unwrap_or_default()
}

/// Of sizing.
pub fn of_sizing(f: &Findings, found: &Sizing) -> FirstScreen {
    FirstScreen {
        kind: "sizing",
        question: "Which operating threshold keeps what is asked?".to_owned(),
        answer: kept(found),
        verdict: match found.outcome() {
            Outcome::Holds => "there are such thresholds".to_owned(),
            Outcome::Fails => "no threshold tried does".to_owned(),
            Outcome::Undecided => "undecided: more replications would settle it".to_owned(),
        },
        charts: &["sizing"],
        ..of_study(f)
    }
}

/// Between which thresholds all that is asked is kept, and what that is.
fn kept(found: &Sizing) -> String {
    let share = |sized: &Sized, place: usize| given_percent(sized.thresholds[place].share);
    let one = |sized: &Sized| {
        let ranges: Vec<String> = sized
            .runs
            .iter()
            .map(|(a, b)| match a == b {
                true => format!("at {}", share(sized, *a)),
                false => format!("from {} to {}", share(sized, *a), share(sized, *b)),
            })
            .collect();
        let kept = match ranges.is_empty() {
            true if found.outcome() == Outcome::Undecided => {
                "not known of any threshold tried".to_owned()
            }
            true => "at no threshold tried".to_owned(),
            false => listed(&ranges) + " of capacity",
        };
        format!("{kept} (at a capacity of {})", a_second(sized.capacity_per_s))
    };
    let asked: Vec<String> = found.keeps.iter().map(bound_said).collect();
    let prevents =
        if found.must_prevent { ", and harm that there is today is prevented" } else { "" };
    format!(
        "{}: {}{prevents}.",
        upper(&listed(&found.at.iter().map(one).collect::<Vec<String>>())),
        listed(&asked)
    )
}

/// Of a sensitivity study.
pub fn of_sensitivity(found: &Sensitivity) -> FirstScreen {
    let clear = found.swings.iter().any(Swing::clear);
    FirstScreen {
        kind: "sensitivity",
        question: "What does the answer hinge on?".to_owned(),
        answer: first(found.sentences()),
        verdict: if clear { "it hinges on what is assumed" } else { "no input tried clearly moves it" }.to_owned(),
        figures: most(found),
        charts: &["tornado"],
        decides: "Each input alone, at both ends of its range; inputs that act together are swept: headroom sweep".to_owned(),
    }
}

/// The inputs that move most the first figure that any clearly moves.
fn most(found: &Sensitivity) -> Vec<FirstFigure> {
    let clear = |n: &usize| found.of(*n).any(Swing::clear);
    let Some(n) = (0..found.figures.len()).find(clear) else { return Vec::new() };
    let told = &found.figures[n];
    let one = |swing: &Swing| {
        let range = &found.inputs[swing.input];
        let at = |end: usize, value: &Value| {
            let said =
                swing.ends[end].map_or("not measured".to_owned(), |e| told.said(e.mean.mean));
            format!("{said} {}", at_said(&end_said(value)))
        };
        FirstFigure {
            name: format!("‘{}’ moves it by", range.id),
            said: told.swing(swing.size),
            interval: String::new(),
            beside: format!(
                "{}; {}; {} as it stands",
                at(0, &range.low),
                at(1, &range.high),
                told.said(swing.base.mean)
            ),
            mark: None,
        }
    };
    found.of(n).filter(|swing| swing.clear()).take(MOST).map(one).collect()
}

/// Of options side by side.
pub fn of_options(f: &Findings, found: &OptionsSeen) -> FirstScreen {
    FirstScreen {
        kind: "options",
        question: "What else would the money buy?".to_owned(),
        answer: first(found.sentences()),
        figures: found.ranked().into_iter().take(MOST).map(option).collect(),
        charts: &["options", "comparison"],
        decides: decides(&f.base, Figure::NeverAnsweredNotAbove, ""),
        ..of_study(f)
    }
}

/// An option by its rank: requests never answered, and what it costs.
fn option(option: &Priced) -> FirstFigure {
    let never = &option.never_answered;
    FirstFigure {
        name: format!(
            "{}. {}: requests never answered, not above by own sending",
            option.rank, option.name
        ),
        said: value(OBJECTIVE, borne(never.mean, never)),
        interval: said_ends(OBJECTIVE, never),
        beside: option.cost(),
        mark: None,
    }
}

/// Of a search for rules: the finalists on fresh traffic.
pub fn of_recommendation(f: &Findings, search: &Search) -> FirstScreen {
    let least = &search.objective.least;
    let runner = search.runner_up();
    let runner = runner.and_then(|r| f.settings.iter().position(|s| s.changes == r.changes));
    let runner = runner.filter(|v| search.variant(f) != Some(*v));
    let one = |v: usize| {
        let of = f.estimate(v, least.figure, least.whose)?;
        let best = match search.variant(f) == Some(v) {
            true => " (found)",
            false if runner == Some(v) => " (runner-up)",
            false => "",
        };
        let against = search.variant(f).filter(|best| *best != v);
        let against = against.and_then(|best| {
            let more = difference(&f.evidence, v, best, least.figure, least.whose)?.more;
            Some(format!("; against what was found {}", differs(least.figure, &more)))
        });
        Some(FirstFigure {
            name: format!("‘{}’{best}: {}", f.variants[v].said(), least.name),
            said: value(least.figure, borne(of.mean, &of)),
            interval: said_ends(least.figure, &of),
            beside: format!(
                "on fresh traffic, n = {}, seed {}{}",
                of.n,
                f.base.seed,
                against.unwrap_or_default()
            ),
            mark: None,
        })
    };
    let first_two = || search.variant(f).into_iter().chain(runner);
    let others = (0..f.variants.len()).filter(|v| !first_two().any(|o| o == *v));
    let order: Vec<usize> = first_two().chain(others).collect();
    FirstScreen {
        kind: "recommendation",
        question: match &search.of_user {
            None => "Which rules do least harm?".to_owned(),
            Some(id) => {
                let user = f.base.users.iter().find(|u| u.id == *id);
                format!("What can {} do itself?", user.map_or(id, |u| &u.name))
            }
        },
        answer: std::iter::once(first(search.sentences(f)))
            .chain(search.runner_up_said(f))
            .collect::<Vec<String>>()
            .join(" "),
        verdict: match (search.winner(), search.variant(f)) {
            (None, _) => "no rule tried is known to keep the bounds",
            _ if !search.is_decided() => "undecided: more replications would settle it",
            (_, Some(0)) => "the scenario as it stands",
            (_, None) => "today's system",
            _ => "another rule than stands in the scenario",
        }
        .to_owned(),
        figures: order.into_iter().filter_map(one).take(MOST).collect(),
        charts: &["candidates", "frontier", "comparison"],
        decides: decides(&f.base, least.figure, ""),
    }
}

/// Of changes of the Prioritised list.
pub fn of_list(f: &Findings, sentences: Vec<String>) -> FirstScreen {
    FirstScreen {
        kind: "list",
        question: "What would each change of the Prioritised list do?".to_owned(),
        answer: first(sentences),
        charts: &["priority-list"],
        ..of_study(f)
    }
}

//! Settings side by side: with which fewest are left without an answer, and what cannot be told apart.

use super::{FirstFigure, FirstScreen, MOST, decides, said_ends};
use crate::evidence::board::Mark;
use crate::evidence::difference::more;
use crate::evidence::exercised::not_exercised;
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::words::{
    borne_as, differs, differs_by_as_much, is_clear, listed, names, no_difference, signed,
    signed_ends, upper, value, with,
};
use headroom_core::domain::{Better, Figure, Whose};

/// Figures by which settings are told apart, the most asked for first.
pub(super) const TOLD_BY: [Figure; 11] = [
    Figure::NeverAnsweredNotAbove,
    Figure::SupplyKnown15Min,
    Figure::ProcessesFirstTime,
    Figure::AddedDelaySP95Within,
    Figure::AddedDelaySP95Displaced,
    Figure::OutageS,
    Figure::RefusedNotAbove,
    Figure::MessagesLost,
    Figure::MessagesHeldBack,
    Figure::LongestBehindS,
    Figure::UsersThrottled,
];

pub(super) fn of_settings(f: &Findings) -> FirstScreen {
    let told = clear_figures(f);
    let others: Vec<String> = (1..f.settings.len()).map(|s| f.setting(s)).collect();
    let idle = not_exercised(f).filter(|_| told.is_empty());
    let first = told.first().copied();
    FirstScreen {
        kind: "comparison",
        question: question(&others.iter().map(String::as_str).collect::<Vec<&str>>()),
        answer: match (&idle, first) {
            (Some(idle), _) => idle.clone(),
            (None, Some(figure)) => best(f, figure),
            (None, None) => {
                "Nothing that is asked for first can be told apart between them.".to_owned()
            }
        },
        verdict: match (&idle, first) {
            (Some(_), _) => "this scenario does not exercise it".to_owned(),
            (None, Some(figure)) => verdict(f, figure),
            (None, None) => "cannot be told apart".to_owned(),
        },
        figures: told.iter().take(MOST).filter_map(|figure| across(f, *figure)).collect(),
        charts: &["comparison", "release", "priority-list"],
        decides: decides(&f.base, first.unwrap_or(Figure::NeverAnsweredNotAbove), ""),
    }
}

fn question(others: &[&str]) -> String {
    match others {
        ["today's system" | "enabled = false"] => {
            "What would it be like without the mechanism?".to_owned()
        }
        _ => {
            let quoted: Vec<String> = others.iter().map(|name| format!("‘{name}’")).collect();
            let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
            format!("What would change with {}?", names(&quoted))
        }
    }
}

/// Those of which any setting clearly differs from the first.
fn clear_figures(f: &Findings) -> Vec<Figure> {
    let clear = |figure: &Figure| {
        (1..f.variants.len())
            .filter_map(|v| f.of_all(v, *figure))
            .any(|d| is_clear(*figure, &d.more))
    };
    TOLD_BY.into_iter().filter(clear).collect()
}

fn mean(f: &Findings, v: usize, figure: Figure) -> Option<Interval> {
    f.evidence[v].estimate(figure, Whose::All)
}

/// Variants that have the figure, the best first.
fn ranked(f: &Findings, figure: Figure) -> Vec<(usize, Interval)> {
    let mut all: Vec<(usize, Interval)> =
        (0..f.variants.len()).filter_map(|v| Some((v, mean(f, v, figure)?))).collect();
    let sign = if figure.about().better == Better::Higher { -1.0 } else { 1.0 };
    all.sort_by(|a, b| (sign * a.1.mean).total_cmp(&(sign * b.1.mean)));
    all
}

/// `with ‘NAME’`, or as it stands.
fn name(f: &Findings, v: usize) -> String {
    with(&f.setting(f.variants[v].setting))
}

/// The best setting, what cannot be told apart from it, and how it is as the first stands.
fn best(f: &Findings, figure: Figure) -> String {
    let all = ranked(f, figure);
    let (best, of_best) = (all[0].0, &all[0].1);
    let than = |v: usize| more((&f.evidence[v], &f.evidence[best]), figure, Whose::All);
    let ties: Vec<String> = all[1..]
        .iter()
        .filter(|(v, _)| than(*v).is_some_and(|more| !is_clear(figure, &more)))
        .map(|(v, _)| name(f, *v))
        .collect();
    let said = |i: &Interval| value(figure, borne_as(figure, i.mean, i));
    let tied = match ties.as_slice() {
        [] => String::new(),
        ties => format!("; {} cannot be told apart from the best", listed(ties)),
    };
    // The reference, or, where that is the best, the worst.
    let (other, than) = match best {
        0 => (all.last().map_or(0, |(v, _)| *v), all.last().map_or(0, |(v, _)| *v)),
        v => (0, v),
    };
    let against = f.of_all(than, figure).zip(mean(f, other, figure)).map(|(d, there)| {
        let whose = if best == 0 { "that is" } else { "the best has" };
        format!("; {} {}, {whose} {}", said(&there), name(f, other), differs(figure, &d.more))
    });
    format!(
        "{}: best {}, {}{}{tied}.",
        upper(&figure.called()),
        name(f, best),
        said(of_best),
        against.unwrap_or_default()
    )
}

/// Whether the first setting is the best, or which is clearly better.
fn verdict(f: &Findings, figure: Figure) -> String {
    let marks: Vec<(usize, Mark)> = (1..f.variants.len())
        .filter_map(|v| Some((v, Mark::of(figure, &f.of_all(v, figure)?.more))))
        .collect();
    let of = |mark: Mark, word: &str| -> Option<String> {
        let named = marks.iter().filter(|(_, m)| *m == mark).map(|(v, _)| name(f, *v));
        match named.collect::<Vec<String>>().as_slice() {
            [] => None,
            [one] => Some(format!("{word} {one}")),
            many => Some(format!("{word} with {} settings", many.len())),
        }
    };
    let said = [of(Mark::Better, "better"), of(Mark::Worse, "worse")];
    let said: Vec<String> = said.into_iter().flatten().collect();
    match said.is_empty() {
        true => "not clear".to_owned(),
        false => format!("{} than {}", listed(&said), name(f, 0)),
    }
}

/// A figure as the first setting stands, and what the others have more.
fn across(f: &Findings, figure: Figure) -> Option<FirstFigure> {
    let base = mean(f, 0, figure)?;
    let other = |v: usize| {
        let more = f.of_all(v, figure)?.more;
        let said = match no_difference(figure, &more) {
            true => "the same".to_owned(),
            false => match signed_ends(figure, &more)
                .filter(|_| more.ci_low < more.ci_high || differs_by_as_much(&more).is_some())
            {
                Some(ends) => {
                    format!("{} ({ends})", signed(figure, borne_as(figure, more.mean, &more)))
                }
                None => signed(figure, borne_as(figure, more.mean, &more)),
            },
        };
        Some(format!("{} {said}", name(f, v)))
    };
    let others: Vec<String> = (1..f.variants.len()).filter_map(other).take(3).collect();
    let more = f.variants.len().saturating_sub(4);
    let rest = if more > 0 { format!("; {more} more on the board") } else { String::new() };
    Some(FirstFigure {
        name: format!("{}, {}", upper(&figure.called()), f.setting(0)),
        said: value(figure, borne_as(figure, base.mean, &base)),
        interval: said_ends(figure, &base),
        beside: others.join("; ") + &rest,
        mark: None,
    })
}

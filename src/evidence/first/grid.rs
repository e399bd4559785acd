//! A grid: over which values nothing can be told apart, and whom lower and higher ones cost what.

use super::line::Line;
use super::settings::TOLD_BY;
use super::told::today;
use super::{FirstFigure, FirstScreen, MOST, decides};
use crate::evidence::exercised::not_exercised;
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::northbound::release_sentences;
use crate::evidence::study_answer::study_sentences;
use crate::evidence::words::{borne_as, ends, key_said, listed, upper, value};
use headroom_core::domain::Figure;
use headroom_core::experiment::last;

/// Charts that decide, the first that there is: those of the axis first.
const CHARTS: [&str; 10] = [
    "exposure",
    "poll-spread",
    "release",
    "early-warning",
    "protection",
    "who-by-axis",
    "trigger-frequency",
    "retry-amplification",
    "fairness",
    "comparison",
];

pub(super) fn of_grid(f: &Findings) -> FirstScreen {
    let line = Line::of(f);
    let called = key_said(last(&f.axes[line.axis].pointer));
    let idle = not_exercised(f);
    // Those that differ first, then those that everybody asks for.
    let differ = TOLD_BY.into_iter().filter(|figure| line.differs_anywhere(*figure));
    let mut figures: Vec<Figure> = differ.collect();
    let asked = [
        Figure::NeverAnsweredNotAbove,
        Figure::UsersThrottled,
        Figure::OutageS,
        Figure::AddedDelaySP95Within,
    ];
    figures
        .extend(asked.into_iter().filter(|figure| !figures.contains(figure)).collect::<Vec<_>>());
    let first = figures.first().copied().unwrap_or(Figure::NeverAnsweredNotAbove);
    FirstScreen {
        kind: "grid",
        question: match line.of_numbers {
            true => format!("Which {called} costs whom what?"),
            false => format!("What does each ‘{called}’ cost whom?"),
        },
        answer: match &idle {
            Some(idle) => idle.clone(),
            None if f.of_courses() => study_sentences(f).into_iter().next().unwrap_or_default(),
            None => line.slice() + &answer(&line),
        },
        verdict: verdict(&line, idle.is_some()),
        figures: figures
            .into_iter()
            .take(MOST)
            .filter_map(|figure| at_three(&line, figure))
            .collect(),
        charts: &CHARTS,
        decides: decides(&f.base, first, ""),
    }
}

fn verdict(line: &Line<'_>, idle: bool) -> String {
    let (low, high) = line.range();
    let all_alike = low == 0 && high + 1 == line.variants.len();
    let elsewhere = if all_alike { line.elsewhere() } else { Vec::new() };
    match (idle, all_alike, elsewhere.first()) {
        (true, ..) => "this scenario does not exercise it".to_owned(),
        (_, true, None) => "cannot be told apart".to_owned(),
        (_, true, Some(figure)) => format!("told apart by {figure}"),
        _ => match line.best() {
            None => "values can be told apart".to_owned(),
            Some((figure, _, alike)) => {
                let all: Vec<String> = alike.iter().map(|place| line.label(*place)).collect();
                let one = if all.len() > 1 { "one of " } else { "" };
                format!("best at {one}{}: {}", listed(&all), figure.called())
            }
        },
    }
}

/// At which value the first figure that differs is best, and whether it clearly is.
fn best_said(line: &Line<'_>) -> Option<String> {
    let (figure, best, alike) = line.best()?;
    let others: Vec<String> =
        alike.into_iter().filter(|p| *p != best).map(|p| line.label(p)).collect();
    let sure = match others.is_empty() {
        true => "clearly so among what was tried".to_owned(),
        false => format!("which cannot be told apart from {}", listed(&others)),
    };
    let mean = line.mean(best, figure)?;
    let said = value(figure, borne_as(figure, mean.mean, &mean));
    Some(format!("{}: best at {} ({said}), {sure}.", upper(&figure.called()), line.label(best)))
}

/// Who is left without an answer; the range that cannot be told apart, and what is otherwise at the ends of what was tried.
fn answer(line: &Line<'_>) -> String {
    let (low, high) = line.range();
    let end = line.variants.len() - 1;
    let stands = line.label(line.chosen);
    let range = match (low, high) {
        (0, high) if high == end => {
            let elsewhere = line.elsewhere();
            match elsewhere.is_empty() {
                true => "nothing else that is asked for first can be told apart".to_owned(),
                false => {
                    format!("clearly different among all that was tried: {}", listed(&elsewhere))
                }
            }
        }
        (low, high) if low == high => {
            format!(
                "{stands} differs from every other value tried in one or another figure that is asked for first"
            )
        }
        (low, high) if line.of_numbers => {
            format!("{} to {} cannot be told apart", line.label(low), line.label(high))
        }
        (low, high) => {
            let alike: Vec<String> = (low..=high).map(|place| line.label(place)).collect();
            format!("{} cannot be told apart", listed(&alike))
        }
    };
    let at = |place: usize| {
        let all = line.otherwise(place);
        (!all.is_empty()).then(|| format!("at {}: {}", line.label(place), listed(&all)))
    };
    let ends = [at(0), at(end)].into_iter().flatten();
    let parts = std::iter::once(range).chain(ends).collect::<Vec<String>>().join("; ");
    // What releases of messages change is told by class.
    let release = release_sentences(line.f).into_iter().next().map(|said| format!(" {said}"));
    let first: Vec<String> = never_answered(line).into_iter().chain(best_said(line)).collect();
    format!("{} {}.{}", first.join(" "), upper(&parts), release.unwrap_or_default())
}

/// Requests never answered, not above by own sending, over the line, and today.
fn never_answered(line: &Line<'_>) -> Option<String> {
    const OF: Figure = Figure::NeverAnsweredNotAbove;
    let said = |i: Interval| value(OF, borne_as(OF, i.mean, &i));
    let end = line.variants.len() - 1;
    let here = line.mean(line.chosen, OF)?;
    let all = (0..=end).filter_map(|place| Some((place, line.mean(place, OF)?)));
    let least = all.clone().min_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let most = all.max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let at = |(place, mean): (usize, Interval)| format!("{} at {}", said(mean), line.label(place));
    let over = match line.differs_anywhere(OF) {
        true => format!("{}, {}", at((0, line.mean(0, OF)?)), at((end, line.mean(end, OF)?))),
        false if said(least.1) == said(most.1) => format!("{} at every value tried", said(here)),
        false => format!("{} to {}, which may be chance", at(least), at(most)),
    };
    let today = today(&line.f.evidence[line.variants[line.chosen]], OF);
    let today = today.map_or(String::new(), |said| format!("; {said}"));
    Some(format!("{}: {over}{today}.", upper(&OF.called())))
}

/// A figure at the lowest, the chosen and the highest value.
fn at_three(line: &Line<'_>, figure: Figure) -> Option<FirstFigure> {
    let of = |place: usize| line.mean(place, figure);
    let said = |i: &Interval| value(figure, borne_as(figure, i.mean, i));
    let here = of(line.chosen)?;
    let end = line.variants.len() - 1;
    let others = [0, end].into_iter().filter(|place| *place != line.chosen);
    let others = others.filter_map(|p| Some(format!("at {}: {}", line.label(p), said(&of(p)?))));
    let today = today(&line.f.evidence[line.variants[line.chosen]], figure);
    Some(FirstFigure {
        name: format!("{}, at {}", upper(&figure.called()), line.label(line.chosen)),
        said: said(&here),
        interval: ends(figure, &here).filter(|_| here.ci_low < here.ci_high).unwrap_or_default(),
        beside: others.chain(today).collect::<Vec<String>>().join("; "),
        mark: None,
    })
}

//! A run about alerts, processes, an ordinary day, the days of a log, or other events.

use super::told::{besides, mean, said, telling, there};
use super::verdict::verdict;
use super::{FirstScreen, decides, first_of, told};
use crate::evidence::Evidence;
use crate::evidence::answer::{sentence, sentences};
use crate::evidence::words::{few, percent, time_said};
use headroom_core::domain::{Figure, Whose};

pub(super) fn alerts(e: &Evidence) -> FirstScreen {
    let of = |figure| mean(e, figure, Whose::All);
    let (all, held) = (of(Figure::MessagesGenerated), of(Figure::MessagesHeldBack));
    FirstScreen {
        kind: "alerts",
        question: "What does a storm of alerts cost, and what is held back?".to_owned(),
        answer: format!(
            "Of {} messages {} were held back, and {} lost at Users' adapters; the mechanism was active for {}{}.",
            few(all),
            few(held),
            few(of(Figure::MessagesLost)),
            time_said(of(Figure::ActiveS)),
            besides(e, |b| Some(format!(
                "{} requests not above by own sending never answered, here {}",
                few(b.mean(Figure::NeverAnsweredNotAbove)?),
                few(of(Figure::NeverAnsweredNotAbove))
            )))
        ),
        verdict: verdict(e),
        figures: first_of([
            told(e, Figure::MessagesHeldBack, Whose::All),
            told(e, Figure::MessagesLost, Whose::All),
            told(e, Figure::ActiveS, Whose::All),
            told(e, Figure::NeverAnsweredNotAbove, Whose::All),
        ]),
        charts: &["northbound", "what-happened"],
        decides: decides(&e.plan.scenario, Figure::ActiveS, ""),
    }
}

pub(super) fn processes(e: &Evidence) -> FirstScreen {
    let first = mean(e, Figure::ProcessesFirstTime, Whose::All);
    let begun = e.measures().mean(|r| r.runs(None, Whose::All).unwrap_or_default().begun as f64);
    FirstScreen {
        kind: "processes",
        question: "How many installations and other processes go through first time?".to_owned(),
        answer: format!(
            "Of {} begun {} were completed first time{}.",
            few(begun.mean),
            percent(first),
            besides(e, |b| b.mean(Figure::ProcessesFirstTime).map(percent))
        ),
        verdict: verdict(e),
        figures: first_of([
            told(e, Figure::ProcessesFirstTime, Whose::All),
            told(e, Figure::ProcessesAbortedShare, Whose::All),
            told(e, Figure::NeverAnsweredNotAbove, Whose::All),
            told(e, Figure::ActiveS, Whose::All),
        ]),
        charts: &["what-happened"],
        decides: decides(&e.plan.scenario, Figure::ProcessesFirstTime, ""),
    }
}

pub(super) fn ordinary(e: &Evidence) -> FirstScreen {
    FirstScreen {
        kind: "ordinary",
        question: asked(e)
            .unwrap_or_else(|| "Does business as usual keep clear of the threshold?".to_owned()),
        answer: sentence(e),
        verdict: verdict(e),
        figures: first_of([
            told(e, Figure::Triggered, Whose::All),
            told(e, Figure::Headroom, Whose::All),
            told(e, Figure::PeakLoadPerS, Whose::All),
            told(e, Figure::UsersThrottled, Whose::All),
        ]),
        charts: &["what-happened"],
        decides: decides(&e.plan.scenario, Figure::ActiveS, ""),
    }
}

/// The days of a log, of which nobody knows whether they were ordinary, and which replications only go through again.
pub(super) fn recorded(e: &Evidence) -> FirstScreen {
    FirstScreen {
        kind: "recorded",
        question: "What would the mechanism have done with the traffic that was recorded?"
            .to_owned(),
        figures: first_of([
            told(e, Figure::Activations, Whose::All),
            told(e, Figure::UsersThrottled, Whose::All),
            told(e, Figure::Throttled, Whose::All),
            told(e, Figure::PeakLoadPerS, Whose::All),
        ]),
        ..ordinary(e)
    }
}

/// The longest question that is a title.
const TITLE: usize = 160;

/// The first question of a scenario's own words; none where it has none that is short.
fn asked(e: &Evidence) -> Option<String> {
    let (before, _) = e.plan.scenario.resolved["why"].as_str()?.split_once('?')?;
    let question = before.rsplit(". ").next()?;
    (question.len() < TITLE).then(|| format!("{question}?"))
}

/// Who is left without an answer, those above by their own sending apart.
pub(super) fn other(e: &Evidence) -> FirstScreen {
    FirstScreen {
        kind: "events",
        question: "Who is throttled, and who is left without an answer?".to_owned(),
        answer: {
            let above = mean(e, Figure::NeverAnsweredAbove, Whose::All);
            let first = sentences(e).into_iter().next().unwrap_or_default();
            match above > 0.0 {
                false => first,
                true => format!(
                    "{first} Of requests above by own sending {} were never answered{}.",
                    said(e, Figure::NeverAnsweredAbove, Whose::All),
                    besides(e, |b| there(b, Figure::NeverAnsweredAbove, Whose::All))
                ),
            }
        },
        verdict: verdict(e),
        figures: telling(
            e,
            &[
                Figure::NeverAnsweredNotAbove,
                Figure::NeverAnsweredAbove,
                Figure::RefusedNotAbove,
                Figure::AddedDelaySP95Within,
                Figure::ThrottledAbove,
                Figure::UsersThrottled,
            ],
        ),
        charts: &["what-happened"],
        decides: decides(&e.plan.scenario, Figure::NeverAnsweredNotAbove, ""),
    }
}

//! Rows of the answers to the whole consultation: a question with what its own study answers, and the consultation's own
//! questions with where each is answered.

use crate::evidence::answers::{AnswerRow, Range, Turning};
use crate::evidence::questions::{Consulted, consultation};
use crate::evidence::table::{Schema, Table, Unit};
use serde_json::{Value, json};

pub(super) fn of_answers() -> Schema<AnswerRow> {
    let range = |r: &AnswerRow| r.range.clone();
    let turning = |r: &AnswerRow| r.range.as_ref().and_then(|r: &Range| r.turning.clone());
    let turned =
        move |r: &AnswerRow, of: fn(Turning) -> String| turning(r).map_or(String::new(), of);
    Schema::<AnswerRow>::of(
        "answers",
        "a question of the consultation, and what its own study answers (`headroom answers`)",
    )
    .in_json_at("answers")
    .text("id", "a short name that stays", |r: &AnswerRow| &r.question.id)
    .text("who", "who asked", |r| &r.question.who)
    .text("document", "document and number", |r| &r.question.document)
    .text("question", "what was asked, in our words", |r| &r.question.question)
    .text("verdict", "`answered`, `range`, `hinges` or `no`", |r| r.judged.verdict.word())
    .text("verdict_said", "as people say it", |r| r.judged.verdict.said())
    .text("because", "why it is that verdict", |r| &r.judged.because)
    .text("answer", "the answer in a sentence", |r| &r.answer)
    .text("figure", "the figure that answers it first, as the scenario stands", |r| r.figure.word())
    .text("of", "of which User, SRV or class of messages; empty of everything", |r| {
        r.question.figure().1
    })
    .text("name", "what people call it", |r| &r.name)
    .estimate("value", Unit::OfTheFigure, "its mean", |r| r.value)
    .with_bare_ends()
    .flat_in_json()
    .made("said", "the same, as people say it", AnswerRow::said)
    .made(
        "against",
        "the setting or point, or `today`, that it is held against; empty of what compares nothing",
        |r| r.held.as_ref().map_or(String::new(), |held| held.against.clone()),
    )
    .estimate(
        "more",
        Unit::OfTheFigure,
        "what the scenario as it stands has more than that, paired (C5)",
        |r| r.held.as_ref().and_then(|held| held.more),
    )
    .flat_in_json()
    .made("more_said", "as people say it", AnswerRow::held_said)
    .maybe(
        "today",
        Unit::OfTheFigure,
        "the same in today's system on the same traffic; empty where it is not known",
        |r| r.today.map(|(mean, _)| mean),
    )
    .made("today_said", "as people say it", AnswerRow::today_said)
    .maybe(
        "range_low",
        Unit::OfTheFigure,
        "the least mean over the assumptions tried, one at a time (C6)",
        move |r| range(r).map(|r| r.low),
    )
    .maybe("range_high", Unit::OfTheFigure, "the greatest", move |r| range(r).map(|r| r.high))
    .made(
        "range_said",
        "as people say it; empty where nothing that was tried clearly moves it",
        |r| r.range.as_ref().map_or(String::new(), Range::said),
    )
    .made("range_over", "what was tried", move |r| range(r).map_or(String::new(), |r| r.over))
    .made("turned_by", "the input that turns its sign, or else moves it most", move |r| {
        turned(r, |t| t.by)
    })
    .made("turned_at", "at which value", move |r| turned(r, |t| t.at))
    .maybe("turned_to", Unit::OfTheFigure, "the mean there", move |r| turning(r).map(|t| t.to))
    .truth("turns", "whether the sign is another there", move |r| {
        turning(r).is_some_and(|t| t.turns)
    })
    .made("turned_said", "these, as people say them", |r| {
        let turning = r.range.as_ref().and_then(|range| range.turning.as_ref());
        turning.map_or(String::new(), Turning::said)
    })
    .text(
        "jointly",
        "its range over all assumptions drawn jointly, and in how many combinations statements of the figures in the answer hold (C6), as kept with the scenario; empty where that is not",
        |r| &r.jointly,
    )
    .text("in_full", "all that the study says to it", |r| &r.in_full)
    .text("chart", "title of the chart that decides it; empty where its study has none", |r| {
        &r.chart
    })
    .count("replications", "replications of each variant", |r| r.replications as u64)
    .text("one", "what a replication is called", |r| r.one)
    .count("seed", "seed of every draw", |r| r.seed)
    .text("command", "the command that makes it", |r| &r.command)
    .text("folder", "the folder of its study, from that of the answers", |r| &r.folder)
}

pub(super) fn of_consultation() -> Schema<&'static Consulted> {
    Schema::<&'static Consulted>::of(
        "consultation",
        "a question of the Refinement Consultation itself (`headroom answers`)",
    )
    .in_json_at("consultation")
    .count("number", "its number", |c: &&Consulted| c.number)
    .text("asks", "what was asked, in our words", |c| &c.asks)
    .list(
        "answered_by",
        " ",
        "ids of the questions that answer what the responses to it speak of",
        |c| c.answered_by.clone(),
    )
    .text("cannot", "what no simulator can answer of it; empty where that is nothing", |c| {
        &c.cannot
    })
    .text("can", "what one contributes to that", |c| &c.can)
}

/// The tables of the answers.
pub fn answers_tables(rows: &[AnswerRow]) -> Vec<Table> {
    let all: Vec<&Consulted> = consultation().iter().collect();
    vec![of_answers().table(rows), of_consultation().table(&all)]
}

/// The answers with names that stay.
pub fn answers_json(rows: &[AnswerRow]) -> Value {
    let all: Vec<&Consulted> = consultation().iter().collect();
    json!({
        "headroom": headroom_core::experiment::version(),
        "answers": of_answers().objects(rows),
        "consultation": of_consultation().objects(&all),
    })
}

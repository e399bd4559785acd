//! Rows of the answers to the whole consultation: a question with what its own study answers, and the consultation's own
//! questions with where each is answered.

use crate::evidence::answers::{AnswerFigure, AnswerRow, Range};
use crate::evidence::questions::{Consulted, consultation};
use crate::evidence::table::{Schema, Table, Unit};
use serde_json::{Value, json};

pub(super) fn of_answers() -> Schema<AnswerRow> {
    Schema::<AnswerRow>::of(
        "answers",
        "a question of the consultation, and what its own study answers (`headroom answers`)",
    )
    .in_json_at("answers")
    .text("id", "a short name that stays", |r: &AnswerRow| &r.question.id)
    .text("who", "who asked", |r| &r.question.who)
    .text("document", "document and number", |r| &r.question.document)
    .text("question", "what was asked, in our words", |r| &r.question.question)
    .text("verdict", "`answered`, `which_way`, `range`, `hinges` or `no`", |r| {
        r.judged.verdict.word()
    })
    .text("verdict_said", "as people say it", |r| r.judged.verdict.said())
    .text("because", "why it is that verdict", |r| &r.judged.because)
    .text("hinges_on", "on what it hinges first; empty where it does not", |r| &r.judged.on)
    .text("stands", "what figures without a setting stand for", |r| r.stands)
    .text("lead", "with what the answer begins; may be empty", |r| &r.lead)
    .text("answer", "the answer in a sentence", |r| &r.answer)
    .text("figure", "the figure that answers it first, as the scenario stands", |r| {
        r.first().figure.word()
    })
    .text("of", "of which User, SRV or class of messages; empty of everything", |r| &r.first().of)
    .text("name", "what people call it", |r| &r.first().name)
    .estimate("value", Unit::OfTheFigure, "its mean", |r| r.first().value)
    .with_bare_ends()
    .flat_in_json()
    .maybe(
        "today",
        Unit::OfTheFigure,
        "the same in today's system on the same traffic; empty where it is not known",
        |r| r.today.map(|(mean, _)| mean),
    )
    .made("today_said", "as people say it", AnswerRow::today_said)
    .text("in_full", "all that the study says to it", |r| &r.in_full)
    .text(
        "chart",
        "title of the chart that decides it; empty where none of its study shows its figure",
        |r| &r.chart,
    )
    .count("replications", "replications of each variant", |r| r.replications as u64)
    .text("one", "what a replication is called", |r| r.one)
    .count("seed", "seed of every draw", |r| r.seed)
    .text("command", "the command that makes it", |r| &r.command)
    .text("folder", "the folder of its study, from that of the answers", |r| &r.folder)
}

/// A question's answer, and a figure that it states.
type Stated<'a> = (&'a AnswerRow, &'a AnswerFigure);

pub(super) fn of_figures<'a>() -> Schema<Stated<'a>> {
    let range = |(_, f): &Stated<'a>| f.range.clone();
    let turning = |(_, f): &Stated<'a>| f.range.as_ref().and_then(|r: &Range| r.turning.clone());
    let ends = |way: usize| move |(_, f): &Stated<'a>| Some(f.ends()?.ends[way] as f64);
    Schema::<Stated<'a>>::of(
        "answer_figures",
        "a figure that an answer states: its value, what it is held against, and both over the assumptions",
    )
    .in_json_at("figures")
    .text("id", "the question", |(r, _): &Stated<'a>| &r.question.id)
    .text("figure", "which figure", |(_, f)| f.figure.word())
    .text("of", "of which User, SRV or class of messages; empty of everything", |(_, f)| &f.of)
    .text("name", "what people call it", |(_, f)| &f.name)
    .text("verdict", "`answered`, `which_way`, `range`, `hinges` or `no`", |(_, f)| {
        f.judged.verdict.word()
    })
    .text("verdict_said", "as people say it", |(_, f)| f.judged.verdict.said())
    .text("because", "why it is that verdict", |(_, f)| &f.judged.because)
    .estimate("value", Unit::OfTheFigure, "its mean as the scenario stands", |(_, f)| f.value)
    .flat_in_json()
    .made("said", "the same, as people say it", |(_, f)| f.said())
    .made(
        "against",
        "the setting or point, or `today`, that it is held against; empty of what stands alone",
        |(_, f)| f.held.as_ref().map_or(String::new(), |held| held.against.clone()),
    )
    .made("there_said", "what it is there, as people say it", |(_, f)| f.there_said())
    .estimate(
        "more",
        Unit::OfTheFigure,
        "what that has more than the scenario as it stands, paired (C5)",
        |(_, f)| f.held.as_ref().and_then(|held| held.more),
    )
    .flat_in_json()
    .made("more_said", "as people say it", |(_, f)| f.more_said())
    .maybe("ends_more", Unit::Number, "at so many ends of the inputs' ranges that has clearly more", ends(0))
    .maybe("ends_less", Unit::Number, "clearly less", ends(1))
    .maybe("ends_none", Unit::Number, "no difference", ends(2))
    .maybe("ends_undecided", Unit::Number, "a difference that could be chance", ends(3))
    .maybe(
        "range_low",
        Unit::OfTheFigure,
        "of what stands alone, or whose difference is none or was not tried, the least mean over the assumptions tried, one at a time (C6)",
        move |r| range(r).map(|r| r.low),
    )
    .maybe("range_high", Unit::OfTheFigure, "the greatest", move |r| range(r).map(|r| r.high))
    .made("turned_by", "the input that turns its sign, or else moves it most", move |r| {
        turning(r).map_or(String::new(), |t| t.by)
    })
    .made("turned_at", "at which value", move |r| turning(r).map_or(String::new(), |t| t.at))
    .maybe("turned_to", Unit::OfTheFigure, "the mean there", move |r| turning(r).map(|t| t.to))
    .made("over_said", "what single assumptions do to it, as people say it", |(_, f)| f.over_said())
    .text(
        "jointly",
        "what all assumptions drawn jointly show of it (C6), as kept with the scenario; empty where that is not",
        |(_, f)| &f.jointly,
    )
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

/// Each figure of each answer.
fn stated(rows: &[AnswerRow]) -> Vec<Stated<'_>> {
    rows.iter().flat_map(|r| r.figures.iter().map(move |f| (r, f))).collect()
}

/// The tables of the answers.
pub fn answers_tables(rows: &[AnswerRow]) -> Vec<Table> {
    let all: Vec<&Consulted> = consultation().iter().collect();
    vec![of_answers().table(rows), of_figures().table(&stated(rows)), of_consultation().table(&all)]
}

/// The answers with names that stay.
pub fn answers_json(rows: &[AnswerRow]) -> Value {
    let all: Vec<&Consulted> = consultation().iter().collect();
    json!({
        "headroom": headroom_core::experiment::version(),
        "answers": of_answers().objects(rows),
        "figures": of_figures().objects(&stated(rows)),
        "consultation": of_consultation().objects(&all),
    })
}

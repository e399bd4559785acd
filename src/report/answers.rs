//! The page of the whole consultation: who asks, then each question with its answer, verdict, range, chart and command.
//!
//! Scope: from the tables `answers` and `consultation` and a chart of each study to HTML; it computes nothing. A party finds
//! its questions at the top, each with its verdict in a line; below, every question stands once, with the first who asked.
//! Left out: what an answer is (`evidence/answers.rs`), running
//! (`cli/answers.rs`). Source: `docs/answers.md`. Checked by: `tests/it/answers.rs`, and by looking.

use super::page::{NARROW, OnPaper, chart_of, whole};
use crate::evidence::answers::Verdict;
use crate::evidence::table::Table;
use crate::evidence::words::so_many;
use maud::{Markup, html};

/// What the folder of the answers holds.
#[derive(Clone, Debug)]
pub struct AnswersBook {
    /// The version of headroom.
    pub version: String,
    /// The tables.
    pub tables: Vec<Table>,
    /// The charts: id of the question, with [`NARROW`] behind it that for narrow screens, and SVG.
    pub charts: Vec<(String, String)>,
    /// How many questions there are in all.
    pub of: usize,
}

impl AnswersBook {
    fn sheet(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|s| s.name == name)
    }
}

/// The page of `book`.
pub fn answers_page(book: &AnswersBook) -> String {
    let title = "What the consultation asked, and what can be answered";
    let body = match book.sheet("answers") {
        None => html! {},
        Some(sheet) => html! {
            header.top {
                h1 { (title) }
                p.why { "SECMP0067 Service Request Traffic Management and DP100: every question that was asked, run from its own scenario." }
                p.facts { (facts(book, sheet)) }
            }
            nav aria-label="Sections of the page" {
                ul {
                    li { a href="#who" { "Who asks" } }
                    li { a href="#answers" { "Answers" } }
                    li { a href="#consultation" { "The consultation, Q1 to Q10" } }
                    li { a href="#reading" { "How to read it" } }
                }
                button type="button" id="theme" class="scripted" aria-pressed="false" { "Dark" }
            }
            main id="main" {
                (who_asks(sheet))
                section id="answers" aria-labelledby="answers-h" {
                    h2 id="answers-h" { "Answers" }
                    @for (party, rows) in parties(sheet, true) {
                        h3.party { (party) }
                        @for row in rows { (question(book, sheet, row)) }
                    }
                }
                @if let Some(asked) = book.sheet("consultation") { (consultation(sheet, asked)) }
                (reading())
            }
        },
    };
    whole(&OnPaper::default(), title, &body, &serde_json::json!({}))
}

/// How many questions with which verdict, and what they were run with.
fn facts(book: &AnswersBook, sheet: &Table) -> String {
    let with = |verdict: Verdict| sheet.whose("verdict", verdict.word()).count();
    let [answered, which_way, range, hinges, no] = Verdict::ALL.map(with);
    let all = match sheet.rows {
        rows if rows == book.of => format!("{rows} questions"),
        rows => format!("{rows} of {} questions", book.of),
    };
    let mut runs: Vec<String> = (0..sheet.rows)
        .map(|row| {
            let n = sheet.number(row, "replications").unwrap_or_default();
            so_many(sheet.text(row, "one"), n as usize)
        })
        .collect();
    runs.sort_unstable();
    runs.dedup();
    let seed = sheet.number(0, "seed").unwrap_or_default();
    let counted = [
        (answered, "answered whatever was tried"),
        (
            which_way,
            "whose direction holds wherever it could be told of what was tried, though not how much",
        ),
        (range, "with a range"),
        (
            hinges,
            "of which whether there is any of it, or which way it goes, hinges on an assumption",
        ),
        (no, "that cannot be told"),
    ];
    let counted = counted.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    format!(
        "{all}: {} · {} · seed {seed} · headroom {}",
        counted.collect::<Vec<String>>().join(", "),
        runs.join(", "),
        book.version
    )
}

/// Parties in the order in which they are met, with their rows: of several who asked, each, or the `first` alone.
fn parties(sheet: &Table, first: bool) -> Vec<(&str, Vec<usize>)> {
    let mut all: Vec<(&str, Vec<usize>)> = Vec::new();
    for row in 0..sheet.rows {
        let who = sheet.text(row, "who").split(", ");
        for party in who.take(if first { 1 } else { usize::MAX }) {
            match all.iter_mut().find(|(known, _)| *known == party) {
                Some((_, rows)) => rows.push(row),
                None => all.push((party, vec![row])),
            }
        }
    }
    all
}

/// The place of a question on the page.
fn place(id: &str) -> String {
    format!("q-{id}")
}

fn verdict(sheet: &Table, row: usize) -> Markup {
    let said = sheet.text(row, "verdict_said");
    html! { span class={ "verdict " (sheet.text(row, "verdict")) } { (said) } }
}

/// Each party, and its questions with their verdicts, a line each.
fn who_asks(sheet: &Table) -> Markup {
    let all = parties(sheet, false);
    html! {
        section id="who" aria-labelledby="who-h" {
            h2 id="who-h" { "Who asks" }
            p.jump { @for (i, (party, _)) in all.iter().enumerate() { a href={ "#asks-" (i) } { (party) } " " } }
            div.parties {
                @for (i, (party, rows)) in all.iter().enumerate() {
                    div.asks id={ "asks-" (i) } {
                        h3 { (party) }
                        ul {
                            @for row in rows.iter().copied() {
                                li {
                                    (verdict(sheet, row)) " "
                                    a href={ "#" (place(sheet.text(row, "id"))) } { (sheet.text(row, "question")) }
                                    @if !sheet.text(row, "lead").is_empty() { " " strong { (sheet.text(row, "lead")) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A question with all that is said to it.
fn question(book: &AnswersBook, sheet: &Table, row: usize) -> Markup {
    let of = |head: &str| sheet.text(row, head);
    let chart = drawn(book, of("id"), of("chart"));
    html! {
        article.question id=(place(of("id"))) {
            p.quiet { (of("who")) " · " (of("document")) }
            h3 { (of("question")) }
            p.answer {
                (verdict(sheet, row)) " "
                @if !of("lead").is_empty() { strong { (of("lead")) } " " }
                (of("answer"))
            }
            p.quiet { "Why this verdict: " (of("because")) "." }
            @if let Some(figures) = book.sheet("answer_figures") { (stated(figures, of("id"))) }
            @if let Some(chart) = chart { (chart) }
            @if !of("in_full").is_empty() {
                details { summary { "All that the study says to it" } p { (of("in_full")) } }
            }
            pre { (of("command")) }
            p.quiet { "Made by " code { "headroom answers" } ", the study’s own page lies beside this one as " code { (of("folder")) "/report.html" } "." }
        }
    }
}

/// The figures of an answer, each with its verdict, its value, what it is held against, and what the assumptions do to it.
fn stated(figures: &Table, id: &str) -> Markup {
    html! {
        dl.rules {
            @for row in figures.whose("id", id) {
                @let of = |head: &str| figures.text(row, head);
                dt { (of("name")) br; (verdict(figures, row)) }
                dd {
                    p {
                        strong { (of("said")) }
                        @if !of("against").is_empty() { "; " (of("there_said")) ": " (of("more_said")) " as it stands" }
                    }
                    p.quiet { "Single assumptions: " (of("over_said")) }
                    @if !of("jointly").is_empty() { p.quiet { "All jointly: " (of("jointly")) } }
                }
            }
        }
    }
}

/// The chart of the question `id` as its study drew it; nothing of what headroom has not drawn.
fn drawn(book: &AnswersBook, id: &str, title: &str) -> Option<Markup> {
    let of = |name: &str| book.charts.iter().find(|(n, _)| n == name).map(|(_, svg)| svg.as_str());
    let both = [of(id), of(&format!("{id}{NARROW}"))];
    chart_of(id, title, both, &html! { "Its data and files are in its study’s folder." })
        .ok()
        .filter(|_| both[0].is_some())
}

/// The consultation's own questions, and where each is answered.
fn consultation(sheet: &Table, asked: &Table) -> Markup {
    html! {
        section id="consultation" aria-labelledby="consultation-h" {
            h2 id="consultation-h" { "The Refinement Consultation, Q1 to Q10" }
            p { "Told in our words, by what the responses to each speak of. To four of them no simulator has an answer; each says what one contributes." }
            dl.rules {
                @for row in 0..asked.rows {
                    dt { "Q" (asked.number(row, "number").unwrap_or_default()) }
                    dd {
                        p { strong { (asked.text(row, "asks")) } }
                        @if !asked.text(row, "cannot").is_empty() {
                            p { span class="verdict no" { "no simulator can say" } " " (asked.text(row, "cannot")) }
                            p { "What one contributes: " (asked.text(row, "can")) }
                        }
                        @if !asked.text(row, "answered_by").is_empty() {
                            ul {
                                @for id in asked.text(row, "answered_by").split(' ') {
                                    li {
                                        @match sheet.whose("id", id).next() {
                                            Some(found) => { (verdict(sheet, found)) " " a href={ "#" (place(id)) } { (sheet.text(found, "question")) } }
                                            None => { code { (id) } ", not asked for here" }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What verdicts and ranges mean.
fn reading() -> Markup {
    let rules = [
        (
            "what a verdict is on",
            "Each figure of the sentence has one, and the answer has that of the least certain. Where two things are compared, it is on which way they differ; where a figure stands alone, on whether there is any of it, and how much.",
        ),
        (
            "answered",
            "Compared: the difference is clear on the same traffic, and lies the same way, within half of itself, with each assumption at either end of its range. Alone: nothing that was tried turns it, or moves it by more than half of itself (of a share: of what there is less of, it or the rest of the whole).",
        ),
        (
            "direction holds",
            "The difference lies the same way wherever it is clear, but somewhere there is none, or it is more than half of itself larger or smaller. Where what floods or fails is left out there is nothing to compare, and that turns nothing.",
        ),
        (
            "a range",
            "Of a figure that stands alone: an assumption moves it by more than half of itself, alone or with all others drawn at once, or its interval is as wide as that. Or nothing was tried on it.",
        ),
        (
            "hinges",
            "Compared: with an assumption that was tried the difference clearly lies the other way, or there is one where here there is none; or today’s system does better in one in ten or more of the combinations drawn jointly. Alone: there is none of it in place of some, or some in place of none. The reason says with which; who takes the answer further has to know that first.",
        ),
        (
            "cannot be told",
            "The study does not have the figure that answers first, or what is asked about could be chance in so many replications.",
        ),
        (
            "single assumptions",
            "One input at a time at either end of its range, on the same traffic, as computed and kept with the scenario; inputs that act together are not seen. How many ends there are says how much was tried, and nothing of how likely any of them is.",
        ),
        (
            "all jointly",
            "The same with all assumptions drawn at once, as computed and kept with the scenario. “In 63 of 64” counts combinations of what was assumed and is no chance of anything. Nine in ten of the means lie between the values given, apart from chance where that is said.",
        ),
        (
            "where the studies are",
            "This page stands alone. Each question’s command makes its study; all of them, with their pages beside this one, are made by headroom answers.",
        ),
    ];
    html! {
        section id="reading" aria-labelledby="reading-h" {
            h2 id="reading-h" { "How to read it" }
            dl.rules { @for (what, said) in rules { dt { (what) } dd { (said) } } }
        }
    }
}

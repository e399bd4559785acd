//! The page of the whole consultation: who asks, then each question with its answer, verdict, range, chart and command.
//!
//! Scope: from the tables `answers` and `consultation` and a chart of each study to HTML; it computes nothing. A party finds
//! its questions at the top, each with its verdict in a line; below, every question stands once, with the first who asked.
//! Left out: what an answer is (`evidence/answers.rs`), running
//! (`cli/answers.rs`). Source: `docs/answers.md`. Checked by: `tests/it/answers.rs`, and by looking.

mod reading;

use super::page::{NARROW, OnPaper, chart_of, whole};
use crate::evidence::table::Table;
use crate::evidence::words::{from_to, thousands};
use maud::{Markup, html};
use reading::{legend, reading};

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
                p.why { "SECMP0067 Service Request Traffic Management and DP100: what was asked, each question run on a scenario that exercises it. No capacity of the DSP is published: every scenario assumes one, and whether anything triggers hangs on that first. Whose requests are counted, “not above by own sending” and “within”, is told in " a href="#reading" { "How to read it" } "." }
                (legend(sheet))
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
                    @for (party, [rows, _]) in parties(sheet) {
                        @if !rows.is_empty() { h3.party { (party) } }
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

/// How many questions there are, and what they were run with.
fn facts(book: &AnswersBook, sheet: &Table) -> String {
    let all = match sheet.rows {
        rows if rows == book.of => format!("{rows} questions"),
        rows => format!("{rows} of {} questions", book.of),
    };
    let n = |row| sheet.number(row, "replications").unwrap_or_default() as usize;
    let least = (0..sheet.rows).map(n).min().unwrap_or_default();
    let most = (0..sheet.rows).map(n).max().unwrap_or_default();
    let all_of = |one: &str| (0..sheet.rows).any(|row| sheet.text(row, "one") == one);
    let words = ["replication", "course", "year"].into_iter().filter(|one| all_of(one));
    let words: Vec<String> = words.map(|one| format!("{one}s")).collect();
    let runs = from_to([least, most].map(|n| thousands(n as f64)));
    let seed = sheet.number(0, "seed").unwrap_or_default();
    format!(
        "{all} · each on {runs} {} · seed {seed} · headroom {}",
        words.join(" or "),
        book.version
    )
}

/// Parties in the order in which they are met: each with the rows of which it is the first who asked, and those that it asked too.
fn parties(sheet: &Table) -> Vec<(&str, [Vec<usize>; 2])> {
    let mut all: Vec<(&str, [Vec<usize>; 2])> = Vec::new();
    for row in 0..sheet.rows {
        for (i, party) in sheet.text(row, "who").split(", ").enumerate() {
            let too = usize::from(i > 0);
            match all.iter_mut().find(|(known, _)| *known == party) {
                Some((_, rows)) => rows[too].push(row),
                None => {
                    let mut rows = [Vec::new(), Vec::new()];
                    rows[too].push(row);
                    all.push((party, rows));
                }
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

/// Each party, and its questions with their verdicts, a line each; those that another asked first by name.
fn who_asks(sheet: &Table) -> Markup {
    let all = parties(sheet);
    html! {
        section id="who" aria-labelledby="who-h" {
            h2 id="who-h" { "Who asks" }
            p.jump { @for (i, (party, _)) in all.iter().enumerate() { a href={ "#asks-" (i) } { (party) } " " } }
            div.parties {
                @for (i, (party, [first, too])) in all.iter().enumerate() {
                    div.asks id={ "asks-" (i) } {
                        h3 { (party) }
                        ul {
                            @for row in first.iter().copied() {
                                li {
                                    (verdict(sheet, row)) " "
                                    a href={ "#" (place(sheet.text(row, "id"))) } { (sheet.text(row, "question")) }
                                    " " (sheet.text(row, "lead"))
                                    @let on = sheet.text(row, "hinges_on");
                                    @if !on.is_empty() { span.quiet { " Hinges on " (on) "." } }
                                }
                            }
                            @if !too.is_empty() {
                                li {
                                    @if first.is_empty() { "Asks what others do: " } @else { "Asks too: " }
                                    @for (n, row) in too.iter().copied().enumerate() {
                                        @let id = sheet.text(row, "id");
                                        @if n > 0 { ", " }
                                        a href={ "#" (place(id)) } { (id) }
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
                strong { (of("lead")) } " "
                (of("answer"))
            }
            p.quiet { "Why this verdict: " (of("because")) "." }
            @if let Some(figures) = book.sheet("answer_figures") { (stated(figures, of("id"), of("stands"))) }
            @match chart {
                Some(chart) => { (chart) }
                None => { p.quiet { "No chart of its study shows ‘" (of("name")) "’: its numbers stand above." } }
            }
            @if !of("in_full").is_empty() {
                details { summary { "All that the study says to it" } p { (of("in_full")) } }
            }
            pre { (of("command")) }
            p.quiet { "Made by " code { "headroom answers" } ", the study’s own page lies beside this one as " code { (of("folder")) "/report.html" } "." }
        }
    }
}

/// The figures of an answer, each with its verdict, its value, what it is held against, and what the assumptions do to it.
fn stated(figures: &Table, id: &str, stands: &str) -> Markup {
    html! {
        dl.rules {
            @for row in figures.whose("id", id) {
                @let of = |head: &str| figures.text(row, head);
                dt { (of("name")) br; (verdict(figures, row)) }
                dd {
                    p {
                        strong { (of("said")) }
                        " " (stands)
                        @if !of("against").is_empty() { "; " (of("there_said")) ": " strong { (of("more_said")) } }
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

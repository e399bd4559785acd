//! The first screen: the question as a title, the answer with its verdict, at most four figures each beside today's, the chart
//! that decides it, the assumption that decides it, and what the scenario asserts and does not hold. From the tables
//! `first_screen`, `first_figures` and `assertions`.

use super::Dossier;
use super::pictures;
use super::said::sentence;
use crate::evidence::table::Table;
use maud::{Markup, html};

/// The title of the page: the question that the study answers.
pub(super) fn question(book: &Dossier) -> &str {
    book.sheet("first_screen").map_or(book.name(), |sheet| sheet.text(0, "question"))
}

/// Everything on it below the title.
///
/// # Errors
/// A chart that headroom has not drawn.
pub(super) fn screen(book: &Dossier) -> Result<Markup, String> {
    let Some(sheet) = book.sheet("first_screen") else { return Ok(html! {}) };
    let of = |head: &str| sheet.text(0, head);
    let chart = pictures::deciding(book).map(|stem| pictures::one(book, stem)).transpose()?;
    Ok(html! {
        section.first id="first" aria-label="Answer" {
            p.answer { (sentence(of("answer"))) }
            p.verdict { "Verdict: " strong { (of("verdict")) } }
            (failed(book))
            @if let Some(figures) = book.sheet("first_figures") { (tiles(figures)) }
            @if let Some(chart) = chart { (chart) }
            p.decides { (sentence(of("decides"))) "." }
        }
    })
}

fn tiles(figures: &Table) -> Markup {
    html! {
        ul.tiles.four {
            @for row in 0..figures.rows {
                @let of = |head: &str| figures.text(row, head);
                li {
                    span.name { (sentence(of("name"))) }
                    b { (sentence(of("said"))) }
                    @if !of("interval").is_empty() { span.interval { "95 %: " (sentence(of("interval"))) } }
                    @if !of("beside").is_empty() { span.beside { (sentence(of("beside"))) } }
                    @if !of("mark").is_empty() { (mark(of("mark"), "today")) }
                }
            }
        }
    }
}

/// A mark with its sign and its word: neither alone is left to colour. Without `than` it is of what stands here.
pub(super) fn mark(word: &str, than: &str) -> Markup {
    let (sign, class) = match word {
        "better" => ("▲", "better"),
        "worse" => ("▼", "worse"),
        "other" => ("◆", "other"),
        "not clear" => ("?", "unclear"),
        _ => ("=", "same"),
    };
    let said = match (word, than) {
        ("other", _) => "differs".to_owned(),
        ("better" | "worse", "") => format!("here {word}"),
        ("better" | "worse", _) => format!("{word} than {than}"),
        ("same", "") => "the same".to_owned(),
        ("same", _) if than.starts_with("as ") => than.to_owned(),
        ("same", _) => format!("as {than}"),
        _ => "not clear".to_owned(),
    };
    html! { span.mark.(class) { span aria-hidden="true" { (sign) " " } (said) } }
}

/// Failed assertions named, at most: the section of assertions has them all.
const MOST_FAILED: usize = 3;

/// What the scenario asserts and, as it stands, does not hold.
fn failed(book: &Dossier) -> Markup {
    let stands = book.sheet("first_screen").and_then(|sheet| sheet.number(0, "stands"));
    let (Some(sheet), Some(stands)) = (book.sheet("assertions"), stands) else {
        return html! {};
    };
    let fails = |row: &usize| sheet.text(*row, "verdict") == "fails";
    let all: Vec<usize> = sheet.of_variant(stands as usize).filter(fails).collect();
    let rows = &all[..all.len().min(MOST_FAILED)];
    html! {
        @if !rows.is_empty() {
            ul.failed {
                @for row in rows {
                    li { strong { "Does not hold: " } (sentence(sheet.text(*row, "text"))) " (" (sentence(sheet.text(*row, "found"))) ")" }
                }
                @if all.len() > rows.len() {
                    li { a href="#assertions" { (all.len() - rows.len()) " more do not hold" } }
                }
            }
        }
    }
}

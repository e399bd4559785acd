//! What a reader without training asks of a storm first, and the answers, near the top of the page: from the tables
//! `in_storm` and `listing`.

use super::provenance::command_of;
use super::said::sentence;
use super::{Dossier, closing};
use crate::evidence::table::Table;
use maud::{Markup, html};

/// Variants whose answers stand under one another: of more, those of one.
const MOST_VARIANTS: usize = 4;

/// The questions; nothing where no network party asks.
pub(super) fn asked_first(book: &Dossier) -> Markup {
    let Some(sheet) = book.sheet("in_storm") else { return html! {} };
    let shown = shown(book, sheet);
    let Some(first) = shown.first() else { return html! {} };
    let rows: Vec<usize> = sheet.of_variant(*first).collect();
    html! {
        section id="storm" aria-labelledby="storm-h" {
            h2 id="storm-h" { "In this storm" }
            p.quiet { "Means of " (closing::replications(book)) ", with 95 % intervals where there are several." }
            @if book.variants() > MOST_VARIANTS {
                p.quiet { "With " b { (book.label(*first)) } "; the table in_storm has every variant." }
            }
            dl.asked {
                @for (place, row) in rows.iter().enumerate() {
                    dt { (sheet.text(*row, "question")) }
                    dd { (answers(book, sheet, &shown, place)) }
                }
            }
        }
    }
}

/// The variants that are answered for: of many the first in which any was throttled.
fn shown(book: &Dossier, sheet: &Table) -> Vec<usize> {
    let all = 1..=book.variants();
    if book.variants() <= MOST_VARIANTS {
        return all.collect();
    }
    let yes =
        |v: &usize| sheet.of_variant(*v).any(|row| sheet.text(row, "answer").starts_with("Yes"));
    vec![all.clone().find(yes).unwrap_or(1)]
}

/// What `shown` variants answer to the question at `place`; to what listing changes, the study where it has that.
fn answers(book: &Dossier, sheet: &Table, shown: &[usize], place: usize) -> Markup {
    let row = |v: usize| sheet.of_variant(v).nth(place);
    let first = shown.first().and_then(|v| row(*v));
    let Some(first) = first else { return html! {} };
    // Only what listing would change has a column of its own to ask further.
    let last = place % QUESTIONS == QUESTIONS - 1;
    let told: Vec<&str> = book.sheet("listing").filter(|_| last).map_or(Vec::new(), |l| {
        l.whose("srv", sheet.text(first, "srv"))
            .take(MOST_VARIANTS)
            .map(|r| l.text(r, "text"))
            .collect()
    });
    if !told.is_empty() {
        return html! { @for text in told { p { (sentence(text)) } } };
    }
    if last {
        // Of several variants the first of which anything was throttled says what would.
        let further = |v: &usize| row(*v).is_some_and(|r| sheet.text(r, "ask") == "list");
        let v = shown.iter().copied().find(further).unwrap_or(shown[0]);
        return row(v).map_or(html! {}, |r| ask(book, sheet, v, r));
    }
    html! {
        @for v in shown {
            p {
                @if book.variants() > 1 && shown.len() > 1 { b { (book.label(*v)) ": " } }
                @if let Some(row) = row(*v) { (sentence(sheet.text(row, "answer"))) }
            }
        }
    }
}

/// Questions of one SRV.
const QUESTIONS: usize = 6;

/// The answer in `row`, and the command that would say more.
fn ask(book: &Dossier, sheet: &Table, variant: usize, row: usize) -> Markup {
    let srv = sheet.text(row, "srv");
    let with =
        |what: &str, key: &str| format!("{srv} {what}: /mechanism/prioritised/{key}=[\"{srv}\"]");
    let command = match sheet.text(row, "ask") {
        "list" => {
            Some(command_of(book, variant, "compare", Some(("--with", &with("listed", "add")))))
        }
        "drop" => {
            Some(command_of(book, variant, "compare", Some(("--with", &with("dropped", "remove")))))
        }
        "tight" => Some(command_of(book, variant, "tight", None)),
        _ => None,
    };
    html! {
        p { (sheet.text(row, "answer")) }
        @if let Some(command) = command { pre tabindex="0" { code { (command) } } }
    }
}

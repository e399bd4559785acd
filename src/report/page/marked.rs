//! How a page is classified: a line above and below it, and on every sheet of paper.

use super::Dossier;
use maud::{Markup, html};

/// The mark of `book`; nothing where it has none.
fn mark(book: &Dossier) -> Option<&str> {
    book.study["classification"].as_str().filter(|text| !text.is_empty())
}

/// `body` between its mark.
pub(super) fn marked(book: &Dossier, body: &Markup) -> Markup {
    let line = |place: &str| {
        html! {
            @if let Some(text) = mark(book) {
                p.classification role="note" aria-label={ "Classification, " (place) } { (text) }
            }
        }
    };
    html! { (line("top")) (body) (line("bottom")) }
}

/// The style that puts it on every sheet of paper.
pub(super) fn style(book: &Dossier) -> String {
    let Some(text) = mark(book) else { return String::new() };
    // By their numbers letters end neither the text nor the element.
    let text: String = text.chars().map(|c| format!("\\{:06x}", c as u32)).collect();
    ["top", "bottom"]
        .map(|edge| {
            format!(
                "@page {{ @{edge}-right {{ content: \"{text}\"; font: bold 9pt sans-serif; }} }}"
            )
        })
        .join("\n")
}

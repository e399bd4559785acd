//! How a page is classified: a line above and below it; on paper `paper.rs` has it on every sheet.

use maud::{Markup, html};

/// `body` between its `mark`, where it has one.
pub(super) fn marked(mark: Option<&str>, body: &Markup) -> Markup {
    let line = |place: &str| {
        html! {
            @if let Some(text) = mark {
                p.classification role="note" aria-label={ "Classification, " (place) } { (text) }
            }
        }
    };
    html! { (line("top")) (body) (line("bottom")) }
}

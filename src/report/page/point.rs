//! One point of a study: its answer in sentences, its headline figures, and who was throttled. Of a study of
//! several variants the scenario as it stands is shown, and the script moves on.

use super::tiles::{said, sentences, tiles};
use super::{Dossier, followed, moving, storm, ways, why};
use maud::{Markup, html};

/// Sentences, tiles, the chart that follows, and who was throttled.
pub(super) fn point(book: &Dossier) -> Markup {
    let several = book.variants() > 1;
    let of = book.replication();
    let standing = ways::standing(book);
    html! {
        section id={ @if several { "figures" } @else { "answer" } } aria-labelledby="point-h" {
            h2 id="point-h" { @if several { "Move through the study" } @else { "In words" } }
            (moving::unscripted(book))
            div id="sentences" aria-live="polite" { (said(&sentences(book, standing))) }
            @if !several { (storm::asked_first(book)) h2 id="figures" { "Figures" } }
            @if let Some(headlines) = book.sheet("headlines") {
                p.quiet {
                    @if of == "year" { "A year, in the mean, with 95 % intervals where there are several." }
                    @else { "Means of a " (of) ", with their 95 % intervals where there are several." }
                }
                ul.tiles id="tiles" {
                    @for tile in tiles(headlines, standing) {
                        li data-key=(tile.key) {
                            span.name { (tile.name) }
                            b { (tile.said) }
                            span.interval {
                                @if tile.interval.is_empty() { "no interval from one " (of) } @else { (tile.interval) }
                            }
                        }
                    }
                }
            }
            (moving::following())
            (who(book))
        }
    }
}

/// Who was throttled and what of.
fn who(book: &Dossier) -> Markup {
    html! {
        h3 { "Who was throttled" }
        @if book.sheet("throttled_users").is_none() { p { "Nobody." } }
        (followed::followed(book, "who"))
        (why::why(book))
        @if book.sheet("throttled_srvs").is_some() {
            h3 { "What was throttled" }
            (followed::followed(book, "what"))
        }
    }
}

//! One point of a study: its answer in sentences, its headline figures, and who was throttled. Of a study of
//! several variants the first is shown, and the script moves on.

use super::section::{ALL, ShownColumn};
use super::tiles::{of_user, said, sentences, tiles};
use super::{Dossier, moving, sheets, storm, why};
use crate::evidence::table::Table;
use maud::{Markup, html};

/// Controls, sentences, tiles, the chart that follows, and who was throttled.
pub(super) fn point(book: &Dossier) -> Markup {
    let several = book.variants() > 1;
    let of = book.replication();
    html! {
        section id={ @if several { "figures" } @else { "answer" } } aria-labelledby="point-h" {
            h2 id="point-h" { @if several { "Move through the study" } @else { "In words" } }
            (moving::controls(book))
            div id="sentences" aria-live="polite" { (said(&sentences(book, 1))) }
            @if !several { (storm::asked_first(book)) h2 id="figures" { "Figures" } }
            @if let Some(headlines) = book.sheet("headlines") {
                p.quiet {
                    @if of == "year" { "A year, in the mean, with 95 % intervals where there are several." }
                    @else { "Means of a " (of) ", with their 95 % intervals where there are several." }
                }
                ul.tiles id="tiles" {
                    @for tile in tiles(headlines, 1) {
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

/// What is shown of an SRV of which anything was throttled.
const SRV: [ShownColumn; 6] = [
    ("srv", ALL),
    ("name", ALL),
    ("prioritised", ALL),
    ("mean", ALL),
    ("throttled_share", ALL),
    ("users", ALL),
];

/// Who was throttled and what of, in a study of one variant, or in the first.
fn who(book: &Dossier) -> Markup {
    let users = book.sheet("throttled_users");
    let srvs = book.sheet("throttled_srvs");
    let rows = |sheet: Option<&Table>| -> Vec<usize> {
        sheet.map_or(Vec::new(), |s| s.of_variant(1).collect())
    };
    let (of_users, of_srvs) = (rows(users), rows(srvs));
    html! {
        h3 { "Who was throttled" }
        div id="who" {
            @if let (Some(sheet), false) = (users, of_users.is_empty()) {
                (sheets::section("who was throttled", sheet, of_user(book), &of_users))
            } @else { p { "Nobody." } }
        }
        (why::why(book))
        @if let (Some(sheet), false) = (srvs, of_srvs.is_empty() || book.variants() > 1) {
            h3 { "What was throttled" }
            (sheets::section("what was throttled", sheet, &SRV, &of_srvs))
        }
    }
}

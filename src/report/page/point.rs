//! One point of a study: its answer in sentences, its headline figures, and who was throttled. Of a study of
//! several variants the first is shown, and the script moves on.

use super::said::sentence;
use super::section::{ALL, ShownColumn};
use super::{Dossier, moving, sheets, storm, why};
use crate::evidence::table::Table;
use maud::{Markup, html};

/// Tiles, in this order, as far as the study has the figure; the rest stands in the table `headlines`.
const TILES: [&str; 15] = [
    "triggered",
    "activations",
    "throttled",
    "users_throttled",
    "active_s",
    "refused_within_allocation",
    "unserved",
    "rejected",
    "wait_s_p95",
    "peak_load_per_s",
    "throttled_share",
    "processes_first_time",
    "supply_known_15_min",
    "messages_lost",
    "longest_behind_s",
];

/// A headline figure of one variant.
pub(super) struct Tile<'a> {
    /// Figure and SRV: what tells tiles apart.
    pub(super) key: String,
    /// What people call it.
    pub(super) name: &'a str,
    /// The mean with its unit.
    pub(super) said: &'a str,
    /// Its interval; empty from one replication.
    pub(super) interval: &'a str,
    /// Mean, and both ends of the interval.
    pub(super) numbers: [Option<f64>; 3],
}

/// The tiles of `variant`, counted from 1.
pub(super) fn tiles(headlines: &Table, variant: usize) -> Vec<Tile<'_>> {
    let rows: Vec<usize> = headlines.of_variant(variant).collect();
    let tile = |row: usize| Tile {
        key: format!("{} {}", headlines.text(row, "figure"), headlines.text(row, "srv")),
        name: headlines.text(row, "name"),
        said: headlines.text(row, "said"),
        interval: headlines.text(row, "interval"),
        numbers: ["mean", "ci_low", "ci_high"].map(|head| headlines.number(row, head)),
    };
    let shown = |row: &usize| {
        let (figure, srv) = (headlines.text(*row, "figure"), headlines.text(*row, "srv"));
        // Of an SRV only the share: the number stands in the sentences.
        figure != "throttled" || srv.is_empty()
    };
    let of = |row: usize| TILES.iter().position(|t| *t == headlines.text(row, "figure"));
    let mut chosen: Vec<(usize, usize)> =
        rows.into_iter().filter(shown).filter_map(|row| Some((of(row)?, row))).collect();
    chosen.sort_unstable();
    chosen.into_iter().map(|(_, row)| tile(row)).collect()
}

/// The sentences of `variant`.
pub(super) fn sentences(book: &Dossier, variant: usize) -> Vec<String> {
    let Some(answer) = book.sheet("answer") else { return Vec::new() };
    answer.of_variant(variant).map(|row| sentence(answer.text(row, "text"))).collect()
}

/// Controls, sentences, tiles, the chart that follows, and who was throttled.
pub(super) fn point(book: &Dossier) -> Markup {
    let several = book.variants() > 1;
    let of = book.replication();
    html! {
        section id={ @if several { "figures" } @else { "answer" } } aria-labelledby="point-h" {
            h2 id="point-h" { @if several { "Move through the study" } @else { "Answer" } }
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

/// The first two sentences large, the others below.
pub(super) fn said(sentences: &[String]) -> Markup {
    let (first, rest) = sentences.split_at(sentences.len().min(2));
    html! {
        p.answer { (first.join(" ")) }
        @if !rest.is_empty() { ul.more { @for sentence in rest { li { (sentence) } } } }
    }
}

/// What is shown of a User that was throttled.
const USER: [ShownColumn; 8] = [
    ("name", ALL),
    ("allocation_per_s", ALL),
    ("mean", ALL),
    ("throttled_share", ALL),
    ("throttled_s", ALL),
    ("srvs", 8),
    ("first", ALL),
    ("last", ALL),
];

/// The same: of courses no half-hours are kept.
pub(super) fn of_user(book: &Dossier) -> &'static [ShownColumn] {
    if book.of_courses() { &USER[..6] } else { &USER }
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

//! One point of a study: its answer in sentences, its headline figures, and who was throttled. Of a study of
//! several variants the first is shown, and the script moves on.

use super::Book;
use super::said::{moment, number, rate, sentence, share, some, time, with_ends};
use super::{moving, sheets, storm, why};
use crate::evidence::Sheet;
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
pub(super) fn tiles(headlines: &Sheet, variant: usize) -> Vec<Tile<'_>> {
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
pub(super) fn sentences(book: &Book, variant: usize) -> Vec<String> {
    let Some(answer) = book.sheet("answer") else { return Vec::new() };
    answer.of_variant(variant).map(|row| sentence(answer.text(row, "text"))).collect()
}

/// Controls, sentences, tiles, the chart that follows, and who was throttled.
pub(super) fn point(book: &Book) -> Markup {
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

/// SRVs that are named of a User; the table has them all.
const MOST_SRVS: usize = 8;

/// What a table of who was throttled has above its columns, each with whether it stands over words.
const USER_HEADS: [(&str, bool); 8] = [
    ("User", true),
    ("allocation", false),
    ("attempts throttled (95 %)", false),
    ("of its attempts", false),
    ("time in which it was throttled", false),
    ("SRVs", true),
    ("first half-hour", true),
    ("last half-hour", true),
];

/// The heads of it: of courses no half-hours are kept.
pub(super) fn user_heads(book: &Book) -> &'static [(&'static str, bool)] {
    if book.of_courses() { &USER_HEADS[..6] } else { &USER_HEADS }
}

/// A row of it.
pub(super) fn user_row(book: &Book, sheet: &Sheet, row: usize) -> Vec<(String, bool)> {
    let number_of = |head: &str| sheet.number(row, head);
    let mean = number_of("mean").map_or(String::new(), |x| number(libm::round(x)));
    let whole = |head: &str| number_of(head).map(libm::round);
    let cells = [
        sheet.text(row, "name").to_owned(),
        number_of("allocation_per_s").map_or(String::new(), rate),
        with_ends(&mean, whole("ci_low"), whole("ci_high")),
        number_of("throttled_share").map_or(String::new(), share),
        number_of("throttled_s").map_or(String::new(), time),
        some(sheet.text(row, "srvs"), MOST_SRVS),
        moment(sheet.text(row, "first")),
        moment(sheet.text(row, "last")),
    ];
    cells.into_iter().zip(user_heads(book).iter().map(|(_, words)| *words)).collect()
}

/// Who was throttled and what of, in a study of one variant, or in the first.
fn who(book: &Book) -> Markup {
    let users = book.sheet("throttled_users");
    let srvs = book.sheet("throttled_srvs");
    let rows = |sheet: Option<&Sheet>| -> Vec<usize> {
        sheet.map_or(Vec::new(), |s| s.of_variant(1).collect())
    };
    let (of_users, of_srvs) = (rows(users), rows(srvs));
    html! {
        h3 { "Who was throttled" }
        div id="who" {
            @if let (Some(sheet), false) = (users, of_users.is_empty()) {
                (sheets::grid("who was throttled", user_heads(book), of_users.iter().map(|r| user_row(book, sheet, *r)), false))
            } @else { p { "Nobody." } }
        }
        (why::why(book))
        @if let (Some(sheet), false) = (srvs, of_srvs.is_empty() || book.variants() > 1) {
            h3 { "What was throttled" }
            (sheets::grid("what was throttled", &SRV_HEADS, of_srvs.iter().map(|r| srv_row(sheet, *r)), false))
        }
    }
}

const SRV_HEADS: [(&str, bool); 6] = [
    ("SRV", true),
    ("name", true),
    ("on the Prioritised list", true),
    ("attempts throttled (95 %)", false),
    ("of its attempts", false),
    ("Users", false),
];

fn srv_row(sheet: &Sheet, row: usize) -> Vec<(String, bool)> {
    let mean = sheet.number(row, "mean").map_or(String::new(), |x| number(libm::round(x)));
    let whole = |head: &str| sheet.number(row, head).map(libm::round);
    let listed = sheet.columns.iter().position(|(head, _)| head == "prioritised");
    let cells = [
        sheet.text(row, "srv").to_owned(),
        sheet.text(row, "name").to_owned(),
        listed.map_or(String::new(), |c| super::said::cell(sheet, row, c)),
        with_ends(&mean, whole("ci_low"), whole("ci_high")),
        sheet.number(row, "throttled_share").map_or(String::new(), share),
        sheet.number(row, "users").map_or(String::new(), number),
    ];
    cells.into_iter().zip(SRV_HEADS.map(|(_, words)| words)).collect()
}

//! What one variant is in short: its sentences, its headline figures, and what is shown of a User.

use super::Dossier;
use super::said::sentence;
use super::section::{ALL, ShownColumn};
use crate::evidence::table::Table;
use maud::{Markup, html};

/// Tiles, in this order, as far as the study has the figure; the rest stands in the table `headlines`.
const TILES: [&str; 18] = [
    "never_answered.not_above",
    "never_answered.above",
    "added_delay_s_p95.within",
    "added_delay_s_p95.displaced",
    "outage_s",
    "throttled.not_above",
    "rejected.not_above",
    "throttled.above",
    "users_throttled",
    "active_s",
    "triggered",
    "activations",
    "throttled_share",
    "processes_first_time",
    "supply_known_15_min",
    "messages_lost",
    "longest_behind_s",
    "peak_load_per_s",
];

/// A headline figure of one variant.
pub(super) struct Tile<'a> {
    /// Figure and SRV: what tells tiles apart.
    pub(super) key: String,
    /// What people call it.
    pub(super) name: &'a str,
    /// The mean with its unit.
    pub(super) said: &'a str,
    /// Its interval, and the same of what stands beside it; empty from one replication that stands alone.
    pub(super) interval: String,
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
        interval: {
            let both = ["interval", "beside"].map(|head| headlines.text(row, head));
            both.into_iter().filter(|text| !text.is_empty()).collect::<Vec<&str>>().join(" · ")
        },
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

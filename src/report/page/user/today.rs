//! A User against today's system on the same traffic, and which of its Service Requests were refused, by name.

use super::super::section::ColumnTitle;
use super::super::sheets::grid;
use super::super::{Dossier, headed};
use crate::evidence::Figure;
use crate::evidence::interval::Interval;
use crate::evidence::table::Table;
use crate::evidence::words::{cell, four_figures, percent, signed, signed_ends};
use maud::{Markup, html};

/// Which figures stand beside today's, in this order.
const SHOWN: [Figure; 11] = [
    Figure::Throttled,
    Figure::Rejected,
    Figure::RefusedWithin,
    Figure::RefusedDisplaced,
    Figure::RefusedPolls,
    Figure::RefusedAbove,
    Figure::NeverAnsweredNotAbove,
    Figure::NeverAnsweredAbove,
    Figure::SupplyKnown15Min,
    Figure::ProcessesFirstTime,
    Figure::AddedDelaySP95Within,
];
/// SRVs that are named, at most: the table has them all.
const MOST_SRVS: usize = 8;

/// Today's figures and what the first variant has more, for the User with this `id`; nothing where the study stands alone.
pub(super) fn today(book: &Dossier, id: &str) -> Markup {
    let Some(sheet) = book.sheet("counterparts") else { return html! {} };
    let of_today = |row: &usize| {
        let first = sheet.number(*row, "variant").is_none_or(|v| v == 1.0);
        first && sheet.text(*row, "counterpart") == "today" && sheet.text(*row, "srv").is_empty()
    };
    let rows: Vec<usize> = sheet.whose("user", id).filter(of_today).collect();
    let its = |figure: Figure| {
        rows.iter()
            .copied()
            .find(|row| sheet.text(*row, "figure") == figure.word())
            .map(|row| (row, figure))
    };
    let heads = [
        ColumnTitle::of("what", true),
        ColumnTitle::of("today", false),
        ColumnTitle::of("with the mechanism, more", false),
        ColumnTitle::of("95 % interval", false),
    ];
    let lines: Vec<_> = SHOWN.into_iter().filter_map(its).collect();
    let inside = html! {
        @if rows.is_empty() {
            p { "Nothing that is asked for differs for it: the same is refused to it, and as much answered, in today's system on the same traffic." }
        } @else {
            p { "On the same traffic, means of a " (book.replication()) "; the difference is paired (C5). What has no row here is the same in both, or stands in tables/counterparts." }
            (grid("against today's system", &heads, lines.into_iter().map(|(row, figure)| against(sheet, row, figure)), false))
        }
    };
    headed("today", "Against today's system", &inside)
}

fn against(sheet: &Table, row: usize, figure: Figure) -> Vec<(String, bool)> {
    let of = |head: &str| sheet.number(row, head);
    let more = of("difference").map(|mean| Interval {
        mean,
        ci_low: of("ci_low"),
        ci_high: of("ci_high"),
        n: of("n").unwrap_or_default() as usize,
    });
    vec![
        (figure.called(), true),
        (of("mean").map_or(String::new(), |x| cell(figure, x)), false),
        (more.map_or(String::new(), |more| signed(figure, more.mean)), false),
        (more.and_then(|more| signed_ends(figure, &more)).unwrap_or_default(), false),
    ]
}

/// What was refused to the User with this `id` in the first variant, by SRV in words.
pub(super) fn refused(book: &Dossier, id: &str) -> Markup {
    let Some(sheet) = book.sheet("user_srv") else { return html! {} };
    let of = |row: usize, head: &str| sheet.number(row, head).unwrap_or_default();
    let refused = |row: &usize| of(*row, "throttled") + of(*row, "rejected");
    let its = sheet.of_variant(1).filter(|row| sheet.text(*row, "user") == id);
    let mut rows: Vec<usize> = its.filter(|row| refused(row) > 0.0).collect();
    rows.sort_by(|a, b| refused(b).total_cmp(&refused(a)));
    let left = rows.len().saturating_sub(MOST_SRVS);
    let heads = [
        ColumnTitle::of("Service Request", true),
        ColumnTitle::of("attempts", false),
        ColumnTitle::of("throttled", false),
        ColumnTitle::of("rejected", false),
        ColumnTitle::of("never answered", false),
    ];
    let line = |row: usize| {
        let number = |head: &str| (four_figures(of(row, head)), false);
        let srv = (srv_said(book, sheet.text(row, "srv")), true);
        vec![
            srv,
            number("attempts"),
            number("throttled"),
            number("rejected"),
            number("never_answered"),
        ]
    };
    let inside = html! {
        @if rows.is_empty() { p { "None of its requests was refused by the mechanism or by today's protection." } } @else {
            p { "Sums over all " (super::super::closing::replications(book)) "." }
            (grid("refused, by Service Request", &heads, rows.into_iter().take(MOST_SRVS).map(line), false))
            @if left > 0 { p.quiet { (left) " more are in tables/user_srv." } }
        }
    };
    headed("refused", "What was refused to it", &inside)
}

/// An SRV with its name.
fn srv_said(book: &Dossier, srv: &str) -> String {
    let named = book.sheet("srvs").and_then(|s| Some((s, s.whose("srv", srv).next()?)));
    match named.map_or("", |(sheet, row)| sheet.text(row, "name")) {
        "" => srv.to_owned(),
        name => format!("{srv} {name}"),
    }
}

/// Losses and restorations of supply among the customers of the network party with this `id`: how many it knew in time.
pub(super) fn supply(book: &Dossier, id: &str) -> Markup {
    let Some(sheet) = book.sheet("supply") else { return html! {} };
    let rows: Vec<usize> =
        sheet.of_variant(1).filter(|row| sheet.text(*row, "user") == id).collect();
    if rows.is_empty() {
        return html! {};
    }
    let heads = [
        ColumnTitle::of("storm", true),
        ColumnTitle::of("of", true),
        ColumnTitle::of("under", true),
        ColumnTitle::of("customers", false),
        ColumnTitle::of("known within 5 min", false),
        ColumnTitle::of("15 min", false),
        ColumnTitle::of("60 min", false),
        ColumnTitle::of("presumed of the 60 min", false),
    ];
    let line = |row: usize| {
        let text = |head: &str| (sheet.text(row, head).to_owned(), true);
        let share = |head: &str| (sheet.number(row, head).map_or("–".to_owned(), percent), false);
        let under = match sheet.text(row, "counterpart") {
            "" => "the mechanism".to_owned(),
            other => other.to_owned(),
        };
        let off = sheet.number(row, "customers_off").map_or(String::new(), four_figures);
        vec![
            text("storm"),
            text("since"),
            (under, true),
            (off, false),
            share("known_5_min"),
            share("known_15_min"),
            share("known_60_min"),
            share("known_60_min_presumed"),
        ]
    };
    let inside = html! {
        p { "Read with " (srv_said(book, "7.4")) ", told by alerts, or presumed of meters that are silent: a share of all each." }
        (grid("supply of its customers", &heads, rows.into_iter().map(line), false))
    };
    headed("supply", "Who is off supply, and how soon it knew", &inside)
}

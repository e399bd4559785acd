//! One User's own page. First what one sheet of paper holds: what was refused to it, against today's system, of which
//! Service Requests, and its allocation line by line; then, as an appendix that is not printed, what each variant would
//! change for it, when and why it was throttled, and its rows of every table.

mod allocated;
mod found;
mod today;

pub(super) use found::found;

use super::super::user_timeline::{OfUser, user_timeline};
use super::said::sentence;
use super::section::ColumnTitle;
use super::sheets::{self, grid};
use super::{Dossier, closing, pictures, provenance, why};
use crate::evidence::Figure;
use crate::evidence::interval::Interval;
use crate::evidence::table::Table;
use crate::evidence::words::{a_second, percent, setting_said, signed, signed_ends};
use maud::{Markup, html};

/// Tables of which a User's rows stand in a section of their own.
const SAID: [&str; 4] = ["users", "users_in_words", "throttled_users", "why"];
/// The figures of `differences` that are shown: what a person asks for.
const CHANGES: [Figure; 6] = [
    Figure::Throttled,
    Figure::Rejected,
    Figure::NeverAnsweredNotAbove,
    Figure::NeverAnsweredAbove,
    Figure::SupplyKnown15Min,
    Figure::ProcessesFirstTime,
];

/// The page of the User with this `id`, whose first row among the Users is `row`.
pub(super) fn page(book: &Dossier, id: &str, row: usize) -> Markup {
    let name = book.sheet("users").map_or("", |s| s.text(row, "name"));
    let former = found::former_names(book, id);
    html! {
        header.top {
            h1 { (name) }
            p.why {
                "What " (book.name()) " means for " (name)
                @if !former.is_empty() { " (also called " (former.join(", ")) ")" } "."
            }
            p.facts { (closing::facts(book)) }
        }
        nav aria-label="Sections of the page" {
            ul {
                li { a href="#answer" { "Answer" } }
                @if book.sheet("counterparts").is_some() { li { a href="#today" { "Against today" } } }
                li { a href="#refused" { "Refused" } }
                li { a href="#allocation" { "Allocation" } }
                @if book.variants() > 1 { li { a href="#changes" { "What would change" } } }
                li { a href="#when" { "When" } }
                @if why::is_said(book, id) { li { a href="#why" { "Why" } } }
                li { a href="#tables" { "Tables" } }
                li { a href="#provenance" { "Provenance" } }
            }
            button type="button" id="theme" class="scripted" aria-pressed="false" { "Dark" }
        }
        main id="main" {
            div.one-sheet {
                (answer(book, id, row))
                (today::today(book, id))
                (today::refused(book, id))
                (today::supply(book, id))
                (allocated::allocated(book, id))
                (made_with(book))
            }
            div.appendix {
                @if book.variants() > 1 { (changes(book, id)) }
                (when(book, id))
                (why::of_user(book, id))
                (closing::cautions(book))
                (tables(book, id))
                (provenance::provenance(book))
            }
        }
    }
}

/// On paper, where the appendix is not: what made the page.
fn made_with(book: &Dossier) -> Markup {
    html! { p.on-paper { "Made with " code { (provenance::command(book)) } "; cautions, when and why are on the page itself." } }
}

/// What it may use and what was refused to it, in each variant.
fn answer(book: &Dossier, id: &str, row: usize) -> Markup {
    let said = |variant: usize| {
        let sheet = book.sheet("users_in_words")?;
        let row = sheet.of_variant(variant).find(|row| sheet.text(*row, "user") == id)?;
        Some(sheet.text(row, "text"))
    };
    let nothing = "Nothing was refused to it, and it was served in time.";
    let users = book.sheet("users");
    let of = |head: &str| users.and_then(|s| s.number(row, head));
    let tiles = [
        ("allocation while the mechanism is active", of("allocation_per_s").map(a_second)),
        ("of its attempts throttled", of("throttled_share").map(percent)),
        ("category", users.map(|s| s.text(row, "category").replace('_', " "))),
    ];
    html! {
        section id="answer" aria-labelledby="answer-h" {
            h2 id="answer-h" { "Answer" }
            @if book.variants() == 1 {
                p.answer { (sentence(said(1).unwrap_or(nothing))) }
            } @else {
                dl.rules {
                    @for v in 1..=book.variants() { dt { (book.label(v)) } dd { (sentence(said(v).unwrap_or(nothing))) } }
                }
            }
            ul.tiles {
                @for (name, value) in tiles {
                    li { span.name { (name) } b { (value.unwrap_or_default()) } }
                }
            }
        }
    }
}

/// How each variant differs for it from the one it is held against.
fn changes(book: &Dossier, id: &str) -> Markup {
    let (Some(sheet), Some(variants)) = (book.sheet("differences"), book.sheet("variants")) else {
        return html! {};
    };
    let label = |row: usize, head: &str| {
        let variant = sheet.number(row, head).unwrap_or(1.0) as usize;
        setting_said(variants.text(variant - 1, "label"))
    };
    let rows: Vec<(usize, Figure)> = sheet
        .whose("user", id)
        .filter_map(|row| {
            let known = CHANGES.into_iter().find(|f| f.word() == sheet.text(row, "figure"))?;
            Some((row, known))
        })
        .collect();
    let heads = [
        ColumnTitle::of("with", true),
        ColumnTitle::of("instead of", true),
        ColumnTitle::of("what", true),
        ColumnTitle::of("difference", false),
        ColumnTitle::of("95 % interval", false),
    ];
    let line = |(row, figure): (usize, Figure)| {
        let of = |head: &str| sheet.number(row, head);
        let more = of("difference").map(|mean| Interval {
            mean,
            ci_low: of("ci_low"),
            ci_high: of("ci_high"),
            n: of("n").unwrap_or(0.0) as usize,
        });
        let texts = [
            label(row, "variant"),
            label(row, "against"),
            figure.called(),
            more.map_or(String::new(), |more| signed(figure, more.mean)),
            more.and_then(|more| signed_ends(figure, &more)).unwrap_or_default(),
        ];
        texts.into_iter().zip(heads.iter().map(|head| head.words)).collect()
    };
    html! {
        section id="changes" aria-labelledby="changes-h" {
            h2 id="changes-h" { "What would change" }
            @if rows.is_empty() { p { "Nothing: no variant differs for it." } }
            @else { (grid("what would change", &heads, rows.into_iter().map(line), false)) }
        }
    }
}

/// Attempts and what was refused by half-hour, of the first variant.
fn when(book: &Dossier, id: &str) -> Markup {
    let Some(sheet) = book.sheet("user_timeline") else { return html! {} };
    let rows: Vec<usize> =
        sheet.of_variant(1).filter(|row| sheet.text(*row, "user") == id).collect();
    html! {
        section id="when" aria-labelledby="when-h" {
            h2 id="when-h" { "When" }
            @if rows.is_empty() { p { "It made no attempts." } } @else {
                (pictures::made("user-timeline", &user_timeline(&of_user(book, id), sheet, &rows), "Table user_timeline."))
            }
        }
    }
}

/// Whose chart it is: of the first variant.
fn of_user<'a>(book: &'a Dossier, id: &str) -> OfUser<'a> {
    let users = book.sheet("users");
    let row = users.and_then(|s| s.of_variant(1).find(|row| s.text(*row, "user") == id));
    let of = |head: &str| users.zip(row).and_then(|(s, row)| s.number(row, head));
    let replications = book.study["replications"].as_f64().unwrap_or(1.0).max(1.0);
    let label = match book.label(1).as_str() {
        "" => String::new(),
        label => format!(", {label}"),
    };
    OfUser {
        name: users.zip(row).map_or("", |(s, row)| s.text(row, "name")),
        run: format!(
            "{}{label}: mean of {replications} replications, seed {}",
            book.name(),
            book.study["seed"]
        ),
        replications,
        allocation: of("allocation_per_s").filter(|x| *x > 0.0),
    }
}

/// Its rows of every table that has any.
fn tables(book: &Dossier, id: &str) -> Markup {
    let own = book.tables.iter().filter(|s| !SAID.contains(&s.name.as_str()));
    let own: Vec<Table> = own
        .map(|s| s.only(&s.whose("user", id).collect::<Vec<usize>>()))
        .filter(|s| s.rows > 0)
        .collect();
    html! {
        section id="tables" aria-labelledby="tables-h" {
            h2 id="tables-h" { "Its rows of the tables" }
            @for sheet in &own { (sheets::folded(sheet)) }
        }
    }
}

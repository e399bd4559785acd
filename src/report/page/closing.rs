//! What stands below the charts: what differs from today's system, questions, the monthly report, assertions, cautions and assumptions.

use super::followed::{self, followed};
use super::printed;
use super::provenance::command;
use super::said::sentence;
use super::sheets::table;
use super::{Dossier, headed, ways};
use crate::evidence::plain;
use crate::evidence::table::Table;
use crate::evidence::words::{a_second, four_figures, time_said, upper};
use maud::{Markup, html};
use serde_json::Value;
use std::ops::RangeInclusive;

/// Scenario's time, replications and seed on one line.
pub(super) fn facts(book: &Dossier) -> String {
    let scenario = &book.study["scenario"];
    let of = |value: &Value| if value.is_null() { String::new() } else { plain(value) };
    let mut facts = vec![
        format!(
            "{} from {} Europe/London",
            of(&scenario["duration"]),
            of(&scenario["start"]).replace('T', " ")
        ),
        replications(book),
        format!("seed {}", of(&book.study["seed"])),
        format!("headroom {}", of(&book.study["headroom"])),
    ];
    if book.variants() > 1 {
        facts.insert(1, format!("{} variants on the same traffic", book.variants()));
    }
    facts.join(" · ")
}

/// How many replications, or years, there are.
pub(super) fn replications(book: &Dossier) -> String {
    match (book.study["replications"].as_u64(), book.replication()) {
        (Some(1), one) => format!("1 {one}"),
        (n, one) => format!("{} {one}s", n.unwrap_or_default()),
    }
}

/// Answers by consultation question: those that the study gives; where all others are is a line.
pub(super) fn questions(book: &Dossier) -> Markup {
    let Some(sheet) = book.sheet("questions") else { return html! {} };
    let given: Vec<usize> =
        (0..sheet.rows).filter(|row| sheet.text(*row, "answered") == "yes").collect();
    let open = sheet.rows - given.len();
    let inside = html! {
        @if !given.is_empty() {
            p { "Who asked what of SECMP0067 and DP100, in our words, and what this study says to it: the figures, what moves them most (as computed and kept with the scenario), and the command that makes them." }
        }
        @for row in &given { (question(book, sheet, *row)) }
        @if open > 0 {
            p { "To " (open) " of " (sheet.rows) " questions this study says nothing: " code { "headroom answers" } " makes one page of them all, each from a scenario that exercises it." }
        }
    };
    headed("questions", "Answers by consultation question", &inside)
}

fn question(book: &Dossier, sheet: &Table, row: usize) -> Markup {
    let of = |head: &str| sheet.text(row, head);
    html! {
        article.question {
            p.quiet { (of("who")) " · " (of("document")) }
            h3 { (of("question")) }
            p { (sentence(of("answer"))) }
            p.quiet { (sentence(&upper(&moved_by(book, sheet, row)))) "." }
            pre tabindex="0" { code { (command(book)) } }
        }
    }
}

/// The inputs that move its figure most: those of the study's own sensitivity, where it has it, else those of the one kept
/// with the scenario.
fn moved_by(book: &Dossier, sheet: &Table, row: usize) -> String {
    let found = |sensitivity: &Table| -> Option<String> {
        let same = |r: &usize| {
            ["figure", "srv"].iter().all(|head| sensitivity.text(*r, head) == sheet.text(row, head))
        };
        let mut rows: Vec<usize> = (0..sensitivity.rows).filter(same).collect();
        let swing = |r: &usize| sensitivity.number(*r, "swing").unwrap_or_default();
        rows.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
        let named = |r: &usize| {
            format!("{} ({})", sensitivity.text(*r, "input"), sensitivity.text(*r, "pointer"))
        };
        let [first, second] = rows.get(..2)?.try_into().ok()?;
        let both = [first, second].map(|r| named(&r)).join(" and ");
        Some(format!("moved most by {both}, by this study's own sensitivity"))
    };
    let kept = || sheet.text(row, "moved_by").to_owned();
    book.sheet("sensitivity").and_then(found).unwrap_or_else(kept)
}

/// The report that the modification proposes for every month.
pub(super) fn monthly(book: &Dossier) -> Markup {
    let Some(sheet) = book.sheet("monthly") else { return html! {} };
    let inside = html! {
        p { "What the modification proposes to report to the Panel every month (MR §3), also where nothing happened: configuration, capacity and what was asked for of it (refused attempts are among it), Users, breaches, trend, and months in which it triggered in a row with their causes. Means of " (replications(book)) "." }
        @for v in configured(book) {
            @if let Some(row) = sheet.of_variant(v).next() {
                div data-variant=[(book.variants() > 1).then_some(v)] hidden[v != ways::standing(book)] { (configuration(sheet, row)) }
            }
        }
        @if followed::grows(book) { p { "What the plan changes from month to month (M2) stands in the last columns." } }
        (followed(book, "monthly"))
        (by_user(book))
        (printed::of_the_month(book))
    };
    headed("monthly", "Monthly report", &inside)
}

/// Variants whose configuration the page carries: of many only the scenario as it stands.
fn configured(book: &Dossier) -> RangeInclusive<usize> {
    const MOST: usize = 60;
    let standing = ways::standing(book);
    if book.variants() > MOST { standing..=standing } else { 1..=book.variants() }
}

/// What Users used of what is allocated to them: those in breach first, then by their busiest half-hour.
fn by_user(book: &Dossier) -> Markup {
    html! {
        @if book.sheet("monthly_users").is_some() {
            p { "Use against allocation, by User. A " strong { "breach" } " is what a User sends beyond its quota while the mechanism is active, throttled or not. Retries count, so that after a maintenance nearly everybody is in breach: what first submissions alone were beyond quotas stands beside. Above its allocation while the mechanism is not active it is in breach of nothing: that stands apart." }
            (followed(book, "monthly-users"))
        }
    }
}

fn configuration(sheet: &Table, row: usize) -> Markup {
    let of = |head: &str| sheet.number(row, head).unwrap_or_default();
    let listed = sheet.text(row, "prioritised");
    let rows = [
        ("mechanism", sheet.text(row, "mechanism").to_owned()),
        ("maximum capacity", a_second(of("max_capacity_per_s"))),
        ("operating threshold", a_second(of("operating_threshold_per_s"))),
        ("monitoring window", time_said(of("window_s"))),
        ("reading (M5)", sheet.text(row, "reading").to_owned()),
        ("Prioritised list", if listed.is_empty() { "empty" } else { listed }.to_owned()),
        ("Users", four_figures(of("users"))),
        ("meters of suppliers", four_figures(of("supplier_meters"))),
    ];
    html! { dl.rules { @for (what, value) in rows { dt { (what) } dd { (value) } } } }
}

/// What differs from today's system, and from what else the scenario names, on the same traffic.
pub(super) fn beside(book: &Dossier) -> Markup {
    if book.sheet("counterparts").is_none() {
        return html! {};
    }
    let inside = html! {
        p { "The same traffic in today's system, without the mechanism, and in what else the scenario names: the mean there, and what the study has more or less, replication by replication." }
        (followed(book, "beside"))
    };
    headed("beside", "Beside today's system", &inside)
}

/// What the scenario asserts, and what was found.
pub(super) fn assertions(book: &Dossier) -> Markup {
    if book.sheet("assertions").is_none() {
        return html! {};
    }
    let inside = followed(book, "assertions");
    headed("assertions", "What the scenario asserts", &inside)
}

/// Reasons not to trust a figure, each once.
pub(super) fn cautions(book: &Dossier) -> Markup {
    let Some(sheet) = book.sheet("cautions") else { return html! {} };
    let mut said: Vec<(&str, &str, usize)> = Vec::new();
    for row in 0..sheet.rows {
        let (code, text) = (sheet.text(row, "code"), sheet.text(row, "text"));
        match said.iter_mut().find(|(known, ..)| *known == code) {
            Some((.., n)) => *n += 1,
            None => said.push((code, text, 1)),
        }
    }
    let inside = html! {
        ul.cautions {
            @for (code, text, n) in said {
                li {
                    code { (code) } ": " (text)
                    @if book.variants() > 1 { span.quiet { " (" (n) " of " (book.variants()) " variants)" } }
                }
            }
        }
    };
    headed("cautions", "Cautions: reasons not to trust a figure", &inside)
}

/// Inputs that are assumptions.
pub(super) fn assumptions(book: &Dossier) -> Markup {
    let Some(sheet) = book.sheet("assumptions") else { return html! {} };
    let inside = html! {
        p { "These inputs are not public, or not known. Change any with " code { "--set PATH=VALUE" } "." }
        details { summary { (sheet.rows) " inputs" } (table(sheet, "assumptions")) }
    };
    headed("assumptions", "Assumptions", &inside)
}

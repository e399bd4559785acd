//! Days by cause as rate × response (C4): what each event brings by itself, and the days a year that follow at rates of the
//! reader's own, which the script adds up from the numbers of the tables `frequency_by_event` and `frequency_by_cause`.

use super::section::{ALL, ShownColumn, heads, row};
use super::{Dossier, headed};
use crate::evidence::frequency::ORDINARY;
use crate::evidence::table::Table;
use maud::{Markup, html};

const SHOWN: [ShownColumn; 5] = [
    ("occurrences", ALL),
    ("days_each", ALL),
    ("active_h_each", ALL),
    ("never_answered_each", ALL),
    ("more_than_today_each", ALL),
];

/// The section; nothing where events were not run by themselves.
pub(super) fn rates(book: &Dossier) -> Markup {
    let Some(events) = book.sheet("frequency_by_event") else { return html! {} };
    let causes = book.sheet("frequency_by_cause");
    let ordinary = causes.and_then(|t| {
        let row = t.whose("causes", ORDINARY).next()?;
        Some(numbers(t, row, "days"))
    });
    let inside = html! {
        p {
            "What one occurrence brings, from courses in which nothing else occurs. How often events occur is assumed: put in another \
             rate and read the days a year that follow, maintenance nights included."
        }
        div.scroll tabindex="0" role="region" aria-label="Table: each event by itself" {
            table id="rates-table" data-ordinary=[ordinary.map(|n| joined(&n))] {
                thead {
                    tr {
                        th scope="col" { "event" }
                        th.n scope="col" { "times a year" }
                        @for head in heads(&events.name, &SHOWN) {
                            th scope="col" class=[(!head.words).then_some("n")] title=(head.help) { (head.text) }
                        }
                    }
                }
                tbody {
                    @for line in 0..events.rows {
                        (event(events, line))
                    }
                }
            }
        }
        p class="scripted" {
            "Days a year on which somebody is throttled, at these rates: " b id="rates-sum" aria-live="polite" { "–" } " "
            button type="button" id="rates-back" { "The scenario's rates" }
        }
    };
    headed("rates", "At other rates of events", &inside)
}

/// A row, and a field for its rate.
fn event(events: &Table, line: usize) -> Markup {
    let rate = events.number(line, "a_year").unwrap_or(0.0);
    let id = format!("rate-{line}");
    html! {
        tr {
            @if events.number(line, "days_each").is_some() {
                td { label for=(id) { (events.text(line, "event")) } }
                td.n {
                    input id=(id) type="number" min="0" max="365000" step="any" value=(rate)
                        data-days=(joined(&numbers(events, line, "days_each")));
                }
            } @else {
                // What never occurred is not known to bring nothing.
                td { (events.text(line, "event")) }
                td.n { "not in the sum: none occurred" }
            }
            @for (text, words) in row(events, &SHOWN, line) { td class=[(!words).then_some("n")] { (text) } }
        }
    }
}

/// Mean, and half of the interval.
fn numbers(table: &Table, row: usize, name: &str) -> [f64; 2] {
    let of = |head: &str| table.number(row, head);
    let half = of(&format!("{name}_ci_high")).zip(of(&format!("{name}_ci_low")));
    [of(name).unwrap_or(0.0), half.map_or(0.0, |(high, low)| (high - low) / 2.0)]
}

fn joined(numbers: &[f64; 2]) -> String {
    format!("{} {}", numbers[0], numbers[1])
}

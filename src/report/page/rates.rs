//! Days by cause as rate × response (C4): what each event brings by itself, and the days a year that follow at rates of the
//! reader's own, which the script adds up from the numbers of the tables `frequency_by_event` and `frequency_by_cause`.

use super::section::{ALL, Shown, ShownColumn};
use super::{Dossier, headed};
use crate::evidence::frequency::ORDINARY;
use crate::evidence::table::Table;
use crate::evidence::words::four_figures;
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
    let shown = Shown::of(events, &SHOWN, &(0..events.rows).collect::<Vec<usize>>());
    let causes = book.sheet("frequency_by_cause");
    let ordinary = causes.and_then(|t| {
        let row = t.whose("causes", ORDINARY).next()?;
        Some(numbers(t, row, "days"))
    });
    let inside = html! {
        p {
            "What one occurrence brings, from courses in which nothing else occurs. How often events occur is assumed: put in another \
             rate and read the days a year on which somebody is throttled that follow, rate × response (C4)."
        }
        div.scroll tabindex="0" role="region" aria-label="Table: each event by itself" {
            table id="rates-table" data-table="rates" data-ordinary=[ordinary.map(|n| joined(&n))] {
                thead {
                    tr {
                        th scope="col" { "event" }
                        th.n scope="col" { "times a year" }
                        th.n scope="col" { "days a year" }
                        @for head in shown.heads() {
                            th scope="col" class=[(!head.words).then_some("n")] title=(head.help) { (head.text) }
                        }
                    }
                }
                tbody {
                    @for line in 0..events.rows {
                        (event(book, events, &shown, line))
                    }
                }
            }
        }
        dl.rules.sums {
            dt { "ordinary traffic alone" } dd { (ordinary.map_or("not known".to_owned(), |n| with_half(&n))) }
            dt { "maintenance nights" } dd id="rates-nights" aria-live="polite" { (with_half(&sum(book, events, true, None))) }
            dt { "other days" } dd { b id="rates-days" aria-live="polite" { (with_half(&sum(book, events, false, ordinary))) } }
        }
        p.quiet { "Days a year on which somebody is throttled, at these rates; in brackets 95 % of chance." }
        p class="scripted" { button type="button" id="rates-back" { "The scenario's rates" } }
    };
    headed("rates", "At other rates of events", &inside)
}

/// A row, and a field for its rate.
fn event(book: &Dossier, events: &Table, shown: &Shown<'_>, line: usize) -> Markup {
    let rate = events.number(line, "a_year").unwrap_or(0.0);
    let id = format!("rate-{line}");
    html! {
        tr {
            @if events.number(line, "days_each").is_some() {
                td { label for=(id) { (events.text(line, "event")) } }
                td.n {
                    input id=(id) type="number" min="0" max="365000" step="any" value=(rate)
                        data-event=(events.text(line, "event")) data-maintenance[is_maintenance(book, events, line)]
                        data-days=(joined(&numbers(events, line, "days_each")));
                }
                td.n { output for=(id) { (with_half(&times(events, line))) } }
            } @else {
                // What never occurred is not known to bring nothing.
                td { (events.text(line, "event")) }
                td.n { "not in the sum: none occurred" }
                td.n { "–" }
            }
            @for cell in shown.row(line) { td class=[(!cell.words).then_some("n")] { (cell.text) } }
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

/// Days a year that an event brings at the scenario's own rate.
fn times(events: &Table, line: usize) -> [f64; 2] {
    let rate = events.number(line, "a_year").unwrap_or(0.0);
    numbers(events, line, "days_each").map(|x| rate * x)
}

/// Whether the event is a maintenance, after whose nights throttling is expected and told apart.
fn is_maintenance(book: &Dossier, events: &Table, line: usize) -> bool {
    let all = book.study["scenario"]["events"].as_array();
    let known = all.into_iter().flatten().find(|e| e["id"] == events.text(line, "event"));
    known.is_some_and(|e| !e["maintenance"].is_null())
}

/// The days of all maintenances, or of everything else; halves of intervals add up as squares do.
fn sum(book: &Dossier, events: &Table, nights: bool, first: Option<[f64; 2]>) -> [f64; 2] {
    let own = (0..events.rows).filter(|line| is_maintenance(book, events, *line) == nights);
    let parts = own.map(|line| times(events, line)).chain(first);
    let [mean, square] =
        parts.fold([0.0, 0.0], |[mean, square], [a, b]| [mean + a, square + b * b]);
    [mean, libm::sqrt(square)]
}

/// A mean and its ends, as the script says them too.
fn with_half([mean, half]: &[f64; 2]) -> String {
    let said = |x: f64| four_figures(format!("{x:.2e}").parse().unwrap_or(x));
    format!("{} ({} to {})", said(*mean), said((mean - half).max(0.0)), said(mean + half))
}

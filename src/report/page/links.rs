//! Which tables a chart's numbers stand in (`docs/charts.md`), and the links to them.

use super::Dossier;
use maud::{Markup, html};

/// Charts, by the stem of their files, and their tables.
const TABLES: [(&str, &[&str]); 29] = [
    ("what-happened", &["timeline"]),
    ("northbound", &["northbound_timeline"]),
    ("who-is-throttled", &["user_timeline"]),
    ("user-timeline", &["user_timeline", "users"]),
    ("who-by-axis", &["users"]),
    ("trigger-frequency", &["variants", "frequency"]),
    ("fairness", &["variants"]),
    ("comparison", &["differences", "variants"]),
    ("priority-list", &["variants", "parts"]),
    ("sizing", &["sizing"]),
    ("candidates", &["candidates"]),
    ("frontier", &["candidates"]),
    ("options", &["options"]),
    ("tornado", &["sensitivity"]),
    ("worth-of-knowing", &["uncertainty_inputs", "uncertainty_turns"]),
    ("uncertainty", &["uncertainty_figures"]),
    ("statements", &["uncertainty_statements"]),
    ("exposure", &["variants", "supply"]),
    ("poll-spread", &["variants", "parts"]),
    ("retry-amplification", &["variants"]),
    ("protection", &["variants", "timeline"]),
    ("early-warning", &["variants"]),
    ("release", &["parts", "northbound_timeline"]),
    ("return-levels", &["return_levels"]),
    ("days-by-cause", &["frequency_by_cause"]),
    ("headroom-calendar", &["calendar"]),
    ("who-is-affected", &["frequency_by_user"]),
    ("convergence", &["convergence"]),
    ("horizon", &["horizon"]),
];

/// The tables in which the numbers of the chart `stem` stand; none of one that is not known.
pub(super) fn tables_of(stem: &str) -> &'static [&'static str] {
    TABLES.iter().find(|(known, _)| *known == stem).map_or(&[], |(_, tables)| tables)
}

/// Links to those of them that the study has, and where the whole files are.
pub(super) fn numbers_of(book: &Dossier, stem: &str) -> Markup {
    let there: Vec<&str> =
        tables_of(stem).iter().copied().filter(|name| book.sheet(name).is_some()).collect();
    html! {
        @if !there.is_empty() {
            span.numbers {
                "Its numbers: "
                @for (i, name) in there.iter().enumerate() {
                    @if i > 0 { ", " }
                    a href={ "#table-" (name) } { (name) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chart_of_the_document_has_the_tables_that_it_names() {
        let document = include_str!("../../../docs/charts.md");
        let mut charts = 0;
        for section in document.split("\n## ").skip(1) {
            let mut words = section.lines().next().unwrap_or_default().split('`');
            let stem = words.nth(1).expect("the stem");
            let named = |name: &&str| section.contains(&format!("`{name}`"));
            let tables = tables_of(stem);
            assert!(!tables.is_empty() && tables.iter().any(named), "{stem}: {tables:?}");
            charts += 1;
        }
        assert_eq!(charts, TABLES.len() + 1, "trigger-frequency stands there twice");
    }
}

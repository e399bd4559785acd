//! The charts, each as it stands in its file, inside the page.

use super::super::ink::escaped;
use super::Dossier;
use maud::{Markup, PreEscaped, html};

/// What a chart may be made of: what headroom draws with.
const ELEMENTS: [&str; 10] =
    ["svg", "rect", "text", "line", "polyline", "polygon", "circle", "path", "g", "title"];

/// The section of charts; nothing where there is none.
///
/// # Errors
/// A chart that headroom has not drawn.
pub(super) fn charts(book: &Dossier) -> Result<Markup, String> {
    if book.charts.is_empty() {
        return Ok(html! {});
    }
    // The one that decides stands on the first screen.
    let deciding = deciding(book);
    let rest = book.charts.iter().filter(|(stem, _)| Some(stem.as_str()) != deciding);
    let all: Result<Vec<Markup>, String> = rest.map(|(stem, svg)| chart(book, stem, svg)).collect();
    Ok(html! {
        section id="charts" aria-labelledby="charts-h" {
            h2 id="charts-h" { "Charts" }
            @for chart in all? { (chart) }
        }
    })
}

/// The chart that decides it: the first of those named that the study has.
pub(super) fn deciding(book: &Dossier) -> Option<&str> {
    let sheet = book.sheet("first_screen")?;
    let mut named = sheet.text(0, "charts").split(", ");
    named.find_map(|stem| book.charts.iter().map(|(name, _)| name.as_str()).find(|n| *n == stem))
}

/// The chart called `stem`; nothing where there is none.
///
/// # Errors
/// A chart that headroom has not drawn.
pub(super) fn one(book: &Dossier, stem: &str) -> Result<Markup, String> {
    let found = book.charts.iter().find(|(name, _)| name == stem);
    found.map_or(Ok(html! {}), |(stem, svg)| chart(book, stem, svg))
}

fn chart(book: &Dossier, stem: &str, svg: &str) -> Result<Markup, String> {
    let other = svg.split('<').skip(1).find_map(|tag| {
        let tag = tag.trim_start_matches('/');
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        (!ELEMENTS.contains(&name)).then(|| format!("charts/{stem}.svg: found <{name}, expected what headroom draws\n  hint: run the study again"))
    });
    if let Some(other) = other {
        return Err(other);
    }
    let inside = svg.split_once('>').map_or("", |(_, inside)| inside);
    let head = svg.split_once('>').map_or("", |(head, _)| head);
    let box_of = head.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"'));
    let view = box_of.map_or("0 0 2400 1500", |(view, _)| view);
    let says = book.study["charts"][stem].as_str().unwrap_or(stem);
    Ok(html! {
        figure id={ "chart-" (stem) } {
            div.chart tabindex="0" role="region" aria-label={ "Chart: " (stem) } {
                (PreEscaped(format!("<svg viewBox=\"{view}\" role=\"img\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\">{inside}", escaped(says))))
            }
            figcaption { "charts/" (stem) ".svg" " " (super::links::numbers_of(book, stem)) }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Dossier {
        let study = serde_json::json!({ "charts": { "x": "\"Two\" lines" } });
        Dossier { study, tables: Vec::new(), charts: Vec::new() }
    }

    #[test]
    fn a_chart_is_named_by_its_title() {
        let found = chart(&book(), "x", "<svg viewBox=\"0 0 2 2\"><text>Two</text></svg>");
        assert!(found.unwrap().0.contains("aria-label=\"&quot;Two&quot; lines\""));
    }

    #[test]
    fn a_chart_that_headroom_has_not_drawn_is_refused() {
        for bad in ["<svg><script>1</script></svg>", "<svg><image href='http://x'/></svg>"] {
            assert!(chart(&book(), "x", bad).unwrap_err().contains("charts/x.svg"));
        }
    }
}

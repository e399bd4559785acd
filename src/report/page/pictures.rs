//! The charts, each as it stands in its files, inside the page: the wide drawing and the narrow one, of which the style
//! shows the one that fits, and buttons for its files.

use super::super::ink::{escaped, svg};
use super::super::palette;
use super::super::picture::Picture;
use super::Dossier;
use maud::{Markup, PreEscaped, html};

/// What makes charts answer; in it `img-src data:` is needed to draw a PNG.
pub(super) const JS: &str = include_str!("charts.js");

/// What a chart may be made of: what headroom draws with.
const ELEMENTS: [&str; 7] = ["svg", "rect", "text", "polyline", "polygon", "circle", "title"];
/// What stands behind the name of a narrow drawing.
pub(in super::super) const NARROW: &str = "-narrow";

/// How charts look on the page, in the light and in the dark.
pub(super) fn style() -> String {
    format!("{}{}", include_str!("charts.css"), palette::style())
}

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
    let rest = book
        .charts
        .iter()
        .filter(|(stem, _)| !stem.ends_with(NARROW) && Some(stem.as_str()) != deciding);
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
    let narrow = book.charts.iter().find(|(other, _)| other.strip_suffix(NARROW) == Some(stem));
    let both = [Some(svg), narrow.map(|(_, svg)| svg.as_str())];
    let says = book.study["charts"][stem].as_str().unwrap_or(stem);
    let caption = html! { "charts/" (stem) ".svg" " " (super::links::numbers_of(book, stem)) };
    chart_of(stem, says, both, &caption)
}

/// A chart called `says`, its wide drawing and its narrow one, under `caption`.
///
/// # Errors
/// A drawing that is none of headroom's.
pub(in super::super) fn chart_of(
    stem: &str,
    says: &str,
    both: [Option<&str>; 2],
    caption: &Markup,
) -> Result<Markup, String> {
    let mut drawn = Vec::new();
    for (svg, class) in both.into_iter().zip(["wide", "narrow"]) {
        if let Some(svg) = svg {
            drawn.push(inside(stem, svg, class, says)?);
        }
    }
    Ok(figure(stem, says, &drawn, caption))
}

/// `picture` as a figure that is made with the page.
pub(super) fn made(stem: &str, picture: &Picture, caption: &str) -> Markup {
    let both = [Some(picture), picture.narrow.as_deref()].into_iter().zip(["wide", "narrow"]);
    let drawn = both
        .filter_map(|(picture, class)| inside(stem, &svg(picture?), class, &picture?.title).ok());
    figure(stem, &picture.title, &drawn.collect::<Vec<Markup>>(), &html! { (caption) })
}

/// `drawn` under its name, with buttons for its files.
fn figure(stem: &str, says: &str, drawn: &[Markup], caption: &Markup) -> Markup {
    html! {
        figure id={ "chart-" (stem) } {
            div.chart tabindex="0" role="region" aria-label=(says) {
                @for svg in drawn { (svg) }
            }
            figcaption {
                span { (caption) }
                span.files {
                    @for (kind, name) in [("svg", "SVG"), ("png", "PNG"), ("csv", "CSV")] {
                        button type="button" data-file=(kind) aria-label={ (name) " of this chart: " (says) } { (name) }
                    }
                }
            }
        }
    }
}

/// A drawing as the page has it: without a size of its own, and with its name.
fn inside(stem: &str, svg: &str, class: &str, says: &str) -> Result<Markup, String> {
    let other = svg.split('<').skip(1).find_map(|tag| {
        let tag = tag.trim_start_matches('/');
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        (!ELEMENTS.contains(&name)).then(|| format!("charts/{stem}.svg: found <{name}, expected what headroom draws\n  hint: run the study again"))
    });
    if let Some(other) = other {
        return Err(other);
    }
    let (head, inside) = svg.split_once('>').unwrap_or_default();
    let box_of = head.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"'));
    let view = box_of.map_or("0 0 1560 900", |(view, _)| view);
    Ok(PreEscaped(format!(
        "<svg class=\"{class}\" viewBox=\"{view}\" role=\"img\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">{inside}",
        escaped(says)
    )))
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
        let found = found.unwrap().0;
        assert_eq!(
            found.matches(" lines\" tabindex").count()
                + found.matches("aria-label=\"&quot;Two&quot; lines\"").count(),
            2,
            "{found}"
        );
    }

    #[test]
    fn a_chart_that_headroom_has_not_drawn_is_refused() {
        for bad in ["<svg><script>1</script></svg>", "<svg><image href='http://x'/></svg>"] {
            assert!(chart(&book(), "x", bad).unwrap_err().contains("charts/x.svg"));
        }
    }
}

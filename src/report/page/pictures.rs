//! The charts, each as it stands in its file, inside the page.

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
    let all: Result<Vec<Markup>, String> =
        book.charts.iter().map(|(stem, svg)| chart(stem, svg)).collect();
    Ok(html! {
        section id="charts" aria-labelledby="charts-h" {
            h2 id="charts-h" { "Charts" }
            @for chart in all? { (chart) }
        }
    })
}

fn chart(stem: &str, svg: &str) -> Result<Markup, String> {
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
    let says = title(inside);
    Ok(html! {
        figure id={ "chart-" (stem) } {
            div.chart tabindex="0" role="region" aria-label={ "Chart: " (stem) } {
                (PreEscaped(format!("<svg viewBox=\"{view}\" role=\"img\" aria-label=\"{says}\" xmlns=\"http://www.w3.org/2000/svg\">{inside}")))
            }
            figcaption { "charts/" (stem) ".svg" }
        }
    })
}

/// The heading of a chart, escaped as it stands: the texts at its top that are as large as the first.
fn title(svg: &str) -> String {
    let size = |text: &str| {
        let (_, rest) = text.split_once("font-size=\"")?;
        rest.split_once('"').map(|(size, _)| size.to_owned())
    };
    let mut texts = svg.split("<text").skip(1).peekable();
    let Some(first) = texts.peek().and_then(|t| size(t)) else { return String::new() };
    let heading = texts.take_while(|t| size(t).as_ref() == Some(&first));
    let words = heading.filter_map(|t| {
        let (_, rest) = t.split_once('>')?;
        let words = rest.split("</text").next()?;
        let words = words.split_once("<title").map_or(words, |(before, _)| before);
        Some(words.trim().replace('"', "&quot;"))
    });
    words.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg width=\"2\" viewBox=\"0 0 2 2\">\n<text font-size=\"32.2\">\nTwo\n</text><text font-size=\"32.2\">\nlines\n</text><text font-size=\"9\">\nnot\n</text></svg>";

    #[test]
    fn a_chart_is_named_by_its_heading() {
        assert_eq!(title(SVG), "Two lines");
        assert!(chart("x", SVG).unwrap().0.contains("aria-label=\"Two lines\""));
    }

    #[test]
    fn a_chart_that_headroom_has_not_drawn_is_refused() {
        for bad in ["<svg><script>1</script></svg>", "<svg><image href='http://x'/></svg>"] {
            assert!(chart("x", bad).unwrap_err().contains("charts/x.svg"));
        }
    }
}

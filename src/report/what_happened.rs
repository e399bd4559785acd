//! Chart 4: what happened. Stacked requests a second over time with threshold and capacity, a band
//! while the mechanism is active, and strips for retries and backlog.

use super::frame::{ChartHead, EDGE, Frame, Legend, Sample};
use super::ink::{self, Area, Error, font};
use super::lettering::{number, width};
use crate::evidence::Evidence;
use headroom_core::ledger::Row;
use plotters::prelude::*;

/// Canvas of the chart: twice the size at which it is shown, since plotters rounds to whole pixels.
const SIZE: (u32, u32) = (2400, 1500);
/// Most points of a series.
const MOST_ROWS: usize = 2_000;

/// A layer of the stack: name, colour (after Okabe and Ito's, neighbours told apart by lightness too), and its count.
type StackLayer = (&'static str, RGBColor, fn(&Row) -> u64);

const LAYERS: [StackLayer; 9] = [
    ("started by the DSP", RGBColor(110, 110, 110), |r| r.started),
    ("admitted, prioritised", RGBColor(0, 60, 110), |r| r.admitted_prioritised),
    ("admitted, other", RGBColor(120, 195, 240), |r| r.admitted_other),
    ("throttled (503)", RGBColor(222, 120, 0), |r| r.throttled),
    ("put into a buffer", RGBColor(0, 140, 100), |r| r.to_buffer),
    ("capped (503)", RGBColor(110, 70, 30), |r| r.capped),
    ("rejected (503)", RGBColor(150, 30, 15), |r| r.rejected),
    ("quarantined", RGBColor(70, 20, 80), |r| r.quarantined),
    ("no service", RGBColor(225, 205, 225), |r| r.unavailable),
];

/// Layers that the legend only names where there is any of them.
const RARE: [&str; 3] = ["put into a buffer", "capped (503)", "quarantined"];

/// Chart 4 of `evidence`, as SVG, under `title`, which says what was found.
///
/// # Errors
/// What plotters says.
pub fn what_happened(
    evidence: &Evidence,
    title: &str,
) -> Result<String, Box<dyn std::error::Error>> {
    let rows = thinned(evidence.timeline());
    let frame = Frame::new(&head(evidence, title), legend(&rows));
    let (above, below) = (frame.above() as u32, frame.below() as u32);
    let tall = SIZE.1.saturating_sub(above + below);
    ink::sheet(SIZE, |root| {
        let (_, rest) = root.split_vertically(above);
        let (main, strips) = rest.split_vertically(tall * 66 / 100);
        stack(&main, evidence, &rows)?;
        let (retries, below) = strips.split_vertically(tall * 15 / 100);
        strip(&retries, evidence, &rows, "retries/s", false, |r, s| r.retries as f64 / s)?;
        let (backlog, _) = below.split_vertically(tall * 19 / 100);
        strip(&backlog, evidence, &rows, "backlog", true, |r, _| r.backlog as f64)?;
        frame.draw(root, SIZE.1 as i32)
    })
}

fn head(evidence: &Evidence, title: &str) -> ChartHead {
    let scenario = &evidence.plan.scenario;
    let subtitle = format!(
        "{}: replication 1 of {}, seed {}; Service Requests a second",
        scenario.name, scenario.replications, scenario.seed
    );
    ChartHead { title: title.to_owned(), subtitle, footnote: footnote(evidence) }
}

fn legend(rows: &[Row]) -> Legend {
    let shown =
        |(name, _, of): &&StackLayer| !RARE.contains(name) || rows.iter().any(|r| of(r) > 0);
    let layers = LAYERS.iter().filter(shown);
    let layers = layers.map(|(name, colour, _)| (Sample::Fill(*colour), (*name).to_owned()));
    Legend::new(layers.chain([(Sample::Fill(ACTIVE), "mechanism active".to_owned())]))
}

/// Colour of the band while the mechanism is active.
const ACTIVE: RGBColor = RGBColor(255, 240, 170);
const LEFT: u32 = 150;

fn stack(area: &Area<'_>, evidence: &Evidence, rows: &[Row]) -> Result<(), Error> {
    let scenario = &evidence.plan.scenario;
    let cell = scenario.calendar.cell().seconds();
    let rate = |r: &Row, n: u64| n as f64 / (r.cells as f64 * cell);
    let total = |r: &Row| LAYERS.iter().map(|(_, _, of)| rate(r, of(r))).sum::<f64>();
    let (theta, capacity) = (scenario.threshold().get(), scenario.gateway.max_capacity.get());
    let window = scenario.calendar.window().seconds();
    let peak = evidence.peak_load.0 as f64 / window;
    let busiest = rows.iter().map(total).fold(peak, f64::max);
    // A capacity far above everything would flatten the picture: then only its line's note is lost.
    let show_capacity = capacity < 3.0 * busiest.max(theta);
    let top = busiest.max(theta).max(if show_capacity { capacity } else { 0.0 }).max(1e-6) * 1.08;
    let end = scenario.calendar.cells() as f64;
    let mut chart = ChartBuilder::on(area)
        .margin_left(EDGE)
        .margin_right(150)
        .x_label_area_size(0)
        .y_label_area_size(LEFT)
        .build_cartesian_2d(0.0..end, 0.0..top)?;
    for r in rows.iter().filter(|r| r.active_cells > 0) {
        let (from, to) = (r.cell as f64, (r.cell + r.cells) as f64);
        chart.draw_series([Rectangle::new([(from, 0.0), (to, top)], ACTIVE.filled())])?;
    }
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(WHITE.mix(0.0))
        .bold_line_style(RGBColor(225, 225, 225))
        .y_labels(7)
        .y_label_formatter(&|y| number(*y))
        .label_style(font(26))
        .y_desc("requests/s")
        .axis_desc_style(font(26))
        .draw()?;
    let mut below = vec![0.0; rows.len()];
    for (_, colour, of) in LAYERS {
        let above: Vec<f64> = rows.iter().zip(&below).map(|(r, b)| b + rate(r, of(r))).collect();
        if above != below {
            let outline =
                edge(rows, &above).chain(edge(rows, &below).collect::<Vec<_>>().into_iter().rev());
            chart.draw_series([Polygon::new(outline.collect::<Vec<_>>(), colour.filled())])?;
        }
        below = above;
    }
    let at = evidence.peak_load.1 as f64 + scenario.calendar.cells_per_window() as f64 / 2.0;
    chart.draw_series([Circle::new((at, peak), 9, BLACK.stroke_width(4))])?;
    let (x, y) = chart.backend_coord(&(at, peak));
    let base = area.get_base_pixel();
    let label = format!("busiest window: {}/s", number(peak));
    let left = if at > 0.7 * end { -24 - width(&label, 26) } else { 20 };
    let (x, y) = (x - base.0 + left, y - base.1 - 14);
    let ground = [(x - 6, y - 3), (x + width(&label, 26) + 2, y + 29)];
    area.draw(&Rectangle::new(ground, WHITE.mix(0.85).filled()))?;
    area.draw(&Text::new(label, (x, y), font(26)))?;
    // The names of two lines that nearly touch stand below one another.
    let higher = chart.backend_coord(&(end, capacity)).1;
    let least = if show_capacity && capacity > theta { higher + 28 } else { i32::MIN };
    for (y, name, shown) in [(theta, "threshold", true), (capacity, "capacity", show_capacity)] {
        if shown {
            let style = ShapeStyle {
                color: BLACK.to_rgba(),
                filled: false,
                stroke_width: if name == "capacity" { 5 } else { 3 },
            };
            chart.draw_series([PathElement::new(vec![(0.0, y), (end, y)], style)])?;
            let at = chart.backend_coord(&(end, y));
            let down = if name == "threshold" { at.1.max(least) } else { at.1 };
            area.draw(&Text::new(name, (at.0 - base.0 + 8, down - base.1 - 14), font(26)))?;
        }
    }
    Ok(())
}

/// The upper edge of `values` as steps.
fn edge<'a>(rows: &'a [Row], values: &'a [f64]) -> impl Iterator<Item = (f64, f64)> + 'a {
    rows.iter()
        .zip(values)
        .flat_map(|(r, v)| [(r.cell as f64, *v), ((r.cell + r.cells) as f64, *v)])
}

fn strip(
    area: &Area<'_>,
    evidence: &Evidence,
    rows: &[Row],
    name: &str,
    times: bool,
    of: fn(&Row, f64) -> f64,
) -> Result<(), Error> {
    let calendar = &evidence.plan.scenario.calendar;
    let cell = calendar.cell().seconds();
    let values: Vec<f64> = rows.iter().map(|r| of(r, r.cells as f64 * cell)).collect();
    let top = values.iter().copied().fold(1.0, f64::max) * 1.1;
    let end = calendar.cells() as f64;
    let mut chart = ChartBuilder::on(area)
        .margin_left(EDGE)
        .margin_right(150)
        .margin_top(24)
        .x_label_area_size(if times { 56 } else { 0 })
        .y_label_area_size(LEFT)
        .build_cartesian_2d(0.0..end, 0.0..top)?;
    chart
        .configure_mesh()
        .disable_mesh()
        .y_labels(3)
        .x_labels(0)
        .y_label_formatter(&|y| number(*y))
        .label_style(font(24))
        .y_desc(name)
        .axis_desc_style(font(24))
        .draw()?;
    if values.iter().all(|v| *v == 0.0) {
        let (x, y) = chart.backend_coord(&(end / 2.0, top / 2.0));
        let base = area.get_base_pixel();
        area.draw(&Text::new("none", (x - base.0 - 30, y - base.1 - 14), font(26)))?;
    } else {
        let outline = edge(rows, &values).chain([(end, 0.0), (0.0, 0.0)]);
        let colour = RGBColor(90, 90, 90).filled();
        chart.draw_series([Polygon::new(outline.collect::<Vec<_>>(), colour)])?;
    }
    if times {
        let base = area.get_base_pixel();
        for (at, label) in ticks(evidence) {
            let (x, y) = chart.backend_coord(&(at, 0.0));
            let (x, y) = (x - base.0, y - base.1);
            area.draw(&PathElement::new(vec![(x, y), (x, y + 8)], BLACK.stroke_width(2)))?;
            area.draw(&Text::new(label.clone(), (x - 7 * label.len() as i32, y + 14), font(26)))?;
        }
    }
    Ok(())
}

/// About eight times of day along the axis, Europe/London.
pub(super) fn ticks(evidence: &Evidence) -> Vec<(f64, String)> {
    let calendar = &evidence.plan.scenario.calendar;
    let blocks = calendar.blocks().len();
    let step = [1, 2, 4, 6, 8, 12, 24, 48, 96, 336, 1_440]
        .into_iter()
        .find(|s| blocks.div_ceil(*s) <= 9)
        .unwrap_or(blocks);
    let label = |block: usize| {
        let cell = (block * calendar.cells_per_block()) as u64;
        let local = calendar.local(cell);
        let (date, time) = (&local[5..10], &local[11..16]);
        let text = if blocks > 96 { date.to_owned() } else { time.to_owned() };
        (cell as f64, text)
    };
    (0..=blocks).step_by(step).map(label).collect()
}

fn footnote(evidence: &Evidence) -> String {
    let assumed = evidence.plan.scenario.assumed.iter().any(|a| a.path == "/gateway");
    let note = if assumed { " The capacity is an assumption." } else { "" };
    format!(
        "Time in Europe/London. Half-hour means where no rule could act, monitoring windows elsewhere.{note}"
    )
}

/// Adjacent rows joined until there are few enough to draw.
fn thinned(rows: &[Row]) -> Vec<Row> {
    let by = rows.len().div_ceil(MOST_ROWS).max(1);
    let join = |some: &[Row]| {
        let mut all = some[0];
        some[1..].iter().for_each(|r| all.follow(r));
        all
    };
    rows.chunks(by).map(join).collect()
}

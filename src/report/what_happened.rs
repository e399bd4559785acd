//! Chart 4: what happened. Stacked requests a second over time with threshold and capacity, a band
//! while the mechanism is active, and strips for retries and backlog.

use super::frame::{ChartHead, EDGE, Frame, Legend, Sample, WIDTH};
use super::lettering::{number, width};
use super::picture::{
    BLACK, Colour, DARK, Letters, PALE, Picture, Place, Sheet, Stand, WHITE, pen,
};
use super::scale::Scale;
use crate::evidence::Evidence;
use headroom_core::ledger::Row;

/// Pixels down.
const HEIGHT: i32 = 1500;
/// Pixels left of the data, and right of them for the names of lines.
const LEFT: i32 = EDGE + 150;
const RIGHT: i32 = WIDTH - 150;
/// Pixels below the data for times.
const TIMES: i32 = 56;
/// Pixels above a strip.
const GAP: i32 = 24;
/// Letters of names and numbers.
const LETTERS: Letters = (26, DARK);
/// Most points of a series.
const MOST_ROWS: usize = 2_000;

/// A layer of the stack: name, colour (after Okabe and Ito's, neighbours told apart by lightness too), and its count.
type StackLayer = (&'static str, Colour, fn(&Row) -> u64);

const LAYERS: [StackLayer; 9] = [
    ("started by the DSP", Colour(110, 110, 110), |r| r.started),
    ("admitted, prioritised", Colour(0, 60, 110), |r| r.admitted_prioritised),
    ("admitted, other", Colour(120, 195, 240), |r| r.admitted_other),
    ("throttled (503)", Colour(222, 120, 0), |r| r.throttled),
    ("put into a buffer", Colour(0, 140, 100), |r| r.to_buffer),
    ("capped (503)", Colour(110, 70, 30), |r| r.capped),
    ("rejected (503)", Colour(150, 30, 15), |r| r.rejected),
    ("quarantined", Colour(70, 20, 80), |r| r.quarantined),
    ("no service", Colour(225, 205, 225), |r| r.unavailable),
];

/// Layers that the legend only names where there is any of them.
const RARE: [&str; 3] = ["put into a buffer", "capped (503)", "quarantined"];

/// Chart 4 of `evidence`, under `title`, which says what was found.
pub fn what_happened(evidence: &Evidence, title: &str) -> Picture {
    let rows = thinned(evidence.timeline());
    let frame = Frame::new(&head(evidence, title), legend(&rows));
    let tall = HEIGHT - frame.above() - frame.below();
    let end = evidence.plan.scenario.calendar.cells() as f64;
    let x = Scale::linear(Some((0.0, end)), (LEFT, RIGHT));
    let foot = |top: i32, share: i32| top + tall * share / 100;
    let main = (frame.above(), foot(frame.above(), 66));
    let retries = (main.1 + GAP, foot(main.1, 15));
    let backlog = (retries.1 + GAP, foot(retries.1, 19) - TIMES);
    Picture::new(title, (WIDTH, HEIGHT), |sheet| {
        stack(sheet, evidence, &rows, &x, main);
        let cell = evidence.plan.scenario.calendar.cell().seconds();
        let rate = |r: &Row| r.retries as f64 / (r.cells as f64 * cell);
        strip(sheet, &rows, "retries/s", rate, &x, retries);
        strip(sheet, &rows, "backlog", |r| r.backlog as f64, &x, backlog);
        for (at, label) in ticks(evidence) {
            let (x, y) = (x.at(at), backlog.1);
            sheet.line(&[(x, y), (x, y + 8)], pen(BLACK, 2, 0));
            sheet.write(&label, (x, y + 28), LETTERS, Stand::Middle);
        }
        frame.draw(sheet, HEIGHT);
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
const ACTIVE: Colour = Colour(255, 240, 170);

fn stack(sheet: &mut Sheet, evidence: &Evidence, rows: &[Row], x: &Scale, ends: (i32, i32)) {
    let scenario = &evidence.plan.scenario;
    let cell = scenario.calendar.cell().seconds();
    let rate = |r: &Row, n: u64| n as f64 / (r.cells as f64 * cell);
    let total = |r: &Row| LAYERS.iter().map(|(_, _, of)| rate(r, of(r))).sum::<f64>();
    let (theta, capacity) = (scenario.threshold().get(), scenario.gateway.max_capacity.get());
    let peak = evidence.peak_load.0 as f64 / scenario.calendar.window().seconds();
    let busiest = rows.iter().map(total).fold(peak, f64::max);
    // A capacity far above everything would flatten the picture: then only its line's note is lost.
    let show_capacity = capacity < 3.0 * busiest.max(theta);
    let top = busiest.max(theta).max(if show_capacity { capacity } else { 0.0 }).max(1e-6) * 1.08;
    let y = Scale::linear(Some((0.0, top)), (ends.1, ends.0));
    for r in rows.iter().filter(|r| r.active_cells > 0) {
        let across = [r.cell, r.cell + r.cells].map(|cell| x.at(cell as f64));
        sheet.fill((across[0], ends.0), (across[1], ends.1), ACTIVE);
    }
    axis(sheet, "requests/s", &y, 7, ends);
    let mut below = vec![0.0; rows.len()];
    for (name, colour, of) in LAYERS {
        let above: Vec<f64> = rows.iter().zip(&below).map(|(r, b)| b + rate(r, of(r))).collect();
        if above != below {
            let greatest = rows.iter().map(|r| rate(r, of(r))).fold(0.0, f64::max);
            let mut outline = edge(rows, &above, x, &y);
            outline.extend(edge(rows, &below, x, &y).into_iter().rev());
            sheet.of(name, format!("at most {}/s", number(greatest))).area(outline, colour, 1.0);
        }
        below = above;
    }
    let middle = evidence.peak_load.1 as f64 + scenario.calendar.cells_per_window() as f64 / 2.0;
    let at = (x.at(middle), y.at(peak));
    let said = format!("{}/s", number(peak));
    sheet.of("busiest window", said.as_str()).ring(at, 9, pen(BLACK, 4, 0));
    let label = format!("busiest window: {said}");
    let wide = width(&label, LETTERS.0);
    let left = if at.0 > LEFT + (RIGHT - LEFT) * 7 / 10 { at.0 - 24 - wide } else { at.0 + 20 };
    sheet.veil((left - 6, at.1 - 17), (left + wide + 2, at.1 + 15), WHITE, 0.85);
    sheet.write(&label, (left, at.1), LETTERS, Stand::Left);
    // The names of two lines that nearly touch stand below one another.
    let least = if show_capacity && capacity > theta { y.at(capacity) + 28 } else { i32::MIN };
    for (value, name, shown) in [(theta, "threshold", true), (capacity, "capacity", show_capacity)]
    {
        if shown {
            let (at, wide) = (y.at(value), if name == "capacity" { 5 } else { 3 });
            let said = format!("{}/s", number(value));
            sheet.of(name, said).line(&[(LEFT, at), (RIGHT, at)], pen(BLACK, wide, 0));
            let down = if name == "threshold" { at.max(least) } else { at };
            sheet.write(name, (RIGHT + 8, down), LETTERS, Stand::Left);
        }
    }
}

/// The y axis of what stands between `ends`, with at most about `most` numbers and its `name` beside.
fn axis(sheet: &mut Sheet, name: &str, y: &Scale, most: usize, ends: (i32, i32)) {
    for (value, label) in y.ticks(most) {
        let at = y.at(value);
        sheet.line(&[(LEFT, at), (RIGHT, at)], pen(PALE, 2, 0));
        sheet.write(&label, (LEFT - 12, at), LETTERS, Stand::Right);
    }
    sheet.line(&[(LEFT, ends.0), (LEFT, ends.1), (RIGHT, ends.1)], pen(BLACK, 2, 0));
    sheet.write(name, (EDGE + 14, ends.0), LETTERS, Stand::Up);
}

/// The upper edge of `values` as steps.
fn edge(rows: &[Row], values: &[f64], x: &Scale, y: &Scale) -> Vec<Place> {
    let step =
        |(r, v): (&Row, &f64)| [r.cell, r.cell + r.cells].map(|c| (x.at(c as f64), y.at(*v)));
    rows.iter().zip(values).flat_map(step).collect()
}

fn strip(
    sheet: &mut Sheet,
    rows: &[Row],
    name: &str,
    of: impl Fn(&Row) -> f64,
    x: &Scale,
    ends: (i32, i32),
) {
    let values: Vec<f64> = rows.iter().map(of).collect();
    let greatest = values.iter().copied().fold(0.0, f64::max);
    let y = Scale::linear(Some((0.0, greatest.max(1.0) * 1.1)), (ends.1, ends.0));
    axis(sheet, name, &y, 3, ends);
    if greatest == 0.0 {
        let middle = (i32::midpoint(LEFT, RIGHT), i32::midpoint(ends.0, ends.1));
        sheet.write("none", middle, LETTERS, Stand::Middle);
        return;
    }
    let mut outline = edge(rows, &values, x, &y);
    outline.extend([(RIGHT, ends.1), (LEFT, ends.1)]);
    let said = format!("at most {}", number(greatest));
    sheet.of(name, said).area(outline, Colour(90, 90, 90), 1.0);
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

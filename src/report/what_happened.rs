//! Chart 4: what happened. Stacked requests a second over time with threshold and capacity, a band
//! while the mechanism is active, and strips for retries and backlog.

mod stack;

use super::frame::{ChartHead, Frame, Layout, Legend, LegendEntry, Sample};
use super::lettering::{LABEL, number};
use super::picture::{BLACK, Colour, DARK, Letters, PALE, Picture, Place, Sheet, Stand, Stop, pen};
use super::scale::Scale;
use crate::evidence::Evidence;
use headroom_core::ledger::Row;

/// Pixels of a wide sheet's panels down: the load, and each strip below it.
const TALL: i32 = 520;
const STRIP: i32 = 120;
/// Pixels above a strip, and below the data for times.
const GAP: i32 = 64;
const TIMES: i32 = 60;
/// Letters of names and numbers.
const LETTERS: Letters = (LABEL, DARK);
/// Pixels of which only the busiest window is drawn.
const COLUMN: i32 = 3;

/// A layer of the stack: name, colour (after Okabe and Ito's, neighbours told apart by lightness too), and its count.
type StackLayer = (&'static str, Colour, fn(&Row) -> u64);

const LAYERS: [StackLayer; 10] = [
    ("started by the DSP", Colour(120, 120, 120), |r| r.started),
    ("admitted, prioritised", Colour(0, 60, 110), |r| r.admitted_prioritised),
    ("admitted, other", Colour(68, 147, 200), |r| r.admitted_other),
    ("messages to Users, in the load", Colour(184, 96, 143), |r| r.messages),
    ("throttled (503)", Colour(140, 55, 0), |r| r.throttled),
    ("put into a buffer", Colour(0, 125, 88), |r| r.to_buffer),
    ("capped (503)", Colour(110, 70, 30), |r| r.capped),
    ("rejected (503)", Colour(95, 10, 5), |r| r.rejected),
    ("quarantined", Colour(75, 25, 85), |r| r.quarantined),
    ("no service", Colour(150, 110, 150), |r| r.unavailable),
];

/// Colour of the band while the mechanism is active.
const ACTIVE: Colour = Colour(255, 240, 170);

/// Windows, or a half-hour's mean, that share a column of pixels; of them the busiest.
struct Column {
    /// First cell, and cell after the last.
    ends: (u64, u64),
    row: Row,
    active: bool,
    /// Most of what a strip below shows.
    retries: f64,
    backlog: u64,
}

/// Where all of it stands.
struct Stage<'a> {
    evidence: &'a Evidence,
    layout: Layout,
    x: Scale,
    left: i32,
    right: i32,
    columns: Vec<Column>,
}

/// Chart 4 of `evidence`, under `title`, which says what was found.
pub fn what_happened(evidence: &Evidence, title: &str) -> Picture {
    Picture::twice(|layout| Stage::new(evidence, layout).picture(title))
}

impl<'a> Stage<'a> {
    fn new(evidence: &'a Evidence, layout: Layout) -> Self {
        let (left, right) = (layout.edge() + 100, layout.width() - layout.pick(140, 48));
        let end = evidence.plan.scenario.calendar.cells() as f64;
        let x = Scale::linear(Some((0.0, end)), (left, right));
        let mut stage = Self { evidence, layout, x, left, right, columns: Vec::new() };
        let folded = evidence.folded();
        let rows = folded.timeline.as_slice();
        let column = |r: &Row| x.at(r.cell as f64) / COLUMN;
        let of = |some: &[Row]| {
            let rate = |r: &Row| stage.rate(r, total(r));
            // The first of equals.
            let busiest = some.iter().rev().max_by(|a, b| rate(a).total_cmp(&rate(b)));
            let last = some.last().map_or(0, |r| r.cell + r.cells);
            Column {
                ends: (some[0].cell, last),
                row: busiest.copied().unwrap_or_default(),
                active: some.iter().any(|r| r.active_cells > 0),
                retries: some.iter().map(|r| stage.rate(r, r.retries)).fold(0.0, f64::max),
                backlog: some.iter().map(|r| r.backlog).max().unwrap_or(0),
            }
        };
        let columns = rows.chunk_by(|a, b| column(a) == column(b)).map(of).collect();
        stage.columns = columns;
        stage
    }

    /// `n` of a row, a second.
    fn rate(&self, r: &Row, n: u64) -> f64 {
        n as f64 / (r.cells as f64 * self.evidence.plan.scenario.calendar.cell().seconds())
    }

    fn picture(&self, title: &str) -> Picture {
        let layout = self.layout;
        let head = head(self.evidence, title);
        let frame = Frame::new(layout, &head, self.legend());
        let top = frame.above() + layout.pick(44, 76);
        let main = (top, top + layout.pick(TALL, 400));
        let retries = (main.1 + GAP, main.1 + GAP + STRIP);
        let backlog = (retries.1 + GAP, retries.1 + GAP + STRIP);
        let height = backlog.1 + TIMES + frame.below();
        Picture::new(title, (layout.width(), height), |sheet| {
            self.stack(sheet, main);
            let of = LAYERS.len();
            self.strip(sheet, ("retries a second", of, "/s"), |c| c.retries, retries);
            self.strip(sheet, ("backlog, requests", of + 1, ""), |c| c.backlog as f64, backlog);
            let all = ticks(self.evidence);
            let every = layout.pick(1, all.len().div_ceil(5));
            for (at, label) in all.into_iter().step_by(every) {
                let (x, y) = (self.x.at(at), backlog.1);
                sheet.line(&[(x, y), (x, y + 8)], pen(BLACK, 2, 0));
                sheet.write(&label, (x, y + 26), LETTERS, Stand::Middle);
            }
            frame.draw(sheet, height);
        })
    }

    /// Layers of which there is any, and what is always asked for.
    fn legend(&self) -> Legend {
        let folded = self.evidence.folded();
        let rows = &folded.timeline;
        let shown = |(_, (_, _, of)): &(usize, &StackLayer)| rows.iter().any(|r| of(r) > 0);
        let layers = LAYERS.iter().enumerate().filter(shown);
        let layers =
            layers.map(|(i, (name, colour, _))| LegendEntry::of(i, Sample::Fill(*colour), name));
        let active = LegendEntry::note(Sample::Fill(ACTIVE), "mechanism active");
        let any = rows.iter().any(|r| r.active_cells > 0);
        Legend::new(self.layout, layers.chain(any.then_some(active)))
    }

    /// Its values place by place, of those above nought.
    fn stops(&self, of: impl Fn(&Column) -> f64, at: &[f64], y: &Scale, unit: &str) -> Vec<Stop> {
        let stop = |(c, at): (&Column, &f64)| {
            let [from, to] = self.across(c);
            let value = Some(of(c)).filter(|v| *v > 0.0)?;
            Some(Stop {
                at: (i32::midpoint(from, to), y.at(*at)),
                along: clock(self.evidence, c.row.cell),
                value: format!("{}{unit}", number(value)),
            })
        };
        self.columns.iter().zip(at).filter_map(stop).collect()
    }

    /// The y axis of what stands between `ends`, with at most about `most` numbers and its `name` above.
    fn axis(&self, sheet: &mut Sheet, name: &str, y: &Scale, most: usize, ends: (i32, i32)) {
        for (value, label) in y.ticks(most) {
            let at = y.at(value);
            sheet.line(&[(self.left, at), (self.right, at)], pen(PALE, 2, 0));
            sheet.write(&label, (self.left - 12, at), LETTERS, Stand::Right);
        }
        let corner = [(self.left, ends.0), (self.left, ends.1), (self.right, ends.1)];
        sheet.line(&corner, pen(BLACK, 2, 0));
        sheet.write(name, (self.layout.edge(), ends.0 - 24), LETTERS, Stand::Left);
    }

    fn across(&self, c: &Column) -> [i32; 2] {
        [c.ends.0, c.ends.1].map(|cell| self.x.at(cell as f64))
    }

    /// The upper edge of `values` as steps.
    fn edge(&self, values: &[f64], y: &Scale) -> Vec<Place> {
        let step = |(c, v): (&Column, &f64)| self.across(c).map(|x| (x, y.at(*v)));
        let mut path: Vec<Place> = self.columns.iter().zip(values).flat_map(step).collect();
        // What lies level between two others says nothing.
        let mut kept: Vec<Place> = Vec::new();
        path.dedup();
        for (i, place) in path.iter().enumerate() {
            let level = |other: Option<&Place>| other.is_some_and(|o| o.1 == place.1);
            if !(i > 0 && level(path.get(i - 1)) && level(path.get(i + 1))) {
                kept.push(*place);
            }
        }
        kept
    }

    fn strip(
        &self,
        sheet: &mut Sheet,
        (name, series, unit): (&str, usize, &str),
        of: impl Fn(&Column) -> f64,
        ends: (i32, i32),
    ) {
        let values: Vec<f64> = self.columns.iter().map(&of).collect();
        let greatest = values.iter().copied().fold(0.0, f64::max);
        let y = Scale::linear(Some((0.0, greatest.max(1.0) * 1.1)), (ends.1, ends.0));
        self.axis(sheet, name, &y, 3, ends);
        if greatest == 0.0 {
            let middle = (i32::midpoint(self.left, self.right), i32::midpoint(ends.0, ends.1));
            return sheet.write("none", middle, LETTERS, Stand::Middle);
        }
        let mut outline = self.edge(&values, &y);
        outline.extend([(self.right, ends.1), (self.left, ends.1)]);
        let stops = self.stops(&of, &values, &y, unit);
        sheet.belonging(Some(series));
        let said = format!("at most {}{unit}", number(greatest));
        sheet.of(name, said).along(stops).area(outline, Colour(90, 90, 90), 1.0);
        sheet.belonging(None);
    }
}

/// All that arrived in it.
fn total(r: &Row) -> u64 {
    LAYERS.iter().map(|(_, _, of)| of(r)).sum()
}

fn head(evidence: &Evidence, title: &str) -> ChartHead {
    let scenario = &evidence.plan.scenario;
    let subtitle = format!(
        "{}: replication 1 of {}, seed {}; Service Requests a second",
        scenario.name, scenario.replications, scenario.seed
    );
    let title = title.trim_end_matches('.').to_owned();
    ChartHead { title, subtitle, footnote: footnote(evidence) }
}

/// When `cell` begins, as short as the run allows.
pub(super) fn clock(evidence: &Evidence, cell: u64) -> String {
    let calendar = &evidence.plan.scenario.calendar;
    match calendar.blocks().len() {
        0..=50 => calendar.time_said(cell),
        _ => calendar.said(cell),
    }
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
        let date = || calendar.local(cell)[5..10].to_owned();
        let text = if blocks > 96 { date() } else { calendar.time_said(cell) };
        (cell as f64, text)
    };
    (0..=blocks).step_by(step).map(label).collect()
}

fn footnote(evidence: &Evidence) -> String {
    let assumed = evidence.plan.scenario.assumed.iter().any(|a| a.path == "/gateway");
    let note = if assumed { " The capacity is an assumption." } else { "" };
    format!(
        "Time in Europe/London. Half-hour means where no rule could act, monitoring windows elsewhere; of windows closer than the picture shows, the busiest.{note}"
    )
}

//! Messages to Users over time (N1–N6): what is generated and held back, what reaches Users, what waits.

use super::frame::{ChartHead, Estimate};
use super::lettering::number;
use super::lines::{Across, Lines, Panel, PlotPoint, Series};
use super::picture::Picture;
use super::what_happened::{clock, ticks};
use super::words::{assumed_northbound, sentences};
use crate::evidence::Evidence;
use crate::evidence::northbound::path_outages;
use crate::evidence::words::{round_percent, said, upper};
use headroom_core::ledger::NorthRow;

/// A series: its name, and its count.
type CountKind = (&'static str, fn(&NorthRow) -> u64);

const GENERATED: [CountKind; 3] = [
    ("alerts", |r| r.alerts),
    ("alerts held back", |r| r.held_back),
    ("responses", |r| r.responses),
];
const SENT: [CountKind; 3] = [
    ("leave the DSP", |r| r.sent),
    ("taken by adapters", |r| r.delivered),
    ("lost at adapters", |r| r.lost),
];
const WAITING: [CountKind; 2] =
    [("wait in the DSP", |r| r.queued), ("wait at adapters", |r| r.at_adapters)];

/// The chart of `e`; none where messages are not simulated, or the first replication is not among what was
/// run.
pub fn northbound(e: &Evidence) -> Option<Picture> {
    let rows = &e.folded().northbound;
    if rows.is_empty() {
        return None;
    }
    let scenario = &e.plan.scenario;
    let calendar = &scenario.calendar;
    let minutes = calendar.window().seconds() / 60.0;
    let long = calendar.cells_per_window() as u64;
    let series = |name: &str, points, at: u64| Series {
        name: name.to_owned(),
        points,
        said: rows.iter().map(|r| clock(e, r.cell + at)).collect(),
        ..Series::default()
    };
    let a_minute = |kinds: &[CountKind]| {
        let kinds = kinds.iter().filter(|(_, of)| rows.iter().any(|r| of(r) > 0));
        let middle = |r: &NorthRow| r.cell as f64 + long as f64 / 2.0;
        let points = |of: fn(&NorthRow) -> u64| {
            rows.iter().map(|r| point(middle(r), of(r) as f64 / minutes)).collect()
        };
        kinds.map(|(name, of)| series(name, points(*of), 0)).collect()
    };
    let panel = |title: &str, series| Panel { title: title.to_owned(), series, ..Panel::default() };
    let waiting = |(name, of): &CountKind| {
        let points = rows.iter().map(|r| point((r.cell + long) as f64, of(r) as f64));
        series(name, points.collect(), long)
    };
    let lines = Lines {
        head: ChartHead {
            title: title(e, rows),
            subtitle: format!(
                "{}: replication 1 of {}, seed {}",
                scenario.name, scenario.replications, scenario.seed
            ),
            footnote: sentences(&[
                "Time in Europe/London. Where windows are closer than the picture shows, the greatest is drawn.",
                assumed_northbound(scenario),
            ]),
        },
        across: Across::Times {
            title: "time of day".to_owned(),
            ends: (0.0, calendar.cells() as f64),
            ticks: ticks(e),
        },
        marks: marks(e),
        panels: vec![
            panel("generated, messages a minute", a_minute(&GENERATED)),
            panel("to Users, messages a minute", a_minute(&SENT)),
            panel("waiting, messages at the window's end", WAITING.iter().map(waiting).collect()),
        ],
    };
    Some(lines.picture())
}

fn point(x: f64, y: f64) -> PlotPoint {
    PlotPoint::new(x, Estimate { value: Some(y), ..Estimate::default() })
}

/// When the outbound path goes and comes back.
fn marks(e: &Evidence) -> Vec<(f64, String)> {
    let outage = |(from, to): (u64, u64)| {
        [(from as f64, "path restricted".to_owned()), (to as f64, "path back".to_owned())]
    };
    path_outages(&e.plan).into_iter().flat_map(outage).collect()
}

/// The busiest window of alerts, what waited most, until when, and what was lost.
fn title(e: &Evidence, rows: &[NorthRow]) -> String {
    let calendar = &e.plan.scenario.calendar;
    let window = calendar.window().seconds();
    let one_day = calendar.blocks().len() <= 50;
    let time = |cell: u64| match one_day {
        true => calendar.time_said(cell),
        false => calendar.said(cell),
    };
    // The first of equals.
    let most = |of: &dyn Fn(&NorthRow) -> u64| {
        (0..rows.len()).rev().max_by_key(|i| of(&rows[*i])).unwrap_or(0)
    };
    let mut parts = Vec::new();
    let busiest = &rows[most(&|r| r.alerts)];
    if busiest.alerts > 0 {
        let rate = said(busiest.alerts as f64 * 60.0 / window);
        let held = match busiest.held_back {
            0 => "none of which is held back".to_owned(),
            n => format!(
                "of which {} are held back",
                round_percent(n as f64 / busiest.alerts as f64)
            ),
        };
        parts.push(format!("alerts reach {rate} a minute at {}, {held}", time(busiest.cell)));
    }
    parts.push(waited(rows, most(&waiting), |r| time(r.cell + calendar.cells_per_window() as u64)));
    let lost: u64 = rows.iter().map(|r| r.lost).sum();
    parts.push(match lost {
        0 => "no message is lost".to_owned(),
        1 => "1 message is lost".to_owned(),
        n => format!("{} messages are lost", number(n as f64)),
    });
    upper(&parts.join("; "))
}

/// What waits for Users at the end of a window.
fn waiting(row: &NorthRow) -> u64 {
    row.queued + row.at_adapters
}

/// What waits at the end of the `fullest` window, until when, and what more waits after that.
fn waited(rows: &[NorthRow], fullest: usize, end: impl Fn(&NorthRow) -> String) -> String {
    let most = waiting(&rows[fullest]);
    if most == 0 {
        return "nothing waits for Users at the end of any window".to_owned();
    }
    let still = || format!("{} still at the end", said(rows.last().map_or(0, waiting) as f64));
    let level = (fullest..rows.len()).find(|i| waiting(&rows[*i]) == 0);
    let until = level.map_or_else(still, |i| {
        let later = &rows[i..];
        let again = later.iter().map(waiting).max().unwrap_or(0);
        let last = later.iter().rposition(|r| waiting(r) > 0).map(|last| later.get(last + 1));
        let more = match last {
            None => String::new(),
            Some(level) => format!(
                ", and up to {} again, {}",
                said(again as f64),
                level.map_or_else(still, |r| format!("the last until {}", end(r)))
            ),
        };
        format!("until {}{more}", end(&rows[i]))
    });
    format!("up to {} messages wait for Users, {until}", said(most as f64))
}

//! One User's attempts over time, made from the table: what it sent, what of it was throttled, and its allocation.

use super::frame::{ChartHead, Estimate};
use super::lines::{Across, Lines, Panel, PlotPoint, Series};
use super::picture::Picture;
use crate::evidence::table::Table;
use crate::evidence::words::{rate, thousands};

/// Seconds of a half-hour.
const HALF_HOUR: f64 = 1_800.0;
/// Most times along the axis.
const MOST_TICKS: usize = 9;

/// Of whom, in which run, and what it may use while the mechanism is active, a second.
pub(super) struct OfUser<'a> {
    pub(super) name: &'a str,
    pub(super) run: String,
    pub(super) replications: f64,
    pub(super) allocation: Option<f64>,
}

/// The chart of `rows` of the table `user_timeline`, which are one User's, from first to last.
pub(super) fn user_timeline(of: &OfUser<'_>, sheet: &Table, rows: &[usize]) -> Picture {
    let count = |row: usize, head: &str| sheet.number(row, head).unwrap_or_default();
    let a_second = |row: usize, head: &str| count(row, head) / of.replications / HALF_HOUR;
    let times: Vec<f64> = places(rows.iter().map(|row| sheet.text(*row, "start_utc")));
    let starts: Vec<&str> = rows.iter().map(|row| sheet.text(*row, "start")).collect();
    let days = times.last().map_or(0.0, |last| last / 48.0);
    let said = |start: &str| match start.get(..16) {
        Some(start) if days <= 1.0 => start[11..].to_owned(),
        Some(start) => start.replace('T', " "),
        None => start.to_owned(),
    };
    let series = |name: &str, head: &str| Series {
        name: name.to_owned(),
        points: rows
            .iter()
            .zip(&times)
            .map(|(row, x)| {
                let value = Some(a_second(*row, head));
                PlotPoint::new(*x, Estimate { value, ..Estimate::default() })
            })
            .collect(),
        said: starts.iter().map(|start| said(start)).collect(),
        ..Series::default()
    };
    let any = |head: &str| rows.iter().any(|row| count(*row, head) > 0.0);
    let kinds = [
        ("attempts", "attempts", true),
        ("throttled", "throttled", any("throttled")),
        ("rejected", "rejected", any("rejected")),
    ];
    let kinds = kinds.into_iter().filter(|(.., shown)| *shown);
    let allocation = of.allocation.map(|x| (x, format!("its allocation, {}", rate(x))));
    let every = times.len().div_ceil(MOST_TICKS).max(1);
    let ticks = times.iter().zip(&starts).step_by(every);
    let lines = Lines {
        head: ChartHead {
            title: title(of, rows, &count),
            subtitle: of.run.clone(),
            footnote: "Means of half-hours, so that a burst within one is flatter here than it was; times are Europe/London. The allocation holds while the mechanism is active.".to_owned(),
        },
        across: Across::Times {
            title: if days <= 1.0 { "time of day" } else { "time" }.to_owned(),
            ends: (0.0, times.last().map_or(1.0, |last| last.max(1.0))),
            ticks: ticks.map(|(x, start)| (*x, tick(start, days))).collect(),
        },
        marks: Vec::new(),
        panels: vec![Panel {
            title: "requests a second".to_owned(),
            references: allocation.into_iter().collect(),
            series: kinds.map(|(name, head, _)| series(name, head)).collect(),
            ..Panel::default()
        }],
    };
    lines.picture()
}

/// How much of what it sent was throttled.
fn title(of: &OfUser<'_>, rows: &[usize], count: &dyn Fn(usize, &str) -> f64) -> String {
    let sum = |head: &str| rows.iter().map(|row| count(*row, head)).sum::<f64>() / of.replications;
    let (attempts, throttled) = (thousands(sum("attempts")), sum("throttled"));
    if throttled == 0.0 {
        return format!("{} makes {attempts} attempts; none of them is throttled", of.name);
    }
    format!("{} makes {attempts} attempts; {} of them are throttled", of.name, thousands(throttled))
}

/// A time as a tick says it.
fn tick(start: &str, days: f64) -> String {
    match (start.get(5..10), start.get(11..16)) {
        (Some(_), Some(time)) if days <= 1.0 => time.to_owned(),
        (Some(date), Some(time)) if days <= 4.0 => format!("{date} {time}"),
        (Some(date), _) => date.to_owned(),
        _ => start.to_owned(),
    }
}

/// Half-hours from the first of such `starts`, which are UTC.
fn places<'a>(starts: impl Iterator<Item = &'a str>) -> Vec<f64> {
    let minutes = |start: &str| {
        let part = |from: usize, to: usize| start.get(from..to)?.parse::<i64>().ok();
        let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
        // Days of the civil calendar, years beginning in March.
        let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day;
        Some((days * 24 + part(11, 13)?) * 60 + part(14, 16)?)
    };
    let all: Vec<i64> = starts.map(|start| minutes(start).unwrap_or_default()).collect();
    all.iter().map(|at| (at - all[0]) as f64 / 30.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_hours_are_counted_over_ends_of_months_and_leap_days() {
        let of = ["2024-02-28T23:30:00Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"];
        assert_eq!(places(of.into_iter()), [0.0, 1.0, 49.0]);
        let of = ["2023-02-28T00:00:00Z", "2023-03-01T00:00:00Z", "2024-01-01T00:30:00Z"];
        assert_eq!(places(of.into_iter()), [0.0, 48.0, 48.0 * 307.0 + 1.0]);
    }
}

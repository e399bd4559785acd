//! Month by month of a course in which things grow: how often it triggers, by when ordinary traffic alone has, and
//! what happens in the twelve months that the mechanism takes to build (F3.9).

use super::super::picture::Picture;
use super::OfYears;
use crate::evidence::frequency::HorizonMonth;
use crate::evidence::interval::Interval;
use crate::report::lines::{Across, Lines, Panel, PlotPoint, Series};

/// The chart; none where nothing grows over several years.
pub(super) fn horizon(of: &OfYears) -> Option<Picture> {
    let h = of.f.horizon.as_ref()?;
    let series = |name: &str, value: fn(&HorizonMonth) -> Option<Interval>| Series {
        name: name.to_owned(),
        points: points(&h.months, value),
        said: said(&h.months, value),
        ..Series::default()
    };
    let panel = |title: &str, series| Panel { title: title.to_owned(), series, ..Panel::default() };
    let all = "all activations";
    let ordinary = "of ordinary traffic alone";
    let lines = Lines {
        head: of.head(
            title(of),
            "A point is a month of the course; the last panel has those that are followed by twelve more. Intervals are Poisson's exact ones where courses differ as by chance, else Student's.",
        ),
        across: Across::Times {
            title: "month".to_owned(),
            ends: (-0.5, h.months.len() as f64 - 0.5),
            ticks: ticks(&h.months),
        },
        marks: h.even_chance.map(|m| (m as f64, "even chance".to_owned())).into_iter().collect(),
        panels: vec![
            Panel {
                log: true,
                period: Some("years between".to_owned()),
                ..panel("activations a year, at the rate of the month", vec![
                    series(all, |m| Some(m.a_year.interval)),
                    series(ordinary, |m| Some(m.ordinary_a_year.interval)),
                ])
            },
            Panel {
                range: Some((0.0, 1.0)),
                ..panel("share of courses in which ordinary traffic alone has triggered by then", vec![
                    series(ordinary, |m| Some(m.ordinary_by_then)),
                ])
            },
            panel("activations in the twelve months that follow", vec![
                series(all, |m| m.following.map(|r| r.interval)),
            ]),
        ],
    };
    Some(lines.picture())
}

fn points(months: &[HorizonMonth], of: fn(&HorizonMonth) -> Option<Interval>) -> Vec<PlotPoint> {
    let point = |(i, m): (usize, &HorizonMonth)| Some(PlotPoint::new(i as f64, of(m)?));
    months.iter().enumerate().filter_map(point).collect()
}

/// The months of `points`.
fn said(months: &[HorizonMonth], of: fn(&HorizonMonth) -> Option<Interval>) -> Vec<String> {
    months.iter().filter(|m| of(m).is_some()).map(|m| m.month.said()).collect()
}

/// Each January, and of few years each quarter.
fn ticks(months: &[HorizonMonth]) -> Vec<(f64, String)> {
    let every = if months.len() <= 60 { 3 } else { 12 };
    let all = months.iter().enumerate().filter(|(_, m)| (m.month.month - 1) % every == 0);
    all.map(|(i, m)| (i as f64, m.month.to_string())).collect()
}

fn title(of: &OfYears) -> String {
    let Some(h) = &of.f.horizon else { return String::new() };
    let from = |i: Option<usize>| i.map(|i| h.months[i].month.said());
    match (from(h.even_chance), from(h.once_a_year)) {
        (Some(even), Some(once)) => format!(
            "By the end of {even} ordinary traffic alone has triggered it with an even chance; from {once} it does once a year or more"
        ),
        (Some(even), None) => {
            format!(
                "By the end of {even} ordinary traffic alone has triggered it with an even chance"
            )
        }
        (None, Some(once)) => {
            format!("From {once} ordinary traffic alone triggers it once a year or more")
        }
        (None, None) => {
            "Ordinary traffic alone triggers less than once a year throughout".to_owned()
        }
    }
}

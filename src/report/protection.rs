//! Chart 7: where protection ends. Offered load against the share of it that is never throttled, what became of
//! it, and where theory has the boundary.

use super::frame::ChartHead;
use super::lettering::{decimal, figure};
use super::lines::{Across, Lines, Panel, PlotPoint, Series, SeriesStyle};
use super::picture::Picture;
use super::words::{assumed, sentences, subtitle};
use crate::evidence::findings::Findings;
use crate::evidence::protection::{Demand, Protection};
use crate::evidence::words::round_percent;

/// Points of the line of theory.
const POINTS: usize = 400;
/// How far apart shares, and the least and the greatest load, must lie for a picture.
const APART: f64 = 0.05;
const TIMES: f64 = 1.2;

/// A variant on the chart.
struct Spot<'a> {
    share: f64,
    load: f64,
    demand: &'a Demand,
    became: Protection,
}

/// Chart 7 of `f`; none unless both the load and the share of it that is never throttled vary.
pub fn protection(f: &Findings) -> Option<Picture> {
    let (spots, left_out) = spots(f);
    let ends = |of: fn(&Spot<'_>) -> f64| {
        let all = || spots.iter().map(of);
        (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max))
    };
    let (shares, loads) = (ends(|s| s.share), ends(|s| s.load));
    if shares.1 - shares.0 < APART || loads.1 < TIMES * loads.0 {
        return None;
    }
    let interrupted = spots.iter().any(|s| s.demand.is_interrupted());
    let held = "What the DSP starts later for want of service is part of them; what Users send again is not.";
    let threshold = f.base.mechanism.operating_threshold.get();
    let range = (0.8 * loads.0.min(threshold), 1.2 * loads.1.max(1.0));
    let series = [
        (Protection::Normal, "normal: the mechanism is not active"),
        (Protection::Managed, "managed: active, and the DSP takes what passes"),
        (Protection::Overloaded, "overloaded: active, and the DSP rejects"),
    ];
    let mut series: Vec<Series> = series
        .into_iter()
        .map(|(became, name)| Series {
            name: name.to_owned(),
            points: of(&spots, became),
            drawn: SeriesStyle::Points,
            ..Series::default()
        })
        .collect();
    series.extend(boundary(&spots, shares, range));
    let lines = Lines {
        head: ChartHead {
            title: title(&spots),
            subtitle: subtitle(f, &left_out),
            footnote: sentences(&[
                "Loads and shares are what is expected in the busiest window, before retries.",
                if interrupted { held } else { "" },
                "Overloaded: the DSP rejects in the last of the busiest windows in which the mechanism is active, of the first replication.",
                assumed(&f.base),
            ]),
        },
        across: Across::Linear {
            title: "share of the load that is never throttled: prioritised, or started by the DSP"
                .to_owned(),
            top: None,
        },
        marks: Vec::new(),
        panels: vec![Panel {
            title: "offered load ÷ maximum capacity".to_owned(),
            log: true,
            range: Some(range),
            references: vec![
                (threshold, "operating threshold".to_owned()),
                (1.0, "100 % of capacity".to_owned()),
            ],
            series,
            ..Panel::default()
        }],
    };
    Some(lines.picture())
}

/// The variants whose limits are those of the first that theory speaks of, and what is left out.
fn spots(f: &Findings) -> (Vec<Spot<'_>>, String) {
    let all = || {
        f.demands.iter().zip(&f.evidence).filter_map(|(demand, e)| {
            let demand = demand.as_ref()?;
            let became = Protection::of(e)?;
            Some(Spot { share: demand.never_throttled(), load: demand.load(), demand, became })
        })
    };
    let first = all().next();
    let alike = |s: &Spot<'_>| first.as_ref().is_some_and(|f| f.demand.same_limits(s.demand));
    let spots: Vec<Spot<'_>> = all().filter(alike).collect();
    let left = f.variants.len() - spots.len();
    let note = match left {
        0 => String::new(),
        n => format!("{n} with other limits, or without the mechanism, are left out"),
    };
    (spots, note)
}

fn of(spots: &[Spot<'_>], became: Protection) -> Vec<PlotPoint> {
    let here = spots.iter().filter(|s| s.became == became);
    here.map(|s| PlotPoint { x: s.share, y: Some(s.load), ..PlotPoint::default() }).collect()
}

/// Where what passes is all that the DSP can do, by the proportions of the variant whose events add most of both.
fn boundary(spots: &[Spot<'_>], shares: (f64, f64), range: (f64, f64)) -> Option<Series> {
    let most = spots.iter().map(|s| s.demand).max_by(|a, b| a.mixed().total_cmp(&b.mixed()))?;
    let point = |i: usize| {
        let x = shares.0 + (shares.1 - shares.0) * i as f64 / (POINTS - 1) as f64;
        let y = most.full_at(x).filter(|y| (range.0..=range.1).contains(y));
        PlotPoint { x, y, ..PlotPoint::default() }
    };
    let points: Vec<PlotPoint> = (0..POINTS).map(point).collect();
    let name = "theory: what passes is all the DSP can do".to_owned();
    let drawn = SeriesStyle::Theory(None);
    points.iter().any(|p| p.y.is_some()).then_some(Series {
        name,
        points,
        drawn,
        ..Series::default()
    })
}

/// How many variants overload the DSP, at which load and share first, and how often theory agrees.
fn title(spots: &[Spot<'_>]) -> String {
    let over = |s: &&Spot<'_>| s.became == Protection::Overloaded;
    let active = spots.iter().filter(|s| s.became != Protection::Normal);
    let agrees = active.clone().filter(|s| over(s) == (s.demand.passes() > 1.0)).count();
    let theory = match active.count() {
        n if n == agrees => format!("theory agrees in all {n} in which the mechanism is active"),
        n => format!("theory agrees in {agrees} of the {n} in which the mechanism is active"),
    };
    let all = spots.len();
    let never = |s: &Spot<'_>| s.share * s.load;
    match spots.iter().filter(over).min_by(|a, b| never(a).total_cmp(&never(b))) {
        None => {
            let most = spots.iter().map(|s| s.load).fold(0.0, f64::max);
            format!(
                "Protection holds in all {all} variants, up to {} × capacity; {theory}",
                figure(most)
            )
        }
        Some(least) => format!(
            "Protection ends in {} of {all} variants, first where {} of a load of {} × capacity is never throttled; {theory}",
            spots.iter().filter(over).count(),
            round_percent(least.share),
            decimal(least.load, 2)
        ),
    }
}

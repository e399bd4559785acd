//! Release (N5): how long each class of messages takes, by the variants of a study, such as release policies.

use super::forest::{Forest, ForestMeasure, ForestRow};
use super::frame::{ChartHead, Estimate};
use super::picture::Picture;
use super::words::{assumed_northbound, not_below_none, sentences, subtitle};
use crate::evidence::findings::{Findings, Found};
use crate::evidence::northbound::delivered_classes;
use crate::evidence::words::time_said;
use crate::evidence::{Figure, Whose};

/// Most variants: more rows would be a table.
const MOST: usize = 12;

/// A class: what it is called, and which.
type DelayedClass = (String, Whose);

/// The chart of `f`; none where no variant has messages, or all delay them alike.
pub fn release(f: &Findings) -> Option<Picture> {
    let classes = delivered_classes(f);
    if !classes.iter().any(|c| ends(f, c.1).is_some_and(|(least, most)| least.0 < most.0)) {
        return None;
    }
    let north = |v: &usize| f.evidence[*v].plan.scenario.northbound.enabled;
    let all: Vec<usize> = (0..f.variants.len()).filter(north).collect();
    let shown: Vec<usize> = (0..all.len().min(MOST)).map(|i| all[spread(i, all.len())]).collect();
    let labels = without_axis(f.variants.iter().map(Found::said).collect());
    let lost = f.evidence.iter().map(|e| e.estimate(Figure::MessagesLost, Whose::All));
    let any_lost = lost.flatten().any(|i| i.mean > 0.0);
    let row = |whose: Whose, v: usize| {
        let minutes = |x: Option<f64>| x.map(|s| s / 60.0);
        let delay = |figure| {
            let of = Estimate::from(not_below_none(f.estimate(v, figure, whose)?));
            Some(Estimate {
                value: minutes(of.value),
                low: minutes(of.low),
                high: minutes(of.high),
            })
        };
        let lost = f.estimate(v, Figure::MessagesLost, whose).map(not_below_none);
        let mut cells =
            [Figure::DelaySP95, Figure::DelaySMax].map(|g| delay(g).unwrap_or_default()).to_vec();
        cells.extend(any_lost.then(|| lost.map_or(Estimate::default(), Estimate::from)));
        ForestRow::Item { label: labels[v].clone(), cells }
    };
    let rows = classes.iter().flat_map(|(name, whose)| {
        let group = ForestRow::Group(name.clone());
        std::iter::once(group).chain(shown.iter().map(|v| row(*whose, *v)))
    });
    let measure = |title: &str, unit: &str| ForestMeasure {
        title: title.to_owned(),
        unit: unit.to_owned(),
        ..ForestMeasure::default()
    };
    let mut measures = vec![
        measure("95 % are delivered within", "minutes"),
        measure("the longest delay is", "minutes"),
    ];
    measures.extend(any_lost.then(|| measure("lost at adapters", "messages")));
    let few = format!("{} of {} variants are shown.", shown.len(), all.len());
    let forest = Forest {
        head: ChartHead {
            title: title(f, &classes),
            subtitle: subtitle(f, "means of a replication"),
            footnote: sentences(&[
                "From generation to the User's adapter taking it (N4–N6).",
                if shown.len() < all.len() { &few } else { "" },
                assumed_northbound(&f.base),
            ]),
        },
        line: String::new(),
        measures,
        rows: rows.collect(),
        ..Forest::default()
    };
    Some(forest.picture())
}

/// Labels without the name of the axis that all of them begin with, which the title has: rows are narrow.
fn without_axis(labels: Vec<String>) -> Vec<String> {
    let of = |label: &str| label.split_once(": ").map(|(axis, _)| format!("{axis}: "));
    let axis = labels.first().and_then(|label| of(label)).unwrap_or_default();
    let short = |label: &String| label.strip_prefix(axis.as_str()).map(str::to_owned);
    labels.iter().map(short).collect::<Option<_>>().unwrap_or(labels)
}

/// The `i`-th of so many evenly chosen of `n`.
fn spread(i: usize, n: usize) -> usize {
    if n <= MOST { i } else { i * (n - 1) / (MOST - 1) }
}

/// The least and the greatest of the longest delays, seconds, and with which variant.
fn ends(f: &Findings, whose: Whose) -> Option<((f64, usize), (f64, usize))> {
    let last = |v: usize| Some((f.estimate(v, Figure::DelaySMax, whose)?.mean, v));
    let all = || (0..f.variants.len()).filter_map(last);
    let least = all().min_by(|a, b| a.0.total_cmp(&b.0))?;
    // The first of equals, as for the least.
    let most = all().rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some((least, most))
}

/// What the release does to the most important class that it moves, and who pays for it, if anybody does.
fn title(f: &Findings, classes: &[DelayedClass]) -> String {
    let apart = |c: &DelayedClass, a, b| f.told_apart(a, b, Figure::DelaySMax, c.1);
    let moved = |c: &DelayedClass| {
        let (least, most) = ends(f, c.1)?;
        (least.0 < most.0 && apart(c, least.1, most.1)).then_some((least, most))
    };
    let Some((first, (least, most))) = classes.iter().find_map(|c| Some((c, moved(c)?))) else {
        return "No class of messages is delivered clearly sooner with one than with another"
            .to_owned();
    };
    let label = |v: usize| format!("‘{}’", f.variants[v].said());
    let found = format!(
        "With {} {} are delayed {} at most, with {} {}",
        label(least.1),
        first.0,
        time(least.0),
        label(most.1),
        time(most.0)
    );
    let of = |class: &DelayedClass, v| f.estimate(v, Figure::DelaySMax, class.1).map(|i| i.mean);
    let pays = |c: &&DelayedClass| of(c, least.1) > of(c, most.1) && apart(c, least.1, most.1);
    match classes.iter().rev().find(pays) {
        Some(class) => {
            let said = |v| time(of(class, v).unwrap_or(0.0));
            format!("{found}; {} {} and {}", class.0, said(least.1), said(most.1))
        }
        None => found,
    }
}

/// A time that no line breaks.
fn time(s: f64) -> String {
    time_said(s).replace(' ', "\u{a0}")
}

//! Release (N5): how long each class of messages takes, by the variants of a study, such as release policies.

use super::forest::{Forest, ForestMeasure, ForestRow};
use super::frame::{ChartHead, Estimate};
use super::picture::Picture;
use super::words::{assumed_northbound, not_below_none, sentences, subtitle};
use crate::evidence::findings::{Findings, Found};
use crate::evidence::northbound::delivered_classes;
use crate::evidence::words::{listed, time_said};
use crate::evidence::{Figure, Whose};

/// A delay, seconds, and with which variant.
type Delay = (f64, usize);

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
    let labels = without_axes(f.variants.iter().map(Found::said).collect());
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
        measure("95 % of those delivered within", "minutes"),
        measure("the longest delay is", "minutes"),
    ];
    measures.extend(any_lost.then(|| measure("lost at adapters", "messages")));
    let rows_are = match f.axes.len() {
        0 | 1 => String::new(),
        _ => format!("Rows are by {}.", listed(&f.row_heads())),
    };
    let few = format!("{} of {} variants are shown.", shown.len(), all.len());
    let forest = Forest {
        head: ChartHead {
            title: title(f, &classes),
            subtitle: subtitle(f, "means of a replication"),
            footnote: sentences(&[
                "From generation to the User's adapter taking it (N4–N6).",
                &rows_are,
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

/// Labels without the names of axes that all of them have, which the title has: rows are narrow.
fn without_axes(labels: Vec<String>) -> Vec<String> {
    let axis = |part: &str| {
        let ends = [": ", " = "].map(|sign| part.find(sign).map(|at| at + sign.len()));
        ends.into_iter().flatten().min().map_or("", |end| &part[..end]).to_owned()
    };
    let first = labels.first().map_or("", String::as_str);
    let axes: Vec<String> = first.split(", ").map(axis).collect();
    let short = |label: &String| {
        let parts: Vec<&str> = label.split(", ").collect();
        let left = parts.iter().zip(&axes).map(|(part, axis)| part.strip_prefix(axis.as_str()));
        let left: Vec<&str> = left.collect::<Option<_>>()?;
        (parts.len() == axes.len()).then(|| left.join(", "))
    };
    labels.iter().map(short).collect::<Option<_>>().unwrap_or(labels)
}

/// The `i`-th of so many evenly chosen of `n`.
fn spread(i: usize, n: usize) -> usize {
    if n <= MOST { i } else { i * (n - 1) / (MOST - 1) }
}

/// The least and the greatest of the longest delays, seconds, and with which variant.
fn ends(f: &Findings, whose: Whose) -> Option<(Delay, Delay)> {
    let last = |v: usize| Some((f.estimate(v, Figure::DelaySMax, whose)?.mean, v));
    let all = || (0..f.variants.len()).filter_map(last);
    let least = all().min_by(|a, b| a.0.total_cmp(&b.0))?;
    // The first of equals, as for the least.
    let most = all().rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some((least, most))
}

/// What the release does to the class that it moves most, the more important of equals, and who pays for it, if anybody does.
fn title(f: &Findings, classes: &[DelayedClass]) -> String {
    // What is said alike is no difference.
    let apart = |c: &DelayedClass, (least, a): Delay, (most, b): Delay| {
        time_said(least) != time_said(most) && f.told_apart(a, b, Figure::DelaySMax, c.1)
    };
    let moved = |c: &DelayedClass| {
        let (least, most) = ends(f, c.1)?;
        (least.0 < most.0 && apart(c, least, most)).then_some((least, most))
    };
    let all = classes.iter().filter_map(|c| Some((c, moved(c)?)));
    let all: Vec<(&DelayedClass, (Delay, Delay))> = all.collect();
    let by = |(_, (least, most)): &(&DelayedClass, (Delay, Delay))| 1.0 - least.0 / most.0;
    let most_moved = all.into_iter().rev().max_by(|a, b| by(a).total_cmp(&by(b)));
    let Some((first, (least, most))) = most_moved else {
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
    let pays = |c: &&DelayedClass| {
        let both = of(c, least.1).zip(of(c, most.1));
        both.is_some_and(|(a, b)| a > b && apart(c, (a, least.1), (b, most.1)))
    };
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

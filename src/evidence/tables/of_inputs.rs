//! Rows of a sensitivity study and of sizing.

use crate::evidence::assertions::Verdict;
use crate::evidence::findings::Findings;
use crate::evidence::sensitivity::{Sensitivity, Swing};
use crate::evidence::sizing::{AgainstToday, Alike, AtThreshold, Sized, Sizing};
use crate::evidence::table::{Schema, Table, Unit};
use headroom_core::experiment::plain;
use headroom_core::scenario::{InputRange, Keep};
use serde_json::{Value, json};

/// A study, its sensitivity, and what an input does to a figure.
type Moved<'a> = (&'a Findings, &'a Sensitivity, &'a Swing);

fn moved<'a>(f: &'a Findings, s: &'a Sensitivity) -> Vec<Moved<'a>> {
    s.swings.iter().map(|swing| (f, s, swing)).collect()
}

/// A row for each figure and input: means at both ends and as it stands, differences and swing.
pub fn sensitivity_table(f: &Findings, s: &Sensitivity) -> Table {
    of_swings().table(&moved(f, s))
}

/// The same as JSON.
pub fn sensitivity_json(f: &Findings, s: &Sensitivity) -> Vec<Value> {
    of_swings().objects(&moved(f, s))
}

/// An input of a swing.
fn input<'a>((_, s, of): &Moved<'a>) -> &'a InputRange {
    &s.inputs[of.input]
}

/// An end of a range and the figure there, as JSON has it.
fn end((.., of): &Moved<'_>, i: usize, value: &Value) -> Value {
    let end = of.ends[i];
    json!({ "value": value, "mean": end.map(|e| e.mean), "difference": end.map(|e| e.more) })
}

pub(super) fn of_swings<'a>() -> Schema<Moved<'a>> {
    let whose = |place: usize| {
        move |(f, s, of): &Moved<'a>| f.names(0, s.figures[of.figure].whose)[place].clone()
    };
    let mean = |end: usize| move |(.., of): &Moved<'a>| of.ends[end].map(|e| e.mean);
    let more = |end: usize| move |(.., of): &Moved<'a>| of.ends[end].map(|e| e.more);
    let unit = Unit::OfTheFigure;
    Schema::<Moved<'a>>::of("sensitivity", "a figure, and an input alone at both ends of its range")
        .in_json_at("sensitivity")
        .text("figure", "which figure", |(_, s, of): &Moved<'a>| s.figures[of.figure].figure.word())
        .made("user", "of which User, if of one", whose(0))
        .made("srv", "of which SRV, if of one", whose(1))
        .made("class", "of which class of messages, if of one", whose(2))
        .text("input", "which input", |r| &input(r).id)
        .text("pointer", "where it stands in the scenario", |r| &input(r).pointer)
        .made("low_value", "its value at the low end", |r| plain(&input(r).low))
        .in_json_as("low", |r| end(r, 0, &input(r).low))
        .text("base_value", "its value as the scenario stands", |(_, s, of)| &s.stands[of.input])
        .in_json_as("stands", |(_, s, of)| s.stands[of.input].clone())
        .made("high_value", "its value at the high end", |r| plain(&input(r).high))
        .in_json_as("high", |r| end(r, 1, &input(r).high))
        .estimate("base", unit, "the figure as the scenario stands", |(.., of): &Moved<'a>| {
            Some(of.base)
        })
        .estimate("low", unit, "the figure at the low end", mean(0))
        .not_in_json()
        .estimate("low_difference", unit, "how much more that is, paired", more(0))
        .not_in_json()
        .estimate("high", unit, "the figure at the high end", mean(1))
        .not_in_json()
        .estimate("high_difference", unit, "how much more that is, paired", more(1))
        .not_in_json()
        .number("swing", unit, "greatest less least of the three means", |(.., of)| of.size)
        .truth("clear", "whether an interval of the differences leaves out nought", |(.., of)| {
            of.clear()
        })
        .count("n", "replications", |(.., of)| of.base.n as u64)
        .not_in_json()
}

/// A study, a threshold of it, a bound, and the verdict on it.
type JudgedBound<'a> = (&'a Findings, &'a AtThreshold, &'a Keep, &'a Verdict);

/// In a word what a threshold does against today's system; empty where that does not stand beside it.
fn against(t: &AtThreshold) -> &'static str {
    t.today.as_ref().map_or("", |today| today.against.word())
}

/// A row for each threshold and bound.
pub fn sizing_table(f: &Findings, s: &Sizing) -> Table {
    let thresholds = s.at.iter().flat_map(|sized| &sized.thresholds);
    let bounds = |t| bounds(f, s, t);
    of_sizing().table(&thresholds.flat_map(bounds).collect::<Vec<JudgedBound<'_>>>())
}

fn bounds<'a>(f: &'a Findings, s: &'a Sizing, t: &'a AtThreshold) -> Vec<JudgedBound<'a>> {
    s.keeps.iter().zip(&t.verdicts).map(|(keep, verdict)| (f, t, keep, verdict)).collect()
}

/// Thresholds and bounds by capacity, as JSON.
pub fn sizing_json(f: &Findings, s: &Sizing) -> Value {
    let threshold = |t: &AtThreshold| {
        json!({
            "operating_threshold": t.share, "operating_threshold_per_s": t.per_s, "verdict": t.all,
            "against_today": against(t),
            "bounds": of_sizing().objects(&bounds(f, s, t)),
        })
    };
    let sized = |s: &Sized| {
        let run = |(a, b): &(usize, usize)| json!([s.thresholds[*a].share, s.thresholds[*b].share]);
        json!({
            "max_capacity_per_s": s.capacity_per_s,
            "kept": s.runs.iter().map(run).collect::<Vec<Value>>(),
            "alike": s.alike.iter().map(|a| run(&(a.from, a.to))).collect::<Vec<Value>>(),
            "thresholds": s.thresholds.iter().map(threshold).collect::<Vec<Value>>(),
        })
    };
    json!({
        "verdict": s.outcome(),
        "capacities": s.at.iter().map(sized).collect::<Vec<Value>>(),
    })
}

pub(super) fn of_sizing<'a>() -> Schema<JudgedBound<'a>> {
    Schema::<JudgedBound<'a>>::of("sizing", "an operating threshold and a bound, judged")
        .in_json_at("sizing.capacities[].thresholds[].bounds")
        .count("variant", "which variant, from 1", |(_, t, ..): &JudgedBound<'a>| {
            t.variant as u64 + 1
        })
        .not_in_json()
        .number("operating_threshold", Unit::Share, "Θ ÷ C", |(_, t, ..)| t.share)
        .not_in_json()
        .number("operating_threshold_per_s", Unit::PerSecond, "Θ", |(_, t, ..)| t.per_s)
        .not_in_json()
        .number("busiest_ordinary_window_per_s", Unit::PerSecond, "expected load (M4)", {
            |(f, t, ..)| f.evidence[t.variant].ordinary.busiest_window_per_s
        })
        .not_in_json()
        .number("max_capacity_per_s", Unit::PerSecond, "C", |(f, t, ..)| {
            f.evidence[t.variant].plan.scenario.gateway.max_capacity.get()
        })
        .not_in_json()
        .made("bound", "what is to be kept", |(_, _, keep, _)| keep.to_string())
        .text("figure", "its figure", |(_, _, keep, _)| keep.measure.figure.word())
        .text("of", "of whom or what; empty of everything", |(_, _, keep, _)| {
            keep.measure.of.as_deref().unwrap_or_default()
        })
        .in_json_as("of", |(_, _, keep, _)| keep.measure.of.clone())
        .text(
            "more_than",
            "`today` where the bound is of what it is more than today on the same traffic",
            |(_, _, keep, _)| {
                if keep.more_than_today { "today" } else { "" }
            },
        )
        .number("limit", Unit::OfTheFigure, "its limit", |(_, _, keep, _)| keep.bound)
        .maybe("mean", Unit::OfTheFigure, "what was found", |(.., v)| v.value)
        .maybe("ci_low", Unit::OfTheFigure, "lower end of its 95 % interval", |(.., v)| v.ci_low)
        .maybe("ci_high", Unit::OfTheFigure, "upper end", |(.., v)| v.ci_high)
        .count("n", "replications", |(.., v)| v.n as u64)
        .text("verdict", "`holds`, `fails` or `undecided`", |(.., v)| v.verdict.word())
        .maybe_whole("more", Unit::Number, "so many more would settle it", |(.., v)| v.more)
        .text("all_bounds", "the worst verdict at the threshold", |(_, t, ..)| t.all.word())
        .not_in_json()
}

/// A study, what was found with a capacity, thresholds that cannot be told apart, and one of them.
type InRange<'a> = (&'a Findings, &'a Sized, &'a Alike, &'a AtThreshold);

/// A row for each threshold: what it does against today's system; none where that does not stand beside it.
pub fn sizing_today_table(f: &Findings, s: &Sizing) -> Option<Table> {
    let of = |sized: &'_ Sized, run: &'_ Alike| -> Vec<usize> {
        let told = |i: &usize| sized.thresholds[*i].today.is_some();
        (run.from..=run.to).filter(told).collect()
    };
    let mut rows: Vec<InRange<'_>> = Vec::new();
    for sized in &s.at {
        for run in &sized.alike {
            rows.extend(of(sized, run).into_iter().map(|i| (f, sized, run, &sized.thresholds[i])));
        }
    }
    (!rows.is_empty()).then(|| of_sizing_today().table(&rows))
}

pub(super) fn of_sizing_today<'a>() -> Schema<InRange<'a>> {
    Schema::<InRange<'a>>::of(
        "sizing_today",
        "an operating threshold, and what it does against today's system on the same traffic",
    )
    .count("variant", "which variant, from 1", |(_, _, _, t): &InRange<'a>| t.variant as u64 + 1)
    .number("operating_threshold", Unit::Share, "Θ ÷ C", |(.., t)| t.share)
    .number("operating_threshold_per_s", Unit::PerSecond, "Θ", |(.., t)| t.per_s)
    .number("max_capacity_per_s", Unit::PerSecond, "C", |(_, s, ..)| s.capacity_per_s)
    .text(
        "against_today",
        "`never_triggers`, `no_harm_differs`, `not_told`, `spares`, `costs` or `spares_and_costs`",
        |(.., t)| against(t),
    )
    .made("said", "who is spared what, and who pays, in words", |(.., t)| {
        t.today.as_ref().map_or(String::new(), AgainstToday::said)
    })
    .number(
        "alike_from",
        Unit::Share,
        "the lowest threshold of those it cannot be told apart from, Θ ÷ C",
        |(_, s, run, _)| s.thresholds[run.from].share,
    )
    .number("alike_to", Unit::Share, "the highest", |(_, s, run, _)| s.thresholds[run.to].share)
    .maybe(
        "more_users_below",
        Unit::Number,
        "Users throttled more at the next threshold below these, where that is clear",
        |(_, _, run, _)| run.more_below,
    )
}

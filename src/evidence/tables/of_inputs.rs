//! The tables of a sensitivity study and of sizing.

use super::Table;
use super::columns::{fractions, maybe, numbers, texts, truths};
use crate::evidence::sensitivity::{End, names};
use crate::evidence::{Findings, Interval, Sensitivity, Sizing, Swing};
use headroom_core::experiment::plain;
use polars::prelude::{Column, PolarsResult};

/// A row for each figure and input: means at both ends and as it stands, differences and swing.
///
/// # Errors
/// What polars says.
pub fn sensitivity_table(f: &Findings, s: &Sensitivity) -> PolarsResult<Table> {
    let all = &s.swings;
    let input = |of: &Swing| &s.inputs[of.input];
    let whose = |place: usize| {
        all.iter().map(move |of| names(f, s.figures[of.figure].whose)[place].clone())
    };
    let mut columns = vec![
        texts("figure", all.iter().map(|of| s.figures[of.figure].figure.word().to_owned())),
        texts("user", whose(0)),
        texts("srv", whose(1)),
        texts("class", whose(2)),
        texts("input", all.iter().map(|of| input(of).id.clone())),
        texts("pointer", all.iter().map(|of| input(of).pointer.clone())),
        texts("low_value", all.iter().map(|of| plain(&input(of).low))),
        texts("base_value", all.iter().map(|of| s.stands[of.input].clone())),
        texts("high_value", all.iter().map(|of| plain(&input(of).high))),
    ];
    columns.extend(interval("base", all.iter().map(|of| Some(of.base))));
    for (i, end) in ["low", "high"].into_iter().enumerate() {
        let of_end =
            |get: fn(&End) -> Interval| all.iter().map(move |of| of.ends[i].as_ref().map(get));
        columns.extend(interval(end, of_end(|e| e.mean)));
        columns.extend(interval(&format!("{end}_difference"), of_end(|e| e.more)));
    }
    columns.push(fractions("swing", all.iter().map(|of| of.size)));
    columns.push(truths("clear", all.iter().map(Swing::clear)));
    columns.push(numbers("n", all.iter().map(|of| of.base.n as u64)));
    Table::new("sensitivity", columns)
}

/// Mean and ends.
fn interval(name: &str, all: impl Iterator<Item = Option<Interval>> + Clone) -> [Column; 3] {
    [
        maybe(name, all.clone().map(|i| i.map(|i| i.mean))),
        maybe(&format!("{name}_ci_low"), all.clone().map(|i| i.and_then(|i| i.ci_low))),
        maybe(&format!("{name}_ci_high"), all.map(|i| i.and_then(|i| i.ci_high))),
    ]
}

/// A row for each threshold and bound: mean, interval and verdict.
///
/// # Errors
/// What polars says.
pub fn sizing_table(f: &Findings, s: &Sizing) -> PolarsResult<Table> {
    let rows: Vec<_> =
        s.at.iter()
            .flat_map(|sized| &sized.thresholds)
            .flat_map(|at| at.verdicts.iter().enumerate().map(move |(k, v)| (at, k, v)))
            .collect();
    let scenario = |v: usize| &f.evidence[v].plan.scenario;
    Table::new(
        "sizing",
        vec![
            numbers("variant", rows.iter().map(|r| r.0.variant as u64 + 1)),
            fractions("operating_threshold", rows.iter().map(|r| r.0.share)),
            fractions("operating_threshold_per_s", rows.iter().map(|r| r.0.per_s)),
            fractions(
                "busiest_ordinary_window_per_s",
                rows.iter().map(|r| f.evidence[r.0.variant].ordinary.busiest_window_per_s),
            ),
            fractions(
                "max_capacity_per_s",
                rows.iter().map(|r| scenario(r.0.variant).gateway.max_capacity.get()),
            ),
            texts("bound", rows.iter().map(|r| s.keeps[r.1].to_string())),
            texts("figure", rows.iter().map(|r| s.keeps[r.1].measure.figure.word().to_owned())),
            texts("of", rows.iter().map(|r| s.keeps[r.1].measure.of.clone().unwrap_or_default())),
            fractions("limit", rows.iter().map(|r| s.keeps[r.1].bound)),
            maybe("mean", rows.iter().map(|r| r.2.value)),
            maybe("ci_low", rows.iter().map(|r| r.2.ci_low)),
            maybe("ci_high", rows.iter().map(|r| r.2.ci_high)),
            numbers("n", rows.iter().map(|r| r.2.n as u64)),
            texts("verdict", rows.iter().map(|r| r.2.verdict.word().to_owned())),
            maybe("more", rows.iter().map(|r| r.2.more.map(|n| n as f64))),
            texts("all_bounds", rows.iter().map(|r| r.0.all.word().to_owned())),
        ],
    )
}

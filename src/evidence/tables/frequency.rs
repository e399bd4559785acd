//! Tables of how often it happens (C4); only of studies whose replications are drawn courses.

use super::Table;
use super::columns::{fractions, maybe, numbers, texts};
use crate::evidence::Evidence;
use crate::evidence::frequency::{ByWhom, FIGURES, Frequency, HorizonMonth, Level, Rate};
use polars::prelude::{Column, PolarsResult};

/// All of them but those of single episodes.
pub(super) fn tables(e: &Evidence, f: &Frequency) -> PolarsResult<Vec<Table>> {
    let mut all = vec![
        frequency(f)?,
        by_cause(f)?,
        by_month(f)?,
        by_whom("frequency_by_user", "user", &f.by_user, |u| e.plan.scenario.users[u].id.clone())?,
        by_whom("frequency_by_srv", "srv", &f.by_srv, |s| e.plan.scenario.srvs[s].id.clone())?,
        levels(f)?,
        convergence(f)?,
    ];
    if let Some(h) = &f.horizon {
        all.push(horizon(&h.months)?);
    }
    Ok(all)
}

/// Mean and both ends.
fn rate(name: &str, of: impl Iterator<Item = Rate>) -> [Column; 3] {
    let of: Vec<Rate> = of.collect();
    [
        fractions(name, of.iter().map(|r| r.interval.mean)),
        maybe(&format!("{name}_ci_low"), of.iter().map(|r| r.interval.ci_low)),
        maybe(&format!("{name}_ci_high"), of.iter().map(|r| r.interval.ci_high)),
    ]
}

fn frequency(f: &Frequency) -> PolarsResult<Table> {
    let rows = &f.per_year;
    let mut columns = vec![texts("figure", rows.iter().map(|r| FIGURES[r.figure].word.to_owned()))];
    columns.extend(rate("a_year", rows.iter().map(|r| r.rate)));
    columns.extend([
        texts("interval", rows.iter().map(|r| r.rate.method.word().to_owned())),
        maybe("chance_of_any", rows.iter().map(|r| r.chance.map(|c| c.mean))),
        maybe("chance_of_any_ci_low", rows.iter().map(|r| r.chance.and_then(|c| c.ci_low))),
        maybe("chance_of_any_ci_high", rows.iter().map(|r| r.chance.and_then(|c| c.ci_high))),
        maybe(
            "return_period_years",
            rows.iter().map(super::super::frequency::PerYear::return_period),
        ),
        fractions("largest_episode_mean", rows.iter().map(|r| r.largest.mean)),
        fractions("largest_episode", rows.iter().map(|r| r.most)),
        fractions("years", rows.iter().map(|_| f.years_run())),
    ]);
    Table::new("frequency", columns)
}

fn by_cause(f: &Frequency) -> PolarsResult<Table> {
    let rows = &f.by_cause;
    let mut columns = vec![texts("causes", rows.iter().map(|r| r.cause.clone()))];
    columns.extend(rate("activations", rows.iter().map(|r| r.activations)));
    columns.push(fractions("share", rows.iter().map(|r| r.share)));
    columns.extend(rate("active_h", rows.iter().map(|r| r.active_h)));
    columns.extend(rate("throttled", rows.iter().map(|r| r.throttled)));
    columns.extend([
        maybe("chance_of_any", rows.iter().map(|r| r.chance.map(|c| c.mean))),
        maybe("chance_of_any_ci_low", rows.iter().map(|r| r.chance.and_then(|c| c.ci_low))),
        maybe("chance_of_any_ci_high", rows.iter().map(|r| r.chance.and_then(|c| c.ci_high))),
    ]);
    Table::new("frequency_by_cause", columns)
}

fn by_month(f: &Frequency) -> PolarsResult<Table> {
    let rows = &f.by_month;
    let mut columns = vec![numbers("month", rows.iter().map(|r| r.month as u64))];
    columns.extend(rate("activations", rows.iter().map(|r| r.activations)));
    columns.extend(rate("ordinary_activations", rows.iter().map(|r| r.ordinary)));
    columns.extend(rate("active_h", rows.iter().map(|r| r.active_h)));
    columns.extend(rate("throttled", rows.iter().map(|r| r.throttled)));
    columns.extend(rate("unserved", rows.iter().map(|r| r.unserved)));
    Table::new("frequency_by_month", columns)
}

fn by_whom(
    name: &'static str,
    who: &str,
    rows: &[ByWhom],
    id: impl Fn(usize) -> String,
) -> PolarsResult<Table> {
    let mut columns = vec![texts(who, rows.iter().map(|r| id(r.index)))];
    columns.extend(rate("unserved", rows.iter().map(|r| r.unserved)));
    columns.extend(rate("throttled", rows.iter().map(|r| r.throttled)));
    let ends = |part: fn(&crate::evidence::Interval) -> Option<f64>| {
        rows.iter().map(move |r| r.chance.as_ref().and_then(part))
    };
    columns.extend([
        maybe("chance_of_throttled", ends(|c| Some(c.mean))),
        maybe("chance_of_throttled_ci_low", ends(|c| c.ci_low)),
        maybe("chance_of_throttled_ci_high", ends(|c| c.ci_high)),
    ]);
    Table::new(name, columns)
}

fn levels(f: &Frequency) -> PolarsResult<Table> {
    let mut rows: Vec<(&str, &str, &Level)> = Vec::new();
    for row in &f.per_year {
        let word = FIGURES[row.figure].word;
        rows.extend(row.aggregate.iter().map(|l| (word, "year", l)));
        rows.extend(row.occurrence.iter().map(|l| (word, "largest_episode", l)));
    }
    Table::new(
        "return_levels",
        vec![
            texts("figure", rows.iter().map(|r| r.0.to_owned())),
            texts("of", rows.iter().map(|r| r.1.to_owned())),
            numbers("once_in_years", rows.iter().map(|r| u64::from(r.2.period))),
            maybe("value", rows.iter().map(|r| r.2.value)),
            maybe("ci_low", rows.iter().map(|r| r.2.low)),
            maybe("ci_high", rows.iter().map(|r| r.2.high)),
            numbers("years_needed", rows.iter().map(|r| r.2.needed)),
        ],
    )
}

fn convergence(f: &Frequency) -> PolarsResult<Table> {
    let rows = &f.convergence.running;
    let mut columns = vec![fractions("years", rows.iter().map(|r| r.0))];
    columns.extend(rate("activations", rows.iter().map(|r| r.1)));
    columns.push(maybe("half_width_share", rows.iter().map(|r| r.1.half_width_share())));
    let needed = f.convergence.needed.map(|n| n as f64);
    let missing = f.convergence.missing.map(|n| n as f64);
    columns.push(maybe("years_needed", rows.iter().map(|_| needed)));
    columns.push(maybe("years_missing", rows.iter().map(|_| missing)));
    Table::new("convergence", columns)
}

fn horizon(rows: &[HorizonMonth]) -> PolarsResult<Table> {
    let mut columns = vec![texts("month", rows.iter().map(|r| r.month.to_string()))];
    columns.extend(rate("activations_a_year", rows.iter().map(|r| r.a_year)));
    columns.extend(rate("ordinary_a_year", rows.iter().map(|r| r.ordinary_a_year)));
    columns.extend([
        fractions("ordinary_by_then", rows.iter().map(|r| r.ordinary_by_then.mean)),
        maybe("ordinary_by_then_ci_low", rows.iter().map(|r| r.ordinary_by_then.ci_low)),
        maybe("ordinary_by_then_ci_high", rows.iter().map(|r| r.ordinary_by_then.ci_high)),
    ]);
    let next = |part: fn(&Rate) -> Option<f64>| {
        rows.iter().map(move |r| r.following.as_ref().and_then(part))
    };
    columns.extend([
        maybe("next_12_months", next(|r| Some(r.interval.mean))),
        maybe("next_12_months_ci_low", next(|r| r.interval.ci_low)),
        maybe("next_12_months_ci_high", next(|r| r.interval.ci_high)),
    ]);
    Table::new("horizon", columns)
}

//! The tables of a study of several variants: those of each, under one another, with the variant's
//! number before every row; what each variant is, with its figures; those of single Users, SRVs and classes; and
//! how they differ.

use super::columns::{fractions, maybe, numbers, texts};
use super::{Table, consultation, of_variant, page};
use crate::evidence::difference::{OF_ONE, concerned};
use crate::evidence::questions::study_answered;
use crate::evidence::{Demand, Evidence, Findings, Interval, Protection};
use crate::evidence::{attempts_by_theory, customers, study_sentences};
use crate::evidence::{fresh_load, peak_polls_per_s, retry_attempts};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::{Axis, plain};
use polars::prelude::{Column, IntoColumn, PolarsResult};

/// All tables of a study.
///
/// # Errors
/// What polars says.
pub fn study_tables(f: &Findings) -> PolarsResult<Vec<Table>> {
    let mut all = vec![variants(f)?, parts(f)?, differences(f)?];
    let mut stacked: Vec<Table> = Vec::new();
    for (v, evidence) in f.evidence.iter().enumerate() {
        for mut table in of_variant(evidence)? {
            let height = table.frame.height();
            let number = numbers("variant", std::iter::repeat_n(v as u64 + 1, height));
            table.frame.insert_column(0, number)?;
            // Not every variant need have every table.
            match stacked.iter_mut().find(|t| t.name == table.name) {
                Some(above) => {
                    above.frame.vstack_mut_owned(table.frame)?;
                }
                None => stacked.push(table),
            }
        }
    }
    for table in &mut stacked {
        table.frame.align_chunks();
    }
    all.append(&mut stacked);
    all.push(page::answer("study_answer", &study_sentences(f))?);
    all.push(page::listing(f)?);
    all.push(page::assumptions(&f.base)?);
    all.push(consultation::questions(&study_answered(f))?);
    Ok(all)
}

/// A row for each variant: what it is, and the mean and interval of every figure.
fn variants(f: &Findings) -> PolarsResult<Table> {
    let mut columns = vec![
        numbers("variant", 1..=f.variants.len() as u64),
        texts("label", f.variants.iter().map(|v| v.label.clone())),
        texts("setting", f.variants.iter().map(|v| f.settings[v.setting].name.clone())),
    ];
    columns.extend(f.axes.iter().enumerate().map(|(a, axis)| values(f, a, axis)));
    columns.push(texts("inputs", f.evidence.iter().map(|e| e.plan.scenario.inputs.clone())));
    columns.push(numbers("replications", f.evidence.iter().map(|e| e.measures.runs.len() as u64)));
    let theta = f.evidence.iter().map(|e| e.plan.scenario.threshold().get());
    columns.push(fractions("operating_threshold_per_s", theta));
    let busiest = f.evidence.iter().map(|e| e.ordinary.busiest_window_per_s);
    columns.push(fractions("busiest_ordinary_window_per_s", busiest));
    columns.extend(asked(f));
    columns.extend(protection(f));
    for figure in Figure::ALL {
        let all: Vec<Option<Interval>> =
            f.evidence.iter().map(|e| e.measures.estimate(figure, Whose::All)).collect();
        let word = figure.word();
        columns.push(maybe(word, all.iter().map(|i| i.map(|i| i.mean))));
        columns
            .push(maybe(&format!("{word}_ci_low"), all.iter().map(|i| i.and_then(|i| i.ci_low))));
        columns
            .push(maybe(&format!("{word}_ci_high"), all.iter().map(|i| i.and_then(|i| i.ci_high))));
    }
    Table::new("variants", columns)
}

/// What storms ask for, and what retries are expected to add.
fn asked(f: &Findings) -> [Column; 5] {
    let of =
        |name: &str, get: fn(&Evidence) -> Option<f64>| maybe(name, f.evidence.iter().map(get));
    [
        of("customers", |e| customers(&e.plan).map(|n| n as f64)),
        of("peak_polls_per_s", |e| peak_polls_per_s(&e.plan)),
        of("fresh_load", fresh_load),
        of("retry_attempts", |e| Some(f64::from(retry_attempts(&e.plan)))),
        of("amplification_by_theory", |e| {
            fresh_load(e).map(|x| attempts_by_theory(x, retry_attempts(&e.plan)))
        }),
    ]
}

/// The load that is asked for, what theory has pass of it, and what became of it.
fn protection(f: &Findings) -> Vec<Column> {
    if f.demands.is_empty() {
        return Vec::new();
    }
    let of = |name: &str, get: fn(&Demand) -> f64| {
        maybe(name, f.demands.iter().map(|d| d.as_ref().map(get)))
    };
    let became = f.evidence.iter().map(|e| Protection::of(e).map_or("", Protection::word));
    vec![
        of("asked_load", Demand::load),
        of("never_throttled_share", Demand::never_throttled),
        of("passes_by_theory", Demand::passes),
        texts("protection", became.map(str::to_owned)),
    ]
}

/// The values of an axis, named by its pointer: numbers where they are numbers without a unit.
fn values(f: &Findings, a: usize, axis: &Axis) -> Column {
    let places = f.variants.iter().map(|v| v.place[a]);
    match axis.numbers() {
        Some((numbers, unit)) if unit.is_empty() => {
            fractions(&axis.pointer, places.map(|i| numbers[i]))
        }
        _ => texts(&axis.pointer, places.map(|i| plain(&axis.values[i]))),
    }
    .into_column()
}

/// Variant, figure, whose, and its mean.
type Part = (usize, Figure, Whose, Interval);

/// Mean and interval of what was refused to single Users and of single SRVs, and unserved, of what
/// Users know of supply and complete of processes, and of classes of messages, in each variant.
fn parts(f: &Findings) -> PolarsResult<Table> {
    let mut all: Vec<Part> = Vec::new();
    for (v, e) in f.evidence.iter().enumerate() {
        for whose in concerned(e) {
            let of = |figure| Some((v, figure, whose, e.measures.estimate(figure, whose)?));
            // Who has no row of what can be none had none.
            let any = |r: &Part| r.3.mean > 0.0 || !r.1.can_be_none();
            all.extend(OF_ONE.into_iter().filter_map(of).filter(any));
        }
    }
    Table::new(
        "parts",
        vec![
            numbers("variant", all.iter().map(|r| r.0 as u64 + 1)),
            texts("figure", all.iter().map(|r| r.1.word().to_owned())),
            texts("user", all.iter().map(|r| user(f, r.0, r.2))),
            texts("srv", all.iter().map(|r| srv(f, r.0, r.2))),
            texts("class", all.iter().map(|r| class(f, r.0, r.2))),
            fractions("mean", all.iter().map(|r| r.3.mean)),
            maybe("ci_low", all.iter().map(|r| r.3.ci_low)),
            maybe("ci_high", all.iter().map(|r| r.3.ci_high)),
            numbers("n", all.iter().map(|r| r.3.n as u64)),
        ],
    )
}

/// Which User; nothing where it is not one's.
fn user(f: &Findings, variant: usize, whose: Whose) -> String {
    match whose {
        Whose::User(u) => f.evidence[variant].plan.scenario.users[u].id.clone(),
        _ => String::new(),
    }
}

/// Which SRV; nothing where it is not one's.
fn srv(f: &Findings, variant: usize, whose: Whose) -> String {
    match whose {
        Whose::Srv(s) => f.evidence[variant].plan.scenario.srvs[s].id.clone(),
        _ => String::new(),
    }
}

/// Which class of messages; nothing where it is not one's.
fn class(f: &Findings, variant: usize, whose: Whose) -> String {
    match whose {
        Whose::Class(c) => {
            f.evidence[variant].plan.scenario.northbound.message_classes()[c].to_owned()
        }
        _ => String::new(),
    }
}

fn differences(f: &Findings) -> PolarsResult<Table> {
    let all = &f.differences;
    Table::new(
        "differences",
        vec![
            numbers("variant", all.iter().map(|d| d.variant as u64 + 1)),
            numbers("against", all.iter().map(|d| d.against as u64 + 1)),
            texts("figure", all.iter().map(|d| d.figure.word().to_owned())),
            texts("user", all.iter().map(|d| user(f, d.variant, d.whose))),
            texts("srv", all.iter().map(|d| srv(f, d.variant, d.whose))),
            texts("class", all.iter().map(|d| class(f, d.variant, d.whose))),
            fractions("difference", all.iter().map(|d| d.more.mean)),
            maybe("ci_low", all.iter().map(|d| d.more.ci_low)),
            maybe("ci_high", all.iter().map(|d| d.more.ci_high)),
            numbers("n", all.iter().map(|d| d.more.n as u64)),
            maybe("pairing_gain", all.iter().map(|d| d.gain)),
        ],
    )
}

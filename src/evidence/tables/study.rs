//! The tables of a study of several variants: those of each, under one another, with the variant's number before every
//! row; what each variant is, with its figures; those of single Users, SRVs and classes; and how they differ.

use super::{consultation, of_variant, page, stated};
use crate::evidence::Evidence;
use crate::evidence::difference::{Difference, concerned, of_single};
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::overload::{attempts_by_theory, fresh_load, retry_attempts};
use crate::evidence::protection::{Demand, Protection};
use crate::evidence::questions::study_answered;
use crate::evidence::storms::{customers, peak_polls_per_s};
use crate::evidence::study_answer::study_sentences;
use crate::evidence::table::{Schema, Table, Unit};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::{Axis, plain};
use serde_json::Value;

/// All tables of a study.
pub fn study_tables(f: &Findings) -> Vec<Table> {
    let differences: Vec<Differing<'_>> = f.differences.iter().map(|d| (f, d)).collect();
    let mut parts = of_parts().table(&[]);
    let also = |v: usize| parts.stack(of_parts().table(&part_rows(f, v)));
    let told = told_of(f, f.evidence.len(), also);
    let mut all = vec![variants(f), parts, of_differences().table(&differences)];
    all.extend(told);
    all
}

/// The tables of the first variant of a study whose others stand apart.
pub fn tables_of_first(f: &Findings) -> Vec<Table> {
    told_of(f, 1, |_| ())
}

/// Those of each of the first `so_many` variants, under one another, and what is said of all; `also` is done with each, while
/// what it showed is held.
fn told_of(f: &Findings, so_many: usize, mut also: impl FnMut(usize)) -> Vec<Table> {
    let mut stacked: Vec<Table> = Vec::new();
    for (v, evidence) in f.evidence.iter().take(so_many).enumerate() {
        also(v);
        for table in of_variant(evidence) {
            let table = table.of_the_variant(v + 1);
            // Not every variant need have every table.
            match stacked.iter_mut().find(|t| t.name == table.name) {
                Some(above) => above.stack(table),
                None => stacked.push(table),
            }
        }
    }
    if so_many == f.evidence.len() {
        stacked.push(page::answer("study_answer", &study_sentences(f)));
        stacked.push(page::listing(f));
    }
    stacked.push(page::assumptions(&f.base));
    if so_many == f.evidence.len() {
        stacked.push(consultation::questions(&study_answered(f)));
    }
    stacked
}

/// A study, and the place of a variant.
type VariantRow<'a> = (&'a Findings, usize);

/// A row for each variant: what it is, and the mean and interval of every figure.
fn variants(f: &Findings) -> Table {
    let rows: Vec<VariantRow<'_>> = (0..f.variants.len()).map(|v| (f, v)).collect();
    of_variants(&f.axes, !f.demands.is_empty()).table(&rows)
}

/// What a variant is, its values on the axes, and its figures; with theory of studies along two axes or more.
pub(super) fn of_variants<'a>(axes: &[Axis], theory: bool) -> Schema<VariantRow<'a>> {
    let asked =
        |of: fn(&Evidence) -> Option<f64>| move |(f, v): &VariantRow<'a>| of(&f.evidence[*v]);
    let variant = Schema::<VariantRow<'a>>::of(
        "variants",
        "a variant of the study, with mean and 95 % interval of every figure",
    )
    .count("variant", "its number", |(_, v): &VariantRow<'a>| *v as u64 + 1)
    .text("label", "what people call it", |(f, v)| &f.variants[*v].label)
    .text("setting", "its setting", |(f, v)| &f.settings[f.variants[*v].setting].name);
    let variant = axes.iter().enumerate().fold(variant, |schema, (a, axis)| schema.value(a, axis));
    let variant = variant
        .text("inputs", "digest of its inputs", |(f, v): &VariantRow<'a>| {
            &f.evidence[*v].plan.inputs
        })
        .count("replications", "replications", |(f, v)| f.evidence[*v].replications() as u64)
        .number("operating_threshold_per_s", Unit::PerSecond, "operating threshold Θ", |(f, v)| {
            f.evidence[*v].plan.scenario.threshold().get()
        })
        .number("busiest_ordinary_window_per_s", Unit::PerSecond, "expected load (M4)", |(f, v)| {
            f.evidence[*v].ordinary.busiest_window_per_s
        })
        .maybe(
            "customers",
            Unit::Number,
            "customers who lose supply",
            asked(|e| customers(&e.plan).map(|n| n as f64)),
        )
        .maybe(
            "peak_polls_per_s",
            Unit::PerSecond,
            "most polls asked for",
            asked(|e| peak_polls_per_s(&e.plan)),
        )
        .maybe(
            "fresh_load",
            Unit::Number,
            "load ÷ C without retries, at its busiest",
            asked(fresh_load),
        )
        .maybe(
            "retry_attempts",
            Unit::Number,
            "attempts that a submission may make",
            asked(|e| Some(f64::from(retry_attempts(&e.plan)))),
        )
        .maybe(
            "amplification_by_theory",
            Unit::Number,
            "attempts ÷ submissions by theory",
            asked(|e| fresh_load(e).map(|x| attempts_by_theory(x, retry_attempts(&e.plan)))),
        );
    let variant = if theory { variant.theory() } else { variant };
    Figure::ALL.into_iter().fold(variant, |schema, figure| {
        let unit = Unit::of(figure);
        schema.estimate(figure.column(), unit, stated(figure.meaning()), move |(f, v)| {
            f.evidence[*v].estimate(figure, Whose::All)
        })
    })
}

impl<'a> Schema<VariantRow<'a>> {
    /// The load that is asked for, what theory has pass of it, and what became of it.
    fn theory(self) -> Self {
        let of = |get: fn(&Demand) -> f64| {
            move |(f, v): &VariantRow<'a>| f.demands[*v].as_ref().map(get)
        };
        let asked = "load asked for ÷ C, before retries, with what waited for service";
        self.maybe("asked_load", Unit::Number, asked, of(Demand::load))
            .maybe("never_throttled_share", Unit::Share, "of it, what is never throttled", {
                of(Demand::never_throttled)
            })
            .maybe("passes_by_theory", Unit::Share, "what theory has pass", of(Demand::passes))
            .text("protection", "what became of protection", |(f, v)| {
                Protection::of(&f.evidence[*v]).map_or("", Protection::word)
            })
    }

    /// The values of an axis, named by its pointer: numbers where they are numbers without a unit.
    fn value(self, a: usize, axis: &Axis) -> Self {
        let place = move |(f, v): &VariantRow<'a>| f.variants[*v].place[a];
        let (pointer, meaning) = (axis.pointer.clone(), "value on the axis");
        match axis.numbers() {
            Some((numbers, unit)) if unit.is_empty() => {
                self.number(pointer, Unit::Number, meaning, move |r| numbers[place(r)])
            }
            _ => self.made(pointer, meaning, move |r| plain(&r.0.axes[a].values[place(r)])),
        }
    }
}

/// A study, a variant, a figure, whose, and its mean.
type PartRow<'a> = (&'a Findings, usize, Figure, Whose, Interval);

/// Mean and interval of what was refused to single Users and of single SRVs, and never answered, of what
/// Users know of supply and complete of processes, and of classes of messages, in variant `v`.
fn part_rows(f: &Findings, v: usize) -> Vec<PartRow<'_>> {
    let mut all = Vec::new();
    // Of single Users and SRVs, which are not remembered.
    let measures = f.evidence[v].measures();
    for whose in concerned(&measures) {
        let of = |figure| Some((f, v, figure, whose, measures.estimate(figure, whose)?));
        // Who has no row of what can be none had none.
        let any = |r: &PartRow<'_>| r.4.mean > 0.0 || !r.2.can_be_none();
        all.extend(of_single().filter_map(of).filter(any));
    }
    all
}

pub(super) fn of_parts<'a>() -> Schema<PartRow<'a>> {
    let name = |i: usize| move |(f, v, _, whose, _): &PartRow<'a>| f.names(*v, *whose)[i].clone();
    Schema::<PartRow<'a>>::of(
        "parts",
        "a figure of one User, SRV or class of messages in a variant",
    )
    .count("variant", "which variant", |r: &PartRow<'a>| r.1 as u64 + 1)
    .text("figure", "which figure", |r| r.2.word())
    .made("user", "of which User; empty where it is not of one", name(0))
    .made("srv", "of which SRV", name(1))
    .made("class", "of which class of messages", name(2))
    .estimate("mean", Unit::OfTheFigure, "its mean", |r: &PartRow<'a>| Some(r.4))
    .with_bare_ends()
    .count("n", "replications that have it", |r| r.4.n as u64)
}

/// A study and one of its differences.
type Differing<'a> = (&'a Findings, &'a Difference);

pub(super) fn of_differences<'a>() -> Schema<Differing<'a>> {
    let name = |i: usize| move |(f, d): &Differing<'a>| f.names(d.variant, d.whose)[i].clone();
    let label = |f: &Findings, v: usize| f.variants[v].label.clone();
    Schema::<Differing<'a>>::of(
        "differences",
        "a figure of a variant less that of the one it is held against",
    )
    .in_json_at("differences")
    .count("variant", "the variant; JSON has its label", |(_, d): &Differing<'a>| {
        d.variant as u64 + 1
    })
    .in_json_as("variant", move |(f, d)| label(f, d.variant))
    .count("against", "the one it is held against", |(_, d)| d.against as u64 + 1)
    .in_json_as("against", move |(f, d)| label(f, d.against))
    .text("figure", "which figure", |(_, d)| d.figure.word())
    .made("user", "of which User; empty where it is not of one", name(0))
    .unless_empty()
    .made("srv", "of which SRV", name(1))
    .unless_empty()
    .made("class", "of which class of messages", name(2))
    .unless_empty()
    .estimate("difference", Unit::OfTheFigure, "mean difference, paired (C5)", {
        |(_, d): &Differing<'a>| Some(d.more)
    })
    .with_bare_ends()
    .flat_in_json()
    .count("n", "replications in which both have it", |(_, d)| d.more.n as u64)
    .maybe("pairing_gain", Unit::Number, "variance unpaired ÷ paired", |(_, d)| d.gain)
}

/// How variants differ, as JSON.
pub fn differences_json(f: &Findings) -> Vec<Value> {
    of_differences().objects(&f.differences.iter().map(|d| (f, d)).collect::<Vec<Differing<'_>>>())
}

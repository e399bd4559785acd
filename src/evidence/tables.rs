//! The tables of a study, as Parquet and CSV.

mod columns;
mod consultation;
mod courses;
mod frequency;
mod northbound;
mod of_inputs;
mod of_options;
mod page;
mod storms_and_processes;
mod study;
mod timeline;

pub use of_inputs::{sensitivity_table, sizing_table};
pub use of_options::options_tables;
pub use study::study_tables;

use super::Evidence;
use super::counted::Counted;
use super::figures::beyond_requests;
use super::questions::answered;
use columns::{counted, fractions, maybe, numbers, texts, truths};
use headroom_core::domain::Whose;
use polars::prelude::{Column, CsvWriter, DataFrame, ParquetWriter, PolarsResult, SerWriter};

/// A table: its name and what is in it, in a fixed order.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name of its files.
    pub name: &'static str,
    frame: DataFrame,
}

impl Table {
    fn new(name: &'static str, columns: Vec<Column>) -> PolarsResult<Self> {
        let height = columns.first().map_or(0, Column::len);
        Ok(Self { name, frame: DataFrame::new(height, columns)? })
    }

    /// As a Parquet file.
    ///
    /// # Errors
    /// What polars says.
    pub fn parquet(&self) -> PolarsResult<Vec<u8>> {
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut self.frame.clone())?;
        Ok(bytes)
    }

    /// As a CSV file.
    ///
    /// # Errors
    /// What polars says.
    pub fn csv(&self) -> PolarsResult<Vec<u8>> {
        let mut bytes = Vec::new();
        CsvWriter::new(&mut bytes).finish(&mut self.frame.clone())?;
        Ok(bytes)
    }

    /// The table itself.
    pub fn frame(&self) -> &DataFrame {
        &self.frame
    }
}

/// All tables of a study of one scenario.
///
/// # Errors
/// What polars says.
pub fn tables(evidence: &Evidence) -> PolarsResult<Vec<Table>> {
    let mut all = of_variant(evidence)?;
    all.push(page::assumptions(&evidence.plan.scenario)?);
    all.push(consultation::questions(&answered(evidence))?);
    Ok(all)
}

/// Those that a study of several variants has of each.
fn of_variant(evidence: &Evidence) -> PolarsResult<Vec<Table>> {
    let mut all = vec![
        summary(evidence)?,
        users(evidence)?,
        srvs(evidence)?,
        user_srv(evidence)?,
        activations(evidence)?,
    ];
    // Of courses no timelines and waits are kept.
    if let Some(f) = &evidence.frequency {
        all.extend(frequency::tables(evidence, f)?);
        all.extend(courses::tables(evidence, f)?);
    } else {
        all.push(timeline::timeline(evidence)?);
        all.push(timeline::user_timeline(evidence)?);
        all.push(waits(evidence)?);
    }
    all.push(storms_and_processes::supply(evidence)?);
    all.push(storms_and_processes::processes(evidence)?);
    all.push(storms_and_processes::steps(evidence)?);
    all.push(fairness(evidence)?);
    all.push(assertions(evidence)?);
    all.push(cautions(evidence)?);
    all.extend(northbound::tables(evidence)?);
    all.extend(page::of_variant(evidence)?);
    all.push(consultation::monthly(evidence)?);
    Ok(all)
}

fn summary(e: &Evidence) -> PolarsResult<Table> {
    let runs = &e.measures.runs;
    let of: Vec<Counted> = runs.iter().map(|r| r.counted).collect();
    let mut columns = vec![numbers("replication", 1..=runs.len() as u64)];
    columns.extend(counted(&of));
    columns.extend([
        fractions("peak_load_per_s", runs.iter().map(|r| r.peak_load_per_s)),
        fractions("headroom", runs.iter().map(|r| r.headroom)),
        numbers("activations", runs.iter().map(|r| r.activations)),
        fractions("active_s", runs.iter().map(|r| r.active_s)),
        fractions("longest_activation_s", runs.iter().map(|r| r.longest_activation_s)),
        numbers("users_throttled", runs.iter().map(|r| r.users_throttled)),
        fractions("outage_s", runs.iter().map(|r| r.outage_s)),
        maybe("jain", runs.iter().map(|r| r.jain)),
        maybe("worst_off_share", runs.iter().map(|r| r.worst_off_share)),
    ]);
    for (i, name) in ["wait_s_p50", "wait_s_p95", "wait_s_p99", "wait_s_max"].iter().enumerate() {
        columns.push(maybe(name, runs.iter().map(|r| r.wait_s[i])));
    }
    for figure in beyond_requests() {
        columns.push(maybe(figure.word(), runs.iter().map(|r| r.figure(figure, Whose::All))));
    }
    Table::new("summary", columns)
}

fn users(e: &Evidence) -> PolarsResult<Table> {
    let (users, of) = (&e.plan.scenario.users, &e.measures.users);
    let mut columns = vec![
        texts("user", users.iter().map(|u| u.id.clone())),
        texts("name", users.iter().map(|u| u.name.clone())),
        texts("category", users.iter().map(|u| u.category.word().to_owned())),
        fractions("allocation_per_s", (0..users.len()).map(|u| e.plan.allocation_per_s(u))),
    ];
    columns.extend(counted(&of.iter().map(|m| m.counted).collect::<Vec<Counted>>()));
    columns.push(fractions("throttled_share", of.iter().map(|m| m.counted.throttled_share())));
    columns.push(numbers("windows_throttled", of.iter().map(|m| m.windows_throttled)));
    Table::new("users", columns)
}

fn srvs(e: &Evidence) -> PolarsResult<Table> {
    let scenario = &e.plan.scenario;
    let seen: Vec<usize> =
        (0..scenario.srvs.len()).filter(|s| e.measures.srvs[*s].requests > 0).collect();
    let mut columns = vec![
        texts("srv", seen.iter().map(|s| scenario.srvs[*s].id.clone())),
        texts("name", seen.iter().map(|s| scenario.srvs[*s].name.clone())),
        truths("prioritised", seen.iter().map(|s| scenario.mechanism.prioritised[*s])),
    ];
    columns.extend(counted(&seen.iter().map(|s| e.measures.srvs[*s]).collect::<Vec<Counted>>()));
    Table::new("srvs", columns)
}

fn user_srv(e: &Evidence) -> PolarsResult<Table> {
    let (scenario, pairs) = (&e.plan.scenario, &e.plan.traffic.pairs);
    let mut columns = vec![
        texts("user", pairs.iter().map(|p| scenario.users[p.0].id.clone())),
        texts("srv", pairs.iter().map(|p| scenario.srvs[p.1].id.clone())),
    ];
    columns.extend(counted(&e.measures.pairs));
    Table::new("user_srv", columns)
}

fn activations(e: &Evidence) -> PolarsResult<Table> {
    let calendar = &e.plan.scenario.calendar;
    let all: Vec<_> = e
        .folded
        .runs
        .iter()
        .flat_map(|l| l.activations.iter().map(move |a| (l.replication, a)))
        .collect();
    let cell = calendar.cell().seconds();
    Table::new(
        "activations",
        vec![
            numbers("replication", all.iter().map(|(r, _)| u64::from(*r) + 1)),
            texts("start", all.iter().map(|(_, a)| calendar.local(a.from))),
            texts("start_utc", all.iter().map(|(_, a)| calendar.utc(a.from))),
            texts("end", all.iter().map(|(_, a)| calendar.local(a.to))),
            fractions("duration_s", all.iter().map(|(_, a)| (a.to - a.from) as f64 * cell)),
            truths("open_at_end", all.iter().map(|(_, a)| a.open)),
            fractions(
                "peak_load_per_s",
                all.iter().map(|(_, a)| a.peak_load as f64 / calendar.window().seconds()),
            ),
            numbers("users_throttled", all.iter().map(|(_, a)| a.users.len() as u64)),
            numbers("throttled", all.iter().map(|(_, a)| a.throttled)),
            texts("causes", all.iter().map(|(_, a)| e.causes(&a.causes).join(" "))),
        ],
    )
}

fn waits(e: &Evidence) -> PolarsResult<Table> {
    let tenth = e.plan.scenario.calendar.cell().seconds() / 10.0;
    let bins: Vec<(u64, u64)> = e.folded.waits.bins().collect();
    Table::new(
        "waits",
        vec![
            fractions("wait_s_up_to", bins.iter().map(|(bin, _)| *bin as f64 * tenth)),
            numbers("requests", bins.iter().map(|(_, n)| *n)),
        ],
    )
}

fn fairness(e: &Evidence) -> PolarsResult<Table> {
    let p = &e.fairness;
    let text = |of: fn(&super::Property) -> Option<String>| {
        p.iter().map(move |p| of(p).unwrap_or_default())
    };
    Table::new(
        "fairness",
        vec![
            texts("property", p.iter().map(|p| p.property.to_owned())),
            texts("says", p.iter().map(|p| p.says.to_owned())),
            texts("holds", text(|p| p.holds.map(|h| h.to_string()))),
            texts("violations", text(|p| p.violations.map(|v| v.to_string()))),
            texts("first_at", text(|p| p.first_at.clone())),
            maybe("jain", p.iter().map(|p| p.jain)),
            texts("worst_off", text(|p| p.worst_off.as_ref().map(|w| w.0.clone()))),
            maybe("worst_off_share", p.iter().map(|p| p.worst_off.as_ref().map(|w| w.1))),
        ],
    )
}

fn assertions(e: &Evidence) -> PolarsResult<Table> {
    let v = super::verdicts(e);
    Table::new(
        "assertions",
        vec![
            texts("id", v.iter().map(|v| v.id.clone())),
            texts("text", v.iter().map(|v| v.text.clone())),
            texts("kind", v.iter().map(|v| v.kind.word().to_owned())),
            texts("verdict", v.iter().map(|v| v.verdict.word().to_owned())),
            maybe("value", v.iter().map(|v| v.value)),
            maybe("ci_low", v.iter().map(|v| v.ci_low)),
            maybe("ci_high", v.iter().map(|v| v.ci_high)),
            numbers("n", v.iter().map(|v| v.n as u64)),
            maybe("more", v.iter().map(|v| v.more.map(|more| more as f64))),
            texts("found", v.iter().map(|v| v.found.clone())),
        ],
    )
}

fn cautions(e: &Evidence) -> PolarsResult<Table> {
    Table::new(
        "cautions",
        vec![
            texts("code", e.cautions.iter().map(|c| c.code.to_owned())),
            texts("text", e.cautions.iter().map(|c| c.text.clone())),
        ],
    )
}

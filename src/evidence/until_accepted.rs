//! From a User's first 503 to its first acceptance, by SRV (C2): rows, JSON, and as it is told of one SRV.

use super::Evidence;
use super::table::{Schema, Table, Unit};
use super::words::time_said;
use headroom_core::ledger::UntilAccepted;
use serde_json::Value;

/// A row: a User and an SRV that was refused, over replications.
pub(super) struct Row {
    user: String,
    srv: String,
    of: UntilAccepted,
    cell_s: f64,
}

impl Row {
    /// Seconds of a replication, where so many cells are the sum of those with a 503.
    fn mean(&self, cells: u64) -> f64 {
        cells as f64 * self.cell_s / self.of.refused as f64
    }
}

pub(super) fn of_until_accepted() -> Schema<Row> {
    Schema::<Row>::of(
        "until_accepted",
        "a User and an SRV that was answered 503 (throttled, over a cap or rejected), over replications: how long until it was accepted in a later cell (C2)",
    )
    .in_json_at("until_accepted")
    .text("user", "the User", |r: &Row| &r.user)
    .text("srv", "the SRV", |r| &r.srv)
    .count("replications", "replications with a 503, of which means are", |r| r.of.refused)
    .number(
        "first_s_mean",
        Unit::Seconds,
        "from the first 503 to the first acceptance, or to the run's end: mean",
        |r| r.mean(r.of.first),
    )
    .number("first_s_max", Unit::Seconds, "the longest of these", |r| {
        r.of.first_most as f64 * r.cell_s
    })
    .count("never_accepted", "replications in which it was not accepted again", |r| r.of.first_open)
    .count(
        "stretches",
        "stretches from a 503 to the next acceptance, or to the run's end",
        |r| r.of.stretches,
    )
    .number("longest_s_mean", Unit::Seconds, "the longest of a replication: mean", |r| {
        r.mean(r.of.longest)
    })
    .number("longest_s_max", Unit::Seconds, "the longest of all", |r| {
        r.of.longest_most as f64 * r.cell_s
    })
    .count("open", "replications that end in such a stretch", |r| r.of.open)
}

fn rows(e: &Evidence) -> Vec<Row> {
    let scenario = &e.plan.scenario;
    let row = |(of, &(user, srv)): (&UntilAccepted, &(usize, usize))| Row {
        user: scenario.users[user].id.clone(),
        srv: scenario.srvs[srv].id.clone(),
        of: *of,
        cell_s: scenario.calendar.cell().seconds(),
    };
    let folded = e.folded();
    let all = folded.until_accepted.iter().zip(&e.plan.traffic.pairs).map(row);
    all.filter(|row| row.of.refused > 0).collect()
}

pub(super) fn table(e: &Evidence) -> Table {
    of_until_accepted().table(&rows(e))
}

/// What there is of it, as JSON.
pub fn until_accepted(e: &Evidence) -> Vec<Value> {
    of_until_accepted().objects(&rows(e))
}

/// Of SRV `srv`, over its Users and replications; none where no User sends it, or only counts are kept.
pub fn until_accepted_of(e: &Evidence, srv: &str) -> Option<String> {
    let scenario = &e.plan.scenario;
    let folded = e.folded();
    let pairs = folded.until_accepted.iter().zip(&e.plan.traffic.pairs);
    let of = pairs.filter(|(_, pair)| scenario.srvs[pair.1].id == srv);
    let sum = of.map(|(until, _)| *until).reduce(|sum, until| sum + until)?;
    if sum.refused == 0 {
        return Some("no 503".to_owned());
    }
    let said = |cells: f64| time_said(cells * scenario.calendar.cell().seconds());
    // To the run's end it is only so far.
    let (least, never) = match sum.first_open {
        0 => ("", String::new()),
        n => ("at least ", format!(", {n} of {} times not before the end", sum.refused)),
    };
    let mean = said(sum.first as f64 / sum.refused as f64);
    Some(format!("{least}{mean} (longest {}{never})", said(sum.first_most as f64)))
}

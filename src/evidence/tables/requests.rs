//! Rows of requests: replications, Users, SRVs, and both together (C2).

use super::stated;
use crate::evidence::Evidence;
use crate::evidence::figures::beyond_requests;
use crate::evidence::measures::{Measures, RunMeasures};
use crate::evidence::table::{Schema, Table, Unit};
use headroom_core::domain::Whose;
use serde_json::Value;
use std::sync::Arc;

/// A replication, from 0, and what it showed.
type Replication<'a> = (usize, &'a RunMeasures);

/// What a replication showed.
pub(super) fn of_replications<'a>() -> Schema<Replication<'a>> {
    let quantile = |i: usize| move |(_, r): &Replication<'a>| r.wait_s[i];
    let schema = Schema::<Replication<'a>>::of("summary", "a replication")
        .in_json_at("per_replication")
        .count("replication", "which, from 1", |(i, _): &Replication<'a>| *i as u64 + 1)
        .not_in_json()
        .counted(|(_, r)| r.counted)
        .number("peak_load_per_s", Unit::PerSecond, "load of the busiest window (M4)", |(_, r)| {
            r.peak_load_per_s
        })
        .number(
            "headroom",
            Unit::Number,
            "1 − busiest window's load ÷ (Θ × window)",
            |(_, r)| r.headroom,
        )
        .count("activations", "activations (M4)", |(_, r)| r.activations)
        .number("active_s", Unit::Seconds, "time in which the mechanism was active", |(_, r)| {
            r.active_s
        })
        .number("longest_activation_s", Unit::Seconds, "the longest activation", |(_, r)| {
            r.longest_activation_s
        })
        .not_in_json()
        .count("users_throttled", "Users throttled at least once", |(_, r)| r.users_throttled)
        .number("outage_s", Unit::Seconds, "time without service", |(_, r)| r.outage_s)
        .maybe("jain", Unit::Number, "Jain's index of what Users were admitted (F6)", |(_, r)| {
            r.jain
        })
        .maybe("worst_off_share", Unit::Share, "that share of the User worst off (F6)", |(_, r)| {
            r.worst_off_share
        })
        .maybe("wait_s_p50", Unit::Seconds, "wait that half of requests served do not exceed", quantile(0))
        .maybe("wait_s_p95", Unit::Seconds, "wait that 95 % of them do not exceed", quantile(1))
        .maybe("wait_s_p99", Unit::Seconds, "wait that 99 % of them do not exceed", quantile(2))
        .maybe("wait_s_max", Unit::Seconds, "the longest wait of those told", quantile(3))
        .count("waits_told", "requests that told their wait: all answered at their first attempt, of those refused a tagged sample (C2)", |(_, r)| {
            r.waits_told
        })
        .count("warnings", "warnings given to Users (M8)", |(_, r)| r.warnings.all)
        .count("false_warnings", "of these, false ones", |(_, r)| r.warnings.unfounded)
        .maybe("warning_lead_s", Unit::Seconds, "mean time from the others to a 503", |(_, r)| {
            r.warning_lead_s
        });
    beyond_requests().fold(schema, |schema, figure| {
        let (word, meaning) = (figure.word(), stated(figure.meaning()));
        let of = move |(_, r): &Replication<'a>| r.figure(figure, Whose::All);
        let schema = schema.maybe(word, Unit::of(figure), meaning, of);
        // Messages are counted in whole numbers.
        let counts = figure.of_class() && figure.can_be_none();
        if counts { schema.in_json_as(word, move |r| of(r).map(|n| n as u64)) } else { schema }
    })
}

fn replication_rows(measures: &Measures) -> Vec<Replication<'_>> {
    measures.runs.iter().enumerate().collect()
}

pub(super) fn summary(e: &Evidence) -> Table {
    let measures = e.measures();
    of_replications().table(&replication_rows(&measures))
}

/// What each replication showed, as JSON.
pub fn replications(e: &Evidence) -> Vec<Value> {
    let measures = e.measures();
    of_replications().objects(&replication_rows(&measures))
}

/// Evidence, the place of a User, an SRV or a pair of both, and their figures.
type At<'a> = (&'a Evidence, usize, Arc<Measures>);

fn all(e: &Evidence, of: impl Iterator<Item = usize>) -> Vec<At<'_>> {
    let measures = e.measures();
    of.map(|i| (e, i, Arc::clone(&measures))).collect()
}

pub(super) fn of_users<'a>() -> Schema<At<'a>> {
    Schema::<At<'a>>::of("users", "a User, sums over replications")
        .in_json_at("users")
        .text("user", "its id", |(e, u, _): &At<'a>| &e.plan.scenario.users[*u].id)
        .text("name", "its name", |(e, u, _)| &e.plan.scenario.users[*u].name)
        .not_in_json()
        .text("category", "its category", |(e, u, _)| e.plan.scenario.users[*u].category.word())
        .number("allocation_per_s", Unit::PerSecond, "its allocation (M1)", |(e, u, _)| {
            e.plan.allocation_per_s(*u)
        })
        .counted(|(_, u, of)| of.users[*u].counted)
        .number("throttled_share", Unit::Share, "attempts throttled ÷ attempts", |(_, u, of)| {
            of.users[*u].counted.throttled_share()
        })
        .count("windows_throttled", "windows in which it was throttled", |(_, u, of)| {
            of.users[*u].windows_throttled
        })
}

fn user_rows(e: &Evidence) -> Vec<At<'_>> {
    all(e, 0..e.plan.scenario.users.len())
}

pub(super) fn users_table(e: &Evidence) -> Table {
    of_users().table(&user_rows(e))
}

/// Each User, as JSON.
pub fn users(e: &Evidence) -> Vec<Value> {
    of_users().objects(&user_rows(e))
}

pub(super) fn of_srvs<'a>() -> Schema<At<'a>> {
    Schema::<At<'a>>::of("srvs", "a Service Reference Variant, sums over replications")
        .in_json_at("srvs")
        .text("srv", "its id", |(e, s, _): &At<'a>| &e.plan.scenario.srvs[*s].id)
        .text("name", "its name", |(e, s, _)| &e.plan.scenario.srvs[*s].name)
        .not_in_json()
        .truth("prioritised", "whether it is on the Prioritised list (M6)", |(e, s, _)| {
            e.plan.scenario.mechanism.prioritised[*s]
        })
        .counted(|(_, s, of)| of.srvs[*s])
}

/// Those of which there were requests.
fn srv_rows(e: &Evidence) -> Vec<At<'_>> {
    let measures = e.measures();
    all(e, (0..e.plan.scenario.srvs.len()).filter(|s| measures.srvs[*s].requests > 0))
}

pub(super) fn srvs_table(e: &Evidence) -> Table {
    of_srvs().table(&srv_rows(e))
}

/// Each SRV of which there were requests, as JSON.
pub fn srvs(e: &Evidence) -> Vec<Value> {
    of_srvs().objects(&srv_rows(e))
}

/// A response class, requests served of its SRVs, and those late.
type ClassRow<'a> = (&'a str, u64, u64);

/// Late is told here and nowhere else: targets are assumed, and it moves with retry delay and cell (C2).
pub(super) fn of_response_classes<'a>() -> Schema<ClassRow<'a>> {
    Schema::<ClassRow<'a>>::of(
        "response_classes",
        "a class of response time, sums over replications",
    )
    .in_json_at("response_classes")
    .text("class", "its id: that of its SRVs sent on demand", |(class, ..): &ClassRow<'a>| *class)
    .count("served", "requests served", |(_, served, _)| *served)
    .count("late", "of these, later than their target response time (C2)", |(.., late)| *late)
}

/// Those of which there were requests, in the order of SRVs.
fn class_rows(e: &Evidence) -> Vec<ClassRow<'_>> {
    let mut rows: Vec<ClassRow<'_>> = Vec::new();
    for ((_, srv), counts) in e.plan.traffic.pairs.iter().zip(&e.folded().pairs) {
        let class = e.plan.scenario.srvs[*srv].response_class.as_str();
        match rows.iter_mut().find(|r| r.0 == class) {
            Some(row) => (row.1, row.2) = (row.1 + counts.served, row.2 + counts.late),
            None => rows.push((class, counts.served, counts.late)),
        }
    }
    rows
}

pub(super) fn response_classes_table(e: &Evidence) -> Table {
    of_response_classes().table(&class_rows(e))
}

/// Each response class, as JSON.
pub fn response_classes(e: &Evidence) -> Vec<Value> {
    of_response_classes().objects(&class_rows(e))
}

pub(super) fn of_pairs<'a>() -> Schema<At<'a>> {
    Schema::<At<'a>>::of("user_srv", "a User and SRV, sums over replications")
        .text("user", "the User", |(e, p, _): &At<'a>| {
            &e.plan.scenario.users[e.plan.traffic.pairs[*p].0].id
        })
        .text("srv", "the SRV", |(e, p, _)| &e.plan.scenario.srvs[e.plan.traffic.pairs[*p].1].id)
        .counted(|(_, p, of)| of.pairs[*p])
}

pub(super) fn user_srv(e: &Evidence) -> Table {
    of_pairs().table(&all(e, 0..e.plan.traffic.pairs.len()))
}

//! What happened when: activations, the course of the first replication, waits.

use crate::evidence::Evidence;
use crate::evidence::table::{Schema, Table, Unit};
use headroom_core::ledger::{ActivationRecord, Folded, Row, UserRow};
use serde_json::Value;

/// Evidence, a replication from 0, and one of its activations.
type ActivationRow<'a> = (&'a Evidence, u32, &'a ActivationRecord);

pub(super) fn of_activations<'a>() -> Schema<ActivationRow<'a>> {
    Schema::<ActivationRow<'a>>::of(
        "activations",
        "an unbroken period in which the mechanism was active (M4)",
    )
    .in_json_at("activations")
    .count("replication", "which replication, from 1", |(_, r, _)| u64::from(*r) + 1)
    .made("start", "beginning of its first window", |(e, _, a): &ActivationRow<'a>| {
        e.plan.scenario.calendar.local(a.from)
    })
    .unit(Unit::LocalTime)
    .made("start_utc", "the same", |(e, _, a)| e.plan.scenario.calendar.utc(a.from))
    .unit(Unit::Utc)
    .made("end", "end of its last window", |(e, _, a)| e.plan.scenario.calendar.local(a.to))
    .unit(Unit::LocalTime)
    .number("duration_s", Unit::Seconds, "how long it lasted", |(e, _, a)| {
        (a.to - a.from) as f64 * e.plan.scenario.calendar.cell().seconds()
    })
    .truth("open_at_end", "whether it lasted beyond the run", |(_, _, a)| a.open)
    .number("peak_load_per_s", Unit::PerSecond, "load of its busiest window", |(e, _, a)| {
        a.peak_load as f64 / e.plan.scenario.calendar.window().seconds()
    })
    .count("users_throttled", "Users throttled in it", |(_, _, a)| a.users.len() as u64)
    .count("throttled", "attempts throttled in it (G3)", |(_, _, a)| a.throttled)
    .list("causes", " ", "events in force when it began (M4)", |(e, _, a)| {
        e.causes(&a.causes).into_iter().map(str::to_owned).collect()
    })
}

fn activation_rows<'a>(e: &'a Evidence, folded: &'a Folded) -> Vec<ActivationRow<'a>> {
    let runs = folded.runs.iter();
    runs.flat_map(|l| l.activations.iter().map(move |a| (e, l.replication, a))).collect()
}

pub(super) fn activations_table(e: &Evidence) -> Table {
    let folded = e.folded();
    of_activations().table(&activation_rows(e, &folded))
}

/// Each activation, as JSON.
pub fn activations(e: &Evidence) -> Vec<Value> {
    let folded = e.folded();
    of_activations().objects(&activation_rows(e, &folded))
}

/// Evidence, the upper end of a bin in tenths of a cell, and the requests in it.
type Wait<'a> = (&'a Evidence, u64, u64);

pub(super) fn of_waits<'a>() -> Schema<Wait<'a>> {
    Schema::<Wait<'a>>::of("waits", "requests by how long they waited (C2)")
        .number("wait_s_up_to", Unit::Seconds, "so long, or less", |(e, bin, _): &Wait<'a>| {
            *bin as f64 * (e.plan.scenario.calendar.cell().seconds() / 10.0)
        })
        .count(
            "requests",
            "requests, and longer than the row above; tagged ones stand for several",
            |(.., n)| *n,
        )
}

pub(super) fn waits(e: &Evidence) -> Table {
    of_waits().table(&e.folded().waits.bins().map(|(bin, n)| (e, bin, n)).collect::<Vec<_>>())
}

/// Evidence, and a row of its first replication.
type Time<'a> = (&'a Evidence, &'a Row);

pub(super) fn of_timeline<'a>() -> Schema<Time<'a>> {
    let of = |get: fn(&Row) -> u64| move |(_, r): &Time<'a>| get(r);
    let seconds = |get: fn(&Row) -> u64| {
        move |(e, r): &Time<'a>| get(r) as f64 * e.plan.scenario.calendar.cell().seconds()
    };
    Schema::<Time<'a>>::of("timeline", "a window of the first replication")
        .made("start", "when it began", |(e, r): &Time<'a>| e.plan.scenario.calendar.local(r.cell))
        .unit(Unit::LocalTime)
        .made("start_utc", "the same", |(e, r)| e.plan.scenario.calendar.utc(r.cell))
        .unit(Unit::Utc)
        .number("duration_s", Unit::Seconds, "how long it lasted", seconds(|r| r.cells))
        .count(
            "admitted_prioritised",
            "prioritised attempts admitted",
            of(|r| r.admitted_prioritised),
        )
        .count("admitted_other", "other attempts admitted", of(|r| r.admitted_other))
        .count("dsp_started", "requests that the DSP started itself (T6)", of(|r| r.started))
        .count("throttled", "attempts throttled (G3)", of(|r| r.throttled))
        .count("capped", "attempts over always-on caps (G2)", of(|r| r.capped))
        .count("rejected", "attempts rejected (G4)", of(|r| r.rejected))
        .count("unavailable", "attempts that met no service (G1)", of(|r| r.unavailable))
        .count("quarantined", "attempts held by anomaly detection (G2)", of(|r| r.quarantined))
        .count("to_buffer", "attempts put into Users' buffers (M9)", of(|r| r.to_buffer))
        .count("buffered_at_end", "attempts in buffers at its end", of(|r| r.buffered))
        .count("retries", "attempts that were not the first of their submission", of(|r| r.retries))
        .count(
            "backlog_at_end",
            "submissions in the DSP's backlog at its end (G5)",
            of(|r| r.backlog),
        )
        .number(
            "active_s",
            Unit::Seconds,
            "of it, time in which the mechanism was active",
            seconds(|r| r.active_cells),
        )
        .count(
            "messages_in_load",
            "requests that messages to Users added to the load (G7)",
            of(|r| r.messages),
        )
}

pub(super) fn timeline(e: &Evidence) -> Table {
    let folded = e.folded();
    of_timeline().table(&folded.timeline.iter().map(|r| (e, r)).collect::<Vec<Time<'_>>>())
}

/// Evidence, a User, the first cell of a half-hour, and what the User did in it.
type UserTime<'a> = (&'a Evidence, usize, u64, UserRow);

pub(super) fn of_user_timeline<'a>() -> Schema<UserTime<'a>> {
    let of = |get: fn(&UserRow) -> u64| move |(.., r): &UserTime<'a>| get(r);
    Schema::<UserTime<'a>>::of("user_timeline", "a User in a half-hour, sums over replications")
        .text("user", "the User", |(e, u, ..): &UserTime<'a>| &e.plan.scenario.users[*u].id)
        .made("start", "when the half-hour began", |(e, _, cell, _)| {
            e.plan.scenario.calendar.local(*cell)
        })
        .unit(Unit::LocalTime)
        .made("start_utc", "the same", |(e, _, cell, _)| e.plan.scenario.calendar.utc(*cell))
        .unit(Unit::Utc)
        .count("attempts", "its attempts", of(|r| r.attempts))
        .count("throttled", "those throttled (G3)", of(|r| r.throttled))
        .count("capped", "those over its always-on cap (G2)", of(|r| r.capped))
        .count("rejected", "those rejected (G4)", of(|r| r.rejected))
        .count("unavailable", "those that met no service (G1)", of(|r| r.unavailable))
        .count("quarantined", "those held by anomaly detection (G2)", of(|r| r.quarantined))
}

/// Users × half-hours; a User without attempts in one has no row.
pub(super) fn user_timeline(e: &Evidence) -> Table {
    let scenario = &e.plan.scenario;
    let (users, per_block) = (scenario.users.len(), scenario.calendar.cells_per_block() as u64);
    let folded = e.folded();
    let row = |at: usize| {
        let sum = folded.users[at];
        (sum.attempts > 0).then(|| (e, at % users, (at / users) as u64 * per_block, sum))
    };
    let rows = (0..scenario.calendar.blocks().len() * users).filter_map(row);
    of_user_timeline().table(&rows.collect::<Vec<UserTime<'_>>>())
}

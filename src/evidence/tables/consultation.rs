//! Rows of what people asked: answers by question, and the report for every month.

use crate::evidence::Evidence;
use crate::evidence::monthly::{MonthRow, capacity_in, meters_in, month_rows};
use crate::evidence::questions::{Answered, DOES_NOT_SAY};
use crate::evidence::table::{Schema, Table, Unit};

pub(super) fn of_questions() -> Schema<Answered> {
    Schema::<Answered>::of("questions", "a question of the consultation")
        .text("id", "a short name that stays", |a: &Answered| &a.question.id)
        .text("who", "who asked", |a| &a.question.who)
        .text("document", "document and number", |a| &a.question.document)
        .text("question", "what was asked, in our words", |a| &a.question.question)
        .text("answered", "whether the study answers it: `yes` or `no`", |a| {
            if a.answer.is_some() { "yes" } else { "no" }
        })
        .text("answer", "the answer", |a| a.answer.as_deref().unwrap_or(DOES_NOT_SAY))
        .text("figure", "the figure that answers it first", |a| a.question.figure().0.word())
        .text("srv", "of which SRV; empty of everything", |a| a.question.figure().1)
        .text("moved_by", "the inputs that move that figure most, as computed and kept", |a| {
            &a.moved
        })
        .text("command", "a command that makes a study that answers it", |a| &a.question.command)
}

pub(super) fn questions(all: &[Answered]) -> Table {
    of_questions().table(all)
}

/// Evidence, and a month of its run.
type InMonth<'a> = (&'a Evidence, MonthRow);

/// What the modification proposes to report (F3.11).
pub(super) fn of_months<'a>() -> Schema<InMonth<'a>> {
    let capacity = |(e, r): &InMonth<'a>| capacity_in(&e.plan.scenario, r.month);
    let names = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
    Schema::<InMonth<'a>>::of("monthly", "a month of the run, as it would be reported to the Panel")
        .made("month", "which", |(_, r): &InMonth<'a>| r.month.to_string())
        .text("mechanism", "`on` or `off`", |(e, _)| {
            if e.plan.scenario.mechanism.enabled { "on" } else { "off" }
        })
        .number("max_capacity_per_s", Unit::PerSecond, "maximum capacity C (M2)", capacity)
        .called("maximum capacity")
        .number("operating_threshold_per_s", Unit::PerSecond, "operating threshold Θ", {
            move |r| capacity(r) * r.0.plan.scenario.mechanism.operating_threshold.get()
        })
        .called("operating threshold")
        .number("window_s", Unit::Seconds, "monitoring window", |(e, _)| {
            e.plan.scenario.calendar.window().seconds()
        })
        .text("reading", "reading of the limit (M5)", |(e, _)| {
            e.plan.scenario.mechanism.throttle_to.word()
        })
        .list("prioritised", ", ", "SRVs on the Prioritised list (M6)", move |(e, _)| {
            let scenario = &e.plan.scenario;
            let srvs = scenario.srvs.iter().zip(&scenario.mechanism.prioritised);
            names(srvs.filter(|(_, on)| **on).map(|(srv, _)| srv.id.as_str()).collect())
        })
        .count("users", "Users", |(e, _)| e.plan.scenario.users.len() as u64)
        .count("supplier_meters", "meters of suppliers (M2)", |(e, r)| {
            meters_in(&e.plan.scenario, r.month)
        })
        .called("meters of suppliers")
        .count("replications", "replications", |(e, _)| e.measures.runs.len() as u64)
        .number("activations", Unit::Number, "activations begun in it, mean", |(_, r)| {
            r.activations
        })
        .number("active_s", Unit::Seconds, "time active, mean", |(_, r)| r.active_s)
        .called("active")
        .number("longest_activation_s", Unit::Seconds, "longest of any replication", |(_, r)| {
            r.longest_s
        })
        .called("longest")
        .number("throttled", Unit::Requests, "attempts throttled, mean", |(_, r)| r.throttled)
        .called("attempts throttled")
        .list("users_throttled", ", ", "Users throttled in any replication", move |(e, r)| {
            let users = &e.plan.scenario.users;
            names(r.users.iter().map(|u| users[*u].name.as_str()).collect())
        })
        .called("Users throttled")
        .list("causes", ", ", "events in force when activations began (M4)", move |(e, r)| {
            names(e.causes(&r.causes))
        })
        .number("in_breach_share", Unit::Share, "replications with an activation", |(_, r)| {
            r.in_breach
        })
        .number("months_in_breach_in_a_row", Unit::Number, "this one the last, mean", {
            |(_, r)| r.in_a_row
        })
        .called("months in breach in a row")
        .maybe("more_activations_than_month_before", Unit::Number, "trend, mean", |(_, r)| r.trend)
        .called("more than the month before")
}

pub(super) fn monthly(e: &Evidence) -> Table {
    of_months().table(&month_rows(e).into_iter().map(|r| (e, r)).collect::<Vec<InMonth<'_>>>())
}

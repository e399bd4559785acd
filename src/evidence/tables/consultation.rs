//! Tables of what people asked: answers by question, and the report for every month.

use super::Table;
use super::columns::{fractions, maybe, numbers, texts};
use crate::evidence::questions::{Answered, DOES_NOT_SAY};
use crate::evidence::{Evidence, capacity_in, meters_in, month_rows};
use polars::prelude::PolarsResult;

/// A row for each question.
pub(super) fn questions(all: &[Answered]) -> PolarsResult<Table> {
    let of =
        |name: &str, get: fn(&Answered) -> &str| texts(name, all.iter().map(|a| get(a).to_owned()));
    let yes = |a: &Answered| if a.answer.is_some() { "yes" } else { "no" }.to_owned();
    Table::new(
        "questions",
        vec![
            of("id", |a| &a.question.id),
            of("who", |a| &a.question.who),
            of("document", |a| &a.question.document),
            of("question", |a| &a.question.question),
            texts("answered", all.iter().map(yes)),
            of("answer", |a| a.answer.as_deref().unwrap_or(DOES_NOT_SAY)),
            texts("figure", all.iter().map(|a| a.question.figure().0.word().to_owned())),
            texts("srv", all.iter().map(|a| a.question.figure().1.to_owned())),
            of("assumption_1", |a| &a.question.moved_by[0]),
            of("assumption_2", |a| &a.question.moved_by[1]),
            of("command", |a| &a.question.command),
        ],
    )
}

/// A row for each month (F3.11).
pub(super) fn monthly(e: &Evidence) -> PolarsResult<Table> {
    let (scenario, rows) = (&e.plan.scenario, month_rows(e));
    let mechanism = &scenario.mechanism;
    let capacity = || rows.iter().map(|r| capacity_in(scenario, r.month));
    let threshold = mechanism.operating_threshold.get();
    let listed = || {
        let srvs = scenario.srvs.iter().zip(&mechanism.prioritised).filter(|(_, listed)| **listed);
        srvs.map(|(srv, _)| srv.id.as_str()).collect::<Vec<&str>>().join(", ")
    };
    let every = |text: &str| vec![text.to_owned(); rows.len()].into_iter();
    let same = |x: f64| std::iter::repeat_n(x, rows.len());
    let names = |users: &[usize]| {
        let names = users.iter().map(|u| scenario.users[*u].name.as_str());
        names.collect::<Vec<&str>>().join(", ")
    };
    Table::new(
        "monthly",
        vec![
            texts("month", rows.iter().map(|r| r.month.to_string())),
            texts("mechanism", every(if mechanism.enabled { "on" } else { "off" })),
            fractions("max_capacity_per_s", capacity()),
            fractions("operating_threshold_per_s", capacity().map(|c| c * threshold)),
            fractions("window_s", same(scenario.calendar.window().seconds())),
            texts("reading", every(mechanism.throttle_to.word())),
            texts("prioritised", every(&listed())),
            numbers("users", std::iter::repeat_n(scenario.users.len() as u64, rows.len())),
            numbers("supplier_meters", rows.iter().map(|r| meters_in(scenario, r.month))),
            numbers("replications", rows.iter().map(|_| e.measures.runs.len() as u64)),
            fractions("activations", rows.iter().map(|r| r.activations)),
            fractions("active_s", rows.iter().map(|r| r.active_s)),
            fractions("longest_activation_s", rows.iter().map(|r| r.longest_s)),
            fractions("throttled", rows.iter().map(|r| r.throttled)),
            texts("users_throttled", rows.iter().map(|r| names(&r.users))),
            texts("causes", rows.iter().map(|r| e.causes(&r.causes).join(", "))),
            fractions("in_breach_share", rows.iter().map(|r| r.in_breach)),
            fractions("months_in_breach_in_a_row", rows.iter().map(|r| r.in_a_row)),
            maybe("more_activations_than_month_before", rows.iter().map(|r| r.trend)),
        ],
    )
}

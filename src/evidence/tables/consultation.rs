//! Rows of what people asked: answers by question, and the report for every month.

use crate::evidence::Evidence;
use crate::evidence::monthly::{MonthRow, UserMonth, capacity_in, meters_in};
use crate::evidence::questions::{Answered, DOES_NOT_SAY};
use crate::evidence::table::{Schema, Table, Unit};
use serde_json::Value;

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
        .in_json_at("monthly")
        .made("month", "which", |(_, r): &InMonth<'a>| r.month.to_string())
        .text("mechanism", "`on`, `off`, or in the report of a month `in shadow`", |(e, r)| {
            match (e.plan.scenario.mechanism.enabled, r.shadow) {
                (true, true) => "in shadow",
                (true, false) => "on",
                (false, _) => "off",
            }
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
        .count("replications", "replications", |(e, _)| e.replications() as u64)
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
        .number("used_per_s", Unit::PerSecond, USED, |(_, r)| r.all_used_per_s())
        .called("asked for, /s")
        .number("expected_per_s", Unit::PerSecond, "of it what is expected and not counted: half-hours of a course that are left out", |(_, r)| {
            r.used_per_s[1]
        })
        .number("used_of_capacity", Unit::Share, "use ÷ maximum capacity: attempts that were refused are in it, so that it may be above 1", move |r| {
            r.1.all_used_per_s() / capacity(r)
        })
        .called("asked for, of capacity")
        .number("excess", Unit::Requests, "attempts of Users beyond their quotas in windows in which the mechanism was active, mean: breaches (C2)", |(_, r)| r.excess)
        .called("attempts in breach")
        .list("users_in_breach", ", ", "Users with such in any replication", move |(e, r)| {
            let users = &e.plan.scenario.users;
            names(r.in_breach_users.iter().map(|u| users[*u].name.as_str()).collect())
        })
        .called("Users in breach")
        .number("above_inactive", Unit::Requests, "attempts above allocations in half-hours in which it was never active, mean: no breach", |(_, r)| r.above)
        .called("above while not active")
        .number("in_breach_share", Unit::Share, "replications in which the threshold was breached: with an activation", |(_, r)| {
            r.in_breach
        })
        .number("months_in_breach_in_a_row", Unit::Number, ON, |(_, r)| r.in_a_row)
        .called("months it triggered in a row")
        .maybe("more_activations_than_month_before", Unit::Number, "trend, mean", |(_, r)| r.trend)
        .called("more than the month before")
        .maybe("more_used_per_s", Unit::PerSecond, "use more than the month before", |(_, r)| {
            r.changed.map(|c| c.used_per_s)
        })
        .called("asked for more, /s")
        .maybe("by_traffic_per_s", Unit::PerSecond, "of it by what a meter asks for", |(_, r)| {
            r.changed.map(|c| c.by_traffic_per_s)
        })
        .called("of it by traffic")
        .maybe("by_meters_per_s", Unit::PerSecond, "of it by portfolios: more or fewer meters that ask for as much", |(_, r)| {
            r.changed.map(|c| c.by_meters_per_s)
        })
        .called("of it by meters")
        .maybe("more_meters", Unit::Number, "meters of suppliers more than the month before", |(_, r)| {
            r.changed.map(|c| c.meters)
        })
        .called("meters more")
        .maybe("more_capacity_per_s", Unit::PerSecond, "maximum capacity more than the month before; the threshold follows it", |(_, r)| {
            r.changed.map(|c| c.capacity_per_s)
        })
        .called("capacity more, /s")
}

/// What use is.
const USED: &str = "mean use of all Users: attempts that reached the mechanism (G3), whatever became of them there: those that were refused are in it";

/// How months in a row are counted.
const ON: &str =
    "this one the last, with those of the report of the month before where that is given, mean";

/// Evidence, and a User in a month of its run.
type UserInMonth<'a> = (&'a Evidence, UserMonth);

/// What each User used of its allocation in each month, and its breaches (F3.11, C2).
pub(super) fn of_user_months<'a>() -> Schema<UserInMonth<'a>> {
    let user = |(e, r): &UserInMonth<'a>| e.plan.scenario.users[r.user].clone();
    Schema::<UserInMonth<'a>>::of("monthly_users", "a User in a month of the run: what it used of its allocation, and its breaches")
        .in_json_at("monthly_users")
        .made("month", "which", |(_, r): &UserInMonth<'a>| r.month.to_string())
        .made("user", "which User", move |r| user(r).id)
        .made("name", "its name", move |r| user(r).name)
        .called("User")
        .number("allocation_per_s", Unit::PerSecond, "a(u) without carry, by the month's portfolios and capacity (M1, M2)", |(_, r)| r.allocation_per_s)
        .called("allocated, /s")
        .number("used_per_s", Unit::PerSecond, "mean use: attempts that reached the mechanism (G3), whatever became of them there: those that were refused are in it", |(_, r)| r.used_per_s)
        .called("asked for, /s")
        .number("expected_share", Unit::Share, "part of that use that is expected and not counted: half-hours of a course that are left out", |(_, r)| r.expected)
        .called("part of its use expected, not counted")
        .maybe("used_of_allocation", Unit::Share, "mean use ÷ allocation", |(_, r)| r.of_allocation(r.used_per_s))
        .called("used of allocation")
        .maybe("busiest_of_allocation", Unit::Share, "use in the busiest half-hour that was counted in any replication ÷ allocation", |(_, r)| r.of_allocation(r.busiest_per_s))
        .called("busiest half-hour of allocation")
        .number("excess", Unit::Requests, "the breach: attempts beyond its quota in windows in which the mechanism was active in any part, throttled, buffered or let through, mean", |(_, r)| r.excess)
        .called("attempts in breach")
        .number("excess_first", Unit::Requests, "of these by first submissions alone, what a maintenance put off or had resent apart, mean: the rest is retries", |(_, r)| r.excess_first)
        .called("of them by first submissions")
        .number("windows_in_excess", Unit::Number, "these windows, mean", |(_, r)| r.windows)
        .called("windows in breach")
        .number("in_breach_share", Unit::Share, "replications in which it is in breach", |(_, r)| r.in_breach)
        .called("replications in breach")
        .number("months_in_breach_in_a_row", Unit::Number, ON, |(_, r)| r.in_a_row.0)
        .called("months in breach in a row")
        .count("longest_in_a_row", "the most of any replication", |(_, r)| r.in_a_row.1)
        .called("at most")
        .number("above_inactive", Unit::Requests, "no breach: attempts above its allocation, half-hour by half-hour, of those in which the mechanism was never active, mean", |(_, r)| r.above.0)
        .called("above while not active")
        .number("half_hours_above_inactive", Unit::Number, "these half-hours, mean", |(_, r)| r.above.1)
        .called("half-hours above")
}

/// The months, and the Users in them, in this order.
type Months = (Vec<MonthRow>, Vec<UserMonth>);

fn in_months(e: &Evidence, (months, users): Months) -> (Vec<InMonth<'_>>, Vec<UserInMonth<'_>>) {
    (months.into_iter().map(|r| (e, r)).collect(), users.into_iter().map(|r| (e, r)).collect())
}

/// The tables of the `months` of `e`.
pub(super) fn monthly(e: &Evidence, months: Months) -> [Table; 2] {
    let (months, users) = in_months(e, months);
    [of_months().table(&months), of_user_months().table(&users)]
}

/// The same as JSON.
pub(super) fn monthly_json(e: &Evidence, months: Months) -> [Vec<Value>; 2] {
    let (months, users) = in_months(e, months);
    [of_months().objects(&months), of_user_months().objects(&users)]
}

//! Rows of messages to Users (N1–N6); only of scenarios that have them.

use crate::evidence::Evidence;
use crate::evidence::northbound::{AdapterRow, AlertRow, MessageRow};
use crate::evidence::northbound::{adapter_rows, alert_rows, class_rows, northbound_rows};
use crate::evidence::table::{Schema, Table, Unit};
use headroom_core::ledger::{Messages, NorthRow};
use serde_json::Value;

/// All of them; none where the northbound side is off.
pub(super) fn tables(e: &Evidence) -> Vec<Table> {
    if !e.plan.scenario.northbound.enabled {
        return Vec::new();
    }
    vec![
        of_messages().table(&northbound_rows(e)),
        of_classes().table(&class_rows(e)),
        of_alerts().table(&alert_rows(e)),
        of_adapters().table(&adapter_rows(e)),
        timeline(e),
    ]
}

/// Messages of each class to each User, as JSON.
pub fn northbound(e: &Evidence) -> Vec<Value> {
    of_messages().objects(&northbound_rows(e))
}

/// Messages of each class, as JSON.
pub fn northbound_classes(e: &Evidence) -> Vec<Value> {
    of_classes().objects(&class_rows(e))
}

/// Alerts by code and User, as JSON.
pub fn alerts(e: &Evidence) -> Vec<Value> {
    of_alerts().objects(&alert_rows(e))
}

/// Users' adapters, as JSON.
pub fn adapters(e: &Evidence) -> Vec<Value> {
    of_adapters().objects(&adapter_rows(e))
}

impl<R: 'static> Schema<R> {
    /// What became of messages.
    fn messages(self, of: fn(&R) -> &Messages) -> Self {
        let get = |get: fn(&Messages) -> u64| move |row: &R| get(of(row));
        self.count("generated", "messages generated (N1, N4)", get(|m| m.generated))
            .count(
                "consolidated",
                "alerts held back by Communications Hubs (N3)",
                get(|m| m.consolidated),
            )
            .count(
                "discarded",
                "alerts discarded by Alert Storm Protection (N2)",
                get(|m| m.discarded),
            )
            .count(
                "supply_alerts_held_back",
                "of both, alerts that told of supply",
                get(|m| m.held_back),
            )
            .count("forwarded", "messages that went on to Users", get(Messages::forwarded))
            .count("delivered", "messages that Users' adapters took (N6)", get(|m| m.delivered))
            .count(
                "lost",
                "messages lost because an adapter's queue was full (N6)",
                get(|m| m.lost),
            )
            .count("open_at_end", "messages still under way at the end", get(Messages::open))
    }
}

impl Schema<MessageRow> {
    /// What they are, their counts and their delays.
    fn kind_and_counts(self) -> Self {
        self.text("kind", "`device_alert`, `dcc_alert` or `service_response`", |r| r.kind.word())
            .text("class", "their class", |r| &r.class)
            .messages(|r| &r.messages)
            .maybe(
                "delay_s_p50",
                Unit::Seconds,
                "delay that half of those delivered do not exceed",
                |r| r.delay_s[0],
            )
            .maybe(
                "delay_s_p95",
                Unit::Seconds,
                "delay that 95 % of those delivered do not exceed",
                |r| r.delay_s[1],
            )
            .maybe("delay_s_max", Unit::Seconds, "longest delay of those delivered", |r| {
                r.delay_s[2]
            })
    }
}

pub(super) fn of_messages() -> Schema<MessageRow> {
    Schema::<MessageRow>::of("northbound", "messages of a class to a User (N1–N6)")
        .in_json_at("northbound")
        .text("user", "the User", |r| &r.user)
        .unless_empty()
        .kind_and_counts()
}

pub(super) fn of_classes() -> Schema<MessageRow> {
    Schema::<MessageRow>::of("northbound_classes", "messages of a class to all Users")
        .in_json_at("northbound_classes")
        .kind_and_counts()
        .maybe("delivered_share", Unit::Share, "delivered ÷ forwarded", MessageRow::delivered_share)
        .not_in_json()
}

pub(super) fn of_alerts() -> Schema<AlertRow> {
    Schema::<AlertRow>::of("alerts", "an alert code and User")
        .in_json_at("alerts")
        .text("alert", "the code", |r: &AlertRow| &r.code)
        .text("name", "what it says", |r| &r.name)
        .not_in_json()
        .text("user", "the User", |r| &r.user)
        .messages(|r| &r.messages)
}

pub(super) fn of_adapters() -> Schema<AdapterRow> {
    Schema::<AdapterRow>::of("adapters", "a User's adapter")
        .in_json_at("adapters")
        .text("user", "the User", |r: &AdapterRow| &r.user)
        .number("adapter_per_s", Unit::PerSecond, "messages that it takes", |r| r.rate_per_s)
        .count("adapter_bound", "messages that its queue holds", |r| r.bound)
        .count("most_queued", "most that waited for it in the DSP", |r| r.most_queued)
        .count("most_at_adapter", "most that waited at it", |r| r.most_at_adapter)
        .count("lost", "messages lost, sums over replications", |r| r.lost)
        .number(
            "longest_behind_s",
            Unit::Seconds,
            "longest time in which, the path being up, something always waited",
            |r| r.longest_behind_s,
        )
}

/// Evidence, and a window of the first replication.
type NorthWindow<'a> = (&'a Evidence, &'a NorthRow);

pub(super) fn of_timeline<'a>() -> Schema<NorthWindow<'a>> {
    let of = |get: fn(&NorthRow) -> u64| move |(_, r): &NorthWindow<'a>| get(r);
    Schema::<NorthWindow<'a>>::of(
        "northbound_timeline",
        "a window of the first replication, messages to Users",
    )
    .made("start", "when it began", |(e, r): &NorthWindow<'a>| {
        e.plan.scenario.calendar.local(r.cell)
    })
    .unit(Unit::LocalTime)
    .made("start_utc", "the same", |(e, r)| e.plan.scenario.calendar.utc(r.cell))
    .unit(Unit::Utc)
    .count("responses", "Service Responses generated (N4)", of(|r| r.responses))
    .count("alerts", "alerts generated (N1)", of(|r| r.alerts))
    .count("held_back", "alerts held back (N2, N3)", of(|r| r.held_back))
    .count("sent", "messages sent to adapters (N5)", of(|r| r.sent))
    .count("delivered", "messages that adapters took (N6)", of(|r| r.delivered))
    .count("lost", "messages lost at adapters (N6)", of(|r| r.lost))
    .count("queued_at_end", "messages waiting in the DSP at its end", of(|r| r.queued))
    .count("at_adapters_at_end", "messages waiting at adapters", of(|r| r.at_adapters))
}

fn timeline(e: &Evidence) -> Table {
    let folded = e.folded();
    of_timeline().table(&folded.northbound.iter().map(|r| (e, r)).collect::<Vec<NorthWindow<'_>>>())
}

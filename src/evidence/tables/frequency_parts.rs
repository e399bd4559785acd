//! Rows of the parts of how often it happens (C4): by cause, by event, by month.

use crate::evidence::frequency::{ByCause, ByEvent, ByMonth, HarmRates};
use crate::evidence::harm::whose;
use crate::evidence::table::{Schema, Unit};
use headroom_core::domain::Standing;

impl<R> Schema<R> {
    /// Harm, `of` a row, by standing; `over` says over what.
    pub(super) fn harm_rates(
        self,
        over: &str,
        of: impl Fn(&R) -> &HarmRates + Copy + 'static,
    ) -> Self {
        let others = self
            .estimate(
                "never_answered_not_above",
                Unit::Requests,
                format!("requests never answered{over}, not above by own sending"),
                move |r| Some(of(r).not_above),
            )
            .called("never answered, not above");
        let never = Standing::ALL.into_iter().fold(others, |schema, s| {
            let head = format!("never_answered_{}", s.word());
            let meaning = format!("requests never answered{over}, {}", whose(s));
            schema
                .estimate(head, Unit::Requests, meaning, move |r| {
                    Some(of(r).never_answered[s.place()])
                })
                .called(format!("never answered, {}", s.word()))
        });
        Standing::ALL.into_iter().fold(never, |schema, s| {
            let head = format!("refused_{}", s.word());
            let meaning = format!("attempts refused{over}, {}", whose(s));
            schema
                .estimate(head, Unit::Requests, meaning, move |r| Some(of(r).refused[s.place()]))
                .called(format!("refused, {}", s.word()))
        })
    }
}

/// Activations, and episodes, with the same causes.
pub fn by_cause() -> Schema<ByCause> {
    Schema::<ByCause>::of(
        "frequency_by_cause",
        "what was in force when activations began (M4), or in episodes without any",
    )
    .in_json_at("by_cause")
    .text("causes", "events, joined by +; or ordinary traffic", |r: &ByCause| &r.cause)
    .called("in force when it began")
    .estimate("days", Unit::Number, "days a year on which somebody is throttled in them", |r| {
        Some(r.days)
    })
    .estimate("activations", Unit::Number, "activations a year", |r| Some(r.activations))
    .estimate("idle_activations", Unit::Number, "of these, those that throttle nobody", |r| {
        Some(r.idle)
    })
    .called("throttling nobody")
    .number("share", Unit::Share, "share of all activations", |r| r.share)
    .estimate("active_h", Unit::Hours, "hours of them a year", |r| Some(r.active_h))
    .called("hours")
    .estimate("throttled", Unit::Requests, "attempts throttled in them a year", |r| {
        Some(r.throttled)
    })
    .estimate("chance_of_any", Unit::Share, "chance that a year has any", |r| r.chance)
    .called("chance of any")
    .harm_rates(" a year, by what their episode is put down to (C4)", |r| &r.harm)
}

/// An event by itself (C4).
pub fn by_event() -> Schema<ByEvent> {
    Schema::<ByEvent>::of(
        "frequency_by_event",
        "an event by itself (C4): courses in which nothing else occurs",
    )
    .in_json_at("by_event")
    .text("event", "which", |r: &ByEvent| &r.event)
    .number("a_year", Unit::Number, "how often a year it occurs in the scenario", |r| r.a_year)
    .called("times a year")
    .count("occurrences", "occurrences in those courses", |r| r.occurrences)
    .estimate(
        "days_each",
        Unit::Number,
        "days on which somebody is throttled, an occurrence",
        |r| r.known(r.days),
    )
    .called("days each")
    .number("days_a_year", Unit::Number, "these, times how often a year it occurs", |r| {
        r.a_year * r.days.mean
    })
    .called("days a year")
    .estimate("active_h_each", Unit::Hours, "hours active, an occurrence", |r| r.known(r.active_h))
    .called("hours active")
    .estimate(
        "never_answered_each",
        Unit::Requests,
        "requests never answered, not above by own sending, an occurrence",
        |r| r.known(r.never_answered),
    )
    .called("never answered, not above")
    .estimate(
        "more_than_today_each",
        Unit::Requests,
        "how many more that are than with today's system",
        |r| r.more_than_today.and_then(|m| r.known(m)),
    )
    .called("more than today")
}

/// A month of the calendar.
pub fn by_month() -> Schema<ByMonth> {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    Schema::<ByMonth>::of("frequency_by_month", "a month of the calendar, over all years")
        .in_json_at("by_month")
        .count("month", "1 to 12", |r: &ByMonth| r.month.unsigned_abs().into())
        .said(|r| NAMES[r.month as usize - 1].to_owned())
        .estimate(
            "days",
            Unit::Number,
            "days in such a month on which somebody is throttled, maintenance nights apart",
            |r| Some(r.days),
        )
        .estimate(
            "maintenance_days",
            Unit::Number,
            "days on which somebody is throttled after maintenance alone",
            |r| Some(r.maintenance_days),
        )
        .called("after maintenance")
        .estimate("activations", Unit::Number, "activations in such a month", |r| {
            Some(r.activations)
        })
        .estimate("ordinary_activations", Unit::Number, "those of ordinary traffic alone", |r| {
            Some(r.ordinary)
        })
        .called("of ordinary traffic")
        .estimate("active_h", Unit::Hours, "hours of activation", |r| Some(r.active_h))
        .called("hours")
        .estimate("throttled", Unit::Requests, "attempts throttled", |r| Some(r.throttled))
        .harm_rates(", by where episodes begin", |r| &r.harm)
}

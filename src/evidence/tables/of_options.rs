//! Rows of options side by side.

use crate::evidence::options::{Burden, OptionFigure, OptionsSeen, Priced};
use crate::evidence::table::{Schema, Table, Unit};
use serde_json::Value;

/// All options, and a figure of one.
type Seen<'a> = (&'a OptionsSeen, &'a OptionFigure);

/// A row for each option and figure, and one for each option and party category.
pub fn options_tables(s: &OptionsSeen) -> Vec<Table> {
    let figures: Vec<Seen<'_>> = s.figures.iter().map(|f| (s, f)).collect();
    let burdens: Vec<Borne<'_>> = s.burdens.iter().map(|b| (s, b)).collect();
    vec![of_figures().table(&figures), of_burdens().table(&burdens)]
}

pub(super) fn of_figures<'a>() -> Schema<Seen<'a>> {
    let option = |(s, f): &Seen<'a>| &s.options[f.option];
    Schema::<Seen<'a>>::of("options", "an option and a figure")
        .text("option", "its id", move |r: &Seen<'a>| &option(r).id)
        .text("name", "its name", move |r| &option(r).name)
        .text("figure", "which figure", |(_, f)| f.told.figure.word())
        .text("of", "what the figure is called, with whom it is of", |(_, f)| &f.told.name)
        .estimate("mean", Unit::OfTheFigure, "its mean", |(_, f): &Seen<'a>| Some(f.mean))
        .with_bare_ends()
        .estimate("difference", Unit::OfTheFigure, "more than with the first option, paired", {
            |(_, f): &Seen<'a>| f.more
        })
        .maybe("low_gbp", Unit::Pounds, "least cost", move |r| option(r).gbp.map(|g| g.0))
        .maybe("high_gbp", Unit::Pounds, "most cost", move |r| option(r).gbp.map(|g| g.1))
        .count("rank", "its place by requests never answered, not above by own sending", move |r| {
            option(r).rank as u64
        })
        .maybe(
            "outage_hours_avoided",
            Unit::Number,
            "against today, where that is clear",
            move |r| option(r).hours_avoided(),
        )
        .maybe("low_break_even_gbp", Unit::Pounds, "least cost ÷ outage hours avoided", move |r| {
            option(r).breaks_even_gbp().map(|each| each.0)
        })
        .maybe("high_break_even_gbp", Unit::Pounds, "most cost ÷ outage hours avoided", move |r| {
            option(r).breaks_even_gbp().map(|each| each.1)
        })
}

/// All options, and what one lays on a category of party.
type Borne<'a> = (&'a OptionsSeen, &'a Burden);

pub(super) fn of_burdens<'a>() -> Schema<Borne<'a>> {
    let mean = |i: usize| move |(_, b): &Borne<'a>| b.counts[i];
    Schema::<Borne<'a>>::of("categories", "an option and a category of party")
        .text("option", "its id", |(s, b): &Borne<'a>| &s.options[b.option].id)
        .text("category", "whose", |(_, b)| b.category.word())
        .number("requests", Unit::Requests, "mean of a replication", mean(0))
        .number("throttled", Unit::Requests, "mean of a replication", mean(1))
        .number("rejected", Unit::Requests, "mean of a replication", mean(2))
        .number("never_answered", Unit::Requests, "mean of a replication", mean(4))
        .number(
            "never_answered_not_above",
            Unit::Requests,
            "those not above by own sending",
            mean(3),
        )
        .maybe("never_answered_share", Unit::Share, "never answered ÷ requests", |(_, b)| {
            (b.counts[0] > 0.0).then(|| b.counts[4] / b.counts[0])
        })
}

/// Options and what they cost, as JSON: files have them by figure.
pub fn options_json(s: &OptionsSeen) -> Vec<Value> {
    let schema = Schema::<Priced>::of("options", "an option and what it costs")
        .text("option", "its id", |o| &o.id)
        .text("name", "its name", |o| &o.name)
        .number("quarantined", Unit::Number, "attempts held by anomaly detection", |o| {
            o.quarantined
        })
        .maybe("low_gbp", Unit::Pounds, "least cost", |o| o.gbp.map(|g| g.0))
        .maybe("high_gbp", Unit::Pounds, "most cost", |o| o.gbp.map(|g| g.1))
        .estimate(
            "never_answered_not_above",
            Unit::Number,
            "requests never answered, not above by own sending (C2)",
            |o| Some(o.never_answered),
        )
        .estimate("difference", Unit::Number, "more than with the first option", |o| o.more)
        .count("rank", "its place by those", |o| o.rank as u64)
        .estimate("behind", Unit::Number, "more than with the best", |o| o.behind)
        .maybe("outage_hours_avoided", Unit::Number, "against today", Priced::hours_avoided)
        .maybe("low_break_even_gbp", Unit::Pounds, "least cost ÷ those hours", |o| {
            o.breaks_even_gbp().map(|e| e.0)
        })
        .maybe("high_break_even_gbp", Unit::Pounds, "most cost ÷ those hours", |o| {
            o.breaks_even_gbp().map(|e| e.1)
        });
    schema.objects(&s.options)
}

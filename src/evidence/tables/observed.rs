//! A replay held against what was observed (T8).

use crate::evidence::observed::{Outside, Score, Scored};
use crate::evidence::table::{Schema, SmallTable, Table, Titled, Unit};
use serde_json::Value;

pub(super) fn of_scores() -> Schema<Score> {
    Schema::<Score>::of("observed", "a figure of a User, or of all together, held against what was observed")
        .in_json_at("observed")
        .made("user", "the User's id; empty of all together", |s: &Score| s.user.clone().unwrap_or_default())
        .called("User")
        .text("figure", "`attempts` at the gateway, or `refused` ones of them", |s| s.figure)
        .count("half_hours", "half-hours of Users compared", |s| s.half_hours)
        .called("half-hours")
        .count("observed", "observed in them", |s| s.observed)
        .number("replayed", Unit::Number, "the same of a replication, on average", |s| s.mean)
        .number("p", Unit::Number, "share of it and the replications at least as far from their mean", |s| s.p)
        .made("further", "whether it is further off than chance: `true`, `false`, or `undecided` of fewer than 19 replications", |s| {
            s.further.map_or("undecided".to_owned(), |further| further.to_string())
        })
        .called("further off than chance")
}

pub(super) fn of_outside() -> Schema<Outside> {
    Schema::<Outside>::of(
        "observed_outside",
        "a half-hour of a User in which what was observed is outside all replications",
    )
    .text("user", "the User's id", |o: &Outside| &o.user)
    .text("begins", "when it begins, Europe/London", |o| &o.begins)
    .text("figure", "`attempts` or `refused`", |o| o.figure)
    .count("observed", "what was observed", |o| o.observed)
    .number("mean", Unit::Number, "mean of the replications", |o| o.mean)
    .count("least", "the least of them", |o| o.least)
    .count("most", "the most", |o| o.most)
}

/// The tables of a replay that is held against what was observed.
pub fn observed_tables(scored: &Scored) -> Vec<Table> {
    vec![of_scores().table(&scored.scores), of_outside().table(&scored.outside)]
}

/// The same to be printed.
pub fn observed_small(scored: &Scored) -> Titled {
    let shown = ["user", "figure", "half_hours", "observed", "replayed", "p", "further"];
    let table: SmallTable = of_scores().small(&shown, &scored.scores);
    let note = format!(
        "{} half-hours are outside all {} replications; {} rows of what was observed are outside the run",
        scored.outside.len(),
        scored.replications,
        scored.elsewhere
    );
    Titled {
        title: "beside what was observed".to_owned(),
        note,
        part_of: Some("observed"),
        ..table.into()
    }
}

/// Each score, as JSON.
pub fn observed_json(scored: &Scored) -> Vec<Value> {
    of_scores().objects(&scored.scores)
}

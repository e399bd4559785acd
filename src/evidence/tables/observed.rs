//! A replay held against what was observed (T8).

use crate::evidence::observed::{FIGURES, Outside, Score, Scored};
use crate::evidence::table::{Schema, SmallTable, Table, Titled, Unit};
use serde_json::Value;

pub(super) fn of_scores() -> Schema<Score> {
    Schema::<Score>::of("observed", "a figure of a User, or of all together, held against what was observed, in a variant")
        .in_json_at("observed")
        .text("variant", "the variant", |s: &Score| &s.variant)
        .made("user", "the User's id; empty of all together", |s: &Score| s.user.clone().unwrap_or_default())
        .called("User")
        .text("figure", "`attempts` at the gateway, `refused` ones of them, or `response_time` (s, of requests first sent in the half-hour)", |s| s.figure)
        .count("half_hours", "half-hours of Users compared", |s| s.half_hours)
        .called("half-hours")
        .number("observed", Unit::Number, "observed in them; of response times their mean", |s| s.observed)
        .number("replayed", Unit::Number, "the same of a replication, on average", |s| s.mean)
        .number("distance", Unit::Number, "how far off the replications are in a half-hour, on average: the continuous ranked probability score", |s| s.distance)
        .called("off in a half-hour")
        .number("distance_se", Unit::Number, "standard error of that by the draws (jackknife over replications); empty of a single replication", |s| s.error.unwrap_or(f64::NAN))
        .called("± (draws)")
        .number("distance_expected", Unit::Number, "what it is of one more replication, as is expected; empty of a single one", |s| s.expected.unwrap_or(f64::NAN))
        .called("of one like them")
        .number("p", Unit::Number, "share of it and the replications at least as far from their mean", |s| s.p)
        .made("further", "whether it is further off than chance: `true`, `false`, or `undecided` of fewer than 19 replications", |s| {
            s.further.map_or("undecided".to_owned(), |further| further.to_string())
        })
        .called("further off than chance")
}

pub(super) fn of_outside() -> Schema<Outside> {
    Schema::<Outside>::of(
        "observed_outside",
        "a half-hour of a User in which what was observed is outside all replications of a variant",
    )
    .text("variant", "the variant", |o: &Outside| &o.variant)
    .text("user", "the User's id", |o| &o.user)
    .text("begins", "when it begins, Europe/London", |o| &o.begins)
    .text("figure", "`attempts`, `refused` or `response_time`", |o| o.figure)
    .number("observed", Unit::Number, "what was observed", |o| o.observed)
    .number("mean", Unit::Number, "mean of the replications", |o| o.mean)
    .number("least", Unit::Number, "the least of them", |o| o.least)
    .number("most", Unit::Number, "the most", |o| o.most)
}

/// The tables of a replay that is held against what was observed.
pub fn observed_tables(scored: &Scored) -> Vec<Table> {
    vec![of_scores().table(&scored.scores), of_outside().table(&scored.outside)]
}

/// The same to be printed: of several variants all Users together, and the best fitting.
pub fn observed_small(scored: &Scored) -> Titled {
    let several = !scored.best.is_empty();
    let mut shown = vec![
        "user",
        "figure",
        "half_hours",
        "observed",
        "replayed",
        "distance",
        "distance_se",
        "distance_expected",
        "p",
        "further",
    ];
    if several {
        shown[0] = "variant";
    }
    let rows: Vec<Score> =
        scored.scores.iter().filter(|s| !several || s.user.is_none()).cloned().collect();
    let table: SmallTable = of_scores().small(&shown, &rows);
    let of = if several { " of a variant" } else { "" };
    let mut notes = scored.best.clone();
    notes.push(format!(
        "{} half-hours are outside all {} replications{of}; {} rows of what was observed are outside the run",
        scored.outside.len(),
        scored.replications,
        scored.elsewhere
    ));
    if scored.scores.iter().any(|score| score.figure == FIGURES[2]) {
        notes.push(format!("{} is in seconds", FIGURES[2]));
    }
    for (figure, blank) in scored.blank.iter().filter(|(_, blank)| *blank > 0) {
        notes.push(format!("of {blank} rows {figure} is not said, and not compared"));
    }
    if scored.unanswered > 0 {
        notes.push(format!(
            "{} response times are not compared: some replication answered nothing then",
            scored.unanswered
        ));
    }
    Titled {
        title: "beside what was observed".to_owned(),
        note: notes.join("\n"),
        part_of: Some("observed"),
        ..table.into()
    }
}

/// Each score, as JSON.
pub fn observed_json(scored: &Scored) -> Vec<Value> {
    of_scores().objects(&scored.scores)
}

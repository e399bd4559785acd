//! Rows of what is followed (C2): added delay of an SRV's requests, by User.

use super::super::table::{Schema, Table, Unit};
use crate::evidence::Evidence;
use headroom_core::ledger::{FollowedDelay, LongDelays};
use serde_json::Value;

/// A row: the followed requests of a User and an SRV, over replications.
pub(super) struct Row {
    user: String,
    srv: String,
    /// Of all, and of those first due while the scenario's mechanism was active.
    of: [LongDelays; 2],
    /// Seconds of a bin.
    bin_s: f64,
}

pub(super) fn of_followed() -> Schema<Row> {
    let all = Schema::<Row>::of(
        "followed",
        "a User and an SRV that is followed, over replications: added delay (C2)",
    )
    .in_json_at("followed")
    .text("user", "the User", |r: &Row| &r.user)
    .text("srv", "the SRV", |r| &r.srv);
    let all = columns(all, 0, "", "of all of them");
    columns(all, 1, "_while_active", "of those first due in a cell that the mechanism began active")
}

/// What is told of one of both.
fn columns(schema: Schema<Row>, of: usize, after: &str, whose: &str) -> Schema<Row> {
    let seconds =
        |share: f64| move |r: &Row| r.of[of].quantile(share).map(|bin| bin as f64 * r.bin_s);
    let name = |name: &str| format!("{name}{after}");
    let means = |what: &str| format!("{what}, {whose}");
    let schema = schema
        .count(name("requests"), means("requests processed or never answered"), move |r: &Row| {
            r.of[of].count()
        })
        .count(name("never_answered"), means("those never answered"), move |r: &Row| {
            r.of[of].never()
        })
        .count(
            name("told"),
            means("those processed that told their delay: of refused ones a tagged sample, each for several"),
            move |r: &Row| r.of[of].told(),
        );
    let p50 = "added delay that half of those processed or never answered do not exceed, to 1/32; none where half were never answered";
    let p95 = "added delay that 95 % of them do not exceed, alike";
    let schema = schema.maybe(name("s_p50"), Unit::Seconds, means(p50), seconds(0.5)).maybe(
        name("s_p95"),
        Unit::Seconds,
        means(p95),
        seconds(0.95),
    );
    FollowedDelay::MINUTES.into_iter().enumerate().fold(schema, |schema, (limit, minutes)| {
        let means = means(&format!("share with more than {minutes} min, or never answered"));
        schema.maybe(
            name(&format!("share_over_{minutes}_min")),
            Unit::Share,
            means,
            move |r: &Row| {
                let (over, n) = (r.of[of].over()[limit], r.of[of].count());
                (n > 0).then(|| over as f64 / n as f64)
            },
        )
    })
}

fn rows(e: &Evidence) -> Vec<Row> {
    let scenario = &e.plan.scenario;
    let row = |(of, &(user, srv)): (&FollowedDelay, &(usize, usize))| Row {
        user: scenario.users[user].id.clone(),
        srv: scenario.srvs[srv].id.clone(),
        of: [of.all(), of.while_active().clone()],
        bin_s: scenario.calendar.cell().seconds() / 10.0,
    };
    let folded = e.folded();
    let all = folded.added.followed().iter().zip(&e.plan.traffic.pairs).map(row);
    all.filter(|row| row.of[0].count() > 0).collect()
}

pub(super) fn followed_table(e: &Evidence) -> Table {
    of_followed().table(&rows(e))
}

/// What is followed, as JSON.
pub fn followed(e: &Evidence) -> Vec<Value> {
    of_followed().objects(&rows(e))
}

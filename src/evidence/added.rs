//! Added delay (C2): how much longer requests took than they do where nothing waits or is refused, by whose they were.

use super::Evidence;
use super::table::{Schema, Table, Unit};
use headroom_core::domain::{Figure, Standing};
use headroom_core::ledger::{AddedDelaySums, Harm};
use serde_json::{Map, Value};

/// Added delay of one replication, or of several together; of runs that keep counts only, of no request.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Added {
    of: [AddedDelaySums; 4],
    /// Requests never answered, which are later than any.
    never: [u64; 4],
    /// Seconds of a bin.
    bin_s: f64,
}

impl Added {
    /// As counted, in bins of so many seconds.
    pub fn new(of: [AddedDelaySums; 4], harm: &Harm, bin_s: f64) -> Self {
        let never = harm.never_answered();
        Self { of, never: Standing::ALL.map(|s| never[s]), bin_s }
    }

    /// Of all replications.
    pub fn of_study(e: &Evidence) -> Self {
        let harm = e.folded().harm.iter().fold(Harm::default(), |sum, h| sum + *h);
        let cell = e.plan.scenario.calendar.cell().seconds();
        Self::new(e.folded().added.sums(), &harm, cell / 10.0)
    }

    /// One of its figures.
    pub fn figure(&self, figure: Figure) -> Option<f64> {
        let [standing] = figure.about().part?.standings() else { return None };
        match figure.is_share() {
            true => self.over(*standing, 1),
            false => self.seconds(self.of[standing.place()].p95),
        }
    }

    fn seconds(&self, bin: Option<u64>) -> Option<f64> {
        bin.map(|bin| bin as f64 * self.bin_s)
    }

    /// The share above the `limit`-th of 1, 5 and 30 minutes, of those answered and never answered.
    fn over(&self, standing: Standing, limit: usize) -> Option<f64> {
        let (of, never) = (&self.of[standing.place()], self.never[standing.place()]);
        // Of runs that keep counts only nothing is known of those answered.
        (of.count > 0).then(|| (of.over[limit] + never) as f64 / (of.count + never) as f64)
    }
}

/// A row: a standing of a study.
type Row = (Added, Standing);

pub(super) fn of_added_delay() -> Schema<Row> {
    let share = |limit: usize| move |(added, of): &Row| added.over(*of, limit);
    let count = |(added, of): &Row| added.of[of.place()].count;
    let told = |(added, of): &Row| added.of[of.place()].told;
    let percentile = |of: &str| {
        format!(
            "added delay that {of} of those processed do not exceed, of all replications together (the figures `added_delay_s_p95` are means of each replication's own)"
        )
    };
    Schema::<Row>::of("added_delay", "whose requests, over replications")
        .text("standing", "their standing (C2)", |(_, of): &Row| of.word())
        .maybe("s_p50", Unit::Seconds, percentile("half"), |(a, of): &Row| {
            a.seconds(a.of[of.place()].p50)
        })
        .maybe("s_p95", Unit::Seconds, percentile("95 %"), |(a, of): &Row| {
            a.seconds(a.of[of.place()].p95)
        })
        .maybe(
            "share_over_1_min",
            Unit::Share,
            "with more than a minute, or never answered",
            share(0),
        )
        .maybe(
            "share_over_5_min",
            Unit::Share,
            "with more than 5 minutes, or never answered",
            share(1),
        )
        .maybe(
            "share_over_30_min",
            Unit::Share,
            "with more than 30 minutes, or never answered",
            share(2),
        )
        .count("requests", "requests that have one; those tagged stand for several", count)
        .count(
            "sample",
            "how many told it: all answered at their first attempt, of those refused a tagged sample (C2)",
            told,
        )
}

fn rows(e: &Evidence) -> Vec<Row> {
    let added = Added::of_study(e);
    let some = |s: &Standing| added.of[s.place()].count > 0;
    Standing::ALL.into_iter().filter(some).map(|s| (added, s)).collect()
}

pub(super) fn table(e: &Evidence) -> Table {
    of_added_delay().table(&rows(e))
}

/// By the word of each standing, as JSON.
pub fn added_delay(e: &Evidence) -> Map<String, Value> {
    let rows = rows(e);
    let objects = of_added_delay().objects(&rows);
    rows.iter().zip(objects).map(|((_, of), object)| (of.word().to_owned(), object)).collect()
}

//! What changed since the month before, and through what: the same figures of the month before as they were told then, and told
//! again with one thing after another as it is now.
//!
//! Scope: which things, in which order, and their parts of the difference. Left out: the runs (`cli/kind/month`). Source: F3.11, and the
//! wish to know whether a change is traffic's, portfolios' or parameters'. Checked by: the test below, `tests/it/month.rs`.

use crate::evidence::measures::Measures;
use crate::evidence::table::{SmallTable, Table};
use crate::evidence::words::{value, with_sign};
use headroom_core::domain::{Figure, Whose};
use serde_json::{Map, Value};

/// The figures that are told of a month.
pub const FIGURES: [Figure; 9] = [
    Figure::Attempts,
    Figure::PeakLoadPerS,
    Figure::Activations,
    Figure::ActiveS,
    Figure::UsersThrottled,
    Figure::Throttled,
    Figure::ThrottledNotAbove,
    Figure::NeverAnsweredNotAbove,
    Figure::OutageS,
];

/// Keys of a scenario that are traffic's, and that are portfolios'; all others are parameters.
const TRAFFIC: [&str; 3] = ["traffic", "start", "duration"];
const PORTFOLIO: [&str; 2] = ["users", "plan"];

/// What was changed from one told to the next: by these the difference is split, in this order.
pub const PARTS: [&str; 4] = ["program", "traffic", "portfolio", "parameters"];

/// The means of [`FIGURES`].
pub type Means = [Option<f64>; FIGURES.len()];

/// The means that `measures` have.
pub fn means(measures: &Measures) -> Means {
    FIGURES.map(|figure| Some(measures.estimate(figure, Whose::All)?.mean))
}

/// What is otherwise than in the month before.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthChanges {
    /// As the month before told it; then with this program, with this month's traffic, with its portfolios, and all as it is now.
    pub told: [Means; PARTS.len() + 1],
    /// How long the month before was, and how long this one is.
    pub lasts: [String; 2],
}

impl MonthChanges {
    /// What `part` made more of the figure at `place`; none where it is not measured on both sides.
    pub fn by(&self, place: usize, part: usize) -> Option<f64> {
        Some(self.told[part + 1][place]? - self.told[part][place]?)
    }

    /// What a reader of the table has to know.
    pub fn note(&self) -> String {
        let rounded = "Each number is rounded by itself; in the table month the parts add up.";
        let [before, now] = &self.lasts;
        match before == now {
            true => rounded.to_owned(),
            false => format!(
                "{rounded} Totals are of whole months: that one has {before} and this one {now}, which counts as traffic's."
            ),
        }
    }

    /// The table, a row for each figure.
    pub fn table(&self) -> SmallTable {
        let head = [
            "",
            "the month before",
            "by program",
            "by traffic",
            "by portfolios",
            "by parameters",
            "this month",
        ];
        let row = |(place, figure): (usize, Figure)| {
            let told = |means: &Means| means[place].map_or("–".to_owned(), |x| value(figure, x));
            let by = |part| match self.by(place, part) {
                None => "–".to_owned(),
                Some(0.0) => "0".to_owned(),
                Some(more) => with_sign(more, |x| value(figure, x)),
            };
            let parts = (0..PARTS.len()).map(by);
            [figure.called(), told(&self.told[0])]
                .into_iter()
                .chain(parts)
                .chain([told(&self.told[PARTS.len()])])
                .collect()
        };
        SmallTable {
            head: head.map(str::to_owned).into(),
            rows: FIGURES.into_iter().enumerate().map(row).collect(),
            words: 1,
        }
    }
}

/// Scenarios between that of the month before and this month's: with this month's traffic, and with its portfolios too.
pub fn between(before: &Value, now: &Value) -> [Value; 2] {
    let taken = |keys: &[&[&str]]| -> Value {
        let mut all: Map<String, Value> = before.as_object().cloned().unwrap_or_default();
        for key in keys.iter().copied().flatten() {
            match now.get(*key) {
                Some(value) => all.insert((*key).to_owned(), value.clone()),
                None => all.shift_remove(*key),
            };
        }
        all.into()
    };
    [taken(&[&TRAFFIC]), taken(&[&TRAFFIC, &PORTFOLIO])]
}

/// The means that the table `month` of an earlier report tells.
pub fn told_before(table: &Table) -> Means {
    FIGURES.map(|figure| {
        let row = (0..table.rows).find(|row| table.text(*row, "figure") == figure.word())?;
        table.number(row, "now")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parts_of_a_change_add_up_and_scenarios_between_change_one_thing_after_another() {
        let of = |x: f64| [Some(x); FIGURES.len()];
        let lasts = ["30 days", "31 days"].map(str::to_owned);
        let told = [of(1.0), of(1.0), of(4.0), of(3.0), of(10.0)];
        let changes = MonthChanges { told, lasts };
        assert!(changes.note().contains("that one has 30 days and this one 31 days"));
        let parts: Vec<f64> = (0..PARTS.len()).map(|p| changes.by(0, p).unwrap()).collect();
        assert_eq!(parts, [0.0, 3.0, -1.0, 7.0]);
        assert_eq!(parts.iter().sum::<f64>(), 9.0);
        let before =
            json!({ "start": "a", "users": 1, "plan": 2, "mechanism": "m", "traffic": "t" });
        let now = json!({ "start": "b", "users": 5, "mechanism": "n", "traffic": "u" });
        let [traffic, portfolio] = between(&before, &now);
        assert_eq!(
            traffic,
            json!({ "start": "b", "users": 1, "plan": 2, "mechanism": "m", "traffic": "u" })
        );
        assert_eq!(
            portfolio,
            json!({ "start": "b", "users": 5, "mechanism": "m", "traffic": "u" })
        );
    }
}

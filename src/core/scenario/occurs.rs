//! Events that happen by chance, and what of them is drawn.
//!
//! Scope: how often, when in the day, and the values of an event that `occurs`. Left out: a value of a range
//! (`draw.rs`); on which days, which is drawn by the engine; where drawn events are placed (`episode.rs`). Source: `docs/scenarios.md`, section "Years".
//! Checked by: unit tests here, and `tests/faults` for what is refused.

use super::Growth;
use crate::domain::Span;
use serde_json::Value;

/// An event that `occurs` instead of happening at a given time (section 3).
#[derive(Clone, Debug, PartialEq)]
pub struct Occurring {
    /// Its name.
    pub id: String,
    /// How often.
    pub how: HowOften,
    /// The months of its season, January first; only they count where it occurs at a rate.
    pub months: [bool; 12],
    /// When in the day it begins.
    pub time: TimeOfDay,
    /// What of it is drawn.
    pub values: Vec<Drawn>,
    /// The event as the file says it, without `occurs`.
    pub template: Value,
}

/// How often an event occurs.
#[derive(Clone, Debug, PartialEq)]
pub enum HowOften {
    /// A Poisson number with this mean in a mean year, all days of the season alike.
    PerYear(f64),
    /// Once a month, on this day of it, 1 to 28.
    EachMonth(i8),
    /// Once a year on each of these: month and day.
    EachYear(Vec<(i8, i8)>),
}

/// When in its civil day, Europe/London, an event begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeOfDay {
    /// So long after midnight.
    At(Span),
    /// Uniformly over the cells from the first time to before the second, after midnight.
    Between(Span, Span),
}

/// A value of an event that is drawn each time.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Where: a pointer inside the event, such as `/storm/size`.
    pub at: String,
    /// From what.
    pub from: Range,
}

/// What a value is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// Every value alike.
    Uniform(Ends),
    /// Every ratio alike.
    LogUniform(Ends),
    /// So many of a list, without replacement, in its order.
    Choose {
        /// The fewest.
        least: usize,
        /// The most; each number from the fewest on is as likely.
        most: usize,
        /// Of which.
        of: Vec<Value>,
    },
}

/// The ends of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ends {
    /// Numbers, drawn to six significant digits.
    Numbers(f64, f64),
    /// Whole numbers, where the file has whole ones.
    Whole(u64, u64),
    /// Lengths of time, drawn to whole cells.
    Spans(Span, Span),
}

/// An event that was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedEvent {
    /// Index in [`super::Scenario::occurring`].
    pub occurring: usize,
    /// Cell in which it begins, counted from the start of the whole run.
    pub cell: u64,
    /// A value for each of [`Occurring::values`].
    pub values: Vec<Value>,
}

/// Days of each month in a mean year of 365.25 days.
const DAYS: [f64; 12] = [31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

impl Occurring {
    /// How many are expected in a mean year of 365.25 days.
    pub fn per_year(&self) -> f64 {
        match &self.how {
            HowOften::PerYear(rate) => *rate,
            HowOften::EachMonth(_) => 12.0,
            HowOften::EachYear(dates) => dates.len() as f64,
        }
    }

    /// How long it lasts with these values drawn.
    pub fn lasts(&self, values: &[Value]) -> Span {
        let drawn = self.values.iter().position(|v| v.at == "/lasts");
        let said = drawn.map_or(&self.template["lasts"], |i| &values[i]);
        serde_json::from_value(said.clone()).unwrap_or_default()
    }

    /// How many are expected on a day of its season; of what is bound to dates, on a mean day of the year.
    pub fn per_day(&self) -> f64 {
        let season = DAYS.iter().zip(self.months).filter(|(_, in_season)| *in_season);
        self.per_year() / season.map(|(days, _)| days).sum::<f64>()
    }
}

impl super::Scenario {
    /// Whether the draws of a course are those of `other`: the same occurs in it, what is sent grows alike, and the same days of a
    /// log are drawn in blocks of the same length.
    pub fn draws_alike(&self, other: &Self) -> bool {
        let sent = |s: &Self| {
            let meters = |g: &Growth| -> Vec<_> {
                g.meters.iter().map(|rule| (rule.users.clone(), rule.says.clone())).collect()
            };
            s.growth.as_ref().map(|g| (meters(g), g.requests_per_meter.clone()))
        };
        let days = |s: &Self| s.recorded.as_ref().and_then(|r| r.days.clone());
        self.occurring == other.occurring && sent(self) == sent(other) && days(self) == days(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_a_year_is_spread_over_the_days_of_its_season() {
        let mut storm = Occurring {
            id: "storm".to_owned(),
            how: HowOften::PerYear(1.5),
            months: [true; 12],
            time: TimeOfDay::At(Span::default()),
            values: Vec::new(),
            template: Value::Null,
        };
        assert!((storm.per_day() - 1.5 / 365.25).abs() < 1e-15);
        storm.months = std::array::from_fn(|m| !(3..9).contains(&m));
        // October to March: 31 + 30 + 31 + 31 + 28.25 + 31.
        assert!((storm.per_day() - 1.5 / 182.25).abs() < 1e-15);
    }
}

//! The form of events that happen by chance.

use crate::scenario::words::{ClockTime, RangeEnd};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::borrow::Cow;

/// How often an event happens: exactly one of `per_year`, `each_month` and `each_year`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["per_year"] }, { "required": ["each_month"] }, { "required": ["each_year"] }]))]
pub struct OccursForm {
    /// A Poisson number with this mean in a mean year, all days of its months alike.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 10_000.0))]
    pub per_year: Option<f64>,
    /// Once a month, on this day of it.
    #[serde(default)]
    #[schemars(range(min = 1, max = 28))]
    pub each_month: Option<i8>,
    /// Once a year on each of these: month and day, `04-01`.
    #[serde(default)]
    #[schemars(length(min = 1, max = 366), inner(regex(pattern = r"^[0-9]{2}-[0-9]{2}$")))]
    pub each_year: Option<Vec<String>>,
    /// The months in which it may happen, 1 to 12; all where left out. Only with `per_year`.
    #[serde(default)]
    #[schemars(length(min = 1, max = 12), inner(range(min = 1, max = 12)))]
    pub months: Option<Vec<u8>>,
    /// When in its day it begins, Europe/London: a time, or anywhere between two; anywhere in the day
    /// where left out.
    #[serde(default)]
    pub time: Option<TimeForm>,
    /// What of the event is drawn each time.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub values: Vec<DrawnForm>,
}

/// When in the day: a time, or anywhere between two.
#[derive(Clone, Debug)]
pub enum TimeForm {
    /// At this time.
    At(ClockTime),
    /// Anywhere between these.
    Between(BetweenForm),
}

/// A part of the day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct BetweenForm {
    /// The first time at which it may begin.
    pub from: ClockTime,
    /// It begins before this one, which is later.
    pub to: ClockTime,
}

/// A value that is drawn each time: exactly one of `uniform`, `log_uniform` and `choose`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["uniform"] }, { "required": ["log_uniform"] }, { "required": ["choose"] }]))]
pub struct DrawnForm {
    /// Where: a pointer inside the event, such as `/storm/size` or `/lasts`.
    #[schemars(regex(pattern = r"^/"))]
    pub at: String,
    /// Every value between two numbers, or two lengths of time, alike.
    #[serde(default)]
    pub uniform: Option<[RangeEnd; 2]>,
    /// Every ratio alike.
    #[serde(default)]
    pub log_uniform: Option<[RangeEnd; 2]>,
    /// So many of a list.
    #[serde(default)]
    pub choose: Option<ChooseForm>,
}

/// So many of a list, without replacement.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ChooseForm {
    /// The fewest.
    #[schemars(range(min = 1))]
    pub least: usize,
    /// The most; each number from the fewest on is as likely.
    #[schemars(range(min = 1))]
    pub most: usize,
    /// Of these.
    #[schemars(length(min = 1, max = 200))]
    pub of: Vec<Value>,
}

impl<'de> Deserialize<'de> for TimeForm {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(d)?;
        let read = if value.is_object() {
            serde_json::from_value(value).map(TimeForm::Between)
        } else {
            serde_json::from_value(value).map(TimeForm::At)
        };
        read.map_err(D::Error::custom)
    }
}

impl JsonSchema for TimeForm {
    fn schema_name() -> Cow<'static, str> {
        "TimeOfBeginning".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let time = generator.subschema_for::<ClockTime>();
        let between = generator.subschema_for::<BetweenForm>();
        json_schema!({ "anyOf": [time, between] })
    }
}

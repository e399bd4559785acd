//! Which columns a table has in place of which list, and what they are in an item of it.

use serde_json::{Map, Value, json};

/// What the cells of a column say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// A text as it stands: a name, a word with its unit, a date.
    Text,
    /// Several words.
    Words,
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// A number, or a word with a unit.
    Rate,
    /// A length of time.
    Time,
    /// A month.
    Month,
    /// The half-hour of the day from 1, in order.
    Period,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Where in an item its value stands; nothing where it is the item, and none where it is only looked at.
    pub at: Option<&'static str>,
    /// What its cells say.
    pub says: Says,
    /// Whether every row has one.
    pub must: bool,
}

const fn must(name: &'static str, at: &'static str, says: Says) -> Column {
    Column { name, at: Some(at), says, must: true }
}

const fn may(name: &'static str, at: &'static str, says: Says) -> Column {
    Column { name, at: Some(at), says, must: false }
}

const USERS: &[Column] = &[
    must("user", "/id", Says::Text),
    may("name", "/name", Says::Text),
    may("category", "/category", Says::Text),
    may("roles", "/roles", Says::Words),
    may("electricity_credit", "/portfolio/electricity_credit", Says::Whole),
    may("electricity_prepayment", "/portfolio/electricity_prepayment", Says::Whole),
    may("gas_credit", "/portfolio/gas_credit", Says::Whole),
    may("gas_prepayment", "/portfolio/gas_prepayment", Says::Whole),
    may("charged_mpans", "/portfolio/charged_mpans", Says::Whole),
    may("charge_share", "/charge_share", Says::Number),
    may("day_cv", "/day_cv", Says::Number),
    may("slot_cv", "/slot_cv", Says::Number),
    may("source", "/source", Says::Text),
    may("why", "/why", Says::Text),
];

const PARTIES: &[Column] = &[
    must("party", "/id", Says::Text),
    must("customers", "/customers", Says::Whole),
    may("meters", "/meters", Says::Whole),
    may("source", "/source", Says::Text),
    may("why", "/why", Says::Text),
];

const CURVE: &[Column] = &[
    may("after", "/after", Says::Time),
    may("at", "/at", Says::Text),
    must("off", "/off", Says::Number),
    may("source", "/source", Says::Text),
    may("why", "/why", Says::Text),
];

const SHARES: &[Column] = &[
    must("share", "", Says::Number),
    Column { name: "settlement_period", at: None, says: Says::Period, must: false },
];

const POINTS: &[Column] =
    &[must("month", "/month", Says::Month), must("times", "/times", Says::Number)];

const CAPACITY: &[Column] =
    &[must("month", "/from", Says::Month), must("max_capacity", "/max_capacity", Says::Rate)];

const GUARANTEED: &[Column] =
    &[must("user", "/id", Says::Text), must("share", "/share", Says::Number)];

const FACTORS: &[Column] = &[must("factor", "", Says::Number)];

/// The columns of a table of the kind that the form of its list names.
pub fn columns(kind: &str) -> &'static [Column] {
    match kind {
        "users" => USERS,
        "parties" => PARTIES,
        "curve" => CURVE,
        "shares" => SHARES,
        "points" => POINTS,
        "capacity" => CAPACITY,
        "guaranteed" => GUARANTEED,
        _ => FACTORS,
    }
}

/// An item with `value` at `at`.
pub fn put(item: &mut Value, at: &str, value: Value) {
    match at.strip_prefix('/') {
        None => *item = value,
        Some(rest) => {
            if !item.is_object() {
                *item = Value::Object(Map::new());
            }
            let (key, below) =
                rest.split_once('/').map_or((rest, ""), |(key, _)| (key, &rest[key.len()..]));
            put(&mut item[key], below, value);
        }
    }
}

/// What an item of the kind has besides: a guaranteed minimum is of the User that it is named after.
pub fn complete(kind: &str, item: &mut Value) {
    if kind == "guaranteed" {
        item["users"] = json!({ "ids": [item["id"]] });
    }
}

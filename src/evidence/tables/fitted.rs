//! What was fitted to a log (T9).

use crate::evidence::fitted::{FittedKind, kinds, word};
use crate::evidence::table::{Schema, SmallTable, Table, Titled, Unit};
use headroom_core::fit::{Fitted, Measure, Value as Fit};
use serde_json::Value;

pub(super) fn of_values() -> Schema<Fit> {
    Schema::<Fit>::of("fitted", "a value of the scenario that `headroom fit` has written")
        .in_json_at("values")
        .text("pointer", "where it stands in the scenario (RFC 6901; in a list by `id`); a shape within a half-hour is written in parts", |v: &Fit| &v.pointer)
        .text("what", "what it is", |v| word(v.what))
        .number("value", Unit::Number, "the estimate", |v| v.value)
        .maybe("standard_error", Unit::Number, "its standard error, as far as anything tells", |v| v.error)
        .maybe("ci_low", Unit::Number, "lower end of its 95 % interval", |v| v.ends.map(|e| e.0))
        .maybe("ci_high", Unit::Number, "upper end", |v| v.ends.map(|e| e.1))
        .count("days", "days behind it", |v| v.days as u64)
}

pub(super) fn of_kinds() -> Schema<FittedKind> {
    Schema::<FittedKind>::of("fitted_kinds", "all fitted values of a kind")
        .text("what", "what they are", |k: &FittedKind| k.what)
        .called("values")
        .count("number", "how many", |k| k.n)
        .called("n")
        .number("least", Unit::Number, "the least", |k| k.values[0])
        .number("middle", Unit::Number, "the middle one", |k| k.values[1])
        .number("largest", Unit::Number, "the largest", |k| k.values[2])
        .maybe("error_share", Unit::Share, "middle standard error ÷ value", |k| k.errors[0])
        .called("standard error ÷ value, middle")
        .maybe("largest_error_share", Unit::Share, "largest standard error ÷ value", |k| {
            k.errors[1]
        })
        .called("largest")
        .count("days", "fewest days behind one", |k| k.days)
}

/// A measure of fit, with its name.
type Named = (&'static str, Measure);

pub(super) fn of_measures() -> Schema<Named> {
    Schema::<Named>::of("fit_measures", "how well what was fitted describes the log: held against counts drawn from it and fitted again")
        .in_json_at("fit")
        .text("measure", "`transforms` (largest distance of randomised probability transforms from evenness), `dispersion` (index of what is left), `half_hours` (correlation of half-hours that follow one another)", |m: &Named| m.0)
        .number("found", Unit::Number, "of the log", |m| m.1.found)
        .number("expected", Unit::Number, "of what is drawn, on average", |m| m.1.expected)
        .number("p", Unit::Number, "how often something at least as far off is drawn", |m| m.1.p)
}

fn measures(found: &Fitted) -> Vec<Named> {
    let [a, b, c] = found.variation.goodness;
    vec![("transforms", a), ("dispersion", b), ("half_hours", c)]
}

/// All values, and how well they fit, to be written.
pub fn fitted_tables(found: &Fitted) -> Vec<Table> {
    vec![of_values().table(&found.values), of_measures().table(&measures(found))]
}

/// The values by kind, to be printed.
pub fn fitted_small(found: &Fitted) -> Titled {
    let shown = [
        "what",
        "number",
        "least",
        "middle",
        "largest",
        "error_share",
        "largest_error_share",
        "days",
    ];
    let table: SmallTable = of_kinds().small(&shown, &kinds(found));
    table.into()
}

/// The values and how well they fit, as JSON.
pub fn fitted_json(found: &Fitted) -> [Vec<Value>; 2] {
    [of_values().objects(&found.values), of_measures().objects(&measures(found))]
}

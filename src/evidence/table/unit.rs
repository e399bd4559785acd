//! In what a column is.

use headroom_core::domain::Figure;

/// What a number counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of things, or one without a unit.
    Number,
    /// A mean number of requests or attempts, said to the nearest whole one.
    Requests,
    /// Seconds.
    Seconds,
    /// Hours.
    Hours,
    /// So many a second.
    PerSecond,
    /// From 0 to 1.
    Share,
    /// Years.
    Years,
    /// Pounds.
    Pounds,
    /// That of the figure that the row names.
    OfTheFigure,
    /// Words.
    Words,
    /// Europe/London time, RFC 9557.
    LocalTime,
    /// Universal time, RFC 3339.
    Utc,
    /// Names, one after another.
    Names,
}

impl Unit {
    /// As it is written below a table.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Number => "number",
            Unit::Requests => "requests",
            Unit::Seconds => "s",
            Unit::Hours => "h",
            Unit::PerSecond => "1/s",
            Unit::Share => "0 to 1",
            Unit::Years => "years",
            Unit::Pounds => "£",
            Unit::OfTheFigure => "the figure's",
            Unit::Words => "text",
            Unit::LocalTime => "Europe/London time",
            Unit::Utc => "UTC",
            Unit::Names => "names",
        }
    }

    /// That of a number by the name that stays of what it is: `wait_s_p95` is in seconds.
    pub fn in_name(name: &str) -> Self {
        match name {
            _ if name.ends_with("_per_s") => Unit::PerSecond,
            _ if name.ends_with("_share") || name.contains("_known_") => Unit::Share,
            _ if name.ends_with("_s") || name.contains("_s_") => Unit::Seconds,
            _ if name.ends_with("_h") => Unit::Hours,
            _ => Unit::Number,
        }
    }

    /// That of a figure.
    pub fn of(figure: Figure) -> Self {
        if figure.is_share() { Unit::Share } else { Unit::in_name(figure.word()) }
    }
}

//! What a log's columns mean: by the names in its header, or by a map of other names.

use super::wrong::Key;
use super::{Asked, Wrong};
use std::collections::BTreeMap;

/// A column that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// When the request was sent.
    Time,
    /// The local day, with the settlement period.
    Date,
    /// Half-hour of the local day, from 1.
    Period,
    /// Who sent it.
    User,
    /// Which SRV.
    Srv,
    /// How it reaches the DSP.
    Mode,
    /// How many requests the row stands for.
    Count,
    /// Which request it is.
    RequestId,
    /// How it was answered.
    Status,
    /// When it was answered.
    Answered,
    /// Which attempt of the request, from 1.
    Attempt,
    /// When its first attempt was made.
    FirstTime,
    /// Which submission of a critical request, 1 or 2 (T6).
    Submission,
}

/// How many columns there are.
pub const COLUMNS: usize = 13;

/// All columns, in their order, with their names.
const KNOWN: [(&str, Column); COLUMNS] = [
    ("time", Column::Time),
    ("date", Column::Date),
    ("settlement_period", Column::Period),
    ("user", Column::User),
    ("srv", Column::Srv),
    ("mode", Column::Mode),
    ("count", Column::Count),
    ("request_id", Column::RequestId),
    ("status", Column::Status),
    ("answered", Column::Answered),
    ("attempt", Column::Attempt),
    ("first_time", Column::FirstTime),
    ("submission", Column::Submission),
];

/// Where the columns of a file are.
#[derive(Clone, Debug)]
pub struct Columns {
    places: [Option<usize>; COLUMNS],
    /// The header as it stands.
    header: Vec<String>,
    /// Columns that nothing is read of.
    pub unread: Vec<String>,
}

impl Columns {
    /// Of a file with this `header`, of a log that is `asked` for.
    pub fn new(header: Vec<String>, asked: &Asked) -> Result<Self, Wrong> {
        let map = &asked.map;
        let mut found = Self { places: [None; COLUMNS], header, unread: Vec::new() };
        if let Some(unknown) = map.keys().find(|name| !found.header.contains(name)) {
            return Err(Wrong::of_file(found.said(), format!("the column {unknown:?} of the map"))
                .of_key(Key::Map));
        }
        for (place, name) in found.header.iter().enumerate() {
            let called = map.get(name).map_or(name.as_str(), String::as_str);
            let Some(known) = KNOWN.iter().position(|(known, _)| *known == called) else {
                if map.contains_key(name) {
                    return Err(Wrong::of_file(format!("{name:?} mapped to {called:?}"), names())
                        .of_key(Key::Map));
                }
                found.unread.push(name.clone());
                continue;
            };
            if found.places[known].replace(place).is_some() {
                return Err(Wrong::of_file(format!("two columns for {called:?}"), "one of each"));
            }
        }
        found.complete(asked)
    }

    /// Checks that nothing is missing, and nothing said twice.
    fn complete(self, asked: &Asked) -> Result<Self, Wrong> {
        let by_time = self.of(Column::Time).is_some();
        let by_period = self.of(Column::Date).is_some() && self.of(Column::Period).is_some();
        let missing = |what: &str| {
            Err(Wrong::of_file(self.said(), what)
                .hint("`map` (--map COLUMN=NAME) says what a column of another name is"))
        };
        if by_time && (self.of(Column::Date).is_some() || self.of(Column::Period).is_some()) {
            return missing("either `time`, or `date` and `settlement_period`, not both");
        }
        if !by_time && !by_period {
            return missing("a column `time`, or `date` and `settlement_period`");
        }
        let said = &asked.said;
        for (column, key, said) in
            [(Column::User, Key::User, &said.user), (Column::Srv, Key::Srv, &said.srv)]
        {
            let name = key.word();
            match (self.of(column), said) {
                (None, None) => return missing(&format!("a column `{name}`")),
                (Some(_), Some(said)) => {
                    let found = format!("a column `{name}`, and {said:?} said of all rows");
                    return Err(Wrong::of_file(found, "either").of_key(key));
                }
                _ => {}
            }
        }
        Ok(self)
    }

    /// Where `column` is.
    pub fn of(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// All that there are, and where.
    pub fn all(&self) -> impl Iterator<Item = (Column, usize)> {
        KNOWN.iter().zip(self.places).filter_map(|((_, column), place)| Some((*column, place?)))
    }

    /// What the file calls `column`.
    pub fn name(&self, column: Column) -> &str {
        self.of(column).map_or("", |place| &self.header[place])
    }

    /// What the file calls the column at `place`; none where it has no such.
    pub fn at(&self, place: usize) -> Option<&str> {
        self.header.get(place).map(String::as_str)
    }

    /// How many columns of a header are known, for finding what separates them.
    pub fn known(header: &[String], map: &BTreeMap<String, String>) -> usize {
        let known = |name: &&String| KNOWN.iter().any(|(known, _)| known == name);
        header.iter().filter(|name| known(name) || map.contains_key(*name)).count()
    }

    fn said(&self) -> String {
        format!("the columns {}", self.header.join(", "))
    }
}

fn names() -> String {
    format!("one of {}", KNOWN.map(|(name, _)| name).join(", "))
}

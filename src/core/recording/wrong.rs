//! What is wrong with a log: where, what was found, what was expected.

use std::num::NonZeroU64;

/// How a log is to be read, by what says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Which columns have other names.
    Map,
    /// Of which zone times are.
    Zone,
    /// Over which time a count is spread.
    Bin,
    /// Whose all requests are.
    User,
    /// Of which SRV they are.
    Srv,
    /// When times that are numbers begin to count.
    Begins,
    /// That times are local ones.
    Local,
    /// Dates with a Sunday's profile.
    Holiday,
}

impl Key {
    /// As a scenario calls it, and an option.
    pub fn word(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Zone => "zone",
            Self::Bin => "bin",
            Self::User => "user",
            Self::Srv => "srv",
            Self::Begins => "begins",
            Self::Local => "local",
            Self::Holiday => "holiday",
        }
    }
}

/// A log that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The file.
    pub file: Box<str>,
    /// The row: the line of a text on which it begins, the header being on the first, and of Parquet its number from 1; none of the whole file.
    pub row: Option<NonZeroU64>,
    /// The column, as the file calls it.
    pub column: Option<Box<str>>,
    /// What was asked of the log that is wrong, where it is that and not the file.
    pub key: Option<Key>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: Box<str>,
    /// What to do about it.
    pub hint: Option<Box<str>>,
    /// What else is wrong with its rows.
    pub next: Option<Box<Wrong>>,
}

impl Wrong {
    /// That of a whole file, which its reader names.
    pub fn of_file(found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            file: Box::default(),
            row: None,
            column: None,
            key: None,
            found: found.into(),
            expected: expected.into().into_boxed_str(),
            hint: None,
            next: None,
        }
    }

    /// This, and what else is wrong with its rows.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |wrong| wrong.next.as_deref())
    }

    /// A name that is no text.
    pub(super) fn not_text() -> Self {
        Self::of_file("a name that is not UTF-8", "text in UTF-8")
    }

    /// What is expected of the length of a table.
    pub(super) fn rows(most: usize) -> String {
        format!("at most {most} in a table of a scenario")
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<Box<str>>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same of what `key` asks.
    #[must_use]
    pub fn of_key(self, key: Key) -> Self {
        Self { key: Some(key), ..self }
    }

    /// The same in `file`.
    #[must_use]
    pub fn in_file(self, file: &str) -> Self {
        let next = self.next.map(|next| Box::new(next.in_file(file)));
        Self { file: file.into(), next, ..self }
    }

    /// The same in this row and column.
    #[must_use]
    pub fn at(self, row: u64, column: &str) -> Self {
        self.in_column(column).in_row(row)
    }

    /// The same in this row.
    #[must_use]
    pub fn in_row(self, row: u64) -> Self {
        Self { row: NonZeroU64::new(row), ..self }
    }

    /// The same in this column.
    #[must_use]
    pub fn in_column(self, column: &str) -> Self {
        Self { column: Some(column.into()), ..self }
    }

    /// File, row and column in words.
    pub fn place(&self) -> String {
        let row = self.row.map(|row| format!(", row {row}"));
        let column = self.column.as_ref().map(|column| format!(", column {column:?}"));
        [Some(self.file.to_string()), row, column].into_iter().flatten().collect()
    }
}

//! What is wrong with a log: where, what was found, what was expected.

/// A log that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The file.
    pub file: Box<str>,
    /// The row, the header being the first; none of the whole file.
    pub row: Option<u64>,
    /// The column, as the file calls it.
    pub column: Option<Box<str>>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do about it.
    pub hint: Option<Box<str>>,
}

impl Wrong {
    /// That of a whole file, which its reader names.
    pub fn of_file(found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            file: Box::default(),
            row: None,
            column: None,
            found: found.into(),
            expected: expected.into(),
            hint: None,
        }
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

    /// The same in `file`.
    #[must_use]
    pub fn in_file(self, file: &str) -> Self {
        Self { file: file.into(), ..self }
    }

    /// The same in this row and column.
    #[must_use]
    pub fn at(self, row: u64, column: &str) -> Self {
        Self { row: Some(row), column: Some(column.into()), ..self }
    }

    /// File, row and column in words.
    pub fn place(&self) -> String {
        let row = self.row.map(|row| format!(", row {row}"));
        let column = self.column.as_ref().map(|column| format!(", column {column:?}"));
        [Some(self.file.to_string()), row, column].into_iter().flatten().collect()
    }
}

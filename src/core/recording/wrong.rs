//! What is wrong with a log: where, what was found, what was expected.

/// A log that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The file.
    pub file: String,
    /// The row, the header being the first; none of the whole file.
    pub row: Option<u64>,
    /// The column, as the file calls it.
    pub column: Option<String>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Wrong {
    /// That of a whole file, which its reader names.
    pub fn of_file(found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            file: String::new(),
            row: None,
            column: None,
            found: found.into(),
            expected: expected.into(),
            hint: None,
        }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same in this row and column.
    #[must_use]
    pub fn at(self, row: u64, column: &str) -> Self {
        Self { row: Some(row), column: Some(column.to_owned()), ..self }
    }

    /// File, row and column in words.
    pub fn place(&self) -> String {
        let row = self.row.map(|row| format!(", row {row}"));
        let column = self.column.as_ref().map(|column| format!(", column {column:?}"));
        [Some(self.file.clone()), row, column].into_iter().flatten().collect()
    }
}

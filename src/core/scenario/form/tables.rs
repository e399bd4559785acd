//! The form of a table in place of a list, and of what is said of one that was read.

use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A table in place of a list: a file of CSV or Parquet, whose columns go by name.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct TableForm {
    /// The file, a path beside this one.
    pub from: String,
    /// Columns of other names: as the file calls them, and as they are called here.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// Which rows, all where left out: by column the value that it has there.
    #[serde(default, rename = "where")]
    pub only: BTreeMap<String, String>,
    /// Units of columns whose values are lengths of time and have none: `{ "after": "h" }`.
    #[serde(default)]
    pub units: BTreeMap<String, String>,
    /// BLAKE3 digest of the file, hexadecimal; where it is given, another file is refused.
    #[serde(default)]
    pub digest: Option<String>,
}

/// A table that was read: filled in then, and not read again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct TableReadForm {
    /// Where the list stands that it was read for.
    #[expect(dead_code, reason = "said, not read")]
    pub at: String,
    /// The file.
    #[expect(dead_code, reason = "said, not read")]
    pub from: String,
    /// Its BLAKE3 digest, hexadecimal.
    #[expect(dead_code, reason = "said, not read")]
    pub digest: String,
    /// Rows that were taken.
    #[expect(dead_code, reason = "said, not read")]
    pub rows: u64,
    /// What was found out of it: kind, encoding, separator, decimal sign, rows and columns that are not read.
    #[expect(dead_code, reason = "said, not read")]
    pub found: String,
}

//! Which SRVs have signed second submissions in a log, and in which modes (T6): rows of each.

use super::Wrong;
use super::row::Row;
use crate::domain::Mode;

/// Rows of second submissions by SRV and mode, in the order in which they first came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seconds(pub Vec<(String, Mode, u64)>);

impl Seconds {
    /// Notes a row of a second submission.
    pub fn note(&mut self, row: &Row<'_>) -> Result<(), Wrong> {
        let same = |(srv, mode, _): &&mut (String, Mode, u64)| {
            (srv.as_bytes(), *mode) == (row.srv, row.mode)
        };
        if let Some((.., n)) = self.0.iter_mut().find(same) {
            *n += 1;
            return Ok(());
        }
        let srv = std::str::from_utf8(row.srv).map_err(|_| Wrong::not_text())?;
        self.0.push((srv.to_owned(), row.mode, 1));
        Ok(())
    }
}

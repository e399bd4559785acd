//! What the fields of a row say, whatever the file they stand in.

use super::Wrong;
use super::columns::Column;
use super::digits::shown;
use super::rows::{Row, Rows};
use crate::domain::Mode;

/// Notes a row of these fields, which was sent `at` that instant where that is known already; `all` of them make it up.
pub fn note<'a, F: Iterator<Item = &'a [u8]>>(
    rows: &mut Rows,
    at: Option<i64>,
    field: impl Fn(Column) -> Option<&'a [u8]>,
    all: impl Fn() -> F,
) -> Result<(), (Column, Wrong)> {
    let some = |column: Column| field(column).filter(|text| !text.is_empty());
    let number = |column: Column| match some(column) {
        None => Ok(1),
        Some(text) => {
            let read = std::str::from_utf8(text).ok().and_then(|text| text.parse::<u32>().ok());
            read.ok_or_else(|| (column, Wrong::of_file(shown(text), "a whole number")))
        }
    };
    let at = match (at, field(Column::Time)) {
        (Some(at), _) => at,
        (None, Some(time)) => rows.moments.time(time).map_err(|wrong| (Column::Time, wrong))?,
        (None, None) => {
            let [date, period] = [Column::Date, Column::Period].map(|c| field(c).unwrap_or(&[]));
            rows.moments.period(date, period).map_err(|wrong| (Column::Period, wrong))?
        }
    };
    let named = |column: Column| {
        some(column).ok_or_else(|| (column, Wrong::of_file("nothing", "a name in each row")))
    };
    let mode = some(Column::Mode).map_or(Ok(Mode::OnDemand), mode_of);
    let row = Row {
        at,
        user: named(Column::User)?,
        srv: named(Column::Srv)?,
        mode: mode.map_err(|wrong| (Column::Mode, wrong))?,
        count: number(Column::Count)?,
        attempt: number(Column::Attempt)?,
        submission: number(Column::Submission)?,
        id: some(Column::RequestId),
    };
    rows.note(&row, all).map_err(|wrong| (Column::User, wrong))
}

fn mode_of(word: &[u8]) -> Result<Mode, Wrong> {
    let modes = [Mode::OnDemand, Mode::FutureDated, Mode::DccScheduled];
    let mode = modes.into_iter().find(|mode| mode.word().as_bytes() == word);
    mode.ok_or_else(|| {
        Wrong::of_file(shown(word), format!("one of {}", modes.map(Mode::word).join(", ")))
    })
}

//! What the fields of a row say, whatever the file they stand in.

use super::columns::Column;
use super::digits::shown;
use super::row::Row;
use super::rows::Rows;
use super::{Asked, Wrong};
use crate::domain::Mode;

/// Columns that are instants.
pub const TIMES: [Column; 3] = [Column::Time, Column::FirstTime, Column::Answered];

/// Notes a row of these fields, of a log that is `asked` for; the instants of [`TIMES`] are `known` where its file has numbers for them, and
/// `all` fields make it up.
pub fn note<'a, F: Iterator<Item = &'a [u8]>>(
    rows: &mut Rows,
    asked: &'a Asked,
    known: Option<[Option<i64>; 3]>,
    field: impl Fn(Column) -> Option<&'a [u8]>,
    all: impl Fn() -> F,
) -> Result<(), (Column, Wrong)> {
    let some = |column: Column| field(column).filter(|text| !text.is_empty());
    let number = |column: Column| match some(column) {
        None => Ok(1),
        Some(text) => {
            // 94.0 is one too.
            let text_of = |text| std::str::from_utf8(text).ok();
            let whole = text_of(text).map(|text| text.split_once('.').unwrap_or((text, "")));
            let whole = whole.filter(|(_, part)| part.bytes().all(|b| b == b'0'));
            let read = whole.and_then(|(whole, _)| whole.parse::<u32>().ok());
            read.ok_or_else(|| (column, Wrong::of_file(shown(text), "a whole number")))
        }
    };
    let [at, mut first, mut answered] = known.unwrap_or_default();
    let at = match (at, field(Column::Time)) {
        (Some(at), _) => at,
        (None, Some(time)) => rows.moments.time(time).map_err(|wrong| (Column::Time, wrong))?,
        (None, None) => {
            let [date, period] = [Column::Date, Column::Period].map(|c| field(c).unwrap_or(&[]));
            rows.moments.period(date, period).map_err(|wrong| (Column::Period, wrong))?
        }
    };
    if asked.answers {
        for (at, column) in [(&mut first, Column::FirstTime), (&mut answered, Column::Answered)] {
            if let (None, Some(text)) = (*at, some(column)) {
                *at = Some(rows.moments.time(text).map_err(|wrong| (column, wrong))?);
            }
        }
    }
    let named = |column: Column, said: &'a Option<String>| {
        let said = said.as_ref().map(String::as_bytes);
        let nothing = || (column, Wrong::of_file("nothing", "a name in each row"));
        some(column).or(said).ok_or_else(nothing)
    };
    let mode = some(Column::Mode).map_or(Ok(Mode::OnDemand), mode_of);
    let row = Row {
        at,
        user: named(Column::User, &asked.said.user)?,
        srv: named(Column::Srv, &asked.said.srv)?,
        mode: mode.map_err(|wrong| (Column::Mode, wrong))?,
        count: number(Column::Count)?,
        attempt: number(Column::Attempt)?,
        submission: number(Column::Submission)?,
        id: some(Column::RequestId),
        status: some(Column::Status),
        first,
        answered,
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

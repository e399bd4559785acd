//! What the fields of a row say, whatever the file they stand in.

use super::columns::Column;
use super::digits::shown;
use super::row::Row;
use super::rows::Rows;
use super::status::Answer;
use super::{Asked, Wrong};
use crate::domain::{Mode, Span};

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
    // A number of which 1 is meant where nothing stands.
    let number = |column: Column, least: u32, most: u32| match some(column) {
        None => Ok(1),
        Some(text) => whole(text, least, most).map_err(|wrong| (column, wrong)),
    };
    let [at, mut first, mut answered] = known.unwrap_or_default();
    let at = match (at, field(Column::Time)) {
        (Some(at), _) => at,
        (None, Some(time)) => rows.moments.time(time).map_err(|wrong| (Column::Time, wrong))?,
        (None, None) => {
            let [date, period] = [Column::Date, Column::Period].map(|c| field(c).unwrap_or(&[]));
            rows.moments.day(date).map_err(|wrong| (Column::Date, wrong))?;
            rows.moments.period(period).map_err(|wrong| (Column::Period, wrong))?
        }
    };
    if asked.answers {
        for (at, column) in [(&mut first, Column::FirstTime), (&mut answered, Column::Answered)] {
            if let (None, Some(text)) = (*at, some(column)) {
                *at = Some(rows.moments.time(text).map_err(|wrong| (column, wrong))?);
            }
        }
        in_order(at, first, answered)?;
    }
    let named = |column: Column, said: &'a Option<String>| {
        let said = said.as_ref().map(String::as_bytes);
        let nothing = || (column, Wrong::of_file("nothing", "a name in each row"));
        some(column).or(said).ok_or_else(nothing)
    };
    let count = match field(Column::Count) {
        // What a blank would mean nobody knows: none, one, or that it was not counted.
        Some([]) => {
            let expected = "a whole number: 0 says that there were none";
            return Err((Column::Count, Wrong::of_file("nothing", expected)));
        }
        Some(text) => whole(text, 0, u32::MAX).map_err(|wrong| (Column::Count, wrong))?,
        None => 1,
    };
    let answer = some(Column::Status).filter(|_| asked.answers).map(Answer::of).transpose();
    let mode = some(Column::Mode).map_or(Ok(Mode::OnDemand), mode_of);
    let row = Row {
        at,
        user: named(Column::User, &asked.said.user)?,
        srv: named(Column::Srv, &asked.said.srv)?,
        mode: mode.map_err(|wrong| (Column::Mode, wrong))?,
        count,
        attempt: number(Column::Attempt, 1, u32::MAX)?,
        submission: number(Column::Submission, 1, 2)?,
        id: some(Column::RequestId),
        answer: answer.map_err(|wrong| (Column::Status, wrong))?,
        first,
        answered,
    };
    rows.note(&row, all).map_err(|wrong| (Column::User, wrong))
}

/// The whole number that `text` says, if it is one of `least` to `most`.
fn whole(text: &[u8], least: u32, most: u32) -> Result<u32, Wrong> {
    // 94.0 is one too.
    let said = std::str::from_utf8(text).ok();
    let said = said.map(|text| text.split_once('.').unwrap_or((text, "")));
    let said = said.filter(|(_, part)| part.bytes().all(|b| b == b'0')).map(|(whole, _)| whole);
    let digits = |s: &&str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let read = said.filter(digits).map(str::parse::<u32>);
    let expected = match (&read, least, most) {
        (Some(Ok(n)), ..) if (least..=most).contains(n) => return Ok(*n),
        (_, 1, 2) => "1 or 2".to_owned(),
        (Some(Err(_)), ..) => format!("at most {most}"),
        (_, 1, _) => "a whole number, 1 or more".to_owned(),
        _ => "a whole number, 0 or more".to_owned(),
    };
    Err(Wrong::of_file(shown(text), expected))
}

/// Whether a request's first attempt is not after this one, made `at`, and its answer not before it.
fn in_order(at: i64, first: Option<i64>, answered: Option<i64>) -> Result<(), (Column, Wrong)> {
    let seconds = |ms: i64| Span::from_ms(ms.unsigned_abs());
    if let Some(first) = first.filter(|first| *first > at) {
        let found = format!("a first attempt {} after this one", seconds(first - at));
        return Err((Column::FirstTime, Wrong::of_file(found, "`time`, or earlier")));
    }
    if let Some(answered) = answered.filter(|answered| *answered < at) {
        let found = format!("an answer {} before the attempt", seconds(at - answered));
        return Err((Column::Answered, Wrong::of_file(found, "`time`, or later")));
    }
    Ok(())
}

fn mode_of(word: &[u8]) -> Result<Mode, Wrong> {
    let modes = [Mode::OnDemand, Mode::FutureDated, Mode::DccScheduled];
    let mode = modes.into_iter().find(|mode| mode.word().as_bytes() == word);
    mode.ok_or_else(|| {
        Wrong::of_file(shown(word), format!("one of {}", modes.map(Mode::word).join(", ")))
    })
}

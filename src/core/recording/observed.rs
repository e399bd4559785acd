//! What was observed: attempts, refusals and response times by User and half-hour, which a replay is held against.

use super::digits::shown;
use super::moment::{HALF_HOUR, Moments};
use super::sheet::SheetRow;
use super::{Said, Sheet, Wrong};
use std::collections::BTreeMap;
use std::str::FromStr;

/// What was observed of a User in a half-hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// The half-hour, counted from 1970.
    pub half_hour: i64,
    /// The User, as the file calls it.
    pub user: String,
    /// Attempts at the gateway, retries and second submissions included; none where it is not said.
    pub attempts: Option<u64>,
    /// Those answered HTTP 503 or 429.
    pub refused: Option<u64>,
    /// Mean time from the first attempt of requests first sent in it to their answer, of those answered, seconds.
    pub response_time: Option<f64>,
}

/// Reads a table of what was observed from the file at `path`, CSV or Parquet: `time` (or `date` and `settlement_period`), `user`,
/// and some of `attempts`, `refused` and `response_time`. Times without an offset are of `zone`.
///
/// # Errors
/// The first thing that is wrong with it, with row and column.
pub fn read_observed(path: &str, zone: Option<&str>) -> Result<ObservedTable, Wrong> {
    read(path, zone).map_err(|wrong| wrong.in_file(path))
}

/// A table of what was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedTable {
    /// Its rows.
    pub rows: Vec<Observed>,
    /// Columns that nothing is read of.
    pub unread: Vec<String>,
}

const COLUMNS: [&str; 7] =
    ["time", "date", "settlement_period", "user", "attempts", "refused", "response_time"];

fn read(path: &str, zone: Option<&str>) -> Result<ObservedTable, Wrong> {
    let sheet = Sheet::open(path, &|column| COLUMNS.contains(&column))?;
    let [time, date, period, user, attempts, refused, response] =
        COLUMNS.map(|name| sheet.place(name));
    let user = user.filter(|_| [attempts, refused, response].iter().any(Option::is_some));
    let timed = time.is_some() || (date.is_some() && period.is_some());
    let Some(user) = user.filter(|_| timed) else {
        let expected = "`time` or `date` and `settlement_period`, `user`, and `attempts`, `refused` or `response_time`";
        return Err(Wrong::of_file(format!("the columns {:?}", sheet.header), expected));
    };
    let mut moments = Moments::new(zone, &Said::default())?;
    let mut all = Vec::with_capacity(sheet.rows.len());
    let mut known = BTreeMap::new();
    for SheetRow { number: row, fields } in &sheet.rows {
        let field = |place: Option<usize>| place.map_or("", |place| fields[place].as_str());
        let bytes = |place| field(place).as_bytes();
        let at = match time {
            Some(_) => moments.time(bytes(time)).map_err(|wrong| wrong.at(*row, "time")),
            None => {
                moments.day(bytes(date)).map_err(|wrong| wrong.at(*row, "date"))?;
                moments.period(bytes(period)).map_err(|wrong| wrong.at(*row, "settlement_period"))
            }
        }?;
        if at.rem_euclid(HALF_HOUR) != 0 {
            let found = format!("{}, within a half-hour", shown(bytes(time)));
            return Err(Wrong::of_file(found, "the beginning of a half-hour").at(*row, "time"));
        }
        let count =
            |place, name| number(field(place), "a whole number, 0 or more, below 2^64", *row, name);
        let seconds = "seconds, 0 or more, with a decimal point";
        let took = number::<f64>(field(response), seconds, *row, "response_time")?;
        if took.is_some_and(|took| !(0.0..1e9).contains(&took)) {
            let found = shown(bytes(response));
            return Err(Wrong::of_file(found, seconds).at(*row, "response_time"));
        }
        let seen = Observed {
            half_hour: at.div_euclid(HALF_HOUR),
            user: fields[user].clone(),
            attempts: count(attempts, "attempts")?,
            refused: count(refused, "refused")?,
            response_time: took,
        };
        if let Some((sent, refused)) = seen.attempts.zip(seen.refused).filter(|(s, r)| r > s) {
            let found = format!("{refused} refused of {sent} attempts");
            return Err(Wrong::of_file(found, "no more than attempts").at(*row, "refused"));
        }
        if let Some(before) = known.insert((seen.half_hour, seen.user.clone()), *row) {
            let found = format!("{:?} in a half-hour that is in row {before} too", seen.user);
            return Err(Wrong::of_file(found, "a row for each User and half-hour").at(*row, "user"));
        }
        all.push(seen);
    }
    let said = |row: &Observed| {
        row.attempts.is_some() || row.refused.is_some() || row.response_time.is_some()
    };
    if !all.iter().any(said) {
        let expected = "`attempts`, `refused` or `response_time` in some row";
        return Err(Wrong::of_file("rows that say nothing of any", expected));
    }
    let unread = sheet.header.iter().filter(|name| !COLUMNS.contains(&name.as_str()));
    Ok(ObservedTable { unread: unread.cloned().collect(), rows: all })
}

/// The number that `text` says; none where it says nothing.
fn number<T: FromStr>(
    text: &str,
    expected: &str,
    row: u64,
    column: &str,
) -> Result<Option<T>, Wrong> {
    match text {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| Wrong::of_file(shown(text.as_bytes()), expected).at(row, column)),
    }
}

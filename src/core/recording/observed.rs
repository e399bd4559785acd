//! What was observed: attempts and refusals by User and half-hour, which a replay is held against.

use super::digits::shown;
use super::input::Input;
use super::moment::{HALF_HOUR, Moments};
use super::{Said, Wrong};

/// What was observed of a User in a half-hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The half-hour, counted from 1970.
    pub half_hour: i64,
    /// The User, as the file calls it.
    pub user: String,
    /// Attempts at the gateway, retries and second submissions included; none where it is not said.
    pub attempts: Option<u64>,
    /// Those answered HTTP 503 or 429.
    pub refused: Option<u64>,
}

/// Reads a table of what was observed from the CSV file at `path`: `time` (or `date` and `settlement_period`), `user`, and
/// `attempts`, `refused` or both. Times without an offset are of `zone`.
///
/// # Errors
/// The first thing that is wrong with it, with row and column.
pub fn read_observed(path: &str, zone: Option<&str>) -> Result<Vec<Observed>, Wrong> {
    read(path, zone).map_err(|wrong| wrong.in_file(path))
}

fn read(path: &str, zone: Option<&str>) -> Result<Vec<Observed>, Wrong> {
    let mut input = Input::open(path)?;
    let header = String::from_utf8_lossy(&input.header()?).into_owned();
    let columns: Vec<&str> = header.split(',').map(|name| name.trim().trim_matches('"')).collect();
    let place = |name: &str| columns.iter().position(|column| *column == name);
    let (time, date, period) = (place("time"), place("date"), place("settlement_period"));
    let (attempts, refused) = (place("attempts"), place("refused"));
    let user = place("user").filter(|_| attempts.is_some() || refused.is_some());
    let timed = time.is_some() || (date.is_some() && period.is_some());
    let Some(user) = user.filter(|_| timed) else {
        let expected =
            "`time` or `date` and `settlement_period`, `user`, and `attempts` or `refused`";
        return Err(Wrong::of_file(format!("the columns {header:?}"), expected));
    };
    let mut moments = Moments::new(zone, &Said::default())?;
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).from_reader(input);
    let mut all = Vec::new();
    for (row, record) in (2..).zip(reader.byte_records()) {
        let Some(record) = record.ok().filter(|record| record.len() == columns.len()) else {
            let wrong = Wrong::of_file("a row of another length", "fields as in the header");
            return Err(Wrong { row: Some(row), ..wrong });
        };
        let field =
            |place: Option<usize>| place.map_or(&b""[..], |place| record[place].trim_ascii());
        let at = match time {
            Some(_) => moments.time(field(time)).map_err(|wrong| wrong.at(row, "time")),
            None => moments
                .period(field(date), field(period))
                .map_err(|wrong| wrong.at(row, "settlement_period")),
        }?;
        if at.rem_euclid(HALF_HOUR) != 0 {
            let found = format!("{}, within a half-hour", shown(field(time)));
            return Err(Wrong::of_file(found, "the beginning of a half-hour").at(row, "time"));
        }
        let number = |place: Option<usize>, name: &str| match field(place) {
            b"" => Ok(None),
            text => match std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()) {
                Some(n) => Ok(Some(n)),
                None => Err(Wrong::of_file(shown(text), "a whole number").at(row, name)),
            },
        };
        all.push(Observed {
            half_hour: at.div_euclid(HALF_HOUR),
            user: String::from_utf8_lossy(field(Some(user))).into_owned(),
            attempts: number(attempts, "attempts")?,
            refused: number(refused, "refused")?,
        });
    }
    Ok(all)
}

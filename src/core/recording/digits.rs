//! Dates, times and offsets in their digits.

use super::Wrong;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// Milliseconds of decimals; what is finer is left out.
fn thousandths(decimals: &[u8]) -> Option<i64> {
    let digits = decimals.iter().all(u8::is_ascii_digit).then_some(decimals)?;
    let places = digits.iter().chain(b"000").take(3);
    Some(places.fold(0, |n, digit| 10 * n + i64::from(digit - b'0')))
}

fn number(digits: &[u8]) -> Option<i64> {
    let all = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    all.then(|| digits.iter().fold(0, |n, digit| 10 * n + i64::from(digit - b'0')))
}

/// Days since 1970-01-01 of `2022-07-06`.
pub fn day_of(date: &[u8; 10]) -> Option<i64> {
    let [year, month, day] = [&date[..4], &date[5..7], &date[8..]].map(number);
    let dashes = date[4] == b'-' && date[7] == b'-';
    let date = Date::new(year? as i16, month? as i8, day? as i8).ok().filter(|_| dashes)?;
    Some(i64::from(Date::constant(1970, 1, 1).until(date).ok()?.get_days()))
}

/// When the day `date` of `zone` begins, and when it ends, milliseconds since 1970.
pub fn day_in(date: &[u8], zone: &TimeZone) -> Result<(i64, i64), Wrong> {
    let days = <&[u8; 10]>::try_from(date).ok().and_then(day_of);
    let days = days.ok_or_else(|| {
        Wrong::of_file(shown(date), "a date such as 2022-07-06")
            .hint("year, month, day: 06/07/2022 may be either of two days")
    })?;
    let day = Date::constant(1970, 1, 1).saturating_add(days.days());
    let begins = |d: Date| zone.to_zoned(d.to_datetime(Time::midnight()));
    let begins = |d: Date| begins(d).map(|z| z.timestamp().as_millisecond());
    match (begins(day), begins(day.saturating_add(1.day()))) {
        (Ok(from), Ok(to)) => Ok((from, to)),
        _ => Err(Wrong::of_file(shown(date), "a day of the calendar")),
    }
}

/// Milliseconds after midnight of `10:00`, `10:00:00` or `10:00:00.123`, and what stands after it.
pub fn clock(text: &[u8]) -> Option<(i64, &[u8])> {
    let two = |at: usize, below: i64| text.get(at..at + 2).and_then(number).filter(|n| *n < below);
    let (hour, minute) = (two(0, 24)?, two(3, 60)?);
    if text[2] != b':' {
        return None;
    }
    let minutes = (60 * hour + minute) * 60_000;
    let Some(rest) = text[5..].strip_prefix(b":") else {
        return Some((minutes, &text[5..]));
    };
    let second = rest.get(..2).and_then(number).filter(|n| *n < 60)?;
    let (mut ms, mut rest) = (minutes + second * 1_000, &rest[2..]);
    if let Some(decimals) = rest.strip_prefix(b".") {
        let digits = decimals.iter().take_while(|b| b.is_ascii_digit()).count();
        ms += thousandths(&decimals[..digits]).filter(|_| digits > 0)?;
        rest = &decimals[digits..];
    }
    Some((ms, rest))
}

/// Minutes ahead of UTC of `Z`, `+01:00` or `+0100`.
pub fn offset_of(text: &[u8]) -> Option<i32> {
    let (sign, rest) = match text.split_first()? {
        (b'Z' | b'z', []) => return Some(0),
        (b'+', rest) => (1, rest),
        (b'-', rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest {
        [a, b, b':', c, d] | [a, b, c, d] => (number(&[*a, *b])?, number(&[*c, *d])?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (60 * hours + minutes) as i32)
}

/// Milliseconds since 1970 of Unix seconds, with parts of one.
pub fn unix(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?;
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    Some(whole.parse::<i64>().ok()?.checked_mul(1_000)? + thousandths(part.as_bytes())?)
}

/// Signs of a field that are shown.
const SHOWN: usize = 60;

/// What stands in a field, as it stands there; of a long one how it begins.
pub fn shown(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let more = if text.chars().nth(SHOWN).is_some() { "…" } else { "" };
    let mut short = String::from('"');
    for c in text.chars().take(SHOWN) {
        // Nothing that steers a terminal.
        if c.is_control() { short.extend(c.escape_default()) } else { short.push(c) }
    }
    format!("{short}{more}\"")
}

/// A day since 1970-01-01 as `2022-07-06`.
pub fn date(day: i32) -> String {
    Date::constant(1970, 1, 1).saturating_add(day.days()).to_string()
}

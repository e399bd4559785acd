//! What stands in a cell of a table → a value of a scenario, or what is wrong with it.

use super::columns::Says;
use serde_json::{Number, Value};

/// What is wrong with a cell: what was expected, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Unfit {
    /// What was expected.
    pub expected: &'static str,
    /// What to do about it, where that is known.
    pub hint: Option<&'static str>,
}

const FORMULA: &str = "a formula: save the sheet with its values";
const ERROR: &str = "an error of the spreadsheet's: mend it there";
const PERCENT: &str =
    "a number is written with all its digits and no per cent; a part of 1 as one: 12 % is 0.12";
const THOUSANDS: &str = "write numbers without separators of thousands";
const COMMA: &str = "a decimal comma can stand only where semicolons or tabs separate the columns";
const POINT: &str = "other numbers of this table have decimal commas, so that a point is none";
const DAY: &str = "a month as a spreadsheet shows it: give the column the format of text, 2022-07";

/// The value of a cell that is not empty, and is not the first of its column in a table without decimal `commas`.
pub fn value(text: &str, says: Says, commas: bool, unit: Option<&str>) -> Result<Value, Unfit> {
    let odd = |expected| Unfit { expected, hint: odd(text, commas) };
    if text.starts_with('=') || text.starts_with('#') {
        return Err(odd("a value"));
    }
    match says {
        Says::Text => Ok(text.into()),
        Says::Words => {
            let words = text.split(|c: char| c.is_whitespace() || ",;/+".contains(c));
            Ok(words.filter(|word| !word.is_empty()).map(Value::from).collect())
        }
        Says::Number => number(text, commas).ok_or_else(|| odd("a number")),
        // 61.000 may be sixty-one, and is more likely sixty-one thousand.
        Says::Whole | Says::Rate if thousands(text).is_some() => Err(odd("a number")),
        Says::Whole | Says::Period => match number(text, commas) {
            Some(n) if n.as_f64().is_some_and(|x| libm::trunc(x) == x) => Ok(n),
            Some(_) => Err(Unfit { expected: "a whole number", hint: None }),
            None => Err(odd("a whole number")),
        },
        Says::Rate => Ok(number(text, commas).unwrap_or_else(|| text.into())),
        Says::Time => match (number(text, commas), unit) {
            (None, _) => Ok(text.into()),
            (Some(n), Some(unit)) => Ok(format!("{n} {unit}").into()),
            (Some(_), None) => Err(Unfit {
                expected: "a length of time with its unit, such as \"12 h\"",
                hint: Some("`units` says which unit a column has: { \"after\": \"h\" }"),
            }),
        },
        Says::Month => match month(text) {
            Some(month) => Ok(month.into()),
            None => Err(Unfit {
                expected: "a month, such as 2022-07",
                hint: text.chars().any(|c| c.is_ascii_digit()).then_some(DAY),
            }),
        },
    }
}

/// The number that `text` is, whole where it is written so.
fn number(text: &str, commas: bool) -> Option<Value> {
    let text = text.strip_prefix('+').unwrap_or(text).replace('\u{2212}', "-");
    if commas && text.contains('.') {
        return None;
    }
    let text = if commas { text.replacen(',', ".", 1) } else { text };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || digits.starts_with(".e") {
        return None;
    }
    if let Ok(whole) = text.parse::<u64>() {
        return Some(whole.into());
    }
    let x: f64 = text.parse().ok().filter(|x: &f64| x.is_finite())?;
    // Minus nothing is nothing.
    Number::from_f64(x + 0.0).map(Value::Number)
}

/// Whether `text` is a number with a decimal comma, in a table where that can be one.
pub fn has_decimal_comma(text: &str) -> bool {
    text.contains(',') && number(text, true).is_some()
}

/// `2022-07`, or its first day.
fn month(text: &str) -> Option<&str> {
    let digits = |part: &str, n| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let (year, rest) = text.split_once('-')?;
    let month = rest.strip_suffix("-01").unwrap_or(rest);
    let fits = digits(year, 4) && digits(month, 2);
    fits.then(|| &text[..7])
}

/// What is odd about a number that is none.
fn odd(text: &str, commas: bool) -> Option<&'static str> {
    match text {
        _ if text.starts_with('=') => Some(FORMULA),
        _ if text.starts_with('#') => Some(ERROR),
        _ if text.ends_with('%') => Some(PERCENT),
        _ if thousands(text).is_some() => Some(THOUSANDS),
        _ if commas && number(text, false).is_some() => Some(POINT),
        _ if number(text, true).is_some() => Some(COMMA),
        _ => None,
    }
}

/// That its digits stand in groups of three.
fn thousands(text: &str) -> Option<&'static str> {
    let sign = |c: char| c.is_whitespace() || ",.'\u{2019}".contains(c);
    let mut groups = text.trim_start_matches('-').split(sign);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().filter(|part| digits(part) && part.len() <= 3);
    let rest: Vec<&str> = groups.collect();
    let third = rest.first().is_some_and(|part| digits(part) && part.len() == 3);
    let all = rest.iter().all(|part| digits(part));
    (first.is_some() && third && all).then_some(THOUSANDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_read_as_they_are_meant_or_not_at_all() {
        for (text, commas, expected) in [
            ("12", false, Some(json!(12))),
            ("+0.50", false, Some(json!(0.5))),
            ("0,5", true, Some(json!(0.5))),
            ("\u{2212}3", false, Some(json!(-3.0))),
            ("1e3", false, Some(json!(1000.0))),
            ("0,5", false, None),
            ("0.5", true, None),
            ("1,234,5", true, None),
            ("1 234", false, None),
            ("NaN", false, None),
            ("inf", false, None),
            ("12 %", false, None),
            ("", false, None),
            ("-", false, None),
        ] {
            assert_eq!(number(text, commas), expected, "{text}");
        }
    }

    #[test]
    fn what_is_odd_about_a_number_is_said() {
        for (text, commas, expected) in [
            ("=A1*2", false, Some(FORMULA)),
            ("#N/A", false, Some(ERROR)),
            ("12 %", false, Some(PERCENT)),
            ("1,234,567", false, Some(THOUSANDS)),
            ("1\u{a0}234", false, Some(THOUSANDS)),
            ("1.234,5", true, Some(THOUSANDS)),
            ("0.5", true, Some(POINT)),
            ("0,5", false, Some(COMMA)),
            ("many", false, None),
        ] {
            assert_eq!(odd(text, commas), expected, "{text}");
        }
    }

    #[test]
    fn a_month_is_a_month_or_its_first_day() {
        assert_eq!(month("2022-07"), Some("2022-07"));
        assert_eq!(month("2022-07-01"), Some("2022-07"));
        for no in ["2022-07-02", "01/07/2022", "Jul-22", "44743", "2022-7"] {
            assert_eq!(month(no), None, "{no}");
        }
    }
}

//! An axis of a sweep: a value of the scenario, and the values it takes.
//!
//! Hand-typed grids go wrong, so they are generated in decimals, not in binary fractions, and one that
//! does not rise or has a value twice is refused.

use crate::scenario::in_one_unit;
use serde_json::Value;
use std::cmp::Ordering;
use std::fmt::Write as _;

/// Most values of an axis.
const MOST: i128 = 10_000;
/// Decimals that a grid of so many steps is rounded to, beyond those of its ends.
const DIGITS: u32 = 9;

/// An axis, as `--vary POINTER=VALUES` gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Where: an RFC 6901 pointer in which a token may be an id.
    pub pointer: String,
    /// The values, rising where they are numbers.
    pub values: Vec<Value>,
}

impl std::str::FromStr for Axis {
    type Err = String;

    /// `POINTER=VALUES`: a JSON list, `from..=to:step` or `from..=to/count`, with units if need be.
    fn from_str(text: &str) -> Result<Self, String> {
        const EXPECTED: &str = "expected POINTER=VALUES, such as /mechanism/operating_threshold=0.5..=0.9:0.1, =0.5..=0.9/5 or =[0.5,0.7]";
        let (pointer, values) = text.split_once('=').ok_or(EXPECTED)?;
        if !pointer.starts_with('/') {
            return Err(format!("{pointer:?} does not begin with /; {EXPECTED}"));
        }
        let values = match values.trim() {
            list if list.starts_with('[') => listed(list)?,
            range if range.contains("..=") => ranged(range)?,
            other => return Err(format!("{other:?} is neither a list nor a range; {EXPECTED}")),
        };
        rising(&values)?;
        Ok(Self { pointer: pointer.to_owned(), values })
    }
}

impl Axis {
    /// The values as numbers, without their unit; none where they are not all numbers of one unit.
    pub fn numbers(&self) -> Option<(Vec<f64>, String)> {
        let quantities: Option<Vec<Quantity>> = self.values.iter().map(Quantity::of).collect();
        let quantities = quantities?;
        let unit = quantities[0].unit.clone();
        quantities
            .iter()
            .all(|q| q.unit == unit)
            .then(|| (quantities.iter().map(|q| q.number.get()).collect(), unit))
    }
}

fn listed(list: &str) -> Result<Vec<Value>, String> {
    let mut values: Vec<Value> =
        serde_json::from_str(list).map_err(|e| format!("{list} is no JSON list: {e}"))?;
    // Minus nothing is nothing.
    values.iter_mut().filter(|v| v.is_f64() && v.as_f64() == Some(0.0)).for_each(|v| *v = 0.into());
    match values.len() as i128 {
        0 => Err("an empty list: give at least one value".to_owned()),
        n if n > MOST => Err(format!("{n} values: at most {MOST}")),
        _ => Ok(values),
    }
}

/// Numbers must rise, and nothing may stand twice, in whatever units.
fn rising(values: &[Value]) -> Result<(), String> {
    if let Some(numbers) = compared(values) {
        for (pair, said) in numbers.windows(2).zip(values.windows(2)) {
            if pair[0].partial_cmp(&pair[1]) != Some(Ordering::Less) {
                return Err(format!(
                    "{} follows {}: a grid must rise; a range such as 0.5..=0.9:0.1 does",
                    said[1], said[0]
                ));
            }
        }
        return Ok(());
    }
    let twice = values.iter().enumerate().find(|(i, v)| values[..*i].contains(v));
    twice.map_or(Ok(()), |(_, v)| Err(format!("{v} stands twice: give each value once")))
}

/// The values in one unit, to be compared; none where they are not all of one kind.
fn compared(values: &[Value]) -> Option<Vec<f64>> {
    let axis = Axis { pointer: String::new(), values: values.to_vec() };
    axis.numbers().map(|(numbers, _)| numbers).or_else(|| in_one_unit(values))
}

fn ranged(range: &str) -> Result<Vec<Value>, String> {
    let (from, rest) = range.split_once("..=").expect("asked before");
    let quantity = |text: &str| {
        Quantity::read(text).ok_or_else(|| format!("{text:?} is no number, with or without a unit"))
    };
    let from = quantity(from)?;
    let (to, step, count) = if let Some((to, step)) = rest.split_once(':') {
        (quantity(to)?, Some(quantity(step)?), None)
    } else {
        let parts = rest.rsplit_once('/').and_then(|(to, n)| Some((to, n.trim().parse().ok()?)));
        let (to, count): (&str, i128) = parts.ok_or_else(|| {
            format!("{range}: say a step, {range}:STEP, or how many, {range}/COUNT")
        })?;
        (quantity(to)?, None, Some(count))
    };
    if to.unit != from.unit || step.as_ref().is_some_and(|s| s.unit != from.unit) {
        return Err(format!("{range}: give every number the same unit, and no exponent"));
    }
    let scale = [Some(&from), Some(&to), step.as_ref()].into_iter().flatten();
    let scale = scale.map(|q| q.number.scale).max().unwrap_or(0);
    let (low, high) = (from.number.at(scale)?, to.number.at(scale)?);
    let numbers: Vec<Decimal> = match (step, count) {
        (Some(step), _) => by_step(low, high, step.number.at(scale)?, range)?
            .into_iter()
            .map(|units| Decimal { units, scale })
            .collect(),
        (None, count) => by_count(low, high, count.unwrap_or(0), scale, range)?,
    };
    Ok(numbers
        .into_iter()
        .map(|number| Quantity { number, unit: from.unit.clone() }.value())
        .collect())
}

fn by_step(low: i128, high: i128, step: i128, range: &str) -> Result<Vec<i128>, String> {
    if step <= 0 || high < low {
        return Err(format!("{range}: a grid must rise"));
    }
    if (high - low) % step != 0 {
        return Err(format!(
            "{range}: the last value is not a whole number of steps after the first"
        ));
    }
    if (high - low) / step >= MOST {
        return Err(format!("{range}: at most {MOST} values"));
    }
    Ok((0..=(high - low) / step).map(|i| low + i * step).collect())
}

fn by_count(
    low: i128,
    high: i128,
    n: i128,
    scale: u32,
    range: &str,
) -> Result<Vec<Decimal>, String> {
    if !(2..=MOST).contains(&n) || high <= low {
        return Err(format!("{range}: a grid must rise, in 2 to {MOST} values"));
    }
    let fine = 10_i128.pow(DIGITS);
    let far = || format!("{range}: numbers too long");
    let place = |i: i128| {
        let way = (high - low).checked_mul(i)?.checked_mul(fine)?;
        // To the nearest, halves up.
        let units = low.checked_mul(fine)? + (2 * way + (n - 1)) / (2 * (n - 1));
        Some(Decimal { units, scale: scale + DIGITS })
    };
    (0..n).map(|i| place(i).ok_or_else(far)).collect()
}

/// A number as it is written: `units` × 10^−`scale`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Decimal {
    units: i128,
    scale: u32,
}

impl Decimal {
    fn read(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{part}");
        let fits = !whole.is_empty() && all.len() <= 18 && all.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| {
            Some(Self { units: sign * all.parse::<i128>().ok()?, scale: part.len() as u32 })
        })?
    }

    /// Its units at a finer `scale`.
    fn at(self, scale: u32) -> Result<i128, String> {
        let finer = 10_i128.checked_pow(scale - self.scale);
        finer.and_then(|f| self.units.checked_mul(f)).ok_or_else(|| "numbers too long".to_owned())
    }

    fn get(self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits =
            format!("{:0width$}", self.units.unsigned_abs(), width = self.scale as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - self.scale as usize);
        let part = part.trim_end_matches('0');
        f.write_str(if self.units < 0 { "-" } else { "" })?;
        f.write_str(whole)?;
        if part.is_empty() { Ok(()) } else { write!(f, ".{part}") }
    }
}

/// A number and its unit, which may be empty.
#[derive(Clone, Debug, PartialEq)]
struct Quantity {
    number: Decimal,
    unit: String,
}

impl Quantity {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || "-.".contains(c)));
        let (number, unit) = text.split_at(end.unwrap_or(text.len()));
        Some(Self { number: Decimal::read(number)?, unit: unit.to_owned() })
    }

    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(n) => Self::read(&n.to_string()).filter(|q| q.unit.is_empty()),
            Value::String(text) => Self::read(text).filter(|q| !q.unit.is_empty()),
            _ => None,
        }
    }

    fn value(&self) -> Value {
        let mut text = self.number.to_string();
        if self.unit.is_empty() {
            return serde_json::from_str(&text).unwrap_or(Value::Null);
        }
        let _ = write!(text, "{}", self.unit);
        Value::String(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> String {
        match text.parse::<Axis>() {
            Ok(axis) => Value::Array(axis.values).to_string(),
            Err(why) => why,
        }
    }

    #[test]
    fn a_range_is_made_in_decimals() {
        assert_eq!(values("/x=0.5..=0.9:0.1"), "[0.5,0.6,0.7,0.8,0.9]");
        assert_eq!(values("/x=0.05..=0.15:0.05"), "[0.05,0.1,0.15]");
        assert_eq!(values("/x=-1..=1/3"), "[-1,0,1]");
        assert_eq!(values("/x=0..=1/4"), "[0,0.333333333,0.666666667,1]");
        assert_eq!(values("/x=2000/s..=3000/s:500/s"), r#"["2000/s","2500/s","3000/s"]"#);
        assert_eq!(values("/x=10 s..=30 s/3"), r#"["10 s","20 s","30 s"]"#);
        assert_eq!(values("/x=2000/s..=3000/s/2"), r#"["2000/s","3000/s"]"#);
    }

    #[test]
    fn a_grid_that_does_not_rise_or_has_a_value_twice_is_refused() {
        assert!(values("/x=[0.05,0.75,0.1]").contains("0.1 follows 0.75"));
        assert!(values("/x=[1,1.0]").contains("must rise"));
        assert!(values(r#"/x=["60 s","30 s"]"#).contains("must rise"));
        assert!(values(r#"/x=["60 s","1 min"]"#).contains("must rise"), "the same in other units");
        assert!(values(r#"/x=["1 min","30 s"]"#).contains("must rise"));
        assert!(values(r#"/x=["1 h 30 min","90 min"]"#).contains("must rise"));
        assert!(values(r#"/x=["1/s","60/min"]"#).contains("must rise"));
        assert!(values(r#"/x=[2,"60/min"]"#).contains("must rise"));
        assert_eq!(values(r#"/x=["30 s","1 min","1 h"]"#), r#"["30 s","1 min","1 h"]"#);
        assert!(values("/x=[0,-0.0]").contains("must rise"));
        assert!(values(r#"/x=["a","b","a"]"#).contains("stands twice"));
        assert!(values("/x=1..=0:0.1").contains("must rise"));
        assert!(values("/x=0..=1:0.3").contains("whole number of steps"));
        assert!(values("/x=0..=1:0").contains("must rise"));
        assert_eq!(values(r#"/x=["allocation","until_total"]"#), r#"["allocation","until_total"]"#);
        assert_eq!(values("/x=[true,false]"), "[true,false]");
    }

    #[test]
    fn what_is_no_grid_is_refused_in_words() {
        for bad in
            ["/x", "x=[1]", "/x=1", "/x=[]", "/x=[1", "/x=a..=b:c", "/x=1..=2", "/x=1 s..=2:1"]
        {
            assert!(bad.parse::<Axis>().is_err(), "{bad}");
        }
        assert!("/x=0..=1e9:1".parse::<Axis>().is_err());
        assert!(values("/x=0..=99999999:1").contains("at most"));
        assert!("/x=0..=999999999999999999:0.00000000000000001".parse::<Axis>().is_err());
    }
}

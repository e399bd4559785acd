//! The value that stands at a place of an input's law (C6).
//!
//! Scope: values between two ends that are numbers, durations or rates, in words that the file reads back; choices among values.
//! Left out: where a draw places an input (`experiment/draw.rs`). Checked by: the tests below, `tests/rules/faults.rs`.

use super::law::Law;
use super::range::InputRange;
use super::schema::whole_at;
use super::words::in_one_unit;
use crate::domain::{PerSecond, Span};
use serde_json::{Value, json};

/// What lies between two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Between<'a> {
    Numbers,
    /// Durations, in milliseconds.
    Times,
    /// Rates of this unit, a second.
    Rates(&'a str),
}

/// Times by which durations are said.
const ROUND_MS: [u64; 10] =
    [3_600_000, 1_800_000, 900_000, 600_000, 300_000, 60_000, 30_000, 10_000, 1_000, 1];
/// Steps that a range has at least where one end is nothing.
const STEPS: u64 = 10;

impl InputRange {
    /// With what the form says of the place where it stands.
    #[must_use]
    pub fn of_its_place(self) -> Self {
        Self { whole: whole_at(&self.pointer), ..self }
    }

    /// Its law: where the file gives none, everywhere alike between ends with values between them, else one of the values.
    pub fn law(&self) -> Law {
        let other = if self.between().is_some() { Law::Uniform } else { Law::Choose };
        self.law.unwrap_or(if self.values.is_empty() { other } else { Law::Choose })
    }

    /// The values of which it is one: those that are listed, or both ends; none where it lies between its ends.
    pub fn choices(&self) -> Option<Vec<&Value>> {
        let listed = || self.values.iter().collect();
        let ends = || vec![&self.low, &self.high];
        (self.law() == Law::Choose).then(|| if self.values.is_empty() { ends() } else { listed() })
    }

    /// The value below which lies the share `place` of its law, as the file would say it.
    pub fn at(&self, place: f64) -> Value {
        if let Some(choices) = self.choices() {
            let which = (place * choices.len() as f64) as usize;
            return choices[which.min(choices.len() - 1)].clone();
        }
        match (self.between(), self.numbers()) {
            (Some(Between::Numbers), Some(ends)) => {
                let step = if self.whole { 1.0 } else { 0.0 };
                let x = self.between_ends(ends, place, step);
                if self.whole { json!(x as i64) } else { json!(six_digits(x)) }
            }
            (Some(Between::Times), Some(ends)) => {
                let x = self.between_ends(ends, place, grain(ends) as f64);
                json!(Span::from_ms(x as u64).to_string())
            }
            (Some(Between::Rates(unit)), Some(ends)) => {
                let x = self.between_ends(ends, place, 0.0) * seconds(unit);
                json!(format!("{}/{unit}", six_digits(x)))
            }
            _ => self.low.clone(),
        }
    }

    /// What lies between its ends; nothing between words, lists and objects.
    pub(super) fn between(&self) -> Option<Between<'_>> {
        let text = |v: &Value| v.as_str().is_some_and(|t| t.parse::<Span>().is_ok());
        let unit = |v: &'_ Value| v.is_string();
        match (&self.low, &self.high) {
            (Value::Number(_), Value::Number(_)) => Some(Between::Numbers),
            (low, high) if text(low) && text(high) => Some(Between::Times),
            (low, high) if unit(low) || unit(high) => {
                self.numbers()?;
                let said = [low, high].into_iter().find_map(Value::as_str)?;
                said.parse::<PerSecond>().ok()?;
                said.split_once('/').map(|(_, unit)| Between::Rates(unit.trim()))
            }
            _ => None,
        }
    }

    /// Its ends as numbers of one unit.
    pub(super) fn numbers(&self) -> Option<[f64; 2]> {
        let both = in_one_unit(&[self.low.clone(), self.high.clone()])?;
        Some([both[0], both[1]])
    }

    /// How far its mode is from its low to its high end; none where that is not within.
    pub(super) fn mode_at(&self) -> Option<f64> {
        let all = in_one_unit(&[self.low.clone(), self.high.clone(), self.mode.clone()?])?;
        let at = (all[2] - all[0]) / (all[1] - all[0]);
        (0.0..=1.0).contains(&at).then_some(at)
    }

    /// The number at `place` between the ends, in whole `step`s from the low one.
    fn between_ends(&self, [low, high]: [f64; 2], place: f64, step: f64) -> f64 {
        let width = high - low;
        // Of steps the ends are as likely as the others.
        let (low, width, from) = match self.law() {
            Law::Uniform => (low - step.copysign(width) / 2.0, width + step.copysign(width), low),
            _ => (low, width, low),
        };
        let x = match self.law() {
            Law::LogUniform => low * libm::pow(high / low, place),
            Law::Triangular => {
                let mode = self.mode_at().unwrap_or(0.5);
                low + width
                    * if place < mode {
                        libm::sqrt(place * mode)
                    } else {
                        1.0 - libm::sqrt((1.0 - place) * (1.0 - mode))
                    }
            }
            Law::Uniform | Law::Choose => low + width * place,
        };
        let x = if step > 0.0 { from + libm::round((x - from) / step) * step } else { x };
        x.clamp(from.min(high), from.max(high))
    }
}

/// The longest time of which both ends are whole multiples, so that what lies between them is on the edges that they are on.
fn grain([low, high]: [f64; 2]) -> u64 {
    let (mut a, mut b) = (low as u64, high as u64);
    if a == 0 || b == 0 {
        let end = a.max(b);
        let fits = |step: &&u64| end.is_multiple_of(**step) && end / **step >= STEPS;
        return ROUND_MS.iter().find(fits).copied().unwrap_or(1);
    }
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Seconds of the unit of a rate.
fn seconds(unit: &str) -> f64 {
    format!("1/{unit}").parse::<PerSecond>().map_or(1.0, |_| match unit {
        "min" => 60.0,
        "h" => 3_600.0,
        "day" => 86_400.0,
        _ => 1.0,
    })
}

/// To six digits: more would say what nobody knows.
fn six_digits(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: Value, high: Value) -> InputRange {
        InputRange { low, high, ..InputRange::default() }
    }

    #[test]
    fn c6_a_value_between_two_ends_is_said_as_the_file_says_it() {
        let at = |low, high, place| range(low, high).at(place);
        assert_eq!(at(json!(0.7), json!(0.9), 0.25), json!(0.75));
        assert_eq!(at(json!("10 s"), json!("2 min"), 0.5), json!("1 min 10 s"));
        assert_eq!(at(json!("3000/s"), json!("4000/s"), 0.5), json!("3500/s"));
        assert_eq!(at(json!("60/min"), json!("120/min"), 0.5), json!("90/min"));
        assert_eq!(at(json!("0 s"), json!("1 h"), 0.5), json!("30 min"));
        assert_eq!(at(json!([]), json!(["7.4"]), 0.5), json!(["7.4"]));
        assert_eq!(at(json!("allocation"), json!("user_maximum"), 0.49), json!("allocation"));
    }

    #[test]
    fn c6_of_whole_numbers_and_of_steps_each_is_as_likely() {
        let whole = InputRange { whole: true, ..range(json!(2), json!(4)) };
        let got: Vec<Value> = (0..6).map(|i| whole.at((f64::from(i) + 0.5) / 6.0)).collect();
        assert_eq!(got, [2, 2, 3, 3, 4, 4].map(|n| json!(n)));
        // Thirty seconds divide both: windows stay whole cells.
        let windows = range(json!("30 s"), json!("90 s"));
        let got: Vec<Value> = (0..3).map(|i| windows.at((f64::from(i) + 0.5) / 3.0)).collect();
        assert_eq!(got, [json!("30 s"), json!("1 min"), json!("1 min 30 s")]);
        // The other way round too.
        let down = InputRange { whole: true, ..range(json!(4), json!(2)) };
        assert_eq!(down.at(0.1), json!(4));
    }

    #[test]
    fn c6_laws_have_their_quantiles() {
        let of = |law, mode: Option<Value>| InputRange {
            law: Some(law),
            mode,
            ..range(json!(1.0), json!(16.0))
        };
        assert_eq!(of(Law::LogUniform, None).at(0.5), json!(4.0));
        assert_eq!(of(Law::Uniform, None).at(0.5), json!(8.5));
        // Symmetric: half lies below the mode, an eighth below half of the way to it.
        let triangular = of(Law::Triangular, Some(json!(8.5)));
        assert_eq!((triangular.at(0.5), triangular.at(0.125)), (json!(8.5), json!(4.75)));
        let three =
            InputRange { values: vec![json!(1), json!(2), json!(3)], ..of(Law::Choose, None) };
        assert_eq!([0.1, 0.5, 0.999_999].map(|u| three.at(u)), [json!(1), json!(2), json!(3)]);
    }
}

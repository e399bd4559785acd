//! A value of a range: evenly, evenly by ratio, or so many of a list.
//!
//! Scope: what a draw makes of a range, as the file would say it, and the values that decide whether every draw can be
//! placed. Left out: what is random, which the caller draws. Source: `docs/scenarios.md`, section "Years".
//! Checked by: unit tests here.

use super::{Ends, Range};
use crate::domain::Span;
use serde_json::Value;

impl Range {
    /// A value, with `draw(n)` a whole number uniform below `n`; a length of time is whole cells, at least one.
    pub fn value(&self, draw: &mut dyn FnMut(u64) -> u64, cell: Span) -> Value {
        match self {
            Range::Uniform(Ends::Whole(low, high)) => (low + draw(high - low + 1)).into(),
            Range::Uniform(ends) => {
                let (low, high) = ends.numbers();
                ends.said(low + (high - low) * unit(draw), cell)
            }
            Range::LogUniform(ends) => {
                let (low, high) = ends.numbers();
                let (from, to) = (libm::log(low), libm::log(high));
                ends.said(libm::exp(from + (to - from) * unit(draw)), cell)
            }
            Range::Choose { least, most, of } => {
                let many = least + draw((most - least + 1) as u64) as usize;
                let mut places: Vec<usize> = (0..of.len()).collect();
                for i in 0..many {
                    places.swap(i, i + draw((of.len() - i) as u64) as usize);
                }
                places.truncate(many);
                places.sort_unstable();
                places.into_iter().map(|place| of[place].clone()).collect()
            }
        }
    }

    /// The value that reaches furthest: all of a list, or the upper end.
    pub fn widest(&self, cell: Span) -> Value {
        self.extremes(cell).pop().expect("the ends are among them")
    }

    /// The values that decide whether every draw can be placed: the ends and what lies next to them; of a list all,
    /// the first so many, and each alone. The first and last are the ends.
    pub(super) fn extremes(&self, cell: Span) -> Vec<Value> {
        match self {
            Range::Uniform(ends) | Range::LogUniform(ends) => {
                let (low, high) = ends.numbers();
                let mut extremes = vec![ends.said(low, cell)];
                if let Ends::Spans(..) = ends {
                    // Parts that fit into two lengths a cell apart fit into every length.
                    extremes.push(ends.said(low + cell.ms() as f64, cell));
                }
                extremes.push(ends.said(high, cell));
                extremes
            }
            Range::Choose { least, most, of } => {
                let first = (*least..=*most).map(|many| Value::from(&of[..many]));
                let alone = of.iter().map(|one| Value::from(vec![one.clone()]));
                first.chain(alone).chain([Value::from(&of[..])]).collect()
            }
        }
    }
}

impl Ends {
    /// Low and high, lengths of time in milliseconds.
    fn numbers(&self) -> (f64, f64) {
        match self {
            Ends::Numbers(low, high) => (*low, *high),
            Ends::Whole(low, high) => (*low as f64, *high as f64),
            Ends::Spans(low, high) => (low.ms() as f64, high.ms() as f64),
        }
    }

    /// A number between them as the file says it.
    fn said(&self, x: f64, cell: Span) -> Value {
        match self {
            Ends::Numbers(low, high) => Value::from(six_digits(x).clamp(*low, *high)),
            Ends::Whole(low, high) => Value::from((libm::round(x) as u64).clamp(*low, *high)),
            Ends::Spans(_, high) => {
                let cells = |ms: f64| (libm::round(ms / cell.ms() as f64) as u64).max(1);
                let ms = cells(x).min(cells(high.ms() as f64)) * cell.ms();
                let whole = ms.is_multiple_of(1_000);
                Value::from(if whole { format!("{} s", ms / 1_000) } else { format!("{ms} ms") })
            }
        }
    }
}

/// Uniform from 0 to below 1.
fn unit(draw: &mut dyn FnMut(u64) -> u64) -> f64 {
    const STEPS: u64 = 1 << 53;
    draw(STEPS) as f64 / STEPS as f64
}

/// Rounded to six significant digits, so that a file can say it.
fn six_digits(x: f64) -> f64 {
    format!("{x:.5e}").parse().expect("a number in digits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const CELL: Span = Span::from_s(10);

    /// Draws the given parts of what is asked for, in turn.
    fn parts(parts: &[f64]) -> impl FnMut(u64) -> u64 {
        let mut parts = parts.iter().copied();
        move |n| libm::floor(parts.next().expect("another draw") * n as f64) as u64
    }

    #[test]
    fn numbers_lie_between_the_ends_and_lengths_of_time_on_cells() {
        let half = |range: Range| range.value(&mut parts(&[0.5]), CELL);
        assert_eq!(half(Range::Uniform(Ends::Numbers(0.5, 1.0))), json!(0.75));
        assert_eq!(
            half(Range::LogUniform(Ends::Numbers(5.0, 20.0))),
            json!(10.0),
            "the geometric mean"
        );
        assert_eq!(half(Range::Uniform(Ends::Whole(1, 4))), json!(3), "1, 2, 3 or 4");
        let spans = Ends::Spans(Span::from_s(600), Span::from_s(14_400));
        assert_eq!(half(Range::Uniform(spans)), json!("7500 s"));
        assert_eq!(half(Range::LogUniform(spans)), json!("2940 s"), "√(600 × 14 400) = 2939.39");
        let short = Range::Uniform(Ends::Spans(Span::from_ms(1), Span::from_ms(2)));
        assert_eq!(short.value(&mut parts(&[0.0]), CELL), json!("10 s"), "at least a cell");
        assert_eq!(short.value(&mut parts(&[0.0]), Span::from_ms(500)), json!("500 ms"));
    }

    #[test]
    fn numbers_have_six_digits_and_stay_inside() {
        let third = Range::Uniform(Ends::Numbers(0.0, 1.0)).value(&mut parts(&[1.0 / 3.0]), CELL);
        assert_eq!(third, json!(0.333333));
        let narrow = Ends::Numbers(1.234_567_8, 1.234_567_9);
        assert_eq!(Range::Uniform(narrow).value(&mut parts(&[0.5]), CELL), json!(1.234_567_9));
    }

    #[test]
    fn a_choice_is_without_replacement_and_in_the_order_of_the_list() {
        let of = vec![json!("a"), json!("b"), json!("c"), json!("d")];
        let range = Range::Choose { least: 2, most: 3, of };
        // Three of four: the last, then what took its place, then the last but one.
        assert_eq!(range.value(&mut parts(&[0.5, 0.9, 0.0, 0.9]), CELL), json!(["a", "b", "d"]));
        assert_eq!(range.value(&mut parts(&[0.0, 0.0, 0.0]), CELL), json!(["a", "b"]));
        let mut seen = [0; 4];
        let mut state = 1_u64;
        let mut draw = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % n
        };
        for _ in 0..4_000 {
            let chosen = range.value(&mut draw, CELL);
            chosen.as_array().unwrap().iter().for_each(|c| {
                seen["abcd".find(c.as_str().unwrap()).unwrap()] += 1;
            });
        }
        // 2.5 of 4 on average: 2500 each, with a standard deviation of √(4000 × 0.625 × 0.375) = 31.
        assert!(seen.iter().all(|n| (2_345..=2_655).contains(n)), "{seen:?}");
    }
}

//! The range of a question's figure over the assumptions tried, and what moves it most.
//!
//! Scope: from the sensitivity kept with the scenario, one input at a time, of inputs whose paired difference is clear. Left
//! out: inputs that act together, and what is held against a setting (`kept/contrast.rs`). Source: C6. Checked by: `tests/it/answers.rs`.

use super::super::kept::{Kept, KeptFigure};
use super::super::sensitivity::{at_said, end_said};
use super::super::words::{from_to, value};
use headroom_core::domain::{Figure, FigureUnit};

/// The range of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The least mean.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// What turns its sign, or else moves it most; none where nothing that was tried clearly moves it.
    pub turning: Option<Turning>,
    /// What was tried, in words.
    pub over: String,
    /// Of a chance how wide the interval is that so few replications an end leave of it; nought of what is none.
    pub left_open: f64,
    /// From the least to the greatest, as people say it.
    said: String,
}

/// An input at an end of its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Turning {
    /// Its name.
    pub by: String,
    /// Its value there.
    pub at: String,
    /// The mean there.
    pub to: f64,
    /// The same, as people say it.
    pub to_said: String,
    /// Whether the sign is another there: none in place of some, some in place of none, or less than none.
    pub turns: bool,
}

impl Range {
    /// What is kept of a figure whose mean is `mean`; none where it was not looked at.
    pub fn of_kept(kept: &Kept, figure: Figure, of: &str, mean: f64) -> Option<Self> {
        let swings = kept.figure(figure, of)?;
        // No interval is kept that would bear more.
        let said = |x: f64| value(figure, three_figures(figure, x));
        let of = |(by, at, mean)| End { by, at, mean, said: said(mean) };
        let all: Vec<End> = ends(kept, swings).into_iter().map(of).collect();
        Some(Self {
            over: format!(
                "{} inputs, each alone at both ends of its range {}",
                kept.inputs.len(),
                kept.tried_in(swings)
            ),
            left_open: kept.left_open(swings),
            ..Self::over((mean, said(mean)), &all)
        })
    }

    fn over((mean, own): (f64, String), ends: &[End]) -> Self {
        let all = || ends.iter().map(|end| (end.mean, &end.said)).chain([(mean, &own)]);
        let low = all().reduce(|a, b| if b.0 < a.0 { b } else { a }).unwrap_or((mean, &own));
        let high = all().reduce(|a, b| if b.0 > a.0 { b } else { a }).unwrap_or((mean, &own));
        let turning = |end: &End| Turning {
            by: end.by.clone(),
            at: end.at.clone(),
            to: end.mean,
            to_said: end.said.clone(),
            turns: sign(end.mean) != sign(mean),
        };
        let far = |x: &Turning| libm::fabs(x.to - mean);
        let moved = ends.iter().map(turning).filter(|x| x.to != mean);
        let most = moved.reduce(|most, next| {
            if (next.turns, far(&next)) > (most.turns, far(&most)) { next } else { most }
        });
        Self {
            low: low.0,
            high: high.0,
            said: from_to([low.1.clone(), high.1.clone()]),
            turning: most,
            over: String::new(),
            left_open: 0.0,
        }
    }

    /// From the least to the greatest, as people say it; nothing where nothing moves it.
    pub fn said(&self) -> String {
        self.turning.as_ref().map_or(String::new(), |_| self.said.clone())
    }
}

impl Turning {
    /// Where it is.
    pub fn place(&self) -> String {
        format!("‘{}’ {}", self.by, at_said(&self.at))
    }

    /// What would turn it, or moves it most, as people say it.
    pub fn said(&self) -> String {
        format!("{}: {}", self.place(), self.to_said)
    }
}

/// A figure of everybody at both ends of the input at `pointer`, each with the value there; none where that does not clearly move it.
pub(super) fn over_input(kept: &Kept, figure: Figure, pointer: &str) -> Option<String> {
    let input = kept.inputs.iter().find(|i| i.pointer == pointer)?;
    let moved_by = &kept.figure(figure, "")?.moved_by;
    let [low, high] = moved_by.iter().find(|s| s.clear && s.input == input.id)?.at;
    let said = |at, mean: f64| {
        format!("{} ({})", value(figure, three_figures(figure, mean)), end_said(at))
    };
    Some(format!("{} to {}", said(&input.low, low?), said(&input.high, high?)))
}

/// A mean at an end of what was tried, by which input at which value.
struct End {
    by: String,
    at: String,
    mean: f64,
    said: String,
}

/// A number to three figures; of what is said in few digits already, itself.
fn three_figures(figure: Figure, x: f64) -> f64 {
    match figure.about().unit {
        FigureUnit::Number | FigureUnit::PerSecond if libm::fabs(x) >= 1_000.0 => {
            format!("{x:.2e}").parse().unwrap_or(x)
        }
        _ => x,
    }
}

/// The clear ends of what moves a figure, by input and value.
fn ends(kept: &Kept, swings: &KeptFigure) -> Vec<(String, String, f64)> {
    let clear = swings.moved_by.iter().filter(|s| s.clear);
    let of = |s: &super::super::kept::KeptSwing| {
        let input = kept.inputs.iter().find(|i| i.id == s.input);
        let values = input.map(|i| [end_said(&i.low), end_said(&i.high)]).unwrap_or_default();
        let ends = values.into_iter().zip(s.at);
        ends.filter_map(|(at, mean)| Some((s.input.clone(), at, mean?))).collect::<Vec<_>>()
    };
    clear.flat_map(of).collect()
}

/// Less than none, none, or some.
pub(super) fn sign(x: f64) -> i8 {
    i8::from(x > 0.0) - i8::from(x < 0.0)
}

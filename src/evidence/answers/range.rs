//! The range of a question's figure over the assumptions tried, and what moves it most.
//!
//! Scope: from the sensitivity kept with the scenario, one input at a time, of inputs whose paired difference is clear;
//! where that is of another scenario or does not hold the figure found, over the study's own settings and points. Left
//! out: inputs that act together. Source: C6. Checked by: `tests/it/answers.rs`.

use super::super::findings::Findings;
use super::super::interval::Interval;
use super::super::kept::{Kept, KeptFigure};
use super::super::questions::Question;
use super::super::sensitivity::end_said;
use super::super::words::value;
use headroom_core::domain::Figure;

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
    /// Whether the sign is another there: none in place of some, some in place of none, or less than none.
    pub turns: bool,
}

impl Range {
    /// The range of the first figure of `question`, `found` in its study.
    pub fn new(question: &Question, f: &Findings, found: &Interval) -> Option<Self> {
        let (figure, of) = question.figure();
        let own = Kept::of(&f.base).and_then(|kept| Self::of_kept(&kept, figure, of, found.mean));
        let shipped = || {
            let name = &question.exercised_by;
            let range = Self::of_kept(&Kept::shipped(name)?, figure, of, found.mean)?;
            // What it was computed of stood elsewhere: it is the range of something else.
            let base = Kept::shipped(name)?.figure(figure, of)?.base;
            let holds = found.ci_low.is_none_or(|low| low <= base)
                && found.ci_high.is_none_or(|high| base <= high);
            holds.then(|| Self {
                over: format!("{} of {name} as it is shipped", range.over),
                ..range
            })
        };
        own.or_else(shipped).or_else(|| Self::of_settings(question, f, found))
    }

    /// What is kept of a figure whose mean is `mean`; none where it was not looked at.
    pub fn of_kept(kept: &Kept, figure: Figure, of: &str, mean: f64) -> Option<Self> {
        let swings = &kept.figure(figure, of)?;
        let ends = ends(kept, swings);
        Some(Self {
            over: format!("{} inputs, each alone at both ends of its range", kept.inputs.len()),
            ..Self::over(mean, &ends)
        })
    }

    /// Over the settings and points of the study itself.
    fn of_settings(question: &Question, f: &Findings, found: &Interval) -> Option<Self> {
        let (figure, whose) = question.first(&f.evidence[0])?;
        let at = |v: usize| {
            let mean = f.estimate(v, figure, whose)?.mean;
            Some(("the study's settings".to_owned(), f.variants[v].label.clone(), mean))
        };
        let all: Vec<(String, String, f64)> = (0..f.variants.len()).filter_map(at).collect();
        let over = format!("the {} settings of the study itself", f.variants.len());
        Some(Self { over, ..Self::over(found.mean, &all) })
    }

    fn over(mean: f64, ends: &[(String, String, f64)]) -> Self {
        let all = || ends.iter().map(|(.., x)| *x).chain([mean]);
        let turning = |(by, at, to): &(String, String, f64)| Turning {
            by: by.clone(),
            at: at.clone(),
            to: *to,
            turns: sign(*to) != sign(mean),
        };
        let far = |x: &Turning| libm::fabs(x.to - mean);
        let moved = ends.iter().map(turning).filter(|x| x.to != mean);
        let most = moved.reduce(|most, next| {
            if (next.turns, far(&next)) > (most.turns, far(&most)) { next } else { most }
        });
        Self {
            low: all().fold(f64::INFINITY, f64::min),
            high: all().fold(f64::NEG_INFINITY, f64::max),
            turning: most,
            over: String::new(),
        }
    }

    /// From the least to the greatest, as people say it; nothing where nothing moves it.
    pub fn said(&self, figure: Figure) -> String {
        match self.turning {
            None => String::new(),
            Some(_) => format!("{} to {}", value(figure, self.low), value(figure, self.high)),
        }
    }
}

impl Turning {
    /// What would turn it, or moves it most, as people say it.
    pub fn said(&self, figure: Figure) -> String {
        format!("‘{}’ at {}: {}", self.by, self.at, value(figure, self.to))
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
fn sign(x: f64) -> i8 {
    i8::from(x > 0.0) - i8::from(x < 0.0)
}

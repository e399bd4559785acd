//! A figure of a study as sentences, tables and charts tell of it: whose it is, what it is called, how its
//! values are said.

use super::assertions::seen;
use super::findings::Findings;
use super::study_answer::headlines;
use headroom_core::domain::{Figure, Whose};

/// A figure, of whom, and how it is told.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which figure.
    pub figure: Figure,
    /// Whose, by its place in the first variant's scenario.
    pub whose: Whose,
    /// What it is called.
    pub name: String,
    /// How a headline's values are said.
    says: Option<fn(f64) -> String>,
}

impl Told {
    /// The headlines of `f`, those that people ask for first.
    pub fn headlines(f: &Findings) -> Vec<Self> {
        let told = |h: &super::study_answer::Headline| Self {
            figure: h.figure,
            whose: Whose::All,
            name: h.name.to_owned(),
            says: Some(h.said),
        };
        headlines(f).map(told).collect()
    }

    /// `figure` of `whose`, by the name a person gave it.
    pub fn new(f: &Findings, figure: Figure, whose: Whose, name: &str) -> Self {
        let known = Self::headlines(f).into_iter().find(|t| (t.figure, t.whose) == (figure, whose));
        known.unwrap_or_else(|| Self { figure, whose, name: name.to_owned(), says: None })
    }

    /// How many of the figure's units one of those is in which its values are said.
    pub fn unit(&self) -> f64 {
        if self.says.is_some() && self.figure == Figure::ActiveS { 60.0 } else { 1.0 }
    }

    /// A value of it, as a person says it.
    pub fn said(&self, x: f64) -> String {
        match self.says {
            Some(says) if x < 0.0 => format!("−{}", says(-x)),
            Some(says) => says(x),
            None => seen(self.figure, x),
        }
    }
}

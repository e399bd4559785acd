//! A figure of a study as sentences, tables and charts tell of it: whose it is, and what it is called.

use super::asked_first::in_each;
use super::findings::Findings;
use super::headlines::headlines;
use super::words::{of_whom, value};
use headroom_core::domain::{Figure, Whose};
use headroom_core::scenario::FigureOf;

/// A figure, and of whom.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which figure.
    pub figure: Figure,
    /// Whose, by its place in the first variant's scenario.
    pub whose: Whose,
    /// What it is called.
    pub name: String,
    /// The name that it was asked by, of one User, SRV or class: what its draws are named by.
    pub given: String,
}

impl Told {
    /// The headlines of `f`, those that people ask for first.
    pub fn headlines(f: &Findings) -> Vec<Self> {
        headlines(f).map(|figure| Self::new(figure, Whose::All, "")).collect()
    }

    /// All that may be headlines of a study: what is not measured in any of it is none.
    pub fn may_be_headlines() -> impl Iterator<Item = Self> {
        in_each().map(|figure| Self::new(figure, Whose::All, ""))
    }

    /// `figure` of `whose`; of one User, SRV or class by the name a person gave it.
    pub fn new(figure: Figure, whose: Whose, given: &str) -> Self {
        let name = if whose == Whose::All { figure.called() } else { given.to_owned() };
        Self { figure, whose, given: name.clone(), name }
    }

    /// What `measure` asks for, of `whose`.
    pub fn of(measure: &FigureOf, whose: Whose) -> Self {
        let told = Self::new(measure.figure, whose, &measure.to_string());
        Self { name: measure.figure.called() + &of_whom(measure.of.as_deref()), ..told }
    }

    /// How far it moves: of shares in points.
    pub fn swing(&self, x: f64) -> String {
        if self.figure.is_share() { format!("{:.1} points", x * 100.0) } else { self.said(x) }
    }

    /// A value of it, as a person says it.
    pub fn said(&self, x: f64) -> String {
        value(self.figure, x)
    }
}

//! The figures that an answer's sentence states, each with where it states it, and the verdict on each but the first.
//!
//! Scope: the figure that answers a question first, and whatever else stands in braces of its sentence and is a figure; what is told in
//! words has no verdict. Source: C5, C6, `docs/answers.md`. Checked by: `tests/it/answers.rs`, `tests/it/questions.rs`.

use super::super::kept::Kept;
use super::super::questions::Question;
use super::super::uncertainty::KeptOver;
use super::super::{Figure, Whose};
use super::{Judged, Range, Study, judged, short};
use headroom_core::scenario::FigureOf;

/// A figure that a sentence states.
pub(super) struct Stated<'a> {
    figure: Figure,
    /// Of which User, SRV or class of messages; empty of everything.
    of: String,
    /// At which settings; empty as the scenario stands.
    at: Vec<&'a str>,
}

impl Stated<'_> {
    /// What people call it.
    pub(super) fn named(&self) -> String {
        match self.of.as_str() {
            "" => self.figure.called(),
            of => format!("{}, of {of}", self.figure.called()),
        }
    }

    /// The figure, if it is of everybody.
    pub(super) fn of_everybody(&self) -> Option<Figure> {
        self.of.is_empty().then_some(self.figure)
    }
}

impl Study<'_> {
    /// The figures that the answer to `question` states, the one that answers it first before the others.
    pub(super) fn stated<'a>(&self, question: &'a Question) -> Vec<Stated<'a>> {
        let (figure, of) = question.figure();
        let mut all = vec![Stated { figure, of: of.to_owned(), at: Vec::new() }];
        for (what, at) in short::places(&question.in_short) {
            let Ok(FigureOf { figure, of }) = what.parse::<FigureOf>() else { continue };
            let of = of.unwrap_or_default();
            match all.iter_mut().find(|s| (s.figure, &s.of) == (figure, &of)) {
                Some(stated) => stated.at.push(at),
                None => all.push(Stated { figure, of, at: vec![at] }),
            }
        }
        all
    }

    /// Whether it is stated as the scenario stands, and not at other settings alone.
    pub(super) fn as_it_stands(&self, stated: &Stated<'_>) -> bool {
        let stands = |at: &&str| at.is_empty() || self.labelled(at) == Some(self.stands);
        stated.at.is_empty() || stated.at.iter().any(stands)
    }

    /// The verdict on a further figure: held against what the first is, if it is stated there, or where it is; with the range of what is
    /// kept of it.
    pub(super) fn judged(
        &self,
        question: &Question,
        stated: &Stated<'_>,
        kept: Option<&KeptOver>,
    ) -> (String, Judged) {
        let Stated { figure, of, at } = stated;
        let measure = FigureOf { figure: *figure, of: (!of.is_empty()).then(|| of.clone()) };
        let whose: Option<Whose> =
            measure.whose(&self.f.evidence[0].plan.scenario).ok().map(|w| w.0);
        let value = whose.and_then(|whose| self.value(*figure, whose));
        let elsewhere = |at: &&&str| !at.is_empty() && self.labelled(at) != Some(self.stands);
        let against = question.against.as_deref();
        let against = against
            .filter(|a| at.contains(a))
            .or_else(|| against.and_then(|_| at.iter().find(elsewhere).copied()));
        let held = against.zip(whose).map(|(against, whose)| self.held(against, (*figure, whose)));
        let tried = value.filter(|_| self.as_it_stands(stated));
        let range = tried
            .zip(Kept::of(&self.f.base))
            .and_then(|(value, kept)| Range::of_kept(&kept, *figure, of, value.mean));
        let jointly = kept.and_then(|kept| kept.range(*figure, of));
        (stated.named(), judged(*figure, value.as_ref(), held.as_ref(), range.as_ref(), jointly))
    }
}

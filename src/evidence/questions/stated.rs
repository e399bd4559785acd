//! The figures that a question's sentence states, each with where it states it and what it is held against.
//!
//! Scope: the figure that answers a question first, and whatever else stands in braces of its sentence and is a figure: what is told in
//! words is none. Left out: their values and the verdicts on them (`answers`). Checked by: the tests below, `tests/it/answers.rs`.

use super::super::words::class_called;
use super::{Leads, Question, TODAY};
use headroom_core::scenario::FigureOf;

/// After a figure in braces: it is said by standing (C2), and stated as much as if its sum were.
pub const BY_STANDING: &str = " by standing";

/// Before one: how much more of it there is at a setting, which states what is there too.
pub const MORE: &str = "more ";

/// A figure that a sentence states.
#[derive(Clone, Debug)]
pub struct Stated<'a> {
    /// Which, and of which User, SRV or class of messages.
    pub measure: FigureOf,
    /// The setting, point or `today` against which it is held; none of what stands alone.
    pub against: Option<&'a str>,
}

impl Stated<'_> {
    /// What people call it.
    pub fn named(&self) -> String {
        let figure = self.measure.figure;
        match &self.measure.of {
            None => figure.called(),
            Some(of) if figure.of_class() && !figure.of_user() => {
                format!("{}, of {}", figure.called(), class_called(of))
            }
            Some(of) => format!("{}, of {of}", figure.called()),
        }
    }

    /// Of which User, SRV or class; empty of everything.
    pub fn of(&self) -> &str {
        self.measure.of.as_deref().unwrap_or_default()
    }
}

impl Question {
    /// What its sentences have in braces, the first before the other: what is named, and at which setting; empty as the scenario stands.
    pub fn places(&self) -> impl Iterator<Item = (&str, &str)> {
        let Leads { more, less, none } = &self.leads;
        let texts = [more, less, none, &self.in_short];
        let parts = texts.into_iter().flat_map(|text| text.split('{').skip(1));
        let all = parts.filter_map(|part| Some(part.split_once('}')?.0));
        all.map(|place| {
            let (what, at) = place.split_once(" @ ").unwrap_or((place, ""));
            (what.strip_suffix(BY_STANDING).unwrap_or(what), at)
        })
    }

    /// The figures that its answer states, the one that answers it first before the others. The first is held against what the question
    /// is; a further one too, where the sentence has it there, or else against the setting at which it does. Of a question that compares
    /// nothing a further one is where the sentence has it in today's system.
    pub fn stated<'q>(&'q self) -> Vec<Stated<'q>> {
        let (figure, of) = self.figure();
        let of = (!of.is_empty()).then(|| of.to_owned());
        let mut all: Vec<(FigureOf, Vec<&'q str>)> = vec![(FigureOf { figure, of }, Vec::new())];
        for (what, at) in self.places() {
            let what = what.strip_prefix(MORE).unwrap_or(what);
            let Ok(measure) = what.parse::<FigureOf>() else { continue };
            match all.iter_mut().find(|(known, _)| *known == measure) {
                Some((_, places)) => places.push(at),
                None => all.push((measure, vec![at])),
            }
        }
        let own = self.against.as_deref();
        let against = |(i, at): (usize, Vec<&'q str>)| match own {
            Some(own) if i == 0 || at.contains(&own) => Some(own),
            Some(_) => at.iter().copied().find(|at| !at.is_empty()),
            None => at.into_iter().find(|at| *at == TODAY),
        };
        all.into_iter()
            .enumerate()
            .map(|(i, (measure, at))| Stated { measure, against: against((i, at)) })
            .collect()
    }

    /// What its answer holds against a setting: its name, and the figure. Of years nothing is: they are held against today's with all
    /// assumptions drawn jointly (C6).
    pub fn held(&self) -> Vec<(&str, FigureOf)> {
        if self.command.starts_with("headroom frequency ") {
            return Vec::new();
        }
        self.stated().into_iter().filter_map(|s| Some((s.against?, s.measure))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::questions;

    #[test]
    fn a_figure_is_held_where_the_question_is_or_else_where_the_sentence_has_it() {
        let of = |id: &str| {
            let question = questions().iter().find(|q| q.id == id).expect("a question");
            let one = |(at, measure): (&str, super::FigureOf)| format!("{measure} @ {at}");
            question.held().into_iter().map(one).collect::<Vec<String>>()
        };
        assert_eq!(
            of("dropped")[..3],
            [
                "throttled of 1.5 @ 1.5 off",
                "throttled of 6.25 @ 6.25 off",
                "throttled of 8.14.1 @ 8.14.x off"
            ]
        );
        assert!(of("ordinary-day").is_empty(), "it compares nothing");
        assert_eq!(
            of("restart")[..2],
            ["never_answered.not_above @ today", "refused.not_above @ today"],
            "how much more there is states it"
        );
        assert!(of("how-often").is_empty(), "of years nothing is kept at single ends");
        for question in questions() {
            let first = question.stated().swap_remove(0);
            assert_eq!(first.against, question.against.as_deref(), "{}", question.id);
        }
    }
}

//! A figure that an answer states: its value, what it is held against, what is known of both over the assumptions, and the verdict.
//!
//! Scope: of what compares nothing the level as the scenario stands; of what is held against a setting the paired difference, and whether
//! that lies the same way whatever was tried (`kept/contrast.rs`). Left out: the rules of the verdict (`verdict.rs`). Source: C5, C6,
//! `docs/answers.md`. Checked by: `tests/it/answers.rs`, `tests/it/questions.rs`.

use super::super::Figure;
use super::super::contrast::{Over, Way, way_said};
use super::super::interval::Interval;
use super::super::kept::{Kept, KeptContrast};
use super::super::questions::{Question, Stated};
use super::super::uncertainty::KeptOver;
use super::super::words::{borne_as, differs, value, value_with_ends};
use super::verdict::{Held, Jointly, Judged, alike, judged_difference, judged_level};
use super::{Range, Study, short};

/// Between what is said of a difference that is none, and of the level.
const LEVEL: &str = "; how much there is: ";

/// A figure that an answer states.
#[derive(Clone, Debug)]
pub struct AnswerFigure {
    /// Which.
    pub figure: Figure,
    /// Of which User, SRV or class of messages; empty of everything.
    pub of: String,
    /// What people call it.
    pub name: String,
    /// Its mean and interval as the scenario stands; none where the study does not have it.
    pub value: Option<Interval>,
    /// What it is held against; none of what stands alone.
    pub held: Option<Held>,
    /// Whether the difference lies the same way at every end of every range; none where nothing is held or kept.
    pub over: Option<KeptContrast>,
    /// Its range over the assumptions tried, and what moves it most; none where nothing is kept, or where it differs from what it is
    /// held against and that was tried.
    pub range: Option<Range>,
    /// What all assumptions drawn jointly show of it, as kept with the scenario; empty where nothing is.
    pub jointly: String,
    /// The verdict on it, and why.
    pub judged: Judged,
}

impl AnswerFigure {
    /// That of `study` which the answer to `question` states.
    pub(super) fn new(
        question: &Question,
        stated: &Stated<'_>,
        study: &Study<'_>,
        kept: Option<&KeptOver>,
    ) -> Self {
        let (figure, of) = (stated.measure.figure, stated.of());
        let whose = stated.measure.whose(&study.f.evidence[0].plan.scenario).ok().map(|w| w.0);
        let found = whose.and_then(|whose| study.value(figure, whose));
        let bare = Self {
            figure,
            of: of.to_owned(),
            name: stated.named(),
            value: found,
            held: None,
            over: None,
            range: None,
            jointly: String::new(),
            judged: Judged::not_measured(),
        };
        let Some(value) = found else { return bare };
        let held = stated.against.zip(whose).map(|(at, whose)| study.held(at, (figure, whose)));
        // What stands beside is paired of the figures that are asked for first, and else a number of its own.
        let held = held.filter(|held| held.more.is_some() || question.against.is_some());
        match held {
            Some(held) => {
                let against = held.against.as_str();
                let over = compared_over(question, against, (figure, of));
                let jointly =
                    kept.and_then(|kept| Jointly::of(kept, question, against, (figure, of)));
                let judged = judged_difference(
                    figure,
                    &value,
                    &held,
                    over.as_ref().map(|of| (&of.over, question.some)),
                    jointly.as_ref(),
                );
                let with = held.with_said();
                let jointly = jointly.map_or(String::new(), |of| of.said(figure, &with));
                let found = Self { held: Some(held), over, jointly, judged, ..bare };
                match found.way() {
                    Some(Way::None) => found.with_level(&value, study, kept),
                    // What was tried of it is said all the same.
                    _ if found.over.is_none() => {
                        let (range, level, _) = found.level(&value, study, kept);
                        Self { range, jointly: both_said(&found.jointly, &level), ..found }
                    }
                    _ => found,
                }
            }
            None => {
                let (range, jointly, judged) = bare.level(&value, study, kept);
                Self { range, jointly, judged, ..bare }
            }
        }
    }

    /// How far its level goes over single assumptions.
    fn range_of(&self, value: &Interval, study: &Study<'_>) -> Option<Range> {
        Range::of_kept(&Kept::of(&study.f.base)?, self.figure, &self.of, value.mean)
    }

    /// How far its level goes over single assumptions, what all drawn jointly show of it, and the verdict on it.
    fn level(
        &self,
        value: &Interval,
        study: &Study<'_>,
        kept: Option<&KeptOver>,
    ) -> (Option<Range>, String, Judged) {
        let (figure, of) = (self.figure, self.of.as_str());
        let range = self.range_of(value, study);
        let jointly = kept.and_then(|kept| kept.range(figure, of));
        let judged = judged_level(figure, value, range.as_ref(), jointly);
        let said = kept.and_then(|kept| kept.said(figure, of)).unwrap_or_default();
        (range, said, judged)
    }

    /// The same of one that does not differ from what it is held against: its level beside that.
    fn with_level(self, value: &Interval, study: &Study<'_>, kept: Option<&KeptOver>) -> Self {
        let (range, level, judged) = self.level(value, study, kept);
        if value.mean == 0.0 && self.comes_with_setting(range.as_ref(), kept) {
            return self;
        }
        let jointly = both_said(&self.jointly, &level);
        Self { range, jointly, judged: alike(self.judged.clone(), judged), ..self }
    }

    /// Whether what it is held against makes it: there is none of it wherever the scenario as it stands was tried, and some there. A level
    /// of what cannot be says nothing.
    fn comes_with_setting(&self, range: Option<&Range>, kept: Option<&KeptOver>) -> bool {
        let jointly = kept.and_then(|kept| kept.range(self.figure, &self.of));
        let none_here = range.is_none_or(|range| range.turning.is_none())
            && jointly.is_none_or(|range| range.ends == [0.0; 2]);
        none_here
            && matches!(self.ends(), Some(Over { ends: [more, less, ..], .. }) if more + less > 0)
    }

    /// Its figure with its interval, as people say it.
    pub fn said(&self) -> String {
        self.value.map_or(short::NOT_MEASURED.to_owned(), |v| value_with_ends(self.figure, &v))
    }

    /// What it is held against, and what it is there; nothing of what stands alone.
    pub fn there_said(&self) -> String {
        let Some(held) = &self.held else { return String::new() };
        let there = held.there.as_ref().map_or(short::NOT_MEASURED.to_owned(), |there| {
            value(self.figure, borne_as(self.figure, there.mean, there))
        });
        format!("{} {there}", held.with_said())
    }

    /// Which way it differs there; none of what stands alone or is not measured.
    pub(super) fn way(&self) -> Option<Way> {
        Some(Way::of(self.figure, self.held.as_ref()?.more.as_ref()?))
    }

    /// Which way it lies at ends that can tell, of what cannot be told here; nothing where none can.
    pub(super) fn elsewhere_said(&self) -> String {
        let Some(Over { ends: [more, less, ..], .. }) = self.ends() else { return String::new() };
        match more + less {
            0 => String::new(),
            _ => {
                let words = [Way::More, Way::Less].map(|way| way_said(self.figure, way));
                let ends = if *more == 1 { "end" } else { "ends" };
                format!(" ({} at {more} {ends}, {} at {less})", words[0], words[1])
            }
        }
    }

    /// How much more or less it is there, as people say it; nothing of what stands alone.
    pub fn more_said(&self) -> String {
        let said = |more: &Interval| differs(self.figure, more);
        self.held.as_ref().and_then(|h| h.more.as_ref()).map_or(String::new(), said)
    }

    /// Over single assumptions: of a difference at how many ends it lies which way; of a level from where to where, and what moves it most.
    pub fn over_said(&self) -> String {
        let level = self.range.as_ref().map(|range| match &range.turning {
            None => format!("nothing clearly moves it, over {}", range.over),
            Some(turning) => {
                // Where none is left of it, or some comes of it, others may move it further.
                let turns = match (turning.turns, turning.to == 0.0) {
                    (true, true) => format!("none is left of it with {}", turning.place()),
                    (true, false) => format!("there is some of it with {}", turning.said()),
                    _ => format!("{} moves it most", turning.said()),
                };
                format!("{}, over {}; {turns}", range.said(), range.over)
            }
        });
        let compared = self.over.as_ref().map(|KeptContrast { over, apart, .. }| {
            let apart = match apart.as_slice() {
                [] => String::new(),
                all => {
                    let names: Vec<String> = all.iter().map(|id| format!("‘{id}’")).collect();
                    format!(" (not {}, which is what is asked)", names.join(", "))
                }
            };
            let with = self.held.as_ref().map_or(String::new(), Held::with_said);
            format!("{with}, {}{apart}", over.said(self.figure))
        });
        let untried = match (&self.held, &level) {
            _ if compared.is_some() => None,
            (Some(_), Some(_)) => {
                Some("no single assumption was tried on the difference".to_owned())
            }
            (_, None) => Some("no single assumption was tried on it".to_owned()),
            (None, Some(_)) => None,
        };
        let said: Vec<String> = compared.into_iter().chain(untried).chain(level).collect();
        said.join(LEVEL)
    }

    /// Which way it differs at the ends; none of what stands alone or is not kept.
    pub fn ends(&self) -> Option<&Over> {
        self.over.as_ref().map(|of| &of.over)
    }
}

/// What is said of a difference, and of the level, as far as there is any.
fn both_said(difference: &str, level: &str) -> String {
    let both: Vec<&str> = [difference, level].into_iter().filter(|said| !said.is_empty()).collect();
    both.join(LEVEL)
}

/// What was found when both sides of `question` were run over the assumptions: of a figure held against `against`, as kept with the scenario
/// that exercises it.
pub fn compared_over(
    question: &Question,
    against: &str,
    (figure, of): (Figure, &str),
) -> Option<KeptContrast> {
    let asked = |c: &KeptContrast| {
        (&c.question, &c.command, c.against.as_str()) == (&question.id, &question.command, against)
            && (c.figure, c.of.as_str()) == (figure, of)
    };
    Kept::contrasts_of(&question.exercised_by).into_iter().find(asked)
}

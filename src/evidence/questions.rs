//! Answers by consultation question: who asked what, and what a study says to it.
//!
//! Scope: `data/questions.json` names for each question what a study must have to answer it, the figures that do, and the
//! shipped scenario that exercises it; from that and a study's figures, sentences; what moves them most the kept
//! sensitivity says (`kept.rs`). Left out: which command made the study (the page, which reads `study.json`); what is no
//! figure (`questions/told.rs`). Source: the Refinement Consultation, the Modification Report and DP100, in our own words.
//! Checked by: `tests/it/page.rs`, which reads what `command` says, and `tests/it/questions.rs`, which runs it in small.

mod needs;
mod said;
mod stated;
mod told;

use super::findings::{Findings, Found};
use super::interval::Interval;
use super::kept::Kept;
use super::{Evidence, Figure, Whose};
use headroom_core::scenario::{FigureOf, Scenario, scenario_names};
use needs::Needs;
use said::{Says, said};
use serde::Deserialize;
use serde_json::json;
pub use stated::{BY_STANDING, MORE, Stated};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// What stands for today's system where a setting or point is named.
pub const TODAY: &str = "today";

/// A question, and what answers it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// A short name that stays.
    pub id: String,
    /// Who asked.
    pub who: String,
    /// Document and number.
    pub document: String,
    /// What was asked, in our words.
    pub question: String,
    /// The answer in short: figures of its command's study stand in braces (`answers/short.rs`).
    pub in_short: String,
    /// What a study must have.
    needs: Needs,
    /// The figures that answer it.
    says: Vec<Says>,
    /// A command that makes a study that answers it.
    pub command: String,
    /// The shipped scenario that exercises it: in which something could have come out otherwise.
    pub exercised_by: String,
    /// The chart that decides it, by the stem of its file; empty where none shows its first figure.
    pub chart: String,
    /// The setting or point, or `today`, that is held against the scenario as it stands; none of what compares nothing.
    pub against: Option<String>,
    /// With what the answer begins, by what the first figure shows.
    pub leads: Leads,
    /// So many times the replications that are asked for: of what is cheap and seldom.
    #[serde(default = "once")]
    pub times: u32,
    /// Inputs by name that come to the same as the setting: what is asked, and no assumption.
    #[serde(default)]
    pub apart: Vec<String>,
    /// Whether the answer says that there is some of the figure, so that an assumption with which there is none turns it.
    #[serde(default)]
    pub some: bool,
}

fn once() -> u32 {
    1
}

/// With what an answer begins, figures in braces: by whether what the scenario is held against has more, less or as much of the first
/// figure; of what compares nothing, by whether there is some or none of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Leads {
    /// More, or some.
    pub more: String,
    /// Less.
    pub less: String,
    /// As much, or none.
    pub none: String,
}

/// A question of the Refinement Consultation itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consulted {
    /// Its number.
    pub number: u64,
    /// What was asked, in our words.
    pub asks: String,
    /// The questions, by id, that answer what the responses to it speak of.
    pub answered_by: Vec<String>,
    /// What no simulator can answer of it; empty where that is nothing.
    #[serde(default)]
    pub cannot: String,
    /// What one can contribute to that.
    #[serde(default)]
    pub can: String,
}

impl Question {
    /// The figure that answers it first, and of which User, SRV or class; empty where it is of everything.
    pub fn figure(&self) -> (Figure, &str) {
        let first = &self.says[0];
        let figure = first.figure.expect("a test holds that a figure comes first");
        (figure, first.of())
    }

    /// The figure that answers it first, and whose it is in `e`; none where `e` does not have such.
    pub fn first(&self, e: &Evidence) -> Option<(Figure, Whose)> {
        Some((self.figure().0, self.says[0].whose(e)?))
    }

    /// The figures that answer it, and whose in `e`; those that it does not have are left out.
    pub fn figures(&self, e: &Evidence) -> Vec<(Figure, Whose)> {
        self.says.iter().filter_map(|says| Some((says.figure?, says.whose(e)?))).collect()
    }

    /// How well what it changes fits `pointer` and `value`: whether it is about such a value, and how much of the pointer
    /// is the same; none where nothing is.
    fn fits(&self, pointer: &str, value: &str) -> Option<(bool, usize)> {
        let parts = self.needs.changes.iter().filter(|part| pointer.contains(*part));
        let about = self.needs.values.iter().any(|v| value.contains(v));
        Some((about, parts.map(String::len).max()?))
    }

    /// What moves the figure that answers it most, by the sensitivity of the scenario `name`.
    fn moved(&self, kept: Option<&Kept>, name: &str) -> String {
        // Of several figures the first that anything moves.
        let of = |kept: &Kept| {
            let all = self.says.iter().filter_map(|s| kept.moved(s.of_everybody()?, s.of()));
            let mut all: Vec<String> = all.collect();
            all.sort_by_key(|said| !said.starts_with("moved"));
            all.into_iter().next()
        };
        let none = "what moves it most is not computed for this scenario: headroom sensitivity";
        // Of one's own scenario only its file is known to those who run it.
        let called = if scenario_names().any(|n| n == name) { name } else { "FILE" };
        kept.and_then(of).unwrap_or_else(|| format!("{none} {called}"))
    }

    fn moved_where_it_is_answered(&self) -> String {
        let name = self.exercised_by.as_str();
        let moved = self.moved(Kept::shipped(name).as_ref(), name);
        if moved.ends_with(name) { moved } else { format!("{moved}, in {name}") }
    }
}

/// The scenarios that the questions' commands ask, each once.
pub fn asked_scenarios() -> BTreeSet<&'static str> {
    questions().iter().map(|q| q.exercised_by.as_str()).collect()
}

/// The figures that answer a question which a study of `scenario`, changed or not, can answer: what a kept sensitivity
/// has to look at.
pub fn figures(scenario: &Scenario) -> Vec<FigureOf> {
    let asked =
        questions().iter().filter(|q| q.exercised_by == scenario.name || q.needs.met_by(scenario));
    let of = |s: &Says| {
        let figure = s.of_everybody()?;
        Some(FigureOf { figure, of: (!s.of().is_empty()).then(|| s.of().to_owned()) })
    };
    asked.flat_map(|q| &q.says).filter_map(of).collect()
}

/// What a study says to a question.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The question.
    pub question: &'static Question,
    /// The answer; none where the study does not say.
    pub answer: Option<String>,
    /// What moves its figure most.
    pub moved: String,
}

/// What is shown of a study that does not answer.
pub const DOES_NOT_SAY: &str = "This study does not say.";

#[derive(Deserialize)]
struct QuestionFile {
    questions: Vec<Question>,
    consultation: Vec<Consulted>,
}

static FILE: LazyLock<QuestionFile> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/questions.json"))
        .expect("data/questions.json comes with the program")
});

/// All questions, in the file's order.
pub fn questions() -> &'static [Question] {
    &FILE.questions
}

/// The questions of the Refinement Consultation, by number.
pub fn consultation() -> &'static [Consulted] {
    &FILE.consultation
}

/// A figure of `e` as every answer has it.
pub(super) fn estimate_of(e: &Evidence, figure: Figure, whose: Whose) -> Option<Interval> {
    said::estimate(e, figure, whose)
}

/// What is told under the name `word`, of the SRV `srv` if any; none where there is nothing of the kind.
pub(super) fn told_of(word: &str, e: &Evidence, srv: Option<&str>) -> Option<String> {
    serde_json::from_value::<told::Told>(word.into()).ok()?.of(e, srv)
}

/// The command of the question that changes `pointer`, or most of it, best to such a `value`, on another scenario than
/// `name`; none where no question does.
pub fn exercising(pointer: &str, value: &str, name: &str) -> Option<&'static str> {
    let others = questions().iter().filter(|q| q.exercised_by != name);
    let fit = others.filter_map(|q| Some((q.fits(pointer, value)?, q)));
    // Of those that fit alike the first in the file.
    let best = fit.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some(&best.1.command)
}

/// What a study of one scenario says to each question.
pub fn answered(e: &Evidence) -> Vec<Answered> {
    answers(&e.plan.scenario, &[], &[("", e)])
}

/// What a study of several variants says to each question.
pub fn study_answered(f: &Findings) -> Vec<Answered> {
    let settings = f.settings.iter().flat_map(|s| &s.changes);
    let changed: Vec<(&str, String)> = settings
        .map(|c| (c.pointer.as_str(), c.value.to_string()))
        .chain(f.axes.iter().map(|a| (a.pointer.as_str(), json!(a.values).to_string())))
        .collect();
    let said: Vec<String> = f.variants.iter().map(Found::said).collect();
    let variants: Vec<(&str, &Evidence)> =
        said.iter().map(String::as_str).zip(&f.evidence).collect();
    answers(&f.base, &changed, &variants)
}

fn answers(
    scenario: &Scenario,
    changed: &[(&str, String)],
    variants: &[(&str, &Evidence)],
) -> Vec<Answered> {
    let kept = Kept::of(scenario);
    let answer = |question: &'static Question| {
        let says = || {
            let said = question.says.iter().filter_map(|s| said(s, variants));
            let text = said.collect::<Vec<String>>().join(" ");
            (!text.is_empty()).then_some(text)
        };
        let answer = question.needs.met(scenario, changed).then(says).flatten();
        let moved = match answer {
            Some(_) => question.moved(kept.as_ref(), &scenario.name),
            None => question.moved_where_it_is_answered(),
        };
        Answered { question, answer, moved }
    };
    questions().iter().map(answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_can_be_answered_by_something_and_names_stand_once() {
        assert!(questions().len() >= 20);
        let mut ids: Vec<&str> = questions().iter().map(|q| q.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), questions().len());
        for q in questions().iter() {
            assert!(!q.says.is_empty() && q.question.ends_with('?'), "{}", q.id);
            assert!(q.says.iter().all(|s| s.text.matches("{}").count() == 1), "{}", q.id);
            assert!(q.says[0].figure.is_some(), "{}", q.id);
            assert!(q.says.iter().all(|s| s.figure.is_some() != s.told.is_some()), "{}", q.id);
            let words: Vec<&str> = q.command.split(' ').collect();
            assert_eq!((words[0], words[2]), ("headroom", q.exercised_by.as_str()), "{}", q.id);
        }
        let numbers = consultation().iter().map(|c| c.number);
        assert!(numbers.eq(1..=10));
        for c in consultation() {
            assert!(c.answered_by.iter().all(|id| ids.contains(&id.as_str())), "Q{}", c.number);
            // What nothing answers says what cannot be answered, and what can be said all the same.
            assert!(!c.answered_by.is_empty() || !c.cannot.is_empty(), "Q{}", c.number);
            assert_eq!(c.cannot.is_empty(), c.can.is_empty(), "Q{}", c.number);
            assert_eq!(!c.cannot.is_empty(), [3, 4, 6, 8].contains(&c.number), "Q{}", c.number);
        }
    }
}

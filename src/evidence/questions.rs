//! Answers by consultation question: who asked what, and what a study says to it.
//!
//! Scope: `data/questions.json` names for each question what a study must have to answer it, and the figures that do; from
//! that and a study's figures, sentences; what moves them most the kept sensitivity says (`kept.rs`). Left out: which command made
//! the study (the page, which reads `study.json`). Source: the Refinement Consultation, the Modification Report and
//! DP100, in our own words. Checked by: `tests/it/page.rs`, which runs what `command` says.

use super::findings::Findings;
use super::interval::Interval;
use super::kept::Kept;
use super::words::{value, value_with_ends, within_reach};
use super::{Evidence, Figure, Whose};
use headroom_core::scenario::{EventKind, FigureOf, Scenario};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::LazyLock;

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
    /// What a study must have.
    needs: Needs,
    /// The figures that answer it.
    says: Vec<Says>,
    /// A command that makes a study that answers it.
    pub command: String,
}

/// What a study must have to say anything to a question.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Needs {
    /// Its scenario is one of these.
    scenarios: Vec<String>,
    /// An event of one of these kinds.
    events: Vec<String>,
    /// No event.
    no_events: bool,
    /// Its replications are drawn courses of a year or more.
    course: bool,
    /// A process.
    processes: bool,
    /// A setting or axis changes a pointer with one of these in it.
    changes: Vec<String>,
    /// … to a value with one of these in it.
    values: Vec<String>,
}

/// A figure, and the sentence in which its values stand for `{}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Says {
    figure: Figure,
    srv: Option<String>,
    class: Option<String>,
    text: String,
}

impl Question {
    /// The figure that answers it first, and of which SRV; empty where it is of everything.
    pub fn figure(&self) -> (Figure, &str) {
        (self.says[0].figure, self.says[0].of())
    }

    /// The scenario that its command asks.
    pub fn asks(&self) -> &str {
        self.command.split_whitespace().nth(2).unwrap_or_default()
    }

    /// What moves the figure that answers it most, by the sensitivity of the scenario `name`.
    fn moved(&self, kept: Option<&Kept>, name: &str) -> String {
        // Of several figures the first that anything moves.
        let of = |kept: &Kept| {
            let all = self.says.iter().filter_map(|s| kept.moved(s.figure, s.of()));
            let mut all: Vec<String> = all.collect();
            all.sort_by_key(|said| !said.starts_with("moved"));
            all.into_iter().next()
        };
        let none = "what moves it most is not computed for this scenario: headroom sensitivity";
        kept.and_then(of).unwrap_or_else(|| format!("{none} {name}"))
    }

    fn moved_where_it_is_answered(&self) -> String {
        let name = self.asks();
        let moved = self.moved(Kept::shipped(name).as_ref(), name);
        if moved.ends_with(name) { moved } else { format!("{moved}, in {name}") }
    }
}

/// The scenarios that the questions' commands ask, each once.
pub fn asked_scenarios() -> BTreeSet<&'static str> {
    QUESTIONS.iter().map(Question::asks).collect()
}

/// The figures that answer a question which a study of `scenario`, changed or not, can answer: what a kept sensitivity
/// has to look at.
pub fn figures(scenario: &Scenario) -> Vec<FigureOf> {
    let asked = QUESTIONS.iter().filter(|q| q.asks() == scenario.name || q.needs.met_by(scenario));
    let of = |s: &Says| FigureOf {
        figure: s.figure,
        of: (!s.of().is_empty()).then(|| s.of().to_owned()),
    };
    asked.flat_map(|q| &q.says).map(of).collect()
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
/// Settings whose values are said one by one, at most.
const NAMED: usize = 6;

static QUESTIONS: LazyLock<Vec<Question>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct QuestionFile {
        questions: Vec<Question>,
    }
    let file: QuestionFile = serde_json::from_str(include_str!("../../data/questions.json"))
        .expect("data/questions.json comes with the program");
    file.questions
});

/// What a study of one scenario says to each question.
pub fn answered(e: &Evidence) -> Vec<Answered> {
    answers(&e.plan.scenario, &[], &[("", e)], true)
}

/// What a study of several variants says to each question.
pub fn study_answered(f: &Findings) -> Vec<Answered> {
    let settings = f.settings.iter().flat_map(|s| &s.changes);
    let changed: Vec<(&str, String)> = settings
        .map(|c| (c.pointer.as_str(), c.value.to_string()))
        .chain(f.axes.iter().map(|a| (a.pointer.as_str(), json!(a.values).to_string())))
        .collect();
    let variants: Vec<(&str, &Evidence)> =
        f.variants.iter().zip(&f.evidence).map(|(v, e)| (v.label.as_str(), e)).collect();
    answers(&f.base, &changed, &variants, f.axes.is_empty())
}

fn answers(
    scenario: &Scenario,
    changed: &[(&str, String)],
    variants: &[(&str, &Evidence)],
    one_by_one: bool,
) -> Vec<Answered> {
    let kept = Kept::of(scenario);
    let answer = |question: &'static Question| {
        let says = || {
            let one_by_one = one_by_one && variants.len() <= NAMED;
            let said = question.says.iter().filter_map(|s| said(s, variants, one_by_one));
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
    QUESTIONS.iter().map(answer).collect()
}

/// Whether an entry of `list` fits; of an empty one, whether anything does.
fn any(list: &[String], fits: &dyn Fn(&str) -> bool) -> bool {
    list.is_empty() || list.iter().any(|entry| fits(entry))
}

impl Needs {
    fn met(&self, scenario: &Scenario, changed: &[(&str, String)]) -> bool {
        self.met_by(scenario)
            && any(&self.changes, &|part| {
                let fits = |(pointer, value): &(&str, String)| {
                    pointer.contains(part) && any(&self.values, &|v| value.contains(v))
                };
                changed.iter().any(fits)
            })
    }

    /// Whether the scenario is one, whatever is changed of it.
    fn met_by(&self, scenario: &Scenario) -> bool {
        let kind = |k: &str| scenario.events.iter().any(|e| word(&e.kind) == k);
        let events = scenario.events.len() + scenario.occurring.len();
        any(&self.scenarios, &|name| scenario.name == name)
            && any(&self.events, &kind)
            && (!self.no_events || events == 0)
            && (!self.course || scenario.is_course())
            && (!self.processes || !scenario.processes.is_empty())
    }
}

/// The event's word in the scenario file.
fn word(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::DenialOfService { .. } => "denial_of_service",
        EventKind::Campaign { .. } => "campaign",
        EventKind::Surge(_) => "surge",
        EventKind::Storm(_) => "storm",
        EventKind::Outage { .. } => "outage",
        EventKind::Maintenance(_) => "maintenance",
        EventKind::AlertStorm { .. } => "alert_storm",
    }
}

/// The sentence with the figure's values; none where no variant has it.
fn said(says: &Says, variants: &[(&str, &Evidence)], one_by_one: bool) -> Option<String> {
    let found: Vec<(&str, Interval)> = variants
        .iter()
        .filter_map(|(label, e)| {
            let estimate = e.measures.estimate(says.figure, says.whose(e)?)?;
            Some((*label, within_reach(says.figure, estimate)))
        })
        .collect();
    let values = match found.as_slice() {
        [] => return None,
        [(_, one)] => value_with_ends(says.figure, one),
        all if one_by_one => {
            let each =
                all.iter().map(|(l, i)| format!("{} with ‘{l}’", value_with_ends(says.figure, i)));
            each.collect::<Vec<String>>().join("; ")
        }
        all => {
            let by = |a: &&(&str, Interval), b: &&(&str, Interval)| a.1.mean.total_cmp(&b.1.mean);
            let (least, most) = (all.iter().min_by(by)?, all.iter().max_by(by)?);
            if least.1.mean == most.1.mean {
                format!("{} everywhere", value(says.figure, least.1.mean))
            } else {
                format!(
                    "from {} (at {}) to {} (at {}), over {} variants",
                    value(says.figure, least.1.mean),
                    least.0,
                    value(says.figure, most.1.mean),
                    most.0,
                    all.len()
                )
            }
        }
    };
    Some(says.text.replace("{}", &values))
}

impl Says {
    /// Of which SRV or class of messages; empty of everything.
    fn of(&self) -> &str {
        self.srv.as_deref().or(self.class.as_deref()).unwrap_or_default()
    }

    /// Of whom or what, by its place in the scenario of `e`.
    fn whose(&self, e: &Evidence) -> Option<Whose> {
        let scenario = &e.plan.scenario;
        match (&self.srv, &self.class) {
            (Some(id), _) => scenario.srvs.iter().position(|s| s.id == *id).map(Whose::Srv),
            (_, Some(id)) => {
                let classes = scenario.northbound.message_classes();
                classes.iter().position(|c| c == id).map(Whose::Class)
            }
            _ => Some(Whose::All),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_can_be_answered_by_something_and_names_stand_once() {
        assert!(QUESTIONS.len() >= 20);
        let mut ids: Vec<&str> = QUESTIONS.iter().map(|q| q.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), QUESTIONS.len());
        for q in QUESTIONS.iter() {
            assert!(!q.says.is_empty() && q.question.ends_with('?'), "{}", q.id);
            assert!(q.says.iter().all(|s| s.text.matches("{}").count() == 1), "{}", q.id);
            assert!(q.command.starts_with("headroom "), "{}", q.id);
        }
    }
}

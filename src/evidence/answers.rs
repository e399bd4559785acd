//! The answer of each question of the consultation by its own study: in a sentence, with its verdict, its figure beside
//! today's system, the range over the assumptions tried, and what would turn it.
//!
//! Scope: from a question and the findings of its command, a row. Where its figure stands: the scenario as it stands, or
//! of a sweep the point that is. Verdict (`answers/verdict.rs`) and range (`answers/range.rs`) follow declared rules.
//! Left out: which questions there are (`questions.rs`), columns (`tables/answers.rs`), running it (`cli/answers.rs`).
//! Source: C5, C6, `docs/answers.md`. Checked by: `tests/it/answers.rs`, `tests/it/questions.rs`.

mod range;
mod short;
mod verdict;

pub use range::{Range, Turning};
pub use verdict::{Held, Judged, Verdict, judged};

use super::beside::Beside;
use super::difference::difference;
use super::findings::Findings;
use super::frequency::DAYS;
use super::interval::Interval;
use super::questions::{Question, study_answered};
use super::uncertainty::KeptOver;
use super::words::{differs, value, value_with_ends, within_reach};
use super::{Evidence, Figure, Whose};
use serde_json::Value;

/// What stands for today's system where a setting or point is named.
const TODAY: &str = "today";

/// A question, and what its own study answers.
#[derive(Clone, Debug)]
pub struct AnswerRow {
    /// The question.
    pub question: &'static Question,
    /// The verdict, and why.
    pub judged: Judged,
    /// The answer in a sentence.
    pub answer: String,
    /// All that the study says to it.
    pub in_full: String,
    /// The figure that answers it first.
    pub figure: Figure,
    /// What people call it.
    pub name: String,
    /// Its mean and interval; none where the study does not have it.
    pub value: Option<Interval>,
    /// What it is held against; none of what compares nothing.
    pub held: Option<Held>,
    /// The same of today's system, as far as it is known.
    pub today: Option<f64>,
    /// Its range over the assumptions tried, and what moves it most; none where nothing does.
    pub range: Option<Range>,
    /// Its range over all assumptions drawn jointly, and in how many combinations statements of it hold, as kept with the scenario;
    /// empty where nothing is.
    pub jointly: String,
    /// The title of the chart that decides it; empty where the study has no such chart.
    pub chart: String,
    /// Replications.
    pub replications: usize,
    /// What one is called.
    pub one: &'static str,
    /// The seed of every draw.
    pub seed: u64,
    /// The command, with its seed.
    pub command: String,
    /// The folder of its study, from that of the answers.
    pub folder: String,
}

impl AnswerRow {
    /// What `f`, made by `command` in `folder`, answers to `question`.
    pub fn new(question: &'static Question, f: &Findings, command: &str, folder: &str) -> Self {
        let of = Study { f, stands: stands(f) };
        let first = question.first(&f.evidence[0]);
        let figure = question.figure().0;
        let found = first.and_then(|(figure, whose)| of.value(figure, whose));
        let against = question.against.as_deref();
        let held = against.zip(first).map(|(against, first)| of.held(against, first));
        let range = found.and_then(|value| Range::new(question, f, &value));
        let full = study_answered(f).into_iter().find(|a| a.question.id == question.id);
        Self {
            question,
            judged: judged(figure, found.as_ref(), held.as_ref(), range.as_ref()),
            answer: short::short(&question.in_short, &|place| of.seen(place)),
            in_full: full.and_then(|a| a.answer).unwrap_or_default(),
            figure,
            name: named(question),
            value: found,
            held,
            today: first.and_then(|(figure, whose)| of.today_mean(figure, whose)),
            range,
            jointly: KeptOver::of(&f.base)
                .and_then(|kept| kept.said(figure, question.figure().1))
                .unwrap_or_default(),
            chart: String::new(),
            replications: f.replications(),
            one: f.one(),
            seed: f.base.seed,
            command: command.to_owned(),
            folder: folder.to_owned(),
        }
    }

    /// Its figure with its interval, as people say it.
    pub fn said(&self) -> String {
        self.value.map_or(short::NOT_MEASURED.to_owned(), |v| value_with_ends(self.figure, &v))
    }

    /// How it differs from what it is held against, as people say it; nothing of what compares nothing.
    pub fn held_said(&self) -> String {
        let said = |more: &Interval| differs(self.figure, more);
        self.held.as_ref().and_then(|h| h.more.as_ref()).map_or(String::new(), said)
    }

    /// Today's, as people say it; nothing where it is not known.
    pub fn today_said(&self) -> String {
        self.today.map_or(String::new(), |x| value(self.figure, x))
    }
}

/// What people call the first figure of `question`.
fn named(question: &Question) -> String {
    match question.figure() {
        (figure, "") => figure.called(),
        (figure, of) => format!("{}, of {of}", figure.called()),
    }
}

/// The place of the variant that is the scenario as it stands; the first where none is.
fn stands(f: &Findings) -> usize {
    let base = &f.base.inputs;
    f.evidence.iter().position(|e| e.plan.scenario.inputs == *base).unwrap_or(0)
}

/// Findings, and which variant is the scenario as it stands.
struct Study<'a> {
    f: &'a Findings,
    stands: usize,
}

/// Today's system on the same traffic.
enum Today<'a> {
    Variant(usize),
    Beside(&'a Beside),
}

impl Study<'_> {
    /// A figure as the scenario stands; of days a year with the interval of years (C4).
    fn value(&self, figure: Figure, whose: Whose) -> Option<Interval> {
        let years = &self.f.evidence[self.stands].frequency;
        if let Some(years) = years.as_ref().filter(|_| figure == Figure::ThrottledDays) {
            return Some(years.per_year[DAYS].rate.interval);
        }
        Some(within_reach(figure, self.f.estimate(self.stands, figure, whose)?))
    }

    /// Today's system: the scenario itself without the mechanism, a setting that turns it off and nothing else, or what
    /// stands beside.
    fn today(&self) -> Option<Today<'_>> {
        if !self.f.base.mechanism.enabled {
            return Some(Today::Variant(self.stands));
        }
        let off = |changes: &serde_json::Map<String, Value>| {
            changes.len() == 1 && changes.get("/mechanism/enabled") == Some(&Value::Bool(false))
        };
        let variant = self.f.variants.iter().position(|v| off(&v.changes)).map(Today::Variant);
        variant.or_else(|| self.f.evidence[self.stands].today().map(Today::Beside))
    }

    fn today_mean(&self, figure: Figure, whose: Whose) -> Option<f64> {
        match self.today()? {
            Today::Variant(v) => Some(self.f.estimate(v, figure, whose)?.mean),
            Today::Beside(beside) if whose == Whose::All => beside.mean(figure),
            Today::Beside(beside) => {
                let found = beside.figures.iter().find(|b| (b.figure, b.whose) == (figure, whose));
                // What does not differ is left out of what is compared.
                let same = || self.f.estimate(self.stands, figure, whose).map(|i| i.mean);
                found.map(|b| b.mean).or_else(|| figure.about().compared.then(same).flatten())
            }
        }
    }

    fn labelled(&self, label: &str) -> Option<usize> {
        self.f.variants.iter().position(|v| v.label == label)
    }

    /// How the first figure differs from that of `against`: paired, as it stands less the other.
    fn held(&self, against: &str, (figure, whose): (Figure, Whose)) -> Held {
        let paired = |v: usize| difference(&self.f.evidence, self.stands, v, figure, whose);
        let more = match against {
            TODAY => self.today().and_then(|today| match today {
                Today::Variant(v) => Some(paired(v)?.more),
                Today::Beside(beside) => Some(beside.of_all(figure)?.more),
            }),
            label => self.labelled(label).and_then(paired).map(|d| d.more),
        };
        Held { against: against.to_owned(), more }
    }

    /// What stands for a place in braces: `FIGURE[ of WHOM][ @ LABEL]`, or what is told in place of a figure.
    fn seen(&self, place: &str) -> Option<String> {
        let (what, label) = place.split_once(" @ ").unwrap_or((place, ""));
        let variant = match label {
            "" => self.stands,
            TODAY => return self.seen_today(what),
            label => self.labelled(label)?,
        };
        short::seen(what, &self.f.evidence[variant])
    }

    fn seen_today(&self, what: &str) -> Option<String> {
        let here: &Evidence = &self.f.evidence[0];
        let (figure, whose) = short::figure(what, here)?;
        Some(value(figure, self.today_mean(figure, whose)?))
    }
}

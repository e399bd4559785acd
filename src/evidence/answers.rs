//! The answer of each question of the consultation by its own study: in a sentence, with its verdict, its figure beside
//! today's system, the range over the assumptions tried, and what would turn it.
//!
//! Scope: from a question and the findings of its command, a row. Where its figure stands: the scenario as it stands, or
//! of a sweep the point that is. Verdict (`answers/verdict.rs`, of every figure that the sentence states: `answers/stated.rs`) and range
//! (`answers/range.rs`) follow declared rules.
//! Left out: which questions there are (`questions.rs`), columns (`tables/answers.rs`), running it (`cli/answers.rs`).
//! Source: C5, C6, `docs/answers.md`. Checked by: `tests/it/answers.rs`, `tests/it/questions.rs`.

mod range;
mod short;
mod stated;
mod verdict;

pub use range::{Range, Turning};
pub use verdict::{Held, Judged, Verdict, judged, together};

use super::beside::Beside;
use super::difference::{difference, same};
use super::findings::Findings;
use super::interval::Interval;
use super::questions::{Question, estimate_of, study_answered};
use super::stands::stands;
use super::uncertainty::KeptOver;
use super::words::{borne_as, differs, value, value_with_ends};
use super::{Evidence, Figure, Whose};
use serde_json::Value;
use stated::Stated;

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
    /// The same of today's system, as far as it is known, and the interval that bears its digits.
    pub today: Option<(f64, Interval)>,
    /// Its range over the assumptions tried, and what moves it most; none where nothing does.
    pub range: Option<Range>,
    /// Its range over all assumptions drawn jointly, and in how many combinations statements of the figures in the answer hold, as kept with the scenario;
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
        let of = Study { f, stands: stands(f).unwrap_or(0) };
        let first = question.first(&f.evidence[0]);
        let (figure, whose_name) = question.figure();
        let found = first.and_then(|(figure, whose)| of.value(figure, whose));
        let against = question.against.as_deref();
        let held = against.zip(first).map(|(against, first)| of.held(against, first));
        let stated = of.stated(question);
        // What the sentence has at other settings alone was not tried there.
        let tried = found.filter(|_| of.as_it_stands(&stated[0]));
        let range = tried.and_then(|value| Range::new(question, f, &value));
        let kept = KeptOver::of(&f.base);
        let of_first = judged(
            figure,
            found.as_ref(),
            held.as_ref(),
            range.as_ref(),
            kept.as_ref().and_then(|kept| kept.range(figure, whose_name)),
        );
        let others = stated[1..].iter().map(|s| of.judged(question, s, kept.as_ref()));
        let each = std::iter::once((stated[0].named(), of_first)).chain(others);
        let full = study_answered(f).into_iter().find(|a| a.question.id == question.id);
        Self {
            question,
            judged: together(each.collect()),
            answer: short::short(&question.in_short, &|place| of.seen(place)),
            in_full: full.and_then(|a| a.answer).unwrap_or_default(),
            figure,
            name: stated[0].named(),
            value: found,
            held,
            today: first.and_then(|(figure, whose)| of.today_mean(figure, whose)),
            range,
            jointly: kept.map_or(String::new(), |kept| {
                let others = stated[1..].iter().filter_map(Stated::of_everybody);
                let said = kept.said(figure, whose_name);
                said.map_or(String::new(), |said| {
                    said + &others.map(|f| kept.holding(f)).collect::<String>()
                })
            }),
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
        let said = |(x, bears)| value(self.figure, borne_as(self.figure, x, &bears));
        self.today.map_or(String::new(), said)
    }
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
    /// A figure as the scenario stands.
    fn value(&self, figure: Figure, whose: Whose) -> Option<Interval> {
        self.of_variant(self.stands, figure, whose)
    }

    fn of_variant(&self, variant: usize, figure: Figure, whose: Whose) -> Option<Interval> {
        let whose = same(whose, &self.f.evidence[0], &self.f.evidence[variant])?;
        estimate_of(&self.f.evidence[variant], figure, whose)
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

    /// Its mean in today's system, and the interval that bears its digits.
    fn today_mean(&self, figure: Figure, whose: Whose) -> Option<(f64, Interval)> {
        let own = |i: Interval| (i.mean, i);
        match self.today()? {
            Today::Variant(v) => self.of_variant(v, figure, whose).map(own),
            Today::Beside(beside) => {
                let found = beside.of(figure, whose).map(|b| (b.mean, b.more));
                // What does not differ is left out of what is compared.
                let same = || match whose {
                    Whose::All => Some(beside.mean(figure)?).zip(self.value(figure, whose)),
                    _ if figure.about().compared => self.value(figure, whose).map(own),
                    _ => None,
                };
                found.or_else(same)
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
        let (mean, bears) = self.today_mean(figure, whose)?;
        Some(value(figure, borne_as(figure, mean, &bears)))
    }
}

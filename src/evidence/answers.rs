//! The answer of each question of the consultation by its own study: in a sentence, with its verdict, its figure beside
//! today's system, the range over the assumptions tried, and what would turn it.
//!
//! Scope: from a question and the findings of its command, a row. Where its figure stands: the scenario as it stands, or
//! of a sweep the point that is. Verdict (`answers/verdict.rs`, of every figure that the sentence states: `questions/stated.rs`) and range
//! (`answers/range.rs`) follow declared rules.
//! Left out: which questions there are (`questions.rs`), columns (`tables/answers.rs`), running it (`cli/answers.rs`).
//! Source: C5, C6, `docs/answers.md`. Checked by: `tests/it/answers.rs`, `tests/it/questions.rs`.

mod figure;
mod hidden;
mod range;
mod short;
mod verdict;
mod whose;

pub use figure::{AnswerFigure, compared_over};
pub use range::{Range, Turning};
pub use verdict::{
    Held, Jointly, Judged, Verdict, alike, judged_difference, judged_level, together,
};

use super::beside::Beside;
use super::contrast::Way;
use super::difference::{difference, same};
use super::findings::Findings;
use super::interval::Interval;
use super::kept::Kept;
pub use super::questions::TODAY;
use super::questions::{MORE, Question, estimate_of, study_answered};
use super::stands::stands;
use super::uncertainty::KeptOver;
use super::words::{borne_as, differs, listed, value};
use super::{Evidence, Figure, Whose};
use headroom_core::experiment::version;
use serde_json::Value;

/// A question, and what its own study answers.
#[derive(Clone, Debug)]
pub struct AnswerRow {
    /// The question.
    pub question: &'static Question,
    /// The verdict, and why.
    pub judged: Judged,
    /// With what the answer begins: yes, no, or the like; may be empty.
    pub lead: String,
    /// The answer in a sentence.
    pub answer: String,
    /// All that the study says to it.
    pub in_full: String,
    /// The figures that the sentence states, the one that answers it first before the others: at least that.
    pub figures: Vec<AnswerFigure>,
    /// The first of today's system, as far as it is known, and the interval that bears its digits.
    pub today: Option<(f64, Interval)>,
    /// The title of the chart that decides it; empty where the study has no such chart.
    pub chart: String,
    /// What its figures stand for where nothing is named: the scenario as it stands, which may be today's system.
    pub stands: &'static str,
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
        let kept = KeptOver::of(&f.base);
        let figures: Vec<AnswerFigure> = question
            .stated()
            .iter()
            .map(|stated| AnswerFigure::new(question, stated, &of, kept.as_ref()))
            .collect();
        let each = figures.iter().map(|figure| (figure.name.clone(), figure.judged.clone()));
        let full = study_answered(f).into_iter().find(|a| a.question.id == question.id);
        let today = question.first(&f.evidence[0]).and_then(|(f, whose)| of.today_mean(f, whose));
        Self {
            question,
            judged: together(each.collect()),
            lead: match figures[0].judged.verdict {
                Verdict::No => untold(&figures[0]),
                _ => short::short(lead(question, &figures[0]), &|place| of.seen(place)),
            },
            answer: short::short(&question.in_short, &|place| of.seen(place))
                + &chance(&figures)
                + &of.hidden(question),
            in_full: full.and_then(|a| a.answer).unwrap_or_default(),
            figures,
            today,
            chart: String::new(),
            stands: match f.evidence[of.stands].plan.scenario.mechanism.enabled {
                true => "as it stands",
                false => "as it stands, in today's system",
            },
            replications: f.replications(),
            one: f.one(),
            seed: f.base.seed,
            command: command.to_owned(),
            folder: folder.to_owned(),
        }
    }

    /// The figure that answers it first.
    pub fn first(&self) -> &AnswerFigure {
        &self.figures[0]
    }

    /// Today's, as people say it; nothing where it is not known.
    pub fn today_said(&self) -> String {
        let figure = self.first().figure;
        let said = |(x, bears)| value(figure, borne_as(figure, x, &bears));
        self.today.map_or(String::new(), said)
    }
}

/// That the first figure cannot be told of, and what was found.
fn untold(first: &AnswerFigure) -> String {
    let found = [first.said(), first.there_said()];
    let found = found.iter().filter(|said| !said.is_empty()).cloned().collect::<Vec<String>>();
    format!("It cannot be told of ‘{}’: {}.", first.name, found.join(", "))
}

/// With what the answer begins, by what its first figure shows.
fn lead<'q>(question: &'q Question, first: &AnswerFigure) -> &'q str {
    let alone = match first.value {
        Some(Interval { mean: 0.0, .. }) => Way::None,
        _ => Way::More,
    };
    match first.way().unwrap_or(alone) {
        Way::More => &question.leads.more,
        Way::Less => &question.leads.less,
        Way::None => &question.leads.none,
        Way::Undecided => "",
    }
}

/// Which differences that stand in the sentence could be chance; nothing where none could.
fn chance(figures: &[AnswerFigure]) -> String {
    let further = figures.iter().skip(1).filter(|f| f.way() == Some(Way::Undecided));
    let named: Vec<String> =
        further.map(|f| format!("‘{}’{}", f.name, f.elsewhere_said())).collect();
    match named.is_empty() {
        true => String::new(),
        false => format!(" What differs in {} could be chance.", listed(&named)),
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

    /// What stands beside the scenario as it stands, by the name that it has there.
    fn beside(&self, id: &str) -> Option<&Beside> {
        self.f.evidence[self.stands].beside.iter().find(|b| b.id == id)
    }

    fn labelled(&self, label: &str) -> Option<usize> {
        self.f.variants.iter().position(|v| v.label == label)
    }

    /// How a figure of `against` differs from that here: paired, the other less as it stands.
    fn held(&self, against: &str, (figure, whose): (Figure, Whose)) -> Held {
        let paired = |v: usize| difference(&self.f.evidence, v, self.stands, figure, whose);
        let of_variant = |v: usize| (self.of_variant(v, figure, whose), paired(v).map(|d| d.more));
        let (there, more) = match against {
            TODAY => match self.today() {
                Some(Today::Variant(v)) => of_variant(v),
                Some(Today::Beside(beside)) => {
                    let there = self.today_mean(figure, whose);
                    // Its own interval is not kept.
                    let there = there.map(|(mean, bears)| Interval { mean, ..bears });
                    (there, beside.of(figure, whose).map(|b| b.more.turned_round()))
                }
                None => (None, None),
            },
            label => match (self.labelled(label), self.beside(label)) {
                (Some(v), _) => of_variant(v),
                (None, beside) => beside.and_then(|b| b.of(figure, whose)).map_or(
                    (None, None),
                    // Its own interval is not kept.
                    |b| (Some(Interval { mean: b.mean, ..b.more }), Some(b.more.turned_round())),
                ),
            },
        };
        Held { against: against.to_owned(), there, more }
    }

    /// What stands for a place in braces: `FIGURE[ of WHOM][ by standing][ @ LABEL]`, `whose FIGURE[ @ LABEL]`, or what is told in place of
    /// a figure; `more FIGURE @ LABEL` is what that has more than the scenario as it stands, and `FIGURE over POINTER` the figure at both ends
    /// of an input, as kept with the scenario.
    fn seen(&self, place: &str) -> Option<String> {
        let (what, label) = place.split_once(" @ ").unwrap_or((place, ""));
        if let Some(what) = what.strip_prefix(MORE) {
            let of = short::figure(what, &self.f.evidence[0])?;
            return Some(differs(of.0, &self.held(label, of).more?));
        }
        if let Some((what, pointer)) = what.split_once(" over ") {
            let kept =
                Kept::shipped(&self.f.base.name).filter(|kept| kept.headroom == version())?;
            return range::over_input(&kept, short::figure(what, &self.f.evidence[0])?.0, pointer);
        }
        let variant = match label {
            "" => self.stands,
            TODAY => return self.seen_today(what),
            label => match self.labelled(label) {
                Some(variant) => variant,
                None => return self.seen_beside(what, label),
            },
        };
        short::seen(what, &self.f.evidence[variant])
    }

    /// A figure of a system that stands beside the scenario as it stands, by the name that it has there.
    fn seen_beside(&self, what: &str, id: &str) -> Option<String> {
        let (figure, whose) = short::figure(what, &self.f.evidence[self.stands])?;
        let found = self.beside(id)?.of(figure, whose)?;
        Some(value(figure, borne_as(figure, found.mean, &found.more)))
    }

    fn seen_today(&self, what: &str) -> Option<String> {
        let here: &Evidence = &self.f.evidence[0];
        let Some((figure, whose)) = short::figure(what, here) else {
            // What is told in words stands beside nothing: a variant has it.
            let Today::Variant(v) = self.today()? else { return None };
            return short::seen(what, &self.f.evidence[v]);
        };
        let (mean, bears) = self.today_mean(figure, whose)?;
        Some(value(figure, borne_as(figure, mean, &bears)))
    }
}

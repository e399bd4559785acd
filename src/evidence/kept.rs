//! What moves a figure most, as computed: the sensitivity kept with a scenario, so that no answer has to name by hand what
//! it hinges on.
//!
//! Scope: the kept file, of which scenario it is, what it says of a figure, and which hinge on an assumption (`kept/hinges.rs`). Left
//! out: where it lies and how it is read (`core/scenario/load.rs`), and how it is computed (`sensitivity.rs`). Checked by:
//! `tests/it/kept.rs`.

mod contrast;
mod hinges;
mod tries;

pub use contrast::KeptContrast;

use super::contrast::{Asked, Contrast};
use super::findings::Findings;
use super::sensitivity::{Sensitivity, Swing, at_said, end_said};
use super::words::{six_figures, upper, value};
use headroom_core::domain::Figure;
use headroom_core::experiment::version;
use headroom_core::scenario::{Scenario, find_kept};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A sensitivity, kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// How it is made again.
    pub command: String,
    /// The version whose results they are.
    pub headroom: String,
    /// The digest of what decides results, but the seed.
    pub digest: String,
    /// The seed.
    pub seed: u64,
    /// Replications of each end.
    pub replications: usize,
    /// The inputs, each with both ends of its range.
    pub inputs: Vec<KeptInput>,
    /// The figures.
    pub figures: Vec<KeptFigure>,
    /// What questions compare.
    #[serde(default)]
    pub contrasts: Vec<KeptContrast>,
}

/// An input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptInput {
    /// Its name.
    pub id: String,
    /// Where it stands.
    pub pointer: String,
    /// The low end of its range.
    pub low: Value,
    /// The high end.
    pub high: Value,
    /// What stands in the file; "default" where nothing does.
    pub stands: String,
}

/// A figure, and the inputs that move it most, the greatest swing first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFigure {
    /// Which.
    pub figure: Figure,
    /// Of which User, SRV or class; empty of everything.
    pub of: String,
    /// Its mean as the scenario stands.
    pub base: f64,
    /// At most [`MOST`] that move it at all.
    pub moved_by: Vec<KeptSwing>,
}

/// What an input does to a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptSwing {
    /// The input, by its name.
    pub input: String,
    /// The mean at the low and at the high end; none where it is not measured there.
    pub at: [Option<f64>; 2],
    /// Greatest less least of the three means.
    pub swing: f64,
    /// Whether the paired difference at either end is clear.
    pub clear: bool,
}

/// Inputs kept of a figure, at most.
const MOST: usize = 8;

impl Kept {
    /// What is kept of `s`, and of what is `compared` beside it, made by `command`.
    pub fn new(
        f: &Findings,
        s: &Sensitivity,
        compared: (&[Asked], &[Contrast]),
        command: String,
    ) -> Self {
        let input = |(range, stands): (&headroom_core::scenario::InputRange, &String)| KeptInput {
            id: range.id.clone(),
            pointer: range.pointer.clone(),
            low: range.low.clone(),
            high: range.high.clone(),
            stands: stands.clone(),
        };
        let figure = |(n, told): (usize, &super::told::Told)| {
            let base = s.of(n).next()?.base.mean;
            let all = s.of(n).filter(|swing| swing.size > 0.0).take(MOST);
            Some(KeptFigure {
                figure: told.figure,
                of: f.names(0, told.whose).concat(),
                base: six_figures(base),
                moved_by: all.map(|swing| kept_swing(s, swing)).collect(),
            })
        };
        Self {
            command,
            headroom: version(),
            digest: f.base.sensitivity_of(),
            seed: f.base.seed,
            replications: f.replications(),
            inputs: s.inputs.iter().zip(&s.stands).map(input).collect(),
            figures: s.figures.iter().enumerate().filter_map(figure).collect(),
            contrasts: KeptContrast::kept(f, &s.inputs, compared),
        }
    }

    /// That of `scenario`, if it has one and is what it is of.
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let kept: Self = serde_json::from_str(scenario.kept.as_deref()?).ok()?;
        (kept.headroom == version() && kept.digest == scenario.sensitivity_of()).then_some(kept)
    }

    /// That of a shipped scenario as it is shipped.
    pub fn shipped(name: &str) -> Option<Self> {
        serde_json::from_str(find_kept(name)?).ok()
    }

    /// The file: an input and a figure on a line of its own, so that what changed can be seen.
    pub fn text(&self) -> serde_json::Result<String> {
        let lines = |all: Vec<serde_json::Result<String>>| -> serde_json::Result<String> {
            Ok(all.into_iter().collect::<Result<Vec<String>, _>>()?.join(",\n    "))
        };
        let of = |text: &str| serde_json::to_string(text);
        Ok(format!(
            "{{\n  \"command\": {},\n  \"headroom\": {},\n  \"digest\": {},\n  \"seed\": {},\n  \"replications\": {},\n  \"inputs\": [\n    {}\n  ],\n  \"figures\": [\n    {}\n  ],\n  \"contrasts\": [\n    {}\n  ]\n}}\n",
            of(&self.command)?,
            of(&self.headroom)?,
            of(&self.digest)?,
            self.seed,
            self.replications,
            lines(self.inputs.iter().map(serde_json::to_string).collect())?,
            lines(self.figures.iter().map(serde_json::to_string).collect())?,
            lines(self.contrasts.iter().map(serde_json::to_string).collect())?,
        ))
    }

    /// What is kept of a figure.
    pub fn figure(&self, figure: Figure, of: &str) -> Option<&KeptFigure> {
        self.figures.iter().find(|f| f.figure == figure && f.of == of)
    }

    /// Which two inputs move a figure most, and how far; none of a figure that was not looked at.
    pub fn moved(&self, figure: Figure, of: &str) -> Option<String> {
        let kept = self.figure(figure, of)?;
        let clear = kept.moved_by.iter().filter(|s| s.clear).take(2);
        let said: Vec<String> = clear.map(|s| self.swing_said(kept, s)).collect();
        Some(match said.as_slice() {
            [] => {
                format!(
                    "no input that was tried clearly moves it, each end {}",
                    self.tried_in(kept)
                )
            }
            all => format!("moved most by {}", all.join(", then ")),
        })
    }

    /// Which input decides a figure, and what the figure is at both ends of its range; none where none clearly does.
    pub fn decides(&self, figure: Figure, of: &str) -> Option<String> {
        let kept = self.figure(figure, of)?;
        let most = kept.moved_by.iter().find(|s| s.clear)?;
        let input = self.input(most)?;
        let at = |end: usize, at: &Value| {
            let said = most.at[end].map_or("not measured".to_owned(), |x| value(figure, x));
            format!("{said} {}", at_said(&end_said(at)))
        };
        Some(format!(
            "{} hinges most on ‘{}’: {}, {}, of {} as it stands",
            upper(&figure.called()),
            input.id,
            at(0, &input.low),
            at(1, &input.high),
            value(figure, kept.base)
        ))
    }

    /// The range of a figure over that of an input, in words; none where the input does not clearly move it.
    pub fn over(&self, figure: Figure, pointer: &str) -> Option<String> {
        let kept = self.figure(figure, "")?;
        let at = |s: &&KeptSwing| s.clear && self.input(s).is_some_and(|i| i.pointer == pointer);
        kept.moved_by.iter().find(at).map(|s| ends_said(kept, s, self.input(s)))
    }

    fn input(&self, swing: &KeptSwing) -> Option<&KeptInput> {
        self.inputs.iter().find(|i| i.id == swing.input)
    }

    fn swing_said(&self, kept: &KeptFigure, swing: &KeptSwing) -> String {
        let sure = if swing.clear { "" } else { ", not clear" };
        format!("‘{}’ ({}{sure})", swing.input, ends_said(kept, swing, self.input(swing)))
    }
}

fn ends_said(kept: &KeptFigure, swing: &KeptSwing, input: Option<&KeptInput>) -> String {
    let base = value(kept.figure, kept.base);
    format!("{}; {base} as it stands", both_ends(kept, swing, input))
}

fn both_ends(kept: &KeptFigure, swing: &KeptSwing, input: Option<&KeptInput>) -> String {
    let at = |end: usize, at: Option<&Value>| {
        let said = swing.at[end].map_or("not measured".to_owned(), |x| value(kept.figure, x));
        at.map_or(said.clone(), |at| format!("{said} {}", at_said(&end_said(at))))
    };
    let [low, high] = [at(0, input.map(|i| &i.low)), at(1, input.map(|i| &i.high))];
    format!("{low}, {high}")
}

fn kept_swing(s: &Sensitivity, swing: &Swing) -> KeptSwing {
    KeptSwing {
        input: s.inputs[swing.input].id.clone(),
        at: swing.ends.map(|end| end.map(|e| six_figures(e.mean.mean))),
        swing: six_figures(swing.size),
        clear: swing.clear(),
    }
}

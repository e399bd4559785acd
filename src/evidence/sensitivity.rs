//! What the answer hinges on: each input of a study alone at both ends of its range, on the same traffic.
//!
//! Scope: for each figure and input the means at both ends, how they differ from the scenario as it stands
//! (paired, C5), and the swing: the greatest less the least of the three means. Left out: inputs that act
//! together, for which `sweep` is there. Checked by: `tests/it/studies/sensitivity.rs`.

use super::difference::difference;
use super::findings::Findings;
use super::interval::Interval;
use super::table::SmallTable;
use super::told::Told;
use super::words::{number_said, part_said, upper, word_said};
use headroom_core::experiment::plain;
use headroom_core::scenario::InputRange;
use serde_json::Value;

/// An input at one end of its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The figure's mean there.
    pub mean: Interval,
    /// How much more than as it stands, paired.
    pub more: Interval,
}

/// What one input does to one figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// Which of the figures.
    pub figure: usize,
    /// Which of the inputs.
    pub input: usize,
    /// The figure's mean as the scenario stands.
    pub base: Interval,
    /// At the low and at the high end; none where the figure is not measured there.
    pub ends: [Option<End>; 2],
    /// Greatest less least of the means.
    pub size: f64,
}

/// Of a longer list its ends and how many there are, are said.
const MOST_NAMED: usize = 3;

/// A sensitivity study.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    /// What a replication is: one, a year or a course.
    pub each: &'static str,
    /// The inputs.
    pub inputs: Vec<InputRange>,
    /// What stands in the file for each; "default" where nothing does.
    pub stands: Vec<String>,
    /// The figures.
    pub figures: Vec<Told>,
    /// By figure, the greatest swing first.
    pub swings: Vec<Swing>,
}

impl Swing {
    /// Whether the interval of the difference at either end leaves out nought; of one replication, whether there
    /// is any difference.
    pub fn clear(&self) -> bool {
        let clear = |end: &End| match (end.more.ci_low, end.more.ci_high) {
            (Some(low), Some(high)) => low > 0.0 || high < 0.0,
            _ => end.more.mean != 0.0,
        };
        self.ends.iter().flatten().any(clear)
    }
}

impl Sensitivity {
    /// Of `f`, whose settings are the scenario as it stands, then each of `inputs` at its low and its high end.
    pub fn new(f: &Findings, inputs: &[InputRange], figures: Vec<Told>) -> Self {
        let stands = |range: &InputRange| {
            f.base.stands_at(&range.pointer).map_or("default".to_owned(), plain)
        };
        let mut swings = Vec::new();
        for (n, told) in figures.iter().enumerate() {
            let Some(base) = f.estimate(0, told.figure, told.whose) else { continue };
            let mut all: Vec<Swing> =
                (0..inputs.len()).map(|input| swing(f, n, told, input, base)).collect();
            all.sort_by(|a, b| b.size.total_cmp(&a.size));
            swings.extend(all);
        }
        Self {
            each: f.one(),
            inputs: inputs.to_vec(),
            stands: inputs.iter().map(stands).collect(),
            figures,
            swings,
        }
    }

    /// The swings of a figure, the greatest first.
    pub fn of(&self, figure: usize) -> impl Iterator<Item = &Swing> {
        self.swings.iter().filter(move |s| s.figure == figure)
    }

    /// For each figure the two inputs that move it most, and how far.
    pub fn sentences(&self) -> Vec<String> {
        let (mut still, mut absent): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let mut all = Vec::new();
        for (n, told) in self.figures.iter().enumerate() {
            let most: Vec<&Swing> = self.of(n).filter(|s| s.clear()).take(2).collect();
            match (most.as_slice(), self.of(n).next()) {
                ([], Some(_)) => still.push(told.name.clone()),
                ([], None) => absent.push(told.name.clone()),
                ([first, rest @ ..], _) => {
                    let base = told.said(first.base.mean);
                    let then = rest.first().map(|s| format!("; then by {}", self.moved(told, s)));
                    all.push(format!(
                        "{}: {base} as it stands; moved most by {}{}.",
                        upper(&told.name),
                        self.moved(told, first),
                        then.unwrap_or_default()
                    ));
                }
            }
        }
        if !still.is_empty() {
            all.push(format!("No input clearly moves: {}.", still.join("; ")));
        }
        if !absent.is_empty() {
            all.push(format!("No {} as it stands has: {}.", self.each, absent.join("; ")));
        }
        all
    }

    /// An input and the figure at its ends.
    pub fn moved(&self, told: &Told, swing: &Swing) -> String {
        let range = &self.inputs[swing.input];
        let at = |end: usize, value: &Value| {
            let said =
                swing.ends[end].map_or("not measured".to_owned(), |e| told.said(e.mean.mean));
            format!("{said} {}", at_said(&end_said(value)))
        };
        format!("‘{}’ ({}, {})", range.id, at(0, &range.low), at(1, &range.high))
    }

    /// The small table: a row for each figure and input that moves it at all.
    pub fn table(&self) -> SmallTable {
        let mut rows = Vec::new();
        for (n, told) in self.figures.iter().enumerate() {
            for (i, swing) in self.of(n).filter(|s| s.size > 0.0).enumerate() {
                let range = &self.inputs[swing.input];
                let said = |e: Option<End>| e.map_or("–".to_owned(), |e| told.said(e.mean.mean));
                rows.push(vec![
                    if i == 0 { told.name.clone() } else { String::new() },
                    range.id.clone(),
                    end_said(&range.low),
                    said(swing.ends[0]),
                    told.said(swing.base.mean),
                    said(swing.ends[1]),
                    end_said(&range.high),
                    told.swing(swing.size) + if swing.clear() { "" } else { " (not clear)" },
                ]);
            }
        }
        let one = format!("in a {}", self.each);
        let head = [
            one.as_str(),
            "input",
            "low end",
            "there",
            "as it stands",
            "there",
            "high end",
            "swing",
        ];
        SmallTable { head: head.map(str::to_owned).to_vec(), rows, words: 2 }
    }
}

/// An end of a range as a person says it: of what has parts, each of them.
pub fn end_said(value: &Value) -> String {
    match value {
        Value::Object(parts) => {
            let named = parts.iter().filter(|(key, _)| *key != "id");
            let one = |(key, part): (&String, &Value)| part_said(key, &end_said(part));
            named.map(one).collect::<Vec<String>>().join(", ")
        }
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) if items.len() > MOST_NAMED => {
            let ends = [&items[0], &items[items.len() - 1]].map(end_said);
            format!("{} from {} to {}", items.len(), ends[0], ends[1])
        }
        Value::Array(items) => items.iter().map(end_said).collect::<Vec<String>>().join(" and "),
        Value::String(text) => word_said("", text),
        number => number_said(number).unwrap_or_else(|| plain(number)),
    }
}

/// Where an end lies, as a person says it: what begins with a word of its own needs no other.
pub fn at_said(end: &str) -> String {
    if end.starts_with("after ") { end.to_owned() } else { format!("at {end}") }
}

fn swing(f: &Findings, figure: usize, told: &Told, input: usize, base: Interval) -> Swing {
    let end = |variant: usize| {
        let mean = f.estimate(variant, told.figure, told.whose)?;
        let more = difference(&f.evidence, variant, 0, told.figure, told.whose)?.more;
        Some(End { mean, more })
    };
    let ends = [end(1 + 2 * input), end(2 + 2 * input)];
    let means = ends.iter().flatten().map(|e| e.mean.mean);
    let (low, high) = means.fold((base.mean, base.mean), |(a, b), x| (a.min(x), b.max(x)));
    Swing { figure, input, base, ends, size: high - low }
}

//! What is said of a comparison over the assumptions: at how many ends it lies which way, how far it goes, and where it turns.

use super::super::interval::Interval;
use super::super::sensitivity::{at_said, end_said};
use super::super::table::SmallTable;
use super::super::words::{differs, listed, setting_said, six_figures, so_many, upper, value};
use super::{Asked, At, Compared, Contrast, Over, Way, nothing_of};
use headroom_core::domain::{Figure, FigureUnit};
use headroom_core::scenario::InputRange;

/// Ends that are named, at most.
const NAMED: usize = 3;

impl At {
    /// What was `found` with `input` at an end.
    pub(super) fn of(input: &InputRange, end: usize, found: &Compared) -> Self {
        let Compared { level, more } = found;
        let ci = more.ci_low.zip(more.ci_high).map(|(low, high)| [low, high].map(six_figures));
        Self {
            input: input.id.clone(),
            at: [&input.low, &input.high][end].clone(),
            level: six_figures(*level),
            more: six_figures(more.mean),
            ci,
        }
    }

    /// Where it is.
    pub fn place(&self) -> String {
        format!("‘{}’ {}", self.input, at_said(&end_said(&self.at)))
    }

    /// What the difference is there, and where.
    pub fn said(&self, figure: Figure) -> String {
        let [low, high] = [0, 1].map(|end| self.ci.map(|ends| ends[end]));
        let more = Interval { mean: self.more, ci_low: low, ci_high: high, n: 1 };
        format!("{} with {}", differs(figure, &more), self.place())
    }

    /// That there is nothing of it there, or next to nothing, and where.
    pub fn nil_said(&self, figure: Figure) -> String {
        let place = self.place();
        if nothing_of(figure, self.level) {
            return format!("nothing of it with {place}");
        }
        format!("next to nothing of it with {place} ({} both ways)", value(figure, self.level))
    }

    /// That it is as much there, and where.
    pub fn alike_said(&self, figure: Figure) -> String {
        format!("as much with {} ({} both ways)", self.place(), value(figure, self.level))
    }
}

impl Over {
    /// How many ends were tried.
    pub fn tried(&self) -> usize {
        self.ends.iter().sum()
    }

    /// Where it turns first: where it clearly lies another way, or else the setting changes nothing of what there is.
    pub fn turns(&self, figure: Figure) -> Option<String> {
        let turned = self.turned.first().map(|at| at.said(figure));
        turned.or_else(|| Some(self.alike.first()?.alike_said(figure)))
    }

    /// Where that is.
    pub fn turning_place(&self) -> Option<String> {
        Some(self.turned.first().or(self.alike.first())?.place())
    }

    /// At how many ends it lies which way, of `figure`, and how far it goes.
    pub fn said(&self, figure: Figure) -> String {
        let words = [
            way_said(figure, Way::More),
            way_said(figure, Way::Less),
            "no difference",
            "undecided",
        ];
        let counted = self.ends.iter().zip(words).filter(|(n, _)| **n > 0);
        let counted: Vec<String> = counted.map(|(n, word)| format!("{word} at {n}")).collect();
        let places = |all: &[At], word: &str| {
            let mut said: Vec<String> = all.iter().take(NAMED).map(At::place).collect();
            if all.len() > NAMED {
                said.push(format!("{} more", all.len() - NAMED));
            }
            if said.is_empty() {
                String::new()
            } else {
                format!(" ({word} with {})", listed(&said))
            }
        };
        let none = match self.nil.iter().all(|at| nothing_of(figure, at.level)) {
            true => "nothing of it",
            false => "next to nothing of it",
        };
        let nil = places(&self.alike, "as much") + &places(&self.nil, none);
        let far = self.from_to.as_ref().filter(|[least, most]| least.more != most.more);
        let far = far.map_or(String::new(), |[least, most]| {
            format!("; from {} to {}", least.said(figure), most.said(figure))
        });
        format!("of {} tried {}{nil}{far}", so_many("end", self.tried()), listed(&counted))
    }
}

/// Which way, in a word.
pub fn way_said(figure: Figure, way: Way) -> &'static str {
    match (way, figure.about().unit) {
        (Way::More, _) => "more",
        (Way::Less, FigureUnit::Number) => "fewer",
        (Way::Less, _) => "less",
        (Way::None, _) => "no difference",
        (Way::Undecided, _) => "undecided",
    }
}

/// What was asked, a figure of it, and the inputs.
type Row<'a> = (&'a Asked, &'a Contrast, &'a [InputRange]);

/// Whether each comparison holds, read aloud.
pub fn sentences<'a>(rows: impl Iterator<Item = Row<'a>>) -> Vec<String> {
    let one = |(asked, of, inputs): Row<'a>| {
        let (figure, over) = (of.told.figure, of.over(inputs));
        let tried = match over.tried() {
            0 => "no end of a range was tried".to_owned(),
            _ => over.said(figure),
        };
        let turned = over.turns(figure).map_or(String::new(), |at| format!(" It turns: {at}."));
        format!(
            "{} with ‘{}’: {} than without, as it stands; {tried}{}.{turned}",
            upper(&of.told.name),
            setting_said(&asked.setting.name),
            differs(figure, &of.here.more),
            left_out(asked, inputs)
        )
    };
    rows.map(one).collect()
}

/// Which inputs and how many ends were not tried; nothing where all were.
fn left_out(asked: &Asked, inputs: &[InputRange]) -> String {
    let apart: Vec<String> = asked.apart.iter().map(|i| format!("‘{}’", inputs[*i].id)).collect();
    let mut all = Vec::new();
    if !apart.is_empty() {
        all.push(format!("not {}, which the setting itself moves", listed(&apart)));
    }
    if asked.refused > 0 {
        let ends = so_many("end", asked.refused);
        all.push(format!("not {ends} that the scenario's checks refuse with it"));
    }
    if all.is_empty() { String::new() } else { format!(" ({})", all.join("; ")) }
}

/// The small table: a row for each comparison and figure.
pub fn table<'a>(rows: impl Iterator<Item = Row<'a>>) -> SmallTable {
    let one = |(asked, of, inputs): Row<'a>| {
        let (figure, over) = (of.told.figure, of.over(inputs));
        let ends = over.ends.map(|n| n.to_string());
        let turned = over.turns(figure).unwrap_or("–".to_owned());
        let mut row = vec![
            setting_said(&asked.setting.name),
            of.told.name.clone(),
            differs(figure, &of.here.more),
            turned,
        ];
        row.extend(ends);
        row
    };
    let head = ["with", "figure", "than without", "it turns", "more", "less", "none", "undecided"];
    SmallTable { head: head.map(str::to_owned).to_vec(), rows: rows.map(one).collect(), words: 4 }
}

//! Whether a comparison holds whatever is assumed: a setting held against the scenario at each end of every input's range, on
//! the same traffic.
//!
//! Scope: for each figure what the setting has more than the scenario, paired (C5), as it stands and with one input at a time at either
//! end: which way that lies there, where it turns, and where the setting changes nothing of what there is. An input that the setting
//! itself moves is left out: it is the question and no assumption. Left out: inputs that act together (C6, `uncertainty`), and which settings are asked for (`cli/kind/contrasts.rs`).
//! Checked by: `tests/it/studies/contrasts.rs`, and the tests below.

mod said;

pub use said::{sentences, table, way_said};

use super::difference::{difference, same};
use super::findings::Findings;
use super::interval::Interval;
use super::told::Told;
use super::words::{is_clear, no_difference, six_figures};
use headroom_core::domain::{Better, Figure};
use headroom_core::experiment::Setting;
use headroom_core::scenario::{Change, FigureOf, InputRange};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A setting that is held against the scenario over the inputs: what is asked, and which variants answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The question of the consultation that asks it, and the command that answers it; empty where a person does.
    pub question: [String; 2],
    /// What is set in the scenario before anything is compared.
    pub set: Vec<Change>,
    /// The setting.
    pub setting: Setting,
    /// The figures that are compared, by name; the study's own where there are none.
    pub figures: Vec<FigureOf>,
    /// The variant of the scenario as it stands, and that of the setting.
    pub here: [usize; 2],
    /// The same two of each input, by its place, at its low end (0) or its high end (1).
    pub ends: Vec<(usize, usize, [usize; 2])>,
    /// The inputs that the setting itself moves.
    pub apart: Vec<usize>,
    /// How many ends the scenario's checks refuse together with the setting.
    pub refused: usize,
}

/// The setting held against the scenario, as it stands or with an input at an end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// How much of the figure the scenario has.
    pub level: f64,
    /// What the setting has more, paired.
    pub more: Interval,
}

/// A figure's difference at an end.
#[derive(Clone, Debug, PartialEq)]
pub struct ContrastEnd {
    /// Which of the inputs.
    pub input: usize,
    /// At its low end (0) or its high end (1).
    pub end: usize,
    /// What was found there.
    pub found: Compared,
}

/// A figure's difference over the inputs.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// Which of the comparisons.
    pub of: usize,
    /// The figure.
    pub told: Told,
    /// As the scenario stands.
    pub here: Compared,
    /// The same at the ends.
    pub ends: Vec<ContrastEnd>,
}

/// A smaller share than this of what there is as the scenario stands is next to nothing.
const LITTLE: f64 = 0.05;

/// Which way a difference lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The setting has clearly more.
    More,
    /// Clearly less.
    Less,
    /// There is none.
    None,
    /// It could be chance.
    Undecided,
}

/// A difference at an end that a reader has to see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct At {
    /// The input.
    pub input: String,
    /// Its value there.
    pub at: Value,
    /// What the scenario has there.
    pub level: f64,
    /// What the setting has more.
    pub more: f64,
    /// The ends of its interval, where it has one.
    pub ci: Option<[f64; 2]>,
}

/// What the ends say of a difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Over {
    /// Which way it lies as the scenario stands.
    pub way: Way,
    /// How much more the setting has there.
    pub here: f64,
    /// Ends at which it is more, less, none, undecided.
    pub ends: [usize; 4],
    /// Where it clearly lies another way: the other one, or any where there is none here.
    pub turned: Vec<At>,
    /// Where the setting changes nothing of what there is, while it does here.
    pub alike: Vec<At>,
    /// Where there is nothing of it to change on either side, or next to nothing, while there is here.
    pub nil: Vec<At>,
    /// The least and the greatest clear difference, and where; none where no end has one.
    pub from_to: Option<[At; 2]>,
}

impl Way {
    /// That of `more`.
    pub fn of(figure: Figure, more: &Interval) -> Self {
        match more.mean > 0.0 {
            _ if no_difference(figure, more) => Way::None,
            _ if !is_clear(figure, more) => Way::Undecided,
            true => Way::More,
            false => Way::Less,
        }
    }
}

/// The difference of every figure of every comparison of `asked` that `f` measures; `figures` where one names none.
pub fn contrasts(f: &Findings, asked: &[Asked], figures: &[Told]) -> Vec<Contrast> {
    let mut all = Vec::new();
    for (of, comparison) in asked.iter().enumerate() {
        let named = |m: &FigureOf| Some(Told::of(m, m.whose(&f.base).ok()?.0));
        let own: Vec<Told> = comparison.figures.iter().filter_map(named).collect();
        for told in if comparison.figures.is_empty() { figures } else { &own } {
            let compared = |[here, there]: [usize; 2]| {
                let whose = same(told.whose, &f.evidence[0], &f.evidence[here])?;
                let level = f.evidence[here].estimate(told.figure, whose)?.mean;
                let of = difference(&f.evidence, there, here, told.figure, told.whose)?;
                Some(Compared { level, more: of.more })
            };
            let Some(here) = compared(comparison.here) else { continue };
            let end = |(input, end, pair): &(usize, usize, [usize; 2])| {
                Some(ContrastEnd { input: *input, end: *end, found: compared(*pair)? })
            };
            let ends = comparison.ends.iter().filter_map(end).collect();
            all.push(Contrast { of, told: told.clone(), here, ends });
        }
    }
    all
}

impl Contrast {
    /// What its ends say, of these `inputs`.
    pub fn over(&self, inputs: &[InputRange]) -> Over {
        let figure = self.told.figure;
        let here = Way::of(figure, &self.here.more);
        let mut over = Over {
            way: here,
            here: six_figures(self.here.more.mean),
            ends: [0; 4],
            turned: Vec::new(),
            alike: Vec::new(),
            nil: Vec::new(),
            from_to: None,
        };
        for ContrastEnd { input, end, found } in &self.ends {
            let at = At::of(&inputs[*input], *end, found);
            let way = Way::of(figure, &found.more);
            over.ends[way as usize] += 1;
            match (here, way) {
                (Way::More, Way::Less) | (Way::Less, Way::More) => over.turned.push(at.clone()),
                (Way::None, Way::More | Way::Less) => over.turned.push(at.clone()),
                (Way::More | Way::Less, Way::None) if nothing_of(figure, found.level) => {
                    over.nil.push(at.clone());
                }
                (Way::More | Way::Less, Way::None) => over.alike.push(at.clone()),
                _ => {}
            }
            if way != Way::Undecided {
                let [least, most] = over.from_to.get_or_insert_with(|| [at.clone(), at.clone()]);
                if at.more < least.more {
                    *least = at.clone();
                }
                if at.more > most.more {
                    *most = at;
                }
            }
        }
        let far = |at: &At| -libm::fabs(at.more);
        over.turned.sort_by(|a, b| far(a).total_cmp(&far(b)));
        over.weighed(figure, most_of(figure, self.here.level, self.here.more.mean))
    }
}

impl Over {
    /// The same where as much on both sides is next to nothing, if it is little of the `most` that there is here.
    pub fn weighed(mut self, figure: Figure, most: f64) -> Self {
        let is_little = |at: &mut At| to_change(figure, at.level) < LITTLE * most;
        self.nil.extend(self.alike.extract_if(.., is_little));
        self
    }
}

/// What there is to change at a level, or at that with so much `more`, of which there is more.
pub fn most_of(figure: Figure, level: f64, more: f64) -> f64 {
    to_change(figure, level).max(to_change(figure, level + more))
}

/// What there is to change at such a level: of a share that is better high what is missing of all, of attempts a submission those
/// beyond the first.
fn to_change(figure: Figure, level: f64) -> f64 {
    match figure.about().better {
        Better::Higher if figure.is_share() => 1.0 - level,
        _ if figure == Figure::Amplification => level - 1.0,
        _ => level,
    }
}

/// Whether at such a level there is nothing to change.
fn nothing_of(figure: Figure, level: f64) -> bool {
    let mean = to_change(figure, level);
    no_difference(figure, &Interval { mean, ci_low: None, ci_high: None, n: 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::domain::Whose;
    use serde_json::json;

    #[test]
    fn c5_ends_are_counted_by_the_way_in_which_a_difference_clearly_lies() {
        let more = |low: f64, high: f64| Interval {
            mean: f64::midpoint(low, high),
            ci_low: Some(low),
            ci_high: Some(high),
            n: 4,
        };
        let input = |id: &str| InputRange {
            id: id.to_owned(),
            low: json!(1),
            high: json!("2 h"),
            ..InputRange::default()
        };
        let inputs = ["a", "b"].map(input);
        let of_four = |here: Interval, ends: [Interval; 4]| {
            let found = |more| Compared { level: 0.0, more };
            let end = |(n, more)| ContrastEnd { input: n / 2, end: n % 2, found: found(more) };
            let ends = ends.into_iter().enumerate().map(end).collect();
            let told = Told::new(Figure::Throttled, Whose::All, "");
            Contrast { of: 0, told, here: found(here), ends }.over(&inputs)
        };
        let ends = [more(-90.0, -50.0), more(-9.0, 1.0), more(0.0, 0.0), more(4.0, 6.0)];
        let over = of_four(more(-60.0, -40.0), ends);
        assert_eq!((over.way, over.ends, over.tried()), (Way::Less, [1, 1, 1, 1], 4));
        assert_eq!(over.turned[0].place(), "‘b’ at 2 h");
        assert_eq!(over.nil[0].place(), "‘b’ at 1");
        assert_eq!(
            over.said(Figure::Throttled),
            "of 4 ends tried more at 1, fewer at 1, no difference at 1 and undecided at 1 (nothing of it with ‘b’ at 1); from 70 fewer (95 %: 50 to 90) with ‘a’ at 1 to 5 more (95 %: 4 to 6) with ‘b’ at 2 h"
        );
        // As much of some, or nothing of it to change: none of it, all of a share, one attempt each.
        let of = |figure: Figure, level: f64| {
            let told = Told::new(figure, Whose::All, "");
            let found = |level, mean| Compared { level, more: more(mean, mean) };
            let ends = vec![ContrastEnd { input: 0, end: 0, found: found(level, 0.0) }];
            let over = Contrast { of: 0, told, here: found(0.5, 0.4), ends }.over(&inputs);
            [over.alike.len(), over.nil.len()]
        };
        assert_eq!(of(Figure::NeverAnswered, 31.0), [1, 0]);
        assert_eq!(of(Figure::NeverAnswered, 0.0), [0, 1]);
        assert_eq!(of(Figure::ProcessesFirstTime, 0.9), [1, 0]);
        assert_eq!(of(Figure::ProcessesFirstTime, 1.0), [0, 1]);
        assert_eq!(of(Figure::Amplification, 1.4), [1, 0]);
        assert_eq!(of(Figure::Amplification, 1.0), [0, 1]);
        // Where there is none here, any is another way; and what could be chance turns nothing.
        let over = of_four(more(0.0, 0.0), ends);
        assert_eq!((over.turned.len(), over.nil.len()), (2, 0));
        assert!(of_four(more(-9.0, 1.0), ends).turned.is_empty());
    }
}

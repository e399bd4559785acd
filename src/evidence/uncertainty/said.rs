//! How a study over assumptions is said: what knowing an input would change first, then ranges, statements and facts.

use super::super::assertions::Outcome;
use super::super::interval::Interval;
use super::super::words::{listed, so_many, upper};
use super::facts::{Cause, FactSeen, Judged};
use super::statements::StatementSeen;
use super::{FEWEST, FigureSeen, NOT_APART, Reweighted, Uncertainty};

/// Statements read aloud, and facts that rule out little, at most.
const MOST: usize = 3;
/// Fewer combinations than this show neither ends nor how often.
const FEW: usize = 20;

impl Uncertainty {
    /// Read aloud.
    pub fn sentences(&self) -> Vec<String> {
        let mut all = vec![self.knowing_said()];
        all.extend(self.differing().next().map(|figure| self.range_said(figure)));
        all.extend((self.draws.1 < FEW).then(|| {
            "So few combinations show neither ends nor how often: ask for more with --draws."
                .to_owned()
        }));
        all.extend(self.outside_said());
        all.extend(self.statements.iter().take(MOST).map(|s| self.holds_said(s)));
        all.extend(self.compared_said());
        all.extend(self.not_drawn_said());
        all.extend(self.totals_said());
        all.extend(self.facts_said());
        all.extend(self.refused_said());
        all
    }

    /// The figures that are not the same in every combination.
    pub fn differing(&self) -> impl Iterator<Item = &FigureSeen> {
        self.figures.iter().filter(|f| f.spread.highest.1 > f.spread.lowest.1)
    }

    /// Whether what chance does is told apart from what assumptions do: not with one replication of each combination.
    pub fn knows_chance(&self) -> bool {
        self.figures.iter().any(|f| f.spread.chance.is_some())
    }

    /// So many combinations, of so many inputs, and which of them were held.
    pub fn tried(&self) -> String {
        let drawn = self.inputs.iter().filter(|i| !i.pointer.is_empty()).count();
        let held = held_said(&self.held);
        format!(
            "{} of {} tried{held}",
            so_many("combination", self.draws.1),
            so_many("assumption", drawn)
        )
    }

    /// What knowing an input would change.
    pub fn knowing_said(&self) -> String {
        let narrows = self.figures.iter().find_map(|f| Some((f, *f.narrowing().first()?)));
        let turns = self.turned_most();
        let name = |input: usize| format!("‘{}’", self.inputs[input].id);
        let narrowing = |(figure, (input, by)): (&FigureSeen, (usize, f64))| {
            format!(
                "{} would narrow the range of ‘{}’ by {}",
                name(input),
                figure.told.name,
                percent(by)
            )
        };
        let turning = |(statement, input, part): (&StatementSeen, usize, f64)| {
            format!(
                "{} turns whether it holds that {} in {} of {} combinations",
                name(input),
                statement.statement.says,
                count(part * statement.counted().1 as f64),
                statement.counted().1
            )
        };
        let told = self.figures.iter().any(|f| f.shares.is_some());
        match (narrows, turns) {
            _ if !told && self.draws.1 < FEWEST => format!(
                "What knowing an input would change is not estimated from {}: that takes {FEWEST} at least.",
                so_many("draw", self.draws.1)
            ),
            (None, None) => format!(
                "Knowing any single input would change nothing clearly, over {}.",
                self.tried()
            ),
            (Some(narrows), None) => format!("Knowing {}.", narrowing(narrows)),
            (None, Some(turns)) => format!("Knowing {}.", turning(turns)),
            (Some(narrows), Some(turns)) => {
                format!("Knowing {}; knowing {}.", narrowing(narrows), turning(turns))
            }
        }
    }

    /// The statement that knowing an input turns most often, the input, and in which part of the draws.
    pub fn turned_most(&self) -> Option<(&StatementSeen, usize, f64)> {
        let all = self.statements.iter();
        let all = all.filter_map(|s| s.turned_most().map(|(input, part)| (s, input, part)));
        all.reduce(|most, next| if next.2 > most.2 { next } else { most })
    }

    /// The statement that is asked first; that Users are no worse off where in no combination they are better or worse off.
    pub fn asked_first(&self) -> Option<&StatementSeen> {
        let first = self.statements.first()?;
        self.statements.iter().find(|s| s.no_worse_where_none(first)).or(Some(first))
    }

    /// The range of a figure.
    pub fn range_said(&self, figure: &FigureSeen) -> String {
        let (told, spread) = (&figure.told, &figure.spread);
        let said = |x: f64| told.said(x);
        let stands = figure.stands.map_or("not measured".to_owned(), |i| said(i.mean));
        let ends = [spread.lowest.1, spread.highest.1].map(said);
        if ends[0] == ends[1] {
            return format!(
                "{}: {stands} as it stands; the same, {}, in every one of {}.",
                upper(&told.name),
                ends[0],
                self.tried()
            );
        }
        let apart = match (spread.chance, spread.apart) {
            (Some(_), true) => " apart from chance".to_owned(),
            (Some(_), false) => {
                format!(", chance included, since there is none in {} of them", spread.none)
            }
            (None, _) => ", chance included, since one replication cannot tell it apart".to_owned(),
        };
        let lie = match figure.nine_in_ten(said) {
            None => format!("it is {NOT_APART}"),
            Some([from, to]) if from == to => format!("nine in ten are {from}{apart}"),
            Some([from, to]) => format!("nine in ten lie between {from} and {to}{apart}"),
        };
        format!(
            "{}: {stands} as it stands; over {} {lie} (lowest {}, highest {}).",
            upper(&told.name),
            self.tried(),
            ends[0],
            ends[1]
        )
    }

    /// Which figures lie, as the scenario stands, outside all that combinations show: no combination is near it then.
    fn outside_said(&self) -> Option<String> {
        let outside = |figure: &&FigureSeen| {
            let spread = &figure.spread;
            // With its whole interval: chance alone lies beside so few combinations too.
            let lies = |i: Interval| {
                i.ci_high.is_some_and(|high| high < spread.lowest.1)
                    || i.ci_low.is_some_and(|low| low > spread.highest.1)
            };
            // What is nearly all chance lies anywhere, whatever is drawn.
            figure.nine_in_ten(|x| figure.told.said(x)).is_some() && figure.stands.is_some_and(lies)
        };
        let name = |f: &FigureSeen| format!("‘{}’", f.told.name);
        let all: Vec<String> = self.differing().filter(outside).map(name).collect();
        (!all.is_empty()).then(|| {
            format!(
                "As it stands, the scenario lies outside all combinations tried in {}: {}. Some input may not be drawn near its value; `--hold` leaves one as it stands.",
                so_many("figure", all.len()),
                listed(&all)
            )
        })
    }

    /// In how many combinations a statement holds.
    pub fn holds_said(&self, of: &StatementSeen) -> String {
        let (holds, told) = of.counted();
        if told == 0 {
            return format!("No combination tried can tell whether {}.", of.statement.says);
        }
        format!(
            "In {holds} of {told} combinations tried: {} ({}).",
            of.statement.says,
            decided_said(of)
        )
    }

    /// Which inputs were not drawn.
    fn not_drawn_said(&self) -> Option<String> {
        let all: Vec<String> = self.held.iter().map(|id| format!("‘{id}’")).collect();
        let left =
            if all.len() == 1 { "it is left as it stands" } else { "they are left as they stand" };
        (!all.is_empty()).then(|| format!("Not drawn: {}; {left}.", listed(&all)))
    }

    /// That total shares are asked for of too few draws.
    fn totals_said(&self) -> Option<String> {
        let asked = self.figures.iter().any(|f| !f.totals.is_empty());
        (asked && self.draws.1 < FEWEST).then(|| {
            format!(
                "Total shares are not estimated from {}: that takes {FEWEST} at least.",
                so_many("draw", self.draws.1)
            )
        })
    }

    /// What published facts rule out.
    fn facts_said(&self) -> Vec<String> {
        let held: Vec<&FactSeen> = self
            .facts
            .iter()
            .filter(|f| matches!(f.judged, Judged::Away(_)) && f.fact.cause == Cause::Known)
            .collect();
        let total = self.facts.len();
        if total == 0 {
            return Vec::new();
        }
        let of = |cause: Cause| self.facts.iter().filter(|f| f.fact.cause == cause).count();
        if held.is_empty() {
            let so_many = |cause: Cause, one: &str, several: &str| match of(cause) {
                1 => format!("1 {one}"),
                n => format!("{n} {several}"),
            };
            return vec![format!(
                "No published fact could be held against these combinations: of {total}, {}, {}, and {} not held against this scenario (table uncertainty_facts).",
                so_many(Cause::Calibrates, "calibrates the model", "calibrate the model"),
                so_many(Cause::Unknown, "has", "have") + " an unknown cause or no figure",
                so_many(Cause::Known, "is", "are")
            )];
        }
        let out = self.ruled_out.iter().filter(|out| **out).count();
        let by =
            |f: &&FactSeen| format!("{} ({})", f.fact.id, count(f.too_far().unwrap_or(0) as f64));
        let mut all = vec![format!(
            "Published facts rule out {out} of {} combinations: {}. {} of {total} are evidence of this scenario{}.",
            self.draws.1,
            listed(&held.iter().map(by).collect::<Vec<String>>()),
            held.len(),
            if held.len() < MOST && out < self.draws.1 {
                ": few facts rule out little"
            } else {
                ""
            }
        )];
        let none = |f: &&&FactSeen| f.met_by_none();
        all.extend(held.iter().filter(none).map(|f| {
            format!(
                "No combination meets {}: {} The model then misses something.",
                f.fact.id, f.fact.says
            )
        }));
        all
    }

    /// Which draws the scenario's checks refuse.
    fn refused_said(&self) -> Option<String> {
        let drawn = self.refused.iter().filter(|(d, _)| d.anew.is_none()).count();
        let (first, why) = self.refused.first()?;
        Some(format!(
            "{drawn} of {} draws were refused by the scenario's checks and not run, the first of them draw {}: {why}",
            self.draws.0, first.number
        ))
    }
}

/// Which inputs were not drawn; nothing where all were.
pub(super) fn held_said(held: &[String]) -> String {
    let all: Vec<String> = held.iter().map(|id| format!("‘{id}’")).collect();
    if all.is_empty() { String::new() } else { format!(" ({} as it stands)", listed(&all)) }
}

/// How many are decided.
fn decided_said(of: &StatementSeen) -> String {
    let n = |outcome| of.decided(outcome);
    format!(
        "decided so in {}, decided not so in {}, undecided in {}",
        n(Outcome::Holds),
        n(Outcome::Fails),
        n(Outcome::Undecided)
    )
}

/// The least and the greatest of means under other laws, each with what makes it.
pub(super) fn reweighted_said(
    u: &Uncertainty,
    of: Option<[Reweighted; 2]>,
    said: &dyn Fn(f64) -> String,
) -> String {
    let one = |r: Reweighted| {
        let end = if r.high { "high" } else { "low" };
        format!("{} (‘{}’ {end})", said(r.mean), u.inputs[r.input].id)
    };
    match of {
        None => "–".to_owned(),
        Some([least, most]) if said(least.mean) == said(most.mean) => "the same".to_owned(),
        Some([least, most]) => format!("{} to {}", one(least), one(most)),
    }
}

/// A share in whole percent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn count(x: f64) -> String {
    format!("{x:.0}")
}

//! What a shipped scenario shows over its assumptions drawn jointly, kept in the project so that answers say it.
//!
//! Scope: the kept file, of which scenario with which ranges it is, and what it says of a figure. Left out: how it is computed
//! (`uncertainty.rs`). Checked by: the test below, `tests/it/studies/uncertainty.rs`.

use super::super::assertions::Outcome;
use super::super::findings::Findings;
use super::super::words::{six_figures, value};
use super::compared::KeptCompared;
use super::said::held_said;
use super::{FigureSeen, NOT_APART, StatementSeen, Uncertainty};
use headroom_core::domain::Figure;
use headroom_core::experiment::version;
use headroom_core::scenario::{Keep, Scenario, scenario_names};
use serde::{Deserialize, Serialize};

/// Files of [`KEPT`], by name.
macro_rules! kept {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../data/uncertainty/kept/", $name, ".json")))),*]
    };
}

/// Kept files, by the scenario that they are of: made by `headroom uncertainty SCENARIO --keep`.
const KEPT: &[(&str, &str)] = kept! {
    "batches-ordered-ahead" "clashing-batches" "denial-of-service" "denial-of-service-prioritised"
    "half-hourly-settlement" "install-day" "load-control" "national-year" "ordinary-day"
    "restart-at-0200" "restart-by-day" "storm-arwen" "storm-arwen-by-night"
};

/// A study over assumptions, kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptOver {
    /// How it is made again.
    pub command: String,
    /// The version whose results they are.
    pub headroom: String,
    /// [`Scenario::uncertainty_of`]: the digest of what decides results, and of the ranges.
    pub digest: String,
    /// Combinations that were run.
    pub combinations: usize,
    /// Replications of each.
    pub replications: usize,
    /// Inputs that were left as they stand.
    pub held: Vec<String>,
    /// The figures.
    pub figures: Vec<KeptRange>,
    /// The statements.
    pub statements: Vec<KeptStatement>,
    /// What questions compare.
    #[serde(default)]
    pub compared: Vec<KeptCompared>,
}

/// The range of a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptRange {
    /// Which.
    pub figure: Figure,
    /// Of which User, SRV or class; empty of everything.
    pub of: String,
    /// Between these lie nine in ten combinations, apart from chance.
    pub nine_in_ten: [f64; 2],
    /// The lowest and the highest mean of a combination.
    pub ends: [f64; 2],
    /// In so many combinations there is none of it.
    pub none: usize,
    /// Of so many that have it.
    pub combinations: usize,
    /// Whether chance is told apart from what assumptions do.
    pub apart: bool,
}

/// In how many combinations a statement holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptStatement {
    /// In words.
    pub says: String,
    /// As it is asked.
    pub that: String,
    /// Its figure.
    pub figure: Figure,
    /// In so many it holds.
    pub holds: usize,
    /// Of so many that can tell.
    pub of: usize,
    /// In so many the whole interval says that it does, and that it does not; none where that was not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<[usize; 2]>,
}

/// Where the study of the shipped scenario `name` is kept; none of what is no shipped scenario.
pub fn kept_over_path(name: &str) -> Option<String> {
    scenario_names().any(|n| n == name).then(|| format!("data/uncertainty/kept/{name}.json"))
}

impl KeptOver {
    /// What is kept of `u`, of the scenario of `f`, made by `command`.
    pub fn new(f: &Findings, u: &Uncertainty, command: String) -> Self {
        let range = |of: &FigureSeen| KeptRange {
            figure: of.told.figure,
            of: f.names(0, of.told.whose).concat(),
            nine_in_ten: of.spread.range.map(six_figures),
            ends: [of.spread.lowest.1, of.spread.highest.1].map(six_figures),
            none: of.spread.none,
            combinations: of.spread.means.len(),
            apart: of.spread.apart,
        };
        let statement = |s: &StatementSeen| {
            let (holds, of) = s.counted();
            let Keep { measure, .. } = &s.statement.keep;
            KeptStatement {
                says: s.statement.says.clone(),
                that: s.statement.keep.to_string(),
                figure: measure.figure,
                holds,
                of,
                decided: Some([Outcome::Holds, Outcome::Fails].map(|way| s.decided(way))),
            }
        };
        Self {
            compared: u.compared.iter().filter_map(|c| KeptCompared::of(f, c)).collect(),
            command,
            headroom: version(),
            digest: f.base.uncertainty_of(),
            combinations: u.draws.1,
            replications: u.replications,
            held: u.held.clone(),
            figures: u.figures.iter().map(range).collect(),
            statements: u.statements.iter().map(statement).collect(),
        }
    }

    /// The file.
    ///
    /// # Errors
    /// Numbers that are none.
    pub fn text(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// That of `scenario`, if it is shipped with it and of it as it is.
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let (_, text) = KEPT.iter().find(|(name, _)| *name == scenario.name)?;
        let kept: Self = serde_json::from_str(text).ok()?;
        (kept.headroom == version() && kept.digest == scenario.uncertainty_of()).then_some(kept)
    }

    /// The range of a figure of everybody, or of one User, SRV or class; none where it was not looked at.
    pub fn range(&self, figure: Figure, of: &str) -> Option<&KeptRange> {
        self.figures.iter().find(|r| r.figure == figure && r.of == of)
    }

    /// What is kept of a figure of `question` that is held against a setting of it, asked by the command that it has; none where it
    /// was not looked at.
    pub fn compared(
        &self,
        [question, command]: [&str; 2],
        against: &str,
        (figure, of): (Figure, &str),
    ) -> Option<&KeptCompared> {
        self.compared.iter().find(|c| {
            (c.question.as_str(), c.command.as_str(), c.against.as_str())
                == (question, command, against)
                && (c.figure, c.of.as_str()) == (figure, of)
        })
    }

    /// What it says of a figure of everybody, or of one User, SRV or class; nothing where it was not looked at.
    pub fn said(&self, figure: Figure, of: &str) -> Option<String> {
        let range = self.range(figure, of)?;
        let said = |x: f64| value(figure, x);
        let [from, to] = range.nine_in_ten.map(said);
        let [lowest, highest] = range.ends.map(said);
        let apart = if range.apart { "apart from chance" } else { "chance included" };
        // A point that is neither end is of no combination: what chance does hides what assumptions do.
        let lie = match (from == to, [&lowest, &highest].contains(&&from)) {
            _ if lowest == highest => format!("the same in every combination, {lowest}"),
            (false, _) => format!("nine in ten, {apart}, {from} to {to}"),
            (true, true) => format!("nine in ten, {apart}, {from}"),
            (true, false) => NOT_APART.to_owned(),
        };
        let ends = match lowest == highest {
            true => String::new(),
            false => format!(" (lowest {lowest}, highest {highest})"),
        };
        let none = match range.none {
            n if n == 0 || n == range.combinations => String::new(),
            n => format!("none in {n}; "),
        };
        let mut text = format!(
            "of {} combinations tried{}: {none}{lie}{ends}",
            self.combinations,
            held_said(&self.held),
        );
        if of.is_empty() {
            text += &self.holding(figure);
        }
        Some(text)
    }

    /// In how many combinations the statements of a figure of everybody hold, as what is said goes on; nothing where none is of it.
    pub fn holding(&self, figure: Figure) -> String {
        let of = self.statements.iter().filter(|s| s.figure == figure);
        let one = |s: &KeptStatement| {
            let decided = match s.decided.filter(|_| self.replications > 1) {
                Some([so, not]) => format!(" (clearly in {so}, clearly not in {not})"),
                None => String::new(),
            };
            format!("; in {} of {}{decided}: {}", s.holds, s.of, s.says)
        };
        let said: String = of.map(one).collect();
        match self.replications {
            1 if !said.is_empty() => said + " (one replication of each, which decides none)",
            _ => said,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::scenario::load;

    #[test]
    fn c6_what_is_kept_of_shipped_scenarios_is_of_them_as_they_are() {
        for (name, _) in KEPT {
            let scenario = load(name, &[]).expect("shipped");
            assert!(KeptOver::of(&scenario).is_some(), "stale: headroom uncertainty {name} --keep");
        }
    }

    #[test]
    fn c6_a_figure_is_said_with_its_range_and_the_statements_of_it() {
        let kept = KeptOver {
            command: String::new(),
            headroom: version(),
            digest: String::new(),
            combinations: 300,
            replications: 3,
            held: Vec::new(),
            figures: vec![
                KeptRange {
                    figure: Figure::ThrottledDays,
                    of: String::new(),
                    nine_in_ten: [0.0, 12.0],
                    ends: [0.0, 200.0],
                    none: 150,
                    combinations: 300,
                    apart: false,
                },
                KeptRange {
                    figure: Figure::Abandoned,
                    of: String::new(),
                    nine_in_ten: [0.0, 0.0],
                    ends: [0.0, 0.0],
                    none: 300,
                    combinations: 300,
                    apart: true,
                },
            ],
            compared: Vec::new(),
            statements: vec![KeptStatement {
                says: "on at most one day".to_owned(),
                that: String::new(),
                figure: Figure::ThrottledDays,
                holds: 82,
                of: 300,
                decided: Some([40, 120]),
            }],
        };
        let text = kept.text().expect("numbers");
        assert_eq!(serde_json::from_str::<KeptOver>(&text).expect("what was written"), kept);
        assert_eq!(
            kept.said(Figure::ThrottledDays, "").as_deref(),
            Some(
                "of 300 combinations tried: none in 150; nine in ten, chance included, 0 to 12 (lowest 0, highest 200); in 82 of 300 (clearly in 40, clearly not in 120): on at most one day"
            )
        );
        assert_eq!(
            kept.said(Figure::Abandoned, "").as_deref(),
            Some("of 300 combinations tried: the same in every combination, 0")
        );
        assert_eq!(kept.said(Figure::Throttled, ""), None);
    }
}

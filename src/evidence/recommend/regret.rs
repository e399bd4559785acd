//! Does the rule stay best whatever is assumed? Finalists under joint draws of the assumptions, and by how much each falls short of the best.
//!
//! The *regret* of a rule in a draw is what it leaves more than the rule of the finalists that leaves least there, in means. The choice over
//! assumptions is by least maximum regret: it needs no odds of draws. Left out: rules that were no finalists. Source: C7. Checked by:
//! the tests below, `tests/it/recommend.rs`.

use crate::evidence::table::SmallTable;
use crate::evidence::told::Told;
use crate::evidence::words::{setting_said, so_many, value, whole_percent};

/// Means of the finalists in one draw, the least being best.
#[derive(Clone, Debug, PartialEq)]
pub struct InDraw {
    /// The number of the draw.
    pub number: u32,
    /// By finalist.
    pub means: Vec<f64>,
}

/// The finalists over all draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Regret {
    /// Names of the finalists; the first is the rule that was found.
    pub rules: Vec<String>,
    /// Whether each was found to break a bound: it is shown beside the others, and nothing is told as short of it.
    pub breaks: Vec<bool>,
    /// The draws that could be run.
    pub draws: Vec<InDraw>,
    /// How many the scenario's checks refused.
    pub refused: u32,
    /// Replications of each.
    pub replications: u32,
}

impl Regret {
    /// The regret of `rule` in a draw.
    pub fn of(&self, rule: usize, draw: &InDraw) -> f64 {
        let allowed = draw.means.iter().zip(&self.breaks).filter(|(_, breaks)| !**breaks);
        draw.means[rule] - allowed.map(|(mean, _)| *mean).fold(f64::INFINITY, f64::min)
    }

    /// The greatest regret of `rule`, and the draw in which that is; none where there are no draws.
    pub fn most(&self, rule: usize) -> Option<(f64, u32)> {
        let all = self.draws.iter().map(|draw| (self.of(rule, draw), draw.number));
        all.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    }

    /// In how many draws none of the others that may be taken leaves less.
    pub fn best_in(&self, rule: usize) -> usize {
        self.draws.iter().filter(|draw| self.of(rule, draw) <= 0.0).count()
    }

    /// Mean of the regrets of `rule`.
    pub fn mean(&self, rule: usize) -> f64 {
        let sum: f64 = self.draws.iter().map(|draw| self.of(rule, draw)).sum();
        sum / self.draws.len().max(1) as f64
    }

    /// The rules, the least maximum regret first, and those that break a bound last.
    pub fn ranked(&self) -> Vec<usize> {
        let mut all: Vec<usize> = (0..self.rules.len()).collect();
        let most = |rule: usize| self.most(rule).map_or(0.0, |most| most.0);
        all.sort_by(|a, b| {
            let by = self.breaks[*a].cmp(&self.breaks[*b]);
            by.then(most(*a).total_cmp(&most(*b))).then(a.cmp(b))
        });
        all
    }

    /// Whether the rule stays best, and which would be taken for fear of the worst; none where there are no draws.
    pub fn sentence(&self, told: &Told, each: &str) -> Option<String> {
        let found = self.most(0)?;
        let n = self.draws.len();
        let best = self.ranked()[0];
        let regret = |x: f64| value(told.figure, x);
        let over = format!(
            "Over {} of assumptions, {} each,",
            so_many("combination", n),
            so_many(each, self.replications as usize)
        );
        let differ = self.draws.iter().filter(|d| d.means.iter().any(|m| *m != d.means[0])).count();
        if differ == 0 {
            return Some(format!(
                "{over} all {} leave the same in every one: nothing in them speaks for ‘{}’ or against it.",
                so_many("finalist", self.rules.len()),
                setting_said(&self.rules[0])
            ));
        }
        let stays = format!(
            "{over} of which finalists differ in {differ}, ‘{}’ is as good as any of them in {} ({} %), and {}",
            setting_said(&self.rules[0]),
            self.best_in(0),
            whole_percent(self.best_in(0) as f64 / n as f64),
            match found.0 > 0.0 {
                true => format!(
                    "at most {} a {each} short of the best (draw {})",
                    regret(found.0),
                    found.1
                ),
                false => "never short of the best".to_owned(),
            }
        );
        let least = match self.most(best) {
            Some(most) if most.0 < found.0 => format!(
                "; least maximum regret, of all finalists, has ‘{}’: {} (draw {})",
                setting_said(&self.rules[best]),
                regret(most.0),
                most.1
            ),
            _ => "; no finalist has less to regret at worst".to_owned(),
        };
        Some(format!("{stays}{least}."))
    }

    /// A row for each finalist, the least maximum regret first.
    pub fn table(&self, told: &Told) -> SmallTable {
        let head = [
            "finalist",
            "as good as any in",
            "of draws",
            "mean regret",
            "greatest regret",
            "in draw",
        ];
        let row = |rule: usize| {
            let most = self.most(rule);
            let breaks = if self.breaks[rule] { " (breaks a bound)" } else { "" };
            let unless_broken =
                |said: String| if self.breaks[rule] { "–".to_owned() } else { said };
            vec![
                format!("{}{breaks}", setting_said(&self.rules[rule])),
                unless_broken(self.best_in(rule).to_string()),
                self.draws.len().to_string(),
                unless_broken(value(told.figure, self.mean(rule))),
                most.map_or("–".to_owned(), |m| unless_broken(value(told.figure, m.0))),
                most.filter(|m| m.0 > 0.0).map_or("–".to_owned(), |m| m.1.to_string()),
            ]
        };
        SmallTable {
            head: head.map(str::to_owned).into(),
            rows: self.ranked().into_iter().map(row).collect(),
            words: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c7_the_least_maximum_regret_is_not_the_most_often_best() {
        let draw = |number, means: [f64; 3]| InDraw { number, means: means.into() };
        let regret = Regret {
            rules: ["often", "safe", "bad"].map(str::to_owned).into(),
            breaks: vec![false; 3],
            draws: vec![
                draw(1, [0.0, 2.0, 9.0]),
                draw(2, [1.0, 3.0, 9.0]),
                draw(4, [50.0, 10.0, 9.0]),
            ],
            refused: 1,
            replications: 2,
        };
        assert_eq!([0, 1, 2].map(|r| regret.best_in(r)), [2, 0, 1]);
        assert_eq!(regret.most(0), Some((41.0, 4)));
        assert_eq!(regret.most(1), Some((2.0, 1)));
        assert_eq!(regret.ranked(), [1, 2, 0]);
        assert!((regret.mean(1) - 5.0 / 3.0).abs() < 1e-12);
        // What breaks a bound is nothing to fall short of.
        let broken = Regret { breaks: vec![false, false, true], ..regret };
        assert_eq!(([0, 1].map(|r| broken.best_in(r)), broken.ranked()), ([2, 1], vec![1, 0, 2]));
    }
}

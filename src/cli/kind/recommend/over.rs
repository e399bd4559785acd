//! The finalists of a search over what is assumed: each under joint draws of the scenario's ranges, on a seed of the draw's own.

use super::search::Runner;
use crate::cli::Stop;
use crate::cli::args::RecommendArgs;
use crate::evidence::recommend::{InDraw, Regret, Search, Shown};
use headroom_core::experiment::{Draw, Setting};
use headroom_core::scenario::InputRange;
use std::collections::BTreeSet;

impl Runner<'_> {
    /// What each finalist of `search` leaves in each draw.
    pub fn over(&self, search: &Search, args: &RecommendArgs) -> Result<Regret, Stop> {
        let base = self.draft.with_ranges(&[("--set", &self.set)])?;
        // What is searched is held: a rule is the same in every draw.
        let searched = search.heats.iter().flat_map(|heat| &heat.candidates);
        let searched: BTreeSet<&str> =
            searched.flat_map(|rule| &rule.changes).map(|c| c.pointer.as_str()).collect();
        let held = |range: &InputRange| {
            (args.of_user.is_none() && range.pointer.starts_with("/mechanism/"))
                || searched.iter().any(|p| range.touches(p))
        };
        let ranges: Vec<InputRange> = base.ranges.iter().filter(|r| !held(r)).cloned().collect();
        if ranges.is_empty() {
            return Err(nothing_assumed());
        }
        let finalists = search.finalists();
        let mut regret = Regret {
            rules: finalists.iter().map(|rule| rule.name.clone()).collect(),
            breaks: finalists.iter().map(|rule| search.breaks(rule)).collect(),
            replications: args.of_each,
            ..Regret::default()
        };
        if finalists.is_empty() {
            return Ok(regret);
        }
        for number in 1..=args.draws {
            let draw = Draw::new(&ranges, self.seed, number).setting(&ranges, self.seed);
            match self.allows(&draw, &finalists) {
                false => regret.refused += 1,
                true => {
                    let rules: Vec<&Setting> = finalists.iter().collect();
                    let shown = self.run(&rules, &draw.changes, args.of_each)?;
                    let mean =
                        |shown: &Shown| shown.least.iter().sum::<f64>() / shown.least.len() as f64;
                    regret.draws.push(InDraw { number, means: shown.iter().map(mean).collect() });
                }
            }
        }
        Ok(regret)
    }

    /// Whether every finalist can be run in `draw`.
    fn allows(&self, draw: &Setting, finalists: &[Setting]) -> bool {
        let mut set = self.set.clone();
        set.extend(draw.changes.iter().cloned());
        let fits =
            |rule: &Setting| self.draft.with(&[("--set", &set), ("--with", &rule.changes)]).is_ok();
        finalists.iter().all(fits)
    }
}

/// That there is nothing to draw.
pub fn nothing_assumed() -> Stop {
    Stop("--draws: the scenario has no ranges of what is assumed besides its rules\n  expected: `ranges` in the scenario (docs/scenarios.md)".to_owned())
}

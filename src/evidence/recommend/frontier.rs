//! Rules of which none is better in both: what is to be least, and what it costs those who send more than is theirs.

use super::{Heat, Search};
use headroom_core::experiment::Setting;

/// Rules of the frontier that are looked at again, at most.
const MOST: usize = 4;

impl Heat {
    /// Candidates that do not break a bound and of which none leaves less at no more cost, the least first.
    pub fn frontier(&self) -> Vec<usize> {
        let allowed =
            |c: &usize| self.race.breaks(*c).is_none() && !self.race.shown[*c].least.is_empty();
        let mut all: Vec<usize> = (0..self.candidates.len()).filter(allowed).collect();
        all.sort_by(|a, b| self.race.order(*a, *b));
        let mut least = f64::INFINITY;
        all.retain(|c| {
            let cost = self.race.cost(*c);
            let better = cost < least;
            least = least.min(cost);
            better
        });
        all
    }
}

impl Search {
    /// Whether a rule was found to break a bound, in the last heat that looked at it.
    pub fn breaks(&self, rule: &Setting) -> bool {
        let looked_at = |heat: &Heat| {
            let place = heat.candidates.iter().position(|c| c.changes == rule.changes)?;
            Some(heat.race.breaks(place).is_some())
        };
        self.heats.iter().rev().find_map(looked_at).unwrap_or(false)
    }

    /// What is looked at again on fresh traffic: the rule that was found, the runner-up, and some of the frontier of the
    /// last heat and of the first.
    pub fn finalists(&self) -> Vec<Setting> {
        let mut all: Vec<Setting> = Vec::new();
        let mut put = |setting: &Setting| {
            if !all.contains(setting) {
                all.push(setting.clone());
            }
        };
        let stands = self.heats.first().map(|heat| &heat.candidates[0]);
        self.winner().into_iter().chain(self.runner_up()).chain(stands).for_each(&mut put);
        let ends = self.heats.last().into_iter().chain(self.heats.first());
        for heat in ends {
            let frontier = heat.frontier();
            // Evenly along it, its ends among them.
            let step = (frontier.len().max(2) - 1) as f64 / (MOST / 2 - 1).max(1) as f64;
            let some = (0..MOST / 2).map(|i| libm::round(step * i as f64) as usize);
            some.filter_map(|i| frontier.get(i)).for_each(|c| put(&heat.candidates[*c]));
        }
        all
    }
}

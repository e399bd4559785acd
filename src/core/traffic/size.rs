//! Whether a run could hold what its scenario is expected to send.

use super::cohort::{Cohort, Traffic};
use crate::scenario::{EventKind, Scenario};

/// Most attempts of a run: sums of them are exact in any of our numbers.
const MOST: f64 = 1e15;

impl Traffic {
    /// Sums of expected attempts that a run could not hold exactly, with what makes them.
    pub fn too_much(&self, scenario: &Scenario) -> Option<(String, f64)> {
        let totals: Vec<f64> = self.cohorts.iter().map(|c| self.attempts(c, scenario)).collect();
        let (largest, _) = totals.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        let all: f64 = totals.iter().sum();
        let largest = &self.cohorts[largest];
        let name = format!(
            "{} sending {}",
            scenario.users[largest.user].id, scenario.srvs[largest.srv].id
        );
        (all > MOST).then_some((name, all))
    }

    /// Most attempts to be expected of the requests of `cohort` that nothing else brings about, and of what
    /// follows them: second submissions (T6), later steps and new runs (T7).
    fn attempts(&self, cohort: &Cohort, scenario: &Scenario) -> f64 {
        let fresh = self.mean_of_all(cohort);
        let begun = (fresh + self.polls(cohort, scenario)) * self.runs_each(cohort, scenario);
        if begun == 0.0 {
            return 0.0;
        }
        let each: f64 =
            self.following(cohort).map(|c| f64::from(c.policy(scenario).attempts)).sum();
        begun * each
    }

    /// `cohort` and what follows it when nothing is refused.
    pub(super) fn following<'a>(&'a self, cohort: &'a Cohort) -> impl Iterator<Item = &'a Cohort> {
        let next = |c: &&'a Cohort| c.then.map(|then| &self.cohorts[then.cohort]);
        std::iter::successors(Some(cohort), next)
    }

    /// Runs of a process to be expected for each that begins by itself: new ones follow with a chance, and
    /// each takes a cell at least.
    fn runs_each(&self, cohort: &Cohort, scenario: &Scenario) -> f64 {
        cohort.step.map_or(1.0, |step| {
            let (process, _) = self.runs[step.run];
            let again = scenario.processes[process].retrigger.get();
            (1.0 / (1.0 - again)).min(scenario.calendar.cells() as f64)
        })
    }

    /// Most polls of a storm: every meter in every round that begins in the run.
    fn polls(&self, cohort: &Cohort, scenario: &Scenario) -> f64 {
        let Some(poll) = cohort.poll else {
            return 0.0;
        };
        let (event, party) = self.parties[poll.party];
        let event = &scenario.events[event];
        let EventKind::Storm(storm) = &event.kind else {
            return 0.0;
        };
        let asked = storm.parties[party].poll.map_or(0.0, |p| {
            let cells = event.to.min(scenario.calendar.cells()) - event.from;
            let rounds = cells.div_ceil(p.every.cells_up(scenario.calendar.cell()));
            let each = if poll.neighbours { u64::from(p.neighbours) } else { 1 };
            rounds as f64 * each as f64
        });
        asked * storm.parties[party].meters as f64
    }
}

//! What is sure of the rule that was found: that it keeps every bound, and how much better another may be.
//!
//! Scope: with which confidence, in a sentence; what was the same in every replication is known as far as was seen, and has none.
//! Source: C5, C7. Checked by: `tests/it/recommend.rs`.

use super::{Choice, Heat, Search, Slack};
use crate::evidence::interval::unseen;
use crate::evidence::words::{as_far_as_seen, given_percent, percent, upper, value};
use headroom_core::domain::Better;

impl Search {
    /// What is sure of `choice`, and of how many replications.
    pub(super) fn sure(&self, heat: &Heat, choice: &Choice) -> String {
        let n = heat.race.shown[choice.best].least.len();
        let (each, share) = (self.each, unseen(n));
        let confident = format!("with {} confidence", given_percent(1.0 - self.objective.error));
        let how = |alike: bool| match alike {
            true => as_far_as_seen(share, each),
            false => confident.clone(),
        };
        let [bounds, others] = self.alike_in_all(heat, choice);
        let better = self.better(heat, choice);
        let said = match (self.objective.keeps.is_empty(), bounds == others) {
            (true, _) => format!("{} {better}", how(others)),
            (false, true) => format!("{} it keeps them, and {better}", how(bounds)),
            (false, false) => {
                format!("{} it keeps them, and {} {better}", how(bounds), how(others))
            }
        };
        let not_seen = match bounds || others {
            true => String::new(),
            false => format!(
                "; what fewer than {} of such {each}s do may not have been seen",
                percent(share)
            ),
        };
        format!(
            "{} (of the search: confidence sequences on paired traffic, n = {n}, seed {}{not_seen}).",
            upper(&said),
            heat.seed
        )
    }

    /// Whether a bound was kept by as much in every replication, and whether nothing can be better than what was found had in each.
    pub(super) fn alike_in_all(&self, heat: &Heat, choice: &Choice) -> [bool; 2] {
        let same = |broken: &Vec<f64>| broken.windows(2).all(|v| v[0] == v[1]);
        let slack = choice.slack.map(|slack| self.better_by_at_most(heat, choice.best, slack));
        [heat.race.shown[choice.best].broken.iter().any(same), slack == Some(Slack::None)]
    }

    /// How much better another may be.
    fn better(&self, heat: &Heat, choice: &Choice) -> String {
        let figure = self.objective.least.figure;
        let that = if self.objective.keeps.is_empty() { "" } else { " that keeps them" };
        match choice.slack.map(|slack| self.better_by_at_most(heat, choice.best, slack)) {
            Some(Slack::None) => format!(
                "no rule can do better: it had {} in every {} of the search, and nothing can have {} than that",
                self.end_said(),
                self.each,
                if figure.about().better == Better::Higher { "more" } else { "less" }
            ),
            Some(Slack::AtMost(0.0)) => format!("no other rule of the last heat{that} does better"),
            Some(Slack::AtMost(slack)) => format!(
                "no other rule of the last heat{that} is better by more than {} a {}",
                value(figure, slack),
                self.each
            ),
            Some(Slack::Vacuous(_)) => format!(
                "how much better another may be is not known: as far as it is sure, by all that lies between its {} in the search and the {} that is the end of what is possible",
                value(figure, self.objective.as_figure(heat.race.mean(choice.best))),
                self.end_said()
            ),
            None => "how much better another may be is not known from so few".to_owned(),
        }
    }
}

//! The choice, what is guaranteed of it and what it may be regretted for, as JSON: names that stay.

use super::{Choice, Heat, Search, Slack};
use crate::evidence::interval::unseen;
use crate::evidence::sizing::bound_said;
use serde_json::{Value, json};

impl Search {
    /// The rule that was found, with which confidence it keeps every bound and how much better another may be; none where no rule
    /// is known to keep them.
    pub fn choice_json(&self) -> Value {
        let Some((heat, choice)) = self.last() else { return Value::Null };
        let name = |c: usize| heat.candidates[c].name.as_str();
        let names = |all: &[usize]| all.iter().map(|c| name(*c)).collect::<Vec<&str>>();
        let (ran, grid) = self.cost();
        json!({
            "rule": name(choice.best),
            "decided": self.is_decided(),
            "leaves_less_and_may_keep_every_bound": choice.open.map(name),
            "guarantee": self.guarantee(heat, choice),
            "same": names(&choice.same),
            "costs_those_above_less": choice.cheaper.map(name),
            "not_told_apart": names(&choice.left),
            "runner_up": self.runner_up().map(|rule| rule.name.as_str()),
            "settled": self.settled,
            "changes_others_too": self.shared,
            "replications_run": ran,
            "replications_of_a_full_grid": grid,
        })
    }

    fn guarantee(&self, heat: &Heat, choice: &Choice) -> Value {
        // What has left the least that is possible in every replication, none can be better than.
        let slack =
            choice.slack.map(|slack| match self.better_by_at_most(heat, choice.best, slack) {
                Slack::None => 0.0,
                Slack::Vacuous(most) | Slack::AtMost(most) => most,
            });
        let n = heat.race.shown[choice.best].least.len();
        json!({
            "confidence": 1.0 - self.objective.error,
            "unseen": self.alike_in_all(heat, choice).contains(&true).then(|| unseen(n)),
            "keeps": self.objective.keeps.iter().map(bound_said).collect::<Vec<String>>(),
            "figure": self.objective.least.figure.word(),
            "better_by_at_most": slack,
            "n": n,
        })
    }

    /// The finalists over what is assumed, the least greatest regret first; none where nothing was drawn.
    pub fn regret_json(&self) -> Value {
        let regret = &self.regret;
        let finalist = |rule: usize| {
            let most = regret.most(rule);
            json!({
                "rule": regret.rules[rule],
                "breaks_a_bound": regret.breaks[rule],
                "as_good_as_any_in": regret.best_in(rule),
                "mean_regret": regret.mean(rule),
                "greatest_regret": most.map(|m| m.0),
                "in_draw": most.map(|m| m.1),
            })
        };
        if regret.draws.is_empty() {
            return Value::Null;
        }
        json!({
            "draws": regret.draws.len(),
            "refused": regret.refused,
            "replications": regret.replications,
            "figure": self.objective.least.figure.word(),
            "finalists": regret.ranked().into_iter().map(finalist).collect::<Vec<Value>>(),
        })
    }
}

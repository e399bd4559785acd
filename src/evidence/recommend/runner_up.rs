//! The runner-up: how much worse it is than the rule that was found, and whom it costs; and how much better any rule could be.
//!
//! Scope: both on fresh traffic, paired; what is guaranteed is of the search, and no more than is possible. Source: C5, C7. Checked
//! by: the tests below, `tests/it/recommend.rs`.

use super::{Heat, Search};
use crate::evidence::difference::difference;
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::words::{differs, is_clear, listed, setting_said, so_many, value};
use headroom_core::domain::{Better, Figure, Whose};
use headroom_core::scenario::Counterpart;

/// Of whom it is told what the runner-up costs them.
const COSTS: [Figure; 3] =
    [Figure::NeverAnsweredNotAbove, Figure::NeverAnsweredAbove, Figure::RefusedWithin];

/// Of what it is told what a User's own rule brings to all.
const BRINGS: [Figure; 4] =
    [Figure::NeverAnsweredNotAbove, Figure::RefusedWithin, Figure::RefusedPolls, Figure::ActiveS];

impl Search {
    /// The runner-up by name, what it has more than the rule that was found, and what of it others bear; none where there is none.
    pub fn runner_up_said(&self, f: &Findings) -> Option<String> {
        let (runner, best) = (self.runner_up()?, self.variant(f)?);
        let least = &self.objective.least;
        let more = |figure, whose| -> Option<Interval> {
            match f.settings.iter().position(|s| s.changes == runner.changes) {
                Some(v) => Some(difference(&f.evidence, v, best, figure, whose)?.more),
                // Today's system stands beside what was found, which is told as having more than that.
                None if runner.changes == Counterpart::todays() => {
                    Some(negated(f.evidence[best].today()?.of(figure, whose)?.more))
                }
                None => None,
            }
        };
        let found = more(least.figure, least.whose)?;
        let cost = |figure: &Figure| {
            let more = more(*figure, Whose::All).filter(|m| is_clear(*figure, m))?;
            Some(format!("{}: {}", figure.called(), differs(*figure, &more)))
        };
        let others = COSTS.iter().filter(|figure| **figure != least.figure);
        let part = |pays: bool, said: &str| {
            let all = others.clone().filter(|figure| {
                more(**figure, Whose::All).is_some_and(|m| (m.mean > 0.0) == pays)
            });
            let all: Vec<String> = all.filter_map(cost).collect();
            (!all.is_empty()).then(|| format!("; {said}: {}", listed(&all)))
        };
        let costs = [part(true, "whom it costs"), part(false, "whom it spares")];
        let costs = match costs.iter().all(Option::is_none) {
            true => "; nobody else bears clearly more or less".to_owned(),
            false => costs.into_iter().flatten().collect(),
        };
        let ties = self.ties_said().map_or(String::new(), |said| said + " ");
        Some(format!(
            "{ties}Runner-up: ‘{}’. On fresh traffic, against what was found, {}: {}{costs}.",
            setting_said(&runner.name),
            least.name,
            differs(least.figure, &found)
        ))
    }

    /// What the rule that was found for a User does to all together, against the scenario as it stands; none where nothing is clear.
    pub fn brings(&self, f: &Findings) -> Option<String> {
        self.of_user.as_ref()?;
        let best = self.variant(f).filter(|v| *v != 0)?;
        let said = |figure: &Figure| {
            let more = difference(&f.evidence, best, 0, *figure, Whose::All)?.more;
            is_clear(*figure, &more)
                .then(|| format!("{}: {}", figure.called(), differs(*figure, &more)))
        };
        let all: Vec<String> = BRINGS.iter().filter_map(said).collect();
        (!all.is_empty()).then(|| {
            format!("For all Users together, against the scenario as it stands: {}.", listed(&all))
        })
    }

    /// What was changed of a User that is not its alone.
    pub(super) fn shared_said(&self) -> Option<String> {
        let user = self.of_user.as_ref().filter(|_| !self.shared.is_empty())?;
        let what = listed(&self.shared);
        Some(format!(
            "What stands at {what} is not of {user} alone: whoever it holds for does the same."
        ))
    }

    /// With how many rules the one that was found ties in the search, and how many of them cost those above less; none where with none.
    fn ties_said(&self) -> Option<String> {
        let (heat, choice) = self.last()?;
        let less = |c: &&usize| heat.race.cost(**c) < heat.race.cost(choice.best);
        let less = choice.same.iter().filter(less).count();
        let left = "left those above fewer requests never answered on average";
        match (choice.same.len(), less) {
            (0, _) => None,
            (1, 0) => Some("The rule it ties with in the search left those above no fewer requests never answered on average.".to_owned()),
            (1, _) => Some(format!("The rule it ties with in the search {left}.")),
            (ties, less) => {
                let less = if less == 0 { "none".to_owned() } else { less.to_string() };
                let ties = so_many("rule", ties);
                Some(format!("Of the {ties} it ties with in the search {less} {left}."))
            }
        }
    }

    /// How much better another may be: the guarantee of the search, and never more than is possible.
    pub fn better_by_at_most(&self, heat: &Heat, best: usize, slack: f64) -> Slack {
        let figure = self.objective.least.figure;
        let shown = &heat.race.shown[best].least;
        // Candidates' values are turned where more is better.
        let end = match figure.about().better {
            Better::Higher => figure.greatest().map(|most| -most),
            _ => figure.least(),
        };
        match end {
            Some(end) if shown.iter().all(|x| *x == end) => Slack::None,
            Some(end) if slack > 0.0 && slack >= heat.race.mean(best) - end => {
                Slack::Vacuous(heat.race.mean(best) - end)
            }
            _ => Slack::AtMost(slack),
        }
    }

    /// What the figure cannot be better than, as people say it.
    pub fn end_said(&self) -> String {
        let figure = self.objective.least.figure;
        let end = match figure.about().better {
            Better::Higher => figure.greatest().unwrap_or(f64::NAN),
            _ => figure.least().unwrap_or(f64::NAN),
        };
        value(figure, end)
    }
}

/// What is known of how much better another may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Slack {
    /// Not at all: what was found had in every replication what is best of all that is possible.
    None,
    /// As much as is possible, which is so much: the search says nothing of it.
    Vacuous(f64),
    /// By at most so much.
    AtMost(f64),
}

fn negated(more: Interval) -> Interval {
    let (low, high) = (more.ci_high.map(|x| -x), more.ci_low.map(|x| -x));
    Interval { mean: -more.mean, ci_low: low, ci_high: high, ..more }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::recommend::{Objective, Race, Regret, Shown};
    use crate::evidence::told::Told;

    #[test]
    fn c7_nothing_is_guaranteed_beyond_what_is_possible() {
        let figure = Figure::NeverAnsweredNotAbove;
        let least = Told { figure, whose: Whose::All, name: figure.called(), given: String::new() };
        let objective = Objective { least, keeps: Vec::new(), whose: Vec::new(), error: 0.05 };
        let search = Search {
            objective,
            of_user: None,
            shared: Vec::new(),
            each: "replication",
            heats: Vec::new(),
            not_tried: Vec::new(),
            most: 10,
            settled: true,
            regret: Regret::default(),
        };
        let found = |left: [f64; 2], slack: f64| {
            let mut race = Race::new(1, 0, 0.05);
            race.look(vec![Shown { least: left.repeat(5), ..Shown::default() }]);
            let heat =
                Heat { seed: 1, candidates: Vec::new(), labels: Vec::new(), race, choice: None };
            search.better_by_at_most(&heat, 0, slack)
        };
        assert_eq!(found([0.0, 0.0], 3.1), Slack::None);
        assert_eq!(found([1.0, 3.0], 3.1), Slack::Vacuous(2.0));
        assert_eq!(found([9.0, 3.0], 3.1), Slack::AtMost(3.1));
        assert_eq!(found([9.0, 3.0], 0.0), Slack::AtMost(0.0));
    }
}

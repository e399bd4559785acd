//! The sentences of an answer: a question's words with the values of a figure, or of what else is told, in their place.

use super::super::frequency::DAYS;
use super::super::interval::Interval;
use super::super::words::{value, value_with_ends, within_reach};
use super::super::{Evidence, Figure, Whose};
use super::told::Told;
use serde::Deserialize;

/// Variants whose values are said one by one, at most.
const NAMED: usize = 6;

/// A figure or what else is told, and the sentence in which its values stand for `{}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Says {
    pub(super) figure: Option<Figure>,
    pub(super) told: Option<Told>,
    srv: Option<String>,
    pub(super) class: Option<String>,
    user: Option<String>,
    pub(super) text: String,
}

/// The sentence with the values of a figure, or of what else is told; none where no variant has it.
pub(super) fn said(says: &Says, variants: &[(&str, &Evidence)]) -> Option<String> {
    let values = match (says.figure, says.told) {
        (Some(figure), _) => of_figure(says, figure, variants),
        (_, Some(told)) => {
            let of = variants.iter().filter_map(|(l, e)| Some((*l, told.of(e, says.srv())?)));
            each(of.collect())
        }
        _ => None,
    };
    Some(says.text.replace("{}", &values?))
}

/// Values with the variants that have them; none where none has.
fn each(mut all: Vec<(&str, String)>) -> Option<String> {
    if all.len() < 2 {
        return all.pop().map(|(_, value)| value);
    }
    let each = all.into_iter().map(|(label, value)| format!("{value} with ‘{label}’"));
    Some(each.collect::<Vec<String>>().join("; "))
}

/// A figure of `e` as every answer has it: of days a year with the interval of years (C4), and no further than it can be.
pub(in crate::evidence) fn estimate(
    e: &Evidence,
    figure: Figure,
    whose: Whose,
) -> Option<Interval> {
    if let Some(years) = e.frequency.as_ref().filter(|_| figure == Figure::ThrottledDays) {
        return Some(years.per_year[DAYS].rate.interval);
    }
    Some(within_reach(figure, e.estimate(figure, whose)?))
}

/// The values of a figure: of each variant where they are few, else the least and the most.
fn of_figure(says: &Says, figure: Figure, variants: &[(&str, &Evidence)]) -> Option<String> {
    let found: Vec<(&str, Interval)> = variants
        .iter()
        .filter_map(|(label, e)| Some((*label, estimate(e, figure, says.whose(e)?)?)))
        .collect();
    if found.len() <= NAMED {
        return each(found.iter().map(|(l, i)| (*l, value_with_ends(figure, i))).collect());
    }
    let by = |a: &&(&str, Interval), b: &&(&str, Interval)| a.1.mean.total_cmp(&b.1.mean);
    // Of equals the first, which is the scenario as it stands where that is among them.
    let (least, most) = (found.iter().min_by(by)?, found.iter().rev().max_by(by)?);
    Some(if value(figure, least.1.mean) == value(figure, most.1.mean) {
        format!("{} everywhere", value(figure, least.1.mean))
    } else {
        format!(
            "from {} (at {}) to {} (at {}), over {} variants",
            value(figure, least.1.mean),
            least.0,
            value(figure, most.1.mean),
            most.0,
            found.len()
        )
    })
}

impl Says {
    /// Its figure, if it is of everybody, an SRV or a class of messages.
    pub(super) fn of_everybody(&self) -> Option<Figure> {
        self.figure.filter(|_| self.user.is_none())
    }

    /// Of which User, SRV or class of messages; empty of everything.
    pub(super) fn of(&self) -> &str {
        let of = self.user.as_ref().or(self.srv.as_ref()).or(self.class.as_ref());
        of.map_or("", String::as_str)
    }

    fn srv(&self) -> Option<&str> {
        self.srv.as_deref()
    }

    /// Of whom or what, by its place in the scenario of `e`.
    pub(super) fn whose(&self, e: &Evidence) -> Option<Whose> {
        let scenario = &e.plan.scenario;
        if let Some(id) = &self.user {
            return scenario.users.iter().position(|u| u.id == *id).map(Whose::User);
        }
        match (&self.srv, &self.class) {
            (Some(id), _) => scenario.srvs.iter().position(|s| s.id == *id).map(Whose::Srv),
            (_, Some(id)) => {
                let classes = scenario.northbound.message_classes();
                classes.iter().position(|c| c == id).map(Whose::Class)
            }
            _ => Some(Whose::All),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::engine::Plan;
    use headroom_core::ledger::{Folded, Ledger};
    use serde_json::json;

    #[test]
    fn of_a_tie_the_first_is_named() {
        let plan = Plan::new(&kit::make::small(&[])).expect("a plan");
        let of = |throttled: u64| {
            let mut ledger = Ledger::new(0, plan.traffic.pairs.len(), plan.scenario.users.len());
            (ledger.pairs[0].attempts, ledger.pairs[0].throttled) = (throttled, throttled);
            Evidence::new(&plan, Folded::all([ledger], &plan.traffic.pairs))
        };
        let told = |throttled: [u64; 7]| {
            let all = throttled.map(of);
            let names = ["as it stands", "b", "c", "d", "e", "f", "g"];
            let variants: Vec<(&str, &Evidence)> = names.into_iter().zip(&all).collect();
            let says = json!({ "figure": "throttled", "text": "{}" });
            said(&serde_json::from_value(says).expect("a sentence"), &variants).expect("a value")
        };
        let most = told([9, 0, 9, 4, 5, 0, 9]);
        assert_eq!(most, "from 0 (at b) to 9 (at as it stands), over 7 variants");
        assert_eq!(told([9; 7]), "9 everywhere");
    }
}

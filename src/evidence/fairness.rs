//! C3: the fairness properties of a study.

use headroom_core::engine::Plan;
use headroom_core::ledger::{Entitlement, Folded};
use serde::Serialize;

/// A fairness property over all replications.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Property {
    /// Its number in the rules.
    pub property: &'static str,
    /// What it says.
    pub says: &'static str,
    /// Whether it held everywhere; none for F6, which is an index, and for F4 of a recorded log.
    pub holds: Option<bool>,
    /// Violations; none where that is none.
    pub violations: Option<u64>,
    /// First violation: replication and Europe/London time.
    pub first_at: Option<String>,
    /// F6: Jain's index of admitted ÷ entitled over Users, in active windows; none where the mechanism is switched off, but
    /// of what stands beside a scenario in which it is on.
    pub jain: Option<f64>,
    /// F6: the worst-off User and its share.
    pub worst_off: Option<(String, f64)>,
}

/// What F1 to F5 say.
pub(super) const SAYS: [(&str, &str); 5] = [
    ("F1", "no User that has kept within its allocation is throttled"),
    ("F2", "no Prioritised Service Request is throttled"),
    ("F3", "no User that has kept within its allocation is rejected while another has not"),
    ("F4", "standard business operation never activates the mechanism"),
    (
        "F5",
        "no first attempt of a User that has kept within its allocation is throttled or rejected",
    ),
];

/// F1 to F6 (C3).
pub fn properties(plan: &Plan, folded: &Folded) -> Vec<Property> {
    let counted = |(i, (property, says)): (usize, (&'static str, &'static str))| {
        let violations = folded.runs.iter().map(|r| r.violations[i].0).sum();
        // Of a log nothing tells standard business from a flood.
        let asked = property != "F4" || !plan.scenario.is_replay();
        let first =
            folded.runs.iter().find_map(|r| r.violations[i].1.map(|cell| (r.replication, cell)));
        Property {
            property,
            says,
            holds: asked.then_some(violations == 0),
            violations: asked.then_some(violations),
            first_at: first.filter(|_| asked).map(|(r, cell)| {
                format!("replication {}, {}", r + 1, plan.scenario.calendar.local(cell))
            }),
            jain: None,
            worst_off: None,
        }
    };
    let mut all: Vec<Property> = SAYS.into_iter().enumerate().map(counted).collect();
    all.push(entitlement(plan, folded));
    all
}

/// F6: over all windows looked at, of all replications together.
fn entitlement(plan: &Plan, folded: &Folded) -> Property {
    let share = |(a, e): (&u64, &u64)| (*e > 0).then(|| *a as f64 / *e as f64);
    let shares: Vec<Option<f64>> =
        folded.admitted.iter().zip(&folded.entitled).map(share).collect();
    let all = Entitlement::new(&shares);
    Property {
        property: "F6",
        says: "Jain's index of admitted ÷ min(first submissions, allocation), and the worst-off User",
        holds: None,
        violations: None,
        first_at: None,
        jain: all.map(|e| e.jain),
        worst_off: all.map(|e| (plan.scenario.users[e.worst_off].id.clone(), e.worst)),
    }
}

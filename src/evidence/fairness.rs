//! C3: the fairness properties of a study.

use crate::engine::Plan;
use crate::ledger::{Ledger, Violations};
use serde::Serialize;

/// A fairness property over all replications.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Property {
    /// Its number in the rules.
    pub property: &'static str,
    /// What it says.
    pub says: &'static str,
    /// Whether it held everywhere; none for F6, which is an index.
    pub holds: Option<bool>,
    /// Violations; none for F6.
    pub violations: Option<u64>,
    /// First violation: replication and Europe/London time.
    pub first_at: Option<String>,
    /// F6: Jain's index of admitted ÷ entitled over Users, in active windows; with the mechanism
    /// switched off, in those in which it would have been active.
    pub jain: Option<f64>,
    /// F6: the worst-off User and its share.
    pub worst_off: Option<(String, f64)>,
}

/// F1 to F6 (C3).
pub fn properties(plan: &Plan, ledgers: &[Ledger]) -> Vec<Property> {
    let counted = |property, says, of: fn(&Ledger) -> Violations| {
        let all: Vec<Violations> = ledgers.iter().map(of).collect();
        let violations = all.iter().map(|v| v.count).sum();
        let first =
            all.iter().zip(ledgers).find_map(|(v, l)| v.first.map(|cell| (l.replication, cell)));
        Property {
            property,
            says,
            holds: Some(violations == 0),
            violations: Some(violations),
            first_at: first.map(|(r, cell)| {
                format!("replication {}, {}", r + 1, plan.scenario.calendar.local(cell))
            }),
            jain: None,
            worst_off: None,
        }
    };
    vec![
        counted(
            "F1",
            "no User within its allocation, now and in the windows before, is throttled",
            |l| l.fairness.f1,
        ),
        counted("F2", "no Prioritised Service Request is throttled", |l| l.fairness.f2),
        counted(
            "F3",
            "no User within its allocation is rejected while another is above its own",
            |l| l.fairness.f3,
        ),
        counted("F4", "standard business operation never activates the mechanism", |l| {
            l.fairness.f4
        }),
        counted("F5", "each User has what it first submits admitted, up to its allocation", |l| {
            l.fairness.f5
        }),
        entitlement(plan, ledgers),
    ]
}

/// F6: over all active windows of all replications together.
fn entitlement(plan: &Plan, ledgers: &[Ledger]) -> Property {
    let sum = |of: fn(&Ledger, usize) -> u64, user: usize| {
        ledgers.iter().map(|l| of(l, user)).sum::<u64>()
    };
    let ratios: Vec<(usize, f64)> = (0..plan.scenario.users.len())
        .filter_map(|u| {
            let entitled = sum(|l, u| l.fairness.entitled[u], u);
            let admitted = sum(|l, u| l.fairness.admitted[u], u);
            (entitled > 0).then(|| (u, admitted as f64 / entitled as f64))
        })
        .collect();
    let worst = ratios.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    Property {
        property: "F6",
        says: "Jain's index of admitted ÷ min(first submissions, allocation), and the worst-off User",
        holds: None,
        violations: None,
        first_at: None,
        jain: jain(&ratios.iter().map(|r| r.1).collect::<Vec<f64>>()),
        worst_off: worst.map(|(u, ratio)| (plan.scenario.users[*u].id.clone(), *ratio)),
    }
}

/// Jain's index: (Σx)² / (n Σx²); 1 where all are equal, 1/n where one has all.
fn jain(x: &[f64]) -> Option<f64> {
    let sum: f64 = x.iter().sum();
    let squares: f64 = x.iter().map(|x| x * x).sum();
    (squares > 0.0).then(|| sum * sum / (x.len() as f64 * squares))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f6_jains_index_of_known_shares() {
        assert!((jain(&[1.0, 2.0, 3.0]).unwrap() - 6.0 / 7.0).abs() < 1e-12);
        assert!((jain(&[1.0, 1.0, 0.0, 0.0]).unwrap() - 0.5).abs() < 1e-12);
        assert_eq!(jain(&[]), None);
    }
}

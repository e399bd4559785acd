//! Sums over a block's plain fresh requests that a variant needs in every cell: worked out once for
//! all variants that prioritise and follow the same SRVs and have the same targets.

use super::plan::Plan;
use crate::traffic::{Fresh, Placed, PlacedCell, UserFresh};

/// Sums over the plain fresh requests of a cell.
#[derive(Clone, Debug, Default)]
pub struct CellSums {
    /// Of each User that has any, those that are not prioritised (M6).
    pub(super) not_prioritised: Vec<u64>,
    /// Of each User that has any, those that go to a device (G9).
    pub(super) devices: Vec<u64>,
    /// Of each kind of lateness, how many (C2).
    pub(super) kinds: Vec<u64>,
    /// Those that are followed (C2), User by User.
    pub(super) followed: Vec<Fresh>,
}

/// The sums of every cell of a block.
pub(super) fn sums(plan: &Plan, placed: &Placed) -> Vec<CellSums> {
    (0..plan.clock.per_block as usize).map(|c| CellSums::new(plan, placed.cell(c))).collect()
}

impl CellSums {
    fn new(plan: &Plan, cell: &PlacedCell) -> Self {
        let mut kinds = vec![0; plan.cohorts.late_after.len()];
        for f in &cell.plain {
            kinds[plan.hot(f.cohort as usize).late_kind()] += f.count;
        }
        let by_user = |fits: &dyn Fn(usize) -> bool| -> Vec<u64> {
            let own = |u: &UserFresh| cell.plain[u.from..u.to].iter();
            let fitting = |u| own(u).filter(|f| fits(f.cohort as usize)).map(|f| f.count).sum();
            cell.users.iter().map(fitting).collect()
        };
        Self {
            not_prioritised: by_user(&|c| !plan.hot(c).prioritised),
            // Only storms ask for them.
            devices: match plan.traffic.parties.is_empty() {
                true => Vec::new(),
                false => by_user(&|c| plan.hot(c).device),
            },
            kinds,
            followed: cell
                .plain
                .iter()
                .filter(|f| plan.hot(f.cohort as usize).followed)
                .copied()
                .collect(),
        }
    }
}

//! A replication's fresh traffic, drawn and placed once for all variants that step through it (T5).

use super::plan::{Plan, SumsOf, Yardstick};
use super::standing::Standings;
use super::sums::{CellSums, sums};
use crate::random::Keys;
use crate::traffic::{DayCounts, Placed, Traffic};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

/// Days that are kept: the one that runs, and the one before it, into which F1 may look back.
const DAYS: usize = 2;
/// Blocks that are kept: the one that runs, those before it, and those that may hold the peak.
const BLOCKS: usize = 4;

/// Sums that are kept: of the block that runs, for a few lists of Prioritised Service Requests.
const SUMS: usize = 4;

/// The values that were last used, by their keys.
type Kept<K, T> = RefCell<VecDeque<(K, Rc<T>)>>;

/// Counts of days and placements of blocks, each worked out when first asked for and kept for a
/// while. All of it depends on keys only, so it does not matter who asks, or how often.
pub(super) struct DrawnTraffic<'a> {
    traffic: &'a Traffic,
    keys: Keys,
    days: Kept<usize, DayCounts>,
    blocks: Kept<usize, Placed>,
    sums: Kept<(usize, SumsOf), Vec<CellSums>>,
    standings: Kept<(usize, Arc<Yardstick>), Standings>,
}

impl<'a> DrawnTraffic<'a> {
    /// Nothing drawn yet.
    pub(super) fn new(traffic: &'a Traffic, keys: Keys) -> Self {
        Self {
            traffic,
            keys,
            days: RefCell::default(),
            blocks: RefCell::default(),
            sums: RefCell::default(),
            standings: RefCell::default(),
        }
    }

    /// Keys of every draw of the replication.
    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The counts of the civil day that holds `block`.
    pub(super) fn day(&self, block: usize) -> Rc<DayCounts> {
        let day = |(from, to): &(usize, usize)| (*from..*to).contains(&block);
        let (from, to) = self.traffic.days().find(day).expect("a block of the run");
        let make = || self.traffic.count_day(&self.keys, from, to);
        kept(&self.days, from, DAYS, make)
    }

    /// `block`, with its requests in their cells.
    pub(super) fn placed(&self, block: usize) -> Rc<Placed> {
        let make = || self.traffic.place(&self.keys, block, self.day(block).block(block));
        kept(&self.blocks, block, BLOCKS, make)
    }

    /// Sums over the cells of `block` for variants like `plan`.
    pub(super) fn sums(&self, block: usize, plan: &Plan) -> Rc<Vec<CellSums>> {
        let make = || sums(plan, &self.placed(block));
        kept(&self.sums, (block, Arc::clone(&plan.cohorts.sums)), SUMS, make)
    }

    /// The standing of what is first due in `block` for variants like `plan` (C2).
    pub(super) fn standings(&self, block: usize, plan: &Plan) -> Rc<Standings> {
        let make = || {
            let counts = Standings::look_at(plan, block).map(|b| (b, self.day(b)));
            Standings::new(plan, &self.keys, &counts.collect::<Vec<_>>(), block)
        };
        kept(&self.standings, (block, Arc::clone(&plan.yardstick)), SUMS, make)
    }
}

/// The value named `key`, the `most` last used of which are kept.
fn kept<K: PartialEq, T>(
    cache: &Kept<K, T>,
    key: K,
    most: usize,
    make: impl FnOnce() -> T,
) -> Rc<T> {
    let mut cache = cache.borrow_mut();
    let known = cache.iter().position(|(k, _)| *k == key);
    let found = known.and_then(|at| cache.remove(at));
    let (key, value) = found.unwrap_or_else(|| (key, Rc::new(make())));
    cache.truncate(most - 1);
    cache.push_front((key, Rc::clone(&value)));
    value
}

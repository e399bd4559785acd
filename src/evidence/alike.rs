//! Whether the same happened in two variants.

use headroom_core::ledger::{Folded, RunLine};

/// Whether the same happened in each replication: every count of requests by User and SRV, every wait and delay, every
/// activation's length. What is only reckoned, such as an entitlement, may differ.
pub(super) fn same_counts(one: &Folded, other: &Folded) -> bool {
    one.pairs == other.pairs
        && one.runs.len() == other.runs.len()
        && one.runs.iter().zip(&other.runs).all(|(a, b)| same_run(a, b))
}

fn same_run(a: &RunLine, b: &RunLine) -> bool {
    (&a.counts, &a.open, &a.harm, a.active_cells, a.outage_cells, &a.waits)
        == (&b.counts, &b.open, &b.harm, b.active_cells, b.outage_cells, &b.waits)
        && (&a.added, &a.users, &a.srvs, &a.processes, &a.supply)
            == (&b.added, &b.users, &b.srvs, &b.processes, &b.supply)
        && (&a.messages, &a.delays, a.longest_behind, &a.warnings)
            == (&b.messages, &b.delays, b.longest_behind, &b.warnings)
}

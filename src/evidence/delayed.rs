//! What is followed, of all Users together (C2): how long the requests of an SRV waited beyond what they had to.
//!
//! Scope: the added delay that 95 % do not exceed, by SRV. Left out: the same by User (`tables/followed.rs`), and by whose
//! requests they were (`added.rs`). Checked by: `tests/it/measures.rs`.

use super::Evidence;
use headroom_core::ledger::FollowedDelay;

/// By the id of each SRV that is followed and was sent: the added delay that 95 % of its requests do not exceed, seconds; none
/// where more than one in twenty were never answered, which are later than any.
pub fn followed_p95(e: &Evidence) -> Vec<(String, Option<f64>)> {
    let scenario = &e.plan.scenario;
    let bin_s = scenario.calendar.cell().seconds() / 10.0;
    let of = |srv: usize| {
        let folded = e.folded();
        let pairs = e.plan.traffic.pairs.iter().zip(folded.added.followed());
        let mut all = pairs.filter(|((_, s), _)| *s == srv).map(|(_, delay)| delay);
        let mut sum: FollowedDelay = all.next()?.clone();
        all.for_each(|delay| sum.merge(delay));
        let sum = sum.all();
        let p95 = || sum.quantile(0.95).map(|bin| bin as f64 * bin_s);
        (sum.count() > 0).then(|| (scenario.srvs[srv].id.clone(), p95()))
    };
    (0..scenario.srvs.len()).filter(|s| scenario.followed[*s]).filter_map(of).collect()
}

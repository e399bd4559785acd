//! The engine against the judge: equal in distribution, and equal where nothing is random.
//!
//! A rule's test is a small market in which that rule decides much. The engine runs 300 times, the
//! judge 200; each of some two hundred measures has its mean and its variance compared.
//!
//! Tolerance: 4.5 standard errors. The rules' tests together make some 80 000 comparisons, and a
//! normal difference passes 4.5 once in 150 000, so a false alarm is to be expected in two of
//! five complete sets of seeds; the seeds are fixed, and these raise none.

mod answers;
mod beside;
mod buffers;
mod copies;
pub mod exact;
mod gateway;
mod guard;
mod maintenance;
mod measures;
mod mechanism;
mod northbound;
mod processes;
mod recorded;
mod resubmissions;
mod retries;
mod signals;
mod storms;
mod submissions;
mod swarm;
mod traffic;

use headroom_core::domain::Standing;
use headroom_core::engine::{Plan, run};
use headroom_core::ledger::{Ledger, Row};
use headroom_core::scenario::Scenario;
use kit::judge::{Followed, Seen, judge};
use kit::make::{Changes, small};
use kit::moments::{Moments, apart};
use measures::measures;
use std::collections::BTreeMap;

const ENGINE_RUNS: u32 = 300;
const JUDGE_RUNS: u32 = 200;
/// Standard errors.
pub const FURTHEST: f64 = 4.5;

/// What happens in nearly every market with a flood, the mechanism on.
const MECHANISM: &[&str] = &["throttled", "active cells", "beta throttled", "abandoned"];

/// The small market with `changes`: engine and judge agree, and each of `happens` does happen.
fn small_agrees(changes: Changes, happens: &[&str]) {
    agree(&small(changes), happens);
}

/// Asserts that engine and judge agree about `scenario`, in which each of `happens` does happen.
fn agree(scenario: &Scenario, happens: &[&str]) {
    let compared = compare(scenario, 0..ENGINE_RUNS, 0..JUDGE_RUNS);
    for name in happens {
        let found = compared.iter().find(|c| c.name == *name);
        assert!(
            found.expect("a measure of that name").judge.mean > 0.0,
            "{name}: never happens, so nothing is tested"
        );
    }
    let complaints: Vec<String> =
        compared.iter().filter(|c| c.distance() > FURTHEST).map(Compared::said).collect();
    assert!(complaints.is_empty(), "{}\n{}", scenario.resolved, complaints.join("\n"));
}

/// A measure of runs of both.
struct Compared {
    name: String,
    engine: Moments,
    judge: Moments,
}

impl Compared {
    /// How far apart the means or the variances are, in standard errors.
    fn distance(&self) -> f64 {
        let (mean, variance) = apart(&self.engine, &self.judge);
        mean.abs().max(variance.abs())
    }

    fn said(&self) -> String {
        let (mean, variance) = apart(&self.engine, &self.judge);
        let said = |m: &Moments| format!("{:.3} ± {:.3}", m.mean, m.variance.sqrt());
        let (engine, judge) = (said(&self.engine), said(&self.judge));
        format!(
            "{}: engine {engine}, judge {judge}: z {mean:.1} of the mean, {variance:.1} of the variance",
            self.name
        )
    }
}

/// Runs both, and takes the moments of every measure.
fn compare(
    scenario: &Scenario,
    engine: std::ops::Range<u32>,
    judged: std::ops::Range<u32>,
) -> Vec<Compared> {
    let plan = Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"));
    let engine: Vec<_> =
        engine.map(|r| measures(scenario, &seen(scenario, &run(&plan, r, false)))).collect();
    let judged: Vec<_> =
        judged.map(|seed| measures(scenario, &judge(scenario, u64::from(seed)))).collect();
    let name = |m: usize| engine[0][m].0.clone();
    let of = |runs: &[Vec<(String, f64)>], m: usize| {
        Moments::of(&runs.iter().map(|run| run[m].1).collect::<Vec<_>>())
    };
    let measure =
        |m: usize| Compared { name: name(m), engine: of(&engine, m), judge: of(&judged, m) };
    (0..engine[0].len()).map(measure).collect()
}

/// The engine's ledger in the judge's form.
fn seen(scenario: &Scenario, ledger: &Ledger) -> Seen {
    let f = &ledger.fairness;
    let per_block = scenario.calendar.cells_per_block() as u64;
    let half_hour = |block: u64| {
        let mut whole = Row { cell: block * per_block, ..Row::default() };
        ledger
            .timeline
            .iter()
            .filter(|row| row.cell / per_block == block)
            .for_each(|row| whole.follow(row));
        whole
    };
    Seen {
        pairs: ledger.pairs.clone(),
        open: ledger.open.clone(),
        harm: ledger.harm.clone(),
        until_accepted: ledger.until_accepted.clone(),
        waits: ledger.waits.bins().collect(),
        added: Standing::ALL
            .into_iter()
            .flat_map(|s| ledger.added.of(s).bins().map(move |(bin, n)| ((s.place(), bin), n)))
            .collect(),
        followed: followed(ledger),
        peak_load: ledger.peak_load,
        activations: ledger.activations.clone(),
        windows_throttled: ledger.windows_throttled.clone(),
        breach: breach(scenario, ledger),
        outage_cells: ledger.outage_cells,
        active_cells: ledger.active_cells,
        half_hours: (0..scenario.calendar.blocks().len() as u64).map(half_hour).collect(),
        users: ledger.users.clone(),
        processes: ledger.processes.clone(),
        steps: ledger.steps.clone(),
        supply: ledger.supply.clone(),
        messages: ledger.messages.clone(),
        delays: ledger.delays.clone(),
        northbound: ledger.northbound.clone(),
        fairness: [f.f1, f.f2, f.f3, f.f4, f.f5],
        entitled: f.admitted.iter().copied().zip(f.entitled.iter().copied()).collect(),
    }
}

/// C2: each User's breaches of all months together.
fn breach(scenario: &Scenario, ledger: &Ledger) -> Vec<(u64, u64, u64)> {
    let mut all = vec![(0, 0, 0); scenario.users.len()];
    for (u, user) in ledger.months.iter().flat_map(|m| (0..).zip(&m.users)) {
        all[u].0 += user.excess;
        all[u].1 += user.excess_first;
        all[u].2 += user.windows_in_excess;
    }
    all
}

/// What is followed, in the judge's form: what there is none of is not listed.
fn followed(ledger: &Ledger) -> BTreeMap<(usize, bool), Followed> {
    let pairs = ledger.added.followed().iter().enumerate();
    let both = pairs.flat_map(|(pair, of)| {
        [(false, of.while_inactive()), (true, of.while_active())].map(|(active, of)| {
            let over = of.over().map(|n| n - of.never());
            ((pair, active), Followed { bins: of.bins().collect(), over, never: of.never() })
        })
    });
    both.filter(|(_, of)| *of != Followed::default()).collect()
}

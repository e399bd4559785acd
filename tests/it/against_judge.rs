//! The engine against the judge: equal in distribution, and equal where nothing is random.
//!
//! A rule's test is a small market in which that rule decides much. The engine runs 300 times, the
//! judge 200; each of some eighty measures has its mean and its variance compared.
//!
//! Tolerance: 4.5 standard errors. The rules' tests together make some 8 000 comparisons, and a
//! normal difference passes 4.5 once in 150 000, so a false alarm is to be expected in one of
//! twenty complete sets of seeds; the seeds are fixed, and these raise none.

mod exact;
mod gateway;
mod mechanism;
mod retries;
mod swarm;
mod traffic;

use super::judge::{Seen, judge};
use super::make::{Changes, small};
use super::moments::{Moments, apart};
use headroom::engine::{Plan, run};
use headroom::ledger::{Counts, Ledger, Open, Row};
use headroom::scenario::Scenario;
use headroom::traffic::Traffic;

const ENGINE_RUNS: u32 = 300;
const JUDGE_RUNS: u32 = 200;
/// Standard errors.
const FURTHEST: f64 = 4.5;

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
        waits: ledger.waits.bins().collect(),
        peak_load: ledger.peak_load,
        activations: ledger.activations.clone(),
        windows_throttled: ledger.windows_throttled.clone(),
        outage_cells: ledger.outage_cells,
        active_cells: ledger.active_cells,
        half_hours: (0..scenario.calendar.blocks().len() as u64).map(half_hour).collect(),
        users: ledger.users.clone(),
        fairness: [f.f1, f.f2, f.f3, f.f4, f.f5],
        entitled: f.admitted.iter().copied().zip(f.entitled.iter().copied()).collect(),
    }
}

/// One kind of number of a pair.
type Count = (&'static str, fn(&Counts, &Open) -> u64);

const COUNTS: [Count; 18] = [
    ("requests", |c, _| c.requests),
    ("submissions", |c, _| c.submissions),
    ("attempts", |c, _| c.attempts),
    ("admitted", |c, _| c.admitted),
    ("throttled", |c, _| c.throttled),
    ("rejected", |c, _| c.rejected),
    ("unavailable", |c, _| c.unavailable),
    ("processed", |c, _| c.processed),
    ("earlier submissions", |c, _| c.earlier_submissions),
    ("served", |c, _| c.served),
    ("abandoned", |c, _| c.abandoned),
    ("late", |c, _| c.late),
    ("refused within allocation", |c, _| c.refused_within_allocation),
    ("open: retrying", |_, o| o.retrying),
    ("open: held", |_, o| o.held),
    ("open: deferred", |_, o| o.deferred),
    ("open: backlog", |_, o| o.backlog),
    ("open: earlier in the backlog", |_, o| o.backlog_earlier),
];

/// What is compared of a run, by name.
fn measures(scenario: &Scenario, seen: &Seen) -> Vec<(String, f64)> {
    let mut all: Vec<(String, f64)> = Vec::new();
    let mut note = |name: &str, value: f64| all.push((name.to_owned(), value));
    for (name, count) in COUNTS {
        note(name, seen.pairs.iter().zip(&seen.open).map(|(c, o)| count(c, o) as f64).sum());
    }
    for (u, user) in scenario.users.iter().enumerate() {
        let rows = || seen.users.iter().skip(u).step_by(scenario.users.len());
        note(&format!("{} attempts", user.id), rows().map(|r| r.attempts as f64).sum());
        note(&format!("{} throttled", user.id), rows().map(|r| r.throttled as f64).sum());
        note(&format!("{} rejected", user.id), rows().map(|r| r.rejected as f64).sum());
        note(
            &format!("{} rejected in the first half-hour", user.id),
            seen.users[u].rejected as f64,
        );
        note(&format!("{} windows throttled", user.id), seen.windows_throttled[u] as f64);
        note(&format!("{} admitted while active", user.id), seen.entitled[u].0 as f64);
        note(&format!("{} entitled while active", user.id), seen.entitled[u].1 as f64);
    }
    for (pair, (user, srv)) in Traffic::new(scenario).pairs.into_iter().enumerate() {
        let (counts, open) = (&seen.pairs[pair], &seen.open[pair]);
        let name = format!("{} {}", scenario.users[user].id, scenario.srvs[srv].id);
        note(&format!("{name} served"), counts.served as f64);
        note(&format!("{name} throttled"), counts.throttled as f64);
        note(&format!("{name} late"), counts.late as f64);
        note(&format!("{name} open: backlog"), open.backlog as f64);
    }
    for (number, violations) in seen.fairness.iter().enumerate() {
        note(&format!("F{}", number + 1), violations.count as f64);
    }
    let first = seen.half_hours[0];
    for (h, half_hour) in seen.half_hours.iter().enumerate() {
        note(&format!("started in half-hour {h}"), half_hour.started as f64);
    }
    note("prioritised, admitted in the first half-hour", first.admitted_prioritised as f64);
    note("retries in the first half-hour", first.retries as f64);
    note("backlog after the first half-hour", first.backlog as f64);
    note("peak load", seen.peak_load.0 as f64);
    note("cell of the peak", seen.peak_load.1 as f64);
    let activations = &seen.activations;
    note("activations", activations.len() as f64);
    note("first active cell", activations.first().map_or(-1.0, |a| a.from as f64));
    note("end of the last activation", activations.last().map_or(-1.0, |a| a.to as f64));
    note(
        "throttled in the first activation",
        activations.first().map_or(0.0, |a| a.throttled as f64),
    );
    note("active cells", seen.active_cells as f64);
    note("outage cells", seen.outage_cells as f64);
    let count: u64 = seen.waits.values().sum();
    let sum: u64 = seen.waits.iter().map(|(bin, n)| bin * n).sum();
    note("waits: none", seen.waits.get(&0).map_or(0.0, |n| *n as f64));
    note("waits: mean", sum as f64 / count.max(1) as f64);
    for share in [0.5, 0.95, 1.0] {
        note(
            &format!("waits: p{}", share * 100.0),
            quantile(seen, (count as f64 * share).ceil() as u64),
        );
    }
    all
}

/// The wait of `rank`, counted from the shortest.
fn quantile(seen: &Seen, rank: u64) -> f64 {
    let mut before = 0;
    let found = seen.waits.iter().find(|(_, n)| {
        before += **n;
        before >= rank.max(1)
    });
    found.map_or(-1.0, |(bin, _)| *bin as f64)
}

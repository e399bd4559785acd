//! CPU time of one core, and its ratio to the one-request-at-a-time judge on the same scenario.
//!
//! `cargo bench` prints, for each workload, the least and the median CPU time of a replication, the
//! attempts a second, and how many times faster the engine is than the judge in the same run. The
//! judge goes through every request, so it is given a part of the day.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use headroom_core::engine::{Plan, run, run_variants};
use headroom_core::scenario::{Change, load};
use kit::judge::judge;
use rustix::time::{ClockId, clock_gettime};
use std::sync::Arc;

/// A workload: what it is, scenario, changes for the engine, and further ones that leave the judge a part.
struct Workload {
    name: &'static str,
    scenario: &'static str,
    part: &'static [(&'static str, &'static str)],
    runs: u32,
    /// Only counts are kept, as for years, and the northbound side is off.
    counts_only: bool,
}

const WORKLOADS: [Workload; 9] = [
    Workload {
        name: "quiet national day",
        scenario: "ordinary-day",
        part: &[("/start", "2022-07-06T09:00"), ("/duration", "1 h")],
        runs: 20,
        counts_only: false,
    },
    Workload {
        name: "flood day",
        scenario: "denial-of-service",
        part: &[("/start", "2022-07-06T09:30"), ("/duration", "1 h 30 min")],
        runs: 20,
        counts_only: false,
    },
    Workload {
        name: "storm all day (W1)",
        scenario: "storm-all-day",
        part: &[("/duration", "1 h"), ("/events", "[]"), ("/ranges", "[]")],
        runs: 3,
        counts_only: false,
    },
    Workload {
        name: "the Beast",
        scenario: "beast-from-the-east",
        part: &[
            ("/start", "2022-07-06T09:00"),
            ("/duration", "1 h"),
            ("/events", "[]"),
            ("/ranges", "[]"),
        ],
        runs: 3,
        counts_only: false,
    },
    Workload {
        name: "Arwen, 34 h",
        scenario: "storm-arwen",
        part: &[
            ("/start", "2022-07-06T09:00"),
            ("/duration", "1 h"),
            ("/events", "[]"),
            ("/ranges", "[]"),
        ],
        runs: 3,
        counts_only: false,
    },
    Workload {
        name: "install day",
        scenario: "install-day",
        part: &[
            ("/start", "2022-07-06T09:00"),
            ("/duration", "1 h"),
            ("/events", "[]"),
            ("/ranges", "[]"),
        ],
        runs: 5,
        counts_only: false,
    },
    Workload {
        name: "storm of alerts",
        scenario: "alert-storm",
        part: &[
            ("/start", "2022-07-06T09:00"),
            ("/duration", "30 min"),
            ("/events", "[]"),
            ("/ranges", "[]"),
        ],
        runs: 10,
        counts_only: false,
    },
    Workload {
        name: "restart at 02:00",
        scenario: "restart-at-0200",
        part: &[("/duration", "30 min"), ("/events", "[]"), ("/ranges", "[]")],
        runs: 5,
        counts_only: false,
    },
    Workload {
        name: "restart, counts only",
        scenario: "restart-at-0200",
        part: &[("/duration", "30 min"), ("/events", "[]"), ("/ranges", "[]")],
        runs: 10,
        counts_only: true,
    },
];

fn main() {
    println!(
        "{:<20} {:>10} {:>10} {:>16} {:>22}",
        "a replication", "least ms", "median ms", "attempts/CPU s", "× judge on a part"
    );
    // `cargo bench -- --no-judge Beast restart`: those whose names have one of the words, without the ratio.
    let judged = !std::env::args().any(|a| a == "--no-judge");
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let is_wanted =
        |name: &str| wanted.is_empty() || wanted.iter().any(|w| name.contains(w.as_str()));
    for w in WORKLOADS.iter().filter(|w| is_wanted(w.name)) {
        let whole = w.plan(&[]);
        let mut attempts = 0;
        let mut times: Vec<f64> = (0..w.runs)
            .map(|r| {
                cpu_ms(|| {
                    attempts = run(&whole, r, false).totals().attempts;
                })
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        println!(
            "{:<20} {:>10.1} {:>10.1} {:>16.3e} {:>22.0}",
            w.name,
            times[0],
            median,
            attempts as f64 / median * 1e3,
            if judged { ratio(w) } else { f64::NAN }
        );
    }
    if is_wanted("variants") {
        variants();
    }
}

/// What one traffic for many variants gains: thresholds of the flood day together, against one by one.
fn variants() {
    const THRESHOLDS: usize = 25;
    let thetas = (0..THRESHOLDS).map(|i| (0.5 + 0.02 * i as f64).to_string());
    let mut plans: Vec<Plan> = Vec::new();
    for theta in thetas {
        let change = format!("/mechanism/operating_threshold={theta}").parse().expect("a change");
        let scenario = Arc::new(load("denial-of-service", &[change]).expect("a shipped scenario"));
        let plan = Plan::sharing(scenario, &plans);
        plans.push(plan.expect("allocations"));
    }
    let all: Vec<&Plan> = plans.iter().collect();
    let best = |f: &dyn Fn(u32)| (0..3).map(|r| cpu_ms(|| f(r))).fold(f64::INFINITY, f64::min);
    let together = best(&|r| drop(run_variants(&all, r, false, |_| true)));
    let singly = best(&|r| plans.iter().for_each(|p| drop(run(p, r, false))));
    println!(
        "\n{THRESHOLDS} thresholds of the flood day: {:.1} ms each together, {:.1} ms one by one: {:.2} ×",
        together / THRESHOLDS as f64,
        singly / THRESHOLDS as f64,
        singly / together
    );
}

/// How many times longer the judge takes for the same part of the scenario.
fn ratio(w: &Workload) -> f64 {
    let part = w.plan(w.part);
    let engine =
        (0..5).map(|r| cpu_ms(|| drop(run(&part, r, false)))).fold(f64::INFINITY, f64::min);
    let judge =
        (0..2).map(|r| cpu_ms(|| drop(judge(&part.scenario, r)))).fold(f64::INFINITY, f64::min);
    judge / engine
}

impl Workload {
    fn plan(&self, changes: &[(&str, &str)]) -> Plan {
        let off = [("/northbound/enabled", "false")];
        let off = off.iter().filter(|_| self.counts_only);
        let changes: Vec<Change> = changes
            .iter()
            .chain(off)
            .map(|(p, v)| format!("{p}={v}").parse().expect("a change"))
            .collect();
        let scenario = load(self.scenario, &changes).expect("a shipped scenario");
        let plan = Plan::new(&scenario).expect("allocations");
        if self.counts_only { plan.counts_only() } else { plan }
    }
}

/// CPU time of this thread over `f`, milliseconds.
fn cpu_ms(f: impl FnOnce()) -> f64 {
    let now = || {
        let t = clock_gettime(ClockId::ThreadCPUTime);
        t.tv_sec as f64 * 1e3 + t.tv_nsec as f64 / 1e6
    };
    let before = now();
    f();
    now() - before
}

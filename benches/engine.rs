//! CPU time of one core, and its ratio to the one-request-at-a-time judge on the same scenario.
//!
//! `cargo bench` prints, for each workload, the least and the median CPU time of a replication, the
//! attempts a second, and how many times faster the engine is than the judge in the same run. The
//! judge goes through every request, so it is given a part of the day. After them come a national year beside
//! today's system, thresholds together and one by one, and how long a scenario takes to be read.
//!
//! `cargo bench -- WORDS` does those whose names have one of the words, `--no-judge` leaves the ratio out, and
//! `--instructions` says in its place how many instructions a replication takes, as `valgrind` counts them: a figure that
//! no neighbour on the machine moves.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use headroom_core::engine::{Plan, run, run_variants};
use headroom_core::scenario::{Change, Counterpart, Scenario, load};
use kit::judge::judge;
use rustix::time::{ClockId, clock_gettime};
use std::process::Command;
use std::sync::Arc;

/// A workload: what it is, scenario, changes, and further ones that leave the judge a part.
struct Workload {
    name: &'static str,
    scenario: &'static str,
    changes: &'static [(&'static str, &'static str)],
    part: &'static [(&'static str, &'static str)],
    runs: u32,
    /// Only counts are kept, as for years.
    counts_only: bool,
}

const WORKLOADS: [Workload; 10] = [
    Workload {
        name: "quiet national day",
        scenario: "ordinary-day",
        changes: &[],
        part: &[("/start", "2022-07-06T09:00"), ("/duration", "1 h")],
        runs: 20,
        counts_only: false,
    },
    Workload {
        name: "its way back too",
        scenario: "ordinary-day",
        changes: &[("/northbound/enabled", "true")],
        part: &[("/start", "2022-07-06T09:00"), ("/duration", "30 min")],
        runs: 10,
        counts_only: false,
    },
    Workload {
        name: "flood day",
        scenario: "denial-of-service",
        changes: &[],
        part: &[("/start", "2022-07-06T09:30"), ("/duration", "1 h 30 min")],
        runs: 20,
        counts_only: false,
    },
    Workload {
        name: "storm all day (W1)",
        scenario: "storm-all-day",
        changes: &[],
        part: &[("/duration", "1 h"), ("/events", "[]"), ("/ranges", "[]")],
        runs: 3,
        counts_only: false,
    },
    Workload {
        name: "the Beast",
        scenario: "beast-from-the-east",
        changes: &[],
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
        changes: &[],
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
        changes: &[],
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
        changes: &[],
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
        changes: &[],
        part: &[("/duration", "30 min"), ("/events", "[]"), ("/ranges", "[]")],
        runs: 5,
        counts_only: false,
    },
    Workload {
        name: "restart, counts only",
        scenario: "restart-at-0200",
        changes: &[("/northbound/enabled", "false")],
        part: &[("/duration", "30 min"), ("/events", "[]"), ("/ranges", "[]")],
        runs: 10,
        counts_only: true,
    },
];

fn main() {
    let options: Vec<String> = std::env::args().skip(1).collect();
    let is_given = |option: &str| options.iter().any(|a| a == option);
    if let Some(at) = options.iter().position(|a| a == ONCE) {
        return only_run(&options[at + 1], &options[at + 2]);
    }
    let wanted: Vec<&String> = options.iter().filter(|a| !a.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|w| name.contains(*w));
    let (last, shown): (&str, &dyn Fn(&Workload) -> f64) = match () {
        () if is_given("--instructions") => ("million instructions", &instructions),
        () if is_given("--no-judge") => ("", &|_| f64::NAN),
        () => ("× judge on a part", &ratio),
    };
    println!(
        "{:<20} {:>10} {:>10} {:>16} {last:>22}",
        "a replication", "least ms", "median ms", "attempts/CPU s"
    );
    for w in WORKLOADS.iter().filter(|w| is_wanted(w.name)) {
        let whole = w.plan(&[]);
        let mut attempts = 0;
        let (least, median) = times(w.runs, |r| attempts = run(&whole, r, false).totals().attempts);
        let speed = attempts as f64 / median * 1e3;
        let shown = shown(w);
        println!("{:<20} {least:>10.1} {median:>10.1} {speed:>16.3e} {shown:>22.0}", w.name);
    }
    if is_wanted("year") {
        year();
    }
    for scenario in ["denial-of-service", "ordinary-day"].iter().filter(|_| is_wanted("variants")) {
        variants(scenario);
    }
    if is_wanted("reading") {
        let read = |_| drop(load("ordinary-day", &[]).expect("a shipped scenario"));
        println!("\nreading ordinary-day: {:.1} ms", times(5, read).0);
    }
}

/// The least and the median CPU time of so many runs, milliseconds.
fn times(runs: u32, mut f: impl FnMut(u32)) -> (f64, f64) {
    let mut times: Vec<f64> = (0..runs).map(|r| cpu_ms(|| f(r))).collect();
    times.sort_by(f64::total_cmp);
    (times[0], times[times.len() / 2])
}

/// A national year of which counts are kept, alone and beside today's system on the same traffic.
fn year() {
    let plan = |changes: &[Change], known: &[Plan]| {
        let scenario = told("national-year", changes);
        Plan::sharing(scenario, known).expect("allocations").counts_only()
    };
    let year = plan(&[], &[]);
    let today = plan(&Counterpart::todays(), std::slice::from_ref(&year));
    let (alone, _) = times(3, |r| drop(run(&year, r, false)));
    let (both, _) = times(3, |r| drop(run_variants(&[&year, &today], r, false, |_| true)));
    println!("\nnational year: {alone:.0} ms, with today's system beside it {both:.0} ms");
}

/// A shipped scenario that may step with others.
fn told(name: &str, changes: &[Change]) -> Arc<Scenario> {
    let mut scenario = load(name, changes).expect("a shipped scenario");
    scenario.tell_apart();
    Arc::new(scenario)
}

/// What has the program run a workload so many times and say nothing.
const ONCE: &str = "--only-run";

fn only_run(name: &str, runs: &str) {
    let w = WORKLOADS.iter().find(|w| w.name == name).expect("a workload");
    let plan = w.plan(&[]);
    let runs: u32 = runs.parse().expect("a number");
    (0..runs).for_each(|r| drop(run(&plan, r, false)));
}

/// Instructions of the first replication, millions: what the program takes with it, less what it takes without.
fn instructions(w: &Workload) -> f64 {
    let program = std::env::current_exe().expect("this program");
    let count = |runs: &str| {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
        let told = valgrind.arg(&program).args([ONCE, w.name, runs]).output().ok()?;
        let told = String::from_utf8_lossy(&told.stderr).into_owned();
        let line = told
            .lines()
            .find_map(|line| line.split_once("I refs:").or(line.split_once("I   refs:")))?;
        line.1.trim().replace(',', "").parse::<f64>().ok()
    };
    let both = count("0").zip(count("1"));
    both.map_or(f64::NAN, |(without, with)| (with - without) / 1e6)
}

/// What one traffic for many variants gains: thresholds of `scenario` together, against one by one.
fn variants(scenario: &str) {
    const THRESHOLDS: usize = 25;
    let thetas = (0..THRESHOLDS).map(|i| (0.5 + 0.02 * i as f64).to_string());
    let mut plans: Vec<Plan> = Vec::new();
    for theta in thetas {
        let change = format!("/mechanism/operating_threshold={theta}").parse().expect("a change");
        let scenario = told(scenario, &[change]);
        let stands = plans.first().map_or(&scenario, |p| &p.scenario).clone();
        let plan = Plan::sharing(scenario, &plans).and_then(|p| p.measured_by(&stands));
        plans.push(plan.expect("allocations"));
    }
    let all: Vec<&Plan> = plans.iter().collect();
    let (together, _) = times(3, |r| drop(run_variants(&all, r, false, |_| true)));
    let (singly, _) = times(3, |r| plans.iter().for_each(|p| drop(run(p, r, false))));
    println!(
        "\n{THRESHOLDS} thresholds of {scenario}: {:.1} ms each together, {:.1} ms one by one: {:.2} ×",
        together / THRESHOLDS as f64,
        singly / THRESHOLDS as f64,
        singly / together
    );
}

/// How many times longer the judge takes for the same part of the scenario.
fn ratio(w: &Workload) -> f64 {
    let part = w.plan(w.part);
    let (engine, _) = times(5, |r| drop(run(&part, r, false)));
    let (judge, _) = times(2, |r| drop(judge(&part.scenario, r.into())));
    judge / engine
}

impl Workload {
    fn plan(&self, part: &[(&str, &str)]) -> Plan {
        let changes: Vec<Change> = self
            .changes
            .iter()
            .chain(part)
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

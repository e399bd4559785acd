//! Works out a figure that headroom does not have, from what was counted: how unequally Users are refused, as the Gini index
//! of the share of its attempts that each was refused. 0: all alike; near 1: one User has it all.
//!
//! `cargo run --example a_figure_of_your_own -- [SCENARIO]`. Its mean and interval over replications under the mechanism and
//! today, and the paired difference on the same traffic (T5, C5).

#![allow(clippy::print_stdout, reason = "an example says what it found")]

use headroom::evidence::findings::Findings;
use headroom::evidence::interval::{Interval, mean_interval};
use headroom::evidence::measures::RunMeasures;
use headroom_core::domain::Count;
use headroom_core::experiment::{Asked, Running, Study, run_study};
use headroom_core::scenario::Draft;
use std::error::Error;

/// Gini index of values that are not negative; 0 where all are 0.
fn gini(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (n, sum) = (values.len() as f64, values.iter().sum::<f64>());
    // Of sorted values: Σ (2i − n − 1)·xᵢ ÷ (n·Σx), i from 1.
    let weighted = values.iter().enumerate().map(|(i, x)| (2.0 * i as f64 + 1.0 - n) * x);
    if sum > 0.0 { weighted.sum::<f64>() / (n * sum) } else { 0.0 }
}

/// The figure of one replication with so many Users. A replication keeps the counts of Users to whom something happened;
/// the others were refused nothing.
fn unequal(run: &RunMeasures, users: usize) -> f64 {
    let mut refused = vec![0.0; users];
    for (user, counted) in run.users.iter().filter(|(_, counted)| counted.attempts > 0) {
        // `None`: of all requests; a part of them is told by standing (C2).
        refused[*user] = counted.number(Count::Refused, None) as f64 / counted.attempts as f64;
    }
    gini(refused)
}

fn said(name: &str, interval: &Interval) {
    let ends = interval.ci_low.zip(interval.ci_high);
    let (low, high) = ends.expect("of several replications");
    println!(
        "{name}: {:.3} (95 %: {low:.3} to {high:.3}; {} replications)",
        interval.mean, interval.n
    );
}

fn main() -> Result<(), Box<dyn Error>> {
    let name = std::env::args().nth(1).unwrap_or_else(|| "denial-of-service".to_owned());
    // The first setting is the scenario as it stands, here with the mechanism; the second is today's system.
    let asked = Asked::of(vec!["/replications=5".parse()?], &["/mechanism/enabled=false".parse()?]);
    let study = Study::new(&Draft::read(&name)?, asked)?;
    let findings = Findings::new(&study, run_study(&study, Running::default(), |_| ())?);

    let users = findings.base.users.len();
    let [with, today] = [0, 1].map(|variant: usize| {
        let measures = findings.evidence[variant].measures();
        measures.runs.iter().map(|run| unequal(run, users)).collect::<Vec<f64>>()
    });
    println!("how unequally the {users} Users of {name} are refused:");
    said("with the mechanism", &mean_interval(&with));
    said("today", &mean_interval(&today));
    // Replication by replication, before any mean is taken: both met the same requests.
    let more: Vec<f64> = with.iter().zip(&today).map(|(with, today)| with - today).collect();
    said("difference", &mean_interval(&more));
    Ok(())
}

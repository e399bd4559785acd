//! Runs a scenario and prints its answer and some figures with their 95 % intervals (C5).
//!
//! `cargo run --example run_a_scenario -- [SCENARIO] [POINTER=JSON …]`: a file, or the name of a shipped scenario; changes as
//! `headroom run --set` takes them. The way is always the same four steps: a scenario is read, made ready, run, and its evidence
//! worked out.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use headroom::evidence::answer::sentences;
use headroom::evidence::words::{value, value_with_ends};
use headroom::evidence::{Evidence, Figure, Whose};
use headroom_core::engine::Plan;
use headroom_core::experiment::{Running, replicate};
use headroom_core::scenario::{Change, load};
use std::error::Error;
use std::process::ExitCode;

/// What is printed of all; docs/figures.md has every figure.
const FIGURES: [Figure; 5] = [
    Figure::Triggered,
    Figure::Throttled,
    Figure::NeverAnsweredNotAbove,
    Figure::ActiveS,
    Figure::WaitSP95,
];

fn main() -> ExitCode {
    match answer() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // Every fault of a scenario: where it is, what was found and expected, and a hint.
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn answer() -> Result<(), Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let name = given.next().unwrap_or_else(|| "minimal".to_owned());
    let changes = given.map(|change| change.parse()).collect::<Result<Vec<Change>, String>>()?;

    let scenario = load(&name, &changes)?;
    let plan = Plan::new(&scenario)?;
    let folded = replicate(&plan, Running::default(), || ())?;
    let evidence = Evidence::new(&plan, folded);

    for sentence in sentences(&evidence) {
        println!("{sentence}");
    }
    println!("\nmeans of {} replications:", evidence.replications());
    for figure in FIGURES {
        // A figure that no replication has, such as a wait where nothing was served, is none and not 0.
        if let Some(mean) = evidence.estimate(figure, Whose::All) {
            println!("  {}: {}", figure.called(), value_with_ends(figure, &mean));
        }
    }
    // The same of single Users, by their place in the scenario.
    for (place, user) in scenario.users.iter().enumerate() {
        let throttled = evidence.estimate(Figure::ThrottledShare, Whose::User(place));
        if let Some(share) = throttled.filter(|share| share.mean > 0.0) {
            println!("  {} is throttled {}", user.name, value(Figure::ThrottledShare, share.mean));
        }
    }
    Ok(())
}

//! Arguments of `recommend`.

use super::Common;
use clap::Args as ClapArgs;
use headroom_core::experiment::{Axis, Setting};
use headroom_core::scenario::{FigureOf, Keep};
use std::sync::OnceLock;

/// Arguments of `recommend`.
#[derive(Debug, ClapArgs)]
pub struct RecommendArgs {
    /// What every command that makes a study takes; of replications, the most that a candidate has.
    #[command(flatten)]
    pub common: Common,
    /// What must be kept: a figure of everybody, or of a User, SRV or class of messages, or how much more it is than today on the
    /// same traffic. Where left out: of the SRVs that are followed and of processes no more than 0.1 points of a
    /// share more than today, and a minute of outage.
    #[arg(long, value_name = "FIGURE[ of WHOM][ - today]<=X")]
    pub keep: Vec<Keep>,
    /// What is to be least, or most where more of it is better. Where left out: requests never answered that are not above by
    /// own sending; with --for, that User's requests never answered, or what it knows of supply within 15 min where it asks in a storm.
    #[arg(long, value_name = "FIGURE[ of WHOM]")]
    pub least: Option<FigureOf>,
    /// An axis of the grid that is searched whole; readings and operating thresholds where left out.
    #[arg(long, value_name = "POINTER=VALUES")]
    pub vary: Vec<Axis>,
    /// A rule to change by itself from the best of the grid, in place of those that are tried where it is left out.
    #[arg(long, value_name = "[NAME:] POINTER=JSON[; …]")]
    pub then: Vec<Setting>,
    /// Search the grid alone.
    #[arg(long, conflicts_with = "then")]
    pub grid_only: bool,
    /// Search what this User can do itself, its retries or its polls (or what --vary says), and leave the mechanism as it stands.
    #[arg(long = "for", value_name = "USER", conflicts_with = "then")]
    pub of_user: Option<String>,
    /// The chance that what is said of the choice is wrong, all heats together.
    #[arg(long, value_name = "P", default_value_t = 0.05, value_parser = error)]
    pub error: f64,
    /// Also run the finalists under so many joint draws of the scenario's ranges: does the rule stay best whatever is assumed?
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=10_000))]
    pub draws: u32,
    /// Replications of each such draw.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..), requires = "draws")]
    pub of_each: u32,
    /// What the search found, once it was made.
    #[arg(skip)]
    pub found: OnceLock<Box<crate::evidence::recommend::Search>>,
}

/// A chance between nothing and one half.
fn error(text: &str) -> Result<f64, String> {
    let error = text.parse().ok().filter(|x: &f64| *x >= 1e-6 && *x <= 0.5);
    error.ok_or_else(|| "expected a chance from 0.000001 to 0.5, such as 0.05".to_owned())
}

//! Arguments of `month`.

use super::Replay;
use clap::Args as ClapArgs;
use std::path::PathBuf;

/// Arguments of `month`.
#[derive(Debug, ClapArgs)]
pub struct Month {
    /// What `replay` takes.
    #[command(flatten)]
    pub replay: Replay,
    /// The folder of the report of the month before: what changed since is split into program, traffic, portfolios and parameters.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["publish", "with", "vary"])]
    pub previous: Option<PathBuf>,
}

//! Arguments of `replay`.

use super::{Beside, Common, Named, part_of_half_hour};
use clap::Args as ClapArgs;
use headroom_core::domain::Span;
use headroom_core::experiment::{Axis, Setting};
use std::path::PathBuf;

/// Arguments of `replay`.
#[derive(Debug, ClapArgs)]
pub struct Replay {
    /// What every command that makes a study takes.
    #[command(flatten)]
    pub common: Common,
    /// Files of the log: CSV, gzip'd CSV or Parquet.
    #[arg(long, required = true, num_args = 1.., value_name = "LOG")]
    pub log: Vec<String>,
    /// A column of another name: as the log calls it, and as it is called here.
    #[arg(long, value_name = "COLUMN=NAME")]
    pub map: Vec<Named>,
    /// Users of other names: a file (CSV, Parquet) with columns `name`, as the log has it, and `user`, an id; without one the rows are
    /// left out.
    #[arg(long, value_name = "FILE")]
    pub users: Option<PathBuf>,
    /// Time zone of times without an offset, such as Europe/London.
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// How long a count is, such as `30 min`; what divides all times of counts where left out.
    #[arg(long, value_name = "TIME", value_parser = part_of_half_hour)]
    pub bin: Option<Span>,
    /// Only in place of this User's streams, beside the modelled ones of all others.
    #[arg(long = "only", value_name = "USER")]
    pub only: Vec<String>,
    /// A further setting on the same traffic, as of `compare`.
    #[arg(long, value_name = "[NAME:] POINTER=JSON[; …]")]
    pub with: Vec<Setting>,
    /// An axis of a grid, as of `sweep`.
    #[arg(long, value_name = "POINTER=VALUES")]
    pub vary: Vec<Axis>,
    /// Hold every variant against what was observed: a file (CSV, Parquet) with `time` (or `date` and `settlement_period`), `user`,
    /// and `attempts`, `refused` or `response_time` (s) by half-hour.
    #[arg(long, value_name = "FILE", conflicts_with = "publish")]
    pub observed: Option<PathBuf>,
    /// Whether it stands alone.
    #[command(flatten)]
    pub beside: Beside,
}

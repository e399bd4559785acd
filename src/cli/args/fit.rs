//! Arguments of `fit`.

use super::{Format, Named, part_of_half_hour};
use clap::Args as ClapArgs;
use headroom_core::domain::Span;
use std::path::PathBuf;

/// Arguments of `fit`.
#[derive(Debug, ClapArgs)]
pub struct FitArgs {
    /// Files of the log: CSV, gzip'd CSV or Parquet.
    #[arg(required = true, value_name = "LOG")]
    pub log: Vec<String>,
    /// The scenario to write: NAME.json, and all values with their errors in NAME.fitted.csv.
    #[arg(long, value_name = "NAME")]
    pub out: PathBuf,
    /// A column of another name: as the log calls it, and as it is called here.
    #[arg(long, value_name = "COLUMN=NAME")]
    pub map: Vec<Named>,
    /// Users of other names: a CSV file with columns `name`, as the log has it, and `user`, an id; without one the rows are
    /// left out.
    #[arg(long, value_name = "FILE")]
    pub users: Option<PathBuf>,
    /// Whose all requests are, of a log without a column for it.
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// Which SRV they are of, of a log without a column for it.
    #[arg(long, value_name = "SRV")]
    pub srv: Option<String>,
    /// Time zone of times without an offset, such as Europe/London.
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// How long a count is, such as `30 min`; what divides all times of counts where left out.
    #[arg(long, value_name = "TIME", value_parser = part_of_half_hour)]
    pub bin: Option<Span>,
    /// Times are local ones of the zone, whatever offset they give.
    #[arg(long, requires = "zone")]
    pub local: bool,
    /// When times that are numbers begin to count seconds: `2022-07-04T00:00:00Z`.
    #[arg(long, value_name = "TIME")]
    pub begins: Option<String>,
    /// A date that has a Sunday's profile; may be given again.
    #[arg(long, value_name = "DATE")]
    pub holiday: Vec<String>,
    /// Profiles by the half-hours of UTC, not of Europe/London.
    #[arg(long)]
    pub utc: bool,
    /// A cell of the scenario; the log is told apart as finely.
    #[arg(long, value_name = "TIME", default_value = "10 s", value_parser = part_of_half_hour)]
    pub resolution: Span,
    /// How often counts are drawn from what was found, to know its errors.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(20..=10_000))]
    pub repeats: u64,
    /// Seed of what is drawn.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

//! Arguments of `answers`.

use super::Format;
use super::threads::threads;
use crate::cli::array_task::shard;
use clap::Args as ClapArgs;
use headroom_core::experiment::Shard;
use std::path::PathBuf;

/// Arguments of `answers`.
#[derive(Debug, ClapArgs)]
pub struct AnswersArgs {
    /// The base on which the questions' scenarios stand.
    #[arg(long, value_parser = ["gb"], default_value = "gb")]
    pub base: String,
    /// Folder of the answers, with a folder for each study; started again, it goes on where it stopped.
    #[arg(long, value_name = "DIR", default_value = "reports/answers")]
    pub out: PathBuf,
    /// This question alone, by its id; can be given several times.
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Replications of each study of days.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub replications: u32,
    /// Years of each study of years.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub years: u32,
    /// Do part I of N of every study's work and no more; the command without it makes tables and pages. With auto/N, I is
    /// the index that a scheduler gives its task.
    #[arg(long, value_name = "I/N|auto/N", value_parser = shard)]
    pub shard: Option<Shard>,
    /// Threads; results do not depend on it. All there are where left out.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = threads)]
    pub threads: usize,
    /// How to print the answers.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

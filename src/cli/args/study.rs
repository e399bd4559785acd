//! What every command that makes a study takes, and the arguments of `run`, `compare` and `sweep`.

use super::Format;
use super::files::FilesArgs;
use super::threads::threads;
use crate::cli::array_task::shard;
use clap::{Args as ClapArgs, ValueEnum};
use headroom_core::experiment::{Axis, Setting, Shard};
use headroom_core::scenario::Change;
use std::path::PathBuf;

/// What is changed of a scenario that is run, and on how many threads.
#[derive(Debug, ClapArgs)]
pub struct Choices {
    /// Change a value: a JSON pointer in which a token may be an id, and JSON.
    #[arg(long = "set", value_name = "POINTER=JSON")]
    pub changes: Vec<Change>,
    /// Seed of every random draw.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How many independent replications; what the file says where left out.
    #[arg(long, value_name = "N")]
    pub replications: Option<u32>,
    /// Threads; results do not depend on it. All there are where left out.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = threads)]
    pub threads: usize,
}

impl Choices {
    /// `--set`, then the options that stand for a value of the file.
    pub fn all_changes(&self) -> Vec<Change> {
        let mut changes = self.changes.clone();
        let mut set = |pointer: &str, value: Option<serde_json::Value>| {
            changes.extend(value.map(|value| Change { pointer: pointer.to_owned(), value }));
        };
        set("/seed", self.seed.map(Into::into));
        set("/replications", self.replications.map(Into::into));
        changes
    }
}

/// What every command that makes a study takes.
#[derive(Debug, ClapArgs)]
pub struct Common {
    /// A scenario file, or the name of a shipped scenario.
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    /// Changes, seed, replications and threads.
    #[command(flatten)]
    pub choices: Choices,
    /// Folder of the study; started again, it goes on where it stopped.
    #[arg(long, value_name = "DIR", default_value = None)]
    pub out: Option<PathBuf>,
    /// Do part I of N of the work and no more; the parts share the folder, or have its `runs` copied together, and the
    /// command without it makes tables, charts and page. With auto/N, I is the index that a scheduler gives its task.
    #[arg(long, value_name = "I/N|auto/N", value_parser = shard)]
    pub shard: Option<Shard>,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Open every half-hour block: slower, and the same to the byte.
    #[arg(long)]
    pub step_all: bool,
    /// What is written besides tables, charts and the page, and how it is marked.
    #[command(flatten)]
    pub files: FilesArgs,
}

impl Common {
    /// The folder of a study of `scenario`.
    pub fn folder(&self, scenario: &str) -> PathBuf {
        self.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(scenario))
    }
}

/// Arguments of `run`.
#[derive(Debug, ClapArgs)]
pub struct Run {
    /// What every command that makes a study takes.
    #[command(flatten)]
    pub common: Common,
    /// Also write the first replication as a log of recorded traffic, which `replay` reads; gzip'd where the name ends in .gz. A file
    /// that is there is not written over.
    #[arg(long, value_name = "FILE", conflicts_with = "publish")]
    pub record: Option<PathBuf>,
    /// Whether it stands alone.
    #[command(flatten)]
    pub beside: Beside,
}

/// Whether a study stands beside today's system.
#[derive(Debug, ClapArgs)]
pub struct Beside {
    /// Without today's system, and what else the scenario names, beside it on the same traffic.
    #[arg(long)]
    pub alone: bool,
}

/// Arguments of `compare`.
#[derive(Debug, ClapArgs)]
pub struct Compare {
    /// What every command that makes a study takes.
    #[command(flatten)]
    pub common: Common,
    /// A setting to hold against the scenario as it stands: changes joined by `;`, and a name and `:`
    /// before them if you like.
    #[arg(long, required_unless_present_any = ["options", "each_srv"], value_name = "[NAME:] POINTER=JSON[; …]")]
    pub with: Vec<Setting>,
    /// Options side by side, with what they cost: a JSON file, or the name of a shipped one (gb, alert-storm).
    #[arg(long, value_name = "FILE", conflicts_with_all = ["with", "each_srv"])]
    pub options: Option<String>,
    /// A setting for each SRV in the traffic, put on the Prioritised list, taken off it, or either.
    #[arg(long, value_enum, value_name = "CHANGE", conflicts_with = "with")]
    pub each_srv: Option<ListChange>,
}

/// What is done to the Prioritised list, an SRV at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListChange {
    /// Each SRV that is not on it is put on it.
    Add,
    /// Each SRV on it is taken off.
    Drop,
    /// Either.
    Both,
}

/// Arguments of `sweep`.
#[derive(Debug, ClapArgs)]
pub struct Sweep {
    /// What every command that makes a study takes.
    #[command(flatten)]
    pub common: Common,
    /// An axis of the grid; VALUES is a JSON list, `from..=to:step` or `from..=to/count`.
    #[arg(long, required = true, value_name = "POINTER=VALUES")]
    pub vary: Vec<Axis>,
    /// A further setting in which the whole grid is run, as of `compare`.
    #[arg(long, value_name = "[NAME:] POINTER=JSON[; …]")]
    pub with: Vec<Setting>,
    /// Whether it stands alone.
    #[command(flatten)]
    pub beside: Beside,
}

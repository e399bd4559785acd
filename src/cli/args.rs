//! Arguments.

mod answers;
mod files;
mod fit;
mod new;
mod questions;
mod replay;
mod shell;
mod threads;

pub use answers::AnswersArgs;
pub use files::{Besides, FilesArgs};
pub use fit::FitArgs;
pub use new::New;
pub use questions::{Explain, FrequencyArgs, SensitivityArgs, Size};
pub use replay::{Named, Replay};
pub use shell::{CompletionsArgs, ManualArgs};

use super::array_task::shard;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use headroom_core::experiment::{Axis, Setting, Shard};
use headroom_core::scenario::Change;
use std::path::PathBuf;
use threads::threads;

/// How much room is there before somebody is throttled? A simulator of SECMP0067 Service Request
/// Traffic Management.
#[derive(Debug, Parser)]
#[command(
    name = "headroom",
    version,
    after_help = "Exit codes: 0 fine, 1 ran and an assertion fails, 2 could not run, 3 ran and an assertion is undecided, 130 interrupted (start again to go on), 101 a bug of headroom.\nStart with: headroom run denial-of-service"
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Say nothing on stderr but errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// What happens? Runs a scenario's replications and says who was throttled.
    Run(Run),
    /// What would change? The same traffic under two or more settings, and paired differences.
    Compare(Compare),
    /// How does it depend on the threshold, or on anything? A full grid, replications each.
    Sweep(Sweep),
    /// How often will it trigger? Years of drawn events: per year, chance of any, return levels, by cause.
    Frequency(FrequencyArgs),
    /// Which operating threshold keeps what is asked? The range, and what binds it.
    Size(Size),
    /// What does the answer hinge on? Each input alone at both ends of its range, on the same traffic.
    Sensitivity(SensitivityArgs),
    /// What would have happened then? A log of recorded Service Requests in place of modelled traffic.
    Replay(Replay),
    /// What does a log say? Recorded traffic made a scenario that can be read and changed, each value with its error.
    Fit(FitArgs),
    /// All the consultation's questions on one page: each answered by its own study, with verdict, range and chart.
    Answers(AnswersArgs),
    /// Why was this User throttled then, or why not? The windows around a time of one replication.
    Explain(Explain),
    /// Which capacity would make it trigger? The largest with which every replication does.
    Tight(TightArgs),
    /// Is my file right, and what will run? Every fault at once; then traffic, allocations, assumptions.
    Check(Check),
    /// Does it still hold? Runs scenarios and judges their assertions, for CI.
    Test(Test),
    /// The page again from a study's folder, without running; or one User's own page.
    Report(ReportArgs),
    /// How do I start? Writes a small scenario that runs, commented by `why`.
    New(New),
    /// Prints the JSON Schema of the scenario file, for editors.
    Schema,
    /// Prints what a shell reads to complete commands and options: for bash, source <(headroom completions bash).
    Completions(CompletionsArgs),
    /// Writes a manual page of each command.
    #[command(hide = true)]
    Manual(ManualArgs),
}

/// Arguments of `check`.
#[derive(Debug, ClapArgs)]
pub struct Check {
    /// Scenario files, or names of shipped scenarios.
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Change a value: a JSON pointer in which a token may be an id, and JSON.
    #[arg(long = "set", value_name = "POINTER=JSON")]
    pub changes: Vec<Change>,
}

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

/// Arguments of `run`.
#[derive(Debug, ClapArgs)]
pub struct Run {
    /// What every command that makes a study takes.
    #[command(flatten)]
    pub common: Common,
    /// Also write the first replication as a log of recorded traffic, which `replay` reads; gzip'd where the name ends in .gz.
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

/// Arguments of `tight`.
#[derive(Debug, ClapArgs)]
pub struct TightArgs {
    /// A scenario file, or the name of a shipped scenario.
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    /// Changes, seed, replications and threads.
    #[command(flatten)]
    pub choices: Choices,
    /// Write a scenario with that capacity, which extends the one given and keeps seed and replications.
    #[arg(long, value_name = "FILE", conflicts_with = "changes")]
    pub write: Option<PathBuf>,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Arguments of `test`.
#[derive(Debug, ClapArgs)]
pub struct Test {
    /// Scenario files, or names of shipped scenarios.
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Changes, seed, replications and threads, of each of them.
    #[command(flatten)]
    pub choices: Choices,
    /// How to print the verdicts.
    #[arg(long, value_enum, default_value_t = TestFormat::Table)]
    pub format: TestFormat,
}

/// How to print verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// What was asserted and what was found, for people.
    Table,
    /// JSON, with names that stay.
    Json,
    /// JUnit XML, which CI systems show: a test suite for each scenario.
    Junit,
}

/// Arguments of `report`.
#[derive(Debug, ClapArgs)]
pub struct ReportArgs {
    /// The folder of a study.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// One User's own page, by its id or name.
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// The file to write; `report.html` or `report-NAME.html` in the folder where left out.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Print the answers by consultation question instead.
    #[arg(long, conflicts_with_all = ["user", "out", "workbook", "packs"])]
    pub questions: bool,
    /// A workbook and packs.
    #[command(flatten)]
    pub besides: Besides,
}

/// How to print an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A sentence and a small table.
    Table,
    /// JSON, with names that stay.
    Json,
}

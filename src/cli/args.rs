//! Arguments.

mod answers;
mod files;
mod fit;
mod month;
mod new;
mod of_log;
mod questions;
mod recommend;
mod replay;
mod shell;
mod study;
mod threads;

pub use answers::AnswersArgs;
pub use files::{Besides, FilesArgs};
pub use fit::FitArgs;
pub use month::Month;
pub use new::New;
pub use of_log::{Named, part_of_half_hour};
pub use questions::{Explain, FrequencyArgs, SensitivityArgs, Size, UncertaintyArgs};
pub use recommend::RecommendArgs;
pub use replay::Replay;
pub use shell::{CompletionsArgs, ManualArgs};
pub use study::{Beside, Choices, Common, Compare, ListChange, Run, Sweep};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use headroom_core::scenario::Change;
use std::path::PathBuf;

/// How much room is there before somebody is throttled? A simulator of SECMP0067 Service Request Traffic Management.
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
    /// Which rules do least harm? A search with a stated guarantee, the runner-up, and who bears it.
    Recommend(RecommendArgs),
    /// What holds whatever is assumed? All ranges drawn jointly, today's system beside; what knowing an input would change.
    Uncertainty(UncertaintyArgs),
    /// What would have happened then? A log of recorded Service Requests in place of modelled traffic.
    Replay(Replay),
    /// Who would have been throttled this month? The report for the Panel from a log, the mechanism in shadow.
    Month(Month),
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

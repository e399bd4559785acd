//! Arguments of the commands that ask how often, which threshold, what it hinges on, and why.

use super::{Beside, Common, Format};
use clap::Args as ClapArgs;
use headroom_core::experiment::{Axis, Setting};
use headroom_core::scenario::{FigureOf, InputRange, Keep};
use std::path::PathBuf;

/// Most occurrences a year of an event: a thousand a day are the most that are drawn.
const MOST_A_YEAR: f64 = 365_000.0;

/// Most draws over assumptions.
const MOST_DRAWS: i64 = 100_000;

/// Arguments of `frequency`.
#[derive(Debug, ClapArgs)]
pub struct FrequencyArgs {
    /// What every command that makes a study takes.
    #[command(flatten)]
    pub common: Common,
    /// How many years, in whole courses of the scenario; what the file says where left out.
    #[arg(long, value_name = "N", conflicts_with = "replications", value_parser = clap::value_parser!(u32).range(1..))]
    pub years: Option<u32>,
    /// Run no more years than it takes until half of the interval of the days a year on which somebody is throttled,
    /// maintenance nights apart, is this share of their mean, such as 0.1.
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with = "shard")]
    pub until_within: Option<f64>,
    /// How often a year an event is to occur in place of what the scenario says: the days that follow, from what it
    /// brings by itself.
    #[arg(long, value_name = "EVENT=N", value_parser = rate, conflicts_with = "alone")]
    pub rate: Vec<(String, f64)>,
    /// Leave out the years of each event by itself, which take most of the time of a scenario with many: then no other rates
    /// can be put in, here or on the page.
    #[arg(long, conflicts_with = "rate")]
    pub not_by_itself: bool,
    /// A further setting, as of `compare`.
    #[arg(long, value_name = "[NAME:] POINTER=JSON[; …]")]
    pub with: Vec<Setting>,
    /// An axis, as of `sweep`.
    #[arg(long, value_name = "POINTER=VALUES")]
    pub vary: Vec<Axis>,
    /// Whether it stands alone.
    #[command(flatten)]
    pub beside: Beside,
}

/// A share between nothing and all.
fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|x: &f64| *x > 0.0 && *x < 1.0);
    share.ok_or_else(|| "expected a number above 0 and below 1, such as 0.1".to_owned())
}

/// An event, and how often a year it occurs.
fn rate(text: &str) -> Result<(String, f64), String> {
    let parts = text.rsplit_once('=').and_then(|(id, n)| Some((id.to_owned(), n.parse().ok()?)));
    let parts = parts.filter(|(_, n): &(String, f64)| (0.0..=MOST_A_YEAR).contains(n));
    parts.ok_or_else(|| {
        format!("expected EVENT=N, N from 0 to {MOST_A_YEAR} a year, such as storm-arwen=0.5")
    })
}

/// Arguments of `size`.
#[derive(Debug, ClapArgs)]
pub struct Size {
    /// What every command that makes a study takes.
    #[command(flatten)]
    pub common: Common,
    /// What must be kept, with 95 % confidence: a figure of everybody, or of a User, SRV or class of messages, or how much more
    /// it is than today on the same traffic. Where left out: no more never answered that is not above by own sending and no
    /// more outage than today, and harm prevented that there is today.
    #[arg(long, value_name = "FIGURE[ of WHOM][ - today]<=X")]
    pub keep: Vec<Keep>,
    /// Thresholds to try, as shares of the capacity.
    #[arg(long, value_name = "VALUES", default_value = "0.5..=1.0:0.05")]
    pub thresholds: String,
    /// Capacities to try them with; the scenario's where left out.
    #[arg(long, value_name = "VALUES")]
    pub capacities: Option<String>,
    /// Whether it stands alone.
    #[command(flatten)]
    pub beside: Beside,
}

/// Arguments of `sensitivity`.
#[derive(Debug, ClapArgs)]
pub struct SensitivityArgs {
    /// What every command that makes a study takes.
    #[command(flatten)]
    pub common: Common,
    /// An input and its range, besides those of the scenario; one of the same name stands in its place.
    #[arg(long, value_name = "[NAME:] POINTER=LOW..HIGH")]
    pub range: Vec<InputRange>,
    /// A setting that the scenario is held against, as of `compare`: whether the difference lies the same way at every end of
    /// every range, and where it turns.
    #[arg(long, value_name = "[NAME:] POINTER=JSON[; …]")]
    pub with: Vec<Setting>,
    /// Figures to look at; the headlines where left out.
    #[arg(long, value_delimiter = ',', value_name = "FIGURE[ of WHOM],…")]
    pub figures: Vec<FigureOf>,
    /// Keep it with the scenario, for answers to say what moves them most: as FILE.sensitivity.json beside the file, of
    /// a shipped scenario in the project's data/sensitivity.
    #[arg(long, conflicts_with_all = ["changes", "range", "with", "shard"])]
    pub keep: bool,
}

/// Arguments of `uncertainty`.
#[derive(Debug, ClapArgs)]
pub struct UncertaintyArgs {
    /// What every command that makes a study takes.
    #[command(flatten)]
    pub common: Common,
    /// How many combinations of the inputs are drawn; more of them later run only what is missing.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=MOST_DRAWS))]
    pub draws: u32,
    /// A statement, besides those that come with the scenario: a bound of a figure, or of how much more it is than today on the
    /// same traffic; in how many combinations it holds.
    #[arg(long, value_name = "FIGURE[ of WHOM][ - today]<=X")]
    pub that: Vec<Keep>,
    /// An input and its range, besides those of the scenario; one of the same name stands in its place.
    #[arg(long, value_name = "[NAME:] POINTER=LOW..HIGH")]
    pub range: Vec<InputRange>,
    /// An input that is not drawn, but left as it stands; said wherever combinations are counted.
    #[arg(long, value_name = "INPUT")]
    pub hold: Vec<String>,
    /// A setting to hold against the scenario in every combination, on the same traffic: changes joined by `;`, and a name and
    /// `:` before them if you like; in how many it has more of each figure, and in how many less.
    #[arg(long, value_name = "[NAME:] POINTER=JSON[; …]")]
    pub with: Vec<Setting>,
    /// Figures to look at; the headlines where left out.
    #[arg(long, value_delimiter = ',', value_name = "FIGURE[ of WHOM],…")]
    pub figures: Vec<FigureOf>,
    /// An input whose total share is estimated, alone and with all that it acts with: all draws again with it alone drawn anew.
    /// At most five.
    #[arg(long, value_name = "INPUT")]
    pub total: Vec<String>,
    /// Keep it in the project's data/uncertainty/kept, of a shipped scenario as it is, for answers to say its ranges.
    #[arg(long, conflicts_with_all = ["changes", "range", "shard", "figures", "that", "with"])]
    pub keep: bool,
    /// A file of what combinations showed, to go on from it without their runs: those that stand in it are not run again, and
    /// those that are run are written to it. It is made where it is not there.
    #[arg(long, value_name = "FILE")]
    pub tried: Option<PathBuf>,
    /// Published facts that draws are held to, in place of those that come with headroom.
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    /// Whether it stands alone.
    #[command(flatten)]
    pub beside: Beside,
}

/// Arguments of `explain`.
#[derive(Debug, ClapArgs)]
pub struct Explain {
    /// The folder of a study, a scenario file, or the name of a shipped scenario.
    #[arg(value_name = "DIR|SCENARIO")]
    pub given: String,
    /// The User, by its id or its name.
    #[arg(long, value_name = "USER")]
    pub user: String,
    /// When: a time in Europe/London, such as 2022-07-06T10:05 or 10:05, or as tables have it.
    #[arg(long, value_name = "TIME")]
    pub at: String,
    /// Which replication, from 1.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub replication: u32,
    /// How many windows before and after that time are shown.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub windows: usize,
    /// Which variant of a study of several, by its label or its number.
    #[arg(long, value_name = "LABEL|N")]
    pub variant: Option<String>,
    /// How to print the answer.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

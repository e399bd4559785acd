//! The commands: arguments in, one console out.
//!
//! stdout is data, stderr is talk, the exit code is the verdict: 0 fine, 1 an assertion fails, 2 could
//! not run, 3 an assertion is undecided, 130 interrupted, 101 our bug. Nothing below this module prints.

mod answers;
mod args;
mod array_task;
mod besides;
mod by_question;
mod called;
mod check;
mod console;
mod explain;
mod fit;
mod forecast;
mod in_memory;
mod interrupt;
mod judged;
mod junit;
mod kind;
mod new;
mod publish;
mod report;
mod shell;
mod study;
mod test;
mod tight;
mod written;
mod wrong;

use args::{Args, Command};
use clap::{CommandFactory, FromArgMatches};
use console::Console;
use headroom_core::scenario::inert;
use kind::Asking;
use std::process::ExitCode;

/// Something that stopped a command, in words for a person.
pub struct Stop(String);

impl<E: std::fmt::Display> From<E> for Stop {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs the command that the arguments ask for.
pub fn main() -> ExitCode {
    interrupt::outlive_long_files();
    let matches = match Args::command().try_get_matches() {
        Ok(matches) => matches,
        Err(fault) => return refused(&fault),
    };
    let called = called::called(&Args::command(), &matches);
    let args = Args::from_arg_matches(&matches).unwrap_or_else(|fault| fault.exit());
    let console = Console::new(args.quiet);
    let outcome = match &args.command {
        Command::Check(check) => check::check(check, &console).map(fine),
        Command::Run(run) => run.answer(&called, &console),
        Command::Compare(compare) => compare.answer(&called, &console),
        Command::Sweep(sweep) => sweep.answer(&called, &console),
        Command::Size(size) => size.answer(&called, &console),
        Command::Sensitivity(inputs) => inputs.answer(&called, &console),
        Command::Uncertainty(draws) => draws.answer(&called, &console),
        Command::Frequency(years) => years.answer(&called, &console),
        Command::Replay(replay) => replay.answer(&called, &console),
        Command::Month(month) => month.answer(&called, &console),
        Command::Recommend(rules) => rules.answer(&called, &console),
        Command::Fit(log) => fit::fit(log, &console).map(fine),
        Command::Answers(all) => answers::answers(all, &console).map(fine),
        Command::Explain(explain) => explain::explain(explain, &console).map(fine),
        Command::Tight(tight) => tight::tight(tight, &console).map(fine),
        Command::Test(test) => test::test(test, &console),
        Command::Report(report) => report::report(report, &console).map(fine),
        Command::New(new) => new::new(new, &console).map(fine),
        Command::Completions(args) => shell::completions(args, &console).map(fine),
        Command::Manual(args) => shell::manual(args).map(fine),
        Command::Schema => console.json(headroom_core::scenario::published_schema()).map(fine),
    };
    match outcome {
        Ok(code) => code,
        Err(Stop(why)) => {
            console.error(&why);
            // Whatever it was, it was interrupted: starting it again goes on.
            ExitCode::from(if interrupt::asked() { interrupt::INTERRUPTED } else { 2 })
        }
    }
}

/// Help, or what is no command line: of what was typed nothing steers a terminal.
fn refused(fault: &clap::Error) -> ExitCode {
    let said = fault.render().to_string();
    let lines: Vec<String> = said.trim_end().lines().map(inert).collect();
    if lines.iter().eq(said.trim_end().lines()) {
        fault.exit();
    }
    let said = lines.join("\n");
    Console::new(false).error(said.trim_start_matches("error: "));
    ExitCode::from(2)
}

fn fine((): ()) -> ExitCode {
    ExitCode::SUCCESS
}

//! The commands: arguments in, one console out.
//!
//! stdout is data, stderr is talk, the exit code is the verdict: 0 fine, 1 an assertion fails, 2 could
//! not run, 3 an assertion is undecided, 130 interrupted, 101 our bug. Nothing below this module prints.

mod args;
mod check;
mod console;
mod explain;
mod frequency;
mod interrupt;
mod judged;
mod junit;
mod new;
mod options;
mod report;
mod run;
mod sensitivity;
mod size;
mod study;
mod sweep;
mod test;
mod tight;
mod variants;

use args::{Args, Command};
use clap::Parser;
use console::Console;
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
    let args = Args::parse();
    let console = Console::new(args.quiet);
    let outcome = match &args.command {
        Command::Check(check) => check::check(check, &console).map(fine),
        Command::Run(run) => run::run(run, &console).map(fine),
        Command::Compare(compare) => sweep::compare(compare, &console),
        Command::Sweep(sweep) => sweep::sweep(sweep, &console),
        Command::Size(size) => size::size(size, &console),
        Command::Sensitivity(s) => sensitivity::sensitivity(s, &console),
        Command::Frequency(args) => frequency::frequency(args, &console).map(fine),
        Command::Explain(explain) => explain::explain(explain, &console).map(fine),
        Command::Tight(tight) => tight::tight(tight, &console).map(fine),
        Command::Test(test) => test::test(test, &console),
        Command::Report(report) => report::report(report, &console).map(fine),
        Command::New(new) => new::new(new, &console).map(fine),
        Command::Schema => console.json(headroom_core::scenario::json_schema()).map(fine),
    };
    match outcome {
        Ok(code) => code,
        Err(Stop(why)) => {
            console.error(&why);
            // Whatever it was, it was interrupted: starting it again goes on.
            ExitCode::from(if interrupt::asked() { 130 } else { 2 })
        }
    }
}

fn fine((): ()) -> ExitCode {
    ExitCode::SUCCESS
}

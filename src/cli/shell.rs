//! What a shell completes, and what `man` shows: both made of the arguments (`args.rs`), so that neither says another thing.

use super::args::{Args, CompletionsArgs, ManualArgs};
use super::{Console, Stop};
use clap::CommandFactory;

/// Prints what a shell reads to complete commands and options.
pub fn completions(args: &CompletionsArgs, console: &Console) -> Result<(), Stop> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "headroom", &mut text);
    console.answer(String::from_utf8(text)?.trim_end())
}

/// Writes a manual page of each command.
pub fn manual(args: &ManualArgs) -> Result<(), Stop> {
    clap_mangen::generate_to(Args::command(), &args.dir)
        .map_err(|e| Stop(format!("could not write to {}: {e}", args.dir.display())))
}

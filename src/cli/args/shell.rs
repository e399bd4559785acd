//! Arguments of what shells and `man` get.

use clap::Args as ClapArgs;
use clap_complete::Shell;
use std::path::PathBuf;

/// Arguments of `completions`.
#[derive(Debug, ClapArgs)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Arguments of `manual`.
#[derive(Debug, ClapArgs)]
pub struct ManualArgs {
    /// The folder to write to, which is there.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

//! Arguments about the files of a study: what is written besides, and how it is marked.

use clap::Args as ClapArgs;
use headroom_core::scenario::steers;
use std::path::PathBuf;

/// What a study writes besides tables, charts and the page, and how all of it is marked.
#[derive(Clone, Debug, Default, ClapArgs)]
pub struct FilesArgs {
    /// A workbook and packs.
    #[command(flatten)]
    pub besides: Besides,
    /// A mark on every page and sheet, such as White or Amber; it decides no result.
    #[arg(long, value_name = "TEXT")]
    pub classification: Option<Classification>,
    /// Put pseudonyms in the place of Users, made with the key in this file; made anew where there is none.
    #[arg(long, value_name = "KEYFILE")]
    pub publish: Option<PathBuf>,
}

/// Files that are made of a study's tables.
#[derive(Clone, Copy, Debug, Default, ClapArgs)]
pub struct Besides {
    /// Also write study.xlsx: the answer, and a sheet a table.
    #[arg(long)]
    pub workbook: bool,
    /// Also write packs/USER for each User: its page, tables and workbook, without any other User in them.
    #[arg(long)]
    pub packs: bool,
}

/// How what is written is classified: a line of at most sixty letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification(pub String);

impl std::str::FromStr for Classification {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const MOST: usize = 60;
        let text = text.trim();
        let fits = (1..=MOST).contains(&text.chars().count());
        if !fits || text.chars().any(|c| c == '\n' || steers(c)) {
            return Err(format!(
                "expected one line of plain text, 1 to {MOST} letters, such as White or Amber"
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

//! What a kind of study says of itself.

use crate::cli::args::Common;
use crate::cli::{Console, Stop};
use crate::evidence::findings::Findings;
use crate::evidence::first::FirstScreen;
use crate::evidence::table::{Table, Titled};
use crate::report::Chart;
use headroom_core::experiment::{Asked, Study};
use headroom_core::scenario::Draft;
use serde_json::Value;
use std::path::PathBuf;

/// A kind of study.
pub trait Kind {
    /// What is asked, of what the arguments give.
    type Question;

    /// What every study takes.
    fn common(&self) -> &Common;

    /// Whether today's system stands beside it.
    fn beside(&self) -> bool {
        false
    }

    /// Finds out what is to be asked, where that takes runs of its own.
    fn begin(&self, _: &Draft, _: &Console) -> Result<(), Stop> {
        Ok(())
    }

    /// What is asked, and what its answer needs to know besides; faults of the arguments.
    fn asked(&self, draft: &Draft) -> Result<(Asked, Self::Question), Stop>;

    /// Whether all that it runs can be answered.
    fn check(&self, _: &Study) -> Result<(), Stop> {
        Ok(())
    }

    /// Takes in what is known already of what `study` runs.
    fn known(&self, _: &mut Self::Question, _: &Study) -> Result<(), Stop> {
        Ok(())
    }

    /// What is said of that before anything runs.
    fn says(&self, _: &Self::Question) -> Option<String> {
        None
    }

    /// With how many of its replications it begins.
    fn begins_with(&self, most: u32) -> u32 {
        most
    }

    /// How many more it takes after those; none where it is enough.
    fn more(&self, _: &Findings) -> u32 {
        0
    }

    /// The variants that are run and held at once, part by part, where all of them are too many; all where they are not.
    fn parts(&self, _: &Self::Question, study: &Study) -> Vec<Vec<usize>> {
        vec![(0..study.variants.len()).collect()]
    }

    /// Takes of what was found in the `part`-th of them what its answer needs.
    fn note(&self, _: &mut Self::Question, _part: usize, _: &Findings) -> Result<(), Stop> {
        Ok(())
    }

    /// What is said after the answer, of the study in `folder`.
    fn further(&self, f: &Findings, _folder: &str) -> Option<String> {
        let beside = f.evidence.iter().any(|e| !e.beside.is_empty());
        beside.then(|| "today's system on the same traffic is in the table counterparts".to_owned())
    }

    /// Whether it asks what each of its settings and points changes, so that one that changes nothing is told.
    fn asks_each(&self) -> bool {
        true
    }

    /// Writes what else is asked for of a replication of what was `called`; what is said of it.
    fn records(&self, _: &Study, _called: &[String]) -> Result<Option<String>, Stop> {
        Ok(None)
    }

    /// What is kept elsewhere than in its folder: where, and the text.
    fn files(&self, _: &Self::Question, _: &Findings) -> Result<Vec<(PathBuf, String)>, Stop> {
        Ok(Vec::new())
    }

    /// What is shown.
    fn shown(&self, question: &Self::Question, f: &Findings) -> Result<StudyShown, Stop>;
}

/// What a command shows of its study.
pub struct StudyShown {
    /// What the page begins with.
    pub first: FirstScreen,
    /// Read aloud.
    pub sentences: Vec<String>,
    /// Printed below them.
    pub small: Vec<Titled>,
    /// The tables of its folder.
    pub tables: Vec<Table>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// What `--format json` prints.
    pub json: Value,
    /// The verdict.
    pub code: u8,
}

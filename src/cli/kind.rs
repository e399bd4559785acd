//! The one way of a study, from its arguments to its answer: read, ask, run, write, print.
//!
//! Scope: a kind of study says what it asks and what it shows of what was found, in a file of its own below; everything
//! between is here once. Left out: the folder and the work (`study.rs`). Checked by: `tests/it/studies`.

mod compare;
mod frequency;
mod options;
mod run;
mod sensitivity;
mod size;
mod sweep;

use super::args::{Command, Common, Format};
use super::console::table;
use super::study::{Folder, work};
use super::{Console, Stop};
use crate::evidence::exercised::caution_idle;
use crate::evidence::findings::Findings;
use crate::evidence::first::FirstScreen;
use crate::evidence::table::{SmallTable, Table, Titled};
use crate::evidence::tables::{first_tables, printed};
use crate::report::Chart;
use headroom_core::experiment::{Asked, Study, write_whole};
use headroom_core::scenario::Draft;
use serde_json::Value;
use std::path::PathBuf;
use std::process::ExitCode;

/// Rows of a small table that are printed; the tables have them all.
const MOST_ROWS: usize = 60;

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

    /// What is asked, and what its answer needs to know besides; faults of the arguments.
    fn asked(&self, draft: &Draft) -> Result<(Asked, Self::Question), Stop>;

    /// Whether all that it runs can be answered.
    fn check(&self, _: &Study) -> Result<(), Stop> {
        Ok(())
    }

    /// With how many of its replications it begins.
    fn begins_with(&self, most: u32) -> u32 {
        most
    }

    /// How many more it takes after those; none where it is enough.
    fn more(&self, _: &Findings) -> u32 {
        0
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

/// A study that was made.
pub struct Made {
    /// What was found.
    pub findings: Findings,
    /// What is printed: sentences, small tables and JSON.
    shown: (Vec<String>, Vec<Titled>, Value),
    /// Its folder.
    folder: Folder,
    code: u8,
}

/// A study, of whatever kind.
pub trait Asking {
    /// Answers it, asked for by the words `called`.
    fn answer(&self, called: &[String], console: &Console) -> Result<ExitCode, Stop>;

    /// Does what is missing and writes its folder; nothing where other shards have to do their parts.
    fn make(&self, called: &[String], console: &Console) -> Result<Option<Made>, Stop>;

    /// Does what is missing, of its shard, and no more.
    fn compute(&self, console: &Console) -> Result<(), Stop>;

    /// Replications that are missing, of its shard.
    fn to_do(&self) -> Result<u64, Stop>;
}

/// The study that `command` asks for; none of a command that makes none.
pub fn of(command: &Command) -> Option<&dyn Asking> {
    Some(match command {
        Command::Run(run) => run,
        Command::Compare(compare) => compare,
        Command::Sweep(sweep) => sweep,
        Command::Size(size) => size,
        Command::Sensitivity(inputs) => inputs,
        Command::Frequency(years) => years,
        _ => return None,
    })
}

impl<K: Kind> Asking for K {
    fn answer(&self, called: &[String], console: &Console) -> Result<ExitCode, Stop> {
        let Some(Made { findings, shown, folder, code }) = self.make(called, console)? else {
            return Ok(ExitCode::SUCCESS);
        };
        let (sentences, small, json) = shown;
        match self.common().format {
            Format::Json => console.json(&json)?,
            Format::Table => console.answer(&in_words(&sentences, small))?,
        }
        say_cautions(&findings, console);
        folder.say(console);
        if let Some(text) = self.further(&findings, &folder.shown()) {
            console.say(&text);
        }
        Ok(ExitCode::from(code))
    }

    fn make(&self, called: &[String], console: &Console) -> Result<Option<Made>, Stop> {
        let (study, question) = ready(self)?;
        let folder = Folder::open(self.common(), &study)?;
        let Some((study, findings)) = found(self, study, &folder, console)? else {
            return Ok(None);
        };
        let shown = self.shown(&question, &findings)?;
        let tables = first_tables(&shown.first, &findings).into_iter();
        let ranked = printed(&shown.small).filter(|_| shown.first.is_of_tables());
        let tables = tables.chain(ranked).chain(shown.tables).collect();
        folder.write(&study, called, tables, shown.charts)?;
        for (path, text) in self.files(&question, &findings)? {
            write_whole(&path, text.as_bytes())
                .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))?;
            console.say(&format!("kept in {}", path.display()));
        }
        let code = shown.code;
        let shown = (shown.sentences, shown.small, shown.json);
        Ok(Some(Made { findings, shown, folder, code }))
    }

    fn compute(&self, console: &Console) -> Result<(), Stop> {
        let (study, _) = ready(self)?;
        let folder = Folder::open(self.common(), &study)?;
        work(self.common(), &study, &folder, console).map(|_| ())
    }

    fn to_do(&self) -> Result<u64, Stop> {
        let (study, _) = ready(self)?;
        Folder::open(self.common(), &study)?.to_do(self.common(), &study)
    }
}

/// What `kind` asks, ready to run, and what its answer needs to know besides.
fn ready<K: Kind>(kind: &K) -> Result<(Study, K::Question), Stop> {
    let draft = Draft::read(&kind.common().scenario)?;
    let (asked, question) = kind.asked(&draft)?;
    same_draws(&asked)?;
    let study = Study::new(&draft, Asked { beside: kind.beside(), ..asked })?;
    kind.check(&study)?;
    Ok((study, question))
}

/// Refuses settings and axes that draw other traffic: what differs is said of the same.
fn same_draws(asked: &Asked) -> Result<(), Stop> {
    let set = asked.settings.iter().flat_map(|s| &s.changes).map(|c| ("--with", &c.pointer));
    let mut all = set.chain(asked.axes.iter().map(|a| ("--vary", &a.pointer)));
    match all.find(|(_, pointer)| *pointer == "/seed") {
        Some((option, _)) => Err(Stop(format!(
            "{option}: /seed\n  found:    a seed of its own\n  expected: the same draws in every variant, since all differences are on the same traffic (T5)\n  hint: more draws are --replications; other draws are a study with another --seed"
        ))),
        None => Ok(()),
    }
}

/// Runs what there is to run, in as many parts as it takes; nothing where parts are missing that other shards have to
/// do.
fn found<K: Kind>(
    kind: &K,
    mut study: Study,
    folder: &Folder,
    console: &Console,
) -> Result<Option<(Study, Findings)>, Stop> {
    let most = study.replications;
    study.replications = kind.begins_with(most);
    loop {
        let Some(folded) = work(kind.common(), &study, folder, console)? else {
            return Ok(None);
        };
        let mut findings = Findings::new(&study, folded);
        if kind.asks_each() {
            caution_idle(&mut findings);
        }
        let next = study.replications.saturating_add(kind.more(&findings)).min(most);
        if next == study.replications {
            return Ok(Some((study, findings)));
        }
        console.say(&format!("{} courses are too few, going on to {next}", study.replications));
        study.replications = next;
    }
}

/// The sentences, and the small tables below them.
fn in_words(sentences: &[String], small: Vec<Titled>) -> String {
    let mut text = sentences.join("\n");
    for Titled { title, table: SmallTable { head, mut rows, words }, note, part_of } in small {
        let more = rows.len().saturating_sub(MOST_ROWS);
        let cut = part_of.filter(|_| more > 0).map(|whole| {
            rows.truncate(MOST_ROWS);
            format!("{more} more rows are in tables/{whole}.csv")
        });
        let parts = [title, table(head, words, rows).to_string(), note, cut.unwrap_or_default()];
        let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        text = format!("{text}\n\n{}", said.join("\n"));
    }
    text
}

/// Each caution once, and how many variants it is about.
fn say_cautions(findings: &Findings, console: &Console) {
    let several = findings.variants.len() > 1;
    let mut said: Vec<(&str, &str, usize)> = Vec::new();
    for caution in findings.evidence.iter().flat_map(|e| &e.cautions) {
        match said.iter_mut().find(|(code, ..)| several && *code == caution.code) {
            Some((.., n)) => *n += 1,
            None => said.push((caution.code, &caution.text, 1)),
        }
    }
    for (_, text, n) in said {
        let of = match n {
            n if n == findings.variants.len() => String::new(),
            n => format!(" ({n} of {} variants)", findings.variants.len()),
        };
        console.say(&format!("caution: {text}{of}"));
    }
}

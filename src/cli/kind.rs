//! The one way of a study, from its arguments to its answer: read, ask, run, write, print.
//!
//! Scope: a kind of study says what it asks and what it shows of what was found, in a file of its own below; everything
//! between is here once. Left out: the folder and the work (`study.rs`). Checked by: `tests/it/studies`.

mod asks;
mod cautions;
mod compare;
mod contrasts;
mod frequency;
mod month;
mod options;
mod published;
mod recommend;
mod replay;
mod run;
mod sensitivity;
mod size;
mod sweep;
mod uncertainty;

use super::args::{Command, Format};
use super::console::table;
use super::study::{Folder, work};
use super::{Console, Stop};
use crate::evidence::exercised::caution_idle;
use crate::evidence::findings::Findings;
use crate::evidence::shelf::reading;
use crate::evidence::table::{SmallTable, Titled};
use crate::evidence::tables::{first_tables, printed};
use clap::Args as ClapArgs;
use headroom_core::experiment::{Asked, Forecast, Study, twice, write_whole};
use headroom_core::scenario::{Draft, Fault, Faults};
use serde_json::Value;
use std::borrow::Cow;
use std::process::ExitCode;
use std::time::Duration;

pub use asks::{Kind, StudyShown};
use published::Published;

/// Rows of a small table that are printed; the tables have them all.
const MOST_ROWS: usize = 60;

/// A study that was made.
pub struct Made {
    /// What was found.
    pub findings: Findings,
    /// What is printed: sentences, small tables and JSON.
    shown: (Vec<String>, Vec<Titled>, Value),
    /// Its folder, and what was written besides.
    folder: (Folder, Vec<String>),
    /// What is said last.
    further: Option<String>,
    code: u8,
}

/// A study, of whatever kind.
pub trait Asking {
    /// Answers it, asked for by the words `called`; does a shard's part and no more where one is asked for.
    fn answer(&self, called: &[String], console: &Console) -> Result<ExitCode, Stop>;

    /// Does what is missing and writes its folder.
    fn make(&self, called: &[String], console: &Console) -> Result<Made, Stop>;

    /// Does what is missing, of its shard, and no more.
    fn compute(&self, console: &Console) -> Result<(), Stop>;

    /// Replications that are missing, of its shard, and what they and its page take, told from one that is looked at for as
    /// long as `most`.
    fn to_do(&self, most: Duration) -> Result<(u64, Option<Forecast>), Stop>;
}

/// The study that `command` asks for; none of a command that makes none.
pub fn of(command: &Command) -> Option<&dyn Asking> {
    Some(match command {
        Command::Run(run) => run,
        Command::Compare(compare) => compare,
        Command::Sweep(sweep) => sweep,
        Command::Size(size) => size,
        Command::Sensitivity(inputs) => inputs,
        Command::Uncertainty(draws) => draws,
        Command::Frequency(years) => years,
        Command::Replay(replay) => replay,
        Command::Recommend(recommend) => recommend,
        Command::Month(month) => month,
        _ => return None,
    })
}

impl<K: Kind + ClapArgs> Asking for K {
    fn answer(&self, called: &[String], console: &Console) -> Result<ExitCode, Stop> {
        if self.common().shard.is_some() {
            return self.compute(console).map(|()| ExitCode::SUCCESS);
        }
        let made = self.make(called, console)?;
        let ((sentences, small, json), (folder, besides)) = (made.shown, made.folder);
        match self.common().format {
            Format::Json => console.json(&json)?,
            Format::Table => console.answer(&in_words(&sentences, small))?,
        }
        besides.iter().for_each(|written| console.say(&format!("besides: {written}")));
        cautions::say(&made.findings, console);
        folder.say(console);
        if let Some(text) = made.further {
            console.say(&text);
        }
        Ok(ExitCode::from(made.code))
    }

    fn make(&self, called: &[String], console: &Console) -> Result<Made, Stop> {
        let draft = Draft::read(&self.common().scenario)?;
        self.begin(&draft, console)?;
        let (study, mut question) = ready(self, &draft)?;
        let mut folder = Folder::open(self.common(), &study.base.name)?;
        folder.begin(&study, self.common().shard)?;
        let published = match &self.common().files.publish {
            Some(key) => Some(Published::<K>::new((&draft, &study), called, key, folder.path())?),
            None => None,
        };
        let as_shown = published.as_ref().map(|p| p.study.clone());
        let (study, mut findings) =
            found((self, &mut question), (study, as_shown), &folder, console)?;
        let (mut shown, called) = match &published {
            None => (show(self, &question, &findings)?, called),
            Some(p) => {
                Published::<K>::caution(&mut findings);
                (p.shown(show(&p.kind, &p.question, &findings)?), p.called.as_slice())
            }
        };
        if let Some(mark) = &self.common().files.classification {
            shown.json["classification"] = mark.0.clone().into();
        }
        folder.replaces(called).iter().for_each(|said| console.say(said));
        let besides = folder.write(&study, called, shown.tables, shown.charts)?;
        let mut further = None;
        if let Some(said) = self.records(&study, called)? {
            console.say(&said);
        }
        // What is under pseudonyms is neither kept with the scenario nor run again.
        if published.is_none() {
            for (path, text) in reading(|| self.files(&question, &findings))?? {
                write_whole(&path, text.as_bytes())
                    .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))?;
                console.say(&format!("kept in {}", path.display()));
            }
            further = reading(|| self.further(&findings, &folder.shown()))?;
        }
        let code = shown.code;
        let shown = (shown.sentences, shown.small, shown.json);
        Ok(Made { findings, shown, folder: (folder, besides), further, code })
    }

    fn compute(&self, console: &Console) -> Result<(), Stop> {
        let draft = Draft::read(&self.common().scenario)?;
        self.begin(&draft, console)?;
        let (study, question) = ready(self, &draft)?;
        let mut folder = Folder::open(self.common(), &study.base.name)?;
        folder.begin(&study, self.common().shard)?;
        let parts = self.parts(&question, &study);
        parts.iter().try_for_each(|variants| {
            work(self.common(), &part(&study, variants), &folder, console).map(|_| ())
        })
    }

    fn to_do(&self, most: Duration) -> Result<(u64, Option<Forecast>), Stop> {
        let draft = Draft::read(&self.common().scenario)?;
        let (study, _) = ready(self, &draft)?;
        Folder::open(self.common(), &study.base.name)?.to_do(self.common(), &study, most)
    }
}

/// What `kind` shows of what was found, with the tables that the page begins with.
fn show<K: Kind>(kind: &K, question: &K::Question, f: &Findings) -> Result<StudyShown, Stop> {
    reading(|| Ok(with_first(kind.shown(question, f)?, f)))?
}

/// `shown` with the tables that the page begins with.
fn with_first(mut shown: StudyShown, f: &Findings) -> StudyShown {
    let first = first_tables(&shown.first, f).into_iter();
    let ranked = printed(&shown.small).filter(|_| shown.first.is_of_tables());
    shown.tables = first.chain(ranked).chain(shown.tables).collect();
    shown
}

/// What `kind` asks of `draft`, ready to run, and what its answer needs to know besides.
fn ready<K: Kind>(kind: &K, draft: &Draft) -> Result<(Study, K::Question), Stop> {
    if let Some(pointer) = twice(&kind.common().choices.all_changes()) {
        let fault =
            Fault::at(pointer, "set twice", "each place once, be it by an option of its own");
        return Err(Faults::from(fault.in_file("--set")).into());
    }
    let (asked, mut question) = kind.asked(draft)?;
    of_same_draws(&asked)?;
    let study = Study::new(draft, Asked { beside: kind.beside(), ..asked })?;
    kind.check(&study)?;
    kind.known(&mut question, &study)?;
    Ok((study, question))
}

/// Refuses settings and axes that draw other traffic: what differs is said of the same.
fn of_same_draws(asked: &Asked) -> Result<(), Stop> {
    if asked.apart {
        return Ok(());
    }
    let set = asked.settings.iter().flat_map(|s| &s.changes).map(|c| ("--with", &c.pointer));
    same_draws(set.chain(asked.axes.iter().map(|a| ("--vary", &a.pointer))))
}

/// The same of all places that options change.
fn same_draws<'a>(mut all: impl Iterator<Item = (&'a str, &'a String)>) -> Result<(), Stop> {
    match all.find(|(_, pointer)| *pointer == "/seed") {
        Some((option, _)) => Err(Stop(format!(
            "{option}: /seed\n  found:    a seed of its own\n  expected: the same draws in every variant, since all differences are on the same traffic (T5)\n  hint: more draws are --replications; other draws are a study with another --seed"
        ))),
        None => Ok(()),
    }
}

/// Runs what there is to run, in as many parts as it takes; the study as it is shown, and what was found.
fn found<K: Kind>(
    (kind, question): (&K, &mut K::Question),
    (mut study, as_shown): (Study, Option<Study>),
    folder: &Folder,
    console: &Console,
) -> Result<(Study, Findings), Stop> {
    let most = study.replications;
    study.replications = kind.begins_with(most);
    if let Some(said) = kind.says(question) {
        console.say(&said);
    }
    loop {
        let mut first = None;
        let parts = kind.parts(question, &study);
        for (p, variants) in parts.iter().enumerate() {
            if parts.len() > 1 {
                console.say(&format!("part {} of {}", p + 1, parts.len()));
            }
            let part = part(&study, variants);
            let outcomes = work(kind.common(), &part, folder, console)?;
            let findings = reading(|| {
                let findings = Findings::new(as_shown.as_ref().unwrap_or(&part), outcomes);
                kind.note(question, p, &findings).map(|()| findings)
            })??;
            first.get_or_insert(findings);
        }
        let mut findings = first.expect("at least one part");
        if kind.asks_each() {
            caution_idle(&mut findings);
        }
        let next = study.replications.saturating_add(kind.more(&findings)).min(most);
        if next == study.replications {
            let replications = study.replications;
            let mut shown = as_shown.unwrap_or(study);
            shown.replications = replications;
            return Ok((shown, findings));
        }
        console.say(&format!("{} courses are too few, going on to {next}", study.replications));
        study.replications = next;
    }
}

/// The study of some of its variants, or itself where those are all.
fn part<'a>(study: &'a Study, variants: &[usize]) -> Cow<'a, Study> {
    match variants.len() == study.variants.len() {
        true => Cow::Borrowed(study),
        false => Cow::Owned(study.part(variants)),
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

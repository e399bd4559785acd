//! The one way of a study, from its arguments to its answer: read, ask, run, write, print.
//!
//! Scope: a kind of study says what it asks and what it shows of what was found, in a file of its own below; everything
//! between is here once. Left out: the folder and the work (`study.rs`). Checked by: `tests/it/studies`.

mod asks;
mod compare;
mod frequency;
mod options;
mod published;
mod run;
mod sensitivity;
mod size;
mod sweep;

use super::args::{Common, Format};
use super::console::table;
use super::study::{Folder, work};
use super::{Console, Stop};
use crate::evidence::exercised::caution_idle;
use crate::evidence::findings::Findings;
use crate::evidence::table::{SmallTable, Titled};
use clap::Args as ClapArgs;
use headroom_core::experiment::{Asked, Study, write_whole};
use headroom_core::scenario::Draft;
use std::process::ExitCode;

pub use asks::{Kind, StudyShown};
use published::Published;

/// Rows of a small table that are printed; the tables have them all.
const MOST_ROWS: usize = 60;

/// Answers `kind`, asked for by the words `called`.
pub fn answer<K: Kind + ClapArgs>(
    kind: &K,
    called: &[String],
    console: &Console,
) -> Result<ExitCode, Stop> {
    let common = kind.common();
    let draft = Draft::read(&common.scenario)?;
    let (asked, question) = kind.asked(&draft)?;
    same_draws(&asked)?;
    let study = Study::new(&draft, Asked { beside: kind.beside(), ..asked })?;
    kind.check(&study)?;
    let folder = Folder::open(common, &study)?;
    let published = match &common.files.publish {
        Some(key) => Some(Published::<K>::new((&draft, &study), called, key, folder.path())?),
        None => None,
    };
    let as_shown = published.as_ref().map(|p| p.study.clone());
    let Some((study, mut findings)) = found(kind, (study, as_shown), &folder, console)? else {
        return Ok(ExitCode::SUCCESS);
    };
    let (shown, called) = match &published {
        None => (kind.shown(&question, &findings)?, called),
        Some(p) => {
            Published::<K>::caution(&mut findings);
            (p.shown(p.kind.shown(&p.question, &findings)?), p.called.as_slice())
        }
    };
    let code = shown.code;
    put(common, (&study, called), shown, &folder, console)?;
    say_cautions(&findings, console);
    folder.say(console);
    // What is under pseudonyms is neither kept with the scenario nor run again.
    if published.is_none() {
        for (path, text) in kind.files(&question, &findings)? {
            write_whole(&path, text.as_bytes())
                .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))?;
            console.say(&format!("kept in {}", path.display()));
        }
        if let Some(text) = kind.further(&findings, &folder.shown()) {
            console.say(&text);
        }
    }
    Ok(ExitCode::from(code))
}

/// Writes and prints what is `shown` of a study that the words `called` ask for.
fn put(
    common: &Common,
    (study, called): (&Study, &[String]),
    mut shown: StudyShown,
    folder: &Folder,
    console: &Console,
) -> Result<(), Stop> {
    if let Some(mark) = &common.files.classification {
        shown.json["classification"] = mark.0.clone().into();
    }
    let besides = folder.write(study, called, shown.tables, shown.charts)?;
    match common.format {
        Format::Json => console.json(&shown.json)?,
        Format::Table => console.answer(&printed(&shown.sentences, shown.small))?,
    }
    besides.iter().for_each(|written| console.say(&format!("besides: {written}")));
    Ok(())
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

/// Runs what there is to run, in as many parts as it takes; the study as it is shown, and what was found. Nothing where
/// parts are missing that other shards have to do.
fn found<K: Kind>(
    kind: &K,
    (mut study, as_shown): (Study, Option<Study>),
    folder: &Folder,
    console: &Console,
) -> Result<Option<(Study, Findings)>, Stop> {
    let most = study.replications;
    study.replications = kind.begins_with(most);
    loop {
        let Some(folded) = work(kind.common(), &study, folder, console)? else {
            return Ok(None);
        };
        let mut findings = Findings::new(as_shown.as_ref().unwrap_or(&study), folded);
        if kind.asks_each() {
            caution_idle(&mut findings);
        }
        let next = study.replications.saturating_add(kind.more(&findings)).min(most);
        if next == study.replications {
            let replications = study.replications;
            let mut shown = as_shown.unwrap_or(study);
            shown.replications = replications;
            return Ok(Some((shown, findings)));
        }
        console.say(&format!("{} courses are too few, going on to {next}", study.replications));
        study.replications = next;
    }
}

/// The sentences, and the small tables below them.
fn printed(sentences: &[String], small: Vec<Titled>) -> String {
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

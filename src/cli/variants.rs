//! A study of several variants, from what is asked to what is shown.

use super::args::{Common, Format};
use super::console::table;
use super::study::{self, Folder};
use super::{Console, Stop};
use crate::evidence::findings::Findings;
use crate::evidence::northbound::release_table;
use crate::evidence::study_answer::study_sentences;
use crate::evidence::study_json::study_report;
use crate::evidence::study_table::study_table;
use crate::evidence::table::{SmallTable, Table};
use crate::evidence::tables::study_tables;
use crate::report::Chart;
use headroom_core::experiment::{Asked, Study};
use headroom_core::scenario::Draft;
use serde_json::Value;
use std::process::ExitCode;

/// Rows of the small table that are printed; the tables have them all.
const MOST_ROWS: usize = 60;

/// What a command shows of its study.
pub struct StudyShown {
    /// Read aloud.
    pub sentences: Vec<String>,
    /// Printed below them.
    pub small: Vec<SmallTable>,
    /// Of which table the small one is a part.
    pub whole: &'static str,
    /// Besides those of every study.
    pub tables: Vec<Table>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// What stands in the JSON besides, and under which name.
    pub json: Option<(&'static str, Value)>,
    /// The verdict.
    pub code: u8,
}

/// Makes a study of what is `asked`, writes it, and prints what `show` makes of it.
pub fn carry_out(
    args: &Common,
    draft: &Draft,
    asked: Asked,
    console: &Console,
    show: impl FnOnce(&Findings) -> Result<StudyShown, Stop>,
) -> Result<ExitCode, Stop> {
    let study = Study::new(draft, asked)?;
    let folder = Folder::open(args, &study)?;
    let Some(folded) = study::carry_out(args, &study, &folder, console)? else {
        return Ok(ExitCode::SUCCESS);
    };
    let findings = Findings::new(&study, folded);
    let mut shown = show(&findings)?;
    let mut tables = study_tables(&findings);
    tables.append(&mut shown.tables);
    folder.write(&study, tables, shown.charts)?;
    match args.format {
        Format::Json => {
            let mut report = serde_json::to_value(study_report(&findings))?;
            if let Some((name, value)) = shown.json {
                report["answer"] = shown.sentences.into();
                report[name] = value;
            }
            console.json(&report)?;
        }
        Format::Table => console.answer(&answer(&shown.sentences, shown.small, shown.whole))?,
    }
    say_cautions(&findings, console);
    folder.say(console);
    if findings.evidence.iter().any(|e| !e.beside.is_empty()) {
        console.say("today's system on the same traffic is in the table counterparts");
    }
    Ok(ExitCode::from(shown.code))
}

/// The sentences of a study, and its small tables.
pub fn answer_of(f: &Findings) -> String {
    let small = std::iter::once(study_table(f)).chain(release_table(f)).collect();
    answer(&study_sentences(f), small, "variants")
}

fn answer(sentences: &[String], small: Vec<SmallTable>, whole: &str) -> String {
    let mut text = sentences.join("\n");
    for (i, mut small) in small.into_iter().enumerate() {
        let all = small.rows.len();
        small.rows.truncate(MOST_ROWS);
        text = format!("{text}\n\n{}", table(small.head, small.words, small.rows));
        if all > MOST_ROWS && i == 0 {
            text = format!("{text}\n{} more rows are in tables/{whole}.csv", all - MOST_ROWS);
        }
    }
    text
}

/// Each caution once, and how many variants it is about.
pub fn say_cautions(findings: &Findings, console: &Console) {
    let mut said: Vec<(&str, &str, usize)> = Vec::new();
    for caution in findings.evidence.iter().flat_map(|e| &e.cautions) {
        match said.iter_mut().find(|(code, ..)| *code == caution.code) {
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

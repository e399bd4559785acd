//! `headroom sweep` and `headroom compare`: how does it depend, and what would change?

use super::args::{Common, Compare, Format, Sweep};
use super::console::table;
use super::study::{self, Folder};
use super::{Console, Stop};
use crate::evidence::{Findings, release_table};
use crate::evidence::{study_report, study_sentences, study_table, study_tables};
use crate::experiment::{Asked, Axis, Setting, Study};
use crate::report::study_charts;
use crate::scenario::Draft;

/// Rows of the small table that are printed; the tables have them all.
const MOST_ROWS: usize = 60;

/// Runs the grid.
pub fn sweep(args: &Sweep, console: &Console) -> Result<(), Stop> {
    variants(&args.common, &args.with, &args.vary, console)
}

/// Runs the settings on the same traffic.
pub fn compare(args: &Compare, console: &Console) -> Result<(), Stop> {
    variants(&args.common, &args.with, &[], console)
}

fn variants(args: &Common, with: &[Setting], axes: &[Axis], console: &Console) -> Result<(), Stop> {
    let mut settings = vec![Setting::as_it_stands()];
    settings.extend(with.iter().cloned());
    let asked = Asked { set: args.choices.all_changes(), settings, axes: axes.to_vec() };
    let study = Study::new(&Draft::read(&args.scenario)?, asked)?;
    let folder = Folder::open(args, &study)?;
    let Some(folded) = study::carry_out(args, &study, &folder, console)? else {
        return Ok(());
    };
    let findings = Findings::new(&study, folded);
    folder.write(&study, &study_tables(&findings)?, &study_charts(&findings)?)?;
    match args.format {
        Format::Json => console.json(&study_report(&findings))?,
        Format::Table => console.answer(&answer(&findings))?,
    }
    say_cautions(&findings, console);
    folder.say(console);
    Ok(())
}

fn answer(findings: &Findings) -> String {
    let mut small = study_table(findings);
    let all = small.rows.len();
    small.rows.truncate(MOST_ROWS);
    let mut text = study_sentences(findings).join("\n");
    text = format!("{text}\n\n{}", table(small.head, small.words, small.rows));
    if all > MOST_ROWS {
        text = format!("{text}\n{} more rows are in tables/variants.csv", all - MOST_ROWS);
    }
    if let Some(mut release) = release_table(findings) {
        release.rows.truncate(MOST_ROWS);
        text = format!("{text}\n\n{}", table(release.head, release.words, release.rows));
    }
    text
}

/// Each caution once, and how many variants it is about.
fn say_cautions(findings: &Findings, console: &Console) {
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

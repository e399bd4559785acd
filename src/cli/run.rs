//! `headroom run`: what happens?

use super::args::{Format, Run};
use super::console::table;
use super::study::{self, Folder};
use super::{Console, Stop};
use crate::evidence::Evidence;
use crate::evidence::answer::{answer_rows, class_table, sentence, sentences};
use crate::evidence::beside::beside_tables;
use crate::evidence::explain::first_question;
use crate::evidence::frequency::per_year_table;
use crate::evidence::json::report;
use crate::evidence::tables::tables;
use crate::report::run_charts;
use comfy_table::Table;
use headroom_core::experiment::{Asked, Setting, Study};
use headroom_core::scenario::Draft;

/// Runs a scenario, prints the answer and writes the study.
pub fn run(args: &Run, console: &Console) -> Result<(), Stop> {
    let (args, beside) = (&args.common, !args.beside.alone);
    let asked = Asked {
        set: args.choices.all_changes(),
        settings: vec![Setting::as_it_stands()],
        beside,
        ..Asked::default()
    };
    let study = Study::new(&Draft::read(&args.scenario)?, asked)?;
    let folder = Folder::open(args, &study)?;
    let Some(folded) = study::carry_out(args, &study, &folder, console)? else {
        return Ok(());
    };
    let evidence = Evidence::of_study(&study, folded).remove(0);
    let charts = run_charts(&evidence, &sentence(&evidence))?;
    folder.write(&study, tables(&evidence), charts)?;
    match args.format {
        Format::Json => console.json(&report(&evidence))?,
        Format::Table => {
            let said = sentences(&evidence).join("\n");
            let mut text = format!("{said}\n\n{}", small_table(&evidence));
            for more in class_table(&evidence).into_iter().chain(beside_tables(&evidence)) {
                let rows = table(more.head, more.words, more.rows);
                text = format!("{text}\n\n{rows}");
            }
            console.answer(&text)?;
        }
    }
    for caution in &evidence.cautions {
        console.say(&format!("caution: {}", caution.text));
    }
    folder.say(console);
    if let Some(question) = first_question(&evidence, &folder.shown()) {
        console.say(&question);
    }
    Ok(())
}

fn small_table(evidence: &Evidence) -> Table {
    if let Some(a_year) = per_year_table(evidence) {
        return table(a_year.head, a_year.words, a_year.rows);
    }
    let runs = evidence.measures.runs.len();
    let head =
        vec!["in a replication".to_owned(), format!("mean of {runs}"), "95 % interval".to_owned()];
    let rows = answer_rows(evidence);
    table(head, 1, rows.into_iter().map(|row| vec![row.measure, row.mean, row.interval]))
}

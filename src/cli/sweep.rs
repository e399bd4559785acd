//! `headroom sweep` and `headroom compare`: how does it depend, and what would change?

use super::args::{Common, Compare, Sweep};
use super::variants::{StudyShown, carry_out};
use super::{Console, Stop, options};
use crate::evidence::northbound::release_table;
use crate::evidence::study_answer::study_sentences;
use crate::evidence::study_table::study_table;
use crate::report::study_charts;
use headroom_core::experiment::{Asked, Axis, Setting};
use headroom_core::scenario::Draft;
use std::process::ExitCode;

/// Runs the grid.
pub fn sweep(args: &Sweep, console: &Console) -> Result<ExitCode, Stop> {
    variants(&args.common, &args.with, &args.vary, !args.beside.alone, console)
}

/// Runs the settings on the same traffic.
pub fn compare(args: &Compare, console: &Console) -> Result<ExitCode, Stop> {
    match (&args.options, args.each_srv) {
        (Some(given), _) => options::options(args, given, console),
        (None, Some(change)) => options::each_srv(args, change, console),
        (None, None) => variants(&args.common, &args.with, &[], false, console),
    }
}

fn variants(
    args: &Common,
    with: &[Setting],
    axes: &[Axis],
    beside: bool,
    console: &Console,
) -> Result<ExitCode, Stop> {
    let mut settings = vec![Setting::as_it_stands()];
    settings.extend(with.iter().cloned());
    let asked = Asked { set: args.choices.all_changes(), settings, axes: axes.to_vec(), beside };
    let draft = Draft::read(&args.scenario)?;
    carry_out(args, &draft, asked, console, |f| {
        Ok(StudyShown {
            sentences: study_sentences(f),
            small: std::iter::once(study_table(f)).chain(release_table(f)).collect(),
            whole: "variants",
            tables: Vec::new(),
            charts: study_charts(f)?,
            json: None,
            code: 0,
        })
    })
}

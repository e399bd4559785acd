//! `headroom frequency`: how often will it trigger?

use super::args::{Format, FrequencyArgs};
use super::console::table;
use super::study::{self, Folder};
use super::variants::{answer_of, say_cautions};
use super::{Console, Stop};
use crate::evidence::beside::beside_tables;
use crate::evidence::findings::Findings;
use crate::evidence::frequency::{ACTIVATIONS, Length, Titled, frequency_report};
use crate::evidence::frequency::{frequency_tables, years_needed};
use crate::evidence::study_answer::study_sentences;
use crate::evidence::tables::study_tables;
use crate::report::study_charts;
use headroom_core::experiment::{Asked, Setting, Study};
use headroom_core::scenario::{Change, Draft};

/// Courses with which a study that is to end by itself begins, and by which it goes on at least: whole blocks.
const FIRST: u32 = 20;
const BLOCK: u32 = 10;

/// Runs years, says how often anything happens in them, and writes the study.
pub fn frequency(args: &FrequencyArgs, console: &Console) -> Result<(), Stop> {
    let draft = Draft::read(&args.common.scenario)?;
    let mut settings = vec![Setting::as_it_stands()];
    settings.extend(args.with.iter().cloned());
    let mut set = args.common.choices.all_changes();
    let scenario = draft.with(&[("--set", &set)])?;
    if !scenario.is_course() {
        return Err(no_course(&scenario.name));
    }
    if let Some(years) = args.years {
        let courses = libm::ceil(f64::from(years) / Length::new(&scenario).years - 1e-9);
        let value = serde_json::Value::from((courses as u64).max(1));
        set.push(Change { pointer: "/replications".to_owned(), value });
    }
    let (axes, beside) = (args.vary.clone(), !args.beside.alone);
    let asked = Asked { set, settings, axes, beside };
    let study = Study::new(&draft, asked)?;
    if let Some(v) = study.variants.iter().find(|v| !v.plan.scenario.is_course()) {
        return Err(no_course(&study.asked.settings[v.setting].name));
    }
    let folder = Folder::open(&args.common, &study)?;
    let Some((study, findings)) = carry_out(args, study, &folder, console)? else {
        return Ok(());
    };
    folder.write(&study, study_tables(&findings), study_charts(&findings)?)?;
    match args.common.format {
        Format::Json => console.json(&frequency_report(&findings))?,
        Format::Table => console.answer(&text(&findings))?,
    }
    say_cautions(&findings, console);
    folder.say(console);
    Ok(())
}

fn no_course(name: &str) -> Stop {
    Stop(format!(
        "{name} has no years to count in: none of its events `occurs`, and it has no `plan`\n  hint: headroom frequency national-year, or give an event `occurs` in place of `at`"
    ))
}

/// Runs all years that are asked for, or blocks of them until the interval is narrow enough; nothing where parts
/// are missing that other shards have to do.
fn carry_out(
    args: &FrequencyArgs,
    mut study: Study,
    folder: &Folder,
    console: &Console,
) -> Result<Option<(Study, Findings)>, Stop> {
    let most = study.replications;
    if args.until_within.is_some() {
        study.replications = most.min(FIRST);
    }
    loop {
        let Some(folded) = study::carry_out(&args.common, &study, folder, console)? else {
            return Ok(None);
        };
        let findings = Findings::new(&study, folded);
        let more = args.until_within.map_or(0, |share| more(&findings, share));
        let next = study.replications.saturating_add(more).min(most);
        if next == study.replications {
            return Ok(Some((study, findings)));
        }
        console.say(&format!("{} courses are too few, going on to {next}", study.replications));
        study.replications = next;
    }
}

/// How many more courses, in whole blocks, are to be run until half of the interval of the activations of each
/// variant is `share` of their mean: what their spread asks for, at most as many again; 0 where it is.
fn more(findings: &Findings, share: f64) -> u32 {
    let courses = findings.replications() as u32;
    let of = |e: &crate::evidence::Evidence| {
        let f = e.frequency.as_ref()?;
        let width = f.per_year[ACTIVATIONS].rate.half_width_share();
        if width.is_some_and(|width| width <= share) {
            return None;
        }
        let counts: Vec<u64> = e.measures.runs.iter().map(|r| r.activations).collect();
        let needed = years_needed(&counts, f.length.years, share);
        let needed = needed.map_or(f64::INFINITY, |n| n as f64 / f.length.years);
        let more = (needed - f64::from(courses)).clamp(1.0, f64::from(courses));
        Some((more as u32).div_ceil(BLOCK) * BLOCK)
    };
    findings.evidence.iter().filter_map(of).max().unwrap_or(0)
}

fn text(findings: &Findings) -> String {
    let several = findings.variants.len() > 1;
    let mut text = if several { answer_of(findings) } else { study_sentences(findings).join("\n") };
    if several {
        text = format!("{text}\n\nIn detail: {}", findings.variants[0].label);
    }
    for Titled { title, table: small, note } in frequency_tables(&findings.evidence[0]) {
        let rows = table(small.head, small.words, small.rows);
        text = format!("{text}\n\n{title}\n{rows}");
        if !note.is_empty() {
            text = format!("{text}\n{note}");
        }
    }
    for small in beside_tables(&findings.evidence[0]) {
        text = format!("{text}\n\n{}", table(small.head, small.words, small.rows));
    }
    text
}

//! `headroom fit`: recorded traffic made a scenario that can be read and changed.

use super::args::{FitArgs, Format, Named};
use super::console::table;
use super::written::not_there;
use super::{Console, Stop, wrong};
use crate::evidence::files::csv;
use crate::evidence::fitted::{answer, said};
use crate::evidence::table::{SmallTable, Titled};
use crate::evidence::tables::{fitted_json, fitted_small, fitted_tables};
use headroom_core::domain::Span;
use headroom_core::engine::Plan;
use headroom_core::experiment::{take_away, write_whole};
use headroom_core::fit::{Fitted, Fitting, fit as fit_log, scenario};
use headroom_core::recording::{Asked, Said, read_names};
use headroom_core::scenario::load_text;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Fits the log, writes the scenario and its values, and says what was found.
pub fn fit(args: &FitArgs, console: &Console) -> Result<(), Stop> {
    let (path, values) = files(args)?;
    let found = fit_log(&asked(args)?).map_err(|w| wrong::stop(&w))?;
    write(&path, &found, &args.log)?;
    let tables = fitted_tables(&found);
    let written = csv(&tables[0]).map_err(|e| e.to_string()).and_then(|bytes| {
        write_whole(&values, &bytes)
            .map_err(|e| format!("could not write {}: {e}", values.display()))
    });
    if let Err(why) = written {
        take_away(&path);
        return Err(Stop(why));
    }
    match args.format {
        Format::Json => {
            let [values, fit] = fitted_json(&found);
            console.json(&json!({
                "scenario": path.display().to_string(),
                "answer": answer(&found),
                "said": said(&found),
                "busiest_half_hours": found.busiest.0,
                "busiest_refused": found.busiest.1,
                "censored": found.censored,
                "values": values,
                "fit": fit,
            }))?;
        }
        Format::Table => {
            let Titled { table: SmallTable { head, rows, words }, .. } = fitted_small(&found);
            console.answer(&format!("{}\n\n{}", answer(&found), table(head, words, rows)))?;
            said(&found).iter().for_each(|line| console.say(&format!("- {line}")));
        }
    }
    console.say(&format!(
        "wrote {0} and {1}; now: headroom check {0}; headroom run {0}",
        path.display(),
        values.display()
    ));
    Ok(())
}

/// Where the scenario and its values are to stand: nothing may.
fn files(args: &FitArgs) -> Result<(PathBuf, PathBuf), Stop> {
    let base = match args.out.extension() {
        Some(json) if json == "json" => args.out.with_extension(""),
        _ => args.out.clone(),
    };
    let with = |ending: &str| {
        let mut name = base.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    let (path, values) = (with(".json"), with(".fitted.csv"));
    [&path, &values].into_iter().try_for_each(|path| not_there(path))?;
    Ok((path, values))
}

fn asked(args: &FitArgs) -> Result<Fitting, Stop> {
    let text = |Named(column, is): &Named| (column.clone(), is.clone());
    let names = match &args.users {
        Some(path) => read_names(&path.display().to_string()).map_err(|w| wrong::stop(&w))?,
        None => BTreeMap::new(),
    };
    Ok(Fitting {
        log: Asked {
            files: args.log.clone(),
            map: args.map.iter().map(text).collect(),
            zone: args.zone.clone(),
            grain: args.resolution,
            bin: args.bin,
            said: Said {
                user: args.user.clone(),
                srv: args.srv.clone(),
                begins: args.begins.clone(),
                local: args.local,
            },
            answers: true,
        },
        names,
        holidays: args.holiday.clone(),
        utc: args.utc,
        seed: args.seed,
        repeats: args.repeats,
    })
}

/// Writes the scenario, which is read and made ready to run as anybody would first: what is wrong with it is the log's.
fn write(path: &Path, found: &Fitted, log: &[String]) -> Result<(), Stop> {
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let mut text = shorter(&serde_json::to_string_pretty(&scenario(found, name))?);
    text.push('\n');
    let label = format!("what is fitted to {}", log.join(", "));
    let scenario = load_text(&label, &text, &[])?;
    let requests = found.a_day.iter().sum::<f64>() * found.days.iter().sum::<usize>() as f64;
    Plan::new(&scenario).map_err(|fault| {
        let window = scenario.calendar.window();
        let longer = if window < Span::from_s(1_800) {
            "a coarser --resolution, of which a window is one cell at least, such as '30 min'; or "
        } else {
            ""
        };
        Stop(format!(
            "{}: {}\n  found:    {requests:.0} requests, too few for windows of {window}: the scenario made of them cannot run, with a threshold over ordinary of {}\n  expected: {}\n  hint: {longer}a log of more requests",
            log.join(", "), fault.path, fault.found, fault.expected
        ))
    })?;
    write_whole(path, text.as_bytes())
        .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))
}

/// `text` with lists of numbers on lines of twelve.
fn shorter(text: &str) -> String {
    let number = |line: &str| {
        let line = line.trim().trim_end_matches(',');
        !line.is_empty() && line.parse::<f64>().is_ok()
    };
    let mut out = String::with_capacity(text.len());
    let mut on_line = 0;
    for line in text.lines() {
        match number(line) {
            true if on_line > 0 && on_line % 12 != 0 => {
                out.push(' ');
                out.push_str(line.trim());
                on_line += 1;
            }
            is_number => {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(line);
                on_line = usize::from(is_number);
            }
        }
    }
    out
}

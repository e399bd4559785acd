//! What a command will take, said before it takes it; and refused where the machine has not got it.
//!
//! Scope: the words, what tables and pages add, and when it is said: of what is long or large. Left out: how it is known
//! (`core/experiment/forecast.rs`). Checked by: `tests/it/commands/forecast.rs`.

use super::args::Choices;
use super::{Console, Stop};
use crate::evidence::words::so_many;
use headroom_core::experiment::{Forecast, Job, Running, Study, in_bytes, most_there_is, too_much};
use std::time::Duration;

/// From so long on a command says beforehand how long it takes, and from so many bytes on what it holds.
const LONG: Duration = Duration::from_secs(5);
const LARGE: u64 = 1_000_000_000;
/// For how long a replication is looked at by those who only ask.
const LOOK: Duration = Duration::from_secs(10);
/// What tables, charts and the page take: of any study, and of each of its runs.
const PAGE: Duration = Duration::from_millis(150);
const OF_A_RUN: Duration = Duration::from_millis(25);
const PAGE_MEMORY: u64 = 30_000_000;

/// How a command is run that was given `choices`.
pub fn running(choices: &Choices, step_all: bool) -> Running {
    Running { threads: choices.threads, step_all, memory: most_there_is() }
}

/// Refuses a `job` that cannot even begin, and says what it holds if that is much; whether it is.
pub fn can_begin(job: &Job<'_>, running: Running, say: impl FnOnce(&str)) -> Result<bool, Stop> {
    let least = job.least_memory(running.threads);
    there_is(least, running.memory).map_err(Stop)?;
    if least >= LARGE {
        say(&format!(
            "{} of memory or more, for cells as short as these, on all threads together",
            in_bytes(least)
        ));
    }
    Ok(least >= LARGE)
}

fn there_is(needed: u64, memory: Option<u64>) -> Result<(), String> {
    match memory {
        Some(there_is) if needed > there_is => Err(too_much(needed, there_is)),
        _ => Ok(()),
    }
}

/// Says what `study` takes as `forecast`, if that is much; refuses it where there is not the memory.
pub fn told(
    (study, forecast): (&Study, &Forecast),
    memory: Option<u64>,
    say: impl FnOnce(&str),
) -> Result<(), String> {
    let whole = with_page(study, forecast);
    there_is(whole.memory.unwrap_or(0), memory)?;
    if whole.wall >= LONG || whole.memory.is_some_and(|memory| memory >= LARGE) {
        say(&words(study, &whole));
    }
    Ok(())
}

/// What `check` says of a run of `study`, asked for as `command`; why there is not the memory for it.
pub fn foresee(study: &Study, command: &str, console: &Console) -> Result<(), Stop> {
    let job = Job::whole(study)?;
    let running = Running { memory: most_there_is(), ..Running::default() };
    // Of such not a single half-hour could be looked at in time.
    let is_large =
        can_begin(&job, running, |text| console.say(&format!("{command} takes {text}")))?;
    let forecast = if is_large { None } else { job.look_ahead(0, LOOK) };
    let Some(forecast) = forecast else { return Ok(()) };
    let whole = with_page(study, &forecast);
    there_is(whole.memory.unwrap_or(0), running.memory).map_err(Stop)?;
    console.say(&format!("{command} takes {}", words(study, &whole)));
    Ok(())
}

/// With what tables and pages of `study` take.
pub fn with_page(study: &Study, forecast: &Forecast) -> Forecast {
    let wall = forecast.wall + PAGE + OF_A_RUN * study.runs() as u32;
    Forecast { wall, memory: forecast.memory.map(|m| m + PAGE_MEMORY), ..*forecast }
}

/// What several studies of which this is told take, one after the other.
pub fn together(all: &[Forecast]) -> String {
    let memory = all.iter().filter_map(|f| f.memory).max();
    let memory = memory.map_or(String::new(), |m| format!(" and {}", in_bytes(m)));
    format!("{}{memory}", in_time(all.iter().map(|f| f.wall).sum()))
}

fn words(study: &Study, forecast: &Forecast) -> String {
    let memory = forecast.memory.map_or(String::new(), |m| format!(" and {}", in_bytes(m)));
    format!(
        "{} on {}{memory}: {} of {}, {} each",
        in_time(forecast.wall),
        so_many("thread", forecast.threads),
        so_many("replication", study.replications as usize),
        so_many("system", study.plans()),
        so_many("cell", study.base.calendar.cells() as usize)
    )
}

/// `time` for people.
pub fn in_time(time: Duration) -> String {
    match time.as_secs_f64() {
        s if s < 0.95 => "less than a second".to_owned(),
        s if s < 99.5 => format!("about {s:.0} s"),
        s if s < 5_700.0 => format!("about {:.0} min", s / 60.0),
        s => format!("about {:.1} h", s / 3_600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_in_the_unit_that_people_use() {
        let said = [0.2, 1.2, 99.0, 100.0, 5_600.0, 9_000.0].map(Duration::from_secs_f64);
        let said = said.map(in_time);
        assert_eq!(
            said,
            [
                "less than a second",
                "about 1 s",
                "about 99 s",
                "about 2 min",
                "about 93 min",
                "about 2.5 h"
            ]
        );
    }
}

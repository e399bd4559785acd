//! Rows of drawn courses: their years, their episodes, and the headroom calendar.

use crate::evidence::Evidence;
use crate::evidence::frequency::{CalendarCell, FIGURES, Frequency, Year, month_of, threshold_in};
use crate::evidence::harm::{WHOLE, whose};
use crate::evidence::table::{Schema, Table, Unit};
use headroom_core::domain::Standing;
use headroom_core::ledger::{Episode, Folded};

/// All of them.
pub(super) fn tables(e: &Evidence, f: &Frequency) -> Vec<Table> {
    let folded = e.folded();
    let mut all =
        vec![of_years().table(&f.years), of_episodes().table(&episode_rows((e, &folded), f))];
    if !f.calendar.is_empty() {
        all.push(of_calendar().table(&f.calendar));
    }
    all
}

pub(super) fn of_years() -> Schema<Year> {
    let years = Schema::<Year>::of("years", "a year of a course")
        .count("replication", "which course, from 1", |y: &Year| u64::from(y.course) + 1)
        .count("year", "which year of it, from 1", |y| y.year as u64 + 1)
        .count("episodes", "episodes in which anything happened", |y| y.episodes);
    let sums = (0..FIGURES.len()).fold(years, |schema, i| {
        let figure = &FIGURES[i];
        schema.number(figure.column(), Unit::in_name(figure.word), figure.title(), move |y| {
            y.values[i]
        })
    });
    let summed = (0..FIGURES.len()).filter(|i| !FIGURES[*i].greatest);
    summed.fold(sums, |schema, i| {
        let name = format!("{}_largest_episode", FIGURES[i].column());
        let unit = Unit::in_name(FIGURES[i].word);
        schema.number(name, unit, "of it, the largest episode's", move |y| y.largest[i])
    })
}

/// Evidence, how often, a course from 0, and an episode of it.
pub(super) type InCourse<'a> = (&'a Evidence, &'a Frequency, u32, &'a Episode);

fn episode_rows<'a>(
    (e, folded): (&'a Evidence, &'a Folded),
    f: &'a Frequency,
) -> Vec<InCourse<'a>> {
    let of_run = |run: &'a headroom_core::ledger::RunLine| {
        run.episodes.iter().map(move |episode| (e, f, run.replication, episode))
    };
    folded.runs.iter().flat_map(of_run).collect()
}

pub(super) fn of_episodes<'a>() -> Schema<InCourse<'a>> {
    let of = |get: fn(&Episode) -> u64| move |(.., r): &InCourse<'a>| get(r);
    let seconds = |get: fn(&Episode) -> u64| {
        move |(e, .., r): &InCourse<'a>| get(r) as f64 * e.plan.scenario.calendar.cell().seconds()
    };
    let local = |get: fn(&Episode) -> u64| {
        move |(e, .., r): &InCourse<'a>| e.plan.scenario.calendar.local(get(r))
    };
    let utc = |get: fn(&Episode) -> u64| {
        move |(e, .., r): &InCourse<'a>| e.plan.scenario.calendar.utc(get(r))
    };
    Schema::<InCourse<'a>>::of("episodes", "an episode of a course in which anything happened")
        .count("replication", "which course, from 1", |r: &InCourse<'a>| u64::from(r.2) + 1)
        .count("year", "which year of it, from 1", |(_, f, _, r)| f.length.part(r.from) as u64 + 1)
        .made("from", "when it began", local(|r| r.from))
        .unit(Unit::LocalTime)
        .made("from_utc", "the same", utc(|r| r.from))
        .unit(Unit::Utc)
        .made("to", "when it ended", local(|r| r.to))
        .unit(Unit::LocalTime)
        .made("to_utc", "the same", utc(|r| r.to))
        .unit(Unit::Utc)
        .list("events", " ", "events in it", |(e, .., r)| events(e, r))
        .count("activations", "activations (M4)", of(|r| r.activations))
        .number(
            "active_s",
            Unit::Seconds,
            "time in which the mechanism was active",
            seconds(|r| r.active_cells),
        )
        .number(
            "longest_activation_s",
            Unit::Seconds,
            "the longest activation",
            seconds(|r| r.longest_activation),
        )
        .number("outage_s", Unit::Seconds, "time without service", seconds(|r| r.outage_cells))
        .count("throttled", "attempts throttled (G3)", of(|r| r.counts.throttled))
        .count("rejected", "attempts rejected (G4)", of(|r| r.counts.rejected))
        .harm()
        .maybe("peak_over_threshold", Unit::Number, "busiest window ÷ (Θ × window)", {
            |(e, .., r)| over(e, r)
        })
}

impl Schema<InCourse<'_>> {
    /// Never answered and refused, by standing (C2).
    fn harm(self) -> Self {
        WHOLE.iter().fold(self, |schema, kind| {
            let of = |r: &InCourse<'_>| r.3.harm;
            let all = schema.count(kind.word, kind.meaning, move |r| (kind.of)(&of(r)).sum());
            Standing::ALL.into_iter().fold(all, |schema, s| {
                let head = format!("{}_{}", kind.word, s.word());
                schema.count(head, whose(s), move |r| (kind.of)(&of(r))[s])
            })
        })
    }
}

/// Names of the events, each once.
fn events(e: &Evidence, episode: &Episode) -> Vec<String> {
    let mut numbers: Vec<usize> = episode.events.iter().map(|event| event.0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    e.causes(&numbers).into_iter().map(str::to_owned).collect()
}

fn over(e: &Evidence, episode: &Episode) -> Option<f64> {
    let month = month_of(&e.plan.scenario.calendar, episode.peak_load.1);
    let threshold = threshold_in(&e.plan, month);
    (threshold > 0.0).then(|| episode.peak_load.0 as f64 / threshold)
}

pub(super) fn of_calendar() -> Schema<CalendarCell> {
    Schema::<CalendarCell>::of(
        "calendar",
        "a half-hour of the day in a month: how busy ordinary traffic is",
    )
    .made("month", "which month", |c: &CalendarCell| c.month.to_string())
    .made("from", "when the half-hour begins, Europe/London", CalendarCell::time)
    .number("expected_over_threshold", Unit::Number, "busiest window ÷ Θ, over days", |c| c.mean)
    .number("largest_over_threshold", Unit::Number, "the same of the busiest day", |c| c.largest)
    .count("days", "days", |c| c.days)
}

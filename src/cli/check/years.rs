//! What a course draws: events that occur, and growth by months.

use super::{Line, happens};
use crate::evidence::words::{decimals, thousands};
use headroom_core::domain::Span;
use headroom_core::scenario::{
    Drawn, Ends, Event, Growth, HowOften, Occurring, PlacedEvent, Point, Range, Scenario, TimeOfDay,
};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Every event that occurs, how many are expected a year and what they cost, and growth.
pub(super) fn years(scenario: &Scenario) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (i, event) in scenario.occurring.iter().enumerate() {
        lines.push(("occurs", format!("{}: {}", event.id, occurs(event))));
        lines.extend(event.values.iter().map(|v| ("drawn", format!("{}: {}", event.id, drawn(v)))));
        lines.extend(at_most(scenario, i));
    }
    if !scenario.occurring.is_empty() {
        lines.push(("a year", a_year(scenario)));
    }
    lines.extend(scenario.growth.iter().flat_map(|growth| plan(scenario, growth)));
    lines
}

fn occurs(event: &Occurring) -> String {
    let season = || {
        let months = MONTHS.iter().zip(event.months).filter(|(_, in_season)| *in_season);
        let months: Vec<&str> = months.map(|(name, _)| *name).collect();
        if months.len() == 12 { "at any time of year".to_owned() } else { months.join(" ") }
    };
    let often = match &event.how {
        HowOften::PerYear(rate) => format!("{rate} a year on average, {}", season()),
        HowOften::EachMonth(day) => format!("on day {day} of each month"),
        HowOften::EachYear(dates) => {
            let date = |(month, day): &(i8, i8)| format!("{day} {}", MONTHS[*month as usize - 1]);
            format!("on {} of each year", dates.iter().map(date).collect::<Vec<_>>().join(" and "))
        }
    };
    let time = match event.time {
        TimeOfDay::At(time) => format!("at {}", clock(time)),
        TimeOfDay::Between(from, to) => format!("from {} to {}", clock(from), clock(to)),
    };
    format!("{often}, beginning {time}")
}

/// A time of day as clocks show it.
fn clock(time: Span) -> String {
    let minutes = time.ms() / 60_000;
    match time.ms() / 1_000 % 60 {
        0 => format!("{:02}:{:02}", minutes / 60, minutes % 60),
        s => format!("{:02}:{:02}:{s:02}", minutes / 60, minutes % 60),
    }
}

fn drawn(value: &Drawn) -> String {
    let between = |ends: &Ends| match ends {
        Ends::Numbers(low, high) => format!("from {low} to {high}"),
        Ends::Whole(low, high) => format!("from {low} to {high}"),
        Ends::Spans(low, high) => format!("from {low} to {high}"),
    };
    let from = match &value.from {
        Range::Uniform(ends) => format!("{}, each value alike", between(ends)),
        Range::LogUniform(ends) => format!("{}, each ratio alike", between(ends)),
        Range::Choose { least, most, of } if least == most => format!("{least} of {}", of.len()),
        Range::Choose { least, most, of } => format!("{least} to {most} of {}", of.len()),
    };
    format!("{} {from}", value.at)
}

/// A day with one event that occurs, with the largest values that may be drawn of it; it is the last.
fn at_its_largest(scenario: &Scenario, occurring: usize) -> Scenario {
    let cell = scenario.calendar.cell();
    let values = scenario.occurring[occurring].values.iter().map(|v| v.from.widest(cell));
    let placed = PlacedEvent { occurring, cell: 0, values: values.collect() };
    scenario.episode(0, 48, &[placed])
}

/// What an event that occurs does at most.
fn at_most(scenario: &Scenario, occurring: usize) -> Vec<Line> {
    let day = at_its_largest(scenario, occurring);
    let Some(event) = day.events.last() else { return Vec::new() };
    let event = Event { id: scenario.occurring[occurring].id.clone(), ..event.clone() };
    // Its time is not its own.
    happens::lines(&day, &event).split_off(1)
}

/// How many events a year has, and how many of its days they touch: what a replication costs.
fn a_year(scenario: &Scenario) -> String {
    let events: f64 = scenario.occurring.iter().map(Occurring::per_year).sum();
    let a_day = scenario.calendar.cells_per_block() as f64 * 48.0;
    let days = scenario.occurring.iter().enumerate().map(|(i, event)| {
        let day = at_its_largest(scenario, i);
        let cells = day.events.last().map_or(0, |event| event.to - event.from);
        event.per_year() * (1.0 + cells as f64 / a_day)
    });
    let years = scenario.calendar.blocks().len() as f64 / 48.0 / 365.25;
    format!(
        "{} events are expected, on at most about {} of its days; {} in this run of {} years",
        decimals(events),
        thousands(libm::fmin(days.sum(), 365.0)),
        thousands(events * years),
        decimals(years)
    )
}

fn plan(scenario: &Scenario, growth: &Growth) -> Vec<Line> {
    let points = |points: &[Point]| {
        let said = points.iter().map(|p| format!("× {} in {}", p.times, p.month));
        said.collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    for rule in growth.meters.iter().rev() {
        let n = rule.users.iter().filter(|chosen| **chosen).count();
        lines.push((
            "plan",
            format!("portfolios of {n} of {} Users {}", scenario.users.len(), points(&rule.says)),
        ));
    }
    if !growth.requests_per_meter.is_empty() {
        let of = points(&growth.requests_per_meter);
        lines.push(("plan", format!("requests per meter and per User {of}")));
    }
    lines.extend(growth.capacity.iter().map(|(m, c)| ("plan", format!("C = {c} from {m} on"))));
    lines
}

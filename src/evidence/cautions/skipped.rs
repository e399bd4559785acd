//! Batches that are not sent on a day of the run, since the clocks go forward over their start (T2).
//!
//! Scope: a caution of all of them. Checked by: `tests/it/commands/checked.rs`.

use super::{Caution, caution};
use crate::evidence::words::said;
use headroom_core::domain::Span;
use headroom_core::scenario::{Scenario, When};
use headroom_core::traffic::Expected;

pub(super) fn skipped(scenario: &Scenario) -> Option<Caution> {
    let calendar = &scenario.calendar;
    let hours = calendar.blocks().windows(2).enumerate().filter_map(|(b, pair)| {
        let [before, after] = [pair[0].local, pair[1].local];
        let gone = before.half_hour as u64 + 1..after.half_hour as u64;
        let cell = ((b + 1) * calendar.cells_per_block()) as u64;
        (before.date == after.date && !gone.is_empty()).then(|| (gone, calendar.date(cell)))
    });
    let streams = scenario.streams.iter().filter(|s| !matches!(s.when, When::Recorded));
    let streams =
        streams.map(|s| (s.when, &s.id, "requests", Expected::sent_on_a_weekday(scenario, s)));
    let processes = scenario.processes.iter();
    let processes =
        processes.map(|p| (p.when, &p.id, "runs", Expected::runs_on_a_weekday(scenario, p)));
    let all: Vec<_> = streams.chain(processes).collect();
    let mut each = Vec::new();
    for (gone, date) in hours {
        for (when, id, what, n) in &all {
            let local = |start: &Span| gone.contains(&(start.ms() / 1_800_000));
            if let When::Batch { start, utc: false, .. } = when
                && local(start)
            {
                let minutes = start.ms() / 60_000;
                let start = format!("{:02}:{:02}", minutes / 60, minutes % 60);
                each.push(format!("{id} of {date} at {start}, about {} {what}", said(*n)));
            }
        }
    }
    let text = format!(
        "not sent, since the clocks go forward over the start: {} (T2; with `clock` utc, or another start, it is)",
        each.join("; ")
    );
    (!each.is_empty()).then(|| caution("batch_skipped", text))
}

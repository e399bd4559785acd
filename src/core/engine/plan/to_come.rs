//! What events of a course can bring that are yet to be drawn.

use crate::scenario::{Event, EventKind, Occurring, PlacedEvent, Scenario};
use crate::traffic::Traffic;

/// What events of a scenario can bring that are yet to be drawn.
#[derive(Clone, Debug, Default)]
pub struct ToCome {
    /// Their (User, SRV) pairs.
    pub pairs: Vec<(usize, usize)>,
    /// The longest time, in cells, over which what was put off comes after an event; of fixed events too.
    pub put_off: u64,
}

/// What the events of `scenario` can bring.
pub fn to_come(scenario: &Scenario) -> ToCome {
    if !scenario.is_course() {
        return ToCome::default();
    }
    let cell = scenario.calendar.cell();
    let widest = |(i, event): (usize, &Occurring)| PlacedEvent {
        occurring: i,
        cell: 0,
        values: event.values.iter().map(|v| v.from.widest(cell)).collect(),
    };
    let all: Vec<PlacedEvent> = scenario.occurring.iter().enumerate().map(widest).collect();
    let first_day = scenario.calendar.blocks().len().min(48);
    let widest = scenario.episode(0, first_day, &all);
    let put_off = |event: &Event| match &event.kind {
        EventKind::Maintenance(m) => {
            m.deferred.iter().map(|d| d.says.spread.cells_up(cell)).max().unwrap_or(0)
        }
        _ => 0,
    };
    ToCome {
        put_off: scenario.events.iter().chain(&widest.events).map(put_off).max().unwrap_or(0),
        pairs: if all.is_empty() { Vec::new() } else { Traffic::new(&widest).pairs },
    }
}

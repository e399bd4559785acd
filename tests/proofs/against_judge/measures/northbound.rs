//! What is compared of messages to Users (N1 to N6).

use super::{Note, mean};
use headroom_core::ledger::{Delays, Messages};
use headroom_core::scenario::Scenario;
use headroom_core::traffic::{Flow, Message, Traffic};
use kit::judge::Seen;

/// One kind of number of a flow.
type Count = (&'static str, fn(&Messages) -> u64);

const COUNTS: [Count; 8] = [
    ("generated", |m| m.generated),
    ("consolidated", |m| m.consolidated),
    ("discarded", |m| m.discarded),
    ("held back", |m| m.held_back),
    ("delivered", |m| m.delivered),
    ("lost", |m| m.lost),
    ("queued", |m| m.queued),
    ("at adapter", |m| m.at_adapter),
];

pub fn of_messages(scenario: &Scenario, traffic: &Traffic, seen: &Seen, note: Note) {
    if !scenario.northbound.enabled {
        return;
    }
    for (name, count) in COUNTS {
        note(&format!("messages {name}"), seen.messages.iter().map(|m| count(m) as f64).sum());
        for (f, flow) in traffic.flows.iter().enumerate() {
            let name = format!("{} {name}", said(scenario, f, flow));
            note(&name, count(&seen.messages[f]) as f64);
        }
    }
    for (user, delays) in scenario.users.iter().zip(&seen.delays) {
        of_delays(scenario, &user.id, delays, note);
    }
    over_time(seen, note);
}

/// A flow's name; an event's own has its number too.
fn said(scenario: &Scenario, number: usize, flow: &Flow) -> String {
    let user = &scenario.users[flow.user].id;
    match flow.what {
        Message::Response(class) => {
            format!("{user} {}", scenario.northbound.message_classes()[class])
        }
        Message::Alert(code) => format!("{user} {} {number}", scenario.northbound.alerts[code].id),
    }
}

fn of_delays(scenario: &Scenario, user: &str, delays: &Delays, note: Note) {
    note(&format!("{user} most queued"), delays.most_queued as f64);
    note(&format!("{user} most at adapter"), delays.most_at_adapter as f64);
    note(&format!("{user} longest behind"), delays.longest_behind as f64);
    let classes = scenario.northbound.message_classes();
    for (class, waits) in classes.iter().zip(&delays.by_class) {
        let within =
            |cells: u64| waits.bins().filter(|(bin, _)| *bin <= cells).map(|b| b.1).sum::<u64>();
        for cells in [0, 3, 12, 36] {
            note(&format!("{user} {class} within {cells}"), within(cells) as f64);
        }
        note(&format!("{user} {class} mean delay"), mean(waits));
        let longest = waits.bins().last().map_or(-1.0, |(bin, _)| bin as f64);
        note(&format!("{user} {class} longest delay"), longest);
    }
}

/// What happened in each quarter of the run, and what waited at its end.
fn over_time(seen: &Seen, note: Note) {
    let quarter = seen.northbound.len().div_ceil(4).max(1);
    for (q, rows) in seen.northbound.chunks(quarter).enumerate() {
        let of: [(&str, u64); 8] = [
            ("responses", rows.iter().map(|r| r.responses).sum()),
            ("alerts", rows.iter().map(|r| r.alerts).sum()),
            ("held back", rows.iter().map(|r| r.held_back).sum()),
            ("sent", rows.iter().map(|r| r.sent).sum()),
            ("delivered", rows.iter().map(|r| r.delivered).sum()),
            ("lost", rows.iter().map(|r| r.lost).sum()),
            ("most queued", rows.iter().map(|r| r.queued).max().unwrap_or(0)),
            ("at adapters", rows.last().map_or(0, |r| r.at_adapters)),
        ];
        for (name, number) in of {
            note(&format!("quarter {q} {name}"), number as f64);
        }
    }
}

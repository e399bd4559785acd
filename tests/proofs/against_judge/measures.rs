//! What is compared of a run.

mod northbound;

use headroom_core::domain::Standing;
use headroom_core::ledger::{ByStanding, Counts, Harm, Open, Waits};
use headroom_core::scenario::Scenario;
use headroom_core::traffic::Traffic;
use kit::judge::{Followed, Seen};

/// One kind of number of a pair.
pub type Count = (&'static str, fn(&Counts, &Open) -> u64);

pub const COUNTS: [Count; 32] = [
    ("requests", |c, _| c.requests),
    ("submissions", |c, _| c.submissions),
    ("attempts", |c, _| c.attempts),
    ("admitted", |c, _| c.admitted),
    ("throttled", |c, _| c.throttled),
    ("rejected", |c, _| c.rejected),
    ("unavailable", |c, _| c.unavailable),
    ("capped", |c, _| c.capped),
    ("quarantined", |c, _| c.quarantined),
    ("quarantined copies", |c, _| c.quarantined_copies),
    ("to buffer", |c, _| c.to_buffer),
    ("from buffer", |c, _| c.from_buffer),
    ("left buffer", |c, _| c.left_buffer),
    ("processed", |c, _| c.processed),
    ("earlier submissions", |c, _| c.earlier_submissions),
    ("duplicates", |c, _| c.duplicates),
    ("tried again", |c, _| c.tried_again),
    ("served", |c, _| c.served),
    ("no response", |c, _| c.no_response),
    ("abandoned", |c, _| c.abandoned),
    ("superseded", |c, _| c.superseded),
    ("late", |c, _| c.late),
    ("open: retrying", |_, o| o.retrying),
    ("open: held", |_, o| o.held),
    ("open: deferred", |_, o| o.deferred),
    ("open: backlog", |_, o| o.backlog),
    ("open: earlier in the backlog", |_, o| o.backlog_earlier),
    ("open: copies in the backlog", |_, o| o.backlog_copies),
    ("open: pending", |_, o| o.pending),
    ("open: buffered", |_, o| o.buffered),
    ("open: buffered copies", |_, o| o.buffered_copies),
    ("open: unanswered", |_, o| o.unanswered),
];

/// What is compared of a run, by name.
pub fn measures(scenario: &Scenario, seen: &Seen) -> Vec<(String, f64)> {
    let mut all: Vec<(String, f64)> = Vec::new();
    let mut note = |name: &str, value: f64| all.push((name.to_owned(), value));
    for (name, count) in COUNTS {
        note(name, seen.pairs.iter().zip(&seen.open).map(|(c, o)| count(c, o) as f64).sum());
    }
    of_users(scenario, seen, &mut note);
    of_standings(seen, &mut note);
    let traffic = Traffic::new(scenario);
    of_pairs(scenario, &traffic, seen, &mut note);
    of_processes(scenario, &traffic, seen, &mut note);
    of_supply(scenario, &traffic, seen, &mut note);
    for (number, violations) in seen.fairness.iter().enumerate() {
        note(&format!("F{}", number + 1), violations.count as f64);
    }
    northbound::of_messages(scenario, &traffic, seen, &mut note);
    over_time(seen, &mut note);
    of_waits(seen, &mut note);
    all
}

/// Takes a measure's name and value.
type Note<'a> = &'a mut dyn FnMut(&str, f64);

fn of_users(scenario: &Scenario, seen: &Seen, note: Note) {
    for (u, user) in scenario.users.iter().enumerate() {
        let rows = || seen.users.iter().skip(u).step_by(scenario.users.len());
        note(&format!("{} attempts", user.id), rows().map(|r| r.attempts as f64).sum());
        note(&format!("{} throttled", user.id), rows().map(|r| r.throttled as f64).sum());
        note(&format!("{} rejected", user.id), rows().map(|r| r.rejected as f64).sum());
        note(
            &format!("{} rejected in the first half-hour", user.id),
            seen.users[u].rejected as f64,
        );
        note(&format!("{} capped", user.id), rows().map(|r| r.capped as f64).sum());
        note(&format!("{} quarantined", user.id), rows().map(|r| r.quarantined as f64).sum());
        note(&format!("{} windows throttled", user.id), seen.windows_throttled[u] as f64);
        note(&format!("{} beyond its quota while active", user.id), seen.breach[u].0 as f64);
        note(&format!("{} windows beyond its quota", user.id), seen.breach[u].2 as f64);
        note(&format!("{} first beyond its quota", user.id), seen.breach[u].1 as f64);
        note(&format!("{} admitted while active", user.id), seen.entitled[u].0 as f64);
        note(&format!("{} entitled while active", user.id), seen.entitled[u].1 as f64);
    }
}

/// C2: harm by whose it is, over all and of each pair.
fn of_standings(seen: &Seen, note: Note) {
    for standing in Standing::ALL {
        let sum = |of: fn(&Harm) -> ByStanding| {
            seen.harm.iter().map(|h| of(h)[standing] as f64).sum::<f64>()
        };
        let word = standing.word();
        note(&format!("requests {word}"), sum(|h| h.requests));
        note(&format!("throttled {word}"), sum(|h| h.throttled));
        note(&format!("rejected {word}"), sum(|h| h.rejected));
        note(&format!("refused {word}"), sum(Harm::refused));
        note(&format!("never answered {word}"), sum(Harm::never_answered));
        for (pair, harm) in seen.harm.iter().enumerate() {
            note(&format!("requests {word} of pair {pair}"), harm.requests[standing] as f64);
            note(&format!("refused {word} of pair {pair}"), harm.refused()[standing] as f64);
        }
    }
}

fn of_pairs(scenario: &Scenario, traffic: &Traffic, seen: &Seen, note: Note) {
    for (pair, (user, srv)) in traffic.pairs.iter().enumerate() {
        let (counts, open) = (&seen.pairs[pair], &seen.open[pair]);
        let name = format!("{} {}", scenario.users[*user].id, scenario.srvs[*srv].id);
        note(&format!("{name} served"), counts.served as f64);
        note(&format!("{name} throttled"), counts.throttled as f64);
        note(&format!("{name} late"), counts.late as f64);
        note(&format!("{name} open: backlog"), open.backlog as f64);
        let until = &seen.until_accepted[pair];
        note(&format!("{name} stretches"), until.stretches as f64);
        note(&format!("{name} first 503 to acceptance"), until.first as f64);
        note(&format!("{name} longest stretch"), until.longest as f64);
        note(&format!("{name} refused to the end"), until.open as f64);
    }
}

/// T7.
fn of_processes(scenario: &Scenario, traffic: &Traffic, seen: &Seen, note: Note) {
    for (runs, (process, user)) in seen.processes.iter().zip(&traffic.runs) {
        let name = format!("{} {}", scenario.processes[*process].id, scenario.users[*user].id);
        note(&format!("{name} begun"), runs.begun as f64);
        note(&format!("{name} first time"), runs.first_time as f64);
        note(&format!("{name} late"), runs.late as f64);
        note(&format!("{name} aborted"), runs.aborted as f64);
        note(&format!("{name} retriggered"), runs.retriggered as f64);
        note(&format!("{name} open"), runs.open() as f64);
    }
    for (step, (process, index)) in seen.steps.iter().zip(&traffic.steps) {
        let process = &scenario.processes[*process];
        let name = format!("{} {}", process.id, process.steps[*index].id);
        note(&format!("{name} begun"), step.begun as f64);
        note(&format!("{name} served"), step.served as f64);
        note(&format!("{name} first time"), step.first_time as f64);
        note(&format!("{name} aborted"), step.aborted as f64);
        note(&format!("{name} refused"), step.refused as f64);
    }
}

/// G9: what network parties know.
fn of_supply(scenario: &Scenario, traffic: &Traffic, seen: &Seen, note: Note) {
    for (supply, (event, party)) in seen.supply.iter().zip(&traffic.parties) {
        let name = format!("{} {party}", scenario.events[*event].id);
        note(&format!("{name} lost"), supply.lost as f64);
        note(&format!("{name} restored"), supply.restored as f64);
        note(&format!("{name} polls"), supply.polls as f64);
        note(&format!("{name} neighbour polls"), supply.neighbour_polls as f64);
        note(&format!("{name} alerts"), supply.alerts as f64);
        note(&format!("{name} presumed wrongly"), supply.presumed_wrongly as f64);
        let active = &supply.while_active;
        note(&format!("{name} lost while active"), active.lost as f64);
        note(&format!("{name} restored while active"), active.restored as f64);
        for (what, waits) in [
            ("loss", &supply.from_loss),
            ("restoration", &supply.from_restoration),
            ("presumed loss", &supply.presumed),
            ("loss while active", &active.from_loss),
            ("restoration while active", &active.from_restoration),
        ] {
            let within = |cells: u64| {
                waits.bins().filter(|(bin, _)| *bin <= cells).map(|b| b.1).sum::<u64>()
            };
            for cells in [0, 6, 18, 36, 72] {
                note(&format!("{name} {what} known within {cells}"), within(cells) as f64);
            }
            note(&format!("{name} {what} known"), within(u64::MAX) as f64);
            note(&format!("{name} {what} cells to know"), mean(waits));
        }
    }
}

fn mean(waits: &Waits) -> f64 {
    let count: u64 = waits.bins().map(|(_, n)| n).sum();
    let sum: u64 = waits.bins().map(|(bin, n)| bin * n).sum();
    sum as f64 / count.max(1) as f64
}

fn over_time(seen: &Seen, note: Note) {
    let first = seen.half_hours[0];
    for (h, half_hour) in seen.half_hours.iter().enumerate() {
        note(&format!("started in half-hour {h}"), half_hour.started as f64);
    }
    for (h, half_hour) in seen.half_hours.iter().enumerate() {
        note(&format!("put into buffers in half-hour {h}"), half_hour.to_buffer as f64);
        note(&format!("buffered after half-hour {h}"), half_hour.buffered as f64);
    }
    note("capped in the first half-hour", first.capped as f64);
    note("quarantined in the first half-hour", first.quarantined as f64);
    note("prioritised, admitted in the first half-hour", first.admitted_prioritised as f64);
    note("retries in the first half-hour", first.retries as f64);
    note("backlog after the first half-hour", first.backlog as f64);
    note("peak load", seen.peak_load.0 as f64);
    note("cell of the peak", seen.peak_load.1 as f64);
    let activations = &seen.activations;
    note("activations", activations.len() as f64);
    note("first active cell", activations.first().map_or(-1.0, |a| a.from as f64));
    note("end of the last activation", activations.last().map_or(-1.0, |a| a.to as f64));
    note(
        "throttled in the first activation",
        activations.first().map_or(0.0, |a| a.throttled as f64),
    );
    note("active cells", seen.active_cells as f64);
    note("outage cells", seen.outage_cells as f64);
}

fn of_waits(seen: &Seen, note: Note) {
    let count: u64 = seen.waits.values().sum();
    let sum: u64 = seen.waits.iter().map(|(bin, n)| bin * n).sum();
    note("waits: none", seen.waits.get(&0).map_or(0.0, |n| *n as f64));
    note("waits: mean", sum as f64 / count.max(1) as f64);
    for standing in Standing::ALL {
        let own = || seen.added.iter().filter(|((of, _), _)| *of == standing.place());
        let sum: u64 = own().map(|((_, bin), n)| bin * n).sum();
        let word = standing.word();
        note(&format!("added delays {word}"), own().map(|(_, n)| *n as f64).sum());
        note(&format!("added delay {word}: sum"), sum as f64);
    }
    of_followed(seen, note);
    for share in [0.5, 0.95, 1.0] {
        note(
            &format!("waits: p{}", share * 100.0),
            quantile(seen, (count as f64 * share).ceil() as u64),
        );
    }
}

/// Of what is followed: when it was first due, and of each pair.
fn of_followed(seen: &Seen, note: Note) {
    let sum = |of: &Followed| of.bins.iter().map(|(bin, n)| (bin * n) as f64).sum::<f64>();
    let count = |of: &Followed| (of.bins.values().sum::<u64>() + of.never) as f64;
    for active in [false, true] {
        let own = || seen.followed.iter().filter(|(of, _)| of.1 == active).map(|(_, of)| of);
        note(&format!("followed, active {active}"), own().map(count).sum());
        note(&format!("followed, active {active}: sum"), own().map(sum).sum());
        note(&format!("followed, active {active}: never"), own().map(|f| f.never as f64).sum());
        for (i, minutes) in [1, 5, 30].iter().enumerate() {
            let over = own().map(|f| f.over[i] as f64).sum();
            note(&format!("followed, active {active}: over {minutes} min"), over);
        }
    }
    for pair in 0..seen.pairs.len() {
        let own = || seen.followed.iter().filter(|(of, _)| of.0 == pair).map(|(_, of)| of);
        note(&format!("followed of pair {pair}"), own().map(count).sum());
        note(&format!("followed of pair {pair}: sum"), own().map(sum).sum());
    }
}

/// The wait of `rank`, counted from the shortest.
fn quantile(seen: &Seen, rank: u64) -> f64 {
    let mut before = 0;
    let found = seen.waits.iter().find(|(_, n)| {
        before += **n;
        before >= rank.max(1)
    });
    found.map_or(-1.0, |(bin, _)| *bin as f64)
}

//! Rows of what is known of supply (G9), of processes and of their steps (T7).

use crate::evidence::Evidence;
use crate::evidence::interval::Interval;
use crate::evidence::processes::{ProcessRow, StepRow, process_rows, step_rows};
use crate::evidence::supply::{SupplyRow, WITHIN_MIN, supply_rows_beside};
use crate::evidence::table::{Schema, Table, Unit};
use crate::evidence::words::within_reach;
use headroom_core::domain::Figure;
use serde_json::Value;

pub(super) fn of_supply() -> Schema<SupplyRow> {
    let time = |i: usize| move |r: &SupplyRow| r.known.time_s[i];
    let known = Schema::<SupplyRow>::of(
        "supply",
        "a network party in a storm: what it knew of its customers' supply (G9)",
    )
    .in_json_at("supply")
    // Of all parties together there is neither storm nor User.
    .text("storm", "the event; empty of all parties together", |r| &r.storm)
    .unless_empty()
    .text("user", "the network party; empty of all together", |r: &SupplyRow| &r.user)
    .unless_empty()
    .text("since", "since when time counts: `loss` or `restoration`", |r| r.since.word())
    .text(
        "counterpart",
        "the system beside it on the same traffic of which the row is: `today`, or the name of another; empty of the variant itself",
        |r| &r.counterpart,
    )
    .unless_empty()
    .count("customers_off", "customers with a meter who lost supply, or got it back", |r| {
        r.known.customers
    });
    let known = shares(known, "", "share of them known within", |r| &r.shares);
    let known = shares(known, "_told", "of that, by an alert or an answer: within", |r| &r.told);
    let of = "of that, presumed from silence, which tells of a loss alone: within";
    let known = shares(known, "_presumed", of, |r| &r.presumed);
    let known = known
        .count("never_known", "customers of whom it was never known", |r| {
            r.known.customers - r.known.ever
        })
        .maybe("time_to_know_s_p50", Unit::Seconds, "time after which half were known", time(0))
        .maybe("time_to_know_s_p95", Unit::Seconds, "time after which 95 % were", time(1))
        .count("polls", "polls begun of customers", |r| r.polls)
        .count("neighbour_polls", "polls begun of their neighbours", |r| r.neighbour_polls)
        .count("alerts", "alerts of loss and of restoration that arrived", |r| r.alerts)
        .count(
            "presumed_wrongly",
            "polls, of neighbours too, to a meter with supply that got no answer: each took one for off that was not",
            |r| r.presumed_wrongly,
        )
        .maybe_whole(
            "customers_off_while_active",
            Unit::Number,
            "of `customers_off`, those in a cell that the mechanism (of a counterpart: the variant's) began active; none where there are none, as where it is switched off: of them the run says nothing",
            |r: &SupplyRow| (r.while_active.customers > 0).then_some(r.while_active.customers),
        );
    let of = "share of these known within";
    shares(known, "_while_active", of, |r| &r.shares_while_active)
        .maybe(
            "time_to_know_s_p50_while_active",
            Unit::Seconds,
            "time after which half of these were known",
            |r| r.while_active.time_s[0],
        )
        .maybe(
            "time_to_know_s_p95_while_active",
            Unit::Seconds,
            "time after which 95 % were",
            |r| r.while_active.time_s[1],
        )
}

/// Shares known within each time that is asked for, under `known_…_min` and `after`.
fn shares(
    schema: Schema<SupplyRow>,
    after: &str,
    meaning: &str,
    of: fn(&SupplyRow) -> &[Option<Interval>; 3],
) -> Schema<SupplyRow> {
    (0..WITHIN_MIN.len()).fold(schema, |schema, i| {
        let minutes = WITHIN_MIN[i];
        let meaning = format!("{meaning} {minutes} min, mean over replications");
        let name = format!("known_{minutes}_min{after}");
        let share = move |r: &SupplyRow| Some(within_reach(Figure::SupplyKnown15Min, of(r)[i]?));
        schema.estimate(name, Unit::Share, meaning, share).flat_in_json()
    })
}

pub(super) fn supply_table(e: &Evidence) -> Table {
    of_supply().table(&supply_rows_beside(e))
}

/// What was known of supply, as JSON.
pub fn supply(e: &Evidence) -> Vec<Value> {
    of_supply().objects(&supply_rows_beside(e))
}

pub(super) fn of_processes() -> Schema<ProcessRow> {
    Schema::<ProcessRow>::of("processes", "a process, such as an installation (T7)")
        .in_json_at("processes")
        .text("process", "which", |r: &ProcessRow| &r.process)
        .text("user", "of which User; empty of all together", |r: &ProcessRow| &r.user)
        .unless_empty()
        .count("begun", "runs begun", |r| r.runs.begun)
        .count("first_time", "runs of which no step was refused or tried again", |r| {
            r.runs.first_time
        })
        .count("late", "runs completed otherwise", |r| r.runs.late)
        .count("aborted", "runs aborted", |r| r.runs.aborted)
        .count(
            "retriggered",
            "of the aborted, those after which a new run was begun or will be",
            |r| r.runs.retriggered,
        )
        .count("open_at_end", "runs that had not ended at the end", |r| r.runs.open())
        .estimate("first_time_share", Unit::Share, "first time ÷ begun", |r: &ProcessRow| {
            r.first_time_share
        })
        .flat_in_json()
        .estimate("aborted_share", Unit::Share, "aborted ÷ begun", |r: &ProcessRow| {
            r.aborted_share
        })
        .flat_in_json()
}

pub(super) fn processes_table(e: &Evidence) -> Table {
    of_processes().table(&process_rows(e))
}

/// Processes, as JSON.
pub fn processes(e: &Evidence) -> Vec<Value> {
    of_processes().objects(&process_rows(e))
}

pub(super) fn of_steps() -> Schema<StepRow> {
    Schema::<StepRow>::of("steps", "a step of a process (T7)")
        .in_json_at("steps")
        .text("process", "of which process", |r: &StepRow| &r.process)
        .text("step", "which", |r| &r.step)
        .text("srv", "its SRV", |r| &r.srv)
        .count("begun", "its requests begun", |r| r.counts.begun)
        .count("served", "those served", |r| r.counts.served)
        .count("first_time", "those served without having been refused", |r| r.counts.first_time)
        .count("aborted", "those whose run was aborted at this step", |r| r.counts.aborted)
        .count("refused", "attempts refused", |r| r.counts.refused)
}

pub(super) fn steps_table(e: &Evidence) -> Table {
    of_steps().table(&step_rows(e))
}

/// Steps of processes, as JSON.
pub fn steps(e: &Evidence) -> Vec<Value> {
    of_steps().objects(&step_rows(e))
}

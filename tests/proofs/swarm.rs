//! Swarm: a seed makes a random valid scenario, and what must hold in every one holds in it.
//!
//! Each property is a consequence of the rules, not a figure; where it needs conditions they are the
//! weakest that make it certain. `Met` counts how often each had something to say, so that a
//! generator that has drifted cannot let the test pass for lack of matter.

mod made;
mod mechanism;
mod traffic;

use headroom_core::engine::{Plan, run};
use headroom_core::ledger::{Counts, Ledger, Row, audit};
use headroom_core::random::Keys;
use headroom_core::scenario::Scenario;
use headroom_core::traffic::Fresh;
use kit::random_scenario::{random_scenario, read, show_where_it_fails};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

#[test]
fn what_must_hold_holds_in_every_random_scenario() {
    what_must_hold_holds_in(0..400);
}

/// Nine minutes of it: `cargo test --test proofs -- --ignored swarm::what_must`.
#[test]
#[ignore = "ten thousand scenarios, for the record"]
fn what_must_hold_holds_in_ten_thousand_random_scenarios() {
    what_must_hold_holds_in(100_000..110_000);
}

fn what_must_hold_holds_in(cases: Range<u64>) {
    let mut met = Met::default();
    let many = cases.clone().count() as u32;
    for seed in cases {
        let file = random_scenario(seed);
        show_where_it_fails(&file, || all_properties(&file, &mut met));
    }
    met.enough(many);
}

/// How many scenarios had what a property speaks of.
#[derive(Default)]
struct Met(BTreeMap<&'static str, u32>);

impl Met {
    fn note(&mut self, what: &'static str, happened: bool) {
        *self.0.entry(what).or_default() += u32::from(happened);
    }

    /// Each in at least one of forty; in truth most are in one of four.
    fn enough(&self, cases: u32) {
        let rare: Vec<_> = self.0.iter().filter(|(_, n)| **n * 40 < cases).collect();
        assert!(rare.is_empty(), "too rare to be tested: {rare:?}");
    }
}

fn all_properties(file: &Value, met: &mut Met) {
    let scenario = read(file, &[]);
    let plan = plan(&scenario);
    let ledger = run(&plan, 0, false);
    let totals = ledger.totals();
    met.note("activated", !ledger.activations.is_empty());
    met.note("throttled", totals.throttled > 0);
    met.note("rejected", totals.rejected > 0);
    met.note("unavailable", totals.unavailable > 0);
    met.note("late", totals.late > 0);
    met.note("deferred at the end", ledger.open_totals().deferred > 0);
    met.note("held at the end", ledger.open_totals().held > 0);
    met.note("F1", ledger.fairness.f1.count > 0);
    met.note("F3", ledger.fairness.f3.count > 0);
    met.note("F5", ledger.fairness.f5.count > 0);

    counts_are_conserved_and_add_up(&plan, &ledger);
    mechanism::nothing_is_throttled_while_inactive(&plan, &ledger);
    mechanism::prioritised_requests_are_never_throttled(&plan, &ledger);
    mechanism::allocations_add_up_to_the_pool(&plan);
    mechanism::the_busiest_window_is_the_busiest(&plan, &ledger);
    mechanism::activations_are_what_the_load_says(&plan, &ledger, met);
    mechanism::fairness_holds_where_nothing_can_break_it(&plan, &ledger);
    mechanism::who_asks_for_less_than_its_allocation_is_never_throttled(&plan, &ledger, met);
    mechanism::no_user_is_hit_unfairly_without_retries(file, met);
    mechanism::today_is_what_a_mechanism_leaves_that_throttles_nobody(file, &ledger, met);
    traffic::settings_do_not_change_the_traffic(file, &plan, &ledger);
    traffic::names_of_settings_change_nothing(file, &ledger);
    traffic::the_order_of_users_changes_no_count(file);
}

fn plan(scenario: &Scenario) -> Plan {
    Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// How many last submissions were admitted: those that came to an end, and of what is still in the DSP some.
fn with_a_wait(ledger: &Ledger) -> RangeInclusive<u64> {
    let (totals, open) = (ledger.totals(), ledger.open_totals());
    let over = totals.served + totals.no_response + totals.tried_again + open.unanswered;
    over..=over + open.backlog
}

fn every_wait_is_told(ledger: &Ledger) -> bool {
    with_a_wait(ledger).contains(&ledger.waits.told())
}

/// C1, from outside, and every way of adding up the same thing.
fn counts_are_conserved_and_add_up(plan: &Plan, ledger: &Ledger) {
    for ((counts, open), harm) in ledger.pairs.iter().zip(&ledger.open).zip(&ledger.harm) {
        assert_eq!(audit(counts, open, harm), None);
        assert!(counts.late <= counts.served + open.backlog + open.unanswered, "{counts:?}");
    }
    let (totals, open) = (ledger.totals(), ledger.open_totals());
    // Of a sample each stands for several, and it is not known of how many exactly (C2): of a few none may be in it.
    let told = ledger.waits.told();
    let all_tagged = || Plan::new(&plan.scenario).expect("it was one").tagging_one_in(1);
    assert!(told <= *with_a_wait(ledger).end(), "no more waits are told than there are");
    assert!(
        told < ledger.waits.count()
            || every_wait_is_told(ledger)
            || every_wait_is_told(&run(&all_tagged(), 0, false)),
        "every last submission admitted has a wait"
    );

    let rows = |of: fn(&Row) -> u64| ledger.timeline.iter().map(of).sum::<u64>();
    assert_eq!(rows(admitted), totals.admitted);
    assert_eq!(rows(|r| r.throttled), totals.throttled);
    assert_eq!(rows(|r| r.rejected), totals.rejected);
    assert_eq!(rows(|r| r.unavailable), totals.unavailable);
    assert_eq!(rows(|r| r.capped), totals.capped);
    assert_eq!(rows(|r| r.quarantined), totals.quarantined);
    assert_eq!(rows(|r| r.to_buffer), totals.to_buffer);
    assert_eq!(rows(|r| r.active_cells), ledger.active_cells);
    let mut next = 0;
    for row in &ledger.timeline {
        assert_eq!(row.cell, next, "the timeline has neither gap nor overlap");
        next += row.cells;
    }
    assert_eq!(next, plan.scenario.calendar.cells());
    let last = ledger.timeline.last().expect("at least one half-hour");
    assert_eq!(
        last.backlog,
        open.backlog + open.backlog_earlier + open.backlog_copies,
        "the backlog at the end is what is open in it"
    );

    assert_eq!(last.buffered, open.buffered + open.buffered_copies);

    let users = plan.scenario.users.len();
    for u in 0..users {
        let rows = || ledger.users.iter().skip(u).step_by(users);
        let pairs = plan.traffic.pairs.iter().zip(&ledger.pairs).filter(|(p, _)| p.0 == u);
        let own = pairs.fold(Counts::default(), |sum, (_, c)| sum + *c);
        assert_eq!(rows().map(|r| r.throttled).sum::<u64>(), own.throttled);
        assert_eq!(rows().map(|r| r.rejected).sum::<u64>(), own.rejected);
        assert_eq!(rows().map(|r| r.unavailable).sum::<u64>(), own.unavailable);
        assert_eq!(rows().map(|r| r.capped).sum::<u64>(), own.capped);
        assert_eq!(rows().map(|r| r.quarantined).sum::<u64>(), own.quarantined);
        assert_eq!(own.throttled > 0, ledger.windows_throttled[u] > 0);
    }
    let at_gateway: u64 = ledger.users.iter().map(|r| r.attempts).sum();
    assert_eq!(at_gateway + rows(|r| r.started), totals.attempts);
}

fn admitted(row: &Row) -> u64 {
    row.admitted_prioritised + row.admitted_other + row.started
}

/// The fresh requests of every cell of the first replication.
fn fresh(plan: &Plan) -> Vec<Vec<Fresh>> {
    let keys = Keys::new(plan.scenario.seed, 0);
    let mut cells = Vec::new();
    for (from, to) in plan.traffic.days() {
        let counts = plan.traffic.count_day(&keys, from, to);
        for block in from..to {
            let placed = plan.traffic.place(&keys, block, counts.block(block));
            cells.extend((0..plan.traffic.cells_per_block() as usize).map(|c| {
                let cell = placed.cell(c);
                [cell.plain.as_slice(), &cell.others].concat()
            }));
        }
    }
    cells
}

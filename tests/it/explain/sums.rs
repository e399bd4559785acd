//! Watching changes nothing, and the rows of all windows add up to what is known otherwise.

use headroom_core::engine::{Plan, run};
use headroom_core::ledger::{Counts, Fate, Held, Ledger, WatchRow};
use headroom_core::scenario::Scenario;
use kit::make::{scenario, small_market};
use kit::random_market::random_changes;
use kit::random_scenario::{random_scenario, read, show_where_it_fails};
use serde_json::json;

/// What a User met, summed over rows.
#[derive(Default)]
struct Sums {
    held: Held,
    attempts: u64,
    admitted: u64,
    given_up: u64,
    superseded: u64,
    windows: u64,
    lost: u64,
}

impl Sums {
    fn of(rows: &[WatchRow]) -> Self {
        let mut sums = Self::default();
        for row in rows {
            let h = row.held;
            sums.held.throttled += h.throttled;
            sums.held.capped += h.capped;
            sums.held.rejected += h.rejected;
            sums.held.unavailable += h.unavailable;
            sums.held.quarantined += h.quarantined;
            sums.held.to_buffer += h.to_buffer;
            sums.held.from_buffer += h.from_buffer;
            sums.held.abandoned += h.abandoned;
            sums.held.superseded += h.superseded;
            sums.attempts += row.all_attempts();
            sums.admitted += row.let_through() - h.rejected + h.from_buffer;
            sums.given_up += row.fate.given_up;
            sums.superseded += row.fate.superseded;
            sums.lost += row.fate.lost;
            sums.windows += u64::from(h.throttled > 0);
            assert_eq!(h.throttled, row.throttled.iter().map(|(_, n)| n).sum::<u64>());
            assert!(h.throttled <= row.all_throttled);
            let Fate { again, served, given_up, superseded, ended, .. } = row.fate;
            assert!(again >= served + given_up + superseded + ended);
        }
        sums
    }
}

/// Watches a User of `scenario`; the result is whether anything of its was refused.
fn watched(scenario: &Scenario, user: usize) -> bool {
    let plan = Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"));
    let mut ledger = run(&plan.clone().watching(user), 0, true);
    let rows = std::mem::take(&mut ledger.watched);
    assert!(ledger == run(&plan, 0, false), "watching changes nothing");
    assert_eq!(
        rows.len() * scenario.calendar.cells_per_window(),
        scenario.calendar.cells() as usize
    );
    adds_up(&plan, &ledger, user, &rows)
}

fn adds_up(plan: &Plan, ledger: &Ledger, user: usize, rows: &[WatchRow]) -> bool {
    let own = ledger.pairs.iter().zip(&plan.traffic.pairs).filter(|(_, p)| p.0 == user);
    let counts = own.fold(Counts::default(), |sum, (c, _)| sum + *c);
    let users = plan.scenario.users.len();
    let at_gateway: u64 = ledger.users.iter().skip(user).step_by(users).map(|r| r.attempts).sum();
    let sums = Sums::of(rows);
    assert_eq!(sums.held, Held::of(&counts));
    assert_eq!(sums.attempts, at_gateway, "attempts at the gateway");
    // What the DSP starts itself makes one attempt, which is admitted.
    assert_eq!(sums.admitted + counts.attempts - at_gateway, counts.admitted);
    // Of those that are not of the tagged sample it is not known when they were first sent (C2).
    let of_sample = sums.given_up < counts.abandoned && sums.lost > 0;
    assert!(
        of_sample || sums.given_up == counts.abandoned,
        "by when they were first sent, and by when"
    );
    assert_eq!(sums.superseded, counts.superseded, "the same of superseded polls");
    assert_eq!(sums.windows, ledger.windows_throttled[user]);
    let peak = rows.iter().map(|r| r.load).max();
    assert_eq!(peak, Some(ledger.peak_load.0), "the busiest window's load");
    counts.throttled + counts.rejected + counts.to_buffer > 0
}

#[test]
fn watching_changes_nothing_and_windows_add_up_in_random_scenarios() {
    let mut refused = 0;
    for seed in 0..60 {
        let file = random_scenario(seed);
        let scenario = read(&file, &[]);
        let user = seed as usize % scenario.users.len();
        refused += u32::from(show_where_it_fails(&file, || watched(&scenario, user)));
    }
    assert!(refused > 10, "{refused} of 60 had anything refused");
}

#[test]
fn watching_changes_nothing_and_windows_add_up_in_random_markets() {
    let mut refused = 0;
    for seed in 0..60 {
        let scenario = scenario(&small_market(), &random_changes(seed));
        refused += u32::from(watched(&scenario, seed as usize % scenario.users.len()));
    }
    assert!(refused > 20, "{refused} of 60 had anything refused");
}

#[test]
fn windows_of_the_user_that_floods_add_up() {
    let scenario = scenario(&small_market(), &[("/mechanism/throttle_to", json!("allocation"))]);
    assert!(watched(&scenario, 1));
}

#[test]
fn windows_of_half_hours_without_service_add_up() {
    let resend = json!([{ "id": "top-ups", "srvs": ["2.2"], "share": 0.5, "spread": "6 min" }]);
    let works = json!([{ "id": "works", "at": "10:08", "until": "2022-07-06T12:20",
        "maintenance": { "resend": resend } }]);
    let changes = [("/duration", json!("3 h 30 min")), ("/events", works)];
    let scenario = scenario(&small_market(), &changes);
    for user in 0..scenario.users.len() {
        watched(&scenario, user);
    }
}

//! The judge against outcomes worked out by hand: one small case or more for T6, T7, G2, G8, G9, M7 to M9,
//! U2 and C2. Nothing in them is random, so the engine must see the very same.
//!
//! The market is `bare`, with C 100 requests a cell and Θ × window 480; delta is a network party of 100
//! electricity meters. Cells of 10 s are counted from 10:00, windows have six.

mod maintenance;
mod northbound;
mod processes;
mod recorded;
mod storms;
mod until_accepted;
mod users;
mod warnings;

use super::against_judge::exact::engine;
use headroom_core::ledger::{Counts, Open};
use headroom_core::scenario::Scenario;
use headroom_core::traffic::Traffic;
use kit::bare::{at, bare, batch};
use kit::judge::{Seen, judge};
use kit::make::{Changes, scenario};
use serde_json::{Value, json};

/// What the judge saw, and whose it was.
struct Case {
    scenario: Scenario,
    seen: Seen,
}

/// The market: alpha, beta and gamma, suppliers of 100 meters each, and delta.
fn bare_with_delta() -> Value {
    let mut base = bare(&[("alpha", 100), ("beta", 100), ("gamma", 100)]);
    base["users"].as_array_mut().expect("a list").push(json!({
        "id": "delta", "category": "electricity_network_party", "roles": ["ED"],
        "portfolio": { "electricity_credit": 100 } }));
    base["srvs"][1]["roles"] = json!(["IS", "ED"]);
    base
}

/// Half an hour in which alpha, beta and gamma, each entitled to 120 a window, send `streams`.
fn case(streams: &[Value], changes: Changes) -> Case {
    let mut all = vec![("/traffic/streams", json!(streams))];
    all.extend_from_slice(changes);
    let scenario = scenario(&bare_with_delta(), &all);
    let seen = judge(&scenario, 0);
    assert!((1..5).all(|seed| judge(&scenario, seed) == seen), "something is random");
    assert_eq!(engine(&scenario), seen);
    Case { scenario, seen }
}

impl Case {
    fn sum(&self, fits: impl Fn(&str) -> bool) -> (Counts, Open) {
        let pairs = Traffic::new(&self.scenario).pairs;
        let here = pairs.iter().enumerate().filter(|(_, p)| fits(&self.scenario.users[p.0].id));
        here.fold(Default::default(), |sum: (Counts, Open), (i, _)| {
            (sum.0 + self.seen.pairs[i], sum.1 + self.seen.open[i])
        })
    }

    /// Counts of everybody.
    fn all(&self) -> Counts {
        self.sum(|_| true).0
    }

    /// Counts of a User.
    fn user(&self, id: &str) -> Counts {
        self.sum(|user| user == id).0
    }

    /// What is open at the end.
    fn open(&self) -> Open {
        self.sum(|_| true).1
    }
}

/// `number` requests of 4.6.1 that `user` sends in `cell`.
fn sends(user: &str, number: u64, cell: u64) -> Value {
    batch(user, number, &at(10 * cell))
}

/// No service in the cells from `from` to before `to`.
fn outage(from: u64, to: u64) -> Value {
    json!({ "id": format!("outage {from}"), "at": at(10 * from), "lasts": format!("{} s", 10 * (to - from)), "outage": {} })
}

/// Tries so often, a cell apart.
fn tries(attempts: u32) -> Value {
    json!({ "id": "all", "attempts": attempts, "first": "10 s" })
}

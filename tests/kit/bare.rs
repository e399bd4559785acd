//! A bare market for tests of rules and of theory: Users with so many meters each, an SRV of every
//! mode, and nothing sent. A test adds what it needs and asks what its run showed.

use super::make::{Changes, scenario};
use headroom_core::domain::NANO;
use headroom_core::engine::{Plan, run};
use headroom_core::ledger::{Counts, Folded, Ledger, Open, Row};
use headroom_core::scenario::Scenario;
use serde_json::{Value, json};

/// Half an hour from 10:00 on a Wednesday, cells of 10 s, windows of 60 s, C 10 a second and so Θ 480
/// a window, shared by meters. 4.6.1 may be DCC scheduled; 6.15 is held by the DSP when future dated,
/// 1.1 by the device; no User retries.
pub fn bare(users: &[(&str, u64)]) -> Value {
    let user = |(id, meters): &(&str, u64)| json!({ "id": id, "category": "large_supplier", "roles": ["IS"], "portfolio": { "electricity_credit": meters } });
    let users: Vec<Value> = users.iter().map(user).collect();
    json!({
        "name": "bare", "start": "2022-07-06T10:00", "duration": "30 min", "resolution": "10 s",
        "users": users,
        "response_classes": [{ "id": "on_demand", "target": "30 s" }, { "id": "scheduled", "target": "24 h" }],
        "srvs": [
            { "id": "2.2", "roles": ["IS"] },
            { "id": "7.4", "roles": ["IS"] },
            { "id": "4.6.1", "roles": ["IS"], "modes": ["on_demand", "dcc_scheduled"] },
            { "id": "6.15", "roles": ["IS"], "modes": ["on_demand", "future_dated"], "future_dated": "dsp" },
            { "id": "1.1", "roles": ["IS"], "modes": ["on_demand", "future_dated"], "future_dated": "device" }
        ],
        "traffic": { "profiles": [], "streams": [] },
        "gateway": { "max_capacity": "10/s", "backlog_limit": "60 s" },
        "mechanism": { "allocation": { "weights": "meters" } }
    })
}

/// Exactly `number` requests of 4.6.1 that `user` sends in the cell at `start`.
pub fn batch(user: &str, number: u64, start: &str) -> Value {
    batch_of("4.6.1", user, number, start)
}

/// The same of another SRV.
pub fn batch_of(srv: &str, user: &str, number: u64, start: &str) -> Value {
    json!({ "id": format!("{user} {srv} {start}"), "users": { "ids": [user] }, "srv": srv,
        "amount": { "per_user": number }, "exact": true, "batch": { "start": start } })
}

/// The same, DCC scheduled.
pub fn scheduled(user: &str, number: u64, start: &str) -> Value {
    let mut batch = batch(user, number, start);
    batch["mode"] = json!("dcc_scheduled");
    batch
}

/// The time of day so many seconds after 10:00.
pub fn at(seconds: u64) -> String {
    format!("{:02}:{:02}:{:02}", 10 + seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A scenario and the ledger of its first replication.
pub struct Ran {
    /// As it was read.
    pub scenario: Scenario,
    /// Made ready to run.
    pub plan: Plan,
    /// Of the first replication.
    pub ledger: Ledger,
}

impl Ran {
    /// What it showed, as a study keeps it.
    pub fn folded(&self) -> Folded {
        Folded::new(self.ledger.clone(), &self.plan.traffic.pairs)
    }
}

/// Runs `base` with `changes`.
pub fn ran(base: &Value, changes: Changes) -> Ran {
    let scenario = scenario(base, changes);
    let plan = Plan::new(&scenario).unwrap_or_else(|fault| panic!("{fault:?}"));
    let ledger = run(&plan, 0, false);
    Ran { scenario, plan, ledger }
}

/// The same with `streams`.
pub fn sent(base: &Value, streams: &[Value], changes: Changes) -> Ran {
    let mut all = vec![("/traffic/streams", json!(streams))];
    all.extend_from_slice(changes);
    ran(base, &all)
}

impl Ran {
    fn sum(&self, fits: impl Fn(&str, &str) -> bool) -> (Counts, Open) {
        let mut sum = (Counts::default(), Open::default());
        for (i, &(user, srv)) in self.plan.traffic.pairs.iter().enumerate() {
            if fits(&self.scenario.users[user].id, &self.scenario.srvs[srv].id) {
                sum = (sum.0 + self.ledger.pairs[i], sum.1 + self.ledger.open[i]);
            }
        }
        sum
    }

    /// Counts of everybody.
    pub fn all(&self) -> Counts {
        self.sum(|_, _| true).0
    }

    /// Counts of a User.
    pub fn user(&self, id: &str) -> Counts {
        self.sum(|user, _| user == id).0
    }

    /// Counts of a User's requests of an SRV.
    pub fn pair(&self, id: &str, of: &str) -> Counts {
        self.sum(|user, srv| user == id && srv == of).0
    }

    /// What is open at the end.
    pub fn open(&self) -> Open {
        self.sum(|_, _| true).1
    }

    /// The row of the timeline in which `cell` lies.
    pub fn row(&self, cell: u64) -> Row {
        let within = |row: &&Row| (row.cell..row.cell + row.cells).contains(&cell);
        *self.ledger.timeline.iter().find(within).expect("a cell of the run")
    }

    /// First and last but one cell of each activation.
    pub fn activations(&self) -> Vec<(u64, u64)> {
        self.ledger.activations.iter().map(|a| (a.from, a.to)).collect()
    }

    /// Each User's a(u) × window, in requests.
    pub fn allocation(&self) -> Vec<f64> {
        self.plan.allocation.iter().map(|a| *a as f64 / NANO as f64).collect()
    }

    /// The waits: bin and how many.
    pub fn waits(&self) -> Vec<(u64, u64)> {
        self.ledger.waits.bins().collect()
    }
}

/// Allocations of 120, 120 and 240 a window.
pub const THREE: [(&str, u64); 3] = [("alpha", 1), ("beta", 1), ("gamma", 2)];

/// `THREE` with `streams` and `changes`.
pub fn three(streams: &[Value], changes: Changes) -> Ran {
    sent(&bare(&THREE), streams, changes)
}

/// The same, with the mechanism made active from 10:01 on by `gamma`.
pub fn active(streams: &[Value], changes: Changes) -> Ran {
    let ran = three(&[&[batch("gamma", 480, "10:00")], streams].concat(), changes);
    assert_eq!(ran.ledger.activations.first().map(|a| a.from), Some(6), "active from 10:01 on");
    ran
}

/// An outage; `capacity` is the share that remains.
pub fn outage(at: &str, lasts: &str, capacity: f64) -> Value {
    json!({ "id": format!("outage {at}"), "at": at, "lasts": lasts, "outage": { "capacity": capacity } })
}

/// No room beyond what a cell can do.
pub fn no_backlog() -> (&'static str, Value) {
    ("/gateway/backlog_limit", json!(0))
}

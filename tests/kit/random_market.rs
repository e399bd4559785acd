//! Random scenarios: small markets in which any two rules may meet.

mod messages;
mod more;
mod recorded;

use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

const USERS: [&str; 5] = ["alpha", "beta", "gamma", "delta", "omega"];

/// A choice among texts, numbers or whatever else JSON can say.
struct Dice(Xoshiro256PlusPlus);

impl Dice {
    fn one(&mut self, of: &Value) -> Value {
        of.as_array()
            .and_then(|list| list.choose(&mut self.0))
            .expect("a list with something in it")
            .clone()
    }

    fn chance(&mut self, share: f64) -> bool {
        self.0.random::<f64>() < share
    }

    /// Between two numbers, to three places.
    fn between(&mut self, from: f64, to: f64) -> f64 {
        ((from + (to - from) * self.0.random::<f64>()) * 1000.0).round() / 1000.0
    }

    fn below(&mut self, n: u64) -> u64 {
        self.0.random_range(0..n)
    }

    /// A time on a half-minute of the `minutes` after 10:00.
    fn time(&mut self, minutes: u64) -> String {
        let at = self.below(2 * minutes);
        format!("10:{:02}:{:02}", at / 2, at % 2 * 30)
    }

    fn user(&mut self) -> &'static str {
        USERS[self.below(5) as usize]
    }
}

/// A list of both, or of one where they are the same.
fn each_once([one, other]: [&'static str; 2]) -> Vec<&'static str> {
    if one == other { vec![one] } else { vec![one, other] }
}

/// Changes to the small market: of gateway, mechanism, retries, traffic and events.
pub fn random_changes(seed: u64) -> Vec<(&'static str, Value)> {
    let mut d = Dice(Xoshiro256PlusPlus::seed_from_u64(seed));
    let mut changes = vec![("/name", json!(format!("random-{seed}")))];
    changes.extend(system(&mut d));
    let mut shares = vec![0.0; 48];
    shares[20..22].fill(0.5);
    changes.push(("/traffic/profiles/-", json!({ "id": "hour", "weekday": { "shares": shares } })));
    changes.push(("/traffic/day_cv", d.one(&json!([0, 0, 0.2]))));
    changes.push(("/traffic/day_cv_common", d.one(&json!([0, 0, 0.1]))));
    changes.push(("/traffic/streams/reads/dcc_scheduled_share", d.one(&json!([0, 0, 0.3, 1]))));
    changes.push(("/traffic/streams/reads/exact", json!(d.chance(0.2))));
    for _ in 0..d.below(3) {
        changes.push(("/traffic/streams/-", stream(&mut d, changes.len())));
    }
    let mut events: Vec<Value> = (0..d.below(4)).map(|i| event(&mut d, i)).collect();
    if d.chance(0.3) {
        events.push(more::storm(&mut d, "storm".to_owned()));
    }
    changes.push(("/events", json!(events)));
    if d.chance(0.3) {
        let mut process = more::process(&mut d);
        process["profile"] = json!("hour");
        changes.push(("/traffic/processes", json!([process])));
    }
    changes.push(("/traffic/day_correlation", d.one(&json!([0, 0, 0.6]))));
    changes.push(("/traffic/slot_cv", d.one(&json!([0, 0, 0.1]))));
    changes.push(("/traffic/slot_cv_common", d.one(&json!([0, 0, 0.05, 0.2]))));
    changes.push(("/traffic/factor_law", d.one(&json!(["gamma", "gamma", "log_normal"]))));
    if d.chance(0.2) {
        changes.push(("/traffic/factor_law", json!("empirical")));
        changes.push(("/traffic/factor_values", json!([3, 4, 4, 5, 9])));
    }
    changes.extend(messages::messages(seed));
    changes.extend(recorded::recording(&mut d));
    changes
}

/// The same where little is random: exact batches of one cell, each sent by one User, no jitter.
pub fn exact_changes(seed: u64) -> Vec<(&'static str, Value)> {
    let mut d = Dice(Xoshiro256PlusPlus::seed_from_u64(seed));
    let mut changes =
        vec![("/name", json!(format!("exact-{seed}"))), ("/duration", json!("30 min"))];
    changes.extend(system(&mut d));
    let streams: Vec<Value> = (0..=d.below(4)).map(|i| batch(&mut d, i)).collect();
    changes.push(("/traffic/streams", json!(streams)));
    changes.push(("/mechanism/allocation/weights", json!("meters")));
    let retries: Vec<Value> = USERS
        .iter()
        .map(|user| {
            let mut retry = retry(&mut d, user);
            retry["jitter"] = json!(0);
            more::retry(&mut d, &mut retry);
            retry
        })
        .collect();
    changes.push(("/retries", json!(retries)));
    let mut events: Vec<Value> = (0..d.below(3)).map(|i| outage(&mut d, i, 28)).collect();
    if d.chance(0.3) {
        events.push(more::darkness(&mut d, "darkness".to_owned()));
    }
    changes.push(("/events", json!(events)));
    if d.chance(0.4) {
        changes.push(("/traffic/processes", json!([more::batch_of_processes(&mut d)])));
    }
    changes.extend(messages::without_chance(seed));
    changes
}

/// Gateway, mechanism and retries.
fn system(d: &mut Dice) -> Vec<(&'static str, Value)> {
    let immediate = d.chance(0.4);
    let mut retries: Vec<Value> = [USERS[0], USERS[1]].iter().map(|user| retry(d, user)).collect();
    retries.iter_mut().for_each(|rule| more::retry(d, rule));
    let mut changes = vec![
        ("/resolution", d.one(&json!(["10 s", "10 s", "30 s", "5 s"]))),
        ("/gateway/max_capacity", json!(d.between(1.5, 7.0))),
        ("/gateway/backlog_limit", d.one(&json!([0, 37, "5 s", "30 s", "60 s", "5 min"]))),
        ("/gateway/scheduled_share", d.one(&json!([0, 0.137, 0.5, 0.5, 0.72, 1]))),
        ("/mechanism/enabled", json!(d.chance(0.9))),
        ("/mechanism/window", d.one(&json!(["30 s", "60 s", "60 s", "120 s"]))),
        ("/mechanism/operating_threshold", json!(d.between(0.3, 1.1))),
        (
            "/mechanism/throttle_to",
            d.one(&json!(["allocation", "until_total", "share_unused", "user_maximum"])),
        ),
        ("/mechanism/pace", d.one(&json!(["window", "cell"]))),
        ("/mechanism/detect", json!(if immediate { "immediate" } else { "window_end" })),
        (
            "/mechanism/measure",
            if immediate {
                json!("offered")
            } else {
                d.one(&json!(["offered", "offered", "admitted"]))
            },
        ),
        ("/mechanism/release", json!(d.between(0.3, 1.0))),
        ("/mechanism/hold", json!(d.below(5) + 1)),
        ("/mechanism/prioritised_use_allocation", json!(d.chance(0.5))),
        ("/mechanism/threshold_follows_capacity", json!(d.chance(0.5))),
        ("/mechanism/prioritised/add", d.one(&json!([[], ["2.2"], ["2.2", "7.4"], ["4.6.1"]]))),
        ("/mechanism/allocation/pool", d.one(&json!(["threshold", "capacity"]))),
        ("/mechanism/allocation/basis", d.one(&json!(["enrolled_meters", "charged_mpans"]))),
        ("/mechanism/allocation/weights", d.one(&json!(["expected_requests", "meters"]))),
        ("/mechanism/allocation/guaranteed/small/share", json!(d.between(0.0, 0.2))),
        ("/retries/-", retries[0].clone()),
        ("/retries/-", retries[1].clone()),
    ];
    changes.extend(more::settings(d));
    changes
}

fn retry(d: &mut Dice, user: &str) -> Value {
    json!({
        "id": format!("of {user}"), "users": { "ids": [user] }, "attempts": d.below(6) + 1,
        "first": format!("{} s", d.below(90) + 1), "factor": d.one(&json!([1, 1.5, 2, 3])), "cap": "4 min",
        "jitter": d.one(&json!([0, 0.1, 0.25, 0.5, 1])), "give_up_at_deadline": d.chance(0.3)
    })
}

/// A stream of the suppliers, on demand, future dated or DCC scheduled.
fn stream(d: &mut Dice, i: usize) -> Value {
    let mut stream = json!({ "id": format!("stream {i}"), "users": { "roles": ["GS"] }, "srv": "6.15",
        "amount": { "per_user": d.below(900) }, "exact": d.chance(0.5) });
    if d.chance(0.5) {
        stream["profile"] = json!("hour");
    } else {
        let spread = d.one(&json!(["30 s", "4 min", "20 min"]));
        stream["batch"] = json!({ "start": d.time(59), "spread": spread, "stagger": "90 s" });
    }
    stream["mode"] = d.one(&json!(["on_demand", "future_dated", "future_dated", "dcc_scheduled"]));
    if stream["mode"] == "future_dated" {
        stream["due"] = json!({ "at": d.time(60), "spread": d.one(&json!(["30 s", "3 min"])) });
    }
    stream
}

/// A batch of one cell that one supplier sends.
fn batch(d: &mut Dice, i: u64) -> Value {
    let mut stream = json!({ "id": format!("batch {i}"), "users": { "ids": [d.one(&json!(["alpha", "gamma"]))] },
        "srv": d.one(&json!(["2.2", "4.6.1", "6.15"])), "amount": { "number": d.below(500) }, "exact": true,
        "batch": { "start": d.time(29) } });
    match stream["srv"].as_str() {
        Some("4.6.1") if d.chance(0.4) => stream["mode"] = json!("dcc_scheduled"),
        Some("6.15") if d.chance(0.7) => {
            stream["mode"] = json!("future_dated");
            stream["due"] = json!({ "at": d.time(28) });
        }
        _ => {}
    }
    stream
}

fn outage(d: &mut Dice, i: u64, minutes: u64) -> Value {
    let lasts = format!("{} s", 30 * (d.below(12) + 1));
    json!({ "id": format!("outage {i}"), "at": d.time(minutes), "lasts": lasts, "outage": { "capacity": d.one(&json!([0, 0, 0.25, 0.6])) } })
}

fn event(d: &mut Dice, i: u64) -> Value {
    let (id, at, lasts) =
        (format!("event {i}"), d.time(55), format!("{} s", 60 * (d.below(8) + 1)));
    let supplier = ["alpha", "beta", "gamma"][d.below(3) as usize];
    let shape = d.one(&json!([[], [0.7, 0.3]]));
    match d.below(4) {
        0 => {
            json!({ "id": id, "at": at, "lasts": lasts, "denial_of_service": { "users": { "ids": [supplier] },
            "srvs": d.one(&json!([["4.6.1"], ["7.4", "4.6.1"]])), "rate": d.between(1.0, 9.0), "shape": shape, "reacts": d.chance(0.7) } })
        }
        1 => {
            json!({ "id": id, "at": at, "lasts": lasts, "campaign": { "users": { "ids": [supplier] }, "srv": "4.6.1",
            "number": d.below(1500), "shape": shape, "mode": d.one(&json!(["on_demand", "dcc_scheduled"])) } })
        }
        2 => {
            json!({ "id": id, "at": at, "lasts": lasts, "surge": { "users": { "ids": each_once([d.user(), "alpha"]) }, "factor": d.between(0.0, 7.0) } })
        }
        _ => outage(d, i, 55),
    }
}

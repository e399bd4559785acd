//! Random scenarios of any kind: a market, hours of it, and a mechanism of which nothing is fixed.
//!
//! `random_market` varies one market for an hour, so that a judge can repeat it; here everything
//! varies, over hours, so that quiet half-hours and eventful ones follow one another. What matters
//! happens on edges, so times are drawn on them and one cell beside them far more often than chance
//! would have it.

mod control;
mod recorded;
mod storm;
mod traffic;

use headroom_core::engine::Plan;
use headroom_core::scenario::{Change, Draft, Scenario};
use jiff::civil::DateTime;
use jiff::{ToSpan, Zoned};
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does `check`; where it fails, says of which scenario, ready to save.
pub fn show_where_it_fails<T>(file: &Value, check: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|why| {
        let text = why.downcast_ref::<&str>().map(|s| (*s).to_owned());
        let why = text.or_else(|| why.downcast_ref::<String>().cloned()).unwrap_or_default();
        panic!("{why}\nin this scenario:\n{file:#}")
    })
}

/// Reads `file` with `changes`, as if it said them; a fault fails the test.
pub fn read(file: &Value, changes: &[(&str, Value)]) -> Scenario {
    let change = |(pointer, value): &(&str, Value)| Change {
        pointer: (*pointer).to_owned(),
        value: value.clone(),
    };
    let changes: Vec<Change> = changes.iter().map(change).collect();
    let draft = Draft::of_text("random", &file.to_string());
    let made = draft.and_then(|draft| draft.with(&[("changes", &changes)]));
    made.unwrap_or_else(|faults| panic!("{faults}"))
}

/// A valid scenario.
pub fn random_scenario(seed: u64) -> Value {
    // In one of some thousands nobody has any weight (M1).
    let shares_out = |file: &Value| Plan::new(&read(file, &[])).is_ok();
    (0..)
        .map(|turn| made(seed + turn * 1_000_000_007))
        .find(shares_out)
        .expect("there is no end of seeds")
}

/// A scenario that can be read.
fn made(seed: u64) -> Value {
    let mut m = Maker::new(seed);
    let srvs = m.srvs();
    let streams: Vec<Value> = (0..=m.below(6)).map(|i| m.stream(i)).collect();
    let events: Vec<Value> = (0..m.below(4)).map(|i| m.event(i)).collect();
    let retries: Vec<Value> = (0..m.below(4)).map(|i| m.retry(i)).collect();
    let processes: Vec<Value> = (0..m.one(&[0, 0, 1, 2])).map(|i| m.process(i)).collect();
    let mut file = json!({
        "name": format!("random-{seed}"),
        "start": m.start.datetime().strftime("%Y-%m-%dT%H:%M").to_string(),
        "duration": format!("{} min", m.half_hours * 30),
        "resolution": format!("{} s", m.tick),
        "seed": m.below(1_000_000),
        "replications": 2,
        "users": m.users,
        "response_classes": [
            { "id": "on_demand", "target": m.one(&["5 s", "30 s", "10 min"]), "response_time": m.one(&ANSWERS) },
            { "id": "scheduled", "target": m.one(&["95 s", "1 h", "24 h"]), "response_time": m.one(&ANSWERS) }
        ],
        "srvs": srvs,
        "traffic": {
            "day_cv": m.one(&[0.0, 0.0, 0.2]),
            "day_cv_common": m.one(&[0.0, 0.0, 0.1]),
            "profiles": [m.profile("one"), m.profile("other")],
            "streams": streams,
            "processes": processes,
            "signing_delay": m.one(&["5 s", "5 s", "1 min", "7 min"]),
            "stagger": m.stagger()
        },
        "retries": retries,
        "events": events,
        "gateway": m.gateway(),
        "mechanism": m.mechanism()
    });
    file["gateway"]["scheduled_share"] = m.scheduled_share();
    let law = m.one(&["gamma", "gamma", "log_normal", "empirical"]);
    let traffic = &mut file["traffic"];
    traffic["day_correlation"] = json!(m.one(&[0.0, 0.0, 0.6, 0.9]));
    traffic["slot_cv"] = json!(m.one(&[0.0, 0.0, 0.0, 0.1]));
    traffic["slot_cv_common"] = json!(m.one(&[0.0, 0.0, 0.05, 0.3]));
    traffic["factor_law"] = json!(law);
    if law == "empirical" {
        traffic["factor_values"] = json!([3, 4, 4, 5, 9]);
    }
    // Left out, it is by default.
    match m.below(4) {
        0 => file["followed_srvs"] = json!([]),
        1 => file["followed_srvs"] = json!([file["srvs"][0]["id"]]),
        _ => (),
    }
    let recording = m.recording(&file["srvs"]);
    if !recording.is_null() {
        file["traffic"]["recording"] = recording;
    }
    file
}

/// How long answers take.
const ANSWERS: [&str; 5] = ["0 s", "0 s", "0 s", "3 s", "2 min"];

const CATEGORIES: [&str; 4] =
    ["large_supplier", "small_supplier", "electricity_network_party", "other_user"];

/// Dice, and what is already settled.
struct Maker {
    dice: Xoshiro256PlusPlus,
    start: Zoned,
    half_hours: u64,
    /// A cell and a window, seconds.
    tick: u64,
    window: u64,
    /// What all streams together are to send, requests a second.
    rate: f64,
    capacity: f64,
    threshold: f64,
    users: Vec<Value>,
}

impl Maker {
    fn new(seed: u64) -> Self {
        let mut m = Self {
            dice: Xoshiro256PlusPlus::seed_from_u64(seed),
            start: Zoned::default(),
            half_hours: 0,
            tick: 0,
            window: 0,
            rate: 0.0,
            capacity: 0.0,
            threshold: 0.0,
            users: Vec::new(),
        };
        // The last two: days on which clocks change.
        let date = m.one(&["2022-07-06", "2022-07-08", "2023-01-01", "2022-03-27", "2022-10-30"]);
        let hour = if date.ends_with("-27") || date.ends_with("-30") { 0 } else { m.below(24) };
        let start = format!("{date}T{hour:02}:{}", m.one(&["00", "30"]));
        let start = start.parse::<DateTime>().expect("a date and time");
        m.start = start.in_tz("Europe/London").expect("a time that exists");
        m.half_hours = 3 + m.below(18);
        m.tick = m.one(&[5, 10, 10, 10, 30, 60, 120]);
        let windows = [10, 30, 60, 60, 120, 300, 600, 1_800];
        m.window = m.one(&windows.map(|w| if w % m.tick == 0 { w } else { 360 }));
        m.rate = m.ratio(0.05, 20.0);
        m.threshold = m.ratio(0.25, 1.1);
        // Θ × window is at least one request.
        m.capacity = (m.rate * m.ratio(1.0, 60.0)).max(1.5 / (m.threshold * m.window as f64));
        m.users = (0..=m.below(8)).map(|i| m.user(i)).collect();
        m
    }

    fn below(&mut self, n: u64) -> u64 {
        self.dice.random_range(0..n)
    }

    fn chance(&mut self, share: f64) -> bool {
        self.dice.random::<f64>() < share
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of.choose(&mut self.dice).expect("a list with something in it").clone()
    }

    /// Between two numbers, small ones as likely as large ones, to six places.
    fn ratio(&mut self, from: f64, to: f64) -> f64 {
        let x = from * libm::exp(libm::log(to / from) * self.dice.random::<f64>());
        (x * 1e6).round() / 1e6
    }

    /// A number of cells, as a time.
    fn cells(&mut self, most: u64) -> String {
        format!("{} s", self.tick * (1 + self.below(most)))
    }

    /// A cell's start in the run: often the edge of a half-hour, or one cell beside it.
    fn moment(&mut self) -> DateTime {
        let any = self.tick * self.below(1_800 / self.tick);
        let beside = self.one(&[0, 0, 0, self.tick, 1_800 - self.tick, any, any]);
        let at = 1_800 * self.below(self.half_hours) + beside;
        (&self.start + (at as i64).seconds()).datetime()
    }

    /// No stagger of a User's own batches as often as not.
    fn stagger(&mut self) -> String {
        if self.chance(0.5) { "0 s".to_owned() } else { self.cells(30) }
    }

    fn time_of_day(&mut self) -> String {
        self.moment().strftime("%H:%M:%S").to_string()
    }

    fn user(&mut self, i: u64) -> Value {
        // The first has meters, so that somebody has a weight.
        let meters =
            |m: &mut Self| if i > 0 && m.chance(0.4) { 0 } else { m.ratio(1.0, 1e6) as u64 };
        let mut user = json!({
            "id": format!("user-{i}"),
            "category": self.one(&CATEGORIES),
            "roles": self.one(&[vec!["IS"], vec!["IS", "GS"], vec!["ED", "IS"]]),
            "portfolio": {
                "electricity_credit": meters(self), "electricity_prepayment": meters(self),
                "gas_credit": meters(self), "gas_prepayment": meters(self),
                "charged_mpans": meters(self)
            }
        });
        if self.chance(0.1) {
            user["day_cv"] = json!(0.5);
            user["slot_cv"] = json!(0.2);
        }
        user
    }

    /// Users by number, category, role, or all of them.
    fn choice(&mut self) -> Value {
        let n = self.users.len() as u64;
        let (i, j) = (self.below(n), self.below(n));
        let category = self.users[i as usize]["category"].clone();
        match self.below(5) {
            0 => json!({}),
            1 => json!({ "categories": [category] }),
            2 => {
                json!({ "roles": ["IS"], "except": if n > 1 { vec![format!("user-{j}")] } else { vec![] } })
            }
            3 if i != j => json!({ "ids": [format!("user-{i}"), format!("user-{j}")] }),
            _ => json!({ "ids": [format!("user-{i}")] }),
        }
    }
}

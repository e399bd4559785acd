//! What is sent: SRVs, profiles, streams and retries.

use super::Maker;
use serde_json::{Value, json};

impl Maker {
    /// One SRV of each kind, all of which every User may send.
    pub(super) fn srvs(&mut self) -> Value {
        json!([
            { "id": "demand", "roles": ["IS"], "critical": self.chance(0.3) },
            { "id": "daily", "roles": ["IS", "GS"], "modes": ["on_demand", "dcc_scheduled"],
              "critical": self.chance(0.15), "device": self.chance(0.8) },
            { "id": "held", "roles": ["IS"], "critical": self.chance(0.15),
              "modes": ["on_demand", "future_dated", "dcc_scheduled"],
              "future_dated": "dsp", "response_class": self.one(&["on_demand", "scheduled"]) },
            { "id": "device", "roles": ["IS"],
              "modes": ["future_dated", "on_demand"], "future_dated": "device",
              "critical": self.chance(0.3) },
            { "id": "supply", "roles": ["IS"], "supply_status": self.chance(0.5) }
        ])
    }

    pub(super) fn profile(&mut self, id: &str) -> Value {
        let clock = self.one(&["local", "local", "utc"]);
        let mut profile = json!({ "id": id, "clock": clock, "weekday": self.day() });
        if self.chance(0.3) {
            profile["sunday"] = self.day();
        }
        profile
    }

    /// Calm with a few bursts, or any shares at all.
    pub(super) fn day(&mut self) -> Value {
        let wild = self.chance(0.3);
        let part = |m: &mut Self| match wild {
            true => m.below(20),
            false if m.chance(0.08) => 10 + m.below(60),
            false => 5,
        };
        let mut parts: Vec<u64> = (0..48).map(|_| part(self)).collect();
        parts[0] += 1;
        let sum: u64 = parts.iter().sum();
        let shares: Vec<f64> = parts.iter().map(|p| *p as f64 / sum as f64).collect();
        let mut day = json!({ "shares": shares, "level": self.one(&[1.0, 1.0, 0.4, 2.0]) });
        for _ in 0..self.below(4) {
            day["within"][self.time_of_day_on_half_hour()] = self.shape();
        }
        day
    }

    pub(super) fn time_of_day_on_half_hour(&mut self) -> String {
        format!("{:02}:{}", self.below(24), self.one(&["00", "30"]))
    }

    /// Three or five parts: both divide the cells of a half-hour at every resolution used.
    pub(super) fn shape(&mut self) -> Value {
        self.one(&[json!([0.6, 0.3, 0.1]), json!([0, 1, 0]), json!([3, 0, 0, 0, 2])])
    }

    pub(super) fn stream(&mut self, i: u64) -> Value {
        // The first is on demand, from everybody, so that somebody has a weight.
        let (srv, mode) = match i {
            0 => ("daily", "on_demand"),
            _ => self.one(&[
                ("demand", "on_demand"),
                ("daily", "on_demand"),
                ("daily", "dcc_scheduled"),
                ("supply", "on_demand"),
                ("held", "future_dated"),
                ("held", "future_dated"),
                ("device", "future_dated"),
            ]),
        };
        let users = if i == 0 { json!({}) } else { self.choice() };
        let day = self.rate * 86_400.0 * self.ratio(0.1, 1.0);
        let (per_user, per_meter) = (day / self.users.len() as f64, day / 1e6);
        let amount = match self.below(4) {
            0 if i > 0 => json!({ "number": day.round() }),
            1 if i > 0 => json!({ "per_user": per_user }),
            2 => json!({ "per_meter": per_meter, "fuel": "electricity" }),
            3 if i > 0 => json!({ "per_prepayment_meter": per_meter }),
            _ => json!({ "per_meter": per_meter }),
        };
        let mut stream = json!({ "id": format!("stream {i}"), "users": users, "srv": srv, "mode": mode,
            "amount": amount, "exact": self.chance(0.2) });
        if srv == "daily" && mode == "on_demand" {
            stream["dcc_scheduled_share"] = json!(self.one(&[0.0, 0.3, 0.9]));
        }
        if i == 0 || self.chance(0.6) {
            stream["profile"] = json!(self.one(&["one", "other"]));
        } else {
            // A batch sends its day in minutes.
            stream["amount"] = json!({ "number": (day * self.ratio(0.001, 0.05)).round() });
            stream["batch"] = json!({ "start": self.time_of_day(), "spread": self.cells(200),
                "stagger": self.one(&["0 s", "0 s", "10 min", "30 min"]),
                "clock": self.one(&["local", "utc"]) });
        }
        if srv == "held" {
            stream["due"] = json!({ "at": self.time_of_day(), "spread": self.cells(300),
                "clock": self.one(&["local", "utc"]) });
        }
        stream
    }

    /// Runs of one step or a few, a small part of all that is sent.
    pub(super) fn process(&mut self, i: u64) -> Value {
        let mut steps = Vec::new();
        for s in 0..1 + self.below(5) {
            let srv = self.one(&["demand", "demand", "daily", "held", "device", "supply"]);
            let mut step = json!({ "id": format!("step {s}"), "srv": srv });
            if s > 0 {
                step["delay"] = json!(self.one(&["0 s", "0 s", "15 s", "10 min"]));
            }
            if self.chance(0.3) {
                step["deadline"] = json!(self.one(&["0 s", "1 min", "30 min"]));
            }
            steps.push(step);
        }
        let day = self.rate * 86_400.0 * self.ratio(0.001, 0.1);
        let mut process = json!({
            "id": format!("process {i}"), "users": self.choice(), "exact": self.chance(0.2),
            "amount": { "number": day.round() }, "steps": steps,
            "retrigger": self.one(&[0.0, 0.5, 1.0]), "retrigger_after": self.one(&["1 s", "5 min", "1 h"])
        });
        if self.chance(0.7) {
            process["profile"] = json!(self.one(&["one", "other"]));
        } else {
            process["amount"] = json!({ "number": (day * 0.05).round() });
            process["batch"] = json!({ "start": self.time_of_day(), "spread": self.cells(100) });
        }
        process
    }

    pub(super) fn retry(&mut self, i: u64) -> Value {
        let mut retry = json!({
            "id": format!("retry {i}"), "users": self.choice(), "attempts": 1 + self.below(6),
            "first": format!("{} s", 1 + self.below(240)), "factor": self.one(&[1.0, 1.5, 3.0]),
            "jitter": self.one(&[0.0, 0.1, 0.5, 1.0]), "give_up_at_deadline": self.chance(0.3)
        });
        if self.chance(0.5) {
            retry["cap"] = json!(self.one(&["3 min", "45 min"]));
        }
        if self.chance(0.4) {
            let times = [json!("1 s"), json!("90 s"), json!("10 min"), json!(0.5), json!(2)];
            retry["response_timeout"] = self.one(&times);
        }
        if retry["attempts"] != 1 && self.chance(0.4) {
            retry["on_throttled"] = json!({ "first": format!("{} s", 1 + self.below(600)),
                "factor": self.one(&[1.0, 2.0]), "jitter": self.one(&[0.0, 0.5]) });
        }
        retry
    }
}

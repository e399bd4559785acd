//! What goes wrong, and the mechanism that meets it.

use super::Maker;
use super::storm::civil;
use serde_json::{Value, json};

impl Maker {
    pub(super) fn event(&mut self, i: u64) -> Value {
        let mut cells = 1 + self.below(2_400 / self.tick);
        let shaped = self.chance(0.3);
        if shaped {
            cells = cells.div_ceil(15) * 15;
        }
        let shape = if shaped { self.shape() } else { json!([]) };
        let at = self.moment();
        let lasts = format!("{} s", cells * self.tick);
        let mut event = json!({ "id": format!("event {i}"), "at": civil(&at), "lasts": lasts });
        let seconds = (cells * self.tick) as f64;
        let parties = self.network_parties();
        match self.below(if parties.is_empty() { 5 } else { 7 }) {
            0 | 1 => {
                let rate = match self.chance(0.7) {
                    true => ("rate", self.capacity * self.ratio(0.1, 12.0)),
                    false => ("times_peak", self.ratio(0.5, 30.0)),
                };
                let srvs = self.one(&[vec!["daily"], vec!["demand"], vec!["held", "device"]]);
                event["denial_of_service"] = json!({
                    "users": self.choice(), "srvs": srvs, rate.0: rate.1, "shape": shape,
                    "reacts": self.chance(0.7)
                });
            }
            2 => {
                let number = (self.capacity * seconds * self.ratio(0.05, 3.0)).round() as u64;
                let (srv, mode) = self.one(&[
                    ("demand", "on_demand"),
                    ("daily", "dcc_scheduled"),
                    ("device", "future_dated"),
                ]);
                event["campaign"] = json!({
                    "users": self.choice(), "srv": srv, "mode": mode, "number": number, "shape": shape
                });
            }
            3 => {
                let factor = self.one(&[0.0, 0.3, 4.0, 25.0]);
                event["surge"] = json!({ "users": self.choice(), "factor": factor });
            }
            4 => event["outage"] = json!({ "capacity": self.one(&[0.0, 0.0, 0.2, 0.7]) }),
            _ => event["storm"] = self.storm(&parties, at, cells),
        }
        event
    }

    /// The DSP, and what stands before it besides the mechanism.
    pub(super) fn gateway(&mut self) -> Value {
        let limits = [json!(0), json!(37), json!("5 s"), json!("60 s"), json!("10 min")];
        let mut gateway =
            json!({ "max_capacity": self.capacity, "backlog_limit": self.one(&limits) });
        if self.chance(0.3) {
            gateway["collapse"] = json!({ "after": self.cells(40), "lasts": self.cells(100) });
        }
        let rules = self.one(&[0, 0, 0, 1, 2]);
        gateway["anomaly"] = (0..rules).map(|i| self.anomaly(i)).collect();
        let caps = self.one(&[0, 0, 0, 1, 2]);
        gateway["caps"] = (0..caps)
            .map(|i| {
                let rate = self.capacity * self.ratio(0.01, 1.0);
                json!({ "id": format!("cap {i}"), "users": self.choice(), "rate": rate })
            })
            .collect();
        gateway
    }

    /// What the DSP starts itself has first of a cell; half of it where the file does not say (G4).
    pub(super) fn scheduled_share(&mut self) -> Value {
        let shares = [0.0, 0.1, 0.337, 0.8, 1.0].map(|share| json!(share));
        if self.chance(0.6) { self.one(&shares) } else { json!(0.5) }
    }

    fn anomaly(&mut self, i: u64) -> Value {
        let srvs = self.one(&[vec![], vec!["daily"], vec!["demand", "supply"]]);
        let threshold = match self.chance(0.5) {
            true => ("number", json!(self.ratio(1.0, 5_000.0) as u64)),
            false => ("times_busiest_day", json!(self.ratio(0.02, 3.0))),
        };
        let period = if self.chance(0.5) { self.cells(600) } else { "1 day".to_owned() };
        json!({ "id": format!("anomaly {i}"), "users": self.choice(), "srvs": srvs,
            threshold.0: threshold.1, "period": period })
    }

    /// Whom a warning makes put off what.
    fn early_warning(&mut self) -> Value {
        let heed: Vec<Value> = (0..self.below(3))
            .map(|i| {
                let streams = self.one(&[vec![], vec!["stream 0"]]);
                json!({ "id": format!("heed {i}"), "users": self.choice(), "streams": streams,
                    "share": self.one(&[0.0, 0.3, 1.0]) })
            })
            .collect();
        json!({
            "enabled": self.chance(0.4),
            "warn_at": self.one(&[0.0, 0.5, 0.8]),
            "warn_load": self.one(&[0.0, 0.3, 0.8]),
            "warn_for": format!("{} s", self.window * (1 + self.below(6))),
            "defer_by": self.cells(200),
            "heed": heed
        })
    }

    pub(super) fn mechanism(&mut self) -> Value {
        let immediate = self.chance(0.4);
        let per_half_hour = 1_800 / self.window;
        // As often as not the windows looked back on reach past one half-hour, or past several.
        let hold =
            self.one(&[1, 2, 5, per_half_hour + 1, 2 * per_half_hour, 3 * per_half_hour + 2]);
        let distinct = self.chance(0.4);
        json!({
            "enabled": self.chance(0.92),
            "signal": if distinct { "distinct" } else { "plain_503" },
            "retry_after": distinct && self.chance(0.5),
            "early_warning": self.early_warning(),
            "buffer": { "enabled": self.chance(0.3), "bound": self.one(&["0 s", "20 s", "5 min"]) },
            "window": format!("{} s", self.window),
            "operating_threshold": self.threshold,
            "throttle_to": self.one(&["allocation", "until_total", "share_unused", "user_maximum"]),
            "pace": self.one(&["window", "cell"]),
            "detect": if immediate { "immediate" } else { "window_end" },
            "measure": if immediate || self.chance(0.7) { "offered" } else { "admitted" },
            "release": self.one(&[0.2, 0.7, 0.9, 1.0]),
            "hold": hold,
            "prioritised_use_allocation": self.chance(0.5),
            "threshold_follows_capacity": self.chance(0.4),
            "prioritised": {
                "lists": [
                    { "id": "short", "srvs": ["demand"] },
                    { "id": "long", "srvs": ["demand", "held", "device"] }
                ],
                "list": self.one(&["short", "long"]),
                "add": self.one(&[vec![], vec![], vec!["daily"]]),
                "remove": self.one(&[vec![], vec![], vec!["demand"]])
            },
            "allocation": {
                "weights": self.one(&["expected_requests", "meters"]),
                "basis": self.one(&["enrolled_meters", "charged_mpans"]),
                "prepayment_known": self.one(&["portfolio", "portfolio", "no", "top_ups"]),
                "pool": self.one(&["threshold", "threshold", "capacity"]),
                "guaranteed": [
                    { "id": "all", "users": {}, "share": self.one(&[0.0, 0.01, 0.05]) },
                    { "id": "some", "users": self.choice(), "share": self.one(&[0.0, 0.1]) }
                ]
            }
        })
    }
}

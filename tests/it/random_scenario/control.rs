//! What goes wrong, and the mechanism that meets it.

use super::Maker;
use serde_json::{Value, json};

impl Maker {
    pub(super) fn event(&mut self, i: u64) -> Value {
        let mut cells = 1 + self.below(2_400 / self.tick);
        let shaped = self.chance(0.3);
        if shaped {
            cells = cells.div_ceil(15) * 15;
        }
        let shape = if shaped { self.shape() } else { json!([]) };
        let at = self.moment().strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let lasts = format!("{} s", cells * self.tick);
        let mut event = json!({ "id": format!("event {i}"), "at": at, "lasts": lasts });
        let seconds = (cells * self.tick) as f64;
        match self.below(5) {
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
            _ => event["outage"] = json!({ "capacity": self.one(&[0.0, 0.0, 0.2, 0.7]) }),
        }
        event
    }

    pub(super) fn mechanism(&mut self) -> Value {
        let immediate = self.chance(0.4);
        let per_half_hour = 1_800 / self.window;
        // As often as not the windows looked back on reach past one half-hour, or past several.
        let hold =
            self.one(&[1, 2, 5, per_half_hour + 1, 2 * per_half_hour, 3 * per_half_hour + 2]);
        json!({
            "enabled": self.chance(0.92),
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

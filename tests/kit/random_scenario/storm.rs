//! Storms.

use super::Maker;
use jiff::civil::DateTime;
use jiff::{ToSpan, Zoned};
use serde_json::{Value, json};

/// As a file writes it.
pub(super) fn civil(at: &DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

impl Maker {
    /// The numbers of the electricity network parties.
    pub(super) fn network_parties(&self) -> Vec<usize> {
        let network = |i: &usize| self.users[*i]["category"] == "electricity_network_party";
        (0..self.users.len()).filter(network).collect()
    }

    /// A storm of so many cells from `at`. Its polls are a fraction or a few times of what the DSP can do.
    pub(super) fn storm(&mut self, parties: &[usize], at: DateTime, cells: u64) -> Value {
        let every = 1 + self.below(cells.min(60));
        let neighbours = self.below(4);
        let polled = self.capacity * (every * self.tick) as f64 / (1 + neighbours) as f64;
        let parties: Vec<Value> =
            parties.iter().map(|party| self.party(*party, polled, at, cells)).collect();
        let mut storm = json!({ "parties": parties, "curve": self.curve(at, cells) });
        if self.chance(0.85) {
            storm["poll"] = json!({
                "srv": "supply", "every": format!("{} s", every * self.tick),
                "spread": format!("{} s", (1 + self.below(every)) * self.tick),
                "neighbours": neighbours, "stop_when_known": self.chance(0.7)
            });
        }
        if self.chance(0.6) {
            storm["alerts"] = json!({ "after": self.one(&["0 s", "45 s", "3 min"]),
                "outage_lost": self.one(&[0.0, 0.3, 1.0]), "restore_lost": self.one(&[0.0, 0.3, 1.0]) });
        }
        if self.chance(0.3) {
            storm["silent_with_supply"] = self.one(&[0.0, 0.05, 0.6]).into();
        }
        if self.chance(0.4) {
            storm["surges"] = json!([{ "users": self.choice(), "factor": self.one(&[0.5, 3.0]) }]);
        }
        storm
    }

    /// A party that would poll about `polled` customers.
    fn party(&mut self, party: usize, polled: f64, at: DateTime, cells: u64) -> Value {
        let user = &self.users[party];
        let of = |class: &str| user["portfolio"][class].as_u64().unwrap_or(0);
        let enrolled = of("electricity_credit") + of("electricity_prepayment");
        let charged = of("charged_mpans");
        let id = user["id"].clone();
        // Not more than it has points, where that is said.
        let points = if charged > 0 { charged.max(enrolled) } else { 2_000 };
        let customers = (polled * self.ratio(0.02, 2.0)).clamp(1.0, 2_000.0) as u64;
        let customers = customers.min(points);
        let mut party = json!({ "id": id, "customers": customers });
        if charged == 0 || self.chance(0.5) {
            party["meters"] = json!(self.below(enrolled.min(customers) + 1));
        }
        if self.chance(0.3) {
            party["curve"] = self.curve(at, cells);
        }
        match self.below(6) {
            0 => party["poll"] = Value::Null,
            1 => {
                let every = 1 + self.below(cells.min(60));
                party["poll"] = json!({
                    "srv": "supply", "every": format!("{} s", every * self.tick),
                    "spread": format!("{} s", (1 + self.below(every)) * self.tick),
                    "neighbours": self.below(3)
                });
            }
            _ => {}
        }
        party
    }

    /// Up and down, and often over before the storm is; a civil time that comes twice is the first one, so
    /// no point is at the second.
    fn curve(&mut self, at: DateTime, cells: u64) -> Value {
        let begin = at.in_tz("Europe/London").expect("a time that exists");
        let mut points = vec![0];
        for _ in 0..self.below(5) {
            points.push(self.below(cells + 1));
        }
        points.sort_unstable();
        points.dedup();
        let time = |cell: u64| &begin + ((cell * self.tick) as i64).seconds();
        let once =
            |at: &Zoned| at.datetime().in_tz("Europe/London").is_ok_and(|first| first == *at);
        let times: Vec<Zoned> = points.into_iter().map(time).filter(once).collect();
        let off = |at: &Zoned| {
            let off = self.one(&[0.0, 0.1, 0.37, 0.8, 1.0, 1.0]);
            json!({ "at": civil(&at.datetime()), "off": off })
        };
        times.iter().map(off).collect()
    }
}

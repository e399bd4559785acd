//! Recorded traffic in place of streams.

use super::Maker;
use crate::recorded::log;
use serde_json::{Value, json};

impl Maker {
    /// A log of bins of a cell or more, of everybody or of some Users, in place of their streams; seldom.
    pub(super) fn recording(&mut self, srvs: &Value) -> Value {
        if !self.chance(0.2) {
            return Value::Null;
        }
        let cells = self.one(&[1, 1, 5, 1_800 / self.tick]);
        let bin = cells * self.tick;
        let mut lines = vec!["time,user,srv,mode,count".to_owned()];
        let most = (4.0 * self.rate * bin as f64) as u64 + 2;
        for _ in 0..1 + self.below(60) {
            let at = self.start.timestamp().as_second() as u64;
            let at = at + bin * self.below(self.half_hours * 1_800 / bin);
            let srv = self.below(5) as usize;
            let modes = srvs[srv]["modes"].as_array();
            // What the DSP holds needs a stream that says when it is due.
            let modes = modes.into_iter().flatten().filter(|m| srv != 2 || **m != "future_dated");
            let modes: Vec<&str> = modes.filter_map(Value::as_str).collect();
            let mode = if modes.is_empty() { "on_demand" } else { self.one(&modes) };
            let user = self.below(self.users.len() as u64);
            let srv = srvs[srv]["id"].as_str().expect("an id");
            lines.push(format!("{at},user-{user},{srv},{mode},{}", 1 + self.below(most)));
        }
        json!({
            "from": log(&lines),
            "bin": format!("{bin} s"),
            "second_submissions": self.chance(0.5),
            "process_steps": self.chance(0.5)
        })
    }
}

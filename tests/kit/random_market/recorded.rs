//! Recorded traffic in place of streams.

use super::Dice;
use crate::recorded::log;
use serde_json::{Value, json};

/// A log of the hour after 10:00 in place of everybody's streams, or of some Users'; seldom. Its bins are whole cells of any
/// market.
pub fn recording(d: &mut Dice) -> Option<(&'static str, Value)> {
    if !d.chance(0.15) {
        return None;
    }
    let bin = [30, 60, 300, 1_800][d.below(4) as usize];
    let mut lines = vec!["time,user,srv,count".to_owned()];
    for _ in 0..5 + d.below(20) {
        // 10:00 on 6 July 2022 in Europe/London.
        let at = 1_657_098_000 + bin * d.below(3_600 / bin);
        let (user, srv) =
            [("alpha", "4.6.1"), ("beta", "4.6.1"), ("gamma", "2.2"), ("delta", "7.4")]
                [d.below(4) as usize];
        lines.push(format!("{at},{user},{srv},{}", 1 + d.below(30 + bin)));
    }
    let mut recording = json!({
        "from": log(&lines),
        "bin": format!("{bin} s"),
        "second_submissions": d.chance(0.5),
        "process_steps": d.chance(0.5)
    });
    if d.chance(0.3) {
        recording["users"] = json!({ "ids": ["alpha", "beta"] });
    }
    Some(("/traffic/recording", recording))
}

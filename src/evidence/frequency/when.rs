//! When ordinary traffic alone would trigger it, of courses in which things grow.

use super::said::said_rate;
use super::{Frequency, LEAD};
use crate::evidence::interval::Interval;
use crate::evidence::words::{fine, so_many};

/// When ordinary traffic alone would trigger it, and by when it has to be ordered to work by then.
pub(super) fn when(f: &Frequency) -> Option<String> {
    let h = f.horizon.as_ref()?;
    let last = h.months.last()?;
    let Some(at) = h.even_chance else {
        let share = last.ordinary_by_then;
        let chance = share.mean * 100.0;
        return Some(format!(
            "By {} ordinary traffic alone has triggered it with a chance of {} % (95 %: {} to {} %): {}.",
            last.month.said(),
            fine(chance),
            fine(share.ci_low.unwrap_or(0.0) * 100.0),
            fine(share.ci_high.unwrap_or(1.0) * 100.0),
            match share.ci_high.is_none_or(|high| high >= 0.5) {
                true => "so few courses do not tell by which month it is as likely as not",
                false => "there is no month by which it is as likely as not",
            }
        ));
    };
    let month = h.months[at].month.said();
    // Half of a few courses is a chance between little and nearly all.
    let Interval { mean, ci_low, ci_high, n } = h.months[at].ordinary_by_then;
    let [low, high] = [ci_low.unwrap_or(0.0), ci_high.unwrap_or(1.0)].map(|x| fine(x * 100.0));
    let start = format!(
        "By the end of {month} ordinary traffic alone has triggered it with an even chance (in {} of {}, 95 %: {low} to {high} %)",
        libm::round(mean * n as f64),
        so_many("course", n)
    );
    let Some(order) = at.checked_sub(LEAD) else {
        return Some(format!(
            "{start}: ordered in {}, twelve months before it works, it comes too late for that.",
            h.months[0].month.said()
        ));
    };
    let order = h.months[order];
    let meanwhile = order.following.map_or(String::new(), |rate| {
        format!("; the twelve months until it works would have {}", said_rate(&rate, "activations"))
    });
    Some(format!(
        "{start}: to work by then it has to be ordered in {} at the latest{meanwhile}.",
        order.month.said()
    ))
}

//! How a rate is said.

use super::rate::Rate;
use crate::evidence::table::ends;
use crate::evidence::words::fine;

/// A rate of what people call `what`, as it is said: the interval stands after what it is of.
pub(super) fn said_rate(rate: &Rate, what: &str) -> String {
    let ends = ends(&(*rate).into()).map_or(String::new(), |ends| format!(" (95 %: {ends})"));
    format!("{} {what}{ends}", fine(rate.interval.mean))
}

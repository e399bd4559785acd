//! The figures of a replication that a question can be about (C2, C3), by the names that stay.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A figure of one replication.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Requests begun.
    Requests,
    /// Attempts at the gateway, and requests the DSP starts itself.
    Attempts,
    /// Attempts admitted.
    Admitted,
    /// Attempts throttled (G3).
    Throttled,
    /// Attempts throttled ÷ attempts.
    ThrottledShare,
    /// Attempts rejected (G4).
    Rejected,
    /// Attempts rejected ÷ attempts.
    RejectedShare,
    /// Attempts that met no service (G1).
    Unavailable,
    /// Attempts refused to Users within their allocation (C2).
    RefusedWithinAllocation,
    /// Requests served.
    Served,
    /// Requests abandoned.
    Abandoned,
    /// Requests abandoned, or served later than their target response time (C2).
    Unserved,
    /// Requests unserved ÷ requests.
    UnservedShare,
    /// Attempts ÷ submissions due.
    Amplification,
    /// 1 where the mechanism became active, else 0.
    Triggered,
    /// Activations (M4).
    Activations,
    /// Seconds in which the mechanism was active.
    ActiveS,
    /// The longest activation, seconds.
    LongestActivationS,
    /// Users throttled at least once.
    UsersThrottled,
    /// Load of the busiest window, requests a second (M4).
    PeakLoadPerS,
    /// 1 − busiest window's load ÷ (Θ × window).
    Headroom,
    /// Seconds without service.
    OutageS,
    /// The wait that half of the requests served do not exceed, seconds.
    WaitSP50,
    /// The wait that 95 % do not exceed.
    WaitSP95,
    /// The wait that 99 % do not exceed.
    WaitSP99,
    /// The longest wait.
    WaitSMax,
    /// Jain's index of admitted ÷ min(first submissions, allocation) (F6).
    Jain,
    /// That share of the User worst off (F6).
    WorstOffShare,
}

/// Whose figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Of everybody together.
    All,
    /// Of one User, by its place in the scenario.
    User(usize),
    /// Of one SRV, by its place in the scenario.
    Srv(usize),
}

impl Figure {
    /// Every figure, in the order in which tables show them.
    pub const ALL: [Figure; 28] = [
        Figure::Requests,
        Figure::Attempts,
        Figure::Admitted,
        Figure::Throttled,
        Figure::ThrottledShare,
        Figure::Rejected,
        Figure::RejectedShare,
        Figure::Unavailable,
        Figure::RefusedWithinAllocation,
        Figure::Served,
        Figure::Abandoned,
        Figure::Unserved,
        Figure::UnservedShare,
        Figure::Amplification,
        Figure::Triggered,
        Figure::Activations,
        Figure::ActiveS,
        Figure::LongestActivationS,
        Figure::UsersThrottled,
        Figure::PeakLoadPerS,
        Figure::Headroom,
        Figure::OutageS,
        Figure::WaitSP50,
        Figure::WaitSP95,
        Figure::WaitSP99,
        Figure::WaitSMax,
        Figure::Jain,
        Figure::WorstOffShare,
    ];

    /// The name that stays.
    pub fn word(self) -> &'static str {
        match self {
            Figure::Requests => "requests",
            Figure::Attempts => "attempts",
            Figure::Admitted => "admitted",
            Figure::Throttled => "throttled",
            Figure::ThrottledShare => "throttled_share",
            Figure::Rejected => "rejected",
            Figure::RejectedShare => "rejected_share",
            Figure::Unavailable => "unavailable",
            Figure::RefusedWithinAllocation => "refused_within_allocation",
            Figure::Served => "served",
            Figure::Abandoned => "abandoned",
            Figure::Unserved => "unserved",
            Figure::UnservedShare => "unserved_share",
            Figure::Amplification => "amplification",
            Figure::Triggered => "triggered",
            Figure::Activations => "activations",
            Figure::ActiveS => "active_s",
            Figure::LongestActivationS => "longest_activation_s",
            Figure::UsersThrottled => "users_throttled",
            Figure::PeakLoadPerS => "peak_load_per_s",
            Figure::Headroom => "headroom",
            Figure::OutageS => "outage_s",
            Figure::WaitSP50 => "wait_s_p50",
            Figure::WaitSP95 => "wait_s_p95",
            Figure::WaitSP99 => "wait_s_p99",
            Figure::WaitSMax => "wait_s_max",
            Figure::Jain => "jain",
            Figure::WorstOffShare => "worst_off_share",
        }
    }

    /// Whether one User or SRV has it: figures of what is refused, and what follows from that.
    pub fn of_one(self) -> bool {
        matches!(
            self,
            Figure::Throttled
                | Figure::ThrottledShare
                | Figure::Rejected
                | Figure::RejectedShare
                | Figure::Unavailable
                | Figure::RefusedWithinAllocation
                | Figure::Abandoned
                | Figure::Unserved
                | Figure::UnservedShare
        )
    }

    /// Whether it is 0 where nothing of its kind happens, and above 0 where something does: counts,
    /// shares of counts, and times in which something lasted.
    pub fn can_be_none(self) -> bool {
        !matches!(
            self,
            Figure::Amplification
                | Figure::PeakLoadPerS
                | Figure::Headroom
                | Figure::WaitSP50
                | Figure::WaitSP95
                | Figure::WaitSP99
                | Figure::WaitSMax
                | Figure::Jain
                | Figure::WorstOffShare
        )
    }

    /// The greatest it can be, where there is such a thing: 1, for what is a part of a whole.
    pub fn greatest(self) -> Option<f64> {
        let part = matches!(
            self,
            Figure::ThrottledShare
                | Figure::RejectedShare
                | Figure::UnservedShare
                | Figure::Triggered
                | Figure::Headroom
                | Figure::Jain
        );
        part.then_some(1.0)
    }

    /// The least it can be; only headroom may be negative.
    pub fn least(self) -> Option<f64> {
        (self != Figure::Headroom).then_some(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_file() {
        for figure in Figure::ALL {
            assert_eq!(serde_json::to_value(figure).unwrap(), figure.word());
        }
    }
}

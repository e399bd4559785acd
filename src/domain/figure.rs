//! The figures of a replication that a question can be about (C2, C3), by the names that stay.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The figures, each with its word in scenario files and tables.
macro_rules! figures {
    ($($(#[$doc:meta])+ $name:ident $word:literal,)+) => {
        /// A figure of one replication.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        pub enum Figure {
            $($(#[$doc])+ #[serde(rename = $word)] $name,)+
        }

        impl Figure {
            /// Every figure, in the order in which tables show them.
            pub const ALL: [Figure; [$($word),+].len()] = [$(Figure::$name),+];

            /// The name that stays.
            pub fn word(self) -> &'static str {
                match self {
                    $(Figure::$name => $word,)+
                }
            }
        }
    };
}

figures! {
    /// Requests begun.
    Requests "requests",
    /// Attempts at the gateway, and requests the DSP starts itself.
    Attempts "attempts",
    /// Attempts admitted.
    Admitted "admitted",
    /// Attempts throttled (G3).
    Throttled "throttled",
    /// Attempts throttled ÷ attempts.
    ThrottledShare "throttled_share",
    /// Attempts over their User's always-on cap (G2).
    Capped "capped",
    /// Attempts rejected (G4).
    Rejected "rejected",
    /// Attempts rejected ÷ attempts.
    RejectedShare "rejected_share",
    /// Attempts that met no service (G1).
    Unavailable "unavailable",
    /// Attempts held by anomaly detection (G2).
    Quarantined "quarantined",
    /// Attempts put into their User's buffer (M9).
    ToBuffer "to_buffer",
    /// Attempts refused to Users within their allocation (C2).
    RefusedWithinAllocation "refused_within_allocation",
    /// Copies processed after another copy of the same submission (U2).
    Duplicates "duplicates",
    /// Requests processed, not answered, and tried again (G9).
    TriedAgain "tried_again",
    /// Requests served.
    Served "served",
    /// Requests served ÷ requests begun; none where none was.
    ServedShare "served_share",
    /// Requests that ended at the response time-out of a device without power (G9).
    NoResponse "no_response",
    /// Requests abandoned.
    Abandoned "abandoned",
    /// Requests abandoned, or served later than their target response time (C2).
    Unserved "unserved",
    /// Requests unserved ÷ requests.
    UnservedShare "unserved_share",
    /// Attempts ÷ submissions due.
    Amplification "amplification",
    /// 1 where the mechanism became active, else 0.
    Triggered "triggered",
    /// Activations (M4).
    Activations "activations",
    /// Seconds in which the mechanism was active.
    ActiveS "active_s",
    /// The longest activation, seconds.
    LongestActivationS "longest_activation_s",
    /// Users throttled at least once.
    UsersThrottled "users_throttled",
    /// Load of the busiest window, requests a second (M4).
    PeakLoadPerS "peak_load_per_s",
    /// 1 − busiest window's load ÷ (Θ × window).
    Headroom "headroom",
    /// Seconds without service.
    OutageS "outage_s",
    /// The wait that half of the requests served do not exceed, seconds.
    WaitSP50 "wait_s_p50",
    /// The wait that 95 % do not exceed.
    WaitSP95 "wait_s_p95",
    /// The wait that 99 % do not exceed.
    WaitSP99 "wait_s_p99",
    /// The longest wait.
    WaitSMax "wait_s_max",
    /// Runs of processes completed, no step refused or tried again, ÷ runs begun (T7); none where none was.
    ProcessesFirstTime "processes_first_time",
    /// Runs of processes aborted ÷ runs begun (T7).
    ProcessesAbortedShare "processes_aborted_share",
    /// Share of the customers with a meter who lost supply of whom their network party knew it within 5 min
    /// (G9); none where nobody lost supply.
    SupplyKnown5Min "supply_known_5_min",
    /// … within 15 min.
    SupplyKnown15Min "supply_known_15_min",
    /// … within 60 min.
    SupplyKnown60Min "supply_known_60_min",
    /// Share of the customers with a meter whose supply came back of whom their network party knew it
    /// within 5 min (G9); none where nobody's did.
    RestorationKnown5Min "restoration_known_5_min",
    /// … within 15 min.
    RestorationKnown15Min "restoration_known_15_min",
    /// … within 60 min.
    RestorationKnown60Min "restoration_known_60_min",
    /// Time after which half of the losses of supply were known, seconds; none where fewer ever were.
    TimeToKnowSP50 "time_to_know_s_p50",
    /// … after which 95 % were.
    TimeToKnowSP95 "time_to_know_s_p95",
    /// Jain's index of admitted ÷ min(first submissions, allocation) (F6).
    Jain "jain",
    /// That share of the User worst off (F6).
    WorstOffShare "worst_off_share",
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
    /// Whether one User has it: figures of what is refused and what follows from that, of its processes,
    /// and of what it knows of its customers' supply.
    pub fn of_user(self) -> bool {
        self.of_srv() || self.of_processes() || self.of_supply()
    }

    /// Whether one SRV has it: figures of what is refused, and what follows from that.
    pub fn of_srv(self) -> bool {
        matches!(
            self,
            Figure::Throttled
                | Figure::ThrottledShare
                | Figure::Capped
                | Figure::Rejected
                | Figure::RejectedShare
                | Figure::Unavailable
                | Figure::Quarantined
                | Figure::ToBuffer
                | Figure::RefusedWithinAllocation
                | Figure::Duplicates
                | Figure::TriedAgain
                | Figure::NoResponse
                | Figure::Abandoned
                | Figure::Unserved
                | Figure::UnservedShare
        )
    }

    /// Whether it is of processes (T7).
    fn of_processes(self) -> bool {
        matches!(self, Figure::ProcessesFirstTime | Figure::ProcessesAbortedShare)
    }

    /// Whether it is a share of customers whose supply is known (G9).
    fn share_known(self) -> bool {
        matches!(
            self,
            Figure::SupplyKnown5Min
                | Figure::SupplyKnown15Min
                | Figure::SupplyKnown60Min
                | Figure::RestorationKnown5Min
                | Figure::RestorationKnown15Min
                | Figure::RestorationKnown60Min
        )
    }

    /// Whether it is what network parties know of supply (G9).
    fn of_supply(self) -> bool {
        self.share_known() || self.may_be_later_than_any()
    }

    /// Whether a replication without it has a greater one than any: the time of a rank that falls among
    /// the customers of whom nothing was ever known.
    pub fn may_be_later_than_any(self) -> bool {
        matches!(self, Figure::TimeToKnowSP50 | Figure::TimeToKnowSP95)
    }

    /// Whether it is 0 where nothing of its kind happens, and above 0 where something does: counts,
    /// shares of counts, and times in which something lasted.
    pub fn can_be_none(self) -> bool {
        !self.of_supply()
            && !matches!(
                self,
                Figure::ServedShare
                    | Figure::Amplification
                    | Figure::PeakLoadPerS
                    | Figure::Headroom
                    | Figure::WaitSP50
                    | Figure::WaitSP95
                    | Figure::WaitSP99
                    | Figure::WaitSMax
                    | Figure::ProcessesFirstTime
                    | Figure::Jain
                    | Figure::WorstOffShare
            )
    }

    /// Whether it is said in per cent.
    pub fn is_share(self) -> bool {
        self.share_known()
            || self.of_processes()
            || matches!(
                self,
                Figure::ThrottledShare
                    | Figure::RejectedShare
                    | Figure::ServedShare
                    | Figure::UnservedShare
                    | Figure::Triggered
                    | Figure::Headroom
                    | Figure::WorstOffShare
            )
    }

    /// The greatest it can be, where there is such a thing: 1, for what is a part of a whole.
    pub fn greatest(self) -> Option<f64> {
        // The User worst off may be admitted more than it is entitled to.
        let part = self == Figure::Jain || self.is_share() && self != Figure::WorstOffShare;
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
            let of = "abcdefghijklmnopqrstuvwxyz_0123456789";
            assert!(figure.word().chars().all(|c| of.contains(c)), "{}", figure.word());
        }
    }

    #[test]
    fn what_one_srv_has_one_user_has_too_and_no_word_stands_twice() {
        let mut words: Vec<&str> = Figure::ALL.map(Figure::word).to_vec();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Figure::ALL.len());
        assert!(Figure::ALL.into_iter().all(|f| f.of_user() || !f.of_srv()));
        assert!(Figure::SupplyKnown5Min.of_user() && !Figure::SupplyKnown5Min.of_srv());
    }
}

//! The figures of a replication that a question can be about (C2, C3), by the names that stay.

mod added;
mod kinds;
mod standings;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The figures, each with its word in scenario files and tables.
macro_rules! figures {
    ($($(#[doc = $doc:literal])+ $name:ident $word:literal,)+) => {
        /// A figure of one replication.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        pub enum Figure {
            $($(#[doc = $doc])+ #[serde(rename = $word)] $name,)+
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

            /// What it is, in words.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Figure::$name => concat!($($doc),+),)+
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
    /// Attempts throttled, over the always-on cap, rejected or without service (C2).
    Refused "refused",
    /// Attempts refused, of requests within their User's yardstick (C2).
    RefusedWithin "refused.within",
    /// Attempts refused, of displaced requests (C2).
    RefusedDisplaced "refused.displaced",
    /// Attempts refused, of storms' polls (C2).
    RefusedPolls "refused.polls",
    /// Attempts refused, of requests above by their User's own sending (C2).
    RefusedAbove "refused.above",
    /// Attempts refused, of requests not above by own sending: within, displaced and polls (C2).
    RefusedNotAbove "refused.not_above",
    /// Attempts throttled, of requests within their User's yardstick (C2).
    ThrottledWithin "throttled.within",
    /// Attempts throttled, of displaced requests (C2).
    ThrottledDisplaced "throttled.displaced",
    /// Attempts throttled, of storms' polls (C2).
    ThrottledPolls "throttled.polls",
    /// Attempts throttled, of requests above by their User's own sending (C2).
    ThrottledAbove "throttled.above",
    /// Attempts throttled, of requests not above by own sending: within, displaced and polls (C2).
    ThrottledNotAbove "throttled.not_above",
    /// Attempts rejected, of requests within their User's yardstick (C2).
    RejectedWithin "rejected.within",
    /// Attempts rejected, of displaced requests (C2).
    RejectedDisplaced "rejected.displaced",
    /// Attempts rejected, of storms' polls (C2).
    RejectedPolls "rejected.polls",
    /// Attempts rejected, of requests above by their User's own sending (C2).
    RejectedAbove "rejected.above",
    /// Attempts rejected, of requests not above by own sending: within, displaced and polls (C2).
    RejectedNotAbove "rejected.not_above",
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
    /// Polls that a newer round of their network party superseded (G9).
    Superseded "superseded",
    /// Requests never answered: abandoned, or held by anomaly detection for good (C2).
    NeverAnswered "never_answered",
    /// Requests never answered ÷ requests begun.
    NeverAnsweredShare "never_answered_share",
    /// Requests never answered, of requests within their User's yardstick (C2).
    NeverAnsweredWithin "never_answered.within",
    /// Requests never answered, of displaced requests (C2).
    NeverAnsweredDisplaced "never_answered.displaced",
    /// Requests never answered, of storms' polls (C2).
    NeverAnsweredPolls "never_answered.polls",
    /// Requests never answered, of requests above by their User's own sending (C2).
    NeverAnsweredAbove "never_answered.above",
    /// Requests never answered, of requests not above by own sending: within, displaced and polls (C2).
    NeverAnsweredNotAbove "never_answered.not_above",
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
    /// The added delay that 95 % of requests within their User's yardstick do not exceed, seconds; none where none was processed (C2).
    AddedDelaySP95Within "added_delay_s_p95.within",
    /// The added delay that 95 % of displaced requests do not exceed, seconds; none where none was processed (C2).
    AddedDelaySP95Displaced "added_delay_s_p95.displaced",
    /// The added delay that 95 % of requests above by their User's own sending do not exceed, seconds; none where none was processed (C2).
    AddedDelaySP95Above "added_delay_s_p95.above",
    /// Share with more than 5 min of added delay, or never answered, of requests within their User's yardstick (C2).
    AddedDelayOver5MinWithin "added_delay_share_over_5_min.within",
    /// Share with more than 5 min of added delay, or never answered, of displaced requests (C2).
    AddedDelayOver5MinDisplaced "added_delay_share_over_5_min.displaced",
    /// Share with more than 5 min of added delay, or never answered, of requests above by their User's own sending (C2).
    AddedDelayOver5MinAbove "added_delay_share_over_5_min.above",
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
    /// Messages to Users: alerts that devices and the DCC send, and responses (N1, N4).
    MessagesGenerated "messages_generated",
    /// Alerts held back by Communications Hubs or discarded by Alert Storm Protection (N2, N3).
    MessagesHeldBack "messages_held_back",
    /// Of these, alerts of a storm that told of a loss or return of supply.
    SupplyAlertsHeldBack "supply_alerts_held_back",
    /// Messages lost because the queue of a User's adapter was full (N6).
    MessagesLost "messages_lost",
    /// Messages still under way when the run ended, in the DSP or at an adapter.
    MessagesOpenAtEnd "messages_open_at_end",
    /// The delay, from generation to delivery, that 95 % of messages delivered do not exceed, seconds; none where
    /// none was delivered.
    DelaySP95 "delay_s_p95",
    /// The delay of the last: the longest.
    DelaySMax "delay_s_max",
    /// The longest time in which, the outbound path being up, something always waited for some User, seconds: after
    /// a restart, until everybody is level.
    LongestBehindS "longest_behind_s",
    /// Warnings given to Users (M8).
    Warnings "warnings",
    /// Of these, those after which the User had no 503 while they held.
    FalseWarnings "false_warnings",
    /// Mean time from the others to the User's first 503, seconds; none where there is none.
    WarningLeadS "warning_lead_s",
    /// Jain's index of admitted ÷ min(first submissions, allocation) (F6).
    Jain "jain",
    /// That share of the User worst off (F6).
    WorstOffShare "worst_off_share",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_file() {
        for figure in Figure::ALL {
            assert_eq!(serde_json::to_value(figure).unwrap(), figure.word());
            let of = "abcdefghijklmnopqrstuvwxyz_0123456789.";
            assert!(figure.word().chars().all(|c| of.contains(c)), "{}", figure.word());
        }
    }
}

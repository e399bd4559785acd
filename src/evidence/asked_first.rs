//! Which figures are asked for first (C2). What they are called and how they are said, the registry knows
//! (`core/domain/figure.rs`); with what stands beside them, `headlines.rs`.

use headroom_core::domain::Figure;

/// Those of every study, in C2's order: who is left without an answer, who waits, what was refused to whom; never one
/// number of those above by their own sending and of the others.
pub const HEADLINES: [Figure; 10] = [
    Figure::NeverAnsweredNotAbove,
    Figure::NeverAnsweredAbove,
    Figure::AddedDelaySP95Within,
    Figure::RefusedNotAbove,
    Figure::ThrottledNotAbove,
    Figure::RejectedNotAbove,
    Figure::ThrottledAbove,
    Figure::UsersThrottled,
    Figure::ActiveS,
    Figure::WorstOffShare,
];

/// Those of displaced requests, of outages, of processes, of storms and of messages, for studies that have them.
pub const WHERE_MEASURED: [Figure; 8] = [
    Figure::AddedDelaySP95Displaced,
    Figure::OutageS,
    Figure::ProcessesFirstTime,
    Figure::SupplyKnown15Min,
    Figure::RestorationKnown15Min,
    Figure::MessagesHeldBack,
    Figure::MessagesLost,
    Figure::LongestBehindS,
];

/// What is told of groups of Users: the categories of party, and everybody but those who flood the gateway.
pub const OF_GROUPS: [Figure; 4] = [
    Figure::NeverAnsweredNotAbove,
    Figure::NeverAnswered,
    Figure::RefusedNotAbove,
    Figure::Refused,
];

/// What the comparison board has of everybody, in the order in which it is read.
pub const OF_ALL: [Figure; 23] = [
    Figure::ThrottledDays,
    Figure::MaintenanceDays,
    Figure::NeverAnsweredNotAbove,
    Figure::NeverAnsweredWithin,
    Figure::NeverAnsweredDisplaced,
    Figure::NeverAnsweredPolls,
    Figure::NeverAnsweredAbove,
    Figure::AddedDelaySP95Within,
    Figure::AddedDelaySP95Displaced,
    Figure::RefusedNotAbove,
    Figure::RefusedWithin,
    Figure::RefusedDisplaced,
    Figure::RefusedPolls,
    Figure::ThrottledAbove,
    Figure::UsersThrottled,
    Figure::WorstOffShare,
    Figure::ActiveS,
    Figure::OutageS,
    Figure::ProcessesFirstTime,
    Figure::SupplyKnown15Min,
    Figure::RestorationKnown15Min,
    Figure::MessagesHeldBack,
    Figure::MessagesLost,
];

/// All that are looked at of each variant.
pub fn in_each() -> impl Iterator<Item = Figure> {
    HEADLINES.into_iter().chain(WHERE_MEASURED)
}

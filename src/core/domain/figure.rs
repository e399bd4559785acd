//! The registry of figures of a replication (C2, C3): each is stated here once, and nowhere else.
//!
//! Scope: the name that stays, what it is, what people call it, in what it is and how it is said, of whom and of whose
//! requests it can be, what is better, and how it is read from what was counted. Assertions, headlines, tables, charts,
//! `size --keep`, JSON and `docs/figures.md` ask it. Left out: how numbers are written (`evidence/words`), and what is no
//! count, which is read where it is measured (`evidence/figures.rs`). Checked by: tests of its parts, `tests/it/figures.rs`.

mod about;
mod kinds;
#[macro_use]
mod registry;

pub use about::{About, Better, Count, FigureUnit, Part, Reading, Whom};

use about::{added_delay, behind, count, delay, measured, messages, of_parties, share};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

figures! {
    /// Requests begun.
    Requests "requests" = count(Count::Requests, "Service Requests", "").says("no Service Request is begun", "Service Requests are begun"),
    /// Attempts at the gateway, and requests the DSP starts itself.
    Attempts "attempts" = count(Count::Attempts, "attempts", "").says("no attempt is made", "attempts are made"),
    /// Attempts admitted.
    Admitted "admitted" = count(Count::Admitted, "attempts", "admitted").says("no attempt is admitted", "attempts are admitted"),
    /// Attempts throttled (G3).
    Throttled "throttled" = count(Count::Throttled, "attempts", "throttled by the mechanism").head("throttled")
        .says("no attempt is throttled", "attempts are throttled").of_one().compared().lower(),
    /// Attempts throttled ÷ attempts.
    ThrottledShare "throttled_share" = share(Count::Throttled, Count::Attempts, "share of attempts throttled")
        .says("no attempt is throttled", "attempts are throttled").of_one().compared().lower(),
    /// Attempts over their User's always-on cap (G2).
    Capped "capped" = count(Count::Capped, "attempts", "over their User's always-on cap")
        .says("no attempt is over its User's always-on cap", "attempts are over their User's always-on cap").of_one().compared().lower(),
    /// Attempts rejected (G4).
    Rejected "rejected" = count(Count::Rejected, "attempts", "rejected by today's protection").head("rejected")
        .says("no attempt is rejected by today's protection", "attempts are rejected by today's protection").of_one().compared().lower(),
    /// Attempts rejected ÷ attempts.
    RejectedShare "rejected_share" = share(Count::Rejected, Count::Attempts, "share of attempts rejected")
        .says("no attempt is rejected by today's protection", "attempts are rejected by today's protection").of_one().lower(),
    /// Attempts that met no service (G1).
    Unavailable "unavailable" = count(Count::Unavailable, "attempts", "that met no service")
        .says("no attempt meets no service", "attempts meet no service").of_one().lower(),
    /// Attempts held by anomaly detection (G2).
    Quarantined "quarantined" = count(Count::Quarantined, "attempts", "held by anomaly detection")
        .says("no attempt is held by anomaly detection", "attempts are held by anomaly detection").of_one().lower(),
    /// Attempts put into their User's buffer (M9).
    ToBuffer "to_buffer" = count(Count::ToBuffer, "attempts", "put into their User's buffer")
        .says("no attempt is put into a buffer", "attempts are put into their User's buffer").of_one(),
    /// Attempts throttled, over the always-on cap, rejected or without service (C2).
    Refused "refused" = count(Count::Refused, "attempts", "refused").says("no attempt is refused", "attempts are refused").of_one().lower(),
    /// Attempts refused, of requests within their User's yardstick (C2).
    RefusedWithin "refused.within" = Figure::Refused.about().part(Part::Within).compared().head("refused within"),
    /// Attempts refused, of displaced requests (C2).
    RefusedDisplaced "refused.displaced" = Figure::Refused.about().part(Part::Displaced).compared(),
    /// Attempts refused, of storms' polls (C2).
    RefusedPolls "refused.polls" = Figure::Refused.about().part(Part::Polls).compared(),
    /// Attempts refused, of requests above by their User's own sending (C2).
    RefusedAbove "refused.above" = Figure::Refused.about().part(Part::Above).compared(),
    /// Attempts refused, of requests not above by own sending: within, displaced and polls (C2).
    RefusedNotAbove "refused.not_above" = Figure::Refused.about().part(Part::NotAbove),
    /// Attempts throttled, of requests within their User's yardstick (C2).
    ThrottledWithin "throttled.within" = Figure::Throttled.about().part(Part::Within).not_compared(),
    /// Attempts throttled, of displaced requests (C2).
    ThrottledDisplaced "throttled.displaced" = Figure::Throttled.about().part(Part::Displaced).not_compared(),
    /// Attempts throttled, of storms' polls (C2).
    ThrottledPolls "throttled.polls" = Figure::Throttled.about().part(Part::Polls).not_compared(),
    /// Attempts throttled, of requests above by their User's own sending (C2).
    ThrottledAbove "throttled.above" = Figure::Throttled.about().part(Part::Above).not_compared().head("throttled, above"),
    /// Attempts throttled, of requests not above by own sending: within, displaced and polls (C2).
    ThrottledNotAbove "throttled.not_above" = Figure::Throttled.about().part(Part::NotAbove).not_compared().head("throttled, not above"),
    /// Attempts rejected, of requests within their User's yardstick (C2).
    RejectedWithin "rejected.within" = Figure::Rejected.about().part(Part::Within).not_compared(),
    /// Attempts rejected, of displaced requests (C2).
    RejectedDisplaced "rejected.displaced" = Figure::Rejected.about().part(Part::Displaced).not_compared(),
    /// Attempts rejected, of storms' polls (C2).
    RejectedPolls "rejected.polls" = Figure::Rejected.about().part(Part::Polls).not_compared(),
    /// Attempts rejected, of requests above by their User's own sending (C2).
    RejectedAbove "rejected.above" = Figure::Rejected.about().part(Part::Above).not_compared().head("rejected, above"),
    /// Attempts rejected, of requests not above by own sending: within, displaced and polls (C2).
    RejectedNotAbove "rejected.not_above" = Figure::Rejected.about().part(Part::NotAbove).not_compared().head("rejected, not above"),
    /// Copies processed after another copy of the same submission (U2).
    Duplicates "duplicates" = count(Count::Duplicates, "duplicates", "processed")
        .says("nothing is processed twice", "copies are processed twice").mean("on average {} copies are processed after another").of_one().lower(),
    /// Requests processed, not answered, and tried again (G9).
    TriedAgain "tried_again" = count(Count::TriedAgain, "requests", "tried again for want of an answer")
        .says("no request is tried again for want of an answer", "requests are tried again for want of an answer").of_one().lower(),
    /// Requests served.
    Served "served" = count(Count::Served, "requests", "served").says("no request is served", "requests are served").higher(),
    /// Requests served ÷ requests begun; none where none was.
    ServedShare "served_share" = share(Count::Served, Count::Requests, "share of requests served").mean("on average {} of requests are served").higher(),
    /// Requests that ended at the response time-out of a device without power (G9).
    NoResponse "no_response" = count(Count::NoResponse, "requests", "with no response from a device without power")
        .says("no request ends without a response", "requests end without a response").of_one(),
    /// Requests abandoned.
    Abandoned "abandoned" = count(Count::Abandoned, "requests", "abandoned").says("no request is abandoned", "requests are abandoned").of_one().lower(),
    /// Polls that a newer round of their network party superseded (G9).
    Superseded "superseded" = count(Count::Superseded, "polls", "superseded by newer ones")
        .says("no poll is superseded", "polls are superseded by newer ones").of_one(),
    /// Requests never answered: abandoned, or held by anomaly detection for good (C2).
    NeverAnswered "never_answered" = count(Count::NeverAnswered, "requests", "never answered")
        .says("every request is answered", "requests are never answered").of_one().compared().lower(),
    /// Requests never answered ÷ requests begun.
    NeverAnsweredShare "never_answered_share" = share(Count::NeverAnswered, Count::Requests, "share of requests never answered")
        .says("every request is answered", "requests are never answered").of_one().lower(),
    /// Requests never answered, of requests within their User's yardstick (C2).
    NeverAnsweredWithin "never_answered.within" = Figure::NeverAnswered.about().part(Part::Within),
    /// Requests never answered, of displaced requests (C2).
    NeverAnsweredDisplaced "never_answered.displaced" = Figure::NeverAnswered.about().part(Part::Displaced),
    /// Requests never answered, of storms' polls (C2).
    NeverAnsweredPolls "never_answered.polls" = Figure::NeverAnswered.about().part(Part::Polls),
    /// Requests never answered, of requests above by their User's own sending (C2).
    NeverAnsweredAbove "never_answered.above" = Figure::NeverAnswered.about().part(Part::Above).head("never answered, above"),
    /// Requests never answered, of requests not above by own sending: within, displaced and polls (C2).
    NeverAnsweredNotAbove "never_answered.not_above" = Figure::NeverAnswered.about().part(Part::NotAbove).head("never answered, not above"),
    /// Attempts ÷ submissions due.
    Amplification "amplification" = measured(FigureUnit::Ratio, "attempts for each submission due")
        .mean("on average there are {} attempts for each submission due").lower(),
    /// 1 where the mechanism became active, else 0.
    Triggered "triggered" = measured(FigureUnit::Share, "replications that trigger")
        .says("the mechanism never triggers", "the mechanism triggers").mean("the mechanism triggers in {} of replications"),
    /// Civil days on which somebody is throttled in an activation that no maintenance was in force at (C4).
    ThrottledDays "throttled_days" = measured(FigureUnit::Number, "days on which somebody is throttled, maintenance nights apart").head("days")
        .says("nobody is throttled but after maintenance", "somebody is throttled, not only after maintenance")
        .mean("on average somebody is throttled on {} days, maintenance nights apart").lower(),
    /// Civil days on which somebody is throttled, and only in activations after maintenance (C4).
    MaintenanceDays "maintenance_days" = measured(FigureUnit::Number, "days on which somebody is throttled after maintenance alone").head("maintenance days")
        .says("nobody is throttled after maintenance", "somebody is throttled after maintenance")
        .mean("on average somebody is throttled after maintenance alone on {} days").lower(),
    /// Civil days on which the mechanism is active (C4).
    ActiveDays "active_days" = measured(FigureUnit::Number, "days on which the mechanism is active").head("active days")
        .says("the mechanism never triggers", "the mechanism triggers").mean("on average the mechanism is active on {} days"),
    /// Activations in which nobody is throttled (C4).
    IdleActivations "idle_activations" = measured(FigureUnit::Number, "activations that throttle nobody").head("idle")
        .says("every activation throttles somebody", "activations throttle nobody").mean("on average {} activations throttle nobody"),
    /// Activations (M4).
    Activations "activations" = measured(FigureUnit::Number, "activations").says("the mechanism never triggers", "the mechanism triggers")
        .mean("on average the number of activations is {}"),
    /// Seconds in which the mechanism was active.
    ActiveS "active_s" = measured(FigureUnit::Minutes, "time in which the mechanism is active").head("active")
        .says("the mechanism never triggers", "the mechanism triggers").mean("on average the mechanism is active for {} s"),
    /// The longest activation, seconds.
    LongestActivationS "longest_activation_s" = measured(FigureUnit::Minutes, "longest activation").says("the mechanism never triggers", "the mechanism triggers")
        .mean("on average the longest activation lasts {} s"),
    /// Users throttled at least once.
    UsersThrottled "users_throttled" = measured(FigureUnit::Number, "Users throttled").head("Users").says("no User is throttled", "Users are throttled")
        .mean("on average the number of Users throttled is {}").lower(),
    /// Load of the busiest window, requests a second (M4).
    PeakLoadPerS "peak_load_per_s" = measured(FigureUnit::PerSecond, "load of the busiest window")
        .mean("on average the busiest window has {} requests a second"),
    /// 1 − busiest window's load ÷ (Θ × window).
    Headroom "headroom" = measured(FigureUnit::Share, "headroom of the busiest window")
        .mean("on average the busiest window stays {} below the operating threshold").higher(),
    /// Seconds without service.
    OutageS "outage_s" = measured(FigureUnit::Minutes, "time without service").says("the DSP is never without service", "the DSP is without service")
        .mean("on average the DSP is without service for {} s").lower(),
    /// The wait that half of the requests served do not exceed, seconds.
    WaitSP50 "wait_s_p50" = measured(FigureUnit::Seconds, "wait that half of requests served do not exceed")
        .mean("on average the wait that half of requests served do not exceed is {} s").lower(),
    /// The wait that 95 % do not exceed.
    WaitSP95 "wait_s_p95" = measured(FigureUnit::Seconds, "wait that 95 % of requests served do not exceed")
        .mean("on average the wait that 95 % of requests served do not exceed is {} s").lower(),
    /// The wait that 99 % do not exceed.
    WaitSP99 "wait_s_p99" = measured(FigureUnit::Seconds, "wait that 99 % of requests served do not exceed")
        .mean("on average the wait that 99 % of requests served do not exceed is {} s").lower(),
    /// The longest wait of those told: of refused requests, of a tagged sample (C2).
    WaitSMax "wait_s_max" = measured(FigureUnit::Seconds, "longest wait").mean("on average the longest wait is {} s").lower(),
    /// The added delay that 95 % of the processed requests within their User's yardstick do not exceed, seconds, in
    /// each replication by itself (of all together: table `added_delay`); none where none was processed (C2).
    AddedDelaySP95Within "added_delay_s_p95.within" = added_delay(FigureUnit::Seconds, "added delay that 95 % do not exceed").part(Part::Within)
        .mean("on average the added delay that 95 % of those processed do not exceed is {} s"),
    /// The added delay that 95 % of the processed displaced requests do not exceed, seconds, in
    /// each replication by itself (of all together: table `added_delay`); none where none was processed (C2).
    AddedDelaySP95Displaced "added_delay_s_p95.displaced" = added_delay(FigureUnit::Seconds, "added delay that 95 % do not exceed").part(Part::Displaced)
        .mean("on average the added delay that 95 % of those processed do not exceed is {} s"),
    /// The added delay that 95 % of the processed requests above by their User's own sending do not exceed, seconds, in
    /// each replication by itself (of all together: table `added_delay`); none where none was processed (C2).
    AddedDelaySP95Above "added_delay_s_p95.above" = added_delay(FigureUnit::Seconds, "added delay that 95 % do not exceed").part(Part::Above)
        .mean("on average the added delay that 95 % of those processed do not exceed is {} s"),
    /// Share with more than 5 min of added delay, or never answered, of requests within their User's yardstick (C2).
    AddedDelayOver5MinWithin "added_delay_share_over_5_min.within" = added_delay(FigureUnit::Share, "share with more than 5 min of added delay or never answered").part(Part::Within)
        .says("none has more than 5 min of added delay, and all are answered", "some have more than 5 min of added delay or are never answered")
        .mean("on average {} have more than 5 min of added delay or are never answered"),
    /// Share with more than 5 min of added delay, or never answered, of displaced requests (C2).
    AddedDelayOver5MinDisplaced "added_delay_share_over_5_min.displaced" = added_delay(FigureUnit::Share, "share with more than 5 min of added delay or never answered").part(Part::Displaced)
        .says("none has more than 5 min of added delay, and all are answered", "some have more than 5 min of added delay or are never answered")
        .mean("on average {} have more than 5 min of added delay or are never answered"),
    /// Share with more than 5 min of added delay, or never answered, of requests above by their User's own sending (C2).
    AddedDelayOver5MinAbove "added_delay_share_over_5_min.above" = added_delay(FigureUnit::Share, "share with more than 5 min of added delay or never answered").part(Part::Above)
        .says("none has more than 5 min of added delay, and all are answered", "some have more than 5 min of added delay or are never answered")
        .mean("on average {} have more than 5 min of added delay or are never answered"),
    /// Runs of processes completed, no step refused or tried again, ÷ runs begun (T7); none where none was.
    ProcessesFirstTime "processes_first_time" = of_parties(FigureUnit::Share, "runs of processes completed first time").head("first time")
        .mean("on average {} of runs of processes are completed first time (T7)").compared().higher(),
    /// Runs of processes aborted ÷ runs begun (T7).
    ProcessesAbortedShare "processes_aborted_share" = of_parties(FigureUnit::Share, "runs of processes aborted")
        .says("no run of a process is aborted", "runs of processes are aborted").mean("on average {} of runs of processes are aborted (T7)").lower(),
    /// Share of the customers with a meter who lost supply of whom their network party knew it within 5 min
    /// (G9); none where nobody lost supply.
    SupplyKnown5Min "supply_known_5_min" = of_parties(FigureUnit::Share, "losses of supply known within 5 min")
        .mean("on average {} of losses of supply are known within 5 min").compared().higher(),
    /// The same within 15 min.
    SupplyKnown15Min "supply_known_15_min" = of_parties(FigureUnit::Share, "losses of supply known within 15 min")
        .mean("on average {} of losses of supply are known within 15 min").head("known in 15 min").compared().higher(),
    /// The same within 60 min.
    SupplyKnown60Min "supply_known_60_min" = of_parties(FigureUnit::Share, "losses of supply known within 60 min")
        .mean("on average {} of losses of supply are known within 60 min").compared().higher(),
    /// Share of the customers with a meter whose supply came back of whom their network party knew it
    /// within 5 min (G9); none where nobody's did.
    RestorationKnown5Min "restoration_known_5_min" = of_parties(FigureUnit::Share, "restorations of supply known within 5 min")
        .mean("on average {} of restorations are known within 5 min").higher(),
    /// The same within 15 min.
    RestorationKnown15Min "restoration_known_15_min" = of_parties(FigureUnit::Share, "restorations of supply known within 15 min")
        .mean("on average {} of restorations are known within 15 min").higher(),
    /// The same within 60 min.
    RestorationKnown60Min "restoration_known_60_min" = of_parties(FigureUnit::Share, "restorations of supply known within 60 min")
        .mean("on average {} of restorations are known within 60 min").higher(),
    /// Time after which half of the losses of supply were known, seconds; none where fewer ever were.
    TimeToKnowSP50 "time_to_know_s_p50" = of_parties(FigureUnit::Seconds, "time after which half of the losses of supply are known")
        .mean("on average half of the losses of supply are known after {} s").lower(),
    /// Time after which 95 % of them were.
    TimeToKnowSP95 "time_to_know_s_p95" = of_parties(FigureUnit::Seconds, "time after which 95 % of the losses of supply are known")
        .mean("on average 95 % of the losses of supply are known after {} s").lower(),
    /// Polls of meters with supply, of neighbours too, that nobody answered: each took one for off that was not.
    PresumedWrongly "presumed_wrongly" = of_parties(FigureUnit::Number, "polls that took a meter with supply for off").head("presumed wrongly")
        .mean("on average {} polls take a meter with supply for off").lower(),
    /// Messages to Users: alerts that devices and the DCC send, and responses (N1, N4).
    MessagesGenerated "messages_generated" = messages("messages", "sent to Users").says("no message is sent to a User", "messages are sent to Users"),
    /// Alerts held back by Communications Hubs or discarded by Alert Storm Protection (N2, N3).
    MessagesHeldBack "messages_held_back" = messages("alerts", "held back").says("no alert is held back", "alerts are held back")
        .mean("on average {} alerts are held back (N2, N3)").compared(),
    /// Of these, alerts of a storm that told of a loss or return of supply.
    SupplyAlertsHeldBack "supply_alerts_held_back" = messages("alerts", "of a loss or return of supply held back")
        .says("no alert of a loss or return of supply is held back", "alerts of a loss or return of supply are held back")
        .mean("on average {} alerts of a loss or return of supply are held back (N2, N3)").lower(),
    /// Messages lost because the queue of a User's adapter was full (N6).
    MessagesLost "messages_lost" = messages("messages", "lost at Users' adapters").says("no message is lost", "messages are lost")
        .mean("on average {} messages are lost at adapters (N6)").compared().lower(),
    /// Messages still under way when the run ended, in the DSP or at an adapter.
    MessagesOpenAtEnd "messages_open_at_end" = messages("messages", "under way at the end")
        .says("no message is under way at the end", "messages are under way at the end"),
    /// The delay, from generation to delivery, that 95 % of messages delivered do not exceed, seconds; none where
    /// none was delivered.
    DelaySP95 "delay_s_p95" = delay("delay that 95 % of messages delivered do not exceed").mean("on average the delay that 95 % of messages delivered do not exceed is {} s").compared().lower(),
    /// The longest delay: how old the oldest message is when it is delivered, whenever that is.
    DelaySMax "delay_s_max" = delay("longest delay of a message").mean("on average the longest delay of a message is {} s").compared().lower(),
    /// The longest time in which, the outbound path being up, something always waited for some User, seconds: after
    /// a restart, until everybody is level.
    LongestBehindS "longest_behind_s" = behind("time after which the User longest behind is level")
        .says("no message ever waits", "messages wait for their User").mean("on average the User longest behind is level after {} s").lower(),
    /// Warnings given to Users (M8).
    Warnings "warnings" = measured(FigureUnit::Number, "warnings").says("no User is warned", "Users are warned")
        .mean("on average {} warnings are given to Users (M8)"),
    /// Of these, those after which the User had no 503 while they held.
    FalseWarnings "false_warnings" = measured(FigureUnit::Number, "false warnings").says("no warning is false", "warnings are false")
        .mean("on average {} warnings are false (M8)").lower(),
    /// Mean time from the others to the User's first 503, seconds; none where there is none.
    WarningLeadS "warning_lead_s" = measured(FigureUnit::Seconds, "time from a warning to the first 503")
        .mean("on average a warning comes {} s before the first 503 (M8)").higher(),
    /// Jain's index of admitted ÷ min(first submissions, allocation) (F6).
    Jain "jain" = measured(FigureUnit::Index, "Jain's index of what Users are admitted of their entitlement").head("Jain")
        .mean("on average Jain's index of what Users are admitted of their entitlement is {} (F6)").higher(),
    /// That share of the User worst off (F6).
    WorstOffShare "worst_off_share" = measured(FigureUnit::Share, "share of its entitlement that the User worst off is admitted").head("worst off")
        .mean("on average the User worst off is admitted {} of its entitlement (F6)").higher(),
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

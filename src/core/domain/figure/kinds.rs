//! Of whom and what a figure is, and what it can be.

use super::Figure;

impl Figure {
    /// Whether one User has it: figures of what is refused and what follows from that, of its processes,
    /// of what it knows of its customers' supply, and counts of messages to it.
    pub fn of_user(self) -> bool {
        self.of_srv() || self.of_processes() || self.of_supply() || self.counts_messages()
    }

    /// Whether one class of messages has it.
    pub fn of_class(self) -> bool {
        self.counts_messages() || matches!(self, Figure::DelaySP95 | Figure::DelaySMax)
    }

    /// Whether it is of messages to Users.
    pub fn of_messages(self) -> bool {
        self.of_class() || self == Figure::LongestBehindS
    }

    /// Whether it is a number of messages.
    fn counts_messages(self) -> bool {
        matches!(
            self,
            Figure::MessagesGenerated
                | Figure::MessagesHeldBack
                | Figure::SupplyAlertsHeldBack
                | Figure::MessagesLost
                | Figure::MessagesOpenAtEnd
        )
    }

    /// Whether one SRV has it: figures of what is refused, and what follows from that.
    pub fn of_srv(self) -> bool {
        let part = self.part().is_some();
        part || matches!(
            self,
            Figure::Throttled
                | Figure::ThrottledShare
                | Figure::Capped
                | Figure::Rejected
                | Figure::RejectedShare
                | Figure::Unavailable
                | Figure::Quarantined
                | Figure::ToBuffer
                | Figure::Refused
                | Figure::Duplicates
                | Figure::TriedAgain
                | Figure::NoResponse
                | Figure::Abandoned
                | Figure::Superseded
                | Figure::NeverAnswered
                | Figure::NeverAnsweredShare
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
            && self.added_delay_p95().is_none()
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
                    | Figure::DelaySP95
                    | Figure::DelaySMax
                    | Figure::WarningLeadS
                    | Figure::Jain
                    | Figure::WorstOffShare
            )
    }

    /// Whether it is said in per cent.
    pub fn is_share(self) -> bool {
        self.share_known()
            || self.of_processes()
            || self.added_delay_over().is_some()
            || matches!(
                self,
                Figure::ThrottledShare
                    | Figure::RejectedShare
                    | Figure::ServedShare
                    | Figure::NeverAnsweredShare
                    | Figure::Triggered
                    | Figure::Headroom
                    | Figure::WorstOffShare
            )
    }

    /// The greatest it can be, where there is such a thing: 1, for what is a part of a whole.
    pub fn greatest(self) -> Option<f64> {
        (self == Figure::Jain || self.is_share()).then_some(1.0)
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
    fn what_one_srv_has_one_user_has_too_and_no_word_stands_twice() {
        let mut words: Vec<&str> = Figure::ALL.map(Figure::word).to_vec();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Figure::ALL.len());
        assert!(Figure::ALL.into_iter().all(|f| f.of_user() || !f.of_srv()));
        assert!(Figure::SupplyKnown5Min.of_user() && !Figure::SupplyKnown5Min.of_srv());
        assert!(Figure::MessagesLost.of_user() && Figure::MessagesLost.of_class());
        assert!(!Figure::DelaySMax.of_user() && !Figure::LongestBehindS.of_class());
    }
}

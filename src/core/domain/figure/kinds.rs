//! Of whom and what a figure is, what it can be, and what it is called.

use super::Figure;
use super::about::{FigureUnit, Reading, Whom};

impl Figure {
    /// Whether one User has it: figures of what is refused and what follows from that, of its processes,
    /// of what it knows of its customers' supply, and counts of messages to it.
    pub fn of_user(self) -> bool {
        matches!(self.about().whom, Whom::User | Whom::UserOrSrv | Whom::UserOrClass)
    }

    /// Whether one SRV has it: figures of what is refused, and what follows from that.
    pub fn of_srv(self) -> bool {
        self.about().whom == Whom::UserOrSrv
    }

    /// Whether one class of messages has it.
    pub fn of_class(self) -> bool {
        matches!(self.about().whom, Whom::Class | Whom::UserOrClass)
    }

    /// Whether it is of messages to Users.
    pub fn of_messages(self) -> bool {
        self.about().reading == Reading::OfMessages
    }

    /// Whether a replication without it has a greater one than any: the time of a rank that falls among
    /// the customers of whom nothing was ever known.
    pub fn may_be_later_than_any(self) -> bool {
        let about = self.about();
        about.reading == Reading::OfParties && about.unit == FigureUnit::Seconds
    }

    /// Whether it is 0 where nothing of its kind happens, and above 0 where something does: counts,
    /// shares of counts, and times in which something lasted.
    pub fn can_be_none(self) -> bool {
        self.about().says.is_some()
    }

    /// Whether it is said in per cent.
    pub fn is_share(self) -> bool {
        self.about().unit == FigureUnit::Share
    }

    /// Whether the figure of two replications together would be their sum.
    pub fn adds_up(self) -> bool {
        let of_time = matches!(
            self,
            Figure::Activations
                | Figure::IdleActivations
                | Figure::ThrottledDays
                | Figure::MaintenanceDays
                | Figure::ActiveDays
                | Figure::ActiveS
                | Figure::OutageS
        );
        of_time || self.of_srv() && !self.is_share()
    }

    /// The greatest it can be, where there is such a thing: 1, for what is a part of a whole.
    pub fn greatest(self) -> Option<f64> {
        matches!(self.about().unit, FigureUnit::Share | FigureUnit::Index).then_some(1.0)
    }

    /// The least it can be; only headroom may be negative.
    pub fn least(self) -> Option<f64> {
        (self != Figure::Headroom).then_some(0.0)
    }

    /// What people call it.
    pub fn called(self) -> String {
        let about = self.about();
        let of = match about.part {
            None => String::new(),
            Some(part) if about.things == "requests" => format!(" ({})", part.of_these()),
            // A percentile is of those processed alone (C2).
            Some(part) if about.reading == Reading::AddedDelay && !self.is_share() => {
                format!(" of processed {}", part.requests())
            }
            Some(part) => format!(" of {}", part.requests()),
        };
        let space = if about.things.is_empty() || about.what.is_empty() { "" } else { " " };
        format!("{}{space}{}{of}", about.things, about.what)
    }

    /// What is said of the things that it counts, or what people call it.
    pub fn heading(self) -> String {
        let (called, things) = (self.called(), self.about().things);
        match called.strip_prefix(things).map(str::trim_start) {
            None | Some("") => called,
            Some(what) => what.to_owned(),
        }
    }

    /// Its name as the head of a column of a table.
    pub fn column(self) -> String {
        self.word().replace('.', "_")
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

    #[test]
    fn c2_a_part_is_named_after_its_whole_and_its_standing() {
        for figure in Figure::ALL {
            let Some(part) = figure.about().part else { continue };
            let last = match part.standings() {
                [one] => one.word(),
                _ => "not_above",
            };
            let whole = figure.word().strip_suffix(&format!(".{last}"));
            assert!(whole.is_some_and(|whole| !whole.contains('.')), "{}", figure.word());
        }
    }

    #[test]
    fn c2_added_delay_is_called_by_whose_it_is() {
        assert_eq!(
            [Figure::AddedDelaySP95Displaced, Figure::AddedDelayOver5MinWithin].map(Figure::called),
            [
                "added delay that 95 % do not exceed of processed displaced requests",
                "share with more than 5 min of added delay or never answered of requests within",
            ]
        );
    }

    #[test]
    fn every_figure_can_be_said_and_no_two_are_called_alike() {
        let mut called: Vec<String> = Figure::ALL.map(Figure::called).to_vec();
        called.sort_unstable();
        called.dedup();
        assert_eq!(called.len(), Figure::ALL.len());
        for figure in Figure::ALL {
            let about = figure.about();
            let mean = about.mean.matches("{}").count();
            assert_eq!(mean, usize::from(!about.mean.is_empty()), "{}", figure.word());
            assert!(mean == 1 || about.says.is_some(), "{}", figure.word());
        }
    }
}

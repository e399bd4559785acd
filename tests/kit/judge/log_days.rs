//! T8: which day of a log stands for a day of a course, as the rule reads.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A log's days that can be drawn, and the dates that are holidays.
pub struct Days {
    /// Whole days of the log.
    pub log: Vec<Date>,
    /// Holidays.
    pub holidays: Vec<Date>,
}

impl Days {
    /// What kind of day `date` is.
    pub fn kind(&self, date: Date) -> &'static str {
        match date.weekday() {
            _ if self.holidays.contains(&date) => "Sunday or holiday",
            Weekday::Sunday => "Sunday or holiday",
            Weekday::Saturday => "Saturday",
            _ => "weekday",
        }
    }

    /// Which days of the log may stand for `day`: those of its kind, and of a weekday's those of its name if there are any.
    pub fn may_stand(&self, day: Date) -> Vec<Date> {
        let of_kind = self.log.iter().copied().filter(|date| self.kind(*date) == self.kind(day));
        let of_kind: Vec<Date> = of_kind.collect();
        let mut of_name = of_kind.clone();
        of_name.retain(|date| date.weekday() == day.weekday());
        if self.kind(day) == "weekday" && !of_name.is_empty() { of_name } else { of_kind }
    }

    /// The day of the log that stands for `day`, in a block that begins with `first`, which the log's `start` stands for: the day
    /// as long after `start`, or the next one that may stand for it. After the week of the log's last day comes that of its first.
    pub fn stands(&self, first: Date, start: Date, day: Date) -> Date {
        let (begins, ends) = (self.log[0], *self.log.last().expect("a log has days"));
        let mut weeks = vec![begins];
        while weeks.len() % 7 > 0 || weeks[weeks.len() - 1] < ends {
            weeks.push(weeks[weeks.len() - 1] + 1.day());
        }
        let place = |date: Date| weeks.iter().position(|d| *d == date).expect("a day of the weeks");
        let mut at = (place(start) + (day - first).get_days() as usize) % weeks.len();
        let may = self.may_stand(day);
        while !may.contains(&weeks[at]) {
            at = (at + 1) % weeks.len();
        }
        weeks[at]
    }
}

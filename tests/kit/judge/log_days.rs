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

    /// On which days of the log a block may begin whose first day is `first`: each is as likely.
    pub fn may_begin(&self, first: Date) -> Vec<Date> {
        self.log.iter().copied().filter(|date| self.kind(*date) == self.kind(first)).collect()
    }

    /// The day of the log that stands for `day`, in a block that begins with `first`, which the log's `start` stands for.
    pub fn stands(&self, first: Date, start: Date, day: Date) -> Date {
        let wanted = start + (day - first);
        for away in 0.. {
            for date in [wanted - away.days(), wanted + away.days()] {
                if self.log.contains(&date) && self.kind(date) == self.kind(day) {
                    return date;
                }
            }
        }
        unreachable!("the log has a day of every kind")
    }
}

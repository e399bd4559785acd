//! Calendar months.

use jiff::civil::Date;

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Its year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month of a day.
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// Months since the year 0.
    pub fn number(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month) - 1
    }

    /// So many months later.
    pub fn after(self, months: usize) -> Self {
        let all = usize::from(self.month.unsigned_abs()) - 1 + months;
        Self { year: self.year + (all / 12) as i16, month: (all % 12) as i8 + 1 }
    }

    /// How many days it has.
    pub fn days(self) -> i8 {
        jiff::civil::date(self.year, self.month, 1).days_in_month()
    }

    /// As `March 2024`.
    pub fn said(self) -> String {
        const NAMES: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        format!("{} {}", NAMES[self.month as usize - 1], self.year)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_go_on_over_the_end_of_a_year() {
        let december = Month { year: 2022, month: 12 };
        assert_eq!(december.after(0), december);
        assert_eq!(december.after(1), Month { year: 2023, month: 1 });
        assert_eq!(Month { year: 2022, month: 4 }.after(35), Month { year: 2025, month: 3 });
    }
}

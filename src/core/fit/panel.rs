//! Requests of each User by day and half-hour of the day, and what is expected of them.

/// Half-hours of a day.
pub const SLOTS: usize = 48;
/// Kinds of day: weekday, Saturday, Sunday or holiday.
pub const KINDS: usize = 3;

/// A number for each kind of day and half-hour of it.
pub type Table = [[f64; SLOTS]; KINDS];

/// What a log says of Users, by day and half-hour. A place is a day's index × 48 and the half-hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Of each day the date, as days since 1970-01-01.
    pub dates: Vec<i32>,
    /// Of each day its kind, from 0.
    pub kinds: Vec<usize>,
    /// By place, how often the log has that half-hour: 0 where it is missing, 2 in an hour that comes twice.
    pub exposure: Vec<f64>,
    /// By User and place, requests.
    pub counts: Vec<Vec<f64>>,
}

impl Panel {
    /// How many Users.
    pub fn users(&self) -> usize {
        self.counts.len()
    }

    /// By kind of day and half-hour, how often the log has it.
    pub fn exposures(&self) -> Table {
        let mut all = [[0.0; SLOTS]; KINDS];
        for (d, kind) in self.kinds.iter().enumerate() {
            for (slot, sum) in all[*kind].iter_mut().enumerate() {
                *sum += self.exposure[d * SLOTS + slot];
            }
        }
        all
    }

    /// By User, the mean of a half-hour by kind of day; nothing where the log has none.
    pub fn means(&self) -> Vec<Table> {
        let exposures = self.exposures();
        let of = |counts: &Vec<f64>| {
            let mut sums = [[0.0; SLOTS]; KINDS];
            for (d, kind) in self.kinds.iter().enumerate() {
                for (slot, sum) in sums[*kind].iter_mut().enumerate() {
                    // What is not there adds nothing, whatever stands in its place.
                    if self.exposure[d * SLOTS + slot] > 0.0 {
                        *sum += counts[d * SLOTS + slot];
                    }
                }
            }
            over(&sums, &exposures)
        };
        self.counts.iter().map(of).collect()
    }

    /// Days of each kind of which anything is known.
    pub fn days(&self) -> [usize; KINDS] {
        let mut days = [0; KINDS];
        for (d, kind) in self.kinds.iter().enumerate() {
            days[*kind] += usize::from(self.is_known(d));
        }
        days
    }

    /// By kind of day, what share of a square about a mean is left where that is estimated from the days of the kind themselves.
    pub fn left(&self) -> [f64; KINDS] {
        self.days().map(|n| if n > 0 { 1.0 - 1.0 / n as f64 } else { 0.0 })
    }

    /// Whether anything is known of a day.
    pub fn is_known(&self, day: usize) -> bool {
        self.exposure[day * SLOTS..(day + 1) * SLOTS].iter().any(|e| *e > 0.0)
    }
}

/// `sums` ÷ `exposures`; nothing where there are none.
pub fn over(sums: &Table, exposures: &Table) -> Table {
    let each = |k: usize, s: usize| match exposures[k][s] {
        e if e > 0.0 => sums[k][s] / e,
        _ => 0.0,
    };
    std::array::from_fn(|k| std::array::from_fn(|s| each(k, s)))
}

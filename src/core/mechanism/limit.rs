//! M5: how much a User may use in a window while the mechanism is active.
//!
//! Use and limits are compared in whole requests: "use ≥ limit" for a whole use is "use ≥ ⌈limit⌉",
//! so what a User may still send is a [`Room`] of whole requests. The four readings differ in the
//! limit, and `until_total` in that nothing is throttled before the window's total is reached.

use crate::domain::{NANO, Nano, Pace, ThrottleTo};

/// Requests that may still pass before a limit is reached.
pub type Room = u64;

/// The limits of one window.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Each User's limit over the window, nano-requests.
    users: Vec<Nano>,
    /// The total that must be reached before anyone is throttled, nano-requests; none but in
    /// `until_total`.
    total: Option<Nano>,
}

impl Limits {
    /// The limits of a window. `quotas` are its whole requests (M1); `unused` each User's unused
    /// quota in the window before and `shares` each w(u)/Σw, both read by `share_unused` alone;
    /// `threshold` is Θ × window in nano-requests.
    pub fn new(
        reading: ThrottleTo,
        quotas: &[u64],
        unused: &[u64],
        shares: &[f64],
        threshold: Nano,
    ) -> Self {
        let quota = |u: usize| Nano::from(quotas[u]) * NANO;
        let all = 0..quotas.len();
        let users = match reading {
            ThrottleTo::Allocation | ThrottleTo::UntilTotal => all.map(quota).collect(),
            ThrottleTo::ShareUnused => {
                let sum: u64 = unused.iter().sum();
                let extra =
                    |u: usize| libm::floor((sum - unused[u]) as f64 * shares[u] * 1e9) as Nano;
                all.map(|u| quota(u) + extra(u)).collect()
            }
            ThrottleTo::UserMaximum => all.map(|u| quota(u).max(threshold)).collect(),
        };
        Self { users, total: (reading == ThrottleTo::UntilTotal).then_some(threshold) }
    }

    /// How many more of `user`'s requests fit, having used `used`, up to the end of the window's
    /// `cell`-th of `cells` cells (counted from 1).
    pub fn user(&self, user: usize, used: u64, pace: Pace, cell: u64, cells: u64) -> Room {
        room(self.users[user], used, pace, cell, cells)
    }

    /// The limit of `user` over the whole window, nano-requests.
    pub fn over_window(&self, user: usize) -> Nano {
        self.users[user]
    }

    /// How many more attempts pass whoever sends them, `used` having passed.
    pub fn total(&self, used: u64, pace: Pace, cell: u64, cells: u64) -> Room {
        self.total.map_or(0, |total| room(total, used, pace, cell, cells))
    }
}

fn room(limit: Nano, used: u64, pace: Pace, cell: u64, cells: u64) -> Room {
    let (part, of) = match pace {
        Pace::Window => (1, 1),
        Pace::Cell => (Nano::from(cell), Nano::from(cells)),
    };
    let (limit, grain) = (limit * part, of * NANO);
    let whole = match (u64::try_from(limit), u64::try_from(grain)) {
        (Ok(limit), Ok(grain)) => limit.div_ceil(grain),
        _ => u64::try_from((limit + grain - 1).div_euclid(grain)).unwrap_or(if limit < 0 {
            0
        } else {
            u64::MAX
        }),
    };
    whole.saturating_sub(used)
}

#[cfg(test)]
mod tests {
    use super::*;

    const THRESHOLD: Nano = 100 * NANO;

    fn room_of(reading: ThrottleTo, user: usize, used: u64) -> Room {
        let limits = Limits::new(reading, &[60, 40], &[0, 30], &[0.6, 0.4], THRESHOLD);
        limits.user(user, used, Pace::Window, 1, 6)
    }

    #[test]
    fn m5_the_four_readings_of_whichever_is_greater() {
        assert_eq!(room_of(ThrottleTo::Allocation, 0, 50), 10);
        assert_eq!(room_of(ThrottleTo::UntilTotal, 0, 50), 10);
        assert_eq!(room_of(ThrottleTo::ShareUnused, 0, 50), 28, "60 + 0.6 × 30 − 50");
        assert_eq!(
            room_of(ThrottleTo::ShareUnused, 1, 50),
            0,
            "its own unused part does not come back to it"
        );
        assert_eq!(room_of(ThrottleTo::UserMaximum, 1, 50), 50);
    }

    #[test]
    fn m5_until_total_lets_everything_pass_until_the_threshold() {
        let limits = |reading| Limits::new(reading, &[60, 40], &[], &[], THRESHOLD);
        assert_eq!(limits(ThrottleTo::UntilTotal).total(30, Pace::Window, 1, 6), 70);
        assert_eq!(limits(ThrottleTo::UntilTotal).total(130, Pace::Window, 1, 6), 0);
        assert_eq!(limits(ThrottleTo::Allocation).total(30, Pace::Window, 1, 6), 0);
    }

    #[test]
    fn m5_paced_by_cells_use_is_held_against_i_of_c_parts() {
        let limits = Limits::new(ThrottleTo::UntilTotal, &[10, 40], &[], &[], THRESHOLD);
        // 10 × 1/3 = 3.33: the fourth is the last that finds use below the limit.
        assert_eq!(limits.user(0, 0, Pace::Cell, 1, 3), 4);
        assert_eq!(limits.user(0, 4, Pace::Cell, 2, 3), 3);
        assert_eq!(limits.user(0, 7, Pace::Cell, 3, 3), 3);
        assert_eq!(limits.total(0, Pace::Cell, 1, 3), 34);
    }
}

//! N2 and N3: which of a device's repeated alerts go on.
//!
//! A device and code is normal or in storm. Normal, the first `threshold` alerts of a window go on, and the
//! next one puts it in storm. In storm one copy a period goes on; after a whole window with no more than
//! `threshold` alerts it is normal again.

/// Alert Storm Protection, or consolidation in the Communications Hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damper {
    /// Alerts that go on in a window.
    pub threshold: u64,
    /// Windows in a period.
    pub period: i64,
}

impl Damper {
    /// Of `more` alerts of a normal device that has sent `sent` in the window: how many go on. Where not all do
    /// it is in storm.
    pub fn go_on(&self, sent: u64, more: u64) -> u64 {
        more.min(self.threshold.saturating_sub(sent))
    }

    /// Whether a device in storm that entered it or sent a copy last in the window `last` may send one in `window`.
    pub fn may_copy(&self, last: i64, window: i64) -> bool {
        window - last >= self.period
    }

    /// Whether a device in storm that sent `sent` in a whole window is normal again.
    pub fn is_over(&self, sent: u64) -> bool {
        sent <= self.threshold
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n2_above_the_threshold_the_excess_is_held_back_and_one_copy_a_period_goes_on() {
        let damper = Damper { threshold: 15, period: 24 };
        let on: Vec<u64> = [(0, 10), (10, 5), (15, 1), (14, 4), (0, 40)]
            .map(|(sent, more)| damper.go_on(sent, more))
            .to_vec();
        assert_eq!(on, [10, 5, 0, 1, 15]);
        assert!(!damper.may_copy(3, 26) && damper.may_copy(3, 27));
        assert!(damper.is_over(15) && !damper.is_over(16));
    }
}

//! M4: when the mechanism becomes active and when it is released.

use crate::domain::{Nano, Share};

/// The load of one window and what it is held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// L, nano-requests.
    pub load: Nano,
    /// Θ × window, nano-requests.
    pub threshold: Nano,
    /// Whether there was service in any of its cells.
    pub service: bool,
}

/// Whether the mechanism is active, or would be: it does not know whether it is switched off (M10).
#[derive(Clone, Debug)]
pub struct Activation {
    release: Share,
    hold: u32,
    active: bool,
    /// Windows running below the release level.
    calm: u32,
}

impl Activation {
    /// An inactive mechanism.
    pub fn new(release: Share, hold: u32) -> Self {
        Self { release, hold, active: false, calm: 0 }
    }

    /// Whether M5 applies, unless the mechanism is switched off (M10).
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// The load has reached Θ × window: with `detect: immediate` from this very attempt on, else
    /// when a window ends.
    pub fn activate(&mut self) {
        if !self.active {
            self.active = true;
            self.calm = 0;
        }
    }

    /// A window has ended. What it says holds from the next window on.
    pub fn window_end(&mut self, window: Load) {
        if !self.active {
            if window.load >= window.threshold && window.service {
                self.activate();
            }
            return;
        }
        if !window.service {
            return;
        }
        let level = self.release.of(window.threshold);
        self.calm = if window.load < level { self.calm + 1 } else { 0 };
        if self.calm >= self.hold {
            self.active = false;
            self.calm = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(loads: &[Nano]) -> Vec<bool> {
        let mut activation = Activation::new(Share::from_f64(0.9), 2);
        loads
            .iter()
            .map(|&load| {
                activation.window_end(Load { load, threshold: 100, service: load >= 0 });
                activation.is_active()
            })
            .collect()
    }

    #[test]
    fn m4_active_when_the_threshold_is_reached_not_only_passed() {
        assert_eq!(after(&[99, 100]), [false, true]);
    }

    #[test]
    fn m4_released_after_hold_windows_running_below_the_release_level() {
        assert_eq!(after(&[100, 89, 90, 89, 89]), [true, true, true, true, false]);
    }

    #[test]
    fn m4_windows_without_service_neither_count_nor_break_the_run() {
        assert_eq!(after(&[100, 89, -1, 89]), [true, true, true, false]);
    }
}

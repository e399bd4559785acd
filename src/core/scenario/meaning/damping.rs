//! Alert Storm Protection and hub consolidation (N2, N3).

use super::super::Damping;
use super::super::form::ProtectionForm;
use super::checks::nearest_whole;
use super::{Fault, Reading};
use crate::domain::{Share, Span};

impl Reading<'_> {
    /// Alert Storm Protection, where it is switched on; what is said of it is right in either case, so that
    /// one switch turns it on.
    pub(super) fn protection(&mut self) -> Option<Damping> {
        let form = &self.file.northbound.alert_storm_protection;
        let damping = self.damping("/northbound/alert_storm_protection", form);
        form.enabled.then_some(damping)
    }

    /// Hub consolidation, where it is switched on, and the share of devices behind such a hub.
    pub(super) fn hub(&mut self) -> Option<(Damping, Share)> {
        let form = &self.file.northbound.hub_consolidation;
        let path = "/northbound/hub_consolidation";
        let damping = self.damping(path, &form.damping());
        form.enabled.then_some((damping, form.share))
    }

    fn damping(&mut self, path: &str, form: &ProtectionForm) -> Damping {
        let known = self.faults.len();
        let window = self.whole_cells(&format!("{path}/window"), form.window);
        let (period, fits) = (form.period, self.faults.len() == known && self.clock_known);
        if fits && (period.ms() == 0 || !period.is_multiple_of(window)) {
            let expected = format!("a whole number of windows of {window}, at least one (N2)");
            let fault = Fault::at(format!("{path}/period"), period.to_string(), expected);
            self.fault(fault.hint(nearest_whole(period, window)));
        }
        let mut exclude = vec![false; self.file.northbound.alerts.len()];
        for (i, code) in form.exclude.iter().enumerate() {
            if let Some(alert) = self.code(&format!("{path}/exclude/{i}"), code) {
                exclude[alert] = true;
            }
        }
        Damping { threshold: form.threshold, window, period, exclude }
    }

    /// With both on, what a hub lets through must never be excess in the DSP, which then need not look at it.
    pub(super) fn hub_fits(&mut self, dsp: Option<&Damping>, hub: Option<&(Damping, Share)>) {
        let (Some(dsp), Some((hub, _))) = (dsp, hub) else { return };
        if !self.clock_known {
            return;
        }
        let through = u128::from(hub.threshold) * u128::from(touched(dsp.window, hub.window));
        if through > u128::from(dsp.threshold) {
            let found = format!(
                "{} in {}: up to {through} of a device and code in {} get past the hub",
                hub.threshold, hub.window, dsp.window
            );
            let expected = format!(
                "at most the {} that alert_storm_protection lets through in it, as both are on (N3)",
                dsp.threshold
            );
            let fault = Fault::at("/northbound/hub_consolidation/threshold", found, expected);
            self.fault(fault.hint("lower it, or switch one of the two off"));
        }
    }
}

/// Most windows of `other` that one of `window` overlaps, where both follow one another from the run's start.
fn touched(window: Span, other: Span) -> u64 {
    let (mut step, mut rest) = (window.ms(), other.ms());
    while rest > 0 {
        (step, rest) = (rest, step % rest);
    }
    // It begins at a multiple of the greatest common divisor: worst as late as can be in a window of `other`.
    (window.ms() - step).div_ceil(other.ms()) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_overlaps_as_many_others_as_counting_says() {
        for window in 1..=24_u64 {
            for other in 1..=24_u64 {
                let overlaps = |n: u64| (n * window + window).div_ceil(other) - n * window / other;
                let most = (0..24).map(overlaps).max();
                let said = touched(Span::from_ms(window), Span::from_ms(other));
                assert_eq!(Some(said), most, "{window} {other}");
            }
        }
    }
}

//! The gateway: collapse, anomaly detection, caps, and what else loads the DSP (G2, G7, G8).

use super::super::form::AnomalyForm;
use super::super::{Anomaly, AnomalyThreshold, Gateway, Rule};
use super::{Fault, Reading};

impl Reading<'_> {
    pub(super) fn gateway(&mut self) -> Gateway {
        let form = &self.file.gateway;
        if let Some(collapse) = form.collapse {
            self.whole_cells("/gateway/collapse/after", collapse.after);
            self.whole_cells("/gateway/collapse/lasts", collapse.lasts);
        }
        let anomaly = self.rules("/gateway/anomaly", &form.anomaly, Self::anomaly);
        let caps = self.rules("/gateway/caps", &form.caps, |r, path, cap| {
            let users = r.select(path, &cap.users);
            Some(Rule { id: cap.id.clone(), users, of: Vec::new(), says: cap.rate })
        });
        self.load_includes();
        if form.max_capacity.is_none() && form.threshold_over_ordinary.is_none() {
            let expected = "Maximum capacity C: requests the DSP can process a second";
            self.wrong("/gateway/max_capacity", "nothing", expected);
        }
        Gateway {
            max_capacity: form.max_capacity.unwrap_or_default(),
            threshold_over_ordinary: form.threshold_over_ordinary,
            load_includes: form.load_includes,
            backlog_limit: form.backlog_limit,
            scheduled_share: form.scheduled_share,
            collapse: form.collapse,
            anomaly,
            caps,
        }
    }

    /// Messages to Users cost something only where they are simulated.
    fn load_includes(&mut self) {
        if self.file.gateway.load_includes.any() && !self.file.northbound.enabled {
            let found = "costs of messages, which are not simulated";
            let expected = "no cost above 0, or /northbound/enabled true (G7)";
            let fault = Fault::at("/gateway/load_includes", found, expected);
            self.fault(fault.hint("null takes them all away"));
        }
    }

    fn anomaly(&mut self, path: &str, form: &AnomalyForm) -> Option<Rule<Anomaly>> {
        let users = self.select(path, &form.users);
        let of = self.srvs_or_all(path, &form.srvs);
        let period = self.whole_cells(&format!("{path}/period"), form.period);
        let threshold = match (form.times_busiest_day, form.number) {
            (Some(times), None) => {
                AnomalyThreshold::TimesBusiestDay { times, at_least: form.at_least.unwrap_or(0) }
            }
            (None, Some(number)) => AnomalyThreshold::Number(number),
            (both, _) => {
                let found = if both.is_some() { "both" } else { "neither" };
                self.wrong(path, found, "exactly one of times_busiest_day and number");
                return None;
            }
        };
        if let Some(least) = form.at_least.filter(|_| form.number.is_some()) {
            let path = format!("{path}/at_least");
            self.wrong(path, least.to_string(), "none beside a number");
        }
        Some(Rule { id: form.id.clone(), users, of, says: Anomaly { threshold, period } })
    }
}

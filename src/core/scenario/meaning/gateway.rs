//! The gateway: collapse, anomaly detection, caps, and what else loads the DSP (G2, G7, G8).

use super::super::form::{AnomalyForm, File};
use super::super::json::escape;
use super::super::{AnomalyRule, AnomalyThreshold, CapRule, Gateway};
use super::{Fault, Reading};
use crate::scenario::calendar::Calendar;

impl Reading {
    pub(super) fn gateway(&mut self, file: &File, calendar: &Calendar) -> Gateway {
        let form = &file.gateway;
        if let Some(collapse) = form.collapse {
            self.whole_cells("/gateway/collapse/after", collapse.after, calendar);
            self.whole_cells("/gateway/collapse/lasts", collapse.lasts, calendar);
        }
        self.ids("/gateway/anomaly", form.anomaly.iter().map(|a| a.id.as_str()));
        let anomaly = form.anomaly.iter().filter_map(|a| self.anomaly(a, calendar));
        let mut anomaly: Vec<AnomalyRule> = anomaly.collect();
        self.ids("/gateway/caps", form.caps.iter().map(|c| c.id.as_str()));
        let caps = form.caps.iter().map(|cap| CapRule {
            id: cap.id.clone(),
            users: self.select(&format!("/gateway/caps/{}/users", escape(&cap.id)), &cap.users),
            rate: cap.rate,
        });
        let mut caps: Vec<CapRule> = caps.collect();
        // It is the last that matches that holds.
        anomaly.reverse();
        caps.reverse();
        self.load_includes(file);
        Gateway {
            max_capacity: form.max_capacity,
            threshold_over_ordinary: form.threshold_over_ordinary,
            load_includes: form.load_includes,
            backlog_limit: form.backlog_limit,
            collapse: form.collapse,
            anomaly,
            caps,
        }
    }

    /// Messages to Users cost something only where they are simulated.
    fn load_includes(&mut self, file: &File) {
        if file.gateway.load_includes.any() && !file.northbound.enabled {
            let found = "costs of messages, which are not simulated";
            let expected = "no cost above 0, or /northbound/enabled true (G7)";
            let fault = Fault::at("/gateway/load_includes", found, expected);
            self.fault(fault.hint("null takes them all away"));
        }
    }

    fn anomaly(&mut self, form: &AnomalyForm, calendar: &Calendar) -> Option<AnomalyRule> {
        let path = format!("/gateway/anomaly/{}", escape(&form.id));
        let users = self.select(&format!("{path}/users"), &form.users);
        let srvs = self.srvs_or_all(&format!("{path}/srvs"), &form.srvs);
        let period = self.whole_cells(&format!("{path}/period"), form.period, calendar);
        let threshold = match (form.times_busiest_day, form.number) {
            (Some(times), None) => {
                AnomalyThreshold::TimesBusiestDay { times, at_least: form.at_least.unwrap_or(0) }
            }
            (None, Some(number)) => AnomalyThreshold::Number(number),
            (both, _) => {
                let found = if both.is_some() { "both" } else { "neither" };
                self.fault(Fault::at(path, found, "exactly one of times_busiest_day and number"));
                return None;
            }
        };
        if let Some(least) = form.at_least.filter(|_| form.number.is_some()) {
            let path = format!("{path}/at_least");
            self.fault(Fault::at(path, least.to_string(), "none beside a number"));
        }
        Some(AnomalyRule { id: form.id.clone(), users, srvs, threshold, period })
    }
}

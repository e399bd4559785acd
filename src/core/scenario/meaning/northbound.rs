//! The way back to Users: classes, alerts, the outbound path, release and adapters (N1, N4–N6).

use super::super::form::{AdapterForm, AlertForm, AlertKindForm, MessageClassForm, OrderForm};
use super::super::{
    ALERT_CLASSES, Adapter, AdapterRate, Alert, Northbound, OTHER_RESPONSES, Outbound,
    ReleasePolicy, ResponseClass, Rule,
};
use super::lists::place_of;
use super::{Fault, Reading};
use crate::domain::{MessageKind, PerSecond, Share, Span};

/// Where no rule matches (A12).
const ADAPTER: Adapter = Adapter {
    rate: AdapterRate::TimesBusiestMinute(2.0),
    bound: Span::from_s(3_600),
    by_class: false,
};
/// Of the outbound path, in C (A12).
const OUTBOUND: f64 = 2.0;

impl Reading<'_> {
    pub(super) fn northbound(&mut self) -> Northbound {
        let form = &self.file.northbound;
        let classes = self.each("/northbound/classes", &form.classes, Self::response_class);
        let alerts = self.each("/northbound/alerts", &form.alerts, Self::alert);
        let outbound = self.outbound();
        self.release();
        let adapters = self.adapters();
        let protection = self.protection();
        let hub = self.hub();
        self.hub_fits(protection.as_ref(), hub.as_ref());
        let enabled = form.enabled;
        if enabled && self.file.is_course() {
            let expected =
                "false: messages to Users are followed through days, and not through a course";
            let fault = Fault::at("/northbound/enabled", "true", expected);
            self.fault(fault.hint("ask it of a scenario whose events happen at a given time"));
        }
        Northbound {
            enabled,
            classes,
            alerts,
            outbound,
            release: form.release,
            adapters,
            protection,
            hub,
        }
    }

    /// The place of a code among the alerts of the file.
    pub(super) fn code(&mut self, path: &str, code: &str) -> Option<usize> {
        let codes = self.file.northbound.alerts.iter().map(|a| a.id.as_str());
        self.noted(place_of(path, code, codes, "the code of an alert in /northbound/alerts"))
    }

    fn response_class(&mut self, path: &str, form: &MessageClassForm) -> ResponseClass {
        // The classes that tables have besides these.
        if form.id == OTHER_RESPONSES || ALERT_CLASSES.contains(&&*form.id) {
            let found = format!("the id {:?}", form.id);
            self.wrong(path, found, "another id: there is such a class already (N5)");
        }
        ResponseClass { id: form.id.clone(), srvs: self.srvs_or_all(path, &form.srvs) }
    }

    fn alert(&mut self, path: &str, form: &AlertForm) -> Alert {
        let name = form.name.clone().unwrap_or_else(|| form.id.clone());
        self.plain(&format!("{path}/name"), &name);
        let chosen = self.select_some(path, &form.users);
        let users = (0..self.users.len()).map(|u| chosen.binary_search(&u).is_ok()).collect();
        let (faulty, sent) = form.faulty.map_or((0.0, 0.0), |f| (f.devices, f.alerts));
        let at = format!("{path}/faulty");
        if (faulty > 0.0) != (sent > 0.0) {
            let found = format!("{faulty} of the devices, {sent} of the alerts");
            self.wrong(at, found, "both above 0, or both 0");
        } else if faulty >= 1.0 && sent < 1.0 {
            let found = format!("all of the devices, {sent} of the alerts");
            let fault = Fault::at(at, found, "a share of the devices below 1");
            self.fault(fault.hint("the other alerts would be sent by nobody"));
        }
        Alert {
            id: form.id.clone(),
            name,
            kind: match form.kind {
                AlertKindForm::DeviceAlert => MessageKind::DeviceAlert,
                AlertKindForm::DccAlert => MessageKind::DccAlert,
            },
            users,
            fuel: form.fuel,
            per_meter: form.per_meter,
            faulty: Share::from_f64(faulty),
            faulty_alerts: Share::from_f64(sent),
        }
    }

    fn outbound(&mut self) -> Outbound {
        let form = self.file.northbound.outbound.as_ref();
        match form.map(|o| (o.times_capacity, o.rate)) {
            Some((None, Some(rate))) => Outbound::Rate(rate),
            Some((Some(times), None)) => Outbound::TimesCapacity(times),
            Some((both, _)) => {
                let path = "/northbound/outbound";
                self.exactly_one(path, both.is_some(), "times_capacity and rate");
                Outbound::TimesCapacity(Share::from_f64(OUTBOUND))
            }
            None => Outbound::TimesCapacity(Share::from_f64(OUTBOUND)),
        }
    }

    /// Rates above 0, and one where the order is by rate (N5).
    fn release(&mut self) {
        let (path, form) = ("/northbound/release", &self.file.northbound.release);
        let rates = [("rate", form.rate), ("rate_per_user", form.rate_per_user)];
        if form.policy == ReleasePolicy::ByRate && rates.iter().all(|(_, rate)| rate.is_none()) {
            let found = "by_rate, without a rate";
            let expected = "rate, rate_per_user or both beside it (N5)";
            self.wrong(format!("{path}/policy"), found, expected);
        }
        for (key, rate) in rates {
            if rate.is_some_and(|rate| rate == PerSecond::default()) {
                let fault = Fault::at(format!("{path}/{key}"), "0/s", "a rate above 0");
                self.fault(fault.hint("at this rate a queue would never be empty"));
            }
        }
    }

    /// For each User, its adapter.
    fn adapters(&mut self) -> Vec<Adapter> {
        let forms = &self.file.northbound.adapters;
        let rules = self.rules("/northbound/adapters", forms, |r, path, form| {
            let users = r.select(path, &form.users);
            let says = r.adapter(path, form)?;
            Some(Rule { id: form.id.clone(), users, of: Vec::new(), says })
        });
        (0..self.users.len()).map(|u| rules.of_user(u).copied().unwrap_or(ADAPTER)).collect()
    }

    fn adapter(&mut self, path: &str, form: &AdapterForm) -> Option<Adapter> {
        let rate = match (form.times_busiest_minute, form.rate) {
            (Some(times), None) => AdapterRate::TimesBusiestMinute(times),
            (None, Some(rate)) => AdapterRate::Rate(rate),
            (both, _) => {
                self.exactly_one(path, both.is_some(), "times_busiest_minute and rate");
                return None;
            }
        };
        Some(Adapter { rate, bound: form.bound, by_class: form.order == OrderForm::ByClass })
    }
}

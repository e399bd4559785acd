//! The way back to Users: classes, alerts, the outbound path, release and adapters (N1, N4–N6).

use super::super::form::{AdapterForm, AlertForm, AlertKindForm, File, OrderForm};
use super::super::json::escape;
use super::super::{
    Adapter, AdapterRate, Alert, Northbound, OTHER_RESPONSES, Outbound, ReleasePolicy,
    ResponseClass,
};
use super::{Fault, Reading};
use crate::domain::{MessageKind, PerSecond, Share, Span};
use crate::scenario::calendar::Calendar;

/// Where no rule matches (A12).
const ADAPTER: Adapter = Adapter {
    rate: AdapterRate::TimesBusiestMinute(2.0),
    bound: Span::from_s(3_600),
    by_class: false,
};
/// Of the outbound path, in C (A12).
const OUTBOUND: f64 = 2.0;

impl Reading {
    pub(super) fn northbound(&mut self, file: &File, calendar: &Calendar) -> Northbound {
        let form = &file.northbound;
        let classes = self.response_classes(file);
        self.ids("/northbound/alerts", form.alerts.iter().map(|a| a.id.as_str()));
        let alerts = form.alerts.iter().map(|a| self.alert(a)).collect();
        let outbound = self.outbound(file);
        self.release(file);
        let adapters = self.adapters(file);
        let protection = self.protection(file, calendar);
        let hub = self.hub(file, calendar);
        self.hub_fits(protection.as_ref(), hub.as_ref());
        let enabled = form.enabled;
        if enabled && file.is_course() {
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
    pub(super) fn code(&mut self, path: &str, code: &str, file: &File) -> Option<usize> {
        let alerts = &file.northbound.alerts;
        let found = alerts.iter().position(|a| a.id == code);
        if found.is_none() {
            let expected = "the code of an alert in /northbound/alerts";
            let fault = Fault::at(path, format!("{code:?}"), expected);
            self.fault(fault.did_you_mean(code, alerts.iter().map(|a| a.id.as_str())));
        }
        found
    }

    fn response_classes(&mut self, file: &File) -> Vec<ResponseClass> {
        let (path, form) = ("/northbound/classes", &file.northbound.classes);
        self.ids(path, form.iter().map(|c| c.id.as_str()));
        let mut classes = Vec::new();
        for class in form {
            let at = format!("{path}/{}", escape(&class.id));
            // The classes that tables have besides these.
            if [OTHER_RESPONSES, "device_alerts", "dcc_alerts"].contains(&&*class.id) {
                let found = format!("the id {:?}", class.id);
                self.fault(Fault::at(&at, found, "another id: there is such a class already (N5)"));
            }
            let srvs = self.srvs_or_all(&format!("{at}/srvs"), &class.srvs);
            classes.push(ResponseClass { id: class.id.clone(), srvs });
        }
        classes
    }

    fn alert(&mut self, form: &AlertForm) -> Alert {
        let path = format!("/northbound/alerts/{}", escape(&form.id));
        let name = form.name.clone().unwrap_or_else(|| form.id.clone());
        self.plain(&format!("{path}/name"), &name);
        let at = format!("{path}/users");
        let chosen = self.select_some(&at, &form.users);
        let users = (0..self.users.len()).map(|u| chosen.binary_search(&u).is_ok()).collect();
        let (faulty, sent) = form.faulty.map_or((0.0, 0.0), |f| (f.devices, f.alerts));
        let at = format!("{path}/faulty");
        if (faulty > 0.0) != (sent > 0.0) {
            let found = format!("{faulty} of the devices, {sent} of the alerts");
            self.fault(Fault::at(at, found, "both above 0, or both 0"));
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

    fn outbound(&mut self, file: &File) -> Outbound {
        let form = file.northbound.outbound.as_ref();
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
    fn release(&mut self, file: &File) {
        let (path, form) = ("/northbound/release", &file.northbound.release);
        let rates = [("rate", form.rate), ("rate_per_user", form.rate_per_user)];
        if form.policy == ReleasePolicy::ByRate && rates.iter().all(|(_, rate)| rate.is_none()) {
            let found = "by_rate, without a rate";
            let expected = "rate, rate_per_user or both beside it (N5)";
            self.fault(Fault::at(format!("{path}/policy"), found, expected));
        }
        for (key, rate) in rates {
            if rate.is_some_and(|rate| rate == PerSecond::default()) {
                let fault = Fault::at(format!("{path}/{key}"), "0/s", "a rate above 0");
                self.fault(fault.hint("at this rate a queue would never be empty"));
            }
        }
    }

    /// For each User, its adapter: by the last rule that matches it.
    fn adapters(&mut self, file: &File) -> Vec<Adapter> {
        let (path, form) = ("/northbound/adapters", &file.northbound.adapters);
        self.ids(path, form.iter().map(|a| a.id.as_str()));
        let mut adapters = vec![ADAPTER; self.users.len()];
        for rule in form {
            let path = format!("{path}/{}", escape(&rule.id));
            let users = self.select(&format!("{path}/users"), &rule.users);
            let Some(adapter) = self.adapter(&path, rule) else { continue };
            let chosen = adapters.iter_mut().zip(users).filter(|(_, chosen)| *chosen);
            chosen.for_each(|(of_user, _)| *of_user = adapter);
        }
        adapters
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

//! The mechanism's settings.

use super::super::form::{File, MechanismForm};
use super::super::json::escape;
use super::super::{AllocationRule, Gateway, Mechanism, Stream};
use super::{Fault, Reading};
use crate::domain::{Detect, Measure, NANO, Share};
use crate::scenario::calendar::Calendar;

impl Reading {
    pub(super) fn mechanism(
        &mut self,
        file: &File,
        calendar: &Calendar,
        gateway: &Gateway,
        streams: &[Stream],
    ) -> Mechanism {
        let form = &file.mechanism;
        self.threshold(form, gateway);
        let prioritised = self.prioritised(form);
        let allocation = self.allocation(form);
        self.signal(form);
        Mechanism {
            enabled: form.enabled,
            operating_threshold: form.operating_threshold,
            measure: form.measure,
            detect: form.detect,
            release: form.release,
            hold: form.hold,
            throttle_to: form.throttle_to,
            pace: form.pace,
            prioritised_use_allocation: form.prioritised_use_allocation,
            threshold_follows_capacity: form.threshold_follows_capacity,
            prioritised,
            allocation,
            signal: form.signal,
            retry_after: form.retry_after,
            early_warning: self.early_warning(file, calendar, streams),
            buffer: Self::buffer(form),
        }
    }

    /// What counts towards the threshold, and whether there is one (M4).
    fn threshold(&mut self, form: &MechanismForm, gateway: &Gateway) {
        if form.detect == Detect::Immediate && form.measure == Measure::Admitted {
            let fault =
                Fault::at("/mechanism/measure", "admitted, with detect immediate", "offered (M4)");
            self.fault(fault.hint("what will be admitted is not known when an attempt arrives"));
        }
        let wanted = gateway.max_capacity.get() * form.operating_threshold.get();
        if wanted > 1e12 {
            let found = format!("Θ = {wanted:e}/s");
            self.fault(Fault::at("/mechanism/operating_threshold", found, "at most 1e12/s"));
        }
        let theta = gateway.max_capacity.times(form.operating_threshold);
        if form.enabled && theta.over(form.window) < NANO {
            let found = format!("Θ × window = {} requests", theta.get() * form.window.seconds());
            let fault = Fault::at(
                "/mechanism/operating_threshold",
                found,
                "at least one request in a window",
            );
            self.fault(
                fault
                    .hint("with max_capacity 0 switch the mechanism off: /mechanism/enabled=false"),
            );
        }
    }

    /// The Prioritised list in force, by SRV (M6).
    fn prioritised(&mut self, form: &MechanismForm) -> Vec<bool> {
        let form = &form.prioritised;
        let path = "/mechanism/prioritised";
        self.ids(&format!("{path}/lists"), form.lists.iter().map(|l| l.id.as_str()));
        let mut prioritised = vec![false; self.srvs.len()];
        for list in &form.lists {
            let chosen =
                self.srv_list(&format!("{path}/lists/{}/srvs", escape(&list.id)), &list.srvs);
            if form.list.as_ref() == Some(&list.id) {
                chosen.into_iter().for_each(|s| prioritised[s] = true);
            }
        }
        if let Some(id) = form.list.as_ref().filter(|id| !form.lists.iter().any(|l| l.id == **id)) {
            let fault = Fault::at(
                format!("{path}/list"),
                format!("{id:?}"),
                "the id of a list in /mechanism/prioritised/lists",
            );
            self.fault(fault.did_you_mean(id, form.lists.iter().map(|l| l.id.as_str())));
        }
        for srv in self.srv_list(&format!("{path}/add"), &form.add) {
            prioritised[srv] = true;
        }
        for srv in self.srv_list(&format!("{path}/remove"), &form.remove) {
            prioritised[srv] = false;
        }
        prioritised
    }

    fn allocation(&mut self, form: &MechanismForm) -> AllocationRule {
        let enabled = form.enabled;
        let form = &form.allocation;
        let path = "/mechanism/allocation/guaranteed";
        self.ids(path, form.guaranteed.iter().map(|g| g.id.as_str()));
        let mut guaranteed = vec![Share::ZERO; self.users.len()];
        for rule in &form.guaranteed {
            let at = format!("{path}/{}/users", escape(&rule.id));
            for (user, chosen) in self.select(&at, &rule.users).into_iter().enumerate() {
                if chosen {
                    guaranteed[user] = rule.share;
                }
            }
        }
        let sum: f64 = guaranteed.iter().map(|g| g.get()).sum();
        if enabled && guaranteed.iter().map(|g| g.of(NANO)).sum::<i128>() > NANO {
            let fault = Fault::at(
                path,
                format!("guaranteed minima of {:.1} % of the pool", sum * 100.0),
                "at most the whole pool (M1)",
            );
            self.fault(fault);
        }
        AllocationRule {
            weights: form.weights,
            basis: form.basis,
            prepayment_multiplier: form.prepayment_multiplier,
            prepayment_known: form.prepayment_known,
            pool: form.pool,
            guaranteed,
        }
    }
}

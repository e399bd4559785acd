//! The mechanism's settings.

use super::super::form::MechanismForm;
use super::super::{AllocationRule, Mechanism, Rule};
use super::lists::place_of;
use super::{Fault, Reading};
use crate::domain::{Detect, Measure, NANO, Share};

impl Reading<'_> {
    pub(super) fn mechanism(&mut self) -> Mechanism {
        let form = &self.file.mechanism;
        self.threshold(form);
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
            early_warning: self.early_warning(),
            buffer: Self::buffer(form),
        }
    }

    /// What counts towards the threshold, and whether there is one (M4).
    fn threshold(&mut self, form: &MechanismForm) {
        if form.detect == Detect::Immediate && form.measure == Measure::Admitted {
            let fault =
                Fault::at("/mechanism/measure", "admitted, with detect immediate", "offered (M4)");
            self.fault(fault.hint("what will be admitted is not known when an attempt arrives"));
        }
        // What follows from ordinary traffic is known when that is worked out.
        let gateway = &self.file.gateway;
        let Some(capacity) =
            gateway.max_capacity.filter(|_| gateway.threshold_over_ordinary.is_none())
        else {
            return;
        };
        let wanted = capacity.get() * form.operating_threshold.get();
        if wanted > 1e12 {
            let found = format!("Θ = {wanted:e}/s");
            self.wrong("/mechanism/operating_threshold", found, "at most 1e12/s");
        }
        let theta = capacity.times(form.operating_threshold);
        if form.enabled && theta.over(form.window) < NANO {
            let found = format!("Θ × window = {} requests", theta.get() * form.window.seconds());
            let fault = Fault::at(
                "/mechanism/operating_threshold",
                found,
                "at least one request in a window",
            );
            self.fault(fault.hint(match capacity.get() {
                0.0 => "with max_capacity 0 switch the mechanism off: /mechanism/enabled=false",
                _ => "a greater max_capacity, operating_threshold or window, or /mechanism/enabled=false",
            }));
        }
    }

    /// The Prioritised list in force, by SRV (M6).
    fn prioritised(&mut self, form: &MechanismForm) -> Vec<bool> {
        let form = &form.prioritised;
        let path = "/mechanism/prioritised";
        let lists = format!("{path}/lists");
        let lists = self.each(&lists, &form.lists, |r, path, list| {
            r.srv_list(&format!("{path}/srvs"), &list.srvs)
        });
        let mut prioritised = vec![false; self.srvs.len()];
        if let Some(id) = &form.list {
            let ids = form.lists.iter().map(|l| l.id.as_str());
            let expected = "the id of a list in /mechanism/prioritised/lists";
            let place = self.noted(place_of(&format!("{path}/list"), id, ids, expected));
            place.iter().flat_map(|list| &lists[*list]).for_each(|srv| prioritised[*srv] = true);
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
        let rules = self.rules(path, &form.guaranteed, |r, path, rule| {
            let users = r.select(path, &rule.users);
            Some(Rule { id: rule.id.clone(), users, of: Vec::new(), says: rule.share })
        });
        let guaranteed = (0..self.users.len()).map(|u| rules.of_user(u).copied());
        let guaranteed: Vec<Share> = guaranteed.map(Option::unwrap_or_default).collect();
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

//! Retry rules (U1, U2, M7).

use super::super::form::{File, RetryForm};
use super::super::json::escape;
use super::super::{RetryPolicy, RetryRule};
use super::{Fault, Reading};

impl Reading {
    /// The retry rules, the last first: it is the last that matches that holds (U1).
    pub(super) fn retries(&mut self, file: &File) -> Vec<RetryRule> {
        self.ids("/retries", file.retries.iter().map(|r| r.id.as_str()));
        let rules = file.retries.iter().map(|form| self.retry_rule(form));
        let mut rules: Vec<RetryRule> = rules.collect();
        rules.reverse();
        rules
    }

    fn retry_rule(&mut self, form: &RetryForm) -> RetryRule {
        let path = format!("/retries/{}", escape(&form.id));
        if form.attempts > 1 && form.first.is_none() {
            let expected = "the delay before the first retry";
            self.fault(Fault::at(format!("{path}/first"), "nothing", expected));
        }
        if form.attempts == 1 && form.on_throttled.is_some() {
            let found = "delays before retries, where attempts is 1";
            let expected = "no such key, or attempts of 2 and more";
            self.fault(Fault::at(format!("{path}/on_throttled"), found, expected));
        }
        RetryRule {
            id: form.id.clone(),
            users: self.select(&format!("{path}/users"), &form.users),
            srvs: self.srvs_or_all(&format!("{path}/srvs"), &form.srvs),
            policy: RetryPolicy {
                attempts: form.attempts,
                first: form.first.unwrap_or_default(),
                factor: form.factor,
                cap: form.cap,
                jitter: form.jitter,
                give_up_at_deadline: form.give_up_at_deadline,
                response_timeout: form.response_timeout,
                on_throttled: form.on_throttled,
            },
        }
    }
}

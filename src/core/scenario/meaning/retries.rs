//! Retry rules (U1, U2, M7).

use super::super::form::RetryForm;
use super::super::{RetryPolicy, Rule, Rules};
use super::Reading;

impl Reading<'_> {
    /// The retry rules (U1).
    pub(super) fn retries(&mut self) -> Rules<RetryPolicy> {
        self.rules("/retries", &self.file.retries, |r, path, form| {
            let says = r.policy(path, form);
            let users = r.select(path, &form.users);
            Some(Rule { id: form.id.clone(), users, of: r.srvs_or_all(path, &form.srvs), says })
        })
    }

    fn policy(&mut self, path: &str, form: &RetryForm) -> RetryPolicy {
        if form.attempts > 1 && form.first.is_none() {
            let expected = "the delay before the first retry";
            self.wrong(format!("{path}/first"), "nothing", expected);
        }
        if form.attempts == 1 && form.on_throttled.is_some() {
            let found = "delays before retries, where attempts is 1";
            let expected = "no such key, or attempts of 2 and more";
            self.wrong(format!("{path}/on_throttled"), found, expected);
        }
        RetryPolicy {
            attempts: form.attempts,
            first: form.first.unwrap_or_default(),
            factor: form.factor,
            cap: form.cap,
            jitter: form.jitter,
            give_up_at_deadline: form.give_up_at_deadline,
            response_timeout: form.response_timeout,
            on_throttled: form.on_throttled,
        }
    }
}

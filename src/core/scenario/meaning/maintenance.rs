//! Planned maintenance: what runs after it, and who sends what again or later.

use super::super::form::{DeferredForm, MaintenanceForm, ResendForm};
use super::super::{EventKind, Later, Maintenance, Rule, ScheduledRelease};
use super::{Fault, Reading};
use crate::domain::Mode;

impl Reading<'_> {
    pub(super) fn maintenance(&mut self, path: &str, form: &MaintenanceForm) -> EventKind {
        let path = format!("{path}/maintenance");
        if let ScheduledRelease::Over(span) = form.scheduled_release {
            self.whole_cells(&format!("{path}/scheduled_release"), span);
        }
        let resend = self.rules(&format!("{path}/resend"), &form.resend, Self::resend);
        let deferred = self.rules(&format!("{path}/deferred"), &form.deferred, Self::deferred);
        let scheduled_release = form.scheduled_release;
        EventKind::Maintenance(Maintenance { scheduled_release, resend, deferred })
    }

    fn resend(&mut self, path: &str, form: &ResendForm) -> Option<Rule<Later>> {
        let users = self.select(path, &form.users);
        let of = self.srvs_or_all(path, &form.srvs);
        let spread = self.whole_cells(&format!("{path}/spread"), form.spread);
        Some(Rule { id: form.id.clone(), users, of, says: Later { share: form.share, spread } })
    }

    fn deferred(&mut self, path: &str, form: &DeferredForm) -> Option<Rule<Later>> {
        let of = self.streams_or_all(path, &form.streams);
        for (i, id) in form.streams.iter().enumerate() {
            let stream = self.streams.iter().find(|s| s.id == *id);
            if stream.is_some_and(|s| s.mode == Mode::DccScheduled) {
                let found = format!("{id:?}, which the DCC schedules");
                let at = format!("{path}/streams/{i}");
                let fault = Fault::at(at, found, "a stream that Users send");
                self.fault(fault.hint("how it runs afterwards is `scheduled_release`"));
            }
        }
        let users = self.select(path, &form.users);
        let spread = self.whole_cells(&format!("{path}/spread"), form.spread);
        Some(Rule { id: form.id.clone(), users, of, says: Later { share: form.share, spread } })
    }
}

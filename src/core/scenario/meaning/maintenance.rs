//! Planned maintenance: what runs after it, and who sends what again or later.

use super::super::form::{DeferredForm, MaintenanceForm, ResendForm};
use super::super::json::escape;
use super::super::{Deferred, EventKind, Maintenance, Resend, ScheduledRelease};
use super::events::Around;
use super::{Fault, Reading};
use crate::domain::Mode;

impl Reading {
    pub(super) fn maintenance(
        &mut self,
        path: &str,
        form: &MaintenanceForm,
        around: &Around,
    ) -> EventKind {
        let path = format!("{path}/maintenance");
        if let ScheduledRelease::Over(span) = form.scheduled_release {
            self.whole_cells(&format!("{path}/scheduled_release"), span, around.calendar);
        }
        self.ids(&format!("{path}/resend"), form.resend.iter().map(|r| r.id.as_str()));
        let resend = form.resend.iter().map(|r| self.resend(&path, r, around));
        let mut resend: Vec<Resend> = resend.collect();
        self.ids(&format!("{path}/deferred"), form.deferred.iter().map(|d| d.id.as_str()));
        let deferred = form.deferred.iter().map(|d| self.deferred(&path, d, around));
        let mut deferred: Vec<Deferred> = deferred.collect();
        // It is the last that matches that holds.
        resend.reverse();
        deferred.reverse();
        let scheduled_release = form.scheduled_release;
        EventKind::Maintenance(Maintenance { scheduled_release, resend, deferred })
    }

    fn resend(&mut self, path: &str, form: &ResendForm, around: &Around) -> Resend {
        let path = format!("{path}/resend/{}", escape(&form.id));
        Resend {
            id: form.id.clone(),
            users: self.select(&format!("{path}/users"), &form.users),
            srvs: self.srvs_or_all(&format!("{path}/srvs"), &form.srvs),
            share: form.share,
            spread: self.whole_cells(&format!("{path}/spread"), form.spread, around.calendar),
        }
    }

    fn deferred(&mut self, path: &str, form: &DeferredForm, around: &Around) -> Deferred {
        let path = format!("{path}/deferred/{}", escape(&form.id));
        let at = format!("{path}/streams");
        let streams = self.streams_or_all(&at, &form.streams, around.file, around.streams);
        for (i, id) in form.streams.iter().enumerate() {
            let stream = around.streams.iter().find(|s| s.id == *id);
            if stream.is_some_and(|s| s.mode == Mode::DccScheduled) {
                let found = format!("{id:?}, which the DCC schedules");
                let fault = Fault::at(format!("{at}/{i}"), found, "a stream that Users send");
                self.fault(fault.hint("how it runs afterwards is `scheduled_release`"));
            }
        }
        Deferred {
            id: form.id.clone(),
            users: self.select(&format!("{path}/users"), &form.users),
            streams,
            share: form.share,
            spread: self.whole_cells(&format!("{path}/spread"), form.spread, around.calendar),
        }
    }
}

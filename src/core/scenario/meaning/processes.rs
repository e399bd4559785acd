//! Processes and their steps (T7).

use super::super::form::{File, ProcessForm, StepForm};
use super::super::json::escape;
use super::super::{Process, Step};
use super::{Fault, Reading};
use crate::domain::{Mode, Share};
use crate::scenario::calendar::Calendar;

impl Reading {
    pub(super) fn processes(&mut self, file: &File, calendar: &Calendar) -> Vec<Process> {
        let forms = &file.traffic.processes;
        self.ids("/traffic/processes", forms.iter().map(|p| p.id.as_str()));
        forms.iter().filter_map(|p| self.process(p, file, calendar)).collect()
    }

    fn process(&mut self, form: &ProcessForm, file: &File, calendar: &Calendar) -> Option<Process> {
        let path = format!("/traffic/processes/{}", escape(&form.id));
        let users = self.select_some(&format!("{path}/users"), &form.users);
        self.ids(&format!("{path}/steps"), form.steps.iter().map(|s| s.id.as_str()));
        let steps: Vec<Step> =
            form.steps.iter().filter_map(|s| self.step(s, &path, &users, file)).collect();
        if let Some(first) = form.steps.first().filter(|s| s.delay.ms() > 0) {
            let at = format!("{path}/steps/{}/delay", escape(&first.id));
            let fault = Fault::at(at, first.delay.to_string(), "none: it is the first step (T7)");
            self.fault(fault.hint("when runs begin is said by `profile` or `batch`"));
        }
        if form.retrigger > 0.0 && form.retrigger_after.is_none() {
            let expected = "how long after an aborted run a new one begins";
            self.fault(Fault::at(format!("{path}/retrigger_after"), "nothing", expected));
        }
        let amount = self.amount(&form.amount, &path);
        let when = self.when(form.profile.as_ref(), form.batch.as_ref(), file, calendar, &path);
        Some(Process {
            id: form.id.clone(),
            users,
            amount: amount?,
            fuel: form.amount.fuel,
            exact: form.exact,
            when: when?,
            steps,
            retrigger: Share::from_f64(form.retrigger),
            retrigger_after: form.retrigger_after.unwrap_or_default(),
        })
    }

    fn step(&mut self, form: &StepForm, path: &str, users: &[usize], file: &File) -> Option<Step> {
        let path = format!("{path}/steps/{}/srv", escape(&form.id));
        let srv = self.srv(&path, &form.srv)?;
        self.roles(&path, users, srv);
        self.on_demand(&path, srv, file);
        let deadline = form.deadline;
        Some(Step { id: form.id.clone(), srv, delay: form.delay, deadline })
    }

    /// Whether `srv`, named at `path`, can be sent on demand.
    pub(super) fn on_demand(&mut self, path: &str, srv: usize, file: &File) {
        let modes = &file.srvs[srv].modes;
        if !modes.contains(&Mode::OnDemand) {
            let modes: Vec<&str> = modes.iter().map(|m| m.word()).collect();
            let found = format!("{}, which is {} only", file.srvs[srv].id, modes.join(" or "));
            self.fault(Fault::at(path, found, "an SRV that can be sent on demand"));
        }
    }
}

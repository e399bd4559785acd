//! Processes and their steps (T7).

use super::super::form::{ProcessForm, StepForm};
use super::super::json::escape;
use super::super::{Process, ProcessStep};
use super::{Fault, Reading};
use crate::domain::{Mode, Share};

impl Reading<'_> {
    pub(super) fn processes(&mut self) -> Vec<Process> {
        let processes = &self.file.traffic.processes;
        let processes = self.each("/traffic/processes", processes, Self::process);
        processes.into_iter().flatten().collect()
    }

    fn process(&mut self, path: &str, form: &ProcessForm) -> Option<Process> {
        let users = self.select_some(path, &form.users);
        let step = |r: &mut Self, path: &str, step: &StepForm| r.step(path, step, &users);
        let steps = self.each(&format!("{path}/steps"), &form.steps, step);
        let steps: Vec<ProcessStep> = steps.into_iter().flatten().collect();
        if let Some(first) = form.steps.first().filter(|s| s.delay.ms() > 0) {
            let at = format!("{path}/steps/{}/delay", escape(&first.id));
            let fault = Fault::at(at, first.delay.to_string(), "none: it is the first step (T7)");
            self.fault(fault.hint("when runs begin is said by `profile` or `batch`"));
        }
        if form.retrigger > 0.0 && form.retrigger_after.is_none() {
            let expected = "how long after an aborted run a new one begins";
            self.wrong(format!("{path}/retrigger_after"), "nothing", expected);
        }
        if form.retrigger_after.is_some_and(|after| after.ms() == 0) {
            let expected = "a time: a new run begins a cell after, at the earliest (T7)";
            self.wrong(format!("{path}/retrigger_after"), "0 s", expected);
        }
        let amount = self.amount(&form.amount, path);
        let when = self.when((form.profile.as_ref(), form.batch.as_ref()), users.len(), path);
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

    fn step(&mut self, path: &str, form: &StepForm, users: &[usize]) -> Option<ProcessStep> {
        let path = format!("{path}/srv");
        let srv = self.srv(&path, &form.srv)?;
        self.roles(&path, users, srv);
        self.on_demand(&path, srv);
        Some(ProcessStep { id: form.id.clone(), srv, delay: form.delay, deadline: form.deadline })
    }

    /// Whether `srv`, named at `path`, can be sent on demand.
    pub(super) fn on_demand(&mut self, path: &str, srv: usize) {
        let modes = &self.file.srvs[srv].modes;
        if !modes.contains(&Mode::OnDemand) {
            let modes: Vec<&str> = modes.iter().map(|m| m.word()).collect();
            let found = format!("{}, which is {} only", self.file.srvs[srv].id, modes.join(" or "));
            self.wrong(path, found, "an SRV that can be sent on demand");
        }
    }
}

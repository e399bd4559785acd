//! T7: processes.

use super::World;
use super::request::{End, Id};
use headroom_core::domain::Standing;
use headroom_core::ledger::Step;
use headroom_core::traffic::StepOf;
use rand::RngExt;

/// One run of a process.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// An attempt of some step was refused, buffered or repeated.
    touched: bool,
}

impl World<'_> {
    /// A run of a process begins with a request of `cohort`, if the simulated time is not over.
    pub fn begin_run(&mut self, cohort: usize, cell: u64, standing: Standing) {
        let place = self.traffic.cohorts[cohort].step.expect("a step's cohort");
        let run = self.runs.len();
        if self.begin(cohort, cell, Some(run), standing).is_some() {
            self.runs.push(Run { touched: false });
            self.seen.processes[place.run].begun += 1;
            self.seen.steps[place.step].begun += 1;
        }
    }

    /// An attempt of a request was refused, put into a buffer, resubmitted or is tried again.
    pub fn touch(&mut self, id: Id) {
        self.requests[id].touched = true;
        if let Some(run) = self.requests[id].run {
            self.runs[run].touched = true;
        }
    }

    /// One more attempt of a step was refused.
    pub fn note_refused_step(&mut self, id: Id) {
        if let Some(step) = self.step(id) {
            step.refused += 1;
        }
    }

    fn step(&mut self, id: Id) -> Option<&mut Step> {
        self.cohort(id).step.map(|place| &mut self.seen.steps[place.step])
    }

    /// A request has ended: if it is a step, its run goes on, or is aborted.
    pub fn end_step(&mut self, id: Id, cell: u64, how: End) {
        let (Some(place), Some(run)) = (self.cohort(id).step, self.requests[id].run) else {
            return;
        };
        let untouched = u64::from(!self.requests[id].touched);
        let step = self.step(id).expect("a step");
        if how != End::Served {
            step.aborted += 1;
            self.abort(place, cell, self.requests[id].standing);
            return;
        }
        step.served += 1;
        step.first_time += untouched;
        let (process, index) = self.traffic.steps[place.step];
        let Some(next) = self.scenario.processes[process].steps.get(index + 1) else {
            let runs = &mut self.seen.processes[place.run];
            *(if self.runs[run].touched { &mut runs.late } else { &mut runs.first_time }) += 1;
            return;
        };
        // In the cell after the one in which it was served, plus the delay.
        let at = cell + 1 + next.delay.cells_up(self.scenario.calendar.cell());
        let cohort = self.cohort_of_step(place.run, place.step + 1);
        let standing = self.requests[id].standing;
        if self.begin(cohort, at, Some(run), standing).is_some() {
            self.seen.steps[place.step + 1].begun += 1;
        }
    }

    /// A step ended unserved; perhaps somebody begins again.
    fn abort(&mut self, place: StepOf, cell: u64, standing: Standing) {
        let (process, index) = self.traffic.steps[place.step];
        self.seen.processes[place.run].aborted += 1;
        let process = &self.scenario.processes[process];
        if self.rng.random::<f64>() < process.retrigger.get() {
            self.seen.processes[place.run].retriggered += 1;
            let after = process.retrigger_after.cells_up(self.scenario.calendar.cell()).max(1);
            let first = self.cohort_of_step(place.run, place.step - index);
            self.begin_run(first, cell + after, standing);
        }
    }

    /// Whose requests a step's are, of one process of one User.
    fn cohort_of_step(&self, run: usize, step: usize) -> usize {
        let fits = |place: StepOf| place.run == run && place.step == step;
        let mut cohorts = self.traffic.cohorts.iter();
        cohorts.position(|c| !c.second && c.step.is_some_and(fits)).expect("a cohort of each step")
    }
}

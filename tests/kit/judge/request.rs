//! A Service Request, its submissions and its copies (T2, T6, U2).

use super::World;
use super::storm::Asked;
use headroom_core::domain::{Mode, Nano, Standing};
use headroom_core::scenario::{Scenario, When};
use headroom_core::traffic::Cohort;

/// Which request: its place in the list of all.
pub type Id = usize;

/// One Service Request. One that the DSP holds until due is two objects: what passes the gateway, and what the
/// DSP starts.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Which cohort's: hence its User, SRV, mode and retry policy.
    pub cohort: usize,
    /// Cell from which its wait counts: of its first submission, or of its start by the DSP.
    pub first: u64,
    /// Attempts made of the present submission.
    pub attempts: u32,
    /// Cell of its next attempt at the gateway.
    pub next: Option<u64>,
    /// Whether the DSP itself starts it.
    pub by_dsp: bool,
    /// Whether the present submission is the signed second one (T6).
    pub second: bool,
    /// The rank of its device, in [0, 1) (G9).
    pub rank: f64,
    /// Whom it asks in a storm.
    pub asked: Option<Asked>,
    /// Which run of a process it is a step of (T7).
    pub run: Option<usize>,
    /// Whether an attempt of it was refused, buffered or repeated.
    pub touched: bool,
    /// Put off by a warning (M8).
    pub put_off: bool,
    /// How often the DSP has worked on the copy that decides; copies of an earlier turn are duplicates (U2).
    pub turn: u32,
    /// Copies of this turn that are in the DSP's backlog.
    pub copies: u32,
    /// Whether a copy of it is in its User's buffer (M9).
    pub buffered: bool,
    /// Whether it waits for its answer, or for the time-out (G9).
    pub unanswered: bool,
    /// What it asked for is held by the DSP, which goes on as another object (T2).
    pub held: bool,
    /// A newer poll has taken its place (G9).
    pub superseded: bool,
    /// After maintenance, the cell in which the DSP let it join what is deferred.
    pub released: Option<u64>,
    /// Served, or ended otherwise.
    pub over: bool,
    /// Whose it is (C2).
    pub standing: Standing,
    /// How much longer it took than it does by itself when it was last processed, tenths of a cell (C2).
    pub added: u64,
}

/// A copy of a request in the DSP, of one of its turns; `number` counts the turn's copies from 1.
#[derive(Clone, Copy, Debug)]
pub struct Copy {
    pub request: Id,
    pub turn: u32,
    pub number: u32,
}

/// A copy in the backlog: the cell in which it joined, as which of how many, and the work that the DSP could have done
/// since the run began when it comes to it (G6), nano-requests.
#[derive(Clone, Copy, Debug)]
pub struct Queued {
    pub copy: Copy,
    pub cell: u64,
    pub place: (u64, u64),
    pub before: Nano,
}

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Served,
    NoResponse,
    Abandoned,
    Superseded,
    Quarantined,
}

impl World<'_> {
    /// A new request of `cohort`, first due in `cell`, with a standing that it keeps (C2); none where the run is over by then.
    pub fn begin(
        &mut self,
        cohort: usize,
        cell: u64,
        run: Option<usize>,
        standing: Standing,
    ) -> Option<Id> {
        use rand::RngExt;
        if cell >= self.scenario.calendar.cells() {
            return None;
        }
        let by_dsp = self.traffic.cohorts[cohort].mode == Mode::DccScheduled;
        let rank = self.rng.random();
        let next = (!by_dsp).then_some(cell);
        let id = self.requests.len();
        let request = Request {
            cohort,
            first: cell,
            next,
            by_dsp,
            rank,
            run,
            standing,
            ..Request::default()
        };
        self.requests.push(request);
        // Of fresh requests it is known only when all are there.
        let settled = u64::from(self.settled);
        let (counts, harm) = self.counts_and_harm(id);
        counts.requests += 1;
        counts.submissions += 1;
        harm.requests[standing] += settled;
        let list = if by_dsp { &mut self.starting } else { &mut self.arriving };
        list[cell as usize].push(id);
        Some(id)
    }

    /// Its next attempt is in `cell`.
    pub fn come_in(&mut self, id: Id, cell: u64) {
        self.requests[id].next = Some(cell);
        let place = self.place(cell);
        self.arriving[place].push(id);
    }

    /// Ends a request; only the object that passed the gateway of one that is held does not count (T2).
    pub fn end(&mut self, id: Id, cell: u64, how: End) {
        let request = &mut self.requests[id];
        assert!(!request.over, "a request ends once");
        (request.over, request.next) = (true, None);
        let standing = request.standing;
        let (counts, harm) = self.counts_and_harm(id);
        match how {
            End::Served => counts.served += 1,
            End::NoResponse => counts.no_response += 1,
            End::Abandoned => {
                counts.abandoned += 1;
                harm.abandoned[standing] += 1;
            }
            End::Superseded => counts.superseded += 1,
            End::Quarantined => harm.quarantined[standing] += 1,
        }
        if matches!(how, End::Abandoned | End::Quarantined) {
            self.note_never_answered(id);
        }
        self.end_step(id, cell, how);
    }

    /// A copy of it waits in the DSP, or the DSP holds what it asks for: nothing ends it but that.
    pub fn waits_inside(&self, id: Id) -> bool {
        self.requests[id].copies > 0
    }

    /// T6: the present submission is the first of two.
    pub fn is_unsigned(&self, id: Id) -> bool {
        let Cohort { srv, mode, due, .. } = *self.cohort(id);
        let request = &self.requests[id];
        let critical = takes_two(self.scenario, self.cohort(id), srv);
        let at_gateway = mode != Mode::DccScheduled && due.is_none() && request.asked.is_none();
        critical && at_gateway && !request.second
    }

    /// T2: the DSP holds what it asks for until due, and starts that itself.
    pub fn is_to_be_held(&self, id: Id) -> bool {
        self.cohort(id).due.is_some() && !self.requests[id].by_dsp
    }

    /// Last cell in which it may be tried again, where there is one (U1, T7).
    pub fn deadline(&self, id: Id) -> Option<u64> {
        let Cohort { srv, step, .. } = *self.cohort(id);
        let cell = self.scenario.calendar.cell();
        let of_policy = self
            .policy(id)
            .give_up_at_deadline
            .then(|| self.scenario.srvs[srv].target_on_demand.cells_up(cell));
        let of_step = step.and_then(|place| {
            let (process, step) = self.traffic.steps[place.step];
            self.scenario.processes[process].steps[step].deadline.map(|time| time.cells_up(cell))
        });
        of_step.or(of_policy).map(|cells| self.requests[id].first + cells)
    }
}

/// T6, T8: requests of a critical SRV take two submissions, unless they are of a log that has the second ones too.
pub fn takes_two(scenario: &Scenario, cohort: &Cohort, srv: usize) -> bool {
    let of_log = |s: usize| matches!(scenario.streams[s].when, When::Recorded);
    let both = scenario.recorded.as_ref().is_some_and(|r| r.second_submissions);
    scenario.srvs[srv].critical && !(both && cohort.stream.is_some_and(of_log))
}

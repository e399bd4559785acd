//! A replication: days, half-hour blocks, and what the end leaves open.

use super::attempt::Attempt;
use super::book::Book;
use super::cell::Buffers;
use super::cell_draws::CellDraws;
use super::coming::Coming;
use super::copies::Copies;
use super::course::run_courses;
use super::devices::Devices;
use super::drawn::Drawn;
use super::dsp::Dsp;
use super::guards::Guards;
use super::here::Here;
use super::management::Management;
use super::north::WayBack;
use super::peak::Quiet;
use super::plan::Plan;
use super::queues::Queues;
use crate::ledger::Ledger;
use crate::random::Keys;
use std::rc::Rc;
use std::sync::Arc;

/// Runs `replication` of `plan`. With `step_all` every block is opened: slower, and the same to the
/// byte.
///
/// # Panics
/// On a broken conservation (C1), which is a bug, with scenario, seed and replication.
pub fn run(plan: &Plan, replication: u32, step_all: bool) -> Ledger {
    let all = run_variants(&[plan], replication, step_all, || true);
    all.and_then(|mut all| all.pop()).expect("one plan, never interrupted")
}

/// Runs `replication` of several variants through the same traffic, drawn and placed once (T5):
/// each ledger is what [`run`] gives for its plan. None where `going` says, before some half-hour,
/// that it is no longer wanted.
///
/// # Panics
/// As [`run`], and where the plans do not share traffic and seed.
pub fn run_variants(
    plans: &[&Plan],
    replication: u32,
    step_all: bool,
    going: impl Fn() -> bool,
) -> Option<Vec<Ledger>> {
    let Some(first) = plans.first() else {
        return Some(Vec::new());
    };
    let keys = Keys::new(first.scenario.seed, replication);
    if first.scenario.is_course() {
        return run_courses(plans, &keys, replication, step_all, going);
    }
    run_keyed(plans, keys, replication, step_all, going)
}

/// [`run_variants`] of scenarios that are no courses, by `keys`.
pub(super) fn run_keyed(
    plans: &[&Plan],
    keys: Keys,
    replication: u32,
    step_all: bool,
    going: impl Fn() -> bool,
) -> Option<Vec<Ledger>> {
    let first = plans.first()?;
    let shared = |p: &&Plan| {
        Arc::ptr_eq(&p.traffic, &first.traffic) && p.scenario.seed == first.scenario.seed
    };
    assert!(plans.iter().all(shared), "variants that step together share their traffic");
    let drawn = Drawn::new(&first.traffic, keys);
    let mut runs: Vec<Run<'_>> =
        plans.iter().map(|plan| Run::new(plan, &drawn, replication)).collect();
    let blocks = first.scenario.calendar.blocks().len();
    for (from, to) in first.traffic.days() {
        for run in &mut runs {
            run.day_begins = run.plan.clock.cells(from).0;
        }
        for block in from..to {
            if !going() {
                return None;
            }
            runs.iter_mut().for_each(|run| run.block(block, step_all));
        }
        // Of counts only the peak of the whole run is asked for: most quiet blocks cannot hold it.
        for run in runs.iter_mut().filter(|r| !r.plan.counts() || to == blocks) {
            run.quiet.find_peak(run.plan, &drawn, &mut run.book);
        }
    }
    Some(runs.into_iter().map(Run::finish).collect())
}

/// The state of a replication.
pub(super) struct Run<'a> {
    pub(super) plan: &'a Plan,
    pub(super) drawn: &'a Drawn<'a>,
    pub(super) keys: Keys,
    pub(super) book: Book<'a>,
    pub(super) management: Management<'a>,
    pub(super) dsp: Dsp<'a>,
    pub(super) retries: Coming,
    /// What follows from what was processed.
    pub(super) follows: Coming,
    pub(super) answers: CellDraws<'a>,
    pub(super) devices: Devices<'a>,
    /// What waits in buffers (M9).
    pub(super) queues: Queues,
    /// What G2 has let pass.
    pub(super) guards: Guards,
    /// First cell of the civil day.
    pub(super) day_begins: u64,
    /// Requests of which more than one copy is on its way (U2).
    pub(super) copies: Copies,
    pub(super) north: WayBack<'a>,
    pub(super) buffers: Buffers,
    pub(super) here: Rc<Here>,
    /// Requests that made their last attempt while there was no service, in this half-hour.
    pub(super) closed: Vec<Attempt>,
    /// Blocks of the day that were taken whole.
    quiet: Quiet,
}

impl<'a> Run<'a> {
    fn new(plan: &'a Plan, drawn: &'a Drawn<'a>, replication: u32) -> Self {
        let end = plan.clock.end;
        let mut book = Book::new(plan, replication);
        Self {
            plan,
            drawn,
            keys: drawn.keys().clone(),
            dsp: Dsp::new(plan, drawn.keys(), &mut book),
            book,
            management: Management::new(plan, drawn),
            retries: Coming::new(end, plan.longest_retry(), plan.stand_ins()),
            follows: Coming::new(end, plan.longest_follow(), Vec::new()),
            answers: CellDraws::new(drawn.keys()),
            devices: Devices::new(plan, drawn.keys()),
            queues: Queues::new(plan),
            guards: Guards::new(plan),
            day_begins: 0,
            copies: Copies::default(),
            north: WayBack::new(plan, drawn.keys()),
            buffers: Buffers::new(plan.traffic.cohorts.len()),
            here: Rc::default(),
            closed: Vec::new(),
            quiet: Quiet::default(),
        }
    }

    /// One half-hour: opened, or taken whole.
    fn block(&mut self, block: usize, step_all: bool) {
        let day = self.drawn.day(block);
        let counts = day.block(block);
        self.begin_block(block, counts);
        if let Some(closed) = self.closed_whole(block, counts).filter(|_| !step_all) {
            return self.take_closed(block, counts, closed);
        }
        let follow = self.walk(block, counts);
        let bound = self.quiet_bound(block, counts, &follow);
        match bound.filter(|_| !step_all) {
            None => self.open_block(block, counts, bound.is_none()),
            Some(bound) => {
                let taken = Rc::new(self.take_whole(block, counts));
                self.management.pass_whole(block, &taken);
                self.quiet.note(block, bound, taken);
            }
        }
    }

    /// The requests of a block begin, and what is due on its edge falls due.
    fn begin_block(&mut self, block: usize, counts: &[u64]) {
        self.dsp.begin_block(block);
        for (cohort, n) in counts.iter().enumerate() {
            self.book.begin(cohort, *n);
        }
    }

    /// A block cell by cell. Its windows go into the timeline one by one where something could
    /// happen in it (`eventful`), however it came to be opened.
    fn open_block(&mut self, block: usize, counts: &[u64], eventful: bool) {
        let clock = &self.plan.clock;
        let (per_window, windows) = (clock.per_window, clock.windows);
        let (from, to) = clock.cells(block);
        let storm = self.devices.open(from, to);
        let timely =
            storm || self.north.is_on() || to + self.plan.cohorts.slowest > self.plan.clock.end;
        let (placed, sums) = (self.drawn.placed(block), self.drawn.sums(block, self.plan));
        self.here = Rc::new(Here::new(placed, sums, from, timely));
        for (cohort, &n) in counts.iter().enumerate().filter(|(c, _)| self.plan.hot(*c).plain) {
            self.book.take_plain(cohort, n);
        }
        self.dsp.open(block, timely);
        self.book.begin_half_hour(from);
        for w in 0..windows {
            self.management.begin_window(block as u64 * windows + w, &mut self.book);
            for c in 0..per_window {
                let cell = from + w * per_window + c;
                // A collapse that begins with the next cell takes nothing of this one.
                let away = self.dsp.is_away(cell);
                self.cell(cell, (c + 1, per_window));
                self.north.step(cell, &self.devices.told(cell), away);
            }
            let (backlog, buffered) = (self.dsp.requests(), self.queues.size);
            self.management.end_window(backlog, buffered, &mut self.book);
            self.queues.end_window(|user| self.management.part(user));
            if eventful {
                self.book.tell_window();
            }
        }
        if !eventful {
            self.book.tell_half_hour();
        }
        self.end_closed(to);
        self.settle(block);
        self.audit(Some(block));
    }
}

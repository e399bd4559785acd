//! The mechanism at work: whether it is active, who may use how much of a window, and what each window showed.
//!
//! Scope: activation (M3, M4), allocations in whole requests (M1) and limits (M5), window by window (here, and
//! `management/window.rs`), what a window showed (`management/seen.rs`), what those before it did (`management/past.rs`), and
//! early warning (M8, `management/warned.rs`). Left out: the rules themselves (`mechanism`), and who is throttled, which is the
//! gateway's. Source: `docs/rules.md`, M1, M3–M5, M8, C2 and C3. Checked by: the judge, and tests by rule.

mod beside;
mod past;
mod seen;
pub mod tainted;
mod warned;
mod window;

use super::attempt::Attempt;
use super::book::DayBook;
use super::drawn::DrawnTraffic;
use super::leap::taken::Taken;
use super::plan::Plan;
use crate::domain::{Detect, Measure, NANO, Nano};
use crate::mechanism::{Activation, Quotas};
use beside::StandingBeside;
use past::WindowsBefore;
use std::rc::Rc;
use tainted::{StillToCome, Tainted};
use warned::Warned;
use window::OpenWindow;

/// The mechanism in a run.
pub struct Management<'a> {
    plan: &'a Plan,
    drawn: &'a DrawnTraffic<'a>,
    activation: Activation,
    quotas: Quotas,
    /// Quotas of an inactive window at full capacity.
    nominal: Vec<u64>,
    window: OpenWindow,
    past: WindowsBefore,
    tainted: Tainted,
    /// The scenarios that this, a counterpart, stands beside.
    beside: Vec<StandingBeside<'a>>,
    /// Whether it takes moments of the one that it stands beside for its own.
    takes_moments: bool,
    /// Who is warned (M8).
    pub warned: Warned,
}

impl<'a> Management<'a> {
    /// Before the run's first window.
    pub fn new(plan: &'a Plan, drawn: &'a DrawnTraffic<'a>) -> Self {
        let mechanism = &plan.scenario.mechanism;
        let quotas = Quotas::new(plan.allocation.clone());
        let nominal = quotas.without_carry((1, 1));
        Self {
            plan,
            drawn,
            activation: Activation::new(mechanism.release, mechanism.hold),
            quotas,
            past: WindowsBefore::new(&nominal),
            tainted: Tainted::new(plan.scenario.users.len()),
            nominal,
            window: OpenWindow::new(plan.scenario.users.len()),
            beside: Vec::new(),
            takes_moments: false,
            warned: Warned::new(plan),
        }
    }

    /// M5 applies: the mechanism is active and not switched off (M10).
    pub fn throttles(&self) -> bool {
        self.plan.scenario.mechanism.enabled && self.activation.is_active()
    }

    /// Whether nothing of it is at work in `cell` or after it: nobody is throttled, nobody is warned.
    pub fn is_at_rest(&self, cell: u64) -> bool {
        !self.activation.is_active() && !self.warned.any(cell)
    }

    /// Window `index` of the run begins.
    pub fn begin_window(&mut self, index: u64, book: &mut DayBook<'_>) {
        self.window.begin(index, self.plan);
        book.begin_window(self.window.cell);
        if !self.throttles() {
            self.window.without_carry(&self.quotas, &self.nominal);
        }
        if self.activation.is_active() {
            self.become_active(self.window.cell, book);
        }
        book.begin_watching(self.window.cell);
    }

    /// The mechanism is active from `cell` of the window on. Switched off it only would be, which
    /// C3 asks for and nothing else.
    fn become_active(&mut self, cell: u64, book: &mut DayBook<'_>) {
        self.window.active = true;
        if !self.throttles() {
            return;
        }
        self.past.know(self.plan, self.drawn, self.window.index, &self.nominal);
        self.window.limit(self.plan, &mut self.quotas, &self.past);
        if book.is_active() {
            return;
        }
        let (from, per_window) = (self.window.cell, self.plan.clock.per_window);
        // The load that made it active came in the window before, where it is found at a window's end.
        let loaded = match self.plan.scenario.mechanism.detect {
            Detect::WindowEnd => from.saturating_sub(per_window),
            Detect::Immediate => from,
        };
        let (length, longest) = (self.plan.clock.cell, self.plan.longest_delay());
        let causes = self.plan.scenario.events.iter().enumerate().filter(|(_, e)| {
            e.from < from + per_window && e.in_force_until(length, longest) > loaded
        });
        book.activate(cell, from, causes.map(|(i, _)| i).collect());
    }

    /// Some cell of the window has service, and messages add `load` to L (G7).
    pub fn serve(&mut self, load: u64) {
        self.window.service = true;
        self.window.load += load;
    }

    /// So many requests are load, whatever it measures: those that the DSP starts.
    pub fn add_load(&mut self, n: u64) {
        self.window.load += n;
    }

    /// C2: `n` first attempts of `user` come to the gateway.
    pub fn note_first(&mut self, user: usize, n: u64) {
        self.window.first[user] += n;
        self.beside.iter_mut().for_each(|b| b.window.first[user] += n);
    }

    /// They are put off instead (M8).
    pub fn take_back_first(&mut self, user: usize, n: u64) {
        self.window.first[user] -= n;
    }

    /// Of the `n` attempts that come in `cell`, how many do before the mechanism is active; with `immediate` they may
    /// make it so (M4).
    pub fn before_activation(&mut self, cell: u64, n: u64, book: &mut DayBook<'_>) -> u64 {
        if self.activation.is_active() {
            return 0;
        }
        if self.plan.scenario.mechanism.detect != Detect::Immediate {
            return n;
        }
        let reach = self.reach();
        if self.window.load + n < reach {
            return n;
        }
        // It is active from the very attempt that makes the load reach the threshold.
        let before = reach.saturating_sub(self.window.load + 1).min(n);
        self.activation.activate();
        self.become_active(cell, book);
        before
    }

    /// How many attempts pass before the window's total is reached (M5, `until_total`), in its `place.0`-th cell of
    /// `place.1`.
    pub fn before_total(&self, place: (u64, u64)) -> u64 {
        let pace = self.plan.scenario.mechanism.pace;
        self.window.limits.total(self.window.total, pace, place.0, place.1)
    }

    /// How many attempts more `user` may use in that cell (M5), `more` apart.
    pub fn room(&self, user: usize, more: u64, place: (u64, u64)) -> u64 {
        let (pace, used) = (self.plan.scenario.mechanism.pace, self.window.used[user] + more);
        self.window.limits.user(user, used, pace, place.0, place.1)
    }

    /// So many attempts were offered.
    pub fn note_offered(&mut self, n: u64) {
        if self.plan.scenario.mechanism.measure == Measure::Offered {
            self.window.load += n;
        }
    }

    /// G3 let `through` attempts of `user` through, `prioritised` ones among them: they are use, whatever G4 does with them.
    pub fn note_use(&mut self, user: usize, through: u64, prioritised: u64) {
        self.window.total += through;
        self.window.used[user] += self.as_use(through, prioritised);
    }

    /// So many of what was let through were `admitted`.
    pub fn note_admitted(&mut self, admitted: u64) {
        if self.plan.scenario.mechanism.measure == Measure::Admitted {
            self.window.load += admitted;
        }
    }

    /// F6: first submissions of `user` were admitted at their first attempt.
    pub fn note_first_admitted(&mut self, user: usize, n: u64) {
        self.window.first_admitted[user] += n;
        self.beside.iter_mut().for_each(|b| b.window.first_admitted[user] += n);
    }

    /// What of `n` attempts, `prioritised` ones among them, counts as use of their User (M5).
    fn as_use(&self, n: u64, prioritised: u64) -> u64 {
        if self.plan.scenario.mechanism.prioritised_use_allocation { n } else { n - prioritised }
    }

    /// M9: how many of `most` attempts in the buffer of `user` may leave it in the window's `place.0`-th cell of `place.1`;
    /// they are use. None of them is prioritised.
    pub fn let_out(&mut self, user: usize, most: u64, place: (u64, u64)) -> u64 {
        let free = if self.throttles() {
            self.before_total(place).max(self.room(user, 0, place))
        } else {
            self.window.quota[user].max(1).saturating_sub(self.window.let_out[user])
        };
        let n = most.min(free);
        self.window.let_out[user] += n;
        self.note_use(user, n, 0);
        n
    }

    /// M4: `cell` is over. What the DSP started last in it comes after its attempts: with `immediate` it may make the
    /// mechanism active from the next; a window's last cell leaves that to the window's end.
    pub fn end_cell(&mut self, cell: u64, book: &mut DayBook<'_>) {
        self.beside.iter_mut().for_each(|b| b.end_cell(cell));
        let immediate = self.plan.scenario.mechanism.detect == Detect::Immediate;
        let ends = cell + 1 == self.window.cell + self.plan.clock.per_window;
        if immediate && !ends && !self.activation.is_active() && self.window.load >= self.reach() {
            self.activation.activate();
            self.become_active(cell + 1, book);
        }
    }

    /// The load from which on `immediate` makes the mechanism active. It takes an attempt to reach it, even where Θ is 0.
    fn reach(&self) -> u64 {
        ((self.window.threshold + NANO - 1) / NANO).max(1) as u64
    }

    /// Attempts like `a` were throttled or rejected.
    pub fn note_refused(&mut self, a: &Attempt, throttled: u64, rejected: u64) {
        let (hot, window) = (self.plan.hot(a.of()), &mut self.window);
        window.first_refused[hot.user()] += if a.attempt == 1 { throttled + rejected } else { 0 };
        window.throttled[hot.user()] += throttled;
        window.rejected[hot.user()] += rejected;
        window.prioritised_throttled += if hot.prioritised { throttled } else { 0 };
    }

    /// `n` attempts of `user` go into its buffer (M9).
    pub fn note_buffered(&mut self, user: usize, n: u64) {
        self.window.buffered[user] += n;
    }

    /// What `user` has used of the window (M5).
    pub fn used(&self, user: usize) -> u64 {
        self.window.used[user]
    }

    /// The part of its allocation that holds in the window, nano-requests.
    pub fn part(&self, user: usize) -> Nano {
        self.window.part(self.plan.allocation[user])
    }

    /// The window ends with so many requests in the backlog and in buffers: what was seen in it, who is warned, and
    /// whether the mechanism is active from here on.
    pub fn end_window(
        &mut self,
        (backlog, buffered): (u64, u64),
        left: &StillToCome<'_>,
        book: &mut DayBook<'_>,
    ) {
        let end = self.window.cell + self.plan.clock.per_window;
        let mechanism = &self.plan.scenario.mechanism;
        let acted = mechanism.enabled && self.window.active;
        self.judge(acted, left, book);
        book.end_window(backlog, buffered);
        self.warned.warn(self.plan, &self.window, book);
        if let Some(user) = self.plan.watched {
            book.end_watching(&self.seen_of(user));
        }
        book.note_load(self.window.load, self.window.cell);
        let window = &self.window;
        self.past.take(window.index, &window.quota, &window.first, &window.used);
        self.window.end(&mut self.activation);
        if acted {
            book.act(self.window.cell, end);
            book.exceed(self.window.cell, self.window.excess());
            let active = self.activation.is_active();
            let window = &self.window;
            book.follow_activation((window.cell, end), active, window.load, &window.throttled);
            if !active {
                self.quotas.end();
            }
        }
    }

    /// Takes over what `ahead` knows of half-hours that were taken whole, in none of which either was active.
    pub fn take_over(&mut self, ahead: &Self) {
        self.past.take_over(&ahead.past);
    }

    /// Half-hour `block` was taken whole: what its windows showed is worked out if an activation asks for it.
    pub fn pass_whole(&mut self, block: usize, taken: &Rc<Taken>) {
        self.past.pass_whole(self.plan, block, taken);
    }
}

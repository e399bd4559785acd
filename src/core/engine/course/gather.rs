//! What the episodes of a course showed, added up.

use super::days::Stretch;
use super::drawn::DrawnCourse;
use super::guarded::whole_periods;
use super::left_out;
use super::occurrences::Happening;
use super::stretches::{AFTER, most};
use crate::engine::book::DayBook;
use crate::engine::plan::Plan;
use crate::ledger::{ByStanding, Episode, Ledger};

/// A course of one plan under way.
pub struct Gathering<'a> {
    pub plan: &'a Plan,
    /// Stretches still to be run, the next one last.
    to_come: Vec<Stretch>,
    /// Those that were.
    done: Vec<Stretch>,
    book: DayBook<'a>,
    /// Half-hours by which the next stretch was made longer.
    longer: usize,
    /// Dull parts of days and the most that a window of theirs holds, the busiest last, once the others are done.
    dull: Option<Vec<(f64, Stretch)>>,
}

impl<'a> Gathering<'a> {
    pub fn new(plan: &'a Plan, mut stretches: Vec<Stretch>, replication: u32) -> Self {
        stretches.reverse();
        let book = DayBook::new(plan, replication);
        Self { plan, to_come: stretches, done: Vec::new(), book, longer: 0, dull: None }
    }

    /// The stretch to be run next.
    pub fn next(&self) -> Option<Stretch> {
        self.to_come.last().copied()
    }

    /// Adds what the next stretch showed; where it did not end at rest it is made longer instead, to be run again.
    pub fn add(&mut self, course: &DrawnCourse, stretch: Stretch, plan: &Plan, ledger: Ledger) {
        let blocks = course.days.blocks();
        self.to_come.pop();
        if stretch.to < blocks && !at_rest(&ledger) && !self.cut_at(course, stretch.to) {
            self.longer = (2 * self.longer).max(AFTER);
            let longer = Stretch { to: (stretch.to + self.longer).min(blocks), ..stretch };
            let mut longer = whole_periods(self.plan, course, longer);
            while self.next().is_some_and(|next| next.from <= longer.to) {
                longer.to = longer.to.max(self.to_come.pop().expect("just there").to);
            }
            self.to_come.push(longer);
            return;
        }
        self.longer = 0;
        self.done.push(stretch);
        let happenings: Vec<&Happening> = course.within(stretch).collect();
        let from = course.days.cells(stretch).0;
        self.book.add_episode(episode(course, stretch, plan, &ledger));
        self.book.add_part(ledger, &plan.traffic.pairs, |event| happenings[event].number, from);
    }

    /// Whether a stretch that ends with half-hour `to` was cut there for the first of a month (M2).
    fn cut_at(&self, course: &DrawnCourse, to: usize) -> bool {
        let day = course.days.all()[course.days.of_block(to)];
        self.plan.scenario.growth.is_some()
            && (day.of_month, day.from) == (1, to)
            && self.next().is_some_and(|next| next.from == to)
    }

    /// The next dull part of a day that is opened all the same: any, with `step_all`; else, in falling order, while it could hold
    /// the busiest window.
    pub fn next_dull(&mut self, course: &DrawnCourse, step_all: bool) -> Option<Stretch> {
        let mut dull = self.dull.take().unwrap_or_else(|| self.dull_parts(course));
        let next =
            dull.pop_if(|(most, _)| step_all || *most > self.book.ledger().peak_load.0 as f64);
        self.dull = Some(dull);
        next.map(|(_, part)| part)
    }

    /// The dull parts of days and the most that a window of each holds, in rising order.
    fn dull_parts(&self, course: &DrawnCourse) -> Vec<(f64, Stretch)> {
        let most = |part: &Stretch| {
            let windows = (part.from..part.to).map(|b| most(course.days.at_most(b)).window);
            windows.fold(0.0, f64::max)
        };
        let mut found: Vec<(f64, Stretch)> =
            self.left_out(course).into_iter().map(|part| (most(&part), part)).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        found
    }

    /// What of each day lies in none of the stretches, in order.
    fn left_out(&self, course: &DrawnCourse) -> Vec<Stretch> {
        let mut found = Vec::new();
        let mut done = self.done.iter().peekable();
        for day in course.days.all() {
            let mut from = day.from;
            while let Some(stretch) = done.peek().filter(|s| s.from < day.to) {
                if from < stretch.from {
                    found.push(Stretch { from, to: stretch.from });
                }
                from = from.max(stretch.to.min(day.to));
                if stretch.to > day.to {
                    break;
                }
                done.next();
            }
            if from < day.to {
                found.push(Stretch { from, to: day.to });
            }
        }
        found
    }

    /// A dull part of a day that was opened: nothing happened in it.
    ///
    /// # Panics
    /// If something did.
    pub fn add_dull(
        &mut self,
        course: &DrawnCourse,
        stretch: Stretch,
        plan: &Plan,
        ledger: &Ledger,
    ) {
        let e = episode(course, stretch, plan, ledger);
        let idle = e.users.is_empty() && e.activations == 0 && e.outage_cells == 0;
        assert!(
            idle,
            "something happened in dull half-hours of {}: {e:?}",
            self.plan.scenario.name
        );
        let from = course.days.cells(stretch).0;
        self.book.note_load(ledger.peak_load.0, from + ledger.peak_load.1);
    }

    pub fn finish(mut self, course: &DrawnCourse) -> Ledger {
        self.book.add_half_hours(course.days.half_hours());
        let parts = self.left_out(course);
        left_out::add(&mut self.book, self.plan, course, &parts);
        self.book.close()
    }
}

/// Whether nothing is under way at the end that ordinary traffic would not have.
fn at_rest(ledger: &Ledger) -> bool {
    let open = ledger.open_totals();
    open.backlog
        + open.backlog_earlier
        + open.backlog_copies
        + open.retrying
        + open.deferred
        + open.buffered
        == 0
        && ledger.activations.last().is_none_or(|a| !a.open)
}

/// A line on what a stretch showed.
fn episode(course: &DrawnCourse, stretch: Stretch, plan: &Plan, ledger: &Ledger) -> Episode {
    let (from, to) = course.days.cells(stretch);
    let mut users = vec![(0, ByStanding::default()); plan.scenario.users.len()];
    let pairs = ledger.pairs.iter().zip(&ledger.harm);
    for ((user, _), (counts, harm)) in plan.traffic.pairs.iter().zip(pairs) {
        let (throttled, never) = users[*user];
        users[*user] = (throttled + counts.throttled, never + harm.never_answered());
    }
    let users = users.into_iter().enumerate().filter(|(_, (t, never))| t + never.sum() > 0);
    Episode {
        from,
        to,
        events: course.within(stretch).map(|h| (h.number, h.from, h.to)).collect(),
        counts: ledger.totals(),
        harm: ledger.harm_totals(),
        active_cells: ledger.active_cells,
        outage_cells: ledger.outage_cells,
        activations: ledger.activations.len() as u64,
        longest_activation: ledger.activations.iter().map(|a| a.to - a.from).max().unwrap_or(0),
        peak_load: (ledger.peak_load.0, from + ledger.peak_load.1),
        users: users.map(|(user, (throttled, never))| (user, throttled, never)).collect(),
    }
}

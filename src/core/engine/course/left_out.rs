//! The requests of the half-hours of a course that are left out: all are served at once, so all there is to draw is how many.
//!
//! Scope: ordinary traffic by the factors of days and half-hours (T3) and the months' portfolios (M2), with the second submissions (T6) and later
//! steps (T7) that follow it. A fixed number of a day counts by the part of the day. Left out: in which half-hour they fall; what of
//! a request that begins in a dull half-hour comes in a stretch is counted with its beginning. Checked by: `tests/proofs/courses.rs`,
//! against whole runs of the same days.

use super::days::Stretch;
use super::drawn::DrawnCourse;
use super::recorded::LeftOut;
use crate::engine::attempt::Attempt;
use crate::engine::book::DayBook;
use crate::engine::plan::Plan;
use crate::random::Purpose;
use crate::scenario::Month;
use crate::traffic::{Cohort, Exact, Piece, Volume};

/// Names, in place of a date, all that a course leaves out.
const ALL: u64 = u64::MAX - 1;

/// Counts the requests in the `parts` of days that `course` leaves out of `plan`.
pub fn add(book: &mut DayBook<'_>, plan: &Plan, course: &DrawnCourse, parts: &[Stretch]) {
    let traffic = &plan.traffic;
    let slots = course.days.slots();
    let recorded = LeftOut::new(&course.days, parts);
    // Where half-hours vary each is a part by itself.
    let half_hours: Vec<Stretch> = match slots.vary() {
        true => parts
            .iter()
            .flat_map(|p| (p.from..p.to).map(|from| Stretch { from, to: from + 1 }))
            .collect(),
        false => Vec::new(),
    };
    let parts = if slots.vary() { &half_hours } else { parts };
    let days: Vec<usize> = parts.iter().map(|p| course.days.of_block(p.from)).collect();
    let ranges: Vec<_> = parts.iter().map(|p| p.from..p.to).collect();
    let shares = traffic.profile_sums(&ranges);
    let mut expected = ByMonth::new(course, plan.scenario.users.len());
    for (c, cohort) in traffic.cohorts.iter().enumerate().filter(|(_, c)| begins(c)) {
        let of_day = |day: usize| {
            let factor = if cohort.varies { course.days.factors(day)[cohort.user] } else { 1.0 };
            factor * grown(plan, cohort, course, day)
        };
        let of_days: Vec<f64> = (0..course.days.all().len()).map(of_day).collect();
        let times = |part: usize| {
            let slot = match cohort.varies {
                true => slots.of(cohort.user, parts[part].from),
                false => 1.0,
            };
            slot * of_days[days[part]]
        };
        let mut mean = 0.0;
        let at_gateway = sent(plan, c);
        let mut add = |part: usize, n: f64| {
            mean += n;
            expected.add(days[part], cohort.user, n * at_gateway);
        };
        match &cohort.volume {
            Volume::Follows => {}
            Volume::Recorded(_) => {
                let draws = course.keys.draws(Purpose::Grown, cohort.key, ALL);
                let of_months = recorded.of(plan, &course.days, cohort, draws);
                for (month, n) in of_months {
                    mean += n as f64;
                    expected.add_in(month, cohort.user, n as f64 * at_gateway);
                }
            }
            Volume::Profile { profile, a_day } => {
                let each = shares[*profile].iter().enumerate();
                each.for_each(|(p, share)| add(p, times(p) * a_day * share));
            }
            Volume::Pieces(pieces) => in_parts(pieces, course, parts, times, add),
        }
        let n = match cohort.exact {
            Exact::No => course.keys.draws(Purpose::Count, cohort.key, ALL).poisson(mean),
            _ => libm::round(mean) as u64,
        };
        serve(book, plan, c, n);
    }
    expected.tell(book);
}

/// What of ordinary traffic is expected at the gateway, by month and User.
struct ByMonth {
    /// For each day of the course, the place of its month.
    of_day: Vec<usize>,
    /// By User; nothing of months of which nothing is left out.
    months: Vec<(Month, Vec<f64>)>,
    users: usize,
}

impl ByMonth {
    fn new(course: &DrawnCourse, users: usize) -> Self {
        let mut months: Vec<(Month, Vec<f64>)> = Vec::new();
        let mut place = |month: Month| {
            if months.last().is_none_or(|(last, _)| *last != month) {
                months.push((month, Vec::new()));
            }
            months.len() - 1
        };
        let of_day = course.days.all().iter().map(|day| place(day.month)).collect();
        Self { of_day, months, users }
    }

    fn add(&mut self, day: usize, user: usize, n: f64) {
        self.put(self.of_day[day], user, n);
    }

    /// The same in a month of the course.
    fn add_in(&mut self, month: Month, user: usize, n: f64) {
        let place = self.months.iter().position(|(m, _)| *m == month);
        self.put(place.expect("a month of the course"), user, n);
    }

    fn put(&mut self, place: usize, user: usize, n: f64) {
        let month = &mut self.months[place].1;
        month.resize(self.users, 0.0);
        month[user] += n;
    }

    fn tell(self, book: &mut DayBook<'_>) {
        for (month, users) in self.months {
            users.into_iter().enumerate().for_each(|(user, n)| book.expect(month, user, n));
        }
    }
}

/// Submissions at the gateway of a request that begins in cohort `c`, and of what follows it.
fn sent(plan: &Plan, c: usize) -> f64 {
    let next = |c: &usize| plan.traffic.cohorts[*c].then.map(|then| then.cohort);
    let chain = std::iter::successors(Some(c), next);
    chain.filter(|c| plan.hot(*c).at_gateway).count() as f64
}

/// Whether a cohort is ordinary traffic that nothing else brings about.
fn begins(cohort: &Cohort) -> bool {
    let first = cohort.step.is_some_and(|step| step.is_first);
    !cohort.second && (first || cohort.stream.is_some())
}

/// How many times what the file says a cohort's traffic is on `day` (M2).
fn grown(plan: &Plan, cohort: &Cohort, course: &DrawnCourse, day: usize) -> f64 {
    let scenario = &plan.scenario;
    let Some(growth) = &scenario.growth else {
        return 1.0;
    };
    let amount = match (cohort.stream, cohort.step) {
        (Some(stream), _) => (scenario.streams[stream].amount, scenario.streams[stream].fuel),
        (None, Some(step)) => {
            let process = &scenario.processes[plan.traffic.runs[step.run].0];
            (process.amount, process.fuel)
        }
        (None, None) => return 1.0,
    };
    let user = (cohort.user, scenario.users[cohort.user].portfolio);
    growth.sent(amount, user, course.days.all()[day].month)
}

/// The mean of `pieces` in each of `parts`, times what the part says, which `add` hears.
fn in_parts(
    pieces: &[Piece],
    course: &DrawnCourse,
    parts: &[Stretch],
    times: impl Fn(usize) -> f64,
    mut add: impl FnMut(usize, f64),
) {
    let mut first = 0;
    for piece in pieces {
        while first < parts.len() && course.days.cells(parts[first]).1 <= piece.from {
            first += 1;
        }
        for (p, part) in parts.iter().enumerate().skip(first) {
            let (from, to) = course.days.cells(*part);
            if from >= piece.to {
                break;
            }
            let cells = to.min(piece.to) - from.max(piece.from);
            add(p, times(p) * piece.mean * cells as f64 / (piece.to - piece.from) as f64);
        }
    }
}

/// Counts `n` requests of cohort `c`, and what follows them, as served at once.
fn serve(book: &mut DayBook<'_>, plan: &Plan, c: usize, n: u64) {
    let (mut next, mut waited) = (Some(c), 0);
    while let Some(c) = next.filter(|_| n > 0) {
        let cohort = &plan.traffic.cohorts[c];
        match cohort.second {
            true => book.begin_second(c, n),
            false => book.begin(c, n),
        }
        if cohort.due.is_some() {
            book.pass(c, n);
            book.process_earlier(c, n);
            book.begin_second(c, n);
        }
        book.pass(c, n);
        if plan.hot(c).signs {
            book.process_earlier(c, n);
            waited = cohort.then.map_or(0, |then| then.delay);
        } else {
            book.serve(0, &Attempt::first(c, 0, n), plan.hot(c));
            let late = (waited * 10) as i64 > plan.cold(c).late_after;
            book.late(c, if late { n } else { 0 });
            waited = 0;
        }
        next = cohort.then.map(|then| then.cohort);
    }
}

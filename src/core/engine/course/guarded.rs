//! Half-hours and days in which nothing that stands before the mechanism (G2) surely acts on ordinary traffic.
//!
//! By the same bounds as for the threshold: a User's busiest cell against its cap, and a day's attempts of an SRV against the
//! threshold of anomaly detection, which counts over up to a day. Checked by: `tests/proofs/courses.rs`, with `--step-all`.

use super::days::Stretch;
use super::drawn::DrawnCourse;
use crate::domain::NANO;
use crate::engine::plan::Plan;
use crate::traffic::surely;

/// Whether no User surely sends more than its cap in a cell of `block`.
pub fn below_caps(plan: &Plan, course: &DrawnCourse, block: usize) -> bool {
    let scenario = &plan.scenario;
    if scenario.gateway.caps.is_empty() {
        return true;
    }
    let (own, rest) = course.days.busiest_cells(plan, block);
    let fits = |(user, cell): (usize, f64)| {
        let cap = scenario.gateway.caps.of_user(user);
        cap.is_none_or(|cap| {
            let most = surely(cell + rest, 1.0) + 1.0;
            most * NANO as f64 <= cap.over(scenario.calendar.cell()) as f64
        })
    };
    own.enumerate().all(fits)
}

/// The days on which anomaly detection may act on ordinary traffic; none where there is none.
pub fn watched_days(plan: &Plan, course: &DrawnCourse) -> Vec<Stretch> {
    if plan.scenario.gateway.anomaly.is_empty() {
        return Vec::new();
    }
    let day = 48 * plan.clock.per_block;
    let loud = |d: &usize| {
        // A day of a log may have any number of what an average one has.
        if course.days.drawn().is_some() {
            return true;
        }
        let factors = course.days.most_of(*d);
        let month = course.days.all()[*d].month;
        plan.allowed.expected(&plan.traffic).any(|(user, expected, most, period)| {
            let growth =
                plan.scenario.growth.as_ref().map_or(1.0, |g| g.load_of(Some(user), month));
            // What does not vary is not less than expected.
            let mean = expected * factors[user].max(1.0) * growth;
            period > day || surely(mean, 2.0) > most as f64
        })
    };
    let days = course.days.all();
    let all = (0..days.len()).filter(loud);
    all.map(|d| Stretch { from: days[d].from, to: days[d].to }).collect()
}

/// `stretch`, whole days where anomaly detection counts: what an event uses up of a threshold is missed later that day.
pub fn whole_periods(plan: &Plan, course: &DrawnCourse, stretch: Stretch) -> Stretch {
    if plan.scenario.gateway.anomaly.is_empty() {
        return stretch;
    }
    let day = |block: usize| course.days.all()[course.days.of_block(block)];
    Stretch { from: day(stretch.from).from, to: day(stretch.to - 1).to }
}

//! How busy each day of a log is that a course draws from (T8).

use crate::scenario::{LogDays, Recorded, Scenario, When};
use crate::traffic::{Busy, Traffic, of_each_user};
use std::sync::Arc;

/// Half-hours of a day of a log.
const DAY: usize = 48;

/// What a day of a log is expected to send in its half-hours and, of what follows its requests, in those of the day after it.
#[derive(Clone, Debug)]
pub struct LogDayBusy {
    /// Of each User, where caps need it.
    users: Vec<Vec<Busy>>,
    /// Of all together.
    all: Vec<Busy>,
}

impl LogDayBusy {
    /// Those of the days of `scenario`'s log, and for each User the mean rate at the gateway of its busiest half-hour on any of
    /// them, requests a second.
    pub fn of_days(scenario: &Scenario) -> (Vec<Self>, Vec<f64>) {
        let mut peaks = vec![0.0_f64; scenario.users.len()];
        let Some((recorded, days)) = of_course(scenario) else {
            return (Vec::new(), peaks);
        };
        let mut alone = recorded_alone(scenario);
        let per_block = scenario.calendar.cells_per_block() as u64;
        let of_day = |day: usize| {
            let own = (day * DAY..(day + 1) * DAY).map(|h| Some(h as u32));
            let sources: Vec<_> = own.chain(std::iter::repeat_n(None, DAY)).collect();
            alone.recorded = Some(Arc::new(recorded.with(days.log.laid(&sources, per_block))));
            let traffic = Traffic::ordinary(&alone);
            let busiest = traffic.busiest_half_hours();
            peaks.iter_mut().zip(busiest).for_each(|(peak, today)| *peak = today.max(*peak));
            let with_users = !scenario.gateway.caps.is_empty();
            let mut users = of_each_user(&alone, &traffic, with_users);
            Self { all: users.pop().unwrap_or_default(), users }
        };
        let found = (0..days.log.days.len()).map(of_day).collect();
        (found, peaks)
    }

    /// What of it comes in half-hour `h` of the day, of one User or of all.
    pub fn own(&self, user: Option<usize>, h: usize) -> Busy {
        self.of(user)[h]
    }

    /// What follows it in half-hour `h` of the day after.
    pub fn after(&self, user: Option<usize>, h: usize) -> Busy {
        self.of(user)[DAY + h]
    }

    /// The most of either in a half-hour.
    pub fn most(&self, user: Option<usize>) -> [Busy; 2] {
        let most = |of: &[Busy]| {
            of.iter().fold(Busy::default(), |a, b| Busy {
                window: a.window.max(b.window),
                cell: a.cell.max(b.cell),
            })
        };
        let (own, after) = self.of(user).split_at(DAY);
        [most(own), most(after)]
    }

    fn of(&self, user: Option<usize>) -> &[Busy] {
        user.map_or(&self.all, |user| &self.users[user])
    }
}

/// The recorded traffic of `scenario` and its days, where it is a course whose days are drawn.
fn of_course(scenario: &Scenario) -> Option<(&Recorded, &LogDays)> {
    let recorded = scenario.recorded.as_deref()?;
    recorded.days.as_deref().map(|days| (recorded, days))
}

/// `scenario` for two days on which clocks do not change, with what was recorded alone.
fn recorded_alone(scenario: &Scenario) -> Scenario {
    let weeks = scenario.calendar.part(0, 21 * DAY);
    let plain =
        |from: &usize| (0..2 * DAY).all(|b| weeks.blocks()[from + b].local.half_hour == b % DAY);
    let from = (0..18 * DAY).find(plain).expect("clocks change twice a year");
    let mut alone = scenario.episode(0, DAY, &[]);
    alone.calendar = weeks.part(from, from + 2 * DAY);
    alone.events.clear();
    alone.processes.clear();
    alone.streams.retain(|stream| matches!(stream.when, When::Recorded));
    (alone.variation.day_cv_common, alone.variation.slot_cv_common) = (0.0, 0.0);
    alone.users.iter_mut().for_each(|user| (user.day_cv, user.slot_cv) = (0.0, 0.0));
    alone
}

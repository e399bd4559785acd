//! What a replication of a course draws before anything happens.

use super::days::{Days, Stretch};
use super::occurrences::{Happening, happenings};
use crate::engine::plan::Plan;
use crate::random::Keys;

/// The days of a course, and the events that occur on them.
pub struct DrawnCourse<'a> {
    pub keys: &'a Keys,
    pub days: Days<'a>,
    pub happenings: Vec<Happening>,
}

impl<'a> DrawnCourse<'a> {
    /// As `keys` draw it.
    pub fn new(plan: &'a Plan, keys: &'a Keys) -> Self {
        let days = Days::new(plan, keys);
        let happenings = happenings(&plan.scenario, keys, &days);
        Self { keys, days, happenings }
    }

    /// The events that touch a stretch, in the order of its scenario: fixed ones, then those drawn, by time.
    pub fn within(&self, stretch: Stretch) -> impl Iterator<Item = &Happening> {
        let (from, to) = self.days.cells(stretch);
        let touches = move |h: &&Happening| h.from < to && h.to > from;
        let fixed = self.happenings.iter().filter(|h| h.placed.is_none());
        let drawn = self.happenings.iter().filter(|h| h.placed.is_some());
        fixed.chain(drawn).filter(touches)
    }
}

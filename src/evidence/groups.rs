//! Groups of Users: the categories of party, and everybody but those who flood the gateway.

use super::counted::Counted;
use headroom_core::domain::Category;
use headroom_core::scenario::{EventKind, Scenario};

/// Counts by group, of Users to whom anything was refused or who were left without an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Groups {
    /// By category, in the order of [`Category::ALL`].
    pub by_category: [Counted; Category::ALL.len()],
    /// Of everybody but those whose adapter an event lets flood the gateway.
    pub others: Counted,
}

impl Groups {
    /// Of the counts of `users`, by their place in `scenario`.
    pub fn new(scenario: &Scenario, users: &[(usize, Counted)]) -> Self {
        let floods = flooding(scenario);
        let mut groups = Self::default();
        for (user, counted) in users {
            let category = &mut groups.by_category[scenario.users[*user].category as usize];
            *category = category.plus(counted);
            if !floods.contains(user) {
                groups.others = groups.others.plus(counted);
            }
        }
        groups
    }
}

/// Users whose adapter an event lets flood the gateway, each once, in the order of the scenario.
pub fn flooding(scenario: &Scenario) -> Vec<usize> {
    let of = |kind: &EventKind| match kind {
        EventKind::DenialOfService { users, .. } => users.clone(),
        _ => Vec::new(),
    };
    let mut all: Vec<usize> = scenario.events.iter().flat_map(|event| of(&event.kind)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

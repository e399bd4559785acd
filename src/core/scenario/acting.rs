//! Scenarios that nothing tells apart but when the mechanism acts, and how (T5).

use super::Scenario;
use super::control::Mechanism;
use super::digest;

impl Scenario {
    /// Works out what tells it apart from others beside the mechanism, as long as the resolved file is there.
    pub fn tell_apart(&mut self) {
        self.beside_mechanism = Some(digest::beside_mechanism(&self.resolved).into());
    }

    /// Whether `other` is the same as long as the mechanism acts in neither: their thresholds, readings of M5 and the like may
    /// differ, nothing else that decides a result. Of scenarios of which [`Scenario::tell_apart`] was not asked it is not known.
    pub fn is_alike_until_it_acts(&self, other: &Self) -> bool {
        self.beside_mechanism.is_some()
            && self.beside_mechanism == other.beside_mechanism
            && self.calendar.window() == other.calendar.window()
            && self.mechanism.is_alike_until_it_acts(&other.mechanism)
    }
}

impl Mechanism {
    fn is_alike_until_it_acts(&self, other: &Self) -> bool {
        let bare = |m: &Self| m.early_warning.is_none() && m.buffer.is_none();
        let acting = Self {
            enabled: if bare(self) { other.enabled } else { self.enabled },
            operating_threshold: other.operating_threshold,
            detect: other.detect,
            throttle_to: other.throttle_to,
            pace: other.pace,
            ..self.clone()
        };
        acting == *other
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Change, Counterpart, Scenario, load};

    #[test]
    fn t5_scenarios_are_alike_until_the_mechanism_acts_if_only_that_tells_them_apart() {
        let told = |mut scenario: Scenario| {
            scenario.tell_apart();
            scenario
        };
        let with = |changes: &[&str]| {
            let changes: Vec<Change> = changes.iter().map(|c| c.parse().unwrap()).collect();
            told(load("denial-of-service", &changes).unwrap())
        };
        let stands = with(&[]);
        let alike = [
            with(&["/mechanism/operating_threshold=0.4", "/replications=3"]),
            with(&["/mechanism/throttle_to=allocation", "/mechanism/detect=immediate"]),
            told(load("denial-of-service", &Counterpart::todays()).unwrap()),
        ];
        assert!(alike.iter().all(|other| stands.is_alike_until_it_acts(other)));
        let others = [
            with(&["/mechanism/hold=7"]),
            with(&["/mechanism/window=2 min"]),
            with(&["/seed=7"]),
            with(&["/traffic/stagger=\"1 min\""]),
            with(&["/mechanism/prioritised/add=[\"4.6.1\"]"]),
        ];
        assert!(others.iter().all(|other| !stands.is_alike_until_it_acts(other)));
    }
}

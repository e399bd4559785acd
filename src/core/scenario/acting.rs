//! Scenarios that nothing tells apart but when the mechanism acts, and how (T5).

use super::Scenario;
use super::control::Mechanism;
use super::digest::OUTSIDE;
use serde_json::Value;

impl Scenario {
    /// Whether `other` is the same as long as the mechanism acts in neither: their thresholds, readings of M5 and the like may
    /// differ, nothing else that decides a result.
    pub fn is_alike_until_it_acts(&self, other: &Self) -> bool {
        self.seed == other.seed
            && self.mechanism.is_alike_until_it_acts(&other.mechanism)
            && is_same(&self.resolved, &other.resolved)
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

/// Whether two resolved files say the same, the mechanism and what decides nothing apart.
fn is_same(a: &Value, b: &Value) -> bool {
    let decides = |key: &&String| *key != "mechanism" && !OUTSIDE.contains(&key.as_str());
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().into_iter().flat_map(|o| o.keys()).filter(decides).cloned().collect()
    };
    keys(a).len() == keys(b).len() && keys(a).iter().all(|key| a.get(key) == b.get(key))
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Change, Counterpart, load};

    #[test]
    fn t5_scenarios_are_alike_until_the_mechanism_acts_if_only_that_tells_them_apart() {
        let with = |changes: &[&str]| {
            let changes: Vec<Change> = changes.iter().map(|c| c.parse().unwrap()).collect();
            load("denial-of-service", &changes).unwrap()
        };
        let stands = with(&[]);
        let alike = [
            with(&["/mechanism/operating_threshold=0.4", "/replications=3"]),
            with(&["/mechanism/throttle_to=allocation", "/mechanism/detect=immediate"]),
            load("denial-of-service", &Counterpart::todays()).unwrap(),
        ];
        assert!(alike.iter().all(|other| stands.is_alike_until_it_acts(other)));
        let others = [
            with(&["/mechanism/hold=7"]),
            with(&["/seed=7"]),
            with(&["/traffic/stagger=\"1 min\""]),
            with(&["/mechanism/prioritised/add=[\"4.6.1\"]"]),
        ];
        assert!(others.iter().all(|other| !stands.is_alike_until_it_acts(other)));
    }
}

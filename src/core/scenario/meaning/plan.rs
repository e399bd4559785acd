//! Growth by months: points and steps that rise, of Users there are (M2).

use super::super::{Growth, Month, Point, Rule};
use super::{Fault, Reading};
use crate::domain::NANO;

impl Reading<'_> {
    pub(super) fn growth(&mut self) -> Option<Growth> {
        let form = self.file.plan.as_ref()?;
        let meters = self.rules("/plan/meters", &form.meters, |r, path, rule| {
            let users = r.select(path, &rule.users);
            let says = r.points(&format!("{path}/points"), &rule.points);
            Some(Rule { id: rule.id.clone(), users, of: Vec::new(), says })
        });
        let requests_per_meter = self.points("/plan/requests_per_meter", &form.requests_per_meter);
        let capacity: Vec<_> = form.capacity.iter().map(|c| (c.from, c.max_capacity)).collect();
        let months: Vec<Month> = capacity.iter().map(|(from, _)| *from).collect();
        self.rising("/plan/capacity", "from", &months);
        if !capacity.is_empty() && self.file.gateway.threshold_over_ordinary.is_some() {
            let fault = Fault::at(
                "/plan/capacity",
                "steps of the maximum capacity, which is not used",
                "no such key beside /gateway/threshold_over_ordinary",
            );
            self.fault(fault.hint("null takes a key away"));
        }
        let mechanism = &self.file.mechanism;
        for (i, (_, c)) in capacity.iter().enumerate() {
            let theta = c.times(mechanism.operating_threshold);
            if mechanism.enabled && theta.over(mechanism.window) < NANO {
                let requests = theta.get() * mechanism.window.seconds();
                let found = format!("Θ × window = {requests} requests");
                let expected = "at least one request while the mechanism is enabled (M4)";
                self.wrong(format!("/plan/capacity/{i}/max_capacity"), found, expected);
            }
        }
        Some(Growth { meters, requests_per_meter, capacity })
    }

    fn points(&mut self, path: &str, points: &[Point]) -> Vec<Point> {
        let months: Vec<Month> = points.iter().map(|p| p.month).collect();
        self.rising(path, "month", &months);
        points.to_vec()
    }

    fn rising(&mut self, path: &str, key: &str, months: &[Month]) {
        for (i, pair) in months.windows(2).enumerate() {
            if pair[1] <= pair[0] {
                let at = format!("{path}/{}/{key}", i + 1);
                let expected = format!("a month after {}, the one before", pair[0]);
                self.wrong(at, pair[1].to_string(), expected);
            }
        }
    }
}

//! Growth by months: points and steps that rise, of Users there are (M2).

use super::super::form::File;
use super::super::json::escape;
use super::super::{Growth, Month, Point};
use super::{Fault, Reading};
use crate::domain::NANO;

impl Reading {
    pub(super) fn growth(&mut self, file: &File) -> Option<Growth> {
        let form = file.plan.as_ref()?;
        self.ids("/plan/meters", form.meters.iter().map(|m| m.id.as_str()));
        let mut meters = Vec::new();
        for rule in &form.meters {
            let path = format!("/plan/meters/{}", escape(&rule.id));
            let users = self.select(&format!("{path}/users"), &rule.users);
            meters.push((users, self.points(&format!("{path}/points"), &rule.points)));
        }
        // It is the last that matches that holds.
        meters.reverse();
        let requests_per_meter = self.points("/plan/requests_per_meter", &form.requests_per_meter);
        let capacity: Vec<_> = form.capacity.iter().map(|c| (c.from, c.max_capacity)).collect();
        let months: Vec<Month> = capacity.iter().map(|(from, _)| *from).collect();
        self.rising("/plan/capacity", "from", &months);
        if !capacity.is_empty() && file.gateway.threshold_over_ordinary.is_some() {
            let fault = Fault::at(
                "/plan/capacity",
                "steps of the maximum capacity, which is not used",
                "no such key beside /gateway/threshold_over_ordinary",
            );
            self.fault(fault.hint("null takes a key away"));
        }
        let mechanism = &file.mechanism;
        for (i, (_, c)) in capacity.iter().enumerate() {
            let theta = c.times(mechanism.operating_threshold);
            if mechanism.enabled && theta.over(mechanism.window) < NANO {
                let requests = theta.get() * mechanism.window.seconds();
                let found = format!("Θ × window = {requests} requests");
                let expected = "at least one request while the mechanism is enabled (M4)";
                self.fault(Fault::at(format!("/plan/capacity/{i}/max_capacity"), found, expected));
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
                self.fault(Fault::at(at, pair[1].to_string(), expected));
            }
        }
    }
}

//! Devices that send an alert code again and again: alert storms and defects (N1).

use super::super::form::{AlertStormForm, DefectForm, SelectForm};
use super::super::json::escape;
use super::super::{Event, EventKind};
use super::Reading;
use crate::domain::{Fuel, Span};

/// Most devices that send more than others: each may be followed by itself, and Great Britain has some 60
/// million (F1.17).
const MOST_DEVICES: u64 = 50_000_000;
/// Most alerts in a run: beyond, counts could not be added up.
const MOST_ALERTS: f64 = 1e15;

impl Reading<'_> {
    pub(super) fn alert_storm(&mut self, path: &str, form: &AlertStormForm) -> Option<EventKind> {
        let path = format!("{path}/alert_storm");
        let alert = self.code(&format!("{path}/code"), &form.code);
        let every = self.mean_time(&path, form.every);
        let users = self.senders(&path, form.users.as_ref(), alert);
        let alert = alert?;
        let meters = self.meters(&users, self.alerts[alert].fuel);
        let all: u64 = meters.iter().sum();
        if form.devices > all && users.contains(&true) {
            let expected = format!("at most the {all} meters of these Users that can send it");
            self.wrong(format!("{path}/devices"), form.devices.to_string(), expected);
            return None;
        }
        let devices = shared(form.devices, &meters);
        Some(EventKind::AlertStorm { alert, devices, every, times_cost: form.cost })
    }

    pub(super) fn defect(&mut self, path: &str, form: &DefectForm) -> Option<EventKind> {
        let path = format!("{path}/defect");
        let alert = self.code(&format!("{path}/code"), &form.code);
        let every = self.mean_time(&path, form.every);
        let users = self.senders(&path, form.users.as_ref(), alert);
        let alert = alert?;
        let of_code = self.alerts[alert].fuel;
        if form.fuel.is_some() && of_code.is_some() && form.fuel != of_code {
            let found = format!("{}, which {} is not of", said(form.fuel), form.code);
            self.wrong(format!("{path}/fuel"), found, said(of_code));
        }
        let failed = |meters: u64| libm::round(meters as f64 * form.share) as u64;
        let meters = self.meters(&users, form.fuel.or(of_code));
        let devices = meters.into_iter().map(failed).collect();
        Some(EventKind::AlertStorm { alert, devices, every, times_cost: form.cost })
    }

    /// Whether a machine can follow the devices and add up the alerts of a run.
    pub(super) fn alerts_fit(&mut self, events: &[Event]) {
        let days = (self.calendar.cells() * self.calendar.cell().ms()) as f64 / 86_400_000.0;
        let mut sources: Vec<(String, u64, f64)> = Vec::new();
        for alert in self.alerts {
            let meters: u64 = self.meters(&alert.users, alert.fuel).into_iter().sum();
            let faulty = libm::round(meters as f64 * alert.faulty.get()) as u64;
            let path = format!("/northbound/alerts/{}", escape(&alert.id));
            sources.push((path, faulty, meters as f64 * alert.per_meter * days));
        }
        for event in events {
            let EventKind::AlertStorm { devices, every, .. } = &event.kind else { continue };
            let devices: u64 = devices.iter().sum();
            let cells = event.to.min(self.calendar.cells()) - event.from;
            let times = (cells * self.calendar.cell().ms()) as f64 / every.ms() as f64;
            let path = format!("/events/{}", escape(&event.id));
            sources.push((path, devices, devices as f64 * times));
        }
        let devices: u64 = sources.iter().map(|(_, devices, _)| devices).sum();
        let alerts: f64 = sources.iter().map(|(.., alerts)| alerts).sum();
        if devices > MOST_DEVICES {
            let most = sources.iter().max_by_key(|(_, devices, _)| *devices);
            let path = most.map_or("", |(path, ..)| path);
            let found = format!("{devices} devices that send more than others, most of them here");
            self.wrong(path, found, format!("at most {MOST_DEVICES} together"));
        }
        if alerts > MOST_ALERTS {
            let most = sources.iter().max_by(|(.., a), (.., b)| a.total_cmp(b));
            let path = most.map_or("", |(path, ..)| path);
            let found = format!("{alerts:.1e} alerts in the run, most of them here");
            self.wrong(path, found, format!("at most {MOST_ALERTS:e} together"));
        }
    }

    /// Mean time between a device's alerts.
    fn mean_time(&mut self, path: &str, every: Span) -> Span {
        if every.ms() == 0 {
            self.wrong(format!("{path}/every"), "0 s", "a time above 0");
            return Span::from_s(1);
        }
        every
    }

    /// For each User, whether its meters are meant: those of a selection, else of who gets the code.
    fn senders(
        &mut self,
        path: &str,
        form: Option<&SelectForm>,
        alert: Option<usize>,
    ) -> Vec<bool> {
        let Some(form) = form else {
            let of_code = alert.map(|a| self.alerts[a].users.clone());
            return of_code.unwrap_or_default();
        };
        let chosen = self.select_some(path, form);
        (0..self.users.len()).map(|u| chosen.binary_search(&u).is_ok()).collect()
    }

    /// For each User, its meters of a fuel if it is chosen.
    fn meters(&self, users: &[bool], fuel: Option<Fuel>) -> Vec<u64> {
        let meters = self.users.iter().zip(users);
        meters.map(|(user, chosen)| if *chosen { user.portfolio.of(fuel) } else { 0 }).collect()
    }
}

/// `number` shared out by `weights` by largest remainder, ties in file order.
fn shared(number: u64, weights: &[u64]) -> Vec<u64> {
    let all: u128 = weights.iter().map(|w| u128::from(*w)).sum::<u128>().max(1);
    let part = |w: &u64| u128::from(number) * u128::from(*w);
    let mut shares: Vec<u64> = weights.iter().map(|w| (part(w) / all) as u64).collect();
    let left = number.saturating_sub(shares.iter().sum());
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(part(&weights[*i]) % all));
    order.into_iter().take(left as usize).for_each(|i| shares[i] += 1);
    shares
}

fn said(fuel: Option<Fuel>) -> &'static str {
    match fuel {
        Some(Fuel::Electricity) => "electricity",
        Some(Fuel::Gas) => "gas",
        None => "either fuel",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_shared_by_largest_remainder_and_ties_in_file_order() {
        assert_eq!(shared(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(shared(5, &[6, 0, 4]), [3, 0, 2]);
        assert_eq!(shared(1, &[1, 3, 3]), [0, 1, 0]);
        assert_eq!(shared(7, &[3, 3, 1]), [3, 3, 1]);
        assert_eq!(shared(0, &[0, 0]), [0, 0]);
    }
}

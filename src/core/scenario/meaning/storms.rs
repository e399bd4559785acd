//! Storms: whose customers are off supply, and when (G9).

use super::super::form::{AlertsForm, OffForm, StormForm, StormPartyForm};
use super::super::json::escape;
use super::super::{Alerts, Event, EventKind, Off, Storm, StormParty, Surge};
use super::{Fault, Reading};
use crate::domain::{Category, Fuel, Share, Span, User};

/// Most meters in all storms together: each is followed by itself, and Great Britain has 30 million
/// homes.
const MOST_METERS: u64 = 50_000_000;

impl Reading<'_> {
    /// A storm in the cells `lasts`, from and to, where they are known.
    pub(super) fn storm(
        &mut self,
        path: &str,
        form: &StormForm,
        lasts: Option<(u64, u64)>,
    ) -> Option<EventKind> {
        self.ids(&format!("{path}/parties"), &form.parties);
        let shared = self.curve(&format!("{path}/curve"), &form.curve, lasts);
        let parties: Vec<Option<StormParty>> = form
            .parties
            .iter()
            .map(|p| {
                let path = format!("{path}/parties/{}", escape(&p.id));
                let own = self.curve(&format!("{path}/curve"), &p.curve, lasts);
                let off = if p.curve.is_empty() { shared.clone() } else { own };
                Some(StormParty { off, ..self.party(&path, p, form.size)? })
            })
            .collect();
        if form.curve.is_empty() && form.parties.iter().any(|p| p.curve.is_empty()) {
            let expected = "at least one point, or a curve of each party's own";
            self.wrong(format!("{path}/curve"), "nothing", expected);
        }
        let users: Vec<Option<usize>> =
            parties.iter().map(|p| p.as_ref().map(|p| p.user)).collect();
        let polls = self.polls(path, form, &users);
        let alerts = self.alerts(&format!("{path}/alerts"), form.alerts.as_ref());
        let silent_with_supply = form.silent_with_supply;
        if silent_with_supply >= Share::ONE {
            let expected = "a share below 1: somebody answers";
            self.wrong(format!("{path}/silent_with_supply"), "1", expected);
        }
        let surges = form.surges.iter().enumerate();
        let surges: Vec<Surge> =
            surges.map(|(i, s)| self.surge(&format!("{path}/surges/{i}"), s)).collect();
        let asking = parties.into_iter().zip(polls);
        let parties: Option<Vec<StormParty>> =
            asking.map(|(party, poll)| Some(StormParty { poll, ..party? })).collect();
        Some(EventKind::Storm(Storm { parties: parties?, alerts, silent_with_supply, surges }))
    }

    /// Whether a machine can follow the meters of all storms.
    pub(super) fn storm_meters(&mut self, events: &[Event]) {
        let meters = |event: &Event| match &event.kind {
            EventKind::Storm(storm) => storm.parties.iter().map(|p| p.meters).sum(),
            _ => 0,
        };
        let meters: u64 = events.iter().map(meters).sum();
        if meters > MOST_METERS {
            let found = format!("storms of {meters} meters");
            self.wrong("/events", found, format!("at most {MOST_METERS} together"));
        }
    }

    /// A party of a storm of this `size`, its curve and its polls left out.
    fn party(&mut self, path: &str, form: &StormPartyForm, size: f64) -> Option<StormParty> {
        let sized = |n: u64| libm::round(n as f64 * size) as u64;
        let form = &StormPartyForm {
            customers: sized(form.customers),
            meters: form.meters.map(sized),
            ..form.clone()
        };
        let network = |u: &User| u.category == Category::ElectricityNetworkParty;
        let found = self.users.iter().position(|u| u.id == form.id);
        let Some(user) = found.filter(|u| network(&self.users[*u])) else {
            let found = match found {
                Some(user) => format!("{}, a {}", form.id, self.users[user].category.word()),
                None => format!("{:?}", form.id),
            };
            let fault = Fault::at(path, found, "the id of an electricity network party");
            let names = self.users.iter().filter(|u| network(u)).map(|u| u.id.as_str());
            let fault = fault.did_you_mean(&form.id, names);
            self.fault(fault);
            return None;
        };
        let portfolio = self.users[user].portfolio;
        let (enrolled, charged) = (portfolio.of(Some(Fuel::Electricity)), portfolio.charged_mpans);
        if charged > 0 && form.customers > charged.max(enrolled) {
            let found = format!("{} customers off supply", form.customers);
            let expected = format!("at most its {} metering points", charged.max(enrolled));
            let fault = Fault::at(format!("{path}/customers"), found, expected);
            self.fault(fault.hint(
                "times the `size` of the storm; `charged_mpans` of its portfolio are its points",
            ));
        }
        let most = enrolled.min(form.customers);
        let reckoned = || {
            let share = enrolled as f64 / charged as f64;
            (libm::round(form.customers as f64 * share) as u64).min(most)
        };
        let meters = match form.meters {
            Some(meters) if meters > most => {
                let found = format!("{meters} of {} customers", form.customers);
                let expected = format!(
                    "at most the customers, and the {enrolled} electricity meters enrolled"
                );
                self.wrong(format!("{path}/meters"), found, expected);
                most
            }
            Some(meters) => meters,
            None if form.customers == 0 => 0,
            None if charged > 0 => reckoned(),
            None => {
                let expected = "how many of these customers have an enrolled electricity meter";
                let fault = Fault::at(format!("{path}/meters"), "nothing", expected);
                self.fault(fault.hint("with `charged_mpans` in its portfolio it can be reckoned"));
                0
            }
        };
        Some(StormParty { user, customers: form.customers, meters, off: Vec::new(), poll: None })
    }

    /// A recovery curve: times that rise, within the storm.
    fn curve(&mut self, path: &str, form: &[OffForm], lasts: Option<(u64, u64)>) -> Vec<Off> {
        let mut off: Vec<Off> = Vec::new();
        let Some((from, to)) = lasts else {
            return off;
        };
        for (i, point) in form.iter().enumerate() {
            let path = format!("{path}/{i}");
            let Some((path, at, cell)) = self.point(&path, point, from) else {
                continue;
            };
            let inside = u64::try_from(cell).ok().filter(|cell| (from..=to).contains(cell));
            let Some(cell) = inside else {
                let expected = if point.after.is_some() {
                    let lasts = Span::from_ms((to - from) * self.calendar.cell().ms());
                    format!("a time in the storm, at most {lasts}")
                } else {
                    let (first, last) = (self.calendar.local(from), self.calendar.local(to));
                    format!("a time in the storm, {first} to {last}")
                };
                self.wrong(path, at, expected);
                continue;
            };
            if off.last().is_some_and(|last| last.cell >= cell) {
                let expected = "a time after that of the point before";
                self.wrong(path, at, expected);
                continue;
            }
            off.push(Off { cell, share: point.off });
        }
        off
    }

    /// When a point of the curve of a storm that begins in the cell `from` is: where that stands, in words, and the
    /// cell.
    fn point(&mut self, path: &str, form: &OffForm, from: u64) -> Option<(String, String, i64)> {
        match (form.at, form.after) {
            (Some(at), None) => {
                let path = format!("{path}/at");
                let at = self.civil(at)?;
                let cell = self.edge(&path, at)?;
                Some((path, at.to_string(), cell))
            }
            (None, Some(after)) => {
                let path = format!("{path}/after");
                let span = self.some_cells(&path, after);
                let cell = from + span.ms() / self.calendar.cell().ms();
                Some((path, span.to_string(), cell as i64))
            }
            (both, _) => {
                self.exactly_one(path, both.is_some(), "at and after");
                None
            }
        }
    }

    /// What meters tell by themselves: nothing that arrives, where nothing is said.
    fn alerts(&mut self, path: &str, form: Option<&AlertsForm>) -> Alerts {
        let Some(form) = form else {
            return Alerts {
                after: Span::default(),
                outage_lost: Share::ONE,
                restore_lost: Share::ONE,
                outage_code: None,
                restore_code: None,
            };
        };
        let mut code = |key: &str, code: &Option<String>| {
            code.as_ref().and_then(|code| self.code(&format!("{path}/{key}"), code))
        };
        Alerts {
            after: form.after,
            outage_lost: form.outage_lost,
            restore_lost: form.restore_lost,
            outage_code: code("outage_code", &form.outage_code),
            restore_code: code("restore_code", &form.restore_code),
        }
    }
}

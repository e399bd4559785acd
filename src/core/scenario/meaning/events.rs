//! Events: when they are and what they do.

use super::super::calendar::london;
use super::super::fault::NOTHING;
use super::super::form::{CampaignForm, DenialOfServiceForm, EventForm, SurgeForm};
use super::super::json::escape;
use super::super::words::{Civil, LONGEST_MS};
use super::super::{Event, EventKind, FloodRate, Surge};
use super::{Fault, Reading};
use crate::domain::{FutureDated, Mode};
use jiff::ToSpan;
use jiff::civil::DateTime;

impl Reading<'_> {
    pub(super) fn events(&mut self) -> Vec<Event> {
        let forms = &self.file.events;
        self.ids("/events", forms);
        let fixed = forms.iter().filter(|e| e.occurs.is_none());
        let events: Vec<Event> = fixed.filter_map(|e| self.event(e)).collect();
        self.events_fit(&events);
        events
    }

    /// Whether a machine can follow what these events make.
    pub(super) fn events_fit(&mut self, events: &[Event]) {
        self.storm_meters(events);
        self.alerts_fit(events);
    }

    /// An event at a given time.
    pub(super) fn event(&mut self, form: &EventForm) -> Option<Event> {
        let lasts = self.lasts(form);
        let from = self.begins(form, &format!("/events/{}", escape(&form.id)));
        self.event_of(form, from, lasts)
    }

    /// An event that begins in a cell whatever its form says.
    pub(super) fn event_from(&mut self, form: &EventForm, from: u64) -> Option<Event> {
        let lasts = self.lasts(form);
        self.event_of(form, Some(from), lasts)
    }

    fn event_of(
        &mut self,
        form: &EventForm,
        from: Option<u64>,
        lasts: Option<u64>,
    ) -> Option<Event> {
        let path = format!("/events/{}", escape(&form.id));
        let cells = self.cells(form, lasts, from, &path);
        let times = from.zip(cells).map(|(from, cells)| (from, from + cells));
        let kind = self.kind(form, times, cells, &path)?;
        let (from, to) = times?;
        Some(Event { id: form.id.clone(), from, to, kind })
    }

    /// The cells of `lasts`, where it is given.
    fn lasts(&mut self, form: &EventForm) -> Option<u64> {
        let path = format!("/events/{}/lasts", escape(&form.id));
        let lasts = self.whole_cells(&path, form.lasts?);
        Some(lasts.ms() / self.calendar.cell().ms())
    }

    /// The one kind of an event that is in the cells `times`, so many `cells`, where these are known.
    fn kind(
        &mut self,
        form: &EventForm,
        times: Option<(u64, u64)>,
        cells: Option<u64>,
        path: &str,
    ) -> Option<EventKind> {
        // Any parts fit into no cells: where their number is not known, that is its only fault.
        let cells = cells.unwrap_or(0);
        let given = [
            form.denial_of_service.as_ref().map(|f| self.denial_of_service(path, f, cells)),
            form.campaign.as_ref().map(|f| self.campaign(path, f, cells)),
            form.surge.as_ref().map(|f| {
                let surge = self.surge(&format!("{path}/surge"), f);
                Some(EventKind::Surge(surge))
            }),
            form.storm.as_ref().map(|f| self.storm(&format!("{path}/storm"), f, times)),
            form.outage.as_ref().map(|f| {
                let capacity = f.capacity;
                let outbound = f.outbound.unwrap_or(capacity);
                Some(EventKind::Outage { capacity, outbound })
            }),
            form.maintenance.as_ref().map(|f| Some(self.maintenance(path, f))),
            form.alert_storm.as_ref().map(|f| self.alert_storm(path, f)),
            form.defect.as_ref().map(|f| self.defect(path, f)),
        ];
        let mut given: Vec<_> = given.into_iter().flatten().collect();
        if given.len() != 1 {
            let found = match given.len() {
                0 => NOTHING.to_owned(),
                n => format!("{n} kinds of event"),
            };
            let expected = "exactly one of denial_of_service, campaign, surge, storm, outage, maintenance, alert_storm, defect";
            self.wrong(path, found, expected);
            return None;
        }
        given.pop().flatten()
    }

    /// How many cells an event takes, by `lasts` or `until`.
    fn cells(
        &mut self,
        form: &EventForm,
        lasts: Option<u64>,
        from: Option<u64>,
        path: &str,
    ) -> Option<u64> {
        let until = match (lasts, form.until) {
            (Some(cells), None) => return Some(cells),
            (None, Some(until)) => until,
            (both, _) => {
                self.exactly_one(path, both.is_some(), "lasts and until");
                return None;
            }
        };
        let path = format!("{path}/until");
        let at = self.civil(until)?;
        let to = self.edge(&path, at)?;
        let from = from?;
        let cells = u64::try_from(to).ok().and_then(|to| to.checked_sub(from)).unwrap_or(0);
        let longest = LONGEST_MS / self.calendar.cell().ms();
        if !(1..=longest).contains(&cells) {
            let expected = format!(
                "a time after {}, when it begins, at most 4000 days later",
                self.calendar.local(from)
            );
            let fault = Fault::at(path, at.to_string(), expected);
            self.fault(match (until, at.checked_add(1.day())) {
                (Civil::Time(_), Ok(next)) if cells == 0 => fault.hint(format!(
                    "a time of day is on the first day; that of the next is \"{next}\""
                )),
                _ => fault,
            });
            return None;
        }
        Some(cells)
    }

    /// The cell in which an event begins; it must lie in the run.
    fn begins(&mut self, form: &EventForm, path: &str) -> Option<u64> {
        let Some(at) = form.at else {
            self.exactly_one(path, false, "at and occurs");
            return None;
        };
        let path = format!("{path}/at");
        let at = self.civil(at)?;
        let cell = self.edge(&path, at)?;
        if cell >= 0 && (cell as u64) < self.calendar.cells() {
            return Some(cell as u64);
        }
        let (first, last) = (self.calendar.local(0), self.calendar.local(self.calendar.cells()));
        let expected = format!("a time from {first} to before {last}");
        self.wrong(path, at.to_string(), expected);
        None
    }

    /// The cell, counted from the run's start, on whose edge a civil time falls.
    pub(super) fn edge(&mut self, path: &str, at: DateTime) -> Option<i64> {
        if !self.clock_known {
            return None;
        }
        if let Err(why) = london(at) {
            self.wrong(path, why, "a time that exists in Europe/London");
            return None;
        }
        let edge = self.calendar.edge(at).map_err(|why| {
            let expected = format!("a time on the edge of a cell of {} (T1)", self.calendar.cell());
            self.fault(Fault::at(path, at.to_string(), expected).hint(why));
        });
        edge.ok()
    }

    fn denial_of_service(
        &mut self,
        path: &str,
        form: &DenialOfServiceForm,
        cells: u64,
    ) -> Option<EventKind> {
        let path = format!("{path}/denial_of_service");
        let users = self.select_some(&path, &form.users);
        let srvs = self.srv_list(&format!("{path}/srvs"), &form.srvs);
        for srv in &srvs {
            self.roles(&format!("{path}/users"), &users, *srv);
        }
        let shape = self.shape(&format!("{path}/shape"), &form.shape, cells);
        let rate = match (form.rate, form.times_peak) {
            (Some(rate), None) => FloodRate::Each(rate),
            (None, Some(times)) => FloodRate::TimesPeak(times),
            (both, _) => {
                let found = if both.is_some() { "both" } else { "neither" };
                self.wrong(path, found, "exactly one of rate and times_peak");
                return None;
            }
        };
        Some(EventKind::DenialOfService { users, srvs, rate, shape, reacts: form.reacts })
    }

    fn campaign(&mut self, path: &str, form: &CampaignForm, cells: u64) -> Option<EventKind> {
        let path = format!("{path}/campaign");
        let users = self.select_some(&path, &form.users);
        let srv = self.srv(&format!("{path}/srv"), &form.srv)?;
        self.roles(&format!("{path}/users"), &users, srv);
        if !self.file.srvs[srv].modes.contains(&form.mode) {
            let found = format!("{}, which {} has not", form.mode.word(), form.srv);
            self.wrong(format!("{path}/mode"), found, "a mode of the SRV");
        }
        if form.mode == Mode::FutureDated && self.srvs[srv].future_dated == FutureDated::Dsp {
            let fault = Fault::at(
                format!("{path}/mode"),
                "future_dated, held by the DSP",
                "on_demand or dcc_scheduled",
            );
            self.fault(fault.hint("use a stream with `exact` and `due`"));
        }
        let shape = self.shape(&format!("{path}/shape"), &form.shape, cells);
        let of_meters = |user: &usize, per_meter: f64| {
            let meters = self.users[*user].portfolio.of(form.fuel);
            libm::round(meters as f64 * per_meter) as u64
        };
        let numbers = match (form.number, form.per_meter) {
            (Some(number), None) => {
                if form.fuel.is_some() {
                    let expected = "no such key: only what is sent per meter is of a fuel";
                    self.wrong(format!("{path}/fuel"), "a fuel", expected);
                }
                vec![number; users.len()]
            }
            (None, Some(per_meter)) => users.iter().map(|u| of_meters(u, per_meter)).collect(),
            (both, _) => {
                self.exactly_one(&path, both.is_some(), "number and per_meter");
                return None;
            }
        };
        Some(EventKind::Campaign { users, srv, numbers, mode: form.mode, shape })
    }

    /// A multiplier of streams, an event of its own or part of a storm.
    pub(super) fn surge(&mut self, path: &str, form: &SurgeForm) -> Surge {
        Surge {
            streams: self.streams_or_all(path, &form.streams),
            users: self.select(path, &form.users),
            factor: form.factor,
        }
    }

    /// A civil time of the file; one of day is on the first.
    pub(super) fn civil(&self, at: Civil) -> Option<DateTime> {
        match (at, self.file.start) {
            (Civil::DateTime(at), _) => Some(at),
            (Civil::Time(time), Civil::DateTime(start)) => Some(start.date().to_datetime(time)),
            _ => None,
        }
    }
}

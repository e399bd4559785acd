//! Events: when they are and what they do.

use super::super::form::{CampaignForm, DenialOfServiceForm, EventForm, File, SurgeForm};
use super::super::json::escape;
use super::super::words::Civil;
use super::super::{Event, EventKind, FloodRate, Stream, Surge};
use super::storms::Around;
use super::{Fault, Reading};
use crate::domain::{FutureDated, Mode, Share};
use crate::scenario::calendar::Calendar;
use jiff::civil::DateTime;

impl Reading {
    pub(super) fn events(
        &mut self,
        file: &File,
        calendar: &Calendar,
        streams: &[Stream],
    ) -> Vec<Event> {
        self.ids("/events", file.events.iter().map(|e| e.id.as_str()));
        let events = file.events.iter().filter_map(|e| self.event(e, file, calendar, streams));
        let events: Vec<Event> = events.collect();
        self.storm_meters(&events);
        events
    }

    fn event(
        &mut self,
        form: &EventForm,
        file: &File,
        calendar: &Calendar,
        streams: &[Stream],
    ) -> Option<Event> {
        let path = format!("/events/{}", escape(&form.id));
        let lasts = self.whole_cells(&format!("{path}/lasts"), form.lasts.0, calendar);
        let cells = lasts.ms() / calendar.cell().ms();
        let from = self.begins(form, file, calendar, &path);
        let given = [
            form.denial_of_service.as_ref().map(|f| self.denial_of_service(&path, f, cells)),
            form.campaign.as_ref().map(|f| self.campaign(&path, f, cells, file)),
            form.surge.as_ref().map(|f| {
                Some(EventKind::Surge(self.surge(&format!("{path}/surge"), f, file, streams)))
            }),
            form.storm.as_ref().map(|f| {
                let lasts = from.map(|from| (from, from + cells));
                self.storm(&format!("{path}/storm"), f, lasts, &Around { file, calendar, streams })
            }),
            form.outage
                .as_ref()
                .map(|f| Some(EventKind::Outage { capacity: Share::from_f64(f.capacity) })),
        ];
        let mut given: Vec<_> = given.into_iter().flatten().collect();
        if given.len() != 1 {
            let found = format!("{} kinds of event", given.len());
            self.fault(Fault::at(
                path,
                found,
                "exactly one of denial_of_service, campaign, surge, storm, outage",
            ));
            return None;
        }
        let kind = given.pop().flatten()?;
        let from = from?;
        Some(Event { id: form.id.clone(), from, to: from + cells, kind })
    }

    /// The cell in which an event begins; it must lie in the run.
    fn begins(
        &mut self,
        form: &EventForm,
        file: &File,
        calendar: &Calendar,
        path: &str,
    ) -> Option<u64> {
        let path = format!("{path}/at");
        let at = civil(form.at, file)?;
        let cell = self.edge(&path, at, calendar)?;
        if cell >= 0 && (cell as u64) < calendar.cells() {
            return Some(cell as u64);
        }
        let (first, last) = (calendar.local(0), calendar.local(calendar.cells()));
        let expected = format!("a time from {first} to before {last}");
        self.fault(Fault::at(path, at.to_string(), expected));
        None
    }

    /// The cell, counted from the run's start, on whose edge a civil time falls.
    pub(super) fn edge(&mut self, path: &str, at: DateTime, calendar: &Calendar) -> Option<i64> {
        if !self.clock_known {
            return None;
        }
        let edge = calendar.edge(at).map_err(|why| {
            let expected = format!("a time on the edge of a cell of {} (T1)", calendar.cell());
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
        let users = self.select_some(&format!("{path}/users"), &form.users);
        let srvs = self.srv_list(&format!("{path}/srvs"), &form.srvs);
        for srv in &srvs {
            self.roles(&format!("{path}/users"), &users, *srv);
        }
        let shape = self.shape(&format!("{path}/shape"), &form.shape, cells);
        let rate = match (form.rate, form.times_peak) {
            (Some(rate), None) => FloodRate::Each(rate.0),
            (None, Some(times)) => FloodRate::TimesPeak(times),
            (both, _) => {
                let found = if both.is_some() { "both" } else { "neither" };
                self.fault(Fault::at(path, found, "exactly one of rate and times_peak"));
                return None;
            }
        };
        Some(EventKind::DenialOfService { users, srvs, rate, shape, reacts: form.reacts })
    }

    fn campaign(
        &mut self,
        path: &str,
        form: &CampaignForm,
        cells: u64,
        file: &File,
    ) -> Option<EventKind> {
        let path = format!("{path}/campaign");
        let users = self.select_some(&format!("{path}/users"), &form.users);
        let srv = self.srv(&format!("{path}/srv"), &form.srv)?;
        self.roles(&format!("{path}/users"), &users, srv);
        if !file.srvs[srv].modes.contains(&form.mode) {
            let found = format!("{}, which {} has not", form.mode.word(), form.srv);
            self.fault(Fault::at(format!("{path}/mode"), found, "a mode of the SRV"));
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
        Some(EventKind::Campaign { users, srv, number: form.number, mode: form.mode, shape })
    }

    /// A multiplier of streams, an event of its own or part of a storm.
    pub(super) fn surge(
        &mut self,
        path: &str,
        form: &SurgeForm,
        file: &File,
        streams: &[Stream],
    ) -> Surge {
        Surge {
            streams: self.streams_or_all(&format!("{path}/streams"), &form.streams, file, streams),
            users: self.select(&format!("{path}/users"), &form.users),
            factor: form.factor,
        }
    }
}

/// A civil time of the file; one of day is on the first.
pub(super) fn civil(at: Civil, file: &File) -> Option<DateTime> {
    match (at, file.start) {
        (Civil::DateTime(at), _) => Some(at),
        (Civil::Time(time), Civil::DateTime(start)) => Some(start.date().to_datetime(time)),
        _ => None,
    }
}

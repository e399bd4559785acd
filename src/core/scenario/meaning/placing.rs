//! Events of a course in their places: drawn ones with their values, fixed ones by another clock.

use super::super::form::EventForm;
use super::super::growth::{grown, months};
use super::super::json::escape;
use super::super::{Drawn, Event, Growth, Occurring, PlacedEvent, Scenario, Stream, merge, walk};
use super::{Fault, Reading};
use crate::domain::User;
use crate::scenario::calendar::Calendar;
use jiff::civil::Date;
use serde_json::Value;

impl Reading<'_> {
    /// Whether an event can be placed whatever is drawn of it: tried at both ends of every range while the others
    /// are at their lowest, and at their highest. What decides is in the beginning of the run as anywhere in it.
    pub(super) fn every_draw_fits(&mut self, event: &Occurring) {
        let cell = self.calendar.cell();
        let extremes: Vec<Vec<Value>> =
            event.values.iter().map(|v| v.from.extremes(cell)).collect();
        let ends = |of: fn(&[Value]) -> Option<&Value>| -> Vec<Value> {
            extremes.iter().filter_map(|values| of(values).cloned()).collect()
        };
        let (low, high) = (ends(<[Value]>::first), ends(<[Value]>::last));
        let mut tries = vec![low.clone(), high.clone()];
        for (i, values) in extremes.iter().enumerate() {
            for value in values {
                for others in [&low, &high] {
                    let mut drawn = others.clone();
                    drawn[i] = value.clone();
                    tries.push(drawn);
                }
            }
        }
        let known = self.faults.len();
        for drawn in tries {
            self.draw_fits(event, &drawn);
            if self.faults.len() > known {
                return;
            }
        }
    }

    fn draw_fits(&mut self, event: &Occurring, drawn: &[Value]) {
        let path = format!("/events/{}", escape(&event.id));
        let said = match with_values(&event.template, &event.values, drawn) {
            Ok(said) => said,
            Err(unplaced) => {
                let (i, fault) = *unplaced;
                let at = format!("{path}/occurs/values/{i}/at");
                let found = format!("{:?}: {}", event.values[i].at, fault.found);
                let hint = fault.hint;
                self.fault(Fault { hint, ..Fault::at(at, found, fault.expected) });
                return;
            }
        };
        let known = self.faults.len();
        self.faults.extend(walk::walk_event(&said, &path));
        if self.faults.len() == known {
            match serde_json::from_value::<EventForm>(said) {
                Ok(form) if self.without_dates(&path, &form) => {
                    let found = self.event_from(&form, 0);
                    self.events_fit(found.as_slice());
                }
                Ok(_) => {}
                Err(e) => self.wrong(path, e.to_string(), "an event"),
            }
        }
        let drawn = !event.values.is_empty();
        for fault in self.faults[known..].iter_mut().filter(|f| drawn && f.hint.is_none()) {
            fault.hint = Some("with a value that `occurs` may draw".to_owned());
        }
    }

    /// Whether a storm's curve goes by time since its beginning.
    fn without_dates(&mut self, path: &str, form: &EventForm) -> bool {
        let Some(storm) = &form.storm else { return true };
        let known = self.faults.len();
        let parties = storm.parties.iter();
        let own = parties.map(|p| (format!("/parties/{}/curve", escape(&p.id)), &p.curve));
        for (list, curve) in [("/curve".to_owned(), &storm.curve)].into_iter().chain(own) {
            for (i, _) in curve.iter().enumerate().filter(|(_, point)| point.at.is_some()) {
                let at = format!("{path}/storm{list}/{i}/at");
                let fault = Fault::at(at, "a time", "`after`: how long after the beginning");
                self.fault(fault.hint("an event that occurs has no date"));
            }
        }
        self.faults.len() == known
    }

    /// Whether all events can be read with the portfolios of every month: with the fewest meters of each User, and
    /// with the most.
    pub(super) fn events_fit_every_month(&mut self, growth: &Growth, occurring: &[Occurring]) {
        if growth.meters.is_empty() || !self.faults.is_empty() {
            return;
        }
        let months = months(self.calendar);
        for most in [false, true] {
            let as_said = self.users.clone();
            for (u, user) in self.users.iter_mut().enumerate() {
                let times = months.iter().map(|month| growth.meters_of(u, *month));
                let times =
                    if most { times.fold(0.0, f64::max) } else { times.fold(f64::MAX, f64::min) };
                user.portfolio = grown(user.portfolio, times);
            }
            let fixed = self.file.events.iter().filter(|form| form.occurs.is_none());
            let fixed: Vec<Event> = fixed.filter_map(|form| self.event(form)).collect();
            self.events_fit(&fixed);
            occurring.iter().for_each(|event| self.every_draw_fits(event));
            self.users = as_said;
            if !self.faults.is_empty() {
                for fault in &mut self.faults {
                    fault.hint = Some("with the portfolios that /plan/meters makes".to_owned());
                }
                return;
            }
        }
    }
}

/// An event with the values drawn of it in their places.
///
/// # Errors
/// The first value that has no place, and why.
fn with_values(
    template: &Value,
    values: &[Drawn],
    drawn: &[Value],
) -> Result<Value, Box<(usize, Fault)>> {
    let mut said = template.clone();
    for (i, (value, drawn)) in values.iter().zip(drawn).enumerate() {
        merge::set(&mut said, &value.at, drawn.clone()).map_err(|fault| Box::new((i, fault)))?;
    }
    Ok(said)
}

/// The events of an episode of `course` in the half-hours of `calendar`, the first of whose cells is `first` of the
/// course: fixed ones that touch it in file order, then `placed` ones.
pub fn events_of(
    course: &Scenario,
    users: Vec<User>,
    streams: &[Stream],
    calendar: &Calendar,
    first: u64,
    placed: &[PlacedEvent],
) -> Vec<Event> {
    let (file, srvs, alerts) = (&*course.file, course.srvs.clone(), &course.northbound.alerts[..]);
    let (faults, clock_known) = (Vec::new(), true);
    let mut r = Reading { file, faults, users, srvs, calendar, streams, alerts, clock_known };
    let mut events: Vec<Event> = Vec::new();
    let forms = course.file.events.iter().filter(|form| form.occurs.is_none());
    let last = first + calendar.cells();
    for (form, known) in forms.zip(&course.events) {
        if known.from < last && known.to > first {
            debug_assert!(known.from >= first, "{} is cut by an episode", known.id);
            events.extend(r.event_from(form, known.from - first));
        }
    }
    for place in placed {
        let event = &course.occurring[place.occurring];
        let form = with_values(&event.template, &event.values, &place.values)
            .map_err(|unplaced| format!("{:?}", unplaced.1))
            .and_then(|said| serde_json::from_value::<EventForm>(said).map_err(|e| e.to_string()));
        let read = form.map(|form| r.event_from(&form, place.cell - first));
        match read {
            Ok(Some(read)) if r.faults.is_empty() => {
                let id = id_of(event, course.calendar.date(place.cell), &events);
                events.push(Event { id, ..read });
            }
            other => panic!(
                "{} cannot be placed with {:?}: {:?} {}",
                event.id,
                place.values,
                r.faults,
                other.err().unwrap_or_default()
            ),
        }
    }
    assert!(r.faults.is_empty(), "an event cannot be read again: {:?}", r.faults);
    events
}

/// The name of an event that occurs on a date: of the second on the same day with a 2, and so on.
fn id_of(event: &Occurring, date: Date, events: &[Event]) -> String {
    let name = |n: usize| match n {
        1 => format!("{}.{date}", event.id),
        n => format!("{}.{date}-{n}", event.id),
    };
    let known = |id: &String| events.iter().any(|e| e.id == *id);
    (1..).map(name).find(|id| !known(id)).expect("a number that is not taken")
}

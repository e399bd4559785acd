//! Checks that every part of a scenario uses: names, selections, roles, edges, shapes.

use super::super::Stream;
use super::super::fault::{MOST_SHOWN, steers};
use super::super::form::{File, SelectForm};
use super::super::json::escape;
use super::super::words::ClockTime;
use super::{Fault, Reading, indices};
use crate::domain::{Span, User};
use crate::scenario::calendar::Calendar;
use jiff::civil::Time;
use std::collections::BTreeSet;

impl Reading {
    /// A name that can be a folder's on any system.
    pub(super) fn name(&mut self, name: &str) {
        let fits = !name.is_empty()
            && name.len() <= 80
            && !name.starts_with(['.', '-'])
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if !fits {
            self.fault(Fault::at(
                "/name",
                format!("{name:?}"),
                "1 to 80 of the letters a-z, digits, `-`, `_` and `.`, not beginning with `.` or `-`",
            ));
        }
    }

    /// Ids of a list: plain text, each once.
    pub(super) fn ids<'a>(&mut self, path: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            let at = format!("{path}/{}", escape(id));
            if id.is_empty() || id.chars().count() > 80 || id.chars().any(steers) {
                self.fault(Fault::at(
                    &at,
                    format!("the id {id:?}"),
                    "1 to 80 characters, none that steers a terminal or the direction of a line",
                ));
            } else if id.starts_with(['=', '+', '-', '@']) {
                let fault = Fault::at(&at, format!("the id {id:?}"), "another first character");
                self.fault(fault.hint("a spreadsheet would take it for a formula"));
            }
            if !seen.insert(id.to_owned()) {
                self.fault(Fault::at(&at, "an id given twice", "each id once"));
            }
        }
    }

    /// A text that people read.
    pub(super) fn plain(&mut self, path: &str, text: &str) {
        if text.chars().any(steers) || text.starts_with(['=', '+', '-', '@']) {
            let expected = "plain text that neither a terminal nor a spreadsheet would act on";
            self.fault(Fault::at(path, format!("{text:?}"), expected));
        }
    }

    /// One of two keys that exclude each other, of which `both` or neither was given.
    pub(super) fn exactly_one(&mut self, path: &str, both: bool, keys: &str) {
        let found = if both { "both" } else { "neither" };
        let fault = Fault::at(path, found, format!("exactly one of {keys}"));
        self.fault(if both { fault.hint("null takes a key away") } else { fault });
    }

    /// The Users a selection means.
    pub(super) fn select(&mut self, path: &str, form: &SelectForm) -> Vec<bool> {
        for (key, ids) in [("ids", &form.ids), ("except", &form.except)] {
            if ids.is_empty() {
                continue;
            }
            let known: BTreeSet<&str> = self.users.iter().map(|u| u.id.as_str()).collect();
            let unknown: Vec<usize> =
                (0..ids.len()).filter(|i| !known.contains(&*ids[*i])).collect();
            for i in unknown {
                let id = &ids[i];
                let at = format!("{path}/{key}/{i}");
                let mut fault = Fault::at(at, format!("{id:?}"), "the id of a User");
                // Faults that are not shown need no hint.
                if self.faults.len() < MOST_SHOWN {
                    fault = fault.did_you_mean(id, self.users.iter().map(|u| u.id.as_str()));
                }
                self.fault(fault);
            }
        }
        let wanted: BTreeSet<&str> = form.ids.iter().map(String::as_str).collect();
        let barred: BTreeSet<&str> = form.except.iter().map(String::as_str).collect();
        let fits = |u: &User| {
            (form.categories.is_empty() || form.categories.contains(&u.category))
                && (form.roles.is_empty() || u.roles.iter().any(|r| form.roles.contains(r)))
                && (wanted.is_empty() || wanted.contains(&*u.id))
                && !barred.contains(&*u.id)
        };
        self.users.iter().map(fits).collect()
    }

    /// The Users a selection means, of whom there must be some.
    pub(super) fn select_some(&mut self, path: &str, form: &SelectForm) -> Vec<usize> {
        let known = self.faults.len();
        let chosen = indices(&self.select(path, form));
        if chosen.is_empty() && self.faults.len() == known {
            self.fault(Fault::at(path, "no User fits", "a selection that at least one User fits"));
        }
        chosen
    }

    /// The SRV of that number.
    pub(super) fn srv(&mut self, path: &str, id: &str) -> Option<usize> {
        let found = self.srvs.iter().position(|s| s.id == id);
        if found.is_none() {
            let fault = Fault::at(path, format!("{id:?}"), "the number of an SRV in /srvs");
            let fault = fault.did_you_mean(id, self.srvs.iter().map(|s| s.id.as_str()));
            self.fault(fault);
        }
        found
    }

    /// The SRVs of those numbers.
    pub(super) fn srv_list(&mut self, path: &str, ids: &[String]) -> Vec<usize> {
        ids.iter().enumerate().filter_map(|(i, id)| self.srv(&format!("{path}/{i}"), id)).collect()
    }

    /// For each SRV, whether a list means it: every one where it is empty.
    pub(super) fn srvs_or_all(&mut self, path: &str, ids: &[String]) -> Vec<bool> {
        let chosen: BTreeSet<usize> = self.srv_list(path, ids).into_iter().collect();
        (0..self.srvs.len()).map(|s| ids.is_empty() || chosen.contains(&s)).collect()
    }

    /// For each stream, whether a list means it: every one where it is empty.
    pub(super) fn streams_or_all(
        &mut self,
        path: &str,
        ids: &[String],
        file: &File,
        streams: &[Stream],
    ) -> Vec<bool> {
        let known: BTreeSet<&str> = file.traffic.streams.iter().map(|s| s.id.as_str()).collect();
        for (i, id) in ids.iter().enumerate().filter(|(_, id)| !known.contains(id.as_str())) {
            let fault = Fault::at(format!("{path}/{i}"), format!("{id:?}"), "the id of a stream");
            self.fault(fault.did_you_mean(id, known.iter().copied()));
        }
        let wanted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        streams.iter().map(|s| wanted.is_empty() || wanted.contains(s.id.as_str())).collect()
    }

    /// Whether every one of `users`, who were selected, may send `srv`.
    pub(super) fn roles(&mut self, path: &str, users: &[usize], srv: usize) {
        if let Some(fault) = self.barred(path, users, srv) {
            self.fault(fault.hint("narrow the selection by `roles` or `categories`"));
        }
    }

    /// The first of `users` that may not send `srv`, as a fault.
    pub(super) fn barred(&self, path: &str, users: &[usize], srv: usize) -> Option<Fault> {
        let srv = &self.srvs[srv];
        let may = |u: &User| u.roles.iter().any(|r| srv.roles.contains(r));
        let user = users.iter().map(|u| &self.users[*u]).find(|u| !may(u))?;
        let found = format!("{} with the User Roles {:?}", user.id, user.roles);
        let expected =
            format!("Users with one of the User Roles that may send {}: {:?}", srv.id, srv.roles);
        Some(Fault::at(path, found, expected))
    }

    /// A time of day on a cell's edge, as a span after midnight.
    pub(super) fn time_of_day(&mut self, path: &str, time: ClockTime, calendar: &Calendar) -> Span {
        let since = time.0 - Time::midnight();
        let ms = since.total(jiff::Unit::Millisecond).unwrap_or(0.0);
        let span = Span::from_ms(ms as u64);
        if !span.is_multiple_of(calendar.cell()) || time.0.subsec_nanosecond() % 1_000_000 != 0 {
            let nearest = Span::from_ms(
                (span.ms() + calendar.cell().ms() / 2) / calendar.cell().ms()
                    * calendar.cell().ms(),
            );
            let fault = Fault::at(
                path,
                time.0.to_string(),
                format!("a time on the edge of a cell of {} (T1)", calendar.cell()),
            );
            self.fault(fault.hint(format!("the nearest edge is {nearest} after midnight")));
        }
        span
    }

    /// A whole number of cells, at least one.
    pub(super) fn whole_cells(&mut self, path: &str, span: Span, calendar: &Calendar) -> Span {
        let cell = calendar.cell();
        if !self.clock_known {
            return cell;
        }
        if span.ms() == 0 || !span.is_multiple_of(cell) {
            let near = Span::from_ms(((span.ms() + cell.ms() / 2) / cell.ms()).max(1) * cell.ms());
            let fault = Fault::at(
                path,
                span.to_string(),
                format!("a whole number of cells of {cell}, at least one (T1)"),
            );
            self.fault(fault.hint(format!("the nearest is \"{near}\"")));
            return near;
        }
        span
    }

    /// A whole number of cells, or no time.
    pub(super) fn some_cells(&mut self, path: &str, span: Span, calendar: &Calendar) -> Span {
        if self.clock_known && !span.is_multiple_of(calendar.cell()) {
            let expected = format!("a whole number of cells of {} (T1)", calendar.cell());
            self.fault(Fault::at(path, span.to_string(), expected));
        }
        span
    }

    /// Shares of equal parts: not negative, of a positive sum.
    pub(super) fn shape(&mut self, path: &str, shape: &[f64], cells: u64) -> Vec<f64> {
        if shape.is_empty() {
            return vec![1.0];
        }
        let sum: f64 = shape.iter().sum();
        if shape.iter().any(|s| !s.is_finite() || *s < 0.0) || !(sum > 0.0 && sum.is_finite()) {
            self.fault(Fault::at(
                path,
                format!("{shape:?}"),
                "shares, none negative, with a positive sum",
            ));
            return vec![1.0];
        }
        if self.clock_known && !cells.is_multiple_of(shape.len() as u64) {
            let found = format!("{} parts of {cells} cells", shape.len());
            self.fault(Fault::at(path, found, "parts of a whole number of cells each (T1)"));
        }
        shape.iter().map(|s| s / sum).collect()
    }
}

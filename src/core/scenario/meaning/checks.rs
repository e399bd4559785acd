//! Checks that every part of a scenario uses: names, selections, roles, edges, shapes.

use super::super::fault::NEITHER;
use super::super::is_plain;
use super::super::words::ClockTime;
use super::{Fault, Reading};
use crate::domain::{Span, User};
use jiff::civil::Time;

impl Reading<'_> {
    /// A name that can be a folder's on any system.
    pub(super) fn name(&mut self) {
        let name = &self.file.name;
        let fits = !name.is_empty()
            && name.len() <= 80
            && !name.starts_with(['.', '-'])
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if !fits {
            self.wrong(
                "/name",
                format!("{name:?}"),
                "1 to 80 of the letters a-z, digits, `-`, `_` and `.`, not beginning with `.` or `-`",
            );
        }
    }

    /// A text that people read.
    pub(super) fn plain(&mut self, path: &str, text: &str) {
        if !is_plain(text) {
            let expected = "plain text that neither a terminal nor a spreadsheet would act on";
            self.wrong(path, format!("{text:?}"), expected);
        }
    }

    /// One of two keys that exclude each other, of which `both` or neither was given.
    pub(super) fn exactly_one(&mut self, path: &str, both: bool, keys: &str) {
        let found = if both { "both" } else { NEITHER };
        let fault = Fault::at(path, found, format!("exactly one of {keys}"));
        self.fault(if both { fault.hint("null takes a key away") } else { fault });
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
    pub(super) fn time_of_day(&mut self, path: &str, time: ClockTime) -> Span {
        let since = time.0 - Time::midnight();
        let ms = since.total(jiff::Unit::Millisecond).unwrap_or(0.0);
        let span = Span::from_ms(ms as u64);
        if !span.is_multiple_of(self.calendar.cell()) || time.0.subsec_nanosecond() % 1_000_000 != 0
        {
            let nearest = Span::from_ms(
                (span.ms() + self.calendar.cell().ms() / 2) / self.calendar.cell().ms()
                    * self.calendar.cell().ms(),
            );
            let fault = Fault::at(
                path,
                time.0.to_string(),
                format!("a time on the edge of a cell of {} (T1)", self.calendar.cell()),
            );
            self.fault(fault.hint(format!("the nearest edge is {nearest} after midnight")));
        }
        span
    }

    /// A whole number of cells, at least one.
    pub(super) fn whole_cells(&mut self, path: &str, span: Span) -> Span {
        let cell = self.calendar.cell();
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
    pub(super) fn some_cells(&mut self, path: &str, span: Span) -> Span {
        if self.clock_known && !span.is_multiple_of(self.calendar.cell()) {
            let expected = format!("a whole number of cells of {} (T1)", self.calendar.cell());
            self.wrong(path, span.to_string(), expected);
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
            self.wrong(path, format!("{shape:?}"), "shares, none negative, with a positive sum");
            return vec![1.0];
        }
        if self.clock_known && !cells.is_multiple_of(shape.len() as u64) {
            let found = format!("{} parts of {cells} cells", shape.len());
            self.wrong(path, found, "parts of a whole number of cells each (T1)");
        }
        shape.iter().map(|s| s / sum).collect()
    }
}

/// A hint of the nearest whole number of `unit`s, at least one, that is not above `span`; where none is, of one.
pub(super) fn nearest_whole(span: Span, unit: Span) -> String {
    let near = Span::from_ms((span.ms() / unit.ms()).max(1) * unit.ms());
    let which = if near <= span { "the nearest below" } else { "the least" };
    format!("{which} is \"{near}\"")
}

//! What a 503 tells, early warning and buffers (M7, M8, M9).

use super::super::form::{File, MechanismForm};
use super::super::json::escape;
use super::super::{Buffer, EarlyWarning, Heed, Stream};
use super::{Fault, Reading};
use crate::domain::{Signal, Span};
use crate::scenario::calendar::Calendar;

impl Reading {
    /// What a throttled User is told can only be told where the answer is distinct (M7).
    pub(super) fn signal(&mut self, form: &MechanismForm) {
        if form.retry_after && form.signal == Signal::Plain503 {
            let fault = Fault::at(
                "/mechanism/retry_after",
                "true, with signal plain_503",
                "false, or signal distinct (M7)",
            );
            self.fault(fault.hint("a plain 503 says nothing of the next window"));
        }
    }

    /// Early warning, where it is switched on (M8).
    pub(super) fn early_warning(
        &mut self,
        file: &File,
        calendar: &Calendar,
        streams: &[Stream],
    ) -> Option<EarlyWarning> {
        let form = &file.mechanism.early_warning;
        let path = "/mechanism/early_warning";
        self.ids(&format!("{path}/heed"), form.heed.iter().map(|h| h.id.as_str()));
        let heed = form.heed.iter().map(|rule| {
            let path = format!("{path}/heed/{}", escape(&rule.id));
            let at = format!("{path}/streams");
            Heed {
                id: rule.id.clone(),
                users: self.select(&format!("{path}/users"), &rule.users),
                streams: self.streams_or_all(&at, &rule.streams, file, streams),
                share: rule.share,
            }
        });
        let mut heed: Vec<Heed> = heed.collect();
        heed.reverse();
        if !form.enabled {
            return None;
        }
        Some(EarlyWarning {
            warn_at: form.warn_at,
            warn_load: form.warn_load,
            warn_for: self.whole_windows(&format!("{path}/warn_for"), form.warn_for, calendar),
            defer_by: self.whole_cells(&format!("{path}/defer_by"), form.defer_by, calendar),
            heed,
        })
    }

    /// A whole number of windows, at least one.
    fn whole_windows(&mut self, path: &str, span: Span, calendar: &Calendar) -> Span {
        let window = calendar.window();
        if self.clock_known && (span.ms() == 0 || !span.is_multiple_of(window)) {
            let expected = format!("a whole number of windows of {window}, at least one (M8)");
            let near = Span::from_ms((span.ms() / window.ms()).max(1) * window.ms());
            let fault = Fault::at(path, span.to_string(), expected);
            self.fault(fault.hint(format!("the nearest below is \"{near}\"")));
        }
        span
    }

    /// The buffers of the Alternative Solution, where they are switched on (M9).
    pub(super) fn buffer(form: &MechanismForm) -> Option<Buffer> {
        form.buffer.enabled.then_some(Buffer { bound: form.buffer.bound })
    }
}

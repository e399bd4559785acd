//! What a 503 tells, early warning and buffers (M7, M8, M9).

use super::super::form::MechanismForm;
use super::super::{Buffer, EarlyWarning, Rule};
use super::checks::nearest_whole;
use super::{Fault, Reading};
use crate::domain::{Signal, Span};

impl Reading<'_> {
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
    pub(super) fn early_warning(&mut self) -> Option<EarlyWarning> {
        let form = &self.file.mechanism.early_warning;
        let path = "/mechanism/early_warning";
        let heed = self.rules(&format!("{path}/heed"), &form.heed, |r, path, rule| {
            let users = r.select(path, &rule.users);
            let of = r.streams_or_all(path, &rule.streams);
            Some(Rule { id: rule.id.clone(), users, of, says: rule.share })
        });
        if !form.enabled {
            return None;
        }
        Some(EarlyWarning {
            warn_at: form.warn_at,
            warn_load: form.warn_load,
            warn_for: self.whole_windows(&format!("{path}/warn_for"), form.warn_for),
            defer_by: self.whole_cells(&format!("{path}/defer_by"), form.defer_by),
            heed,
        })
    }

    /// A whole number of windows, at least one.
    fn whole_windows(&mut self, path: &str, span: Span) -> Span {
        let window = self.calendar.window();
        if self.clock_known && (span.ms() == 0 || !span.is_multiple_of(window)) {
            let expected = format!("a whole number of windows of {window}, at least one (M8)");
            let fault = Fault::at(path, span.to_string(), expected);
            self.fault(fault.hint(nearest_whole(span, window)));
        }
        span
    }

    /// The buffers of the Alternative Solution, where they are switched on (M9).
    pub(super) fn buffer(form: &MechanismForm) -> Option<Buffer> {
        form.buffer.enabled.then_some(Buffer { bound: form.buffer.bound })
    }
}

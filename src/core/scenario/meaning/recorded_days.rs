//! What of a log is taken into a run: what was sent in it, or of a course the days from which its own are drawn (T8).

use super::super::form::RecordingForm;
use super::super::growth::months;
use super::super::log::Log;
use super::super::recorded::{LogDays, Meant, RecordedSent, run_said};
use super::super::{Growth, Recorded};
use super::{Fault, Reading};
use std::sync::Arc;

const PLACE: &str = "/traffic/recording";
/// Days that are drawn together where the file does not say how many: a week.
const BLOCK_DAYS: u16 = 7;
/// Days of a kind from which one is drawn.
const FEWEST: usize = 2;

/// What of a log is taken into a run.
pub(super) struct Taken {
    pub sent: Vec<RecordedSent>,
    pub days: Option<Arc<LogDays>>,
    pub remarks: Vec<String>,
}

impl Reading<'_> {
    /// What was sent in the run, as it was.
    pub(super) fn as_it_was(
        &mut self,
        form: &RecordingForm,
        log: &Log,
        meant: &[Meant],
    ) -> Option<Taken> {
        if let Some(days) = form.block_days {
            let found = format!("{days}, in a run that is no course");
            let expected = "a course (a `plan`, or events that occur), whose days are drawn: what is none replays as it was";
            self.wrong(format!("{PLACE}/block_days"), found, expected);
        }
        let sent = log.sent(meant, self.calendar);
        if sent.each.is_empty() {
            let said = log.recording.span().map(|(from, to)| run_said(from, to));
            let found =
                said.as_ref().map_or(format!("an empty log, {}", form.from), |(from, length)| {
                    format!("a log from {from} on, {length} long, with nothing in the run")
                });
            let fault = Fault::at(PLACE, found, "requests in the run, of its Users");
            let hint =
                |(from, length)| format!("\"start\": \"{from}\", \"duration\": \"{length}\"");
            self.fault(match said {
                Some(said) => fault.hint(hint(said)),
                None => fault,
            });
            return None;
        }
        let (outside, missing, blocks) = (sent.outside, sent.missing, self.calendar.blocks().len());
        let remarks = [
            (outside > 0).then(|| match outside {
                1 => "1 request lies outside the run".to_owned(),
                many => format!("{many} requests lie outside the run"),
            }),
            (missing > 0).then(|| format!("of {missing} of {blocks} half-hours of the run the log says nothing: nothing is sent in them")),
        ];
        let remarks = remarks.into_iter().flatten().chain(sent.remarks.iter().cloned()).collect();
        Some(Taken { sent: sent.each.clone(), days: None, remarks })
    }

    /// The days from which those of the course are drawn, and the log laid over it once.
    pub(super) fn days_of(
        &mut self,
        form: &RecordingForm,
        log: &Log,
        meant: &[Meant],
    ) -> Option<Taken> {
        let block_days = form.block_days.unwrap_or(BLOCK_DAYS);
        let days = log.days(meant, self.calendar);
        let (all, of_kind) = (days.days.len(), days.of_each_kind());
        let days = LogDays::new(usize::from(block_days), days, self.calendar);
        let wanted = |kind: usize| days.course.iter().any(|k| *k as usize == kind);
        let few = (0..3).any(|kind| wanted(kind) && of_kind[kind] < FEWEST);
        let said = by_kind(all, of_kind);
        if few || all < days.block_days || days.log.sent.is_empty() {
            let found = match days.log.sent.is_empty() && all > 0 {
                true => format!("{said}, with no requests of its Users"),
                false => said,
            };
            let expected = format!(
                "requests of its Users on {block_days} whole days at least (block_days), and {FEWEST} of every kind of day that the course has"
            );
            let hint = "a whole day is one of 48 half-hours from the log's first row to its last, with at least one row: a row with a count of 0 at its ends makes a day whole";
            self.fault(Fault::at(PLACE, found, expected).hint(hint));
            return None;
        }
        let (outside, missing) = (days.log.outside, days.log.missing);
        let remarks = [
            Some(format!("{said} stand for the {} of the course, drawn in blocks of {block_days}: what is rarer than one day in {all} is not in it, and of triggers that are rarer there are bounds only", days.course.len())),
            (outside > 0).then(|| format!("{outside} requests lie on days that are not drawn: cut off at the log's ends, or with 46 or 50 half-hours")),
            (missing > 0).then(|| format!("of {missing} of {} half-hours of these days the log says nothing: nothing is sent in them", all * 48)),
        ];
        let remarks = remarks.into_iter().flatten().collect();
        Some(Taken { sent: days.once(self.calendar), days: Some(Arc::new(days)), remarks })
    }

    /// Whether what was recorded can be counted when it has grown (M2).
    pub(super) fn recorded_fits(&mut self, recorded: &Recorded, growth: &Growth) {
        let Some(days) = &recorded.days else {
            return;
        };
        let months = months(self.calendar);
        let most = |sent: &RecordedSent| {
            let n = sent.bins.counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
            let times = months.iter().map(|m| growth.sent_per_meter(sent.user, *m));
            f64::from(n) * times.fold(0.0, f64::max).max(1.0)
        };
        let most = days.log.sent.iter().map(most).fold(0.0, f64::max);
        if most.ceil() >= f64::from(u32::MAX) {
            let found = format!("up to {most:.3e} requests of one User, SRV and mode in a bin");
            self.wrong("/plan", found, format!("fewer than {}", u32::MAX));
        }
    }
}

/// `28 days of the log (20 weekdays, 4 Saturdays, 4 Sundays or holidays)`.
fn by_kind(all: usize, [weekdays, saturdays, sundays]: [usize; 3]) -> String {
    let of = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let kinds = [
        of(weekdays, "weekday", "weekdays"),
        of(saturdays, "Saturday", "Saturdays"),
        of(sundays, "Sunday or holiday", "Sundays or holidays"),
    ];
    format!("{} ({})", of(all, "day of the log", "days of the log"), kinds.join(", "))
}

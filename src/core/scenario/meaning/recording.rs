//! Recorded traffic: whose and which requests a log's rows are, and in which cells of the run (T8).

use super::super::form::RecordingForm;
use super::super::recorded::{Recorded, RecordedBins, RecordedSent, half_hour_said, span_said};
use super::super::{Amount, Calendar, Stream, When};
use super::{Fault, Reading};
use crate::domain::{FutureDated, Mode, Share};
use crate::recording::Recording;
use std::collections::BTreeMap;
use std::sync::Arc;

const PLACE: &str = "/traffic/recording";
/// Names that are listed.
const LISTED: usize = 12;

/// What a kind of rows is here: User, SRV and mode; none where it is left out.
type Meant = Option<(usize, usize, Mode)>;

impl Reading<'_> {
    /// The recorded traffic, with streams of it added to `streams`.
    pub(super) fn recorded(
        &mut self,
        log: Option<&Recording>,
        streams: &mut Vec<Stream>,
    ) -> Option<Recorded> {
        let form = self.file.traffic.recording.as_ref()?;
        let log = log?;
        let users = self.select(PLACE, &form.users);
        if self.file.is_course() {
            let expected = "no plan and no events that occur: recorded traffic replays as it was";
            self.wrong(PLACE, "recorded traffic in a course of years", expected);
        }
        let totals = totals(log);
        let meant = self.meant(form, log, &totals, &users);
        if !self.faults.is_empty() {
            return None;
        }
        let (sent, outside) = sent(log, &meant, self.calendar);
        if sent.is_empty() {
            let said = log.span().map(|(from, to)| span_said(from, to));
            let found = said.as_ref().map_or("an empty log".to_owned(), |(from, length)| {
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
        let kinds: BTreeMap<(usize, Mode), Vec<usize>> =
            sent.iter().fold(BTreeMap::new(), |mut kinds, s: &RecordedSent| {
                kinds.entry((s.srv, s.mode)).or_insert_with(Vec::new).push(s.user);
                kinds
            });
        for ((srv, mode), users) in kinds {
            let stream = self.recorded_stream(streams, (srv, mode), users);
            streams.push(stream);
        }
        let of_kinds = |of: &dyn Fn(&Meant, u64) -> bool| -> u64 {
            meant.iter().zip(&totals).filter(|(m, n)| of(m, **n)).map(|(_, n)| n).sum()
        };
        let left_out = of_kinds(&|m, _| m.is_none());
        let mut remarks = log.remarks.said(half_hour_said);
        remarks.extend(
            (left_out > 0)
                .then(|| format!("{left_out} requests are of Users or SRVs that are left out")),
        );
        remarks.extend((outside > 0).then(|| format!("{outside} requests lie outside the run")));
        let (missing, blocks) = (missing(log, self.calendar), self.calendar.blocks().len());
        remarks.extend((missing > 0).then(|| format!("of {missing} of {blocks} half-hours of the run the log says nothing: nothing is sent in them")));
        Some(Recorded {
            users,
            second_submissions: form.second_submissions && !log.remarks.tells_seconds,
            process_steps: form.process_steps,
            sent,
            remarks,
        })
    }

    /// What each kind of rows is; faults where nobody says.
    fn meant(
        &mut self,
        form: &RecordingForm,
        log: &Recording,
        totals: &[u64],
        users: &[bool],
    ) -> Vec<Meant> {
        let unnamed =
            |map: &BTreeMap<String, String>, name: &str, known: &dyn Fn(&str) -> Option<usize>| {
                match map.get(name).map_or(name, String::as_str) {
                    "" => Ok(None),
                    id => known(id).map(Some).ok_or(()),
                }
            };
        let user = |id: &str| self.users.iter().position(|u| u.id == id);
        let srv = |id: &str| self.srvs.iter().position(|s| s.id == id);
        let (mut no_user, mut no_srv) =
            (BTreeMap::<&str, u64>::new(), BTreeMap::<&str, u64>::new());
        let mut meant = Vec::new();
        for (kind, n) in log.kinds.iter().zip(totals) {
            let whose = unnamed(&form.user_names, &kind.user, &user);
            let which = unnamed(&form.srv_names, &kind.srv, &srv);
            if whose.is_err() {
                *no_user.entry(&kind.user).or_default() += n;
            }
            if which.is_err() {
                *no_srv.entry(&kind.srv).or_default() += n;
            }
            let known = whose.ok().flatten().zip(which.ok().flatten());
            let chosen = known.filter(|(whose, _)| users.get(*whose) == Some(&true));
            meant.push(chosen.map(|(whose, which)| (whose, which, kind.mode)));
        }
        let unknown = [("user_names", "Users", no_user), ("srv_names", "SRVs", no_srv)];
        for (key, what, names) in unknown.into_iter().filter(|(_, _, names)| !names.is_empty()) {
            let listed = names.iter().take(LISTED).map(|(name, n)| format!("{name:?} ({n})"));
            let listed = listed.collect::<Vec<_>>().join(", ");
            let more = if names.len() > LISTED { ", …" } else { "" };
            let found = format!("{} that the scenario does not know: {listed}{more}", what);
            let fault = Fault::at(
                format!("{PLACE}/{key}"),
                found,
                format!(
                    "{what} of the scenario, or a name mapped to one; \"\" leaves its rows out"
                ),
            );
            self.fault(fault);
        }
        for (_, which, mode) in meant.iter().flatten() {
            let modes = &self.file.srvs[*which].modes;
            if !modes.contains(mode) {
                let found =
                    format!("{} of {}, which has not that mode", mode.word(), self.srvs[*which].id);
                let expected = modes.iter().map(|m| m.word()).collect::<Vec<_>>().join(" or ");
                self.wrong(format!("{PLACE}/from"), found, expected);
            }
        }
        meant
    }

    /// The stream of what was recorded of an SRV in a mode. When the DSP starts what it holds is said by the stream of the
    /// same kind.
    fn recorded_stream(
        &mut self,
        streams: &[Stream],
        (srv, mode): (usize, Mode),
        users: Vec<usize>,
    ) -> Stream {
        let held = mode == Mode::FutureDated && self.srvs[srv].future_dated == FutureDated::Dsp;
        let due =
            streams.iter().find(|s| held && s.srv == srv && s.mode == mode).and_then(|s| s.due);
        if held && due.is_none() {
            let found = format!("future_dated {}, which the DSP holds", self.srvs[srv].id);
            let expected =
                "a stream of it in the scenario, whose `due` says when the DSP starts them";
            self.wrong(format!("{PLACE}/from"), found, expected);
        }
        Stream {
            id: format!("recorded {} {}", self.srvs[srv].id, mode.word()),
            users,
            srv,
            mode,
            dcc_scheduled_share: Share::ZERO,
            amount: Amount::Number(0.0),
            fuel: None,
            exact: true,
            when: When::Recorded,
            due,
        }
    }
}

/// Requests of each kind.
fn totals(log: &Recording) -> Vec<u64> {
    let mut totals = vec![0; log.kinds.len()];
    for half_hour in log.half_hours() {
        log.of(half_hour).for_each(|(kind, _, n)| totals[kind] += n);
    }
    totals
}

/// What was sent in the run, and how many requests of what is meant lie outside it.
fn sent(log: &Recording, meant: &[Meant], calendar: &Calendar) -> (Vec<RecordedSent>, u64) {
    let first = calendar.first_half_hour();
    let last = first + calendar.blocks().len() as i64;
    let cells = log.bin.ms() / calendar.cell().ms();
    let bins = calendar.cells_per_block() as u64 / cells;
    let mut found: BTreeMap<(usize, usize, Mode), Vec<(u32, u32)>> = BTreeMap::new();
    let mut outside = 0;
    for half_hour in log.half_hours() {
        for (kind, bin, n) in log.of(half_hour) {
            let Some(key) = meant[kind] else {
                continue;
            };
            if !(first..last).contains(&half_hour) {
                outside += n;
                continue;
            }
            let bin = ((half_hour - first) as u64 * bins + bin) as u32;
            found.entry(key).or_default().push((bin, n as u32));
        }
    }
    let days = days_of_each_kind(calendar, log);
    let sent = |((user, srv, mode), mut counts): (_, Vec<(u32, u32)>)| {
        // Kinds of other names may be the same here.
        counts.sort_by_key(|(bin, _)| *bin);
        counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        let a_day = a_day(&counts, bins, calendar, days);
        let bins = Arc::new(RecordedBins { cells, counts });
        RecordedSent { user, srv, mode, bins, a_day }
    };
    (found.into_iter().map(sent).collect(), outside)
}

/// Days of each kind of which the log says something.
fn days_of_each_kind(calendar: &Calendar, log: &Recording) -> [f64; 3] {
    let first = calendar.first_half_hour();
    let blocks = calendar.blocks();
    let mut days = [0.0; 3];
    for half_hour in log.half_hours() {
        if let Some(block) = usize::try_from(half_hour - first).ok().and_then(|b| blocks.get(b)) {
            days[block.local.kind as usize] += 1.0 / 48.0;
        }
    }
    days
}

/// Requests a day by kind of day; of a kind that is not in the log as on all days together.
fn a_day(counts: &[(u32, u32)], bins: u64, calendar: &Calendar, days: [f64; 3]) -> [f64; 3] {
    let mut requests = [0.0; 3];
    for (bin, n) in counts {
        let block = (u64::from(*bin) / bins) as usize;
        requests[calendar.blocks()[block].local.kind as usize] += f64::from(*n);
    }
    let all = requests.iter().sum::<f64>() / days.iter().sum::<f64>();
    std::array::from_fn(|kind| if days[kind] > 0.0 { requests[kind] / days[kind] } else { all })
}

/// Half-hours of the run of which the log says nothing.
fn missing(log: &Recording, calendar: &Calendar) -> usize {
    let first = calendar.first_half_hour();
    let run = first..first + calendar.blocks().len() as i64;
    calendar.blocks().len() - log.half_hours().filter(|h| run.contains(h)).count()
}

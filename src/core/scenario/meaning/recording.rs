//! Recorded traffic: whose and which requests a log's rows are, and in which cells of the run (T8).

use super::super::form::RecordingForm;
use super::super::log::Log;
use super::super::recorded::{Meant, Recorded, RecordedSent, half_hour_said, span_said};
use super::super::{Amount, Stream, When};
use super::recorded_doubts::unknown_said;
use super::{Fault, Reading, inert};
use crate::domain::{FutureDated, Mode, Share};
use std::collections::BTreeMap;

const PLACE: &str = "/traffic/recording";
/// Names that are listed.
const LISTED: usize = 12;

impl Reading<'_> {
    /// The recorded traffic, with streams of it added to `streams`.
    pub(super) fn recorded(
        &mut self,
        log: Option<&Log>,
        streams: &mut Vec<Stream>,
    ) -> Option<Recorded> {
        let form = self.file.traffic.recording.as_ref()?;
        let log = log?;
        let users = self.select(PLACE, &form.users);
        let meant = self.meant(form, log, &users);
        self.can_be_held(log, &meant);
        self.made_again(form, log);
        if !self.faults.is_empty() {
            return None;
        }
        let taken = match self.file.is_course() {
            true => self.days_of(form, log, &meant)?,
            false => self.as_it_was(form, log, &meant)?,
        };
        let kinds: BTreeMap<(usize, Mode), Vec<usize>> =
            taken.sent.iter().fold(BTreeMap::new(), |mut kinds, s: &RecordedSent| {
                kinds.entry((s.srv, s.mode)).or_insert_with(Vec::new).push(s.user);
                kinds
            });
        for ((srv, mode), users) in kinds {
            let stream = self.recorded_stream(streams, (srv, mode), users);
            streams.push(stream);
        }
        let of_kinds = |of: &dyn Fn(&Meant, u64) -> bool| -> u64 {
            meant.iter().zip(&log.totals).filter(|(m, n)| of(m, **n)).map(|(_, n)| n).sum()
        };
        let left_out = of_kinds(&|m, _| m.is_none());
        let said = log.recording.remarks.said(half_hour_said);
        let mut remarks: Vec<String> = said.iter().map(|text| inert(text)).collect();
        remarks.extend(
            (left_out > 0)
                .then(|| format!("{left_out} requests are of Users or SRVs that are left out")),
        );
        remarks.extend(self.doubts_of_log(form, log, &meant));
        remarks.extend(taken.remarks);
        Some(Recorded {
            users,
            second_submissions: form.second_submissions && !log.recording.remarks.tells_seconds,
            process_steps: form.process_steps,
            sent: taken.sent,
            days: taken.days,
            summary: summary(log),
            remarks,
        })
    }

    /// What each kind of rows is; faults where nobody says.
    fn meant(&mut self, form: &RecordingForm, log: &Log, users: &[bool]) -> Vec<Meant> {
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
        for (kind, n) in log.recording.kinds.iter().zip(&log.totals) {
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
        let unknown = [
            ("user_names", "Users", &form.user_names, no_user),
            ("srv_names", "SRVs", &form.srv_names, no_srv),
        ];
        for (key, what, map, names) in unknown.into_iter().filter(|(.., names)| !names.is_empty()) {
            let listed = names.iter().take(LISTED).map(|(name, n)| unknown_said(name, map, *n));
            let listed = listed.collect::<Vec<_>>().join(", ");
            let more = if names.len() > LISTED { ", …" } else { "" };
            let found = format!("{what} that the scenario does not know: {listed}{more}");
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

    /// Whether what the log calls signed second submissions is made again: of critical requests at the gateway (T6).
    fn made_again(&mut self, form: &RecordingForm, log: &Log) {
        for (name, mode, rows) in &log.recording.remarks.seconds_of.0 {
            let id = form.srv_names.get(name).unwrap_or(name);
            let Some(srv) = self.srvs.iter().find(|s| s.id == *id) else {
                continue;
            };
            let held = *mode == Mode::FutureDated && srv.future_dated == FutureDated::Dsp;
            if srv.critical && *mode != Mode::DccScheduled && !held {
                continue;
            }
            let found =
                format!("{rows} rows of signed second submissions of {id}, {}", mode.word());
            let expected = "those of critical SRVs, of requests that their Users send: no others are made again";
            let hint =
                "`critical` of the SRV, or `submission` 1 in these rows, as requests of their own";
            self.fault(Fault::at(format!("{PLACE}/from"), found, expected).hint(hint));
        }
    }

    /// Whether the requests of each kind can be counted in a run.
    fn can_be_held(&mut self, log: &Log, meant: &[Meant]) {
        let mut sums: BTreeMap<&Meant, u64> = BTreeMap::new();
        for (kind, n) in meant.iter().zip(&log.totals).filter(|(kind, _)| kind.is_some()) {
            *sums.entry(kind).or_default() += n;
        }
        if let Some(most) = sums.values().max().filter(|n| **n > u64::from(u32::MAX)) {
            let found = format!("{most} requests of one User, SRV and mode");
            self.wrong(format!("{PLACE}/from"), found, format!("at most {}", u32::MAX));
        }
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

/// How much of what `log` is.
fn summary(log: &Log) -> String {
    let (recording, remarks) = (&log.recording, &log.recording.remarks);
    let span = recording.span().map(|(from, to)| span_said(from, to)).unwrap_or_default();
    format!(
        "{} first submissions in {} rows from {} on, for {}, in bins of {}",
        remarks.first, remarks.rows, span.0, span.1, recording.bin
    )
}

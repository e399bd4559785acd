//! Logs of recorded traffic that scenarios name, each read once, however often the scenario is changed (T8).

use super::fault::{Fault, Faults};
use super::form::{RecordingForm, ScenarioForm};
use super::log::Log;
use super::log_places::PLACE;
use super::recorded::run_said;
use super::{Scenario, calendar, meaning};
use crate::domain::Span;
use crate::recording::{self, Asked, Key, Recording, Said, Wrong};
use serde::Deserialize;
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// What has been read.
#[derive(Default)]
pub struct Logs(Mutex<Vec<(Asked, Arc<Log>)>>);

impl Logs {
    /// The scenario that `merged`, which is of the right form, says.
    pub fn understand(&self, merged: &Value) -> Result<Scenario, Faults> {
        let form = ScenarioForm::deserialize(merged).map_err(|e| {
            Fault::at("", e.to_string(), "a scenario as `headroom schema` describes it")
        })?;
        let Some(asked) = &form.traffic.recording else {
            return meaning::understand(form, merged, None);
        };
        let log = self.read(asked, form.resolution)?;
        let digest = digest(&log.recording);
        if let Some(wanted) = asked.digest.as_ref().filter(|wanted| **wanted != digest) {
            let files: Vec<&str> = files(asked).map(String::as_str).collect();
            let found = format!("{digest} ({})", files.join(", "));
            let fault = Fault::at(format!("{PLACE}/digest"), found, format!("the log of {wanted}"));
            return Err(fault.hint("another log is another scenario: take the digest out").into());
        }
        let mut resolved = merged.clone();
        resolved["traffic"]["recording"]["digest"] = digest.into();
        meaning::understand(form, &resolved, Some(&log))
    }

    /// When the log of `merged` begins, and how long it is, as a scenario says it; whole half-hours. None of a course, whose days are
    /// drawn from it.
    pub fn span(&self, merged: &Value) -> Result<Option<(String, String)>, Faults> {
        let Ok(form) = ScenarioForm::deserialize(merged) else {
            return Ok(None);
        };
        let Some(log) = form.traffic.recording.as_ref().filter(|_| !form.is_course()) else {
            return Ok(None);
        };
        let span = self.read(log, form.resolution)?.recording.span();
        Ok(span.map(|(from, to)| run_said(from, to)))
    }

    fn read(&self, log: &RecordingForm, resolution: Span) -> Result<Arc<Log>, Faults> {
        if resolution.ms() == 0 || !calendar::HALF_HOUR.is_multiple_of(resolution) {
            let expected = "a length that divides a half-hour into whole cells (T1)";
            return Err(Fault::at("/resolution", resolution.to_string(), expected).into());
        }
        let asked = Asked {
            files: files(log).cloned().collect(),
            map: log.map.clone(),
            zone: log.zone.clone(),
            grain: resolution,
            bin: log.bin,
            said: Said::default(),
            answers: false,
        };
        let mut known = self.0.lock().expect("no reader panics");
        if let Some((_, log)) = known.iter().find(|(a, _)| *a == asked) {
            return Ok(Arc::clone(log));
        }
        let recording =
            recording::read(&asked).map_err(|wrong| Faults(wrong.all().map(fault).collect()))?;
        let log = Arc::new(Log::new(recording));
        known.push((asked, Arc::clone(&log)));
        Ok(log)
    }

    /// The same with every text as `called` says it.
    pub fn renamed(&self, called: &dyn Fn(&str) -> String) -> Self {
        let known = self.0.lock().expect("no reader panics");
        let renamed = known.iter().map(|(asked, log)| {
            let mut asked = asked.clone();
            asked.files.iter_mut().for_each(|file| *file = called(file));
            asked.map = asked.map.iter().map(|(a, b)| (called(a), called(b))).collect();
            asked.zone = asked.zone.as_deref().map(called);
            let mut recording = log.recording.clone();
            for kind in &mut recording.kinds {
                (kind.user, kind.srv) = (called(&kind.user), called(&kind.srv));
            }
            for (srv, ..) in &mut recording.remarks.seconds_of.0 {
                *srv = called(srv);
            }
            (asked, Arc::new(Log::new(recording)))
        });
        Self(Mutex::new(renamed.collect()))
    }
}

/// The files of a log, in order.
fn files(log: &RecordingForm) -> impl Iterator<Item = &String> {
    std::iter::once(&log.from).chain(&log.further)
}

/// What names a log by what it says.
fn digest(recording: &Recording) -> String {
    match &recording.remarks.files[..] {
        [(_, digest)] => digest.clone(),
        files => {
            let all: String = files.iter().map(|(_, digest)| digest.as_str()).collect();
            blake3::hash(all.as_bytes()).to_hex().to_string()
        }
    }
}

fn fault(wrong: &Wrong) -> Fault {
    let found = match wrong.row {
        Some(_) => format!("{} ({})", wrong.found, wrong.place()),
        None => format!("{} ({})", wrong.found, wrong.file),
    };
    let key = wrong.key.map_or("from", Key::word);
    let fault = Fault::at(format!("{PLACE}/{key}"), found, wrong.expected.clone());
    match &wrong.hint {
        Some(hint) => fault.hint(hint.clone()),
        None => fault,
    }
}

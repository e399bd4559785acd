//! Logs of recorded traffic that scenarios name, each read once, however often the scenario is changed (T8).

use super::fault::{Fault, Faults};
use super::form::{RecordingForm, ScenarioForm};
use super::log::Log;
use super::recorded::run_said;
use super::{Scenario, calendar, meaning};
use crate::domain::Span;
use crate::recording::{self, Asked, Key, Recording, Said, Wrong};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Where recorded traffic stands.
const PLACE: &str = "/traffic/recording";

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
            let fault =
                Fault::at(format!("{PLACE}/digest"), digest, format!("the log of {wanted}"));
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

    fn read(&self, log: &RecordingForm, resolution: Span) -> Result<Arc<Log>, Fault> {
        if resolution.ms() == 0 || !calendar::HALF_HOUR.is_multiple_of(resolution) {
            let expected = "a length that divides a half-hour into whole cells (T1)";
            return Err(Fault::at("/resolution", resolution.to_string(), expected));
        }
        let asked = Asked {
            files: std::iter::once(&log.from).chain(&log.further).cloned().collect(),
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
        let recording = recording::read(&asked).map_err(|wrong| fault(&wrong))?;
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

/// Paths of logs that the file `value` in `folder` names, made such of the working directory.
pub fn locate(value: &mut Value, folder: Option<&Path>) {
    let Some(log) = value.pointer_mut(PLACE) else {
        return;
    };
    let placed = |path: &mut Value| {
        if let (Some(folder), Value::String(text)) = (folder, &path) {
            *path = folder.join(text).display().to_string().into();
        }
    };
    log.get_mut("from").into_iter().for_each(placed);
    let further = log.get_mut("further").and_then(Value::as_array_mut);
    further.into_iter().flatten().for_each(placed);
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

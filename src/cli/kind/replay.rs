//! `headroom replay`: what would have happened on the days of a log?

use super::compare::of_settings;
use super::run::of_one;
use super::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::args::{Common, Named, Replay};
use crate::cli::forecast::running;
use crate::cli::wrong::stop;
use crate::evidence::findings::Findings;
use crate::evidence::observed::{Scored, Watched, places};
use crate::evidence::tables::{observed_json, observed_small, observed_tables};
use headroom_core::experiment::{Asked, Study, user_half_hours};
use headroom_core::recording::{ObservedTable, read_names, read_observed};
use headroom_core::scenario::{Change, Draft};
use serde_json::{Map, Value, json};
use std::path::Path;

impl Kind for Replay {
    type Question = ();

    fn common(&self) -> &Common {
        &self.common
    }

    fn beside(&self) -> bool {
        !self.beside.alone
    }

    fn asked(&self, draft: &Draft) -> Result<(Asked, ()), Stop> {
        let given = self.common.choices.all_changes();
        let change = |pointer: &str, value| Change { pointer: pointer.to_owned(), value };
        let mut log = vec![change("/traffic/recording", self.recording()?)];
        // The run is the log's, where nothing else is asked for.
        let asked = |pointer: &str| given.iter().any(|c| c.pointer == pointer);
        if !asked("/start") && !asked("/duration") {
            let span = draft.log_span(&[log.clone(), given.clone()].concat())?;
            let span = span.map(|(start, length)| [("/start", start), ("/duration", length)]);
            log.extend(span.into_iter().flatten().map(|(p, value)| change(p, value.into())));
        }
        // So that what is wrong because of the log is said to be.
        draft.with(&[("--log", &log), ("--set", &given)])?;
        let set = [log, given].concat();
        let asked = Asked::of(set, &self.with);
        Ok((Asked { axes: self.vary.clone(), ..asked }, ()))
    }

    /// What was observed can be held against it, before anything runs.
    fn check(&self, study: &Study) -> Result<(), Stop> {
        let Some(path) = &self.observed else {
            return Ok(());
        };
        if study.base.is_course() {
            return Err(Stop("--observed: the scenario is a course, whose days are drawn\n  expected: the days of the log, as they were".to_owned()));
        }
        let observed = self.read_observed(path)?;
        places(&study.base, &observed.rows).map(|_| ()).map_err(|why| wrong_observed(path, &why))
    }

    fn asks_each(&self) -> bool {
        self.with.len() + self.vary.len() > 0
    }

    fn shown(&self, (): &(), f: &Findings) -> Result<StudyShown, Stop> {
        let shown = match f.variants.len() {
            1 => of_one(f),
            _ => of_settings(f, self.common().format),
        }?;
        match &self.observed {
            Some(path) => self.beside_observed(path, f, shown),
            None => Ok(shown),
        }
    }
}

impl Replay {
    /// The recorded traffic that the arguments say, as a scenario does.
    fn recording(&self) -> Result<Value, Stop> {
        let text = |(name, is): (String, String)| (name, Value::String(is));
        let map = self.map.iter().map(|Named(column, is)| text((column.clone(), is.clone())));
        let mut recording = json!({
            "from": self.log[0],
            "further": self.log[1..],
            "map": Value::Object(map.collect()),
        });
        if let Some(path) = &self.users {
            let names = read_names(&path.display().to_string());
            let names = names.map_err(|wrong| stop(&wrong))?;
            recording["user_names"] = names.into_iter().map(text).collect::<Map<_, _>>().into();
        }
        if let Some(zone) = &self.zone {
            recording["zone"] = zone.clone().into();
        }
        if let Some(bin) = self.bin {
            recording["bin"] = bin.to_string().into();
        }
        if !self.only.is_empty() {
            recording["users"] = json!({ "ids": self.only });
        }
        Ok(recording)
    }

    fn read_observed(&self, path: &Path) -> Result<ObservedTable, Stop> {
        let observed = read_observed(&path.display().to_string(), self.zone.as_deref());
        observed.map_err(|wrong| stop(&wrong))
    }

    /// `shown` with every variant held against what was observed.
    pub(super) fn beside_observed(
        &self,
        path: &Path,
        f: &Findings,
        mut shown: StudyShown,
    ) -> Result<StudyShown, Stop> {
        let ObservedTable { rows: observed, unread } = self.read_observed(path)?;
        let times = observed.iter().any(|row| row.response_time.is_some());
        let common = &self.common;
        let watched = f.variants.iter().zip(&f.evidence).map(|(found, e)| {
            let running = running(&common.choices, common.step_all);
            let seen = user_half_hours(&e.plan, e.plan.scenario.replications, running, times)?;
            Ok(Watched { name: &found.label, plan: &e.plan, seen })
        });
        let watched: Vec<Watched<'_>> = watched.collect::<Result<_, String>>()?;
        let scored = Scored::new(&watched, &observed).map_err(|why| wrong_observed(path, &why))?;
        let mut small = observed_small(&scored);
        if !unread.is_empty() {
            small.note += &format!("\ncolumns that nothing is read of: {}", unread.join(", "));
        }
        shown.small.push(small);
        let said = scored.sentences();
        if let Some(first) = said.first() {
            shown.first.answer += &format!(" Held against what was observed: {first}");
        }
        shown.json["observed_in_words"] = said.clone().into();
        shown.sentences.extend(said);
        shown.tables.extend(observed_tables(&scored));
        shown.json["observed"] = observed_json(&scored).into();
        if !scored.best.is_empty() {
            shown.json["best_fitting"] = scored.best.clone().into();
        }
        Ok(shown)
    }
}

fn wrong_observed(path: &Path, why: &str) -> Stop {
    Stop(format!("--observed: {}\n  {why}", path.display()))
}

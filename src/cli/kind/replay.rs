//! `headroom replay`: what would have happened on the days of a log?

use super::compare::of_settings;
use super::run::of_one;
use super::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::args::{Common, Named, Replay};
use crate::evidence::findings::Findings;
use headroom_core::experiment::Asked;
use headroom_core::recording::read_names;
use headroom_core::scenario::{Change, Draft};
use serde_json::{Map, Value, json};

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
        let mut set = vec![change("/traffic/recording", self.recording()?)];
        set.extend(given.iter().cloned());
        // The run is the log's, where nothing else is asked for.
        let asked = |pointer: &str| given.iter().any(|c| c.pointer == pointer);
        if !asked("/start") && !asked("/duration") {
            let span = draft.log_span(&set)?;
            let span = span.map(|(start, length)| [("/start", start), ("/duration", length)]);
            set.extend(span.into_iter().flatten().map(|(p, value)| change(p, value.into())));
        }
        let asked = Asked::of(set, &self.with);
        Ok((Asked { axes: self.vary.clone(), ..asked }, ()))
    }

    fn asks_each(&self) -> bool {
        self.with.len() + self.vary.len() > 0
    }

    fn shown(&self, (): &(), f: &Findings) -> Result<StudyShown, Stop> {
        match f.variants.len() {
            1 => of_one(f),
            _ => of_settings(f),
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
            let names = names.map_err(|wrong| {
                let place = wrong.place();
                Stop(format!(
                    "{place}\n  found:    {}\n  expected: {}",
                    wrong.found, wrong.expected
                ))
            })?;
            recording["user_names"] = names.into_iter().map(text).collect::<Map<_, _>>().into();
        }
        if let Some(zone) = &self.zone {
            recording["zone"] = zone.clone().into();
        }
        if !self.only.is_empty() {
            recording["users"] = json!({ "ids": self.only });
        }
        Ok(recording)
    }
}

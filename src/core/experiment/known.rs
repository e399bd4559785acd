//! A study as its folder says it, or a scenario by itself: one variant of it made ready again.

use super::asked::Asked;
use super::axis::Axis;
use super::grid::points;
use super::measure::Measure;
use super::sealed::{STUDY, SealedStudy};
use super::setting::Setting;
use crate::engine::{Plan, run};
use crate::ledger::Ledger;
use crate::scenario::{Change, Draft, Fault, Faults, Scenario, find_logs, log_changed};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// Labels that are listed where one has to be chosen.
const MOST_LISTED: usize = 20;

/// What was asked.
pub struct Known {
    draft: Draft,
    asked: Asked,
    /// How many replications each variant has; none of a scenario by itself.
    pub replications: Option<u32>,
    /// The digests of what decides each variant's result, where they are known.
    inputs: Vec<String>,
    label: String,
}

/// A variant of it.
#[derive(Clone, Debug)]
pub struct OneOf {
    /// Its number, from 1; none where there is only one.
    pub number: Option<usize>,
    /// What people call it.
    pub label: String,
    /// The scenario, ready to run.
    pub plan: Plan,
}

impl Known {
    /// What is known of `given`: the folder of a study, a scenario file or the name of a shipped one.
    ///
    /// # Errors
    /// What cannot be read, a damaged `study.json`, or one of another version; in words with what to do.
    pub fn read(given: &str) -> Result<Self, String> {
        let folder = Path::new(given);
        let Some(sealed) = SealedStudy::read(folder)? else {
            if folder.is_dir() {
                return Err(format!(
                    "{given}: a folder without a study.json\n  expected: the folder of a study, a scenario file or the name of a shipped one"
                ));
            }
            let draft = Draft::read(given).map_err(|faults| faults.to_string())?;
            let asked = Asked { settings: vec![Setting::as_it_stands()], ..Asked::default() };
            let label = given.to_owned();
            return Ok(Self { draft, asked, replications: None, inputs: Vec::new(), label });
        };
        sealed.check()?;
        Self::of_study(folder, &sealed.study)
    }

    fn of_study(folder: &Path, study: &Value) -> Result<Self, String> {
        let label = folder.join(STUDY).display().to_string();
        let label = label.as_str();
        if study["published"] == true {
            return Err(format!(
                "{label}: a study under pseudonyms, which has not the scenario in it that was run
  hint: run it again without --publish"
            ));
        }
        let asked = asked(study).ok_or_else(|| damaged(label))?;
        let replications = study["replications"].as_u64().and_then(|n| u32::try_from(n).ok());
        let inputs: Option<Vec<String>> = study["inputs"]
            .as_array()
            .and_then(|list| list.iter().map(|i| i.as_str().map(str::to_owned)).collect());
        let mut scenario = study["scenario"].clone();
        find_logs(&mut scenario, folder)
            .map_err(|fault| Faults::from(fault.in_file(label)).to_string())?;
        let draft = Draft::of_text(label, &scenario.to_string());
        Ok(Self {
            draft: draft.map_err(|faults| faults.to_string())?,
            asked,
            replications: Some(replications.ok_or_else(|| damaged(label))?),
            inputs: inputs.ok_or_else(|| damaged(label))?,
            label: label.to_owned(),
        })
    }

    /// The variant called `which`, by its label or its number; the only one where there is one.
    ///
    /// # Errors
    /// No such variant, or several and none named; faults of the scenario; a `study.json` that was changed.
    pub fn variant(&self, which: Option<&str>) -> Result<OneOf, String> {
        let points = points(&self.asked).map_err(|faults| faults.to_string())?;
        let labels: Vec<String> = points.iter().map(|(s, p)| self.asked.label(*s, p)).collect();
        let at = chosen(&labels, which)?;
        let (setting, place) = &points[at];
        let vary: Vec<Change> =
            self.asked.axes.iter().zip(place).map(|(axis, i)| axis.at(*i)).collect();
        let with = &self.asked.settings[*setting].changes;
        let ready = self.draft.with(&[("--with", with), ("--vary", &vary)]);
        let scenario: Scenario = ready.map_err(|faults| self.of_its_log(faults).to_string())?;
        if !self.inputs.is_empty() && self.inputs.get(at) != Some(&scenario.inputs) {
            return Err(format!(
                "{}: was changed since the study was run\n  hint: run the study again",
                self.label
            ));
        }
        let name = scenario.name.clone();
        let mut plan = Plan::sharing(Arc::new(scenario), &[])
            .map_err(|fault| Faults::from(fault.in_file(name)).to_string())?;
        let measure = Measure::new(&self.draft, &self.asked.set, self.asked.first())
            .map_err(|faults| faults.to_string())?;
        measure.measure(&mut plan).map_err(|faults| faults.to_string())?;
        let number = (labels.len() > 1).then_some(at + 1);
        Ok(OneOf { number, label: labels[at].clone(), plan })
    }

    /// `faults` of its scenario: of a study's that its log is another is told as such.
    fn of_its_log(&self, faults: Faults) -> Faults {
        match self.replications {
            Some(_) => log_changed(faults, &self.label),
            None => faults,
        }
    }
}

/// Runs `replication`, from 0, of `plan` again with `user` watched, every block opened: what the replication
/// showed of everything else is the same to the byte.
pub fn watch(plan: Plan, user: usize, replication: u32) -> Ledger {
    run(&plan.watching(user), replication, true)
}

fn damaged(label: &str) -> String {
    format!("{label}: damaged\n  hint: run the study again, which reads what its runs/ holds")
}

/// Settings and axes of a study file; none where it is none.
fn asked(study: &Value) -> Option<Asked> {
    let change = |(pointer, value): (&String, &Value)| Change {
        pointer: pointer.clone(),
        value: value.clone(),
    };
    let setting = |s: &Value| {
        let changes = s["changes"].as_object()?.iter().map(change).collect();
        Some(Setting { name: s["name"].as_str()?.to_owned(), changes })
    };
    let axis = |a: &Value| {
        let values = a["values"].as_array()?.clone();
        Some(Axis { pointer: a["pointer"].as_str()?.to_owned(), values })
    };
    Some(Asked {
        settings: study["settings"].as_array()?.iter().map(setting).collect::<Option<_>>()?,
        axes: study["axes"].as_array()?.iter().map(axis).collect::<Option<_>>()?,
        ..Asked::default()
    })
}

fn chosen(labels: &[String], which: Option<&str>) -> Result<usize, String> {
    let fault = |found: String| {
        let shown = labels.iter().enumerate().take(MOST_LISTED);
        let mut listed: Vec<String> = shown.map(|(i, l)| format!("{}: {l}", i + 1)).collect();
        if labels.len() > MOST_LISTED {
            listed.push(format!("{} more, in tables/variants.csv", labels.len() - MOST_LISTED));
        }
        let expected = format!("a variant's number or its label; {}", listed.join("; "));
        Fault::at("", found, expected).in_file("--variant")
    };
    let said = |fault| Err(Faults::from(fault).to_string());
    let Some(which) = which else {
        return match labels.len() {
            1 => Ok(0),
            n => said(fault(format!("none, of {n} variants"))),
        };
    };
    let number = || which.parse::<usize>().ok().filter(|n| (1..=labels.len()).contains(n));
    match labels.iter().position(|l| l == which).or_else(|| number().map(|n| n - 1)) {
        Some(at) => Ok(at),
        None => {
            let fault = fault(format!("{which:?}"));
            said(fault.did_you_mean(which, labels.iter().map(String::as_str)))
        }
    }
}

//! Reading a scenario: file, what it extends, changes, form, meaning. All faults of a stage at once. Its ranges and
//! counterparts are read in `load/ends.rs`.

mod ends;

use super::cause::with_cause;
use super::chain::{ChainFile, chain, from_path, from_shipped, merged, with_origin};
use super::fault::{Fault, Faults, brief};
use super::files::read_file;
use super::json::{renamed, within};
use super::log_places::locate;
use super::logs::Logs;
use super::merge::Change;
use super::overlay::{Overlaid, overlaid};
use super::overridden::{capacity_overridden, idle_capacity, idle_switched};
use super::range::sensitivity_digest;
use super::tables::{TableRead, read_tables, with_rows};
use super::{Scenario, json, merge, shipped, walk};
use serde_json::Value;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A scenario that is read once and can be changed in many ways.
pub struct Draft {
    chain: Vec<ChainFile>,
    merged: Value,
    /// Faults of merging.
    faults: Vec<Fault>,
    /// Whether what is merged is of the right form: then only what a change touches has to be walked through.
    is_formed: OnceLock<bool>,
    /// The text of the sensitivity kept with it.
    kept: Option<Arc<str>>,
    logs: Logs,
    /// Tables that lists were read from.
    tables: Vec<TableRead>,
}

/// Reads the scenario at `given`, a path or the name of a shipped scenario, and applies `changes`.
///
/// ```
/// use headroom_core::scenario::load;
///
/// let scenario = load("minimal", &["/mechanism/operating_threshold=0.5".parse()?])?;
/// assert_eq!(scenario.threshold().get(), 0.5 * scenario.gateway.max_capacity.get());
/// // Every fault at once, each with its place, what was found and what was expected.
/// let faults = load("minimal", &["/mechanism/operating_treshold=0.5".parse()?]).unwrap_err();
/// assert_eq!(faults.0[0].hint.as_deref(), Some("did you mean `operating_threshold`?"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Every fault of the first stage that has any: reading, keys given twice, form, meaning.
pub fn load(given: &str, changes: &[Change]) -> Result<Scenario, Faults> {
    Draft::read(given)?.with_ranges(&[("--set", changes)])
}

/// Reads a scenario from `text` that calls itself `label`; paths it extends are beside the working
/// directory.
///
/// # Errors
/// As [`load`].
pub fn load_text(label: &str, text: &str, changes: &[Change]) -> Result<Scenario, Faults> {
    Draft::of_text(label, text)?.with_ranges(&[("--set", changes)])
}

impl Draft {
    /// Reads the scenario at `given`, a path or the name of a shipped scenario, and what it extends.
    ///
    /// # Errors
    /// Files that cannot be read, and keys given twice.
    pub fn read(given: &str) -> Result<Self, Faults> {
        let path = Path::new(given);
        let (top, beside) = match shipped::find(given) {
            Some(file) if !path.is_file() => (from_shipped(file)?, None),
            _ => (from_path(path)?, kept_text(path)),
        };
        let draft = Self::new(top)?;
        Ok(Self { kept: beside.map(Arc::from).or(draft.kept), ..draft })
    }

    /// Reads the scenario of `text`, which calls itself `label`; paths it extends are beside the working
    /// directory.
    ///
    /// # Errors
    /// As [`Draft::read`].
    pub fn of_text(label: &str, text: &str) -> Result<Self, Faults> {
        let value = json::parse(label, text.as_bytes())?;
        Self::new(ChainFile { label: label.to_owned(), folder: Some(PathBuf::new()), value })
    }

    fn new(top: ChainFile) -> Result<Self, Faults> {
        let mut chain = chain(top)?;
        let (mut tables, mut wrong) = (Vec::new(), Vec::new());
        for file in &mut chain {
            locate(&mut file.value, file.folder.as_deref());
            let (read, faults) = read_tables(file);
            tables.extend(read);
            wrong.extend(faults);
        }
        if !wrong.is_empty() {
            let besides = besides(&chain, &tables, &wrong);
            return Err(Faults(wrong.into_iter().chain(besides).collect()));
        }
        let mut faults = Vec::new();
        let mut merged = merged(&chain, &mut faults);
        if !tables.is_empty() {
            merged["tables"] = tables.iter().map(|table| table.note.clone()).collect();
        }
        walk::settle(&mut merged);
        let kept = merged["name"].as_str().and_then(shipped::find_kept).map(Arc::from);
        let (is_formed, logs) = Default::default();
        Ok(Self { chain, merged, faults, is_formed, kept, logs, tables })
    }

    /// The scenario with `changes`: for each option that gives some, its name and what it gives.
    ///
    /// # Errors
    /// Every fault of the first stage that has any: changes, form, meaning.
    pub fn with(&self, changes: &[(&str, &[Change])]) -> Result<Scenario, Faults> {
        self.changed(&self.merged, changes)
    }

    /// The scenario that `base` says, with `changes`.
    fn changed(&self, base: &Value, changes: &[(&str, &[Change])]) -> Result<Scenario, Faults> {
        let mut faults = Vec::new();
        // A large one without changes is not copied.
        let mut merged = Cow::Borrowed(base);
        let mut set = Vec::new();
        for (option, change) in
            changes.iter().flat_map(|(o, list)| list.iter().map(move |c| (o, c)))
        {
            let outcome = if change.pointer == "/extends" {
                let expected = "no such change: what a scenario extends stands in its file";
                Err(Fault::at("/extends", brief(&change.value), expected))
            } else {
                merge::set(merged.to_mut(), &change.pointer, change.value.clone())
            };
            let outcome = outcome.and_then(|path| match change.value.is_null() {
                true => walk::unknown_place(&path).map_or(Ok(path), Err),
                false => Ok(path),
            });
            match outcome {
                Ok(path) => set.push((path, *option)),
                Err(fault) => faults.push(fault.in_file(*option)),
            }
        }
        let touched = self.touched(&merged, &set);
        if !set.is_empty() {
            match &touched {
                Some(keys) => walk::settle_members(merged.to_mut(), keys),
                None => walk::settle(merged.to_mut()),
            }
        }
        if faults.is_empty() {
            faults = match &touched {
                Some(keys) => walk::walk_members(&merged, keys),
                None => walk::walk_scenario(&merged),
            };
        }
        // What is given twice is left out of what is walked, and the rest of its list is not.
        faults.splice(0..0, self.faults.iter().cloned());
        faults.extend(idle_capacity(&merged, &set));
        faults.extend(idle_switched(&merged, &set));
        let scenario = match faults.is_empty() {
            true => self.logs.understand(&merged),
            false => Err(Faults(faults)),
        };
        let overridden = capacity_overridden(&merged, &self.chain, &set);
        let scenario = scenario.map(|s| Scenario { kept: self.kept.clone(), overridden, ..s });
        scenario.map_err(|faults| {
            let faults = with_rows(with_origin(faults, &self.chain, &set), &self.tables);
            let before = || self.wrong_before(base, changes);
            with_cause(faults, &self.chain, &set, || self.is_right(), before)
        })
    }

    /// What is wrong with the scenario that `base` says without the last option that gives some of `changes`, where others do.
    fn wrong_before(&self, base: &Value, changes: &[(&str, &[Change])]) -> Vec<Fault> {
        let last = changes.iter().rposition(|(_, list)| !list.is_empty()).unwrap_or(0);
        let others = &changes[..last];
        match others.iter().all(|(_, list)| list.is_empty()) {
            true => Vec::new(),
            false => self.changed(base, others).err().map(|f| f.0).unwrap_or_default(),
        }
    }

    /// The members of `merged` that changes `set`, where the others are known to be of the right form.
    fn touched<'a>(&self, merged: &Value, set: &'a [(String, &str)]) -> Option<Vec<&'a str>> {
        let key = |(path, _): &'a (String, &str)| path.split('/').nth(1);
        let keys: Vec<&str> = set.iter().map(key).collect::<Option<_>>()?;
        (keys.iter().all(|key| merged.get(key).is_some()) && self.is_formed()).then_some(keys)
    }

    /// Whether it is of the right form without changes.
    fn is_formed(&self) -> bool {
        let walk = || self.faults.is_empty() && walk::walk_scenario(&self.merged).is_empty();
        *self.is_formed.get_or_init(walk)
    }

    /// Whether it can be read without changes.
    fn is_right(&self) -> bool {
        self.is_formed() && self.logs.understand(&self.merged).is_ok()
    }

    /// The same scenario with every text and key as `called` says it: what people call things decides nothing. What is kept
    /// of its sensitivity stays its own.
    pub fn renamed(&self, called: &dyn Fn(&str) -> String) -> Self {
        let merged = renamed(&self.merged, called);
        let [was, is] = [&self.merged, &merged].map(sensitivity_digest);
        let file = |file: &ChainFile| ChainFile {
            label: file.label.clone(),
            folder: file.folder.clone(),
            value: renamed(&file.value, called),
        };
        Self {
            chain: self.chain.iter().map(file).collect(),
            kept: self.kept.as_deref().map(|text| called(text).replace(&was, &is).into()),
            faults: self.faults.clone(),
            is_formed: OnceLock::new(),
            logs: self.logs.renamed(called),
            tables: Vec::new(),
            merged,
        }
    }

    /// When the log of recorded traffic begins that it has with `set`, and how long it is, as a scenario says it.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub fn log_span(&self, set: &[Change]) -> Result<Option<(String, String)>, Faults> {
        let mut merged = self.merged.clone();
        for change in set {
            merge::set(&mut merged, &change.pointer, change.value.clone())?;
        }
        walk::settle(&mut merged);
        self.logs.span(&merged)
    }

    /// The scenario as its files say it, without changes.
    pub fn merged(&self) -> &Value {
        &self.merged
    }

    /// The name of the scenario that it extends, and what it has otherwise; none where it extends none, or a mere fragment.
    pub fn overlaid(&self) -> Option<(String, Vec<Overlaid>)> {
        let base = merged(self.chain.get(1..)?, &mut Vec::new());
        base.get("start")?;
        let name = base["name"].as_str().unwrap_or_default().to_owned();
        Some((name, overlaid(&base, &self.merged)))
    }
}

/// What else is wrong with the form of a file of which a table, or a cell of one, cannot be read: of what that says nothing is known.
fn besides(chain: &[ChainFile], tables: &[TableRead], wrong: &[Fault]) -> Vec<Fault> {
    let of_a_table = |fault: &Fault| {
        let (path, each) = (&fault.path, wrong.iter().map(|w| &w.path));
        !path.is_empty() && each.into_iter().any(|at| within(path, at) || within(at, path))
    };
    let mut faults = Vec::new();
    let mut merged = merged(chain, &mut faults);
    // Of ids that a table has twice it is told already.
    faults.retain(|fault| !of_a_table(fault));
    walk::settle(&mut merged);
    let Faults(walked) = with_origin(Faults(walk::walk_scenario(&merged)), chain, &[]);
    let is_told = |f: &Fault| !of_a_table(f) || tables.iter().any(|table| table.tells(f));
    faults.extend(walked.into_iter().filter(is_told));
    with_rows(Faults(faults), tables).0
}

/// Where the sensitivity of the scenario file at `path` is kept: beside it.
pub fn kept_beside(path: &Path) -> PathBuf {
    path.with_extension("sensitivity.json")
}

/// What is kept there; nothing where there is no such file, or one that cannot be read.
fn kept_text(path: &Path) -> Option<String> {
    String::from_utf8(read_file(&kept_beside(path), json::LARGEST).ok()?).ok()
}

#[cfg(test)]
mod tests;

//! The files of a scenario: it, what it extends, what that extends, and so on; and who of them says what.

use super::fault::{Fault, Faults, NEITHER, NOTHING, brief, nearest};
use super::files::read_file;
use super::{json, merge, shipped, walk};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Longest chain of scenarios that extend one another.
const DEEPEST: usize = 16;

/// One file of the chain.
pub struct ChainFile {
    /// What it is called in faults.
    pub label: String,
    /// Where its relative paths begin; none for what comes with the program.
    pub folder: Option<PathBuf>,
    /// What it says.
    pub value: Value,
}

impl ChainFile {
    /// Whether it says anything at `path`.
    pub fn says(&self, path: &str) -> bool {
        Sayings::of(&self.value).say(path)
    }
}

/// The files from `top` down to the one that extends nothing.
pub fn chain(top: ChainFile) -> Result<Vec<ChainFile>, Faults> {
    let mut chain = vec![top];
    loop {
        let last = chain.last().expect("never empty");
        let fault = |found: &str, expected: &str| {
            Faults::from(Fault::at("/extends", found, expected).in_file(last.label.as_str()))
        };
        if !last.value.is_object() {
            let found = brief(&last.value);
            return Err(Fault::at("", found, "a scenario: a JSON object")
                .in_file(last.label.as_str())
                .into());
        }
        let name = match last.value.get("extends") {
            None | Some(Value::Null) => return Ok(chain),
            Some(Value::String(name)) => name.clone(),
            Some(other) => {
                return Err(fault(&brief(other), "a shipped name or a path ending in .json"));
            }
        };
        let next = if name.ends_with(".json") {
            let Some(folder) = &last.folder else {
                return Err(fault(&name, "a shipped name"));
            };
            if Path::new(&name).is_absolute() {
                return Err(fault(
                    &name,
                    "a path relative to this file, so that it works elsewhere too",
                ));
            }
            from_path(&folder.join(&name)).map_err(|faults| wanted_by(faults, &last.label))?
        } else if let Some(file) = shipped::find(&name) {
            from_shipped(file)?
        } else {
            let names = || shipped::scenario_names().chain(shipped::data_names());
            let expected = format!(
                "a path ending in .json, or one of {}",
                names().collect::<Vec<_>>().join(", ")
            );
            let fault =
                Fault::at("/extends", format!("{name:?}"), expected).did_you_mean(&name, names());
            return Err(fault.in_file(last.label.as_str()).into());
        };
        if chain.len() == DEEPEST || chain.iter().any(|s| s.label == next.label) {
            return Err(fault(&name, "a chain of scenarios that ends, of at most 16"));
        }
        chain.push(next);
        let values: usize = chain.iter().map(|file| json::values_of(&file.value)).sum();
        if values > json::MOST_TOGETHER {
            let most = json::MOST_TOGETHER;
            let found = format!("{name:?}, which makes {values} values of {} files", chain.len());
            let expected = format!("at most {most} values in a scenario and all that it extends");
            return Err(Fault::at("/extends", found, expected)
                .in_file(chain[chain.len() - 2].label.as_str())
                .into());
        }
    }
}

/// Says who wanted the file that could not be read.
fn wanted_by(mut faults: Faults, label: &str) -> Faults {
    for fault in &mut faults.0 {
        fault.hint.get_or_insert_with(|| format!("{label} extends it"));
    }
    faults
}

/// What the files of `chain` say together, the last first.
pub fn merged(chain: &[ChainFile], faults: &mut Vec<Fault>) -> Value {
    let mut merged = Value::Null;
    for source in chain.iter().rev() {
        let mut patch = source.value.clone();
        if let Some(object) = patch.as_object_mut() {
            object.shift_remove("extends");
        }
        let known = faults.len();
        faults.extend(walk::unknown_nulls(&patch));
        merge::merge(&mut merged, patch, "", faults);
        faults[known..].iter_mut().for_each(|f| f.file.clone_from(&source.label));
    }
    if let Some(why) = inherited_why(chain) {
        merged["why"] = Value::String(why);
    }
    merged
}

/// What a scenario with a name of its own, and no reason, says of itself: whose the reason is that it inherits.
fn inherited_why(chain: &[ChainFile]) -> Option<String> {
    let says =
        |file: &ChainFile, key| file.value.get(key).and_then(Value::as_str).map(str::to_owned);
    let (own, base) = chain.split_first()?;
    let reason = base.iter().find_map(|file| says(file, "why"))?;
    let inherits = own.value.get("why").is_none() && own.value.get("name").is_some();
    let name = base.iter().find_map(|file| says(file, "name")).unwrap_or_default();
    inherits.then(|| format!("It extends {name}, of which is said: {reason}"))
}

pub fn from_shipped(file: &shipped::Shipped) -> Result<ChainFile, Faults> {
    let value = json::parse(file.path, file.text.as_bytes())?;
    Ok(ChainFile { label: file.path.to_owned(), folder: None, value })
}

pub fn from_path(path: &Path) -> Result<ChainFile, Faults> {
    let label = path.display().to_string();
    let value = read_json(&label, "a scenario file", shipped::scenario_names())?;
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    Ok(ChainFile { value, folder: Some(folder), label })
}

/// Reads the file at `given`, which is to be `what`, or was meant as one of the shipped `names`.
pub fn read_json(
    given: &str,
    what: &str,
    names: impl Iterator<Item = &'static str>,
) -> Result<Value, Faults> {
    let bytes = read_file(Path::new(given), json::LARGEST).map_err(|found| {
        let expected = format!("{what}, or the name of a shipped one");
        Fault::at("", found.to_string(), expected).in_file(given).did_you_mean(given, names)
    })?;
    json::parse(given, &bytes)
}

/// Names the file of each fault: the change that says it, or the file that does; of what is missing,
/// the file that says the object it is missing in.
pub fn with_origin(mut faults: Faults, chain: &[ChainFile], set: &[(String, &str)]) -> Faults {
    let mut sayings: Vec<Sayings> = chain.iter().map(|file| Sayings::of(&file.value)).collect();
    for fault in faults.0.iter_mut().filter(|f| f.file.is_empty()) {
        let below = |(path, _): &&(String, &str)| json::within(&fault.path, path);
        if let Some((_, option)) = set.iter().rev().find(below) {
            (*option).clone_into(&mut fault.file);
            continue;
        }
        let mut path = fault.path.as_str();
        let said = loop {
            match sayings.iter_mut().position(|file| file.say(path)) {
                Some(file) => break file,
                None => path = path.rsplit_once('/').map_or("", |(parent, _)| parent),
            }
        };
        fault.file.clone_from(&chain[said].label);
        if [NOTHING, NEITHER].contains(&&*fault.found) && fault.hint.is_none() {
            fault.hint = slip(&mut sayings[said + 1..], &fault.path);
        }
    }
    faults
}

/// What is missing at `path`, or below it, of an item of a list may be there of another, which files `below` have: its id is mistyped then.
fn slip(below: &mut [Sayings<'_>], path: &str) -> Option<String> {
    let (list, id) = path.rsplit_once('/')?;
    let token = unescaped(id);
    let lists = below.iter_mut().filter_map(|file| file.at(list)?.as_array());
    let known: Vec<&str> = lists.flatten().filter_map(merge::id).collect();
    match nearest(&token, known.iter().copied()).filter(|meant| *meant != token) {
        Some(meant) => Some(format!("{token:?} is new: did you mean `{meant}`?")),
        None => slip(below, list),
    }
}

fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// What a file says. The ids of a long list are looked through once, however often it is asked.
struct Sayings<'a> {
    value: &'a Value,
    /// For each such list, by where it is kept, the place of each id.
    ids: BTreeMap<usize, BTreeMap<&'a str, usize>>,
}

/// Shorter lists are looked through each time.
const SHORT: usize = 8;

impl<'a> Sayings<'a> {
    fn of(value: &'a Value) -> Self {
        Self { value, ids: BTreeMap::new() }
    }

    /// Whether there is something at `path`.
    fn say(&mut self, path: &str) -> bool {
        self.at(path).is_some()
    }

    /// What is at `path`.
    fn at(&mut self, path: &str) -> Option<&'a Value> {
        let mut place = self.value;
        for token in path.split('/').skip(1) {
            let token = unescaped(token);
            place = match place {
                // Null too: it takes away what is missing then.
                Value::Object(object) => object.get(&token),
                Value::Array(list) => self
                    .with_id(list, &token)
                    .or_else(|| token.parse::<usize>().ok().and_then(|i| list.get(i))),
                _ => None,
            }?;
        }
        Some(place)
    }

    fn with_id(&mut self, list: &'a [Value], token: &str) -> Option<&'a Value> {
        if list.len() <= SHORT {
            return list.iter().find(|item| merge::id(item) == Some(token));
        }
        let ids = self.ids.entry(list.as_ptr().addr()).or_insert_with(|| {
            // The first of an id that stands twice.
            let all = list.iter().enumerate().rev();
            all.filter_map(|(i, item)| Some((merge::id(item)?, i))).collect()
        });
        ids.get(token).map(|i| &list[*i])
    }
}

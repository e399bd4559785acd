//! The files of a scenario: it, what it extends, what that extends, and so on; and who of them says what.

use super::fault::{Fault, Faults, brief};
use super::{json, merge, shipped};
use serde_json::Value;
use std::io::Read;
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
    }
}

/// Says who wanted the file that could not be read.
fn wanted_by(mut faults: Faults, label: &str) -> Faults {
    for fault in &mut faults.0 {
        fault.hint.get_or_insert_with(|| format!("{label} extends it"));
    }
    faults
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
    let bytes = read(Path::new(given)).map_err(|found| {
        let expected = format!("{what}, or the name of a shipped one");
        Fault::at("", found, expected).in_file(given).did_you_mean(given, names)
    })?;
    json::parse(given, &bytes)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    // Looked at before it is opened: opening a pipe would wait for its writer.
    if !std::fs::metadata(path).map_err(|e| e.to_string())?.is_file() {
        return Err("no regular file".into());
    }
    let file = std::fs::File::open(path).map_err(|e| e.to_string())?;
    let mut bytes = Vec::new();
    file.take(json::LARGEST + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    if bytes.len() as u64 > json::LARGEST {
        return Err(format!("a file of more than {} MiB", json::LARGEST >> 20));
    }
    Ok(bytes)
}

/// Names the file of each fault: the change that says it, or the file that does; of what is missing,
/// the file that says the object it is missing in.
pub fn with_origin(mut faults: Faults, chain: &[ChainFile], set: &[(String, &str)]) -> Faults {
    for fault in faults.0.iter_mut().filter(|f| f.file.is_empty()) {
        let below = |path: &str| {
            fault.path.strip_prefix(path).is_some_and(|r| r.is_empty() || r.starts_with('/'))
        };
        if let Some((_, option)) = set.iter().rev().find(|(path, _)| below(path)) {
            (*option).clone_into(&mut fault.file);
            continue;
        }
        let mut path = fault.path.as_str();
        let said = loop {
            match chain.iter().find(|s| says(&s.value, path)) {
                Some(source) => break source,
                None => path = path.rsplit_once('/').map_or("", |(parent, _)| parent),
            }
        };
        fault.file.clone_from(&said.label);
    }
    faults
}

/// Whether `value` has something at `path`.
fn says(value: &Value, path: &str) -> bool {
    let mut place = value;
    for token in path.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let next = match place {
            // Null too: it takes away what is missing then.
            Value::Object(object) => object.get(&token),
            Value::Array(list) => list
                .iter()
                .find(|item| merge::id(item) == Some(&token))
                .or_else(|| token.parse::<usize>().ok().and_then(|i| list.get(i))),
            _ => None,
        };
        match next {
            Some(next) => place = next,
            None => return false,
        }
    }
    true
}

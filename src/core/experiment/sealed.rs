//! `study.json`: what makes a folder one study. Written last, it holds the digest of every file of the study, and its own.
//!
//! Scope: writing it, and reading it and what it names; what does not match is refused before anything looks into it.
//! Left out: what it says of the study. Checked by: `tests/it/studies/one_folder.rs`.

use super::runs::version;
use super::store::{LARGEST, write_whole};
use crate::scenario::read_file;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::io::{ErrorKind, Result};
use std::path::{Path, PathBuf};

/// The file's name in the folder.
pub const STUDY: &str = "study.json";
/// What to do about a file that is not what it was.
const AGAIN: &str = "start the study again, which reads what its runs/ holds";
/// What stands before the seal.
const BEFORE: &str = ",\n  \"seal\": \"";
/// What stands after it.
const AFTER: &str = "\"\n}\n";
/// Digits of a digest that are shown.
const SHOWN: usize = 12;

/// The study of a folder.
#[derive(Clone, Debug)]
pub struct SealedStudy {
    folder: PathBuf,
    /// What it says of the study, without what it says of files.
    pub study: Value,
    files: FileDigests,
}

/// What is looked at before it is known to be whole.
#[derive(Deserialize)]
struct Head {
    headroom: Option<String>,
}

/// Size and digest of each file of a study, by its name in the folder.
#[derive(Clone, Debug, Default)]
pub struct FileDigests(Map<String, Value>);

impl FileDigests {
    /// One more, or another in its place.
    pub fn note(&mut self, name: &str, bytes: &[u8]) {
        let digest = blake3::hash(bytes).to_hex().to_string();
        self.0.insert(name.to_owned(), json!({ "bytes": bytes.len(), "blake3": digest }));
    }

    /// Whether there is one of that name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// Writes the `study.json` of `folder`: what is said of the `study`, an object, and of its `files`.
///
/// # Errors
/// What the system says.
pub fn write_study(folder: &Path, study: &Value, files: &FileDigests) -> Result<()> {
    let mut study = study.clone();
    study["digests"] = Value::Object(files.0.clone());
    let text = serde_json::to_string_pretty(&study)?;
    let body = text.strip_suffix("\n}").unwrap_or(&text);
    let seal = blake3::hash(body.as_bytes()).to_hex();
    write_whole(&folder.join(STUDY), format!("{body}{BEFORE}{seal}{AFTER}").as_bytes())
}

/// Whether the `study.json` of `folder` is one of headroom, of whatever version, damaged or not.
pub fn is_ours(folder: &Path) -> bool {
    let names = |bytes: Vec<u8>| bytes.windows(10).any(|w| w == b"\"headroom\"");
    read_file(&folder.join(STUDY), LARGEST).is_ok_and(names)
}

impl SealedStudy {
    /// The study of `folder`; none where it has no `study.json`.
    ///
    /// # Errors
    /// One that cannot be read, is another version's, or is not what was written; in words with what to do.
    pub fn read(folder: &Path) -> std::result::Result<Option<Self>, String> {
        let path = folder.join(STUDY);
        let bytes = match read_file(&path, LARGEST) {
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            bytes => bytes.map_err(|e| format!("{}: {e}", path.display()))?,
        };
        let theirs = serde_json::from_slice::<Head>(&bytes).ok().and_then(|head| head.headroom);
        if let Some(theirs) = theirs.as_ref().filter(|theirs| **theirs != version()) {
            return Err(format!(
                "{} holds a study by headroom {}; this is {}, whose results may differ\n  hint: run the study again, or use that version",
                folder.display(),
                theirs.escape_debug(),
                version()
            ));
        }
        let no_study = |found: &str| {
            format!(
                "{}: found {found}, expected the study.json of a study\n  hint: give the folder that run, compare or sweep wrote, such as reports/minimal; if it is one, {AGAIN}",
                path.display()
            )
        };
        if theirs.is_none() {
            return Err(no_study("another file"));
        }
        match std::str::from_utf8(&bytes).ok().and_then(sealed) {
            None => return Err(no_study("one without the digest that ends it")),
            Some(Err((found, seal))) => {
                let expected = format!("{seal}, as its last line has it");
                return Err(differs(&path, &format!("bytes of digest {found}"), &expected));
            }
            Some(Ok(())) => {}
        }
        let mut study: Value = serde_json::from_slice(&bytes).map_err(|_| no_study("no JSON"))?;
        let taken = |study: &mut Value, key| study.as_object_mut()?.shift_remove(key);
        taken(&mut study, "seal");
        let files = taken(&mut study, "digests").and_then(|d| d.as_object().cloned());
        let files = FileDigests(files.unwrap_or_default());
        Ok(Some(Self { folder: folder.to_owned(), study, files }))
    }

    /// What it says of files.
    pub fn files(&self) -> &FileDigests {
        &self.files
    }

    /// The bytes of the file `name`, which are those that were written.
    ///
    /// # Errors
    /// A file that is not there, or not what was written; in words with what to do.
    pub fn file(&self, name: &str) -> std::result::Result<Vec<u8>, String> {
        let path = self.folder.join(name);
        let known = self.files.0.get(name);
        let (size, digest) = (known.map(|k| &k["bytes"]), known.map(|k| &k["blake3"]));
        let (Some(size), Some(digest)) =
            (size.and_then(Value::as_u64), digest.and_then(Value::as_str))
        else {
            return Err(differs(
                &path,
                "a file of no digest",
                "one that study.json has the digest of",
            ));
        };
        let is = match std::fs::metadata(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => "nothing".to_owned(),
            Err(e) => e.to_string(),
            Ok(file) if !file.is_file() => "no regular file".to_owned(),
            Ok(file) => format!("{} bytes", file.len()),
        };
        let expected = format!("{size} bytes");
        if is != expected {
            return Err(differs(&path, &is, &expected));
        }
        let bytes =
            read_file(&path, size).map_err(|e| differs(&path, &e.to_string(), &expected))?;
        let found = blake3::hash(&bytes).to_hex();
        if found.as_str() != digest {
            return Err(differs(
                &path,
                &format!("bytes of digest {}", short(&found)),
                &format!("{}, as study.json has it", short(digest)),
            ));
        }
        Ok(bytes)
    }

    /// Looks whether every table and chart is what was written.
    ///
    /// # Errors
    /// The first that is not, in words with what to do.
    pub fn check(&self) -> std::result::Result<(), String> {
        let read = |name: &&String| name.starts_with("tables/") || name.starts_with("charts/");
        self.files.0.keys().filter(read).try_for_each(|name| self.file(name).map(drop))
    }
}

/// Whether `text` ends with the digest of what stands before it, or which two differ; none where it has no such end.
fn sealed(text: &str) -> Option<std::result::Result<(), (String, String)>> {
    let (body, rest) = text.rsplit_once(BEFORE)?;
    let seal = rest.strip_suffix(AFTER)?;
    let found = blake3::hash(body.as_bytes()).to_hex();
    let same = found.as_str() == seal;
    Some(if same { Ok(()) } else { Err((short(&found), short(seal))) })
}

fn short(digest: &str) -> String {
    digest.chars().take(SHOWN).collect()
}

fn differs(path: &Path, found: &str, expected: &str) -> String {
    format!(
        "{}: not what was written\n  found:    {found}\n  expected: {expected}\n  hint: {AGAIN}",
        path.display()
    )
}

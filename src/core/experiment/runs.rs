//! `runs/`: what replications of a variant showed, one small file for each block of them, written whole
//! or not at all, and addressed by the digest of its inputs.

use super::store::{LARGEST, write_whole};
use crate::ledger::Folded;
use crate::scenario::read_file;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Goes up with every change that makes results differ: files of another are not mixed with ours.
const RESULTS: u32 = 11;

/// The first line of a file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct FirstLine {
    headroom: String,
    results: u32,
    inputs: String,
    replications: Range<u32>,
    /// BLAKE3 of the second line.
    digest: String,
}

/// The version that results are of, for a study and for each of its files.
pub fn version() -> String {
    format!("{}, results {RESULTS}", env!("CARGO_PKG_VERSION"))
}

/// The digest of what two runs together decide, of which these are the inputs.
pub fn digest_of_both(one: &str, other: &str) -> String {
    blake3::hash(format!("{one} {other}").as_bytes()).to_hex().to_string()
}

/// The folder of runs of a study.
#[derive(Clone, Debug)]
pub struct RunsFolder {
    folder: PathBuf,
}

impl RunsFolder {
    /// The runs of the study in `out`.
    pub fn new(out: &Path) -> Self {
        Self { folder: out.join("runs") }
    }

    fn path(&self, inputs: &str, replications: &Range<u32>) -> PathBuf {
        // Half of the digest: 128 bits, and a path that a person can still read.
        self.folder.join(&inputs[..32]).join(file_name(replications))
    }

    /// Keeps what `replications` of the variant of `inputs` showed.
    ///
    /// # Errors
    /// In words, with the file's name.
    pub fn keep(
        &self,
        inputs: &str,
        replications: &Range<u32>,
        folded: &Folded,
    ) -> Result<(), String> {
        let path = self.path(inputs, replications);
        let fail = |e: String| format!("could not write {}: {e}", path.display());
        let body = serde_json::to_string(folded).map_err(|e| fail(e.to_string()))?;
        let head = FirstLine {
            headroom: env!("CARGO_PKG_VERSION").to_owned(),
            results: RESULTS,
            inputs: inputs.to_owned(),
            replications: replications.clone(),
            digest: blake3::hash(body.as_bytes()).to_hex().to_string(),
        };
        let head = serde_json::to_string(&head).map_err(|e| fail(e.to_string()))?;
        write_whole(&path, format!("{head}\n{body}\n").as_bytes()).map_err(|e| fail(e.to_string()))
    }

    /// The blocks of replications of `inputs` that are kept and lie within `wanted`, in order, none
    /// overlapping another.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn kept(&self, inputs: &str, wanted: u32) -> Result<Vec<Range<u32>>, String> {
        let folder = self.folder.join(&inputs[..32]);
        let fail = |e: std::io::Error| format!("could not read {}: {e}", folder.display());
        let entries = match std::fs::read_dir(&folder) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(fail)?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let name = entry.map_err(fail)?.file_name();
            let range = name.to_str().and_then(|n| n.strip_suffix(".json")?.split_once('-'));
            let range = range.and_then(|(a, b)| Some(a.parse().ok()?..b.parse().ok()?));
            // `+0-010.json` says the same and is none of ours.
            let ours = |r: &Range<u32>| name.to_str() == Some(&file_name(r));
            found.extend(range.filter(|r| r.start < r.end && r.end <= wanted && ours(r)));
        }
        // The longer of two that begin together.
        found.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
        let mut end = 0;
        found.retain(|r| {
            let free = r.start >= end;
            end = if free { r.end } else { end };
            free
        });
        Ok(found)
    }

    /// What was kept.
    ///
    /// # Errors
    /// A file that cannot be read, is damaged, or is another version's, in words with what to do.
    pub fn read(&self, inputs: &str, replications: &Range<u32>) -> Result<Folded, String> {
        let path = self.path(inputs, replications);
        let said = |what: &str| format!("{}: {what}", path.display());
        let bytes = read_file(&path, LARGEST).map_err(|e| said(&e.to_string()))?;
        let damaged = || said("damaged\n  hint: remove it, and its replications are run again");
        let text = String::from_utf8(bytes).map_err(|_| damaged())?;
        let (head, body) = text.split_once('\n').ok_or_else(damaged)?;
        let head: FirstLine = serde_json::from_str(head).map_err(|_| damaged())?;
        if (head.headroom.as_str(), head.results) != (env!("CARGO_PKG_VERSION"), RESULTS) {
            let theirs = format!("{}, results {}", head.headroom, head.results);
            return Err(said(&format!(
                "made by headroom {theirs}; this is {}, whose results may differ\n  hint: take another --out, or remove the folder runs",
                version()
            )));
        }
        let body = body.trim_end();
        let whole = head.inputs == inputs
            && head.replications == *replications
            && head.digest == blake3::hash(body.as_bytes()).to_hex().as_str();
        if !whole {
            return Err(damaged());
        }
        serde_json::from_str(body).map_err(|_| damaged())
    }
}

/// The file of a block of replications.
fn file_name(replications: &Range<u32>) -> String {
    format!("{}-{}.json", replications.start, replications.end)
}

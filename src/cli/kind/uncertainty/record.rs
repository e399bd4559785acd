//! `--tried FILE`: what combinations showed, read from a file and added to it, so that none is run that was run elsewhere.
//!
//! Others may add to it at the same time: lines are only ever put at its end, by one at a time.

use crate::cli::Stop;
use crate::evidence::uncertainty::{Assumptions, Tried};
use headroom_core::experiment::{add_to, can_write};
use headroom_core::scenario::{Scenario, read_file};
use std::io::Error;
use std::path::{Path, PathBuf, absolute};

/// Largest record that is read, bytes.
const LARGEST: u64 = 256 << 20;

/// A record, where it lies, and what decides the runs of each draw.
pub struct Record {
    path: PathBuf,
    tried: Tried,
    keys: Vec<String>,
}

impl Record {
    /// The record at `path`, which need not be there yet, of what is `asked` of `base` by a study in the folder `out`.
    pub fn read(
        (path, out): (&Path, &Path),
        (base, asked): (&Scenario, &Assumptions),
        today_beside: bool,
        keys: Vec<String>,
    ) -> Result<Self, Stop> {
        let tried = Tried::new(base, asked, today_beside);
        let mut record = Self { path: path.to_owned(), tried, keys };
        let inside =
            absolute(path).ok().zip(absolute(out).ok()).is_some_and(|(p, o)| p.starts_with(o));
        if inside {
            return Err(record.stop("lies in the study's own folder, whose files are replaced\n  hint: put it elsewhere"));
        }
        if path.is_dir() {
            return Err(record.stop("is a folder\n  expected: a file, or none yet\n  hint: name one in it, such as national-year.jsonl"));
        }
        can_write(path).map_err(|e| record.stop(&format!("could not be written: {e}")))?;
        if path.exists() {
            let text = read_file(path, LARGEST).map_err(|e| record.stop(&e.to_string()))?;
            record.take_in(&text).map_err(|e| record.stop(&e))?;
        }
        Ok(record)
    }

    /// Tells `asked` what is known of its draws, and leaves the others to be run.
    pub fn tell(&self, asked: &mut Assumptions) {
        for (place, key) in self.keys.iter().enumerate() {
            if let Some(known) = self.tried.of(key) {
                asked.seen[place] = known.clone();
            }
        }
        asked.to_run.retain(|place| self.tried.of(&self.keys[*place]).is_none());
    }

    /// How many are known, and what becomes of the others.
    pub fn said(&self, asked: &Assumptions) -> String {
        let (all, left) = (self.keys.len(), asked.to_run.len());
        format!(
            "{} of {all} combinations stand in {}; {left} are run and added to it",
            all - left,
            self.path.display()
        )
    }

    /// Adds what was seen of the draws at `places`, unless another has meanwhile.
    pub fn keep(&mut self, asked: &Assumptions, places: &[usize]) -> Result<(), Stop> {
        let path = self.path.clone();
        add_to(&path, |text| self.more(text, asked, places).map_err(Error::other))
            .map_err(|e| self.stop(&e.to_string()))
    }

    /// What is to be added to a file that says `text`.
    fn more(
        &mut self,
        text: &[u8],
        asked: &Assumptions,
        places: &[usize],
    ) -> Result<String, String> {
        self.take_in(text)?;
        let mut lines = match text {
            // What has blank lines alone has not begun.
            _ if text.trim_ascii().is_empty() => self.tried.first()? + "\n",
            [.., b'\n'] => String::new(),
            _ => "\n".to_owned(),
        };
        for place in places {
            let key = &self.keys[*place];
            if self.tried.of(key).is_none() {
                lines += &self.tried.add(key, asked.seen[*place].clone())?;
                lines += "\n";
            }
        }
        Ok(lines)
    }

    fn take_in(&mut self, text: &[u8]) -> Result<(), String> {
        let text = std::str::from_utf8(text).map_err(|_| {
            "not text\n  expected: a file that `headroom uncertainty --tried` wrote, or none yet"
        })?;
        self.tried.read(text)
    }

    fn stop(&self, why: &str) -> Stop {
        Stop(format!("--tried {}: {why}", self.path.display()))
    }
}

//! The lock of a study's folder: who may write its tables, charts, page and `study.json`.
//!
//! Scope: a file that only one can make, whatever the file system, and that says who did. It is left where its maker was
//! killed: on the same machine the process is looked for, else it holds until it was not renewed for [`HOLDS`], by the
//! clock of the file system. Left out: `runs/`, which any may share (`runs.rs`). Checked by: unit tests here, and
//! `tests/it/studies/one_folder.rs`.

use super::host::{Host, LOCK};
use super::store::{take_away, temporary};
use crate::scenario::read_file;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Held while a left lock is taken away.
const TAKING: &str = ".headroom-lock-taking";
/// A lock is renewed so often,
const RENEWED: Duration = Duration::from_secs(30);
/// and of a process that cannot be looked for holds so long after it was.
pub const HOLDS: Duration = Duration::from_mins(5);
/// Largest file that is read for a lock.
const LARGEST: u64 = 10_000;
/// Left locks that are taken away before it is given up.
const TRIES: u32 = 50;

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    #[serde(flatten)]
    by: Host,
    /// What it is held for: the digest of a study.
    study: String,
    /// Unlike that of any other lock.
    token: String,
}

/// A lock that is held, until it is dropped.
#[derive(Debug)]
pub struct FolderLock {
    path: PathBuf,
    said: String,
    /// Dropped, it ends the renewing.
    ends: Option<Sender<()>>,
    renewing: Option<JoinHandle<()>>,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum NoLock {
    /// Another holds it: who, in words.
    Held {
        /// Who, in words.
        by: String,
    },
    /// What the system says.
    Failed(io::Error),
}

impl From<io::Error> for NoLock {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl FolderLock {
    /// Takes the lock of `folder`, which is there, for `study`.
    ///
    /// # Errors
    /// Another who holds it, or what the system says.
    pub fn take(folder: &Path, study: &str) -> Result<Self, NoLock> {
        let path = folder.join(LOCK);
        for _ in 0..TRIES {
            let mut file = temporary(folder, 0o666)?;
            let token = file.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
            let said = Said { by: Host::here(), study: study.to_owned(), token };
            let said = serde_json::to_string(&said).map_err(io::Error::other)?;
            file.write_all(said.as_bytes())?;
            file.as_file().sync_all()?;
            let now = file.as_file().metadata()?.modified()?;
            // Either it was not there and is ours, or it is left as it is.
            match file.persist_noclobber(&path) {
                Ok(_) => {
                    clear_taking(folder);
                    return Ok(Self::renewed(path, said));
                }
                Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(e.error.into()),
            }
            // In this order: the age may be that of a later lock than the text, which is younger, and never of an earlier one.
            let Ok(text) = read_file(&path, LARGEST) else { continue };
            let Ok(found) = std::fs::symlink_metadata(&path) else { continue };
            let age = now.duration_since(found.modified()?).unwrap_or_default();
            let known: Option<Said> = serde_json::from_slice(&text).ok();
            if !known.as_ref().is_some_and(|k| k.by.has_ended()) && age <= HOLDS {
                return Err(NoLock::Held { by: who(known.as_ref()) });
            }
            give_up_for(&path, &text, folder)?;
        }
        Err(NoLock::Held { by: who(None) })
    }

    /// Who holds the lock of `folder`, for which study; none where nobody does.
    pub fn held_by_other(folder: &Path) -> Option<(String, String)> {
        let text = read_file(&folder.join(LOCK), LARGEST).ok()?;
        let known: Said = serde_json::from_slice(&text).ok()?;
        (!known.by.has_ended()).then(|| (known.study.clone(), who(Some(&known))))
    }

    fn renewed(path: PathBuf, said: String) -> Self {
        let (ends, ended) = channel();
        let (file, text) = (path.clone(), said.clone());
        let renewing = std::thread::spawn(move || {
            while ended.recv_timeout(RENEWED) == Err(RecvTimeoutError::Timeout) {
                let _ = renew(&file, &text);
            }
        });
        Self { path, said, ends: Some(ends), renewing: Some(renewing) }
    }

    /// Whether it is still held: a process that was stopped for long may have lost it.
    pub fn is_held(&self) -> bool {
        read_file(&self.path, LARGEST).is_ok_and(|text| text == self.said.as_bytes())
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        drop(self.ends.take());
        if let Some(renewing) = self.renewing.take() {
            let _ = renewing.join();
        }
        if self.is_held() {
            take_away(&self.path);
        }
    }
}

/// Writes the same again, so that the file system's own clock says when that was.
fn renew(path: &Path, said: &str) -> io::Result<()> {
    let mut file = std::fs::OpenOptions::new().read(true).write(true).open(path)?;
    let mut text = String::new();
    Read::by_ref(&mut file).take(LARGEST).read_to_string(&mut text)?;
    if text == said {
        file.rewind()?;
        file.write_all(said.as_bytes())?;
    }
    Ok(())
}

/// Takes away the lock at `path` that was left, if it still is the one that says `text`. One at a time: else a second one
/// could take away the lock that the first has made by then.
fn give_up_for(path: &Path, text: &[u8], folder: &Path) -> io::Result<()> {
    let alone = folder.join(TAKING);
    let mut file = temporary(folder, 0o666)?;
    file.write_all(&serde_json::to_vec(&Host::here()).map_err(io::Error::other)?)?;
    if file.persist_noclobber(&alone).is_err() {
        clear_taking(folder);
        std::thread::sleep(Duration::from_millis(10));
        return Ok(());
    }
    // One that is not there is nobody's to take away: another may come there by then.
    if read_file(path, LARGEST).is_ok_and(|now| now == text) {
        take_away(path);
    }
    take_away(&alone);
    Ok(())
}

/// Takes away what a process left that was killed while it took a left lock away.
fn clear_taking(folder: &Path) {
    let path = folder.join(TAKING);
    let Ok(text) = read_file(&path, LARGEST) else { return };
    let by: Option<Host> = serde_json::from_slice(&text).ok();
    let age =
        std::fs::metadata(&path).and_then(|m| m.modified()).ok().and_then(|m| m.elapsed().ok());
    if by.is_some_and(|by| by.has_ended()) || age.is_some_and(|age| age > HOLDS) {
        take_away(&path);
    }
}

fn who(known: Option<&Said>) -> String {
    let Some(Said { by, study, .. }) = known else {
        return "a lock that does not say whose it is".to_owned();
    };
    let short: String = study.chars().take(12).collect();
    format!("process {} of {}, for study {short}", by.process, by.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(folder: &Path, by: Host, age: Duration) {
        let said = Said { by, study: "theirs".to_owned(), token: "t".to_owned() };
        std::fs::write(folder.join(LOCK), serde_json::to_string(&said).unwrap()).unwrap();
        let file = std::fs::File::options().write(true).open(folder.join(LOCK)).unwrap();
        file.set_modified(std::time::SystemTime::now() - age).unwrap();
    }

    #[test]
    fn one_holds_it_at_a_time_and_it_goes_with_its_holder() {
        let folder = tempfile::tempdir().unwrap();
        let lock = FolderLock::take(folder.path(), "ours").unwrap();
        assert!(lock.is_held());
        let NoLock::Held { by } = FolderLock::take(folder.path(), "theirs").unwrap_err() else {
            panic!("it is held")
        };
        assert!(by.ends_with("for study ours"), "{by}");
        assert!(by.contains(&format!("process {}", std::process::id())), "{by}");
        drop(lock);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_lock_of_a_process_that_ended_is_taken_and_one_of_another_machine_when_it_is_old() {
        let folder = tempfile::tempdir().unwrap();
        let here = Host::here();
        let elsewhere = Host { machine: "elsewhere".to_owned(), ..here.clone() };
        let minutes = |n: u64| Duration::from_mins(n);
        left(folder.path(), elsewhere.clone(), minutes(4));
        assert!(FolderLock::take(folder.path(), "ours").is_err());
        left(folder.path(), elsewhere, minutes(6));
        assert!(FolderLock::take(folder.path(), "ours").is_ok());
        std::fs::write(folder.path().join(LOCK), "").unwrap();
        assert!(FolderLock::take(folder.path(), "ours").is_err(), "being written, or no lock");
        if cfg!(target_os = "linux") {
            left(folder.path(), Host { began: "1".to_owned(), ..here }, minutes(0));
            assert!(FolderLock::take(folder.path(), "ours").is_ok());
        }
    }

    #[test]
    fn of_many_who_find_a_left_lock_one_holds_it_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let inside = std::sync::atomic::AtomicU32::new(0);
        let order = std::sync::atomic::Ordering::SeqCst;
        for _ in 0..20 {
            left(folder.path(), Host { machine: "x".to_owned(), ..Host::here() }, HOLDS * 2);
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        if let Ok(lock) = FolderLock::take(folder.path(), "ours") {
                            assert_eq!(inside.fetch_add(1, order), 0, "alone");
                            std::thread::sleep(Duration::from_millis(2));
                            inside.fetch_sub(1, order);
                            drop(lock);
                        }
                    });
                }
            });
        }
    }
}

//! Files that a study's folder holds for people: what they are called, and how they are written.

use super::{Stop, interrupt};
use headroom_core::experiment::{FileDigests, FolderLock, NoLock, write_whole};
use std::path::Path;

/// The page's file in a study's folder.
pub const PAGE: &str = "report.html";

/// The files of a folder that were written, with their digests.
pub struct Written<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// What `study.json` will say of them.
    pub files: FileDigests,
}

impl Written<'_> {
    /// Writes the file `name`.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Stop> {
        if interrupt::asked() {
            return Err(Stop(format!(
                "interrupted: before {name} was written in {}\n  hint: start it again to go on; no replication that is kept runs again",
                self.folder.display()
            )));
        }
        put(&self.folder.join(name), bytes)?;
        self.files.note(name, bytes);
        Ok(())
    }
}

/// Writes a file.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    write_whole(path, bytes).map_err(|e| Stop(format!("could not write {}: {e}", path.display())))
}

/// Refuses a `path` at which something stands already: nothing of a person's is written over.
pub fn not_there(path: &Path) -> Result<(), Stop> {
    match path.exists() {
        true => {
            let hint = "hint: take another name, or remove it";
            Err(Stop(format!("{} exists\n  {hint}", path.display())))
        }
        false => Ok(()),
    }
}

/// The lock of `folder` for `study`, or why it cannot be had.
pub fn alone(folder: &Path, study: &str) -> Result<FolderLock, Stop> {
    FolderLock::take(folder, study).map_err(|why| match why {
        NoLock::Held { by } => held(folder, &by),
        NoLock::Failed(e) => Stop(format!("could not write {}: {e}", folder.display())),
    })
}

/// Says who is at work in `folder`.
pub fn held(folder: &Path, by: &str) -> Stop {
    let folder = folder.display();
    Stop(format!(
        "{folder}: another study is being written here\n  found:    {by}\n  expected: one at a time, since a folder is one study\n  hint: wait until it is done, or take another --out; if it runs no more, remove {folder}/.headroom-lock"
    ))
}

/// `id` as part of a file's name: letters, digits and dashes; of another than itself, with a digest behind.
pub fn safe(id: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !id.is_empty() && id.len() <= 60 && id.chars().all(plain) && !id.starts_with('-') {
        return id.to_owned();
    }
    let kept: String = id.to_lowercase().chars().filter(|c| plain(*c)).take(40).collect();
    let digest = &blake3::hash(id.as_bytes()).to_hex()[..8];
    format!("{}-{digest}", kept.trim_matches('-')).trim_start_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_user_is_a_plain_name_in_the_folder() {
        assert_eq!(safe("british-gas"), "british-gas");
        for hostile in ["../../../escaped", "", "--", "<!--,\"]]>", "a/b", "NUL\0", "é"] {
            let name = safe(hostile);
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{name}");
            assert!(!name.is_empty() && !name.starts_with('-'));
        }
        assert_ne!(safe("a/b"), safe("a.b"));
    }
}

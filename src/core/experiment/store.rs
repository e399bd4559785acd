//! Files written whole or not at all, or added to at their end, and read within bounds.

use super::host::{Host, LOCK, PREFIX, maker_has_ended};
use crate::scenario::read_file;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// Largest file that is read: far above any that is written here.
pub const LARGEST: u64 = 256 << 20;
/// A temporary file of another machine that is older was left behind: they live for moments.
const LEFT: Duration = Duration::from_hours(1);

/// Whether a file could be written to `path`: makes its folder, and a temporary file in it that goes
/// at once.
///
/// # Errors
/// What the system says.
pub fn can_write(path: &Path) -> io::Result<()> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder)?;
    temporary(folder, 0o600).map(drop)
}

/// The folder of `path`.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes `bytes` to `path`: to a temporary name in the same folder, flushed to the disk, then
/// renamed, so that a reader sees the old file or the new one and never a part. For whom the umask lets it.
///
/// # Errors
/// What the system says.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, bytes, 0o666)
}

/// The same, for nobody but its owner.
///
/// # Errors
/// What the system says.
pub fn write_own(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, bytes, 0o600)
}

fn write(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder)?;
    let mut file = temporary(folder, mode)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// Puts at the end of the file at `path`, which is made where there is none, what `more` has to say to what stands in it: all of it or
/// nothing, while no other does.
///
/// # Errors
/// What the system says, and what `more` does.
pub fn add_to(path: &Path, more: impl FnOnce(&[u8]) -> io::Result<String>) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    // Until it is closed.
    file.lock()?;
    let before = read_file(path, LARGEST)?;
    let added = more(&before)?;
    let written = file.write_all(added.as_bytes()).and_then(|()| file.sync_all());
    written.or_else(|e| file.set_len(before.len() as u64).and(Err(e)))
}

/// A temporary file in `folder` whose name says who made it; of `mode`, less what the umask takes away.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no such modes"))]
pub fn temporary(folder: &Path, mode: u32) -> io::Result<tempfile::NamedTempFile> {
    let prefix = Host::here().prefix();
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    builder.tempfile_in(folder)
}

/// Takes away the temporary files in `folder` and in the folders in it, `deep` levels down, whose makers have ended.
pub fn clear_left_over(folder: &Path, deep: u32) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        if kind.is_dir() && deep > 0 {
            clear_left_over(&entry.path(), deep - 1);
        } else if kind.is_file() && name.starts_with(PREFIX) && !name.starts_with(LOCK) {
            let old = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
            let left = maker_has_ended(name).unwrap_or_else(|| old().is_some_and(|age| age > LEFT));
            if left {
                take_away(&entry.path());
            }
        }
    }
}

/// The file at `path`; none where there is none that can be read.
pub fn read_if_there(path: &Path) -> Option<Vec<u8>> {
    read_file(path, LARGEST).ok()
}

/// The names of the files in `folder`, in order; nothing where it cannot be read.
pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// Takes the file at `path` away; one that is gone already is as good.
pub fn take_away(path: &Path) {
    let _ = std::fs::remove_file(path);
}

/// Takes the folder `path` away if nothing is in it.
pub fn take_empty_away(path: &Path) {
    let _ = std::fs::remove_dir(path);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_dead_processes_left_is_taken_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("tables")).unwrap();
        let here = Host::here();
        let ended = Host { process: i32::MAX as u32, ..here.clone() };
        let elsewhere = Host { machine: "elsewhere".to_owned(), ..ended.clone() };
        let mut kept: Vec<String> = vec!["tables".to_owned(), LOCK.to_owned(), "mine".to_owned()];
        kept.extend([&here, &elsewhere].map(|host| format!("{}abc", host.prefix())));
        for name in kept.iter().skip(1) {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        for place in [folder.path().to_owned(), folder.path().join("tables")] {
            std::fs::write(place.join(format!("{}abc", ended.prefix())), "x").unwrap();
        }
        clear_left_over(folder.path(), 1);
        kept.sort();
        if cfg!(unix) {
            assert_eq!(names_in(folder.path()), kept);
            assert_eq!(names_in(&folder.path().join("tables")), Vec::<String>::new());
        }
    }
}

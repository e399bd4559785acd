//! Files written whole or not at all.

use std::io::{self, Write};
use std::path::Path;

/// Whether a file could be written to `path`: makes its folder, and a temporary file in it that goes
/// at once.
///
/// # Errors
/// What the system says.
pub fn can_write(path: &Path) -> io::Result<()> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder)?;
    tempfile::Builder::new().prefix(".headroom-").tempfile_in(folder).map(drop)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes `bytes` to `path`: to a temporary name in the same folder, flushed to the disk, then
/// renamed, so that a reader sees the old file or the new one and never a part.
///
/// # Errors
/// What the system says.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, bytes, 0o644)
}

/// The same, for nobody but its owner.
///
/// # Errors
/// What the system says.
pub fn write_own(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(path, bytes, 0o600)
}

#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no such modes"))]
fn write(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".headroom-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(mode))?;
    }
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// The file at `path`; none where there is none that can be read.
pub fn read_if_there(path: &Path) -> Option<Vec<u8>> {
    std::fs::read(path).ok()
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

//! Files as they may be read: regular ones, of a bounded size.

use std::fs::{File, OpenOptions};
use std::io::{Error, Read, Result};
use std::path::Path;

/// The bytes of the regular file at `path`, which are at most `most`. A pipe, a device or a folder is refused, and nothing
/// is waited for.
///
/// # Errors
/// What the system says; no regular file, and one that is larger.
pub fn read_file(path: &Path, most: u64) -> Result<Vec<u8>> {
    let size = |file: std::fs::Metadata| match (file.is_file(), file.len()) {
        (false, _) => Err(Error::other("no regular file")),
        (true, size) if size > most => Err(Error::other(too_large(most))),
        (true, size) => Ok(size),
    };
    // Looked at before it is opened, which of a device may do something, and again when it is: it may be another by then.
    size(std::fs::metadata(path)?)?;
    let file = open(path)?;
    let size = size(file.metadata()?)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(Error::other(too_large(most))) } else { Ok(bytes) }
}

fn too_large(most: u64) -> String {
    format!(
        "a file of more than {}",
        if most < 1 << 20 { format!("{most} bytes") } else { format!("{} MiB", most >> 20) }
    )
}

/// Opened for reading, without waiting for the writer of a pipe.
fn open(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    options.open(path)
}

//! A key that nobody can guess, kept in a file: what pseudonyms are made with.

use super::store::write_own;
use crate::scenario::read_file;
use std::io;
use std::path::Path;

/// Longest file that can be one.
const LONGEST: u64 = 1_000;
/// Bytes of a key.
const LONG: usize = 32;

/// The key in the file at `path`; where there is no file, a new one, which is written there for its owner alone.
///
/// # Errors
/// What the system says, and a file that holds no key.
pub fn key_at(path: &Path) -> io::Result<[u8; LONG]> {
    if path.exists() {
        let text = read_file(path, LONGEST)?;
        let key = blake3::Hash::from_hex(text.trim_ascii());
        let no_key =
            |_| io::Error::other("holds no key: 64 hexadecimal digits that headroom wrote");
        return key.map(|key| *key.as_bytes()).map_err(no_key);
    }
    let mut key = [0; LONG];
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    write_own(path, format!("{}\n", blake3::Hash::from_bytes(key).to_hex()).as_bytes())?;
    Ok(key)
}

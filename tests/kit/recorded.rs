//! Logs for tests of recorded traffic (T8), in files of their own.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};

/// The path of a file that says `text`, of the kind that `ending` names: the same for the same text, in any process.
pub fn file(text: &[u8], ending: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let folder = std::env::temp_dir().join("headroom-test-logs");
    fs::create_dir_all(&folder).expect("a folder for logs");
    let path = folder.join(format!("{:016x}.{ending}", hasher.finish()));
    if fs::read(&path).is_ok_and(|known| known == text) {
        return path.display().to_string();
    }
    // Tests run together: a file is there whole, or not at all.
    let begun =
        path.with_extension(format!("{}-{:?}", std::process::id(), std::thread::current().id()));
    fs::write(&begun, text).and_then(|()| fs::rename(&begun, &path)).expect("a log");
    path.display().to_string()
}

/// A log in CSV of these lines, the header first.
pub fn log(lines: &[String]) -> String {
    file((lines.join("\n") + "\n").as_bytes(), "csv")
}

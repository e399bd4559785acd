//! Files that a study's folder holds for people: what they are called, and how they are written.

use super::Stop;
use headroom_core::experiment::write_whole;
use std::path::Path;

/// The page's file in a study's folder.
pub const PAGE: &str = "report.html";

/// Writes a page.
pub fn put(path: &Path, text: &str) -> Result<(), Stop> {
    write_whole(path, text.as_bytes())
        .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))
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

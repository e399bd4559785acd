//! What stands on every printed page: what the study is called and its digest at the head, the page's number at the foot.

use std::fmt::Write;

/// The rules that put `title` and `digest` there, as a style sheet has them.
pub(super) fn running(title: &str, digest: &str) -> String {
    format!(
        "@page {{ @top-left {{ content: {} }} @top-right {{ content: {} }} }}\n",
        quoted(title),
        quoted(digest)
    )
}

/// `text` as a string of a style sheet, in which nothing can end it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || c == ' ' => out.push(c),
            c => _ = write!(out, "\\{:06x}", u32::from(c)),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_the_string_or_the_style() {
        assert_eq!(quoted("a </style>\""), "\"a \\00003c\\00002fstyle\\00003e\\000022\"");
    }
}

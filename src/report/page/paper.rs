//! What stands on every printed page: what the study is called and its digest at the head, the page's number at the foot.

use std::fmt::Write;

/// What stands on every sheet besides the title.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct OnPaper<'a> {
    /// The scenario's digest.
    pub(super) digest: &'a str,
    /// How it is classified.
    pub(super) mark: Option<&'a str>,
}

impl OnPaper<'_> {
    /// The rules that put it there, with `title`, as a style sheet has them.
    pub(super) fn style(&self, title: &str) -> String {
        let mut out = format!(
            "@page {{ @top-left {{ content: {} }} @top-right {{ content: {} }} }}\n",
            quoted(&self.mark.map_or(title.to_owned(), |mark| format!("{mark} · {title}"))),
            quoted(self.digest)
        );
        if let Some(mark) = self.mark {
            _ = writeln!(
                out,
                "@page {{ @bottom-left {{ content: {}; font: bold 9pt sans-serif; }} }}",
                quoted(mark)
            );
        }
        out
    }
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

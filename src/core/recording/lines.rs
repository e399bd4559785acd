//! On which line of a text a place in it is, as an editor counts them: whatever a row is, that is where a person looks for it; and that
//! a row stands on one line.

use super::Wrong;
use super::digits::shown;

/// Line ends that have been passed: `\n`, `\r`, or both together.
#[derive(Clone, Copy, Debug)]
pub struct Lines {
    /// The line on which the next byte is, from 1.
    pub line: u64,
    /// Whether the last byte was `\r`.
    returned: bool,
}

impl Lines {
    /// Where line `line` begins.
    pub fn at(line: u64) -> Self {
        Self { line, returned: false }
    }

    /// Passes `text`.
    pub fn pass(&mut self, text: &[u8]) {
        for byte in text {
            let ends = *byte == b'\r' || (*byte == b'\n' && !self.returned);
            self.line += u64::from(ends);
            self.returned = *byte == b'\r';
        }
    }

    /// Passes `text` up to `place`, and what is empty after it: a row that begins there is on that line. How much was passed.
    pub fn pass_to(&mut self, text: &[u8], place: usize) -> usize {
        let empty = text[place..].iter().take_while(|b| is_end(**b)).count();
        self.pass(&text[..place + empty]);
        place + empty
    }
}

/// Whether a line ends with `byte`.
pub fn is_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Whether a line ends within `text`.
pub fn has_end(text: &[u8]) -> bool {
    text.contains(&b'\n') || text.contains(&b'\r')
}

/// The first of the `fields` of a row that goes on over the end of its line, and that it may not: a quote that nobody closed would else take
/// the rows behind it for text of its own, up to the next quote or the end of the file, and nothing would say so.
pub fn runs_on<'a>(fields: impl Iterator<Item = &'a [u8]>) -> Option<(usize, Wrong)> {
    let (place, text) = fields.enumerate().find(|(_, field)| has_end(field))?;
    let found = format!("a quote that is not closed on its line, before {}", shown(text));
    let wrong = Wrong::of_file(found, "each row on a line of its own");
    Some((place, wrong.hint("close the quote; a text of several lines is written on one")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for (text, line) in [("a\nb\nc", 3), ("a\r\nb\r\nc", 3), ("a\rb\rc", 3), ("a\n\rb", 3)] {
            let mut lines = Lines::at(1);
            text.bytes().for_each(|b| lines.pass(&[b]));
            assert_eq!(lines.line, line, "{text:?}");
        }
        let mut lines = Lines::at(1);
        assert_eq!((lines.pass_to(b"a\r\n\r\n\r\nb", 2), lines.line), (7, 4));
    }
}

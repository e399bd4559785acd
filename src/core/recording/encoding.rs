//! Bytes of a table made text: which encoding they are in is found out, and said.

use super::Wrong;
use std::io::{BufRead, Error, ErrorKind, Read};

/// What Windows-1252 has at 0x80 to 0x9F; at the places that it leaves open nothing is meant.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text of `bytes`, and what it was in: UTF-8 or UTF-16, with or without a byte order mark, or else Windows-1252, in
/// which spreadsheets save where they are not told otherwise.
pub fn decode(bytes: &[u8]) -> Result<(String, &'static str), Wrong> {
    let (text, encoding) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => match std::str::from_utf8(rest) {
            Ok(text) => (text.to_owned(), "UTF-8 with a byte order mark"),
            Err(e) => {
                let found = format!("a byte that is not UTF-8, at byte {}", e.valid_up_to() + 3);
                return Err(Wrong::of_file(found, "text in UTF-8, as its byte order mark says"));
            }
        },
        [0xff, 0xfe, rest @ ..] => (utf_16(rest, u16::from_le_bytes)?, "UTF-16"),
        [0xfe, 0xff, rest @ ..] => (utf_16(rest, u16::from_be_bytes)?, "UTF-16"),
        [_, 0, ..] => (utf_16(bytes, u16::from_le_bytes)?, "UTF-16"),
        [0, _, ..] => (utf_16(bytes, u16::from_be_bytes)?, "UTF-16"),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), "UTF-8"),
            Err(_) => (bytes.iter().map(|b| windows_1252(*b)).collect(), "Windows-1252"),
        },
    };
    match text.contains('\0') {
        true => Err(Wrong::of_file("bytes that are no text", "a table in CSV or Parquet")),
        false => Ok((text, encoding)),
    }
}

fn utf_16(bytes: &[u8], of: fn([u8; 2]) -> u16) -> Result<String, Wrong> {
    let (pairs, rest) = bytes.as_chunks();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| of(*pair))).collect();
    text.ok().filter(|_| rest.is_empty()).ok_or_else(|| {
        Wrong::of_file("UTF-16 that is cut off or damaged", "text in UTF-8 or UTF-16")
    })
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

/// Text in UTF-16 as it is read, made UTF-8.
pub struct FromUtf16<R> {
    inner: R,
    unit: fn([u8; 2]) -> u16,
    /// Bytes that are half a sign yet.
    begun: Vec<u8>,
    /// Text that has not been given yet, the next byte last.
    text: Vec<u8>,
}

impl<R: BufRead> FromUtf16<R> {
    /// Of what `inner` gives, in units of two bytes.
    pub fn new(inner: R, unit: fn([u8; 2]) -> u16) -> Self {
        Self { inner, unit, begun: Vec::new(), text: Vec::new() }
    }

    /// What it was read from.
    pub fn into_inner(self) -> R {
        self.inner
    }

    /// Decodes what comes next; whether there was any.
    fn decode(&mut self) -> Result<bool, Error> {
        let damaged = || Error::new(ErrorKind::InvalidData, "UTF-16 that is cut off or damaged");
        let next = self.inner.fill_buf()?;
        let n = next.len();
        self.begun.extend_from_slice(next);
        self.inner.consume(n);
        if n == 0 {
            return if self.begun.is_empty() { Ok(false) } else { Err(damaged()) };
        }
        let mut units: Vec<u16> =
            self.begun.as_chunks().0.iter().map(|pair| (self.unit)(*pair)).collect();
        // The second half of a pair may be yet to come.
        if units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            units.pop();
        }
        let text: Result<String, _> = char::decode_utf16(units.iter().copied()).collect();
        self.text = text.map_err(|_| damaged())?.into_bytes();
        self.text.reverse();
        self.begun.drain(..2 * units.len());
        Ok(true)
    }
}

impl<R: BufRead> Read for FromUtf16<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        while self.text.is_empty() {
            if !self.decode()? {
                return Ok(0);
            }
        }
        let n = into.len().min(self.text.len());
        let rest = self.text.len() - n;
        into.iter_mut().zip(self.text.drain(rest..).rev()).for_each(|(to, byte)| *to = byte);
        Ok(n)
    }
}

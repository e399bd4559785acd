//! The text of a log: gzip'd or plain, with its digest, and what separates its columns.

use super::columns::Columns;
use super::encoding::FromUtf16;
use super::gzip::Unpacked;
use super::lines::{Lines, is_end};
use super::{Asked, Wrong};
use std::fs::File;
use std::io::{BufRead, BufReader, Error, Read};

/// Bytes of a log, as they are read: hashed as they stand in the file, and unpacked.
pub enum Input {
    /// As it is.
    Plain(Box<BufReader<Hashed>>),
    /// Compressed by gzip.
    Gzip(Box<BufReader<Unpacked<BufReader<Hashed>>>>),
    /// In UTF-16.
    Utf16(Box<BufReader<FromUtf16<BufReader<Hashed>>>>),
}

/// A file whose bytes are hashed as they are read.
pub struct Hashed {
    file: File,
    hasher: blake3::Hasher,
}

impl Read for Hashed {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        let n = self.file.read(into)?;
        self.hasher.update(&into[..n]);
        Ok(n)
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        match self {
            Self::Plain(plain) => plain.read(into),
            Self::Gzip(gzip) => gzip.read(into),
            Self::Utf16(text) => text.read(into),
        }
    }
}

/// What is read at once.
const CHUNK: usize = 1 << 16;

impl Input {
    /// The regular file at `path`.
    pub fn open(path: &str) -> Result<Self, Wrong> {
        let regular = std::fs::metadata(path).and_then(|m| match m.is_file() {
            true => File::open(path),
            false => Err(Error::other("no regular file")),
        });
        let file = regular.map_err(|e| unreadable(&e))?;
        let hashed = Hashed { file, hasher: blake3::Hasher::new() };
        let mut plain = BufReader::with_capacity(CHUNK, hashed);
        let head = plain.fill_buf().map_err(|e| unreadable(&e))?;
        let of_utf_16 = |plain, unit| {
            Ok(Self::Utf16(Box::new(BufReader::with_capacity(CHUNK, FromUtf16::new(plain, unit)))))
        };
        match head {
            [] => Err(Wrong::of_file("an empty file", "a header, and a row for each request")),
            [0x1f, 0x8b, ..] => {
                let unpacked = BufReader::with_capacity(CHUNK, Unpacked::new(plain));
                Ok(Self::Gzip(Box::new(unpacked)))
            }
            [0xff, 0xfe, ..] => of_utf_16(plain, u16::from_le_bytes),
            [0xfe, 0xff, ..] | [0, ..] => of_utf_16(plain, u16::from_be_bytes),
            [_, 0, ..] => of_utf_16(plain, u16::from_le_bytes),
            [b'P', b'K', 3, 4, ..] => {
                Err(Wrong::of_file("a workbook, or another archive", "CSV, gzip'd CSV or Parquet")
                    .hint("a spreadsheet saves a sheet as CSV UTF-8"))
            }
            _ => Ok(Self::Plain(Box::new(plain))),
        }
    }

    /// The first line, without its end, and what is before it; `\r` ends one as well as `\n`.
    pub fn header(&mut self) -> Result<Vec<u8>, Wrong> {
        let text = self.buffered();
        let line = line(text).map_err(|e| unreadable(&e))?;
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        Ok(line.trim_ascii_end().to_vec())
    }

    /// The line on which the row is that begins `place` bytes behind the header, or on which what can be read ends.
    pub fn line_of(path: &str, place: u64) -> Result<u64, Wrong> {
        let mut input = Self::open(path)?;
        input.header()?;
        let (text, mut lines, mut left) = (input.buffered(), Lines::at(2), place);
        while let Ok(next) = text.fill_buf()
            && !next.is_empty()
        {
            let here = next.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let passed = lines.pass_to(next, here);
            if passed < next.len() {
                break;
            }
            text.consume(passed);
            left -= here as u64;
        }
        Ok(lines.line)
    }

    fn buffered(&mut self) -> &mut dyn BufRead {
        match self {
            Self::Plain(plain) => plain,
            Self::Gzip(gzip) => gzip,
            Self::Utf16(text) => text,
        }
    }

    /// BLAKE3 of the whole file, hexadecimal, what has not been read included.
    pub fn digest(self) -> Result<String, Wrong> {
        let plain = match self {
            Self::Plain(plain) => *plain,
            Self::Gzip(gzip) => gzip.into_inner().into_inner().expect("it was read to its end"),
            Self::Utf16(text) => text.into_inner().into_inner(),
        };
        let mut hashed = plain.into_inner();
        std::io::copy(&mut hashed, &mut std::io::sink()).map_err(|e| unreadable(&e))?;
        Ok(hashed.hasher.finalize().to_hex().to_string())
    }
}

/// Longest first line.
const LONGEST: usize = 1 << 20;

/// The first line of `text`.
fn line(text: &mut dyn BufRead) -> Result<Vec<u8>, Error> {
    let mut line = Vec::new();
    loop {
        let next = text.fill_buf()?;
        let all = next.len();
        match next.iter().position(|b| is_end(*b)) {
            Some(n) => {
                let returned = next[n] == b'\r';
                line.extend_from_slice(&next[..n]);
                text.consume(n + 1);
                if returned && text.fill_buf()?.first() == Some(&b'\n') {
                    text.consume(1);
                }
                return Ok(line);
            }
            None if all == 0 || line.len() >= LONGEST => return Ok(line),
            None => {
                line.extend_from_slice(next);
                text.consume(all);
            }
        }
    }
}

/// What the system says of a file.
pub fn unreadable(error: &Error) -> Wrong {
    let found = match error.kind() {
        std::io::ErrorKind::UnexpectedEof => "a file that ends in the middle".to_owned(),
        _ => error.to_string(),
    };
    Wrong::of_file(found, "a log in CSV, gzip'd CSV or Parquet")
}

/// What separates the columns of a file with this header, and their names: the separator by which most are known.
pub fn header_of(line: &[u8], asked: &Asked) -> Result<(u8, Vec<String>), Wrong> {
    let split = |separator: u8| -> Option<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).delimiter(separator).from_reader(line);
        let record = reader.records().next()?.ok()?;
        Some(record.iter().map(|name| name.trim().to_owned()).collect())
    };
    let all = [b',', b';', b'\t', b'|'].into_iter().rev();
    let all = all.filter_map(|separator| Some((separator, split(separator)?)));
    let best = all.max_by_key(|(_, header)| Columns::known(header, &asked.map));
    best.ok_or_else(|| Wrong::of_file("no header that is text in UTF-8", "names of columns"))
}

//! A table of an analyst's own, as it stands in a file: a header and rows of text, whatever is to be made of them.
//!
//! What separates its columns is found out: that by which most columns are known, and of several such most columns at all.

use super::Wrong;
use super::encoding::decode;
use super::gzip::Unpacked;
use super::input::unreadable;
use super::lines::{Lines, runs_on};
use super::parquet::sheet::parquet_rows;
use std::io::{Error, Read};

/// Separators of columns, the likeliest last, and what they are called.
const SEPARATORS: [(u8, &str); 4] =
    [(b'|', "bars"), (b'\t', "tabs"), (b';', "semicolons"), (b',', "commas")];

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Names of its columns.
    pub header: Vec<String>,
    /// Its rows, in order, of as many fields each; rows that are empty are left out.
    pub rows: Vec<SheetRow>,
    /// How many were empty.
    pub empty: usize,
    /// Whether a comma may stand for a decimal point in it: not where commas separate its columns.
    pub commas: bool,
    /// What was found out of the file, in words.
    pub said: String,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Which row of the file: the line of a text on which it begins, the header being on the first, and of Parquet its number from 1.
    pub number: u64,
    /// Its fields, without spaces around them.
    pub fields: Vec<String>,
}

impl Sheet {
    /// The table that stands in the regular file at `path`, gzip'd or not; `known` says which columns are looked for.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn open(path: &str, known: &dyn Fn(&str) -> bool) -> Result<Self, Wrong> {
        let regular = std::fs::metadata(path).and_then(|m| match m.is_file() {
            true => std::fs::read(path),
            false => Err(Error::other("no regular file")),
        });
        let expected = "a table in CSV, gzip'd CSV or Parquet";
        let unreadable = |e: &Error| Wrong { expected: expected.into(), ..unreadable(e) };
        let mut bytes = regular.map_err(|e| unreadable(&e))?;
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut unpacked = Vec::new();
            let read = Unpacked::new(&bytes[..]).read_to_end(&mut unpacked);
            read.map_err(|e| unreadable(&e))?;
            bytes = unpacked;
        }
        Self::read(&bytes, known, usize::MAX).map_err(|mut wrong| wrong.swap_remove(0))
    }

    /// The place of the column that is called so.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    /// The table that stands in `bytes`, of at most so many rows; `known` says which columns are looked for.
    ///
    /// # Errors
    /// All that is wrong with its rows, or the one thing that is wrong with the file.
    pub fn read(
        bytes: &[u8],
        known: &dyn Fn(&str) -> bool,
        most: usize,
    ) -> Result<Self, Vec<Wrong>> {
        let sheet = match bytes {
            [] => return Err(vec![Wrong::of_file("an empty file", "a header, and rows")]),
            [b'P', b'A', b'R', b'1', ..] => of_parquet(bytes, most)?,
            [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => {
                let wrong = Wrong::of_file("a workbook, or another archive", "CSV or Parquet");
                return Err(vec![wrong.hint("a spreadsheet saves a sheet as CSV UTF-8")]);
            }
            [0x1f, 0x8b, ..] => {
                let wrong = Wrong::of_file("a file compressed by gzip", "CSV or Parquet");
                return Err(vec![wrong.hint("unpack it")]);
            }
            _ => of_text(bytes, known, most)?,
        };
        let twice = (1..sheet.header.len()).find(|i| {
            !sheet.header[*i].is_empty() && sheet.header[..*i].contains(&sheet.header[*i])
        });
        if let Some(twice) = twice {
            let found = format!("two columns called {:?}", sheet.header[twice]);
            return Err(vec![Wrong::of_file(found, "each column once")]);
        }
        if sheet.rows.is_empty() {
            return Err(vec![Wrong::of_file("a header without rows", "rows below the header")]);
        }
        Ok(sheet)
    }
}

fn of_parquet(bytes: &[u8], most: usize) -> Result<Sheet, Vec<Wrong>> {
    let (header, all) = parquet_rows(bytes, most).map_err(|wrong| vec![wrong])?;
    let all = all.into_iter().zip(1..).map(|(fields, number)| SheetRow { number, fields });
    let (rows, empty) = without_empty(all.collect());
    Ok(Sheet { header, rows, empty, commas: false, said: "Parquet".to_owned() })
}

fn without_empty(mut rows: Vec<SheetRow>) -> (Vec<SheetRow>, usize) {
    let all = rows.len();
    rows.retain(|row| row.fields.iter().any(|field| !field.is_empty()));
    let empty = all - rows.len();
    (rows, empty)
}

fn of_text(bytes: &[u8], known: &dyn Fn(&str) -> bool, most: usize) -> Result<Sheet, Vec<Wrong>> {
    let (mut text, encoding) = decode(bytes).map_err(|wrong| vec![wrong])?;
    // So that a quote that is open at the end of the file is not closed on its line either.
    text.push('\n');
    let header = |separator: u8| -> Option<Vec<String>> {
        let record = reader(&text, separator).records().next()?.ok()?;
        Some(record.iter().map(|name| name.trim().to_owned()).collect())
    };
    let all = SEPARATORS.iter().filter_map(|(separator, said)| {
        header(*separator).map(|header| (*separator, *said, header))
    });
    let best = all.max_by_key(|(_, _, header)| {
        (header.iter().filter(|name| known(name)).count(), header.len())
    });
    let Some((separator, said, header)) = best else {
        return Err(vec![Wrong::of_file("no header", "names of columns, and rows")]);
    };
    if let Some((_, wrong)) = runs_on(header.iter().map(String::as_bytes)) {
        return Err(vec![wrong.in_row(1)]);
    }
    let said = match header.len() {
        1 => format!("CSV in {encoding}, one column"),
        _ => format!("CSV in {encoding}, {said} between columns"),
    };
    let (rows, empty) = without_empty(rows_of(&text, separator, &header, most)?);
    Ok(Sheet { header, rows, empty, commas: matches!(separator, b';' | b'\t'), said })
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(separator);
    reader.from_reader(text.as_bytes())
}

/// The rows below the header; every one that has not as many fields as it.
fn rows_of(
    text: &str,
    separator: u8,
    header: &[String],
    most: usize,
) -> Result<Vec<SheetRow>, Vec<Wrong>> {
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    let (mut lines, mut passed) = (Lines::at(1), 0);
    for record in reader(text, separator).records().skip(1) {
        let Ok(record) = record else {
            return Err(vec![Wrong::of_file(
                "rows that are no CSV",
                "fields with one sign between",
            )]);
        };
        let place = record.position().map_or(passed, |place| place.byte() as usize);
        passed += lines.pass_to(&text.as_bytes()[passed..], place - passed);
        let number = lines.line;
        let fields: Vec<String> = record.iter().map(|field| field.trim().to_owned()).collect();
        let at = |found: String, expected: String| Wrong::of_file(found, expected).in_row(number);
        if let Some((place, run_on)) = runs_on(record.iter().map(str::as_bytes)) {
            let run_on = run_on.in_row(number);
            wrong.push(match header.get(place) {
                Some(name) => run_on.in_column(name),
                None => run_on,
            });
        } else if fields.len() != header.len() {
            let expected = format!("{}, as in the header", header.len());
            let hint = "a field with a separator in it stands in quotes; decimal commas need semicolons or tabs between columns";
            wrong.push(at(format!("{} fields", fields.len()), expected).hint(hint));
        } else if fields == header {
            wrong.push(at("the header again".to_owned(), "a row".to_owned()).hint("take it out"));
        }
        if rows.len() == most {
            return Err(vec![at(format!("more than {most} rows"), Wrong::rows(most))]);
        }
        rows.push(SheetRow { number, fields });
    }
    if wrong.is_empty() { Ok(rows) } else { Err(wrong) }
}

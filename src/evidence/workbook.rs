//! A study as one spreadsheet: the only place that knows the writer of workbooks.
//!
//! Scope: a first sheet with the answer and its cautions (`workbook/first.rs`), then a sheet a table: above each column
//! what it means and in what it is, numbers as numbers, everything else as text, never as a formula. Times are texts with
//! their offset: a cell of a date has no zone, and an hour of October comes twice. The same study gives the same bytes.
//! Left out: where the file lies (`cli/report.rs`). Checked by: `tests/it/workbook.rs`.

mod first;

use super::table::{Cells, Table, TableHead, Unit};
use super::tables::described;
use headroom_core::scenario::inert;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use serde_json::Value;

/// A study that could not be written as a workbook: what the writer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoWorkbook(String);

impl std::fmt::Display for NoWorkbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no workbook: {}", self.0)
    }
}

impl std::error::Error for NoWorkbook {}

impl From<XlsxError> for NoWorkbook {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

/// Rows above those of a table: what a row is, what columns mean, their names.
const ABOVE: usize = 3;
/// Rows of a table that a sheet holds.
pub const MOST_ROWS: usize = 1_048_576 - ABOVE;
/// Letters that a cell holds.
const MOST_LETTERS: usize = 32_767;
/// Letters of a sheet's name.
const MOST_OF_A_NAME: usize = 31;
/// Width of a column in letters, at least and at most.
const WIDTHS: [usize; 2] = [9, 60];
/// Rows that decide how wide a column is.
const MEASURED: usize = 200;
/// Height of the row of meanings, in points: four lines.
const MEANINGS_HIGH: f64 = 60.0;
/// A4, as the format numbers papers.
const A4: u8 = 9;

/// What a workbook is of: `study.json`, the study's tables, and the command that made it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// `study.json`.
    pub study: &'a Value,
    /// The tables, in the order of their sheets.
    pub tables: &'a [Table],
    /// The command, as it can be pasted into a shell.
    pub command: &'a str,
}

/// The workbook of a study, as bytes.
///
/// # Errors
/// What the writer says.
pub fn workbook(source: Source<'_>) -> Result<Vec<u8>, NoWorkbook> {
    let mut book = Workbook::new();
    // Of every study the same, so that its bytes are.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = source.study["scenario"]["name"].as_str().unwrap_or("study");
    let about = DocProperties::new().set_title(title).set_author("headroom");
    book.set_properties(&about.set_creation_datetime(&made));
    let marked = source.study["classification"].as_str().unwrap_or_default();
    let shown: Vec<&Table> = source.tables.iter().filter(|t| t.rows > 0).collect();
    let mut names: Vec<String> = vec![first::NAME.to_owned()];
    for table in &shown {
        let name = sheet_name(&table.name, &names);
        names.push(name);
    }
    first::write(book.add_worksheet(), source, &shown, &names[1..])?;
    let described = described();
    for (table, name) in shown.iter().zip(&names[1..]) {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        write(sheet, table, described.iter().find(|d| d.name == table.name))?;
    }
    for sheet in book.worksheets_mut() {
        on_paper(sheet, marked);
    }
    Ok(book.save_to_buffer()?)
}

/// `table` as a name of a sheet that none of `taken` has, whose letters' case does not count.
fn sheet_name(table: &str, taken: &[String]) -> String {
    let plain: String =
        table.chars().map(|c| if r"[]:*?/\'".contains(c) { '-' } else { c }).collect();
    let cut = |most: usize| plain.chars().take(most).collect::<String>();
    let free = |name: &String| !taken.iter().any(|t| t.eq_ignore_ascii_case(name));
    let whole = cut(MOST_OF_A_NAME);
    if !whole.is_empty() && free(&whole) {
        return whole;
    }
    let numbered = |n: usize| {
        let end = format!(" {n}");
        cut(MOST_OF_A_NAME - end.len()) + &end
    };
    (2..).map(numbered).find(free).expect("there are more numbers than tables")
}

/// How a sheet is printed: the mark above and below on every page, its heads repeated.
fn on_paper(sheet: &mut Worksheet, marked: &str) {
    // What begins with `&` is a command.
    let marked = marked.replace('&', "&&");
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_header(format!("&L&A&C{marked}"));
    sheet.set_footer(format!("&C{marked}&RPage &P of &N"));
}

/// A table on its sheet.
fn write(
    sheet: &mut Worksheet,
    table: &Table,
    about: Option<&TableHead>,
) -> Result<(), NoWorkbook> {
    let rows = table.rows.min(MOST_ROWS);
    let quiet = Format::new().set_italic().set_text_wrap().set_align(FormatAlign::Top);
    let bold = Format::new().set_bold();
    let row_is = about.map_or(table.name.clone(), |a| format!("A row is {}.", a.row));
    text(sheet, 0, 0, &(row_is + &cut_said(table)), None)?;
    sheet.set_row_height(1, MEANINGS_HIGH)?;
    for (c, (head, cells)) in table.columns.iter().enumerate() {
        let column = u16::try_from(c).map_err(|_| NoWorkbook("too many columns".to_owned()))?;
        let known = about.into_iter().flat_map(|a| &a.columns);
        let means = known.filter_map(|k| Some((k.help(head)?, k.unit))).next();
        let unit = means.as_ref().map_or(Unit::Number, |(_, unit)| *unit);
        text(sheet, 1, column, &means.map_or(String::new(), |(help, _)| help), Some(&quiet))?;
        text(sheet, 2, column, head, Some(&bold))?;
        sheet.set_column_width(column, width(head, cells) as f64)?;
        write_cells(sheet, column, cells, unit, rows)?;
    }
    let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.set_freeze_panes(ABOVE as u32, 0)?;
    sheet.autofilter(ABOVE as u32 - 1, 0, (ABOVE + rows) as u32 - 1, last)?;
    sheet.set_repeat_rows(0, ABOVE as u32 - 1)?;
    Ok(())
}

/// That rows of `table` are missing on its sheet; nothing where none are.
fn cut_said(table: &Table) -> String {
    match table.rows.saturating_sub(MOST_ROWS) {
        0 => String::new(),
        more => format!(
            " A sheet holds no more rows: the last {more} are not here, tables/{}.parquet in the study's folder has all {}.",
            table.name, table.rows
        ),
    }
}

fn write_cells(
    sheet: &mut Worksheet,
    column: u16,
    cells: &Cells,
    unit: Unit,
    rows: usize,
) -> Result<(), NoWorkbook> {
    let format = Format::new().set_num_format(digits(unit, matches!(cells, Cells::Whole(_))));
    for row in 0..rows {
        let at = (ABOVE + row) as u32;
        match cells {
            Cells::Whole(all) => {
                sheet.write_number_with_format(at, column, all[row] as f64, &format)?;
            }
            Cells::Numbers(all) => {
                if let Some(x) = all[row].filter(|x| x.is_finite()) {
                    sheet.write_number_with_format(at, column, x, &format)?;
                }
            }
            Cells::Texts(all) => text(sheet, at, column, &all[row], None)?,
            Cells::Truths(all) => {
                sheet.write_boolean(at, column, all[row])?;
            }
        }
    }
    Ok(())
}

/// A text as a text on one line, whatever it begins with; cut where a cell holds no more.
fn text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: Option<&Format>,
) -> Result<(), NoWorkbook> {
    let text = &inert(text);
    let fits = text.chars().count() <= MOST_LETTERS;
    let cut = |text: &str| text.chars().take(MOST_LETTERS - 1).chain(['…']).collect::<String>();
    let text = if fits { text.to_owned() } else { cut(text) };
    match format {
        _ if text.is_empty() => {}
        Some(format) => {
            sheet.write_string_with_format(row, column, text, format)?;
        }
        None => {
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(())
}

/// How a number of `unit` is shown: the cell holds all of its digits.
fn digits(unit: Unit, whole: bool) -> &'static str {
    match unit {
        _ if whole => "#,##0",
        Unit::Requests => "#,##0",
        Unit::Pounds => "£#,##0",
        Unit::Share => "0.00%",
        Unit::Seconds | Unit::Hours | Unit::Years => "#,##0.0",
        Unit::PerSecond => "#,##0.00",
        _ => "[>=100]#,##0;[<=-100]-#,##0;0.0##",
    }
}

/// Letters that a column is wide.
fn width(head: &str, cells: &Cells) -> usize {
    let of = |row: usize| match cells {
        Cells::Texts(all) => all[row].chars().count(),
        _ => 0,
    };
    let rows = match cells {
        Cells::Texts(all) => all.len().min(MEASURED),
        _ => 0,
    };
    // The button that filters stands on the head.
    let most = (0..rows).map(of).fold(head.chars().count() + 3, usize::max);
    most.clamp(WIDTHS[0], WIDTHS[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_short_and_each_there_once() {
        let long = "a".repeat(40);
        let mut taken = vec!["users".to_owned()];
        for name in [long.as_str(), &long, "Users", "a/b"] {
            let made = sheet_name(name, &taken);
            assert!(made.chars().count() <= MOST_OF_A_NAME, "{made}");
            taken.push(made);
        }
        assert_eq!(taken[2], format!("{} 2", "a".repeat(29)));
        assert_eq!(taken[3..], ["Users 2", "a-b"]);
    }

    #[test]
    fn rows_that_a_sheet_does_not_hold_are_told() {
        let of = |rows| Table { name: "waits".to_owned(), columns: Vec::new(), rows };
        assert_eq!(cut_said(&of(MOST_ROWS)), "");
        assert!(cut_said(&of(MOST_ROWS + 2)).contains("the last 2 are not here"));
    }
}

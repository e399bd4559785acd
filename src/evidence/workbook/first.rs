//! The first sheet of a workbook: the question, the answer with its cautions, where it comes from, and what sheets there
//! are.

use super::{MOST_ROWS, NoWorkbook, Source, cut_said, text};
use crate::evidence::plain;
use crate::evidence::table::Table;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

/// Its name.
pub(super) const NAME: &str = "Read me first";
/// Widths of its columns, in letters.
const WIDTHS: [f64; 2] = [18.0, 110.0];

/// What stands in its two columns, from top to bottom; a heading has no second.
type Lines = Vec<(String, String)>;

/// Writes it: `tables` are those that have a sheet, called `names`.
pub(super) fn write(
    sheet: &mut Worksheet,
    source: Source<'_>,
    tables: &[&Table],
    names: &[String],
) -> Result<(), NoWorkbook> {
    sheet.set_name(NAME)?;
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let heading = Format::new().set_bold().set_font_size(13);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let label = wrapped.clone().set_bold();
    for (row, (left, right)) in (0u32..).zip(lines(source, tables, names)) {
        let format = if right.is_empty() { &heading } else { &label };
        text(sheet, row, 0, &left, Some(format))?;
        text(sheet, row, 1, &right, Some(&wrapped))?;
    }
    Ok(())
}

fn lines(source: Source<'_>, tables: &[&Table], names: &[String]) -> Lines {
    let study = source.study;
    let scenario = &study["scenario"];
    let name = scenario["name"].as_str().unwrap_or("study").to_owned();
    let mut lines: Lines = vec![(name, String::new())];
    let mut line = |left: &str, right: String| {
        if !right.is_empty() {
            lines.push((left.to_owned(), right));
        }
    };
    line("classification", study["classification"].as_str().unwrap_or_default().to_owned());
    line("question", scenario["why"].as_str().unwrap_or_default().to_owned());
    for sentence in answer(tables) {
        line("answer", sentence);
    }
    for caution in cautions(tables) {
        line("caution", caution);
    }
    for cut in tables.iter().filter(|t| t.rows > MOST_ROWS) {
        line("caution", format!("{}:{}", cut.name, cut_said(cut)));
    }
    line("command", source.command.to_owned());
    for (head, key) in [
        ("digest", "digest"),
        ("seed", "seed"),
        ("replications", "replications"),
        ("headroom", "headroom"),
        ("platform", "platform"),
    ] {
        let value = &study[key];
        line(head, if value.is_null() { String::new() } else { plain(value) });
    }
    lines.push(("Sheets".to_owned(), String::new()));
    for (table, name) in tables.iter().zip(names) {
        let rows = format!("{} rows", table.rows);
        lines.push((
            name.clone(),
            if *name == table.name { rows } else { format!("{}: {rows}", table.name) },
        ));
    }
    lines
}

/// The answer of the whole study, else that of its one variant.
fn answer(tables: &[&Table]) -> Vec<String> {
    let of = |name: &str| tables.iter().find(|t| t.name == name);
    let Some(sheet) = of("study_answer").or_else(|| of("answer")) else { return Vec::new() };
    (0..sheet.rows).map(|row| sheet.text(row, "text").to_owned()).collect()
}

/// Each caution once.
fn cautions(tables: &[&Table]) -> Vec<String> {
    let Some(sheet) = tables.iter().find(|t| t.name == "cautions") else { return Vec::new() };
    let mut all: Vec<String> = Vec::new();
    for row in 0..sheet.rows {
        let text = sheet.text(row, "text");
        if !all.iter().any(|known| known == text) {
            all.push(text.to_owned());
        }
    }
    all
}

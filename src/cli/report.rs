//! `headroom report`: the page again from a study's folder, without running; and the same for every command that
//! makes a study.

use super::args::ReportArgs;
use super::besides::write_besides;
use super::written::{PAGE, Written, alone, put, safe};
use super::{Console, Stop};
use crate::evidence::files::read as read_table;
use crate::report::{Dossier, command, page, user_page};
use headroom_core::experiment::{
    STUDY, SealedStudy, names_in, read_if_there, take_away, write_study,
};
use serde_json::Value;
use std::path::Path;

/// Makes the page of a folder again, or one User's own.
pub fn report(args: &ReportArgs, console: &Console) -> Result<(), Stop> {
    if args.questions {
        return console.answer(&questions(&read(&args.dir)?.0)?);
    }
    let besides = args.besides.workbook || args.besides.packs;
    // What is written elsewhere leaves the folder as it is, which may not even be ours to write.
    let lock = match args.out.is_none() || besides {
        true if args.dir.is_dir() => Some(alone(&args.dir, "its page")?),
        _ => None,
    };
    let (book, sealed) = read(&args.dir)?;
    let (text, file) = match &args.user {
        Some(name) => {
            let (id, text) = user_page(&book, name)?;
            (text, own_file(&id))
        }
        None => (page(&book)?, PAGE.to_owned()),
    };
    let mut into = Written { folder: &args.dir, files: sealed.files().clone() };
    let path = match &args.out {
        Some(path) => {
            put(path, text.as_bytes())?;
            path.clone()
        }
        None => {
            into.put(&file, text.as_bytes())?;
            args.dir.join(file)
        }
    };
    console.say(&format!("wrote {}", path.display()));
    for written in write_besides(&mut into, &book, args.besides)? {
        console.say(&format!("wrote {written}"));
    }
    if lock.is_some() {
        close(&into, &book.study)?;
    }
    Ok(())
}

/// Ends a folder with its `study.json`.
pub fn close(written: &Written, study: &Value) -> Result<(), Stop> {
    write_study(written.folder, study, &written.files)
        .map_err(|e| Stop(format!("could not write {}: {e}", written.folder.join(STUDY).display())))
}

/// Writes the page of `book`, the study in the folder, and again those of Users that stand there from the study before.
pub fn write_page(into: &mut Written, book: &Dossier) -> Result<(), Stop> {
    into.put(PAGE, page(book)?.as_bytes())?;
    let folder = into.folder;
    for file in names_in(folder).iter().filter(|file| is_own_page(folder, file)) {
        match book.users().into_iter().find(|id| own_file(id) == *file) {
            Some(id) => into.put(file, user_page(book, id)?.1.as_bytes())?,
            None => take_away(&folder.join(file)),
        }
    }
    Ok(())
}

/// The file of a User's own page.
fn own_file(id: &str) -> String {
    format!("report-{}.html", safe(id))
}

/// Whether `file` is a User's page that headroom has made: its name is one of ours, and its head says so.
fn is_own_page(folder: &Path, file: &str) -> bool {
    const MARK: &[u8] = b"<meta name=\"generator\" content=\"headroom\">";
    const HEAD: usize = 2_000;
    file.starts_with("report-")
        && file.ends_with(".html")
        && read_if_there(&folder.join(file)).is_some_and(|text| {
            text[..text.len().min(HEAD)].windows(MARK.len()).any(|part| part == MARK)
        })
}

/// What the folder holds, as its `study.json` names it, each file as it was written.
fn read(folder: &Path) -> Result<(Dossier, SealedStudy), Stop> {
    let Some(sealed) = SealedStudy::read(folder)? else {
        return Err(Stop(format!(
            "{}: found nothing, expected the study.json of a study\n  hint: give the folder that run, compare or sweep wrote, such as reports/minimal",
            folder.join(STUDY).display()
        )));
    };
    sealed.check()?;
    let names = sealed.study["files"].as_array().cloned().unwrap_or_default();
    let mut book = Dossier { study: sealed.study.clone(), tables: Vec::new(), charts: Vec::new() };
    for name in names.iter().filter_map(Value::as_str) {
        if let Some(table) = inside(name, "tables/", ".parquet") {
            let table = read_table(table, &sealed.file(name)?).map_err(|e| {
                let path = folder.join(name);
                Stop(format!("{}: {e}\n  hint: start the study again", path.display()))
            })?;
            book.tables.push(table);
        } else if let Some(chart) = inside(name, "charts/", ".svg") {
            let svg = String::from_utf8_lossy(&sealed.file(name)?).into_owned();
            book.charts.push((chart.to_owned(), svg));
        }
    }
    Ok((book, sealed))
}

/// The stem of a file that lies in `folder` itself and nowhere else.
fn inside<'a>(file: &'a str, folder: &str, ending: &str) -> Option<&'a str> {
    let stem = file.strip_prefix(folder)?.strip_suffix(ending)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (!stem.is_empty() && stem.chars().all(plain)).then_some(stem)
}

/// The questions and what the study says to them, for a terminal.
fn questions(book: &Dossier) -> Result<String, Stop> {
    let Some(sheet) = book.tables.iter().find(|s| s.name == "questions" && s.rows > 0) else {
        return Err(Stop("the study has no table of questions\n  hint: start it again".to_owned()));
    };
    let made = command(book);
    let said = |row: usize| {
        let of = |head: &str| sheet.text(row, head);
        let command = if of("answered") == "yes" { &made } else { of("command") };
        format!(
            "{} ({})\n  {}\n  → {}\n  {}\n  {command}",
            of("who"),
            of("document"),
            of("question"),
            of("answer"),
            of("moved_by"),
        )
    };
    Ok((0..sheet.rows).map(said).collect::<Vec<String>>().join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_lies_in_the_folder_of_tables_itself() {
        assert_eq!(inside("tables/../x.parquet", "tables/", ".parquet"), None);
        assert_eq!(inside("tables/users.parquet", "tables/", ".parquet"), Some("users"));
    }
}

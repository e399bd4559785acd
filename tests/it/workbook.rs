//! `--workbook`: numbers as numbers, texts as texts, the same bytes of the same study, and the mark on every sheet.

use crate::commands::{folder, headroom};
use crate::studies::fine;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

/// The parts of the workbook at `path`, by name.
pub fn parts(path: &Path) -> BTreeMap<String, String> {
    let bytes = fs::read(path).expect("a workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let all = 0..archive.len();
    let part = |i: usize| {
        let mut file = archive.by_index(i).expect("a part");
        let mut text = Vec::new();
        file.read_to_end(&mut text).expect("its bytes");
        (file.name().expect("a name").into_owned(), String::from_utf8_lossy(&text).into_owned())
    };
    all.map(part).collect()
}

/// What stands between `open` and `close` in `text`, each time.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let parts = text.split(open).skip(1);
    parts.filter_map(|part| Some(part.split_once(close)?.0)).collect()
}

#[test]
fn a_workbook_has_a_sheet_a_table_and_the_same_bytes_each_time() {
    let folder = folder();
    let more = [
        "--replications",
        "2",
        "--out",
        "r",
        "--quiet",
        "--workbook",
        "--classification",
        "Amber & <ours>",
        "--set",
        "/users/supplier-a/name=\"Gas \\\"&\\\" <Co>\"",
    ];
    fine(folder.path(), "run", &more);
    let path = folder.path().join("r/study.xlsx");
    let first = fs::read(&path).expect("a workbook");
    let again = headroom(folder.path(), &["report", "r", "--workbook", "--quiet"]);
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(fs::read(&path).expect("a workbook") == first, "from the folder, without running");

    let parts = parts(&path);
    let names = between(&parts["xl/workbook.xml"], "<sheet name=\"", "\"");
    assert_eq!(names[..2], ["Read me first", "first_screen"]);
    assert!(names.contains(&"allocation") && names.iter().all(|name| name.len() <= 31));
    let strings = &parts["xl/sharedStrings.xml"];
    for text in ["run minimal", "Gas &quot;&amp;&quot; &lt;Co&gt;", "A row is a User"] {
        let unquoted = text.replace("&quot;", "\"");
        assert!(strings.contains(text) || strings.contains(&unquoted), "{text}");
    }
    let sheets = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
    let mut numbers = 0;
    for (name, sheet) in sheets {
        assert!(!sheet.contains("<f>"), "{name} has a formula");
        assert!(sheet.contains("Amber &amp;&amp; &lt;ours&gt;"), "{name} is not marked");
        numbers += between(sheet, "<v>", "</v>").len();
    }
    assert!(numbers > 1_000, "{numbers} cells");
    assert!(parts["docProps/core.xml"].contains("2000-01-01T00:00:00Z"));

    // Asked for no more, it would be of another study.
    fine(folder.path(), "run", &["--replications", "2", "--out", "r", "--quiet"]);
    assert!(!path.exists());
}

#[test]
fn what_looks_like_a_formula_is_a_text() {
    use headroom::evidence::table::{Cells, Table};
    use headroom::evidence::workbook::{Source, workbook};
    let table = Table {
        name: "users".to_owned(),
        columns: vec![
            ("user".to_owned(), Cells::Texts(vec!["=1+1".to_owned(), "@x".to_owned()].into())),
            ("requests".to_owned(), Cells::Numbers(vec![Some(f64::NAN), Some(2.5)].into())),
        ],
        rows: 2,
    };
    let study = serde_json::json!({ "scenario": { "name": "=cmd()", "why": "why?" } });
    let of =
        || Source { study: &study, tables: std::slice::from_ref(&table), command: "headroom run" };
    let bytes = workbook(of()).expect("a workbook");
    assert!(bytes == workbook(of()).expect("a workbook"));
    let folder = folder();
    let path = folder.path().join("x.xlsx");
    fs::write(&path, bytes).expect("written");
    let parts = parts(&path);
    for text in ["=1+1", "@x", "=cmd()"] {
        assert!(parts["xl/sharedStrings.xml"].contains(&format!(">{text}</t>")), "{text}");
    }
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    assert!(!sheet.contains("<f>") && sheet.contains("<v>2.5</v>") && !sheet.contains("NaN"));
}

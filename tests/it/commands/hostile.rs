//! Names and texts that try to be something else.

use super::{files_in, folder, headroom};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Users and events whose names try to be something else.
pub fn hostile(folder: &Path) -> &'static str {
    let scenario = r#"{
        "name": "hostile", "extends": "minimal",
        "why": "<img src=x onerror=alert(1)> & \"quotes\"?",
        "users": [
            { "id": "supplier-b", "name": "</text><script>alert(1)</script>" },
            { "id": "../../../escaped", "name": "one, \"two\"; 'three'", "category": "small_supplier",
              "roles": ["IS"], "portfolio": { "electricity_credit": 50000 } },
            { "id": "<!--,\"]]>", "name": "&lt;&#x3c;\\", "category": "small_supplier",
              "roles": ["IS"], "portfolio": { "electricity_credit": 50000 } }
        ],
        "events": [
            { "id": "<script>'\"&;", "at": "10:00", "lasts": "10 min",
              "denial_of_service": { "users": { "ids": ["../../../escaped"] }, "srvs": ["4.6.1"], "rate": "40/s" } }
        ]
    }"#;
    fs::write(folder.join("hostile.json"), scenario).unwrap();
    "hostile.json"
}

/// The records of a CSV text (RFC 4180).
fn records(csv: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut field, mut quoted) =
        (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = csv.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            c => field.push(c),
        }
    }
    assert!(!quoted && field.is_empty() && record.is_empty(), "ends with a whole record");
    records
}

#[test]
fn hostile_names_stay_inside_the_study_whole_in_json_and_csv_and_are_no_markup_in_charts() {
    let folder = folder();
    let ran = headroom(
        folder.path(),
        &["run", hostile(folder.path()), "--replications", "1", "--format", "json"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["users"][3]["user"], "../../../escaped");
    assert_eq!(answer["users"][4]["user"], "<!--,\"]]>");
    let files = files_in(folder.path());
    assert!(
        files.iter().all(|f| f == "hostile.json" || f.starts_with("reports/hostile/")),
        "{files:?}"
    );
    for file in files.iter().filter(|f| f.ends_with(".csv")) {
        let records = records(&fs::read_to_string(folder.path().join(file)).unwrap());
        assert!(records.iter().all(|r| r.len() == records[0].len()), "{file}: {records:?}");
    }
    let svg =
        fs::read_to_string(folder.path().join("reports/hostile/charts/what-happened.svg")).unwrap();
    assert!(svg.contains("&lt;script&gt;"), "the name is in the title");
    for tag in svg.split('<').skip(1) {
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(
            ["svg", "rect", "text", "polyline", "polygon", "circle", "title"]
                .contains(&name.as_str()),
            "<{name}"
        );
    }
}

#[test]
fn a_name_that_a_spreadsheet_would_take_for_a_formula_is_refused_or_made_inert() {
    for name in ["=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(1,1)", "=HYPERLINK(\"http://x\")"] {
        let folder = folder();
        let text = serde_json::to_string(name).unwrap();
        for user in [format!(r#""id": {text}"#), format!(r#""id": "x", "name": {text}"#)] {
            let user = format!(r#"{{ {user}, "category": "small_supplier", "roles": ["IS"] }}"#);
            let scenario =
                format!(r#"{{ "name": "sheet", "extends": "minimal", "users": [{user}] }}"#);
            fs::write(folder.path().join("sheet.json"), scenario).unwrap();
            let ran = headroom(folder.path(), &["run", "sheet.json", "--replications", "1"]);
            if ran.code == Some(2) {
                assert!(ran.err.contains("error: sheet.json: /users/"), "{name}: {}", ran.err);
                continue;
            }
            assert_eq!(ran.code, Some(0), "{name}: {}", ran.err);
            for file in files_in(folder.path()).iter().filter(|f| f.ends_with(".csv")) {
                let csv = fs::read_to_string(folder.path().join(file)).unwrap();
                for cell in records(&csv).into_iter().flatten() {
                    let formula = cell.starts_with(['=', '+', '-', '@']);
                    assert!(!formula || cell.parse::<f64>().is_ok(), "{file}: {cell}");
                }
            }
        }
    }
}

#[test]
fn text_of_a_scenario_cannot_steer_the_terminal() {
    for more in [
        r#""why": "title \u001b]0;mine\u0007 and red \u001b[31m""#,
        r#""users": [{ "id": "supplier-b", "name": "\u001b[2JB" }]"#,
        r#""users": [{ "id": "supplier-b", "assumed": true, "why": "\u009b31m\u202e" }]"#,
        r#""gateway": { "assumed": true, "source": "\u001b[8m" }"#,
        r#""events": [{ "id": "\u001b[1m", "at": "10:00", "lasts": "1 min", "outage": {} }]"#,
        r#""\u001b[31m": 1, "mechanism": { "pace": "\u001b[31m" }"#,
    ] {
        let folder = folder();
        let scenario = format!(r#"{{ "name": "steering", "extends": "minimal", {more} }}"#);
        fs::write(folder.path().join("steering.json"), scenario).unwrap();
        for args in
            [&["check", "steering.json"][..], &["run", "steering.json", "--replications", "1"]]
        {
            let ran = headroom(folder.path(), args);
            assert!([Some(0), Some(2)].contains(&ran.code), "{args:?}");
            for text in [&ran.out, &ran.err] {
                assert!(!text.contains(steers), "{args:?}: {text:?}");
            }
        }
        for svg in files_in(folder.path()).iter().filter(|f| f.ends_with(".svg")) {
            let svg = fs::read_to_string(folder.path().join(svg)).unwrap();
            assert!(!svg.contains(steers), "not allowed in XML");
        }
    }
}

/// What moves the cursor, colours, or turns a line round.
fn steers(c: char) -> bool {
    (c.is_control() && c != '\n') || c == '\u{202e}'
}

#[test]
fn what_is_typed_steers_no_terminal() {
    let folder = folder();
    for args in [["run", "minimal", "--\u{202e}foo"], ["compare", "minimal", "--with=\u{202e}x: y"]]
    {
        let ran = headroom(folder.path(), &args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
        assert!(
            ran.err.starts_with("error: ") && !ran.err.starts_with("error: error"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("\\u{202e}") && !ran.err.contains('\u{202e}'), "{}", ran.err);
    }
    let help = headroom(folder.path(), &["run", "--help"]);
    assert!(
        help.code == Some(0) && help.err.is_empty() && help.out.contains("Usage: headroom run")
    );
}

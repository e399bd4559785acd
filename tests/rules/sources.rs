//! docs/sources.md: whoever cites a row of facts (F1.9) or of assumptions (A6) finds it there.

use kit::TOP;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What may cite rows.
const CITING: [&str; 6] = ["README.md", "CHANGELOG.md", "docs", "data", "scenarios", "src"];

/// Whether `word` is a row's: `F1.9`, `A6`.
fn is_row(word: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let fact = word.strip_prefix('F').and_then(|rest| rest.split_once('.'));
    fact.is_some_and(|(of, row)| digits(of) && digits(row))
        || word.strip_prefix('A').is_some_and(digits)
}

fn rows(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || "._".contains(c)));
    words.map(|word| word.trim_end_matches('.')).filter(|word| is_row(word))
}

/// For each row that is cited in `path`, or in what lies in it, a file that does.
fn cited(path: &str, into: &mut BTreeMap<String, String>) {
    let whole = format!("{TOP}{path}");
    if fs::metadata(&whole).expect("a file of the project").is_dir() {
        for entry in fs::read_dir(whole).expect("a folder of the project") {
            let name = entry.expect("an entry").file_name();
            cited(&format!("{path}/{}", name.to_str().expect("UTF-8")), into);
        }
    } else if path != "docs/sources.md" && [".md", ".json", ".rs"].iter().any(|e| path.ends_with(e))
    {
        let text = fs::read_to_string(whole).expect("text");
        into.extend(rows(&text).map(|row| (row.to_owned(), path.to_owned())));
    }
}

#[test]
fn every_row_that_is_cited_stands_in_the_sources_once_and_no_other() {
    let text = fs::read_to_string(format!("{TOP}docs/sources.md")).expect("docs/sources.md");
    let first = |line: &str| line.strip_prefix("| ")?.split(" |").next().map(str::to_owned);
    let given: Vec<String> = text.lines().filter_map(first).filter(|row| is_row(row)).collect();
    let known: BTreeSet<&String> = given.iter().collect();
    assert_eq!(known.len(), given.len(), "a row stands there twice");
    let mut all = BTreeMap::new();
    CITING.iter().for_each(|path| cited(path, &mut all));
    let unknown: Vec<_> = all.iter().filter(|(row, _)| !known.contains(row)).collect();
    assert!(unknown.is_empty(), "cited, and not in docs/sources.md: {unknown:?}");
    let idle: Vec<_> = known.iter().filter(|row| !all.contains_key(**row)).collect();
    assert!(idle.is_empty(), "in docs/sources.md, and cited nowhere: {idle:?}");
}

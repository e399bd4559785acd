//! Tables: what is written is what is read, what is described is what there is.

use headroom::evidence::Evidence;
use headroom::evidence::files::{csv, parquet, read};
use headroom::evidence::findings::Findings;
use headroom::evidence::table::{Cells, Table, Unit, markdown};
use headroom::evidence::tables::{described, study_tables, tables};
use headroom_core::engine::Plan;
use headroom_core::experiment::{Asked, Running, Setting, Study, replicate, run_study};
use headroom_core::scenario::{Change, Draft, load};
use serde_json::json;

/// The table called `name` as a CSV file.
pub fn csv_of(tables: &[Table], name: &str) -> String {
    let table = tables.iter().find(|t| t.name == name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(csv(table).expect("a table")).expect("UTF-8")
}

/// Evidence of two replications of a shipped scenario.
fn evidence(name: &str, changes: &[(&str, serde_json::Value)]) -> Evidence {
    let two = [("/replications", json!(2))];
    let change = |(pointer, value): &(&str, serde_json::Value)| Change {
        pointer: (*pointer).to_owned(),
        value: value.clone(),
    };
    let changes: Vec<Change> = two.iter().chain(changes).map(change).collect();
    let scenario = load(name, &changes).unwrap_or_else(|faults| panic!("{faults}"));
    let plan = Plan::new(&scenario).unwrap_or_else(|fault| panic!("{fault:?}"));
    let running = Running { threads: 1, ..Running::default() };
    Evidence::new(&plan, replicate(&plan, running, || ()).expect("a thread"))
}

/// Tables of studies of every kind that have different ones.
fn all() -> Vec<Table> {
    let night = [("/duration", json!("10 h"))];
    let years = [("/duration", json!("8 days"))];
    let mut all = tables(&evidence("install-day", &[]));
    all.extend(tables(&evidence("restart-at-0200", &night)));
    all.extend(tables(&evidence("national-year", &years)));
    let settings = [Setting::as_it_stands(), "/mechanism/enabled=false".parse().expect("one")];
    let axes = vec!["/mechanism/operating_threshold=[0.7,0.9]".parse().expect("an axis")];
    let asked = Asked {
        set: Vec::new(),
        settings: settings.into(),
        axes,
        beside: true,
        ..Asked::default()
    };
    let study = Study::new(&Draft::read("minimal").expect("it"), asked).expect("a study");
    let running = Running { threads: 1, ..Running::default() };
    let folded = run_study(&study, running, |_| ()).expect("runs");
    all.extend(study_tables(&Findings::new(&study, folded)));
    all
}

#[test]
fn a_table_read_back_is_the_one_that_was_written() {
    for table in all() {
        let again = read(&table.name, &parquet(&table).expect("written")).expect("read");
        assert!(again == table, "{}: {again:?} instead of {table:?}", table.name);
    }
}

#[test]
fn every_column_of_every_table_is_described_and_no_other() {
    let described = described();
    for table in all() {
        let of = described.iter().find(|d| d.name == table.name);
        let of = of.unwrap_or_else(|| panic!("{} is not described", table.name));
        let mut heads: Vec<String> = Vec::new();
        for column in of.columns.iter().filter(|c| c.in_files) {
            heads.push(column.name.clone());
            heads.extend(column.ends.iter().flatten().cloned());
        }
        // A study's tables have the variant before every row, and an axis has its pointer for a name.
        let own =
            |head: &&String| !head.starts_with('/') && (*head != "variant" || heads.contains(head));
        let found: Vec<&String> = table.columns.iter().map(|c| &c.0).filter(own).collect();
        // Theory is only there of two axes.
        let theory = ["asked_load", "never_throttled_share", "passes_by_theory", "protection"];
        let there = |head: &&String| found.contains(head) || !theory.contains(&head.as_str());
        assert_eq!(found, heads.iter().filter(there).collect::<Vec<_>>(), "{}", table.name);
    }
}

#[test]
fn a_columns_unit_is_that_of_its_name() {
    for table in described() {
        for c in table.columns {
            let of = Unit::in_name(&c.name);
            let unsaid = of == Unit::Number || c.unit == Unit::OfTheFigure || c.unit == Unit::Words;
            assert!(!c.meaning.is_empty(), "{} of {} has no meaning", c.name, table.name);
            assert!(unsaid || c.unit == of, "{} of {} is in {:?}", c.name, table.name, c.unit);
        }
    }
}

#[test]
fn columns_of_messages_cite_the_rule_that_their_words_are_of() {
    let rules = std::fs::read_to_string("docs/rules.md").expect("the rules");
    for (called, rule) in [("Alert Storm Protection", "N2"), ("Communications Hub", "N3")] {
        assert!(rules.contains(&format!("\n### {rule} {called}")), "{rule}");
        let columns = described().into_iter().flat_map(|table| table.columns);
        let of = columns.filter(|c| ["consolidated", "discarded"].contains(&c.name.as_str()));
        let of: Vec<String> = of.map(|c| c.meaning).filter(|m| m.contains(called)).collect();
        assert!(!of.is_empty() && of.iter().all(|m| m.contains(rule)), "{of:?}");
    }
}

/// After a change of columns: `HEADROOM_BLESS=1 cargo test --test it tables` writes it again.
#[test]
fn the_documentation_of_tables_is_current() {
    let kept = std::fs::read_to_string("docs/tables.md").unwrap_or_default();
    let (head, _) = kept.split_once("\n## ").expect("a head, and tables");
    let now = format!("{head}\n{}", markdown(&described()).trim_start());
    if std::env::var_os("HEADROOM_BLESS").is_some() {
        std::fs::write("docs/tables.md", &now).expect("written");
    } else {
        assert!(kept == now, "docs/tables.md is not what columns say: HEADROOM_BLESS=1 writes it");
    }
}

/// A spreadsheet runs what begins with one of a few characters; one apostrophe less is the text, as `docs/tables.md` says.
#[test]
fn no_text_of_a_csv_file_is_a_formula_and_every_text_comes_back() {
    let texts = [
        "=1+1", "+1+1", "-cmd", "@x", "'x", "'=1", "plain", "", "-5", "+3.5", "− 7.4", "1,5",
        "a\tb", "\t=1",
    ];
    let cells = Cells::Texts(texts.map(str::to_owned).to_vec().into());
    let table =
        Table { name: "t".to_owned(), columns: vec![("=h".to_owned(), cells)], rows: texts.len() };
    let csv = csv_of(std::slice::from_ref(&table), "t");
    let mut lines =
        csv.lines().map(|line| match line.strip_prefix('"').and_then(|l| l.strip_suffix('"')) {
            Some(quoted) => quoted.replace("\"\"", "\""),
            None => line.to_owned(),
        });
    assert_eq!(lines.next().as_deref(), Some("'=h"));
    for (text, cell) in texts.iter().zip(lines) {
        let number = cell.parse::<f64>().is_ok();
        assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        let back = cell.strip_prefix('\'').unwrap_or(&cell).replace("\\t", "\t");
        assert_eq!(&back, text);
    }
    let read = read("t", &parquet(&table).expect("bytes")).expect("a table");
    assert_eq!(read, table, "Parquet has it as it is");
}

//! The report page, as bytes: made again it is the same, its numbers stand in the tables, what is wrong with a folder is
//! said, and names are text. What a reader sees of it is `browser.rs`.

mod answers;
mod first;
mod own;
mod user;

use crate::commands::{files_in, folder, headroom};
use crate::questions::words;
use crate::studies::fine;
use headroom::evidence::files::read;
use headroom::evidence::table::{Cells, Table};
use headroom_core::experiment::{Asked, Axis, Setting, Study};
use headroom_core::scenario::{Change, Draft, scenario_names};
use std::fs;
use std::path::Path;

/// A table of the study in `folder`.
pub fn sheet(folder: &Path, name: &str) -> Table {
    let bytes = fs::read(folder.join(format!("tables/{name}.parquet"))).expect("a table");
    read(name, &bytes).expect("Parquet")
}

/// A scenario whose texts and names try to be something else.
pub fn hostile(folder: &Path) {
    crate::commands::hostile(folder);
}

#[test]
fn a_page_made_again_is_the_same_to_the_byte_and_stands_nowhere_else() {
    let folder = folder();
    fine(
        folder.path(),
        "sweep",
        &[
            "--vary",
            "/mechanism/operating_threshold=[0.5,0.7]",
            "--replications",
            "2",
            "--out",
            "s",
            "--quiet",
        ],
    );
    let path = folder.path().join("s/report.html");
    let first = fs::read(&path).expect("the page");
    let files = files_in(folder.path());
    fs::remove_file(&path).unwrap();
    // Without what was run: tables and charts are enough.
    fs::remove_dir_all(folder.path().join("s/runs")).unwrap();
    let again = headroom(folder.path(), &["report", "s"]);
    assert_eq!((again.code, again.out.as_str()), (Some(0), ""), "{}", again.err);
    assert!(fs::read(&path).unwrap() == first);
    let now: Vec<String> = files.into_iter().filter(|f| !f.contains("/runs/")).collect();
    assert_eq!(files_in(folder.path()), now);
    let out = headroom(folder.path(), &["report", "s", "--out", "elsewhere.html"]);
    assert_eq!(out.code, Some(0), "{}", out.err);
    assert!(fs::read(folder.path().join("elsewhere.html")).unwrap() == first);
}

#[test]
fn a_table_is_read_back_as_it_was_written() {
    let folder = folder();
    fine(folder.path(), "run", &["--replications", "2", "--out", "r", "--quiet"]);
    let study = folder.path().join("r");
    for file in files_in(&study).iter().filter(|f| f.ends_with(".csv")) {
        let name = file.trim_start_matches("tables/").trim_end_matches(".csv");
        let sheet = sheet(&study, name);
        let csv = fs::read_to_string(study.join(file)).unwrap();
        let head = csv.lines().next().unwrap_or_default();
        let heads: Vec<&str> = sheet.columns.iter().map(|(head, _)| head.as_str()).collect();
        assert_eq!(head, heads.join(","), "{name}");
        // Numbers of the first row, where no text holds a comma.
        let Some(row) = csv.lines().nth(1).filter(|row| !row.contains('"')) else { continue };
        for (cell, (head, cells)) in row.split(',').zip(&sheet.columns) {
            if let Cells::Numbers(numbers) = cells {
                assert_eq!(cell.parse::<f64>().ok(), numbers[0], "{name}: {head}");
            }
        }
    }
}

#[test]
fn what_is_no_study_or_no_user_is_said_with_a_hint() {
    let folder = folder();
    let none = headroom(folder.path(), &["report", "nowhere"]);
    assert_eq!(none.code, Some(2));
    assert!(none.err.contains("found nothing") && none.err.contains("hint:"), "{}", none.err);
    fine(folder.path(), "run", &["--replications", "1", "--out", "r", "--quiet"]);
    let nobody = headroom(folder.path(), &["report", "r", "--user", "nobody"]);
    assert_eq!(nobody.code, Some(2));
    assert!(
        nobody.err.contains("found:    \"nobody\"") && nobody.err.contains("expected: one of: "),
        "{}",
        nobody.err
    );
    assert!(nobody.err.contains("supplier-b"), "{}", nobody.err);
    // A chart that is none of ours, and a table that is torn.
    let path = folder.path().join("r/charts/what-happened.svg");
    let drawn = fs::read(&path).unwrap();
    fs::write(&path, "<svg><script>1</script></svg>").unwrap();
    let chart = headroom(folder.path(), &["report", "r"]);
    let refused = chart.err.contains("what-happened.svg: not what was written");
    assert!(chart.code == Some(2) && refused, "{}", chart.err);
    fs::write(&path, drawn).unwrap();
    fs::write(folder.path().join("r/tables/users.parquet"), "PAR1").unwrap();
    let table = headroom(folder.path(), &["report", "r"]);
    assert!(table.code == Some(2) && table.err.contains("users.parquet"), "{}", table.err);
    fs::write(folder.path().join("r/study.json"), "{}").unwrap();
    let study = headroom(folder.path(), &["report", "r"]);
    assert!(study.code == Some(2) && study.err.contains("found another file"), "{}", study.err);
}

#[test]
fn the_page_of_a_hostile_user_is_a_plain_file_and_its_name_is_escaped() {
    let folder = folder();
    hostile(folder.path());
    let ran = headroom(
        folder.path(),
        &["run", "hostile.json", "--replications", "1", "--out", "h", "--quiet"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for user in ["../../../escaped", "<!--,\"]]>"] {
        let made = headroom(folder.path(), &["report", "h", "--user", user, "--quiet"]);
        assert_eq!(made.code, Some(0), "{}", made.err);
    }
    let files = files_in(folder.path());
    let pages: Vec<&String> = files.iter().filter(|f| f.ends_with(".html")).collect();
    assert_eq!(pages.len(), 3);
    assert!(pages.iter().all(|f| f.starts_with("h/report")), "{pages:?}");
    for page in pages {
        let text = fs::read_to_string(folder.path().join(page)).unwrap();
        assert_eq!(text.matches("<script").count(), 3, "{page}");
        assert!(!text.contains("<img") && !text.contains("<!--"), "{page}");
        assert!(
            !text.contains("http://")
                || !text.replace("http://www.w3.org/2000/svg", "").contains("http://")
        );
    }
}

#[test]
fn questions_are_answered_by_what_the_study_has_and_else_name_the_command() {
    let folder = folder();
    let with =
        ["--with", "/mechanism/enabled=false", "--replications", "2", "--out", "c", "--quiet"];
    fine(folder.path(), "compare", &with);
    let table = sheet(&folder.path().join("c"), "questions");
    let of = |id: &str| table.whose("id", id).next().expect("the question");
    assert_eq!(table.text(of("spares"), "answered"), "yes");
    assert!(table.text(of("spares"), "answer").contains("with ‘today's system’"));
    assert_eq!(table.text(of("storm-7.4"), "answered"), "no");
    assert_eq!(table.text(of("storm-7.4"), "answer"), "This study does not say.");
    let shown = headroom(folder.path(), &["report", "c", "--questions"]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    assert!(
        shown.out.contains("Electricity North West")
            && shown.out.contains("This study does not say.")
    );
}

#[test]
fn every_command_that_would_answer_a_question_is_a_study_of_a_shipped_scenario() {
    let folder = folder();
    fine(folder.path(), "run", &["--replications", "1", "--out", "r", "--quiet"]);
    let table = sheet(&folder.path().join("r"), "questions");
    for row in 0..table.rows {
        let words = words(table.text(row, "command"));
        let asked = |option: &str| {
            let pairs = words.windows(2).filter(|w| w[0] == option);
            pairs.map(|w| w[1].clone()).collect::<Vec<String>>()
        };
        assert!(["run", "compare", "sweep", "frequency"].contains(&words[1].as_str()), "{words:?}");
        if !scenario_names().any(|name| name == words[2]) {
            assert_eq!(words[1], "frequency", "{words:?}");
            continue;
        }
        let mut settings = vec![Setting::as_it_stands()];
        settings.extend(asked("--with").iter().map(|s| s.parse::<Setting>().expect("a setting")));
        let asked = Asked {
            set: asked("--set").iter().map(|c| c.parse::<Change>().expect("a change")).collect(),
            settings,
            axes: asked("--vary").iter().map(|a| a.parse::<Axis>().expect("an axis")).collect(),
            ..Asked::default()
        };
        let draft = Draft::read(&words[2]).unwrap_or_else(|faults| panic!("{faults}"));
        if let Err(faults) = Study::new(&draft, asked) {
            panic!("{words:?}: {faults}");
        }
    }
}

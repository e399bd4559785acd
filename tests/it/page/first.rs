//! The first screen and the comparison board: the question is the title, the answer's numbers and every mark stand in the
//! tables, and nothing is better or worse whose interval holds nought.

use super::sheet;
use crate::commands::folder;
use crate::studies::fine;
use headroom::evidence::table::Table;
use std::fs;
use std::path::Path;

/// The page's first screen, with plain spaces.
fn screen(study: &Path) -> String {
    let page = fs::read_to_string(study.join("report.html")).expect("the page");
    let page = page.replace(['\u{a0}', '\u{202f}'], " ");
    page.split("<section class=\"first\"")
        .nth(1)
        .expect("it")
        .split("</section>")
        .next()
        .unwrap()
        .to_owned()
}

/// Whether each cell's mark is that of its difference and interval.
fn marks_hold(board: &Table) -> usize {
    let mut clear = 0;
    for row in 0..board.rows {
        let ends = ["difference_ci_low", "difference_ci_high"].map(|head| board.number(row, head));
        let [Some(low), Some(high)] = ends else { continue };
        let marked = board.text(row, "mark");
        if ["better", "worse", "other"].contains(&marked) {
            assert!(low > 0.0 || high < 0.0, "{} {marked}", board.text(row, "figure"));
            clear += 1;
        } else if marked == "not clear" {
            assert!(low <= 0.0 && high >= 0.0, "{}", board.text(row, "figure"));
        }
    }
    clear
}

#[test]
fn c2_a_run_says_its_question_answer_and_four_figures_beside_todays() {
    let folder = folder();
    fine(folder.path(), "run", &["--replications", "4", "--out", "r", "--quiet"]);
    let study = folder.path().join("r");
    let (first, figures) = (sheet(&study, "first_screen"), sheet(&study, "first_figures"));
    let page = fs::read_to_string(study.join("report.html")).unwrap();
    let title = format!("<h1>{}</h1>", first.text(0, "question"));
    assert!(page.contains(&title), "{title}");
    let screen = screen(&study);
    for head in ["answer", "verdict"] {
        assert!(screen.contains(first.text(0, head)), "{}", first.text(0, head));
    }
    assert!((1..=4).contains(&figures.rows));
    for row in 0..figures.rows {
        assert!(screen.contains(figures.text(row, "said")));
        assert!(figures.text(row, "beside").contains("today "), "{}", figures.text(row, "name"));
    }
    // Of everybody what the board has of today's system is what the counterparts have.
    let (board, there) = (sheet(&study, "board"), sheet(&study, "counterparts"));
    let mut compared = 0;
    for row in
        board.whose("column", "today's system").filter(|r| board.text(*r, "group").is_empty())
    {
        let same = |r: &usize| {
            there.text(*r, "figure") == board.text(row, "figure")
                && ["user", "srv", "class", "group"]
                    .iter()
                    .all(|head| there.text(*r, head).is_empty())
        };
        let found = (0..there.rows).find(same).expect("a counterpart's figure");
        assert_eq!(board.number(row, "mean"), there.number(found, "mean"));
        assert_eq!(board.number(row, "difference"), there.number(found, "difference"));
        compared += 1;
    }
    assert!(compared > 3 && marks_hold(&board) > 0);
}

#[test]
fn c5_a_comparison_is_held_against_its_first_setting_and_categories_add_up() {
    let folder = folder();
    fine(
        folder.path(),
        "compare",
        &[
            "--with",
            "/mechanism/enabled=false",
            "--with",
            "/mechanism/throttle_to=allocation",
            "--replications",
            "4",
            "--out",
            "c",
            "--quiet",
        ],
    );
    let study = folder.path().join("c");
    let board = sheet(&study, "board");
    assert!(marks_hold(&board) > 0);
    // Held against the setting that the study begins with, as its chart and its sentences are.
    let against: Vec<&str> =
        (0..board.rows).map(|r| board.text(r, "against")).filter(|a| !a.is_empty()).collect();
    assert!(!against.is_empty() && against.iter().all(|a| *a == "as it stands"), "{against:?}");
    for variant in 1..=3 {
        for figure in ["never_answered.not_above", "refused.not_above"] {
            let of = |whole: bool| -> f64 {
                board
                    .of_variant(variant)
                    .filter(|r| board.text(*r, "figure") == figure)
                    .filter(|r| board.text(*r, "group").is_empty() == whole)
                    .filter(|r| board.text(*r, "group") != "others")
                    .filter_map(|r| board.number(r, "mean"))
                    .sum()
            };
            assert!((of(true) - of(false)).abs() < 1e-6 * of(true).max(1.0), "{figure}");
        }
    }
    let page = fs::read_to_string(study.join("report.html")).unwrap();
    assert!(page.contains("</span>as it stands</span>") && !page.contains("as as it stands"));
    assert!(page.contains("no-repeat local"), "that a board scrolls is seen");
    let screen = screen(&study);
    assert!(screen.contains("class=\"verdict\"") && screen.contains("chart"));
}

#[test]
fn what_compares_nothing_with_nothing_says_so_first() {
    let folder = folder();
    fine(
        folder.path(),
        "compare",
        &[
            "--with",
            "/gateway/caps=[{\"id\":\"all\",\"rate\":\"9000/s\"}]",
            "--replications",
            "2",
            "--out",
            "n",
            "--quiet",
        ],
    );
    let first = sheet(&folder.path().join("n"), "first_screen");
    assert_eq!(first.text(0, "verdict"), "this scenario does not exercise it");
}

#[test]
fn along_two_axes_it_is_said_of_which_part_of_the_grid_the_first_screen_is() {
    let folder = folder();
    fine(
        folder.path(),
        "sweep",
        &[
            "--vary",
            "/mechanism/operating_threshold=[0.7,0.9]",
            "--vary",
            "/mechanism/throttle_to=[\"allocation\",\"user_maximum\"]",
            "--replications",
            "2",
            "--out",
            "g",
            "--quiet",
        ],
    );
    let first = sheet(&folder.path().join("g"), "first_screen");
    let said = "Told of 2 of the grid’s 4 variants, those with ‘limit: its allocation’. ";
    let answer = first.text(0, "answer");
    assert!(answer.starts_with(said), "{answer}");
}

#[test]
fn c5_a_grid_names_the_value_that_is_best_by_what_differs_first() {
    let folder = folder();
    let values = ["0.5", "0.8", "0.9", "1"];
    let vary = format!("/mechanism/operating_threshold=[{}]", values.join(","));
    let more = ["--vary", &vary, "--replications", "4", "--out", "g", "--quiet"];
    fine(folder.path(), "sweep", &more);
    let study = folder.path().join("g");
    let (first, figures) = (sheet(&study, "first_screen"), sheet(&study, "first_figures"));
    let board = sheet(&study, "board");
    let (answer, verdict) = (first.text(0, "answer"), first.text(0, "verdict"));
    // That of the first screen's figures by which it is, which no delay is: who leaves more unanswered has less.
    let called = verdict.split(": ").nth(1).expect("by which figure").to_lowercase();
    assert!(!called.contains("delay"), "{verdict}");
    let names = (0..4).map(|row| figures.text(row, "name").to_lowercase());
    assert!(names.into_iter().any(|name| name.starts_with(&called)), "{called}");
    let mean = |variant: usize| -> f64 {
        let here = |row: &usize| {
            board.text(*row, "name").to_lowercase().starts_with(&called)
                && board.text(*row, "group").is_empty()
        };
        let row = board.of_variant(variant + 1).find(here).expect("on the board");
        board.number(row, "mean").unwrap()
    };
    let best = (0..values.len()).min_by(|a, b| mean(*a).total_cmp(&mean(*b))).unwrap();
    assert!(answer.contains(&format!("best at {} (", values[best])), "{answer}");
    assert!(verdict.starts_with("best at "), "{verdict}");
}

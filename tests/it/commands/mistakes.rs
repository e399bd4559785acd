//! Wrong files and wrong arguments: exit code 2, nothing on stdout, nothing left behind.

use super::{bad, folder, headroom};
use std::fs;

#[test]
fn a_bad_file_exits_2_with_nothing_on_stdout_and_nothing_written() {
    for args in [
        &["run", "bad.json", "--out", "study"][..],
        &["run", "bad.json"],
        &["run", "bad.json", "--format", "json"],
        &["check", "bad.json"],
    ] {
        let folder = folder();
        bad(folder.path());
        let ran = headroom(folder.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}: {}", ran.err);
        assert!(ran.err.starts_with("error: bad.json: /sead\n"), "{}", ran.err);
        assert!(ran.err.ends_with("1 fault\n"), "{}", ran.err);
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "{args:?} left something behind"
        );
    }
}

#[test]
fn a_fault_that_only_the_plan_finds_stops_a_run_before_anything_is_written() {
    let folder = folder();
    let set = r#"/events/runaway-adapter/denial_of_service/rate=1e12"#;
    let ran = headroom(folder.path(), &["run", "minimal", "--set", set]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err.contains("/traffic\n") && ran.err.contains("at most 1e15 attempts"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_check_of_two_bad_files_shows_the_faults_of_both_and_answers_for_the_good_one() {
    let folder = folder();
    bad(folder.path());
    fs::write(folder.path().join("worse.json"), "{").unwrap();
    let ran = headroom(folder.path(), &["check", "bad.json", "minimal", "worse.json"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("error: bad.json: /sead") && ran.err.contains("error: worse.json"),
        "{}",
        ran.err
    );
    assert!(
        ran.out.starts_with("minimal: ") && ran.out.matches("Θ = ").count() == 1,
        "{}",
        ran.out
    );
}

#[test]
fn a_mistake_in_the_arguments_exits_2_and_says_what_was_wanted() {
    let folder = folder();
    for (args, said) in [
        (&["check", "minimul"][..], "did you mean `minimal`?"),
        (&["run", "no-such.json"], "no-such.json"),
        (&["run", "duis"], "data/duis.json: /start"),
        (&["run"], "SCENARIO"),
        (&["rnu", "minimal"], "rnu"),
        (&[], "Usage"),
        (&["check", "minimal", "--set", "/seed"], "POINTER=JSON"),
        (&["check", "minimal", "--set", "/mechanism/hold={5"], "\"{5\""),
        (
            &["check", "minimal", "--set", "/gateway/max_capacity=1e999"],
            "--set: /gateway/max_capacity",
        ),
        (&["check", "minimal", "--set", "/events/none/at=10:00"], "--set: /events/none"),
        (&["run", "minimal", "--replications", "0"], "1 to 1000000"),
        (&["run", "minimal", "--seed", "-1"], "-1"),
        (&["run", "minimal", "--seed", "18446744073709551616"], "--seed"),
        (&["run", "minimal", "--format", "xml"], "table, json"),
        (&["new", "mine", "--from", "minimul"], "one of"),
        (&["new", "../mine"], "/name"),
        (&["new", "a/b"], "/name"),
        (&["new", ""], "/name"),
        (&["new", "C:\\mine"], "/name"),
        (&["new", "\u{1b}[31mred"], r"\u{1b}[31mred"),
    ] {
        let ran = headroom(folder.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("panicked"), "{args:?}: {}", ran.err);
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            0,
            "{args:?} left something behind"
        );
    }
}

#[test]
fn a_folder_named_as_a_shipped_scenario_does_not_hide_it() {
    let folder = folder();
    fs::create_dir(folder.path().join("minimal")).unwrap();
    let ran = headroom(folder.path(), &["check", "minimal"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

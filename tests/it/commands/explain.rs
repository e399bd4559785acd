//! `explain`: of a folder or a scenario, of one variant of several, and every mistake.

use super::{Ran, folder, headroom};
use serde_json::Value;
use std::path::Path;

const STUDY: [&str; 8] = [
    "minimal",
    "--set",
    "/start=2022-07-06T10:00",
    "--set",
    "/duration=30 min",
    "--replications",
    "2",
    "--quiet",
];

/// A sweep of half an hour over two readings, in `study`.
fn swept(folder: &Path) {
    let vary = r#"/mechanism/throttle_to=["allocation","until_total"]"#;
    let ran =
        headroom(folder, &[&["sweep"], &STUDY[..], &["--vary", vary, "--out", "study"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

fn explain(folder: &Path, more: &[&str]) -> Ran {
    headroom(folder, &[&["explain"], more].concat())
}

#[test]
fn the_question_that_a_run_suggests_is_answered() {
    let folder = folder();
    let mut args = STUDY.to_vec();
    args.pop();
    let ran = headroom(folder.path(), &[&["run"], &args[..], &["--out", "study"]].concat());
    let question = ran.err.lines().find_map(|l| l.split_once("throttled? headroom ")).expect("one");
    let words: Vec<&str> = question.1.split(' ').collect();
    let answer = headroom(folder.path(), &words);
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    assert!(answer.out.contains(" was throttled in the window from 10:"), "{}", answer.out);
    assert!(answer.out.contains("\n → 10:"), "{}", answer.out);
}

#[test]
fn a_replication_of_a_folder_is_the_replication_that_the_study_ran() {
    let folder = folder();
    swept(folder.path());
    let replication = |n: &str, variant: &str| {
        let args = [
            "study",
            "--user",
            "supplier-b",
            "--at",
            "10:05",
            "--windows",
            "1000",
            "--format",
            "json",
        ];
        let ran = explain(
            folder.path(),
            &[&args[..], &["--replication", n, "--variant", variant]].concat(),
        );
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        serde_json::from_str::<Value>(&ran.out).expect("JSON")
    };
    let mut sums = [0, 0];
    for (v, variant) in ["throttle_to = allocation", "2"].iter().enumerate() {
        for n in ["1", "2"] {
            let found = replication(n, variant);
            assert_eq!(
                (&found["variant"], &found["replication"]),
                (&(v + 1).into(), &n.parse::<u64>().unwrap().into())
            );
            let windows = found["windows"].as_array().expect("windows");
            sums[v] += windows.iter().map(|w| w["throttled"].as_u64().unwrap()).sum::<u64>();
        }
    }
    // The table has sums over replications.
    let users = std::fs::read_to_string(folder.path().join("study/tables/users.csv")).unwrap();
    let head: Vec<&str> = users.lines().next().unwrap().split(',').collect();
    let column = head.iter().position(|h| *h == "throttled").unwrap();
    let rows = users.lines().filter(|l| l.split(',').nth(1) == Some("supplier-b"));
    let known: Vec<u64> =
        rows.map(|l| l.split(',').nth(column).unwrap().parse().unwrap()).collect();
    assert_eq!(sums.to_vec(), known);
    assert!(known[0] > 0, "{known:?}");
}

#[test]
fn a_scenario_is_explained_without_a_study_and_leaves_nothing() {
    let folder = folder();
    let ran = explain(
        folder.path(),
        &["minimal", "--user", "supplier B", "--at", "2022-07-06T10:05:00+01:00"],
    );
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains(" was throttled in the window from 10:05"), "{}", ran.out);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_mistake_is_named_with_what_was_expected() {
    let folder = folder();
    swept(folder.path());
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for (args, said) in [
        (&["study", "--user", "supplier-b", "--at", "10:05"][..], "found:    none, of 2 variants"),
        (
            &["study", "--user", "supplier-b", "--at", "10:05"],
            "1: throttle_to = allocation; 2: throttle_to = until_total",
        ),
        (&["study", "--user", "supplier-b", "--at", "10:05", "--variant", "3"], "error: --variant"),
        (
            &[
                "study",
                "--user",
                "supplier-b",
                "--at",
                "10:05",
                "--variant",
                "throttle_to = allocaton",
            ],
            "did you mean `throttle_to = allocation`?",
        ),
        (
            &["study", "--user", "suplier-b", "--at", "10:05", "--variant", "1"],
            "did you mean `supplier-b`?",
        ),
        (
            &["study", "--user", "supplier-b", "--at", "09:00", "--variant", "1"],
            "from 10:00 on Wed 6 Jul 2022 to 10:30",
        ),
        (
            &["study", "--user", "supplier-b", "--at", "noon", "--variant", "1"],
            "error: --at\n  found:    \"noon\"",
        ),
        (
            &[
                "study",
                "--user",
                "supplier-b",
                "--at",
                "10:05",
                "--variant",
                "1",
                "--replication",
                "3",
            ],
            "a replication from 1 to 2",
        ),
        (
            &[
                "study",
                "--user",
                "supplier-b",
                "--at",
                "10:05",
                "--variant",
                "1",
                "--replication",
                "0",
            ],
            "error: --replication",
        ),
        (&["empty", "--user", "supplier-b", "--at", "10:05"], "a folder without a study.json"),
        (&["minimul", "--user", "supplier-b", "--at", "10:05"], "did you mean `minimal`?"),
        (&["minimal", "--at", "10:05"], "--user"),
    ] {
        let ran = explain(folder.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{args:?}: {said:?} is not in {}", ran.err);
    }
}

#[test]
fn a_study_file_that_is_damaged_changed_or_anothers_is_refused() {
    let folder = folder();
    swept(folder.path());
    let path = folder.path().join("study/study.json");
    let whole = std::fs::read_to_string(&path).unwrap();
    let without = |key: &str| {
        let mut study: Value = serde_json::from_str(&whole).unwrap();
        study.as_object_mut().unwrap().shift_remove(key);
        study.to_string()
    };
    let changed = whole.replace("\"duration\": \"30 min\"", "\"duration\": \"1 h\"");
    let other_seed = whole.replace("    \"seed\": 1", "    \"seed\": 2");
    for (text, said) in [
        (String::new(), "expected the study.json of a study"),
        (whole[..whole.len() / 2].to_owned(), "expected the study.json of a study"),
        ("[]".to_owned(), "expected the study.json of a study"),
        (without("settings"), "without the digest that ends it"),
        (without("axes"), "without the digest that ends it"),
        (without("inputs"), "without the digest that ends it"),
        (without("replications"), "without the digest that ends it"),
        (without("headroom"), "expected the study.json of a study"),
        (without("scenario"), "study.json"),
        (whole.replace(", results ", ", results 9"), "whose results may differ"),
        (other_seed, "not what was written"),
        (changed, "not what was written"),
    ] {
        assert!(text != whole, "{said}");
        std::fs::write(&path, &text).unwrap();
        let ran = explain(
            folder.path(),
            &["study", "--user", "supplier-b", "--at", "10:05", "--variant", "1"],
        );
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{said}: {}", ran.err);
        assert!(ran.err.contains(said), "{said:?} is not in {}", ran.err);
    }
}

#[test]
fn a_name_that_two_users_once_had_is_refused_with_their_ids() {
    let folder = folder();
    let same = [
        "--set",
        r#"/users/supplier-a/formerly=["Same"]"#,
        "--set",
        r#"/users/supplier-b/formerly=["Same"]"#,
        "--out",
        "study",
    ];
    let ran = headroom(folder.path(), &[&["run"], &STUDY[..], &same].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answer = explain(folder.path(), &["study", "--user", "same", "--at", "10:05"]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""));
    assert!(answer.err.contains("which 2 Users were called"), "{}", answer.err);
    assert!(answer.err.contains("supplier-a, supplier-b"), "{}", answer.err);
}

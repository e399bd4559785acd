//! The program as a shell sees it: stdout is data, stderr is talk, the exit code is the verdict; and
//! what it leaves behind.

mod checked;
mod explain;
mod fit;
mod forecast;
mod frequency;
mod hostile;
mod mistakes;
mod party;
mod places;
mod shell;
mod silence;
mod start;
mod tight;
mod too_short;
mod verdicts;

pub use hostile::hostile;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The program, to be run in `folder`.
pub fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headroom"));
    command.current_dir(folder).args(args).stdin(Stdio::null());
    command
}

/// What came of running it.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

pub fn headroom(folder: &Path, args: &[&str]) -> Ran {
    let Output { status, stdout, stderr } =
        program(folder, args).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: status.code(), out: text(stdout), err: text(stderr) }
}

/// A new folder, and that it is removed in the end.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// Every file below `folder`, by its path from there, in order.
pub fn files_in(folder: &Path) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => _ = found.insert(path.strip_prefix(folder).unwrap().display().to_string()),
            }
        }
    }
    found.into_iter().collect()
}

/// A half-hour of `minimal`, which runs in no time.
const SHORT: [&str; 6] =
    ["run", "minimal", "--replications", "2", "--set", "/start=2022-07-06T10:00"];

fn short(more: &[&'static str]) -> Vec<&'static str> {
    [&SHORT[..], &["--set", "/duration=30 min"], more].concat()
}

/// A bad scenario in `folder`.
fn bad(folder: &Path) -> &'static str {
    fs::write(
        folder.join("bad.json"),
        r#"{ "name": "bad", "extends": "minimal", "sead": 7, "duration": "1 h 1 min" }"#,
    )
    .unwrap();
    "bad.json"
}

#[test]
fn a_run_answers_on_stdout_talks_on_stderr_and_leaves_a_study() {
    let folder = folder();
    let ran = headroom(folder.path(), &short(&[]));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("Every request not above by own sending was answered; today "));
    assert!(ran.out.contains("\nThe mechanism triggered in all 2 replications"), "{}", ran.out);
    assert!(ran.out.contains("Service Requests"), "{}", ran.out);
    assert!(!ran.out.contains("caution:") && !ran.out.contains("reports/minimal"), "{}", ran.out);
    assert!(ran.err.contains("tables and charts are in reports/minimal"), "{}", ran.err);
    let files = files_in(folder.path());
    for file in [
        "charts/what-happened.svg",
        "study.json",
        "tables/assertions.csv",
        "tables/assertions.parquet",
        "tables/summary.csv",
        "tables/summary.parquet",
        "tables/users.csv",
    ] {
        assert!(files.contains(&format!("reports/minimal/{file}")), "{files:?}");
    }
    assert!(
        files.iter().all(|f| f.starts_with("reports/minimal/") && !f.contains(".headroom-")),
        "{files:?}"
    );
}

#[test]
fn where_it_triggers_and_nobody_is_throttled_nobody_is_accused() {
    let folder = folder();
    // All together reach a small threshold, and nobody alone.
    let changes = [
        "/events=[]",
        "/mechanism/operating_threshold=0.21",
        "/mechanism/throttle_to=user_maximum",
    ];
    let changes = changes.iter().flat_map(|change| ["--set", change]);
    let args: Vec<&str> = ["run", "minimal"].into_iter().chain(changes).collect();
    let ran = headroom(folder.path(), &args);
    let mut lines = ran.out.lines();
    let first = lines.find(|line| line.starts_with("The mechanism ")).unwrap_or_default();
    assert!(first.starts_with("The mechanism triggered in"), "{first}");
    assert!(first.ends_with("; it throttled nobody."), "{first}");
}

#[test]
fn a_quiet_run_prints_the_same_answer_and_says_nothing() {
    let folder = folder();
    let loud = headroom(folder.path(), &short(&[]));
    let quiet = headroom(folder.path(), &short(&["--quiet"]));
    assert_eq!((quiet.code, quiet.err.as_str(), quiet.out), (Some(0), "", loud.out));
    let bad = headroom(folder.path(), &["check", "--quiet", bad(folder.path())]);
    assert!(
        bad.code == Some(2) && bad.err.contains("/sead"),
        "an error is said all the same: {}",
        bad.err
    );
}

/// Names that stay (`interface.md`), as far as this version has them.
const COUNTS: [&str; 14] = [
    "requests",
    "submissions",
    "attempts",
    "admitted",
    "throttled",
    "rejected",
    "unavailable",
    "deferred_at_end",
    "backlog_at_end",
    "processed",
    "earlier_submissions",
    "served",
    "abandoned",
    "open_at_end",
];

/// Objects by standing (C2), and the count of which each is, where there is one of that name.
const BY_STANDING: [(&str, Option<&str>); 7] = [
    ("never_answered", None),
    ("refused", None),
    ("throttled_by_standing", Some("throttled")),
    ("capped_by_standing", Some("capped")),
    ("rejected_by_standing", Some("rejected")),
    ("unavailable_by_standing", Some("unavailable")),
    ("requests_by_standing", None),
];

const MEASURES: [&str; 10] = [
    "peak_load_per_s",
    "headroom",
    "activations",
    "active_s",
    "users_throttled",
    "outage_s",
    "wait_s_p50",
    "wait_s_p95",
    "wait_s_p99",
    "wait_s_max",
];

/// That each of the objects in `list` has `names`.
fn has(list: &Value, names: &[&str]) {
    let list = list.as_array().expect("a list");
    assert!(!list.is_empty());
    for object in list {
        for name in names {
            assert!(object.get(name).is_some(), "no {name} in {object}");
        }
    }
}

#[test]
fn c2_json_tells_harm_by_standing_and_late_by_response_class() {
    let folder = folder();
    let ran = headroom(folder.path(), &short(&["--format", "json"]));
    let answer: Value = serde_json::from_str(&ran.out).expect("JSON");
    let number = |v: &Value| v.as_u64().unwrap_or_else(|| panic!("{v} is no whole number"));
    for list in ["per_replication", "users", "srvs", "totals"] {
        let objects = answer[list].as_array().cloned().unwrap_or(vec![answer[list].clone()]);
        for object in &objects {
            assert!(object.get("unserved").is_none() && object.get("late").is_none(), "{object}");
            let sum = |name: &str| {
                let of = ["within", "displaced", "polls", "above"];
                of.iter().map(|s| number(&object[name][s])).sum::<u64>()
            };
            let told = BY_STANDING.iter().filter(|(name, _)| !object[name].is_null());
            for (name, whole) in told {
                let all = sum(name);
                assert!(whole.is_none_or(|w| all == number(&object[w])), "{name} in {object}");
            }
            let refusals = ["throttled", "capped", "rejected", "unavailable"];
            let refused = refusals.iter().map(|r| number(&object[r])).sum::<u64>();
            assert_eq!(sum("refused"), refused);
            let least = number(&object["abandoned"]);
            let most = least + number(&object["quarantined"]);
            assert!((least..=most).contains(&sum("never_answered")), "{object}");
        }
    }
    assert!(answer["intervals"]["refused"]["within"]["n"].is_u64());
    let classes = answer["response_classes"].as_array().expect("a list");
    assert!(!classes.is_empty());
    assert!(classes.iter().all(|c| number(&c["late"]) <= number(&c["served"])), "{classes:?}");
}

#[test]
fn json_parses_and_has_the_names_that_stay() {
    let folder = folder();
    let ran = headroom(folder.path(), &short(&["--format", "json"]));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).expect("JSON and nothing else on stdout");
    assert_eq!(answer["scenario"], "minimal");
    assert_eq!((&answer["seed"], &answer["replications"]), (&1.into(), &2.into()));
    assert_eq!(answer["digest"].as_str().map(str::len), Some(64));
    has(&answer["per_replication"], &[&COUNTS[..], &MEASURES].concat());
    has(
        &answer["users"],
        &[
            &COUNTS[..],
            &["user", "category", "allocation_per_s", "throttled_share", "windows_throttled"],
        ]
        .concat(),
    );
    has(&answer["srvs"], &[&COUNTS[..], &["srv", "prioritised"]].concat());
    has(
        &answer["activations"],
        &[
            "replication",
            "start",
            "end",
            "duration_s",
            "peak_load_per_s",
            "users_throttled",
            "throttled",
            "causes",
        ],
    );
    has(&answer["fairness"], &["property", "holds", "violations", "first_at"]);
    has(&answer["cautions"], &["code", "text"]);
    has(&answer["assertions"], &["text", "kind", "verdict", "value", "ci_low", "ci_high"]);
    has(
        &Value::Array(vec![answer["totals"].clone()]),
        &[&COUNTS[..], &MEASURES, &["amplification"]].concat(),
    );
    has(
        &Value::Array(vec![answer["totals"]["amplification"].clone()]),
        &["mean", "ci_low", "ci_high", "n"],
    );
    for name in COUNTS {
        let sum = |list: &Value| {
            list.as_array()
                .unwrap()
                .iter()
                .map(|o| o[name].as_u64().expect("a whole number"))
                .sum::<u64>()
        };
        let total = answer["totals"][name].as_u64().expect("a whole number");
        assert_eq!(
            (sum(&answer["per_replication"]), sum(&answer["users"]), sum(&answer["srvs"])),
            (total, total, total),
            "{name}"
        );
    }
}

#[test]
fn help_and_version_are_asked_for_and_so_are_data() {
    let folder = folder();
    for args in [&["--help"][..], &["run", "--help"], &["--version"]] {
        let ran = headroom(folder.path(), args);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{args:?}");
        assert!(!ran.out.is_empty(), "{args:?}");
    }
    let version = headroom(folder.path(), &["--version"]).out;
    assert_eq!(version, format!("headroom {}\n", env!("CARGO_PKG_VERSION")));
}

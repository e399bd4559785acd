//! `fit`: from a log to a scenario that is checked and runs.

use super::{files_in, folder, headroom};
use serde_json::Value;
use std::fs;

/// The small log that comes with the program.
fn shipped() -> String {
    format!("{}/data/logs/three-users.csv.gz", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn t9_a_fitted_scenario_is_checked_and_runs_and_overwrites_nothing() {
    let folder = folder();
    let log = shipped();
    let asked = [
        &["fit", &log, "--out", "mine", "--resolution", "10 min", "--repeats", "30"][..],
        &["--holiday", "2031-12-25"],
    ]
    .concat();
    let made = headroom(folder.path(), &asked);
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(
        made.out.starts_with("35 270 requests a day on average of 3 Users in 4 streams;"),
        "{}",
        made.out
    );
    assert!(made.err.contains("in 61 of the 68 busiest half-hours"), "{}", made.err);
    assert!(made.err.contains("--holiday 2031-12-25: not in the log"), "{}", made.err);
    assert_eq!(files_in(folder.path()), ["mine.fitted.csv", "mine.json"]);
    let checked = headroom(folder.path(), &["check", "mine.json"]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    let ran = headroom(folder.path(), &["run", "mine.json", "--replications", "2", "--alone"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);

    let before = fs::read(folder.path().join("mine.json")).unwrap();
    let again = headroom(folder.path(), &asked);
    assert_eq!((again.code, again.out.as_str()), (Some(2), ""));
    assert!(again.err.starts_with("error: mine.json exists\n"), "{}", again.err);
    assert_eq!(fs::read(folder.path().join("mine.json")).unwrap(), before);
}

#[test]
fn t9_what_two_days_alike_do_not_tell_is_said_to_be_untold() {
    let folder = folder();
    let row = |h: u64| format!("{},a,7.4,100\n", 1_656_889_200 + 1_800 * h);
    let rows: String = (0..96).map(row).collect();
    let text = format!("time,user,srv,count\n{rows}");
    fs::write(folder.path().join("two.csv"), text).unwrap();
    let made = headroom(folder.path(), &["fit", "two.csv", "--out", "two"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let said = "4 800 requests a day on average of 1 User in 1 stream; their days vary by no more than chance has it (where that is 0, so few days tell nothing of it).";
    assert!(made.out.starts_with(said), "{}", made.out);
    assert!(!made.err.contains("300.0 %"), "{}", made.err);
}

#[test]
fn t9_each_value_of_a_fitted_scenario_stands_where_its_table_says() {
    let folder = folder();
    let log = shipped();
    let asked = [
        "fit",
        &log,
        "--out",
        "mine",
        "--resolution",
        "10 min",
        "--repeats",
        "20",
        "--format",
        "json",
    ];
    let made = headroom(folder.path(), &asked);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let said: Value = serde_json::from_str(&made.out).unwrap();
    let text = fs::read_to_string(folder.path().join("mine.json")).unwrap();
    let scenario: Value = serde_json::from_str(&text).unwrap();
    let values = said["values"].as_array().unwrap();
    assert!(values.len() > 400, "{}", values.len());
    for value in values {
        let pointer = value["pointer"].as_str().unwrap();
        let mut at = &scenario;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            at = match at {
                Value::Array(all) => match token.parse::<usize>() {
                    Ok(place) => &all[place],
                    Err(_) => {
                        all.iter().find(|v| v["id"] == token.as_str()).unwrap_or(&Value::Null)
                    }
                },
                other => &other[token.as_str()],
            };
        }
        // A User whose retry rule is that of all has none of its own.
        if at.is_null() && pointer.starts_with("/retries/") {
            continue;
        }
        let of = value["value"].as_f64().unwrap();
        match at {
            Value::Number(n) => {
                assert!(
                    (n.as_f64().unwrap() - of).abs() <= 0.01 * of.abs() + 1e-5,
                    "{pointer}: {n}, {of}"
                );
            }
            // A time in words.
            other => assert!(other.is_string(), "{pointer}: {other}"),
        }
    }
}

#[test]
fn a_log_that_cannot_be_fitted_is_a_fault_and_writes_nothing() {
    let folder = folder();
    fs::write(folder.path().join("log.csv"), "when,n\n2022-07-06T10:00:00Z,5\n").unwrap();
    let fit = |more: &[&str]| {
        let all = [&["fit", "log.csv", "--out", "mine"], more].concat();
        headroom(folder.path(), &all)
    };
    let made = fit(&[]);
    assert_eq!(made.code, Some(2));
    assert!(made.err.contains("a column `time`"), "{}", made.err);
    let made = fit(&["--map", "when=time", "--map", "n=count"]);
    assert!(made.err.contains("a column `user`"), "{}", made.err);
    let made = fit(&["--resolution", "7 min"]);
    assert!(made.err.contains("divides a half-hour"), "{}", made.err);
    assert_eq!(files_in(folder.path()), ["log.csv"]);
    let whole = ["--map", "when=time", "--map", "n=count", "--user", "one", "--srv", "7.4"];
    // Five requests, of which no scenario can be made that runs, and so many that none can be read: of the log both.
    for (n, said) in [
        (5, "5 requests, too few for windows of 1 min"),
        (4_000_000_000_u32, "what is fitted to log.csv"),
    ] {
        let text = format!("when,n\n2022-07-06T10:00:00Z,{n}\n");
        fs::write(folder.path().join("log.csv"), text).unwrap();
        let made = fit(&whole);
        assert!(made.code == Some(2) && made.err.contains(said), "{n}: {}", made.err);
        assert_eq!(files_in(folder.path()), ["log.csv"]);
    }
    fs::write(folder.path().join("log.csv"), "when,n\n2022-07-06T10:00:00Z,5000\n").unwrap();
    let made = fit(&whole);
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(made.err.contains("of one day nobody can tell how days vary"), "{}", made.err);
    assert!(made.out.contains("how days vary a single one does not tell"), "{}", made.out);
    assert!(!made.err.contains("in one half-hour of the day for the most part"), "{}", made.err);
}

#[test]
fn what_is_wrong_with_an_option_is_told_as_that_and_not_as_the_logs() {
    let folder = folder();
    let log = shipped();
    for (option, value, found) in [
        ("--zone", "Europe/Nowhere", "the zone \"Europe/Nowhere\""),
        ("--holiday", "2022-13-01", "the holiday \"2022-13-01\""),
        ("--user", "me", "a column `user`, and \"me\" said of all rows"),
        ("--srv", "7.4", "a column `srv`, and \"7.4\" said of all rows"),
        ("--begins", "soon", "\"soon\""),
        ("--begins", "2022-07-04T00:00:00Z", "no time that is a number"),
    ] {
        let made = headroom(folder.path(), &["fit", &log, "--out", "mine", option, value]);
        assert_eq!(made.code, Some(2), "{option}: {}", made.err);
        let said = format!("error: {option} (of {log})\n  found:    {found}\n  expected: ");
        assert!(made.err.starts_with(&said), "{}", made.err);
        assert_eq!(files_in(folder.path()), [] as [String; 0], "{option}");
    }
}

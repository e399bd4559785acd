//! `headroom frequency`: years as a shell sees them.

use super::{files_in, folder, headroom};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Four weeks in which a runaway adapter floods the DSP about twice, as `course.json`.
fn course(folder: &Path) {
    let scenario = json!({
        "name": "course", "why": "?", "extends": "minimal", "start": "2022-07-01T00:00", "duration": "28 days",
        "events": [
            { "id": "runaway-adapter", "remove": true },
            { "id": "flood", "lasts": "10 min", "occurs": { "per_year": 26, "time": "10:00" },
              "denial_of_service": { "users": { "ids": ["supplier-b"] }, "srvs": ["4.6.1"], "rate": "20/s" } }
        ],
        "assertions": []
    });
    fs::write(folder.join("course.json"), scenario.to_string()).unwrap();
}

#[test]
fn c4_years_are_counted_in_whole_courses_and_said_in_sentences_tables_and_files() {
    let folder = folder();
    course(folder.path());
    let ran = headroom(folder.path(), &["frequency", "course.json", "--years", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("Somebody would be throttled on "), "{}", ran.out);
    for said in [
        "\nA year\n",
        "\nBy cause, a year\n",
        "All of these days are with flood",
        "\nBy User, a year\n",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    assert!(ran.err.contains("a course has 0.077 years"), "{}", ran.err);
    // 365.25 ÷ 28 is a little more than 13.
    let why = "--years 1: 14 courses of 28 days each are run, the fewest whole courses that are no shorter";
    assert!(ran.err.contains(why), "{}", ran.err);
    let study = fs::read_to_string(folder.path().join("reports/course/study.json")).unwrap();
    let study: Value = serde_json::from_str(&study).unwrap();
    assert_eq!(study["replications"], json!(14));
    let files = files_in(&folder.path().join("reports/course"));
    for file in ["tables/frequency.csv", "tables/episodes.parquet", "charts/days-by-cause.svg"] {
        assert!(files.contains(&file.to_owned()), "{files:?}");
    }
    assert!(
        !files.iter().any(|f| f.contains("timeline") || f.contains("what-happened")),
        "{files:?}"
    );
}

#[test]
fn a_day_has_no_years_to_count_in_and_says_what_has() {
    let folder = folder();
    let ran = headroom(folder.path(), &["frequency", "minimal"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("none of its events `occurs`"), "{}", ran.err);
    assert!(ran.err.contains("hint: headroom frequency national-year"), "{}", ran.err);
    assert!(files_in(folder.path()).is_empty());
    for (bad, said) in [
        (&["--years", "0"][..], "--years"),
        (&["--until-within", "2"], "expected a number above 0 and below 1"),
        (&["--years", "3", "--replications", "3"], "cannot be used with"),
    ] {
        let ran = headroom(folder.path(), &[&["frequency", "minimal"], bad].concat());
        assert!(ran.code == Some(2) && ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn until_it_is_narrow_enough_is_the_same_as_asking_for_so_many_years_at_once() {
    let folder = folder();
    course(folder.path());
    let run = |more: &[&str]| {
        let all = ["frequency", "course.json", "--format", "json", "--replications"];
        let ran = headroom(folder.path(), &[&all, more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let mut answer: Value = serde_json::from_str(&ran.out).unwrap();
        // It is of the file, which says how many at most.
        answer["digest"].take();
        answer
    };
    let until = run(&["200", "--until-within", "0.3", "--out", "until"]);
    let n = until["replications"].as_u64().unwrap();
    assert!((20..200).contains(&n) && n % 10 == 0, "{n}");
    assert!(until["convergence"]["half_width_share"].as_f64().unwrap() <= 0.3);
    assert_eq!(until, run(&[&n.to_string(), "--out", "at-once"]));
    let (a, b) = (folder.path().join("until"), folder.path().join("at-once"));
    for file in
        files_in(&a).iter().filter(|f| !f.ends_with("study.json") && !f.ends_with("report.html"))
    {
        assert!(fs::read(a.join(file)).unwrap() == fs::read(b.join(file)).unwrap(), "{file}");
    }
}

#[test]
fn settings_and_values_stand_beside_each_other() {
    let folder = folder();
    course(folder.path());
    let with = ["--with", "/mechanism/enabled=false", "--replications", "10"];
    let ran = headroom(folder.path(), &[&["frequency", "course.json"], &with[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("With ‘today's system’: "), "{}", ran.out);
    assert!(ran.out.contains("In detail: as it stands"), "{}", ran.out);
    let vary = ["--vary", "/mechanism/operating_threshold=[0.5,0.9]", "--replications", "10"];
    let ran = headroom(folder.path(), &[&["sweep", "course.json"], &vary[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("days a year"), "{}", ran.out);
}

#[test]
fn c4_days_follow_a_reader_s_own_rates_from_what_each_event_brings_by_itself() {
    let folder = folder();
    let flood = |id: &str, per_year: u32, time: &str| {
        json!({ "id": id, "lasts": "10 min", "occurs": { "per_year": per_year, "time": time },
            "denial_of_service": { "users": { "ids": ["supplier-b"] }, "srvs": ["4.6.1"], "rate": "20/s" } })
    };
    let scenario = json!({
        "name": "course", "extends": "minimal", "start": "2022-07-01T00:00", "duration": "28 days",
        "events": [
            { "id": "runaway-adapter", "remove": true },
            flood("morning", 26, "10:00"),
            flood("evening", 13, "20:00")
        ],
        "assertions": []
    });
    fs::write(folder.path().join("course.json"), scenario.to_string()).unwrap();
    let run = |more: &[&str]| {
        let all = ["frequency", "course.json", "--replications", "40"];
        headroom(folder.path(), &[&all, more].concat())
    };
    let ran = run(&["--rate", "morning=100", "--rate", "evening=0", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    // A flood throttles on its day: of 26 a year one in thirty falls on the day of another.
    let mut days = 0.0;
    for event in answer["by_event"].as_array().unwrap() {
        let each = event["days_each"]["mean"].as_f64().unwrap();
        assert!(each > 0.9 && each <= 1.0, "{event}");
        assert!(event["occurrences"].as_u64().unwrap() > 20, "{event}");
        let rate = if event["event"] == "morning" { 100.0 } else { 0.0 };
        days += rate * each;
    }
    let parts = answer["sum_of_parts"]["days"]["mean"].as_f64().unwrap();
    assert!(parts > 35.0 && parts <= 39.0 && answer["sum_of_parts"]["agrees"] == json!(true));
    let said = answer["answer"].as_array().unwrap().last().unwrap().as_str().unwrap();
    assert!(said.contains("morning 100 times a year and evening 0 times a year"), "{said}");
    assert!(said.contains(&format!("on {days:.1} days a year")), "{said}");
    for (bad, expected) in [
        ("noon=1", "an event that occurs: morning, evening"),
        ("morning=-1", "N from 0 to"),
        ("morning=NaN", "N from 0 to"),
    ] {
        let ran = run(&["--rate", bad]);
        assert!(ran.code == Some(2) && ran.err.contains(expected), "{bad}: {}", ran.err);
    }
    let ran = run(&["--rate", "morning=1", "--alone"]);
    assert!(ran.code == Some(2) && ran.err.contains("cannot be used with"), "{}", ran.err);
}

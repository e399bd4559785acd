//! The month's report: who would have been throttled, and through what it differs from the month before.

use crate::commands::{folder, headroom};
use serde_json::Value;
use std::path::Path;

/// A replication of `minimal`, which floods, as a log called `name` of the sixth of a month such as `2022-07`.
fn log(folder: &Path, name: &str, seed: &str, month: &str) {
    let to = ["--record", name, "--out", "recorded"];
    let always = ["run", "minimal", "--seed", seed, "--replications", "1", "--alone"];
    let ran = headroom(folder, &[&always[..], &to].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, text.replace("2022-07-06", &format!("{month}-06"))).unwrap();
}

fn month(folder: &Path, log: &str, more: &[&str]) -> Value {
    let always =
        ["month", "minimal", "--log", log, "--replications", "3", "--format", "json", "--quiet"];
    let ran = headroom(folder, &[&always[..], &["--set", "/events=[]"], more].concat());
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
}

#[test]
fn f3_11_a_month_says_who_would_have_been_throttled_and_parts_of_a_change_add_up() {
    let folder = folder();
    log(folder.path(), "june.csv", "1", "2022-06");
    log(folder.path(), "july.csv", "2", "2022-07");
    let june = month(folder.path(), "june.csv", &["--out", "june"]);
    let said = june["answer"][0].as_str().unwrap();
    assert!(
        said.contains("would have been active once") && said.contains("of Supplier B"),
        "{said}"
    );
    assert!(june["month"].as_array().unwrap().iter().all(|row| row["by_traffic"].is_null()));

    let july =
        ["--out", "july", "--previous", "june", "--set", "/mechanism/operating_threshold=0.7"];
    let july = month(folder.path(), "july.csv", &july);
    for row in july["month"].as_array().unwrap() {
        let of = |key: &str| row[key].as_f64().unwrap_or_else(|| panic!("{key}: {row}"));
        let parts = of("by_program") + of("by_traffic") + of("by_portfolio") + of("by_parameters");
        assert!((of("now") - of("before") - parts).abs() < 1e-6, "{row}");
        // The same program, and portfolios that are the same.
        assert_eq!((of("by_program"), of("by_portfolio")), (0.0, 0.0), "{row}");
    }
    let throttled = |month: &Value, key: &str| {
        let rows = month["month"].as_array().unwrap();
        rows.iter().find(|row| row["figure"] == "throttled").unwrap()[key].as_f64().unwrap()
    };
    assert_eq!(throttled(&july, "before"), throttled(&june, "now"));
    assert!(
        throttled(&july, "by_parameters") > 0.0,
        "a lower threshold throttles more of the same"
    );

    // Months in breach in a row go on from one report to the next.
    let streak = |month: &Value| {
        let rows = month["monthly_users"].as_array().unwrap();
        let row = rows.iter().find(|row| row["user"] == "supplier-b").expect("a User");
        let of_all = month["monthly"][0]["months_in_breach_in_a_row"].as_f64().unwrap();
        (row["months_in_breach_in_a_row"].as_f64().unwrap(), of_all)
    };
    assert_eq!((streak(&june), streak(&july)), ((1.0, 1.0), (2.0, 2.0)));
    assert_eq!(june["monthly"][0]["more_activations_than_month_before"], Value::Null);
    assert!(july["monthly"][0]["more_activations_than_month_before"].is_number());

    // The tables and the page say what is printed.
    let text = |file: &str| std::fs::read_to_string(folder.path().join("july").join(file)).unwrap();
    let table = |name: &str| text(&format!("tables/{name}.csv"));
    for said in july["answer"].as_array().unwrap() {
        assert!(table("answer").contains(said.as_str().unwrap()), "{said}");
    }
    let under = |name: &str, row: &str, head: &str| {
        let table = table(name);
        let place = table.lines().next().unwrap().split(',').position(|h| h == head).unwrap();
        let line = table.lines().skip(1).find(|line| line.contains(row)).expect("a row");
        // No cell before the column has a comma in it.
        line.split(',').nth(place).unwrap().to_owned()
    };
    assert_eq!(under("monthly", "2022-07,", "mechanism"), "in shadow");
    assert_eq!(under("monthly_users", ",supplier-b,", "months_in_breach_in_a_row"), "2.0");
    let page = text("report.html");
    for said in ["What changed since June 2022, and through what", "Trend, of attempts throttled"] {
        assert!(page.contains(said), "{said}");
    }
    assert_eq!(page.matches("<h3>What changed since June 2022").count(), 1);
    // A recorded month is none of many, and nothing tells what was ordinary in it.
    for said in ["Does standard business operation", "eplications that trigger"] {
        assert!(!page.contains(said), "{said}");
    }
    assert!(
        page.contains("a flood, which a log does not tell apart"),
        "the caution on its release"
    );
}

#[test]
fn f3_11_what_is_asked_for_of_the_capacity_counts_refused_attempts_and_says_so() {
    let folder = folder();
    log(folder.path(), "june.csv", "1", "2022-06");
    let june = month(folder.path(), "june.csv", &["--out", "june"]);
    let said = june["answer"].as_array().unwrap().iter().filter_map(Value::as_str);
    let said = said.collect::<Vec<&str>>().join("\n");
    assert!(said.contains("asked for on average of 10/s"), "{said}");
    assert!(said.contains("counts every attempt, refused ones too: "), "{said}");
    assert!(said.contains(" (Europe/London), and would have throttled"), "{said}");
    let page = std::fs::read_to_string(folder.path().join("june/report.html")).unwrap();
    assert!(page.contains("Europe/London · "), "the facts below the title");
    assert!(!page.contains("of it expected"));
}

#[test]
fn f3_11_a_log_of_the_month_before_is_found_from_elsewhere_and_one_that_has_changed_is_told() {
    let folder = folder();
    log(folder.path(), "june.csv", "1", "2022-06");
    log(folder.path(), "july.csv", "2", "2022-07");
    month(folder.path(), "june.csv", &["--out", "reports/june"]);
    let elsewhere = folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let july = ["--previous", "../reports/june", "--out", "july"];
    let july = month(&elsewhere, "../july.csv", &july);
    assert!(july["month"][0]["by_traffic"].is_number(), "{july}");

    let path = folder.path().join("june.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let (rows, _) = text.trim_end().rsplit_once('\n').unwrap();
    std::fs::write(&path, rows).unwrap();
    let again = ["month", "minimal", "--log", "july.csv", "--previous", "reports/june"];
    let ran = headroom(folder.path(), &again);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    for said in ["another log than when reports/june was made", "june.csv", "put the log back"] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert!(!ran.err.contains("take the digest out"), "{}", ran.err);
}

#[test]
fn f3_11_a_month_of_a_calm_log_is_reported_too() {
    let folder = folder();
    let calm = "time,user,srv,count\n2022-07-06T10:00:00+01:00,supplier-a,4.6.1,12\n2022-07-06T10:30:00+01:00,supplier-b,4.6.1,3\n";
    std::fs::write(folder.path().join("calm.csv"), calm).unwrap();
    let found = month(folder.path(), "calm.csv", &[]);
    let said = found["answer"][0].as_str().unwrap();
    assert!(said.contains("would not have become active"), "{said}");
}

#[test]
fn what_is_no_report_of_a_month_before_is_said() {
    let folder = folder();
    log(folder.path(), "june.csv", "1", "2022-06");
    for (more, said) in [
        (vec!["--previous", "recorded"], "the study of another command"),
        (vec!["--previous", "nowhere"], "no study"),
        (vec!["--set", "/mechanism/enabled=false"], "casts no shadow"),
        (vec!["--with", "/mechanism/hold=1"], "of one setting"),
        (vec!["--previous", "here", "--out", "here"], "would replace"),
        (vec!["--observed", "nowhere.csv"], "nowhere.csv"),
    ] {
        let always = ["month", "minimal", "--log", "june.csv", "--replications", "1"];
        let ran = headroom(folder.path(), &[&always[..], &more].concat());
        assert!(ran.code == Some(2) && ran.err.contains(said), "{more:?}: {}", ran.err);
    }
}

#[test]
fn f3_11_a_log_of_the_month_before_that_lies_there_no_more_is_told_before_anything_runs() {
    let folder = folder();
    log(folder.path(), "june.csv", "1", "2022-06");
    log(folder.path(), "july.csv", "2", "2022-07");
    month(folder.path(), "june.csv", &["--out", "june"]);
    std::fs::remove_file(folder.path().join("june.csv")).unwrap();
    let july = ["month", "minimal", "--log", "july.csv", "--out", "july", "--previous", "june"];
    let ran = headroom(folder.path(), &july);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("june.csv"), "{}", ran.err);
    assert!(!folder.path().join("july").exists());
}

#[test]
fn f3_11_a_log_that_no_month_before_can_stand_beside_is_told_as_that() {
    let folder = folder();
    log(folder.path(), "july.csv", "1", "2022-07");
    let july = std::fs::read_to_string(folder.path().join("july.csv")).unwrap();
    let (_, rows) = july.split_once('\n').unwrap();
    let both = format!("{july}{}", rows.replace("2022-07", "2022-08"));
    std::fs::write(folder.path().join("both.csv"), both).unwrap();
    let september = july.replace("2022-07", "2022-09");
    std::fs::write(folder.path().join("september.csv"), september).unwrap();
    month(folder.path(), "july.csv", &["--out", "july"]);
    month(folder.path(), "both.csv", &["--out", "both"]);
    for (log, before, said) in [
        ("both.csv", "july", "--previous: the log goes from July 2022 to August 2022"),
        ("july.csv", "july", "--previous: july is of July 2022, and the log of July 2022"),
        ("september.csv", "both", "--previous: both is of July 2022 to August 2022"),
    ] {
        let asked = ["month", "minimal", "--log", log, "--previous", before, "--replications", "1"];
        let ran = headroom(folder.path(), &asked);
        assert!(ran.code == Some(2) && ran.err.contains(said), "{log}: {}", ran.err);
    }
}

#[test]
fn f3_11_where_capacity_follows_the_traffic_that_it_does_is_no_doing_of_the_traffic() {
    let folder = folder();
    log(folder.path(), "june.csv", "1", "2022-06");
    // In July everybody sends three times as much.
    let text = std::fs::read_to_string(folder.path().join("june.csv")).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    let rows = rows.replace("2022-06", "2022-07");
    let text = format!("{head}\n{}", rows.repeat(3));
    std::fs::write(folder.path().join("july.csv"), text).unwrap();
    let follows = ["--set", "/gateway/threshold_over_ordinary=1.25"];
    month(folder.path(), "june.csv", &[&follows[..], &["--out", "june"]].concat());
    let july = [&follows[..], &["--out", "july", "--previous", "june"]].concat();
    let july = month(folder.path(), "july.csv", &july);
    let rows = july["month"].as_array().unwrap();
    let row = rows.iter().find(|row| row["figure"] == "throttled").unwrap();
    let of = |key: &str| row[key].as_f64().unwrap_or_else(|| panic!("{key}: {row}"));
    assert!(of("by_traffic") > 0.0 && of("by_parameters") < 0.0, "{row}");
    assert_eq!(of("before") + of("by_traffic") + of("by_parameters"), of("now"), "{row}");
}

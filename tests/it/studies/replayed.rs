//! `run --record` and `replay`, as a person uses them (T8).

use super::super::commands::{Ran, folder, headroom};
use super::{bytes, fine, outside_runs, same};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A half-hour of `minimal` recorded in `folder`; what was shown of it.
fn recorded(folder: &Path) -> Value {
    let ran = fine(
        folder,
        "run",
        &["--alone", "--replications", "1", "--record", "log.csv.gz", "--format", "json"],
    );
    assert!(ran.err.contains("the first replication is in log.csv.gz"), "{}", ran.err);
    // A log does not say how long its cells are.
    let again = "headroom replay minimal --set /start=2022-07-06T10:00 --set '/duration=30 min' --alone --replications 1 --log log.csv.gz --bin '10 s' --out reports/minimal-replayed --set '/events=[]'";
    assert!(ran.err.contains(again), "{}", ran.err);
    serde_json::from_str(&ran.out).expect("JSON")
}

fn replay(folder: &Path, more: &[&str]) -> Ran {
    let given = ["replay", "minimal", "--log", "log.csv.gz", "--set", "/events=[]"];
    headroom(folder, &[&given[..], more].concat())
}

fn replayed(folder: &Path, more: &[&str]) -> Ran {
    let ran = replay(folder, more);
    assert_eq!(ran.code, Some(0), "{more:?}: {}", ran.err);
    ran
}

#[test]
fn t8_a_replay_has_the_logs_span_and_its_requests_and_stands_beside_todays_system() {
    let folder = folder();
    let was = recorded(folder.path());
    let ran = replayed(folder.path(), &["--format", "json", "--out", "again"]);
    let is: Value = serde_json::from_str(&ran.out).unwrap();
    let requests = |shown: &Value| shown["per_replication"][0]["requests"].as_u64().unwrap();
    assert_eq!(requests(&was), requests(&is));
    assert!(is["today"].is_object(), "beside today's system");
    assert!(ran.err.contains("of the log: "), "{}", ran.err);
    let study = fs::read_to_string(folder.path().join("again/study.json")).unwrap();
    assert!(study.contains("\"duration\": \"30 min\"") && study.contains("\"digest\""), "{study}");
    // Its folder is looked at as any other.
    for command in
        [&["explain", "again", "--user", "supplier-b", "--at", "10:02"][..], &["report", "again"]]
    {
        let ran = headroom(folder.path(), command);
        assert_eq!(ran.code, Some(0), "{command:?}: {}", ran.err);
    }
    // As the page says it, in the study's own folder: the log lies above it.
    let asked = ["explain", ".", "--user", "supplier-b", "--at", "10:02"];
    let ran = headroom(&folder.path().join("again"), &asked);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    // Another log in its place is refused.
    let text = "time,user,srv\n2022-07-06T09:00:00Z,supplier-a,4.6.1\n";
    fs::write(folder.path().join("log.csv.gz"), text).unwrap();
    let ran =
        headroom(folder.path(), &["explain", "again", "--user", "supplier-b", "--at", "10:02"]);
    assert!(ran.code == Some(2) && ran.err.contains("/traffic/recording/digest"), "{}", ran.err);
    assert!(ran.err.contains("another log than when again/study.json was made"), "{}", ran.err);
    fs::remove_file(folder.path().join("log.csv.gz")).unwrap();
    let ran = headroom(&folder.path().join("again"), &asked);
    assert!(ran.code == Some(2) && ran.err.contains("hint: put log.csv.gz back"), "{}", ran.err);
}

#[test]
fn t8_a_replay_is_the_same_on_any_number_of_threads_in_shards_and_half_hour_by_half_hour() {
    let folder = folder();
    recorded(folder.path());
    let grid = ["--vary", "/mechanism/operating_threshold=[0.5,0.8]", "--replications", "12"];
    let study = |more: &[&str]| replayed(folder.path(), &[&grid[..], more].concat());
    study(&["--out", "once", "--threads", "1"]);
    let once = bytes(&folder.path().join("once"));
    study(&["--out", "opened", "--threads", "3", "--step-all"]);
    same(&once, &bytes(&folder.path().join("opened")), "opened");
    for shard in ["1/2", "2/2"] {
        study(&["--out", "shards", "--shard", shard]);
    }
    study(&["--out", "shards"]);
    let shards = outside_runs(bytes(&folder.path().join("shards")));
    same(&outside_runs(once), &shards, "in shards");
}

#[test]
fn t8_a_replay_is_held_against_what_was_observed() {
    let folder = folder();
    recorded(folder.path());
    let observed = |text: &str| fs::write(folder.path().join("seen.csv"), text).unwrap();
    let of = || {
        let ran = replayed(
            folder.path(),
            &["--alone", "--replications", "19", "--observed", "seen.csv", "--format", "json"],
        );
        serde_json::from_str::<Value>(&ran.out).unwrap()["observed"].clone()
    };
    let row = |all: &Value, user: &str, figure: &str| -> Value {
        let rows = all.as_array().unwrap().iter();
        rows.clone().find(|r| r["user"] == user && r["figure"] == figure).unwrap().clone()
    };
    observed("time,user,attempts,refused\n2022-07-06T10:00:00+01:00,supplier-a,1,0\n");
    let all = of();
    let attempts = row(&all, "", "attempts");
    // It is far further off than one more replication would be, and by more than the draws' error.
    let [off, error, expected] = ["distance", "distance_se", "distance_expected"]
        .map(|column| attempts[column].as_f64().unwrap());
    assert!(off - expected > 5.0 * error && error > 0.0, "{attempts}");
    assert_eq!((&attempts["further"], attempts["observed"].as_f64()), (&"true".into(), Some(1.0)));
    // What it refused nobody of, nobody was refused: all rows are the same.
    let replayed_a = row(&all, "supplier-a", "attempts")["replayed"].as_f64().unwrap().round();
    observed(&format!(
        "date,settlement_period,user,attempts\n2022-07-06,21,supplier-a,{replayed_a}\n"
    ));
    let near = row(&of(), "supplier-a", "attempts");
    assert_eq!(near["further"], "false", "{near}");
    // In words too, of one variant: which of both is more, by chance or not, and where.
    observed("time,user,attempts\n2022-07-06T10:00:00+01:00,supplier-a,1\n");
    let ran = replay(
        folder.path(),
        &["--alone", "--replications", "19", "--observed", "seen.csv", "--out", "words"],
    );
    let said = ran.out.lines().find(|line| line.starts_with("Attempts: 1 observed, "));
    let said = said.unwrap_or_else(|| panic!("{}", ran.out));
    assert!(said.contains("further off than chance (p 0.050)"), "{said}");
    assert!(said.ends_with("in 1 of 1 half-hours of Users."), "{said}");
    observed("time,user,attempts,refusd\n2022-07-06T10:00:00+01:00,supplier-a,1,0\n");
    let ran = replay(folder.path(), &["--alone", "--replications", "2", "--observed", "seen.csv"]);
    assert!(ran.out.contains("columns that nothing is read of: refusd"), "{}", ran.out);
    observed("time,user,attempts\n2022-07-06T10:00:00Z,nobody,1\n");
    let ran = replay(folder.path(), &["--observed", "seen.csv"]);
    assert!(ran.code == Some(2) && ran.err.contains("nobody"), "{}", ran.err);
    observed("time,user,attempts\n2021-07-06T10:00:00Z,supplier-a,1\n");
    let ran = replay(folder.path(), &["--observed", "seen.csv", "--out", "never"]);
    assert!(ran.code == Some(2) && ran.err.contains("no half-hour of the run"), "{}", ran.err);
    assert!(!folder.path().join("never").exists(), "it is said before anything runs");
    observed("time,user,attempts,refused\n2022-07-06T10:00:00+01:00,supplier-a,3,4\n");
    let ran = replay(folder.path(), &["--observed", "seen.csv", "--out", "never"]);
    assert!(ran.code == Some(2) && ran.err.contains("4 refused of 3 attempts"), "{}", ran.err);
    observed("time,user,attempts,refused\n2022-07-06T10:00:00+01:00,supplier-a,,\n");
    let ran = replay(folder.path(), &["--observed", "seen.csv", "--out", "never"]);
    assert!(ran.code == Some(2) && ran.err.contains("say nothing of any"), "{}", ran.err);
}

#[test]
fn t8_rows_of_a_request_that_stand_the_wrong_way_round_are_said_and_no_retry_is_fitted_of_them() {
    let folder = folder();
    let row = |minute: u32, id: u32, status: u32| {
        format!(
            "2022-07-06T{:02}:{:02}:00Z,supplier-a,4.6.1,{id},{status}\n",
            8 + minute / 60,
            minute % 60
        )
    };
    // Each is refused, and comes again after ten minutes.
    let rows: Vec<String> = (0..80).flat_map(|i| [row(i, i, 503), row(i + 10, i, 200)]).collect();
    let write = |rows: &[String]| {
        let text = format!("time,user,srv,request_id,status\n{}", rows.concat());
        fs::write(folder.path().join("log.csv"), text).unwrap();
    };
    let mut sorted = rows.clone();
    sorted.sort();
    write(&sorted);
    let given = ["--log", "log.csv", "--set", "/events=[]", "--alone", "--replications", "1"];
    let shown = |what: &str| {
        headroom(folder.path(), &[&["replay", "minimal", "--out", what], &given[..]].concat())
    };
    let ran = shown("right");
    assert!(ran.code == Some(0) && !ran.err.contains("sort the log"), "{}", ran.err);
    sorted.reverse();
    write(&sorted);
    let ran = shown("wrong");
    assert!(ran.code == Some(0) && ran.err.contains("80 of these are earlier"), "{}", ran.err);
    let ran = headroom(folder.path(), &["fit", "log.csv", "--out", "fitted"]);
    assert!(ran.code == Some(2) && ran.err.contains("in the order of time"), "{}", ran.err);
    assert!(!folder.path().join("fitted.json").exists());
    // Events of the scenario's own come on top of a log, which is said.
    let ran = headroom(
        folder.path(),
        &["replay", "minimal", "--log", "log.csv", "--alone", "--out", "both"],
    );
    assert!(ran.err.contains("on top of the recorded traffic"), "{}", ran.err);
}

#[test]
fn t8_every_variant_is_held_against_what_was_observed_and_the_best_fitting_is_named_with_its_ties()
{
    let folder = folder();
    recorded(folder.path());
    // What is seen is what one of the variants shows: its own half-hours, with response times, in another's spreadsheet.
    let file =
        "time;user;attempts;response_time\r\n2022-07-06T10:00:00+01:00;supplier-b;2500;0.5\r\n";
    let utf_16: Vec<u8> =
        std::iter::once(0xfeff_u16).chain(file.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("seen.csv"), utf_16).unwrap();
    let ran = replayed(
        folder.path(),
        &[
            "--alone",
            "--replications",
            "19",
            "--observed",
            "seen.csv",
            "--format",
            "json",
            "--vary",
            "/gateway/max_capacity=[\"10/s\",\"40/s\",\"41/s\"]",
        ],
    );
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let rows = shown["observed"].as_array().unwrap();
    let all: Vec<&Value> = rows.iter().filter(|r| r["user"] == "").collect();
    assert_eq!(all.len(), 6, "three variants, of two figures each: {rows:?}");
    assert!(all.iter().all(|r| r["half_hours"] == 1 && r["distance"].as_f64().unwrap() >= 0.0));
    let best: Vec<&str> =
        shown["best_fitting"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(best.len() == 2 && best[0].starts_with("attempts: "), "{best:?}");
    let times = best[1];
    assert!(times.starts_with("response_time: ") && times.contains("of 3 variants"), "{times}");
    assert!(times.contains("40/s") && times.contains("41/s") && !times.contains("10/s"), "{times}");
}

#[test]
fn t8_names_zones_and_columns_of_a_log_are_said_on_the_command_line() {
    let folder = folder();
    let text = "Sent;Party;srv\n2022-07-06 10:00:00;A plc;4.6.1\n2022-07-06 10:59:00;B plc;4.6.1\n2022-07-06 10:59:30;Other;4.6.1\n";
    fs::write(folder.path().join("log.csv.gz"), text).unwrap();
    fs::write(
        folder.path().join("names.csv"),
        "name,user\nA plc,supplier-a\nB plc,supplier-b\nOther,\n",
    )
    .unwrap();
    let said = ["--map", "Sent=time", "--map", "Party=user", "--users", "names.csv"];
    let ran = replay(folder.path(), &said);
    assert!(
        ran.code == Some(2) && ran.err.contains("without a zone") && ran.err.contains("row 2"),
        "{}",
        ran.err
    );
    let said = [
        &said[..],
        &["--zone", "Europe/London", "--alone", "--replications", "1", "--format", "json"],
    ]
    .concat();
    let requests = |more: &[&str]| {
        let ran = replayed(folder.path(), &[&said[..], more].concat());
        let shown: Value = serde_json::from_str(&ran.out).unwrap();
        shown["users"]
            .as_array()
            .unwrap()
            .iter()
            .map(|u| u["requests"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(requests(&[])[..2], [1, 1]);
    let only = requests(&["--only", "supplier-b", "--out", "only"]);
    assert!(only[0] > 100 && only[1] == 1, "{only:?}");
}

#[test]
fn t8_users_whom_a_log_silences_are_counted_in_a_caution() {
    let folder = folder();
    let one = "time,user,srv\n2022-07-06T09:00:00Z,supplier-a,4.6.1\n";
    fs::write(folder.path().join("log.csv.gz"), one).unwrap();
    let said = |more: &[&str]| {
        let short = ["--alone", "--replications", "1"];
        replayed(folder.path(), &[&short[..], more].concat()).err
    };
    let silenced = "have no row of the log in the run and send nothing";
    let all = said(&[]);
    assert!(all.contains(silenced) && all.contains("with --only USER"), "{all}");
    let only = said(&["--only", "supplier-a", "--out", "only"]);
    assert!(!only.contains(silenced), "{only}");
}

#[test]
fn t8_what_is_wrong_because_of_a_log_is_said_of_it() {
    let folder = folder();
    let rows =
        "time,user,srv\n2022-01-06T09:00:00Z,supplier-a,4.6.1\n2022-01-06T09:10:00Z,nobody,4.6.1\n";
    fs::write(folder.path().join("log.csv"), rows).unwrap();
    let ran = headroom(folder.path(), &["replay", "minimal", "--log", "log.csv"]);
    assert!(ran.code == Some(2) && !ran.err.contains("--set"), "{}", ran.err);
    assert!(ran.err.starts_with("error: --log: /"), "{}", ran.err);
    // Of an event of the shipped file the log's run is too late, whatever else is set.
    let rows = "time,user,srv\n2022-07-06T12:00:00Z,supplier-a,4.6.1\n";
    fs::write(folder.path().join("late.csv"), rows).unwrap();
    let set = "/mechanism/operating_threshold=0.8";
    let nothing: &[&str] = &[];
    for more in [nothing, &["--set", set]] {
        let given = ["replay", "minimal", "--log", "late.csv"];
        let ran = headroom(folder.path(), &[&given[..], more].concat());
        let expected = "error: --log: /events/runaway-adapter/at";
        assert!(ran.code == Some(2) && ran.err.starts_with(expected), "{more:?}: {}", ran.err);
    }
}

#[test]
fn t8_a_log_is_not_written_over_a_file_that_is_there() {
    let folder = folder();
    let log = "time,user,srv\n2022-07-06T09:00:00Z,supplier-a,2.2\n";
    let own = r#"{ "extends": "minimal", "name": "own", "traffic": { "streams": [], "recording": { "from": "own.csv" } } }"#;
    let at = |name: &str| folder.path().join(name);
    fs::write(at("own.csv"), log).unwrap();
    fs::write(at("own.json"), own).unwrap();
    fs::hard_link(at("own.csv"), at("linked.csv")).unwrap();
    for name in ["own.csv", "./own.json", "linked.csv"] {
        let ran = headroom(folder.path(), &["run", "own.json", "--record", name]);
        assert_eq!(ran.code, Some(2), "{name}");
        assert!(ran.err.contains(&format!("{name} exists")), "{}", ran.err);
    }
    let is = |name: &str| fs::read_to_string(at(name)).unwrap();
    assert_eq!((is("own.csv"), is("own.json")), (log.to_owned(), own.to_owned()));
    assert!(!at("reports").exists(), "before anything runs");
}

#[test]
fn t8_a_log_has_the_form_that_its_name_says() {
    let folder = folder();
    let ran = headroom(folder.path(), &["run", "minimal", "--record", "log.Parquet"]);
    let expected =
        "--record: found log.Parquet; expected the name of a CSV file, such as log.csv.gz";
    assert!(ran.code == Some(2) && ran.err.contains(expected), "{}", ran.err);
    assert!(!folder.path().join("log.Parquet").exists());
}

#[test]
fn a_folder_that_was_made_for_a_study_that_did_not_begin_is_not_left_behind() {
    let folder = folder();
    let run = |out: &str| {
        // A folder is no key.
        let ran = headroom(folder.path(), &["run", "minimal", "--publish", ".", "--out", out]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        folder.path().join(out).exists()
    };
    assert!(!run("made"));
    // One that a person made stays.
    fs::create_dir(folder.path().join("theirs")).unwrap();
    assert!(run("theirs"));
}

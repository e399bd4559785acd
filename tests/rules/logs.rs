//! T8, T9: what a log says wrongly is told by the row and column in which it stands, and what is doubtful is counted.

use headroom_core::domain::Span;
use headroom_core::fit::{Fitted, Fitting, fit};
use headroom_core::recording::{Asked, Recording, Said, Wrong, read};
use kit::make::{scenario, small_market};
use kit::recorded::file;
use kit::wrong::check_text;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

fn asked(files: Vec<String>, answers: bool) -> Asked {
    Asked {
        files,
        map: Default::default(),
        zone: None,
        grain: Span::from_s(10),
        bin: None,
        said: Said::default(),
        answers,
    }
}

fn of(text: &str) -> Result<Recording, Wrong> {
    read(&asked(vec![file(text.as_bytes(), "csv")], false))
}

/// Row, column, what was found and what was expected.
fn told(wrong: &Wrong) -> String {
    format!(
        "{}: {}, expected {}",
        wrong.clone().in_file("log").place(),
        wrong.found,
        wrong.expected
    )
}

#[test]
fn t8_a_field_that_cannot_be_is_told_by_row_and_column_and_a_blank_count_is_one() {
    let time = "2022-07-06T10:00:00Z";
    let mut all = String::new();
    for (more, fields) in [
        ("submission", ["1", "3"]),
        ("submission", ["", "0"]),
        ("submission", ["2.0", "x"]),
        ("attempt", ["", "0"]),
        ("attempt", ["1", "-1"]),
        ("count", ["0", ""]),
        ("count", ["4294967295", "4294967296"]),
        ("count", ["94.0", "1e3"]),
        ("count", ["1", "a\\\"\"b"]),
        ("status", ["200 OK", "OK"]),
        ("status", ["503 full", "5030"]),
        ("status", ["503.0", "E503"]),
        ("status", ["", "999"]),
        ("first_time", [time, "2022-07-06T10:00:05Z"]),
        ("answered", [time, "2022-07-06T09:59:55Z"]),
    ] {
        let text = format!(
            "time,user,srv,{more}\n{time},a,7.4,{}\n{time},b,7.4,\"{}\"\n",
            fields[0], fields[1]
        );
        let wrong = read(&asked(vec![file(text.as_bytes(), "csv")], true)).expect_err(more);
        writeln!(all, "{}", told(&wrong)).unwrap();
    }
    let dates = "date,settlement_period,user,srv\n2022-07-06,3,a,7.4\n06/07/2022,3,a,7.4\n";
    writeln!(all, "{}", told(&of(dates).unwrap_err())).unwrap();
    insta::assert_snapshot!(all, @r#"
    log, row 3, column "submission": "3", expected 1 or 2
    log, row 3, column "submission": "0", expected 1 or 2
    log, row 3, column "submission": "x", expected 1 or 2
    log, row 3, column "attempt": "0", expected a whole number, 1 or more
    log, row 3, column "attempt": "-1", expected a whole number, 1 or more
    log, row 3, column "count": nothing, expected a whole number: 0 says that there were none
    log, row 3, column "count": "4294967296", expected at most 4294967295
    log, row 3, column "count": "1e3", expected a whole number, 0 or more
    log, row 3, column "count": "a\"b", expected a whole number, 0 or more
    log, row 3, column "status": "OK", expected an HTTP status of three digits, what stands behind a space being left aside (200, 503 full), quarantined or unavailable
    log, row 3, column "status": "5030", expected an HTTP status of three digits, what stands behind a space being left aside (200, 503 full), quarantined or unavailable
    log, row 3, column "status": "E503", expected an HTTP status of three digits, what stands behind a space being left aside (200, 503 full), quarantined or unavailable
    log, row 3, column "status": "999", expected an HTTP status of three digits, what stands behind a space being left aside (200, 503 full), quarantined or unavailable
    log, row 3, column "first_time": a first attempt 5 s after this one, expected `time`, or earlier
    log, row 3, column "answered": an answer 5 s before the attempt, expected `time`, or later
    log, row 3, column "date": "06/07/2022", expected a date such as 2022-07-06
    "#);
}

#[test]
fn t8_a_row_is_the_line_on_which_it_begins_whatever_ends_lines() {
    let (row, long) = ("1657098000,a,7.4,n", "1657098000,a,7.4,\"n\nn\nn\"");
    for (text, line) in [
        (format!("time,user,srv,note\n{row}\nx,a,7.4,n\n"), 3),
        (format!("time,user,srv,note\n\n\n{row}\n\nx,a,7.4,n\n"), 6),
        (format!("time,user,srv,note\n{row}\n\n{long}\n{row}\n"), 4),
        (format!("time,user,srv,note\n{row}\n1657098000,a,7.4\n"), 3),
    ] {
        for end in ["\n", "\r\n", "\r"] {
            let wrong = of(&text.replace('\n', end)).expect_err("a fault");
            let row = wrong.row.map(std::num::NonZeroU64::get);
            assert_eq!(row, Some(line), "{text:?} with {end:?}: {}", wrong.found);
        }
    }
    // What no row is wrong of is read the same.
    let text = format!("time,user,srv,note\n{row}\n{row}\n");
    for end in ["\n", "\r\n", "\r"] {
        assert_eq!(of(&text.replace('\n', end)).unwrap().remarks.first, 2, "{end:?}");
    }
}

#[test]
fn t8_a_quote_that_is_not_closed_on_its_line_takes_no_rows_with_it() {
    let header = "time,user,srv,count,note";
    let row = |note: &str| format!("1657098000,a,7.4,1,{note}");
    let told_of =
        |rows: &[String]| told(&of(&format!("{header}\n{}", rows.join("\n"))).unwrap_err());
    // Never closed; closed by the next one, rows later; a quote in a column that is read; at the end of the file, with and without a line end.
    let rows = ["n", "\"outage", "n", "n"].map(row);
    assert_eq!(
        told_of(&rows),
        "log, row 3, column \"note\": a quote that is not closed on its line, before \"outage\\n1657098000,a,7.4,1,n\\n1657098000,a,7.4,1,n\\n\", expected each row on a line of its own"
    );
    for (rows, place) in [
        (
            vec![row("n"), row("\"outage"), row("n"), row("\"outage"), row("n")],
            "row 3, column \"note\"",
        ),
        (
            vec![row("n"), row("\"outage"), row("n"), row("\"\""), row("n")],
            "row 3, column \"note\"",
        ),
        (vec![row("n"), row("n").replace(",1,", ",\"1,"), row("n")], "row 3, column \"count\""),
        (vec![row("n"), row("n"), row("\"n")], "row 4, column \"note\""),
        (vec![row("n"), row("n"), row("\"n"), String::new()], "row 4, column \"note\""),
    ] {
        let said = told_of(&rows);
        assert!(said.starts_with(&format!("log, {place}: a quote that")), "{said}");
    }
    // A quote that is closed, and one that opens nothing, are as they were.
    let rows = ["\"with, a comma\"", "6\" meter", "\"\""].map(row).join("\n");
    for end in ["", "\n", "\r", "\r\n"] {
        assert_eq!(of(&format!("{header}\n{rows}{end}")).unwrap().remarks.first, 3, "{end:?}");
    }
}

#[test]
fn t8_a_request_is_known_again_by_its_user_srv_and_mode_as_well_as_its_id() {
    let header = "time,user,srv,mode,request_id\n";
    let row = |at: u64, user: &str, srv: &str, mode: &str| {
        format!("{},{user},{srv},{mode},1\n", 1_657_098_000 + at)
    };
    let rows = [
        row(0, "a", "7.4", "on_demand"),
        row(1, "b", "7.4", "on_demand"),
        row(2, "a", "6.15", "on_demand"),
        row(3, "a", "7.4", "dcc_scheduled"),
        row(4, "a", "7.4", "on_demand"),
    ];
    // In any order one of them, and no other, came before.
    for first in 0..rows.len() {
        let mut rows = rows.clone();
        rows.rotate_left(first);
        let remarks = of(&(header.to_owned() + &rows.concat())).unwrap().remarks;
        assert_eq!((remarks.first, remarks.known), (4, 1), "{first}");
    }
}

#[test]
fn t8_a_file_that_is_given_twice_is_a_fault_and_one_without_rows_is_not() {
    let text = "time,user,srv\n1657098000,a,7.4\n";
    let path = file(text.as_bytes(), "csv");
    let copy = format!("{path}.copy.csv");
    std::fs::write(&copy, text).unwrap();
    for other in [&path, &copy] {
        let wrong = read(&asked(vec![path.clone(), other.clone()], false)).unwrap_err();
        assert_eq!(
            (&*wrong.file, wrong.found),
            (&**other, format!("the same as {path}, to the byte"))
        );
    }
    let empty = file(b"time,user,srv\n", "csv");
    assert!(read(&asked(vec![empty.clone(), path, empty], false)).is_ok());
}

/// What `recording` beside the log of `text` makes of the small market: its remarks, or its faults.
fn market(text: &str, recording: Value) -> Result<Vec<String>, String> {
    let mut market = small_market();
    let path = file(text.as_bytes(), "csv");
    market["traffic"]["recording"] = recording;
    market["traffic"]["recording"]["from"] = path.clone().into();
    check_text(&market.to_string())
        .map(|_| scenario(&market, &[]).recorded.as_ref().unwrap().remarks.clone())
        .map_err(|faults| faults.to_string().replace(&path, "log.csv"))
}

const SMALL: &str = "time,user,srv\n2022-07-06T09:00:00Z,alpha,7.4\n";

#[test]
fn t8_names_that_are_mapped_in_vain_and_srvs_beyond_a_users_roles_are_counted_and_said() {
    let text = format!("{SMALL}2022-07-06T09:00:10Z,delta,2.2\n2022-07-06T09:00:20Z,A,7.4\n");
    let names = json!({ "user_names": { "A": "alpha", "B": "alpha", "C": "nobody" }, "srv_names": { "x": "7.4" } });
    let said = market(&text, names.clone()).unwrap().join("\n");
    insta::assert_snapshot!(said, @r#"
    nothing tells first submissions from retries (request_id or attempt): all rows are replayed as requests of their own
    2 names of Users that are mapped are in no row: "B", "C"
    1 names of SRVs that are mapped are in no row: "x"
    1 requests are of SRVs that the User Roles of their Users may not send, and are replayed all the same: 2.2 of delta (1)
    of 1 of 2 half-hours of the run the log says nothing: nothing is sent in them
    no day of it is whole: what its Users are expected to send a day is what they send in its 1 half-hours, as if all 48 of a day were like them
    "#);
    let names = json!({ "user_names": { "A": "nobody" } });
    insta::assert_snapshot!(market(&text, names).unwrap_err(), @r#"
    error: made.json: /traffic/recording/user_names
      found:    Users that the scenario does not know: "nobody", to which "A" is mapped (1)
      expected: Users of the scenario, or a name mapped to one; "" leaves its rows out
    1 fault
    "#);
}

#[test]
fn t8_what_is_wrong_with_how_a_log_is_to_be_read_is_told_where_it_is_asked_for() {
    let counts = "time,user,srv,count\n2022-07-06T09:00:00Z,alpha,7.4,3\n";
    for (key, value) in [
        ("zone", json!("London")),
        ("map", json!({ "what": "count" })),
        ("map", json!({ "count": "cuont" })),
        ("bin", json!("7 min")),
    ] {
        let told = market(counts, json!({ key: value })).unwrap_err();
        assert!(told.contains(&format!("/traffic/recording/{key}\n")), "{told}");
    }
}

#[test]
fn t8_half_hours_that_come_twice_are_told_apart_where_they_are_missing() {
    let text = "time,user,srv\n2022-10-30T00:00:00Z,alpha,7.4\n2022-10-30T01:00:00Z,alpha,7.4\n2022-10-30T02:00:00Z,alpha,7.4\n2022-07-06T09:00:00Z,alpha,7.4\n";
    let said = of(text).unwrap().remarks.said(headroom_core::scenario::half_hour_said);
    let holes = said.iter().find(|said| said.contains("are missing")).unwrap();
    assert!(
        holes.contains("2022-10-30T01:30 (00:30Z) to 2022-10-30T01:00 (01:00Z), 2022-10-30T01:30 (01:30Z) to 2022-10-30T02:00"),
        "{holes}"
    );
}

fn fitted(text: &str, names: &[(&str, &str)]) -> Fitted {
    let log = asked(vec![file(text.as_bytes(), "csv")], true);
    let names = names.iter().map(|(name, is)| ((*name).to_owned(), (*is).to_owned()));
    let names: BTreeMap<String, String> = names.collect();
    let holidays = Vec::new();
    fit(&Fitting { log, names, holidays, utc: false, seed: 1, repeats: 20 }).unwrap()
}

#[test]
fn t9_rows_that_do_not_say_how_they_were_answered_are_counted_and_names_mapped_in_vain_told() {
    let mut text = "time,user,srv,count,status\n".to_owned();
    for i in 0..480 {
        let status = ["200", "", "503 full"][i % 3];
        writeln!(text, "{},a,7.4,20,{status}", 1_656_889_200 + 1_800 * i).unwrap();
    }
    let found = fitted(&text, &[("a", "A"), ("b", "B")]);
    assert_eq!((found.answered, found.silent), (true, 160));
    assert_eq!(
        found.in_vain.as_deref(),
        Some("1 names of Users that are mapped are in no row: \"b\"")
    );
}

#[test]
fn t9_the_answers_of_two_users_whose_ids_are_alike_are_not_each_others() {
    // Each request of `a` is refused, and comes again a minute later; `b` numbers its own alike, and none is.
    let mut text = "time,user,srv,request_id,status\n".to_owned();
    for i in 0..600 {
        let at = 1_656_889_200 + 600 * i;
        writeln!(text, "{at},a,7.4,{i},503\n{},b,7.4,{i},200\n{},a,7.4,{i},200", at + 10, at + 60)
            .unwrap();
    }
    let found = fitted(&text, &[]);
    let rule = found.rules.iter().find(|r| r.user.is_none()).expect("a rule");
    assert!((rule.first - 60.0).abs() < 1.0, "{}", rule.first);
    assert!((rule.shares[0] - 0.5).abs() < 0.01, "{:?}", rule.shares);
}

//! Words, merging, changes and places that are not what they seem.

use super::bad;
use headroom_core::scenario::{Change, load_text, template};
use kit::wrong::{check, check_text, minimal_with};
use std::path::Path;
use std::time::Duration;

#[test]
fn a_civil_time_with_an_offset_is_refused_and_not_read_as_local() {
    for text in [
        "2022-07-06T10:00+05:00",
        "2022-07-06T10:00[America/New_York]",
        "10:00+01:00",
        "10:00-01",
        "2022-07-06T10:00Z",
    ] {
        let change = Change { pointer: "/events/runaway-adapter/at".into(), value: text.into() };
        assert!(check("minimal", &[change]).is_err(), "{text}");
    }
}

#[test]
fn a_threshold_too_large_to_hold_is_refused_and_not_wrapped_around() {
    let text = minimal_with(
        r#""gateway": { "max_capacity": 1e12 }, "mechanism": { "operating_threshold": 1000 }"#,
    );
    match check_text(&text) {
        Err(_) => {}
        Ok(scenario) => assert_eq!(scenario.threshold().get(), 1e15),
    }
}

#[test]
fn null_takes_a_key_away_in_a_new_entry_too() {
    let event = r#"{ "id": "cut", "at": "10:00", "lasts": "10 min", "campaign": null, "outage": { "capacity": null } }"#;
    let scenario = check_text(&minimal_with(&format!(r#""events": [{event}]"#)))
        .unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(scenario.events.len(), 2);
    let sets = [
        "/events/runaway-adapter/denial_of_service/rate=null",
        "/events/runaway-adapter/denial_of_service/times_peak=3",
    ];
    let changes: Vec<Change> = sets.iter().map(|c| c.parse().unwrap()).collect();
    assert!(
        check("minimal", &changes).is_ok(),
        "one of two that exclude each other is replaced by the other"
    );
}

#[test]
fn an_id_twice_is_a_fault_whether_or_not_the_base_has_it() {
    let event = |more: &str| format!(r#"{{ "id": "runaway-adapter", {more} }}"#);
    let lasts = [event(r#""lasts": "20 min""#), event(r#""lasts": "30 min""#)].join(",");
    assert!(
        check_text(&minimal_with(&format!(r#""events": [{lasts}]"#))).is_err(),
        "the second change must not win in silence"
    );
    let new = event(r#""at": "11:00", "lasts": "30 min", "outage": {}"#);
    let instead = [event(r#""remove": true"#), new].join(",");
    let scenario = check_text(&minimal_with(&format!(r#""events": [{instead}]"#)));
    assert!(
        scenario.is_err() || scenario.unwrap().events.len() == 1,
        "what takes its place must not be lost in silence"
    );
}

#[test]
fn an_id_may_have_80_characters_of_any_script() {
    let users = |id: &str| {
        minimal_with(&format!(
            r#""users": [{{ "id": "{id}", "category": "other_user", "roles": ["OU"] }}]"#
        ))
    };
    assert!(check_text(&users(&"é".repeat(80))).is_ok());
    assert!(check_text(&users(&"é".repeat(81))).is_err());
}

#[test]
fn text_that_would_steer_a_terminal_or_turn_its_lines_round_is_refused_as_an_id() {
    for id in [r"\u001b[31m", r"\u0000", r"\u009b", r"a\nb", r"\u202egnp.exe", r"\u2066x\u2069"] {
        let text = minimal_with(&format!(
            r#""users": [{{ "id": "{id}", "category": "other_user", "roles": ["OU"] }}]"#
        ));
        assert!(check_text(&text).is_err(), "{id}");
    }
}

#[test]
fn what_a_scenario_extends_is_not_set_from_outside_in_silence() {
    let change = Change { pointer: "/extends".into(), value: "ordinary-day".into() };
    assert!(check("minimal", &[change]).is_err());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.json");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let (done, wait) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(check(pipe.to_str().unwrap(), &[]).is_err()));
    assert_eq!(wait.recv_timeout(Duration::from_secs(10)), Ok(true));
}

#[test]
fn windows_line_ends_and_minus_zero_are_no_faults() {
    let text = template("minimal").unwrap();
    let unix = load_text("a", text, &[]).unwrap();
    let windows = load_text("a", &text.replace('\n', "\r\n"), &[]).unwrap();
    assert_eq!(unix.digest, windows.digest);
    let none = check_text(&minimal_with(
        r#""traffic": { "day_cv": -0, "streams": [{ "id": "reads", "amount": { "per_meter": -0.0 } }] }"#,
    ));
    let none = none.unwrap_or_else(|faults| panic!("{faults}"));
    assert!(none.variation.day_cv_common == 0.0 && none.users[0].day_cv == 0.0);
}

#[test]
fn at_most_16_scenarios_extend_one_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = |i: u32| folder.path().join(format!("{i}.json"));
    std::fs::write(path(0), template("minimal").unwrap()).unwrap();
    for i in 1..20 {
        std::fs::write(path(i), format!(r#"{{ "name": "n{i}", "extends": "{}.json" }}"#, i - 1))
            .unwrap();
    }
    assert_eq!(check(path(15).to_str().unwrap(), &[]).unwrap().name, "n15");
    let faults = check(path(16).to_str().unwrap(), &[]).expect_err("faults");
    assert_eq!((faults.0.len(), faults.0[0].path.as_str()), (1, "/extends"));
    assert!(Path::new(&faults.0[0].file).ends_with("1.json"), "{}", faults.0[0].file);
}

#[test]
fn what_is_no_file_is_said_to_be_none() {
    let told = |given: &str| check(given, &[]).expect_err("faults").to_string();
    assert!(told(&bad("")).contains("no regular file"));
    assert!(told("").contains("expected: a scenario file, or the name of a shipped one"));
    assert!(told("minimul").contains("did you mean `minimal`?"));
    assert!(
        told(&bad("no\u{1b}[31m\nsuch.json"))
            .lines()
            .next()
            .unwrap()
            .ends_with(r"no\u{1b}[31m\nsuch.json")
    );
    #[cfg(unix)]
    assert!(told("/dev/zero").contains("no regular file"));
}

#[test]
fn a_link_that_leads_nowhere_or_to_itself_is_a_fault() {
    #[cfg(unix)]
    {
        let folder = tempfile::tempdir().unwrap();
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap()
        };
        link("nowhere.json", "dangling.json");
        link("round.json", "round.json");
        for name in ["dangling.json", "round.json"] {
            let faults =
                check(folder.path().join(name).to_str().unwrap(), &[]).expect_err("faults");
            assert_eq!(faults.0.len(), 1, "{faults}");
        }
    }
}

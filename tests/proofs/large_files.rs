//! Files that are too deep, too large or too much: refused soon, and in little memory.

use headroom_core::scenario::{load, load_text};
use kit::wrong::{check, check_text, faults_of, minimal_with};
use std::time::{Duration, Instant};

#[test]
fn more_streams_times_users_than_a_machine_can_hold_are_refused() {
    let list =
        |n: u32, item: &dyn Fn(u32) -> String| (0..n).map(item).collect::<Vec<_>>().join(",");
    let users =
        list(10_000, &|i| format!(r#"{{"id":"u{i}","category":"other_user","roles":["OU"]}}"#));
    let streams = list(5_000, &|i| {
        format!(
            r#"{{"id":"s{i}","srv":"9","users":{{"roles":["OU"]}},"amount":{{"per_user":1}},"profile":"day"}}"#
        )
    });
    let faults = load_text(
        "made.json",
        &minimal_with(&format!(
            r#""users":[{users}],"srvs":[{{"id":"9","roles":["OU"]}}],"traffic":{{"streams":[{streams}]}}"#
        )),
        &[],
    );
    assert!(faults.is_err());
}

#[test]
fn what_would_have_to_be_followed_one_by_one_is_bounded() {
    let one = |path: &str, text: &str| {
        let faults = faults_of(&minimal_with(text));
        assert_eq!((faults.0.len(), faults.0[0].path.as_str()), (1, path), "{faults}");
        faults.0[0].found.clone()
    };
    let storm = |id: &str, meters: u32, more: &str| {
        format!(
            r#"{{"id":"{id}","at":"10:00","lasts":"1 h","storm":{{"parties":[{{"id":"network-c","customers":{meters},"meters":{meters}}}],"curve":[{{"at":"10:00","off":1}}]{more}}}}}"#
        )
    };
    let network = |meters: u32| {
        format!(r#""users":[{{"id":"network-c","portfolio":{{"electricity_credit":{meters}}}}}]"#)
    };
    let two = [storm("one", 30_000_000, ""), storm("two", 30_000_000, "")].join(",");
    let found = one("/events", &format!(r#"{},"events":[{two}]"#, network(30_000_000)));
    assert_eq!(found, "storms of 60000000 meters");
    let poll = r#","poll":{"every":"10 s","spread":"10 s","neighbours":1000}"#;
    let polls = format!(
        r#"{},"retries":[{{"id":"default","attempts":100}}],"events":[{}]"#,
        network(40_000_000),
        storm("one", 40_000_000, poll)
    );
    assert!(one("/traffic", &polls).ends_with("most of them by network-c sending 7.4"));
    let process = |retrigger: f64| {
        format!(
            r#""users":[{{"id":"network-c","roles":["ED","IS"]}}],"traffic":{{"processes":[{{"id":"p","amount":{{"number":1e12}},"profile":"day","retrigger":{retrigger},"retrigger_after":"10 s","steps":[{{"id":"a","srv":"1.1.1"}},{{"id":"b","srv":"7.4"}}]}}]}}"#
        )
    };
    assert!(faults_of(&minimal_with(&process(1.0))).0[0].found.contains("e15 attempts"));
    assert!(check_text(&minimal_with(&process(0.9))).is_ok());
}

#[test]
fn more_rules_steps_or_points_than_a_machine_can_hold_are_refused() {
    let list =
        |n: u32, item: &dyn Fn(u32) -> String| (0..n).map(item).collect::<Vec<_>>().join(",");
    let users =
        list(15_000, &|i| format!(r#"{{"id":"u{i}","category":"other_user","roles":["OU"]}}"#));
    let retries = list(15_000, &|i| format!(r#"{{"id":"{i}","attempts":1}}"#));
    let rules = faults_of(&minimal_with(&format!(r#""users":[{users}],"retries":[{retries}]"#)));
    assert_eq!(rules.0[0].found, "15001 rules and surges × 15011 Users, SRVs and streams");
    let steps = list(100, &|i| format!(r#"{{"id":"{i}","srv":"7.4"}}"#));
    let processes = list(10, &|i| {
        format!(r#"{{"id":"{i}","amount":{{"per_user":1}},"profile":"day","steps":[{steps}]}}"#)
    });
    let steps = faults_of(&minimal_with(&format!(
        r#""users":[{users}],"traffic":{{"processes":[{processes}]}}"#
    )));
    assert_eq!(steps.0[0].found, "1000 steps × 15003 Users");
    let parties = list(15_000, &|i| format!(r#"{{"id":"u{i}","customers":1}}"#));
    let curve = list(100, &|i| format!(r#"{{"at":"10:{:02}","off":1}}"#, i % 60));
    let points = faults_of(&minimal_with(&format!(
        r#""events":[{{"id":"gale","at":"10:00","lasts":"1 h","storm":{{"parties":[{parties}],"curve":[{curve}]}}}}]"#
    )));
    assert_eq!(points.0[0].found, "storms' curves of 1500000 points");
}

#[test]
fn deep_nesting_is_refused_without_falling_into_it() {
    const LEVELS: usize = 100_000;
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"{"users":[{"id":"a","users":"#, "}]}")]
    {
        let deep = |close: &str| format!("{}1{}", open.repeat(LEVELS), close.repeat(LEVELS));
        for text in [deep(close), deep("")] {
            assert_eq!(faults_of(&text).0.len(), 1);
            assert_eq!(faults_of(&minimal_with(&format!(r#""why": {text}"#))).0.len(), 1);
        }
    }
}

#[test]
fn a_file_too_large_to_be_a_scenario_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("million-users.json");
    let user = |i: u32| format!(r#"{{"id":"u{i}","category":"other_user","roles":["OU"]}}"#);
    let users: Vec<String> = (0..1_000_000).map(user).collect();
    std::fs::write(&path, minimal_with(&format!(r#""users":[{}]"#, users.join(",")))).unwrap();
    let faults = check(path.to_str().unwrap(), &[]).expect_err("faults");
    assert_eq!(faults.0[0].found, "a file of more than 16 MiB");
}

#[test]
fn more_users_than_the_limit_are_refused() {
    let user = |i: u32| format!(r#"{{"id":"{i}","category":"other_user","roles":["OU"]}}"#);
    let users: Vec<String> = (0..20_001).map(user).collect();
    let faults = faults_of(&minimal_with(&format!(r#""users":[{}]"#, users.join(","))));
    assert!(faults.0[0].path == "/users" && faults.0[0].found.contains("20004"), "{faults}");
    assert!(faults.0[0].expected.contains("20000"), "{faults}");
}

/// A bad file may not keep its reader waiting. These take milliseconds where every step is linear, and
/// minutes or all memory where one is not; the limit leaves room for a slow machine and no optimiser.
#[test]
fn a_hostile_file_is_refused_soon() {
    const SOON: Duration = Duration::from_secs(20);
    let list =
        |n: u32, item: &dyn Fn(u32) -> String| (0..n).map(item).collect::<Vec<_>>().join(",");
    let long = "k".repeat(4 << 20);
    let a_user = r#""category":"other_user","roles":["OU"]"#;
    let market =
        format!(r#""users":[{}]"#, list(19_000, &|i| format!(r#"{{"id":"u{i}",{a_user}}}"#)));
    let strangers = list(2_000, &|i| format!(r#""v{i}""#));
    let texts = [
        (
            "a long key with much below it",
            format!(r#"{{"{long}":[{}]}}"#, list(300_000, &|_| "0".into())),
        ),
        ("long keys within one another", {
            let key = format!(r#"{{"{}":"#, "k".repeat(390));
            let many = list(1_000_000, &|_| "0".into());
            format!("{}[{many}]{}", key.repeat(120), "}".repeat(120))
        }),
        ("a long key that is not known", minimal_with(&format!(r#""{long}":1"#))),
        (
            "a long word that is no choice",
            minimal_with(&format!(r#""mechanism":{{"pace":"{long}"}}"#)),
        ),
        (
            "a long id with faults below it",
            minimal_with(&format!(
                r#""users":[{{"id":"{long}",{}}}]"#,
                list(50_000, &|i| format!(r#""k{i}":1"#))
            )),
        ),
        ("many keys that are not known", minimal_with(&list(300_000, &|i| format!(r#""k{i}":1"#)))),
        (
            "many Users of few letters",
            minimal_with(&format!(
                r#""users":[{}]"#,
                list(300_000, &|i| format!(r#"{{"id":"{i:x}"}}"#))
            )),
        ),
        (
            "many shares",
            minimal_with(&format!(
                r#""traffic":{{"profiles":[{{"id":"day","weekday":{{"shares":[{}]}}}}]}}"#,
                list(1_000_000, &|_| "0".into())
            )),
        ),
        (
            "many Users chosen who are none",
            minimal_with(&format!(
                r#"{market},"events":[{{"id":"runaway-adapter","denial_of_service":{{"users":{{"ids":[{strangers}]}}}}}}]"#
            )),
        ),
        (
            "many Users twice",
            minimal_with(&format!(
                r#"{market},"events":[{}]"#,
                list(20_000, &|_| r#"{"id":"x"}"#.into())
            )),
        ),
    ];
    for (what, text) in texts {
        assert!(text.len() < 16 << 20, "{what} would be refused for its size");
        let started = Instant::now();
        let told = faults_of(&text).to_string();
        assert!(started.elapsed() < SOON, "{what} took {:?}", started.elapsed());
        assert!(told.len() < 200_000, "{what} is told in {} bytes", told.len());
    }
}

#[test]
fn a_large_market_is_changed_by_id_soon() {
    let folder = tempfile::tempdir().unwrap();
    let user = |i: u32| {
        format!(
            r#"{{"id":"u{i}","category":"other_user","roles":["OU"],"portfolio":{{"gas_credit":5}}}}"#
        )
    };
    let users: Vec<String> = (0..19_000).map(user).collect();
    let text = minimal_with(&format!(r#""users":[{}]"#, users.join(",")));
    std::fs::write(folder.path().join("base.json"), &text).unwrap();
    let top = folder.path().join("top.json");
    std::fs::write(&top, text.replace(r#""minimal""#, r#""base.json""#)).unwrap();
    let started = Instant::now();
    assert_eq!(
        load(top.to_str().unwrap(), &[])
            .map(|s| s.users.len())
            .unwrap_or_else(|faults| panic!("{faults}")),
        19_003
    );
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

/// What a file costs is bounded by what it holds: each of these once took seconds, gigabytes or the whole stack.
#[test]
fn a_file_of_too_many_values_or_a_pointer_of_too_many_steps_is_refused() {
    let many = |item: &str, n: usize| format!("[{}{item}]", format!("{item},").repeat(n - 1));
    for (what, list) in [
        ("numbers", many("1", 400_000)),
        ("objects", many("{}", 70_000)),
        ("objects of one", many(r#"{"a":0}"#, 60_000)),
    ] {
        let faults = faults_of(&minimal_with(&format!(r#""x":{list}"#)));
        assert_eq!(faults.0[0].found, "more than 400000 values", "{what}: {faults}");
        assert!(faults.0[0].expected.contains("counts 6"), "{faults}");
    }
    let deep = format!("/gateway{}", "/a".repeat(160_000));
    let range = format!(r#""ranges":[{{"id":"r","pointer":"{deep}","low":0,"high":1}}]"#);
    let occurs = format!(
        r#""duration":"365 days","start":"2023-01-01T00:00","assertions":[],"events":[{{"id":"runaway-adapter","at":null,"occurs":{{"per_year":3,"values":[{{"at":"{deep}","uniform":[0,1]}}]}}}}]"#
    );
    for text in [range, occurs] {
        let faults = faults_of(&minimal_with(&text));
        assert!(faults.0[0].expected.contains("at most 24 steps"), "{faults}");
    }
    let change = headroom_core::scenario::Change { pointer: deep, value: 1.into() };
    let faults = load("minimal", &[change]).expect_err("too deep");
    assert_eq!((faults.0.len(), faults.0[0].file.as_str()), (1, "--set"), "{faults}");
    assert!(faults.0[0].found.contains("160001 steps"), "{faults}");
}

#[test]
fn files_that_extend_one_another_are_bounded_together() {
    let folder = tempfile::tempdir().unwrap();
    let list = format!("[{}1]", "1,".repeat(390_000));
    for i in 0..8 {
        let next = if i < 7 { format!("{}.json", i + 1) } else { "minimal".to_owned() };
        let text = format!(r#"{{"x":{list},"extends":"{next}"}}"#);
        std::fs::write(folder.path().join(format!("{i}.json")), text).unwrap();
    }
    let faults = check(folder.path().join("0.json").to_str().unwrap(), &[]).expect_err("faults");
    assert!(faults.0[0].found.contains("values of 3 files"), "{faults}");
    assert!(faults.0[0].expected.contains("at most 800000"), "{faults}");
}

#[test]
fn ranges_are_bounded_by_what_reading_their_ends_costs() {
    // A range of each of so many Users.
    let with = |n: usize| {
        let range = |i: usize| {
            format!(r#"{{"id":"r{i}","pointer":"/users/u{i}/day_cv","low":0.1,"high":0.2}}"#)
        };
        let user = |i: usize| {
            format!(r#"{{"id":"u{i}","category":"other_user","roles":["OU"],"day_cv":0.1}}"#)
        };
        let ranges = (0..n).map(range).collect::<Vec<String>>().join(",");
        let users = (0..n).map(user).collect::<Vec<String>>().join(",");
        minimal_with(&format!(r#""ranges":[{ranges}],"users":[{users}]"#))
    };
    let few = check_text(&with(100));
    assert!(few.is_ok(), "{:?}", few.err());
    let faults = faults_of(&with(1_000));
    assert_eq!(faults.0[0].path, "/ranges", "{faults}");
    assert!(faults.0[0].expected.contains("at most 2000000"), "{faults}");
}

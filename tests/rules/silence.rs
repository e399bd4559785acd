//! Nothing without effect in silence: what a scenario says and is not used, cannot be, or has no meaning.

use headroom_core::scenario::{Change, Draft, inert, load, load_text};
use kit::wrong::{check_text, faults_of, minimal_with};
use serde_json::json;

/// The capacity beside what takes its place.
const TIMES: &str = r#""name": "x", "gateway": { "threshold_over_ordinary": 2 }, "assertions": []"#;

fn changed(text: &str) -> Change {
    text.parse().expect("a change")
}

#[test]
fn a_capacity_that_is_not_used_is_a_fault_where_it_is_changed() {
    let draft = Draft::of_text("own.json", &minimal_with(TIMES)).expect("a draft");
    let capacity = [changed("/gateway/max_capacity=20")];
    for option in ["--set", "--with", "--vary"] {
        let faults = draft.with(&[(option, &capacity)]).expect_err("not used");
        assert_eq!((faults.0[0].file.as_str(), faults.0.len()), (option, 1));
        assert!(faults.0[0].found.contains("threshold_over_ordinary"), "{faults}");
    }
    let holds =
        [changed("/gateway/threshold_over_ordinary=null"), changed("/gateway/max_capacity=20")];
    let scenario = draft.with(&[("--set", &holds)]).expect("the capacity holds");
    assert_eq!(scenario.gateway.max_capacity.get(), 20.0);
}

#[test]
fn a_capacity_that_is_not_used_is_known_where_the_file_gives_both() {
    let overridden = |text: &str| load_text("own.json", text, &[]).expect("fine").overridden;
    assert!(!overridden(&minimal_with(TIMES)), "it takes the place of what it extends");
    let both = r#""gateway": { "max_capacity": "5/s", "threshold_over_ordinary": 2 }"#;
    assert!(overridden(&minimal_with(&format!(r#""name": "x", {both}"#))));
    let above =
        r#"{ "name": "x", "extends": "alert-storm", "gateway": { "max_capacity": "5/s" } }"#;
    assert!(overridden(above));
    assert!(!load("alert-storm", &[]).expect("fine").overridden);
}

#[test]
fn a_file_that_gives_the_threshold_needs_no_capacity() {
    let own = r#""name": "x", "gateway": { "max_capacity": null, "threshold_over_ordinary": 2 }"#;
    let without = check_text(&minimal_with(own)).expect("fine");
    let with = check_text(&minimal_with(TIMES)).expect("fine");
    assert_eq!((without.overridden, with.overridden), (false, false));
}

#[test]
fn a_fault_names_the_file_that_makes_it_one_and_not_what_it_extends() {
    let faults = faults_of(&minimal_with(r#""name": "x", "gateway": { "max_capacity": null }"#));
    assert_eq!(faults.0[0].file, "made.json");
    let gone = r#""name": "x", "users": [{ "id": "network-c", "remove": true }]"#;
    let faults = faults_of(&minimal_with(gone));
    assert!(faults.0.iter().all(|f| f.file == "made.json"), "{faults}");
    let short = [changed("/duration=30 min")];
    let faults = load("minimal", &short).expect_err("events lie outside");
    assert!(faults.0.iter().all(|f| f.file == "--set"), "{faults}");
    assert!(faults.to_string().contains("scenarios/minimal.json"), "{faults}");
}

#[test]
fn a_key_that_is_not_known_is_a_fault_with_null_too() {
    let faults =
        load("minimal", &[changed("/mechanism/operating_treshold=null")]).expect_err("one");
    assert_eq!(faults.0[0].hint.as_deref(), Some("did you mean `operating_threshold`?"));
    let nothing =
        [changed("/gateway/collapse=null"), changed("/events/runaway-adapter/until=null")];
    assert!(load("minimal", &nothing).is_ok(), "what is known and not there");
}

#[test]
fn a_whole_number_may_have_a_point_and_minus_nothing_is_nothing() {
    let of = |text: &str| load_text("x", &minimal_with(text), &[]);
    let pointed = of(r#""name": "x", "seed": 1.0, "replications": 5e0"#).expect("whole");
    let plain = of(r#""name": "x", "seed": 1, "replications": 5"#).expect("whole");
    assert_eq!((pointed.seed, pointed.replications, &pointed.digest), (1, 5, &plain.digest));
    assert_eq!(of(r#""name": "x", "seed": -0.0"#).expect("nothing").seed, 0);
    for bad in ["1.5", "-1.0", "18446744073709551616", "1e300"] {
        assert!(of(&format!(r#""name": "x", "seed": {bad}"#)).is_err(), "{bad}");
    }
    assert_eq!(load("minimal", &[changed("/replications=3.0")]).expect("three").replications, 3);
    assert_eq!(changed("/x=-0.0").value, json!(0.0));
    assert!(changed("/x=-0.0").value.as_f64().is_some_and(f64::is_sign_positive));
}

#[test]
fn t1_whole_days_from_midnight_are_civil_days() {
    let blocks = |start: &str, duration: &str| {
        let more = format!(
            r#""name": "x", "start": "{start}", "duration": "{duration}", "events": [], "assertions": []"#
        );
        let events = more.replace("[]", r#"[{ "id": "runaway-adapter", "remove": true }]"#);
        let one = events.replacen(
            r#""assertions": [{ "id": "runaway-adapter", "remove": true }]"#,
            r#""assertions": []"#,
            1,
        );
        load_text("x", &minimal_with(&one), &[]).expect("fine").calendar.blocks().len()
    };
    assert_eq!(blocks("2022-10-30T00:00", "24 h"), 50);
    assert_eq!(blocks("2022-03-27T00:00", "1 day"), 46);
    assert_eq!(blocks("2022-10-29T00:00", "2 days"), 98);
    assert_eq!(blocks("2022-07-06T00:00", "1 day"), 48);
    assert_eq!(blocks("2022-10-29T18:00", "1 day"), 48, "no whole civil day");
}

#[test]
fn what_steers_breaks_or_hides_is_shown_escaped() {
    for hidden in [
        '\u{1b}',
        '\n',
        '\t',
        '\u{2028}',
        '\u{202e}',
        '\u{2067}',
        '\u{61c}',
        '\u{200b}',
        '\u{ad}',
        '\u{e0041}',
    ] {
        let shown = inert(&format!("a{hidden}b"));
        assert!(shown.len() > 3 && shown.starts_with("a\\") && shown.is_ascii(), "{shown}");
    }
    assert_eq!(inert("Zażółć − 5 %\u{a0}Θ"), "Zażółć − 5 %\u{a0}Θ");
    let texts =
        r#""name": "x", "why": "a\nerror: b", "gateway": { "assumed": true, "why": "\u001b[31m" }"#;
    let scenario = load_text("x", &minimal_with(texts), &[]).expect("fine");
    assert_eq!(scenario.why, "a\\nerror: b");
    assert!(scenario.assumed.iter().any(|a| a.why == "\\u{1b}[31m"));
}

#[test]
fn what_is_switched_off_is_a_fault_where_it_is_changed() {
    let draft = Draft::read("minimal").expect("shipped");
    let of = |changes: &[(&str, &[Change])]| match draft.with(changes) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.0.into_iter().map(|f| f.path).collect(),
    };
    let (off, signal) =
        ([changed("/mechanism/enabled=false")], [changed("/mechanism/signal=distinct")]);
    let bound = [changed("/mechanism/buffer/bound=\"2 min\"")];
    assert_eq!(of(&[("--set", &bound)]), ["/mechanism/buffer/bound"]);
    assert_eq!(of(&[("--set", &off), ("--with", &signal)]), ["/mechanism/signal"]);
    let both = [off.clone(), signal.clone()].concat();
    assert_eq!(of(&[("--with", &both)]), ["/mechanism/signal"]);
    // Θ stays a line that load is held against, and others than the setting have the signal.
    assert!(
        of(&[("--set", &off), ("--with", &[changed("/mechanism/operating_threshold=0.5")])])
            .is_empty()
    );
    for option in ["--with", "today's system"] {
        assert!(of(&[("--set", &signal), (option, &off)]).is_empty(), "{option}");
    }
    assert!(of(&[("--with", &off), ("--vary", &signal)]).is_empty());
    let on = [changed("/mechanism/buffer/enabled=true"), bound[0].clone()];
    assert!(of(&[("--with", &on)]).is_empty());
}

#[test]
fn a_word_that_stands_twice_in_a_list_is_a_fault() {
    for (list, value, path) in [
        ("/users/network-c/roles", r#"["ED","ED"]"#, "/users/network-c/roles/1"),
        ("/followed_srvs", r#"["2.2","7.4","2.2"]"#, "/followed_srvs/2"),
        ("/mechanism/prioritised/add", r#"["7.4","7.4"]"#, "/mechanism/prioritised/add/1"),
    ] {
        let faults = load("minimal", &[changed(&format!("{list}={value}"))]).expect_err("twice");
        assert_eq!(faults.0[0].path, path);
        assert!(faults.0[0].found.ends_with(" twice"), "{faults}");
    }
}

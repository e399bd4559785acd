//! What moves a figure most is what was computed for this very scenario, or it is said that nothing was.

use crate::commands::{folder, headroom};
use headroom::evidence::kept::Kept;
use headroom::evidence::questions::asked_scenarios;
use headroom_core::scenario::load;
use serde_json::json;
use std::fs;

#[test]
fn c6_every_scenario_that_questions_ask_keeps_a_sensitivity_of_itself_as_it_is() {
    let mut stale: Vec<&str> = Vec::new();
    for name in asked_scenarios() {
        let scenario = load(name, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let ranges = scenario.ranges.iter().map(|r| json!([r.id, r.pointer, r.low, r.high]));
        let inputs = |kept: Kept| {
            kept.inputs.into_iter().map(|i| json!([i.id, i.pointer, i.low, i.high])).collect()
        };
        let kept: Option<Vec<serde_json::Value>> = Kept::of(&scenario).map(inputs);
        let same = kept.is_some_and(|kept| kept.into_iter().eq(ranges));
        if !same {
            stale.push(name);
        }
    }
    let all = stale.join(" ");
    assert!(stale.is_empty(), "stale or missing: tests/keep_sensitivity.sh PROGRAM {all}");
}

#[test]
fn c6_a_caution_names_three_inputs_at_most_and_says_how_many_more_decide() {
    let all = asked_scenarios().into_iter().filter_map(|name| Kept::shipped(name)?.hinges());
    let all: Vec<String> = all.collect();
    for said in &all {
        let named = said.matches("‘").count();
        let n: usize = said.split(' ').next().unwrap().parse().expect("a number of inputs");
        assert!((1..=3).contains(&named) && said.chars().count() < 700, "{said}");
        let more = format!("; and on {} more", n - named);
        assert!(
            if n > named { said.ends_with(&more) } else { !said.contains("; and on") },
            "{said}"
        );
    }
    assert!(all.iter().any(|said| said.contains("; and on ")), "{all:?}");
}

#[test]
fn c6_what_is_kept_beside_a_file_is_said_by_its_runs_and_of_no_other_scenario() {
    let folder = folder();
    let scenario = json!({
        "name": "mine", "extends": "minimal",
        "ranges": [{ "id": "threshold", "pointer": "/mechanism/operating_threshold", "low": 0.5, "high": 1.0 }],
    });
    fs::write(folder.path().join("mine.json"), scenario.to_string()).unwrap();
    let fine = |more: &[&str]| {
        let ran = headroom(folder.path(), more);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out + &ran.err
    };
    let moved = |more: &[&str]| {
        fine(&[&["run", "mine.json", "--replications", "2", "--out", "r"], more].concat());
        let said = fine(&["report", "r", "--questions"]);
        let mut lines = said.lines().skip_while(|line| !line.contains("→ Users throttled"));
        lines.nth(1).expect("a question that is answered").to_owned()
    };
    let none = "is not computed for this scenario: headroom sensitivity FILE";
    assert!(moved(&[]).contains(none), "{}", moved(&[]));
    let said = fine(&["sensitivity", "mine.json", "--keep", "--replications", "3", "--out", "s"]);
    assert!(said.contains("kept in mine.sensitivity.json"), "{said}");
    let text = fs::read_to_string(folder.path().join("mine.sensitivity.json")).unwrap();
    let kept: Kept = serde_json::from_str(&text).expect("what was written");
    assert_eq!(kept.text().unwrap(), text);
    assert_eq!((kept.replications, kept.inputs.len()), (3, 1));
    let other_seed = moved(&["--seed", "7"]);
    for said in [moved(&[]), other_seed] {
        assert!(
            said.contains("moved most by ‘threshold’") || said.contains("no input that was tried"),
            "{said}"
        );
    }
    let changed = moved(&["--set", "/mechanism/window=\"30 s\""]);
    assert!(changed.contains(none), "{changed}");
}

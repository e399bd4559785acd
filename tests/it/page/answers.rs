//! What stands near the top for a reader without training: what became of 7.4 in a storm, and why Users were throttled.
//! Held against the tables, and against what `explain` finds when it looks into the windows.

use super::sheet;
use crate::commands::{folder, headroom};
use crate::studies::fine;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Three hours of the storm at the capacity at which it triggers, with 7.4 listed and not.
fn storm(folder: &Path) {
    let more = [
        "compare",
        "beast-from-the-east-tight",
        "--with",
        "7.4 listed: /mechanism/prioritised/add=[\"7.4\"]",
        "--set",
        "/duration=13 h",
        "--replications",
        "2",
        "--out",
        "s",
        "--quiet",
    ];
    let ran = headroom(folder, &more);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

/// The page, with plain spaces.
fn page(study: &Path) -> String {
    let page = fs::read_to_string(study.join("report.html")).expect("the page");
    page.replace('\u{a0}', " ")
}

/// The number at the beginning of `text`: `19 181 (95 % …`.
fn number(text: &str) -> f64 {
    let digits: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || " \u{202f}.".contains(*c))
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    digits.parse().unwrap_or_else(|_| panic!("{text}"))
}

#[test]
fn the_six_questions_of_a_storm_stand_near_the_top_and_agree_with_the_tables() {
    let folder = folder();
    storm(folder.path());
    let study = folder.path().join("s");
    let page = page(&study);
    let block = page.split("id=\"storm\"").nth(1).expect("the block");
    let block = block.split("</section>").next().expect("its end");
    let (before, _) = page.split_once("<section id=\"storm\"").expect("the block");
    assert!(!before.contains("id=\"charts\""), "above the charts");
    let asked = sheet(&study, "in_storm");
    let of = |variant: usize, question: &str| {
        let row =
            asked.of_variant(variant).find(|r| asked.text(*r, "question").starts_with(question));
        asked.text(row.expect("the question"), "answer").to_owned()
    };
    for question in [
        "Was 7.4 ",
        "For whom?",
        "How many reads ",
        "When, and ",
        "What was known ",
        "What would listing ",
    ] {
        assert!(block.contains(question), "{question}");
    }
    // Who: every network party of which 7.4 was throttled, and nobody else.
    let (pairs, users) = (sheet(&study, "user_srv"), sheet(&study, "users"));
    let mut hit = 0;
    for row in pairs.of_variant(1).filter(|r| pairs.text(*r, "srv") == "7.4") {
        let name = users.text(users.whose("user", pairs.text(row, "user")).next().unwrap(), "name");
        let any = pairs.number(row, "throttled") > Some(0.0);
        assert_eq!(of(1, "For whom?").contains(&format!("{name} (")), any, "{name}");
        hit += usize::from(any);
    }
    assert!(hit >= 5, "{hit} network parties");
    // How many of how many: sums over both replications.
    let srvs = sheet(&study, "srvs");
    let row = srvs.of_variant(1).find(|r| srvs.text(*r, "srv") == "7.4").expect("7.4");
    let of_srv = |head: &str| srvs.number(row, head).expect("a number") / 2.0;
    let said = of(1, "How many reads ");
    let turned_away = of_srv("throttled") + of_srv("rejected");
    // Said to the digits that its interval bears: of 0 to 31 000 whole thousands.
    assert!((number(&said) - turned_away).abs() <= 500.0, "{said}");
    let throttled = said.split("%): ").last().expect("its parts");
    assert!((number(throttled) - of_srv("throttled")).abs() <= 500.0, "{said}");
    let all = said.split(" of ").nth(1).expect("of how many");
    assert!((number(all) * 1e6 - of_srv("attempts")).abs() < 0.005e6, "{said}");
    assert!(block.contains(&said));
    // When: no activation that throttled anybody lies outside.
    let activations = sheet(&study, "activations");
    let some = |r: &usize| activations.number(*r, "throttled") > Some(100.0);
    let starts = activations.of_variant(1).filter(some).map(|r| activations.text(r, "start"));
    let first = starts.min().expect("an activation");
    let said = of(1, "When, and ");
    let from = said.split("between ").nth(1).expect("a time");
    assert!(from[..5] <= first[11..16], "{said}: {first}");
    // Under the mechanism: the losses and restorations that the table of supply has.
    let supply = sheet(&study, "supply");
    let row = supply.of_variant(1).next().expect("all together");
    let then = supply.number(row, "customers_off_while_active");
    let said = of(1, "What was known ");
    assert_eq!(said.contains("losses of supply while the mechanism was active"), then.is_some());
    // Listed, it is not throttled, and the difference is that of the two columns.
    assert!(of(2, "Was 7.4 ").contains("on the Prioritised list"));
    let listing = sheet(&study, "listing");
    assert_eq!(
        (listing.number(0, "variant"), listing.number(0, "against")),
        (Some(2.0), Some(1.0))
    );
    let text = listing.text(0, "text");
    let fewer = text.split("throttled: ").nth(1).expect("how many fewer");
    assert!((number(fewer) - of_srv("throttled")).abs() <= 500.0, "{text}");
    assert!(block.contains("instead of"), "it stands on the page");
}

#[test]
fn a_storm_that_triggers_nothing_says_so_and_names_the_command_that_would() {
    let folder = folder();
    let more = ["--set", "/duration=2 h", "--replications", "1", "--out", "b", "--quiet"];
    let ran = headroom(folder.path(), &[&["run", "beast-from-the-east"], &more[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let page = fs::read_to_string(folder.path().join("b/report.html")).expect("the page");
    assert!(page.contains("No: the mechanism did not trigger"), "the answer");
    assert!(page.contains("this run says nothing about 7.4 under the mechanism"), "of supply");
    assert!(
        page.contains("headroom tight beast-from-the-east --set &#39;/duration=")
            || page.contains("headroom tight beast-from-the-east --set '/duration=")
    );
    assert!(!page.contains("Why were they throttled?"));
}

#[test]
fn why_a_user_was_throttled_is_what_explain_finds_in_that_window() {
    let folder = folder();
    fine(folder.path(), "run", &["--replications", "2", "--out", "r", "--quiet"]);
    let study = folder.path().join("r");
    let (why, activations) = (sheet(&study, "why"), sheet(&study, "activations"));
    assert!(why.rows > 0, "somebody is throttled");
    let page = fs::read_to_string(study.join("report.html")).expect("the page");
    assert!(page.contains("Why were they throttled?"));
    for row in 0..why.rows {
        let (user, at) = (why.text(row, "user"), why.text(row, "at"));
        // It begins an activation of the first replication.
        let begins = |r: &usize| {
            activations.text(*r, "start") == at
                && activations.number(*r, "replication") == Some(1.0)
        };
        assert!((0..activations.rows).any(|r| begins(&r)), "{user} at {at}");
        // The command on the page, as it stands there, in the study's folder.
        let args = ["explain", ".", "--user", user, "--at", at];
        assert!(page.contains(&format!("headroom {}", args.join(" "))), "{user}");
        let ran = headroom(&study, &[&args[..], &["--format", "json"]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let found: Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(found["activation"]["start"], at);
        let text = why.text(row, "why");
        let causes = found["activation"]["causes"].as_array().expect("a list");
        let causes: Vec<&str> = causes.iter().filter_map(Value::as_str).collect();
        assert!(text.contains(&causes.join(", ")), "{text}");
        let reading = found["throttle_to"].as_str().expect("a word");
        assert!(text.contains(&format!("(M5, {reading})")), "{text}");
        let own = headroom(folder.path(), &["report", "r", "--user", user, "--quiet"]);
        assert_eq!(own.code, Some(0), "{}", own.err);
        let own = fs::read_to_string(study.join(format!("report-{user}.html"))).expect("its page");
        let own = own.replace('\u{a0}', " ");
        assert!(own.contains(text.split(" (M4)").next().unwrap()), "{user}'s own page");
    }
}

//! What answers say in short: whose it is that they count, what rounded numbers hide, and what a level hinges on that neither system has
//! any of.

use crate::questions::found;
use headroom::evidence::answers::{AnswerRow, Judged, Range, Verdict, alike, judged_level};
use headroom::evidence::kept::Kept;
use headroom::evidence::questions::{Question, questions};
use headroom_core::domain::Figure;
use serde_json::json;

/// A flood, until after it.
const FLOOD: [&str; 3] = ["/replications=2", "/resolution=\"30 s\"", "/duration=\"12 h\""];

/// A restart, until after the worst of it.
const RESTART: [&str; 3] = ["/replications=3", "/resolution=\"30 s\"", "/duration=\"10 h\""];

fn row(id: &str, small: &[&str]) -> AnswerRow {
    let question = questions().iter().find(|q| q.id == id).expect("a question");
    AnswerRow::new(question, &found(question, small), "", "")
}

#[test]
fn c6_no_difference_between_two_systems_settles_no_level() {
    let of = |verdict, because: &str| Judged {
        verdict,
        because: because.to_owned(),
        on: if verdict == Verdict::Hinges { "an input" } else { "" }.to_owned(),
    };
    let none = || of(Verdict::Answered, "no difference");
    let found = alike(none(), of(Verdict::Hinges, "there is some of it"));
    assert_eq!((found.verdict, found.on.as_str()), (Verdict::Hinges, "an input"));
    assert_eq!(found.because, "as much both ways, and of that: there is some of it");
    assert_eq!(alike(none(), of(Verdict::Answered, "nothing")), none());
    let turned = || of(Verdict::Hinges, "turned");
    assert_eq!(alike(turned(), of(Verdict::Range, "far")), turned());
}

#[test]
fn c6_no_time_without_service_in_both_systems_hinges_on_the_collapse_that_is_not_set() {
    let row = row("prioritised-alone", &["/replications=2"]);
    let first = row.first();
    assert_eq!((first.figure, first.value.map(|v| v.mean)), (Figure::OutageS, Some(0.0)));
    assert_eq!(row.judged.verdict, Verdict::Hinges, "{}", row.judged.because);
    assert!(row.judged.on.starts_with("‘collapse’ after "), "{}", row.judged.on);
    let over = first.over_said();
    assert!(over.contains("no difference at 42") && over.contains("‘collapse’ after "), "{over}");
    assert!(
        row.lead.contains("30 min (after 5 min, for 15 min) to 4 h (after 15 min, for 4 h)"),
        "{}",
        row.lead
    );
    // That it is so with the mechanism and without is what was tried.
    let kept = Kept::contrasts_of("denial-of-service-prioritised");
    let outage = kept.iter().find(|c| c.figure == Figure::OutageS).expect("it is kept");
    assert_eq!(outage.over.ends, [0, 0, outage.over.tried(), 0]);
}

#[test]
fn c6_of_what_only_a_setting_brings_no_level_is_said() {
    let row = row("warning", &["/replications=3"]);
    let of = row.figures.iter().find(|f| f.figure == Figure::FalseWarnings).expect("it is stated");
    assert_eq!(of.value.map(|v| v.mean), Some(0.0), "nothing warns as it stands");
    assert!(of.over_said().contains("more at 1"), "{}", of.over_said());
    assert!(of.range.is_none() && !of.jointly.contains("the same in every"), "{}", of.jointly);
}

#[test]
fn c6_a_chance_that_so_few_replications_an_end_cannot_tell_is_not_settled() {
    let kept = Kept::shipped("vends-fail-1-april").expect("it is kept");
    let range = Range::of_kept(&kept, Figure::Triggered, "", 0.0).expect("it was looked at");
    assert!(range.over.ends_with("no chance below 60.2 % from none"), "{}", range.over);
    let sure = headroom::evidence::interval::proportion_interval(0, 1_000);
    let found = judged_level(Figure::Triggered, &sure, Some(&range), None);
    assert_eq!(found.verdict, Verdict::Range, "{}", found.because);
    assert!(found.because.contains("60.2 %"), "{}", found.because);
}

#[test]
fn c2_a_restart_says_first_who_was_never_answered_and_by_how_much_today_s_system_differs() {
    let answer = row("restart", &RESTART).answer;
    let places = [
        "Requests not above by own sending that are never answered: ",
        "Attempts of such requests that are refused: ",
        "The User longest behind",
        "Throttled are ",
    ]
    .map(|part| answer.find(part));
    assert!(places[0] == Some(0) && places.is_sorted(), "{answer}");
    assert_eq!(answer.matches(", in today's system ").count(), 3, "{answer}");
    // Ten thousand of some three million and a half: rounded, both are the same.
    let never = answer.split("Attempts of").next().expect("the first sentence");
    assert!(never.contains(" fewer (95 %: "), "{never}");
}

/// A question of our own that a run of a shipped scenario answers.
fn own(scenario: &str, in_short: &str) -> &'static Question {
    let question: Question = serde_json::from_value(json!({
        "id": "own", "who": "", "document": "", "question": "Which?",
        "in_short": in_short,
        "leads": { "more": "So.", "none": "So." },
        "needs": {},
        "says": [{ "figure": "never_answered.not_above", "text": "{}" }],
        "command": format!("headroom run {scenario}"),
        "exercised_by": scenario,
        "chart": "what-happened"
    }))
    .expect("a question");
    Box::leak(Box::new(question))
}

#[test]
fn c6_what_was_tried_of_a_level_is_said_where_nothing_was_of_the_difference() {
    let question = own("denial-of-service", "{never_answered.not_above @ today}.");
    let f = found(question, &["/replications=2"]);
    let over = AnswerRow::new(question, &f, "", "").first().over_said();
    let untried = "no single assumption was tried on the difference; how much there is: ";
    assert!(over.starts_with(untried) && over.contains(" inputs, each alone at "), "{over}");
}

#[test]
fn c5_a_clear_difference_that_two_rounded_numbers_hide_is_said() {
    let question = own(
        "restart-at-0200",
        "{never_answered.not_above}, today {never_answered.not_above @ today}; throttled {throttled}, today {throttled @ today}.",
    );
    let f = found(question, &RESTART);
    let answer = AnswerRow::new(question, &f, "", "").answer;
    let (_, hidden) = answer.split_once(" What rounded numbers do not show: ").expect(&answer);
    assert!(
        hidden.starts_with(
            "‘requests never answered (not above by own sending)’, in today's system "
        ),
        "{hidden}"
    );
    assert!(hidden.contains(" fewer (95 %: ") && !hidden.contains("throttled"), "{hidden}");
}

#[test]
fn c2_no_answer_mixes_what_floods_with_the_others_in_one_number() {
    for (id, times) in [("retries", 3), ("time-outs", 3), ("signal", 4)] {
        let row = row(id, &FLOOD);
        let all = format!("{} {}", row.lead, row.answer);
        let said = all.matches(" not above by own sending and ").count();
        assert_eq!(said, times, "{id}: {all}");
        // Its verdict is that on the sum, which is held against the setting as before.
        let sum = [Figure::Abandoned, Figure::NeverAnswered];
        let stated = row.figures.iter().find(|f| sum.contains(&f.figure)).expect("it is stated");
        assert!(stated.held.is_some() && stated.over.is_some(), "{id}");
    }
    // The flood is British Gas's: of others nobody is left without an answer behind the mechanism.
    let retries = row("retries", &FLOOD).lead;
    assert!(retries.contains("with two attempts 0 not above by own sending and "), "{retries}");
}

#[test]
fn m1_what_minima_give_is_said_of_the_parties_that_they_are_for() {
    let answer = row("guaranteed", &["/replications=2", "/resolution=\"30 s\""]).answer;
    // Other Users have all of theirs by the minima.
    let (small, _) = answer.split_once(", and ").expect(&answer);
    assert!(small.starts_with("With fivefold minima it is 0 of 20 Other Users and "), "{answer}");
    assert!(small.ends_with(" of 21 small suppliers"), "{answer}");
}

#[test]
fn c2_refusals_of_the_user_that_floods_are_said_to_be_its_own() {
    let spares = row("spares", &FLOOD).lead;
    assert!(spares.contains("are refused, all of British Gas; today "), "{spares}");
    assert!(spares.contains(" Users."), "today it is of many: {spares}");
    let dropped = row("dropped", &FLOOD).answer;
    assert!(dropped.contains("of 1.5 all of British Gas, of 6.25 all of British Gas"), "{dropped}");
    let who = row("who", &FLOOD).lead;
    assert!(who.contains("British Gas, which was made to flood, with "), "{who}");
}

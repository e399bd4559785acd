//! The questions of `data/questions.json`: each has a command on a shipped scenario that exercises it, in which something
//! could have come out otherwise. Every command is run in small, through the library, as it is written: one replication,
//! nothing beside it, and cells of half a minute.

use crate::commands::{folder, headroom};
use headroom::evidence::answers::AnswerRow;
use headroom::evidence::exercised::not_exercised;
use headroom::evidence::findings::Findings;
use headroom::evidence::questions::{Question, questions, study_answered};
use headroom::evidence::{Evidence, Figure, Whose};
use headroom_core::experiment::{Asked, Axis, Running, Setting, Study, run_study};
use headroom_core::scenario::{Change, Draft, scenario_names};

/// The words of a command line, as a shell finds them: single quotes alone.
pub fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => all.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    all.push(word);
    all
}

/// What a command asks, with `small` changes of everything.
fn asked(words: &[String], small: &[&str], beside: bool) -> Asked {
    let given = |option: &str| {
        let pairs = words.windows(2).filter(move |w| w[0] == option);
        pairs.map(|w| w[1].clone()).collect::<Vec<String>>()
    };
    let mut settings = vec![Setting::as_it_stands()];
    settings.extend(given("--with").iter().map(|s| s.parse::<Setting>().expect("a setting")));
    let set = given("--set").into_iter().chain(small.iter().map(|s| (*s).to_owned()));
    Asked {
        set: set.map(|c| c.parse::<Change>().expect("a change")).collect(),
        settings,
        axes: given("--vary").iter().map(|a| a.parse::<Axis>().expect("an axis")).collect(),
        beside,
        ..Asked::default()
    }
}

/// What a question's command finds in small.
pub fn found(question: &Question, small: &[&str]) -> Findings {
    let words = words(&question.command);
    let draft = Draft::read(&words[2]).unwrap_or_else(|faults| panic!("{faults}"));
    // Today's system stands beside a run that speaks of it; a comparison has it as a setting.
    let beside = words[1] == "run" && question.in_short.contains("@ today");
    let study = Study::new(&draft, asked(&words, small, beside)).unwrap_or_else(|faults| {
        panic!("{}: {faults}", question.id);
    });
    let folded = run_study(&study, Running::default(), |_| ()).expect("done");
    Findings::new(&study, folded)
}

const SMALL: [&str; 2] = ["/replications=1", "/resolution=\"30 s\""];

/// How much of a dear scenario is enough: until after the worst of it.
const ENOUGH: [(&str, &str); 3] = [
    ("storm-arwen", "/duration=\"13 h\""),
    ("storm-arwen-by-night", "/duration=\"11 h\""),
    ("alert-storm", "/duration=\"15 h\""),
];

/// Whether a figure of the question differs between two variants.
fn differs(question: &Question, f: &Findings, variant: usize, other: usize) -> bool {
    let of = |v: usize, (figure, whose): (Figure, Whose)| {
        f.evidence[v].estimate(figure, whose).map(|i| i.mean)
    };
    let figures = question.figures(&f.evidence[0]);
    assert!(!figures.is_empty(), "{}: no figure of it is measured", question.id);
    figures.into_iter().any(|figure| of(variant, figure) != of(other, figure))
}

/// The mean of a figure of everybody.
fn mean(e: &Evidence, figure: Figure) -> f64 {
    e.estimate(figure, Whose::All).map_or(0.0, |i| i.mean)
}

/// Of a run, that what the question is about occurred.
fn occurs(question: &Question, e: &Evidence) {
    let some = |figure: Figure| assert!(mean(e, figure) > 0.0, "{}: no {figure:?}", question.id);
    match question.id.as_str() {
        // Clear of the threshold, and not because nothing is sent: a smaller capacity would have triggered.
        "ordinary-day" => {
            let headroom = mean(e, Figure::Headroom);
            assert!(headroom > 0.0 && headroom < 0.5, "{headroom}");
        }
        "who" => some(Figure::Throttled),
        "restart" => [Figure::Unavailable, Figure::Throttled].into_iter().for_each(some),
        id => panic!("say what is to occur in {id}"),
    }
}

fn can_come_out_otherwise(question: &'static Question, small: &[&str]) {
    let f = found(question, small);
    let id = &question.id;
    let answers = study_answered(&f);
    let answer = answers.iter().find(|a| a.question.id == *id).and_then(|a| a.answer.as_ref());
    assert!(answer.is_some(), "{id}: its own command does not answer it");
    // The hour in which three batches meet, and not the zone's offset.
    let at_risk = answer.filter(|_| *id == "at-risk");
    assert!(at_risk.is_none_or(|a| a.contains("03:00 with ‘as it stands’")), "{at_risk:?}");
    println!("{id}: {}", answer.map_or("", String::as_str));
    let row = AnswerRow::new(question, &f, "", "");
    println!("  {}", row.answer);
    for said in [&row.answer, &row.lead] {
        assert!(!said.is_empty() && !said.contains("not measured"), "{id}: {said}");
    }
    let settings = f.variants.iter().any(|v| Some(&v.label) == question.against.as_ref());
    assert!(question.against.as_deref().is_none_or(|a| a == "today" || settings), "{id}");
    match f.variants.len() {
        1 => occurs(question, &f.evidence[0]),
        _ if f.axes.is_empty() => {
            assert_eq!(not_exercised(&f), None, "{id}");
            for v in 1..f.variants.len() {
                assert!(
                    differs(question, &f, v, 0),
                    "{id}: nothing asked differs in {}",
                    f.variants[v].label
                );
            }
        }
        n => assert!((1..n).any(|v| differs(question, &f, v, 0)), "{id}: nothing asked differs"),
    }
}

#[test]
fn every_question_names_a_shipped_scenario_that_is_its_commands() {
    for q in questions() {
        assert!(scenario_names().any(|name| name == q.exercised_by), "{}", q.id);
        assert_eq!(words(&q.command)[2], q.exercised_by, "{}", q.id);
    }
}

/// Whether a chart shows a figure, of everybody or of one SRV, User or class: its columns, as `docs/charts.md` has them.
fn shows(chart: &str, figure: Figure, of: &str) -> bool {
    let any_of = |all: &[Figure]| all.contains(&figure);
    match chart {
        "comparison" => {
            let columns = [
                Figure::Throttled,
                Figure::Rejected,
                Figure::RefusedWithin,
                Figure::NeverAnsweredNotAbove,
                Figure::ActiveS,
                Figure::MessagesLost,
            ];
            of.is_empty() && any_of(&columns)
        }
        "priority-list" => figure == Figure::Throttled && !of.is_empty(),
        "who-by-axis" | "who-is-throttled" => any_of(&[Figure::Throttled, Figure::UsersThrottled]),
        "what-happened" | "trigger-frequency" => figure == Figure::Triggered,
        "days-by-cause" => figure == Figure::ThrottledDays,
        "who-is-affected" => figure == Figure::NeverAnsweredNotAbove,
        "release" => {
            any_of(&[Figure::DelaySP95, Figure::DelaySMax])
                || (figure == Figure::MessagesLost && !of.is_empty())
        }
        // None of its study does, and the page says so.
        "" => true,
        other => panic!("say what {other} shows"),
    }
}

#[test]
fn the_chart_that_decides_a_question_shows_the_figure_that_answers_it_first() {
    for q in questions() {
        let (figure, of) = q.figure();
        assert!(shows(&q.chart, figure, of), "{}: {} of {figure:?} {of:?}", q.id, q.chart);
    }
    let none = questions().iter().filter(|q| q.chart.is_empty());
    assert!(none.count() < 10, "a chart of few questions alone is missing");
}

#[test]
fn an_answer_begins_with_a_sentence_whichever_way_its_figure_lies() {
    for q in questions() {
        let leads = &q.leads;
        let ways = [Some(&leads.more), Some(&leads.none), q.against.as_ref().map(|_| &leads.less)];
        for lead in ways.into_iter().flatten() {
            assert!(lead.ends_with('.'), "{}: {lead:?}", q.id);
        }
    }
}

#[test]
fn c6_what_a_sentence_has_at_other_settings_alone_is_held_against_them() {
    let question = questions().iter().find(|q| q.id == "dropped").expect("a question");
    let f = found(question, &["/replications=2", SMALL[1], "/duration=\"12 h\""]);
    let row = AnswerRow::new(question, &f, "", "");
    // As it stands none is throttled, being listed, whatever is assumed: that answers nothing.
    assert_eq!(row.first().value.map(|v| v.mean), Some(0.0));
    for figure in &row.figures {
        let held = figure.held.as_ref().expect("held against where it is off the list");
        assert!(held.against.ends_with(" off") && held.more.is_some(), "{}", figure.name);
        assert!(figure.range.is_none() && figure.over.is_some(), "{}", figure.name);
    }
    assert_eq!(row.figures.len(), 8, "every figure of the sentence");
}

/// Runs the commands of all questions that are exercised by such a scenario.
fn exercised_by(fits: fn(&str) -> bool) {
    for question in questions().iter().filter(|q| fits(&q.exercised_by)) {
        let enough = ENOUGH.iter().filter(|(name, _)| *name == question.exercised_by);
        let small: Vec<&str> = SMALL.into_iter().chain(enough.map(|(_, change)| *change)).collect();
        can_come_out_otherwise(question, &small);
    }
}

fn storm(name: &str) -> bool {
    name.contains("storm")
}

fn flood(name: &str) -> bool {
    name.starts_with("denial-of-service")
}

#[test]
fn no_shipped_answer_about_storms_compares_nothing_with_nothing() {
    exercised_by(storm);
}

#[test]
fn no_shipped_answer_about_floods_compares_nothing_with_nothing() {
    exercised_by(flood);
}

#[test]
fn no_other_shipped_answer_compares_nothing_with_nothing() {
    // The year is dear: below.
    exercised_by(|name| !storm(name) && !flood(name) && name != "national-year");
}

#[test]
#[ignore = "a year: minutes in the debug profile"]
fn the_years_answer_is_of_years_in_which_something_happens() {
    let question = questions().iter().find(|q| q.id == "how-often").expect("the year");
    let f = found(question, &["/replications=1"]);
    assert!(mean(&f.evidence[0], Figure::Activations) > 0.0);
}

#[test]
fn a_comparison_in_which_nothing_differs_says_so_and_names_one_in_which_it_does() {
    let folder = folder();
    let with = "/mechanism/allocation/prepayment_known=no";
    let more = ["compare", "ordinary-day", "--with", with, "--replications", "1", "--out", "c"];
    let ran = headroom(folder.path(), &more);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let first = ran.out.lines().next().expect("an answer");
    assert!(first.starts_with("This scenario does not exercise it: nothing differs between ‘as it stands’ and ‘prepayment known: not at all’ in any replication; one that does: `headroom compare half-hourly-settlement"), "{first}");
    assert!(ran.err.contains("caution: This scenario does not exercise it"), "{}", ran.err);
    let path = folder.path().join("c/tables/cautions.csv");
    let cautions = std::fs::read_to_string(path).expect("the cautions");
    assert!(cautions.contains("2,not_exercised,") && !cautions.contains("1,not_exercised,"));
}

#[test]
fn a_sweep_whose_points_are_all_alike_says_so_and_one_of_which_some_differ_does_not() {
    let folder = folder();
    let sweep = |values: &str| {
        let vary = format!("/mechanism/operating_threshold={values}");
        let more = ["sweep", "ordinary-day", "--vary", &vary, "--replications", "1", "--quiet"];
        headroom(folder.path(), &more).out
    };
    let alike = sweep("[0.8,0.9]");
    assert!(alike.starts_with("This scenario does not exercise it: nothing differs between the 2 variants in any replication"), "{alike}");
    assert!(!sweep("[0.5,0.8]").contains("does not exercise"));
}

#[test]
fn g9_polls_far_above_ordinary_reads_are_a_caution() {
    let code = |name: &str, duration: &str| {
        let question = questions().iter().find(|q| q.id == name).expect("a question");
        let f = found(question, &[SMALL[0], SMALL[1], duration]);
        let cautions = &f.evidence[0].cautions;
        cautions.iter().find(|c| c.code == "polls_far_above_ordinary").map(|c| c.text.clone())
    };
    let text = code("list-7.4", "/duration=\"4 h\"").expect("a storm is a caution");
    assert!(text.contains("reads of 7.4 for each customer off supply"), "{text}");
    assert_eq!(code("who", "/duration=\"12 h\""), None);
}

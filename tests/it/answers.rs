//! All the consultation's questions on one page: in small, through the program; its verdicts held against the kept
//! sensitivities; and what its names may hold.

mod said;

use crate::commands::{files_in, folder, headroom};
use headroom::evidence::answers::{
    Held, Jointly, Judged, Range, Turning, Verdict, compared_over, judged_difference, judged_level,
    together,
};
use headroom::evidence::contrast::{At, Over, Way};
use headroom::evidence::interval::Interval;
use headroom::evidence::kept::Kept;
use headroom::evidence::questions::questions;
use headroom::evidence::table::{Cells, Table};
use headroom::evidence::uncertainty::KeptRange;
use headroom::report::{AnswersBook, answers_page};
use headroom_core::domain::Figure;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Two short studies, a comparison and a run.
const ONLY: [&str; 5] = ["answers", "--only", "ordinary-day", "--only", "prepayment"];

fn answers(folder: &Path, more: &[&str]) -> String {
    let ran = headroom(folder, &[&ONLY[..], &["--replications", "2", "--quiet"], more].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

/// What a folder of answers holds besides its studies' runs.
fn made(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = files_in(folder).into_iter().filter(|file| !file.contains("/runs/"));
    files.map(|file| (file.clone(), fs::read(folder.join(file)).unwrap())).collect()
}

#[test]
fn answers_taken_up_again_or_made_in_shards_are_the_same_to_the_byte() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let first = answers(folder.path(), &["--out", "a", "--format", "json"]);
    let json: Value = serde_json::from_str(&first).expect("JSON");
    let rows = json["answers"].as_array().expect("rows");
    assert_eq!(rows.len(), 2);
    for row in rows {
        for name in ["id", "who", "document", "question", "answer", "command", "folder"] {
            assert!(row[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {row}");
        }
        assert!(Verdict::ALL.map(Verdict::word).contains(&row["verdict"].as_str().unwrap()));
        assert!(row["value"].is_number() && row["ci_low"].is_number(), "{row}");
        // A day is cheap, and that it triggers seldom: it has more than asked for.
        let replications = if row["id"] == "ordinary-day" { 40 } else { 2 };
        let how = format!("--replications {replications} --seed 1");
        assert!(row["command"].as_str().unwrap().ends_with(&how), "{row}");
    }
    assert_eq!(json["consultation"].as_array().map(Vec::len), Some(10));
    let whole = made(&at("a"));
    for file in ["answers.html", "tables/answers.csv", "prepayment/report.html"] {
        assert!(whole.iter().any(|(name, _)| name == file), "{file}");
    }
    // Stopped before it was done: a study's runs, a page and the tables are gone.
    fs::remove_dir_all(at("a/prepayment/runs")).unwrap();
    fs::remove_dir_all(at("a/tables")).unwrap();
    fs::remove_file(at("a/answers.html")).unwrap();
    answers(folder.path(), &["--out", "a"]);
    assert!(made(&at("a")) == whole, "taken up again");
    for shard in ["2/2", "1/2"] {
        let said = answers(folder.path(), &["--out", "b", "--shard", shard]);
        assert!(said.is_empty() && !at("b/answers.html").exists(), "a shard computes");
    }
    answers(folder.path(), &["--out", "b", "--threads", "1"]);
    assert!(made(&at("b")) == whole, "in shards");
    // The page alone, and what a party looks for on it.
    let page = fs::read_to_string(at("a/answers.html")).unwrap();
    for text in [
        "Who asks",
        "href=\"#q-prepayment\"",
        "id=\"q-prepayment\"",
        "<code>prepayment/report.html</code>",
        // Whose requests are counted, and a verdict that no answer has.
        "<dt>not above by own sending</dt>",
        "<dd>0 questions: ",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(page.contains("2 of 33 questions") && !page.contains("<p class=\"answer\"></p>"));
    for n in 1..=10 {
        assert!(page.contains(&format!("<dt>Q{n}</dt>")), "Q{n}");
    }
    assert_eq!(page.matches("no simulator can say").count(), 4);
}

#[test]
fn a_question_that_there_is_not_is_told_with_those_that_there_are() {
    let folder = folder();
    let ran = headroom(folder.path(), &["answers", "--only", "weather"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("found \"weather\", expected one of: how-often, no-collapse, "),
        "{}",
        ran.err
    );
}

#[test]
fn c6_no_level_is_answered_where_a_kept_sensitivity_turns_its_sign() {
    let (mut turned, mut stays) = (0, 0);
    for question in questions() {
        let (figure, of) = question.figure();
        let kept = Kept::shipped(&question.exercised_by).expect("it is kept");
        let Some(base) = kept.figure(figure, of) else {
            // Of a User nothing is kept but what is compared.
            assert!(question.against.is_some() && !of.is_empty(), "{}: {figure:?}", question.id);
            continue;
        };
        // As sure as it can be, so that the verdict hangs on the sensitivity alone.
        let value = sure(base.base);
        let range = Range::of_kept(&kept, figure, of, base.base).expect("it was looked at");
        let verdict = judged_level(figure, &value, Some(&range), None).verdict;
        let clear = base.moved_by.iter().filter(|s| s.clear);
        let ends: Vec<f64> = clear.flat_map(|s| s.at).flatten().collect();
        let sign = |x: f64| (x > 0.0, x < 0.0);
        let turns = ends.iter().any(|end| sign(*end) != sign(base.base));
        let far = ends.iter().any(|end| (end - base.base).abs() > 0.5 * base.base.abs());
        assert_eq!(verdict == Verdict::Hinges, turns, "{}", question.id);
        assert!(verdict != Verdict::Answered || !far, "{}", question.id);
        assert!(ends.iter().all(|end| (range.low..=range.high).contains(end)), "{}", question.id);
        assert_eq!(range.turning.is_some_and(|t| t.turns), turns, "{}", question.id);
        turned += usize::from(turns);
        stays += usize::from(verdict == Verdict::Answered);
    }
    assert!(turned > 3 && stays > 1, "{turned} turned, {stays} answered");
}

/// A mean that nothing is uncertain of.
fn sure(mean: f64) -> Interval {
    Interval { mean, ci_low: Some(mean), ci_high: Some(mean), n: 1_000 }
}

#[test]
fn c6_whatever_an_answer_compares_was_compared_over_the_assumptions() {
    for question in questions() {
        for (against, measure) in question.held() {
            let of = measure.of.as_deref().unwrap_or_default();
            let kept = compared_over(question, against, (measure.figure, of));
            let kept = kept.unwrap_or_else(|| {
                panic!(
                    "{}, {measure} against {against}: tests/keep_sensitivity.sh PROGRAM {}",
                    question.id, question.exercised_by
                )
            });
            assert!(question.apart.iter().all(|id| kept.apart.contains(id)), "{}", question.id);
            // All that the setting does not move itself, at both ends, but what the scenario's checks refuse.
            let shipped = Kept::shipped(&question.exercised_by).expect("it is kept");
            let inputs = shipped.inputs.len() - kept.apart.len();
            let tried = kept.over.tried();
            assert!(tried <= 2 * inputs && tried + 4 >= 2 * inputs, "{}: {tried}", question.id);
        }
    }
}

#[test]
fn c6_a_difference_hinges_where_an_assumption_turns_it_and_not_where_nothing_is_left_of_it() {
    let figure = Figure::Throttled;
    let at = |level: f64| {
        move |more: f64| At { input: "size".to_owned(), at: 1.into(), level, more, ci: None }
    };
    // As the scenario stands 400, and a hundred more with the other.
    let over = |turned: &[f64], nil: &[f64], from_to: [f64; 2]| Over {
        way: Way::More,
        here: 100.0,
        ends: [9, turned.len(), nil.len(), 1],
        turned: turned.iter().copied().map(at(400.0)).collect(),
        alike: Vec::new(),
        nil: nil.iter().copied().map(at(0.0)).collect(),
        from_to: Some(from_to.map(at(400.0))),
    };
    let alike = || Over { alike: vec![at(31.0)(0.0)], ..over(&[], &[], [90.0, 110.0]) };
    let little = || Over { alike: vec![at(24.0)(0.0)], ..over(&[], &[], [90.0, 110.0]) };
    let held = |more: Interval| Held {
        against: "today".to_owned(),
        there: Some(sure(500.0)),
        more: Some(more),
    };
    let judged = |over: Option<(Over, bool)>, than: Option<(usize, usize)>| {
        let than =
            than.map(|(no_more, of)| Jointly { more: None, less: of - no_more, of, clearly: None });
        let over = over.as_ref().map(|(over, some)| (over, *some));
        judged_difference(figure, &sure(400.0), &held(sure(100.0)), over, than.as_ref())
    };
    let of = |over: Option<Over>, than| judged(over.map(|over| (over, false)), than);
    let near = || over(&[], &[], [90.0, 110.0]);
    for (found, verdict) in [
        (of(Some(near()), None), Verdict::Answered),
        (of(Some(near()), Some((63, 64))), Verdict::Answered),
        (of(Some(near()), Some((50, 64))), Verdict::Hinges),
        (of(Some(over(&[], &[], [90.0, 400.0])), None), Verdict::WhichWay),
        (of(Some(over(&[], &[0.0], [0.0, 110.0])), None), Verdict::WhichWay),
        // As much on both sides is no difference left; and of what is said to be there, none turns it.
        (of(Some(alike()), None), Verdict::Hinges),
        (judged(Some((over(&[], &[0.0], [0.0, 110.0]), true)), None), Verdict::Hinges),
        // Less than a twentieth of what there is here is next to nothing.
        (of(Some(little()), None), Verdict::WhichWay),
        // At more than half of the ends it could be chance.
        (of(Some(Over { ends: [9, 0, 0, 10], ..near() }), None), Verdict::Range),
        (of(Some(Over { ends: [10, 0, 0, 9], ..near() }), None), Verdict::Answered),
        (judged(Some((near(), true)), None), Verdict::Answered),
        (of(Some(over(&[-50.0], &[0.0], [-50.0, 110.0])), None), Verdict::Hinges),
        (of(None, None), Verdict::Range),
    ] {
        assert_eq!(found.verdict, verdict, "{}", found.because);
    }
    // An input is named by its name, unless what stands here is the exception among all that is assumed: 51 of 64 lie the other way.
    let turned = || over(&[-50.0], &[], [-50.0, 110.0]);
    for (no_more, on) in [
        (60, "‘size’ at 1"),
        (50, "‘size’ at 1"),
        (13, "all assumptions at once: in 51 of 64 combinations it lies the other way"),
    ] {
        let found = of(Some(turned()), Some((no_more, 64)));
        assert_eq!(found.on, on, "{}", found.because);
        assert_eq!(found.because.contains("combinations"), no_more < 60, "{}", found.because);
    }
    // What could be chance as it stands is told by nothing.
    let unsure = Interval { mean: -5.0, ci_low: Some(-20.0), ci_high: Some(10.0), n: 5 };
    let no = judged_difference(figure, &sure(400.0), &held(unsure), Some((&near(), false)), None);
    assert_eq!(no.verdict, Verdict::No, "{}", no.because);
}

#[test]
fn c6_what_all_assumptions_together_turn_or_an_interval_leaves_wide_is_a_range() {
    let kept = Kept::shipped("denial-of-service").expect("it is kept");
    let figure = Figure::UsersThrottled;
    let range = Range::of_kept(&kept, figure, "", 1.0).expect("it was looked at");
    let jointly = |nine_in_ten: [f64; 2], ends: [f64; 2], none: usize| KeptRange {
        figure,
        of: String::new(),
        nine_in_ten,
        ends,
        none,
        combinations: 100,
        apart: none == 0,
    };
    let of = |value: &Interval, jointly: Option<KeptRange>| {
        judged_level(figure, value, Some(&range), jointly.as_ref())
    };
    assert_eq!(of(&sure(1.0), None).verdict, Verdict::Answered);
    for (kept, verdict) in [
        (jointly([0.9, 1.0], [0.9, 1.0], 0), Verdict::Answered),
        (jointly([0.9, 1.0], [0.0, 1.0], 1), Verdict::Hinges),
        (jointly([0.4, 1.0], [0.4, 1.0], 0), Verdict::Range),
        // Not told apart from chance.
        (jointly([1.0, 1.0], [0.5, 9.0], 0), Verdict::Answered),
    ] {
        let found = of(&sure(1.0), Some(kept));
        assert_eq!(found.verdict, verdict, "{}", found.because);
    }
    // None in 87 of 100 as it stands: some in 13 turns it, whatever its interval.
    let wide = Interval { mean: 0.0, ci_low: Some(0.0), ci_high: Some(0.52), n: 5 };
    let found = of(&wide, Some(jointly([0.0, 0.6], [0.0, 1.0], 87)));
    assert_eq!(found.verdict, Verdict::Hinges);
    assert!(found.because.contains("in 13 of 100 combinations"), "{}", found.because);
    // A share of none of five replications may be half of all.
    let share = |high: f64| Interval { mean: 0.0, ci_low: Some(0.0), ci_high: Some(high), n: 5 };
    for (high, verdict) in [(0.52, Verdict::Range), (0.1, Verdict::Answered)] {
        let mut still = range.clone();
        still.turning = None;
        let of = |i: &Interval| judged_level(Figure::Triggered, i, Some(&still), None);
        assert_eq!(of(&share(high)).verdict, verdict, "{high}");
    }
}

#[test]
fn c6_a_verdict_is_the_same_whether_successes_or_failures_are_counted() {
    let kept = Kept::shipped("install-day").expect("it is kept");
    let of = |figure: Figure, mean: f64, to: f64| {
        let mut range = Range::of_kept(&kept, figure, "", mean).expect("it was looked at");
        let turning = Turning {
            by: "response time-out".to_owned(),
            at: "30 s".to_owned(),
            to,
            to_said: String::new(),
            turns: false,
        };
        (range.low, range.high, range.turning) = (mean.min(to), mean.max(to), Some(turning));
        judged_level(figure, &sure(mean), Some(&range), None)
    };
    // Two in a hundred fail, and ten with another time-out: five times as many.
    let first_time = of(Figure::ProcessesFirstTime, 0.98, 0.90);
    assert_eq!(first_time.verdict, of(Figure::ProcessesAbortedShare, 0.02, 0.10).verdict);
    assert_eq!(first_time.verdict, Verdict::Range);
    assert!(first_time.because.contains("what is left of the whole"), "{}", first_time.because);
    for (mean, to) in [(0.98, 0.975), (0.5, 0.6)] {
        assert_eq!(of(Figure::ProcessesFirstTime, mean, to).verdict, Verdict::Answered, "{mean}");
    }
}

#[test]
fn c6_an_answer_is_answered_only_where_every_figure_that_it_states_is() {
    let of = |all: &[Verdict]| {
        let one = |(i, verdict): (usize, &Verdict)| {
            let on = if *verdict == Verdict::Hinges { "an input" } else { "" }.to_owned();
            (format!("figure {i}"), Judged { verdict: *verdict, because: format!("why {i}"), on })
        };
        together(all.iter().enumerate().map(one).collect())
    };
    use Verdict::{Answered, Hinges, No, Range, WhichWay};
    for (all, verdict, because) in [
        (vec![Answered], Answered, "why 0"),
        (vec![Answered, Answered], Answered, "of every figure in it, why 0"),
        (vec![Answered, WhichWay], WhichWay, "‘figure 1’: why 1"),
        (vec![WhichWay, Range], Range, "‘figure 1’: why 1"),
        (vec![Answered, No], Range, "‘figure 1’ cannot be told; of the others, why 0"),
        (vec![No, Answered], No, "why 0"),
        (
            vec![Range, Range, No, Answered, No],
            Range,
            "‘figure 0’: why 0; a range too: ‘figure 1’; cannot be told: ‘figure 2’ and ‘figure 4’",
        ),
        (
            vec![Range, Hinges, No, Hinges],
            Hinges,
            "‘figure 1’: why 1; hinges too: ‘figure 3’; cannot be told: ‘figure 2’",
        ),
    ] {
        let found = of(&all);
        assert_eq!((found.verdict, found.because.as_str()), (verdict, because), "{all:?}");
        let on = match (all[0], verdict) {
            (Hinges, Hinges) => "an input",
            (_, Hinges) => "an input, in ‘figure 1’",
            _ => "",
        };
        assert_eq!(found.on, on, "{all:?}");
    }
}

/// Texts that try to be something else.
const HOSTILE: [&str; 3] =
    ["<script>alert(1)</script>", "\"><img src=x onerror=\"a", "</pre>\u{202e}<!--"];

#[test]
fn names_on_the_page_of_answers_are_text() {
    let table = |name: &str, columns: &[&str]| Table {
        name: name.to_owned(),
        columns: columns
            .iter()
            .map(|c| ((*c).to_owned(), Cells::Texts(HOSTILE.map(str::to_owned).to_vec().into())))
            .collect(),
        rows: HOSTILE.len(),
    };
    let both = ["id", "verdict_said", "verdict", "because"];
    let row = ["who", "document", "question", "lead", "answer", "in_full", "chart", "command"];
    let answers = table("answers", &[&both[..], &row, &["folder"]].concat());
    let stated = ["name", "said", "against", "there_said", "more_said", "over_said", "jointly"];
    let figures = table("answer_figures", &[&both[..], &stated].concat());
    let asked = table("consultation", &["asks", "answered_by", "cannot", "can"]);
    let charts =
        HOSTILE.iter().map(|id| ((*id).to_owned(), "<svg viewBox=\"0 0 1 1\"></svg>".to_owned()));
    let book = AnswersBook {
        version: "0".to_owned(),
        charts: charts.collect(),
        tables: vec![answers, figures, asked],
        of: 29,
    };
    let page = answers_page(&book);
    let scripts = page.matches("<script").count();
    assert_eq!(scripts, 3, "the page's own: its data and its scripts");
    assert!(!page.contains("<img") && !page.contains("<!--") && !page.contains('\u{202e}'));
    // Where no chart shows what is answered, the page says so.
    assert!(!page.contains("No chart of its study shows"));
    let bare = answers_page(&AnswersBook { charts: Vec::new(), ..book });
    assert_eq!(bare.matches("No chart of its study shows").count(), HOSTILE.len());
}

//! T9: what `fit` says of logs that tell little, or are bad.

use headroom_core::domain::Span;
use headroom_core::fit::{Fitted, Fitting, fit, scenario};
use headroom_core::recording::{Asked, Said, Wrong};
use headroom_core::scenario::load_text;
use kit::recorded::file;
use std::fmt::Write;

fn of(text: &str, said: Said) -> Result<Fitted, Wrong> {
    let log = Asked {
        files: vec![file(text.as_bytes(), "csv")],
        map: Default::default(),
        zone: None,
        grain: Span::from_s(10),
        bin: None,
        said,
        answers: true,
    };
    let (names, holidays) = (Default::default(), Vec::new());
    fit(&Fitting { log, names, holidays, utc: false, seed: 1, repeats: 20 })
}

/// What is fitted, which must be a scenario that can be read.
fn fitted(text: &str) -> Fitted {
    let found = of(text, Said::default()).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let written = scenario(&found, "fitted").to_string();
    load_text("fitted", &written, &[]).unwrap_or_else(|f| panic!("{f}\n{written}"));
    found
}

/// Counts of half-hours of July 2022 from midnight in London, so many of each.
fn counts(half_hours: usize, n: impl Fn(usize) -> u64) -> String {
    let mut text = "time,user,srv,count\n".to_owned();
    for h in 0..half_hours {
        let at = 1_656_889_200 + 1_800 * h;
        writeln!(text, "{at},a,7.4,{}", n(h)).expect("a text");
    }
    text
}

#[test]
fn t9_a_log_of_one_day_says_amounts_and_no_variation() {
    let found = fitted(&counts(48, |h| 10 + h as u64));
    assert_eq!(found.days, [1, 0, 0]);
    assert!((found.streams[0].a_day - (480.0 + 47.0 * 24.0)).abs() < 1e-6);
    assert!(found.variation.common.is_none(), "one User's variation is its own");
    assert!(found.variation.correlation.is_none(), "of one day nobody knows");
}

/// Counts of five minutes of fourteen days from then, so many of each day and five minutes of it.
fn fine_counts(n: impl Fn(usize, usize) -> u64) -> String {
    let mut text = "time,user,srv,count\n".to_owned();
    for i in 0..14 * 288 {
        let at = 1_656_889_200 + 300 * i;
        writeln!(text, "{at},a,7.4,{}", n(i / 288, i % 288)).expect("a text");
    }
    text
}

#[test]
fn t9_what_a_user_sends_a_day_has_its_exact_batches_too() {
    let batch = |i: usize| if [26, 27].contains(&i) { 5_000 } else { 0 };
    let found = fitted(&fine_counts(|_, i| 4 + batch(i)));
    assert!(matches!(&found.batches[..], [batch] if batch.exact), "{:?}", found.batches);
    assert!((found.a_day[0] - 11_152.0).abs() < 1e-6, "{:?}", found.a_day);
    let written = scenario(&found, "fitted");
    assert_eq!(written["users"][0]["portfolio"]["electricity_credit"], 11_152);
}

#[test]
fn t9_days_that_vary_by_less_than_chance_are_not_said_to_vary() {
    // Half of it, or nearly all, in one half-hour, evenly, and next to the same every day.
    for bulk in [200, 3_000] {
        let bulk = |i: usize| if (24..30).contains(&i) { bulk } else { 0 };
        let odd = |day: usize, i: usize| u64::from(i == 200 && day % 2 == 1);
        let found = fitted(&fine_counts(|day, i| 4 + bulk(i) + odd(day, i)));
        assert!(found.batches.is_empty(), "{:?}", found.batches);
        let [day, _] = found.variation.own[0];
        assert!(found.variation.law().own[0][0] <= 0.0, "{day:?}");
        assert!(day.ends.0 <= 0.0 && (0.0..0.01).contains(&day.ends.1), "{day:?}");
    }
}

#[test]
fn t9_a_log_of_nothing_is_a_fault() {
    for (text, found) in [
        (String::new(), "an empty file"),
        ("time,user,srv,count\n".to_owned(), "no rows"),
        (counts(96, |_| 0), "no requests: all counts are 0, or all rows are left out"),
    ] {
        assert_eq!(of(&text, Said::default()).expect_err("a fault").found, found);
    }
}

#[test]
fn t9_half_hours_of_days_that_change_clocks_are_each_in_its_place() {
    // 27 March and 30 October 2022, from midnight, the days before and after with them: 100 in each half-hour from 03:00, none before.
    for (begins, half_hours, of_day) in [(1_648_252_800, 142, 46), (1_667_001_600 - 3_600, 146, 50)]
    {
        let mut text = "time,user,srv,count\n".to_owned();
        for h in 0..half_hours {
            let day = if h < 48 {
                h
            } else if h < 48 + of_day {
                h - 48 + 48 - of_day
            } else {
                h - 48 - of_day
            };
            // What is left of that day counts back from its midnight.
            let n = if day >= 6 { 100 } else { 0 };
            writeln!(text, "{},a,7.4,{n}", begins + 1_800 * h).expect("a text");
        }
        let found = fitted(&text);
        assert_eq!(found.half_hours, [0, 0, 0], "nothing is missing");
        for day in found.profiles[0].days.iter().flatten() {
            assert!(day.shares[..6].iter().all(|s| *s == 0.0), "{:?}", &day.shares[..6]);
            let even = 1.0 / 42.0;
            assert!(day.shares[6..].iter().all(|s| (s - even).abs() < 1e-9), "{:?}", day.shares);
        }
    }
}

#[test]
fn t9_what_is_not_in_a_log_may_be_said_of_it() {
    let mut text = "seconds,n\n".to_owned();
    for h in 0..288 {
        writeln!(text, "{},{}", 600 * h, 50 + h % 7).expect("a text");
    }
    let text = text.replace("seconds,n", "time,count");
    let wrong = of(&text, Said::default()).expect_err("whose?");
    assert_eq!(&*wrong.expected, "a column `user`");
    let all = |name: &str| Some(name.to_owned());
    let said = Said { user: all("everybody"), srv: all("7.4"), ..Said::default() };
    let wrong = of(&text, said.clone()).expect_err("seconds from 1970 on");
    assert!(wrong.expected.starts_with("a time from 1990"), "{wrong:?}");
    let begins = all("2022-07-04T00:00:00+01:00");
    let found = of(&text, Said { begins, ..said.clone() }).expect("a log");
    assert_eq!((found.users[0].as_str(), found.streams[0].srv.as_str()), ("everybody", "7.4"));
    assert_eq!(found.days, [2, 0, 0]);
    let twice = of(&counts(48, |_| 5), said).expect_err("said twice");
    assert!(twice.found.contains("a column `user`, and \"everybody\""), "{twice:?}");
}

#[test]
fn t9_a_day_of_which_the_span_has_only_a_part_is_not_fitted() {
    // From Monday to Friday by UTC: an hour of Saturday by the clock, and all but an hour of Monday.
    let utc: String = counts(5 * 48 + 2, |h| 40 + (h % 48) as u64);
    let cut: String = utc
        .lines()
        .enumerate()
        .filter(|(i, _)| !(1..3).contains(i))
        .map(|(_, l)| l.to_owned() + "\n")
        .collect();
    let found = fitted(&cut);
    let left_out: Vec<(usize, usize)> =
        found.left_out.iter().map(|p| (p.there, p.lacking)).collect();
    assert_eq!((found.days, left_out), ([4, 0, 0], vec![(46, 2), (2, 46)]));
    // The same as of the four days that are there whole.
    let whole: String = utc
        .lines()
        .enumerate()
        .filter(|(i, _)| *i == 0 || (49..=5 * 48).contains(i))
        .map(|(_, l)| l.to_owned() + "\n")
        .collect();
    let of_whole = fitted(&whole);
    assert!(of_whole.left_out.is_empty());
    let amount = |found: &Fitted| {
        scenario(found, "one")["traffic"]["streams"][0]["amount"]["per_user"].clone()
    };
    assert_eq!(amount(&found), amount(&of_whole));
}

#[test]
fn t9_a_hole_is_missing_and_a_quiet_half_hour_is_empty() {
    // Fourteen days of 40 in each half-hour by day and one in each second one by night, which has a row only where it came.
    let mut text = "time,user,srv,count\n".to_owned();
    let mut rows = 0;
    for h in 0..14 * 48 {
        let hole = (300..330).contains(&h);
        let n = if h % 48 >= 16 { 40 } else { h % 2 };
        if n > 0 && !hole {
            writeln!(text, "{},a,7.4,{n}", 1_656_889_200 + 1_800 * h).expect("a text");
            rows += 1;
        }
    }
    let found = fitted(&text);
    let [missing, empty, partial] = found.half_hours;
    assert_eq!((missing + empty + rows + partial) as usize, 14 * 48 - 1, "{:?}", found.half_hours);
    // The hole has 18 half-hours of one day and 12 of the next, of which those of the night may as well have been empty.
    assert!((18..=30).contains(&missing), "{missing}");
    let a_day = found.streams[0].a_day;
    assert!((a_day / (32.0 * 40.0 + 8.0) - 1.0).abs() < 0.01, "{a_day}");
}

#[test]
fn t9_refused_requests_with_an_identity_say_when_they_come_again_and_how_long_answers_take() {
    // Each of 200 requests is refused, again 60 s later, and accepted 120 s after that, but for every tenth, which gives up after the first refusal;
    // answers take 2 s.
    let mut text = "time,user,srv,request_id,status,answered\n".to_owned();
    let mut row = |at: i64, id: i64, status: &str, answered: i64| {
        writeln!(text, "{at},a,7.4,r{id},{status},{answered}").expect("a text");
    };
    for id in 0..200 {
        let at = 1_656_889_200 + 700 * id;
        row(at, id, "503", at);
        if id % 10 > 0 {
            row(at + 60, id, "429", at + 60);
            row(at + 180, id, "200", at + 182);
        }
    }
    let found = fitted(&text);
    let rule = &found.rules[0];
    assert_eq!((rule.attempts, rule.first, rule.factor, rule.jitter), (3, 60.0, 2.0, 0.0));
    assert_eq!((rule.refused, rule.retries), (380.0, 360.0));
    assert!((rule.given_up - 20.0 / 380.0).abs() < 1e-9, "{rule:?}");
    let (half, most, n) = found.responses[0].expect("answers");
    assert!(
        (half - 2.0).abs() < 0.05 && (most - 2.0).abs() < 0.05 && n == 180,
        "{half} {most} {n}"
    );
    // They are spread over 140,000 s; retries are not fresh.
    let a_day = found.a_day[0];
    assert!((a_day / (200.0 * 86_400.0 / 140_000.0) - 1.0).abs() < 0.03, "{a_day}");
}

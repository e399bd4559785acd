//! T8: what a log means in a run: how long its counts last, the run it spans, what its Users are expected to send.

use headroom_core::domain::Span;
use headroom_core::engine::Plan;
use headroom_core::experiment::record;
use headroom_core::recording::{Asked, Said, Wrong, read};
use headroom_core::scenario::{Draft, Scenario};
use headroom_core::traffic::Expected;
use kit::bare::bare;
use kit::make::scenario;
use kit::recorded::log;
use kit::wrong::check_text;
use serde_json::json;

fn asked(lines: &[String], bin: Option<u64>) -> Asked {
    Asked {
        files: vec![log(lines)],
        map: Default::default(),
        zone: None,
        grain: Span::from_s(10),
        bin: bin.map(Span::from_s),
        said: Said::default(),
        answers: false,
    }
}

/// Counts of 180 in so many half-hours from 2022-07-04T00:00Z, and one at this time of a day.
fn half_hours(n: u32, stray: Option<&str>) -> Vec<String> {
    let time =
        |h: u32| format!("2022-07-{:02}T{:02}:{:02}:00Z", 4 + h / 48, h / 2 % 24, h % 2 * 30);
    let rows = (0..n).map(|h| format!("{},alpha,7.4,180", time(h)));
    let stray = stray.map(|at| format!("2022-07-05T{at}Z,alpha,7.4,1"));
    std::iter::once("time,user,srv,count".to_owned()).chain(rows).chain(stray).collect()
}

fn bin(lines: &[String], bin: Option<u64>) -> Result<(Span, String), Wrong> {
    let read = read(&asked(lines, bin))?;
    Ok((read.bin, read.remarks.counts.unwrap_or_default()))
}

#[test]
fn t8_a_few_times_do_not_decide_how_long_a_count_lasts() {
    let (length, said) = bin(&half_hours(96, None), None).unwrap();
    assert_eq!(length, Span::from_s(1_800));
    assert_eq!(said, "counts are spread over 30 min each, which divides all their times");
    let wrong = bin(&half_hours(96, Some("10:00:10")), None).unwrap_err();
    assert_eq!(
        wrong.found,
        "counts at multiples of 30 min, but for 1 of 97 rows, by which they would be of 10 s each; the first of these is of 2022-07-05T10:00:10Z"
    );
    // Somebody says it.
    let (length, said) = bin(&half_hours(96, Some("10:00:10")), Some(1_800)).unwrap();
    assert_eq!(length, Span::from_s(1_800));
    assert_eq!(
        said,
        "counts are spread over 30 min each, as `bin` says; 1 rows of them begin within such a time, and are spread over the whole of it"
    );
    // Five-minute counts of which most lie on half-hours are asked about; those that do not are what they are.
    assert!(bin(&half_hours(96, Some("10:05:00")), None).is_err());
    let every_five: Vec<String> =
        (0..12).map(|i| format!("2022-07-04T00:{:02}:00Z,alpha,7.4,1", 5 * i)).collect();
    let every_five = [vec!["time,user,srv,count".to_owned()], every_five].concat();
    assert_eq!(bin(&every_five, None).unwrap().0, Span::from_s(300));
}

#[test]
fn t8_what_may_be_counts_of_more_than_a_bin_is_said() {
    let said = |lines: &[String]| bin(lines, None).unwrap().1;
    // Counts of hours, and of five minutes beside half-hours.
    let all = half_hours(48, None);
    let hours = rows(&all[0], all[1..].iter().step_by(2).cloned());
    assert!(said(&hours).ends_with("counts of whole hours would have to be written as half-hours"));
    assert!(!said(&all).contains("full hours"), "{}", said(&all));
    let five =
        (0..288).map(|i| format!("2022-07-04T{:02}:{:02}:00Z,beta,2.2,4", i / 12, i % 12 * 5));
    let mixed = rows(&all[0], all[1..].iter().cloned().chain(five));
    assert!(said(&mixed).contains("of 1 of 2 kinds"), "{}", said(&mixed));
    // A settlement period is what it is.
    let periods =
        ["date,settlement_period,user,srv,count".to_owned(), "2022-07-04,1,alpha,7.4,3".to_owned()];
    assert!(bin(&periods, Some(300)).is_err());
    assert_eq!(bin(&periods, Some(1_800)).unwrap().0, Span::from_s(1_800));
}

#[test]
fn t8_retries_do_not_decide_how_long_a_count_of_first_submissions_lasts() {
    let row = |at: &str, attempt: u32| format!("2022-07-04T{at}Z,alpha,7.4,{attempt},3");
    let lines = [
        "time,user,srv,attempt,count".to_owned(),
        row("00:00:00", 1),
        row("00:07:10", 2),
        row("00:30:00", 1),
    ];
    assert_eq!(bin(&lines, None).unwrap().0, Span::from_s(1_800));
}

#[test]
fn t8_files_of_counts_and_of_single_requests_say_how_long_a_count_is() {
    let single = ["time,user,srv".to_owned(), "2022-07-04T03:10:10Z,alpha,7.4".to_owned()];
    let mixed =
        |bin| Asked { files: vec![log(&half_hours(4, None)), log(&single)], ..asked(&single, bin) };
    assert!(read(&mixed(None)).is_err());
    assert_eq!(read(&mixed(Some(1_800))).unwrap().bin, Span::from_s(1_800));
}

/// A market that replays this log over the run it spans, as `replay` does.
fn replayed(lines: &[String]) -> Scenario {
    let mut market = bare(&[("alpha", 100), ("beta", 100)]);
    market["traffic"]["recording"] = json!({ "from": log(lines) });
    let draft = Draft::of_text("market", &market.to_string()).expect("a draft");
    let span = draft.log_span(&[]).expect("a log").expect("a span");
    scenario(&market, &[("/start", span.0.into()), ("/duration", span.1.into())])
}

fn rows(header: &str, rows: impl IntoIterator<Item = String>) -> Vec<String> {
    std::iter::once(header.to_owned()).chain(rows).collect()
}

/// What is expected of both Users together on a weekday, a Saturday and a Sunday.
fn expected(scenario: &Scenario) -> [f64; 3] {
    let expected = Expected::new(scenario);
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
        .map(|day| expected.over(|_, _, _| true, day))
}

#[test]
fn t8_what_is_expected_a_day_counts_half_hours_in_which_nobody_sends() {
    // A batch of 450 at 02:00 UTC on each of 14 days from a Monday.
    let batch = |d: u32| format!("2022-07-{:02}T02:00:00Z,alpha,7.4,450", 4 + d);
    let batches = rows("time,user,srv,count", (0..14).map(batch));
    let near = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9);
    let of = |lines: &[String], start: &str, duration: &str| {
        let recording = json!({ "from": log(lines) });
        let market = bare(&[("alpha", 100), ("beta", 100)]);
        expected(&scenario(
            &market,
            &[
                ("/traffic/recording", recording),
                ("/start", start.into()),
                ("/duration", duration.into()),
            ],
        ))
    };
    let whole = of(&batches, "2022-07-04T00:00", "14 days");
    assert_eq!(whole, expected(&replayed(&batches)), "whatever part of it is run");
    assert!(near(whole, [450.0; 3]), "{whole:?}");
    // A day on which nothing is recorded at all does not count; nor do half-hours before the log and after it in which others send.
    let missing = [&batches[..4], &batches[5..]].concat();
    let whole = of(&missing, "2022-07-04T00:00", "14 days");
    assert!(near(whole, [450.0; 3]), "{whole:?}");
    let all = half_hours(6 * 48, None);
    let cut = rows(&all[0], all[20..].iter().cloned());
    let whole = of(&cut, "2022-07-04T00:00", "7 days");
    assert!(near(whole, [180.0 * 48.0; 3]), "{whole:?}");
}

#[test]
fn t8_a_part_of_a_day_is_no_day_where_there_are_whole_ones() {
    // Days of UTC in summer: of Saturday there is an hour.
    let count = |h: u32| if (16..40).contains(&(h % 48)) { 20 } else { 1 };
    let time =
        |h: u32| format!("2022-07-{:02}T{:02}:{:02}:00+01:00", 4 + h / 48, h / 2 % 24, h % 2 * 30);
    let lines = |from: u32, to: u32| {
        rows(
            "time,user,srv,count",
            (from..to).map(|h| format!("{},alpha,7.4,{}", time(h), count(h))),
        )
    };
    let near = |found: [f64; 3]| found.iter().all(|day| (day - 504.0).abs() < 1e-9);
    let remarks = |scenario: &Scenario| scenario.recorded.as_ref().unwrap().remarks.join("; ");
    for (from, to) in [(2, 242), (24 + 72, 24 + 168)] {
        let scenario = replayed(&lines(from, to));
        assert!(near(expected(&scenario)), "{:?}", expected(&scenario));
        assert!(!remarks(&scenario).contains("no day of it is whole"));
    }
    // Nothing is known of a day of which there is but a part, and that is said.
    let scenario = replayed(&lines(14, 36));
    assert!(
        remarks(&scenario).contains("what they send in its 22 half-hours"),
        "{}",
        remarks(&scenario)
    );
    let missing = [lines(0, 96), lines(144, 240)[1..].to_vec()].concat();
    let scenario = replayed(&missing);
    assert!(near(expected(&scenario)));
    assert!(remarks(&scenario).contains("on 1 days of its span there is no row at all"));
}

#[test]
fn t8_expected_requests_of_single_rows_are_those_of_counts() {
    // The same 40 requests a day, each a row or in counts of 0 and more.
    let day =
        |d: u32, h: u32, more: &str| format!("2022-07-{:02}T{h:02}:00:00Z,alpha,7.4{more}", 4 + d);
    let single = (0..7).flat_map(|d| (0..40).map(move |i| day(d, 4 + i % 10, "")));
    let counted = (0..7).flat_map(|d| {
        (0..24).map(move |h| day(d, h, if (4..14).contains(&h) { ",4" } else { ",0" }))
    });
    let [single, counted] = [rows("time,user,srv", single), rows("time,user,srv,count", counted)];
    for lines in [single, counted] {
        let found = expected(&replayed(&lines));
        assert!(found.iter().all(|day| (day - 40.0).abs() < 1e-9), "{found:?}");
    }
}

#[test]
fn t1_a_log_over_a_change_of_clocks_is_replayed_to_its_last_half_hour() {
    // From local midnight, 144 hours each, over the hour that March loses and over that which October gains; and from the hour that
    // comes twice, the second time.
    for (from, hours) in
        [("2022-03-22T00:00:00Z", 144), ("2022-10-24T23:00:00Z", 144), ("2022-10-30T01:00:00Z", 5)]
    {
        let begins: jiff::Timestamp = from.parse().unwrap();
        let time = |h: i64| begins + jiff::SignedDuration::from_mins(30 * h);
        let lines =
            rows("time,user,srv,count", (0..2 * hours).map(|h| format!("{},alpha,7.4,3", time(h))));
        let scenario = replayed(&lines);
        let recorded = scenario.recorded.as_ref().unwrap();
        let sent: u32 = recorded.sent.iter().flat_map(|s| &s.bins.counts).map(|(_, n)| n).sum();
        assert_eq!(i64::from(sent), 6 * hours, "{from}: {:?}", recorded.remarks);
        let blocks = scenario.calendar.blocks().len() as i64;
        assert!((2 * hours..=2 * hours + 2).contains(&blocks), "{from}: {blocks} half-hours");
    }
}

#[test]
fn t6_second_submissions_that_nobody_makes_again_are_a_fault() {
    let lines = |srv: &str, mode: &str| {
        let header = "time,user,srv,mode,submission".to_owned();
        let row = |n: u32| format!("2022-07-06T09:00:{n}0Z,alpha,{srv},{mode},{n}");
        vec![header, row(1), row(2)]
    };
    let read = |srv: &str, mode: &str| {
        let mut market = bare(&[("alpha", 100)]);
        market["srvs"][4]["critical"] = json!(true);
        market["traffic"]["recording"] = json!({ "from": log(&lines(srv, mode)) });
        check_text(&market.to_string()).map_err(|faults| faults.to_string())
    };
    assert!(read("1.1", "on_demand").is_ok());
    let told = read("7.4", "on_demand").unwrap_err();
    assert!(told.contains("1 rows of signed second submissions of 7.4, on_demand"), "{told}");
    assert!(read("4.6.1", "dcc_scheduled").is_err());
}

#[test]
fn t8_a_written_log_spans_its_run() {
    let streams = json!([kit::bare::batch("alpha", 20, "11:00")]);
    let market = bare(&[("alpha", 100), ("beta", 100)]);
    let run = scenario(&market, &[("/traffic/streams", streams), ("/duration", "3 h".into())]);
    let path = std::env::temp_dir().join(format!("headroom-span-{}.csv", std::process::id()));
    record(&Plan::new(&run).unwrap().recording(), 0, &path).unwrap();
    let written = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let again = replayed(&written.lines().map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(again.calendar.utc(0), run.calendar.utc(0));
    assert_eq!(again.calendar.cells(), run.calendar.cells());
}

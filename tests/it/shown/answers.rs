//! Sentences, the small table, and cautions.

use super::made::{evidence, ledger, planned, stormy, supply};
use headroom::evidence::Evidence;
use headroom::evidence::answer::{answer_rows, sentences};
use headroom::evidence::difference::Difference;
use headroom::evidence::interval::Interval;
use headroom_core::domain::{Figure, Standing, Whose};
use headroom_core::engine::Plan;
use headroom_core::ledger::{Folded, Ledger, Warning};

/// Evidence of ledgers as `change` makes them of those in which no poll was throttled and nobody late.
fn of(change: impl Fn(usize, &mut Ledger)) -> Evidence {
    let plan = Plan::new(&stormy(&[])).expect("a plan");
    let ledgers = [0, 1].map(|r| {
        let mut ledger = ledger(&plan, r as u32, 0, 0);
        change(r, &mut ledger);
        ledger
    });
    Evidence::new(&plan, Folded::all(ledgers, &plan.traffic.pairs))
}

#[test]
fn a_storm_is_answered_in_a_few_sentences() {
    let said = sentences(&of(|_, _| ()));
    assert_eq!(
        said[2..],
        [
            "Of 150 runs of processes 60.0 % were completed first time, 20.0 % late, 13.3 % were aborted, and 6.7 % were open at the end.",
            "7.4 was not throttled.",
            "Network parties asked 15 000 times whether a customer has supply and 15 000 times whether a neighbour has; 2 500 alerts told them.",
            "Of 5 000 losses of supply (customers with a meter) 94.0 % were known within 5 min, 94.0 % within 15 min and 94.0 % within 60 min; presumed of silent meters, neither read nor told, 8.0 % within 15 min and 8.0 % within 60 min; half after 0 s, 6.0 % never.",
            "Of 5 000 restorations of supply (customers with a meter) 100.0 % were known within 5 min, 100.0 % within 15 min and 100.0 % within 60 min; half after 0 s, 95 % after 0 s.",
            "No supply was lost or restored while the mechanism was active: this run says nothing about 7.4 under the mechanism.",
        ]
    );
    let said = sentences(&evidence(&[]));
    assert!(said[3].starts_with("7.4 was throttled in 32.5 % (95 %: 0.0 to 100.0 %) of its attempts, 15 000 (95 %: 0 to 79 000) times, of delta."), "{}", said[3]);
    assert!(
        said[5].contains("half after 90 s (95 %: 0 min to 20.6 min), 6.0 % never."),
        "{}",
        said[5]
    );
    assert_eq!(
        said[7],
        "Of 250 losses of supply while the mechanism was active 80.0 % were known within 15 min (half after 0 s, 95 % after 20 min)."
    );
}

#[test]
fn without_a_storm_the_answer_is_of_those_not_above_and_of_the_mechanism() {
    let plan = Plan::new(&kit::make::small(&[])).expect("a plan");
    let folded = headroom_core::experiment::replicate(
        &plan,
        headroom_core::experiment::Running::default(),
        || (),
    );
    let e = Evidence::new(&plan, folded.expect("runs"));
    let said = sentences(&e);
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].contains(" not above by own sending "), "{said:?}");
    assert!(said[1].starts_with("Added delay, "), "{said:?}");
    assert!(said[2].starts_with("The mechanism "), "{said:?}");
    let rows: Vec<String> = answer_rows(&e).into_iter().map(|r| r.measure).collect();
    // Who is left without an answer, who waits, what was refused to whom: in C2's order.
    let places = ["never answered, not above", "added delay ", "attempts throttled, not above"]
        .map(|name| rows.iter().position(|row| row.starts_with(name)));
    assert!(places[0] == Some(0) && places.is_sorted() && places[2].is_some(), "{rows:?}");
}

#[test]
fn c2_a_delay_of_those_processed_says_how_many_were_never_answered() {
    let with = |never: u64| {
        of(move |r, ledger| {
            // Ten minutes in one replication and twenty in the other, in tenths of cells of 10 s.
            ledger.added.add(Standing::Displaced, 600 * (r as u64 + 1), 60, 1);
            ledger.harm[0].requests[Standing::Displaced] = 100;
            ledger.harm[0].abandoned[Standing::Displaced] = never;
        })
    };
    let said = |e: &Evidence| {
        let all = sentences(e);
        all.into_iter().find(|s| s.starts_with("Added delay, ")).expect("a sentence")
    };
    let many = with(40);
    assert_eq!(
        said(&many),
        "Added delay, which 95 % of those processed do not exceed (mean of 2 replications): of displaced ones, 15 min, 40.0 % of them never answered."
    );
    assert!(said(&with(5)).ends_with(": of displaced ones, 15 min."), "{}", said(&with(5)));
    // The table has that of both together.
    let json = serde_json::to_value(headroom::evidence::json::report(&many)).expect("JSON");
    assert_eq!(json["added_delay"]["displaced"]["s_p95"], 1_200.0);
}

#[test]
fn rows_are_there_where_something_is() {
    let rows =
        |e: &Evidence| answer_rows(e).into_iter().map(|r| (r.measure, r.mean)).collect::<Vec<_>>();
    let has =
        |e: &Evidence, measure: &str| rows(e).into_iter().find(|r| r.0 == measure).map(|r| r.1);
    let plain = of(|_, _| ());
    for absent in [
        "attempts over their User's always-on cap",
        "attempts held by anomaly detection",
        "duplicates processed",
    ] {
        assert_eq!(has(&plain, absent), None);
    }
    assert_eq!(has(&plain, "attempts of 7.4 throttled, %").as_deref(), Some("0"));
    assert_eq!(has(&plain, "losses of supply known within 5 min, %").as_deref(), Some("94"));
    let more = of(|r, ledger| {
        ledger.pairs[0].duplicates = 7 * r as u64;
        ledger.pairs[0].capped = 40;
    });
    assert_eq!(has(&more, "duplicates processed").as_deref(), Some("3.5"));
    assert_eq!(has(&more, "attempts over their User's always-on cap").as_deref(), Some("40"));
}

#[test]
fn c5_a_mean_has_the_digits_that_the_difference_beside_it_bears() {
    let mut f = planned(&["as it stands", "other"], &[], |setting, _| {
        let plan = Plan::new(&stormy(&[])).expect("a plan");
        let throttled = [[6_000, 8_966], [4_956, 7_922]][setting];
        let ledgers = [0, 1].map(|r| ledger(&plan, r, throttled[r as usize], 0)).to_vec();
        (plan, ledgers)
    });
    let own = [0, 1].map(|v| f.borne(v, Figure::Throttled));
    assert_eq!(own, [Some(7_000.0), Some(6_000.0)]);
    let more = Interval { mean: -1_044.0, ci_low: Some(-1_200.0), ci_high: Some(-880.0), n: 2 };
    let whose = Whose::All;
    let (variant, against, figure, gain) = (1, 0, Figure::Throttled, None);
    f.differences.push(Difference { variant, against, figure, whose, more, gain });
    let beside = [0, 1].map(|v| f.borne(v, Figure::Throttled));
    assert_eq!(beside, [Some(7_480.0), Some(6_440.0)]);
}

#[test]
fn warnings_are_answered_in_a_sentence_rows_and_json_and_unheeded_ones_call_for_caution() {
    let on = ("/mechanism/early_warning/enabled", serde_json::json!(true));
    let plan = Plan::new(&stormy(&[on])).expect("a plan");
    let given = |refused: &[Option<u64>]| {
        let mut ledger = ledger(&plan, 0, 0, 0);
        let warning = |r: &Option<u64>| Warning { user: 1, from: 60, until: 120, refused: *r };
        ledger.warnings = refused.iter().map(warning).collect();
        Evidence::new(&plan, Folded::all([ledger], &plan.traffic.pairs))
    };
    // Cells of 10 s: 4 and 8 of them on the way to a 503, the third warning false.
    let e = given(&[Some(64), Some(68), None]);
    let said = "Users were given 3 warnings, 1 of them false; the others came 60 s before the User's first 503 on average.";
    assert!(sentences(&e).iter().any(|s| s == said), "{:?}", sentences(&e));
    let rows: Vec<(String, String)> =
        answer_rows(&e).into_iter().map(|r| (r.measure, r.mean)).collect();
    assert!(rows.contains(&("warnings".to_owned(), "3".to_owned())), "{rows:?}");
    let json = serde_json::to_value(headroom::evidence::json::report(&e)).expect("JSON");
    assert_eq!(json["per_replication"][0]["false_warnings"], 1);
    assert_eq!(json["per_replication"][0]["warning_lead_s"], 60.0);
    assert!(e.cautions.iter().any(|c| c.code == "nobody_heeds"));
    assert!(sentences(&given(&[])).iter().any(|s| s == "No User was warned."));
    let off = of(|_, _| ());
    assert!(sentences(&off).iter().all(|s| !s.contains("warn")));
    assert!(off.cautions.iter().all(|c| c.code != "nobody_heeds"));
}

#[test]
fn overload_that_feeds_itself_and_what_is_open_at_the_end_call_for_caution() {
    let codes = |e: &Evidence| e.cautions.iter().map(|c| c.code).collect::<Vec<&str>>();
    let finished = of(|_, ledger| ledger.processes[0].late = 40);
    for code in ["duplicates", "unanswered_at_end", "processes_open_at_end"] {
        assert!(!codes(&finished).contains(&code), "{code}");
    }
    let more = of(|r, ledger| {
        ledger.pairs[0].duplicates = r as u64;
        ledger.open[0].unanswered = 321;
        ledger.supply[0] = supply(4_000, &[]);
    });
    let found: Vec<&str> = codes(&more);
    for code in ["duplicates", "unanswered_at_end", "processes_open_at_end"] {
        assert!(found.contains(&code), "{code}: {found:?}");
    }
    // 320 of 32 000 are not more than one in a hundred.
    let less = of(|_, ledger| ledger.open[0].unanswered = 320);
    assert!(!codes(&less).contains(&"unanswered_at_end"));
    let duplicates = more.cautions.iter().find(|c| c.code == "duplicates").expect("it");
    assert!(duplicates.text.contains("in 1 of 2 replications"), "{}", duplicates.text);
}

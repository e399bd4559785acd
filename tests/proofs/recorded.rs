//! T8: a replication written as a log, and that log replayed.

use headroom_core::domain::Mode::OnDemand;
use headroom_core::engine::{Plan, run, run_timed};
use headroom_core::experiment::record;
use headroom_core::ledger::{Counts, Ledger, ResponseTimes};
use headroom_core::scenario::Scenario;
use kit::make::{Changes, small};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// `changes` of the small market recorded, and replayed with further changes.
fn round(name: &str, changes: Changes, further: Changes) -> (Scenario, Ledger, Scenario, Ledger) {
    let scenario = small(changes);
    let plan = Plan::new(&scenario).unwrap();
    let path = std::env::temp_dir().join(format!("headroom-round-{}-{name}", std::process::id()));
    let (ledger, rows) = record(&plan.clone().recording(), 0, &path).unwrap();
    assert!(rows > 100, "{rows} rows");
    assert_eq!(ledger, run(&plan, 0, false), "{name}: to record changes nothing");
    let log = json!({ "from": path.display().to_string(), "second_submissions": false });
    let all = [changes, &[("/traffic/recording", log), ("/events", json!([]))], further].concat();
    let replayed = small(&all);
    std::fs::remove_file(&path).unwrap();
    let again = run(&Plan::new(&replayed).unwrap(), 0, false);
    (scenario, ledger, replayed, again)
}

/// What `figure` counts, by User and SRV.
fn by_pair(
    scenario: &Scenario,
    ledger: &Ledger,
    figure: fn(&Counts) -> u64,
) -> BTreeMap<(usize, usize), u64> {
    let pairs = Plan::new(scenario).unwrap().traffic.pairs.clone();
    let counts = pairs.into_iter().zip(ledger.pairs.iter().map(figure));
    counts.filter(|(_, n)| *n > 0).collect()
}

#[test]
fn t8_what_was_recorded_is_replayed_to_one_request() {
    let reads: (&str, Value) = ("/traffic/streams/reads/dcc_scheduled_share", json!(0.3));
    let critical = ("/srvs/2.2/critical", json!(true));
    for name in ["calm.csv", "calm.csv.gz"] {
        let ample = ("/gateway/max_capacity", json!("100/s"));
        let (one, was, other, is) = round(name, &[ample, reads.clone(), critical.clone()], &[]);
        let figures: [fn(&Counts) -> u64; 5] =
            [|c| c.requests, |c| c.submissions, |c| c.attempts, |c| c.admitted, |c| c.served];
        for figure in figures {
            assert_eq!(by_pair(&one, &was, figure), by_pair(&other, &is, figure));
        }
        assert_eq!(was.timeline, is.timeline, "window by window");
        assert_eq!(was.waits, is.waits);
    }
    // Where some are refused, requests are the same and what follows is drawn anew.
    let (one, was, other, is) = round("busy.csv", &[reads, critical], &[("/seed", json!(7))]);
    assert_eq!(by_pair(&one, &was, |c| c.requests), by_pair(&other, &is, |c| c.requests));
    let refused = |l: &Ledger| l.pairs.iter().map(|c| c.throttled + c.rejected).sum::<u64>();
    assert!(refused(&was) > 0 && refused(&is) > 0);
    let (_, _, _, next) = round(
        "next.csv",
        &[("/gateway/backlog_limit", json!(0))],
        &[("/mechanism/enabled", json!(false))],
    );
    assert_eq!(next.pairs.iter().map(|c| c.throttled).sum::<u64>(), 0, "settings apply");
}

#[test]
fn t8_response_times_by_user_and_half_hour_are_those_of_all_waits_and_the_answers() {
    let answer: (&str, Value) = ("/response_classes/slow/response_time", json!("20 s"));
    for changes in [vec![], vec![answer]] {
        let scenario = small(&changes);
        let timing = Plan::timing(&scenario).unwrap();
        let (ledger, times) = run_timed(&timing, 0);
        let (mut answered, mut tenths) = (0, 0);
        for (bin, n) in ledger.waits.bins() {
            (answered, tenths) = (answered + n, tenths + bin * n);
        }
        let sum = |of: fn(&ResponseTimes) -> u64| times.iter().map(of).sum::<u64>();
        assert!(answered > 1_000 && tenths > 0);
        // What the DSP starts itself was never sent.
        assert!(sum(|t| t.answered) <= answered && sum(|t| t.answered) > answered / 2);
        assert!(
            sum(|t| t.answered) == answered
                || timing.traffic.cohorts.iter().any(|c| c.mode != OnDemand)
        );
        let served: u64 = ledger.pairs.iter().map(|c| c.served).sum();
        // What is processed at the end of the run, and not answered yet, has been told.
        assert!(
            served == answered || served < answered && !changes.is_empty(),
            "of each request its wait is told"
        );
        if changes.is_empty() && sum(|t| t.answered) == answered {
            assert_eq!(sum(|t| t.tenths), tenths);
        }
        assert!(times.len() <= 2 * scenario.users.len());
    }
}

//! T8: a bin of one cell is exact.

use super::case;
use headroom_core::ledger::Counts;
use kit::recorded::log;
use serde_json::{Value, json};

/// Rows of alpha's 4.6.1: cell, mode, count.
fn recording(rows: &[(u64, &str, u64)]) -> Value {
    let row = |(cell, mode, n): &(u64, &str, u64)| {
        format!("2022-07-06T09:{:02}:{:02}Z,alpha,4.6.1,{mode},{n}", cell / 6, cell % 6 * 10)
    };
    let header = "time,user,srv,mode,count".to_owned();
    let lines: Vec<String> = std::iter::once(header).chain(rows.iter().map(row)).collect();
    json!({ "from": log(&lines), "bin": "10 s" })
}

#[test]
fn t8_a_bin_of_one_cell_is_exact() {
    let rows = [(0, "on_demand", 90), (3, "on_demand", 250), (3, "dcc_scheduled", 20)];
    let ran = case(
        &[],
        &[("/traffic/recording", recording(&rows)), ("/gateway/backlog_limit", json!(0))],
    );
    let c: Counts = ran.all();
    // Cell 3 has room for a hundred, of which the DSP takes its twenty first.
    assert_eq!((c.requests, c.admitted, c.rejected, c.abandoned), (360, 190, 170, 170));
}

#[test]
fn t8_what_is_signed_in_the_log_is_not_signed_again() {
    let rows = [(0, "on_demand", 50)];
    for (inside, submissions) in [(true, 50), (false, 100)] {
        let mut recording = recording(&rows);
        recording["second_submissions"] = json!(inside);
        let ran =
            case(&[], &[("/traffic/recording", recording), ("/srvs/4.6.1/critical", json!(true))]);
        assert_eq!((ran.all().submissions, ran.all().served), (submissions, 50));
    }
}

#[test]
fn t8_a_recording_takes_the_place_of_its_users_streams_alone() {
    let streams = [super::sends("alpha", 7, 0), super::sends("beta", 11, 0)];
    let mut recording = recording(&[(0, "on_demand", 50)]);
    recording["users"] = json!({ "ids": ["alpha"] });
    let ran = case(&streams, &[("/traffic/recording", recording)]);
    assert_eq!((ran.user("alpha").served, ran.user("beta").served), (50, 11));
    let ran = case(&streams, &[("/traffic/recording", self::recording(&[(0, "on_demand", 50)]))]);
    assert_eq!((ran.user("alpha").served, ran.all().served), (50, 50));
}

//! What a fuzzer found worth keeping (`tests/fuzz`) is read, and run where it is tiny, without a panic.

use kit::{TOP, fuzzed};
use std::fs;

/// The bytes of each file that is kept for `target`.
fn kept(target: &str) -> Vec<Vec<u8>> {
    let folder = format!("{TOP}tests/fuzz/corpus/{target}");
    let files = fs::read_dir(folder).expect("a corpus").map(|f| f.expect("a file").path());
    let all: Vec<Vec<u8>> = files.map(|path| fs::read(path).expect("a file")).collect();
    assert!(!all.is_empty(), "{target} has a corpus");
    all
}

#[test]
fn readers_of_scenarios_tables_runs_and_logs_take_any_bytes() {
    kept("scenario_text").iter().for_each(|data| fuzzed::scenario_text(data));
    kept("scenario_changed").iter().for_each(|data| fuzzed::scenario_changed(data));
    let folder = tempfile::tempdir().expect("a folder");
    kept("run_file").iter().for_each(|data| fuzzed::run_file(data, folder.path()));
    kept("log").iter().for_each(|data| fuzzed::log(data, folder.path()));
    kept("table").iter().for_each(|data| fuzzed::table(data, folder.path()));
}

#[test]
fn c1_holds_in_tiny_runs_of_changed_scenarios_and_half_hours_taken_whole_are_the_same() {
    kept("tiny_run").iter().for_each(|data| fuzzed::tiny_run(data));
}

//! Shards: even to within one replication of a variant, whatever they are told by; each does its part and no more, and
//! the command without `--shard` makes of them, in any order, stopped or copied together, the bytes of one process.

use super::super::commands::{Ran, files_in, folder, headroom, program};
use super::{HALF_HOUR, bytes, fine, outside_runs, same};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

/// Four thresholds in each of two readings are eight variants; with today's system beside them nine systems.
const GRID: [&str; 6] = [
    "--vary",
    "/mechanism/operating_threshold=0.5..=0.8:0.1",
    "--with",
    "/mechanism/throttle_to=user_maximum",
    "--replications",
    "5",
];

/// What names the index of an array's task.
const INDICES: [&str; 7] = [
    "SLURM_ARRAY_TASK_ID",
    "HQ_TASK_ID",
    "PARALLEL_SEQ",
    "JOB_COMPLETION_INDEX",
    "AWS_BATCH_JOB_ARRAY_INDEX",
    "SGE_TASK_ID",
    "LSB_JOBINDEX",
];

fn sweep(folder: &Path, more: &[&str]) -> Ran {
    fine(folder, "sweep", &[&GRID[..], more].concat())
}

/// Replications that are kept in `out`, by the folder of their system, or pair of a variant and what stands beside it.
fn kept(out: &Path) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    for file in files_in(&out.join("runs")) {
        let (system, range) = file.split_once('/').expect("in a folder");
        let (from, to) = range.trim_end_matches(".json").split_once('-').expect("a range");
        let many = to.parse::<u32>().unwrap() - from.parse::<u32>().unwrap();
        *found.entry(system.to_owned()).or_default() += many;
    }
    found
}

#[test]
fn five_replications_of_eight_variants_on_eight_shards_are_five_each() {
    let folder = folder();
    let mut all = BTreeMap::new();
    for i in 1..=8 {
        let (out, shard) = (format!("part-{i}"), format!("{i}/8"));
        sweep(folder.path(), &["--alone", "--out", &out, "--shard", &shard]);
        let here = kept(&folder.path().join(&out));
        assert_eq!(here.values().sum::<u32>(), 5, "{shard}");
        here.into_iter().for_each(|(system, many)| *all.entry(system).or_default() += many);
    }
    assert_eq!(all.values().copied().collect::<Vec<u32>>(), [5; 8]);
}

#[test]
fn shards_of_any_number_in_any_order_and_stopped_between_give_the_bytes_of_one_process() {
    let folder = folder();
    sweep(folder.path(), &["--out", "once", "--threads", "1"]);
    let once = outside_runs(bytes(&folder.path().join("once")));
    // The third goes on with what the second left.
    for (out, parts) in [("one", [1, 1]), ("seven", [7, 7]), ("mixed", [2, 7]), ("many", [64, 64])]
    {
        let [some, all] = parts;
        let stopped = (1..=some).rev().step_by(2).map(|i| format!("{i}/{some}"));
        for shard in stopped.chain((1..=all).map(|i| format!("{i}/{all}"))) {
            let ran = sweep(folder.path(), &["--out", out, "--shard", &shard, "--format", "json"]);
            assert!(ran.out.is_empty() && ran.err.contains("the same command without --shard"));
            let here = bytes(&folder.path().join(out));
            assert!(here.keys().all(|f| f.starts_with("runs/")), "a shard only computes");
        }
        // Everything is there, and the merge runs nothing.
        let before = kept(&folder.path().join(out));
        assert!(before.values().all(|many| *many == 5), "{out}: {before:?}");
        sweep(folder.path(), &["--out", out]);
        assert_eq!(before, kept(&folder.path().join(out)), "{out}");
        same(&once, &outside_runs(bytes(&folder.path().join(out))), out);
    }
}

#[test]
fn shards_copied_together_give_the_bytes_of_one_process() {
    let folder = folder();
    sweep(folder.path(), &["--out", "once"]);
    let here = |name: &str| folder.path().join(name);
    for shard in ["2/3", "1/3", "3/3"] {
        let out = shard.replace('/', "-of-");
        sweep(folder.path(), &["--out", &out, "--shard", shard]);
        for (file, bytes) in bytes(&here(&out)) {
            let path = here("together").join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            assert!(!path.exists(), "no part does another's work");
            fs::write(path, bytes).unwrap();
        }
    }
    sweep(folder.path(), &["--out", "together"]);
    let whole = |name: &str| outside_runs(bytes(&here(name)));
    same(&whole("once"), &whole("together"), "copied together");
}

#[test]
fn every_kind_of_study_is_the_same_in_shards() {
    let year = ["national-year", "--set", "/start=2022-09-30T00:00", "--set", "/duration=3 days"];
    let kinds: [(&str, &[&str], &[&str]); 5] = [
        ("run", &HALF_HOUR, &["--replications", "3"]),
        ("compare", &HALF_HOUR, &["--with", "/mechanism/enabled=false", "--replications", "3"]),
        ("size", &HALF_HOUR, &["--thresholds", "0.6..=0.9:0.1", "--keep", "triggered<=1"]),
        ("sensitivity", &HALF_HOUR, &["--range", "/mechanism/operating_threshold=0.6..0.9"]),
        ("frequency", &year, &["--replications", "1"]),
    ];
    for (kind, scenario, more) in kinds {
        let folder = folder();
        let asked = [&[kind], scenario, more].concat();
        for way in
            [&["once"][..], &["parts", "--shard", "2/2"], &["parts", "--shard", "1/2"], &["parts"]]
        {
            let ran = headroom(folder.path(), &[&asked[..], &["--out"], way].concat());
            assert_eq!(ran.code, Some(0), "{kind}: {}", ran.err);
        }
        let [once, parts] = ["once", "parts"].map(|out| bytes(&folder.path().join(out)));
        same(&outside_runs(once), &outside_runs(parts), kind);
    }
}

#[test]
fn a_shard_done_again_alone_does_what_is_missing_of_its_part_and_no_more() {
    let folder = folder();
    let out = folder.path().join("d");
    let shard = |i: u32| sweep(folder.path(), &["--out", "d", "--shard", &format!("{i}/4")]).err;
    // One is lost, and its disk with it.
    for i in [1, 2, 4] {
        shard(i);
    }
    let before = kept(&out);
    let files = bytes(&out);
    assert!(shard(2).contains("part 2 of 4 is done, 0 replications were missing of it"));
    assert_eq!(files, bytes(&out), "nothing is done twice");
    let said = shard(3);
    let after = kept(&out);
    let done = after.values().sum::<u32>() - before.values().sum::<u32>();
    assert!(done > 0 && said.contains(&format!(", {done} replications were missing")), "{said}");
    assert!(after.values().all(|many| *many == 5), "{after:?}");
    assert!(files.iter().all(|(file, was)| bytes(&out).get(file) == Some(was)));
}

#[test]
fn the_index_of_an_array_s_task_says_which_part_is_its() {
    let folder = folder();
    let ran = |set: &[(&str, &str)]| {
        let args = [&["sweep"], &HALF_HOUR[..], &GRID, &["--out", "d", "--shard", "auto/8"]];
        let mut command = program(folder.path(), &args.concat());
        INDICES.iter().for_each(|name| _ = command.env_remove(name));
        let Output { status, stderr, .. } =
            command.envs(set.iter().copied()).output().expect("the program starts");
        (status.code(), String::from_utf8(stderr).expect("UTF-8"))
    };
    for (name, index, part) in [("SLURM_ARRAY_TASK_ID", "3", 3), ("JOB_COMPLETION_INDEX", "3", 4)] {
        let (code, err) = ran(&[(name, index)]);
        assert_eq!(code, Some(0), "{err}");
        assert!(err.contains(&format!("part {part} of 8 is done")), "{name}: {err}");
    }
    for (set, said) in [
        (&[][..], "found no index of an array's task"),
        (&[("PARALLEL_SEQ", "9")], "found PARALLEL_SEQ=\"9\" (GNU parallel), expected 1 to 8"),
        (&[("PARALLEL_SEQ", "1"), ("SGE_TASK_ID", "2")], "which differ"),
    ] {
        let (code, err) = ran(set);
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains(said) && err.contains("--shard"), "{err}");
    }
}

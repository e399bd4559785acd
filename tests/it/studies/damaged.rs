//! Files of a study that are not what they should be: refused in words, and nothing else is touched.

use super::super::commands::{Ran, files_in, folder};
use super::{bytes, change, fine, outside_runs, same, study, study_of};
use headroom_core::experiment::{RunsFolder, version};
use headroom_core::ledger::Folded;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

const COMPARE: [&str; 6] = ["--with", "/mechanism/hold=2", "--replications", "2", "--out", "study"];

fn compare(folder: &Path) -> Ran {
    study(folder, "compare", &COMPARE)
}

/// The kept files of the two settings.
fn kept(folder: &Path) -> [PathBuf; 2] {
    let runs = folder.join("study/runs");
    let files: Vec<PathBuf> = files_in(&runs).iter().map(|f| runs.join(f)).collect();
    files.try_into().expect("two files")
}

fn damaged(ran: &Ran, file: &Path, what: &str) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{what}: {}", ran.err);
    let name = file.file_name().unwrap().to_string_lossy();
    let folder = file.parent().unwrap().file_name().unwrap().to_string_lossy();
    let said = format!(
        "error: study/runs/{folder}/{name}: damaged\n  hint: remove it, and its replications are run again\n"
    );
    assert_eq!(ran.err, said, "{what}");
}

#[test]
fn a_run_file_that_is_not_as_it_was_written_is_refused_and_may_be_removed() {
    let folder = folder();
    fine(folder.path(), "compare", &COMPARE);
    let whole = bytes(&folder.path().join("study"));
    let [one, other] = kept(folder.path());
    let good = fs::read(&one).unwrap();
    let half = good.len() / 2;
    let mut flipped = good.clone();
    flipped[half] ^= 1;
    let line = good.iter().position(|b| *b == b'\n').unwrap();
    let cases = [
        ("cut off", good[..half].to_vec()),
        ("cut off after its first line", good[..=line].to_vec()),
        ("one bit changed", flipped),
        ("empty", Vec::new()),
        ("something after it", [&good[..], b"{}\n"].concat()),
        ("not UTF-8", [&good[..half], b"\xff", &good[half + 1..]].concat()),
        ("no JSON", b"runs\nruns\n".to_vec()),
        ("of other inputs", fs::read(&other).unwrap()),
    ];
    for (what, bad) in cases {
        fs::write(&one, &bad).unwrap();
        damaged(&compare(folder.path()), &one, what);
        assert_eq!(fs::read(&one).unwrap(), bad, "{what}: it is left for its owner");
    }
    same(&outside_runs(whole.clone()), &outside_runs(bytes(&folder.path().join("study"))), "kept");
    // Replications of another block under this one's name.
    let text = String::from_utf8(good).unwrap();
    fs::write(
        &one,
        text.replacen(r#""replications":{"start":0"#, r#""replications":{"start":1"#, 1),
    )
    .unwrap();
    damaged(&compare(folder.path()), &one, "other replications");
    fs::remove_file(&one).unwrap();
    fine(folder.path(), "compare", &COMPARE);
    same(&whole, &bytes(&folder.path().join("study")), "as the hint says");
}

#[test]
fn a_folder_in_the_place_of_a_run_file_is_refused() {
    let folder = folder();
    fine(folder.path(), "compare", &COMPARE);
    let [one, _] = kept(folder.path());
    fs::remove_file(&one).unwrap();
    fs::create_dir(&one).unwrap();
    let ran = compare(folder.path());
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(ran.err.contains("0-2.json: ") && !ran.err.contains("panicked"), "{}", ran.err);
    assert!(one.is_dir());
}

/// Every byte of the first line, and a part of those of the second.
#[test]
fn no_byte_of_a_run_file_can_change_unseen() {
    let folder = folder();
    let study = study_of(&kit::make::small_market(), &[], &[]);
    let plan = &study.variants[0].plan;
    let inputs = &plan.scenario.inputs;
    let runs = RunsFolder::new(folder.path());
    let folded = Folded::new(headroom_core::engine::run(plan, 0, false), &plan.traffic.pairs);
    runs.keep(inputs, &(0..1), &folded).expect("a folder");
    assert!(runs.read(inputs, &(0..1)).expect("what was kept") == folded);
    let file = folder.path().join(&files_in(folder.path())[0]);
    let good = fs::read(&file).unwrap();
    let first = good.iter().position(|b| *b == b'\n').unwrap();
    let second = (first + 1..good.len() - 1).step_by(7);
    let mut tried = 0;
    // The newline at the end, which says nothing, apart.
    for at in (0..=first).chain(second) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 7);
        fs::write(&file, bad).unwrap();
        let read = runs.read(inputs, &(0..1));
        assert!(read.is_err(), "byte {at} of {} is not missed", good.len());
        tried += 1;
    }
    assert!(tried > 500, "{tried}");
}

/// Names that people and file managers give to copies.
#[test]
fn files_that_are_not_named_as_ours_are_nobodys() {
    let folder = folder();
    fine(folder.path(), "compare", &COMPARE);
    let whole = outside_runs(bytes(&folder.path().join("study")));
    let [one, _] = kept(folder.path());
    for name in
        ["0-2.json~", "0-2 (1).json", "00-2.json", "+0-2.json", "2-0.json", "0-99.json", "x"]
    {
        fs::write(one.with_file_name(name), "mine").unwrap();
    }
    fine(folder.path(), "compare", &COMPARE);
    same(&whole, &outside_runs(bytes(&folder.path().join("study"))), "beside ours");
    assert_eq!(fs::read_to_string(one.with_file_name("00-2.json")).unwrap(), "mine");
}

#[test]
fn files_of_another_version_are_refused_and_left_alone() {
    let folder = folder();
    fine(folder.path(), "compare", &COMPARE);
    let [one, _] = kept(folder.path());
    let here = folder.path().join("study");
    let good = fs::read_to_string(&one).unwrap();
    let ours = format!(r#""headroom":"{}""#, env!("CARGO_PKG_VERSION"));
    let number = good.split(r#""results":"#).nth(1).expect("the version of results");
    let number = number.split(|c: char| !c.is_ascii_digit()).next().expect("a number");
    let results = format!(r#""results":{number}"#);
    for (from, to) in [(&ours, r#""headroom":"9.9.9""#), (&results, r#""results":999"#)] {
        assert!(good.contains(from.as_str()));
        fs::write(&one, good.replacen(from, to, 1)).unwrap();
        let before = bytes(&here);
        let ran = compare(folder.path());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
        assert!(
            ran.err.contains("0-2.json: made by headroom ") && ran.err.contains("999")
                || ran.err.contains("9.9.9"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains(&format!("; this is {}, whose", version())), "{}", ran.err);
        assert!(ran.err.ends_with("hint: take another --out, or remove the folder runs\n"));
        same(&before, &bytes(&here), "left alone");
    }
    fs::write(&one, good).unwrap();
    let mut study: Value =
        serde_json::from_slice(&fs::read(here.join("study.json")).unwrap()).unwrap();
    study["headroom"] = json!("0.0.9, results 1");
    fs::write(here.join("study.json"), study.to_string()).unwrap();
    let before = bytes(&here);
    let ran = compare(folder.path());
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    let said = format!(
        "error: study holds a study by headroom 0.0.9, results 1; this is {}, whose results may differ\n  hint: take another --out, or remove the folder\n",
        version()
    );
    assert_eq!(ran.err, said);
    same(&before, &bytes(&here), "left alone");
}

#[test]
fn a_study_that_names_files_elsewhere_has_none_of_them_removed() {
    let folder = folder();
    fine(folder.path(), "compare", &COMPARE);
    let here = folder.path().join("study");
    let elsewhere = folder.path().join("elsewhere.csv");
    let absolute = elsewhere.to_string_lossy().into_owned();
    let others = ["mine.csv", "tables/mine.txt", "tables/deep/mine.csv", "runs/mine.csv"];
    fs::create_dir_all(here.join("tables/deep")).unwrap();
    others.iter().for_each(|f| fs::write(here.join(f), "mine").unwrap());
    fs::write(&elsewhere, "mine").unwrap();
    fs::write(here.join("tables/old.csv"), "ours").unwrap();
    let mut study: Value =
        serde_json::from_slice(&fs::read(here.join("study.json")).unwrap()).unwrap();
    let named = json!([
        "../elsewhere.csv",
        "tables/../../elsewhere.csv",
        "charts/../../elsewhere.csv",
        absolute,
        format!("tables/{absolute}"),
        "tables/..",
        "tables/",
        "",
        ".",
        "study.json",
        7,
        null,
        "mine.csv",
        "tables/mine.txt",
        "tables/deep/mine.csv",
        "runs/mine.csv",
        "tables/deep",
        "tables/..\\..\\elsewhere.csv",
        "tables/old.csv"
    ]);
    study["files"] = named;
    fs::write(here.join("study.json"), study.to_string()).unwrap();
    fine(folder.path(), "compare", &COMPARE);
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine");
    for file in others {
        assert_eq!(fs::read_to_string(here.join(file)).unwrap(), "mine", "{file}");
    }
    assert!(!here.join("tables/old.csv").exists(), "what is ours goes");
    assert!(here.join("tables/deep").is_dir());
    // What is no study at all is overwritten without a word.
    for text in ["", "{", "[]", r#"{"files": {"tables/variants.csv": 1}}"#, "\u{0}"] {
        fs::write(here.join("study.json"), text).unwrap();
        fine(folder.path(), "compare", &COMPARE);
    }
}

/// A change of what is only said of a scenario is no other study.
#[test]
fn remarks_and_names_do_not_make_other_runs() {
    let [hold, why] =
        [change("/mechanism/hold", json!(7)), change("/events/flood/why", json!("because"))];
    let both = vec![hold.clone(), why];
    let study = study_of(&kit::make::small_market(), &[vec![hold], both], &[]);
    let inputs = |v: usize| &study.variants[v].plan.scenario.inputs;
    assert_ne!(inputs(0), inputs(1));
    assert_eq!(inputs(1), inputs(2));
}

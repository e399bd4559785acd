//! A folder is one study: whoever writes it, is killed in it or changes a byte of it, nothing shows a number of another.

use super::super::commands::{Ran, files_in, folder, headroom, program};
use super::{HALF_HOUR, bytes, outside_runs, same};
use headroom_core::experiment::SealedStudy;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Two studies that have the same tables with other numbers.
const GRIDS: [&str; 2] =
    ["/mechanism/operating_threshold=0.5..=0.7:0.1", "/gateway/max_capacity=5/s..=7/s:1/s"];

fn args(grid: usize) -> Vec<&'static str> {
    let more = ["--vary", GRIDS[grid], "--replications", "3", "--out", "d"];
    [&["sweep"], &HALF_HOUR[..], &more].concat()
}

fn start(folder: &Path, grid: usize) -> Child {
    let mut command = program(folder, &args(grid));
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

fn finish(child: Child) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = child.wait_with_output().expect("an end");
    (status.code(), String::from_utf8(stderr).expect("UTF-8"))
}

type Files = BTreeMap<String, Vec<u8>>;

/// The files of each study, made alone.
fn alone() -> [Files; 2] {
    [0, 1].map(|grid| {
        let folder = folder();
        let ran = headroom(folder.path(), &args(grid));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        outside_runs(bytes(&folder.path().join("d")))
    })
}

fn report(folder: &Path) -> Ran {
    headroom(folder, &["report", "d", "--out", "page.html"])
}

fn at_once(times: usize) {
    let alone = alone();
    let mut refused = 0;
    for n in 0..times {
        let folder = folder();
        let both = [start(folder.path(), 0), start(folder.path(), 1)].map(finish);
        for (code, err) in &both {
            let held = err.contains("another study is being written here");
            assert!(*code == Some(0) || (*code == Some(2) && held), "{n}: {err}");
        }
        refused += both.iter().filter(|(code, _)| *code == Some(2)).count();
        assert!(both.iter().any(|(code, _)| *code == Some(0)), "{n}");
        let is = outside_runs(bytes(&folder.path().join("d")));
        assert!(alone.contains(&is), "{n}: the folder is that of one of the two");
        assert_eq!(report(folder.path()).code, Some(0));
        assert!(files_in(folder.path()).iter().all(|f| !f.contains(".headroom-")));
    }
    println!("{times} tries, {refused} refused");
    assert!(refused * 2 >= times, "{refused} of {times} met");
}

#[test]
fn of_two_studies_at_once_in_one_folder_one_is_refused() {
    at_once(4);
}

#[test]
#[ignore = "two hundred tries, for the record"]
fn of_two_studies_at_once_in_one_folder_one_is_refused_two_hundred_times() {
    at_once(200);
}

fn killed_over_another(times: usize) {
    let alone = alone();
    let folder = folder();
    let d = folder.path().join("d");
    let run = |grid: usize| {
        let (code, err) = finish(start(folder.path(), grid));
        assert_eq!(code, Some(0), "{err}");
        same(&alone[grid], &outside_runs(bytes(&d)), "as alone");
        assert!(files_in(folder.path()).iter().all(|f| !f.contains(".headroom-")), "nothing left");
    };
    run(1);
    run(0);
    // Its runs are kept: what is killed is mostly the writing.
    let began = Instant::now();
    run(1);
    let lasts = began.elapsed();
    run(0);
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(7);
    let (mut kills, mut refused) = (0, 0);
    for n in 0..times {
        let mut child = start(folder.path(), 1);
        std::thread::sleep(lasts.mul_f64(dice.random::<f64>()));
        child.kill().expect("it was not waited for");
        kills += usize::from(finish(child).0.is_none());
        let ran = report(folder.path());
        assert!(!ran.err.contains("panicked"), "{n}: {}", ran.err);
        match ran.code {
            Some(0) => {
                let page = fs::read(folder.path().join("page.html")).unwrap();
                assert!(
                    alone.iter().any(|files| files["report.html"] == page),
                    "{n}: a page of both"
                );
            }
            code => {
                assert_eq!(code, Some(2), "{n}: {}", ran.err);
                assert!(ran.err.contains("start the study again"), "{n}: {}", ran.err);
                refused += 1;
            }
        }
        run(1);
        run(0);
    }
    println!("{kills} kills, {refused} folders refused, each mended");
}

#[test]
fn a_folder_in_which_a_study_was_killed_over_another_is_refused_or_whole_and_is_mended() {
    killed_over_another(4);
}

#[test]
#[ignore = "two hundred kills, for the record"]
fn a_folder_in_which_a_study_was_killed_over_another_two_hundred_times_is_refused_or_whole() {
    killed_over_another(200);
}

/// One change of a file of the folder, by a draw.
fn mutated(d: &Path, good: &Files, names: &[&String], dice: &mut Xoshiro256PlusPlus) -> String {
    let name = names[dice.random_range(0..names.len())];
    let other = names[dice.random_range(0..names.len())];
    let mut bytes = good[name].clone();
    let at = dice.random_range(0..bytes.len());
    match dice.random_range(0..6) {
        0..3 => bytes[at] ^= 1 << dice.random_range(0..8),
        3 => bytes.truncate(at),
        4 => bytes.clone_from(&good[other]),
        _ => {
            fs::write(d.join(other), &bytes).unwrap();
            bytes.clone_from(&good[other]);
        }
    }
    fs::write(d.join(name), bytes).unwrap();
    format!("{name}, {other}, {at}")
}

fn mutations(times: usize) {
    let folder = folder();
    let d = folder.path().join("d");
    assert_eq!(headroom(folder.path(), &args(0)).code, Some(0));
    let good = outside_runs(bytes(&d));
    let names: Vec<&String> = good.keys().collect();
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(3);
    let mut refused = 0;
    for _ in 0..times {
        let what = mutated(&d, &good, &names, &mut dice);
        let ran = report(folder.path());
        assert!(!ran.err.contains("panicked"), "{what}: {}", ran.err);
        if ran.code == Some(0) {
            let page = fs::read(folder.path().join("page.html")).unwrap();
            assert!(page == good["report.html"], "{what}: a page of other numbers");
        } else {
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{what}: {}", ran.err);
            assert!(ran.err.starts_with("error: d"), "{what}: {}", ran.err);
            refused += 1;
        }
        for (name, bytes) in &good {
            fs::write(d.join(name), bytes).unwrap();
        }
    }
    println!("{refused} of {times} refused");
    assert!(refused * 10 > times * 8, "{refused} of {times}");
}

#[test]
fn no_byte_of_a_folder_can_change_and_be_shown() {
    mutations(120);
}

#[test]
#[ignore = "a thousand changes, for the record"]
fn no_byte_of_a_folder_can_change_and_be_shown_in_a_thousand_changes() {
    mutations(1_000);
}

#[test]
fn every_file_of_a_study_has_its_digest_and_a_page_of_a_user_gets_one() {
    let folder = folder();
    let d = folder.path().join("d");
    let more = [&args(0)[..], &["--workbook", "--packs"]].concat();
    assert_eq!(headroom(folder.path(), &more).code, Some(0));
    let known = || SealedStudy::read(&d).expect("whole").expect("a study");
    let study = known();
    for file in files_in(&d).iter().filter(|f| *f != "study.json" && !f.starts_with("runs/")) {
        study.file(file).unwrap_or_else(|why| panic!("{why}"));
    }
    let ran = headroom(folder.path(), &["report", "d", "--user", "supplier-b"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    known().file("report-supplier-b.html").unwrap_or_else(|why| panic!("{why}"));
    fs::write(d.join("tables/users.csv"), "mine").unwrap();
    let ran = headroom(
        folder.path(),
        &["explain", "d", "--user", "supplier-b", "--at", "10:05", "--variant", "1"],
    );
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("d/tables/users.csv: not what was written"), "{}", ran.err);
}

#[test]
fn a_pipe_a_device_or_an_endless_file_is_refused_and_not_waited_for() {
    let folder = folder();
    let d = folder.path().join("d");
    assert_eq!(headroom(folder.path(), &args(0)).code, Some(0));
    let whole = bytes(&d);
    let run = files_in(&d).into_iter().find(|f| f.starts_with("runs/")).expect("a run");
    let fifo = |path: &Path| {
        assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
    };
    let device = |path: &Path| symlink("/dev/zero", path).unwrap();
    let endless = |path: &Path| fs::File::create(path).unwrap().set_len(1 << 40).unwrap();
    let began = Instant::now();
    for (file, command) in [
        (run.as_str(), args(0)),
        ("tables/users.parquet", vec!["report", "d"]),
        ("study.json", vec!["report", "d"]),
        ("study.json", vec!["explain", "d", "--user", "supplier-b", "--at", "10:05"]),
    ] {
        for make in [&fifo as &dyn Fn(&Path), &device, &endless] {
            fs::remove_file(d.join(file)).unwrap();
            make(&d.join(file));
            let ran = headroom(folder.path(), &command);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{file}: {}", ran.err);
            assert!(ran.err.starts_with("error: d/"), "{file}: {}", ran.err);
        }
        fs::remove_file(d.join(file)).unwrap();
        fs::write(d.join(file), &whole[file]).unwrap();
    }
    assert!(began.elapsed() < Duration::from_secs(60));
}

#[test]
fn files_are_for_whom_the_umask_lets() {
    for (umask, mode) in [("077", 0o600), ("022", 0o644), ("002", 0o664)] {
        let folder = folder();
        let script = format!("umask {umask}; exec \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_headroom")]);
        let ran = command.args(args(0)).current_dir(folder.path()).output().expect("a shell");
        assert!(ran.status.success());
        for file in files_in(folder.path()) {
            let is = fs::metadata(folder.path().join(&file)).unwrap().permissions().mode() & 0o777;
            assert_eq!(is, mode, "{file} under {umask}");
        }
    }
}

#[test]
fn a_folder_that_was_never_a_study_s_is_refused_and_left_alone() {
    for file in ["report.html", "tables/mine.csv", "study.xlsx", "study.json"] {
        let folder = folder();
        let path = folder.path().join("d").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine").unwrap();
        let ran = headroom(folder.path(), &args(0));
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{file}: {}", ran.err);
        assert!(ran.err.contains("a folder that is no study's"), "{file}: {}", ran.err);
        assert_eq!(files_in(folder.path()), [format!("d/{file}")]);
    }
}

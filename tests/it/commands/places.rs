//! Readers that go away, disks that are full, folders that cannot be written.

use super::{files_in, folder, headroom, program, short};
use std::fs;
use std::process::{Output, Stdio};

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let folder = folder();
    for args in
        [&["schema"][..], &["check", "ordinary-day"], &short(&["--format", "json"]), &["--help"]]
    {
        let mut command = program(folder.path(), args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let Output { status, stderr, .. } = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&stderr);
        assert_eq!(status.code(), Some(0), "{args:?}: {err}");
        assert!(!err.contains("panicked"), "{args:?}: {err}");
    }
}

#[test]
fn talk_that_nobody_hears_is_no_fault() {
    let folder = folder();
    for args in [&["check", "ordinary-day"][..], &short(&[])] {
        let mut child = program(folder.path(), args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_exits_2() {
    let folder = folder();
    for args in [&["schema"][..], &["check", "minimal"], &short(&[])] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let Output { status, stderr, .. } =
            program(folder.path(), args).stdout(full).output().unwrap();
        let err = String::from_utf8_lossy(&stderr);
        assert_eq!(status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains("could not write the answer"), "{args:?}: {err}");
    }
}

/// A path under a regular file: no folder can be made there, whoever asks.
#[test]
fn a_folder_that_cannot_be_written_exits_2_says_so_and_leaves_nothing() {
    let folder = folder();
    fs::write(folder.path().join("file"), "mine").unwrap();
    let ran = headroom(folder.path(), &short(&["--out", "file/study"]));
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(
        ran.err.contains("--out: file is a file") && !ran.err.contains("panicked"),
        "{}",
        ran.err
    );
    assert_eq!(files_in(folder.path()), ["file"]);
    assert_eq!(fs::read_to_string(folder.path().join("file")).unwrap(), "mine");
}

/// Nobody should wait for a simulation to learn that its folder cannot be written.
#[test]
fn a_folder_that_cannot_be_written_is_noticed_before_the_run() {
    let folder = folder();
    fs::write(folder.path().join("file"), "mine").unwrap();
    let long = ["run", "minimal", "--out", "file/study", "--replications", "1000000"];
    let mut child =
        program(folder.path(), &long).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let started = std::time::Instant::now();
    let code = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status.code(),
            None if started.elapsed().as_secs() >= 20 => {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("still running");
            }
            None => std::thread::sleep(std::time::Duration::from_millis(50)),
        }
    };
    assert_eq!(code, Some(2));
}

#[test]
fn a_study_that_takes_the_place_of_another_says_of_which() {
    let folder = folder();
    let said = |more: &[&str]| headroom(folder.path(), &[&["run", "minimal"], more].concat()).err;
    let of = "this takes the place of `headroom run minimal` in reports/minimal";
    assert!(!said(&[]).contains("takes the place"));
    assert!(!said(&["--workbook"]).contains("takes the place"), "the same study");
    assert!(said(&["--seed", "9"]).contains(of));
}

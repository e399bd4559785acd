//! A sweep that is killed goes on where it stopped; one that is asked to end says how.

use super::super::commands::{files_in, folder, program};
use super::{HALF_HOUR, bytes, same};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The program, to be run in `folder` with the signals `ignored` left ignored and the others as they are by default, however
/// the tests themselves were started.
fn ignoring(ignored: &[&str], folder: &Path, args: &[&str]) -> Command {
    let plain = program(folder, args);
    // Elsewhere `env` knows no signals.
    if !cfg!(target_os = "linux") {
        return plain;
    }
    let mut command = Command::new("env");
    command.arg("--default-signal=INT,TERM,HUP");
    command.args(ignored.iter().map(|name| format!("--ignore-signal={name}")));
    command.arg(plain.get_program()).args(plain.get_args());
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// A sweep of `replications`, started.
fn start(folder: &Path, out: &str, replications: &str) -> Child {
    start_ignoring(&[], folder, out, replications)
}

fn start_ignoring(ignored: &[&str], folder: &Path, out: &str, replications: &str) -> Child {
    let grid = ["--vary", "/mechanism/operating_threshold=0.5..=0.8:0.1", "--with"];
    let more = ["/mechanism/enabled=false", "--replications", replications, "--out", out];
    let args = [&["sweep"], &HALF_HOUR[..], &grid, &more, &["--threads", "2"]].concat();
    let mut command = ignoring(ignored, folder, &args);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

fn finish(child: Child) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = child.wait_with_output().expect("an end");
    (status.code(), String::from_utf8(stderr).expect("UTF-8"))
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-s", name, &id]).status().expect("kill").success());
}

/// Every file under its final name is whole: those of `runs` have the digest that they say.
fn nothing_is_torn(folder: &Path) {
    for (file, bytes) in bytes(folder) {
        let text = || std::str::from_utf8(&bytes).expect("text");
        let whole = match file.rsplit_once('.').map(|(_, e)| e) {
            Some("parquet") => bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"),
            Some("csv") => text().ends_with('\n'),
            Some("json") if file.starts_with("runs/") => {
                let (head, body) = text().split_once('\n').expect("two lines");
                let head: Value = serde_json::from_str(head).expect("JSON");
                let digest = blake3::hash(body.trim_end().as_bytes()).to_hex();
                head["digest"] == digest.as_str()
            }
            Some("json") => serde_json::from_str::<Value>(text()).is_ok(),
            Some("svg") => text().trim_end().ends_with("</svg>"),
            Some("html") => text().trim_end().ends_with("</html>"),
            _ => false,
        };
        assert!(whole, "{file} is torn");
    }
}

/// Kills a sweep so many times, at moments anywhere in it, each time going on; when it has come to
/// its end all the same, it begins again in a new folder.
fn killed(times: usize) {
    let folder = folder();
    let began = Instant::now();
    assert_eq!(finish(start(folder.path(), "undisturbed", "30")).0, Some(0));
    let lasts = began.elapsed();
    let undisturbed = bytes(&folder.path().join("undisturbed"));
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(1);
    let (mut kills, mut ends) = (0, 0);
    while kills < times {
        let out = format!("study-{ends}");
        let path = folder.path().join(&out);
        let mut child = start(folder.path(), &out, "30");
        // What goes on is done sooner: a moment of its first two thirds hits it more often than not.
        sleep(lasts.mul_f64(dice.random::<f64>() * 0.67));
        child.kill().expect("it was not waited for");
        let (code, err) = finish(child);
        kills += usize::from(code.is_none());
        // It may be killed before it has made its folder.
        if path.exists() {
            nothing_is_torn(&path);
        }
        if code.is_none() && kills < times {
            continue;
        }
        if code.is_none() {
            assert_eq!(finish(start(folder.path(), &out, "30")).0, Some(0));
        } else {
            assert_eq!(code, Some(0), "{err}");
        }
        same(&undisturbed, &bytes(&path), &format!("after {kills} kills"));
        ends += 1;
    }
    println!("{kills} kills, {ends} studies came to their end, each the same to the byte");
}

#[test]
fn a_sweep_that_is_killed_goes_on_and_ends_the_same_to_the_byte() {
    killed(6);
}

/// Four minutes of it: `cargo test --test it -- --ignored killed_two_hundred`.
#[test]
#[ignore = "two hundred kills, for the record"]
fn a_sweep_that_is_killed_two_hundred_times_ends_the_same_to_the_byte() {
    killed(200);
}

/// Waits until something of the sweep in `out` is kept.
fn until_something_is_kept(out: &Path) {
    let began = Instant::now();
    while !out.join("runs").exists() || files_in(&out.join("runs")).is_empty() {
        assert!(began.elapsed().as_secs() < 60, "nothing is kept after a minute");
        sleep(Duration::from_millis(2));
    }
}

/// That it says how to go on, and that something is kept.
fn says_how_to_go_on((code, err): (Option<i32>, String), what: &str) {
    assert_eq!(code, Some(130), "{what}: {err}");
    // On a busy machine it says before how long it will take.
    let err = err.find("error: ").map_or("", |from| &err[from..]);
    assert!(err.starts_with("error: interrupted: "), "{what}: {err}");
    assert!(err.contains(" replications are kept in") && !err.contains(": 0 of"), "{what}: {err}");
    assert!(err.ends_with("\n  hint: start it again to go on\n"), "{what}: {err}");
}

#[test]
fn a_sweep_that_is_asked_to_end_exits_130_keeps_what_is_whole_and_goes_on_to_the_same_bytes() {
    let folder = folder();
    assert_eq!(finish(start(folder.path(), "undisturbed", "60")).0, Some(0));
    let undisturbed = bytes(&folder.path().join("undisturbed"));
    for name in ["INT", "TERM", "HUP"] {
        let out = folder.path().join(name);
        let child = start(folder.path(), name, "60");
        until_something_is_kept(&out);
        signal(&child, name);
        says_how_to_go_on(finish(child), name);
        nothing_is_torn(&out);
        let kept = bytes(&out);
        assert!(!kept.is_empty() && kept.keys().all(|f| f.starts_with("runs/")), "{kept:?}");
        assert!(files_in(&out).len() == kept.len(), "no temporary file is left");
        assert_eq!(finish(start(folder.path(), name, "60")).0, Some(0));
        same(&undisturbed, &bytes(&out), name);
    }
}

/// As `nohup` starts it, and a script in its background.
#[test]
#[cfg(target_os = "linux")]
fn a_signal_that_was_left_ignored_does_nothing_and_the_others_are_heard() {
    let folder = folder();
    for (ignored, heard) in [("HUP", "TERM"), ("HUP", "INT"), ("INT", "TERM"), ("INT", "HUP")] {
        let name = format!("{heard} with {ignored} ignored");
        // More than it comes to before it is asked to end.
        let mut child = start_ignoring(&[ignored], folder.path(), &name, "5000");
        until_something_is_kept(&folder.path().join(&name));
        // Two that were heard would end it at once.
        for _ in 0..2 {
            signal(&child, ignored);
            sleep(Duration::from_millis(100));
        }
        assert_eq!(child.try_wait().unwrap(), None, "{name}: it goes on");
        signal(&child, heard);
        says_how_to_go_on(finish(child), &name);
    }
}

/// A half-hour of Great Britain in cells of a second, with eight thresholds: minutes of work in which
/// nobody looks whether it is still wanted.
#[test]
fn a_second_ctrl_c_ends_at_once() {
    let folder = folder();
    let args = [
        &["sweep", "denial-of-service", "--set", "/start=2022-07-06T10:00"][..],
        &["--set", "/duration=30 min", "--set", "/resolution=1 s", "--threads", "1"],
        &["--vary", "/mechanism/operating_threshold=0.5..=0.85:0.05", "--out", "study"],
    ];
    let mut command = ignoring(&[], folder.path(), &args.concat());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    while !folder.path().join("study").exists() {
        assert!(began.elapsed().as_secs() < 60, "it does not begin");
        sleep(Duration::from_millis(5));
    }
    // By then it watches; a cell or two are done.
    sleep(Duration::from_millis(500));
    signal(&child, "INT");
    sleep(Duration::from_millis(300));
    assert_eq!(child.try_wait().unwrap(), None, "the first waits for the half-hour in hand");
    signal(&child, "INT");
    let asked = Instant::now();
    while child.try_wait().unwrap().is_none() && asked.elapsed().as_secs() < 2 {
        sleep(Duration::from_millis(5));
    }
    let ended = child.try_wait().unwrap();
    child.kill().unwrap();
    let (_, err) = finish(child);
    assert_eq!(ended.map(|e| e.code()), Some(Some(130)), "it goes on after the second");
    assert!(!err.contains("interrupted:"), "the first ended it: {err}");
}

#[test]
fn what_is_interrupted_before_a_block_is_whole_says_that_nothing_is_kept() {
    let folder = folder();
    for command in [&["sweep"][..], &["recommend", "--grid-only"]] {
        // Half a minute of work before ten replications are done.
        let more = ["denial-of-service", "--set", "/resolution=1 s", "--replications", "10"];
        let grid = ["--vary", "/mechanism/operating_threshold=0.5..=0.8:0.1"];
        let to = ["--threads", "1", "--out", "study"];
        let args = [command, &more[..], &grid, &to].concat();
        let mut child = ignoring(&[], folder.path(), &args);
        let child = child.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let began = Instant::now();
        while !folder.path().join("study").exists() {
            assert!(began.elapsed().as_secs() < 60, "it does not begin");
            sleep(Duration::from_millis(5));
        }
        // By then it watches.
        sleep(Duration::from_millis(2_000));
        signal(&child, "INT");
        let (code, err) = finish(child);
        assert_eq!(code, Some(130), "{err}");
        assert!(err.contains("interrupted: nothing is kept, since "), "{err}");
        assert!(!err.contains("start it again"), "{err}");
        assert!(!folder.path().join("study").exists(), "{command:?}");
    }
}

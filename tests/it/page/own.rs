//! Users' own pages do not grow stale: when a study is run anew those that headroom made are made again or taken
//! away, and nobody else's file is touched.

use crate::commands::{folder, headroom};
use crate::studies::fine;
use std::fs;

#[test]
fn own_pages_follow_the_study_and_files_of_others_stay() {
    let folder = folder();
    let run = |seed: &str| {
        let more = ["--seed", seed, "--replications", "1", "--out", "r", "--quiet"];
        fine(folder.path(), "run", &more);
    };
    run("1");
    let here = folder.path().join("r");
    for user in ["supplier-a", "supplier-b"] {
        let made = headroom(folder.path(), &["report", "r", "--user", user, "--quiet"]);
        assert_eq!(made.code, Some(0), "{}", made.err);
    }
    let own = here.join("report-supplier-b.html");
    let first = fs::read(&own).expect("its page");
    // One of a User that the study does not have, and two that others wrote.
    fs::copy(&own, here.join("report-gone.html")).expect("a copy");
    fs::write(here.join("report-notes.html"), "<p>mine</p>").expect("a file");
    fs::write(here.join("notes.html"), &first).expect("a file");
    run("2");
    let second = fs::read(&own).expect("its page");
    assert!(second != first, "another seed, another page");
    let again = headroom(folder.path(), &["report", "r", "--user", "supplier-b", "--quiet"]);
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(fs::read(&own).expect("its page") == second, "as it would be made by hand");
    assert!(!here.join("report-gone.html").exists());
    assert_eq!(fs::read_to_string(here.join("report-notes.html")).expect("mine"), "<p>mine</p>");
    assert!(fs::read(here.join("notes.html")).expect("mine") == first);
}

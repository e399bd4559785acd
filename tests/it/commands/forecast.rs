//! What a command takes is said before it takes it.

use super::{folder, headroom};

/// The sentence of stderr that says it, without what depends on the machine.
fn foretold(err: &str) -> Option<(&str, &str)> {
    let line = err.lines().find(|line| line.contains("about ") || line.contains("less than"))?;
    line.split_once(": ").map(|(takes, of)| (takes, of.trim()))
}

#[test]
fn check_says_time_memory_and_cells_of_a_run_on_stderr() {
    let folder = folder();
    let checked = headroom(folder.path(), &["check", "minimal"]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    let (takes, of) = foretold(&checked.err).unwrap_or_else(|| panic!("{}", checked.err));
    assert!(takes.starts_with("headroom run minimal takes "), "{takes}");
    assert!(takes.ends_with(" MB") || !cfg!(target_os = "linux"), "{takes}");
    assert_eq!(of, "5 replications of 2 systems, 1 080 cells each");
    assert!(!checked.out.contains("headroom run"), "stdout is the same on every machine");
    assert_eq!(headroom(folder.path(), &["check", "minimal", "--quiet"]).err, "");
}

#[test]
fn threads_are_bounded_by_a_word_and_by_what_there_is_to_do() {
    let folder = folder();
    let run = |threads: &str| {
        let args = ["run", "minimal", "--replications", "2", "--alone", "--threads", threads];
        headroom(folder.path(), &args)
    };
    let refused = run("10000");
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.contains("expected at most 1024"), "{}", refused.err);
    assert_eq!(run("1000").code, Some(0));
}

#[test]
fn what_short_cells_cost_is_said_before_it_is_taken() {
    let folder = folder();
    let ran = headroom(folder.path(), &["check", "minimal", "--set", "/resolution=\"1 ms\""]);
    // Gigabytes on each thread: said, or refused where the machine has not got them.
    let said = ran.err.contains("GB of memory or more, for cells as short as these");
    let refused =
        ran.err.contains("not enough memory") && ran.err.contains("a coarser /resolution");
    assert!(said && ran.code == Some(0) || refused && ran.code == Some(2), "{}", ran.err);
}

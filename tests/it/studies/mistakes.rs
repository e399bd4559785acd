//! Mistakes in what is asked of a study: exit code 2, every fault at once, and nothing written.

use super::super::commands::{files_in, folder, headroom};
use super::{bytes, fine};
use serde_json::Value;

/// What `command` of `minimal` says to `more`, which is wrong.
fn told(command: &str, more: &[&str]) -> String {
    let folder = folder();
    let ran = headroom(folder.path(), &[&[command, "minimal"], more].concat());
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{more:?}: {}", ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    assert_eq!(files_in(folder.path()), [] as [String; 0], "{more:?} left something behind");
    ran.err
}

/// The same of a sweep with these axes, on as many lines as it has.
fn axes(axes: &[&str]) -> String {
    told("sweep", &axes.iter().flat_map(|a| ["--vary", a]).collect::<Vec<&str>>())
}

#[test]
fn a_grid_that_is_none_is_refused_in_words() {
    for (values, said) in [
        ("/mechanism/hold=[3,2]", "2 follows 3: a grid must rise"),
        ("/mechanism/hold=[3,3]", "3 follows 3: a grid must rise"),
        ("/mechanism/window=[\"60 s\",\"60 s\"]", "must rise"),
        ("/mechanism/throttle_to=[\"a\",\"b\",\"a\"]", "\"a\" stands twice"),
        ("/mechanism/hold=3..=1:1", "a grid must rise"),
        ("/mechanism/hold=[]", "an empty list"),
        ("/mechanism/hold=5", "neither a list nor a range"),
        ("mechanism/hold=[5]", "does not begin with /"),
        ("/mechanism/hold=0..=10000:1", "at most 10000 values"),
    ] {
        let err = axes(&[values]);
        assert!(err.contains(said) && err.contains("--vary"), "{values}: {err}");
    }
    assert!(told("sweep", &[]).contains("--vary"));
    assert!(told("compare", &[]).contains("--with"));
    for shard in ["0/3", "4/3", "1/0", "1", "1/3/3", "a/b", "auto", "auto/0"] {
        let err = told("sweep", &["--vary", "/mechanism/hold=[1,2]", "--shard", shard]);
        assert!(err.contains("--shard"), "{shard}: {err}");
    }
}

#[test]
fn settings_have_names_of_their_own_and_the_same_draws() {
    let two = ["--with", "as it stands: /mechanism/hold=3"];
    assert!(told("compare", &two).contains("\"as it stands\" twice"));
    let named = ["--with", "a: /mechanism/hold=3", "--with", "a: /mechanism/hold=4"];
    assert!(told("compare", &named).contains("\"a\" twice"));
    assert!(
        told("compare", &["--with", "/seed=2"]).contains("hint: more draws are --replications")
    );
    assert!(axes(&["/seed=[1,2]"]).contains("--vary: /seed"));
}

#[test]
fn every_fault_of_every_variant_is_told_once() {
    let err = axes(&["/mechanism/hold=[1,\"x\",0.5]", "/mechanism/window=[\"7 s\",\"30 s\"]"]);
    insta::assert_snapshot!(err, @r#"
    error: --vary: /mechanism/window
      found:    7 s
      expected: a whole number of cells of 10 s, at least one (T1)
    error: --vary: /mechanism/hold
      found:    "x"
      expected: a whole number from 1 to 10000
    error: --vary: /mechanism/hold
      found:    0.5
      expected: a whole number from 1 to 10000
    3 faults
    "#);
    let err =
        told("sweep", &["--vary", "/mechanism/hold=[2,3]", "--with", "/gateway/max_capacity=-1"]);
    insta::assert_snapshot!(err, @r#"
    error: --with: /gateway/max_capacity
      found:    -1
      expected: a rate, such as "270/s" or "15/min", or requests a second as a number, from 0 to 1e12
    1 fault
    "#);
    let err = axes(&["/mechanism/held=[2,3]"]);
    insta::assert_snapshot!(err, @r#"
    error: --vary: /mechanism/held
      found:    a key that is not known
      expected: one of enabled, operating_threshold, measure, detect, window, release, hold, throttle_to, pace, prioritised_use_allocation, threshold_follows_capacity, prioritised, allocation, signal, retry_after, early_warning, buffer
      hint: did you mean `hold`?
    1 fault
    "#);
    // What is wrong without any change is told as the scenario's.
    let err = told("sweep", &["--vary", "/mechanism/hold=[2,3]", "--set", "/mechanism/hold=0"]);
    assert!(err.starts_with("error: --set: /mechanism/hold\n"), "{err}");
    assert!(err.ends_with("\n1 fault\n"), "{err}");
}

#[test]
fn what_cannot_be_varied_is_refused() {
    insta::assert_snapshot!(axes(&["/replications=[1,2]"]), @r#"
    error: --vary: /replications
      found:    an axis
      expected: a value that decides what a replication shows
    1 fault
    "#);
    insta::assert_snapshot!(
        axes(&["/mechanism/hold=[1,2]", "/mechanism/window=[\"60 s\"]", "/mechanism/hold=[3,4]"]),
        @r#"
    error: --vary: /mechanism/hold
      found:    two axes
      expected: each pointer once
    1 fault
    "#
    );
    // The same place by another name.
    let lasts =
        ["/events/0/lasts=[\"5 min\",\"6 min\"]", "/events/runaway-adapter/lasts=[\"7 min\"]"];
    insta::assert_snapshot!(axes(&lasts), @r#"
    error: --vary: /events/0/lasts
      found:    an axis that changes nothing
      expected: a value that decides what a replication shows
      hint: no other axis may set the same place, and `why` decides nothing
    1 fault
    "#);
    for idle in ["/why=[\"so\",\"or so\"]", "/gateway/source=[\"a\",\"b\"]"] {
        assert!(axes(&[idle]).contains("an axis that changes nothing"), "{idle}");
    }
    for (idle, what) in [("/ranges=[]", "/ranges"), ("/gateway/why=\"so\"", "/gateway/why")] {
        let err = told("compare", &["--with", idle]);
        assert!(err.starts_with(&format!("error: --with: {what}\n")), "{err}");
        assert!(err.contains("expected: a value that decides what a replication shows"), "{err}");
    }
    for pointer in ["/name", "/extends", "/replications"] {
        let err = axes(&[&format!("{pointer}=[1,2]")]);
        assert!(err.starts_with(&format!("error: --vary: {pointer}\n")), "{err}");
        let err = told("compare", &["--with", &format!("{pointer}=2")]);
        assert!(err.starts_with(&format!("error: --with: {pointer}\n")), "{err}");
    }
}

#[test]
fn what_is_set_again_is_refused_and_not_run_under_another_name() {
    let hold = "/mechanism/hold=[2,3]";
    let err = told("sweep", &["--vary", hold, "--with", "/mechanism/hold=4"]);
    assert!(err.starts_with("error: --with: /mechanism/hold\n"), "{err}");
    assert!(err.contains("a setting that changes nothing"), "{err}");
    let err = told(
        "sweep",
        &[
            "--vary",
            hold,
            "--with",
            "/events/0/lasts=\"5 min\"",
            "--with",
            "again: /events/runaway-adapter/lasts=\"5 min\"",
        ],
    );
    assert!(err.contains("a setting that changes nothing"), "{err}");
    let err =
        told("compare", &["--with", "a: /mechanism/hold=4", "--with", "b: /mechanism/hold=4"]);
    assert!(err.contains("the setting ‘b’, which another is"), "{err}");
    let err = told("compare", &["--with", "/mechanism/hold=4; /mechanism/hold=3"]);
    assert!(err.contains("/mechanism/hold is set twice"), "{err}");
    for twice in [
        ["--set", "/mechanism/hold=4", "--set", "/mechanism/hold=3"],
        ["--seed", "3", "--set", "/seed=4"],
    ] {
        let err = told("run", &twice);
        assert!(err.contains("set twice") && err.contains("each place once"), "{err}");
    }
}

#[test]
fn a_thousand_million_variants_are_refused_at_once() {
    let began = std::time::Instant::now();
    let err = axes(&[
        "/mechanism/hold=1..=1000:1",
        "/mechanism/operating_threshold=0.001..=1:0.001",
        "/gateway/max_capacity=1001..=2000:1",
    ]);
    insta::assert_snapshot!(err, @r#"
    error: --vary
      found:    1000000000 variants
      expected: at most 100 000: fewer values or fewer axes
    1 fault
    "#);
    let many = ["a", "b", "c", "d", "e", "f"].map(|x| format!("/{x}=1..=10000:1"));
    assert!(
        axes(&many.each_ref().map(String::as_str)).contains("more variants than can be counted")
    );
    // Two processes; a variant is never made ready.
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}

#[test]
fn hostile_names_stay_text_on_one_line_or_are_refused() {
    for name in ["\u{1b}[31mred", "=cmd()", "+1", "@x", "two\nlines", "\u{202e}back"] {
        let err = told("compare", &["--with", &format!("{name}: /mechanism/hold=6")]);
        assert!(err.contains("neither a terminal nor a spreadsheet"), "{name:?}: {err}");
    }
    let folder = folder();
    let names = ["<script>x</script>", "a,\"b\"", "../x", "é ‘’"];
    let mut with: Vec<String> =
        names.iter().enumerate().map(|(i, n)| format!("{n}: /mechanism/hold={}", i + 6)).collect();
    // A setting without a name is called by what it changes.
    with.push("/gateway/why=\"\u{202e}two\\nlines\\u001b\"; /mechanism/hold=20".to_owned());
    let mut more: Vec<&str> = with.iter().flat_map(|w| ["--with", w.as_str()]).collect();
    more.extend(["--replications", "2", "--out", "study"]);
    let table = fine(folder.path(), "compare", &more);
    let steers = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
    for text in [&table.out, &table.err] {
        assert!(!text.contains(steers), "{text}");
    }
    let escaped = "why = \\u{202e}two\\nlines\\u{1b}, hold = 20";
    let said = escaped.replace("hold", "windows until release");
    assert!(table.out.contains(&format!("‘{said}’")), "{}", table.out);
    let csv = bytes(&folder.path().join("study"))["tables/variants.csv"].clone();
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(csv.lines().count(), 1 + 6, "a line for each variant:\n{csv}");
    assert!(!csv.contains(steers) && csv.contains(r#""a,""b""""#), "{csv}");
    more.extend(["--format", "json"]);
    let json: Value = serde_json::from_str(&fine(folder.path(), "compare", &more).out).unwrap();
    let listed: Vec<&str> =
        json["settings"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    assert_eq!(listed, [&["as it stands"], &names[..], &[escaped]].concat());
    assert!(files_in(folder.path()).iter().all(|f| f.starts_with("study/")));
}

#[test]
fn a_file_where_a_folder_is_expected_is_said_to_be_one_and_stays() {
    let folder = folder();
    let file = folder.path().join("mine");
    std::fs::write(&file, "mine").unwrap();
    for out in ["mine", "mine/study"] {
        let ran = headroom(folder.path(), &["run", "minimal", "--out", out]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(ran.err.contains("--out: mine is a file\n  expected: a folder"), "{}", ran.err);
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), "mine");
}

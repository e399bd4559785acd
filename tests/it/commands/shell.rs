//! What shells and `man` get of the program.

use super::{files_in, folder, headroom};

/// The commands that `--help` lists.
fn commands() -> Vec<String> {
    let help = headroom(folder().path(), &["--help"]).out;
    let listed = help.split_once("Commands:\n").expect("commands").1;
    let listed = listed.split_once("\n\n").expect("an end").0;
    let names = listed.lines().filter(|l| l.starts_with("  ") && !l.starts_with("   "));
    names.map(|l| l.split_whitespace().next().expect("a name").to_owned()).collect()
}

#[test]
fn every_command_is_completed_and_has_a_manual_page_and_what_is_hidden_has_none() {
    let folder = folder();
    let commands: Vec<String> = commands().into_iter().filter(|name| name != "help").collect();
    assert!(commands.len() > 12 && !commands.contains(&"manual".to_owned()), "{commands:?}");
    for shell in ["bash", "zsh", "fish"] {
        let ran = headroom(folder.path(), &["completions", shell]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        for word in commands.iter().map(String::as_str).chain(["shard", "vary"]) {
            assert!(ran.out.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(headroom(folder.path(), &["manual", "."]).code, Some(0));
    let mut pages: Vec<String> = commands.iter().map(|c| format!("headroom-{c}.1")).collect();
    pages.push("headroom.1".to_owned());
    pages.sort();
    assert_eq!(files_in(folder.path()), pages);
    let lost = headroom(folder.path(), &["manual", "nowhere"]);
    assert!(lost.code == Some(2) && lost.err.contains("nowhere"), "{}", lost.err);
}

//! A file of a log or of names that cannot be read, in words.

use super::Stop;
use headroom_core::recording::Wrong;

/// What stops a command then.
pub fn stop(wrong: &Wrong) -> Stop {
    Stop(wrong.all().map(said).collect::<Vec<_>>().join("\nerror: "))
}

fn said(wrong: &Wrong) -> String {
    let hint = wrong.hint.iter().map(|hint| format!("\n  hint: {hint}")).collect::<String>();
    let place = match wrong.key {
        Some(key) => format!("--{} (of {})", key.word(), wrong.file),
        None => wrong.place(),
    };
    format!("{place}\n  found:    {}\n  expected: {}{hint}", wrong.found, wrong.expected)
}

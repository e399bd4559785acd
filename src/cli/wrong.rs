//! A file of a log or of names that cannot be read, in words.

use super::Stop;
use headroom_core::recording::Wrong;

/// What stops a command then.
pub fn stop(wrong: &Wrong) -> Stop {
    let hint = wrong.hint.iter().map(|hint| format!("\n  hint: {hint}")).collect::<String>();
    Stop(format!(
        "{}\n  found:    {}\n  expected: {}{hint}",
        wrong.place(),
        wrong.found,
        wrong.expected
    ))
}

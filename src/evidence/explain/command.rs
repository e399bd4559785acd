//! The command line that asks.

use crate::evidence::Evidence;
use crate::evidence::words::shell_word;
use headroom_core::ledger::ActivationRecord;
use std::fmt::Write as _;

/// Why was the User throttled most throttled, when that began in the first replication of the study in
/// `folder`? The question and its command; none where that throttled nobody, or is a course.
pub fn first_question(evidence: &Evidence, folder: &str) -> Option<String> {
    let throttled = |u: usize| evidence.measures().users[u].counted.throttled;
    let of = |a: &ActivationRecord| a.users.iter().copied().max_by_key(|u| throttled(*u));
    let folded = evidence.folded();
    let first = folded.runs.first()?;
    let (record, user) = first.activations.iter().find_map(|a| Some((a, of(a)?)))?;
    let scenario = &evidence.plan.scenario;
    let (who, at) = (&scenario.users[user], scenario.calendar.local(record.from));
    let command = explain_command(folder, &who.id, &at, 1, None);
    (!scenario.is_course()).then(|| format!("why was {} throttled? {command}", who.name))
}

/// The command that explains `user` (an id) at `at`, a time as tables give it, of the study in `folder`:
/// of its first replication, or of `replication` from 1, and of `variant` by its number where there are several.
pub fn explain_command(
    folder: &str,
    user: &str,
    at: &str,
    replication: u32,
    variant: Option<usize>,
) -> String {
    // What begins with a dash would be taken for an option.
    let folder = if folder.starts_with('-') { format!("./{folder}") } else { folder.to_owned() };
    let user =
        format!("--user{}{}", if user.starts_with('-') { '=' } else { ' ' }, shell_word(user));
    let mut command =
        format!("headroom explain {} {user} --at {}", shell_word(&folder), shell_word(at));
    if let Some(number) = variant {
        let _ = write!(command, " --variant {number}");
    }
    if replication > 1 {
        let _ = write!(command, " --replication {replication}");
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_act_on_is_shell_word() {
        let at = "2022-07-06T10:05:00+01:00";
        assert_eq!(
            explain_command("reports/minimal", "beta", at, 1, None),
            "headroom explain reports/minimal --user beta --at 2022-07-06T10:05:00+01:00"
        );
        assert_eq!(
            explain_command("my study", "a'; rm -rf ~", "10:00", 3, Some(2)),
            "headroom explain 'my study' --user 'a'\\''; rm -rf ~' --at 10:00 --variant 2 --replication 3"
        );
        assert_eq!(
            explain_command("-x", "-y", "10:00", 1, None),
            "headroom explain ./-x --user=-y --at 10:00"
        );
    }
}

//! How things are said: numbers (`words/number.rs`), figures with their intervals (`words/figure.rs`), differences (`words/difference.rs`), bounds
//! (`words/asserted.rs`), axes and titles of charts (`words/axis.rs`),
//! settings (`words/setting.rs`), names and lists. Nothing else writes a number for people.

mod asserted;
mod axis;
mod difference;
mod figure;
mod number;
mod setting;

pub use asserted::*;
pub use axis::*;
pub use difference::*;
pub use figure::*;
pub use number::*;
pub use setting::*;

use super::interval::Interval;
use headroom_core::scenario::{ALERT_CLASSES, OTHER_RESPONSES};

/// The name of the setting without changes.
const AS_IT_STANDS: &str = "as it stands";

/// At most three of `names`, or two and how many more.
pub fn names(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, more @ ..] => format!("{one}, {two} and {} more", more.len()),
    }
}

/// From one value to another as they are said; of what is said alike once.
pub fn from_to([from, to]: [String; 2]) -> String {
    if from == to { from } else { format!("{from} to {to}") }
}

/// To six figures: more than any interval bears, it differs from machine to machine, and kept files stay small.
pub fn six_figures(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}

/// A large number with its interval, which cannot be less than none.
pub fn with_ends(interval: &Interval) -> String {
    match (interval.ci_low, interval.ci_high) {
        (Some(low), Some(high)) if low < high => {
            // What cannot be bears no digits.
            let low = low.max(0.0);
            let of = Interval { ci_low: Some(low), ..*interval };
            let [mean, low, high] = [of.mean, low, high].map(|x| said(borne(x, &of)));
            // An interval of no width that can be said is none.
            if low == high { mean } else { format!("{mean} (95 %: {low} to {high})") }
        }
        _ => said(interval.mean),
    }
}

/// A share in per cent with its interval, which cannot be less than none or more than all.
pub fn share_with_ends(interval: &Interval) -> String {
    let shown = |x: f64| format!("{:.1}", x.clamp(0.0, 1.0) * 100.0);
    match (interval.ci_low, interval.ci_high) {
        (Some(low), Some(high)) if low < high => {
            let [mean, low, high] = [interval.mean, low, high].map(shown);
            if low == high {
                format!("{mean} %")
            } else {
                format!("{mean} % (95 %: {low} to {high} %)")
            }
        }
        _ => format!("{} %", shown(interval.mean)),
    }
}

/// The first letter small, of a word that is no name or abbreviation: what follows a colon in a sentence.
pub fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.as_str().chars().next()) {
        (Some(first), Some(next)) if next.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// The first letter large.
pub fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// Of whom a figure is asked, as people say it: nothing of all, of `srv 7.4` that of the SRV.
pub fn of_whom(of: Option<&str>) -> String {
    match of.map(|of| (of, of.split_once(' '))) {
        None => String::new(),
        Some((_, Some(("srv", srv)))) => format!(" of SRV {srv}"),
        Some((_, Some(("user", one)))) => format!(" of {one}"),
        Some((_, Some(("class", class)))) => format!(" of {}", class_called(class)),
        Some((of, _)) if of == OTHER_RESPONSES || ALERT_CLASSES.contains(&of) => {
            format!(" of {}", class_called(of))
        }
        Some((of, _)) => format!(" of {of}"),
    }
}

/// What people call the class of messages that a scenario calls `id`.
pub fn class_called(id: &str) -> String {
    match id {
        OTHER_RESPONSES => "other responses".to_owned(),
        _ if id == ALERT_CLASSES[0] => "Device Alerts".to_owned(),
        _ if id == ALERT_CLASSES[1] => "DCC Alerts".to_owned(),
        _ => format!("{} responses", id.replace('_', " ")),
    }
}

/// Names, as they are said.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `text` as a shell takes it for one word.
pub fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:+=@%,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// `with ‘NAME’`, or the scenario as it stands.
pub fn with(setting: &str) -> String {
    if setting == AS_IT_STANDS { setting.to_owned() } else { format!("with ‘{setting}’") }
}

/// So many years.
pub fn years(years: f64) -> String {
    let number = if years == libm::round(years) { said(years) } else { fine(years) };
    if years == 1.0 { "1 year".to_owned() } else { format!("{number} years") }
}

/// So many replications, which are called `word`.
pub fn so_many(word: &str, n: usize) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{} {word}s", thousands(n as f64)) }
}

/// All of so many.
pub(super) fn all_of(word: &str, n: usize) -> String {
    if n == 1 { format!("its one {word}") } else { format!("all {n} {word}s") }
}

/// In place of a confidence, where all were the same and `share` of such may not have been seen: of those called `word`.
pub(super) fn as_far_as_seen(share: f64, word: &str) -> String {
    format!("as far as was seen (fewer than {} of such {word}s may do otherwise)", percent(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_messages_are_called_what_people_call_them() {
        let said = ["other_responses", "class dcc_alerts", "class top_ups", "srv 7.4", "a_b"]
            .map(|of| of_whom(Some(of)));
        let want = ["other responses", "DCC Alerts", "top ups responses", "SRV 7.4", "a_b"];
        assert_eq!(said, want.map(|of| format!(" of {of}")));
    }
}

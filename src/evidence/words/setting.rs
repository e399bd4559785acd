//! Settings in plain words: what a page calls a key of the scenario and a value that is a word of the file.
//!
//! Scope: one table of names; what it does not have is said by its key, without underscores. Labels stay what they are in files
//! and commands (`core/experiment/setting.rs`), and pointers stand beside in the tables. Source: `docs/rules.md`.

use super::thousands;
use serde_json::Value;

/// Keys, by the last part of their pointer, and what people call them.
const KEYS: [(&str, &str); 27] = [
    ("operating_threshold", "threshold"),
    ("max_capacity", "capacity"),
    ("threshold_over_ordinary", "threshold over the busiest ordinary window"),
    ("throttle_to", "limit"),
    ("detect", "activation"),
    ("measure", "load"),
    ("pace", "limits"),
    ("hold", "windows until release"),
    ("release", "release level"),
    ("pool", "shared out"),
    ("weights", "meters weighed by"),
    ("basis", "meters counted"),
    ("prepayment_multiplier", "weight of a prepayment meter"),
    ("prepayment_known", "prepayment known"),
    ("prioritised_use_allocation", "prioritised requests use the allocation"),
    ("threshold_follows_capacity", "threshold follows the capacity"),
    ("signal", "a refusal says"),
    ("policy", "messages released"),
    ("order", "queues served"),
    ("day_cv", "a User's variation from day to day"),
    ("day_cv_common", "common variation from day to day"),
    ("slot_cv_common", "common variation within the day"),
    ("backlog_limit", "backlog"),
    ("scheduled_share", "the DSP's own part of a cell"),
    ("spread", "spread over"),
    ("warn_at", "warning level"),
    ("warn_load", "warning load"),
];

/// Values that are words of the file: the keys they belong to (all, where empty), and what people say.
const VALUES: [(&str, &str, &str); 26] = [
    ("throttle_to", "allocation", "its allocation"),
    ("", "until_total", "its allocation once the total is used"),
    ("", "share_unused", "its allocation and a share of what is unused"),
    ("", "user_maximum", "the whole threshold for each User"),
    ("", "window_end", "noticed at the window’s end"),
    ("detect", "immediate", "noticed at once"),
    ("measure", "offered", "what is offered"),
    ("measure", "admitted", "what is admitted"),
    ("pace", "window", "over the window"),
    ("pace", "cell", "paced over its cells"),
    ("pool", "threshold", "the threshold"),
    ("pool", "capacity", "the capacity"),
    ("", "expected_requests", "expected requests"),
    ("weights", "meters", "their number"),
    ("", "enrolled_meters", "enrolled ones"),
    ("", "charged_mpans", "metering points charged for"),
    ("prepayment_known", "portfolio", "from the portfolio"),
    ("", "top_ups", "from top-ups"),
    ("prepayment_known", "no", "not at all"),
    ("", "plain_503", "nothing of its cause"),
    ("signal", "distinct", "that it was the mechanism"),
    ("", "all_at_once", "all at once"),
    ("", "by_rate", "at a rate"),
    ("policy", "prioritised", "the most important first"),
    ("", "first_in_first_out", "as messages come"),
    ("", "by_class", "by class"),
];

/// Parts of a value that is an object, and what is said of each, its value in place of the braces.
const PARTS: [(&str, &str); 4] = [
    ("times_busiest_day", "{} times its busiest day"),
    ("at_least", "at least {}"),
    ("after", "after {}"),
    ("lasts", "for {}"),
];

/// What people call the last part of a pointer.
pub fn key_said(key: &str) -> String {
    let known = KEYS.iter().find(|(word, _)| *word == key);
    known.map_or_else(|| key.replace('_', " "), |(_, said)| (*said).to_owned())
}

/// Whether people have a name for it.
pub fn is_named(key: &str) -> bool {
    KEYS.iter().any(|(word, _)| *word == key)
}

/// What people say for a word that stands at `key`, the last part of a pointer; at any, where that is empty.
pub fn word_said(key: &str, word: &str) -> String {
    let is = |(of, known, _): &&(&str, &str, &str)| *known == word && (of.is_empty() || *of == key);
    // Of a text only what is a word of a file loses its underscores.
    VALUES.iter().find(is).map_or_else(|| word.replace('_', " "), |(.., said)| (*said).to_owned())
}

/// A part of a value that is an object, of which `said` is what stands there.
pub fn part_said(key: &str, said: &str) -> String {
    match PARTS.iter().find(|(word, _)| *word == key) {
        Some((_, text)) => text.replace("{}", said),
        None => format!("{} {said}", key.replace('_', " ")),
    }
}

/// A number of a value, with spaces between thousands where it is whole and large.
pub fn number_said(value: &Value) -> Option<String> {
    value.as_f64().filter(|x| *x >= 10_000.0 && *x == libm::round(*x)).map(thousands)
}

/// A setting or variant as a page says it: of `label`, each part that names a key and its value in plain words; what people
/// called it themselves stays.
pub fn setting_said(label: &str) -> String {
    label.split(", ").map(part_of_label).collect::<Vec<String>>().join(", ")
}

fn part_of_label(part: &str) -> String {
    if let Some(word) = part.strip_prefix("reading ")
        && VALUES[..4].iter().any(|(_, known, _)| *known == word)
    {
        return format!("{}: {}", key_said("throttle_to"), word_said("throttle_to", word));
    }
    if let Some(share) = part.strip_prefix("θ = ") {
        return format!("{} {share} of the capacity", key_said("operating_threshold"));
    }
    let Some((key, value)) = part.split_once(" = ") else { return part.to_owned() };
    let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if key.is_empty() || !key.chars().all(is_key) {
        return part.to_owned();
    }
    let said = key_said(key);
    match (key, value) {
        ("operating_threshold", share) => format!("{said} {share} of the capacity"),
        (_, word)
            if VALUES
                .iter()
                .any(|(of, known, _)| *known == word && (of.is_empty() || *of == key)) =>
        {
            format!("{said}: {}", word_said(key, word))
        }
        (_, value) => format!("{said} = {value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_said_in_plain_words_and_own_names_stay() {
        for (label, said) in [
            ("operating_threshold = 0.7", "threshold 0.7 of the capacity"),
            ("throttle_to = until_total", "limit: its allocation once the total is used"),
            ("θ = 0.9", "threshold 0.9 of the capacity"),
            ("reading allocation", "limit: its allocation"),
            ("policy = all_at_once", "messages released: all at once"),
            (
                "policy = prioritised, hold = 5",
                "messages released: the most important first, windows until release = 5",
            ),
            ("max_capacity = 3000/s", "capacity = 3000/s"),
            ("size_of_it = 3", "size of it = 3"),
            ("as it stands", "as it stands"),
            ("7.4_listed", "7.4_listed"),
            ("My = name", "My = name"),
        ] {
            assert_eq!(setting_said(label), said);
        }
    }

    #[test]
    fn no_word_of_the_table_is_said_with_an_underscore() {
        assert!(KEYS.iter().all(|(key, said)| key_said(key) == *said && !said.contains('_')));
        assert!(VALUES.iter().all(|(key, word, said)| word_said(key, word) == *said));
        assert_eq!(part_said("times_busiest_day", "1.2"), "1.2 times its busiest day");
        assert_eq!(part_said("in_use", "3"), "in use 3");
    }
}

//! How it was worked out, and what made the study, so that it can be made again.

use super::{Dossier, headed};
use crate::evidence::plain;
use crate::evidence::words::shell_word;
use maud::{Markup, html};
use serde_json::Value;

/// The rules that decide most, by number.
const RULES: [(&str, &str); 13] = [
    (
        "T5",
        "Variants face the very same traffic: it does not depend on the mechanism or on anything that happened, so differences are taken replication by replication.",
    ),
    (
        "M1",
        "An allocation shares the operating threshold out by each User's meters, expected requests and prepayment weight, after guaranteed minima.",
    ),
    (
        "M3, M4",
        "Load is counted in windows. One that reaches the operating threshold makes the mechanism active from the next window on, until it stayed below the release level for some windows running.",
    ),
    (
        "M5",
        "While active, a User over its limit is throttled; the limit has four readings of the modification's words.",
    ),
    ("M6", "Prioritised Service Requests are never throttled, and still count in the load."),
    ("G3", "Throttled: answered HTTP 503 by the mechanism, because the User is over its limit."),
    (
        "G4",
        "Rejected: answered HTTP 503 by today's protection, because the DSP cannot take the request, whoever sent it.",
    ),
    (
        "G6",
        "What is admitted waits in the DSP's backlog and is worked through at the maximum capacity.",
    ),
    (
        "U1",
        "A refused attempt is tried again by its User's policy, until it is out of attempts or past its deadline: then it is abandoned.",
    ),
    (
        "G9",
        "A network party knows a customer's supply from the first of an alert, an answered 7.4, or a 7.4 without an answer.",
    ),
    (
        "C1",
        "Nothing is lost: attempts and requests are accounted for in whole numbers in every run.",
    ),
    (
        "C2",
        "Harm is told by whose request it is: within its User's yardstick, displaced by the scenario's own events or a maintenance, a storm's poll, or above by its User's own sending. Never answered: abandoned, or held by anomaly detection for good; no response is an answer.",
    ),
    (
        "C5",
        "Every figure is a mean of replications with its 95 % interval: Student's for means, Clopper and Pearson's for shares of replications.",
    ),
];

/// How it was worked out.
pub(super) fn method() -> Markup {
    let inside = html! {
        p { "A scenario's traffic is replayed through a model of the gateway and of SECMP0067's Traffic Management Mechanism, again and again with other random draws. The rules that decide most, by their numbers in docs/rules.md:" }
        dl.rules { @for (rule, says) in RULES { dt { (rule) } dd { (says) } } }
    };
    headed("method", "Method", &inside)
}

/// What made the study, so that it can be made again.
pub(super) fn provenance(book: &Dossier) -> Markup {
    let study = &book.study;
    let of = |key: &str| plain(&study[key]);
    let files = study["files"].as_array().map_or(0, Vec::len);
    let rows = [
        ("headroom", of("headroom")),
        ("platform", of("platform")),
        ("scenario", format!("{}, digest {}", book.name(), of("digest"))),
        ("seed", of("seed")),
        ("replications", of("replications")),
        ("files", format!("{files} tables and charts, listed in study.json")),
    ];
    let inside = html! {
        dl.rules { @for (what, value) in rows { dt { (what) } dd { (value) } } }
        p { "The same program, scenario and seed give the same bytes. Made with:" }
        pre tabindex="0" { code { (command(book)) } }
        p { "study.json holds the whole scenario. " code { "headroom report" } " and the study's folder make this page again, without running." }
    };
    headed("provenance", "Provenance", &inside)
}

/// The command with which the study of `book` was made, without where it was put and how it was shown.
pub fn command(book: &Dossier) -> String {
    let words = book.study["command"].as_array().into_iter().flatten();
    let words = words.map(|word| shell_word(word.as_str().unwrap_or_default()));
    std::iter::once("headroom".to_owned()).chain(words).collect::<Vec<String>>().join(" ")
}

fn pairs(object: &Value) -> Vec<String> {
    object.as_object().into_iter().flatten().map(|(p, v)| format!("{p}={v}")).collect()
}

/// The command line that asks `word` of `variant`, from 1, of `book`, with one more option and its value.
pub(super) fn command_of(
    book: &Dossier,
    variant: usize,
    word: &str,
    more: Option<(&str, &str)>,
) -> String {
    let list = |key: &str| book.study[key].as_array().cloned().unwrap_or_default();
    let mut changes: Vec<String> = list("set").iter().flat_map(pairs).collect();
    // By setting, then by place on the axes, the last of which moves fastest.
    let mut rest = variant - 1;
    let mut along: Vec<String> = Vec::new();
    for axis in list("axes").iter().rev() {
        let values = axis["values"].as_array().map_or(1, Vec::len).max(1);
        along.push(format!("{}={}", plain(&axis["pointer"]), axis["values"][rest % values]));
        rest /= values;
    }
    changes.extend(list("settings").get(rest).iter().flat_map(|s| pairs(&s["changes"])));
    changes.extend(along.into_iter().rev());
    let mut line = format!("headroom {word} {}", shell_word(book.name()));
    for change in changes {
        line += &format!(" --set {}", shell_word(&change));
    }
    if let Some((option, value)) = more {
        line += &format!(" {option} {}", shell_word(value));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_command_can_be_pasted_into_a_shell() {
        let study = json!({ "command": ["sweep", "minimal", "--with", "it's off: /a=false"] });
        assert_eq!(
            command(&Dossier { study, tables: Vec::new(), charts: Vec::new() }),
            r#"headroom sweep minimal --with 'it'\''s off: /a=false'"#
        );
    }
}

//! How it was worked out, and what made the study, so that it can be made again.

use super::{Dossier, headed};
use crate::evidence::plain;
use crate::evidence::words::shell_word;
use maud::{Markup, html};
use serde_json::Value;
use std::path::Path;

/// How it was worked out.
pub(super) fn method() -> Markup {
    let inside = html! {
        p { "A scenario's traffic is replayed through a model of the gateway and of SECMP0067's Traffic Management Mechanism, again and again with other random draws. Fresh traffic does not depend on what is decided, so variants are held against one another on the same requests (T5); whom the mechanism throttles is decided window by window (M4, M5), and what does not fit is rejected whoever sent it (G4). Nothing is lost: attempts and requests are accounted for in whole numbers in every run (C1). Figures are means of replications with their 95 % intervals (C5), and harm is told by whose request it is (C2). Every rule that this page names stands under Rules." }
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

/// The scenario of `book` as its command names it: a file, or the name of a shipped one.
fn scenario(book: &Dossier) -> &str {
    let words = book.study["command"].as_array().into_iter().flatten();
    let words: Vec<&str> = words.filter_map(Value::as_str).collect();
    // What stands behind an option may be its own file.
    let file = |two: &&[&str]| two[1].ends_with(".json") && !two[0].starts_with("--");
    let stem = |word: &&&str| Path::new(word).file_stem().is_some_and(|s| s == book.name());
    let named = words.iter().skip(1).find(stem).copied();
    named.or(words.windows(2).find(file).map(|two| two[1])).unwrap_or(book.name())
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
    let mut line = format!("headroom {word} {}", shell_word(scenario(book)));
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

    #[test]
    fn a_command_of_a_study_names_the_scenario_as_that_did() {
        let of = |file: &str| {
            let study = json!({ "command": ["run", "--facts", "facts.json", "--alone", file], "scenario": { "name": "our" } });
            let book = Dossier { study, tables: Vec::new(), charts: Vec::new() };
            command_of(&book, 1, "sensitivity", None)
        };
        assert_eq!(of("our.json"), "headroom sensitivity our.json");
        assert_eq!(of("theirs/our.json"), "headroom sensitivity theirs/our.json");
        assert_eq!(of("our"), "headroom sensitivity our");
    }
}

//! Cautions on stderr: each once, with how many variants it is about.

use crate::cli::Console;
use crate::evidence::findings::Findings;

/// Each caution once, and how many variants it is about.
pub(super) fn say(findings: &Findings, console: &Console) {
    let several = findings.variants.len() > 1;
    let mut said: Vec<(&str, &str, usize, bool)> = Vec::new();
    for caution in findings.evidence.iter().flat_map(|e| &e.cautions) {
        match said.iter_mut().find(|(code, ..)| several && *code == caution.code) {
            Some((_, text, n, alike)) => {
                *n += 1;
                *alike &= *text == caution.text;
            }
            None => said.push((caution.code, &caution.text, 1, true)),
        }
    }
    let all = findings.variants.len();
    for (_, text, n, alike) in said {
        let of = match (n == all, alike) {
            (true, true) => String::new(),
            (false, true) => format!(" ({n} of {all} variants)"),
            (_, false) => {
                format!(
                    " (the first of {n} of {all} variants, each with its own numbers: table cautions)"
                )
            }
        };
        console.say(&format!("caution: {text}{of}"));
    }
}

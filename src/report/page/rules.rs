//! Rules on the page: where a text names one in brackets it leads to the rule's sentence in a section of its own, which lists
//! those that the page names, each with what it says and the clause of the sources. All is read from `docs/rules.md`.

use super::headed;
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Rules whose sentence on the page is shorter or plainer than their first in the document.
const PLAINLY: [(&str, &str); 20] = [
    (
        "T5",
        "Variants face the very same traffic: it does not depend on the mechanism or on anything that happened, so differences are taken replication by replication.",
    ),
    (
        "M1",
        "An allocation shares the operating threshold out by each User's meters, expected requests and prepayment weight, after guaranteed minima.",
    ),
    ("M3", "Load and use are counted in windows laid end to end, aligned with the day."),
    (
        "M4",
        "A window whose load reaches the operating threshold makes the mechanism active from the next window on, until the load stayed below the release level for some windows running.",
    ),
    (
        "M5",
        "While active, a User over its limit is throttled; the limit has four readings of the modification's words.",
    ),
    ("M6", "Prioritised Service Requests are never throttled, and still count in the load."),
    (
        "G2",
        "A User that sends more in a period than its anomaly threshold is quarantined or cut off, before the mechanism looks.",
    ),
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
        "N2",
        "A device that sends more alerts of a code in a window than a threshold has further ones held back, before Users see them.",
    ),
    (
        "N3",
        "The Communications Hub holds repeated alerts of a device back before the DSP sees them.",
    ),
    (
        "N5",
        "Queues are released from the cell in which the path grows again, or after one in which a User's queue grew beyond what is normal, until nothing waits: all at once, at a rate, or by class.",
    ),
    (
        "C1",
        "Nothing is lost: attempts and requests are accounted for in whole numbers in every run.",
    ),
    (
        "C2",
        "Harm is told by whose request it is: within its User's yardstick, displaced by the scenario's own events or a maintenance, a storm's poll, or above by its User's own sending. Never answered: abandoned, or held by anomaly detection for good; no response is an answer.",
    ),
    ("C3", "Fairness is held against what a User is due, window by window."),
    (
        "C4",
        "Of replications that are courses of years: how often a year, how long and what it costs; days by cause are rate × response, so that another rate can be put in.",
    ),
    (
        "C5",
        "Every figure is a mean of replications with its 95 % interval: Student's for means, Clopper and Pearson's for shares of replications.",
    ),
];

/// A rule of the document.
struct Rule {
    number: &'static str,
    title: &'static str,
    says: String,
    source: String,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let document = include_str!("../../../docs/rules.md");
    document.split("\n### ").skip(1).filter_map(rule).collect()
});

fn rule(text: &'static str) -> Option<Rule> {
    let (heading, rest) = text.split_once('\n')?;
    let (number, title) = heading.split_once(' ').filter(|(number, _)| is_number(number))?;
    let body = rest.split("\n## ").next()?.trim();
    let plainly = PLAINLY.iter().find(|(known, _)| *known == number);
    let says = plainly.map_or_else(|| first_sentence(body), |(_, says)| (*says).to_owned());
    Some(Rule { number, title, says, source: source(body) })
}

/// A letter of the document's and digits.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['T', 'G', 'M', 'U', 'N', 'C']);
    digits.is_some_and(|d| !d.is_empty() && d.chars().all(|c| c.is_ascii_digit()))
}

fn first_sentence(body: &str) -> String {
    let part =
        body.split("\n\n").next().unwrap_or_default().split("\n- ").next().unwrap_or_default();
    let line = part.replace('\n', " ").replace(['*', '`'], "");
    let ends = line.match_indices(". ").map(|(at, _)| at + 1);
    let begins = |at: &usize| line[at + 1..].starts_with(|c: char| c.is_uppercase());
    let end = ends.into_iter().find(begins).unwrap_or(line.len());
    line[..end].trim_end_matches(':').to_owned()
}

/// The clause that the rule names as its source, else those that its text cites, else that there is none.
fn source(body: &str) -> String {
    let line = body.replace('\n', " ").replace(['*', '`'], "");
    if let Some((_, named)) = line.split_once("Source: ") {
        let end = named
            .match_indices(['.', ';'])
            .map(|(at, _)| at)
            .find(|at| !named[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
        return named[..end.unwrap_or(named.len())].to_owned();
    }
    let mut cited: Vec<&str> = Vec::new();
    for word in line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')) {
        let word = word.trim_end_matches('.');
        let row = word.strip_prefix('F').and_then(|row| row.split_once('.'));
        let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let is_row = row.is_some_and(|(a, b)| digits(a) && digits(b));
        if (is_row || matches!(word, "MR" | "RC" | "DP100")) && !cited.contains(&word) {
            cited.push(word);
        }
    }
    if cited.is_empty() { "this model's own choice".to_owned() } else { cited.join(", ") }
}

/// The rules that `text` names in brackets, as `(M4, M5)`, in their order there.
pub(super) fn named(text: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let groups = text.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    for word in groups.flat_map(|group| group.split(|c: char| !c.is_ascii_alphanumeric())) {
        let known = RULES.iter().find(|rule| rule.number == word);
        if let Some(rule) = known.filter(|rule| !found.contains(&rule.number)) {
            found.push(rule.number);
        }
    }
    found
}

/// A link to the rule.
pub(super) fn link(number: &str) -> Markup {
    html! { a.rule href={ "#rule-" (number) } { (number) } }
}

/// Elements in whose text a rule's number is no link.
const LEFT: [&str; 9] = ["a", "code", "pre", "svg", "button", "option", "label", "select", "h1"];

/// `page` with links wherever its text names rules in brackets, and the section of all rules that it leads to.
pub(super) fn linked(page: &str) -> (Markup, Markup) {
    let mut out = String::with_capacity(page.len());
    let mut left: Vec<&str> = Vec::new();
    for (i, part) in page.split('<').enumerate() {
        let (tag, text) =
            if i == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        if i > 0 {
            out.push('<');
            out += tag;
            out.push('>');
            let name = tag.split([' ', '/']).find(|word| !word.is_empty()).unwrap_or_default();
            match LEFT.iter().find(|known| **known == name) {
                Some(_) if tag.starts_with('/') => drop(left.pop()),
                Some(name) => left.push(name),
                None => {}
            }
        }
        if left.is_empty() { link_all(text, &mut out) } else { out += text }
    }
    let begins = |rule: &&Rule| out.contains(&format!("href=\"#rule-{}\"", rule.number));
    let cited: BTreeSet<usize> = (0..RULES.len()).filter(|r| begins(&&RULES[*r])).collect();
    let section = rules(cited.into_iter().map(|r| &RULES[r]));
    (PreEscaped(out), section)
}

/// `text` with links in its brackets, onto `out`.
fn link_all(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('(') {
        out.push_str(before);
        out.push('(');
        let end = inside.find([')', '(']).unwrap_or(inside.len());
        let mut from = 0;
        for (at, _) in
            inside[..end].match_indices(|c: char| !c.is_ascii_alphanumeric()).chain([(end, "")])
        {
            let word = inside.get(from..at).unwrap_or_default();
            match RULES.iter().find(|rule| rule.number == word) {
                Some(rule) => out.push_str(&link(rule.number).0),
                None => out.push_str(word),
            }
            let next = inside[at..end].chars().next().map_or(at, |c| at + c.len_utf8());
            out.push_str(&inside[at..next]);
            from = next;
        }
        rest = &inside[end..];
    }
    out.push_str(rest);
}

fn rules<'a>(cited: impl Iterator<Item = &'a Rule>) -> Markup {
    let inside = html! {
        p { "The rules that this page names, by their numbers in docs/rules.md, with the clause of the sources that each goes back to: MR is the Modification Report of SECMP0067, RC the answers to its Refinement Consultation, DP100 the draft report on Service Responses; F numbers are rows of the tables in docs/sources.md, each with where it is published." }
        dl.rules {
            @for rule in cited {
                dt id={ "rule-" (rule.number) } tabindex="-1" { (rule.number) }
                dd { b { (rule.title) ". " } (rule.says) " " span.quiet { "Source: " (rule.source) "." } }
            }
        }
    };
    headed("rules", "Rules", &inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_sentence_and_a_source() {
        assert!(RULES.len() > 35, "{}", RULES.len());
        for rule in RULES.iter() {
            let long = rule.says.chars().count();
            assert!(
                (12..=420).contains(&long) && !rule.source.is_empty(),
                "{}: {}",
                rule.number,
                rule.says
            );
        }
        let of = |number: &str| RULES.iter().find(|r| r.number == number).expect("the rule");
        assert_eq!(of("M4").source, "MR (F3.3)");
        assert_eq!(of("M5").source, "MR, F3.4");
        assert_eq!(of("C1").source, "this model's own choice");
        assert_eq!(of("T7").title, "Processes");
    }

    #[test]
    fn rules_in_brackets_become_links_and_nothing_else_does() {
        let (page, section) =
            linked("<p title=\"(G4)\">Throttled (M4, M5) by Θ (MR §3); M1</p><code>(C2)</code>");
        let link = |n: &str| format!("<a class=\"rule\" href=\"#rule-{n}\">{n}</a>");
        assert_eq!(
            page.0,
            format!(
                "<p title=\"(G4)\">Throttled ({}, {}) by Θ (MR §3); M1</p><code>(C2)</code>",
                link("M4"),
                link("M5")
            )
        );
        assert!(section.0.contains("id=\"rule-M5\"") && !section.0.contains("id=\"rule-G4\""));
        assert_eq!(named("its allocation (M1, M2)"), ["M1", "M2"]);
    }
}

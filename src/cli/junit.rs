//! Verdicts as JUnit XML, which CI systems show: a suite for each scenario, a case for each assertion.
//!
//! One that fails is a `failure`; one that is undecided is an `error`, since the test came to no
//! verdict: systems that tell the two apart show it so, and the others show it as not passed. There
//! are no times and hosts: the same results give the same bytes.

use super::judged::JudgedScenario;
use crate::evidence::assertions::{Outcome, Verdict};
use std::fmt::Write;

/// The whole document.
pub fn junit(all: &[JudgedScenario]) -> String {
    let of_all = || all.iter().flat_map(|j| &j.assertions);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(xml, "<testsuites name=\"headroom\" {}>", counts(of_all()));
    for j in all {
        let scenario = escaped(&j.scenario);
        let counts = counts(j.assertions.iter());
        let _ = writeln!(xml, "  <testsuite name=\"{scenario}\" {counts}>");
        for verdict in &j.assertions {
            case(&mut xml, &scenario, verdict);
        }
        xml += "  </testsuite>\n";
    }
    xml + "</testsuites>"
}

fn counts<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> String {
    let (mut tests, mut failures, mut errors) = (0, 0, 0);
    for verdict in verdicts {
        tests += 1;
        failures += u32::from(verdict.verdict == Outcome::Fails);
        errors += u32::from(verdict.verdict == Outcome::Undecided);
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\"")
}

fn case(xml: &mut String, scenario: &str, v: &Verdict) {
    let name = escaped(&format!("{}: {}", v.id, v.text));
    let found = escaped(&v.found);
    let why =
        if v.why.is_empty() { String::new() } else { format!("\nasserted because: {}", v.why) };
    let body = escaped(&format!("{}\n{}{why}", v.text, v.found));
    let _ = writeln!(xml, "    <testcase classname=\"{scenario}\" name=\"{name}\">");
    let _ = match v.verdict {
        Outcome::Holds => writeln!(xml, "      <system-out>{found}</system-out>"),
        Outcome::Fails => {
            writeln!(xml, "      <failure type=\"fails\" message=\"{found}\">{body}</failure>")
        }
        Outcome::Undecided => {
            writeln!(xml, "      <error type=\"undecided\" message=\"{found}\">{body}</error>")
        }
    };
    *xml += "    </testcase>\n";
}

/// `text` for XML 1.0, in an attribute as well as between tags. What XML cannot hold at all, such as
/// most control characters, is written as its number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&apos;",
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", c as u32);
            }
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_unicode()),
            c if headroom_core::scenario::steers(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text_and_what_xml_cannot_hold_is_said_by_number() {
        assert_eq!(
            escaped("<a b=\"c\">&'\n\u{1b}]]>\u{ffff}"),
            "&lt;a b=&quot;c&quot;&gt;&amp;&apos;&#10;\\u{1b}]]&gt;\\u{ffff}"
        );
    }
}

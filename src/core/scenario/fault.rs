//! Faults in a scenario: what, where, expected, found, hint; all of them at once.

use serde_json::Value;
use std::fmt;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file it stands in, where known.
    pub file: String,
    /// JSON pointer, with ids as tokens in lists of named things; empty for the whole file.
    pub path: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault at `path`; the file is filled in by the reader that knows it.
    pub fn at(
        path: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self {
            file: String::new(),
            path: path.into(),
            found: found.into(),
            expected: expected.into(),
            hint: None,
        }
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with the nearest of `names` as its hint, if any is near.
    pub fn did_you_mean<'a>(self, found: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(found, names) {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// The same in `file`.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = file.into();
        self
    }
}

/// Longest name that is compared, and how many names are: a hint is not worth waiting for.
const LONGEST_NAME: usize = 64;
const MOST_NAMES: usize = 1_000;

/// Names that are no more, and what is asked for in their place.
const GONE: [(&str, &str); 3] = [
    ("unserved", "never_answered"),
    ("unserved_share", "never_answered_share"),
    ("refused_within_allocation", "refused.within"),
];

/// The name nearest to `found`, if it is near enough to be a slip, or the one in its place.
pub(super) fn nearest<'a>(
    found: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if found.len() > LONGEST_NAME {
        return None;
    }
    let in_place = GONE.iter().find(|(gone, _)| *gone == found);
    let mut names = names.into_iter();
    if let Some((_, now)) = in_place {
        return names.find(|name| name == now);
    }
    let slip = |name: &str| 1 + name.len().min(found.len()) / 4;
    names
        .filter(|name| name.len().abs_diff(found.len()) <= slip(name))
        .take(MOST_NAMES)
        .map(|name| (strsim::damerau_levenshtein(found, name), name))
        .filter(|(distance, name)| *distance <= slip(name))
        .min()
        .map(|(_, name)| name)
}

/// All faults of a scenario, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

/// Most faults shown; a file with more is not a slip.
pub const MOST_SHOWN: usize = 50;
/// Most faults looked for.
pub const MOST_FOUND: usize = 1_000;

/// What is found where something is missing.
pub const NOTHING: &str = "nothing";
/// What is found where one of two is.
pub const NEITHER: &str = "neither";

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", shown(&self.file))?;
        match (self.file.is_empty(), self.path.is_empty()) {
            (false, false) => writeln!(f, ": {}", shown(&self.path))?,
            _ => writeln!(f, "{}", shown(&self.path))?,
        }
        writeln!(f, "  found:    {}", shown(&self.found))?;
        write!(f, "  expected: {}", shown(&self.expected))?;
        self.hint.iter().try_for_each(|hint| write!(f, "\n  hint: {}", shown(hint)))
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in self.0.iter().take(MOST_SHOWN) {
            writeln!(f, "{fault}")?;
        }
        match self.0.len() {
            1 => write!(f, "1 fault"),
            n if n >= MOST_FOUND => write!(f, "at least {n} faults, the first {MOST_SHOWN} shown"),
            n if n > MOST_SHOWN => write!(f, "{n} faults, the first {MOST_SHOWN} shown"),
            n => write!(f, "{n} faults"),
        }
    }
}

impl std::error::Error for Faults {}

/// A value as a fault shows it: short.
pub fn brief(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(list) => format!("a list of {}", list.len()),
        other => {
            let text = other.to_string();
            if text.chars().count() > 80 {
                text.chars().take(80).chain(['…']).collect()
            } else {
                text
            }
        }
    }
}

/// Whether `c` would steer a terminal, break a line or change its direction, or would not be seen at all.
pub fn steers(c: char) -> bool {
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    let turns = matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}');
    let unseen = matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    breaks || turns || unseen || c.is_control()
}

/// Whether a spreadsheet would take `text` for a formula, be it by a full-width sign.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

/// Whether neither a terminal nor a spreadsheet would act on `text`.
pub fn is_plain(text: &str) -> bool {
    !is_formula(text) && !text.chars().any(steers)
}

/// `text` on one line, as it may stand in a sentence, a table or a chart: what steers is escaped.
pub fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// Text from a file as it may be shown on a terminal: inert, its length bounded.
fn shown(text: &str) -> String {
    const LONGEST: usize = 600;
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for c in text.chars() {
        if out.len() >= LONGEST {
            out.push('…');
            break;
        }
        if steers(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

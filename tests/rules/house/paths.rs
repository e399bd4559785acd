//! The paths of a file: those it imports, groups over several lines too, and those it names in its code.

use super::text::{Token, tokens};
use std::collections::BTreeSet;

/// A path as it is written, all groups undone.
#[derive(Clone, Debug)]
pub struct Path {
    /// `crate`, `super` and the like first, as they stand.
    pub parts: Vec<String>,
    /// From 0.
    pub line: usize,
    /// What it is called here, where it is imported; `*` for everything.
    pub called: Option<String>,
    /// An import that others may see.
    pub shown: bool,
    /// How many modules within the file it stands in.
    pub inside: usize,
    /// It stands in a module of tests.
    pub of_tests: bool,
}

/// What is read of a file's text.
#[derive(Default)]
pub struct Read {
    pub paths: Vec<Path>,
    /// Modules it declares in files of their own.
    pub children: Vec<String>,
    /// Words of the code, imports aside, that name no method or field.
    words: BTreeSet<String>,
}

impl Read {
    /// Reads `code`, in which comments and texts are blank.
    pub fn new(code: &str) -> Self {
        Reader { tokens: tokens(code), read: Self::default(), within: Vec::new(), depth: 0 }.read()
    }

    /// Whether `word` stands in the code, imports aside.
    pub fn says(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

struct Reader {
    tokens: Vec<Token>,
    read: Read,
    /// Modules within the file that are open: the depth of their braces, and whether they are of tests.
    within: Vec<(usize, bool)>,
    depth: usize,
}

impl Reader {
    fn at(&self, i: usize, text: &str) -> bool {
        self.tokens.get(i).is_some_and(|token| token.is(text))
    }

    fn word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(Token::is_word)
    }

    /// `::` at `i`.
    fn colons(&self, i: usize) -> bool {
        self.at(i, ":") && self.at(i + 1, ":")
    }

    fn read(mut self) -> Read {
        let mut i = 0;
        while i < self.tokens.len() {
            i = match self.tokens[i].text.as_str() {
                "{" => {
                    self.depth += 1;
                    i + 1
                }
                "}" => {
                    self.depth -= 1;
                    self.within.retain(|(depth, _)| *depth <= self.depth);
                    i + 1
                }
                "mod" if self.word(i + 1) => self.module(i),
                "use" if self.word(i + 1) || self.at(i + 1, "{") => {
                    let shown = self.shown(i);
                    self.tree(i + 1, &[], Some(shown))
                }
                _ if self.word(i) => self.named(i),
                _ => i + 1,
            };
        }
        self.read
    }

    /// A module that is declared, or begins here.
    fn module(&mut self, i: usize) -> usize {
        if self.at(i + 2, "{") {
            let tests = "#[cfg(test)]";
            let before: String =
                self.tokens[i.saturating_sub(7)..i].iter().map(|t| t.text.as_str()).collect();
            self.within.push((self.depth + 1, before.ends_with(tests)));
        } else {
            let child = self.tokens[i + 1].text.clone();
            self.read.children.push(child);
        }
        i + 2
    }

    /// Whether the `use` at `i` is `pub` or `pub(…)`.
    fn shown(&self, i: usize) -> bool {
        i > 0 && (self.at(i - 1, "pub") || self.at(i - 1, ")"))
    }

    /// An import from `i` on: `a::b`, `{a, b::{c}}`, `a as b`, `*`. Returns what comes after.
    fn tree(&mut self, mut i: usize, head: &[String], shown: Option<bool>) -> usize {
        let mut parts = head.to_vec();
        loop {
            if self.at(i, "{") {
                i += 1;
                while !self.at(i, "}") && i < self.tokens.len() {
                    i = self.tree(i, &parts, shown);
                    i += usize::from(self.at(i, ","));
                }
                return i + 1;
            }
            let Some(token) = self.tokens.get(i) else { return i };
            let line = token.line;
            parts.push(token.text.clone());
            i += 1;
            if self.colons(i) {
                i += 2;
                continue;
            }
            // `a::{self}` is `a`.
            if parts.len() > 1 && parts.last().is_some_and(|p| p == "self") {
                parts.pop();
            }
            let mut called = parts.last().cloned();
            if self.at(i, "as") {
                called = self.tokens.get(i + 1).map(|t| t.text.clone());
                i += 2;
            }
            self.note(parts, line, called, shown == Some(true));
            return i;
        }
    }

    /// A word of the code, or a path of them.
    fn named(&mut self, i: usize) -> usize {
        let line = self.tokens[i].line;
        let mut parts = vec![self.tokens[i].text.clone()];
        let mut end = i + 1;
        while self.colons(end) && self.word(end + 2) {
            parts.push(self.tokens[end + 2].text.clone());
            end += 3;
        }
        let before = |n: usize, text| i >= n && self.at(i - n, text);
        let of_something = before(1, ".") && !before(2, ".") || before(1, ":") && before(2, ":");
        let name_of_field = parts.len() == 1 && self.at(end, ":") && !before(1, ":");
        if !of_something && !name_of_field {
            self.read.words.insert(parts[0].clone());
            if parts.len() > 1 {
                self.note(parts, line, None, false);
            }
        }
        end
    }

    fn note(&mut self, parts: Vec<String>, line: usize, called: Option<String>, shown: bool) {
        let of_tests = self.within.iter().any(|(_, tests)| *tests);
        let inside = self.within.len();
        self.read.paths.push(Path { parts, line, called, shown, inside, of_tests });
    }
}

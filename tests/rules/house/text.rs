//! Source text as a list of words and signs, with the line of each: comments and what stands in texts left out.

/// A word, or one sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub text: String,
    /// From 0.
    pub line: usize,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    pub fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// `text` with comments, and all between the quotes of texts and characters, as spaces; lines stay.
pub fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
    let (mut out, mut i) = (String::with_capacity(text.len()), 0);
    while i < chars.len() {
        let end = match (at(i), at(i + 1)) {
            ('/', '/') => (i..).find(|&j| matches!(at(j), '\n' | '\0')).unwrap_or(i),
            ('/', '*') => comment_end(&chars, i),
            ('"', _) => text_end(&chars, i),
            ('r', '"' | '#') if !part_of_word(&chars, i) => raw_end(&chars, i).unwrap_or(i),
            // A lifetime is no character.
            ('\'', '\\') => (i + 3..).find(|&j| matches!(at(j), '\'' | '\0')).unwrap_or(i) + 1,
            ('\'', _) if at(i + 2) == '\'' => i + 3,
            _ => i,
        };
        if end == i {
            out.push(at(i));
            i += 1;
        } else {
            out.extend(chars[i..end.min(chars.len())].iter().map(|c| blank(*c)));
            i = end;
        }
    }
    out
}

/// Whether the character before is one of a word, save the `b` of `br"…"`.
fn part_of_word(chars: &[char], i: usize) -> bool {
    i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_') && chars[i - 1] != 'b'
}

fn comment_end(chars: &[char], from: usize) -> usize {
    let (mut depth, mut i) = (0, from);
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => (depth, i) = (depth + 1, i + 2),
            ('*', '/') if depth == 1 => return i + 2,
            ('*', '/') => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
    }
    chars.len()
}

fn text_end(chars: &[char], from: usize) -> usize {
    let mut i = from + 1;
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

/// Of `r"…"` or `r#"…"#`; none if it is another word.
fn raw_end(chars: &[char], from: usize) -> Option<usize> {
    let signs = chars[from + 1..].iter().take_while(|c| **c == '#').count();
    let open = from + 1 + signs;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let close = |i: &usize| {
        chars[*i] == '"' && chars[i + 1..].iter().take_while(|c| **c == '#').count() >= signs
    };
    Some((open + 1..chars.len()).find(close).map_or(chars.len(), |i| i + 1 + signs))
}

/// Words and signs of `code`.
pub fn tokens(code: &str) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    for (line, text) in code.lines().enumerate() {
        let mut in_word = false;
        for c in text.chars() {
            let part = c.is_alphanumeric() || c == '_';
            match all.last_mut() {
                Some(last) if part && in_word => last.text.push(c),
                _ if c.is_whitespace() => {}
                _ => all.push(Token { text: c.to_string(), line }),
            }
            in_word = part;
        }
    }
    all
}

//! Text of charts: made harmless, measured, cut and wrapped.
//!
//! There is no font here: a viewer chooses it. Widths are those of a wide one (`DejaVu` Sans), so that
//! what fits by this measure fits everywhere.

pub(super) use crate::evidence::words::{decimal, figure, number, scientific};
use headroom_core::scenario::steers;

/// Size of a heading, in pixels of the sheet.
pub(super) const TITLE: u32 = 32;
/// Size of a subtitle and a panel's title.
pub(super) const SUBTITLE: u32 = 25;
/// Size of all else, and the least there is: seven points where a wide sheet is printed 17 cm wide, eleven pixels where
/// a narrow one is shown on 360.
pub(super) const LABEL: u32 = 23;

/// Characters of a whole name kept for whoever points at a cut one.
const LONGEST_NAME: usize = 200;

/// `text` on one line: characters that steer a terminal or turn the direction of a line are shown escaped, and those
/// that XML or this file gives a meaning as a mark.
pub(super) fn clean(text: &str) -> String {
    let escaped = |c: char| match !c.is_whitespace() && steers(c) {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    let shown = |c: char| {
        let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffb}');
        let outside = matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff);
        if private || outside { '\u{fffd}' } else { c }
    };
    let spaced = |c: char| if c.is_whitespace() && !joins(c) { ' ' } else { c };
    let visible: String = text.chars().map(escaped).collect();
    let harmless: String = visible.chars().map(shown).map(spaced).collect();
    harmless.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `text` with `space` between thousands, at which no line ends.
pub(super) fn unbroken(text: &str, space: char) -> String {
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let all: Vec<char> = text.chars().collect();
    let shown = |(i, c): (usize, &char)| {
        let three = (1..=3).all(|k| digit(all.get(i + k))) && !digit(all.get(i + 4));
        let inside = i > 0 && digit(all.get(i - 1));
        if *c == ' ' && inside && three { space } else { *c }
    };
    all.iter().enumerate().map(shown).collect()
}

/// Spaces at which a line may not end.
fn joins(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}')
}

/// Width of `text` in pixels of the canvas, rather too great than too small.
pub(super) fn width(text: &str, size: u32) -> i32 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ' | '\u{202f}' => 0.34,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 1.0,
        'A'..='Z' | '−' | '+' | '=' | '<' | '>' | '×' | '÷' | '–' => 0.8,
        ' '..='~' => 0.64,
        '\u{a0}'..='\u{17f}' => 0.7,
        _ => 1.0,
    };
    let ems: f64 = text.chars().map(em).sum();
    libm::ceil(ems * f64::from(size)) as i32
}

/// `text` as it fits into `pixels`, cut with an ellipsis if it must be; then the whole of it too.
pub(super) fn cut(text: &str, size: u32, pixels: i32) -> (String, Option<String>) {
    let text = clean(text);
    if width(&text, size) <= pixels {
        return (text, None);
    }
    (shortened(&text, size, pixels), Some(text.chars().take(LONGEST_NAME).collect()))
}

fn shortened(text: &str, size: u32, pixels: i32) -> String {
    let mut short = String::new();
    let mut left = pixels - width("…", size);
    for c in text.chars() {
        left -= width(c.encode_utf8(&mut [0; 4]), size);
        if left < 0 {
            break;
        }
        short.push(c);
    }
    format!("{}…", short.trim_end())
}

/// `text` in as few lines as `pixels` allows, at most `most`, and those as even as they can be.
pub(super) fn balanced(text: &str, size: u32, pixels: i32, most: usize) -> Vec<String> {
    let text = unbroken(&clean(text), '\u{202f}');
    let mut lines = wrapped(&text, size, pixels);
    if lines.len() > most {
        lines.truncate(most);
        let last = lines.last_mut().map(|l| *l = shortened(l, size, pixels));
        debug_assert!(last.is_some() || most == 0);
        return lines;
    }
    let narrowest = (1..=24).map(|i| pixels * i / 24);
    let mut even = narrowest.map(|w| wrapped(&text, size, w)).filter(|l| l.len() <= lines.len());
    even.next().unwrap_or(lines)
}

/// `text` in lines of at most `pixels`; a word that is longer goes on in the next.
pub(super) fn wrapped(text: &str, size: u32, pixels: i32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, size) <= pixels {
            line = joined;
            continue;
        }
        lines.extend((!line.is_empty()).then(|| std::mem::take(&mut line)));
        for c in word.chars() {
            line.push(c);
            if width(&line, size) > pixels && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    lines.extend((!line.is_empty()).then_some(line));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_text_is_made_harmless() {
        assert_eq!(
            clean("a\u{202e}b\u{7}\n\tc\u{0}  \u{feff}d"),
            "a\\u{202e}b\\u{7} c\\u{0} \\u{feff}d"
        );
        assert_eq!(clean("\u{e000}x\u{e001}\u{ffff}"), "\u{fffd}x\u{fffd}\u{fffd}");
        assert_eq!(clean("1\u{202f}000"), "1\u{202f}000");
    }

    #[test]
    fn a_text_fits_after_it_is_cut_and_shows_whole_when_pointed_at() {
        let name = "A User with a very long name indeed";
        let (short, whole) = cut(name, LABEL, 200);
        assert_eq!(whole.as_deref(), Some(name));
        assert!(short.ends_with('…') && width(&short, LABEL) <= 200, "{short}");
        assert_eq!(cut("short", LABEL, 200), ("short".to_owned(), None));
    }

    #[test]
    fn lines_are_even_fit_and_are_bounded() {
        assert_eq!(balanced("one two three four", LABEL, 220, 9), ["one two", "three four"]);
        assert_eq!(balanced("", LABEL, 250, 9), [] as [&str; 0]);
        let long = balanced(&"x".repeat(1_000), LABEL, 250, 3);
        assert!(long.len() == 3 && long[2].ends_with('…'), "{long:?}");
        assert!(long.iter().all(|l| width(l, LABEL) <= 250), "{long:?}");
    }
}

//! A cell of a table on the page: what it says, and the number behind it, by which it sorts and which is copied. All numbers of a
//! column are said in one unit, chosen by the column's size and named in its head.

use crate::evidence::table::Unit;
use crate::evidence::words::{fine, four_figures, thousands};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    /// What it says.
    pub(super) text: String,
    /// Whether that is words.
    pub(super) words: bool,
    /// The number it says, in the table's unit; where words say one, in seconds, as a share, or as it is.
    pub(super) value: Option<f64>,
}

impl Cell {
    /// Words, which stand for a number where they begin with one and its unit ends them.
    pub(super) fn words(text: String) -> Self {
        let value = quantity(&text);
        Self { text, words: true, value }
    }

    /// The number as an attribute has it, in seven figures; none where the text, in the unit of which one is `one`, has all of it.
    pub(super) fn behind(&self, one: f64) -> Option<String> {
        let value = self.value?;
        let plain = one == 1.0 && !self.words && quantity(&self.text) == Some(value);
        (!plain).then(|| rounded(value).to_string())
    }
}

impl From<(String, bool)> for Cell {
    fn from((text, words): (String, bool)) -> Self {
        Self { words, ..Self::words(text) }
    }
}

/// `x` in seven figures that matter.
pub(super) fn rounded(x: f64) -> f64 {
    format!("{x:.6e}").parse().unwrap_or(x)
}

/// In what the numbers of a column are said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    unit: Unit,
    /// What the head adds to the column's name; may be empty.
    pub(super) word: &'static str,
    /// One of it, in the table's unit.
    pub(super) one: f64,
}

/// From here on a column of counts is said in millions, if none of them would be next to nothing of one.
const IN_MILLIONS: f64 = 1e7;
const OF_A_MILLION: f64 = 1e4;

impl Scale {
    /// That of a column with these numbers.
    pub(super) fn of(unit: Unit, numbers: impl Iterator<Item = f64>) -> Self {
        let (mut least, mut most) = (f64::INFINITY, 0.0);
        for size in numbers.map(libm::fabs).filter(|size| *size > 0.0) {
            (least, most) = (f64::min(least, size), f64::max(most, size));
        }
        let in_millions = most >= IN_MILLIONS && least >= OF_A_MILLION;
        let (word, one) = match unit {
            Unit::Seconds if most < 120.0 => ("s", 1.0),
            Unit::Seconds if most < 7_200.0 => ("min", 60.0),
            Unit::Seconds => ("h", 3_600.0),
            Unit::Hours => ("h", 1.0),
            Unit::Share => ("%", 0.01),
            Unit::PerSecond => ("/s", 1.0),
            Unit::Years => ("years", 1.0),
            Unit::Pounds if in_millions => ("£ million", 1e6),
            Unit::Pounds => ("£", 1.0),
            Unit::Requests | Unit::Number if in_millions => ("million", 1e6),
            _ => ("", 1.0),
        };
        Self { unit, word, one }
    }

    /// `x`, which is in the table's unit.
    pub(super) fn said(&self, x: f64) -> String {
        let own = x / self.one;
        let one_place = |x: f64| match x {
            x if x == libm::round(x) => thousands(x),
            x if libm::fabs(x) < 1.0 => fine(x),
            x => format!("{x:.1}").replace('-', "−"),
        };
        match self.unit {
            Unit::Seconds => one_place(own),
            Unit::Share if x > 0.0 && x < 0.000_5 => "< 0.1".to_owned(),
            Unit::Share if x > 0.999_5 && x < 1.0 => "> 99.9".to_owned(),
            Unit::Share => format!("{own:.1}").replace('-', "−"),
            Unit::PerSecond if libm::fabs(x) >= 100.0 => thousands(x),
            _ if self.one > 1.0 && own != 0.0 && libm::fabs(own) < 0.005 => fine(own),
            _ if self.one > 1.0 => format!("{own:.2}").replace('-', "−"),
            Unit::Requests => four_figures(libm::round(x)),
            _ => four_figures(x),
        }
    }
}

/// The number that `text` says, times as seconds and shares as parts of 1; none where it says anything else.
fn quantity(text: &str) -> Option<f64> {
    let text = text.split(" (").next().unwrap_or_default().trim();
    let known = ["less than ", "more than ", "< ", "> ", "+"];
    let text = known.iter().find_map(|before| text.strip_prefix(before)).unwrap_or(text);
    let (sign, text) = match text.strip_prefix(['−', '-']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let figures = |c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}');
    let mut end = text.find(|c: char| !figures(c)).unwrap_or(text.len());
    // Of `1.2e-4` the exponent too.
    if let Some(rest) = text[end..].strip_prefix("e-") {
        end += 2 + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    }
    let digits: String = text[..end].chars().filter(|c| !c.is_whitespace()).collect();
    let one = match text[end..].trim() {
        "" | "/s" | "s" | "years" => 1.0,
        "min" => 60.0,
        "h" => 3_600.0,
        "%" => 0.01,
        "million" => 1e6,
        "billion" => 1e9,
        _ => return None,
    };
    digits.parse::<f64>().ok().map(|x| sign * x * one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_a_number_have_it() {
        let said = [
            "2.0 h",
            "10.3 min",
            "−1\u{202f}200",
            "25 % (20 % to 30 %)",
            "1.2e-4",
            "< 0.1",
            "2\u{a0}450/s",
        ];
        let found = said.map(|text| quantity(text).expect("a number"));
        assert_eq!(found, [7_200.0, 618.0, -1_200.0, 0.25, 1.2e-4, 0.1, 2_450.0]);
        for text in ["2018-03-02", "7.4 listed", "", "yes", "British Gas", "1.2.3"] {
            assert_eq!(quantity(text), None, "{text}");
        }
    }

    #[test]
    fn a_column_has_one_unit_by_its_size() {
        let times = Scale::of(Unit::Seconds, [618.0, 7_200.0].into_iter());
        assert_eq!(
            (times.word, times.said(7_200.0), times.said(618.0)),
            ("h", "2".to_owned(), "0.17".to_owned())
        );
        let counts = Scale::of(Unit::Requests, [0.0, 1e4, -2.5e7].into_iter());
        assert_eq!((counts.word, counts.said(2.45e7)), ("million", "24.50".to_owned()));
        assert_eq!(
            Scale::of(Unit::Requests, [8.0, 2.5e7].into_iter()).said(1_234_567.4),
            "1 234 567"
        );
        assert_eq!(Scale::of(Unit::Share, [1.0].into_iter()).said(0.256), "25.6");
    }

    #[test]
    fn a_number_stands_behind_a_cell_whose_text_has_less() {
        let of =
            |text: &str, value| Cell { text: text.to_owned(), words: false, value: Some(value) };
        assert_eq!(of("1 234", 1_234.0).behind(1.0), None);
        assert_eq!(of("0.17", 618.0).behind(3_600.0), Some("618".to_owned()));
        assert_eq!(of("12 346", 12_345.678_9).behind(1.0), Some("12345.68".to_owned()));
    }
}

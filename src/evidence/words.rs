//! How numbers, shares, times and lists are said.

use super::interval::Interval;

/// One or two of `names`, and how many more.
pub fn names(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, more @ ..] => format!("{one}, {two} and {} more", more.len()),
    }
}

/// A large number as a person says it: 24.5 million.
pub fn said(x: f64) -> String {
    if x < 1e6 {
        return thousands(x);
    }
    let (x, unit) = if x < 1e9 { (x / 1e6, "million") } else { (x / 1e9, "billion") };
    if x >= 1e3 {
        return format!("{} {unit}", thousands(x));
    }
    let digits = if x < 10.0 { 2 } else { usize::from(x < 100.0) };
    format!("{x:.digits$} {unit}")
}

/// A large number with its interval, which cannot be less than none.
pub fn with_ends(interval: &Interval) -> String {
    match (interval.ci_low, interval.ci_high) {
        (Some(low), Some(high)) if low < high => {
            format!("{} (95 %: {} to {})", said(interval.mean), said(low.max(0.0)), said(high))
        }
        _ => said(interval.mean),
    }
}

/// A share in per cent with its interval, which cannot be less than none or more than all.
pub fn share_with_ends(interval: &Interval) -> String {
    let shown = |x: f64| format!("{:.1}", x.clamp(0.0, 1.0) * 100.0);
    match (interval.ci_low, interval.ci_high) {
        (Some(low), Some(high)) if low < high => {
            format!("{} % (95 %: {} to {} %)", shown(interval.mean), shown(low), shown(high))
        }
        _ => format!("{} %", shown(interval.mean)),
    }
}

/// A number with spaces between thousands, rounded to the whole.
pub fn thousands(x: f64) -> String {
    let digits = format!("{:.0}", libm::fabs(x));
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    if x < -0.5 { format!("−{out}") } else { out }
}

/// A mean number of things, of which less than one may be too many.
pub fn few(x: f64) -> String {
    if x < 100.0 { decimals(x) } else { said(x) }
}

/// The first letter large.
pub fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// A time as a person says it: 45 s, 34 min, 6.2 h.
pub fn time_said(s: f64) -> String {
    match s {
        s if s < 120.0 => format!("{} s", decimals(s)),
        s if s < 7_200.0 => format!("{} min", decimals(s / 60.0)),
        s => format!("{} h", decimals(s / 3_600.0)),
    }
}

/// A whole number whole, any other with one decimal.
pub fn decimals(x: f64) -> String {
    if x == libm::round(x) { thousands(x) } else { format!("{x:.1}") }
}

/// A share in per cent.
pub fn percent(x: f64) -> String {
    format!("{:.1} %", x * 100.0)
}

/// Names, as they are said.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A number of which less than one may be much: 12 300, 13.2, 0.31, 0.0042.
pub fn fine(x: f64) -> String {
    match x {
        0.0 => "0".to_owned(),
        x if x < 1e-3 => format!("{x:.1e}"),
        x if x < 1.0 => {
            let places = (1.0 - libm::floor(libm::log10(x))) as usize;
            format!("{x:.places$}")
        }
        x if x < 99.95 => format!("{x:.1}"),
        x => said(x),
    }
}

/// So many years.
pub fn years(years: f64) -> String {
    let number = if years == libm::round(years) { said(years) } else { fine(years) };
    if years == 1.0 { "1 year".to_owned() } else { format!("{number} years") }
}

/// So many replications, which are called `word`.
pub(super) fn so_many(word: &str, n: usize) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{} {word}s", thousands(n as f64)) }
}

/// All of so many.
pub(super) fn all_of(word: &str, n: usize) -> String {
    if n == 1 { format!("its one {word}") } else { format!("all {n} {word}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_spaces_between_thousands() {
        assert_eq!([0.4, 999.5, 1_234_567.0].map(thousands), ["0", "1 000", "1 234 567"]);
        assert_eq!([2.0, 2.25].map(decimals), ["2", "2.2"]);
        assert_eq!(
            [0.0, 95.0, 2_040.0, 22_320.0].map(time_said),
            ["0 s", "95 s", "34 min", "6.2 h"]
        );
        assert_eq!(
            [999_999.0, 1_234_567.0, 24_528_473.0].map(said),
            ["999 999", "1.23 million", "24.5 million"]
        );
    }
}

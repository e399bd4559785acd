//! How numbers, shares, times and pounds are said; what is no number, as a share of nothing, is a dash, and minus
//! nothing is nothing.

/// What is said of what is no number.
const NO_NUMBER: &str = "–";

/// A large number as a person says it: 24.5 million.
pub fn said(x: f64) -> String {
    if x < 1e6 {
        return thousands(x);
    }
    if !x.is_finite() {
        return NO_NUMBER.to_owned();
    }
    // What would be 1 000 million is a billion.
    let (x, unit) = if x < 9.995e8 { (x / 1e6, "million") } else { (x / 1e9, "billion") };
    if x >= 1e3 {
        return format!("{} {unit}", thousands(x));
    }
    let digits = if x < 10.0 { 2 } else { usize::from(x < 100.0) };
    // A number that was rounded further, or given so, has no digits that it does not bear.
    let is_whole = |places: &usize| {
        let tens = libm::exp10(*places as f64);
        libm::fabs(x * tens - libm::round(x * tens)) < 1e-9 * tens
    };
    let digits = (0..digits).find(is_whole).unwrap_or(digits);
    format!("{x:.digits$} {unit}")
}

/// A number with spaces between thousands, rounded to the whole.
pub fn thousands(x: f64) -> String {
    if !x.is_finite() {
        return NO_NUMBER.to_owned();
    }
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

/// A time as a person says it: 45 s, 34 min, 6.2 h.
pub fn time_said(s: f64) -> String {
    time_like(s, s)
}

/// A time in the unit in which `like` is said.
pub fn time_like(s: f64, like: f64) -> String {
    let (one, unit) = time_unit(like);
    let text = decimals(s / one);
    // What rounds to a whole number is said as what is one, unless that is none.
    let text = text.strip_suffix(".0").filter(|whole| some_of(whole)).unwrap_or(&text);
    format!("{text} {unit}")
}

/// The unit in which a time is said: so many seconds, and what it is called.
pub fn time_unit(s: f64) -> (f64, &'static str) {
    match s {
        s if s < 120.0 => (1.0, "s"),
        s if s < 7_200.0 => (60.0, "min"),
        _ => (3_600.0, "h"),
    }
}

/// A whole number whole, and from a thousand on any; another with one decimal.
pub fn decimals(x: f64) -> String {
    match x {
        _ if x == libm::round(x) || libm::fabs(x) >= 1_000.0 || !x.is_finite() => thousands(x),
        // Of a little less than nothing no sign is left.
        x if libm::fabs(x) < 0.05 => "0.0".to_owned(),
        x => format!("{x:.1}"),
    }
}

/// A share in per cent, of which a little is not nothing and nearly all not all.
pub fn percent(x: f64) -> String {
    match x {
        x if x > 0.0 && x < 0.000_5 => "less than 0.1 %".to_owned(),
        x if x > 0.999_5 && x < 1.0 => "more than 99.9 %".to_owned(),
        // What rounds to nothing has no sign.
        x if x < 0.0 && x > -0.000_5 => "0.0 %".to_owned(),
        x if x.is_finite() => format!("{:.1} %", x * 100.0 + 0.0),
        _ => NO_NUMBER.to_owned(),
    }
}

/// A number of which less than one may be much: 12 300, 13.2, 0.31, 0.0042.
pub fn fine(x: f64) -> String {
    match x {
        0.0 => "0".to_owned(),
        x if x < 0.0 => format!("−{}", fine(-x)),
        x if x < 1e-3 => format!("{x:.1e}"),
        x if x < 1.0 => {
            let places = (1.0 - libm::floor(libm::log10(x))) as usize;
            format!("{x:.places$}")
        }
        x if x < 99.95 => format!("{x:.1}"),
        x => said(x),
    }
}

/// A share to the nearest whole per cent, without its sign: an end of an interval that need not be finer.
pub fn whole_percent(share: f64) -> String {
    thousands(share * 100.0)
}

/// A share that was given, in per cent without needless decimals.
pub fn given_percent(share: f64) -> String {
    match share.is_finite() {
        true => format!("{} %", libm::round(share * 1e6) / 1e4 + 0.0),
        false => NO_NUMBER.to_owned(),
    }
}

/// A number that need not be whole: with more digits where it is less than one.
pub fn fraction(x: f64) -> String {
    match libm::fabs(x) {
        small if small > 0.0 && small < 0.000_5 => "0.000".to_owned(),
        small if small > 0.0 && small < 1.0 => format!("{x:.3}"),
        large if large >= 1_000.0 => thousands(x),
        _ => decimals(x),
    }
}

/// A number of a column in which all have so many `places`.
pub fn fixed(x: f64, places: usize) -> String {
    if !x.is_finite() {
        return NO_NUMBER.to_owned();
    }
    let text = format!("{:.places$}", libm::fabs(x));
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let sign = if x < 0.0 && some_of(&text) { "−" } else { "" };
    format!("{sign}{}{rest}", thousands(whole.parse().unwrap_or(0.0)))
}

/// More or less by `x`, whose size `said` says.
pub fn with_sign(x: f64, said: impl Fn(f64) -> String) -> String {
    if !x.is_finite() {
        return NO_NUMBER.to_owned();
    }
    let size = said(libm::fabs(x));
    // What rounds to nothing has no sign.
    match x {
        _ if !some_of(&size) => "0".to_owned(),
        x if x < 0.0 => format!("−{size}"),
        _ => format!("+{size}"),
    }
}

/// Whether a number that was said is more than nothing.
pub fn some_of(said: &str) -> bool {
    said.contains(|c: char| matches!(c, '1'..='9'))
}

/// A number in a table: whole ones whole, others with four figures that matter.
pub fn four_figures(x: f64) -> String {
    if x == libm::round(x) || libm::fabs(x) >= 10_000.0 || !x.is_finite() {
        return thousands(x);
    }
    let digits = 3 - libm::floor(libm::log10(libm::fabs(x))) as i32;
    let text = format!("{:.*}", digits.clamp(1, 9) as usize, libm::fabs(x));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole = thousands(whole.parse().unwrap_or(0.0));
    // What rounds to nothing has no sign.
    let sign = if x < 0.0 && some_of(text) { "−" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A rate a second.
pub fn a_second(x: f64) -> String {
    format!("{}/s", four_figures(if x >= 100.0 { libm::round(x) } else { x }))
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

    #[test]
    fn a_whole_number_and_what_rounds_to_it_are_said_alike() {
        assert_eq!([21_600.0, 21_610.0, 0.01].map(time_said), ["6 h", "6 h", "0.0 s"]);
    }

    #[test]
    fn what_is_no_number_is_a_dash_and_minus_nothing_is_nothing() {
        let saying: [fn(f64) -> String; 11] = [
            said,
            thousands,
            few,
            decimals,
            percent,
            fine,
            whole_percent,
            given_percent,
            fraction,
            four_figures,
            |x| fixed(x, 2),
        ];
        for (i, say) in saying.into_iter().enumerate() {
            for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                let text = say(x);
                assert!(!text.contains("NaN") && !text.contains("inf"), "{i}: {text}");
            }
            for nothing in [-0.0, -1e-12] {
                let text = say(nothing);
                let nothing = !text.starts_with(['-', '−']) || text.contains("e-");
                assert!(nothing, "{i}: {text}");
            }
        }
        assert_eq!(a_second(f64::NAN), "–/s");
        assert_eq!(time_said(f64::NAN), "– h");
    }

    #[test]
    fn numbers_of_tables_keep_four_figures_that_matter() {
        let said =
            [0.0, 12.0, 1_234_567.0, 0.016_666, 8_219.37, 43.139, -0.5, 12_345.6].map(four_figures);
        assert_eq!(said, ["0", "12", "1 234 567", "0.01667", "8 219.4", "43.14", "−0.5", "12 346"]);
        let shares = [0.0, 0.000_1, 0.256, 0.999_9, 1.0].map(percent);
        assert_eq!(shares, ["0.0 %", "less than 0.1 %", "25.6 %", "more than 99.9 %", "100.0 %"]);
    }
}

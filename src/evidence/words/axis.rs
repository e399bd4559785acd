//! How numbers are said at axes and in titles of charts: with narrow spaces between thousands, at which no line ends.

use super::thousands;

/// A number of an axis that counts, with narrow spaces between thousands.
pub fn number(x: f64) -> String {
    if libm::fabs(x) >= 10.0 || x == libm::round(x) { decimal(x, 0) } else { decimal(x, 1) }
}

/// `x` with `places` decimals and narrow spaces between thousands; powers of ten where that is long.
pub fn decimal(x: f64, places: usize) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    if libm::fabs(x) >= 1e9 || places > 6 {
        return scientific(x);
    }
    let text = format!("{:.places$}", libm::fabs(x));
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let whole: f64 = whole.parse().unwrap_or(0.0);
    let sign = if x < 0.0 && text.contains(|c: char| matches!(c, '1'..='9')) { "−" } else { "" };
    format!("{sign}{}{rest}", thousands(whole).replace(' ', "\u{202f}"))
}

/// `x` as a power of ten with one digit before it, which is left out where it is 1.
pub fn scientific(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    if !x.is_finite() {
        return "–".to_owned();
    }
    let written = format!("{x:.1e}");
    let (digits, power) = written.split_once('e').unwrap_or((&written, "0"));
    let raised = |c: char| match c {
        '-' => '⁻',
        _ => {
            ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][c.to_digit(10).unwrap_or(0) as usize]
        }
    };
    let power: String = power.chars().map(raised).collect();
    match digits.trim_end_matches(".0").replace('-', "−").as_str() {
        "1" => format!("10{power}"),
        digits => format!("{digits} × 10{power}"),
    }
}

/// `x` to about three digits.
pub fn figure(x: f64) -> String {
    let size = libm::fabs(x);
    match size {
        _ if x == libm::round(x) || size >= 100.0 => decimal(x, 0),
        _ if size >= 10.0 => decimal(x, 1),
        _ if size >= 1.0 => decimal(x, 2),
        _ if size >= 0.001 => decimal(x, 3),
        _ => scientific(x),
    }
}

/// A share as a person says it: never 100 % or 0 % of what is not.
pub fn round_percent(share: f64) -> String {
    let x = share * 100.0;
    let places = match x {
        _ if x == libm::round(x) => 0,
        _ if !(0.5..99.5).contains(&x) => 1,
        _ => 0,
    };
    match decimal(x, places).as_str() {
        "0.0" => "less than 0.1\u{a0}%".to_owned(),
        "100.0" => "more than 99.9\u{a0}%".to_owned(),
        said => format!("{said}\u{a0}%"),
    }
}

/// A rate, requests a second: one below one to the digits that it has.
pub fn rate(x: f64) -> String {
    format!("{}/s", if x < 1.0 { figure(x) } else { number(x) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_narrow_spaces_and_a_minus() {
        assert_eq!([0.0, 2.5, 12.4, 24_528.0].map(number), ["0", "2.5", "12", "24\u{202f}528"]);
        assert_eq!(decimal(-1_234.56, 1), "−1\u{202f}234.6");
        assert_eq!(decimal(-0.01, 1), "0.0");
        assert_eq!([1e9, 2e12, 1e-7].map(|x| decimal(x, 9)), ["10⁹", "2 × 10¹²", "10⁻⁷"]);
        assert_eq!(
            [0.0, 0.034, 7.25, 12.34, 3.0, 8e-5].map(figure),
            ["0", "0.034", "7.25", "12.3", "3", "8 × 10⁻⁵"]
        );
        assert_eq!(decimal(f64::NAN, 2), "–");
    }

    #[test]
    fn shares_are_not_said_to_be_all_or_nothing_where_they_are_not() {
        let said = [0.0, 0.000_1, 0.004, 0.256, 0.997, 0.999_9, 1.0].map(round_percent);
        let want =
            ["0 %", "less than 0.1 %", "0.4 %", "26 %", "99.7 %", "more than 99.9 %", "100 %"];
        assert_eq!(said.map(|s| s.replace('\u{a0}', " ")), want);
    }
}

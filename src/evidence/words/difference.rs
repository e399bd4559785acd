//! How differences of figures are said: with a sign or as more and fewer, and where there is none to speak of.

use super::{
    borne_as, cell, fixed, further, one_of, places_apart, same_in_each, some_of, value_like,
    with_sign,
};
use crate::evidence::interval::Interval;
use headroom_core::domain::{Figure, FigureUnit};

/// A difference of it without its sign, in the unit in which `like` is said: of shares in points.
fn difference(figure: Figure, x: f64, like: f64) -> String {
    let x = libm::fabs(x);
    if figure.is_share() { format!("{:.1} points", x * 100.0) } else { value_like(figure, x, like) }
}

/// A difference of it.
pub fn signed(figure: Figure, x: f64) -> String {
    with_sign(x, |x| difference(figure, x, x))
}

/// What is said in place of the interval of a few differences that are all the same and not nought; none of others.
pub fn differs_by_as_much(of: &Interval) -> Option<String> {
    same_in_each(of).filter(|_| of.mean != 0.0)
}

/// Both ends of an interval of a difference, or that a few are all the same; none from one replication.
pub fn signed_ends(figure: Figure, of: &Interval) -> Option<String> {
    let (low, high) = of.ci_low.zip(of.ci_high)?;
    let said = |x: f64| {
        with_sign(borne_as(figure, x, of), |x| difference(figure, x, further((low, high))))
    };
    differs_by_as_much(of).or_else(|| Some(format!("{} to {}", said(low), said(high))))
}

/// Whether there is no difference to speak of: what is said of it and of both ends of its interval rounds to nothing.
pub fn no_difference(figure: Figure, more: &Interval) -> bool {
    let all = [Some(more.mean), more.ci_low, more.ci_high];
    !all.into_iter().flatten().any(|x| some_of(&difference(figure, x, x)))
}

/// Whether the interval of a difference leaves out nought; of one replication, whether there is any to speak of.
pub fn is_clear(figure: Figure, more: &Interval) -> bool {
    let clear = match more.ci_low.zip(more.ci_high) {
        None => true,
        Some((low, high)) => low > 0.0 || high < 0.0,
    };
    clear && some_of(&difference(figure, more.mean, more.mean))
}

/// A smaller share than this of what is counted does not show in the digits of two numbers side by side.
const LOST: f64 = 0.01;

/// Whether a clear difference does not show in two means, said side by side, of which the greater is `most`: they are said alike, or it is
/// lost in the digits of what is counted.
pub fn is_hidden(figure: Figure, said: [&str; 2], most: f64, more: &Interval) -> bool {
    let is_counted = figure.about().unit == FigureUnit::Number;
    let is_lost = is_counted && libm::fabs(more.mean) < LOST * libm::fabs(most);
    is_clear(figure, more) && (said[0] == said[1] || is_lost)
}

/// More or less of it: fewer of what is counted.
fn comparative(figure: Figure, more: bool) -> &'static str {
    match (more, figure.about().unit == FigureUnit::Number) {
        (true, _) => "more",
        (false, true) => "fewer",
        (false, false) => "less",
    }
}

/// A difference of it, without its interval: `75 256 fewer`, `12 s more`.
pub fn more_or_less(figure: Figure, x: f64) -> String {
    format!("{} {}", difference(figure, x, x), comparative(figure, x > 0.0))
}

/// A difference of it with its interval to the digits that this bears, and whether it is clear.
pub fn differs(figure: Figure, more: &Interval) -> String {
    let [low, high] =
        [more.ci_low, more.ci_high].map(|end| end.map(|end| borne_as(figure, end, more)));
    let more =
        &Interval { mean: borne_as(figure, more.mean, more), ci_low: low, ci_high: high, ..*more };
    let ends = || signed_ends(figure, more).unwrap_or_default();
    match more.ci_low.zip(more.ci_high) {
        _ if no_difference(figure, more) => "no difference to speak of".to_owned(),
        None => more_or_less(figure, more.mean),
        Some(_) if !is_clear(figure, more) => {
            let mean = match some_of(&difference(figure, more.mean, more.mean)) {
                true => more_or_less(figure, more.mean) + ", ",
                false => String::new(),
            };
            format!("{mean}no clear difference (95 %: {})", ends())
        }
        Some((low, high)) => {
            let said = |x: f64| difference(figure, x, further((low, high)));
            let (near, far) = if more.mean < 0.0 { (high, low) } else { (low, high) };
            let (mean, near, far) = (more_or_less(figure, more.mean), said(near), said(far));
            if near == far { mean } else { format!("{mean} (95 %: {near} to {far})") }
        }
    }
}

/// A difference of it and its interval as cells of a table whose rows name their units have them.
pub fn signed_cells(figure: Figure, more: &Interval) -> [String; 2] {
    if no_difference(figure, more) {
        return ["no difference".to_owned(), String::new()];
    }
    let said = |x: f64| with_sign(borne_as(figure, x, more), |x| cell(figure, x));
    let both = more.ci_low.zip(more.ci_high).map(|(low, high)| {
        let [a, b] = [low, high].map(said);
        let both = [low, high].map(|x| borne_as(figure, x, more) / one_of(figure));
        match places_apart(both, [&a, &b]) {
            Some(places) => both.map(|x| with_sign(x, |x| fixed(x, places))).join(" to "),
            None => format!("{a} to {b}"),
        }
    });
    [said(more.mean), differs_by_as_much(more).or(both).unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_what_rounds_to_nothing_is_no_difference() {
        let of = |mean, low, high| Interval { mean, ci_low: Some(low), ci_high: Some(high), n: 4 };
        let said = |i: &Interval| differs(Figure::ThrottledShare, i);
        assert_eq!(said(&of(0.000_1, -0.000_2, 0.000_3)), "no difference to speak of");
        assert_eq!(said(&of(0.000_1, 0.000_05, 0.000_2)), "no difference to speak of");
        assert_eq!(
            said(&of(0.01, -0.02, 0.04)),
            "1.0 points more, no clear difference (95 %: −2.0 points to +4.0 points)"
        );
        assert_eq!(
            said(&of(-0.02, -0.03, -0.01)),
            "2.0 points less (95 %: 1.0 points to 3.0 points)"
        );
        // What has a width is said with one.
        let rare = signed_cells(Figure::Activations, &of(0.093, 0.060, 0.126));
        assert_eq!(rare, ["+0.1", "+0.06 to +0.13"]);
        assert_eq!(signed(Figure::ThrottledShare, -0.000_1), "0");
        assert_eq!(more_or_less(Figure::Throttled, -75_256.0), "75 256 fewer");
    }

    #[test]
    fn c5_a_few_differences_that_are_all_the_same_have_no_interval() {
        let of = |n, x| Interval { mean: x, ci_low: Some(x), ci_high: Some(x), n };
        let cells = |n| signed_cells(Figure::OutageS, &of(n, -43_200.0));
        assert_eq!(cells(3), ["−720", "in each of 3"]);
        assert_eq!(cells(10), ["−720", "−720 to −720"]);
        let ends = |n, x| signed_ends(Figure::Throttled, &of(n, x));
        assert_eq!(ends(3, 1.0).as_deref(), Some("in each of 3"));
        assert_eq!(ends(10, 1.0).as_deref(), Some("+1 to +1"));
        assert_eq!(ends(3, 0.0).as_deref(), Some("0 to 0"));
    }

    #[test]
    fn c5_a_clear_difference_of_rounded_numbers_side_by_side_is_hidden() {
        let of = |mean, low, high| Interval { mean, ci_low: Some(low), ci_high: Some(high), n: 5 };
        let hidden =
            |said, most, more: &Interval| is_hidden(Figure::NeverAnswered, said, most, more);
        let fewer = of(-7_600.0, -9_800.0, -5_500.0);
        assert!(hidden(["3.67 million", "3.67 million"], 3.67e6, &fewer));
        assert!(hidden(["41.5 million", "41.4 million"], 41.5e6, &of(-6e4, -7e4, -5e4)));
        // What the numbers show, and what could be chance, are not.
        assert!(!hidden(["1.69 million", "10 000"], 1.69e6, &of(-1.68e6, -1.7e6, -1.6e6)));
        assert!(!hidden(["3.67 million", "3.67 million"], 3.67e6, &of(-7.0, -20.0, 6.0)));
        let share =
            |said| is_hidden(Figure::SupplyKnown15Min, said, 0.805, &of(-0.005, -0.009, -0.002));
        assert!(!share(["80.5 %", "80.0 %"]) && share(["80.5 %", "80.5 %"]));
    }
}

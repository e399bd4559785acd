//! How values, differences and bounds of figures are said, by the unit that the registry states
//! (`core/domain/figure.rs`).

use super::{decimals, few, fixed, percent, thousands, time_like, time_unit};
use crate::evidence::interval::Interval;
use headroom_core::domain::{Figure, FigureUnit};

/// Below it less than one may be too many.
const FEW: f64 = 100.0;

/// A value of it, as a person says it.
pub fn value(figure: Figure, x: f64) -> String {
    value_like(figure, x, x)
}

/// A value of it in the unit in which `like` is said, so that both ends of an interval are alike.
pub(super) fn value_like(figure: Figure, x: f64, like: f64) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    if x < 0.0 {
        return format!("−{}", value_like(figure, -x, like));
    }
    match figure.about().unit {
        FigureUnit::Number => few(x),
        FigureUnit::Share => percent(x),
        FigureUnit::Minutes | FigureUnit::Seconds => time_like(x, libm::fabs(like)),
        FigureUnit::PerSecond => format!("{}/s", few(x)),
        FigureUnit::Ratio => format!("{x:.2}"),
        FigureUnit::Index => format!("{x:.3}"),
    }
}

/// A value of it where its unit stands beside: in a cell of a table, at an axis.
pub fn cell(figure: Figure, x: f64) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    match figure.about().unit {
        FigureUnit::Number | FigureUnit::PerSecond if libm::fabs(x) >= 100.0 => thousands(x),
        FigureUnit::Ratio => format!("{x:.2}"),
        FigureUnit::Index => format!("{x:.3}"),
        // Divided by a hundredth, 94 % would not be whole.
        FigureUnit::Share => decimals(x * 100.0),
        _ => decimals(x / one_of(figure)),
    }
}

/// A value of it as a cell without a head for its unit has it.
pub fn in_cell(figure: Figure, x: f64) -> String {
    cell(figure, x) + if figure.is_share() { " %" } else { "" }
}

/// How many of the figure's own units one of those is in which tables and axes have it.
pub fn one_of(figure: Figure) -> f64 {
    match figure.about().unit {
        FigureUnit::Share => 0.01,
        FigureUnit::Minutes => 60.0,
        _ => 1.0,
    }
}

/// The unit in which tables and axes have it; of a number the things it counts.
pub fn unit(figure: Figure) -> &'static str {
    match figure.about().unit {
        FigureUnit::Number => figure.about().things,
        FigureUnit::Share => "%",
        FigureUnit::Minutes => "min",
        FigureUnit::Seconds => "s",
        FigureUnit::PerSecond => "requests/s",
        FigureUnit::Ratio | FigureUnit::Index => "",
    }
}

/// What people call it, with its unit where that is not what it counts.
pub fn with_unit(figure: Figure, name: &str) -> String {
    match (figure.about().unit, unit(figure)) {
        (FigureUnit::Number, _) | (_, "") => name.to_owned(),
        (_, unit) => format!("{name}, {unit}"),
    }
}

/// The same with the unit in which a value of it such as `like` is said, and how many of the figure's own one of those is.
pub fn in_unit_of(figure: Figure, name: &str, like: f64) -> (String, f64) {
    match figure.about().unit {
        FigureUnit::Minutes | FigureUnit::Seconds => {
            let (one, unit) = time_unit(libm::fabs(like));
            (format!("{name}, {unit}"), one)
        }
        _ => (with_unit(figure, name), one_of(figure)),
    }
}

/// The head of a narrow column.
pub fn head(figure: Figure) -> String {
    match figure.about().head {
        "" => figure.heading(),
        head if figure.about().unit == FigureUnit::Minutes => with_unit(figure, head),
        head => head.to_owned(),
    }
}

/// The further of both ends of an interval.
pub(super) fn further((low, high): (f64, f64)) -> f64 {
    libm::fabs(low).max(libm::fabs(high))
}

/// Of two ends that differ and are said alike, the places after the point that tell them apart; none where few do not.
pub fn places_apart([low, high]: [f64; 2], said: [&str; 2]) -> Option<usize> {
    let [a, b] = said.map(|text| text.trim_end_matches(".0"));
    let alike = low < high && a == b;
    (0..=4).find(|places| alike && fixed(low, *places) != fixed(high, *places))
}

/// Of fewer values that are all the same an interval of no width would say too much.
const ALIKE: usize = 10;

/// What is said in place of the interval of a few values that are all the same; none of others.
pub fn same_in_each(of: &Interval) -> Option<String> {
    let alike = of.ci_low.is_some() && of.ci_low == of.ci_high;
    (alike && (2..ALIKE).contains(&of.n)).then(|| format!("in each of {}", of.n))
}

/// Both ends of an interval of it, or that a few are all the same; none from one replication.
pub fn ends(figure: Figure, of: &Interval) -> Option<String> {
    let [_, low, high] = with_both(figure, of, f64::INFINITY)?;
    same_in_each(of).or_else(|| Some(format!("{low} to {high}")))
}

/// A mean and both ends of its interval: of a number below `most` so fine that the ends are two.
fn with_both(figure: Figure, whole: &Interval, most: f64) -> Option<[String; 3]> {
    let of = &within_reach(figure, *whole);
    let (low, high) = of.ci_low.zip(of.ci_high)?;
    let like = further((low, high));
    let mean = borne_as(figure, of.mean, of);
    let both = [low, high].map(|x| borne_as(figure, x, of));
    let [low, high] = both.map(|x| value_like(figure, x, like));
    let is_number = figure.about().unit == FigureUnit::Number && like < most;
    Some(match places_apart(both, [&low, &high]).filter(|_| is_number) {
        Some(places) => [mean, both[0], both[1]].map(|x| fixed(x, places)),
        None => [value(figure, mean), low, high],
    })
}

/// A mean, and both ends of its interval or that a few are all the same, as cells have them: so fine that the ends are two;
/// without ends from one replication.
pub fn cells_with_ends(figure: Figure, of: &Interval) -> (String, Option<String>) {
    let borne = |x: f64| borne_as(figure, x, of);
    let mean = cell(figure, borne(of.mean));
    let Some((low, high)) = of.ci_low.zip(of.ci_high) else { return (mean, None) };
    if let Some(said) = same_in_each(of) {
        return (mean, Some(said));
    }
    let both = [low, high].map(|end| borne(end) / one_of(figure));
    let [low, high] = [low, high].map(|end| cell(figure, borne(end)));
    match places_apart(both, [&low, &high]) {
        Some(places) => {
            let [low, high] = both.map(|x| fixed(x, places));
            (fixed(borne(of.mean) / one_of(figure), places), Some(format!("{low} to {high}")))
        }
        None => (mean, Some(format!("{low} to {high}"))),
    }
}

/// An interval without what the figure cannot be.
pub fn within_reach(figure: Figure, of: Interval) -> Interval {
    let low = |x: f64| figure.least().map_or(x, |least| x.max(least));
    let high = |x: f64| figure.greatest().map_or(x, |most| x.min(most));
    Interval { ci_low: of.ci_low.map(low), ci_high: of.ci_high.map(high), ..of }
}

/// The unit to which an interval bears its figure: two digits of the half of its width, none finer than a whole; 1 of one
/// replication.
fn bearing(of: &Interval) -> f64 {
    let width = of.ci_low.zip(of.ci_high).filter(|(low, high)| low < high);
    let half = width.map_or(1.0, |(low, high)| (high - low) / 2.0);
    libm::pow(10.0, libm::floor(libm::log10(half)) - 1.0).max(1.0)
}

/// Of two intervals the one that bears more digits.
pub fn finer<'a>(a: &'a Interval, b: &'a Interval) -> &'a Interval {
    if bearing(b) < bearing(a) { b } else { a }
}

/// `x`, to the digits that `of` bears.
pub fn borne(x: f64, of: &Interval) -> f64 {
    let unit = bearing(of);
    if unit <= 1.0 {
        return x;
    }
    let rounded = libm::round(x / unit) * unit;
    // Millions are rounded once more where they are said: 3 664 973, here 3 665 000, is 3.66 million and not 3.67.
    match rounded >= 1e6 && x < rounded {
        true => rounded.next_down(),
        false => rounded,
    }
}

/// The same of a figure: of what counts alone, since times and shares are said in few digits already, in units of their own.
pub fn borne_as(figure: Figure, x: f64, of: &Interval) -> f64 {
    match figure.about().unit {
        FigureUnit::Number | FigureUnit::PerSecond => borne(x, of),
        _ => x,
    }
}

/// A mean with its interval as a person says it, no further than the figure can be.
pub fn value_with_ends(figure: Figure, of: &Interval) -> String {
    // An interval of no width that can be said is none, but of a few, of which less than one may be too many.
    match with_both(figure, of, FEW).filter(|[_, low, high]| low != high) {
        Some([mean, low, high]) => format!("{mean} (95 %: {low} to {high})"),
        None => value(figure, borne_as(figure, of.mean, of)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_said_with_the_unit_of_their_figure() {
        let said = [
            (Figure::ThrottledShare, 0.000_1),
            (Figure::ThrottledShare, 0.25),
            (Figure::ActiveS, 600.0),
            (Figure::WaitSP95, 30.0),
            (Figure::PeakLoadPerS, 20_235.0),
            (Figure::Throttled, 25_016_712.0),
            (Figure::Throttled, 0.4),
        ];
        let values =
            ["less than 0.1 %", "25.0 %", "10 min", "30 s", "20 235/s", "25.0 million", "0.4"];
        assert_eq!(said.map(|(figure, x)| value(figure, x)), values);
        let cells = ["0.0", "25", "10", "30", "20 235", "25 016 712", "0.4"];
        assert_eq!(said.map(|(figure, x)| cell(figure, x)), cells);
    }

    #[test]
    fn a_bound_its_axis_and_what_is_held_against_it_have_one_unit() {
        let named = |figure, like| in_unit_of(figure, "it", like);
        assert_eq!(value(Figure::ActiveS, 300.0), "5 min");
        assert_eq!(named(Figure::ActiveS, 300.0), ("it, min".to_owned(), 60.0));
        assert_eq!(named(Figure::DelaySMax, 9_000.0), ("it, h".to_owned(), 3_600.0));
        assert_eq!(named(Figure::Throttled, 3.0), ("it".to_owned(), 1.0));
        assert_eq!(named(Figure::ThrottledShare, 0.1), ("it, %".to_owned(), 0.01));
    }

    #[test]
    fn c5_an_interval_that_has_a_width_is_said_with_one() {
        let rare = Interval { mean: 0.093, ci_low: Some(0.060), ci_high: Some(0.126), n: 400 };
        assert_eq!(ends(Figure::Activations, &rare).as_deref(), Some("0.06 to 0.13"));
        assert_eq!(value_with_ends(Figure::Activations, &rare), "0.09 (95 %: 0.06 to 0.13)");
        let cells = cells_with_ends(Figure::Activations, &rare);
        assert_eq!(cells, ("0.09".to_owned(), Some("0.06 to 0.13".to_owned())));
        // In minutes, too; and of none to a little.
        let time = Interval { mean: 2_520.0, ci_low: Some(2_519.0), ci_high: Some(2_521.0), n: 4 };
        let cells = cells_with_ends(Figure::ActiveS, &time);
        assert_eq!(cells, ("42.00".to_owned(), Some("41.98 to 42.02".to_owned())));
        let little = Interval { mean: 0.01, ci_low: Some(0.0), ci_high: Some(0.034), n: 4 };
        let cells = cells_with_ends(Figure::Activations, &little);
        assert_eq!(cells, ("0.01".to_owned(), Some("0.00 to 0.03".to_owned())));
        let many = Interval { mean: 2.5e7, ci_low: Some(2.499e7), ci_high: Some(2.501e7), n: 4 };
        assert_eq!(value_with_ends(Figure::Throttled, &many), "25 million");
        assert_eq!(ends(Figure::Throttled, &many).as_deref(), Some("24 990 000 to 25 010 000"));
    }

    #[test]
    fn c5_millions_are_rounded_once() {
        let more = Interval { mean: 7_647.0, ci_low: Some(6_526.0), ci_high: Some(8_768.0), n: 10 };
        let figure = Figure::NeverAnswered;
        let said = |x: f64| value(figure, borne_as(figure, x, &more));
        assert_eq!([3_664_973.0, 3_665_020.0].map(said), ["3.66 million", "3.67 million"]);
        assert_eq!(cell(figure, borne_as(figure, 3_664_973.0, &more)), "3 665 000");
    }

    #[test]
    fn c5_a_few_values_that_are_all_the_same_have_no_interval() {
        let of = |n, x| Interval { mean: x, ci_low: Some(x), ci_high: Some(x), n };
        let said = |n, x| ends(Figure::UsersThrottled, &of(n, x));
        assert_eq!(said(3, 0.0).as_deref(), Some("in each of 3"));
        assert_eq!(said(10, 1.0).as_deref(), Some("1 to 1"));
        let cells = |n| cells_with_ends(Figure::ActiveS, &of(n, 2_580.0));
        assert_eq!(cells(9), ("43".to_owned(), Some("in each of 9".to_owned())));
        assert_eq!(cells(10), ("43".to_owned(), Some("43 to 43".to_owned())));
    }

    #[test]
    fn an_interval_of_no_width_that_can_be_said_is_none() {
        let of = |mean, low, high| Interval { mean, ci_low: Some(low), ci_high: Some(high), n: 4 };
        let said = |i: &Interval| value_with_ends(Figure::ActiveS, i);
        assert_eq!(said(&of(2_520.0, 2_519.0, 2_521.0)), "42 min");
        assert_eq!(said(&of(2_520.0, 2_400.0, 2_640.0)), "42 min (95 %: 40 min to 44 min)");
    }
}

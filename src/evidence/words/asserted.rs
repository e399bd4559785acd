//! How means, bounds and what was measured are said where a scenario asserts them: nothing rounded away that it says.

use super::{thousands, time_unit, upper, value, with_sign};
use crate::evidence::interval::Interval;
use headroom_core::domain::{Figure, FigureUnit};
use headroom_core::scenario::Bounds;

/// Whose requests it counts, before a sentence; nothing of what counts all.
pub fn whose_requests(figure: Figure) -> String {
    figure.about().part.map_or(String::new(), |part| format!("{}: ", upper(part.requests())))
}

/// What stands before the value of a mean, and after it.
pub fn about_mean(figure: Figure) -> (String, String) {
    let about = figure.about();
    let (before, after) = about.mean.split_once("{}").unwrap_or(("on average ", ""));
    let after = match about.says {
        Some([_, some]) if about.mean.is_empty() && figure.is_share() => format!(" of {some}"),
        Some([_, some]) if about.mean.is_empty() => format!(" {some}"),
        _ => after.to_owned(),
    };
    (before.to_owned(), after)
}

/// Bounds of its mean, nothing rounded away that the file says.
pub fn bounded(figure: Figure, bounds: Bounds) -> String {
    if let (Some(least), Some(most)) = (bounds.at_least, bounds.at_most)
        && least == most
    {
        return format!("exactly {}", bound(figure, least));
    }
    let least = bounds.at_least.map(|x| format!("at least {}", bound(figure, x)));
    let most = bounds.at_most.map(|x| format!("at most {}", bound(figure, x)));
    [least, most].into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

fn bound(figure: Figure, x: f64) -> String {
    if figure.is_share() { format!("{} %", exact(x * 100.0)) } else { exact(x) }
}

/// A bound that was given as values of it are said, where that rounds nothing away; else with all its digits.
pub fn given(figure: Figure, x: f64) -> String {
    // In the last digit that is said.
    let (digits, all) = match figure.about().unit {
        FigureUnit::Number => return exact(x),
        FigureUnit::PerSecond => return exact(x) + "/s",
        FigureUnit::Share => (x * 1e3, exact(x * 100.0) + " %"),
        FigureUnit::Ratio => (x * 1e2, exact(x)),
        FigureUnit::Index => (x * 1e3, exact(x)),
        FigureUnit::Minutes | FigureUnit::Seconds => {
            (x / time_unit(libm::fabs(x)).0 * 10.0, exact(x) + " s")
        }
    };
    let kept = libm::fabs(digits - libm::round(digits)) < 1e-6;
    if kept { value(figure, x) } else { all }
}

/// More of it, that was given, with all its digits: of shares in points.
pub fn given_more(figure: Figure, x: f64) -> String {
    if figure.is_share() { exact(x * 100.0) + " points" } else { given(figure, x) }
}

/// To nine places at most, so that 0.07 × 100 is 7.
fn exact(x: f64) -> String {
    let whole = libm::round(x);
    if x == whole && libm::fabs(x) >= 1e3 {
        return thousands(x);
    }
    let text = format!("{x:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "0" | "-0" if x != 0.0 => format!("{x:e}"),
        text => text.replace('-', "−"),
    }
}

/// A measured value held against a bound, in the figure's own unit: four digits that count.
fn measured(figure: Figure, x: f64) -> String {
    let shown = if figure.is_share() { x * 100.0 } else { x };
    let size = libm::fabs(shown);
    let places = [(1e3, 0), (1.0, 2)].iter().find(|(least, _)| size >= *least).map_or(4, |p| p.1);
    let text = if places == 0 { thousands(shown) } else { format!("{shown:.places$}") };
    let text = match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => &text,
    };
    if text == "-0" { "0".to_owned() } else { text.replace('-', "−") }
}

/// A measured value held against a bound, with its unit.
pub fn seen(figure: Figure, x: f64) -> String {
    measured(figure, x) + if figure.is_share() { " %" } else { "" }
}

/// A mean held against a bound, with its interval.
pub fn seen_with_ends(figure: Figure, i: &Interval) -> String {
    let unit = if figure.is_share() { " %" } else { "" };
    with_unit_and_ends(i, unit, |x| measured(figure, x))
}

/// A mean of what is more than today held against a bound, with its interval: of shares in points.
pub fn more_with_ends(figure: Figure, i: &Interval) -> String {
    let unit = if figure.is_share() { " points" } else { "" };
    with_unit_and_ends(i, unit, |x| with_sign(x, |x| measured(figure, x)))
}

/// Either of them, of a time in the unit in which the bound `like` is said.
pub fn held_against(figure: Figure, i: &Interval, like: f64, more: bool) -> String {
    if !matches!(figure.about().unit, FigureUnit::Minutes | FigureUnit::Seconds) {
        return if more { more_with_ends(figure, i) } else { seen_with_ends(figure, i) };
    }
    let (one, unit) = time_unit(libm::fabs(like));
    with_unit_and_ends(i, &format!(" {unit}"), |x| match more {
        true => with_sign(x / one, |x| measured(figure, x)),
        false => measured(figure, x / one),
    })
}

fn with_unit_and_ends(i: &Interval, unit: &str, of: impl Fn(f64) -> String) -> String {
    let mean = of(i.mean) + unit;
    match (i.ci_low, i.ci_high) {
        (Some(low), Some(high)) => {
            format!("{mean} (95 %: {} to {}{unit}, n = {})", of(low), of(high), i.n)
        }
        _ => mean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_in_the_unit_of_the_bound_that_it_is_held_against() {
        let i = Interval { mean: 360.0, ci_low: Some(345.0), ci_high: Some(375.0), n: 2 };
        let said = held_against(Figure::ActiveS, &i, 300.0, false);
        assert_eq!(said, "6 min (95 %: 5.75 to 6.25 min, n = 2)");
        let said = held_against(Figure::ActiveS, &i, 0.0, true);
        assert_eq!(said, "+360 s (95 %: +345 to +375 s, n = 2)");
        assert_eq!(seen_with_ends(Figure::Throttled, &i), "360 (95 %: 345 to 375, n = 2)");
    }

    #[test]
    fn a_bound_is_said_with_the_digits_that_it_was_given() {
        let said = [
            (Figure::Activations, 0.001),
            (Figure::Activations, 12.5),
            (Figure::Throttled, 25_016_712.0),
            (Figure::ThrottledShare, 0.05),
            (Figure::ThrottledShare, 0.000_25),
            (Figure::ActiveS, 300.0),
            (Figure::ActiveS, 125.0),
            (Figure::Amplification, 1.125),
        ];
        let bounds = ["0.001", "12.5", "25 016 712", "5.0 %", "0.025 %", "5 min", "125 s", "1.125"];
        assert_eq!(said.map(|(figure, x)| given(figure, x)), bounds);
        assert_eq!(given_more(Figure::ThrottledShare, 0.000_25), "0.025 points");
        assert_eq!(given_more(Figure::Rejected, -100.0), "−100");
    }

    #[test]
    fn every_mean_is_a_sentence() {
        for figure in Figure::ALL {
            let (before, after) = about_mean(figure);
            assert!(
                before.ends_with(' ') && !format!("{before}1{after}").contains("  "),
                "{}",
                figure.word()
            );
        }
        let throttled = about_mean(Figure::ThrottledShare);
        assert_eq!(throttled.1, " of attempts are throttled");
    }
}

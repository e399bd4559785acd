//! Where the sign of a difference turns: better than one counterpart and worse than another, or so along a study (C2).

use super::interval::Interval;
use super::words::{borne_as, is_clear, more_or_less};
use headroom_core::domain::Figure;

/// Figures whose sign is looked at, in the order in which harm is told.
const TURNING: [Figure; 3] =
    [Figure::NeverAnsweredNotAbove, Figure::AddedDelaySP95Within, Figure::RefusedNotAbove];

/// The figures whose clear differences, which `of` gives with what they are held against, have both signs: the least and the
/// greatest of each.
pub fn turning(of: impl Fn(Figure) -> Vec<(String, Interval)>) -> Vec<String> {
    let one = |figure: Figure| {
        let mut all: Vec<(String, Interval)> = of(figure);
        all.retain(|(_, more)| is_clear(figure, more));
        all.sort_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
        let (least, most) = (all.first()?, all.last()?);
        let said = |(than, more): &(String, Interval)| {
            format!("{} {than}", more_or_less(figure, borne_as(figure, more.mean, more)))
        };
        (least.1.mean < 0.0 && most.1.mean > 0.0)
            .then(|| format!("{}: {}, but {}", figure.called(), said(least), said(most)))
    };
    TURNING.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2_the_sign_turns_only_between_clear_differences() {
        let more = |mean: f64, half: f64| Interval {
            mean,
            ci_low: Some(mean - half),
            ci_high: Some(mean + half),
            n: 5,
        };
        let of = |second: Interval| {
            turning(|figure| match figure {
                Figure::RefusedNotAbove => vec![
                    ("than today".to_owned(), more(-900.0, 10.0)),
                    ("than that".to_owned(), second),
                ],
                _ => Vec::new(),
            })
        };
        let said = "attempts refused of requests not above by own sending: 900 fewer than today, but 12 more than that";
        assert_eq!(of(more(12.0, 3.0)), [said]);
        assert!(of(more(12.0, 30.0)).is_empty() && of(more(-12.0, 3.0)).is_empty());
    }
}

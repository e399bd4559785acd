//! The verdict on a figure that stands alone: whether there is any of it, and how much, whatever is assumed.

use super::super::super::interval::Interval;
use super::super::super::uncertainty::KeptRange;
use super::super::super::words::{from_to, value};
use super::super::range::{self, Range};
use super::{ALL_AT_ONCE, Judged, MOST, Verdict};
use headroom_core::domain::Figure;

/// Of a share, which cannot be more than all, an interval above this leaves a range of it.
const MOST_OF_ALL: f64 = 0.2;

/// The verdict on a figure that stands alone, its range, and that over all assumptions jointly where one is kept: the least certain that
/// any of these gives.
pub fn judged_level(
    figure: Figure,
    value: &Interval,
    range: Option<&Range>,
    jointly: Option<&KeptRange>,
) -> Judged {
    let Some((low, high)) = value.ci_low.zip(value.ci_high) else {
        return Judged::one_replication();
    };
    let by_range = match range {
        None => Some(Judged::of(Verdict::Range, "no assumption was tried on it".to_owned())),
        Some(range) => moved_alone(figure, value.mean, range).or_else(|| left_open(range)),
    };
    let by_chance = wide(figure, value.mean, high - low).map(|wide| {
        Judged::of(Verdict::Range, format!("{wide}: more replications would say more"))
    });
    let by_all = jointly.and_then(|kept| moved_jointly(figure, value.mean, kept));
    let hinges = |judged: &&Judged| judged.verdict == Verdict::Hinges;
    if let Some((alone, all)) = by_range.as_ref().filter(hinges).zip(by_all.as_ref().filter(hinges))
    {
        // An input by its name says more than all at once.
        let because = format!("{}; {}", alone.because, all.because);
        return Judged::hinges(alone.on.clone(), because);
    }
    let all = [by_all, by_range, by_chance].into_iter().flatten();
    // Of those that are as uncertain the first.
    let worst = all.reduce(|worst, next| if next.verdict > worst.verdict { next } else { worst });
    worst.unwrap_or_else(|| {
        let because = "nothing that was tried turns it, or moves it by more than half of itself";
        Judged::of(Verdict::Answered, because.to_owned())
    })
}

/// Half of a figure; of a share, half of what there is less of, it or the rest of the whole.
fn half(figure: Figure, mean: f64) -> f64 {
    let rest = if figure.is_share() { libm::fabs(1.0 - mean) } else { f64::INFINITY };
    MOST * libm::fabs(mean).min(rest)
}

/// What half of is meant.
fn itself(figure: Figure, mean: f64) -> &'static str {
    match figure.is_share() && mean > MOST {
        true => "what is left of the whole",
        false => "itself",
    }
}

/// That an interval is so wide that it leaves a range; none where it is not.
fn wide(figure: Figure, mean: f64, width: f64) -> Option<&'static str> {
    match figure.is_share() {
        true => (width > MOST_OF_ALL).then_some("its interval is wider than 20 points"),
        false => (width > 2.0 * MOST * libm::fabs(mean))
            .then_some("half of its interval is more than half of the figure"),
    }
}

/// That an input alone turns a figure, or moves it by more than half of itself; none where none does.
fn moved_alone(figure: Figure, mean: f64, range: &Range) -> Option<Judged> {
    let turning = range.turning.as_ref()?;
    let said = turning.said();
    if turning.turns {
        let because = format!("{} with {said}", there(mean, turning.to));
        return Some(Judged::hinges(turning.place(), because));
    }
    (range.high - range.low > half(figure, mean)).then(|| {
        let because = format!("moved by more than half of {} by {said}", itself(figure, mean));
        Judged::of(Verdict::Range, because)
    })
}

/// That nothing clearly moves a chance, in so few replications an end that this says little; none where it says enough.
fn left_open(range: &Range) -> Option<Judged> {
    (range.turning.is_none() && range.left_open > MOST_OF_ALL).then(|| {
        Judged::of(Verdict::Range, format!("nothing clearly moves it, over {}", range.over))
    })
}

/// That all assumptions drawn at once turn a figure, or move nine in ten of its means over more than half of it; none where
/// they do not, or not by more than chance.
fn moved_jointly(figure: Figure, mean: f64, kept: &KeptRange) -> Option<Judged> {
    let [from, to] = kept.nine_in_ten;
    let over = |ends: [f64; 2]| {
        format!("{} with all assumptions drawn at once", from_to(ends.map(|x| value(figure, x))))
    };
    let other = |end: &f64| range::sign(*end) != range::sign(mean);
    // What chance alone may have done turns nothing.
    let differs = from < to || kept.none > 0;
    if let Some(end) = kept.ends.iter().find(|end| differs && other(end)) {
        let in_so_many = match (mean == 0.0, *end == 0.0) {
            (true, _) => format!("in {} of {}", kept.combinations - kept.none, kept.combinations),
            (_, true) => format!("in {} of {}", kept.none, kept.combinations),
            _ => "in some".to_owned(),
        };
        let because =
            format!("{} {in_so_many} combinations: {}", there(mean, *end), over(kept.ends));
        return Some(Judged::hinges(ALL_AT_ONCE.to_owned(), because));
    }
    let far = to.max(mean) - from.min(mean);
    (from < to && far > half(figure, mean)).then(|| {
        let by = over(kept.nine_in_ten);
        let because = format!("moved by more than half of {}: {by}", itself(figure, mean));
        Judged::of(Verdict::Range, because)
    })
}

/// What a turned sign means: none in place of some, some in place of none, or the other side of nought.
fn there(mean: f64, to: f64) -> &'static str {
    match (mean == 0.0, to == 0.0) {
        (_, true) => "there is none of it",
        (true, _) => "there is some of it",
        _ => "it is on the other side of nought",
    }
}

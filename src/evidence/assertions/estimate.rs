//! C5: an estimate is judged on its interval: that of a mean, or of what is more than today on the same traffic.

use super::verdict::{ClaimKind, Outcome, Verdict, counted};
use crate::evidence::Evidence;
use crate::evidence::interval::{Interval, half_width, mean_interval, proportion_interval, spread};
use crate::evidence::measures::RunMeasures;
use crate::evidence::words as said;
use headroom_core::domain::{Figure, Whose};
use headroom_core::scenario::Bounds;

/// The verdict on the mean of a figure.
pub(super) fn of_mean(
    evidence: &Evidence,
    figure: Figure,
    whose: Whose,
    bounds: Bounds,
) -> Verdict {
    let Some(interval) = evidence.estimate(figure, whose) else {
        return not_measured(evidence, figure, whose, bounds);
    };
    let interval = said::within_reach(figure, interval);
    let values: Vec<f64> =
        evidence.measures().values(figure, whose).into_iter().flatten().collect();
    estimated(evidence, &Sample { figure: Some(figure), values: &values }, bounds, &interval, {
        said::seen_with_ends(figure, &interval)
    })
}

/// What it has more than today's system on the same traffic (C2), by pairs.
pub(super) fn of_more(
    evidence: &Evidence,
    figure: Figure,
    whose: Whose,
    bounds: Bounds,
) -> Verdict {
    let values = evidence.today().and_then(|today| today.more(figure, whose)).unwrap_or_default();
    if values.is_empty() {
        let none = match evidence.today() {
            None => "today's system does not stand beside it",
            Some(_) => "no replication has this figure with both",
        };
        let nothing = counted(false, 0, 0, none.to_owned());
        let verdict = Outcome::Undecided;
        return Verdict { kind: ClaimKind::Estimate, verdict, value: None, ..nothing };
    }
    let interval = mean_interval(values);
    let said = said::more_with_ends(figure, &interval);
    estimated(evidence, &Sample { figure: None, values }, bounds, &interval, said)
}

/// What a mean is made of, and of which figure, unless of differences.
struct Sample<'a> {
    figure: Option<Figure>,
    values: &'a [f64],
}

/// The verdict on a mean by its `interval`, which is `said` so.
fn estimated(
    evidence: &Evidence,
    sample: &Sample<'_>,
    bounds: Bounds,
    interval: &Interval,
    said: String,
) -> Verdict {
    let word = evidence.replication_word();
    let verdict = judge(bounds, interval, sample.figure);
    let more =
        (verdict == Outcome::Undecided).then(|| more(sample, bounds, evidence.replications()));
    let mut found = said;
    match more {
        _ if verdict != Outcome::Undecided => {}
        _ if interval.ci_low.is_none() => {
            found += &format!(": one {word} has no interval; at least 1 more is needed");
        }
        Some(Some(more)) => {
            found +=
                &format!("; about {} more would settle it", said::so_many(word, more as usize));
        }
        _ => {
            found +=
                &format!("; a million {word}s would not settle it: the mean is next to a bound");
        }
    }
    let judged = Verdict {
        kind: ClaimKind::Estimate,
        verdict,
        value: Some(interval.mean),
        ci_low: interval.ci_low,
        ci_high: interval.ci_high,
        more: more.flatten(),
        ..counted(false, 0, interval.n, String::new())
    };
    if let Some(unseen) = judged.unseen() {
        let unseen = said::percent(unseen);
        found += &format!(
            "; all the same: what fewer than {unseen} of such {word}s do may not have been seen"
        );
    }
    Verdict { found, ..judged }
}

/// A mean that there is none of: nothing was measured, or it is later than any (G9), which in all
/// replications is above every bound.
fn not_measured(evidence: &Evidence, figure: Figure, whose: Whose, bounds: Bounds) -> Verdict {
    let word = evidence.replication_word();
    let runs = &evidence.measures().runs;
    let off = |r: &RunMeasures| r.known(whose).is_some_and(|s| s.since[0].customers > 0);
    let later = |r: &&RunMeasures| off(r) && r.figure(figure, whose).is_none();
    let n = if figure.may_be_later_than_any() { runs.iter().filter(later).count() } else { 0 };
    let verdict = match bounds.at_most {
        _ if n < runs.len() => Outcome::Undecided,
        Some(_) => Outcome::Fails,
        None => Outcome::Holds,
    };
    let found = match n {
        0 => format!("no {word} has this figure"),
        n => format!("so many were never known in {n} of {}", said::so_many(word, runs.len())),
    };
    let nothing = counted(false, 0, n, found);
    Verdict { kind: ClaimKind::Estimate, verdict, value: None, ..nothing }
}

/// Where the interval lies; the bounds themselves are allowed. A figure that cannot be less than a bound, and once was more, is
/// on average more, however few the replications; so at the other end.
fn judge(bounds: Bounds, interval: &Interval, figure: Option<Figure>) -> Outcome {
    let least = bounds.at_least.unwrap_or(f64::NEG_INFINITY);
    let most = bounds.at_most.unwrap_or(f64::INFINITY);
    let reach = |of: fn(Figure) -> Option<f64>| figure.and_then(of);
    let above = reach(Figure::least).is_some_and(|l| most <= l && interval.mean > l);
    let below = reach(Figure::greatest).is_some_and(|g| least >= g && interval.mean < g);
    if above || below {
        return Outcome::Fails;
    }
    let (Some(low), Some(high)) = (interval.ci_low, interval.ci_high) else {
        return Outcome::Undecided;
    };
    if low >= least && high <= most {
        Outcome::Holds
    } else if high < least || low > most {
        Outcome::Fails
    } else {
        Outcome::Undecided
    }
}

/// As many replications as a scenario may ask for.
const MOST: usize = 1_000_000;

/// How many more replications would bring the interval to one side, if mean and spread stayed as they
/// are; at least one more of a single replication; none where `MOST` would not do.
fn more(sample: &Sample<'_>, bounds: Bounds, runs: usize) -> Option<u64> {
    let (figure, values) = (sample.figure, sample.values);
    let n = values.len();
    let mean = values.iter().sum::<f64>() / n as f64;
    let of_shares = figure == Some(Figure::Triggered);
    if n == 1 && !of_shares {
        return Some(1);
    }
    let deviation = if n > 1 { spread(values, mean) } else { 0.0 };
    let at = |n: usize| {
        if of_shares {
            return proportion_interval(libm::round(mean * n as f64) as usize, n);
        }
        let half = half_width(deviation, n);
        let interval = Interval { mean, ci_low: Some(mean - half), ci_high: Some(mean + half), n };
        figure.map_or(interval, |figure| said::within_reach(figure, interval))
    };
    let settled = |n: usize| judge(bounds, &at(n), figure) != Outcome::Undecided;
    let mut high = n;
    while !settled(high) {
        if high == MOST {
            return None;
        }
        high = (high * 2).min(MOST);
    }
    let mut low = (high / 2).max(n);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if settled(middle) { high = middle } else { low = middle }
    }
    // Not every replication need have the figure.
    Some((libm::ceil((high - n) as f64 * runs as f64 / n as f64) as u64).max(1))
}

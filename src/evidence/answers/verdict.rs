//! The verdict of an answer, by rules that are the same for all: answered, a range, hinging on an assumption, or an honest no.
//!
//! **No** where the study cannot tell: it does not have the figure, has one replication, or the difference that is asked
//! about could be chance. **Hinges** where an assumption that was tried clearly turns the figure's sign, alone or with all others
//! drawn at once. **A range** where it moves it by more than half of itself, or none was tried; or where the interval itself is
//! that wide. **Answered** otherwise. Of a share half of itself is half of what there is less of, it or the rest of the whole: a verdict
//! must not depend on which of both is counted. An answer that states several figures has the verdict on the least certain of them. Source:
//! C5, C6, `docs/answers.md`.

use super::super::interval::Interval;
use super::super::uncertainty::KeptRange;
use super::super::words::{differs, from_to, is_clear, listed, no_difference, setting_said, value};
use super::range::{self, Range};
use headroom_core::domain::Figure;

/// A move, or half of an interval, above this share of a figure leaves a range of it.
const MOST: f64 = 0.5;
/// Of a share, which cannot be more than all, an interval above this leaves a range of it.
const MOST_OF_ALL: f64 = 0.2;

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The answer stands whatever was tried.
    Answered,
    /// How much it is depends on what is assumed.
    Range,
    /// Whether there is any of it does.
    Hinges,
    /// The study cannot tell.
    No,
}

impl Verdict {
    /// Its name that stays.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Answered => "answered",
            Verdict::Range => "range",
            Verdict::Hinges => "hinges",
            Verdict::No => "no",
        }
    }

    /// As people say it.
    pub fn said(self) -> &'static str {
        match self {
            Verdict::Answered => "answered",
            Verdict::Range => "a range",
            Verdict::Hinges => "hinges",
            Verdict::No => "cannot be told",
        }
    }
}

/// A verdict, and why it is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub because: String,
}

/// A figure held against another.
#[derive(Clone, Debug)]
pub struct Held {
    /// Against what: a setting or point, or `today`.
    pub against: String,
    /// What the scenario as it stands has more; none where it is not known.
    pub more: Option<Interval>,
}

/// The verdict on a figure, what it is held against, its range, and that over all assumptions jointly where one is kept.
pub fn judged(
    figure: Figure,
    value: Option<&Interval>,
    held: Option<&Held>,
    range: Option<&Range>,
    jointly: Option<&KeptRange>,
) -> Judged {
    let of = |verdict: Verdict, because: String| Judged { verdict, because };
    let Some(value) = value else {
        return of(Verdict::No, "the study does not have the figure".to_owned());
    };
    let Some((low, high)) = value.ci_low.zip(value.ci_high) else {
        return of(Verdict::No, "one replication says nothing of chance".to_owned());
    };
    if let Some(Held { against, more }) = held {
        let Some(more) = more else {
            return of(Verdict::No, format!("nothing to hold against ‘{}’", setting_said(against)));
        };
        if !is_clear(figure, more) && !no_difference(figure, more) {
            let said = differs(figure, more);
            return of(
                Verdict::No,
                format!(
                    "what it has more than ‘{}’ could be chance: {said}",
                    setting_said(against)
                ),
            );
        }
    } else if let Some(wide) = wide(figure, value.mean, high - low) {
        return of(Verdict::Range, format!("{wide}: more replications would say more"));
    }
    let Some(range) = range else {
        return of(Verdict::Range, "no assumption was tried on it".to_owned());
    };
    match &range.turning {
        Some(turning) if turning.turns => of(
            Verdict::Hinges,
            format!("{} with {}", there(value.mean, turning.to), turning.said()),
        ),
        Some(turning) if range.high - range.low > half(figure, value.mean) => of(
            Verdict::Range,
            format!(
                "moved by more than half of {} by {}",
                itself(figure, value.mean),
                turning.said()
            ),
        ),
        _ => match jointly.and_then(|kept| moved_jointly(figure, value.mean, kept)) {
            Some(moved) => moved,
            None => of(
                Verdict::Answered,
                "nothing that was tried turns it, or moves it by more than half of itself"
                    .to_owned(),
            ),
        },
    }
}

/// The verdict on an answer, of those on the figures that it states, each with its name: that on the first where it cannot be told; else that
/// on the least certain, and a further figure that cannot be told leaves a range.
pub fn together(mut each: Vec<(String, Judged)>) -> Judged {
    let first = &each[0].1;
    if each.len() == 1 || first.verdict == Verdict::No {
        return each.swap_remove(0).1;
    }
    let of = |verdict: Verdict| {
        let all = each.iter().filter(move |(_, judged)| judged.verdict == verdict);
        all.map(|(name, judged)| (format!("‘{name}’"), &judged.because)).collect::<Vec<_>>()
    };
    let groups = [(Verdict::Hinges, ""), (Verdict::Range, ""), (Verdict::No, "cannot be told: ")]
        .map(|(verdict, so)| (verdict, so, of(verdict)));
    let Some((worst, so, all)) = groups.iter().find(|(_, _, all)| !all.is_empty()) else {
        return Judged {
            because: "of every figure in it, ".to_owned() + &first.because,
            ..first.clone()
        };
    };
    let (name, because) = &all[0];
    let mut because = format!("{name}: {so}{because}");
    for (verdict, _, all) in &groups {
        let names: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
        let more = if verdict == worst { &names[1..] } else { &names[..] };
        let said = match (verdict, verdict == worst) {
            (Verdict::Hinges, _) => "hinges too",
            (Verdict::Range, true) => "a range too",
            (Verdict::Range, false) => "a range",
            _ => "cannot be told",
        };
        if !more.is_empty() {
            because += &format!("; {said}: {}", listed(more));
        }
    }
    let verdict = if *worst == Verdict::No { Verdict::Range } else { *worst };
    Judged { verdict, because }
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

/// That all assumptions drawn at once turn a figure, or move nine in ten of its means over more than half of it; none where
/// they do not, or not by more than chance.
fn moved_jointly(figure: Figure, mean: f64, kept: &KeptRange) -> Option<Judged> {
    let [from, to] = kept.nine_in_ten;
    // What chance alone may have done turns nothing.
    if from >= to {
        return None;
    }
    let over = |ends: [f64; 2]| {
        format!("{} with all assumptions drawn at once", from_to(ends.map(|x| value(figure, x))))
    };
    let other = |end: &f64| range::sign(*end) != range::sign(mean);
    if let Some(end) = kept.ends.iter().find(|end| other(end)) {
        let because = format!("{} in some combinations: {}", there(mean, *end), over(kept.ends));
        return Some(Judged { verdict: Verdict::Hinges, because });
    }
    let far = to.max(mean) - from.min(mean);
    let moved = || {
        format!("moved by more than half of {}: {}", itself(figure, mean), over(kept.nine_in_ten))
    };
    (far > half(figure, mean)).then(|| Judged { verdict: Verdict::Range, because: moved() })
}

/// What a turned sign means: none in place of some, some in place of none, or the other side of nought.
fn there(mean: f64, to: f64) -> &'static str {
    match (mean == 0.0, to == 0.0) {
        (_, true) => "there is none of it",
        (true, _) => "there is some of it",
        _ => "it is on the other side of nought",
    }
}

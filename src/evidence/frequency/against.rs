//! Harm a year by whose request it is, against what stands beside (C2): never one sum, and a sign that turns with the
//! counterpart is said at once.

use super::said::said_rate;
use super::{Frequency, NEVER_ANSWERED, OUTAGE_H};
use crate::evidence::Evidence;
use crate::evidence::beside::{Beside, BesideFigure};
use crate::evidence::interval::Interval;
use crate::evidence::words::{differs_by_as_much, fine, listed, with_sign};
use headroom_core::domain::{Figure, Whose};

/// Requests never answered and not above by own sending, by standing, and time without service, each against every system
/// that stands beside.
pub(super) fn against(e: &Evidence, f: &Frequency) -> Vec<String> {
    let mut all = vec![never_answered(e, f)];
    all.extend(turns(e));
    all.extend(outage(e, f));
    all
}

fn never_answered(e: &Evidence, f: &Frequency) -> String {
    let rate = &f.per_year[NEVER_ANSWERED].rate;
    if rate.interval.mean == 0.0 {
        let there = beside(e, f, Figure::NeverAnsweredNotAbove, 1.0, "");
        let there = there.replacen("; in ", "; never answered are in ", 1);
        return format!("Every request that is not above by own sending is answered{there}.");
    }
    let standing = ["within", "displaced", "polls"];
    let parts = standing.iter().zip(&f.per_year[NEVER_ANSWERED + 1..]);
    let parts = parts.filter(|(_, p)| p.rate.interval.mean > 0.0);
    let parts: Vec<String> =
        parts.map(|(name, p)| format!("{name} {}", fine(p.rate.interval.mean))).collect();
    format!(
        "Of requests not above by own sending {} are never answered ({}){}.",
        said_rate(rate, "a year"),
        listed(&parts),
        beside(e, f, Figure::NeverAnsweredNotAbove, 1.0, "")
    )
}

fn outage(e: &Evidence, f: &Frequency) -> Option<String> {
    let rate = &f.per_year[OUTAGE_H].rate;
    let there = beside(e, f, Figure::OutageS, 3_600.0, " h");
    (rate.interval.mean > 0.0 && !there.is_empty()).then(|| {
        format!("The DSP is without service for {}{there}.", said_rate(rate, "hours a year"))
    })
}

/// `; in today's system 2 (1 fewer, 95 %: …)` of each that stands beside; a year of `figure` in units of `one`.
fn beside(e: &Evidence, f: &Frequency, figure: Figure, one: f64, unit: &str) -> String {
    let a_year = |x: f64| x / f.length.years / one;
    let of = |b: &Beside| {
        let there = of_all(b, figure)?;
        let more = difference(&there.more, a_year, unit);
        Some(format!("; in {} {}{unit} ({more})", b.name(), fine(a_year(there.mean))))
    };
    e.beside.iter().filter_map(of).collect()
}

fn of_all(b: &Beside, figure: Figure) -> Option<&BesideFigure> {
    b.figures.iter().find(|f| (f.figure, f.whose) == (figure, Whose::All))
}

/// How much more, with its interval, or that it cannot be told.
fn difference(more: &Interval, a_year: impl Fn(f64) -> f64, unit: &str) -> String {
    let said = |x: f64| with_sign(a_year(x), fine);
    if let Some(each) = differs_by_as_much(more) {
        return format!("here {}{unit} {each}", said(more.mean));
    }
    match more.ci_low.zip(more.ci_high) {
        None => format!("here {}{unit}", said(more.mean)),
        Some((low, high)) if low == 0.0 && high == 0.0 => "no difference".to_owned(),
        Some((low, high)) if low <= 0.0 && high >= 0.0 => {
            format!("no clear difference, 95 %: {} to {}{unit}", said(low), said(high))
        }
        Some((low, high)) => {
            format!("here {}{unit}, 95 %: {} to {}", said(more.mean), said(low), said(high))
        }
    }
}

/// That the mechanism leaves fewer unanswered than one system and more than another.
fn turns(e: &Evidence) -> Option<String> {
    let sign = |b: &Beside| {
        let more = of_all(b, Figure::NeverAnsweredNotAbove)?.more;
        let (low, high) = more.ci_low.zip(more.ci_high)?;
        (low > 0.0 || high < 0.0).then_some(low > 0.0)
    };
    let of = |more: bool| e.beside.iter().find(|b| sign(b) == Some(more));
    let (better, worse) = (of(false)?, of(true)?);
    Some(format!(
        "Whether that is gain or loss turns on what it is held against: fewer are left unanswered than in {}, more than in {}.",
        better.name(),
        worse.name()
    ))
}

//! How often it happens under several settings, in sentences and a small table.

use super::answer::frequency_sentences;
use super::{ACTIVATIONS, ACTIVE_H, DAYS, FIGURES, Frequency, MAINTENANCE_DAYS};
use super::{NEVER_ANSWERED, REJECTED, THROTTLED};
use crate::evidence::difference::Difference;
use crate::evidence::findings::Findings;
use crate::evidence::table::{NONE, SmallTable, ends, mean};
use crate::evidence::words::{differs_by_as_much, fine, lower, upper, with_sign};
use headroom_core::domain::Figure;

/// Most settings of which a sentence is said.
const MOST_SETTINGS: usize = 8;

/// The answer of the first variant, and of a comparison how often it happens with each other setting.
pub(in crate::evidence) fn sentences(f: &Findings) -> Vec<String> {
    let mut all = frequency_sentences(&f.evidence[0]);
    if f.evidence.len() > 1 {
        let name = &f.variants[0].said();
        all = all.into_iter().map(|s| format!("{}: {}", upper(name), lower(&s))).collect();
    }
    if f.axes.is_empty() {
        all.extend((1..f.variants.len()).take(MOST_SETTINGS).map(|v| other(f, v)));
    }
    all
}

/// How often it happens in `variant`, and how much that is more or less.
fn other(f: &Findings, variant: usize) -> String {
    let name = &f.setting(f.variants[variant].setting);
    let Some(here) = &f.evidence[variant].frequency else { return String::new() };
    let part = |figure: Figure, i: usize, what: &str| {
        let rate = &here.per_year[i].rate;
        let more = f.of_all(variant, figure).map(|d| more(d, here));
        let more = more.map_or(String::new(), |more| format!(" ({more})"));
        format!("{} {what}{more}", fine(rate.interval.mean))
    };
    let often = if f.evidence[variant].plan.scenario.mechanism.enabled {
        part(Figure::ThrottledDays, DAYS, "days a year on which somebody is throttled")
    } else {
        part(Figure::Rejected, REJECTED, "attempts rejected a year")
    };
    let never = part(
        Figure::NeverAnsweredNotAbove,
        NEVER_ANSWERED,
        &Figure::NeverAnsweredNotAbove.called(),
    );
    format!("With ‘{name}’: {often}, {never}.")
}

/// A difference a year, with its interval.
fn more(d: &Difference, f: &Frequency) -> String {
    let a_year = |x: f64| with_sign(x / f.length.years, fine);
    if let Some(each) = differs_by_as_much(&d.more) {
        return format!("{} {each}", a_year(d.more.mean));
    }
    match (d.more.ci_low, d.more.ci_high) {
        (Some(0.0), Some(0.0)) => "no difference".to_owned(),
        (Some(low), Some(high)) if low <= 0.0 && high >= 0.0 => {
            format!("no clear difference, 95 %: {} to {}", a_year(low), a_year(high))
        }
        (Some(low), Some(high)) => {
            format!("{}, 95 %: {} to {}", a_year(d.more.mean), a_year(low), a_year(high))
        }
        _ => a_year(d.more.mean),
    }
}

/// A row for each variant: days a year on which somebody is throttled, maintenance nights apart, with their interval and paired difference, and what goes with them.
pub(in crate::evidence) fn table(f: &Findings) -> SmallTable {
    let mut head = f.row_heads();
    let figures = ["days a year", "95 % interval", "difference", "95 % interval"];
    head.extend(figures.map(str::to_owned));
    let further = [MAINTENANCE_DAYS, ACTIVE_H, NEVER_ANSWERED, THROTTLED, REJECTED, ACTIVATIONS];
    head.extend(further.map(|i| FIGURES[i].head()));
    let row = |v: usize| {
        let (found, e) = (&f.variants[v], &f.evidence[v]);
        let mut row = f.row_of(found);
        let Some(of) = &e.frequency else { return row };
        let often = of.per_year[DAYS].rate.into();
        row.extend([mean(&often), ends(&often).unwrap_or_else(|| NONE.to_owned())]);
        let d = f.of_all(v, Figure::ThrottledDays);
        let a_year = |x: f64| with_sign(x / of.length.years, fine);
        row.push(d.map_or(String::new(), |d| a_year(d.more.mean)));
        let both = d.and_then(|d| Some((d.more.ci_low?, d.more.ci_high?)));
        let both = both.map(|(a, b)| format!("{} to {}", a_year(a), a_year(b)));
        row.push(d.and_then(|d| differs_by_as_much(&d.more)).or(both).unwrap_or_default());
        row.extend(further.map(|i| mean(&of.per_year[i].rate.into())));
        row
    };
    let rows = (0..f.variants.len()).map(row).collect();
    SmallTable { head, rows, words: usize::from(f.by_setting()) }
}

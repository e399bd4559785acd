//! Figures as sentences of the first screen say them, and what stands beside.

use super::{FirstFigure, MOST, told};
use crate::evidence::Evidence;
use crate::evidence::beside::Beside;
use crate::evidence::board::Mark;
use crate::evidence::words::{borne_as, value};
use headroom_core::domain::{Figure, Whose};

/// `; today 12, with anomaly detection 7`, as `of` says it; nothing where nothing stands beside.
pub(super) fn besides(e: &Evidence, of: impl Fn(&Beside) -> Option<String>) -> String {
    let all: Vec<String> =
        e.beside.iter().filter_map(|b| Some(format!("{} {}", b.said_name(), of(b)?))).collect();
    if all.is_empty() { String::new() } else { format!("; {}", all.join(", ")) }
}

pub(super) fn mean(e: &Evidence, figure: Figure, whose: Whose) -> f64 {
    e.estimate(figure, whose).map_or(0.0, |i| i.mean)
}

/// The same as the figures say it.
pub(super) fn said(e: &Evidence, figure: Figure, whose: Whose) -> String {
    let found = e.estimate(figure, whose);
    found.map_or("none".to_owned(), |i| value(figure, borne_as(figure, i.mean, &i)))
}

/// The same in what stands beside.
pub(super) fn there(b: &Beside, figure: Figure, whose: Whose) -> Option<String> {
    let found = b.of(figure, whose)?;
    Some(value(figure, borne_as(figure, found.mean, &found.more)))
}

/// Figures of which some differ from today's first.
pub(super) fn telling(e: &Evidence, all: &[Figure]) -> Vec<FirstFigure> {
    let mut found: Vec<FirstFigure> =
        all.iter().filter_map(|figure| told(e, *figure, Whose::All)).collect();
    found.sort_by_key(|f| !matches!(f.mark, Some(Mark::Better | Mark::Worse)));
    found.truncate(MOST);
    found
}

//! Figures as sentences of the first screen say them, and what stands beside.

use super::{FirstFigure, MOST, told};
use crate::evidence::Evidence;
use crate::evidence::beside::Beside;
use crate::evidence::board::Mark;
use crate::evidence::words::{borne_as, differs, is_hidden, value};
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

/// `today 12`, of everybody; and what there is more here, where two rounded numbers hide that there clearly is.
pub(super) fn today(e: &Evidence, figure: Figure) -> Option<String> {
    let found = e.today()?.of_all(figure)?;
    let there = value(figure, borne_as(figure, found.mean, &found.more));
    let here = mean(e, figure, Whose::All);
    let both = [said(e, figure, Whose::All), there.clone()];
    let more = match is_hidden(figure, [&both[0], &both[1]], here.max(found.mean), &found.more) {
        true => format!(", here {}", differs(figure, &found.more)),
        false => String::new(),
    };
    Some(format!("today {there}{more}"))
}

/// Figures of which some differ from today's first.
pub(super) fn telling(e: &Evidence, all: &[Figure]) -> Vec<FirstFigure> {
    let mut found: Vec<FirstFigure> =
        all.iter().filter_map(|figure| told(e, *figure, Whose::All)).collect();
    found.sort_by_key(|f| !matches!(f.mark, Some(Mark::Better | Mark::Worse)));
    found.truncate(MOST);
    found
}

//! The verdict in a few words: better or worse than today's system by what, or that it cannot be told.

use crate::evidence::Evidence;
use crate::evidence::board::Mark;
use crate::evidence::interval::Interval;
use crate::evidence::sizing::{Against, against_today};
use crate::evidence::turning::turning;
use headroom_core::domain::{Better, Figure, FigureUnit};

/// What it is told by, the most asked for first: harm that is not above by own sending, whole and by its parts.
const TOLD_BY: [Figure; 14] = [
    Figure::NeverAnsweredNotAbove,
    Figure::NeverAnsweredWithin,
    Figure::NeverAnsweredDisplaced,
    Figure::NeverAnsweredPolls,
    Figure::SupplyKnown15Min,
    Figure::RestorationKnown15Min,
    Figure::ProcessesFirstTime,
    Figure::OutageS,
    Figure::AddedDelaySP95Within,
    Figure::AddedDelaySP95Displaced,
    Figure::RefusedNotAbove,
    Figure::RefusedWithin,
    Figure::RefusedDisplaced,
    Figure::RefusedPolls,
];

/// Of a run or of years against what stands beside.
pub(super) fn verdict(e: &Evidence) -> String {
    if !e.plan.scenario.mechanism.enabled {
        return "the mechanism is switched off".to_owned();
    }
    let Some(today) = e.today() else {
        return "not held against today's system".to_owned();
    };
    if e.replications() == 1 {
        return "one replication says nothing of chance".to_owned();
    }
    let first = |wanted: Mark| {
        let of = |figure: Figure| Some((figure, today.of_all(figure)?.more));
        let mut all = TOLD_BY.into_iter().filter_map(of);
        all.find(|(figure, more)| Mark::of(*figure, more) == wanted).map(|found| said(&found))
    };
    let said = match (first(Mark::Better), first(Mark::Worse)) {
        (Some(better), None) => format!("better than today: {better}"),
        (None, Some(worse)) => format!("worse than today: {worse}"),
        (Some(better), Some(worse)) => {
            format!("better and worse than today: {better}, but {worse}")
        }
        (None, None) => match against_today(e).map(|found| found.against) {
            Some(Against::NeverTriggers) => "does not trigger: nothing differs from today",
            Some(Against::NoHarmDiffers) => "triggers, and nobody's harm differs from today",
            _ => "cannot be told from today",
        }
        .to_owned(),
    };
    let turns = turns(e).map_or(String::new(), |turns| format!("; it turns: {turns}"));
    format!("{said}{turns}")
}

/// The same of a run of which `asked` are what the question asks: how they differ comes first, as `called` where it is not clear.
pub(super) fn verdict_on(e: &Evidence, asked: &[Figure], called: &str) -> String {
    let all = verdict(e);
    let held = e.today().filter(|_| e.plan.scenario.mechanism.enabled && e.replications() > 1);
    let Some(today) = held else { return all };
    let of = |f: &Figure| today.of_all(*f).map(|found| (*f, found.more));
    let seen: Vec<(Figure, Interval)> = asked.iter().filter_map(of).collect();
    let marked = |wanted: &[Mark]| {
        seen.iter().find(|(figure, more)| wanted.contains(&Mark::of(*figure, more)))
    };
    match marked(&[Mark::Better, Mark::Worse]) {
        Some(clear) if all.contains(&said(clear)) => all,
        Some(clear) => format!("{} than today; {all}", said(clear)),
        None if seen.is_empty() => all,
        None if marked(&[Mark::NotClear]).is_some() => {
            format!("no clear difference in {called}; {all}")
        }
        None => format!("no difference in {called}; {all}"),
    }
}

/// `fewer requests never answered`, `a larger share of …`.
fn said((figure, more): &(Figure, Interval)) -> String {
    let word = match (more.mean > 0.0, figure.about().unit, figure.about().better) {
        (true, FigureUnit::Share, Better::Higher) => "more of",
        (false, FigureUnit::Share, Better::Higher) => "less of",
        (true, ..) => "more",
        (false, FigureUnit::Number, _) => "fewer",
        (false, ..) => "less",
    };
    format!("{word} {}", figure.called())
}

/// By what it is better than one that stands beside and worse than another.
fn turns(e: &Evidence) -> Option<String> {
    turning(|figure: Figure| {
        let than = |b: &crate::evidence::beside::Beside| format!("than {}", b.id);
        e.beside.iter().filter_map(|b| Some((than(b), b.of_all(figure)?.more))).collect()
    })
    .into_iter()
    .next()
}

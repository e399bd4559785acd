//! The comparison board: settings side by side, figure by figure, everybody first, then by category of party, each with
//! its paired difference, the interval of that, and whether it is better or worse.
//!
//! Scope: what stands on it, and what each cell is held against. Left out: how it is drawn (`report/page/board.rs`), and what
//! people call figures (the registry). Source: C2, C5. Checked by: `tests/it/page/board.rs`.

use super::Evidence;
use super::asked_first::{OF_ALL, OF_GROUPS};
use super::beside::Beside;
use super::difference::{more, same};
use super::findings::Findings;
use super::groups::flooding;
use super::interval::Interval;
use super::words::{is_clear, no_difference};
use headroom_core::domain::{Better, Category, Count, Figure, Reading, Whose};
use headroom_core::scenario::Counterpart;

/// Those of a category of party.
const OF_CATEGORIES: [Figure; 2] = [OF_GROUPS[0], OF_GROUPS[2]];

/// A cell: a figure in a column.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardCell {
    /// Which variant, from 0.
    pub variant: usize,
    /// What people call its column.
    pub column: String,
    /// Whose figure.
    pub whose: Whose,
    /// Which.
    pub figure: Figure,
    /// Its mean; with an interval where it is the variant's own.
    pub value: Interval,
    /// What the difference is from; empty of what others are held against.
    pub against: String,
    /// How much more it has than that, or, of a system that stands beside a single variant, how much more the variant has.
    pub more: Option<Interval>,
    /// Whether that is better; none without a difference.
    pub mark: Option<Mark>,
}

/// Better, worse, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Clearly better.
    Better,
    /// Clearly worse.
    Worse,
    /// Clearly another, of which neither is better.
    Other,
    /// There is a difference, and chance may have made it.
    NotClear,
    /// None to speak of.
    Same,
}

/// Whether only the mechanism can make it: against today's system, which refuses in its own way, neither is better by it.
pub fn of_the_mechanism(figure: Figure) -> bool {
    let about = figure.about();
    matches!(about.reading, Reading::Count(Count::Throttled))
        || matches!(
            figure,
            Figure::UsersThrottled
                | Figure::ThrottledDays
                | Figure::MaintenanceDays
                | Figure::Triggered
                | Figure::ActiveS
        )
}

impl Mark {
    /// Of a difference of `figure` from today's system.
    pub fn against_today(figure: Figure, more: &Interval) -> Self {
        match Self::of(figure, more) {
            Mark::Better | Mark::Worse if of_the_mechanism(figure) => Mark::Other,
            mark => mark,
        }
    }

    /// Of a difference of `figure`.
    pub fn of(figure: Figure, more: &Interval) -> Self {
        if no_difference(figure, more) {
            return Mark::Same;
        }
        match (figure.about().better, more.mean < 0.0) {
            // One replication says nothing of chance.
            _ if more.ci_low.is_none() || !is_clear(figure, more) => Mark::NotClear,
            (Better::Neither, _) => Mark::Other,
            (Better::Lower, less) if less => Mark::Better,
            (Better::Higher, less) if !less => Mark::Better,
            _ => Mark::Worse,
        }
    }

    /// As it is said.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Better => "better",
            Mark::Worse => "worse",
            Mark::Other => "other",
            Mark::NotClear => "not clear",
            Mark::Same => "same",
        }
    }
}

/// What a study's board is held against.
enum Reference {
    /// Of a single variant, what stands beside it.
    Beside,
    /// Today's system on each variant's own traffic.
    Today,
    /// One of the variants.
    Variant(usize),
}

impl Reference {
    fn of(f: &Findings) -> Self {
        if f.variants.len() == 1 {
            return Reference::Beside;
        }
        if f.evidence.iter().all(|e| e.today().is_some()) {
            return Reference::Today;
        }
        Reference::Variant(0)
    }
}

/// The board of `f`: rows of which any cell is more than nothing.
pub fn board(f: &Findings) -> Vec<BoardCell> {
    let reference = Reference::of(f);
    let categories = Category::ALL.into_iter().map(Whose::Category);
    let of_categories = categories.flat_map(|c| OF_CATEGORIES.map(|figure| (c, figure)));
    let others = f.evidence.iter().any(|e| !flooding(&e.plan.scenario).is_empty());
    let of_others = OF_GROUPS.into_iter().filter(|_| others).map(|figure| (Whose::Others, figure));
    let rows = OF_ALL.map(|figure| (Whose::All, figure)).into_iter();
    let rows = rows.chain(of_others).chain(of_categories);
    rows.filter(|(_, figure)| f.of_courses() || !of_years(*figure))
        .flat_map(|(whose, figure)| {
            let cells = row(f, &reference, whose, figure);
            let any = |c: &BoardCell| c.value.mean != 0.0 || c.more.is_some_and(|m| m.mean != 0.0);
            if cells.iter().any(any) { cells } else { Vec::new() }
        })
        .collect()
}

/// Whether it is asked for of years alone.
fn of_years(figure: Figure) -> bool {
    matches!(figure, Figure::ThrottledDays | Figure::MaintenanceDays)
}

fn row(f: &Findings, reference: &Reference, whose: Whose, figure: Figure) -> Vec<BoardCell> {
    let own = |v: usize, (against, more): (String, Option<Interval>)| {
        let column = if f.variants.len() == 1 { "this scenario" } else { &f.variants[v].label };
        let value = f.evidence[v].estimate(figure, whose)?;
        let column = column.to_owned();
        let today = f.evidence[v].plan.scenario.is_today()
            || matches!(reference, Reference::Today)
            || matches!(reference, Reference::Variant(first) if f.evidence[*first].plan.scenario.is_today());
        let mark = more.map(|more| match today {
            true => Mark::against_today(figure, &more),
            false => Mark::of(figure, &more),
        });
        Some(BoardCell { variant: v, column, whose, figure, value, against, more, mark })
    };
    let none = || (String::new(), None);
    match reference {
        Reference::Beside => {
            let e = &f.evidence[0];
            let there = e.beside.iter().filter_map(|b| beside_cell(b, whose, figure));
            own(0, none()).into_iter().chain(there).collect()
        }
        Reference::Today => {
            let each = |v: usize| {
                let more = f.evidence[v].today().and_then(|b| b.of(figure, whose)).map(|b| b.more);
                own(v, (todays(), more))
            };
            (0..f.variants.len()).filter_map(each).collect()
        }
        Reference::Variant(first) => {
            let label = || f.variants[*first].label.clone();
            let each = |v: usize| match v == *first {
                true => own(v, none()),
                false => own(v, (label(), difference(f, v, *first, figure, whose))),
            };
            let others = (0..f.variants.len()).filter(|v| v != first);
            std::iter::once(*first).chain(others).filter_map(each).collect()
        }
    }
}

fn todays() -> String {
    format!("{} on the same traffic", Counterpart::TODAY)
}

/// What the variant has more than the system that stands beside it.
fn beside_cell(b: &Beside, whose: Whose, figure: Figure) -> Option<BoardCell> {
    let found = b.of(figure, whose)?;
    Some(BoardCell {
        variant: 0,
        column: b.name().to_owned(),
        whose,
        figure,
        value: Interval { mean: found.mean, ci_low: None, ci_high: None, n: found.more.n },
        against: b.name().to_owned(),
        more: Some(found.more),
        mark: Some(Mark::against_today(figure, &found.more)),
    })
}

fn difference(
    f: &Findings,
    variant: usize,
    against: usize,
    figure: Figure,
    whose: Whose,
) -> Option<Interval> {
    let pair: (&Evidence, &Evidence) = (&f.evidence[variant], &f.evidence[against]);
    more(pair, figure, same(whose, &f.evidence[0], pair.0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_a_mark_is_better_or_worse_only_where_the_interval_leaves_out_nought() {
        let of = |mean: f64, half: f64| Interval {
            mean,
            ci_low: Some(mean - half),
            ci_high: Some(mean + half),
            n: 8,
        };
        let marked = |figure, mean, half| Mark::of(figure, &of(mean, half));
        assert_eq!(marked(Figure::NeverAnswered, -900.0, 10.0), Mark::Better);
        assert_eq!(marked(Figure::NeverAnswered, 900.0, 10.0), Mark::Worse);
        assert_eq!(marked(Figure::NeverAnswered, 900.0, 1_000.0), Mark::NotClear);
        assert_eq!(marked(Figure::WorstOffShare, 0.4, 0.1), Mark::Better);
        assert_eq!(marked(Figure::ActiveS, 600.0, 60.0), Mark::Other);
        assert_eq!(marked(Figure::NeverAnswered, 0.0, 0.0), Mark::Same);
    }
}

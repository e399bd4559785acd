//! The small table of a sweep or a comparison.

use super::Evidence;
use super::findings::{Findings, Found};
use super::headlines::headlines;
use super::storms::polled;
use super::table::SmallTable;
use super::words::{cell, head as head_of, in_cell, signed_cells, with_unit};
use headroom_core::domain::{Figure, Whose};

/// The small table: of a comparison a row for each figure and setting, of a grid one for each variant.
pub fn study_table(f: &Findings) -> SmallTable {
    if f.of_courses() {
        return super::frequency::study_table(f);
    }
    if f.axes.is_empty() { settings(f) } else { grid(f) }
}

fn settings(f: &Findings) -> SmallTable {
    let mut rows = Vec::new();
    for figure in headlines(f) {
        for v in 0..f.variants.len() {
            let more = f.of_all(v, figure).map(|d| signed_cells(figure, &d.more));
            let [more, ends] = more.unwrap_or_default();
            rows.push(vec![
                if v == 0 { with_unit(figure, &figure.called()) } else { String::new() },
                f.setting(f.variants[v].setting),
                f.borne(v, figure).map_or("–".to_owned(), |x| cell(figure, x)),
                more,
                ends,
            ]);
        }
    }
    let mean = format!("mean of {}", f.replications());
    let one = format!("in a {}", f.one());
    let head = [one.as_str(), "setting", mean.as_str(), "difference", "95 % interval"];
    SmallTable { head: head.map(str::to_owned).to_vec(), rows, words: 2 }
}

/// Columns of a grid's table: who is left without an answer first.
const COLUMNS: [Figure; 9] = [
    Figure::NeverAnsweredNotAbove,
    Figure::NeverAnsweredAbove,
    Figure::ThrottledNotAbove,
    Figure::RejectedNotAbove,
    Figure::ThrottledAbove,
    Figure::UsersThrottled,
    Figure::ActiveS,
    Figure::Triggered,
    Figure::WorstOffShare,
];

/// Those that only stand where a variant has the figure.
const IF_MEASURED: [Figure; 3] =
    [Figure::SupplyKnown15Min, Figure::PresumedWrongly, Figure::ProcessesFirstTime];

fn grid(f: &Findings) -> SmallTable {
    let said = |e: &Evidence, whose, figure: Figure| {
        e.estimate(figure, whose).map_or("–".to_owned(), |i| in_cell(figure, i.mean))
    };
    let measured =
        |figure: &Figure| f.evidence.iter().any(|e| e.estimate(*figure, Whose::All).is_some());
    let srv = |e: &Evidence| polled(&e.plan).first().copied();
    let columns: Vec<Figure> =
        COLUMNS.into_iter().chain(IF_MEASURED.into_iter().filter(measured)).collect();
    // What storms poll with, by the first variant that has any.
    let polls = f.evidence.iter().find_map(|e| Some(e.plan.scenario.srvs[srv(e)?].id.clone()));
    let mut head = f.row_heads();
    head.extend(columns.iter().map(|figure| head_of(*figure)));
    head.extend(polls.iter().map(|id| format!("{id} throttled")));
    let row = |(found, e): (&Found, &Evidence)| {
        let mut row = f.row_of(found);
        row.extend(columns.iter().map(|figure| said(e, Whose::All, *figure)));
        let polled =
            srv(e).map_or("–".to_owned(), |srv| said(e, Whose::Srv(srv), Figure::ThrottledShare));
        row.extend(polls.iter().map(|_| polled.clone()));
        row
    };
    let rows = f.variants.iter().zip(&f.evidence).map(row).collect();
    SmallTable { head, rows, words: usize::from(f.by_setting()) }
}

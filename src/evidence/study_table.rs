//! The small table of a sweep or a comparison.

use super::Evidence;
use super::findings::{Findings, Found};
use super::storms::polled;
use super::study_answer::{headlines, signed};
use super::table::SmallTable;
use super::words::{decimals, percent, thousands};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::{last, plain};

/// The small table: of a comparison a row for each figure and setting, of a grid one for each variant.
pub fn study_table(f: &Findings) -> SmallTable {
    if f.of_courses() {
        return super::frequency::study_table(f);
    }
    if f.axes.is_empty() { settings(f) } else { grid(f) }
}

fn settings(f: &Findings) -> SmallTable {
    let mut rows = Vec::new();
    for h in headlines(f) {
        for (v, e) in f.evidence.iter().enumerate() {
            let mean = e.measures.estimate(h.figure, Whose::All);
            let d = f.of_all(v, h.figure);
            let ends = d.and_then(|d| Some((d.more.ci_low?, d.more.ci_high?)));
            rows.push(vec![
                if v == 0 { h.name.to_owned() } else { String::new() },
                f.settings[f.variants[v].setting].name.clone(),
                mean.map_or("–".to_owned(), |i| (h.said)(i.mean)),
                d.map_or(String::new(), |d| signed(h.more, d.more.mean)),
                ends.map_or(String::new(), |(a, b)| {
                    format!("{} to {}", signed(h.more, a), signed(h.more, b))
                }),
            ]);
        }
    }
    let mean = format!("mean of {}", f.replications());
    let one = format!("in a {}", f.one());
    let head = [one.as_str(), "setting", mean.as_str(), "difference", "95 % interval"];
    SmallTable { head: head.map(str::to_owned).to_vec(), rows, words: 2 }
}

/// A column of a grid's table: its head, its figure, and how that is said.
type FigureColumn = (&'static str, Figure, fn(f64) -> String);

const COLUMNS: [FigureColumn; 9] = [
    ("triggers", Figure::Triggered, |x| format!("{} %", decimals(x * 100.0))),
    ("active min", Figure::ActiveS, |s| decimals(s / 60.0)),
    ("throttled", Figure::Throttled, thousands),
    ("rejected", Figure::Rejected, thousands),
    ("refused within", Figure::RefusedWithin, thousands),
    ("never answered, not above", Figure::NeverAnsweredNotAbove, thousands),
    ("Users", Figure::UsersThrottled, decimals),
    ("Jain", Figure::Jain, |x| format!("{x:.3}")),
    ("worst off", Figure::WorstOffShare, percent),
];

/// Those that only stand where a variant has the figure.
const IF_MEASURED: [FigureColumn; 2] = [
    ("known in 15 min", Figure::SupplyKnown15Min, percent),
    ("first time", Figure::ProcessesFirstTime, percent),
];

fn grid(f: &Findings) -> SmallTable {
    let several = f.settings.len() > 1;
    let said = |e: &Evidence, whose, (_, figure, said): &FigureColumn| {
        e.measures.estimate(*figure, whose).map_or("–".to_owned(), |i| said(i.mean))
    };
    let measured = |c: &&FigureColumn| {
        f.evidence.iter().any(|e| e.measures.estimate(c.1, Whose::All).is_some())
    };
    let srv = |e: &Evidence| polled(&e.plan).first().copied();
    let columns: Vec<&FigureColumn> =
        COLUMNS.iter().chain(IF_MEASURED.iter().filter(measured)).collect();
    // What storms poll with, by the first variant that has any.
    let polls = f.evidence.iter().find_map(|e| Some(e.plan.scenario.srvs[srv(e)?].id.clone()));
    let mut head: Vec<String> = Vec::new();
    head.extend(several.then(|| "setting".to_owned()));
    head.extend(f.axes.iter().map(|a| last(&a.pointer).to_owned()));
    head.extend(columns.iter().map(|c| c.0.to_owned()));
    head.extend(polls.iter().map(|id| format!("{id} throttled")));
    let row = |(found, e): (&Found, &Evidence)| {
        let mut row: Vec<String> = Vec::new();
        row.extend(several.then(|| f.settings[found.setting].name.clone()));
        row.extend(f.axes.iter().zip(&found.place).map(|(a, i)| plain(&a.values[*i])));
        row.extend(columns.iter().map(|c| said(e, Whose::All, c)));
        let share: FigureColumn = ("", Figure::ThrottledShare, percent);
        let polled = srv(e).map_or("–".to_owned(), |srv| said(e, Whose::Srv(srv), &share));
        row.extend(polls.iter().map(|_| polled.clone()));
        row
    };
    let rows = f.variants.iter().zip(&f.evidence).map(row).collect();
    SmallTable { head, rows, words: usize::from(several) }
}

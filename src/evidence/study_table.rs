//! The small table of a sweep or a comparison.

use super::answer::{decimals, thousands};
use super::study_answer::{HEADLINES, of_all, percent, signed};
use super::{Evidence, Findings, Found};
use crate::domain::{Figure, Whose};
use crate::experiment::{last, plain};

/// A small table: its head, and its rows; of the first columns, how many hold words.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyTable {
    /// Heads of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// How many columns from the left are words.
    pub words: usize,
}

/// The small table: of a comparison a row for each figure and setting, of a grid one for each variant.
pub fn study_table(f: &Findings) -> StudyTable {
    if f.axes.is_empty() { settings(f) } else { grid(f) }
}

fn settings(f: &Findings) -> StudyTable {
    let mut rows = Vec::new();
    for h in &HEADLINES {
        for (v, e) in f.evidence.iter().enumerate() {
            let mean = e.measures.estimate(h.figure, Whose::All);
            let d = of_all(f, v, h.figure);
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
    let head = ["in a replication", "setting", mean.as_str(), "difference", "95 % interval"];
    StudyTable { head: head.map(str::to_owned).to_vec(), rows, words: 2 }
}

fn grid(f: &Findings) -> StudyTable {
    let several = f.settings.len() > 1;
    let mut head: Vec<String> = Vec::new();
    head.extend(several.then(|| "setting".to_owned()));
    head.extend(f.axes.iter().map(|a| last(&a.pointer).to_owned()));
    let columns = [
        "triggers",
        "active min",
        "throttled",
        "rejected",
        "within alloc.",
        "unserved",
        "Users",
        "Jain",
        "worst off",
    ];
    head.extend(columns.map(str::to_owned));
    let mean = |e: &Evidence, figure: Figure, said: fn(f64) -> String| {
        let estimate = e.measures.estimate(figure, Whose::All);
        estimate.map_or("–".to_owned(), |i| said(i.mean))
    };
    let row = |(found, e): (&Found, &Evidence)| {
        let mut row: Vec<String> = Vec::new();
        row.extend(several.then(|| f.settings[found.setting].name.clone()));
        row.extend(f.axes.iter().zip(&found.place).map(|(a, i)| plain(&a.values[*i])));
        row.extend([
            mean(e, Figure::Triggered, |x| format!("{} %", decimals(x * 100.0))),
            mean(e, Figure::ActiveS, |s| decimals(s / 60.0)),
            mean(e, Figure::Throttled, thousands),
            mean(e, Figure::Rejected, thousands),
            mean(e, Figure::RefusedWithinAllocation, thousands),
            mean(e, Figure::Unserved, thousands),
            mean(e, Figure::UsersThrottled, decimals),
            mean(e, Figure::Jain, |x| format!("{x:.3}")),
            mean(e, Figure::WorstOffShare, percent),
        ]);
        row
    };
    let rows = f.variants.iter().zip(&f.evidence).map(row).collect();
    StudyTable { head, rows, words: usize::from(several) }
}

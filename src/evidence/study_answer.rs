//! The answer of a sweep or a comparison: sentences that can be read aloud, and a small table.

use super::answer::{decimals, said, thousands};
use super::difference::Difference;
use super::interval::Interval;
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

/// A figure that people ask for first: what it is called, and how it is said.
struct Headline {
    figure: Figure,
    name: &'static str,
    said: fn(f64) -> String,
}

const fn headline(figure: Figure, name: &'static str, said: fn(f64) -> String) -> Headline {
    Headline { figure, name, said }
}

const HEADLINES: [Headline; 8] = [
    headline(Figure::Throttled, "attempts throttled by the mechanism", said),
    headline(Figure::Rejected, "attempts rejected by today's protection", said),
    headline(Figure::RefusedWithinAllocation, "refused to Users within their allocation", said),
    headline(Figure::Unserved, "requests unserved (abandoned or late)", said),
    headline(Figure::ActiveS, "time in which the mechanism is active", minutes),
    headline(Figure::UsersThrottled, "Users throttled", decimals),
    headline(Figure::WaitSP95, "wait that 95 % of requests do not exceed", seconds),
    headline(Figure::WorstOffShare, "share of its entitlement of the User worst off", percent),
];

fn minutes(s: f64) -> String {
    format!("{} min", decimals(s / 60.0))
}

fn seconds(s: f64) -> String {
    format!("{} s", decimals(s))
}

fn percent(x: f64) -> String {
    format!("{:.1} %", x * 100.0)
}

/// The answer: of a grid where it triggers, of settings what each changes.
pub fn study_sentences(f: &Findings) -> Vec<String> {
    let mut sentences: Vec<String> = (0..f.settings.len()).map(|s| triggers(f, s)).collect();
    if f.axes.is_empty() {
        sentences.extend(HEADLINES.iter().filter_map(|h| compared(f, h)));
    }
    sentences
}

/// Where a setting triggers.
fn triggers(f: &Findings, setting: usize) -> String {
    let name = if f.settings.len() > 1 {
        format!("With {}, the mechanism", quoted(&f.settings[setting].name))
    } else {
        "The mechanism".to_owned()
    };
    let all: Vec<(&Found, &Evidence)> = f.of_setting(setting).collect();
    if all.iter().all(|(_, e)| !e.plan.scenario.mechanism.enabled) {
        return format!("{name} is switched off.");
    }
    let share = |e: &Evidence| e.measures.triggered().mean;
    let n = f.replications();
    let runs = if n == 1 { "its one replication".to_owned() } else { format!("{n} replications") };
    let (always, never) = (
        all.iter().filter(|(_, e)| share(e) == 1.0).count(),
        all.iter().filter(|(_, e)| share(e) == 0.0).count(),
    );
    if let [(_, e)] = all[..] {
        let i = e.measures.triggered();
        return format!(
            "{name} triggers in {:.0} % of {runs} (95 %: {:.0} to {:.0} %).",
            i.mean * 100.0,
            i.ci_low.unwrap_or(0.0) * 100.0,
            i.ci_high.unwrap_or(1.0) * 100.0
        );
    }
    let of = format!("of {} settings of {}", all.len(), axes(f));
    let falls = all.windows(2).all(|w| share(w[0].1) >= share(w[1].1));
    if f.axes.len() == 1 && falls {
        let value = |i: usize| at(f, all[i].0);
        let mut parts = Vec::new();
        if always > 0 {
            parts.push(format!("in each of {runs} up to {}", value(always - 1)));
        }
        if always + never < all.len() {
            let (from, to) = (value(always), value(all.len() - never - 1));
            let span =
                if from == to { format!("at {from}") } else { format!("from {from} to {to}") };
            parts.push(format!("in some {span}"));
        }
        if never > 0 {
            parts.push(format!("in none from {} on", value(all.len() - never)));
        }
        return format!("{name} triggers {} ({of}).", parts.join(", "));
    }
    format!(
        "{name} triggers in each of {runs} in {always}, in some in {}, and in none in {never} {of}.",
        all.len() - always - never
    )
}

fn quoted(name: &str) -> String {
    format!("‘{name}’")
}

fn axes(f: &Findings) -> String {
    f.axes.iter().map(|a| last(&a.pointer)).collect::<Vec<&str>>().join(" × ")
}

/// The values of a variant on the axes.
fn at(f: &Findings, found: &Found) -> String {
    let values = f.axes.iter().zip(&found.place).map(|(a, i)| plain(&a.values[*i]));
    values.collect::<Vec<String>>().join(", ")
}

/// How one figure differs between settings: a sentence; none where no setting has it.
fn compared(f: &Findings, h: &Headline) -> Option<String> {
    let base = f.evidence[0].measures.estimate(h.figure, Whose::All);
    let first = base.map_or("not measured".to_owned(), |i| (h.said)(i.mean));
    let others: Vec<String> = (1..f.variants.len()).filter_map(|v| other(f, h, v)).collect();
    (!others.is_empty()).then(|| {
        format!("{}: {first} {}; {}.", upper(h.name), f.settings[0].name, others.join("; "))
    })
}

fn other(f: &Findings, h: &Headline, variant: usize) -> Option<String> {
    let mean = f.evidence[variant].measures.estimate(h.figure, Whose::All)?.mean;
    let name = quoted(&f.settings[f.variants[variant].setting].name);
    let value = (h.said)(mean);
    let Some(d) = of_all(f, variant, h.figure) else {
        return Some(format!("{value} with {name}"));
    };
    let (low, high) = (d.more.ci_low, d.more.ci_high);
    Some(match (low, high) {
        (Some(0.0), Some(0.0)) => format!("{value} with {name}, no difference"),
        (Some(low), Some(high)) if low <= 0.0 && high >= 0.0 => format!(
            "{value} with {name}, no clear difference (95 %: {} to {})",
            signed(h.said, low),
            signed(h.said, high)
        ),
        (Some(low), Some(high)) => {
            let (less, more) = if d.more.mean < 0.0 { (-high, -low) } else { (low, high) };
            format!(
                "{value} with {name}, {} {} (95 %: {} to {})",
                (h.said)(libm::fabs(d.more.mean)),
                if d.more.mean < 0.0 { "less" } else { "more" },
                (h.said)(less),
                (h.said)(more)
            )
        }
        _ => format!("{value} with {name}, {}", signed(h.said, d.more.mean)),
    })
}

/// The difference of a figure of everybody.
fn of_all(f: &Findings, variant: usize, figure: Figure) -> Option<&Difference> {
    f.differences
        .iter()
        .find(|d| d.variant == variant && d.figure == figure && d.whose == Whose::All)
}

fn signed(said: fn(f64) -> String, x: f64) -> String {
    match x {
        0.0 => said(0.0),
        x if x < 0.0 => format!("−{}", said(-x)),
        x => format!("+{}", said(x)),
    }
}

fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
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
                mean.map_or("–".to_owned(), |i: Interval| (h.said)(i.mean)),
                d.map_or(String::new(), |d| signed(h.said, d.more.mean)),
                ends.map_or(String::new(), |(a, b)| {
                    format!("{} to {}", signed(h.said, a), signed(h.said, b))
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
            mean(e, Figure::Triggered, |x| format!("{:.0} %", x * 100.0)),
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

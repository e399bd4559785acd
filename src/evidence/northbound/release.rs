//! How long the variants of a study delay each class of messages, in sentences and a small table: what the
//! proposer of another release (N5) wants to know.

use super::class_said;
use crate::evidence::findings::{Findings, Found};
use crate::evidence::table::SmallTable;
use crate::evidence::words::{few, time_said, upper};
use headroom_core::domain::{Figure, Whose};

/// The classes of messages of which any variant delivers something: what they are called, and which they are in the
/// first variant.
pub fn delivered_classes(f: &Findings) -> Vec<(String, Whose)> {
    let Some(first) = f.evidence.first() else { return Vec::new() };
    let scenario = &first.plan.scenario;
    let all = (0..scenario.northbound.message_classes().len()).map(Whose::Class);
    let called = all.enumerate().map(|(c, whose)| (class_said(scenario, c), whose));
    let delivered = |whose| (0..f.variants.len()).any(|v| delays(f, v, whose).is_some());
    called.filter(|c| delivered(c.1)).collect()
}

/// The mean delays that 95 % do not exceed and the longest, seconds.
fn delays(f: &Findings, variant: usize, whose: Whose) -> Option<(f64, f64)> {
    let of = |figure| f.estimate(variant, figure, whose).map(|i| i.mean);
    of(Figure::DelaySP95).zip(of(Figure::DelaySMax))
}

/// For each class, with which variant its longest delay is least and with which it is greatest, and what it is with the first.
pub fn release_sentences(f: &Findings) -> Vec<String> {
    delivered_classes(f).iter().filter_map(|(name, whose)| sentence(f, name, *whose)).collect()
}

/// The longest delay of a class, the one that 95 % do not exceed, seconds, and with which variant.
type Delayed = (f64, f64, usize);

fn sentence(f: &Findings, name: &str, whose: Whose) -> Option<String> {
    let of = |v: usize| delays(f, v, whose).map(|(most, last)| (last, most, v));
    let all: Vec<Delayed> = (0..f.variants.len()).filter_map(of).collect();
    let said = |of: &Delayed| format!("{} (95 % within {})", time_said(of.0), time_said(of.1));
    let with = |said: String, of: &Delayed| format!("{said} with ‘{}’", f.variants[of.2].said());
    let longest = |of: &Delayed| time_said(of.0);
    let within = |of: &Delayed| time_said(of.1);
    let (least, most) = ends(&all, |of| (of.0, of.1), said)?;
    let name = format!("{} delivered", upper(name));
    if all.iter().all(|of| said(of) == said(&least)) {
        return Some(format!("{name}: the longest delay is {} everywhere.", said(&least)));
    }
    if all.iter().all(|of| longest(of) == longest(&least)) {
        let (sooner, later) = ends(&all, |of| (of.1, of.0), within)?;
        let each = [&sooner, &later].map(|of| with(within(of), of)).join(", ");
        let all = longest(&least);
        return Some(format!("{name}: the longest delay is {all} everywhere; 95 % within {each}."));
    }
    // What all are held against, where it is neither.
    let first = all.iter().find(|of| of.2 == 0 && ![least.2, most.2].contains(&0));
    let each = [Some(&least), Some(&most), first].into_iter().flatten();
    let each: Vec<String> = each.map(|of| with(said(of), of)).collect();
    Some(format!("{name}: the longest delay is {}.", each.join(", ")))
}

/// The least and the greatest of `all`; of those that are said alike the first of the study stands for all.
fn ends(
    all: &[Delayed],
    by: impl Fn(&Delayed) -> (f64, f64),
    said: impl Fn(&Delayed) -> String,
) -> Option<(Delayed, Delayed)> {
    let order = |a: &&Delayed, b: &&Delayed| {
        let (a, b) = (by(a), by(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    };
    let first = |like: &Delayed| all.iter().find(|of| said(of) == said(like)).copied();
    Some((first(all.iter().min_by(order)?)?, first(all.iter().max_by(order)?)?))
}

/// A row for each variant: of each class the delay that 95 % do not exceed and the longest, what was lost, and
/// after what time everybody was level; none where no variant delivers messages.
pub fn release_table(f: &Findings) -> Option<SmallTable> {
    let classes = delivered_classes(f);
    if classes.is_empty() {
        return None;
    }
    let mut head = f.row_heads();
    head.extend(classes.iter().map(|(name, _)| format!("{name} delivered: 95 % / longest")));
    head.extend(["lost", "held back", "level after"].map(str::to_owned));
    let row = |(v, found): (usize, &Found)| {
        let mean = |figure| f.estimate(v, figure, Whose::All).map(|i| i.mean);
        let or_dash = |of: Option<String>| of.unwrap_or("–".to_owned());
        let both = |(most, last)| format!("{} / {}", time_said(most), time_said(last));
        let of_class = |whose| or_dash(delays(f, v, whose).map(both));
        let mut row = f.row_of(found);
        row.extend(classes.iter().map(|(_, whose)| of_class(*whose)));
        row.push(or_dash(mean(Figure::MessagesLost).map(few)));
        row.push(or_dash(mean(Figure::MessagesHeldBack).map(few)));
        row.push(or_dash(mean(Figure::LongestBehindS).map(time_said)));
        row
    };
    let rows = f.variants.iter().enumerate().map(row).collect();
    Some(SmallTable { head, rows, words: usize::from(f.by_setting()) })
}

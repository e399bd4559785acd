//! Messages to Users in sentences and a small table (N1–N6): what was held back and lost, how old the most
//! important ones were, and when everybody was level.

use super::Evidence;
use crate::evidence::interval::{Interval, mean_of_some};
use crate::evidence::measures::RunMeasures;
use crate::evidence::northbound::{NorthMeasures, class_said, path_outages};
use crate::evidence::table::SmallTable;
use crate::evidence::words::{
    few, listed, names, share_with_ends, thousands, time_said, with_ends,
};
use headroom_core::domain::{Figure, Whose};
use headroom_core::ledger::Messages;
use headroom_core::scenario::ALERT_CLASSES;

/// Most returns of the outbound path that are named one by one.
const NAMED: usize = 3;

/// What was held back and lost, and delays; nothing where messages are not simulated.
pub(super) fn sentences(e: &Evidence) -> Vec<String> {
    if e.measures().runs.iter().all(|r| r.northbound.is_none()) {
        return Vec::new();
    }
    let mut all = vec![format!("{}{}.", held_back(e), lost(e))];
    all.extend(delays(e));
    all
}

/// Alerts of a replication.
fn alerts(of: &NorthMeasures) -> Messages {
    let first = of.classes.len() - ALERT_CLASSES.len();
    of.classes[first..].iter().fold(Messages::default(), |a, b| a + *b)
}

/// A number of alerts, mean over replications.
fn number(e: &Evidence, of: fn(&Messages) -> u64) -> Interval {
    e.measures().mean(|r| r.northbound.as_ref().map_or(0.0, |n| of(&alerts(n)) as f64))
}

/// A part of the alerts, mean over replications of its share of them; none where it is nothing.
fn part(e: &Evidence, of: fn(&Messages) -> u64) -> Option<Interval> {
    let share = |r: &RunMeasures| {
        let alerts = alerts(r.northbound.as_ref()?);
        (alerts.generated > 0).then(|| of(&alerts) as f64 / alerts.generated as f64)
    };
    mean_of_some(e.measures().runs.iter().map(share)).filter(|i| i.mean > 0.0)
}

/// Which shares of all alerts were held back, and of what.
fn held_back(e: &Evidence) -> String {
    let all = number(e, |m| m.generated);
    if all.mean == 0.0 {
        return "No alert was sent; ".to_owned();
    }
    let supply = number(e, |m| m.held_back);
    let supply = match supply.mean {
        0.0 => String::new(),
        _ => format!(", {} that told of a loss or return of supply among them", with_ends(&supply)),
    };
    let of = format!("of {} alerts", with_ends(&all));
    match (part(e, |m| m.consolidated), part(e, |m| m.discarded)) {
        (None, None) => format!("None {of} was held back; "),
        (None, Some(p)) => {
            format!("Alert Storm Protection discarded {} {of}{supply}; ", share_with_ends(&p))
        }
        (Some(p), None) => {
            format!("Communications Hubs held back {} {of}{supply}; ", share_with_ends(&p))
        }
        (Some(hub), Some(dsp)) => format!(
            "Communications Hubs held back {}, and Alert Storm Protection discarded {}, {of}{supply}; ",
            share_with_ends(&hub),
            share_with_ends(&dsp)
        ),
    }
}

/// What was lost at whose adapters.
fn lost(e: &Evidence) -> String {
    let lost = e.estimate(Figure::MessagesLost, Whose::All).filter(|i| i.mean > 0.0);
    let Some(lost) = lost else { return "nothing was lost at Users' adapters".to_owned() };
    let measures = e.measures();
    let north = || measures.runs.iter().filter_map(|r| r.northbound.as_ref());
    let of_user = |u: usize| north().map(|n| n.users[u].lost).sum::<u64>();
    let users = &e.plan.scenario.users;
    let mut whose: Vec<usize> = (0..users.len()).filter(|u| of_user(*u) > 0).collect();
    whose.sort_by_key(|u| std::cmp::Reverse(of_user(*u)));
    let whose = names(&whose.iter().map(|u| users[*u].name.as_str()).collect::<Vec<&str>>());
    format!("{} messages were lost at the adapters of {whose}", with_ends(&lost))
}

/// How long messages of the named classes were delayed at most in all of the run, or of what there is, and how long anybody was behind.
fn delays(e: &Evidence) -> Option<String> {
    let scenario = &e.plan.scenario;
    let age = |c: usize| {
        let oldest = e.estimate(Figure::DelaySMax, Whose::Class(c))?;
        Some(format!("{} {}", class_said(scenario, c), span(&oldest)))
    };
    let named: Vec<String> = (0..scenario.northbound.classes.len()).filter_map(age).collect();
    let others = scenario.northbound.classes.len()..scenario.northbound.message_classes().len();
    let of = if named.is_empty() { "" } else { ", of the responses that the scenario names" };
    let ages = if named.is_empty() { others.filter_map(age).take(1).collect() } else { named };
    if ages.is_empty() {
        return None;
    }
    let back = returns(e);
    let at: Vec<String> = back.iter().map(|cell| scenario.calendar.said(*cell)).collect();
    let since = match at.as_slice() {
        [] => String::new(),
        [.., last] if at.len() > NAMED => {
            format!("The outbound path came back {} times, the last at {last}. ", at.len())
        }
        all => format!("The outbound path came back at {}. ", listed(all)),
    };
    // The longest may be of any return.
    let behind_most = match back.len() {
        0 | 1 => "the User longest behind",
        _ => "the User longest behind in all of the run",
    };
    let open = e.estimate(Figure::MessagesOpenAtEnd, Whose::All).filter(|i| i.mean > 0.0);
    let behind = e.estimate(Figure::LongestBehindS, Whose::All);
    let behind = behind.map_or(String::new(), |i| match i.mean {
        0.0 => "; nothing waited while the path was up".to_owned(),
        _ if open.is_some() => format!("; {behind_most} was so for {} or more", span(&i)),
        _ => format!("; {behind_most} was level after {}", span(&i)),
    });
    let open = open.map_or(String::new(), |i| {
        format!(", and {} messages were still under way at the end", with_ends(&i))
    });
    let ages = listed(&ages);
    Some(format!("{since}The longest delays in all of the run{of}: {ages}{behind}{open}."))
}

/// The cells in which the outbound path comes back, in order.
fn returns(e: &Evidence) -> Vec<u64> {
    let end = e.plan.scenario.calendar.cells();
    let ends = path_outages(&e.plan).into_iter().map(|(_, to)| to).filter(|to| *to < end);
    let mut all: Vec<u64> = ends.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A time with its interval.
fn span(s: &Interval) -> String {
    match (s.ci_low, s.ci_high) {
        (Some(low), Some(high)) if low < high => {
            format!(
                "{} (95 %: {} to {})",
                time_said(s.mean),
                time_said(low.max(0.0)),
                time_said(high)
            )
        }
        _ => time_said(s.mean),
    }
}

/// A row for each class of which there were messages; none where there were none at all.
pub fn class_table(e: &Evidence) -> Option<SmallTable> {
    let scenario = &e.plan.scenario;
    let runs = &e.measures().runs;
    runs.iter().find(|r| r.northbound.is_some())?;
    let row = |c: usize| {
        let whose = Whose::Class(c);
        let count = |of: fn(&Messages) -> u64| {
            let of = |r: &RunMeasures| Some(of(&r.northbound.as_ref()?.messages(whose)?) as f64);
            mean_of_some(runs.iter().map(of)).map_or(0.0, |i| i.mean)
        };
        let delay = |i: usize| {
            let of = |r: &RunMeasures| r.northbound.as_ref()?.delays(whose)[i];
            let mean = mean_of_some(runs.iter().map(of));
            mean.map_or("–".to_owned(), |i| time_said(i.mean))
        };
        let generated = count(|m| m.generated);
        (generated > 0.0).then(|| {
            let mut row = vec![class_said(scenario, c), few(generated)];
            row.push(few(count(|m| m.consolidated + m.discarded)));
            row.extend([count(|m| m.delivered), count(|m| m.lost), count(Messages::open)].map(few));
            row.extend((0..3).map(delay));
            row
        })
    };
    let rows: Vec<Vec<String>> =
        (0..scenario.northbound.message_classes().len()).filter_map(row).collect();
    if rows.is_empty() {
        return None;
    }
    let messages = format!("messages, mean of {}", thousands(runs.len() as f64));
    let head = [
        &messages,
        "generated",
        "held back",
        "delivered",
        "lost",
        "open at end",
        "delay of delivered, p50",
        "p95",
        "longest",
    ];
    Some(SmallTable { head: head.map(str::to_owned).to_vec(), rows, words: 1 })
}

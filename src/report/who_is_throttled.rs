//! Chart 3: who is throttled, Users by hour of day.

use super::frame::ChartHead;
use super::picture::Picture;
use super::throttled::{Tallies, ThrottledTally};
use super::words::{assumed, sentences};
use crate::evidence::Evidence;
use crate::evidence::words::{round_percent, so_many};

/// As much of the most is nearly as much.
const NEAR: f64 = 0.9;
/// Below this share of what is throttled nobody stands out.
const FEW: f64 = 0.2;

/// Chart 3 of `evidence`; none where nobody was throttled.
pub fn who_is_throttled(evidence: &Evidence) -> Option<Picture> {
    let scenario = &evidence.plan.scenario;
    let blocks = scenario.calendar.blocks();
    let hour = |block: usize| blocks[block].local.half_hour / 2;
    let mut hours: Vec<usize> = (0..blocks.len()).map(hour).collect();
    hours.sort_unstable();
    hours.dedup();
    let labels = hours.iter().map(|h| format!("{h:02}")).collect();
    let mut tallies = Tallies::new(evidence, labels);
    let many = scenario.users.len().max(1);
    for (at, row) in evidence.folded().users.iter().enumerate().take(blocks.len() * many) {
        // Every hour is in the list it was made from.
        let column = hours.binary_search(&hour(at / many)).unwrap_or(0);
        let cell = &mut tallies.users[at % many].1[column];
        *cell = cell.plus(ThrottledTally { attempts: row.attempts, throttled: row.throttled });
    }
    if tallies.concerned().is_empty() {
        return None;
    }
    let (mut map, left_out) = tallies.map();
    let n = tallies.replications;
    map.head = ChartHead {
        title: title(&tallies),
        subtitle: format!(
            "{}: {}, seed {}",
            scenario.name,
            so_many("replication", n),
            scenario.seed
        ),
        footnote: sentences(&[
            &left_out,
            if blocks.len() > 48 { "Days are added up by hour of day." } else { "" },
            if n > 1 { "Counts are means of a replication." } else { "" },
            assumed(scenario),
        ]),
    };
    map.across = "hour of day, Europe/London".to_owned();
    Some(map.picture())
}

/// How many, who most, and when most.
fn title(tallies: &Tallies) -> String {
    let concerned = tallies.concerned();
    let first = concerned[0];
    let of_user = |u: &usize| tallies.of_user(*u).throttled;
    let total: u64 = concerned.iter().map(of_user).sum();
    let part = |n: u64| n as f64 / total as f64;
    let most = part(of_user(&first));
    let (name, all) = (&tallies.users[first].0, so_many("User", tallies.users.len()));
    let when = when(tallies, total);
    match concerned.len() {
        1 => {
            let own = round_percent(tallies.of_user(first).share().unwrap_or(0.0));
            format!("{name} alone is throttled, in {own} of its attempts{when}")
        }
        n => {
            let many = if n == tallies.users.len() {
                format!("All {all}")
            } else {
                format!("{n} of {all}")
            };
            let most = if most < FEW {
                format!("none of them has more than {} of what is throttled", round_percent(most))
            } else {
                let second = concerned[1];
                match part(of_user(&second)) {
                    // Of two nearly alike neither is named alone.
                    next if next > NEAR * most => format!(
                        "{name} and {} have {} and {} of what is throttled",
                        tallies.users[second].0,
                        round_percent(most),
                        round_percent(next)
                    ),
                    _ => format!("{name} has {} of what is throttled", round_percent(most)),
                }
            };
            format!("{many} are throttled{when}; {most}")
        }
    }
}

/// The hour that stands out, if one does.
fn when(tallies: &Tallies, total: u64) -> String {
    let all: Vec<u64> =
        (0..tallies.columns.len()).map(|c| tallies.of_column(c).throttled).collect();
    // The first of equals.
    let busiest = (0..all.len()).rev().max_by_key(|c| all[*c]).unwrap_or(0);
    let share = all[busiest] as f64 / total as f64;
    let hour = &tallies.columns[busiest];
    match share {
        1.0 => format!(", all in the hour from {hour}:00"),
        x if x >= 0.5 => format!(", {} of it in the hour from {hour}:00", round_percent(x)),
        _ => match all.iter().filter(|n| **n > 0).count() {
            n if n == all.len() => ", in every hour".to_owned(),
            n => format!(", in {n} of {} hours", all.len()),
        },
    }
}

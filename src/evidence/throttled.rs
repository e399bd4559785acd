//! What was refused to a User, in short: in a sentence, of which SRVs, and when.

use super::Evidence;
use super::words::{few, names, percent, time_said, upper};
use headroom_core::domain::Standing;

/// What was refused to `user`, in a sentence: sums over replications, as means of one. Nothing of one to whom nothing
/// was.
pub(super) fn in_words(e: &Evidence, user: usize) -> Option<String> {
    let (of, n) = (&e.measures().users[user], e.replications() as f64);
    let c = &of.counted;
    let mut parts: Vec<String> = Vec::new();
    if c.throttled > 0 {
        let window = e.plan.scenario.calendar.window().seconds();
        parts.push(format!(
            "the mechanism throttled {} of its attempts ({}{}), in windows of {} together, of {}",
            few(c.throttled as f64 / n),
            percent(c.throttled_share()),
            worst(e, user).unwrap_or_default(),
            time_said(of.windows_throttled as f64 * window / n),
            names(&its_srvs(e, user).iter().map(String::as_str).collect::<Vec<&str>>())
        ));
    }
    let counts = [
        (c.rejected, "were rejected by today's protection"),
        (c.capped, "were over its always-on cap"),
        (c.quarantined, "were held by anomaly detection"),
        (c.unavailable, "met no service"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(counts.map(|(count, what)| format!("{} {what}", few(count as f64 / n))));
    let within = c.harm.refused()[Standing::Within];
    if within > 0 {
        parts.push(format!("of requests within, {} attempts were refused", few(within as f64 / n)));
    }
    let never = c.harm.never_answered();
    if never.sum() > 0 {
        parts.push(format!("{} of its requests were never answered", few(never.sum() as f64 / n)));
        let above = never[Standing::Above];
        if above > 0 {
            parts.push(format!("{} of these were above by its own sending", few(above as f64 / n)));
        }
    }
    let mean = if n > 1.0 { format!(" (means of {n} {}s)", e.one()) } else { String::new() };
    (!parts.is_empty()).then(|| format!("{}{mean}.", upper(&parts.join("; "))))
}

/// Of what `user` sent in the half-hour in which most was throttled, how much got nowhere: of a whole day a share says little of a
/// few minutes. Nothing where it sent in no other.
fn worst(e: &Evidence, user: usize) -> Option<String> {
    let (calendar, users) = (&e.plan.scenario.calendar, e.plan.scenario.users.len());
    let folded = e.folded();
    let sent = || folded.users.iter().skip(user).step_by(users).enumerate();
    if sent().filter(|(_, r)| r.attempts > 0).count() < 2 {
        return None;
    }
    let (block, row) = sent().rev().max_by_key(|(_, r)| r.throttled)?;
    let refused = row.throttled + row.capped + row.rejected + row.unavailable + row.quarantined;
    Some(format!(
        "; {} turned away in the half-hour from {}, when most were",
        percent(refused as f64 / row.attempts as f64),
        calendar.said((block * calendar.cells_per_block()) as u64)
    ))
}

/// The beginning of the first and of the last half-hour in which `user` was throttled in any replication.
pub(super) fn between(e: &Evidence, user: usize) -> [String; 2] {
    let (calendar, users) = (&e.plan.scenario.calendar, e.plan.scenario.users.len());
    let folded = e.folded();
    let rows = folded.users.iter().skip(user).step_by(users).enumerate();
    let blocks: Vec<usize> = rows.filter(|(_, r)| r.throttled > 0).map(|(b, _)| b).collect();
    let said = |block: Option<&usize>| {
        let cell = |b: &usize| (b * calendar.cells_per_block()) as u64;
        block.map_or(String::new(), |b| calendar.local(cell(b)))
    };
    [said(blocks.first()), said(blocks.last())]
}

/// The SRVs of which `user` had any throttled, the most first.
pub(super) fn its_srvs(e: &Evidence, user: usize) -> Vec<String> {
    let (measures, all) = (e.measures(), &e.plan.traffic.pairs);
    // They stand in the order of Users.
    let from = all.partition_point(|pair| pair.0 < user);
    let own = all[from..].iter().zip(&measures.pairs[from..]).take_while(|(p, _)| p.0 == user);
    let mut of: Vec<(u64, usize)> =
        own.filter(|(_, c)| c.throttled > 0).map(|(pair, c)| (c.throttled, pair.1)).collect();
    of.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    of.iter().map(|(_, srv)| e.plan.scenario.srvs[*srv].id.clone()).collect()
}

/// How many Users had any of `srv` throttled.
pub(super) fn users_of(e: &Evidence, srv: usize) -> u64 {
    let measures = e.measures();
    let pairs = e.plan.traffic.pairs.iter().zip(&measures.pairs);
    pairs.filter(|(pair, c)| pair.1 == srv && c.throttled > 0).count() as u64
}

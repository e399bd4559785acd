//! Whose it is that a sentence counts: what becomes of requests by their standing, those above by their User's own sending never in one
//! number with the others; and the User whose all of a count is.
//!
//! Source: C2. Checked by: `tests/it/answers/said.rs`.

use super::super::interval::Interval;
use super::super::words::{borne_as, so_many, value};
use super::super::{Evidence, Figure, Whose};
use headroom_core::domain::{Reading, Standing};
use headroom_core::ledger::{ByStanding, Harm};
use std::collections::BTreeSet;

/// So many not above by own sending, and so many above; none of what harm does not tell apart.
pub(super) fn by_standing(figure: Figure, e: &Evidence) -> Option<String> {
    let of: fn(&Harm) -> ByStanding = match figure {
        Figure::Abandoned => |harm: &Harm| harm.abandoned,
        Figure::NeverAnswered => Harm::never_answered,
        _ => return None,
    };
    let measures = e.measures();
    let others = measures.mean(|run| {
        let all = of(&run.counted.harm);
        (all.sum() - all[Standing::Above]) as f64
    });
    let above = measures.mean(|run| of(&run.counted.harm)[Standing::Above] as f64);
    let said = |i: &Interval| value(figure, borne_as(figure, i.mean, i));
    Some(format!("{} not above by own sending and {} above", said(&others), said(&above)))
}

/// `all of British Gas` where a count is one User's alone, else of how many it is; none of what is not counted of each.
pub(super) fn whose((figure, of): (Figure, Whose), e: &Evidence) -> Option<String> {
    let Reading::Count(count) = figure.about().reading else { return None };
    let measures = e.measures();
    let is_of = |place: usize| match of {
        Whose::All => true,
        Whose::Srv(srv) => srv == place,
        _ => false,
    };
    let pairs = e.plan.traffic.pairs.iter().zip(&measures.pairs);
    let some = pairs
        .filter(|(pair, counted)| is_of(pair.1) && counted.number(count, figure.about().part) > 0);
    let users: BTreeSet<usize> = some.map(|(pair, _)| pair.0).collect();
    Some(match users.first() {
        None => "nobody's".to_owned(),
        Some(only) if users.len() == 1 => {
            format!("all of {}", e.plan.scenario.users[*only].name)
        }
        Some(_) => format!("of {}", so_many("User", users.len())),
    })
}

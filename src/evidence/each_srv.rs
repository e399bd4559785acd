//! The Prioritised list, one SRV at a time: what putting each on it, or taking it off, does.
//!
//! Scope: sentences and the small table; the figures of every change stand in the tables of any comparison.
//! Checked by: `tests/it/options.rs`.

use super::difference::difference;
use super::findings::Findings;
use super::interval::Interval;
use super::options::OBJECTIVE;
use super::table::SmallTable;
use super::words::{said, signed, signed_ends, upper};
use headroom_core::domain::{Figure, Whose};

/// How many changes matter, and what those do that leave fewest and most never answered.
pub fn list_sentences(f: &Findings) -> Vec<String> {
    let more = |v: usize, figure| difference(&f.evidence, v, 0, figure, Whose::All).map(|d| d.more);
    let never = |v: usize| more(v, OBJECTIVE);
    let ends = |i: &Interval| signed_ends(OBJECTIVE, i).unwrap_or_default();
    let within = |v: usize| more(v, Figure::RefusedWithin);
    let clear = |i: &Interval| match (i.ci_low, i.ci_high) {
        (Some(low), Some(high)) => low > 0.0 || high < 0.0,
        _ => i.mean != 0.0,
    };
    let mut moved: Vec<(usize, Interval)> = (1..f.variants.len())
        .filter_map(|v| Some((v, never(v)?)))
        .filter(|m| clear(&m.1))
        .collect();
    moved.sort_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    let name = |v: usize| upper(&f.setting(f.variants[v].setting));
    let said_of = |(v, i): &(usize, Interval)| {
        let paid = within(*v).map_or(String::new(), |w| {
            format!(
                ", attempts refused of requests within {}",
                signed(Figure::RefusedWithin, w.mean)
            )
        });
        format!("{}: {} never answered ({}){paid}", name(*v), signed(OBJECTIVE, i.mean), ends(i))
    };
    let mut all = vec![format!(
        "{} of {} changes to the Prioritised list clearly change how many requests not above by own sending are never answered.",
        moved.len(),
        f.variants.len() - 1
    )];
    match moved.as_slice() {
        [] => {}
        [one] => all.push(format!("{}.", said_of(one))),
        [least, .., most] => all.push(format!("{}. {}.", said_of(least), said_of(most))),
    }
    all
}

/// A row for each change, the one that moves most how many requests, not above by own sending, are never answered, first.
pub fn list_table(f: &Findings) -> SmallTable {
    let place = |id: &str| f.base.srvs.iter().position(|s| s.id == id);
    let mut columns = vec![("activations".to_owned(), Figure::Activations, Whose::All)];
    for id in ["7.4", "2.2"] {
        let srv = place(id).map(Whose::Srv);
        columns.extend(srv.map(|whose| (format!("{id} throttled"), Figure::Throttled, whose)));
    }
    columns.push(("refused within".to_owned(), Figure::RefusedWithin, Whose::All));
    columns.push(("never answered".to_owned(), OBJECTIVE, Whose::All));
    let more = |v: usize| difference(&f.evidence, v, 0, OBJECTIVE, Whose::All).map(|d| d.more);
    let size = |v: usize| more(v).map_or(0.0, |i| libm::fabs(i.mean));
    let mut order: Vec<usize> = (1..f.variants.len()).collect();
    order.sort_by(|a, b| size(*b).total_cmp(&size(*a)));
    let row = |v: usize| {
        let mean = |c: &(String, Figure, Whose)| {
            f.estimate(v, c.1, c.2).map_or("–".to_owned(), |i| said(i.mean))
        };
        let mut row = vec![f.setting(f.variants[v].setting)];
        row.extend(columns.iter().map(mean));
        let more = more(v).filter(|_| v > 0);
        row.push(more.map_or(String::new(), |i| signed(OBJECTIVE, i.mean)));
        row.push(more.and_then(|i| signed_ends(OBJECTIVE, &i)).unwrap_or_default());
        row
    };
    let mut head = vec![format!("in a {}", f.one())];
    head.extend(columns.iter().map(|c| c.0.clone()));
    head.extend(["difference", "95 % interval"].map(str::to_owned));
    let rows = std::iter::once(0).chain(order).map(row).collect();
    SmallTable { head, rows, words: 1 }
}

//! Where two ledgers, or two studies, are not the same.

use headroom_core::ledger::{Folded, Ledger};

/// The first of the named parts that is not the same in both.
macro_rules! compare {
    ($one:expr, $other:expr, $($part:ident),*) => {{
        let mut found = None;
        $(if found.is_none() && $one.$part != $other.$part {
            let said = [format!("{:?}", $one.$part), format!("{:?}", $other.$part)];
            found = Some(parting(stringify!($part), &said[0], &said[1]));
        })*
        found
    }};
}

/// Asserts that two ledgers are the same.
pub fn same(one: &Ledger, other: &Ledger, what: &str) {
    if let Some(difference) = first_difference(one, other) {
        panic!("{what}: {difference}");
    }
}

/// Asserts that two studies are the same.
pub fn same_folded(one: &Folded, other: &Folded, what: &str) {
    let parts = compare!(
        one,
        other,
        runs,
        pairs,
        open,
        harm,
        until_accepted,
        added,
        users,
        timeline,
        waits,
        windows_throttled
    );
    if let Some(difference) = parts {
        panic!("{what}: {difference}");
    }
    assert!(one == other, "{what}: a part that this test does not name");
}

/// The first part of two ledgers that is not the same.
fn first_difference(one: &Ledger, other: &Ledger) -> Option<String> {
    let parts = compare!(
        one,
        other,
        pairs,
        open,
        harm,
        until_accepted,
        added,
        activations,
        timeline,
        users,
        peak_load,
        fairness,
        waits,
        windows_throttled,
        outage_cells,
        active_cells
    );
    parts.or_else(|| (one != other).then(|| "a part that this test does not name".to_owned()))
}

/// Where two texts part, with what stands around it.
fn parting(part: &str, one: &str, other: &str) -> String {
    let from = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let tail = |text: &str| {
        text.bytes().skip(from.saturating_sub(60)).take(200).map(char::from).collect::<String>()
    };
    format!("{part}: … {} … and … {} …", tail(one), tail(other))
}

//! Harm by whose request it is (C2), as tables and JSON have it.
//!
//! Scope: which kinds there are, under which names and names in words. Left out: figures' names and
//! meanings (`domain/figure`). Checked by: `tests/it/shown/rows.rs`.

use headroom_core::domain::Standing;
use headroom_core::ledger::{ByStanding, Harm};
use serde_json::{Map, Value};

/// A kind of harm.
pub struct HarmKind {
    /// Its name: columns of single standings begin with it.
    pub word: &'static str,
    /// The name of the object by standing in JSON.
    pub in_json: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// How it is read.
    pub of: fn(&Harm) -> ByStanding,
}

const fn kind(
    word: &'static str,
    in_json: &'static str,
    meaning: &'static str,
    of: fn(&Harm) -> ByStanding,
) -> HarmKind {
    HarmKind { word, in_json, meaning, of }
}

/// What is no count of its own: its object stands under its own name.
pub const WHOLE: [HarmKind; 2] = [
    kind(
        "never_answered",
        "never_answered",
        "requests abandoned, or held by anomaly detection for good (C2)",
        Harm::never_answered,
    ),
    kind(
        "refused",
        "refused",
        "attempts throttled, over a cap, rejected or without service (C2)",
        Harm::refused,
    ),
];

/// Refusals, each a count: its object by standing stands beside.
pub const REFUSALS: [HarmKind; 4] = [
    kind("throttled", "throttled_by_standing", "attempts throttled", |h| h.throttled),
    kind("capped", "capped_by_standing", "attempts over a cap", |h| h.capped),
    kind("rejected", "rejected_by_standing", "attempts rejected", |h| h.rejected),
    kind("unavailable", "unavailable_by_standing", "attempts without service", |h| h.unavailable),
];

/// Whose requests, in words.
pub fn whose(standing: Standing) -> &'static str {
    match standing {
        Standing::Within => "of requests within",
        Standing::Displaced => "of displaced requests",
        Standing::Polls => "of storms' polls",
        Standing::Above => "of requests above by own sending",
    }
}

/// As JSON has it: a number under the word of each standing.
pub fn object(numbers: ByStanding) -> Map<String, Value> {
    Standing::ALL.into_iter().map(|s| (s.word().to_owned(), numbers[s].into())).collect()
}

/// All that JSON says of `harm`, by name.
pub fn objects(harm: &Harm) -> Map<String, Value> {
    let kinds = WHOLE.iter().chain(&REFUSALS);
    kinds.map(|k| (k.in_json.to_owned(), object((k.of)(harm)).into())).collect()
}

/// Of requests not above by own sending: within, displaced and polls.
pub fn not_above(numbers: ByStanding) -> u64 {
    numbers.sum() - numbers[Standing::Above]
}

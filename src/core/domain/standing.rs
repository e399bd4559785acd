//! Whose request it is that came to harm (C2).

use serde::{Deserialize, Serialize};

/// The standing of a request: it belongs to demand, is fixed when the request is first due, and is the same under every
/// setting (C2).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// None of the others: its User asked for no more than its yardstick.
    #[default]
    Within,
    /// First due while the scenario's own events left no service, or put off by a maintenance.
    Displaced,
    /// A storm's poll (G9).
    Polls,
    /// Its User's demand was above its yardstick.
    Above,
}

impl Standing {
    /// All of them, in the order in which they are kept and shown.
    pub const ALL: [Standing; 4] =
        [Standing::Within, Standing::Displaced, Standing::Polls, Standing::Above];

    /// The word of files and tables.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Within => "within",
            Standing::Displaced => "displaced",
            Standing::Polls => "polls",
            Standing::Above => "above",
        }
    }

    /// Its place in [`Standing::ALL`].
    pub fn place(self) -> usize {
        self as usize
    }
}

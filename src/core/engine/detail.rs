//! How much a run keeps.

/// How much a run keeps of what happens in it.
///
/// Counts have the same distribution either way, not the same bytes: what is not kept is not drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Everything.
    #[default]
    Whole,
    /// For years: the ledger has neither waits (C2; who was late is counted all the same) nor the timeline, the
    /// half-hour rows of Users or the northbound timeline. Those lists are empty.
    Counts,
}

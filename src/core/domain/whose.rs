//! Whom, or what, a figure is of.

use super::Category;

/// Whose figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Of everybody together.
    All,
    /// Of one User, by its place in the scenario.
    User(usize),
    /// Of one SRV, by its place in the scenario.
    Srv(usize),
    /// Of one class of messages, by its place among all of them: those of responses in order of importance, other
    /// responses, Device Alerts, DCC Alerts (N5).
    Class(usize),
    /// Of the Users of one category of party.
    Category(Category),
    /// Of everybody but Users whose adapter an event lets flood the gateway: those who did not cause it.
    Others,
}

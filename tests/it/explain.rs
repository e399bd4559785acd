//! A User that is watched: watching changes nothing, its windows add up to its counts, small cases are as
//! worked out by hand, and the sentences name the right limit.

mod by_hand;
mod sums;
mod words;

use headroom::evidence::explain::{Case, Explanation, explain};
use headroom_core::engine::run;
use headroom_core::ledger::{Ledger, WatchRow};
use kit::bare::Ran;

/// The first replication of what `ran` ran, with `user` watched.
fn watched(ran: &Ran, user: &str) -> Ledger {
    let user = ran.scenario.users.iter().position(|u| u.id == user).expect("a User of it");
    run(&ran.plan.clone().watching(user), 0, true)
}

/// The window of `user` that begins with `cell`.
fn window(ran: &Ran, user: &str, cell: u64) -> WatchRow {
    let rows = watched(ran, user).watched;
    rows.into_iter().find(|r| r.cell == cell).expect("a window's first cell")
}

/// What is said of `user` in the window of `cell`.
fn said(ran: &Ran, user: &str, cell: u64) -> Explanation {
    let ledger = watched(ran, user);
    let user = ran.scenario.users.iter().position(|u| u.id == user).expect("a User of it");
    explain(&Case { plan: &ran.plan, ledger: &ledger, user, cell, around: 1 })
}

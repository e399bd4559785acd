//! What the cell loop asks of cohorts, close together: a cohort itself is too large to be looked up so often.

use super::manner::Manner;
use crate::scenario::Scenario;
use crate::traffic::{Cohort, Traffic};

/// A cohort, to the cell loop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// Index of the (User, SRV) pair.
    pub pair: u32,
    /// Index of the User.
    pub user: u32,
    /// Index of the step (T7), if it is one's.
    pub step: Option<u32>,
    /// Whether its SRV is prioritised (M6).
    pub prioritised: bool,
    /// Whether the DSP holds its requests until due (T2).
    pub held: bool,
    /// Whether its requests are polls of a storm (G9).
    pub polls: bool,
    /// Whether it always matters in which cell they are processed.
    pub live: bool,
    /// Whether a signed second submission follows (T6).
    pub signs: bool,
    /// Whether a device answers them.
    pub device: bool,
    /// Cells until the answer (G9); a run has fewer than this can say.
    pub response: u32,
}

/// The kind of every cohort.
pub(super) fn kinds(scenario: &Scenario, traffic: &Traffic, manners: &[Manner]) -> Vec<Kind> {
    let kind = |(cohort, manner): (&Cohort, &Manner)| Kind {
        pair: cohort.pair as u32,
        user: cohort.user as u32,
        step: cohort.step.map(|s| s.step as u32),
        prioritised: scenario.mechanism.prioritised[cohort.srv],
        held: cohort.due.is_some(),
        polls: cohort.poll.is_some(),
        live: manner.live,
        signs: manner.signs,
        device: scenario.srvs[cohort.srv].device,
        response: u32::try_from(manner.response).unwrap_or(u32::MAX),
    };
    traffic.cohorts.iter().zip(manners).map(kind).collect()
}

impl Kind {
    /// Index of the pair.
    pub fn pair(&self) -> usize {
        self.pair as usize
    }

    /// Index of the User.
    pub fn user(&self) -> usize {
        self.user as usize
    }
}

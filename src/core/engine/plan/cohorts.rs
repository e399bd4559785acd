//! The table of cohorts: what a run needs of the rules about each, worked out once.
//!
//! It has two halves, row by row. What the cell loop asks stands close together: a cohort of the traffic is too large to
//! be looked up so often. The rest is asked of what was refused, or of whole half-hours.

use super::delays::{RetryDelays, SharedDelays};
use super::forgets::{Forget, Forgetting, stands_for};
use crate::domain::{Mode, Nano};
use crate::scenario::{RetryPolicy, Scenario};
use crate::traffic::{Cohort, Traffic, Volume};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Of a cohort, what the cell loop asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hot {
    /// Index of the (User, SRV) pair.
    pair: u32,
    /// Index of the User.
    user: u32,
    /// Index of the step (T7), if it is one's.
    pub step: Option<u32>,
    /// Cells until the answer (G9); a run has fewer than this can say.
    pub response: u32,
    /// Its kind of lateness (C2).
    late_kind: u32,
    /// Whether its requests come to the gateway.
    pub at_gateway: bool,
    /// Whether they pass it and are done.
    pub plain: bool,
    /// Whether its SRV is prioritised (M6).
    pub prioritised: bool,
    /// Whether the DSP holds its requests until due (T2).
    pub held: bool,
    /// Whether its requests are polls of a storm (G9).
    pub polls: bool,
    /// Whether silence tells who asked what they ask (G9): polls, and an SRV that asks for the supply.
    pub told: bool,
    /// Whether a maintenance put them off (C2).
    pub displaced: bool,
    /// Whether it always matters in which cell they are processed.
    pub live: bool,
    /// Whether a signed second submission follows (T6).
    pub signs: bool,
    /// Whether a request of it is over when its submission is processed: no other follows, and it is neither held nor a poll.
    pub ends: bool,
    /// Whether a device answers them.
    pub device: bool,
    /// Whether its SRV is followed (C2).
    pub followed: bool,
    /// How many submissions each fresh request of it is in its User's demand (C2): none of what the DSP starts itself or of
    /// what is displaced, two of a critical one.
    pub asks: u8,
}

/// Of a cohort, the rest. Times are in cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Cold {
    /// Delays before retries (U1).
    pub delays: Arc<RetryDelays>,
    /// The same after a throttled attempt (M7).
    pub after_throttled: Arc<RetryDelays>,
    /// The last cell, counted from the first submission's, in which there may be a retry (U1).
    pub deadline: u64,
    /// Until the answer (G9).
    pub response: u64,
    /// Until the User takes a processed request for lost (G9).
    pub timeout: u64,
    /// After which a request still in the backlog is resubmitted (U2).
    pub resubmit: Option<u64>,
    /// Tenths of a cell that a request takes by itself, the time to sign it (C2).
    pub itself: u64,
    /// Bin after which a wait is late (C2), −1 where any is.
    pub late_after: i64,
    /// What a warned User puts off of its fresh requests (M8): a share.
    pub heeds: f64,
    /// When the first cell of its requests may be forgotten.
    pub forget: Forget,
    /// The cohort that its refused requests might as well be of.
    pub stands_for: u32,
    /// How many refused requests a tagged one stands for (C2).
    pub one_in: u32,
}

impl Hot {
    /// Index of the pair.
    pub fn pair(&self) -> usize {
        self.pair as usize
    }

    /// Index of the User.
    pub fn user(&self) -> usize {
        self.user as usize
    }

    /// Its kind of lateness: its place in [`Cohorts::late_after`].
    pub fn late_kind(&self) -> usize {
        self.late_kind as usize
    }
}

/// Of each cohort whether it is prioritised, whether a device answers it, whether it is followed, and its kind of lateness:
/// variants that agree in it share sums over plain requests.
pub type SumsOf = Arc<[(bool, bool, bool, u32)]>;

/// The table, and what is common to its rows. Plans that agree in a half of it share that.
#[derive(Clone, Debug)]
pub struct Cohorts {
    pub hot: Arc<[Hot]>,
    pub cold: Arc<[Cold]>,
    pub sums: SumsOf,
    /// The cohorts of each User.
    pub of_user: Arc<[Vec<usize>]>,
    /// Bins after which a wait is late (C2): each value that a cohort has, once.
    pub late_after: Vec<i64>,
    /// The response time-outs of Users who resubmit (U2).
    pub timeouts: Vec<u64>,
    /// The longest time until an answer: from so many cells before the end on, requests may not be answered in the
    /// run (G9).
    pub slowest: u64,
    /// The longest time until an answer, or until a User takes a request for lost.
    pub longest_answer: u64,
}

impl Cohorts {
    /// The cohorts of `traffic`, in a DSP of so much capacity a cell and such a limit of its backlog.
    pub fn new(scenario: &Scenario, traffic: &Traffic, (capacity, limit): (Nano, Nano)) -> Self {
        let forgetting = Forgetting::new(scenario, traffic, (capacity, limit));
        let mut known = SharedDelays::default();
        let stands_for = stands_for(scenario, traffic);
        let of = |(cohort, stands_for)| Cold {
            stands_for,
            ..cold(scenario, cohort, &forgetting, &mut known)
        };
        let cold: Vec<Cold> = traffic.cohorts.iter().zip(stands_for).map(of).collect();
        let late_after: BTreeSet<i64> = cold.iter().map(|c| c.late_after).collect();
        let late_after: Vec<i64> = late_after.into_iter().collect();
        let rows = traffic.cohorts.iter().zip(&cold);
        let timeouts: BTreeSet<u64> = cold.iter().filter_map(|c| c.resubmit).collect();
        let hot: Vec<Hot> =
            rows.map(|(c, cold)| hot(scenario, traffic, c, cold, &late_after)).collect();
        Self {
            sums: hot.iter().map(|h| (h.prioritised, h.device, h.followed, h.late_kind)).collect(),
            of_user: of_user(traffic, scenario.users.len()).into(),
            hot: hot.into(),
            timeouts: timeouts.into_iter().collect(),
            slowest: cold.iter().map(|c| c.response).max().unwrap_or(0),
            longest_answer: cold.iter().map(|c| c.response.max(c.timeout)).max().unwrap_or(0),
            late_after,
            cold: cold.into(),
        }
    }

    /// The same, which shares with `other`, of the same traffic, what is alike.
    pub fn sharing(self, other: &Self) -> Self {
        fn shared<T: PartialEq>(own: Arc<[T]>, other: &Arc<[T]>) -> Arc<[T]> {
            if own == *other { Arc::clone(other) } else { own }
        }
        Self {
            hot: shared(self.hot, &other.hot),
            cold: shared(self.cold, &other.cold),
            sums: shared(self.sums, &other.sums),
            of_user: shared(self.of_user, &other.of_user),
            ..self
        }
    }
}

fn hot(scenario: &Scenario, traffic: &Traffic, cohort: &Cohort, cold: &Cold, late: &[i64]) -> Hot {
    let signs = cohort.then.is_some_and(|then| traffic.cohorts[then.cohort].second);
    Hot {
        pair: cohort.pair as u32,
        user: cohort.user as u32,
        step: cohort.step.map(|s| s.step as u32),
        response: u32::try_from(cold.response).unwrap_or(u32::MAX),
        late_kind: late.partition_point(|after| *after < cold.late_after) as u32,
        at_gateway: cohort.mode != Mode::DccScheduled,
        plain: cohort.is_plain(),
        prioritised: scenario.mechanism.prioritised[cohort.srv],
        held: cohort.due.is_some(),
        polls: cohort.poll.is_some(),
        told: cohort.poll.is_some() || scenario.srvs[cohort.srv].supply_status,
        displaced: cohort.displaced,
        live: signs || cohort.step.is_some() || cohort.poll.is_some(),
        signs,
        ends: !signs && cohort.step.is_none() && cohort.poll.is_none() && cohort.due.is_none(),
        device: scenario.srvs[cohort.srv].device,
        followed: scenario.followed[cohort.srv],
        asks: match cohort.volume == Volume::Follows || cohort.displaced {
            false if cohort.mode != Mode::DccScheduled => 1 + u8::from(signs),
            _ => 0,
        },
    }
}

fn cold(
    scenario: &Scenario,
    cohort: &Cohort,
    forgetting: &Forgetting<'_>,
    known: &mut SharedDelays,
) -> Cold {
    let (policy, srv) = (cohort.policy(scenario), &scenario.srvs[cohort.srv]);
    let cell = scenario.calendar.cell();
    let own = known.of(policy.attempts, policy.backoff(), cell.ms());
    let told = policy.on_throttled.map(|b| known.of(policy.attempts, b, cell.ms()));
    let told = told.unwrap_or_else(|| Arc::clone(&own));
    let by_policy = policy.give_up_at_deadline.then(|| srv.target_on_demand.cells_up(cell));
    let response = srv.response(cohort.mode).cells_up(cell);
    // Late is an answer after the target (C2): the wait may take what the response leaves of it.
    let left = srv.target(cohort.mode).ms().checked_sub(response * cell.ms());
    // What the DSP starts itself, or holds until due, is not resubmitted.
    let at_gateway = cohort.mode != Mode::DccScheduled && cohort.due.is_none();
    let resubmit = resubmit(&policy, scenario, cohort).filter(|_| at_gateway);
    let deadline = cohort.step.and_then(|s| s.deadline).or(by_policy).unwrap_or(u64::MAX);
    let late_after = left.map_or(-1, |ms| (ms * 10 / cell.ms()) as i64);
    // Rounded up to whole cells, at least one (T6).
    let signing = scenario.signing_delay.cells_up(cell).max(1);
    let asked = deadline != u64::MAX || resubmit.is_some();
    Cold {
        forget: forgetting.of(cohort, asked, (&own, &told), late_after),
        after_throttled: told,
        delays: own,
        deadline,
        response,
        timeout: scenario.response_timeout(cohort.user, cohort.srv).cells_up(cell).max(1),
        resubmit,
        itself: if cohort.second { 10 * signing } else { 0 },
        late_after,
        heeds: heeds(scenario, cohort),
        stands_for: 0,
        one_in: 1,
    }
}

fn of_user(traffic: &Traffic, users: usize) -> Vec<Vec<usize>> {
    let mut of_user = vec![Vec::new(); users];
    for (c, cohort) in traffic.cohorts.iter().enumerate() {
        of_user[cohort.user].push(c);
    }
    of_user
}

fn resubmit(policy: &RetryPolicy, scenario: &Scenario, cohort: &Cohort) -> Option<u64> {
    let timeout = policy.response_timeout?.of(scenario.srvs[cohort.srv].target_on_demand);
    Some(timeout.cells_up(scenario.calendar.cell()).max(1))
}

/// M8: what of a cohort's fresh requests its User puts off while it is warned.
fn heeds(scenario: &Scenario, cohort: &Cohort) -> f64 {
    let mechanism = &scenario.mechanism;
    let warning = mechanism.early_warning.as_ref().filter(|_| mechanism.enabled);
    let heeded = warning.zip(cohort.stream).and_then(|(w, stream)| w.heed.of(cohort.user, stream));
    heeded.map_or(0.0, |share| share.get())
}

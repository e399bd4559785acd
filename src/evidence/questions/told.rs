//! What answers a question and is no figure of the registry: told in words, of one variant at a time.
//!
//! Scope: what network parties knew while the mechanism was active, beside today's system then; what was told and what
//! presumed; polls by party; added delay of an SRV that is followed; how long one is refused until it is accepted; runs of some processes, and those left for manual work; how often it triggers, and with which event what it gains; whom it throttles most, and how many small parties; who is longest behind; threshold and capacity. Left out: the same in full
//! (tables `supply`, `followed`, `until_accepted`, `processes`). Checked by: `tests/it/questions.rs`.

use super::super::Evidence;
use super::super::frequency::{ACTIVATIONS, ACTIVE_DAYS, ByEvent};
use super::super::groups::flooding;
use super::super::interval::Interval;
use super::super::polls::polls_per_customer;
use super::super::supply::{Since, SupplyRow, supply_rows, supply_rows_beside};
use super::super::until_accepted::until_accepted_of;
use super::super::words::{a_second, decimals, differs, few, fine, listed, percent, time_said};
use headroom_core::domain::{Category, Figure, Whose};
use headroom_core::ledger::{FollowedDelay, Row, Runs};
use headroom_core::scenario::Counterpart;
use serde::Deserialize;

/// From this share of the threshold on a half-hour is at risk, as Users are warned (M8).
const AT_RISK: f64 = 0.8;

/// Users that are named as throttled most, at most.
const MOST_THROTTLED: usize = 3;

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Told {
    /// Of the losses of supply while the mechanism was active, what was known within 15 minutes (G9, C2).
    LossesWhileActive,
    /// The same of restorations.
    RestorationsWhileActive,
    /// Of the losses known within 15 minutes, what was told and what was presumed from silence.
    HowKnown,
    /// Polls for each customer who lost supply, by network party.
    PollsByParty,
    /// Added delay that 95 % do not exceed, of the SRV `srv`, which the scenario follows (C2).
    AddedDelay,
    /// The same of its requests first due while the mechanism was active.
    AddedDelayWhileActive,
    /// From a User's first 503 to its first acceptance, of the SRV `srv` (C2).
    UntilAccepted,
    /// Half-hours of the first replication in which more than [`AT_RISK`] of the threshold was asked for some time.
    HalfHoursAtRisk,
    /// Runs of processes aborted and not begun again (T7).
    LeftForManualWork,
    /// Runs completed first time of the processes whose names end so, as a share (T7).
    FirstTime,
    /// The same of all processes of a User.
    UsersFirstTime,
    /// From a warning to the User's first refusal, on average (M8).
    WarningLead,
    /// Between which shares of the replications the true share that trigger lies (C5).
    TriggeredEnds,
    /// The Users that are throttled most, with their shares of all that is.
    MostThrottled,
    /// How many Other Users and small suppliers are throttled, of how many: a mean of replications.
    SmallThrottled,
    /// After what time the User longest behind with its messages is level (N6).
    LongestBehind,
    /// How often a year it becomes active, and on how many days (C4).
    Triggers,
    /// The event that makes most of the difference from today in requests never answered, not above by own sending: how much, run by
    /// itself (C4).
    GainedWith,
    /// The operating threshold, requests a second (M4).
    Threshold,
    /// The maximum capacity, and whether it is an assumption.
    Capacity,
}

impl Told {
    /// What is told of `e`; none where it has nothing of the kind.
    pub(super) fn of(self, e: &Evidence, srv: Option<&str>) -> Option<String> {
        match self {
            Told::LossesWhileActive => while_active(e, Since::Loss),
            Told::RestorationsWhileActive => while_active(e, Since::Restoration),
            Told::HowKnown => how_known(e),
            Told::PollsByParty => polls_by_party(e),
            Told::AddedDelay => added_delay(e, srv?, false),
            Told::AddedDelayWhileActive => added_delay(e, srv?, true),
            Told::UntilAccepted => until_accepted_of(e, srv?),
            Told::HalfHoursAtRisk => Some(half_hours_at_risk(e)),
            Told::LeftForManualWork => left_for_manual_work(e),
            Told::FirstTime => first_time(e, srv?),
            Told::UsersFirstTime => users_first_time(e, srv?),
            Told::WarningLead => {
                Some(time_said(e.estimate(Figure::WarningLeadS, Whose::All)?.mean))
            }
            Told::TriggeredEnds => triggered_ends(e),
            Told::MostThrottled => most_throttled(e),
            Told::SmallThrottled => small_throttled(e),
            Told::LongestBehind => {
                Some(time_said(e.estimate(Figure::LongestBehindS, Whose::All)?.mean))
            }
            Told::Triggers => triggers(e),
            Told::GainedWith => gained_with(e),
            Told::Threshold => Some(a_second(e.plan.scenario.threshold().get())),
            Told::Capacity => Some(capacity(e)),
        }
    }
}

/// The row of all parties together, or of the only one.
fn together(rows: Vec<SupplyRow>, counterpart: &str, since: Since) -> Option<SupplyRow> {
    rows.into_iter().find(|row| row.counterpart == counterpart && row.since == since)
}

fn while_active(e: &Evidence, since: Since) -> Option<String> {
    let known = |counterpart: &str| {
        let row = together(supply_rows_beside(e), counterpart, since)?;
        Some(row.while_active)
    };
    let known_here = known("").filter(|_| e.plan.scenario.mechanism.enabled)?;
    let Some(here) = known_here.share(1) else {
        let none = match since {
            Since::Loss => "none was lost then",
            Since::Restoration => "none was restored then",
        };
        return Some(none.to_owned());
    };
    let today = known(Counterpart::TODAY).and_then(|there| there.share(1));
    let today = today.map(|there| format!(", today {}", percent(there)));
    let customers = few(known_here.customers as f64 / e.replications() as f64);
    Some(format!("{} of {customers}{}", percent(here), today.unwrap_or_default()))
}

fn how_known(e: &Evidence) -> Option<String> {
    let row = together(supply_rows(e), "", Since::Loss)?;
    let (told, presumed) = (row.told[1].as_ref()?.mean, row.presumed[1].as_ref()?.mean);
    Some(format!("{} told and {} presumed", percent(told), percent(presumed)))
}

fn polls_by_party(e: &Evidence) -> Option<String> {
    let rows = supply_rows(e).into_iter().filter(|r| r.since == Since::Loss && !r.user.is_empty());
    let name = |id: &str| e.plan.scenario.users.iter().find(|u| u.id == id).map(|u| u.name.clone());
    let one = |row: SupplyRow| {
        let polls = polls_per_customer(row.polls + row.neighbour_polls, row.known.customers)?;
        Some(format!("{} by {}", decimals(polls), name(&row.user)?))
    };
    let said: Vec<String> = rows.filter_map(one).collect();
    (!said.is_empty()).then(|| listed(&said))
}

fn added_delay(e: &Evidence, srv: &str, active: bool) -> Option<String> {
    let scenario = &e.plan.scenario;
    let cell = scenario.calendar.cell();
    let mut sum = FollowedDelay::new(cell);
    let folded = e.folded();
    let all = folded.added.followed().iter().zip(&e.plan.traffic.pairs);
    let of = all.filter(|(_, pair)| scenario.srvs[pair.1].id == srv);
    of.for_each(|(followed, _)| sum.merge(followed));
    let delays = if active { sum.while_active().clone() } else { sum.all() };
    if delays.count() == 0 {
        return None;
    }
    Some(match delays.quantile(0.95) {
        Some(bin) => time_said(bin as f64 * cell.seconds() / 10.0),
        None => "never answered".to_owned(),
    })
}

fn half_hours_at_risk(e: &Evidence) -> String {
    let scenario = &e.plan.scenario;
    let calendar = &scenario.calendar;
    let limit = AT_RISK * scenario.threshold().get() * calendar.cell().seconds();
    let asked = |r: &Row| {
        let refused = r.throttled + r.capped + r.rejected + r.unavailable;
        r.admitted_prioritised + r.admitted_other + r.started + r.to_buffer + refused
    };
    let folded = e.folded();
    let busy = folded.timeline.iter().filter(|r| asked(r) as f64 >= limit * r.cells as f64);
    let block = |r: &Row| r.cell / calendar.cells_per_block() as u64;
    let mut blocks: Vec<u64> = busy.map(block).collect();
    blocks.dedup();
    let begins = |block: &u64| calendar.time_said(block * calendar.cells_per_block() as u64);
    match blocks.is_empty() {
        true => "none".to_owned(),
        false => listed(&blocks.iter().map(begins).collect::<Vec<String>>()),
    }
}

fn triggers(e: &Evidence) -> Option<String> {
    let f = e.frequency.as_ref()?;
    let [times, days] = [ACTIVATIONS, ACTIVE_DAYS].map(|i| fine(f.per_year[i].rate.interval.mean));
    Some(format!("{times} times a year, on {days} days"))
}

fn gained_with(e: &Evidence) -> Option<String> {
    let events = e.frequency.as_ref()?.by_event.iter();
    let of = events.filter_map(|event| Some((event, event.known(event.more_than_today?)?)));
    let a_year = |(event, more): &(&ByEvent, Interval)| libm::fabs(event.a_year * more.mean);
    let (event, more) =
        of.reduce(|most, next| if a_year(&next) > a_year(&most) { next } else { most })?;
    let said = differs(Figure::NeverAnsweredNotAbove, &more);
    Some(format!(
        "‘{}’, {} times a year, {said} each time than in today's system",
        event.event,
        fine(event.a_year)
    ))
}

fn triggered_ends(e: &Evidence) -> Option<String> {
    let Interval { mean, ci_low, ci_high, .. } = e.estimate(Figure::Triggered, Whose::All)?;
    let (low, high) = ci_low.zip(ci_high)?;
    Some(match mean {
        0.0 => format!("95 %: at most {}", percent(high)),
        1.0 => format!("95 %: at least {}", percent(low)),
        _ => format!("95 %: {} to {}", percent(low), percent(high)),
    })
}

fn most_throttled(e: &Evidence) -> Option<String> {
    let users = &e.measures().users;
    let all: u64 = users.iter().map(|user| user.counted.throttled).sum();
    let throttled = |user: &usize| users[*user].counted.throttled;
    let mut most: Vec<usize> = (0..users.len()).filter(|user| throttled(user) > 0).collect();
    most.sort_by_key(|user| std::cmp::Reverse(throttled(user)));
    // Who is made to flood is throttled by construction: that is no finding.
    let made_to = flooding(&e.plan.scenario);
    let one = |user: &usize| {
        let name = &e.plan.scenario.users[*user].name;
        let made_to = if made_to.contains(user) { ", which was made to flood," } else { "" };
        let share = percent(throttled(user) as f64 / all as f64);
        format!("{name}{made_to} with {share} of all that is throttled")
    };
    let named: Vec<String> = most.iter().take(MOST_THROTTLED).map(one).collect();
    (!named.is_empty()).then(|| listed(&named))
}

fn small_throttled(e: &Evidence) -> Option<String> {
    let users = &e.plan.scenario.users;
    let one = |category: Category| {
        let all = users.iter().filter(|user| user.category == category).count();
        let throttled = e.measures().mean(|run| {
            let of = run.users.iter().filter(|(user, counted)| {
                users[*user].category == category && counted.throttled > 0
            });
            of.count() as f64
        });
        (all > 0).then(|| format!("{} of {all} {}", few(throttled.mean), category.called()))
    };
    let said: Vec<String> =
        [Category::OtherUser, Category::SmallSupplier].into_iter().filter_map(one).collect();
    (!said.is_empty()).then(|| listed(&said))
}

fn capacity(e: &Evidence) -> String {
    let scenario = &e.plan.scenario;
    let assumed = scenario.assumed.iter().any(|a| a.path == "/gateway");
    let note = if assumed { ", an assumption" } else { "" };
    a_second(scenario.gateway.max_capacity.get()) + note
}

fn left_for_manual_work(e: &Evidence) -> Option<String> {
    let all: Option<Vec<Runs>> =
        e.measures().runs.iter().map(|r| r.runs(None, Whose::All)).collect();
    let all = all?;
    let mean = |of: fn(&Runs) -> u64| all.iter().map(of).sum::<u64>() as f64 / all.len() as f64;
    let (begun, left) = (mean(|r| r.begun), mean(|r| r.aborted - r.retriggered));
    (begun > 0.0).then(|| format!("{} of {} runs", few(left), few(begun)))
}

fn first_time(e: &Evidence, name: &str) -> Option<String> {
    let processes = e.plan.scenario.processes.iter().enumerate();
    let named: Vec<usize> =
        processes.filter(|(_, p)| p.id.ends_with(name)).map(|(p, _)| p).collect();
    let runs = &e.measures().runs;
    let sum = |of: fn(&Runs) -> u64| {
        let one =
            |p: usize| runs.iter().filter_map(move |r| Some(of(&r.runs(Some(p), Whose::All)?)));
        named.iter().copied().flat_map(one).sum::<u64>() as f64
    };
    let begun = sum(|r| r.begun);
    (begun > 0.0).then(|| percent(sum(|r| r.first_time) / begun))
}

fn users_first_time(e: &Evidence, id: &str) -> Option<String> {
    let user = e.plan.scenario.users.iter().position(|u| u.id == id)?;
    Some(percent(e.estimate(Figure::ProcessesFirstTime, Whose::User(user))?.mean))
}

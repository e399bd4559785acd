//! What is expected of ordinary traffic: for allocations (M1), the headline and `headroom check`.

use super::amounts::amounts;
use crate::domain::{Basis, Category, FutureDated, Mode, PrepaymentKnown, User, Weights};
use crate::scenario::{Process, RecordedSent, Scenario, Stream, When};
use std::collections::BTreeMap;

/// Expected requests a day by User and SRV, averaged over a week of five weekdays, a Saturday and a
/// Sunday, without events. Every run of a process is expected to make all its steps, once.
#[derive(Clone, Debug)]
pub struct Expected {
    parts: Vec<ExpectedSent>,
}

/// What a User sends of a stream in a mode, or of a step of a process.
#[derive(Clone, Copy, Debug)]
struct ExpectedSent {
    user: usize,
    srv: usize,
    mode: Mode,
    /// Requests a day on each kind of day.
    requests: [f64; 3],
    /// Submissions at the gateway of each: two of a critical one (T6), none of what the DSP starts.
    submissions: f64,
}

/// Days of each kind in a week.
const WEEK: [f64; 3] = [5.0, 1.0, 1.0];

impl ExpectedSent {
    fn new(scenario: &Scenario, user: usize, srv: usize, mode: Mode, requests: [f64; 3]) -> Self {
        let kind = &scenario.srvs[srv];
        let submissions = match mode {
            Mode::DccScheduled => 0,
            // What the DSP holds until due it starts itself.
            Mode::FutureDated if kind.future_dated == FutureDated::Dsp => 1,
            Mode::OnDemand | Mode::FutureDated => kind.submissions_per_request(),
        };
        Self { user, srv, mode, requests, submissions: submissions as f64 }
    }

    /// What was recorded: second submissions may be among it (T8).
    fn recorded(scenario: &Scenario, sent: &RecordedSent) -> Self {
        let of = Self::new(scenario, sent.user, sent.srv, sent.mode, sent.a_day);
        let once = scenario.recorded.as_ref().is_some_and(|r| r.second_submissions);
        Self { submissions: if once { of.submissions.min(1.0) } else { of.submissions }, ..of }
    }

    /// Requests on so many days of each kind.
    fn on(&self, days: [f64; 3]) -> f64 {
        let [weekday, saturday, sunday] = self.requests;
        weekday * days[0] + saturday * days[1] + sunday * days[2]
    }
}

/// How busy each kind of day is.
fn levels(scenario: &Scenario, when: When) -> [f64; 3] {
    match when {
        When::Profile(p) => scenario.profiles[p].days.each_ref().map(|d| d.level),
        When::Batch { .. } => [1.0; 3],
        When::Recorded => unreachable!("what was recorded is expected as it was"),
    }
}

impl Expected {
    /// Works the expectations out.
    pub fn new(scenario: &Scenario) -> Self {
        let mut parts = Vec::new();
        let amount_of = |users, amount, fuel| amounts(scenario, users, amount, fuel).into_iter();
        let recorded = scenario.recorded.iter().flat_map(|r| &r.sent);
        parts.extend(recorded.map(|s| ExpectedSent::recorded(scenario, s)));
        for stream in scenario.streams.iter().filter(|s| !matches!(s.when, When::Recorded)) {
            let level = levels(scenario, stream.when);
            let scheduled = stream.dcc_scheduled_share.get();
            let modes = [(stream.mode, 1.0 - scheduled), (Mode::DccScheduled, scheduled)];
            let amounts = amount_of(&stream.users, stream.amount, stream.fuel);
            let modelled = |(user, _): &(&usize, f64)| !scenario.is_recorded(**user);
            for (&user, amount) in stream.users.iter().zip(amounts).filter(modelled) {
                for (mode, share) in modes.into_iter().filter(|(_, share)| amount * share > 0.0) {
                    let requests = level.map(|l| l * amount * share);
                    parts.push(ExpectedSent::new(scenario, user, stream.srv, mode, requests));
                }
            }
        }
        for process in &scenario.processes {
            let level = levels(scenario, process.when);
            let amounts = amount_of(&process.users, process.amount, process.fuel);
            let in_the_log = scenario.recorded.as_ref().is_some_and(|r| r.process_steps);
            let runs = |(user, amount): &(&usize, f64)| {
                *amount > 0.0 && !(in_the_log && scenario.is_recorded(**user))
            };
            for (&user, amount) in process.users.iter().zip(amounts).filter(runs) {
                for step in &process.steps {
                    let requests = level.map(|l| l * amount);
                    parts.push(ExpectedSent::new(
                        scenario,
                        user,
                        step.srv,
                        Mode::OnDemand,
                        requests,
                    ));
                }
            }
        }
        Self { parts }
    }

    /// Requests of `stream` on a weekday, of Users whose traffic is not recorded.
    pub fn sent_on_a_weekday(scenario: &Scenario, stream: &Stream) -> f64 {
        let amounts = amounts(scenario, &stream.users, stream.amount, stream.fuel);
        let modelled = stream.users.iter().zip(amounts).filter(|(u, _)| !scenario.is_recorded(**u));
        modelled.map(|(_, amount)| amount).sum::<f64>() * levels(scenario, stream.when)[0]
    }

    /// Runs of `process` that begin by themselves on a weekday.
    pub fn runs_on_a_weekday(scenario: &Scenario, process: &Process) -> f64 {
        let amounts = amounts(scenario, &process.users, process.amount, process.fuel);
        amounts.iter().sum::<f64>() * levels(scenario, process.when)[0]
    }

    /// Requests of the parts that fit, on so many days of each kind.
    pub fn over(&self, fits: impl Fn(usize, usize, Mode) -> bool, days: [f64; 3]) -> f64 {
        let chosen = self.parts.iter().filter(|p| fits(p.user, p.srv, p.mode));
        chosen.map(|p| p.on(days)).sum()
    }

    /// Submissions at the gateway of the Users that fit, on so many days of each kind: critical requests
    /// count twice (T6), what the DSP starts itself not at all.
    pub fn submissions(&self, fits: impl Fn(usize) -> bool, days: [f64; 3]) -> f64 {
        let chosen = self.parts.iter().filter(|p| fits(p.user));
        chosen.map(|p| p.on(days) * p.submissions).sum()
    }

    /// Submissions at the gateway of each User and SRV on its busiest kind of day (G2).
    pub fn busiest_days(&self) -> BTreeMap<(usize, usize), f64> {
        let mut days: BTreeMap<(usize, usize), [f64; 3]> = BTreeMap::new();
        for part in &self.parts {
            let day = days.entry((part.user, part.srv)).or_default();
            for (sum, requests) in day.iter_mut().zip(part.requests) {
                *sum += requests * part.submissions;
            }
        }
        days.into_iter().map(|(pair, day)| (pair, day.into_iter().fold(0.0, f64::max))).collect()
    }

    /// w(u) of every User under `weights` (M1), and what they were made of.
    pub fn weights(&self, scenario: &Scenario, weights: Weights) -> Vec<Weight> {
        let rule = &scenario.mechanism.allocation;
        let all = |category: Category| {
            let of = |u: usize| scenario.users[u].category == category;
            let submissions = self.submissions(of, WEEK) / 7.0;
            let meters: u64 = scenario
                .users
                .iter()
                .filter(|u| u.category == category)
                .map(|u| counted(u, rule.basis))
                .sum();
            if meters == 0 { 0.0 } else { submissions / meters as f64 }
        };
        let by_category = Category::ALL.map(all);
        let top_ups = self.top_ups(scenario);
        let weight = |(index, user): (usize, &User)| {
            let meters = counted(user, rule.basis) as f64;
            let prepayment = match rule.prepayment_known {
                PrepaymentKnown::Portfolio => user.portfolio.prepayment(None) as f64,
                PrepaymentKnown::TopUps => top_ups[index].min(meters),
                PrepaymentKnown::No => 0.0,
            };
            let per_meter = match weights {
                Weights::Meters => 1.0,
                Weights::ExpectedRequests => {
                    let place = Category::ALL
                        .iter()
                        .position(|c| *c == user.category)
                        .expect("every category");
                    by_category[place]
                }
            };
            let multiplied = meters + prepayment * (rule.prepayment_multiplier - 1.0);
            Weight { meters, prepayment, per_meter, weight: per_meter * multiplied }
        };
        scenario.users.iter().enumerate().map(weight).collect()
    }

    /// Prepayment meters of each User as its top-ups suggest: its expected 2.2 requests over those
    /// of a prepayment meter on average.
    fn top_ups(&self, scenario: &Scenario) -> Vec<f64> {
        let srv = scenario.srvs.iter().position(|s| s.id == "2.2");
        let mut by_user = vec![0.0; scenario.users.len()];
        for part in self.parts.iter().filter(|part| Some(part.srv) == srv) {
            by_user[part.user] += part.on(WEEK);
        }
        by_user.iter_mut().for_each(|week: &mut f64| *week /= 7.0);
        let all: f64 = by_user.iter().sum();
        let meters: u64 = scenario.users.iter().map(|u| u.portfolio.prepayment(None)).sum();
        by_user.iter().map(|x| if all > 0.0 { x / all * meters as f64 } else { 0.0 }).collect()
    }
}

/// How a User's weight was made (M1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// Meters counted.
    pub meters: f64,
    /// Of them known to be in prepayment mode.
    pub prepayment: f64,
    /// What a meter weighs.
    pub per_meter: f64,
    /// w(u).
    pub weight: f64,
}

/// The meters of a User that count (M1: `basis`).
fn counted(user: &User, basis: Basis) -> u64 {
    match basis {
        Basis::ChargedMpans if user.portfolio.charged_mpans > 0 => user.portfolio.charged_mpans,
        _ => user.portfolio.meters(),
    }
}

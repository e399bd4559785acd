//! G2: quarantine and caps; G8: collapse.

use super::World;
use super::request::{End, Id};
use super::users::Refusal;
use headroom_core::domain::{Fuel, FutureDated, Mode, NANO, Nano};
use headroom_core::scenario::{Amount, Anomaly, AnomalyThreshold, Scenario, Stream, When};
use headroom_core::traffic::{Cohort, Traffic};
use rand::seq::SliceRandom;

/// What stands before the mechanism.
#[derive(Clone, Debug)]
pub struct Watch {
    /// For each pair, what it may send in a period and the period's cells, where a rule applies.
    thresholds: Vec<Option<(u64, u64)>>,
    /// For each pair, which period it is in, and what has passed in it.
    passed: Vec<(u64, u64)>,
    /// G8: cells running in which something did not fit, and the cell until which there is no service.
    overfull: u64,
    down_until: u64,
}

impl Watch {
    pub fn new(scenario: &Scenario, traffic: &Traffic) -> Self {
        let threshold = |&(user, srv): &(usize, usize)| {
            let mut rules = scenario.gateway.anomaly.iter();
            let rule = rules.find(|rule| rule.users[user] && rule.of[srv])?;
            let cells = rule.says.period.cells_up(scenario.calendar.cell());
            Some((threshold(scenario, rule.says, user, srv), cells))
        };
        Self {
            thresholds: traffic.pairs.iter().map(threshold).collect(),
            passed: vec![(0, 0); traffic.pairs.len()],
            overfull: 0,
            down_until: 0,
        }
    }
}

fn threshold(scenario: &Scenario, rule: Anomaly, user: usize, srv: usize) -> u64 {
    match rule.threshold {
        AnomalyThreshold::Number(number) => number,
        AnomalyThreshold::TimesBusiestDay { times, at_least } => {
            let days = (0..3).map(|kind| submissions(scenario, user, srv, kind));
            let part = rule.period.seconds() / 86_400.0;
            at_least.max((times * days.fold(0.0, f64::max) * part).floor() as u64)
        }
    }
}

/// Expected submissions of a pair at the gateway on a kind of day, second ones and later steps included.
fn submissions(scenario: &Scenario, user: usize, srv: usize, kind: usize) -> f64 {
    let level = |when: When| match when {
        When::Profile(profile) => scenario.profiles[profile].days[kind].level,
        When::Batch { .. } => 1.0,
        When::Recorded => unreachable!("it is expected as it was"),
    };
    let critical = scenario.srvs[srv].critical;
    let mut sum = 0.0;
    // T8: what was recorded is expected as on the days of the log, and takes the place of the User's streams.
    if let Some(recorded) = scenario.recorded.as_ref().filter(|r| r.users[user]) {
        let own = recorded.sent.iter().filter(|s| (s.user, s.srv) == (user, srv));
        for sent in own.filter(|s| s.mode != Mode::DccScheduled) {
            let held = sent.mode == Mode::FutureDated
                && scenario.srvs[srv].future_dated == FutureDated::Dsp;
            let once = held || !critical || recorded.second_submissions;
            sum += sent.a_day[kind] * if once { 1.0 } else { 2.0 };
        }
        if recorded.process_steps {
            return sum;
        }
    }
    let modelled = !scenario.is_recorded(user);
    let in_a_log = |s: &Stream| matches!(s.when, When::Recorded);
    let streams = scenario.streams.iter().filter(|s| modelled && s.srv == srv && !in_a_log(s));
    for stream in streams.filter(|s| s.mode != Mode::DccScheduled) {
        let share = 1.0 - stream.dcc_scheduled_share.get();
        let each = if critical && stream.due.is_none() { 2.0 } else { 1.0 };
        let requests = amount(scenario, &stream.users, stream.amount, stream.fuel, user);
        sum += requests * share * each * level(stream.when);
    }
    for process in &scenario.processes {
        let steps = process.steps.iter().filter(|step| step.srv == srv).count() as f64;
        let runs = amount(scenario, &process.users, process.amount, process.fuel, user);
        sum += runs * steps * if critical { 2.0 } else { 1.0 } * level(process.when);
    }
    sum
}

/// T2: how much `user` sends a day of what `users` send together.
fn amount(
    scenario: &Scenario,
    users: &[usize],
    amount: Amount,
    fuel: Option<Fuel>,
    user: usize,
) -> f64 {
    if !users.contains(&user) {
        return 0.0;
    }
    let meters = |u: usize| scenario.users[u].portfolio.of(fuel) as f64;
    match amount {
        Amount::PerMeter(x) => x * meters(user),
        Amount::PerPrepaymentMeter(x) => x * scenario.users[user].portfolio.prepayment(fuel) as f64,
        Amount::PerUser(x) => x,
        Amount::Number(x) => {
            let all: f64 = users.iter().map(|u| meters(*u)).sum();
            x * if all > 0.0 { meters(user) / all } else { 1.0 / users.len() as f64 }
        }
    }
}

impl World<'_> {
    /// G2: of a cell's attempts that met service, those that go on to the mechanism, in a uniformly random
    /// order.
    pub fn guard(&mut self, cell: u64, mut attempts: Vec<Id>) -> Vec<Id> {
        // The choice of each is random by itself, whatever the order of arrival.
        attempts.shuffle(&mut self.rng);
        attempts.retain(|id| self.passes_quarantine(*id, cell));
        attempts.shuffle(&mut self.rng);
        let mut room: Vec<Option<u64>> =
            (0..self.scenario.users.len()).map(|user| self.cap(user, cell)).collect();
        attempts.retain(|id| {
            let left = &mut room[self.cohort(*id).user];
            let capped = *left == Some(0);
            if capped {
                self.refuse(*id, cell, Refusal::Capped);
            }
            *left = left.map(|n| n.saturating_sub(1));
            !capped
        });
        attempts.shuffle(&mut self.rng);
        attempts
    }

    /// Whether an attempt passes anomaly detection; if not it is quarantined, and its request ends there.
    fn passes_quarantine(&mut self, id: Id, cell: u64) -> bool {
        let Cohort { pair, user, .. } = *self.cohort(id);
        let Some((threshold, cells)) = self.watch.thresholds[pair] else { return true };
        let (period, passed) = &mut self.watch.passed[pair];
        if *period != cell / cells {
            (*period, *passed) = (cell / cells, 0);
        }
        if *passed < threshold {
            *passed += 1;
            return true;
        }
        self.counts(id).quarantined += 1;
        self.half_hour(cell).quarantined += 1;
        self.user_row(cell, user).quarantined += 1;
        if self.waits_inside(id) {
            self.counts(id).quarantined_copies += 1;
        } else {
            self.end(id, cell, End::Quarantined);
        }
        false
    }

    /// What the cap of `user` lets through in `cell`: the whole requests of the day so far, less those of
    /// the day's cells before.
    fn cap(&self, user: usize, cell: u64) -> Option<u64> {
        let rule = self.scenario.gateway.caps.iter().find(|rule| rule.users[user])?;
        let per_block = self.scenario.calendar.cells_per_block() as u64;
        let mut days = self.traffic.days().map(|(from, to)| (from as u64, to as u64));
        let (from, _) = days.find(|(_, to)| cell < to * per_block).expect("a day of each cell");
        let i = Nano::from(cell - from * per_block);
        let each = rule.says.over(self.scenario.calendar.cell());
        Some(((each * (i + 1)).div_euclid(NANO) - (each * i).div_euclid(NANO)) as u64)
    }

    /// G8: whether lasting overload has put the service out.
    pub fn is_down(&self, cell: u64) -> bool {
        cell < self.watch.down_until
    }

    /// G8: at the end of `cell`; nothing fits or not where there was no service.
    pub fn note_overload(&mut self, cell: u64, did_not_fit: bool) {
        let Some(collapse) = self.scenario.gateway.collapse else { return };
        let length = self.scenario.calendar.cell();
        self.watch.overfull = if did_not_fit { self.watch.overfull + 1 } else { 0 };
        if self.watch.overfull >= collapse.after.cells_up(length) {
            self.watch.down_until = cell + 1 + collapse.lasts.cells_up(length);
            self.watch.overfull = 0;
        }
    }
}

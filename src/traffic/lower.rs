//! Streams and events lowered to cohorts (T2, section 3).

use super::cohort::{Cohort, DueTimes, Exact, Piece, Traffic, Volume, days};
use crate::domain::{FutureDated, Mode};
use crate::random::name_key;
use crate::scenario::{
    Amount, Block, Due, Event, EventKind, FloodRate, RetryPolicy, Scenario, Stream, When,
};

/// Lowers `scenario`'s streams and events.
pub fn lower(scenario: &Scenario) -> Traffic {
    let mut lowering =
        Lowering { scenario, cohorts: Vec::new(), dues: Vec::new(), specs: Vec::new() };
    for (index, stream) in scenario.streams.iter().enumerate() {
        lowering.stream(index, stream);
    }
    let mut traffic = lowering.traffic();
    // Floods may be multiples of ordinary traffic, so that is lowered first.
    let extra: Vec<Cohort> =
        scenario.events.iter().flat_map(|e| event_cohorts(scenario, &traffic, e)).collect();
    traffic.cohorts.extend(extra);
    finish(&mut traffic);
    traffic
}

struct Lowering<'a> {
    scenario: &'a Scenario,
    cohorts: Vec<Cohort>,
    dues: Vec<DueTimes>,
    specs: Vec<Due>,
}

impl Lowering<'_> {
    fn stream(&mut self, index: usize, stream: &Stream) {
        let amounts = amounts(self.scenario, stream);
        let due = stream.due.map(|spec| self.due(spec));
        for (turn, (&user, &amount)) in stream.users.iter().zip(&amounts).enumerate() {
            let scheduled = stream.dcc_scheduled_share.get();
            let parts = [(stream.mode, 1.0 - scheduled), (Mode::DccScheduled, scheduled)];
            for (mode, share) in parts.into_iter().filter(|(_, share)| amount * share > 0.0) {
                let id = &self.scenario.users[user].id;
                let srv = &self.scenario.srvs[stream.srv].id;
                let held = mode == Mode::FutureDated
                    && self.scenario.srvs[stream.srv].future_dated == FutureDated::Dsp;
                let due = due.filter(|_| held);
                self.cohorts.push(Cohort {
                    user,
                    srv: stream.srv,
                    pair: 0,
                    mode,
                    policy: None,
                    due,
                    held_before: due.and_then(|due| self.held_before(stream, amount * share, due)),
                    key: name_key(&["stream", &stream.id, id, srv, mode.word()]),
                    volume: self.volume(stream, amount * share, turn as u64),
                    exact: if stream.exact { Exact::Day } else { Exact::No },
                    varies: !stream.exact,
                    surges: surges(self.scenario, index, user),
                });
            }
        }
    }

    fn volume(&self, stream: &Stream, a_day: f64, turn: u64) -> Volume {
        match stream.when {
            When::Profile(profile) => Volume::Profile { profile, a_day },
            When::Batch { start, utc, spread, stagger } => {
                let calendar = &self.scenario.calendar;
                let cell = calendar.cell().ms();
                let (length, later) = (spread.ms() / cell, turn * (stagger.ms() / cell));
                let days = calendar.daily(start, utc);
                let pieces = days.into_iter().filter_map(|(_, from)| {
                    let from = from + later as i64;
                    let to = from + length as i64;
                    // What fell before the run is not simulated.
                    let inside = (to - from.max(0)).max(0) as f64 / length as f64;
                    (to > 0).then(|| Piece {
                        from: from.max(0) as u64,
                        to: to as u64,
                        mean: a_day * inside,
                    })
                });
                let mut pieces: Vec<Piece> = pieces.collect();
                pieces.sort_by_key(|p| p.from);
                Volume::Pieces(pieces)
            }
        }
    }

    /// What of a stream was sent before the run began and is due in it: `a_day` by its profile from
    /// the last due time on. What a batch sent before the run is not known.
    fn held_before(&self, stream: &Stream, a_day: f64, due: usize) -> Option<(f64, u64)> {
        let When::Profile(profile) = stream.when else {
            return None;
        };
        let cells = &self.dues[due].cells;
        let next = cells.iter().copied().find(|c| *c >= 0)?;
        let per_block = self.scenario.calendar.cells_per_block() as i64;
        let since = cells.iter().copied().rfind(|c| *c < 0)?;
        let before = self
            .scenario
            .calendar
            .preceding(since.unsigned_abs().div_ceil(per_block as u64) as usize);
        let blocks = before.blocks().len() as i64;
        let profile = &self.scenario.profiles[profile];
        let share = |(b, block): (i64, &Block)| {
            let place = if profile.utc { block.utc } else { block.local };
            let day = &profile.days[place.kind as usize];
            // The part of the block after the last due time.
            let from = (b - blocks) * per_block;
            let part = (from + per_block - from.max(since)) as f64 / per_block as f64;
            part * day.level * day.shares[place.half_hour]
        };
        let sent: f64 = (0..).zip(before.blocks()).map(share).sum();
        Some((a_day * sent, next as u64))
    }

    fn due(&mut self, spec: Due) -> usize {
        if let Some(known) = self.specs.iter().position(|s| *s == spec) {
            return known;
        }
        let calendar = &self.scenario.calendar;
        let cells = calendar.daily(spec.at, spec.utc).into_iter().map(|(_, cell)| cell).collect();
        self.dues.push(DueTimes { cells, spread: spec.spread.ms() / calendar.cell().ms() });
        self.specs.push(spec);
        self.specs.len() - 1
    }

    fn traffic(self) -> Traffic {
        let blocks = self.scenario.calendar.blocks();
        let day = |profile: usize, block: usize| {
            let profile = &self.scenario.profiles[profile];
            let place = if profile.utc { blocks[block].utc } else { blocks[block].local };
            (&profile.days[place.kind as usize], place.half_hour)
        };
        let profiles = 0..self.scenario.profiles.len();
        let users = self.scenario.users.iter().map(|u| (name_key(&["user", &u.id]), u.day_cv));
        Traffic {
            cohorts: self.cohorts,
            pairs: Vec::new(),
            dues: self.dues,
            profile_shares: profiles
                .clone()
                .map(|p| {
                    (0..blocks.len())
                        .map(|b| day(p, b))
                        .map(|(d, h)| d.level * d.shares[h])
                        .collect()
                })
                .collect(),
            profile_shapes: profiles
                .map(|p| {
                    (0..blocks.len()).map(|b| day(p, b)).map(|(d, h)| d.within[h].clone()).collect()
                })
                .collect(),
            user_days: users.collect(),
            day_cv_common: self.scenario.day_cv_common,
            days: days(&self.scenario.calendar),
            cells_per_block: self.scenario.calendar.cells_per_block() as u64,
        }
    }
}

/// How much each of a stream's Users sends a day (T2).
pub(super) fn amounts(scenario: &Scenario, stream: &Stream) -> Vec<f64> {
    let portfolios = || stream.users.iter().map(|u| &scenario.users[*u].portfolio);
    match stream.amount {
        Amount::PerMeter(x) => portfolios().map(|p| x * p.of(stream.fuel) as f64).collect(),
        Amount::PerPrepaymentMeter(x) => {
            portfolios().map(|p| x * p.prepayment(stream.fuel) as f64).collect()
        }
        Amount::PerUser(x) => vec![x; stream.users.len()],
        Amount::Number(x) => {
            let meters: Vec<f64> = portfolios().map(|p| p.of(stream.fuel) as f64).collect();
            let sum: f64 = meters.iter().sum();
            let even = 1.0 / meters.len() as f64;
            meters.iter().map(|m| x * if sum > 0.0 { m / sum } else { even }).collect()
        }
    }
}

fn surges(scenario: &Scenario, stream: usize, user: usize) -> Vec<(u64, u64, f64)> {
    let surge = |event: &Event| match &event.kind {
        EventKind::Surge { streams, users, factor } if streams[stream] && users[user] => {
            Some((event.from, event.to, *factor))
        }
        _ => None,
    };
    scenario.events.iter().filter_map(surge).collect()
}

fn event_cohorts(scenario: &Scenario, ordinary: &Traffic, event: &Event) -> Vec<Cohort> {
    let cell = scenario.calendar.cell();
    let cohort = |user: usize,
                  srv: usize,
                  mode: Mode,
                  policy: Option<RetryPolicy>,
                  total: f64,
                  shape: &[f64],
                  exact: Exact| Cohort {
        user,
        srv,
        pair: 0,
        mode,
        policy,
        due: None,
        key: name_key(&["event", &event.id, &scenario.users[user].id, &scenario.srvs[srv].id]),
        volume: Volume::Pieces(shaped(event, total, shape)),
        exact,
        varies: false,
        surges: Vec::new(),
        held_before: None,
    };
    match &event.kind {
        EventKind::DenialOfService { users, srvs, rate, shape, reacts } => {
            let mut out = Vec::new();
            for &user in users {
                let rate = match rate {
                    FloodRate::Each(rate) => rate.get(),
                    FloodRate::TimesPeak(times) => {
                        times * ordinary.busiest_half_hour(user, scenario)
                    }
                };
                let total =
                    rate * cell.seconds() * (event.to - event.from) as f64 / srvs.len() as f64;
                for &srv in srvs {
                    let policy = (!reacts).then_some(RetryPolicy::NEVER);
                    out.push(cohort(user, srv, Mode::OnDemand, policy, total, shape, Exact::No));
                }
            }
            out
        }
        EventKind::Campaign { users, srv, number, mode, shape } => users
            .iter()
            .map(|&user| {
                cohort(user, *srv, *mode, None, *number as f64, shape, Exact::Whole(*number))
            })
            .collect(),
        EventKind::Surge { .. } | EventKind::Outage { .. } => Vec::new(),
    }
}

/// `total` over an event's cells, by shares of equal parts.
fn shaped(event: &Event, total: f64, shape: &[f64]) -> Vec<Piece> {
    let part = (event.to - event.from) / shape.len() as u64;
    let piece = |(i, share): (usize, &f64)| {
        let from = event.from + i as u64 * part;
        Piece { from, to: from + part, mean: total * share }
    };
    shape.iter().enumerate().map(piece).filter(|p| p.mean > 0.0).collect()
}

impl Traffic {
    /// The mean rate of a User's busiest half-hour at the gateway, requests a second.
    fn busiest_half_hour(&self, user: usize, scenario: &Scenario) -> f64 {
        let own = || self.cohorts.iter().filter(|c| c.user == user && c.mode != Mode::DccScheduled);
        let in_block = |b: usize| own().map(|c| self.mean(c, b)).sum::<f64>();
        (0..scenario.calendar.blocks().len()).map(in_block).fold(0.0, f64::max) / 1_800.0
    }
}

/// Orders the cohorts by User and numbers their (User, SRV) pairs.
fn finish(traffic: &mut Traffic) {
    traffic.cohorts.sort_by_key(|c| (c.user, c.srv));
    for cohort in &mut traffic.cohorts {
        let pair = (cohort.user, cohort.srv);
        if traffic.pairs.last() != Some(&pair) {
            traffic.pairs.push(pair);
        }
        cohort.pair = traffic.pairs.len() - 1;
    }
}

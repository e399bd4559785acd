//! Streams and events lowered to cohorts (T2, section 3).

mod alerts;
mod events;
mod follow;
mod maintenance;
mod recorded;

use super::amounts::amounts;
use super::cohort::{Cohort, DueTimes, Exact, Then, Traffic, Volume, days};
use super::dark::Darkness;
use super::piece::Piece;
use super::varying::{Varying, name};
use crate::domain::{FutureDated, Mode};
use crate::random::name_key;
use crate::scenario::{Block, Due, Event, EventKind, Scenario, Stream, When};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Traffic {
    /// Lowers the streams and events of `scenario`.
    pub fn new(scenario: &Scenario) -> Self {
        lower(scenario)
    }

    /// The same without events: an ordinary day's traffic.
    pub fn ordinary(scenario: &Scenario) -> Self {
        let mut ordinary = scenario.clone();
        ordinary.events.clear();
        lower(&ordinary)
    }
}

fn lower(scenario: &Scenario) -> Traffic {
    let mut lowering = Lowering::new(scenario);
    for (index, stream) in scenario.streams.iter().enumerate() {
        lowering.stream(index, stream);
    }
    for (index, process) in scenario.processes.iter().enumerate() {
        lowering.process(index, process);
    }
    let mut traffic = lowering.traffic();
    // Floods may be multiples of ordinary traffic, so that is lowered first.
    let extra: Vec<Cohort> =
        scenario.events.iter().flat_map(|e| events::cohorts(scenario, &traffic, e)).collect();
    traffic.cohorts.extend(extra);
    maintenance::put_off(scenario, &mut traffic);
    follow::polls(scenario, &mut traffic);
    follow::seconds(scenario, &mut traffic);
    finish(&mut traffic);
    alerts::flows(scenario, &mut traffic);
    traffic
}

struct Lowering<'a> {
    scenario: &'a Scenario,
    cohorts: Vec<Cohort>,
    dues: Vec<DueTimes>,
    specs: Vec<Due>,
    runs: Vec<(usize, usize)>,
    steps: Vec<(usize, usize)>,
    /// Batches so far of each User, start (cells after midnight) and clock (U3).
    batches: BTreeMap<(usize, u64, bool), u64>,
}

impl<'a> Lowering<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        let (cohorts, dues, specs) = (Vec::new(), Vec::new(), Vec::new());
        let (runs, steps, batches) = (Vec::new(), Vec::new(), BTreeMap::new());
        Self { scenario, cohorts, dues, specs, runs, steps, batches }
    }

    fn stream(&mut self, index: usize, stream: &Stream) {
        let amounts = amounts(self.scenario, &stream.users, stream.amount, stream.fuel);
        let due = stream.due.map(|spec| self.due(spec));
        if matches!(stream.when, When::Recorded) {
            return self.recorded(index, stream, due);
        }
        for (turn, (&user, &amount)) in stream.users.iter().zip(&amounts).enumerate() {
            if self.scenario.is_recorded(user) {
                continue;
            }
            let scheduled = stream.dcc_scheduled_share.get();
            let parts = [(stream.mode, 1.0 - scheduled), (Mode::DccScheduled, scheduled)];
            let later = self.later(stream.when, user, turn as u64, amount);
            for (mode, share) in parts.into_iter().filter(|(_, share)| amount * share > 0.0) {
                let id = &self.scenario.users[user].id;
                let srv = &self.scenario.srvs[stream.srv].id;
                let held = mode == Mode::FutureDated
                    && self.scenario.srvs[stream.srv].future_dated == FutureDated::Dsp;
                let due = due.filter(|_| held);
                self.cohorts.push(Cohort {
                    due,
                    held_before: due.and_then(|due| self.held_before(stream, amount * share, due)),
                    volume: self.volume(stream.when, amount * share, later),
                    exact: if stream.exact { Exact::Day } else { Exact::No },
                    varies: !stream.exact,
                    surges: surges(self.scenario, index, user, mode),
                    stream: Some(index),
                    ..Cohort::new(
                        user,
                        stream.srv,
                        mode,
                        name_key(&["stream", &stream.id, id, srv, mode.word()]),
                    )
                });
            }
        }
    }

    /// Cells by which the batch of `user`, the `turn`-th of its stream or process, starts later: by the
    /// stagger among the Users, and by the one among this User's own batches of the same start (U3).
    fn later(&mut self, when: When, user: usize, turn: u64, a_day: f64) -> u64 {
        let When::Batch { start, utc, stagger, .. } = when else {
            return 0;
        };
        if a_day == 0.0 {
            return 0;
        }
        let cell = self.scenario.calendar.cell().ms();
        let among_users = turn * (stagger.ms() / cell);
        let start = start.ms() / cell + among_users;
        let before = self.batches.entry((user, start, utc)).or_default();
        *before += 1;
        among_users + (*before - 1) * (self.scenario.stagger.ms() / cell)
    }

    fn volume(&self, when: When, a_day: f64, later: u64) -> Volume {
        match when {
            When::Recorded => unreachable!("recorded traffic is lowered by itself"),
            When::Profile(profile) => Volume::Profile { profile, a_day },
            When::Batch { start, utc, spread, .. } => {
                let calendar = &self.scenario.calendar;
                let length = spread.ms() / calendar.cell().ms();
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
        let shares = |p: usize| {
            let of_blocks = (0..blocks.len()).map(|b| day(p, b));
            of_blocks.map(|(d, h)| d.level * d.shares[h]).collect::<Vec<f64>>()
        };
        let profile_shares: Vec<Vec<f64>> = profiles.clone().map(shares).collect();
        Traffic {
            cohorts: self.cohorts,
            pairs: Vec::new(),
            dues: self.dues,
            runs: self.runs,
            steps: self.steps,
            parties: Vec::new(),
            dark: Darkness::new(self.scenario),
            flows: Vec::new(),
            sources: Vec::new(),
            profile_totals: profile_shares.iter().map(|shares| shares.iter().sum()).collect(),
            profile_shares,
            profile_shapes: profiles
                .map(|p| {
                    (0..blocks.len())
                        .map(|b| day(p, b))
                        .map(|(d, h)| Arc::clone(&d.within[h]))
                        .collect()
                })
                .collect(),
            varying: Varying::new(self.scenario),
            names: blocks.iter().map(name).collect(),
            days: days(&self.scenario.calendar),
            cells_per_block: self.scenario.calendar.cells_per_block() as u64,
        }
    }
}

fn surges(scenario: &Scenario, stream: usize, user: usize, mode: Mode) -> Vec<(u64, u64, f64)> {
    let surges = |event: &Event| match &event.kind {
        EventKind::Surge(surge) => vec![surge.clone()],
        EventKind::Storm(storm) => storm.surges.clone(),
        _ => Vec::new(),
    };
    let of = |event: &Event| {
        let here = surges(event).into_iter().filter(|s| s.streams[stream] && s.users[user]);
        let put_off = maintenance::put_off_of(event, stream, user, mode);
        let rest = put_off.map(|d| (event.from, event.to, 1.0 - d.share.get()));
        here.map(|s| (event.from, event.to, s.factor)).chain(rest).collect::<Vec<_>>()
    };
    scenario.events.iter().flat_map(of).collect()
}

/// Orders the cohorts by User and SRV, and numbers their pairs.
fn finish(traffic: &mut Traffic) {
    let mut order: Vec<usize> = (0..traffic.cohorts.len()).collect();
    order.sort_by_key(|c| (traffic.cohorts[*c].user, traffic.cohorts[*c].srv));
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(new, old)| place[*old] = new);
    traffic.cohorts = order.iter().map(|old| traffic.cohorts[*old].clone()).collect();
    for cohort in &mut traffic.cohorts {
        let pair = (cohort.user, cohort.srv);
        if traffic.pairs.last() != Some(&pair) {
            traffic.pairs.push(pair);
        }
        cohort.pair = traffic.pairs.len() - 1;
        let moved = |then: &mut Then| then.cohort = place[then.cohort];
        cohort.then.iter_mut().for_each(moved);
        cohort.step.iter_mut().for_each(|step| moved(&mut step.first));
    }
}

//! What several replications showed: a line for each, and sums over all of them.
//!
//! A study keeps these and not ledgers, so that its memory does not grow with replications but for the
//! lines. Sums are whole numbers, so it does not matter in which order or in which parts they are made.

use super::{
    ActivationRecord, AddedDelay, AddedDelaySums, Breach, Counts, Delays, Entitlement, Episode,
    HalfHour, Harm, Ledger, Messages, MonthOfUse, NorthRow, Open, Row, Runs, Step, Supply,
    UntilAccepted, UserRow, Waits, Warnings,
};
use serde::{Deserialize, Serialize};

/// Replications of one scenario, folded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Folded {
    /// A line for each replication, in order.
    pub runs: Vec<RunLine>,
    /// Counts of each (User, SRV) pair.
    pub pairs: Vec<Counts>,
    /// What of each pair was open at the ends.
    pub open: Vec<Open>,
    /// Harm to each pair's requests, by their standing (C2).
    pub harm: Vec<Harm>,
    /// How long each pair was refused until it was accepted (C2); empty where only counts are kept.
    pub until_accepted: Vec<UntilAccepted>,
    /// For each User, windows in which it was throttled.
    pub windows_throttled: Vec<u64>,
    /// For each half-hour and User.
    pub users: Vec<UserRow>,
    /// Waits of last submissions, in tenths of a cell (C2).
    pub waits: Waits,
    /// Added delay by standing, and of what is followed by pair, in tenths of a cell (C2).
    pub added: AddedDelay,
    /// F6: for each User, admitted in the windows that are looked at.
    pub admitted: Vec<u64>,
    /// F6: for each User, the sum of min(first submissions, allocation) over them.
    pub entitled: Vec<u64>,
    /// Runs of processes, by process and User (T7).
    pub processes: Vec<Runs>,
    /// Steps of processes (T7).
    pub steps: Vec<Step>,
    /// What network parties know in storms (G9).
    pub supply: Vec<Supply>,
    /// Messages of each northbound flow.
    pub messages: Vec<Messages>,
    /// Delays of each User's messages; what waited most, and longest, in any replication.
    pub delays: Vec<Delays>,
    /// What happened in the first replication of all; empty where that is not among these.
    pub timeline: Vec<Row>,
    /// The same northbound.
    pub northbound: Vec<NorthRow>,
    /// For each month of a course and half-hour of the day, how busy ordinary traffic is; empty of a day.
    #[serde(default)]
    pub half_hours: Vec<HalfHour>,
    /// What Users used of what is allocated to them, by month in order.
    #[serde(default)]
    pub months: Vec<MonthOfUse>,
}

/// What one replication showed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunLine {
    /// The replication, from 0.
    pub replication: u32,
    /// Counts over all pairs.
    pub counts: Counts,
    /// What was open at the end.
    pub open: Open,
    /// Harm over all pairs, by standing (C2).
    pub harm: Harm,
    /// Load of the busiest window, in requests, and its first cell.
    pub peak_load: (u64, u64),
    /// Cells without service.
    pub outage_cells: u64,
    /// Cells in which the mechanism was active.
    pub active_cells: u64,
    /// Bins of the median, 95 %, 99 % and longest wait.
    pub waits: [Option<u64>; 4],
    /// How many waits were told.
    pub waits_told: u64,
    /// Added delay, by standing (C2).
    pub added: [AddedDelaySums; 4],
    /// Activations, in order.
    pub activations: Vec<ActivationRecord>,
    /// Violations of F1 to F5 and the first cell of the first window that has one (C3).
    pub violations: [(u64, Option<u64>); 5],
    /// F6: admitted ÷ entitled of every User entitled to any, over the windows looked at: sum, sum of squares, how many, least.
    pub entitlement: Option<Entitlement>,
    /// Users to whom anything was refused, or who were left without an answer, their counts, and harm to their requests.
    pub users: Vec<(usize, Counts, Harm)>,
    /// SRVs of which anything was refused or left without an answer, their counts, and harm to their requests.
    pub srvs: Vec<(usize, Counts, Harm)>,
    /// Runs of processes, by process and User (T7).
    pub processes: Vec<Runs>,
    /// What network parties know in storms (G9).
    pub supply: Vec<Supply>,
    /// Messages of each northbound flow.
    pub messages: Vec<Messages>,
    /// For each class, in the order of [`Delays::by_class`], and then for all messages together, bins of the
    /// median, 95 % and longest delay over all Users; empty where the northbound side is off.
    pub delays: Vec<[Option<u64>; 3]>,
    /// The longest unbroken run of cells in which some User was behind ([`Delays::longest_behind`]).
    pub longest_behind: u64,
    /// Early warnings (M8).
    #[serde(default)]
    pub warnings: Warnings,
    /// The episodes of a course; empty of a scenario without events that occur.
    #[serde(default)]
    pub episodes: Vec<Episode>,
    /// Users in breach, by month and User.
    #[serde(default)]
    pub breaches: Vec<Breach>,
}

impl Folded {
    /// One replication; `pairs` says the (User, SRV) of each pair.
    pub fn new(ledger: Ledger, pairs: &[(usize, usize)]) -> Self {
        let run = RunLine::new(&ledger, pairs);
        Self {
            runs: vec![run],
            timeline: if ledger.replication == 0 { ledger.timeline } else { Vec::new() },
            northbound: if ledger.replication == 0 { ledger.northbound } else { Vec::new() },
            half_hours: ledger.half_hours,
            months: ledger.months,
            messages: ledger.messages,
            delays: ledger.delays,
            pairs: ledger.pairs,
            open: ledger.open,
            harm: ledger.harm,
            until_accepted: ledger.until_accepted,
            windows_throttled: ledger.windows_throttled,
            users: ledger.users,
            waits: ledger.waits,
            added: ledger.added,
            processes: ledger.processes,
            steps: ledger.steps,
            supply: ledger.supply,
            admitted: ledger.fairness.admitted,
            entitled: ledger.fairness.entitled,
        }
    }

    /// All of `ledgers`.
    pub fn all(ledgers: impl IntoIterator<Item = Ledger>, pairs: &[(usize, usize)]) -> Self {
        let mut all = Self::default();
        ledgers.into_iter().for_each(|ledger| all.add(Self::new(ledger, pairs)));
        all
    }

    /// Adds other replications of the same scenario.
    pub fn add(&mut self, other: Self) {
        if self.runs.is_empty() {
            *self = other;
            return;
        }
        self.runs.extend(other.runs);
        self.runs.sort_by_key(|r| r.replication);
        sum(&mut self.pairs, other.pairs);
        sum(&mut self.open, other.open);
        sum(&mut self.harm, other.harm);
        sum(&mut self.until_accepted, other.until_accepted);
        sum(&mut self.windows_throttled, other.windows_throttled);
        sum(&mut self.users, other.users);
        sum(&mut self.processes, other.processes);
        sum(&mut self.steps, other.steps);
        self.supply.iter_mut().zip(&other.supply).for_each(|(a, b)| a.add(b));
        sum(&mut self.admitted, other.admitted);
        sum(&mut self.entitled, other.entitled);
        self.waits.merge(&other.waits);
        self.added.merge(&other.added);
        sum(&mut self.messages, other.messages);
        self.delays.iter_mut().zip(&other.delays).for_each(|(a, b)| a.add(b));
        self.half_hours.iter_mut().zip(&other.half_hours).for_each(|(a, b)| a.add(b));
        MonthOfUse::merge(&mut self.months, &other.months);
        if self.timeline.is_empty() {
            self.timeline = other.timeline;
        }
        if self.northbound.is_empty() {
            self.northbound = other.northbound;
        }
    }
}

fn sum<T: Copy + std::ops::Add<Output = T>>(into: &mut [T], other: Vec<T>) {
    into.iter_mut().zip(other).for_each(|(a, b)| *a = *a + b);
}

impl RunLine {
    fn new(ledger: &Ledger, pairs: &[(usize, usize)]) -> Self {
        let quantile = |share| ledger.waits.quantile(share);
        let f = &ledger.fairness;
        Self {
            replication: ledger.replication,
            counts: ledger.totals(),
            open: ledger.open_totals(),
            harm: ledger.harm_totals(),
            peak_load: ledger.peak_load,
            outage_cells: ledger.outage_cells,
            active_cells: ledger.active_cells,
            waits: [0.5, 0.95, 0.99, 1.0].map(quantile),
            waits_told: ledger.waits.told(),
            added: ledger.added.sums(),
            activations: ledger.activations.clone(),
            violations: [f.f1, f.f2, f.f3, f.f4, f.f5].map(|v| (v.count, v.first)),
            entitlement: Entitlement::new(&f.ratios()),
            users: troubled(ledger, pairs, |pair| pair.0),
            srvs: troubled(ledger, pairs, |pair| pair.1),
            processes: ledger.processes.clone(),
            supply: ledger.supply.clone(),
            messages: ledger.messages.clone(),
            delays: super::northbound::delays_over_users(&ledger.delays),
            longest_behind: ledger.delays.iter().map(|d| d.longest_behind).max().unwrap_or(0),
            warnings: Warnings::of(&ledger.warnings),
            episodes: ledger.episodes.clone(),
            breaches: Breach::of(&ledger.months),
        }
    }
}

/// Sums over pairs by `of`, where anything was refused or late.
fn troubled(
    ledger: &Ledger,
    pairs: &[(usize, usize)],
    of: fn(&(usize, usize)) -> usize,
) -> Vec<(usize, Counts, Harm)> {
    let most = pairs.iter().map(of).max().map_or(0, |m| m + 1);
    let mut sums = vec![(Counts::default(), Harm::default()); most];
    for ((pair, counts), harm) in pairs.iter().zip(&ledger.pairs).zip(&ledger.harm) {
        let sum = &mut sums[of(pair)];
        *sum = (sum.0 + *counts, sum.1 + *harm);
    }
    let smooth = |c: &Counts| {
        c.throttled + c.capped + c.rejected + c.unavailable + c.quarantined + c.to_buffer == 0
            && c.abandoned + c.superseded + c.no_response + c.duplicates + c.tried_again == 0
    };
    let rough = sums.into_iter().enumerate().filter(|(_, (c, _))| !smooth(c));
    rough.map(|(i, (c, h))| (i, c, h)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_does_not_depend_on_order_or_parts() {
        let pairs = [(0, 0), (1, 0)];
        let ledger = |r: u32| {
            let mut ledger = Ledger::new(r, 2, 2);
            ledger.pairs[1].throttled = u64::from(r) + 1;
            ledger.waits.add(u64::from(r) * 7, 3);
            ledger.users = vec![UserRow { attempts: 1, ..UserRow::default() }; 2];
            ledger.timeline = vec![Row { cell: 5, ..Row::default() }];
            ledger
        };
        let fold = |order: &[u32]| {
            let mut all = Folded::default();
            order.iter().for_each(|r| all.add(Folded::new(ledger(*r), &pairs)));
            all
        };
        let mut parts = fold(&[2, 3]);
        parts.add(fold(&[1, 0]));
        assert_eq!(parts, fold(&[0, 1, 2, 3]));
        let counts = Counts { throttled: 3, ..Counts::default() };
        assert_eq!(parts.runs[2].users, [(1, counts, Harm::default())]);
    }
}

//! Where protection ends: what the mechanism lets through of a load that lasts, held against capacity.
//!
//! In its busiest window a variant is expected to be asked for p(u) prioritised and o(u) other requests a
//! second by each User, and S are started by the DSP. G3 never throttles P = Σ p and S (M6, T2), so the DSP can
//! take what passes iff what passes is at most C. By reading (M5), a(u) being the allocation:
//!
//! - `allocation`, prioritised requests not in use: P + S + Σ min(o, a).
//! - the same with them in use, in random order: a User with p + o > a passes a + p·(1 − a/(p + o)).
//! - `until_total`: everything until all use reaches Θ, then as above.
//! - `user_maximum`: as `allocation`, with max(a, Θ) for a.
//!
//! Below Θ nothing is throttled. S holds what waited for service and is started after it (`protection/released.rs`).
//! Left out: `share_unused`, whose limit depends on the window before; retries, what is resent after maintenance among them,
//! later steps of processes, storms; chance. Source: `docs/charts.md`. Checked by: the values of
//! `tests/proofs/theory/protection.rs` below, and by simulated points.

mod asked;
mod released;

use super::Evidence;
use asked::{LoadAsked, busiest};
use headroom_core::domain::{Pace, ThrottleTo};
use headroom_core::engine::Plan;
use headroom_core::ledger::Row;
use headroom_core::scenario::EventKind;
use headroom_core::traffic::Traffic;
use released::released;

/// The load that a variant is expected to be asked for in its busiest window.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    asked: LoadAsked,
    /// Ordinary traffic alone in the same window.
    ordinary: LoadAsked,
    /// Whether the DSP's own work waits for service in the run.
    interrupted: bool,
    allocation: Vec<f64>,
    threshold: f64,
    capacity: f64,
    reading: ThrottleTo,
    pace: Pace,
    use_allocation: bool,
}

/// What became of a variant in its first replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protection {
    /// The mechanism did not become active.
    Normal,
    /// It did, and the DSP took what it let through.
    Managed,
    /// It did, and the DSP rejected all the same in the last of its busiest windows: what came before the
    /// mechanism was active has had time to pass. Those are the windows in which it was active throughout and
    /// that were offered nine tenths of the most that one of them was.
    Overloaded,
}

impl Protection {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Protection::Normal => "normal",
            Protection::Managed => "managed",
            Protection::Overloaded => "overloaded",
        }
    }

    /// Of `e`; none where the mechanism is switched off.
    pub fn of(e: &Evidence) -> Option<Self> {
        if !e.plan.scenario.mechanism.enabled {
            return None;
        }
        let folded = e.folded();
        let rows = &folded.timeline;
        if rows.iter().all(|row| row.active_cells == 0) {
            return Some(Protection::Normal);
        }
        let busy = |row: &&Row| row.active_cells == row.cells;
        let most = rows.iter().filter(busy).map(offered).max().unwrap_or(0);
        let last = rows.iter().filter(busy).rfind(|r| 10 * offered(r) >= 9 * most);
        let rejects = last.is_some_and(|row| row.rejected > 0);
        Some(if rejects { Protection::Overloaded } else { Protection::Managed })
    }
}

/// Attempts of a window at G3, and what the DSP started itself.
fn offered(row: &Row) -> u64 {
    let refused = row.throttled + row.rejected + row.to_buffer;
    row.admitted_prioritised + row.admitted_other + row.started + refused
}

impl Demand {
    /// Of `plan`; none in a storm, without capacity, or under `share_unused`.
    pub fn new(plan: &Plan) -> Option<Self> {
        let scenario = &plan.scenario;
        let mechanism = &scenario.mechanism;
        let storm = scenario.events.iter().any(|e| matches!(e.kind, EventKind::Storm(_)));
        let known = mechanism.throttle_to != ThrottleTo::ShareUnused;
        let capacity = scenario.gateway.max_capacity.get();
        if storm || scenario.is_course() || !known || capacity == 0.0 {
            return None;
        }
        let released = released(scenario, &plan.traffic);
        let window = busiest(scenario, &plan.traffic, &released);
        let mut asked = LoadAsked::new(scenario, &plan.traffic, window);
        let more = released.get(window as usize).unwrap_or(&0.0);
        asked.started += more / scenario.calendar.window().seconds();
        let users = scenario.users.len();
        Some(Self {
            asked,
            interrupted: !released.is_empty(),
            ordinary: LoadAsked::new(scenario, &Traffic::ordinary(scenario), window),
            allocation: (0..users).map(|u| plan.allocation_per_s(u)).collect(),
            threshold: scenario.threshold().get(),
            capacity,
            reading: mechanism.throttle_to,
            pace: mechanism.pace,
            use_allocation: mechanism.prioritised_use_allocation,
        })
    }

    /// Whether what waited for service is part of it, in the window in which it is started.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted
    }

    /// LoadAsked for in all ÷ capacity.
    pub fn load(&self) -> f64 {
        (self.asked.free() + self.asked.other()) / self.capacity
    }

    /// Of that the share that is never throttled: prioritised, or started by the DSP.
    pub fn never_throttled(&self) -> f64 {
        let all = self.asked.free() + self.asked.other();
        if all > 0.0 { self.asked.free() / all } else { 0.0 }
    }

    /// What passes by theory ÷ capacity: the DSP can take it iff this is at most 1.
    pub fn passes(&self) -> f64 {
        self.let_through(&self.asked) / self.capacity
    }

    /// Of what events add to ordinary traffic the less, requests a second: what is never throttled, or the rest.
    pub fn mixed(&self) -> f64 {
        let more = |of: fn(&LoadAsked) -> f64| of(&self.asked) - of(&self.ordinary);
        more(LoadAsked::free).min(more(LoadAsked::other))
    }

    /// Whether two variants differ in what they ask for alone.
    pub fn same_limits(&self, other: &Demand) -> bool {
        let limits = |d: &Demand| (d.threshold, d.capacity, d.reading, d.pace, d.use_allocation);
        limits(self) == limits(other) && self.allocation == other.allocation
    }

    /// The load ÷ capacity at which the DSP is just full where `share` of it is never throttled: events add
    /// to ordinary traffic in the proportions of this variant. None where they cannot, or it never is.
    pub fn full_at(&self, share: f64) -> Option<f64> {
        let passes = |load: f64| self.at(share, load).map(|a| self.let_through(&a) / self.capacity);
        let (mut low, mut high) = (FROM, TO);
        if passes(high)? < 1.0 {
            return None;
        }
        for _ in 0..60 {
            let middle = libm::sqrt(low * high);
            match passes(middle) {
                Some(x) if x >= 1.0 => high = middle,
                _ => low = middle,
            }
        }
        // Where ordinary traffic alone is more there is no such place.
        passes(high).filter(|x| *x < 1.0 + 1e-3).map(|_| high)
    }

    /// What is asked where all is `load` × capacity, and `share` of it never throttled.
    fn at(&self, share: f64, load: f64) -> Option<LoadAsked> {
        let base = &self.ordinary;
        let grown = |of: fn(&LoadAsked) -> f64, wanted: f64| {
            let (more, of_events) = (wanted - of(base), of(&self.asked) - of(base));
            (more >= 0.0 && (of_events > 0.0 || more == 0.0)).then(|| more / of_events.max(1e-300))
        };
        let free = grown(LoadAsked::free, share * load * self.capacity)?;
        let other = grown(LoadAsked::other, (1.0 - share) * load * self.capacity)?;
        let users = base.users.iter().zip(&self.asked.users);
        let user = |((p, o), (of_p, of_o)): (&(f64, f64), &(f64, f64))| {
            (p + free * (of_p - p), o + other * (of_o - o))
        };
        let started = base.started + free * (self.asked.started - base.started);
        Some(LoadAsked { users: users.map(user).collect(), started })
    }

    /// What passes of `asked`, requests a second.
    fn let_through(&self, asked: &LoadAsked) -> f64 {
        let all: f64 = asked.users.iter().map(|(p, o)| p + o).sum();
        if all + asked.started < self.threshold {
            return all + asked.started;
        }
        // Until all use reaches Θ everything passes: this part of the window.
        let free = match (self.reading, self.pace) {
            (ThrottleTo::UntilTotal, Pace::Window) => (self.threshold / all).min(1.0),
            _ => 0.0,
        };
        let users = asked.users.iter().zip(&self.allocation);
        let strict: f64 = users.map(|(asked, a)| self.of_user(*asked, *a, free)).sum();
        let paced = self.reading == ThrottleTo::UntilTotal && self.pace == Pace::Cell;
        let total = if paced { strict.max(self.threshold.min(all)) } else { strict };
        total + asked.started
    }

    /// What passes of a User's `p` prioritised and `o` other requests, of which everything does in the first
    /// `free` of the window.
    fn of_user(&self, (p, o): (f64, f64), allocation: f64, free: f64) -> f64 {
        let limit = match self.reading {
            ThrottleTo::UserMaximum => allocation.max(self.threshold),
            _ => allocation,
        };
        // What uses the allocation, and what of it passes beyond.
        let (using, beside) = if self.use_allocation { (p + o, 0.0) } else { (o, p) };
        if using <= limit {
            return using + beside;
        }
        let until = free.max(limit / using);
        let beyond = if self.use_allocation { p } else { 0.0 };
        until * using + (1.0 - until) * beyond + beside
    }
}

/// Loads between which the boundary is looked for.
const FROM: f64 = 1e-3;
const TO: f64 = 1e4;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A User with an allocation of 500, Θ and C of 800 and 1000, asked for `p` prioritised and `o` other.
    fn passes(reading: ThrottleTo, use_allocation: bool, p: f64, o: f64) -> f64 {
        let asked = LoadAsked { users: vec![(p, o), (0.0, 0.0)], started: 0.0 };
        let demand = Demand {
            ordinary: LoadAsked { users: vec![(0.0, 0.0); 2], started: 0.0 },
            asked,
            interrupted: false,
            allocation: vec![500.0, 300.0],
            threshold: 800.0,
            capacity: 1_000.0,
            reading,
            pace: Pace::Window,
            use_allocation,
        };
        demand.passes() * 1_000.0
    }

    #[test]
    fn what_passes_is_what_the_design_worked_out() {
        // p 300, o 700, a 500: 500 + 300 × (1 − 500/1000).
        assert!((passes(ThrottleTo::Allocation, true, 300.0, 700.0) - 650.0).abs() < 1e-9);
        assert!((passes(ThrottleTo::Allocation, false, 300.0, 700.0) - 800.0).abs() < 1e-9);
        // All use reaches 800 after 80 % of the window, and then 60 prioritised ones pass.
        assert!((passes(ThrottleTo::UntilTotal, true, 300.0, 700.0) - 860.0).abs() < 1e-9);
        assert!((passes(ThrottleTo::UserMaximum, true, 300.0, 700.0) - 860.0).abs() < 1e-9);
        assert!((passes(ThrottleTo::Allocation, true, 100.0, 300.0) - 400.0).abs() < 1e-9);
    }

    #[test]
    fn what_waited_for_service_is_part_of_the_load_where_it_is_started() {
        let load = |release: &str| {
            let night = json!([{ "id": "night", "at": "10:30",
                "lasts": "10 min", "maintenance": { "scheduled_release": release } }]);
            let reads = ("/traffic/streams/reads/dcc_scheduled_share", json!(0.5));
            let scenario = kit::make::small(&[reads, ("/events", night)]);
            let demand = Demand::new(&Plan::new(&scenario).expect("a plan")).expect("it is on");
            (demand.load(), demand.never_throttled())
        };
        let (at_once, over) = (load("at once"), load("over 10 min"));
        assert!(at_once.0 > 1.5 * over.0 && at_once.1 > over.1, "{at_once:?} {over:?}");
    }

    #[test]
    fn the_boundary_is_where_what_passes_is_capacity() {
        let demand = |reading| Demand {
            ordinary: LoadAsked { users: vec![(0.0, 0.0)], started: 0.0 },
            asked: LoadAsked { users: vec![(1.0, 1.0)], started: 0.0 },
            interrupted: false,
            allocation: vec![500.0],
            threshold: 500.0,
            capacity: 1_000.0,
            reading,
            pace: Pace::Window,
            use_allocation: false,
        };
        // P + 500 = 1000 at half prioritised: a load of 1000.
        let strict = demand(ThrottleTo::Allocation);
        assert!((strict.full_at(0.5).unwrap() - 1.0).abs() < 1e-6);
        // A quarter: P = 500 of 2000.
        assert!((strict.full_at(0.25).unwrap() - 2.0).abs() < 1e-6);
        assert_eq!(strict.full_at(0.0), None, "never");
    }
}

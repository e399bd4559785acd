//! What is expected of ordinary traffic: for allocations (M1), the headline and `headroom check`.

use super::cohort::{Cohort, Piece, Traffic, Volume};
use super::lower::amounts;
use crate::domain::{Basis, Category, Mode, PrepaymentKnown, User, Weights};
use crate::scenario::{Scenario, When};

/// Expected requests a day by User and SRV, averaged over a week of five weekdays, a Saturday and a
/// Sunday, without events.
#[derive(Clone, Debug)]
pub struct Expected {
    /// For each stream, User of it, and mode: User, SRV, mode, requests a day on each kind of day.
    parts: Vec<(usize, usize, Mode, [f64; 3])>,
}

/// The busiest window of ordinary traffic, expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordinary {
    /// Requests a second in it.
    pub busiest_window_per_s: f64,
    /// Its first cell.
    pub cell: u64,
}

impl Expected {
    /// Works the expectations out.
    pub fn new(scenario: &Scenario) -> Self {
        let mut parts = Vec::new();
        for stream in &scenario.streams {
            let level = match stream.when {
                When::Profile(p) => scenario.profiles[p].days.each_ref().map(|d| d.level),
                When::Batch { .. } => [1.0; 3],
            };
            let scheduled = stream.dcc_scheduled_share.get();
            for (&user, amount) in stream.users.iter().zip(amounts(scenario, stream)) {
                for (mode, share) in
                    [(stream.mode, 1.0 - scheduled), (Mode::DccScheduled, scheduled)]
                {
                    if amount * share > 0.0 {
                        parts.push((user, stream.srv, mode, level.map(|l| l * amount * share)));
                    }
                }
            }
        }
        Self { parts }
    }

    /// Sum over the parts that fit, on an average day of the week.
    pub fn a_day(&self, fits: impl Fn(usize, usize, Mode) -> bool) -> f64 {
        self.over(fits, [5.0, 1.0, 1.0]) / 7.0
    }

    /// Sum over the parts that fit, on so many days of each kind.
    pub fn over(&self, fits: impl Fn(usize, usize, Mode) -> bool, days: [f64; 3]) -> f64 {
        let chosen = self.parts.iter().filter(|(u, s, m, _)| fits(*u, *s, *m));
        chosen.map(|(.., a)| a[0] * days[0] + a[1] * days[1] + a[2] * days[2]).sum()
    }

    /// w(u) of every User under `weights` (M1), and what they were made of.
    pub fn weights(&self, scenario: &Scenario, weights: Weights) -> Vec<Weight> {
        let rule = &scenario.mechanism.allocation;
        let all = |category: Category| {
            let of = |u: usize| scenario.users[u].category == category;
            // One submission a request: critical requests take two from T6 on.
            let submissions = self.a_day(|u, _, mode| of(u) && mode != Mode::DccScheduled);
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
        let sent = |user: usize| self.a_day(|u, s, _| u == user && Some(s) == srv);
        let by_user: Vec<f64> = (0..scenario.users.len()).map(sent).collect();
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

impl Ordinary {
    /// The busiest window that ordinary traffic is expected to have in `scenario`'s run.
    pub fn new(scenario: &Scenario, ordinary: &Traffic) -> Self {
        let per_window = scenario.calendar.cells_per_window();
        let cells = expected_cells(scenario, ordinary);
        let window = |(w, window): (usize, &[f64])| Self {
            busiest_window_per_s: window.iter().sum::<f64>() / scenario.calendar.window().seconds(),
            cell: (w * per_window) as u64,
        };
        let none = Self { busiest_window_per_s: 0.0, cell: 0 };
        let larger = |a: Self, b: Self| {
            if b.busiest_window_per_s > a.busiest_window_per_s { b } else { a }
        };
        cells.chunks(per_window).enumerate().map(window).fold(none, larger)
    }
}

/// Half-hours looked at for the busiest ordinary window: four weeks of a longer run.
const MOST_BLOCKS: usize = 4 * 7 * 48;

/// Expected load of every cell of the run: fresh requests, and what the DSP starts when due.
fn expected_cells(scenario: &Scenario, ordinary: &Traffic) -> Vec<f64> {
    let per_block = scenario.calendar.cells_per_block();
    let blocks = scenario.calendar.blocks().len().min(MOST_BLOCKS);
    let mut cells = vec![0.0; blocks * per_block];
    for (block, here) in cells.chunks_mut(per_block).enumerate() {
        let mut by_profile = vec![0.0; ordinary.profile_shapes.len()];
        for cohort in &ordinary.cohorts {
            match cohort.volume {
                Volume::Profile { profile, a_day } => by_profile[profile] += a_day,
                Volume::Pieces(_) => {
                    ordinary.pieces(cohort, block).iter().for_each(|p| spread(here, p));
                }
            }
        }
        for (profile, a_day) in by_profile.into_iter().enumerate() {
            ordinary.profile_pieces(profile, a_day, block).iter().for_each(|p| spread(here, p));
        }
    }
    for cohort in &ordinary.cohorts {
        let Some(due) = cohort.due.map(|d| &ordinary.dues[d]) else {
            continue;
        };
        let mut held = cohort.held_before.map_or(0.0, |h| h.0);
        let mut since = 0;
        let end = cells.len() as i64;
        for &at in due.cells.iter().filter(|c| (0..end).contains(*c)) {
            let at = at as u64;
            held += sent(ordinary, cohort, since, at, per_block as u64);
            let to = (at + due.spread).min(cells.len() as u64);
            spread(
                &mut cells,
                &Piece { from: at, to, mean: held * (to - at) as f64 / due.spread as f64 },
            );
            (held, since) = (0.0, at);
        }
    }
    cells
}

/// Expected requests of `cohort` in the cells `from..to`.
fn sent(traffic: &Traffic, cohort: &Cohort, from: u64, to: u64, per_block: u64) -> f64 {
    let part = |b: u64| {
        let overlap = ((b + 1) * per_block).min(to) - (b * per_block).max(from);
        traffic.mean(cohort, b as usize) * overlap as f64 / per_block as f64
    };
    (from / per_block..to.div_ceil(per_block)).map(part).sum()
}

fn spread(cells: &mut [f64], piece: &Piece) {
    let each = piece.mean / (piece.to - piece.from) as f64;
    cells[piece.from as usize..piece.to as usize].iter_mut().for_each(|c| *c += each);
}

//! N2 and N3: devices that repeat their alerts, counted by what they have sent and not one by one.
//!
//! Devices of a source are alike, so their state is how many are normal, in storm, or in storm and to send a copy, by
//! what they have sent in the window. The number of alerts of each cell is known (T5), and each is of a uniformly
//! random device. What is held back depends on nothing else in the run, so a span of cells is dealt at once: first how
//! many alerts are of devices in the same state, by how many those are, then how many each of them sends. Where only
//! the first of a device's alerts go on, their cells are drawn (`moments.rs`).
//!
//! A device that is in storm and has sent more than the threshold is so until the window ends, so it is not told from
//! others like it. One at rest in storm is held back whatever it sends: what all of these send in a window is summed,
//! and dealt to them when it ends, which says who is normal again.

use super::group::{Group, Undealt};
use super::moments::{Partly, place};
use super::occupancy::at_most;
use super::poisson::Poisson;
use crate::mechanism::Damper;
use crate::random::{Draws, Keys, Purpose, deal, scatter};
use crate::traffic::Source;

/// Expected alerts in a span, if it is more than a cell, of devices that are not over the threshold or at rest. Drawing
/// the cells of more would cost more than dealing again.
const SPAN: f64 = 4096.0;

/// The devices of a source that are held back by the same damper.
#[derive(Clone, Debug)]
pub struct Population {
    /// What they send.
    pub source: Source,
    /// Whether the hub holds back, before the DSP; else the DSP.
    pub hub: bool,
    damper: Damper,
    /// Cells in a window.
    window: u64,
    /// The chance that a device sends more than the threshold in a window.
    storms: f64,
}

/// What the devices of a population have done.
#[derive(Clone, Debug)]
pub struct Repeating {
    draws: Draws,
    /// The cell in which the next window begins.
    begins: u64,
    /// Normal when the window began.
    normal: Group,
    /// In storm, and to send a copy with their first alert in this window.
    due: Group,
    /// How many are in storm otherwise, at rest.
    resting: u64,
    /// What those have sent in the window, together.
    by_resting: u64,
    /// Those by the window in which they entered storm or last sent a copy.
    since: Vec<(i64, u64)>,
}

impl Population {
    /// `source` under `damper` with windows of so many cells, in a run of `cells`; none where surely no device
    /// of it sends more than the threshold in any window.
    pub fn new(
        source: &Source,
        damper: Damper,
        window: u64,
        hub: bool,
        cells: u64,
    ) -> Option<Self> {
        let storms = Poisson::new(source.per_cell * window as f64).above(damper.threshold);
        let windows = (source.to.min(cells) - source.from) / window + 2;
        let chances = source.devices as f64 * windows as f64;
        let here = || Self { source: source.clone(), hub, damper, window, storms };
        (chances * storms >= 1e-15).then(here)
    }

    /// The devices when the run begins: those of the background have sent so for long.
    pub fn begin(&self, keys: &Keys) -> Repeating {
        let group = || Group::new(self.damper.threshold);
        let mut devices = Repeating {
            draws: keys.draws(Purpose::Devices, self.source.key, u64::MAX),
            begins: self.source.from,
            normal: group(),
            due: group(),
            // Of who is in storm none is normal again when the first window begins.
            resting: 0,
            by_resting: 0,
            since: Vec::new(),
        };
        let mut storming = 0;
        if self.source.from_before {
            storming = devices.draws.binomial(self.source.devices, self.storms);
            let mut since = vec![0; self.damper.period as usize];
            scatter(&mut devices.draws, storming, &mut since);
            let since = (-self.damper.period..0).zip(since);
            devices.since = since.filter(|(_, n)| *n > 0).collect();
        }
        devices.normal.begin(self.source.devices - storming);
        devices
    }
}

/// What a population does in cells that follow one another.
pub struct Done<'a> {
    /// How many of its alerts are held back in each cell.
    pub held: &'a mut [u64],
    /// How many of its devices are in storm when each begins.
    pub in_storm: &'a mut [u64],
}

impl Repeating {
    /// Goes through the cells from `from` on, which follow those of the call before. Takes what is of these devices of
    /// the alerts `left` of each cell, which are of so many `devices` with these among them.
    pub fn step(
        &mut self,
        of: &Population,
        keys: &Keys,
        from: u64,
        (left, devices): (&mut [u64], u64),
        done: &mut Done<'_>,
    ) {
        let mut at = 0;
        while at < left.len() {
            if from + at as u64 == self.begins {
                self.begin_window(of, keys);
            }
            let end = left.len().min((self.begins - from) as usize);
            let own = left[at..end].iter_mut().map(|n| {
                let mut undealt = Undealt { alerts: *n, devices };
                let own = undealt.take(&mut self.draws, of.source.devices);
                *n = undealt.alerts;
                own
            });
            let own: Vec<u64> = own.collect();
            let mut rest = &own[..];
            while !rest.is_empty() {
                let (span, later) = rest.split_at(self.span(of, rest));
                let to = at + span.len();
                let done =
                    Done { held: &mut done.held[at..to], in_storm: &mut done.in_storm[at..to] };
                self.deal(of, span, done);
                (rest, at) = (later, to);
            }
        }
    }

    /// How many of the cells of which alerts are `sent` are dealt at once.
    fn span(&self, of: &Population, sent: &[u64]) -> usize {
        let share = (self.normal.under() + self.due.under()) as f64 / of.source.devices as f64;
        let mut all = 0.0;
        let fits = sent.iter().take_while(|n| {
            all += **n as f64 * share;
            all <= SPAN
        });
        fits.count().max(1)
    }

    /// Deals the alerts `sent` in each cell of a span, within a window.
    fn deal(&mut self, of: &Population, sent: &[u64], done: Done<'_>) {
        let mut in_storm = self.since.iter().map(|s| s.1).sum::<u64>();
        in_storm += self.normal.over + self.due.under() + self.due.over;
        let mut left = Undealt { alerts: sent.iter().sum(), devices: of.source.devices };
        let Self { draws, normal, due, resting, by_resting, .. } = self;
        *by_resting += left.take(draws, *resting);
        left.take(draws, normal.over + due.over);
        let (mut whole, mut partly) = (0, Vec::new());
        let mut say = |devices: u64, alerts: u64, on: u64, storms: bool| match on == alerts {
            true => whole += devices * alerts,
            false => partly.push(Partly { devices, alerts, on, storms }),
        };
        normal.deal(draws, &mut left, |sent, more, devices| {
            say(devices, more, of.damper.go_on(sent, more), true);
        });
        due.deal(draws, &mut left, |sent, more, devices| {
            // The copy of the period.
            if sent == 0 {
                say(devices, more, 1, false);
            }
        });
        // First what goes on and who enters storm, cell by cell, from which the others follow.
        let Done { held: on, in_storm: storms } = done;
        on.fill(0);
        storms.fill(0);
        if whole > 0 || !partly.is_empty() {
            place(draws, sent, (whole, &partly), on, storms);
        }
        for ((held, storms), sent) in on.iter_mut().zip(storms).zip(sent) {
            *held = sent - *held;
            in_storm += std::mem::replace(storms, in_storm);
        }
    }

    /// A window begins, and with it another stream of draws: of who is in storm, which may send a copy.
    fn begin_window(&mut self, of: &Population, keys: &Keys) {
        self.draws = keys.draws(Purpose::Devices, of.source.key, self.begins);
        let window = self.begins / of.window;
        self.begins = (window + 1) * of.window;
        let window = window as i64;
        self.end_window(of, window - 1);
        let mut due = 0;
        self.since.retain(|(last, n)| {
            let may = of.damper.may_copy(*last, window);
            due += if may { *n } else { 0 };
            !may
        });
        self.due.begin(due);
        self.resting = self.since.iter().map(|s| s.1).sum();
        self.by_resting = 0;
    }

    /// The window `last` has ended: who was in storm in it and sent little is normal again.
    fn end_window(&mut self, of: &Population, last: i64) {
        let ending = at_most(&mut self.draws, self.by_resting, self.resting, of.damper.threshold);
        let resting: Vec<u64> = self.since.iter().map(|s| s.1).collect();
        let mut normal = Vec::new();
        deal(&mut self.draws, &resting, ending, &mut normal);
        self.since.iter_mut().zip(normal).for_each(|(since, n)| since.1 -= n);
        self.since.retain(|since| since.1 > 0);
        let storming = self.normal.over + self.due.over;
        if storming > 0 {
            self.since.push((last, storming));
        }
        self.normal.begin(self.normal.under() + self.due.under() + ending);
    }
}

#[cfg(test)]
mod tests;

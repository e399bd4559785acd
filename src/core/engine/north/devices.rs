//! N2 and N3: devices that repeat their alerts, counted by what they have sent and not one by one.
//!
//! Devices of a source are alike, so their state is how many are normal, in storm, or in storm and to send a copy, by
//! what they have sent in the window. The number of alerts is known (T5), and each is of a uniformly random device:
//! it is dealt first to devices in the same state by how many those are, then to the single ones. A device that is in
//! storm and has sent more than the threshold is so until the window ends, so it is not told from others like it.

use super::occupancy::occupancy;
use super::poisson::Poisson;
use crate::mechanism::Damper;
use crate::random::{Draws, Keys, Purpose, deal, scatter};
use crate::traffic::Source;

/// So few alerts of a cell are dealt one by one.
const FEW: u64 = 12;

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
    /// In storm otherwise.
    resting: Group,
    /// The latter by the window in which they entered it or last sent a copy.
    since: Vec<(i64, u64)>,
}

/// Devices that were in the same state when the window began.
#[derive(Clone, Debug)]
struct Group {
    /// By what they have sent in the window, up to the threshold.
    by_sent: Vec<u64>,
    /// Those that have sent more: they are in storm when it ends.
    over: u64,
}

impl Group {
    fn new(threshold: u64) -> Self {
        Self { by_sent: vec![0; threshold as usize + 1], over: 0 }
    }

    /// A window begins with so many.
    fn begin(&mut self, devices: u64) {
        self.by_sent.fill(0);
        self.by_sent[0] = devices;
        self.over = 0;
    }

    /// Those that have sent no more than the threshold.
    fn under(&self) -> u64 {
        self.by_sent.iter().sum()
    }

    /// Those of the alerts `left` that are of these devices: how many of them go on, where `on` says what does of so
    /// many `more` of a device that has sent `sent`.
    fn deal(
        &mut self,
        of: &Population,
        draws: &mut Draws,
        left: &mut Undealt,
        on: impl Fn(u64, u64) -> u64,
    ) -> u64 {
        let (mut goes, mut told) = (0, Vec::new());
        // Who has sent most first, so that nobody is met twice.
        for sent in (0..self.by_sent.len()).rev() {
            let devices = self.by_sent[sent];
            if devices == 0 {
                continue;
            }
            if left.alerts == 0 {
                break;
            }
            let theirs = left.take(draws, devices);
            match theirs {
                0 => continue,
                // Whoever it is, one gets one.
                1 => told.splice(.., [devices - 1, 1]).for_each(drop),
                _ => occupancy(draws, theirs, devices, &mut told),
            }
            for (more, n) in (0..).zip(&told).skip(1).filter(|(_, n)| **n > 0) {
                goes += on(sent as u64, more) * n;
                self.by_sent[sent] -= n;
                let all = sent as u64 + more;
                let under = of.damper.is_over(all).then(|| &mut self.by_sent[all as usize]);
                *under.unwrap_or(&mut self.over) += n;
            }
        }
        goes
    }

    /// One alert is of the device of place `at` among these: how many that one had sent. None where there are not so
    /// many, and then the place is one among the others.
    fn one(&mut self, at: &mut u64) -> Option<u64> {
        for sent in 0..self.by_sent.len() {
            if *at < self.by_sent[sent] {
                self.by_sent[sent] -= 1;
                *self.by_sent.get_mut(sent + 1).unwrap_or(&mut self.over) += 1;
                return Some(sent as u64);
            }
            *at -= self.by_sent[sent];
        }
        None
    }
}

/// Alerts of which it is still to be said whose they are.
#[derive(Clone, Copy, Debug)]
pub struct Undealt {
    /// How many.
    pub alerts: u64,
    /// The devices of which each is a uniformly random one.
    pub devices: u64,
}

impl Undealt {
    /// Takes those that are of some `devices` of these.
    fn take(&mut self, draws: &mut Draws, devices: u64) -> u64 {
        let theirs = match devices == self.devices {
            true => self.alerts,
            false => draws.binomial(self.alerts, devices as f64 / self.devices as f64),
        };
        *self = Self { alerts: self.alerts - theirs, devices: self.devices - devices };
        theirs
    }
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
            resting: group(),
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
        devices.resting.over = storming;
        devices
    }
}

impl Repeating {
    /// Devices in storm.
    pub fn in_storm(&self) -> u64 {
        let resting: u64 = self.since.iter().map(|s| s.1).sum();
        resting + self.normal.over + self.due.under() + self.due.over
    }

    /// `cell` begins, and perhaps a window.
    pub fn begin_cell(&mut self, of: &Population, keys: &Keys, cell: u64) {
        if cell == self.begins {
            self.draws = keys.draws(Purpose::Devices, of.source.key, cell);
            let window = cell / of.window;
            self.begins = (window + 1) * of.window;
            self.end_window(window as i64 - 1);
            self.begin_window(of, window as i64);
        }
    }

    /// What is held back of those of the alerts `left` of the cell, which has begun, that are of these devices.
    pub fn step(&mut self, of: &Population, left: &mut Undealt) -> u64 {
        let Self { draws, normal, due, resting, .. } = self;
        let alerts = left.take(draws, of.source.devices);
        let mut here = Undealt { alerts, devices: of.source.devices };
        here.take(draws, normal.over + due.over + resting.over);
        if here.alerts <= FEW {
            let on = (0..here.alerts).map(|_| {
                let mut at = draws.below(here.devices);
                if let Some(sent) = normal.one(&mut at) {
                    of.damper.go_on(sent, 1)
                } else if let Some(sent) = due.one(&mut at) {
                    u64::from(sent == 0)
                } else {
                    // At rest, or of those that have sent more than the threshold since the cell began.
                    resting.one(&mut at);
                    0
                }
            });
            return alerts - on.sum::<u64>();
        }
        let mut on = normal.deal(of, draws, &mut here, |sent, more| of.damper.go_on(sent, more));
        // The copy of the period.
        on += due.deal(of, draws, &mut here, |sent, _| u64::from(sent == 0));
        on += resting.deal(of, draws, &mut here, |_, _| 0);
        alerts - on
    }

    /// `window` begins: of who is in storm, which may send a copy.
    fn begin_window(&mut self, of: &Population, window: i64) {
        let mut due = 0;
        self.since.retain(|(last, n)| {
            let may = of.damper.may_copy(*last, window);
            due += if may { *n } else { 0 };
            !may
        });
        self.due.begin(due);
        self.resting.begin(self.since.iter().map(|s| s.1).sum());
    }

    /// The window `last` has ended: who was in storm in it and sent little is normal again.
    fn end_window(&mut self, last: i64) {
        let ending = self.resting.under();
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

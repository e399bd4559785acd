//! N2 and N3: devices that repeat their alerts, counted by what they have sent and not one by one.
//!
//! Devices of a source are alike and send by themselves, so their state is how many are normal, by what they
//! have sent in the window, and how many are in storm, by the window in which they entered it or last sent a copy.
//! A device in storm that may send no copy in a window is not looked at in it: what it sends in the window is drawn
//! at its beginning, with whether it is normal at the end.

use super::poisson::Poisson;
use crate::mechanism::Damper;
use crate::random::{Draws, Keys, Purpose, deal, scatter};
use crate::traffic::Source;
use std::sync::Arc;

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
    /// What a device sends in a cell, and in a window.
    in_cell: Arc<Poisson>,
    in_window: Arc<Poisson>,
}

/// Alerts of normal devices in a window, for each of its cells, below which telling the devices one by one costs
/// less than counting them cell by cell.
const FEW: f64 = 80.0;

/// What the devices of a population have done.
#[derive(Clone, Debug)]
pub struct Repeating {
    draws: Draws,
    /// Normal ones by what they have sent in the window, up to the threshold.
    normal: Vec<u64>,
    /// Whether those are told one by one, having been few when the window began: what of theirs goes on in each
    /// cell, and how many of them enter a storm.
    told: bool,
    on: Vec<u64>,
    entering: Vec<u64>,
    /// In storm since this window; and, of devices that are told, what they send is known.
    entered: u64,
    entered_told: u64,
    /// In storm, and to send a copy with their first alert in this window.
    due: u64,
    /// In storm, and sent a copy in this window; of them, those that are normal at its end.
    copied: u64,
    over: u64,
    /// In storm otherwise, by the window in which they entered it or last sent a copy.
    resting: Vec<(i64, u64)>,
    /// In storm otherwise, and normal at the window's end.
    ending: u64,
    /// What those that rest, and those that have sent their copy, send in each cell of the window.
    sent: Vec<u64>,
    /// Cells of the window in which the source sends, counted from the window's first.
    left: usize,
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
        let in_window = Poisson::new(source.per_cell * window as f64);
        let windows = (source.to.min(cells) - source.from) / window + 2;
        let chances = source.devices as f64 * windows as f64;
        (chances * in_window.above(damper.threshold) >= 1e-15).then(|| Self {
            source: source.clone(),
            hub,
            damper,
            window,
            in_cell: Arc::new(Poisson::new(source.per_cell)),
            in_window: Arc::new(in_window),
        })
    }

    /// The devices when the run begins: those of the background have sent so for long.
    pub fn begin(&self, keys: &Keys) -> Repeating {
        let threshold = self.damper.threshold as usize;
        let mut devices = Repeating {
            draws: keys.draws(Purpose::Devices, self.source.key, u64::MAX),
            normal: vec![0; threshold + 1],
            told: false,
            on: vec![0; self.window as usize],
            entering: vec![0; self.window as usize],
            entered: 0,
            entered_told: 0,
            due: 0,
            copied: 0,
            over: 0,
            resting: Vec::new(),
            ending: 0,
            sent: vec![0; self.window as usize],
            left: 0,
        };
        let mut storming = 0;
        if self.source.from_before {
            let chance = self.in_window.above(self.damper.threshold);
            storming = devices.draws.binomial(self.source.devices, chance);
            let mut since = vec![0; self.damper.period as usize];
            scatter(&mut devices.draws, storming, &mut since);
            let since = (-self.damper.period..0).zip(since);
            devices.resting = since.filter(|(_, n)| *n > 0).collect();
        }
        devices.normal[0] = self.source.devices - storming;
        devices
    }
}

impl Repeating {
    /// Devices in storm.
    pub fn in_storm(&self) -> u64 {
        let resting: u64 = self.resting.iter().map(|r| r.1).sum();
        resting + self.ending + self.entered + self.entered_told + self.due + self.copied
    }

    /// `cell` begins, and perhaps a window.
    pub fn begin_cell(&mut self, of: &Population, keys: &Keys, cell: u64) {
        if cell >= of.source.from && (cell.is_multiple_of(of.window) || cell == of.source.from) {
            self.begin_window(of, keys, cell);
        }
    }

    /// What goes on and what is held back in `cell`, which has begun.
    pub fn step(&mut self, of: &Population, cell: u64) -> (u64, u64) {
        if cell < of.source.from || cell >= of.source.to {
            return (0, 0);
        }
        let place = (cell % of.window) as usize;
        let mut held = self.sent[place];
        if self.entered > 0 {
            held += self.draws.poisson(self.entered as f64 * of.source.per_cell);
        }
        let (on, more) = self.step_normal(of, place);
        let (copies, further) = self.step_due(of, place);
        (on + copies, held + more + further)
    }

    fn step_normal(&mut self, of: &Population, place: usize) -> (u64, u64) {
        if self.told {
            self.entered_told += self.entering[place];
            self.normal[0] -= self.entering[place];
            return (self.on[place], 0);
        }
        let (mut on, mut held) = (0, 0);
        for sent in (0..self.normal.len()).rev().filter(|s| self.normal[*s] > 0).collect::<Vec<_>>()
        {
            let n = self.normal[sent];
            let Self { draws, normal, entered, .. } = self;
            of.in_cell.split(draws, n, |more, devices| {
                let goes = of.damper.go_on(sent as u64, more);
                on += goes * devices;
                held += (more - goes) * devices;
                normal[sent] -= devices;
                if goes < more {
                    *entered += devices;
                } else {
                    normal[sent + more as usize] += devices;
                }
            });
        }
        (on, held)
    }

    /// Of the devices that may send a copy, those that first send in the cell at `place` of the window do; what
    /// each sends afterwards in the window is drawn now, with whether it is normal at its end.
    fn step_due(&mut self, of: &Population, place: usize) -> (u64, u64) {
        if self.due == 0 {
            return (0, 0);
        }
        let (mut copies, mut held, mut firsts) = (0, 0, Vec::new());
        of.in_cell.split(&mut self.draws, self.due, |more, devices| {
            if more > 0 {
                copies += devices;
                held += (more - 1) * devices;
                firsts.push((more, devices));
            }
        });
        self.due -= copies;
        self.copied += copies;
        let after = self.left.saturating_sub(place + 1);
        let mean = of.source.per_cell * after as f64;
        let mut sent = 0;
        for (more, devices) in firsts {
            for _ in 0..devices {
                let later = self.draws.poisson(mean);
                sent += later;
                self.over += u64::from(of.damper.is_over(more + later));
            }
        }
        if sent > 0 {
            scatter(&mut self.draws, sent, &mut self.sent[place + 1..place + 1 + after]);
        }
        (copies, held)
    }

    /// The window of `cell` begins: who was in storm in the one before, who is normal again, and what those
    /// send of whom no copy may go on.
    fn begin_window(&mut self, of: &Population, keys: &Keys, cell: u64) {
        let window = (cell / of.window) as i64;
        self.draws = keys.draws(Purpose::Devices, of.source.key, cell);
        self.end_window(window - 1);
        let mut due = 0;
        self.resting.retain(|(last, n)| {
            let may = of.damper.may_copy(*last, window);
            due += if may { *n } else { 0 };
            !may
        });
        self.due = due;
        let first = cell - cell % of.window;
        self.left = of.source.to.saturating_sub(first).min(of.window) as usize;
        self.rest(of);
        self.tell(of, (cell - first) as usize);
    }

    /// Normal devices are told one by one, where they are few: each sends at its own times, and what is beyond the
    /// threshold is held back. `from` is the first cell of the window in which they send.
    fn tell(&mut self, of: &Population, from: usize) {
        let cells = self.left.saturating_sub(from);
        let mean = of.source.per_cell * cells as f64;
        self.told = self.normal[0] as f64 * mean < FEW * of.window as f64;
        if !self.told {
            return;
        }
        self.on.fill(0);
        self.entering.fill(0);
        let mut times = Vec::new();
        for _ in 0..self.normal[0] {
            let n = self.draws.poisson(mean);
            times.clear();
            times.extend((0..n).map(|_| from + self.draws.below(cells as u64) as usize));
            let goes = of.damper.go_on(0, n) as usize;
            if goes < times.len() {
                times.sort_unstable();
                self.entering[times[goes]] += 1;
            }
            times[..goes].iter().for_each(|at| self.on[*at] += 1);
            times[goes..].iter().for_each(|at| self.sent[*at] += 1);
        }
    }

    /// What the devices that rest send in the window of `cell`, and which of them are normal at its end.
    fn rest(&mut self, of: &Population) {
        self.sent.fill(0);
        let resting: Vec<u64> = self.resting.iter().map(|r| r.1).collect();
        let all: u64 = resting.iter().sum();
        if all == 0 {
            return;
        }
        let in_time = match self.left as u64 == of.window {
            true => Arc::clone(&of.in_window),
            // The source ends inside the window.
            false => Arc::new(Poisson::new(of.source.per_cell * self.left as f64)),
        };
        let (mut sent, mut ending) = (0, 0);
        in_time.split(&mut self.draws, all, |n, devices| {
            sent += n * devices;
            ending += if of.damper.is_over(n) { devices } else { 0 };
        });
        scatter(&mut self.draws, sent, &mut self.sent[..self.left.max(1)]);
        let mut over = Vec::new();
        deal(&mut self.draws, &resting, ending, &mut over);
        self.resting.iter_mut().zip(over).for_each(|(r, n)| r.1 -= n);
        self.resting.retain(|r| r.1 > 0);
        self.ending = ending;
    }

    /// The window `last` has ended.
    fn end_window(&mut self, last: i64) {
        let normal: u64 = self.normal.iter().sum();
        // Who was to send a copy and sent nothing at all is normal again.
        let over = self.ending + self.over + self.due;
        let storming = self.copied - self.over + self.entered + self.entered_told;
        self.normal.fill(0);
        self.normal[0] = normal + over;
        (self.ending, self.entered, self.entered_told) = (0, 0, 0);
        (self.due, self.copied, self.over) = (0, 0, 0);
        if storming > 0 {
            self.resting.push((last, storming));
        }
    }
}

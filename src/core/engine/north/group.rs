//! N2 and N3: devices that were in the same state when a window began, by what they have sent in it.

use super::occupancy::occupancy;
use crate::random::Draws;

/// Devices that were in the same state when the window began.
#[derive(Clone, Debug)]
pub struct Group {
    /// By what they have sent in the window, up to the threshold.
    by_sent: Vec<u64>,
    /// Those that have sent more: they are in storm when it ends.
    pub over: u64,
}

impl Group {
    /// None, below a threshold.
    pub fn new(threshold: u64) -> Self {
        Self { by_sent: vec![0; threshold as usize + 1], over: 0 }
    }

    /// A window begins with so many.
    pub fn begin(&mut self, devices: u64) {
        self.by_sent.fill(0);
        self.by_sent[0] = devices;
        self.over = 0;
    }

    /// Those that have sent no more than the threshold.
    pub fn under(&self) -> u64 {
        self.by_sent.iter().sum()
    }

    /// Deals those of the alerts `left` that are of devices of these which have sent no more than the threshold:
    /// `say` is told what they had sent, how many more each sends now, and how many devices they are.
    pub fn deal(
        &mut self,
        draws: &mut Draws,
        left: &mut Undealt,
        mut say: impl FnMut(u64, u64, u64),
    ) {
        let mut told = Vec::new();
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
                say(sent as u64, more, *n);
                self.by_sent[sent] -= n;
                let all = sent + more as usize;
                *self.by_sent.get_mut(all).unwrap_or(&mut self.over) += n;
            }
        }
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
    pub fn take(&mut self, draws: &mut Draws, devices: u64) -> u64 {
        let theirs = match devices == self.devices {
            true => self.alerts,
            false => draws.binomial(self.alerts, devices as f64 / self.devices as f64),
        };
        *self = Self { alerts: self.alerts - theirs, devices: self.devices - devices };
        theirs
    }
}

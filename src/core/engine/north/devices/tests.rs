//! Spans dealt at once against every device by itself, one alert after another.

use super::*;
use crate::domain::NANO;

const CELLS: usize = 36;
const TRIALS: u64 = 4_000;
const DAMPER: Damper = Damper { threshold: 3, period: 2 };
const WINDOW: usize = 6;

/// A device, told from all others.
#[derive(Clone, Copy, Default)]
struct Device {
    sent: u64,
    storms: bool,
    due: bool,
    last: i64,
}

impl Device {
    fn begin_window(&mut self, window: i64) {
        self.storms &= self.sent > DAMPER.threshold;
        self.due = self.storms && DAMPER.may_copy(self.last, window);
        self.sent = 0;
    }

    /// It sends one more: whether that is held back.
    fn send(&mut self, window: i64) -> bool {
        self.sent += 1;
        if !self.storms && self.sent > DAMPER.threshold {
            (self.storms, self.last) = (true, window);
            return true;
        }
        let copy = std::mem::take(&mut self.due);
        if copy {
            self.last = window;
        }
        self.storms && !copy
    }
}

/// What is held back until the end of each cell, and who is in storm when it begins.
type Seen = [f64; 2 * CELLS];

fn singly(draws: &mut Draws, sent: &[u64], (own, all): (usize, usize)) -> Seen {
    let mut devices = vec![Device::default(); own];
    let mut seen = [0.0; 2 * CELLS];
    let mut held = 0;
    for (cell, n) in sent.iter().enumerate() {
        let window = (cell / WINDOW) as i64;
        if cell % WINDOW == 0 {
            devices.iter_mut().for_each(|d| d.begin_window(window));
        }
        seen[CELLS + cell] = devices.iter().filter(|d| d.storms).count() as f64;
        for _ in 0..*n {
            let whose = devices.get_mut(draws.below(all as u64) as usize);
            held += u64::from(whose.is_some_and(|d| d.send(window)));
        }
        seen[cell] = held as f64;
    }
    seen
}

/// The same by spans, `per_block` cells being known at a time.
fn by_spans(keys: &Keys, of: &Population, sent: &[u64], all: usize, per_block: usize) -> Seen {
    let mut devices = of.begin(keys);
    let (mut held, mut in_storm) = ([0; CELLS], [0; CELLS]);
    for from in (0..CELLS).step_by(per_block) {
        let block = from..from + per_block;
        let (held, in_storm) = (&mut held[block.clone()], &mut in_storm[block.clone()]);
        let mut left = sent[block].to_vec();
        let mut done = Done { held, in_storm };
        devices.step(of, keys, from as u64, (&mut left, all as u64), &mut done);
    }
    let mut sum = 0;
    let held = held.into_iter().map(|n| {
        sum += n;
        sum
    });
    let mut seen = [0.0; 2 * CELLS];
    seen.iter_mut().zip(held.chain(in_storm)).for_each(|(seen, n)| *seen = n as f64);
    seen
}

fn moments(of: &[Seen], at: usize) -> (f64, f64) {
    let n = of.len() as f64;
    let mean = of.iter().map(|s| s[at]).sum::<f64>() / n;
    (mean, of.iter().map(|s| (s[at] - mean) * (s[at] - mean)).sum::<f64>() / n)
}

#[test]
fn n2_spans_dealt_at_once_hold_back_what_single_devices_do() {
    // Of all 70 devices; of 70 of 100; spans of a half-hour of 9 cells, over which windows run on, and of 1.
    for (case, (all, per_block)) in [(70, 9), (100, 9), (100, 12), (70, 1)].into_iter().enumerate()
    {
        let sent: Vec<u64> = (0..CELLS)
            .map(|c| [20, 35, 0, 70, 41, 12, 1, 160, 25][c % 9] * (1 + c as u64 % 2))
            .collect();
        let source = Source {
            flow: 0,
            key: 7,
            from: 0,
            to: CELLS as u64,
            devices: 70,
            per_cell: 0.4,
            repeats: true,
            from_before: false,
        };
        let of = Population::new(&source, DAMPER, WINDOW as u64, false, CELLS as u64);
        let of = of.expect("some pass the threshold");
        let of_trial = |i: u64| {
            let keys = Keys::new(case as u64 * NANO as u64 + i, 0);
            let mut draws = keys.draws(Purpose::Alerts, 0, 0);
            (singly(&mut draws, &sent, (70, all)), by_spans(&keys, &of, &sent, all, per_block))
        };
        let (one, other): (Vec<Seen>, Vec<Seen>) = (0..TRIALS).map(of_trial).unzip();
        let mut varied = 0;
        for at in 0..2 * CELLS {
            let ((a, of_a), (b, of_b)) = (moments(&one, at), moments(&other, at));
            let error = ((of_a + of_b) / TRIALS as f64).sqrt();
            assert!((a - b).abs() <= 4.5 * error, "case {case}, {at}: {a} {b} {error}");
            // Of rare things the variance is too uncertain.
            if of_a > 1.0 {
                varied += 1;
                assert!((of_b / of_a - 1.0).abs() < 0.2, "case {case}, {at}: {of_a} {of_b}");
            }
        }
        assert!(varied > CELLS, "{varied}");
    }
}

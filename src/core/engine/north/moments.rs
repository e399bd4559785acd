//! N2 and N3: in which cells of a span alerts go on, where it is known how many each device sends in the span.
//!
//! Given that, every order of the span's alerts is as likely. So the moments of a device's alerts are a uniformly random
//! choice among those that are left, and of these the first go on and the others do not.

use crate::random::{Draws, deal};

/// Devices of each of which some alerts of a span go on, and not the last.
#[derive(Clone, Copy, Debug)]
pub struct Partly {
    /// How many devices.
    pub devices: u64,
    /// What each sends in the span.
    pub alerts: u64,
    /// How many of those go on, the first.
    pub on: u64,
    /// Whether it is in storm from the next one on.
    pub storms: bool,
}

/// Above so many a cell, drawing a cell's number at once is faster.
const MANY: u64 = 16;

/// Moments of the alerts of a span of cells, and which are taken.
struct Moments<'a> {
    sent: &'a [u64],
    /// Alerts before each cell, and before the end.
    before: Vec<u64>,
    /// How many of each cell are taken: the first, for one is as good as another.
    taken: Vec<u64>,
    /// Cells an alert.
    cells_each: f64,
}

impl Moments<'_> {
    /// Takes one of those that are left, each as likely: its cell.
    fn one(&mut self, draws: &mut Draws) -> usize {
        loop {
            let at = draws.below(self.before[self.sent.len()]);
            // About there, as cells are much alike.
            let mut cell = ((at as f64 * self.cells_each) as usize).min(self.sent.len() - 1);
            while at < self.before[cell] {
                cell -= 1;
            }
            while at >= self.before[cell + 1] {
                cell += 1;
            }
            if at - self.before[cell] >= self.taken[cell] {
                self.taken[cell] += 1;
                return cell;
            }
        }
    }
}

/// `sent` alerts in each cell: there go on the `whole` of those devices of which all do, and the first of each device
/// of `partly`. Adds to `on` how many go on in each cell, and to `storms` how many devices enter storm in it.
pub fn place(
    draws: &mut Draws,
    sent: &[u64],
    (whole, partly): (u64, &[Partly]),
    on: &mut [u64],
    storms: &mut [u64],
) {
    if let [_] = sent {
        on[0] += whole + partly.iter().map(|p| p.devices * p.on).sum::<u64>();
        storms[0] += partly.iter().filter(|p| p.storms).map(|p| p.devices).sum::<u64>();
        return;
    }
    let mut before = Vec::with_capacity(sent.len() + 1);
    before.push(0);
    before.extend(sent.iter().scan(0, |sum, n| {
        *sum += n;
        Some(*sum)
    }));
    let all = before[sent.len()];
    let cells_each = sent.len() as f64 / all as f64;
    let mut moments = Moments { sent, before, taken: vec![0; sent.len()], cells_each };
    let (mut own, mut theirs) = (Vec::new(), 0);
    for part in partly {
        theirs += part.devices * part.alerts;
        for _ in 0..part.devices {
            own.clear();
            own.extend((0..part.alerts).map(|_| moments.one(draws)));
            own.sort_unstable();
            own[..part.on as usize].iter().for_each(|cell| on[*cell] += 1);
            storms[own[part.on as usize]] += u64::from(part.storms);
        }
    }
    let held = all - theirs - whole;
    if whole.min(held) > MANY * sent.len() as u64 {
        let left: Vec<u64> = sent.iter().zip(&moments.taken).map(|(n, t)| n - t).collect();
        let mut taken = Vec::new();
        deal(draws, &left, whole, &mut taken);
        on.iter_mut().zip(taken).for_each(|(on, n)| *on += n);
    } else if whole <= held {
        (0..whole).for_each(|_| on[moments.one(draws)] += 1);
    } else {
        for _ in 0..held {
            moments.one(draws);
        }
        let left = sent.iter().zip(&moments.taken).map(|(n, t)| n - t);
        on.iter_mut().zip(left).for_each(|(on, n)| *on += n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Keys, Purpose};

    /// In each of many trials what goes on in each cell, and how many enter storm in each.
    fn trials(sent: &[u64], whole: u64, partly: &[Partly]) -> Vec<Vec<f64>> {
        let trial = |i: u64| {
            let mut draws = Keys::new(1, 0).draws(Purpose::Devices, whole, i);
            let (mut on, mut storms) = (vec![0; sent.len()], vec![0; sent.len()]);
            place(&mut draws, sent, (whole, partly), &mut on, &mut storms);
            let all = partly.iter().map(|p| p.devices * p.on).sum::<u64>() + whole;
            assert_eq!(on.iter().sum::<u64>(), all);
            assert!(on.iter().zip(sent).all(|(on, sent)| on <= sent));
            on.into_iter().chain(storms).map(|n| n as f64).collect()
        };
        (0..4_000).map(trial).collect()
    }

    fn is(seen: &[Vec<f64>], at: usize, mean: f64, variance: f64) {
        let n = seen.len() as f64;
        let here = seen.iter().map(|s| s[at]).sum::<f64>() / n;
        let spread = seen.iter().map(|s| (s[at] - here) * (s[at] - here)).sum::<f64>() / n;
        let z = (here - mean) / (variance / n).sqrt();
        assert!(z.abs() < 4.5, "{at}: {here}, not {mean}");
        assert!((spread / variance - 1.0).abs() < 0.12, "{at}: {spread}, not {variance}");
    }

    #[test]
    fn n2_what_goes_on_is_a_random_choice_of_the_spans_alerts() {
        // Singly, all but singly, and many a cell at once.
        for (sent, whole) in
            [([30, 0, 50, 20], 10), ([30, 1, 50, 20], 95), ([300, 4, 500, 196], 400)]
        {
            let all = sent.iter().sum::<u64>() as f64;
            let seen = trials(&sent, whole, &[]);
            for (cell, &n) in sent.iter().enumerate().filter(|(_, n)| **n > 1) {
                let (k, share) = (whole as f64, n as f64 / all);
                let variance = k * share * (1.0 - share) * (all - k) / (all - 1.0);
                is(&seen, cell, k * share, variance);
            }
        }
    }

    #[test]
    fn n2_a_device_enters_storm_with_its_first_alert_above_the_threshold() {
        let sent = [3, 4, 3];
        let partly = Partly { devices: 1, alerts: 4, on: 2, storms: true };
        let seen = trials(&sent, 0, &[partly]);
        // The third of four of ten is the i-th with chance C(i - 1, 2) (10 - i) / C(10, 4).
        let third = |i: f64| (i - 1.0) * (i - 2.0) / 2.0 * (10.0 - i) / 210.0;
        let chance = |from: u32, to: u32| (from..=to).map(|i| third(i.into())).sum::<f64>();
        for (cell, p) in [chance(1, 3), chance(4, 7), chance(8, 10)].into_iter().enumerate() {
            is(&seen, 3 + cell, p, p * (1.0 - p));
        }
    }
}

//! T5 and N2: how alerts that are known in number fall to devices that are alike.

use super::poisson::{NOTHING, Poisson};
use crate::random::{Draws, scatter};

/// So few devices are told one by one.
const FEW_DEVICES: u64 = 64;
/// So few alerts are dealt one by one.
const FEW_ALERTS: u64 = 512;

/// Deals `n` alerts to `devices`, at least one, each to a uniformly random one: `told[k]` is how many get `k`.
pub fn occupancy(draws: &mut Draws, n: u64, devices: u64, told: &mut Vec<u64>) {
    told.clear();
    if devices <= FEW_DEVICES {
        let mut each = [0; FEW_DEVICES as usize];
        let each = &mut each[..devices as usize];
        scatter(draws, n, each);
        each.iter().for_each(|k| note(told, *k, 1));
        return;
    }
    note(told, 0, devices);
    let dealt = if n > FEW_ALERTS { most(draws, n, devices, told) } else { 0 };
    for _ in dealt..n {
        one(draws, devices, told);
    }
}

/// Deals `n` alerts to `devices` likewise: how many get no more than `threshold`.
pub fn at_most(draws: &mut Draws, n: u64, devices: u64, threshold: u64) -> u64 {
    if devices == 0 || n <= threshold {
        return devices;
    }
    // Chernoff's bound on the chance that any is on the other side of `k` from the mean.
    let mean = n as f64 / devices as f64;
    let surely = |k: f64| {
        let bound = libm::log(devices as f64) - mean + k + k * libm::log(mean / k);
        bound < libm::log(NOTHING)
    };
    let (under, over) = (threshold as f64, (threshold + 1) as f64);
    if under > 0.0 && under < mean && surely(under) {
        return 0;
    }
    if over > mean && surely(over) {
        return devices;
    }
    let mut told = Vec::new();
    occupancy(draws, n, devices, &mut told);
    told.iter().take(threshold as usize + 1).sum()
}

/// Deals most of `n` alerts at once; the result is how many. Had each device a Poisson number, then of as many as
/// they have together each would be of a uniformly random device. That is so of any number, so a total above `n`
/// may be drawn again.
fn most(draws: &mut Draws, n: u64, devices: u64, told: &mut Vec<u64>) -> u64 {
    let n_f = n as f64;
    // Two deviations below: seldom drawn again, and few are left.
    let law = Poisson::new((n_f - 2.0 * libm::sqrt(n_f)) / devices as f64);
    loop {
        told.clear();
        let mut dealt = 0;
        law.split(draws, devices, |k, so_many| {
            note(told, k, so_many);
            dealt += k * so_many;
        });
        if dealt <= n {
            return dealt;
        }
    }
}

/// One more alert, of a uniformly random one of `devices`.
fn one(draws: &mut Draws, devices: u64, told: &mut Vec<u64>) {
    let mut at = draws.below(devices);
    let mut k = 0;
    while at >= told[k] {
        at -= told[k];
        k += 1;
    }
    told[k] -= 1;
    note(told, k as u64 + 1, 1);
}

/// `devices` more get `k`.
fn note(told: &mut Vec<u64>, k: u64, devices: u64) {
    let k = k as usize;
    if told.len() <= k {
        told.resize(k + 1, 0);
    }
    told[k] += devices;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Keys, Purpose};

    /// In each of many trials the devices that get `k` of `n` alerts.
    fn trials(n: u64, devices: u64, k: usize) -> Vec<f64> {
        let trial = |i: u64| {
            let mut draws = Keys::new(1, 0).draws(Purpose::Devices, n ^ devices << 32, i);
            let mut told = Vec::new();
            occupancy(&mut draws, n, devices, &mut told);
            assert_eq!(told.iter().sum::<u64>(), devices);
            assert_eq!((0..).zip(&told).map(|(k, d)| k * d).sum::<u64>(), n);
            told.get(k).map_or(0.0, |d| *d as f64)
        };
        (0..4_000).map(trial).collect()
    }

    /// The chance that of `n` alerts `k` are of devices that one of them is with chance `p`.
    fn binomial(n: u64, k: u64, p: f64) -> f64 {
        let choose = libm::lgamma(n as f64 + 1.0)
            - libm::lgamma(k as f64 + 1.0)
            - libm::lgamma((n - k) as f64 + 1.0);
        libm::exp(choose + k as f64 * libm::log(p) + (n - k) as f64 * libm::log1p(-p))
    }

    #[test]
    fn t5_devices_get_as_many_alerts_as_in_theory_and_their_number_varies_so() {
        // Few devices, few alerts, and many of both: one a device, few a device, many a device.
        let cases = [(3, 2, 1), (40, 50, 2), (300, 200, 1), (500, 70, 7), (5_000, 40, 120)];
        let many = [(700, 30_000, 1), (5_000, 5_000, 0), (5_000, 5_000, 2), (60_000, 500, 120)];
        for (n, devices, k) in cases.into_iter().chain(many) {
            let of = trials(n, devices, k as usize);
            let (trials, d) = (of.len() as f64, devices as f64);
            let mean = of.iter().sum::<f64>() / trials;
            let variance = of.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (trials - 1.0);
            let expected = d * binomial(n, k, 1.0 / d);
            // Two devices get k each: 2k of the two, halved evenly.
            let both = match 2 * k <= n {
                true if devices == 2 => f64::from(u8::from(n == 2 * k)) * binomial(2 * k, k, 0.5),
                true => binomial(n, 2 * k, 2.0 / d) * binomial(2 * k, k, 0.5),
                false => 0.0,
            };
            let spread = d * (d - 1.0) * both + expected - expected * expected;
            let z = (mean - expected) / (spread / trials).sqrt();
            assert!(z.abs() < 4.5, "{n} to {devices}, {k} each: {mean}, not {expected}");
            assert!(
                (variance / spread - 1.0).abs() < 0.12,
                "{n} to {devices}: {variance} {spread}"
            );
        }
    }

    #[test]
    fn n2_as_many_get_no_more_than_the_threshold_as_if_all_were_told() {
        // Surely nobody, surely all, and some.
        for (n, devices, threshold) in [(40_000, 100, 15), (900, 3_000, 30), (2_000, 100, 15)] {
            let mut differ = Vec::new();
            for i in 0..4_000 {
                let draws = |of: u64| Keys::new(of, 0).draws(Purpose::Devices, n, i);
                let mut told = Vec::new();
                occupancy(&mut draws(1), n, devices, &mut told);
                let under: u64 = told.iter().take(threshold as usize + 1).sum();
                let other = at_most(&mut draws(2), n, devices, threshold);
                differ.push(other as f64 - under as f64);
            }
            let mean = differ.iter().sum::<f64>() / 4_000.0;
            let variance = differ.iter().map(|d| d * d).sum::<f64>() / 4_000.0;
            assert!(mean.abs() <= 4.5 * (variance / 4_000.0).sqrt(), "{n}: {mean} {variance}");
            assert!((variance > 0.0) == (n == 2_000), "{n}: {variance}");
        }
        let mut draws = Keys::new(1, 0).draws(Purpose::Devices, 0, 0);
        assert_eq!(at_most(&mut draws, 15, 7, 15), 7);
        assert_eq!(at_most(&mut draws, 0, 0, 15), 0);
    }
}

//! How many of several devices send how much, each by itself and Poisson.

use crate::random::Draws;

/// A Poisson distribution, as the chances needed to tell devices apart by how much they send.
#[derive(Clone, Debug)]
pub struct Poisson {
    /// The least number with a chance worth the name.
    least: u64,
    /// For each number from there on, the chance that it is this one where it is no smaller.
    exactly: Vec<f64>,
    /// For each of them, the chance that it is no smaller.
    at_least: Vec<f64>,
}

/// Chances below this are nothing: with as many devices as there are meters in the world, over a century.
pub const NOTHING: f64 = 1e-30;

impl Poisson {
    /// With this mean.
    pub fn new(mean: f64) -> Self {
        let mode = libm::floor(mean);
        let top = match mean > 0.0 {
            true => libm::exp(mode * libm::log(mean) - mean - libm::lgamma(mode + 1.0)),
            false => 1.0,
        };
        let below = std::iter::successors(Some((mode, top)), |(k, chance)| {
            Some((k - 1.0, chance * k / mean)).filter(|(k, chance)| *k >= 0.0 && *chance > NOTHING)
        });
        let above = std::iter::successors(Some((mode, top)), |(k, chance)| {
            Some((k + 1.0, chance * mean / (k + 1.0))).filter(|(_, chance)| *chance > NOTHING)
        });
        let mut chances: Vec<f64> = below.map(|(_, chance)| chance).collect();
        let least = mode as u64 + 1 - chances.len() as u64;
        chances.reverse();
        chances.extend(above.skip(1).map(|(_, chance)| chance));
        let mut at_least = vec![0.0; chances.len()];
        let mut sum = 0.0;
        for (sum_from, chance) in at_least.iter_mut().zip(&chances).rev() {
            sum += chance;
            *sum_from = sum;
        }
        let exactly = chances.iter().zip(&at_least);
        let exactly = exactly.map(|(c, s)| if *s > 0.0 { (c / s).min(1.0) } else { 1.0 }).collect();
        Self { least, exactly, at_least }
    }

    /// The chance of more than `n`.
    pub fn above(&self, n: u64) -> f64 {
        match (n + 1).checked_sub(self.least) {
            None => 1.0,
            Some(at) => self.at_least.get(at as usize).copied().unwrap_or(0.0).min(1.0),
        }
    }

    /// Says of `devices` how much they send: for each amount, how many.
    pub fn split(&self, draws: &mut Draws, devices: u64, mut say: impl FnMut(u64, u64)) {
        let mut left = devices;
        let last = self.exactly.len() - 1;
        for (i, &chance) in self.exactly.iter().enumerate() {
            let here = if i == last { left } else { draws.binomial(left, chance) };
            if here > 0 {
                say(self.least + i as u64, here);
                left -= here;
                if left == 0 {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Keys, Purpose};

    #[test]
    fn n2_chances_above_a_number_are_the_poisson_tails() {
        let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
        assert!((Poisson::new(200.0).above(270) / 1.071e-6 - 1.0).abs() < 1e-3);
        close(Poisson::new(2.0).above(0), 1.0 - libm::exp(-2.0));
        close(Poisson::new(3_600.0).above(15), 1.0);
        assert_eq!(Poisson::new(0.0).above(0), 0.0);
        assert!(Poisson::new(0.05).above(15) < 1e-33);
    }

    #[test]
    fn n2_all_devices_are_told_and_send_the_mean() {
        for mean in [0.0, 0.07, 1.0, 25.6, 360.0] {
            let mut draws = Keys::new(1, 0).draws(Purpose::Devices, 1, 2);
            let (mut devices, mut sent) = (0, 0.0);
            Poisson::new(mean).split(&mut draws, 100_000, |n, d| {
                devices += d;
                sent += n as f64 * d as f64;
            });
            assert_eq!(devices, 100_000);
            let z = (sent - 1e5 * mean) / (1e5 * mean).max(1.0).sqrt();
            assert!(z.abs() < 4.5, "{mean}: {z}");
        }
    }
}

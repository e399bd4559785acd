//! Whether Mondays are like Fridays: T3 knows weekdays, Saturdays and Sundays, so that what differs between the days of a week is variation in it.

use super::panel::{Panel, SLOTS};

/// How weekdays differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weekdays {
    /// Monday to Friday, each in an average weekday.
    pub levels: [f64; 5],
    /// Share of the variance of weekdays that is between them.
    pub share: f64,
    /// How often as much is between weekdays that are alike.
    pub p: f64,
    /// Coefficient of variation of weekdays about their own level.
    pub cv: f64,
    /// φ of the variance μ + φμ² of half-hours about their own weekday's profile and their day's level.
    pub phi: f64,
    /// Correlation of what is left with that of the next weekday, over weekends too.
    pub correlation: f64,
}

/// Of all Users together; none where a weekday has fewer than four days.
pub fn weekdays(panel: &Panel) -> Option<Weekdays> {
    let means = panel.means();
    let expected: [f64; SLOTS] = std::array::from_fn(|slot| means.iter().map(|m| m[0][slot]).sum());
    let days: Vec<(i32, f64)> = (0..panel.dates.len())
        .filter(|d| panel.kinds[*d] == 0)
        .filter_map(|d| Some((panel.dates[d], level(panel, d, &expected)?)))
        .collect();
    // 1970 began on a Thursday.
    let place = |date: i32| (date + 3).rem_euclid(7) as usize;
    let mut sums = [(0.0, 0.0); 5];
    for (date, level) in days.iter().filter(|(date, _)| place(*date) < 5) {
        let (n, sum) = &mut sums[place(*date)];
        *n += 1.0;
        *sum += level;
    }
    let n = days.len() as f64;
    if sums.iter().any(|(n, _)| *n < 4.0) {
        return None;
    }
    let mean = days.iter().map(|(_, l)| l).sum::<f64>() / n;
    let of_weekdays = sums.map(|(n, sum)| sum / n);
    let all: f64 = days.iter().map(|(_, l)| (l - mean) * (l - mean)).sum();
    let left = |(date, level): &(i32, f64)| level / of_weekdays[place(*date)] - 1.0;
    let within: f64 = days.iter().map(|d| mean * mean * left(d) * left(d)).sum();
    let pairs = days.windows(2).filter(|w| w[1].0 <= w[0].0 + 3);
    let (products, norm) = pairs.fold((0.0, 0.0), |(p, s), w| {
        let (a, b) = (left(&w[0]), left(&w[1]));
        (p + a * b, s + 0.5 * (a * a + b * b))
    });
    let share = if all > 0.0 { (1.0 - within / all).max(0.0) } else { 0.0 };
    // F of four and n − 5 degrees of freedom by χ², which many days come near to.
    let f = share / 4.0 / ((1.0 - share) / (n - 5.0)).max(1e-12);
    let half = 2.0 * f;
    Some(Weekdays {
        levels: of_weekdays.map(|m| m / mean),
        share,
        // The upper tail of χ² with four degrees.
        p: libm::exp(-half) * (1.0 + half),
        cv: libm::sqrt(within / (n - 5.0)) / mean,
        phi: phi(panel, &place),
        correlation: if norm > 0.0 { products / norm } else { 0.0 },
    })
}

/// A day's requests in those of an ordinary one; none where half of it is missing.
fn level(panel: &Panel, d: usize, expected: &[f64; SLOTS]) -> Option<f64> {
    let (mut found, mut mean) = (0.0, 0.0);
    for (slot, of) in expected.iter().enumerate() {
        let at = d * SLOTS + slot;
        if panel.exposure[at] > 0.0 {
            found += panel.counts.iter().map(|c| c[at]).sum::<f64>();
            mean += panel.exposure[at] * of;
        }
    }
    let whole: f64 = expected.iter().sum();
    (mean > 0.0 && 2.0 * mean >= whole).then(|| found / mean)
}

/// By how much half-hours of weekdays vary beyond Poisson, about the profile of each day of the week and the level of each day.
fn phi(panel: &Panel, place: &impl Fn(i32) -> usize) -> f64 {
    let all = |at: usize| panel.counts.iter().map(|c| c[at]).sum::<f64>();
    let weekdays = || (0..panel.dates.len()).filter(|d| panel.kinds[*d] == 0);
    let mut sums = [[(0.0_f64, 0.0); SLOTS]; 7];
    for d in weekdays() {
        for (slot, (n, sum)) in sums[place(panel.dates[d])].iter_mut().enumerate() {
            let at = d * SLOTS + slot;
            *n += panel.exposure[at];
            *sum += if panel.exposure[at] > 0.0 { all(at) } else { 0.0 };
        }
    }
    let (mut more, mut norm) = (0.0, 0.0);
    for d in weekdays() {
        let of = &sums[place(panel.dates[d])];
        let mean = |slot: usize| match of[slot] {
            (n, sum) if n > 1.0 => panel.exposure[d * SLOTS + slot] * sum / n,
            _ => 0.0,
        };
        let expected: f64 = (0..SLOTS).map(mean).sum();
        let known = (0..SLOTS).filter(|slot| mean(*slot) > 0.0);
        let found: f64 = known.clone().map(|slot| all(d * SLOTS + slot)).sum();
        for slot in known {
            let m = mean(slot) * found / expected;
            // What the profile and the level take away.
            let left = (1.0 - 1.0 / of[slot].0) * (1.0 - mean(slot) / expected);
            let off = all(d * SLOTS + slot) - m;
            more += off * off / left.max(0.1) - m;
            norm += m * m;
        }
    }
    if norm > 0.0 { more / norm } else { 0.0 }
}

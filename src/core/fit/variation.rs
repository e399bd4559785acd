//! The coefficients of T3 with their errors: moments, corrected by what happens to counts drawn from them.
//!
//! Estimated means follow the days they are estimated from, so that squares come out too small, and correlations. How much is found by
//! drawing counts as the generator does, on the same days with the same holes, and estimating again: variances are divided by what share of
//! them comes out, the correlation is moved by what is lost; and once more from what that says. The spread of what comes out is the standard error. Intervals of days' variances
//! are those of a χ² number of as many degrees as give that error; half-hours are many, theirs are normal; the correlation's are on the scale of
//! its arcsine, on which that of days that follow one another spreads alike whatever it is (Jenkins, Biometrika 41, 1954).

use super::goodness::{MEASURES, Measure, held, measures};
use super::moments::{IN_ONE, Moments};
use super::panel::{Panel, Table};
use super::simulate::{Law, simulated};
use super::value::{Z, chi_square_at, student};
use crate::random::{Keys, Purpose};
use std::f64::consts::FRAC_PI_2;

/// The largest coefficient of variation that is fitted.
const MOST: f64 = 3.0;

/// The largest correlation of days that a scenario may have.
const MOST_CORRELATION: f64 = 0.9;

/// Days from which on anything is said of how they follow one another.
const FEWEST: usize = 7;

/// An estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The variance of a factor, or the correlation; may lie below 0.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// Ends of its 95 % interval.
    pub ends: (f64, f64),
}

/// What a log does not tell: written as none.
const NOT_TOLD: Estimate = Estimate { value: 0.0, error: 0.0, ends: (0.0, 0.0) };

/// By how much traffic varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    /// By User, its own days and half-hours.
    pub own: Vec<[Estimate; 2]>,
    /// Everybody's days and half-hours; none of one User, whose own they are.
    pub common: Option<[Estimate; 2]>,
    /// Of the factors of days; none where days do not vary by more than chance.
    pub correlation: Option<Estimate>,
    /// How well it fits: transforms, dispersion, correlation of half-hours.
    pub goodness: [Measure; MEASURES],
}

/// All numbers of `m` in one order: Users' days, Users' half-hours, common days, common half-hours, correlation.
fn flat(m: &Moments) -> Vec<f64> {
    let days = m.own.iter().map(|o| o[0]);
    let slots = m.own.iter().map(|o| o[1]);
    days.chain(slots).chain(m.common).chain([m.correlation.clamp(-0.98, 0.98)]).collect()
}

/// All variances of a law, and its correlation, in the same order.
fn told(law: &Law) -> Vec<f64> {
    let days = law.own.iter().map(|o| o[0] * o[0]);
    let slots = law.own.iter().map(|o| o[1] * o[1]);
    days.chain(slots).chain(law.common.map(|cv| cv * cv)).chain([law.correlation]).collect()
}

/// The law that they say, as far as there is one.
fn law(m: &Moments) -> Law {
    let root = |v: f64| libm::sqrt(v.max(0.0)).min(MOST);
    Law {
        own: m.own.iter().map(|o| o.map(root)).collect(),
        common: m.common.map(root),
        correlation: m.correlation.clamp(0.0, MOST_CORRELATION),
    }
}

impl Variation {
    /// Of `panel`, of which `means` are expected; drawn again so often with keys of `keys`.
    pub fn new(panel: &Panel, means: &[Table], keys: &Keys, repeats: u64) -> Self {
        let raw = Moments::new(panel, means);
        let near = Self::from(panel, means, (&raw, &law(&raw)), keys, 0..repeats.div_ceil(3));
        Self::from(panel, means, (&raw, &near.law()), keys, repeats..2 * repeats)
    }

    /// The same by what comes out where the law is the one that is `asked`.
    fn from(
        panel: &Panel,
        means: &[Table],
        (raw, asked): (&Moments, &Law),
        keys: &Keys,
        repetitions: std::ops::Range<u64>,
    ) -> Self {
        let last = repetitions.end;
        let mut tried = Vec::new();
        let mut squares = Vec::new();
        let mut drawn = Vec::new();
        for r in repetitions {
            let again = simulated(panel, means, asked, keys, r);
            let again_means = again.means();
            let moments = Moments::new(&again, &again_means);
            let mut draws = keys.draws(Purpose::Fit, r, u64::MAX);
            drawn.push(measures(&again, &again_means, &moments, &mut draws));
            tried.push(flat(&moments));
            squares.push(moments.squares);
        }
        let mut draws = keys.draws(Purpose::Fit, last, u64::MAX);
        let found = measures(panel, means, raw, &mut draws);
        let users = panel.users();
        let (flat, asked) = (flat(raw), told(asked));
        let of = |i: usize| corrected(flat[i], asked[i], tried.iter().map(|t| t[i]));
        let day = |i: usize, u: usize| {
            let tried = spread(squares.iter().map(|s| s[u]));
            by_degrees(of(i), (raw.squares[u], tried), panel.dates.len())
        };
        let own = (0..users).map(|u| [day(u, u), of(users + u)]).collect();
        let common = [day(2 * users, users), of(2 * users + 1)];
        let mut all = Self {
            own,
            common: (users > 1).then_some(common),
            correlation: None,
            goodness: held(found, &drawn),
        };
        // What is all in one half-hour varies with its day.
        for (own, share) in all.own.iter_mut().zip(&raw.shares) {
            if *share > IN_ONE {
                own[1] = NOT_TOLD;
            }
        }
        let known = (0..panel.dates.len()).filter(|d| panel.is_known(*d)).count();
        if known < 2 {
            all.own.iter_mut().for_each(|o| o[0] = NOT_TOLD);
            all.common.iter_mut().for_each(|c| c[0] = NOT_TOLD);
        } else if known >= FEWEST && all.days_vary() {
            let tried: Vec<f64> = tried.iter().map(|t| t[2 * users + 2]).collect();
            all.correlation = Some(correlation(
                flat[2 * users + 2],
                asked[2 * users + 2],
                &tried,
                panel.dates.len(),
            ));
        }
        all
    }

    /// Whether the days of anybody vary by more than chance.
    fn days_vary(&self) -> bool {
        let more = |e: &Estimate| e.value > 2.0 * e.error;
        self.own.iter().any(|o| more(&o[0])) || self.common.is_some_and(|c| more(&c[0]))
    }

    /// The law that a scenario says.
    pub fn law(&self) -> Law {
        let root = |e: Estimate| libm::sqrt(e.value.max(0.0)).min(MOST);
        Law {
            own: self.own.iter().map(|o| o.map(root)).collect(),
            common: self.common.map_or([0.0; 2], |c| c.map(root)),
            correlation: self.correlation.map_or(0.0, |e| e.value.clamp(0.0, MOST_CORRELATION)),
        }
    }

    /// All estimates, in one order.
    fn each(&mut self) -> impl Iterator<Item = &mut Estimate> {
        let own = self.own.iter_mut().flatten();
        own.chain(self.common.iter_mut().flatten()).chain(&mut self.correlation)
    }
}

/// Mean and standard deviation.
fn spread(all: impl Iterator<Item = f64>) -> (f64, f64) {
    let (n, sum, squares) =
        all.fold((0.0, 0.0, 0.0), |(n, sum, sq), x| (n + 1.0, sum + x, sq + x * x));
    let mean: f64 = sum / n;
    (mean, libm::sqrt(((squares - n * mean * mean) / (n - 1.0_f64).max(1.0)).max(0.0)))
}

/// A variance `found`; where it is what is `asked`, `tried` come out.
fn corrected(found: f64, asked: f64, tried: impl Iterator<Item = f64>) -> Estimate {
    let (mean, deviation) = spread(tried);
    let (value, error) = match found > 2.0 * deviation && mean > 0.0 {
        true => (found * asked / mean, deviation * found / mean),
        false => (found - (mean - asked), deviation),
    };
    Estimate { value, error, ends: (value - Z * error, value + Z * error) }
}

/// The same with the ends of a χ² number; `square` is the mean square it was taken from, noise included, and `tried` mean and deviation of those that
/// come out. Its degrees follow from an error that is itself estimated of so many days, so they are fewer as Student's law is wider. A square of less
/// than the noise is taken for the noise: else the less days vary, the more they would be said to. Where the error is that of what was taken off and
/// not the square's, degrees by it are too few: the end is not above that by the square's own, and the error besides.
fn by_degrees(of: Estimate, (square, tried): (f64, (f64, f64)), days: usize) -> Estimate {
    let square = square.max(of.value);
    let noise = square - of.value;
    let square = square.max(noise);
    if of.error <= 0.0 || square <= 0.0 {
        return of;
    }
    let wide = student(days as f64 / 4.0);
    let end = |(mean, deviation): (f64, f64), share: f64| {
        let deviation = deviation * wide / Z;
        let degrees = (2.0 * mean * mean / (deviation * deviation)).max(0.5);
        square / chi_square_at(degrees, share) - noise
    };
    let (by_error, own) = ((square, of.error), end(tried, 0.025) + wide * of.error);
    // More than a scenario may have is not said.
    let high = end(by_error, 0.025).min(own).min(MOST * MOST);
    Estimate { ends: (end(by_error, 0.975).min(high), high), ..of }
}

/// The correlation of so many days; where it is `asked`, `tried` come out. What the spread is follows from what is estimated, so the interval is
/// wider as Student's is. What is lost goes as 1 + 4ρ (Marriott and Pope, Biometrika 41, 1954): of a ρ that is higher by x less than x more comes out,
/// so that what is moved back by what is lost spreads wider than what comes out.
fn correlation(found: f64, asked: f64, tried: &[f64], days: usize) -> Estimate {
    let (mean, deviation) = spread(tried.iter().copied());
    let value = (found - (mean - asked)).clamp(-0.98, 0.98);
    let (_, on_scale) = spread(tried.iter().map(|t| libm::asin(*t)));
    let lost = (4.0 * (asked - mean) / (1.0 + 4.0 * asked)).clamp(0.0, 0.5);
    let back = 1.0 / (1.0 - lost);
    let wide = student(days as f64 / 4.0) * back;
    let end = |z: f64| libm::sin((libm::asin(value) + z * on_scale).clamp(-FRAC_PI_2, FRAC_PI_2));
    Estimate { value, error: deviation * back, ends: (end(-wide), end(wide)) }
}

/// What several, of one log whose censored half-hours were drawn anew for each, say together: means, and errors that know that those were
/// drawn (Rubin's rule). How well they fit is what the last says.
pub fn joined(mut all: Vec<Variation>) -> Variation {
    let mut last = all.pop().expect("there are several");
    let n = all.len() as f64 + 1.0;
    let others: Vec<Vec<Estimate>> =
        all.iter_mut().map(|v| v.each().map(|e| *e).collect()).collect();
    for (i, e) in last.each().enumerate() {
        let known = others.iter().filter_map(|o| o.get(i)).chain([&*e]).copied();
        let known: Vec<Estimate> = known.collect();
        let (mean, between) = spread(known.iter().map(|e| e.value));
        let within = known.iter().map(|e| e.error * e.error).sum::<f64>() / n;
        let error = libm::sqrt(within + (1.0 + 1.0 / n) * between * between);
        let wider = if e.error > 0.0 { error / e.error } else { 1.0 };
        let end = |end: f64| mean + (end - e.value) * wider;
        *e = Estimate { value: mean, error, ends: (end(e.ends.0), end(e.ends.1)) };
    }
    last
}

//! Amounts and profiles by kind of day, and the shape inside half-hours, each with its error.
//!
//! A mean's error comes from chance (Poisson), from half-hours that vary, and from days that vary and follow one another (T3). A share of a day
//! does not know how busy its days were, so the last is no part of its error; an amount does.

use super::panel::{KINDS, Panel, SLOTS, Table, over};
use super::value::{Value, What, token};

/// Streams with fewer requests in the log share their User's profile of such.
pub const LEAST: f64 = 1_000.0;

/// Days of a kind from which on shapes inside half-hours are told.
const LEAST_DAYS: usize = 4;

/// By how much the User of a profile varies: variances of all factors of a day together, and of a half-hour, and the days' correlation.
#[derive(Clone, Copy, Debug)]
pub struct Varies {
    /// Days.
    pub day: f64,
    /// Half-hours.
    pub slot: f64,
    /// Correlation of days that follow one another.
    pub correlation: f64,
    /// Days that would tell as much if they did not follow one another.
    pub degrees: f64,
    /// By how much counts within half-hours are more uneven, from day to day, than a shape has it; 1 where they are not.
    pub uneven: f64,
}

/// A profile that was fitted.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub id: String,
    /// Streams that go by it.
    pub streams: Vec<usize>,
    /// By kind of day that the log has: shares and level.
    pub days: [Option<Day>; KINDS],
    /// Requests of a day of level 1, of all its streams.
    pub a_day: f64,
    /// The square of that number's relative error.
    pub variance: f64,
}

/// A kind of day.
#[derive(Clone, Debug)]
pub struct Day {
    /// Shares of half-hours.
    pub shares: [f64; SLOTS],
    /// Its business in that of the first kind there is.
    pub level: f64,
    /// Shapes inside half-hours: the half-hour, and shares of equal parts.
    pub within: Vec<(usize, Vec<f64>)>,
}

/// Words of a scenario for kinds of day.
pub const KIND_WORDS: [&str; KINDS] = ["weekday", "saturday", "sunday"];

/// The profile of `streams` together, with its values; nothing of streams without a request.
pub fn profile(
    id: &str,
    streams: Vec<usize>,
    (counts, parts): (&Table, &[f64]),
    panel: &Panel,
    varies: Varies,
) -> Option<(Profile, Vec<Value>)> {
    let exposures = panel.exposures();
    let means = over(counts, &exposures);
    let sums = means.map(|m| m.iter().sum::<f64>());
    let days = panel.days();
    // A kind of day without a request is one all the same.
    let there: Vec<usize> = (0..KINDS).filter(|k| days[*k] > 0).collect();
    let base = *there.iter().find(|k| sums[**k] > 0.0)?;
    let apart = Apart::new(panel, varies);
    let place = format!("/traffic/profiles/{}", token(id));
    let mut values = Vec::new();
    let mut found = [const { None }; KINDS];
    for &kind in &there {
        let level = sums[kind] / sums[base];
        let at = format!("{place}/{}", KIND_WORDS[kind]);
        if kind != base && level > 0.0 {
            let own = |k: usize| within_variance(&means[k], &exposures[k], varies) + apart.of(k, k);
            let variance = own(kind) + own(base) - 2.0 * apart.of(kind, base);
            let (pointer, of) = (format!("{at}/level"), (level, variance));
            values.push(Value::with_degrees(pointer, What::Level, of, varies.degrees, days[kind]));
        }
        let of = (&means[kind], &exposures[kind], days[kind]);
        let part_count = parts.len() / (KINDS * SLOTS);
        let parts = &parts[kind * SLOTS * part_count..(kind + 1) * SLOTS * part_count];
        let (shares, more) = shares(&at, of, varies);
        let (within, of_parts) = shapes(&at, parts, days[kind], varies.uneven);
        values.extend(more.into_iter().chain(of_parts));
        found[kind] = Some(Day { shares, level, within });
    }
    let variance = within_variance(&means[base], &exposures[base], varies) + apart.of(base, base);
    let id = id.to_owned();
    Some((Profile { id, streams, days: found, a_day: sums[base], variance }, values))
}

/// The shares of a kind of day, of which these means, how often they are known and how many days there are, with their values.
fn shares(
    place: &str,
    (means, exposures, days): (&[f64; SLOTS], &[f64; SLOTS], usize),
    varies: Varies,
) -> ([f64; SLOTS], Vec<Value>) {
    let sum: f64 = means.iter().sum();
    if sum <= 0.0 {
        return ([1.0 / SLOTS as f64; SLOTS], Vec::new());
    }
    let shares = means.map(|m| m / sum);
    let errors = share_variances(means, exposures, varies);
    let value = |(slot, share): (usize, &f64)| {
        let pointer = format!("{place}/shares/{slot}");
        Value::positive(pointer, What::Share, *share, errors[slot], days)
    };
    let values = shares.iter().enumerate().filter(|(_, s)| **s > 0.0).map(value).collect();
    (shares, values)
}

/// The shapes inside the half-hours of a kind of day, of `parts` of each, with their values.
fn shapes(
    place: &str,
    parts: &[f64],
    days: usize,
    uneven: f64,
) -> (Vec<(usize, Vec<f64>)>, Vec<Value>) {
    let (mut within, mut values) = (Vec::new(), Vec::new());
    // Of few days nobody can tell a shape from one day's.
    if days < LEAST_DAYS {
        return (within, values);
    }
    for (slot, parts) in parts.chunks(parts.len() / SLOTS).enumerate() {
        let Some(shape) = shape(parts, uneven) else {
            continue;
        };
        let n: f64 = parts.iter().sum();
        for (part, share) in shape.iter().enumerate().filter(|(_, s)| **s > 0.0) {
            let pointer = format!("{place}/within/{}/{part}", clock(slot));
            let variance = uneven * (1.0 - share) / (n * share);
            values.push(Value::positive(pointer, What::Within, *share, variance, days));
        }
        within.push((slot, shape));
    }
    (within, values)
}

/// A half-hour as a scenario says it.
pub fn clock(slot: usize) -> String {
    format!("{:02}:{:02}", slot / 2, slot % 2 * 30)
}

/// The square of the relative error of a day's sum, of what is not the day's own.
fn within_variance(means: &[f64; SLOTS], exposures: &[f64; SLOTS], v: Varies) -> f64 {
    let sum: f64 = means.iter().sum();
    let each = means.iter().zip(exposures).filter(|(m, _)| **m > 0.0);
    each.map(|(m, n)| m * m * relative(*m, *n, v)).sum::<f64>() / (sum * sum)
}

/// The square of a half-hour's mean's relative error, but for the day's.
fn relative(mean: f64, n: f64, v: Varies) -> f64 {
    (v.slot * (1.0 + v.day) + 1.0 / mean) / n
}

/// The squares of the relative errors of shares.
fn share_variances(means: &[f64; SLOTS], exposures: &[f64; SLOTS], v: Varies) -> [f64; SLOTS] {
    let sum: f64 = means.iter().sum();
    let all = within_variance(means, exposures, v);
    std::array::from_fn(|slot| match means[slot] {
        m if m > 0.0 => {
            let share = m / sum;
            (1.0 - 2.0 * share) * relative(m, exposures[slot], v) + all
        }
        _ => 0.0,
    })
}

/// By how much means of days are off together: covariances of their factors' means, by kinds of day.
struct Apart([[f64; KINDS]; KINDS]);

impl Apart {
    fn new(panel: &Panel, v: Varies) -> Self {
        let known: Vec<(i32, usize)> = (0..panel.dates.len())
            .filter(|d| panel.is_known(*d))
            .map(|d| (panel.dates[d], panel.kinds[d]))
            .collect();
        let days = panel.days().map(|n| n as f64);
        let mut sums = [[0.0; KINDS]; KINDS];
        for (i, (a, ka)) in known.iter().enumerate() {
            sums[*ka][*ka] += v.day;
            for (b, kb) in &known[i + 1..] {
                let power = libm::pow(v.correlation, f64::from(a.abs_diff(*b)));
                // What is further apart is further off still.
                if power < 1e-9 {
                    break;
                }
                sums[*ka][*kb] += v.day * power;
                sums[*kb][*ka] += v.day * power;
            }
        }
        let of = |a: usize, b: usize| sums[a][b] / (days[a] * days[b]).max(1.0);
        Self(std::array::from_fn(|a| std::array::from_fn(|b| of(a, b))))
    }

    fn of(&self, a: usize, b: usize) -> f64 {
        self.0[a][b]
    }
}

/// The shape inside a half-hour, in as few parts as tell it; none where it is even by all that can be told.
fn shape(parts: &[f64], uneven: f64) -> Option<Vec<f64>> {
    let n: f64 = parts.iter().sum();
    // χ² needs some in each.
    if parts.len() < 2 || n < 5.0 * parts.len() as f64 || even(parts, 1, uneven) {
        return None;
    }
    let finer = (2..=parts.len()).filter(|q| parts.len().is_multiple_of(*q));
    let enough = finer.clone().find(|q| even(parts, *q, uneven)).unwrap_or(parts.len());
    let of = |chunk: &[f64]| chunk.iter().sum::<f64>() / n;
    Some(parts.chunks(parts.len() / enough).map(of).collect())
}

/// Whether `parts` are even within each of `chunks` parts of the half-hour, as far as one in ten thousand would tell, where days differ by `uneven`.
fn even(parts: &[f64], chunks: usize, uneven: f64) -> bool {
    let size = parts.len() / chunks;
    if size < 2 {
        return true;
    }
    let mut square = 0.0;
    let mut degrees = 0.0;
    for chunk in parts.chunks(size) {
        let mean = chunk.iter().sum::<f64>() / size as f64;
        if mean > 0.0 {
            square += chunk.iter().map(|x| (x - mean) * (x - mean) / mean).sum::<f64>();
            degrees += (size - 1) as f64;
        }
    }
    square <= uneven * degrees * super::value::chi_square_at(degrees, 0.9999)
}

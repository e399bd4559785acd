//! A value that was fitted, with its error.

use crate::random::{gamma_at, normal_at};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Requests a day.
    Amount,
    /// A Saturday's or Sunday's business, in a weekday's.
    Level,
    /// A half-hour's share of its day.
    Share,
    /// A part's share of its half-hour.
    Within,
    /// Coefficient of variation of days.
    DayCv,
    /// Coefficient of variation of half-hours.
    SlotCv,
    /// Correlation of days.
    Correlation,
    /// Of a retry rule.
    Retry,
    /// A response time.
    Response,
}

/// A value, and how well it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Where it stands in the scenario.
    pub pointer: String,
    /// What it is.
    pub what: What,
    /// The estimate.
    pub value: f64,
    /// Its standard error; none where nothing tells.
    pub error: Option<f64>,
    /// Ends of its 95 % interval.
    pub ends: Option<(f64, f64)>,
    /// Days behind it.
    pub days: usize,
}

/// What 95 % of a normal law lies within, in deviations.
pub const Z: f64 = 1.959_963_984_540_054;

impl Value {
    /// Of a value that cannot be negative and of which `variance` is the square of its relative error: by the gamma law that has
    /// it, which for a count is Jeffreys' interval of a Poisson mean.
    pub fn positive(pointer: String, what: What, value: f64, variance: f64, days: usize) -> Self {
        Self::with_degrees(pointer, what, (value, variance), f64::INFINITY, days)
    }

    /// The same where `variance` is itself estimated, of so many degrees of freedom: the interval is wider as Student's is.
    pub fn with_degrees(
        pointer: String,
        what: What,
        (value, variance): (f64, f64),
        degrees: f64,
        days: usize,
    ) -> Self {
        let known = value > 0.0 && variance > 0.0 && variance.is_finite();
        let shape = 1.0 / variance + 0.5;
        let wide = student(degrees);
        let end = |z: f64| value * shape * variance * gamma_at(shape, z);
        Self {
            pointer,
            what,
            value,
            error: known.then(|| value * libm::sqrt(variance)),
            ends: known.then(|| (end(-wide), end(wide))),
            days,
        }
    }

    /// Of a coefficient of variation whose square is `variance`, known to `error`, with these `ends`.
    pub fn coefficient(
        pointer: String,
        what: What,
        (variance, error): (f64, f64),
        ends: (f64, f64),
        days: usize,
    ) -> Self {
        let root = |v: f64| libm::sqrt(v.max(0.0));
        if error <= 0.0 {
            return Self { pointer, what, value: root(variance), error: None, ends: None, days };
        }
        let value = root(variance);
        // Where it may be nothing, the error is that of what it could be at most.
        let deviation = if variance > error { error / (2.0 * value) } else { root(error) / 2.0 };
        let ends = Some((root(ends.0), root(ends.1)));
        Self { pointer, what, value, error: Some(deviation), ends, days }
    }

    /// How far `truth` is from it, in deviations of a normal law; by its interval's law.
    pub fn off(&self, truth: f64) -> Option<f64> {
        let (low, high) = self.ends?;
        match self.what {
            What::Amount | What::Level | What::Share | What::Within => {
                let variance = self.error? / self.value;
                let variance = variance * variance;
                let shape = 1.0 / variance + 0.5;
                let cube = libm::cbrt(truth / (self.value * shape * variance));
                Some(((1.0 - 1.0 / (9.0 * shape)) - cube) * 3.0 * libm::sqrt(shape))
            }
            _ if truth > self.value => Some((self.value - truth) / ((high - self.value) / Z)),
            _ if self.value > low => Some((self.value - truth) / ((self.value - low) / Z)),
            _ => None,
        }
    }

    /// Whether `truth` lies within its interval.
    pub fn covers(&self, truth: f64) -> Option<bool> {
        self.ends.map(|(low, high)| low <= truth && truth <= high)
    }
}

/// What 95 % of Student's law of so many degrees lies within (Fisher and Cornish).
pub fn student(degrees: f64) -> f64 {
    Z + Z * (Z * Z + 1.0) / (4.0 * degrees.max(3.0))
}

/// What a χ² number of so many degrees lies below with this chance, ÷ the degrees.
pub fn chi_square_at(degrees: f64, share: f64) -> f64 {
    gamma_at(0.5 * degrees, normal_at(share))
}

/// A name as a token of a pointer (RFC 6901).
pub fn token(id: &str) -> String {
    id.replace('~', "~0").replace('/', "~1")
}

/// An id of a scenario: of at most 80 characters.
pub fn short(id: &str) -> String {
    id.chars().take(80).collect()
}

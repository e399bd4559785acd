//! What a fitted value is from: the log's digest and span, its error and the days behind it.

use super::fitted::Fitted;
use super::value::Value;
use crate::scenario::half_hour_said;

impl Fitted {
    /// The log's digest and span.
    pub fn source(&self) -> String {
        let files = &self.remarks.files;
        let digest: String = files.iter().map(|(_, d)| d.as_str()).collect();
        let digest = match files[..] {
            [_] => digest,
            _ => blake3::hash(digest.as_bytes()).to_hex().to_string(),
        };
        let [from, to] = [self.span.0, self.span.1].map(half_hour_said);
        format!("fitted to the log {}, {from} to {to}", &digest[..16.min(digest.len())])
    }

    /// The log, the value's standard error and the days behind it.
    pub fn source_of(&self, pointer: &str) -> String {
        let of = self.places.get(pointer).map(|i| &self.values[*i]);
        format!("{}{}", self.source(), of.map(error_said).unwrap_or_default())
    }

    /// The same of all values below a place.
    pub fn source_below(&self, place: &str) -> String {
        let of = self.places.range(place.to_owned()..);
        let of = of.take_while(|(pointer, _)| pointer.starts_with(place));
        let of = of.map(|(_, i)| &self.values[*i]);
        let relative = |v: &Value| Some(v.error? / v.value);
        let mut all: Vec<f64> = of.clone().filter_map(relative).filter(|e| e.is_finite()).collect();
        all.sort_by(f64::total_cmp);
        let days = of.map(|v| v.days).max().unwrap_or(0);
        let Some(largest) = all.last() else {
            return self.source();
        };
        let per_cent = |x: f64| digits(100.0 * x, 2);
        format!(
            "{}; relative standard error of a share {} % in the middle, {} % at most; {days} days",
            self.source(),
            per_cent(all[all.len() / 2]),
            per_cent(*largest)
        )
    }
}

/// `; standard error 0.2, 90 days`.
fn error_said(v: &Value) -> String {
    let error = v.error.map(|e| format!("; standard error {}", digits(e, 2)));
    format!("{}, {} days", error.unwrap_or_default(), v.days)
}

/// `x` to so many digits that count.
pub fn digits(x: f64, n: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return 0.0;
    }
    let grain = libm::pow(10.0, f64::from(n - 1) - libm::floor(libm::log10(x.abs())));
    libm::round(x * grain) / grain
}

//! A confidence sequence: intervals of a mean that hold together however often one looks, and whenever one stops.
//!
//! Lai's for normal values of unknown spread, by a mixture over effects (Lai 1976; Wang and Ramdas 2023, theorem 4.7). With x̄ and
//! s² the mean and the mean square about it of n values, a level α, a = 1/α · √(n + 1) and q = 1 − a^(−2/n), it is
//! x̄ ± s·√((n + 1)q ÷ (n − (n + 1)q)); all numbers, where the denominator is not above 0. Of values with long tails it is no theorem: it is some
//! times as wide as Student's interval, and held against such values by repeats (`tests/it/recommend.rs`). Source: C7.

/// The ends at `level`, the chance that the mean is ever outside them; none as long as nothing can be said. Equal values have
/// no spread: what so many have never shown, it cannot know.
pub fn always_valid(values: &[f64], level: f64) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    if n < 2.0 {
        return None;
    }
    // The mean of equal values is that value, to the last bit.
    if values.windows(2).all(|v| v[0] == v[1]) {
        return Some((values[0], values[0]));
    }
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let log = libm::log(1.0 / level) + 0.5 * libm::log(n + 1.0);
    let part = (n + 1.0) * -libm::expm1(-2.0 * log / n);
    let left = n - part;
    if left <= 0.0 {
        return None;
    }
    let half = libm::sqrt(square * part / left);
    Some((mean - half, mean + half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c7_the_sequence_of_a_few_values_as_worked_out_by_hand() {
        // Of ±1, ten each: mean 0, s² 1; level 0.05: a = 20·√21 = 91.65, q = 1 − 91.65^(−0.1) = 0.36349, 21q = 7.6333,
        // √(7.6333 ÷ 12.3667) = 0.78565.
        let values: Vec<f64> = (0..20).map(|i| f64::from(i % 2) * 2.0 - 1.0).collect();
        let (low, high) = always_valid(&values, 0.05).unwrap();
        assert!((high - 0.785_65).abs() < 1e-4 && (low + high).abs() < 1e-12, "{low} {high}");
        assert_eq!(always_valid(&[3.0, 3.0], 0.05), Some((3.0, 3.0)));
        assert_eq!(always_valid(&[3.0, 4.0], 0.05), None, "of two nothing is known");
        assert_eq!(always_valid(&[3.0], 0.05), None);
    }
}

//! Sobol's sequence with Owen's scrambling: points that fill a cube of many inputs evenly (C6).
//!
//! A point is a pure function of its number, so that a study of 300 draws begins with the very draws of one of 100. Every input's
//! digits are scrambled by a key of its own (nested uniform scrambling: the digit after each prefix is turned, or not, by
//! what is drawn for that prefix), which keeps the even filling, makes each point uniform, and other keys other points.
//! Scope: the points. Left out: what they mean (`scenario/between.rs`). Source: S. Joe and F. Y. Kuo, Constructing Sobol sequences with
//! better two-dimensional projections, SIAM J. Sci. Comput. 30 (2008), whose direction numbers are in `data/sobol`; A. B. Owen,
//! Randomly permuted (t, m, s)-nets and (t, s)-sequences (1995). Checked by: the tests below, against published points.

use super::keyed::mix;
use std::sync::LazyLock;

/// Inputs that there are directions for.
pub const MOST_INPUTS: usize = 64;
/// Binary digits of a coordinate.
const DIGITS: usize = 32;

/// By input, what each binary digit of a point's number does to its coordinate.
static DIRECTIONS: LazyLock<Vec<[u32; DIGITS]>> = LazyLock::new(|| {
    let published = include_str!("../../../data/sobol/new-joe-kuo-6.64.txt").lines().skip(1);
    let first = std::array::from_fn(|digit| 1 << (DIGITS - 1 - digit));
    std::iter::once(first).chain(published.map(directions)).collect()
});

/// Those of a line of the published file: dimension, degree of its polynomial, the polynomial, and the first numbers.
fn directions(line: &str) -> [u32; DIGITS] {
    let numbers: Vec<u32> = line.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let (degree, polynomial, first) = (numbers[1] as usize, numbers[2], &numbers[3..]);
    let mut all = [0; DIGITS];
    for digit in 0..DIGITS {
        all[digit] = match first.get(digit) {
            Some(number) => number << (DIGITS - 1 - digit),
            None => {
                (1..degree).fold(all[digit - degree] ^ (all[digit - degree] >> degree), |v, k| {
                    if (polynomial >> (degree - 1 - k)) & 1 == 1 { v ^ all[digit - k] } else { v }
                })
            }
        };
    }
    all
}

/// Coordinate `input` of point `number`, both from 0, as 32 binary digits.
fn plain(input: usize, number: u32) -> u32 {
    let all = DIRECTIONS[input].iter().enumerate();
    all.filter(|(digit, _)| (number >> digit) & 1 == 1).fold(0, |x, (_, v)| x ^ v)
}

/// Coordinate `input` of point `number`, both from 0, scrambled by `key`: uniform in (0, 1). There are [`MOST_INPUTS`].
pub fn sobol(input: usize, number: u32, key: u64) -> f64 {
    let x = plain(input, number);
    let turned = |digit: usize| {
        // What stands before the digit, and where it ends.
        let before = (1_u64 << digit) | (u64::from(x) >> (DIGITS - digit));
        (mix(key ^ mix(before)) >> 63) as u32
    };
    let turn = (0..DIGITS).fold(0, |all, digit| all | (turned(digit) << (DIGITS - 1 - digit)));
    (f64::from(x ^ turn) + 0.5) / 4_294_967_296.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The points in the order in which they are published: by Gray code.
    fn published(input: usize, number: u32) -> f64 {
        f64::from(plain(input, number ^ (number >> 1))) / 4_294_967_296.0
    }

    #[test]
    fn c6_the_first_points_are_those_published() {
        // Joe and Kuo's example: ten points in three dimensions.
        let points = [
            [0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25],
            [0.25, 0.75, 0.75],
            [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125],
            [0.625, 0.125, 0.875],
            [0.125, 0.625, 0.375],
            [0.1875, 0.3125, 0.9375],
            [0.6875, 0.8125, 0.4375],
        ];
        for (number, point) in points.into_iter().enumerate() {
            assert_eq!([0, 1, 2].map(|input| published(input, number as u32)), point, "{number}");
        }
    }

    #[test]
    fn c6_the_last_inputs_are_those_of_another_program() {
        // SciPy's qmc.Sobol(64, scramble=False), inputs 57 to 64, in 64ths.
        let last = |number| -> [u32; 8] {
            std::array::from_fn(|i| (published(56 + i, number) * 64.0) as u32)
        };
        assert_eq!(last(37), [37, 63, 23, 19, 5, 25, 41, 53]);
        assert_eq!(last(63), [15, 17, 29, 45, 19, 15, 15, 47]);
    }

    #[test]
    fn c6_every_input_alone_fills_its_range_evenly_however_it_is_scrambled() {
        for input in 0..MOST_INPUTS {
            for key in [1, 77] {
                let mut seen = [0; 128];
                (0..128).for_each(|n| seen[(sobol(input, n, key) * 128.0) as usize] += 1);
                assert_eq!(seen, [1; 128], "input {input}");
            }
        }
    }

    #[test]
    fn c6_two_inputs_together_fill_their_square_and_other_keys_give_other_points() {
        // The first two are a (0, m, 2)-net: every box of area 1/64 has its point.
        for (wide, high) in [(1, 64), (2, 32), (4, 16), (8, 8), (16, 4), (32, 2), (64, 1)] {
            let mut seen = vec![0; 64];
            for n in 0..64 {
                let (x, y) = (sobol(0, n, 5), sobol(1, n, 6));
                seen[(x * f64::from(wide)) as usize * high + (y * high as f64) as usize] += 1;
            }
            assert_eq!(seen, vec![1; 64], "{wide} by {high}");
        }
        assert!((0..64).any(|n| (sobol(3, n, 1) - sobol(3, n, 2)).abs() > 0.1));
    }
}

//! What a uniformly random order does to counts.

use super::keyed::Draws;

/// Which of several kinds are among `take` drawn without replacement: a multivariate hypergeometric
/// draw. `counts` holds how many there are of each kind, `take` is at most their sum, and the
/// result, as long as `counts`, is put into `taken`.
pub fn deal(draws: &mut Draws, counts: &[u64], take: u64, taken: &mut Vec<u64>) {
    let mut total: u64 = counts.iter().sum();
    debug_assert!(take <= total, "{take} of {total}");
    taken.clear();
    if take == total {
        taken.extend_from_slice(counts);
        return;
    }
    let mut left = take;
    for &n in counts {
        let k = if left == 0 { 0 } else { draws.hypergeometric(total, n, left) };
        taken.push(k);
        total -= n;
        left -= k;
    }
}

/// Drops `n` things into `into.len()` equally likely places, adding to what is there.
pub fn scatter(draws: &mut Draws, n: u64, into: &mut [u64]) {
    let places = into.len() as u64;
    // A binomial draw costs about as much as a dozen single ones.
    if n < 12 * places {
        for _ in 0..n {
            into[draws.below(places) as usize] += 1;
        }
        return;
    }
    let mut left = n;
    for (i, place) in into.iter_mut().enumerate() {
        let here = draws.binomial(left, 1.0 / (places - i as u64) as f64);
        *place += here;
        left -= here;
    }
}

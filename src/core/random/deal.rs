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
        let k = match n {
            _ if left == 0 => 0,
            0 => 0,
            n if n == total => left,
            n => draws.hypergeometric(total, n, left),
        };
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
        drop_singly(draws, n, into);
        return;
    }
    let mut left = n;
    for (i, place) in into.iter_mut().enumerate() {
        let here = draws.binomial(left, 1.0 / (places - i as u64) as f64);
        *place += here;
        left -= here;
    }
}

/// Drops `n` things singly, each into a place that `draws.below` says: a word at a time, of a copy of the stream, which nothing
/// else sees and therefore stays in registers.
pub(super) fn drop_singly(draws: &mut Draws, n: u64, into: &mut [u64]) {
    let Ok(places) = u32::try_from(into.len()) else {
        return (0..n).for_each(|_| into[draws.below(into.len() as u64) as usize] += 1);
    };
    let mut own = draws.clone();
    let uneven = places.wrapping_neg() % places;
    let mut left = n;
    let mut drop = |half: u32, left: &mut u64| {
        let product = u64::from(half) * u64::from(places);
        if product as u32 >= uneven {
            into[(product >> 32) as usize] += 1;
            *left -= 1;
        }
    };
    while left > 0 {
        if let Some(half) = own.spare.take() {
            drop(half, &mut left);
            continue;
        }
        while left > 1 {
            let word = own.word();
            drop(word as u32, &mut left);
            drop((word >> 32) as u32, &mut left);
        }
        if left == 1 {
            let word = own.word();
            drop(word as u32, &mut left);
            own.spare = Some((word >> 32) as u32);
        }
    }
    *draws = own;
}

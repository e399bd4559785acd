//! How far rows of numbers are from what was observed (T8).
//!
//! Whether by more than chance. Of a set of half-hours of Users, each replication and what was observed are R + 1 rows of numbers. The
//! distance of a row is the sum, over the set, of its squared difference from the mean of all R + 1 ÷ their variance (at
//! least what it is known to, squared: one of counts, a tenth of a cell of times). If what was observed is like a replication, all orders of the R + 1 distances are as likely, so
//! that p, the share of rows at least as far as it, is at most 0.05 with a chance of 0.05: no law of the numbers is assumed, and
//! half-hours need not be independent. Fewer than nineteen replications cannot say so much.
//!
//! How far, so that variants can be told from one another: the continuous ranked probability score of the replications, E|X − y| − E|X −
//! X'| / 2, which is least on average for the true law, in the figure's own unit. Its error by the draws is that of the jackknife over
//! replications, which variants share.

/// Below this what was observed is further off than chance.
pub const LEVEL: f64 = 0.05;

/// Of a User and half-hour: what was observed, then each replication.
pub type Row = Vec<f64>;

/// p, and whether what was observed is further off than chance; none where there are too few replications to say. Variances are
/// `least` at least.
pub fn by_chance(rows: &[&Row], least: f64) -> (f64, Option<bool>) {
    let n = rows[0].len();
    let mut distances = vec![0.0; n];
    for row in rows {
        let mean = row.iter().sum::<f64>() / n as f64;
        let squares = row.iter().map(|x| (x - mean) * (x - mean));
        let variance = (squares.clone().sum::<f64>() / n as f64).max(least);
        distances.iter_mut().zip(squares).for_each(|(d, square)| *d += square / variance);
    }
    let as_far = distances.iter().filter(|d| **d >= distances[0]).count();
    let p = as_far as f64 / n as f64;
    let can_say = 1.0 / n as f64 <= LEVEL;
    (p, can_say.then_some(p <= LEVEL))
}

/// The score of a set of rows, and of it without each replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Distance {
    /// Of all replications, on average over the rows.
    pub all: f64,
    /// That of one more replication, as is expected; none of a single one.
    pub expected: Option<f64>,
    /// Without each of them.
    without: Vec<f64>,
}

impl Distance {
    /// That of `rows`.
    pub fn new(rows: &[&Row]) -> Self {
        let n = rows[0].len() - 1;
        // By replication: how far from what was observed, and from all the others.
        let (mut off, mut apart) = (vec![0.0; n], vec![0.0; n]);
        for row in rows {
            let (seen, drawn) = (row[0], &row[1..]);
            let mut order: Vec<usize> = (0..n).collect();
            order.sort_by(|a, b| drawn[*a].total_cmp(&drawn[*b]));
            let (sum, mut before) = (drawn.iter().sum::<f64>(), 0.0);
            for (rank, r) in order.into_iter().enumerate() {
                let x = drawn[r];
                off[r] += (x - seen).abs();
                apart[r] += (2.0 * rank as f64 - n as f64) * x + sum - 2.0 * before;
                before += x;
            }
        }
        let (off_all, apart_all) = (off.iter().sum::<f64>(), apart.iter().sum::<f64>());
        let score = |off: f64, apart: f64, n: f64| {
            let spread = if n > 1.0 { apart / (2.0 * n * (n - 1.0)) } else { 0.0 };
            (off / n - spread) / rows.len() as f64
        };
        let m = n as f64;
        let without = |r: usize| score(off_all - off[r], apart_all - 2.0 * apart[r], m - 1.0);
        let (all, alone) = (score(off_all, apart_all, m), score(off_all, 0.0, m));
        let without = if n > 1 { (0..n).map(without).collect() } else { Vec::new() };
        // A replication is twice as far from the others as is taken off for their spread.
        let expected = (n > 1).then_some(alone - all);
        Self { all, expected, without }
    }

    /// The draws' error of it; none of a single replication.
    pub fn error(&self) -> Option<f64> {
        // What is left of rounding is no error.
        let error = |e: f64| if e < 1e-9 * self.all.abs() { 0.0 } else { e };
        (!self.without.is_empty()).then(|| error(jackknife(&self.without)))
    }

    /// Whether the draws may be why this is further off than `best`: by less than twice the error of the difference. None where there
    /// are too few replications to say.
    pub fn ties_with(&self, best: &Self) -> Option<bool> {
        let differences: Vec<f64> =
            self.without.iter().zip(&best.without).map(|(a, b)| a - b).collect();
        let can_say = 1.0 / (differences.len() as f64 + 1.0) <= LEVEL;
        can_say.then(|| self.all - best.all <= 2.0 * jackknife(&differences))
    }
}

/// The error of a figure, of which it is known what it is without each of the draws that it is of.
fn jackknife(without: &[f64]) -> f64 {
    let n = without.len() as f64;
    let mean = without.iter().sum::<f64>() / n;
    let squares: f64 = without.iter().map(|d| (d - mean) * (d - mean)).sum();
    ((n - 1.0) / n * squares).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from 0 to 99.
    fn draws() -> impl FnMut() -> f64 {
        let mut state = 5_u64;
        move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            f64::from((state >> 40) as u32 % 100)
        }
    }

    #[test]
    fn what_is_like_a_replication_is_further_off_as_often_as_p_says() {
        let mut draw = draws();
        let mut far = 0;
        for _ in 0..2_000 {
            let rows: Vec<Row> = (0..12).map(|_| (0..20).map(|_| draw()).collect()).collect();
            far += u32::from(by_chance(&rows.iter().collect::<Vec<_>>(), 1.0).1 == Some(true));
        }
        // A hundred are expected of a p that is right; their deviation is 9.7.
        assert!((56..=144).contains(&far), "{far} of 2000");
    }

    #[test]
    fn too_few_replications_cannot_say() {
        let row: Row = vec![9.0, 1.0, 1.0, 1.0];
        let (p, further) = by_chance(&[&row], 1.0);
        assert!((p - 0.25).abs() < 1e-12 && further.is_none());
        let distance = Distance::new(&[&row]);
        assert_eq!((distance.all, distance.ties_with(&distance)), (8.0, None));
    }

    #[test]
    fn the_distance_is_that_of_its_definition_with_and_without_each_replication() {
        let mut draw = draws();
        let rows: Vec<Row> = (0..7).map(|_| (0..24).map(|_| draw()).collect()).collect();
        let by_definition = |left_out: Option<usize>| {
            let of = |row: &Row| {
                let kept = |r: &usize| Some(*r) != left_out;
                let drawn: Vec<f64> = (0..row.len() - 1).filter(kept).map(|r| row[r + 1]).collect();
                let n = drawn.len() as f64;
                let off = drawn.iter().map(|x| (x - row[0]).abs()).sum::<f64>() / n;
                let pairs = drawn.iter().flat_map(|a| drawn.iter().map(move |b| (a - b).abs()));
                off - pairs.sum::<f64>() / (2.0 * n * (n - 1.0))
            };
            rows.iter().map(of).sum::<f64>() / rows.len() as f64
        };
        let found = Distance::new(&rows.iter().collect::<Vec<_>>());
        assert!((found.all - by_definition(None)).abs() < 1e-9);
        for (r, without) in found.without.iter().enumerate() {
            assert!((without - by_definition(Some(r))).abs() < 1e-9);
        }
    }

    #[test]
    fn of_one_like_the_replications_the_distance_is_as_expected_and_its_error_as_said() {
        let mut draw = draws();
        let (mut found, mut expected, mut errors) = (Vec::new(), 0.0, 0.0);
        for _ in 0..400 {
            // What is observed is the same, and each time it is held against other draws.
            let row = |i: u32| -> Row {
                std::iter::once(f64::from(i * 37 % 100)).chain((0..20).map(|_| draw())).collect()
            };
            let rows: Vec<Row> = (0..100).map(row).collect();
            let distance = Distance::new(&rows.iter().collect::<Vec<_>>());
            expected += distance.expected.expect("of twenty") / 400.0;
            errors += {
                let error = distance.error().expect("of twenty");
                error * error / 400.0
            };
            found.push(distance.all);
        }
        let mean = found.iter().sum::<f64>() / 400.0;
        let variance = found.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / 399.0;
        // What is observed goes through all numbers once, as draws do on average. An error of a mean of 400, and of a
        // variance of 400: a fourteenth of it; the jackknife's mean is right but for its own error, as much again.
        assert!(
            (mean - expected).abs() < 4.0 * (variance / 400.0).sqrt() + 0.01 * expected,
            "{mean} {expected}"
        );
        assert!((errors / variance - 1.0).abs() < 4.0 * 0.1, "{errors} {variance}");
        let of_one = Distance::new(&[&vec![9.0, 1.0]]);
        assert_eq!((of_one.error(), of_one.expected), (None, None));
    }

    #[test]
    fn a_law_that_is_off_loses_to_the_true_one_and_one_that_is_the_same_mostly_ties() {
        let mut draw = draws();
        let mut pairs = 0;
        for _ in 0..60 {
            let observed: Vec<f64> = (0..40).map(|_| draw()).collect();
            let mut of = |shift: f64| {
                let row = |seen: &f64| -> Row {
                    std::iter::once(*seen).chain((0..20).map(|_| draw() + shift)).collect()
                };
                let rows: Vec<Row> = observed.iter().map(row).collect();
                Distance::new(&rows.iter().collect::<Vec<_>>())
            };
            let (same, other, off) = (of(0.0), of(0.0), of(60.0));
            assert!(off.all > same.all && off.ties_with(&same) == Some(false));
            let (best, next) = if same.all < other.all { (same, other) } else { (other, same) };
            pairs += u32::from(next.ties_with(&best) == Some(true));
        }
        // Three in sixty are told apart by chance.
        assert!(pairs >= 50, "{pairs} of 60");
    }
}

//! F6 of a replication: what Users were admitted of what they were entitled to (C3).

use serde::{Deserialize, Serialize};

/// F6 of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entitlement {
    /// Jain's index: (Σx)² / (n Σx²); 1 where all are equal, 1/n where one has all.
    pub jain: f64,
    /// The smallest share.
    pub worst: f64,
    /// Whose it is.
    pub worst_off: usize,
}

impl Entitlement {
    /// Of each User's share of what it was entitled to, where it was entitled to any.
    pub fn new(shares: &[Option<f64>]) -> Option<Self> {
        let known = || shares.iter().enumerate().filter_map(|(u, x)| x.map(|x| (u, x)));
        let (worst_off, worst) = known().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let n = known().count() as f64;
        let sum: f64 = known().map(|(_, x)| x).sum();
        let squares: f64 = known().map(|(_, x)| x * x).sum();
        // Where nobody has anything all are equal.
        let jain = if squares > 0.0 { sum * sum / (n * squares) } else { 1.0 };
        Some(Self { jain, worst, worst_off })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f6_jains_index_of_known_shares() {
        let jain = |x: &[f64]| Entitlement::new(&x.iter().copied().map(Some).collect::<Vec<_>>());
        assert!((jain(&[1.0, 2.0, 3.0]).unwrap().jain - 6.0 / 7.0).abs() < 1e-12);
        assert!((jain(&[1.0, 1.0, 0.0, 0.0]).unwrap().jain - 0.5).abs() < 1e-12);
        assert_eq!(jain(&[]), None);
        let some = Entitlement::new(&[None, Some(0.5), Some(0.25)]).unwrap();
        assert_eq!((some.worst, some.worst_off), (0.25, 2));
    }
}

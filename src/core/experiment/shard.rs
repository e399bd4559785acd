//! Shards: which part of a study's work is whose.
//!
//! Scope: the unit is one replication of one plan. Shards are even to within one of them, and each is what follows one
//! another by replication first and by plan second: plans of one traffic draw it once (T5), and no cut but those between
//! shards parts them. Left out: what of a shard is done already (`job.rs`). Checked by: tests here, `tests/it/studies/shards.rs`.

use std::ops::Range;

/// Part `index` of `of` of a study, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part.
    pub index: usize,
    /// Of how many.
    pub of: usize,
}

/// Replications, and the plans whose turn they are, by their places in the order of a replication.
pub type Piece = (Range<u32>, Range<usize>);

impl Shard {
    /// All of it.
    pub const WHOLE: Shard = Shard { index: 0, of: 1 };

    /// Its pieces of so many replications of so many plans: a replication that it shares with the shard before, whole
    /// ones, and one that it shares with the next.
    pub fn pieces(self, replications: u32, plans: usize) -> Vec<Piece> {
        let units = u128::from(replications) * plans as u128;
        let cut = |shard: usize| {
            let before = units * shard as u128 / self.of as u128;
            ((before / plans as u128) as u32, (before % plans as u128) as usize)
        };
        let ((first, from), (last, to)) = (cut(self.index), cut(self.index + 1));
        let one = |replication: u32| replication..replication.saturating_add(1);
        let mut pieces = if first == last {
            vec![(one(first), from..to)]
        } else {
            let whole = first + u32::from(from > 0);
            vec![(first..whole, from..plans), (whole..last, 0..plans), (one(last), 0..to)]
        };
        pieces.retain(|(replications, places)| !replications.is_empty() && !places.is_empty());
        pieces
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    /// `I/N`, I from 1 to N.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts =
            text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match parts {
            Some((i, of)) if (1..=of).contains(&i) => Ok(Self { index: i - 1, of }),
            _ => Err("expected I/N, I from 1 to N, such as 2/3; or auto/N".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The units of a shard, as replication and place.
    fn units(shard: Shard, replications: u32, plans: usize) -> Vec<(u32, usize)> {
        let of = |(r, p): Piece| r.flat_map(move |r| p.clone().map(move |p| (r, p)));
        shard.pieces(replications, plans).into_iter().flat_map(of).collect()
    }

    #[test]
    fn a_shard_is_one_of_so_many() {
        assert_eq!("2/3".parse(), Ok(Shard { index: 1, of: 3 }));
        for bad in ["0/3", "4/3", "1/0", "a/b", "1", ""] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }

    #[test]
    fn five_replications_of_eight_variants_on_eight_shards_are_five_units_each() {
        for index in 0..8 {
            assert_eq!(units(Shard { index, of: 8 }, 5, 8).len(), 5);
        }
        // The last of a replication, then the first of the next: what is shared is drawn twice at most where it is cut.
        assert_eq!(Shard { index: 1, of: 8 }.pieces(5, 8), [(0..1, 5..8), (1..2, 0..2)]);
        assert_eq!(Shard { index: 0, of: 2 }.pieces(5, 8), [(0..2, 0..8), (2..3, 0..4)]);
        assert_eq!(Shard::WHOLE.pieces(5, 8), [(0..5, 0..8)]);
        assert_eq!(Shard { index: 0, of: 5 }.pieces(5, 8), [(0..1, 0..8)]);
    }

    #[test]
    fn shards_have_every_unit_once_in_order_and_are_even_to_within_one() {
        for (replications, plans) in [(1, 1), (1, 5), (2, 3), (5, 8), (7, 11), (13, 1), (25, 17)] {
            let all: Vec<(u32, usize)> =
                (0..replications).flat_map(|r| (0..plans).map(move |p| (r, p))).collect();
            for of in [1, 2, 3, 5, 7, 8, 13, 64, 1_000] {
                let parts: Vec<Vec<(u32, usize)>> =
                    (0..of).map(|index| units(Shard { index, of }, replications, plans)).collect();
                assert_eq!(parts.concat(), all, "{replications} of {plans} on {of}");
                let sizes = parts.iter().map(Vec::len);
                let (least, most) = (sizes.clone().min().unwrap(), sizes.max().unwrap());
                assert!(most - least <= 1, "{replications} of {plans} on {of}: {least} to {most}");
            }
        }
        let huge = Shard { index: usize::MAX - 1, of: usize::MAX };
        assert!(huge.pieces(u32::MAX, 10_000).len() <= 2, "no overflow");
    }
}

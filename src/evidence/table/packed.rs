//! Cells of a column, held small: tables of studies have a row for each variant, User and half-hour, and most of their cells
//! are what others are.
//!
//! Scope: cells in pieces as they were put under one another, each by the few values that it has, and shared with the piece
//! above it where they are the same. Left out: what the cells are of (`table.rs`), and files, which have their own ways
//! (`files.rs`). Checked by: tests here, `tests/it/tables.rs`, which reads what was written.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

/// A value of a cell, and what tells it from others to the bit.
pub trait Packable: Clone + PartialEq + Debug {
    /// What tells it from others.
    type Bits: Ord;

    /// That of this one.
    fn bits(&self) -> Self::Bits;
}

impl Packable for u64 {
    type Bits = u64;
    fn bits(&self) -> u64 {
        *self
    }
}

impl Packable for Option<f64> {
    type Bits = Option<u64>;
    fn bits(&self) -> Option<u64> {
        self.map(f64::to_bits)
    }
}

impl Packable for String {
    type Bits = String;
    fn bits(&self) -> String {
        self.clone()
    }
}

impl Packable for bool {
    type Bits = bool;
    fn bits(&self) -> bool {
        *self
    }
}

/// The cells of a column.
#[derive(Clone, Debug)]
pub struct Packed<T> {
    pieces: Vec<Arc<Piece<T>>>,
    /// The row after the last of each piece.
    ends: Vec<usize>,
}

/// Cells that were put there together: values, each once, and which of them each cell has.
#[derive(Debug, PartialEq)]
struct Piece<T> {
    values: Vec<T>,
    which: Which,
}

#[derive(Clone, Debug, PartialEq)]
enum Which {
    /// All have the only one there is.
    Same(usize),
    Of256(Vec<u8>),
    Of65536(Vec<u16>),
    /// Each has its own.
    Own,
}

impl<T: Packable> Piece<T> {
    fn new(cells: Vec<T>) -> Self {
        let mut known: BTreeMap<T::Bits, u16> = BTreeMap::new();
        let mut values: Vec<T> = Vec::new();
        let mut which: Vec<u16> = Vec::with_capacity(cells.len());
        for cell in &cells {
            let next = values.len();
            // By so many values nothing is gained.
            if next > usize::from(u16::MAX) || next > 256 && next > cells.len() / 2 {
                let mut values = cells;
                values.shrink_to_fit();
                return Self { values, which: Which::Own };
            }
            let place = *known.entry(cell.bits()).or_insert(next as u16);
            if usize::from(place) == next {
                values.push(cell.clone());
            }
            which.push(place);
        }
        values.shrink_to_fit();
        let which = match values.len() {
            0 | 1 => Which::Same(cells.len()),
            ..=256 => Which::Of256(which.iter().map(|place| *place as u8).collect()),
            _ => Which::Of65536(which),
        };
        Self { values, which }
    }

    fn len(&self) -> usize {
        match &self.which {
            Which::Same(n) => *n,
            Which::Of256(which) => which.len(),
            Which::Of65536(which) => which.len(),
            Which::Own => self.values.len(),
        }
    }

    fn get(&self, row: usize) -> Option<&T> {
        match &self.which {
            Which::Same(n) => self.values.first().filter(|_| row < *n),
            Which::Of256(which) => which.get(row).map(|place| &self.values[usize::from(*place)]),
            Which::Of65536(which) => which.get(row).map(|place| &self.values[usize::from(*place)]),
            Which::Own => self.values.get(row),
        }
    }
}

impl<T: Packable> From<Vec<T>> for Packed<T> {
    fn from(cells: Vec<T>) -> Self {
        let piece = Piece::new(cells);
        Self { ends: vec![piece.len()], pieces: vec![Arc::new(piece)] }
    }
}

impl<T: Packable> FromIterator<T> for Packed<T> {
    fn from_iter<I: IntoIterator<Item = T>>(cells: I) -> Self {
        cells.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T: Packable> PartialEq for Packed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<T: Packable> Packed<T> {
    /// How many.
    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// That in `row`, if there is one.
    pub fn get(&self, row: usize) -> Option<&T> {
        let piece = self.ends.partition_point(|end| *end <= row);
        let before = piece.checked_sub(1).map_or(0, |above| self.ends[above]);
        self.pieces.get(piece)?.get(row - before)
    }

    /// Each, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.range(0..self.len())
    }

    /// Those of these rows, in order.
    pub fn range(&self, rows: Range<usize>) -> impl Iterator<Item = &T> {
        let starts = |piece: usize| piece.checked_sub(1).map_or(0, |above| self.ends[above]);
        let first = self.ends.partition_point(|end| *end <= rows.start);
        let there = (first..self.pieces.len()).take_while(move |piece| starts(*piece) < rows.end);
        there.flat_map(move |piece| {
            let (start, piece) = (starts(piece), &self.pieces[piece]);
            let here = rows.start.saturating_sub(start)..piece.len().min(rows.end - start);
            here.filter_map(move |row| piece.get(row))
        })
    }

    /// The same cells with other values.
    #[must_use]
    pub fn with(&self, other: impl Fn(&T) -> T) -> Self {
        let piece = |piece: &Arc<Piece<T>>| {
            let values = piece.values.iter().map(&other).collect();
            Arc::new(Piece { values, which: piece.which.clone() })
        };
        Self { pieces: self.pieces.iter().map(piece).collect(), ends: self.ends.clone() }
    }

    /// Puts `below` under them.
    pub fn extend(&mut self, below: Self) {
        for piece in below.pieces {
            // Variants often agree, at least with the one above.
            let piece =
                self.pieces.last().filter(|above| **above == piece).cloned().unwrap_or(piece);
            self.ends.push(self.len() + piece.len());
            self.pieces.push(piece);
        }
    }
}

impl<T: Packable> std::ops::Index<usize> for Packed<T> {
    type Output = T;
    fn index(&self, row: usize) -> &T {
        self.get(row).expect("a row of the table")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_what_they_were_however_many_values_they_have() {
        for values in [1, 2, 256, 257, 5_000, 70_000] {
            let cells: Vec<u64> = (0..100_000).map(|row| row * 7 % values * 3).collect();
            let mut packed = Packed::from(cells.clone());
            packed.extend(cells.iter().copied().collect());
            assert_eq!(packed.len(), 200_000);
            assert!(packed.iter().eq(cells.iter().chain(&cells)), "{values}");
            assert_eq!((packed[100_001], packed.get(200_000)), (cells[1], None));
            assert!(packed.range(99_990..100_020).eq(cells[99_990..].iter().chain(&cells[..20])));
            assert!(Arc::ptr_eq(&packed.pieces[0], &packed.pieces[1]));
        }
        let bits = |x: &Option<f64>| x.map(f64::to_bits);
        let odd = [Some(0.0), Some(-0.0), None, Some(f64::NAN), Some(0.0)];
        let packed = Packed::from(odd.to_vec());
        assert!(packed.iter().map(bits).eq(odd.iter().map(bits)));
    }
}

//! Runs of cells over which requests are spread evenly.

use crate::scenario::RecordedBins;
use std::ops::Range;

/// Expected requests in a run of cells: `mean` in `from..to`, spread evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// First cell.
    pub from: u64,
    /// Cell after the last.
    pub to: u64,
    /// Expected requests in it.
    pub mean: f64,
}

impl Piece {
    /// The part of it before `cell`, which lies after its first.
    pub fn before(self, cell: u64) -> Self {
        cut(self, self.from, cell.max(self.from))
    }

    /// The same, so many cells earlier.
    pub(super) fn earlier(self, cells: u64) -> Self {
        Self { from: self.from - cells, to: self.to - cells, ..self }
    }
}

/// The bins in `cells`, which begin and end with bins.
pub(super) fn bin_pieces(bins: &RecordedBins, cells: Range<u64>) -> impl Iterator<Item = Piece> {
    let width = bins.cells;
    bins.within(cells).iter().map(move |&(bin, n)| {
        let from = u64::from(bin) * width;
        Piece { from, to: from + width, mean: f64::from(n) }
    })
}

/// The part of `piece` in `from..to`.
pub(super) fn cut(piece: Piece, from: u64, to: u64) -> Piece {
    let (a, b) = (piece.from.max(from), piece.to.min(to));
    Piece { from: a, to: b, mean: piece.mean * (b - a) as f64 / (piece.to - piece.from) as f64 }
}

/// `pieces` with those cells in `from..to` multiplied.
pub(super) fn surge(pieces: &[Piece], from: u64, to: u64, factor: f64) -> Vec<Piece> {
    let mut out = Vec::new();
    for piece in pieces {
        for (a, b, times) in [(piece.from, from, 1.0), (from, to, factor), (to, piece.to, 1.0)] {
            let (a, b) = (a.max(piece.from), b.min(piece.to));
            if a < b && times > 0.0 {
                let part = cut(*piece, a, b);
                out.push(Piece { mean: part.mean * times, ..part });
            }
        }
    }
    out
}

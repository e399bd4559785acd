//! C2: added delay of requests that are followed, by (User, SRV).

use crate::domain::Span;
use serde::{Deserialize, Serialize};

/// Added delay of the followed requests of a (User, SRV) pair, those first due while the scenario's mechanism was active apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedDelay {
    /// Bins of a minute.
    minute: u64,
    /// First due while it was not active, and while it was.
    by: [LongDelays; 2],
}

/// Added delays in fixed bins, and requests that are later than any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct LongDelays {
    /// How many in each bin, as far as any is used.
    bins: Vec<u64>,
    /// How many are above 1, 5 and 30 minutes, exactly.
    over: [u64; 3],
    /// How many were never answered.
    never: u64,
    /// How many that have an added delay told it.
    told: u64,
}

/// As they are kept: bins, those over, those never answered, those that told it.
type Kept = (Vec<(u64, u64)>, [u64; 3], u64, u64);

impl FollowedDelay {
    /// Minutes that are asked for, of all added delay.
    pub const MINUTES: [u64; 3] = [1, 5, 30];

    /// None yet, in cells of length `cell`.
    pub fn new(cell: Span) -> Self {
        Self { minute: 600_000 / cell.ms(), ..Self::default() }
    }

    /// `n` requests, each of which stands for `weight`, first due while `active` or not, have an added delay of `tenths` of a cell.
    pub fn add(&mut self, active: bool, tenths: u64, n: u64, weight: u32) {
        self.by[usize::from(active)].told += n;
        self.put(active, tenths, n * u64::from(weight));
    }

    fn put(&mut self, active: bool, tenths: u64, n: u64) {
        if n > 0 {
            let (limits, of) = (self.limits(), &mut self.by[usize::from(active)]);
            *of.bin(tenths) += n;
            of.over
                .iter_mut()
                .zip(limits)
                .for_each(|(over, l)| *over += if tenths > l { n } else { 0 });
        }
    }

    /// `n` of those with the first of two added delays have the second.
    pub fn postpone(&mut self, active: bool, (from, to): (u64, u64), n: u64) {
        let (limits, of) = (self.limits(), &mut self.by[usize::from(active)]);
        *of.bin(from) -= n;
        // What is as far as any is used is one thing only.
        while of.bins.pop_if(|n| *n == 0).is_some() {}
        of.over.iter_mut().zip(limits).for_each(|(over, l)| *over -= if from > l { n } else { 0 });
        self.put(active, to, n);
    }

    /// `n` requests were never answered.
    pub fn never_answered(&mut self, active: bool, n: u64) {
        self.by[usize::from(active)].never += n;
    }

    /// Those first due while the mechanism was active.
    pub fn while_active(&self) -> &LongDelays {
        &self.by[1]
    }

    /// Those first due while it was not.
    pub fn while_inactive(&self) -> &LongDelays {
        &self.by[0]
    }

    /// All of them.
    pub fn all(&self) -> LongDelays {
        let mut all = self.by[0].clone();
        all.merge(&self.by[1]);
        all
    }

    /// Adds another's.
    pub fn merge(&mut self, other: &Self) {
        self.minute = self.minute.max(other.minute);
        self.by.iter_mut().zip(&other.by).for_each(|(a, b)| a.merge(b));
    }

    fn limits(&self) -> [u64; 3] {
        Self::MINUTES.map(|minutes| minutes * self.minute)
    }
}

impl LongDelays {
    /// The upper edge of the bin of `tenths` of a cell: itself up to 64, then 32 bins in each doubling, so that it is at most
    /// 1/32 more.
    pub fn edge(tenths: u64) -> u64 {
        Self::edge_of(Self::place(tenths))
    }

    /// The number of the bin of `tenths` of a cell.
    fn place(tenths: u64) -> usize {
        if tenths <= 64 {
            return tenths as usize;
        }
        let shift = (tenths - 1).ilog2() - 5;
        let step = (tenths - 1) >> shift;
        65 + (shift as usize - 1) * 32 + step as usize - 32
    }

    /// The upper edge of a bin.
    fn edge_of(place: usize) -> u64 {
        match place.checked_sub(65) {
            None => place as u64,
            Some(above) => (above as u64 % 32 + 33) << (above / 32 + 1),
        }
    }

    /// How many are in the bin of `tenths` of a cell.
    fn bin(&mut self, tenths: u64) -> &mut u64 {
        let place = Self::place(tenths);
        if place >= self.bins.len() {
            self.bins.resize(place + 1, 0);
        }
        &mut self.bins[place]
    }

    /// Requests: those that have an added delay, and those never answered.
    pub fn count(&self) -> u64 {
        self.bins.iter().sum::<u64>() + self.never
    }

    /// How many that have an added delay told it: each tagged one stands for several.
    pub fn told(&self) -> u64 {
        self.told
    }

    /// Those never answered.
    pub fn never(&self) -> u64 {
        self.never
    }

    /// The upper edge of the bin that the `share` of all do not exceed, by nearest rank, tenths of a cell; none where there are
    /// none, or where it is among those never answered, which are later than any.
    pub fn quantile(&self, share: f64) -> Option<u64> {
        let rank = (libm::ceil(self.count() as f64 * share) as u64).max(1);
        let mut seen = 0;
        self.bins().find_map(|(edge, n)| {
            seen += n;
            (seen >= rank).then_some(edge)
        })
    }

    /// How many are above 1, 5 and 30 minutes: those never answered are.
    pub fn over(&self) -> [u64; 3] {
        self.over.map(|n| n + self.never)
    }

    /// The bins that hold any, by their upper edge.
    pub fn bins(&self) -> impl Iterator<Item = (u64, u64)> {
        let all = self.bins.iter().enumerate().filter(|(_, n)| **n > 0);
        all.map(|(place, n)| (Self::edge_of(place), *n))
    }

    fn merge(&mut self, other: &Self) {
        other.bins().for_each(|(edge, n)| *self.bin(edge) += n);
        self.over.iter_mut().zip(other.over).for_each(|(a, b)| *a += b);
        self.never += other.never;
        self.told += other.told;
    }
}

impl From<LongDelays> for Kept {
    fn from(of: LongDelays) -> Self {
        (of.bins().collect(), of.over, of.never, of.told)
    }
}

impl From<Kept> for LongDelays {
    fn from((bins, over, never, told): Kept) -> Self {
        let mut of = Self { bins: Vec::new(), over, never, told };
        bins.into_iter().for_each(|(edge, n)| *of.bin(edge) = n);
        of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2_a_bin_of_what_is_followed_reaches_at_most_a_32nd_further_and_minutes_are_exact() {
        for tenths in (0..5_000).chain([86_400, 863_999, 10_000_000]) {
            let edge = LongDelays::edge(tenths);
            assert!(edge >= tenths && (edge - tenths) * 32 <= tenths, "{tenths}: {edge}");
            assert_eq!(LongDelays::edge(edge), edge);
        }
        let edges: std::collections::BTreeSet<u64> = (0..864_000).map(LongDelays::edge).collect();
        assert!(edges.len() < 600, "{}", edges.len());
        let mut followed = FollowedDelay::new(Span::from_s(10));
        // In cells of 10 s a tenth is a second.
        for (tenths, n) in [(60, 5), (61, 3), (301, 1), (1_801, 1)] {
            followed.add(true, tenths, n, 1);
        }
        assert_eq!(followed.while_active().over(), [5, 2, 1]);
        followed.postpone(true, (61, 301), 3);
        assert_eq!(followed.while_active().over(), [5, 5, 1]);
    }

    #[test]
    fn c2_requests_never_answered_are_later_than_any() {
        let mut followed = FollowedDelay::new(Span::from_s(10));
        followed.add(false, 7, 6, 1);
        followed.never_answered(false, 4);
        let all = followed.all();
        assert_eq!((all.count(), all.never(), all.over()), (10, 4, [4; 3]));
        assert_eq!(
            (all.quantile(0.5), all.quantile(0.6), all.quantile(0.95)),
            (Some(7), Some(7), None)
        );
    }
}

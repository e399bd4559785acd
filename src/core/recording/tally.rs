//! Counts by half-hour, kind and place in it, packed: rows come in any order, and what is kept grows with counts alone.

use std::collections::BTreeMap;

/// Counts of many half-hours.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    halves: BTreeMap<i64, HalfHour>,
}

/// Counts of a half-hour.
#[derive(Clone, Debug, Default)]
struct HalfHour {
    /// By key in order: the distance from the key before, and the count, seven bits a byte.
    packed: Vec<u8>,
    entries: usize,
    /// What has come since, in any order.
    fresh: Vec<(u32, u32)>,
}

/// So much waits at least before a half-hour is packed again.
const LEAST: usize = 128;

impl Tally {
    /// Counts `n` more at `key` of `half_hour`; none marks it as one of which something is known.
    #[inline]
    pub fn add(&mut self, half_hour: i64, key: u32, n: u32) {
        let half = self.halves.entry(half_hour).or_default();
        if n > 0 {
            half.fresh.push((key, n));
        }
        // Each row is moved a bounded number of times, whatever their order.
        if half.fresh.len() >= LEAST.max(half.entries / 8) {
            half.pack();
        }
    }

    /// Packs everything.
    pub fn close(&mut self) {
        for half in self.halves.values_mut() {
            half.pack();
            half.fresh = Vec::new();
            half.packed.shrink_to_fit();
        }
    }

    /// The half-hours of which something is known, in order.
    pub fn half_hours(&self) -> impl Iterator<Item = i64> {
        self.halves.keys().copied()
    }

    /// Keys and counts of `half_hour`, by key; after [`Tally::close`].
    pub fn of(&self, half_hour: i64) -> impl Iterator<Item = (u32, u64)> {
        self.halves.get(&half_hour).into_iter().flat_map(|half| unpack(&half.packed))
    }
}

impl HalfHour {
    fn pack(&mut self) {
        self.fresh.sort_unstable_by_key(|(key, _)| *key);
        let mut packed = Vec::with_capacity(self.packed.len() + 2 * self.fresh.len());
        let (mut last, mut entries) = (0, 0);
        let mut old = unpack(&self.packed).peekable();
        let mut new = self.fresh.iter().map(|(key, n)| (*key, u64::from(*n))).peekable();
        loop {
            let key = match (old.peek(), new.peek()) {
                (Some((a, _)), Some((b, _))) => *a.min(b),
                (Some((key, _)), None) | (None, Some((key, _))) => *key,
                (None, None) => break,
            };
            let mut n = old.next_if(|(k, _)| *k == key).map_or(0, |(_, n)| n);
            while let Some((_, more)) = new.next_if(|(k, _)| *k == key) {
                n += more;
            }
            write(&mut packed, u64::from(key - last));
            write(&mut packed, n);
            (last, entries) = (key, entries + 1);
        }
        drop(old);
        self.fresh.clear();
        (self.packed, self.entries) = (packed, entries);
    }
}

fn write(into: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        into.push(n as u8 | 0x80);
        n >>= 7;
    }
    into.push(n as u8);
}

fn unpack(packed: &[u8]) -> impl Iterator<Item = (u32, u64)> {
    let mut bytes = packed.iter();
    let mut next = move || {
        let (mut n, mut shift) = (0, 0);
        loop {
            let byte = *bytes.next()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(n);
            }
            shift += 7;
        }
    };
    let mut key = 0;
    std::iter::from_fn(move || {
        key += next()? as u32;
        Some((key, next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_the_same_whatever_the_order_of_rows() {
        let mut known: BTreeMap<(i64, u32), u64> = BTreeMap::new();
        let mut tally = Tally::default();
        let mut state = 7_u64;
        for _ in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (half, key, n) =
                ((state >> 60) as i64, (state >> 40) as u32 % 900, (state >> 33) as u32 % 300);
            tally.add(half, key, n);
            *known.entry((half, key)).or_default() += u64::from(n);
        }
        tally.close();
        known.retain(|_, n| *n > 0);
        let halves: Vec<i64> = tally.half_hours().collect();
        let all = halves.iter().flat_map(|h| tally.of(*h).map(|(key, n)| ((*h, key), n)));
        assert_eq!(all.collect::<BTreeMap<_, _>>(), known);
    }
}

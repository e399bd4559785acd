//! What has been seen of a log before: for rows that may come twice.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::cmp::Ordering;
use std::hash::{BuildHasher, Hasher};

/// So many of the last rows are remembered at least, and at most twice as many: memory does not grow with the log.
pub const REMEMBERED: usize = 1 << 20;

/// The last of what was seen, in two parts, of which the older is forgotten when the newer is full.
///
/// Rows that are alike have the same time. So one that is later than all before it is like none of them, and of most logs, which are
/// in order, rows need no table: they wait in a list until one comes that is earlier.
#[derive(Debug, Default)]
pub struct Seen {
    newer: HashTable<u64>,
    older: HashTable<u64>,
    /// Of rows in the order of their times, which are in no table yet.
    waiting: Vec<u64>,
    /// From where on in `waiting` those of the latest time are; none where some of them are in a table.
    latest: Option<usize>,
}

/// So many rows of one time are compared one by one.
const FEW: usize = 64;

impl Seen {
    /// Whether `parts`, which have any time, have been seen together before; they have from now on.
    pub fn again<'a>(&mut self, parts: impl Iterator<Item = &'a [u8]>) -> bool {
        self.is_known(hash_of(parts))
    }

    /// The same of the parts of a row whose time compares so with the latest before.
    pub fn again_at<'a>(&mut self, time: Ordering, parts: impl Iterator<Item = &'a [u8]>) -> bool {
        let hash = hash_of(parts);
        if time == Ordering::Greater {
            // What is as far back is forgotten.
            if self.waiting.len() >= 2 * REMEMBERED {
                self.waiting.drain(..REMEMBERED);
            }
            self.latest = Some(self.waiting.len());
        }
        let alike = self.latest.map(|from| &self.waiting[from..]).filter(|few| few.len() < FEW);
        match alike.filter(|_| time != Ordering::Less) {
            Some(alike) if alike.contains(&hash) => true,
            Some(_) => {
                self.waiting.push(hash);
                false
            }
            None => {
                self.latest = None;
                for waiting in std::mem::take(&mut self.waiting) {
                    self.is_known(waiting);
                }
                self.is_known(hash)
            }
        }
    }

    fn is_known(&mut self, hash: u64) -> bool {
        let known = |table: &HashTable<u64>| table.find(hash, |h| *h == hash).is_some();
        if known(&self.newer) || known(&self.older) {
            return true;
        }
        if self.newer.len() == REMEMBERED {
            std::mem::swap(&mut self.newer, &mut self.older);
            self.newer.clear();
            // At once, so that no smaller table is held beside it while it grows.
            self.newer.reserve(REMEMBERED, |h| *h);
        }
        self.newer.insert_unique(hash, hash, |h| *h);
        false
    }
}

/// A number for `parts` together.
pub fn hash_of<'a>(parts: impl Iterator<Item = &'a [u8]>) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    for part in parts {
        hasher.write(part);
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn rows_are_known_again_whatever_the_order_of_their_times() {
        // How far times fall back at most: in order, a little out of it, in none; and how many rows are of one time.
        for (back, of_one) in [(0_u64, 1_u64), (0, 500), (3, 5), (400, 100), (100_000, 50)] {
            let (mut seen, mut known) = (Seen::default(), BTreeSet::new());
            let (mut state, mut last, mut twice) = (back + 3, 0, 0);
            for i in 0..60_000_u64 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = (i / of_one).saturating_sub((state >> 33) % (back + 1)) + 1;
                let row = [at.to_le_bytes(), ((state >> 20) % 20).to_le_bytes()];
                let again = seen.again_at(at.cmp(&last), row.iter().map(|field| &field[..]));
                last = last.max(at);
                assert_eq!(again, !known.insert(row), "row {i}, {back} back, {of_one} of a time");
                twice += u32::from(again);
            }
            assert!(twice > 0 || (back == 0 && of_one == 1), "{back} back, {of_one} of a time");
        }
    }
}

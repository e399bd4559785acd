//! What has been seen of a log before: for rows that may come twice.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::{BuildHasher, Hasher};

/// So many of the last rows are remembered at least, and at most twice as many: memory does not grow with the log.
pub const REMEMBERED: usize = 1 << 20;

/// The last of what was seen, in two parts, of which the older is forgotten when the newer is full.
#[derive(Debug, Default)]
pub struct Seen {
    newer: HashTable<u64>,
    older: HashTable<u64>,
}

impl Seen {
    /// Whether `parts` have been seen together before; they have from now on.
    pub fn again<'a>(&mut self, parts: impl Iterator<Item = &'a [u8]>) -> bool {
        let hash = hash_of(parts);
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

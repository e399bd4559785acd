//! What has been seen of a log before: for rows that may come twice.

use super::lately::Lately;
use foldhash::fast::FixedState;
use std::cmp::Ordering;
use std::hash::{BuildHasher, Hasher};

/// So many of the last rows are remembered at least, and at most twice as many: memory does not grow with the log.
pub const REMEMBERED: usize = 1 << 20;

/// The last of what was seen, of rows of each of which `T` is to be told whether it has been seen before.
///
/// Rows that are alike have the same time. So one that is later than all before it is like none of them, and of most logs, which are
/// in order, rows need no table: they wait in a list until one comes that is earlier. What has to be looked up is looked up together.
#[derive(Debug)]
pub struct Seen<T> {
    lately: Lately,
    /// Of rows in the order of their times, which are in no table yet.
    waiting: Vec<u64>,
    /// From where on in `waiting` those of the latest time are; none where some of them are in a table.
    latest: Option<usize>,
    /// What is to be looked up, in order.
    asked: Vec<(u64, T)>,
}

/// Takes, of what was asked, whether it has been seen before.
pub type Told<'a, T> = &'a mut dyn FnMut(T, bool);

/// So many rows of one time are compared one by one.
const FEW: usize = 64;
/// So many are looked up together: their places fit in the memory that is next to the processor.
const TOGETHER: usize = 256;

impl<T: Copy> Seen<T> {
    /// Nothing yet.
    pub fn new() -> Self {
        let asked = Vec::with_capacity(TOGETHER);
        Self { lately: Lately::new(REMEMBERED), waiting: Vec::new(), latest: None, asked }
    }

    /// Asks of what has this `hash` whether it has been seen before; it has from now on. `told` is given the answers to this and what was
    /// asked before, some time, until [`Seen::tell`].
    pub fn ask(&mut self, hash: u64, of: T, told: Told<'_, T>) {
        self.asked.push((hash, of));
        if self.asked.len() == TOGETHER {
            self.tell(told);
        }
    }

    /// The same of a row whose time compares so with the latest before.
    pub fn ask_at(&mut self, time: Ordering, hash: u64, of: T, told: Told<'_, T>) {
        if time == Ordering::Greater {
            // What is as far back is forgotten.
            if self.waiting.len() >= 2 * REMEMBERED {
                self.waiting.drain(..REMEMBERED);
            }
            self.latest = Some(self.waiting.len());
        }
        let alike = self.latest.map(|from| &self.waiting[from..]).filter(|few| few.len() < FEW);
        match alike.filter(|_| time != Ordering::Less) {
            Some(alike) if alike.contains(&hash) => told(of, true),
            Some(_) => {
                self.waiting.push(hash);
                told(of, false);
            }
            None => {
                self.latest = None;
                self.tell(told);
                for together in std::mem::take(&mut self.waiting).chunks(TOGETHER) {
                    self.lately.fetch(together.iter().copied());
                    together.iter().for_each(|hash| _ = self.lately.again(*hash));
                }
                self.ask(hash, of, told);
            }
        }
    }

    /// Tells all that was asked.
    pub fn tell(&mut self, told: Told<'_, T>) {
        self.lately.fetch(self.asked.iter().map(|(hash, _)| *hash));
        for (hash, of) in self.asked.drain(..) {
            told(of, self.lately.again(hash));
        }
    }

    /// Whether what has this `hash` has been seen before, at once; all that was asked before it has to be told.
    pub fn again(&mut self, hash: u64) -> bool {
        debug_assert!(self.asked.is_empty(), "in order");
        self.lately.again(hash)
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
            let (mut seen, mut known) = (Seen::new(), BTreeSet::new());
            let mut answers = 0;
            let mut told = |(i, again): (u64, bool), told: bool| {
                assert_eq!(told, again, "row {i}, {back} back, {of_one} of a time");
                answers += 1;
            };
            let (mut state, mut last, mut twice) = (back + 3, 0, 0);
            for i in 0..60_000_u64 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = (i / of_one).saturating_sub((state >> 33) % (back + 1)) + 1;
                let row = [at.to_le_bytes(), ((state >> 20) % 20).to_le_bytes()];
                let again = !known.insert(row);
                let hash = hash_of(row.iter().map(|field| &field[..]));
                seen.ask_at(at.cmp(&last), hash, (i, again), &mut told);
                last = last.max(at);
                twice += u32::from(again);
            }
            seen.tell(&mut told);
            assert_eq!(answers, 60_000);
            assert!(twice > 0 || (back == 0 && of_one == 1), "{back} back, {of_one} of a time");
        }
    }
}

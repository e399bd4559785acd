//! Numbers that came lately, looked up where each is once: for rows that may come twice.
//!
//! Of a log of millions of rows this is what takes the time: for each row the processor has to wait for another place of memory. So
//! there is but one for a number, where it is put if it is new; and of many numbers memory can be asked together ([`Lately::fetch`]).

/// The last of what came, in two generations, of which the older is forgotten when the newer is full.
#[derive(Debug)]
pub struct Lately {
    /// Each number at the place that its first bits say, or at the next that was free; 0 where there is none. Its last bit is that of its generation.
    slots: Vec<u64>,
    /// How many of the first bits say a place.
    bits: u32,
    /// How many a generation has.
    most: usize,
    /// How many of the newer generation there are, and of the older.
    newer: usize,
    older: usize,
    /// The last bit of the newer.
    now: u64,
}

/// Places that there are at first: 2 to the power of it.
const FEWEST: u32 = 10;

impl Lately {
    /// None yet; `most` at least are remembered, and twice as many at most.
    pub fn new(most: usize) -> Self {
        Self { slots: Vec::new(), bits: FEWEST, most, newer: 0, older: 0, now: 0 }
    }

    /// Whether `number`, of which all bits are as good as random, came lately; it has from now on.
    #[inline]
    pub fn again(&mut self, number: u64) -> bool {
        // Never 0.
        let number = (number | 2) & !1;
        let Some(mut free) = self.find(number) else {
            return true;
        };
        let full = self.newer == self.most;
        if full {
            self.age();
        }
        // At most half of the places are taken, or numbers would stand far from theirs.
        let crowded = 2 * (self.newer + self.older) >= self.slots.len();
        if crowded {
            self.grow();
        }
        if full || crowded {
            free = self.find(number).unwrap_or(free);
        }
        self.put(free, number | self.now);
        self.newer += 1;
        false
    }

    /// Looks at the places of `numbers` and does nothing: what is found at one does not decide what comes next, so that none has to wait for
    /// the one before it, and all are at hand afterwards.
    pub fn fetch(&self, numbers: impl Iterator<Item = u64>) {
        let found = numbers.map(|number| self.slots.get(self.place(number)).copied());
        std::hint::black_box(found.fold(0, |all, slot| all ^ slot.unwrap_or(0)));
    }

    #[inline]
    fn place(&self, number: u64) -> usize {
        (number >> (u64::BITS - self.bits)) as usize
    }

    /// Where `number` may be put; none where it is there.
    #[inline]
    fn find(&self, number: u64) -> Option<usize> {
        let mut place = self.place(number);
        while let Some(&other) = self.slots.get(place) {
            if other & !1 == number {
                return None;
            }
            if other == 0 {
                break;
            }
            place += 1;
        }
        Some(place)
    }

    /// Puts `number` at `place`, which may be one behind the last.
    fn put(&mut self, place: usize, number: u64) {
        match self.slots.get_mut(place) {
            Some(slot) => *slot = number,
            None => self.slots.push(number),
        }
    }

    /// Forgets the older generation; the newer is the older from now on.
    fn age(&mut self) {
        for place in 0..self.slots.len() {
            let number = std::mem::take(&mut self.slots[place]);
            // All before it have been put anew, so that it comes no further behind.
            if number != 0 && number & 1 == self.now {
                self.keep(number);
            }
        }
        (self.older, self.newer) = (self.newer, 0);
        self.now = 1 - self.now;
    }

    /// Twice as many places.
    fn grow(&mut self) {
        if !self.slots.is_empty() {
            self.bits += 1;
        }
        let before = std::mem::replace(&mut self.slots, vec![0; 1 << self.bits]);
        before.into_iter().filter(|number| *number != 0).for_each(|n| self.keep(n));
    }

    /// Puts `number`, with its generation, where it belongs.
    fn keep(&mut self, number: u64) {
        if let Some(free) = self.find(number & !1) {
            self.put(free, number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The same by two sets.
    struct Sets([BTreeSet<u64>; 2], usize);

    impl Sets {
        fn again(&mut self, number: u64) -> bool {
            let Self([newer, older], most) = self;
            if newer.contains(&number) || older.contains(&number) {
                return true;
            }
            if newer.len() == *most {
                *older = std::mem::take(newer);
            }
            !newer.insert(number)
        }
    }

    #[test]
    fn what_came_lately_is_known_and_what_came_before_it_is_forgotten() {
        // Spread over all places, and crowded where the list ends.
        for (most, crowded) in
            [(1, 0), (7, 0), (512, 0), (1_000, 0), (5_000, 0), (300, u64::MAX << 48)]
        {
            let (mut lately, mut sets) = (Lately::new(most), Sets(Default::default(), most));
            let (mut state, mut twice) = (most as u64, 0);
            for i in 0..40_000 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let one_of = (state >> 33) % (5 * most as u64);
                let number = one_of.wrapping_mul(0x9e37_79b9_7f4a_7c15) << 2 | crowded;
                let again = sets.again(number);
                assert_eq!(lately.again(number), again, "the {i}th, of {most}");
                twice += u32::from(again);
            }
            assert!((1_000..39_000).contains(&twice), "{twice} of 40,000 came again, of {most}");
        }
    }
}

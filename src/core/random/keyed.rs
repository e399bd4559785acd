//! The generator: xoshiro256++, started from a key for each purpose and name.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Gamma, StandardNormal};

/// What a stream of draws is for. The number is part of the key: it stays when purposes are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A User's day-to-day factor (T3): User, date.
    UserDay = 0,
    /// Everybody's day-to-day factor (T3): date.
    CommonDay = 1,
    /// A cohort's count in a block (T3): cohort, half-hour; an exact day's: cohort, date.
    Count = 2,
    /// Where in a block a cohort's requests fall (T4): cohort, half-hour.
    Place = 3,
    /// Who stands where in a cell's order (G3, G4): cell.
    Order = 4,
    /// What one User's place in that order means for its attempts, and when it retries (G3, U1): cell, User.
    User = 5,
    /// Where in the backlog a cell's admitted requests stand (G5, G6): cell.
    Backlog = 6,
    /// In which block of its spread a future-dated request is started (T2): cohort, due cell.
    Due = 7,
    /// Which DCC-scheduled requests are taken (G4): cell.
    Scheduled = 8,
    /// Which of a batch have left the backlog at a block's end: block.
    Settle = 9,
    /// In which cell of that block: cohort and its first cell there, due cell.
    StartPlace = 10,
    /// What network parties learn in a storm (G9): cell, party.
    Storm = 11,
    /// Which of a block's critical requests fall so late that their second submissions fall over its end
    /// (T6), and where: cohort, half-hour.
    Tail = 12,
    /// Which of what the backlog holds longest is processed in a cell (G6): cell.
    Processed = 13,
    /// Whose devices have no power, when those are asked again, whether an aborted process begins anew
    /// (G9, T7): cell.
    Answer = 14,
    /// Which plain requests of a cell go to devices without power (G9): cell, User.
    Dark = 15,
    /// Which attempts are quarantined or capped (G2), and which wait in a buffer (M9): cell, User.
    Before = 16,
    /// Which copies of a request remain when one has been processed (U2): cell.
    Copies = 17,
    /// In which order buffers are served, and what leaves them (M9): cell.
    Buffers = 18,
    /// What Users put off when warned (M8): cell, User.
    PutOff = 19,
    /// How many alerts many devices send in a half-hour, and when (N1): source, half-hour.
    Alerts = 20,
    /// Of which devices that repeat themselves a source's alerts are (N2, N3): source, the window's first cell.
    Devices = 21,
    /// Whether what storms tell is held back (N2): cell, party.
    Told = 22,
    /// Which messages leave the DSP (N5): cell, place in the order of importance.
    Outbound = 23,
    /// Which messages an adapter takes, and which it loses (N6): cell, User.
    Adapter = 24,
    /// When DCC-scheduled work that maintenance held up runs: cell.
    Released = 25,
    /// Whether and when events occur, and how large they are (section 3): event, date.
    Occurs = 26,
    /// What Users resend of requests that end while there is no service: the cell in which that is decided.
    Resent = 27,
    /// When attempts are made that meet no service and were counted at once (G1, U1): cell, half-hours 0, cells 1.
    Unserved = 28,
    /// Which of a cohort's requests may go to devices without power, where those fall, which do, and when they are asked again
    /// (G9): cohort, half-hour; of those that fell due together: cohort and their first cell, due cell.
    Doubtful = 29,
    /// What a fit draws of what it has found, to know its errors (T9): repetition, what for.
    Fit = 38,
    /// A User's factor of a half-hour (T3): User, half-hour.
    UserSlot = 40,
    /// Everybody's factor of a half-hour (T3): half-hour.
    CommonSlot = 41,
    /// What is drawn of assumptions beside their even points, and to judge what they do (C6): input or figure, draw.
    Assumption = 50,
    /// With which day of a log a block of days of a course begins (T8): the block's first date.
    LogDay = 60,
    /// How recorded requests are superposed or thinned where they grow (T8, M2): cohort, half-hour.
    Grown = 61,
}

const PURPOSES: usize = 62;
/// What dates and half-hours by the clock name, and cells do not: the same in every part of a course (T5).
const DATED: [Purpose; 11] = [
    Purpose::UserDay,
    Purpose::CommonDay,
    Purpose::UserSlot,
    Purpose::CommonSlot,
    Purpose::Count,
    Purpose::Place,
    Purpose::Tail,
    Purpose::Doubtful,
    Purpose::Occurs,
    Purpose::LogDay,
    Purpose::Grown,
];

/// The keys of one replication.
#[derive(Clone, Debug)]
pub struct Keys {
    words: [[u64; 4]; PURPOSES],
    before: u64,
}

impl Keys {
    /// Keys for `replication` of a study with `seed`.
    pub fn new(seed: u64, replication: u32) -> Self {
        let words = std::array::from_fn(|purpose| {
            let mut hash = blake3::Hasher::new();
            hash.update(b"headroom streams, version 1");
            hash.update(&seed.to_le_bytes());
            hash.update(&replication.to_le_bytes());
            hash.update(&[purpose as u8]);
            words(hash.finalize().as_bytes())
        });
        Self { words, before: u64::MAX }
    }

    /// The keys of the episode of a course that begins with half-hour `half_hour`, by a number that no other has: its
    /// cells count from its own start, so what cells name is named by that too.
    pub fn of_episode(&self, half_hour: u64) -> Self {
        let mut own = self.clone();
        own.before = u64::MAX ^ half_hour;
        for (purpose, key) in own.words.iter_mut().enumerate() {
            if DATED.iter().all(|d| *d as usize != purpose) {
                key.iter_mut().for_each(|word| *word = mix(*word ^ mix(half_hour)));
            }
        }
        own
    }

    /// Names, in place of a date, what was before the run.
    pub fn before(&self) -> u64 {
        self.before
    }

    /// The stream for `purpose` and the name (`a`, `b`).
    pub fn draws(&self, purpose: Purpose, a: u64, b: u64) -> Draws {
        let key = &self.words[purpose as usize];
        let high = mix(mix(key[0] ^ a).wrapping_add(b));
        let low = mix(mix(key[1] ^ b).wrapping_add(a));
        let seed = [
            mix(high ^ key[2]),
            mix(low ^ key[3]),
            mix(high.wrapping_add(low)),
            mix(high ^ low.rotate_left(32) ^ key[2].wrapping_add(key[3])),
        ];
        let mut bytes = [0; 32];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(seed) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        Draws { generator: Xoshiro256PlusPlus::from_seed(bytes), spare: None }
    }
}

/// The key of a name: the same wherever it stands in a list.
pub fn name_key(parts: &[&str]) -> u64 {
    let mut hash = blake3::Hasher::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    words(hash.finalize().as_bytes())[0]
}

fn words(bytes: &[u8; 32]) -> [u64; 4] {
    std::array::from_fn(|i| {
        u64::from_le_bytes(bytes[8 * i..8 * i + 8].try_into().expect("eight bytes"))
    })
}

/// A bijection of 64 bits in which every input bit changes half of the output bits (SplitMix64's).
pub(super) fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// One stream of draws.
#[derive(Clone, Debug)]
pub struct Draws {
    generator: Xoshiro256PlusPlus,
    /// The other half of a word of which only 32 bits were needed.
    pub(super) spare: Option<u32>,
}

impl Draws {
    /// Uniform in [0, 1), a multiple of 2⁻⁵³.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.generator.random::<u64>() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Sixty-four random bits.
    #[inline]
    pub(super) fn word(&mut self) -> u64 {
        self.generator.random::<u64>()
    }

    /// Uniform in 0..n, exactly; `n` is at least one.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        if let Ok(n) = u32::try_from(n) {
            return u64::from(self.below_32(n));
        }
        loop {
            let product = u128::from(self.generator.random::<u64>()) * u128::from(n);
            let low = product as u64;
            if low >= n || low >= n.wrapping_neg() % n {
                return (product >> 64) as u64;
            }
        }
    }

    #[inline]
    fn below_32(&mut self, n: u32) -> u32 {
        loop {
            let product = u64::from(self.half()) * u64::from(n);
            let low = product as u32;
            if low >= n || low >= n.wrapping_neg() % n {
                return (product >> 32) as u32;
            }
        }
    }

    #[inline]
    fn half(&mut self) -> u32 {
        if let Some(half) = self.spare.take() {
            return half;
        }
        let word = self.generator.random::<u64>();
        self.spare = Some((word >> 32) as u32);
        word as u32
    }

    /// A standard normal number.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.generator)
    }

    /// A gamma factor of mean 1 and coefficient of variation `cv` (T3); 1 where `cv` is 0.
    pub fn gamma_factor(&mut self, cv: f64) -> f64 {
        if cv == 0.0 {
            return 1.0;
        }
        let shape = 1.0 / (cv * cv);
        Gamma::new(shape, 1.0 / shape).map_or(1.0, |gamma| gamma.sample(&mut self.generator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_depend_on_every_part_of_their_name_and_on_nothing_else() {
        let first = |seed, replication, purpose, a, b| {
            Keys::new(seed, replication).draws(purpose, a, b).below(u64::MAX)
        };
        let base = first(1, 0, Purpose::Count, 5, 7);
        assert_eq!(base, first(1, 0, Purpose::Count, 5, 7));
        for other in [
            first(2, 0, Purpose::Count, 5, 7),
            first(1, 1, Purpose::Count, 5, 7),
            first(1, 0, Purpose::Place, 5, 7),
            first(1, 0, Purpose::Count, 7, 5),
            first(1, 0, Purpose::Count, 5, 8),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn golden_bits_do_not_move() {
        let mut draws =
            Keys::new(1, 0).draws(Purpose::Count, name_key(&["british-gas", "7.4"]), 19_179);
        let got: Vec<u64> = (0..4).map(|_| draws.below(1_000_000)).collect();
        assert_eq!(got, GOLDEN);
    }

    const GOLDEN: [u64; 4] = [126_142, 875_241, 736_057, 910_294];
}

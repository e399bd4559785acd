//! How recorded requests were answered, and when refused ones came again (T9): sums by kind, so that memory does not grow with rows.
//!
//! Of a request with an identity the delay since its attempt before is known. Of counts it is not, but ages are: how long after the
//! request's first attempt this one was made. The mean age of a further attempt less that of the refused attempts before it is the mean
//! delay between, since all of a kind that are refused wait by the same rule.

use super::moment::HALF_HOUR;
use super::row::Row;
use super::seen::{REMEMBERED, hash_of};
use super::status::Answer;
use super::tally::Tally;
use hashbrown::HashTable;
use std::collections::BTreeMap;

/// Attempts that are told apart; later ones count as the last.
pub const MOST: usize = 24;

/// What became of attempts, in keys of a tally: kind × 4 and one of these.
const ACCEPTED: u32 = 0;
const REFUSED: u32 = 1;
const WITHOUT_SERVICE: u32 = 2;

/// Numbers summed up, each so many times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sums {
    /// How many.
    pub n: f64,
    /// Their sum, seconds.
    pub sum: f64,
    /// That of their squares.
    pub squares: f64,
    /// The least and the largest of them.
    pub ends: (f64, f64),
}

impl Default for Sums {
    fn default() -> Self {
        Self { n: 0.0, sum: 0.0, squares: 0.0, ends: (f64::INFINITY, f64::NEG_INFINITY) }
    }
}

impl Sums {
    fn add(&mut self, ms: i64, n: f64) {
        let seconds = ms as f64 / 1_000.0;
        self.n += n;
        self.sum += n * seconds;
        self.squares += n * seconds * seconds;
        self.ends = (self.ends.0.min(seconds), self.ends.1.max(seconds));
    }

    /// With what is in another.
    pub fn join(&mut self, other: &Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares += other.squares;
        self.ends = (self.ends.0.min(other.ends.0), self.ends.1.max(other.ends.1));
    }

    /// Their mean.
    pub fn mean(&self) -> f64 {
        self.sum / self.n
    }

    /// Their variance, as a population's.
    pub fn variance(&self) -> f64 {
        (self.squares / self.n - self.mean() * self.mean()).max(0.0)
    }
}

/// Attempts of one number: first ones, second ones, …
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Attempts {
    /// How many were made.
    pub made: f64,
    /// Those that were refused or met no service.
    pub refused: f64,
    /// Ages of those made, where they are known.
    pub ages: Sums,
    /// Ages of those refused.
    pub refused_ages: Sums,
    /// Delays since the attempt before, where requests have an identity.
    pub delays: Sums,
}

impl Attempts {
    /// With what is in another.
    pub fn join(&mut self, other: &Self) {
        self.made += other.made;
        self.refused += other.refused;
        self.ages.join(&other.ages);
        self.refused_ages.join(&other.refused_ages);
        self.delays.join(&other.delays);
    }
}

/// How long answers took, in steps of a fiftieth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Responses(BTreeMap<i32, u64>);

const STEP: f64 = 0.02;

impl Responses {
    fn add(&mut self, ms: i64, n: u64) {
        let step = libm::floor(libm::log(ms.max(1) as f64) / STEP) as i32;
        *self.0.entry(step).or_default() += n;
    }

    /// How many there are.
    pub fn n(&self) -> u64 {
        self.0.values().sum()
    }

    /// Seconds within which this share of them came, to a fiftieth.
    pub fn within(&self, share: f64) -> Option<f64> {
        let wanted = share * self.n() as f64;
        let mut so_far = 0;
        let step = self.0.iter().find(|(_, n)| {
            so_far += *n;
            so_far as f64 >= wanted
        })?;
        Some(libm::exp((f64::from(*step.0) + 0.5) * STEP) / 1_000.0)
    }
}

/// The last attempt of a request that was refused.
#[derive(Clone, Copy, Debug)]
struct Last {
    hash: u64,
    at: i64,
    first: i64,
    attempt: u32,
}

/// How the requests of a log were answered.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    tally: Tally,
    /// By kind and number of attempt, first ones first.
    pub attempts: Vec<[Attempts; MOST]>,
    /// By mode, in the order of its words: on demand, future dated, DCC scheduled.
    pub responses: [Responses; 3],
    /// Attempts of which the log says how they were answered.
    pub told: u64,
    /// Rows that do not say it.
    pub silent: u64,
    /// Whether requests have an identity, and ages.
    pub by_identity: bool,
    /// Rows that stand after a later one of the same request.
    pub backwards: u64,
    newer: HashTable<Last>,
    older: HashTable<Last>,
}

impl Answers {
    /// Notes a row of this kind.
    pub fn note(&mut self, row: &Row<'_>, kind: u32) {
        let n = u64::from(row.count);
        let Some(answer) = row.answer else {
            self.silent += 1;
            return;
        };
        self.told += n;
        let what = match answer {
            Answer::Accepted => ACCEPTED,
            Answer::Refused | Answer::Ended => REFUSED,
            Answer::WithoutService => WITHOUT_SERVICE,
        };
        self.tally.add(row.at.div_euclid(HALF_HOUR), 4 * kind + what, row.count);
        if what == ACCEPTED
            && let Some(answered) = row.answered
        {
            self.responses[row.mode as usize].add(answered - row.at, n);
        }
        let refused = what != ACCEPTED && answer != Answer::Ended;
        let (attempt, first, delay) = match row.id {
            Some(id) => match self.followed((kind, id), row, refused) {
                Some(known) => known,
                None => return,
            },
            None if row.submission > 1 => return,
            None => (row.attempt, row.first.or((row.attempt == 1).then_some(row.at)), None),
        };
        if self.attempts.len() <= kind as usize {
            self.attempts.resize(kind as usize + 1, [Attempts::default(); MOST]);
        }
        let of = &mut self.attempts[kind as usize][(attempt as usize).clamp(1, MOST) - 1];
        let n = n as f64;
        of.made += n;
        if refused {
            of.refused += n;
        }
        if let Some(first) = first {
            of.ages.add(row.at - first, n);
            if refused {
                of.refused_ages.add(row.at - first, n);
            }
        }
        if let Some(delay) = delay {
            of.delays.add(delay, n);
        }
    }

    /// Which attempt of its request a row is, when that was first made, and how long after a refused one; none of a row that came before.
    fn followed(
        &mut self,
        (kind, id): (u32, &[u8]),
        row: &Row<'_>,
        refused: bool,
    ) -> Option<(u32, Option<i64>, Option<i64>)> {
        self.by_identity = true;
        let (kind, submission) = (kind.to_le_bytes(), [row.submission as u8]);
        let hash = hash_of([id, &kind[..], &submission[..]].into_iter());
        let same = |l: &Last| l.hash == hash;
        let before = [&self.newer, &self.older].into_iter().find_map(|t| t.find(hash, same));
        let before = before.copied();
        if before.is_some_and(|b| b.at >= row.at) {
            self.backwards += u64::from(before.is_some_and(|b| b.at > row.at));
            return None;
        }
        let (attempt, first) = match before {
            Some(b) => ((b.attempt + 1).max(row.attempt), b.first),
            None => (row.attempt, row.first.unwrap_or(row.at)),
        };
        for table in [&mut self.newer, &mut self.older] {
            if let Ok(known) = table.find_entry(hash, same) {
                known.remove();
            }
        }
        // Of what was accepted nothing is to come.
        if refused {
            if self.newer.len() == REMEMBERED {
                self.older = std::mem::take(&mut self.newer);
            }
            let last = Last { hash, at: row.at, first, attempt };
            self.newer.insert_unique(hash, last, |l| l.hash);
        }
        let known = before.is_some() || row.first.is_some() || row.attempt == 1;
        let delay = before.map(|b| row.at - b.at);
        Some((attempt, known.then_some(first), delay))
    }

    /// Packs what was counted.
    pub fn close(&mut self) {
        self.tally.close();
        (self.newer, self.older) = (HashTable::new(), HashTable::new());
    }

    /// Attempts of `half_hour`, counted from 1970: the kind, those accepted, refused, and that met no service.
    pub fn of(&self, half_hour: i64) -> BTreeMap<usize, [u64; 3]> {
        let mut all: BTreeMap<usize, [u64; 3]> = BTreeMap::new();
        for (key, n) in self.tally.of(half_hour) {
            all.entry((key / 4) as usize).or_default()[(key % 4) as usize] += n;
        }
        all
    }
}

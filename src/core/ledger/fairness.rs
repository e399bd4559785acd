//! C2 and C3: within allocation, and the fairness properties of a window.

/// Violations of a property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Violations {
    /// How many (a User in a window is one; for F2 an attempt is one, for F4 an activation).
    pub count: u64,
    /// First cell of the first window that has one.
    pub first: Option<u64>,
}

impl Violations {
    /// Notes `n` violations in the window that begins with `cell`.
    pub fn note(&mut self, n: u64, cell: u64) {
        self.count += n;
        if n > 0 && self.first.is_none() {
            self.first = Some(cell);
        }
    }
}

/// A window as C2 and C3 see it; each list is by User.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    /// First cell.
    pub cell: u64,
    /// Whether the mechanism was active in any part of it or, switched off, would have been.
    pub active: bool,
    /// Whole requests allocated.
    pub quota: &'a [u64],
    /// First attempts of submissions, prioritised ones as in M5.
    pub first: &'a [u64],
    /// Attempts admitted, prioritised ones as in M5.
    pub admitted: &'a [u64],
    /// Attempts throttled.
    pub throttled: &'a [u64],
    /// Attempts rejected.
    pub rejected: &'a [u64],
    /// Prioritised attempts throttled (F2: there are none).
    pub prioritised_throttled: u64,
    /// Whether the User was within its allocation in each of the `hold` windows before; empty where
    /// the mechanism could not throttle anybody.
    pub within_before: &'a [bool],
}

impl Window<'_> {
    /// C2: whether `user` was within its allocation.
    pub fn within(&self, user: usize) -> bool {
        self.first[user] <= self.quota[user]
    }
}

/// The fairness properties over a run. With the mechanism switched off (M10) active windows are those
/// in which it would have been active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FairnessCounts {
    /// A User within its allocation, now and in the `hold` windows before, was throttled.
    pub f1: Violations,
    /// A Prioritised Service Request was throttled.
    pub f2: Violations,
    /// A User within its allocation was rejected while another was above its own.
    pub f3: Violations,
    /// The mechanism became active with no event in force.
    pub f4: Violations,
    /// A User had fewer admitted than its first submissions and its allocation both.
    pub f5: Violations,
    /// For each User, admitted in active windows (F6).
    pub admitted: Vec<u64>,
    /// For each User, the sum over active windows of min(first submissions, allocation) (F6).
    pub entitled: Vec<u64>,
}

impl FairnessCounts {
    /// Nothing seen yet of so many Users.
    pub fn new(users: usize) -> Self {
        Self {
            f1: Violations::default(),
            f2: Violations::default(),
            f3: Violations::default(),
            f4: Violations::default(),
            f5: Violations::default(),
            admitted: vec![0; users],
            entitled: vec![0; users],
        }
    }

    /// Judges a window.
    pub fn judge(&mut self, w: &Window<'_>) {
        let users = 0..w.quota.len();
        let above = users.clone().any(|u| !w.within(u));
        let rejected =
            users.clone().filter(|u| above && w.within(*u) && w.rejected[*u] > 0).count();
        self.f3.note(rejected as u64, w.cell);
        self.f2.note(w.prioritised_throttled, w.cell);
        if !w.active {
            return;
        }
        let innocent = users
            .clone()
            .filter(|u| w.throttled[*u] > 0 && w.within(*u) && w.within_before[*u])
            .count();
        self.f1.note(innocent as u64, w.cell);
        let mut short = 0;
        for u in users {
            let entitled = w.first[u].min(w.quota[u]);
            short += u64::from(w.admitted[u] < entitled);
            if entitled > 0 {
                self.admitted[u] += w.admitted[u];
                self.entitled[u] += entitled;
            }
        }
        self.f5.note(short, w.cell);
    }

    /// Adds what a later part of the same replication showed, which begins with cell `from` of it.
    pub fn add(&mut self, part: &FairnessCounts, from: u64) {
        let own = [&mut self.f1, &mut self.f2, &mut self.f3, &mut self.f4, &mut self.f5];
        for (own, part) in own.into_iter().zip([part.f1, part.f2, part.f3, part.f4, part.f5]) {
            own.note(part.count, from + part.first.unwrap_or(0));
        }
        self.admitted.iter_mut().zip(&part.admitted).for_each(|(a, b)| *a += b);
        self.entitled.iter_mut().zip(&part.entitled).for_each(|(a, b)| *a += b);
    }

    /// F6: each User's admitted requests as a share of what it was entitled to, in active windows.
    pub fn ratios(&self) -> Vec<Option<f64>> {
        let ratio = |(a, e): (&u64, &u64)| (*e > 0).then(|| *a as f64 / *e as f64);
        self.admitted.iter().zip(&self.entitled).map(ratio).collect()
    }
}

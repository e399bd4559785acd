//! C3: the fairness properties of a window.

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

/// A window as C3 sees it; each list is by User.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    /// First cell.
    pub cell: u64,
    /// Whether the mechanism, switched on, was active in any part of it.
    pub acted: bool,
    /// Whether there was service in any part of it.
    pub service: bool,
    /// Whole requests allocated.
    pub quota: &'a [u64],
    /// First attempts of submissions, prioritised ones as in M5, what maintenance put off left aside.
    pub first: &'a [u64],
    /// Of these admitted, at that attempt.
    pub first_admitted: &'a [u64],
    /// First attempts of submissions throttled or rejected.
    pub first_refused: &'a [u64],
    /// Attempts throttled.
    pub throttled: &'a [u64],
    /// Attempts rejected.
    pub rejected: &'a [u64],
    /// Prioritised attempts throttled (F2: there are none).
    pub prioritised_throttled: u64,
    /// Whether the User has kept within.
    pub kept: &'a [bool],
}

/// The fairness properties over a run. A User in a window is a violation; for F2 an attempt is one, for F4 an activation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FairnessCounts {
    /// A User that has kept within was throttled.
    pub f1: Violations,
    /// A Prioritised Service Request was throttled.
    pub f2: Violations,
    /// A User that has kept within was rejected while another has not.
    pub f3: Violations,
    /// The mechanism became active with no event in force.
    pub f4: Violations,
    /// A first submission of a User that has kept within was throttled or rejected at its first attempt.
    pub f5: Violations,
    /// For each User, first submissions admitted at their first attempt, in active windows (F6).
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
        self.f2.note(w.prioritised_throttled, w.cell);
        if w.service {
            let of = |fits: &dyn Fn(usize) -> bool| {
                (0..w.kept.len()).filter(|u| w.kept[*u] && fits(*u)).count() as u64
            };
            self.f1.note(of(&|u| w.throttled[u] > 0), w.cell);
            // Whoever has not is another.
            let another = w.kept.contains(&false);
            self.f3.note(of(&|u| another && w.rejected[u] > 0), w.cell);
            self.f5.note(of(&|u| w.first_refused[u] > 0), w.cell);
        }
        if w.acted {
            self.entitle(w.first, w.first_admitted, w.quota);
        }
    }

    /// F6 looks at a window: first submissions of each User, those of them admitted at their first attempt, and its quota.
    pub fn entitle(&mut self, first: &[u64], admitted: &[u64], quota: &[u64]) {
        for u in 0..quota.len() {
            self.entitled[u] += first[u].min(quota[u]);
            self.admitted[u] += admitted[u];
        }
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

    /// F6: each User's first submissions admitted at their first attempt as a share of what it was entitled to, in active
    /// windows; at most 1, since what is buffered counts where it leaves.
    pub fn ratios(&self) -> Vec<Option<f64>> {
        let ratio = |(a, e): (&u64, &u64)| (*e > 0).then(|| (*a as f64 / *e as f64).min(1.0));
        self.admitted.iter().zip(&self.entitled).map(ratio).collect()
    }
}

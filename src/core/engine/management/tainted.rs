//! C3: of whom something is still to come that was refused while it had not kept within.

/// What is still to come of each User.
#[derive(Clone, Debug)]
pub struct Tainted {
    /// The last cell in which a next attempt of such a request may come, and one more; 0 where there is none.
    until: Vec<u64>,
    /// What such windows put into the User's buffer came before this cell.
    buffered: Vec<u64>,
    /// Of whom something was still to come when the open window began.
    pub open: Vec<bool>,
}

/// Where Users stand when a window begins or ends, as the rooms that know it say.
pub struct StillToCome<'a> {
    /// For each User, the last cell for which it drew a retry in the window, and one more; 0 where it drew none.
    pub retries: &'a [u64],
    /// For each User, the cells in which what waits in its buffer came first, and last.
    pub buffered: &'a dyn Fn(usize) -> Option<(u64, u64)>,
}

impl StillToCome<'_> {
    /// Whether anything was refused that may come again.
    pub fn any(&self) -> bool {
        let waits = |u: usize| (self.buffered)(u).is_some();
        self.retries.iter().any(|until| *until > 0) || (0..self.retries.len()).any(waits)
    }
}

impl Tainted {
    /// Of nobody anything.
    pub fn new(users: usize) -> Self {
        Self { until: vec![0; users], buffered: vec![0; users], open: vec![false; users] }
    }

    /// The window of the cells `from..to` ends. Who had `not_kept` within is told of what it leaves.
    pub fn end(&mut self, (from, to): (u64, u64), not_kept: &[bool], left: &StillToCome<'_>) {
        for (user, &not_kept) in not_kept.iter().enumerate() {
            let waiting = (left.buffered)(user);
            if not_kept {
                self.until[user] = self.until[user].max(left.retries[user]);
                // First in, first out: what came in this window is there as long as the last of it is.
                let came = waiting.is_some_and(|(_, last)| last >= from);
                self.buffered[user] = if came { to } else { self.buffered[user] };
            }
            let waits = waiting.is_some_and(|(first, _)| first < self.buffered[user]);
            self.open[user] = self.until[user] > to || waits;
        }
    }
}

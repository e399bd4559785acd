//! C3: who has kept within, and the fairness properties of a window.

use super::World;

impl World<'_> {
    /// C3, at the window's end before cell `end`.
    pub fn judge_fairness(&mut self, end: u64) {
        let users = 0..self.window.quota.len();
        let (w, cell) = (&self.window, self.window.first_cell);
        let within: Vec<bool> = users.clone().map(|u| w.first[u] <= w.quota[u]).collect();
        let before = self.within.iter().rev().take(self.scenario.mechanism.hold as usize);
        let kept: Vec<bool> = users
            .clone()
            .map(|u| within[u] && before.clone().all(|window| window[u]) && self.is_clean(u, cell))
            .collect();
        let seen = &mut self.seen;
        seen.fairness[1].note(w.prioritised_throttled, cell);
        for u in users.clone() {
            seen.windows_throttled[u] += u64::from(w.throttled[u] > 0);
            if w.service && kept[u] {
                let other = users.clone().any(|v| v != u && !kept[v]);
                seen.fairness[0].note(u64::from(w.throttled[u] > 0), cell);
                seen.fairness[2].note(u64::from(w.rejected[u] > 0 && other), cell);
                seen.fairness[4].note(u64::from(w.first_refused[u] > 0), cell);
            }
            let acted = match self.acted {
                Some(acted) => acted.iter().any(|(from, to)| *from < end && cell < *to),
                None => w.active && self.scenario.mechanism.enabled,
            };
            if acted {
                seen.entitled[u].0 += w.first_admitted[u];
                seen.entitled[u].1 += w.first[u].min(w.quota[u]);
            }
            // A window without service is not judged; what it refused taints who passed its quota.
            if if w.service { !kept[u] } else { !within[u] } {
                self.tainted_until[u] = self.tainted_until[u].max(w.latest[u]);
                if w.buffered[u] {
                    self.tainted_buffers[u].push((cell, end));
                }
            }
        }
        self.within.push(within);
    }

    /// Whether nothing is still to come, from `cell` on, that was refused to `user` while it had not kept within. What a copy
    /// that is served withdraws counts until its cell.
    fn is_clean(&self, user: usize, cell: u64) -> bool {
        let of = |&(from, to): &(u64, u64)| {
            self.waited[user].iter().any(|came| (from..to).contains(came))
        };
        self.tainted_until[user] <= cell && !self.tainted_buffers[user].iter().any(of)
    }
}

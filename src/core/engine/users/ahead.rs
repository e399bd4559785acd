//! For windows to come, until when Users surely try again (C3): what is followed beforehand where there is no service.

use std::collections::VecDeque;

/// For each window to come and User, the last cell for which it drew a retry in it, and one more.
#[derive(Clone)]
pub(super) struct Ahead {
    users: usize,
    /// The window of the first row.
    from: u64,
    /// A row a window, empty where nobody draws any.
    rows: VecDeque<Vec<u64>>,
}

impl Ahead {
    /// Nothing, of so many Users.
    pub fn new(users: usize) -> Self {
        Self { users, from: 0, rows: VecDeque::new() }
    }

    /// `user` draws in `window`, which has not begun, a retry for the cell before `until`.
    #[inline]
    pub fn note(&mut self, window: u64, user: usize, until: u64) {
        let at = (window - self.from) as usize;
        if at >= self.rows.len() {
            self.rows.resize(at + 1, Vec::new());
        }
        let row = &mut self.rows[at];
        if row.is_empty() {
            row.resize(self.users, 0);
        }
        row[user] = row[user].max(until);
    }

    /// Window `index` begins: `latest` is what is known of it.
    pub fn begin(&mut self, index: u64, latest: &mut [u64]) {
        latest.fill(0);
        while self.from <= index {
            let Some(row) = self.rows.pop_front() else {
                break;
            };
            if self.from == index && !row.is_empty() {
                latest.copy_from_slice(&row);
            }
            self.from += 1;
        }
        self.from = index + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c3_a_window_begins_with_what_was_drawn_for_it_and_with_nothing_of_those_before() {
        let (mut ahead, mut latest) = (Ahead::new(2), [7, 7]);
        ahead.begin(3, &mut latest);
        assert_eq!(latest, [0, 0]);
        for (window, user, until) in [(5, 1, 90), (5, 1, 60), (9, 0, 99), (4, 0, 50)] {
            ahead.note(window, user, until);
        }
        for (window, expected) in [(4, [50, 0]), (5, [0, 90]), (8, [0, 0]), (9, [99, 0])] {
            ahead.begin(window, &mut latest);
            assert_eq!(latest, expected, "window {window}");
        }
        ahead.note(10, 0, 1);
        ahead.begin(20, &mut latest);
        assert_eq!(latest, [0, 0], "what is passed over is forgotten");
    }
}
